//! What an editor saw of a text: a short mark of it. A save says the mark of the
//! text it was written over; where another text stands now, it is refused.
//!
//! A mark per field, not a version per row: two people who write different
//! fields of one thing do not disturb each other.

use crate::clock::hex;
use sha2::{Digest, Sha256};

/// How much of the hash a mark keeps, in letters.
const LENGTH: usize = 16;

/// The mark of a text; that of nothing is one too.
pub fn mark(text: &str) -> String {
    let mut mark = hex(&Sha256::digest(text.as_bytes()));
    mark.truncate(LENGTH);
    mark
}
