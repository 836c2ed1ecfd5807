//! Marvin32, by which entries of a transaction log are checked ("Log entries"). The
//! function is that of US patent 8,555,054; not for anything secret.

/// The seed of log entries, 82EF4D887A4E55C5, its low word first.
const SEED: (u32, u32) = (0x7A4E_55C5, 0x82EF_4D88);

pub(super) fn hash(bytes: &[u8]) -> u64 {
    let (mut low, mut high) = SEED;
    let words = bytes.chunks_exact(4);
    let rest = words.remainder();
    for word in words {
        low = low.wrapping_add(u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
        (low, high) = mixed(low, high);
    }
    // What is left over, ended by one bit.
    let last = rest.iter().rev().fold(0x80, |word: u32, byte| word << 8 | u32::from(*byte));
    low = low.wrapping_add(last);
    (low, high) = mixed(low, high);
    (low, high) = mixed(low, high);
    u64::from(high) << 32 | u64::from(low)
}

fn mixed(mut low: u32, mut high: u32) -> (u32, u32) {
    high ^= low;
    low = low.rotate_left(20).wrapping_add(high);
    high = high.rotate_left(9) ^ low;
    low = low.rotate_left(27).wrapping_add(high);
    high = high.rotate_left(19);
    (low, high)
}
