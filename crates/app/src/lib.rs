//! What people do. The only room that opens changes, checks policy, writes the
//! audit line and queues jobs.
//!
//! Every act has one shape: `allow` (policy) → a pure decision of `domain` →
//! keep (`store`) → `tell` (audit) → `done`, all in one change of the record.
//! Not here: HTTP and HTML (`web`), SQL (`store`), rules (`domain`).

pub mod act;
pub mod actor;
pub mod acts;
pub mod clock;
pub mod mail;
pub mod password;
pub mod refusal;
pub mod worker;

/// Documents pass through this program: see there.
pub use evidence::crash;

pub use act::{Act, App, Parts};
pub use actor::Actor;
pub use clock::Clock;
pub use refusal::Refusal;
