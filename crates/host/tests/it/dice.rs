//! Numbers that look random and are the same every time (xorshift64).

pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// One of the texts with a few of its bytes changed, some into the signs that mean
    /// something in it, and perhaps cut short.
    pub fn damaged(&mut self, texts: &[Vec<u8>], signs: &[u8]) -> Vec<u8> {
        let mut bytes = texts[self.below(texts.len())].clone();
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len());
            bytes[at] = if self.below(4) == 0 {
                signs[self.below(signs.len())]
            } else {
                bytes[at] ^ 1 << self.below(8)
            };
        }
        if self.below(4) == 0 {
            bytes.truncate(self.below(bytes.len()));
        }
        bytes
    }
}
