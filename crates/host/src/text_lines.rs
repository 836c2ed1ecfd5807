//! Texts as Windows' own commands and logs write them: UTF-8, UTF-16, or a code page
//! of the computer's language.
//!
//! Not here: what the lines mean.

use encoding_rs::{UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// Bytes of a line that are read, at most: a path of 32,767 characters, with what stands
/// before it.
pub(crate) const LONGEST_LINE: usize = 128 << 10;

/// UTF-16, which begins with its mark, as UTF-8; other bytes as they are.
pub(crate) fn decoded(bytes: &[u8]) -> Cow<'_, [u8]> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => UTF_16LE.decode_without_bom_handling(rest).0,
        [0xFE, 0xFF, rest @ ..] => UTF_16BE.decode_without_bom_handling(rest).0,
        [0xEF, 0xBB, 0xBF, rest @ ..] => return Cow::Borrowed(rest),
        _ => return Cow::Borrowed(bytes),
    };
    Cow::Owned(text.into_owned().into_bytes())
}
