//! The fast first pass: whether a line can hold a form of "mật" at all.
//!
//! In every code the word begins with an m and ends with a t, and no other ASCII
//! letter than a stands between them; whatever passes is read in full elsewhere.

/// Signs between the m and the t: marks of old codes, spaces between letters.
const BETWEEN: usize = 16;

/// Whether a word like "mật", in whatever code, may stand in the line.
pub(super) fn may_hold(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr2_iter(b'm', b'M', bytes).any(|at| is_word(bytes, at)) || line.contains("&#")
}

fn is_word(bytes: &[u8], at: usize) -> bool {
    // "TOIMAT", "TUYETMAT" and a word of its own.
    let before = at.checked_sub(1).map_or(b' ', |at| bytes[at].to_ascii_lowercase());
    if before.is_ascii_alphabetic() && !matches!(before, b'i' | b't') {
        return false;
    }
    for (nth, byte) in bytes[at + 1..].iter().take(BETWEEN).enumerate() {
        match byte.to_ascii_lowercase() {
            b't' if nth > 0 => {
                let after = bytes.get(at + nth + 2).copied().unwrap_or(b' ');
                return !after.is_ascii_alphabetic();
            }
            b'a' => {}
            letter if letter.is_ascii_alphabetic() => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::may_hold;

    #[test]
    fn every_form_passes_and_common_words_do_not() {
        for form in [
            "MẬT",
            "MA\u{302}\u{323}T",
            "mËt",
            "MAÄT",
            "m§t",
            "MA^.T",
            "M Ậ T",
            "TOIMAT",
            "M&#7852;T",
            "Máº¬T",
        ] {
            assert!(may_hold(form), "{form}");
        }
        for word in ["format", "automatic", "mathematics", "system the", "matter", "I'm there", "mt"] {
            assert!(!may_hold(word), "{word}");
        }
    }
}
