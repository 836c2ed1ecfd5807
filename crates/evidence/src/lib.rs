//! What crosses from a tool or the field to the office: observations, which say
//! what was seen and never what to think of it, and the rules that judge them.
//!
//! Not here: seeing (each tool's own room), keeping (`store`), deciding what
//! becomes a finding (people).

mod bundle;
pub mod crash;
mod difference;
mod key;
mod lock;
mod observation;
mod reported;
mod rule;
mod signature;
mod trace;

pub use bundle::{Bundle, BundleError, Header, VERSION, Writer, open};
pub use difference::{Difference, compare};
pub use key::{KeyError, keep_secret, key_file};
pub use lock::{
    Address, LockError, Locking, is_locked, lock_to, lock_with_code, new_key, unlock_with, unlock_with_code,
};
pub use observation::{Kind, Observation, Sight, Source, Subject, Unread, Value};
pub use reported::{Reported, Severity, identity};
pub use rule::{
    Absence, Because, Literal, Look, Outcome, Pattern, Quantity, Question, Rule, RuleFault, RulePack, Sights,
    Test, Verdict, judge,
};
pub use signature::{Sealer, hex, is_signed};
pub use trace::{Trace, TraceKind, traces, united};
