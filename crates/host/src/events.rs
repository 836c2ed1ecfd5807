//! What the event logs of a Windows computer say: few kinds of event that matter to
//! an inspection, counted and dated while a log streams by, never one record each.
//!
//! Each log is read by itself, so that every answer names the one file it rests on.
//! What was looked for in a log and is not there is absent; what is damaged is said of
//! everything the log would have told; a log that was not taken is not collected. Not
//! here: judging (rules in `packs`), and anything secret: of commands and scripts the
//! names of signs, never their text.

mod address;
mod binxml;
mod channels;
mod chunk;
mod event;
mod examination;
mod gateways;
mod log;
mod out;
mod sign;
mod tally;
mod topics;
mod value;

pub use examination::{Examination, Glance};
pub use gateways::add_gateways;
pub use log::{Account, Limits, LogError};
