//! Documents that bear a secrecy marking, on machines that must hold none.
//!
//! Layers: `read` (bytes → pieces of text, members) → `grammar` (what is a
//! marking) → `examine` (one file and all that is in it, each accounted for once)
//! → `walk` (folders) → `work` (files given to processes of their own) → `sweep`
//! (all of it, told line by line). Not here: what counts as a marking in an upload
//! (`reader`); what to think of what was found (the office).

mod encoding;
mod examine;
mod grammar;
mod limits;
mod marking;
mod observe;
mod read;
mod report;
mod sweep;
mod text;
mod walk;
mod work;

pub use encoding::Encoding;
pub use examine::{Account, Outcome, Step, examine, read_pieces};
pub use limits::Limits;
pub use marking::{Confidence, Level, Marking, Sign, Writing};
pub use observe::Observer;
pub use report::{Summary, line, path_text};
pub use sweep::{Options, Progress, SweepError, Swept, sweep};
pub use text::{Carrier, CellAt, Face, Member, Piece, Reading, Unread};
pub use walk::{Found, walk};
pub use work::serve;
