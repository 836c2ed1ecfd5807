//! What crosses from a tool or the field to the office: observations, which say
//! what was seen and never what to think of it.
//!
//! Not here: seeing (each tool's own room), keeping (`store`), deciding what
//! becomes a finding (people).

mod bundle;
mod difference;
mod observation;
mod reported;

pub use bundle::{Bundle, BundleError, Header, Sealer, VERSION, Writer, hex, open};
pub use difference::{Difference, compare};
pub use observation::{Kind, Observation, Sight, Source, Subject, Unread, Value};
pub use reported::{Reported, Severity};
