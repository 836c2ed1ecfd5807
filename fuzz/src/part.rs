//! Inputs of several parts: what a mutation moves about stays a part.

/// Parts of an input are parted by this, with one byte behind it that says which part
/// it is.
pub const MARK: &[u8] = b"\x1E\x1D\x1C\x1F";
/// Parts of one input, at most.
const MOST: usize = 24;

/// Whether a file would be handed to a converter: a program of its own, which is not
/// what is tried here.
pub fn is_for_converter(data: &[u8]) -> bool {
    data.starts_with(b"\xD0\xCF\x11\xE0")
}

/// The first byte, which chooses, and the rest.
pub fn chosen(data: &[u8]) -> Option<(u8, &[u8])> {
    data.split_first().map(|(first, rest)| (*first, rest))
}

/// The parts of an input, each with the byte that says which it is.
pub fn parts(data: &[u8]) -> Vec<(u8, &[u8])> {
    let mut found = Vec::new();
    let mut rest = data;
    while let Some(at) = rest.windows(MARK.len()).position(|window| window == MARK) {
        found.push(&rest[..at]);
        rest = &rest[at + MARK.len()..];
        if found.len() >= MOST {
            break;
        }
    }
    found.push(rest);
    found.into_iter().filter_map(chosen).collect()
}

/// An input of these parts.
pub fn joined(parts: &[(u8, &[u8])]) -> Vec<u8> {
    let mut data = Vec::new();
    for (number, (kind, bytes)) in parts.iter().enumerate() {
        if number > 0 {
            data.extend(MARK);
        }
        data.push(*kind);
        data.extend(*bytes);
    }
    data
}
