//! Packs as Windows 10 packs prefetch files, for tests ("[MS-XCA]", 2.1.4): greedy
//! copies, code lengths of at most fifteen bits. Not here: unpacking.

use std::collections::{BinaryHeap, HashMap};

const BLOCK: usize = 65_536;
const SYMBOLS: usize = 512;
const LONGEST: usize = 15;
const END: usize = 256;

/// A byte, or a copy of so many from so far back.
enum Token {
    Byte(u8),
    Copy { count: usize, back: usize },
}

pub fn pack(plain: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut seen: HashMap<[u8; 3], usize> = HashMap::new();
    let mut at = 0;
    while at < plain.len() {
        let end = (at + BLOCK).min(plain.len());
        let tokens = tokens(plain, at, end, &mut seen);
        block(&tokens, end == plain.len(), &mut packed);
        at = end;
    }
    packed
}

fn tokens(plain: &[u8], from: usize, end: usize, seen: &mut HashMap<[u8; 3], usize>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = from;
    while at < end {
        let three = plain.get(at..at + 3).map(|three| [three[0], three[1], three[2]]);
        let before = three.and_then(|three| seen.insert(three, at)).filter(|before| at - before < 65_535);
        let count = before
            .map_or(0, |before| (at..end).take_while(|to| plain[*to] == plain[before + to - at]).count());
        match before {
            Some(before) if count >= 3 => {
                tokens.push(Token::Copy { count, back: at - before });
                at += count;
            }
            _ => {
                tokens.push(Token::Byte(plain[at]));
                at += 1;
            }
        }
    }
    tokens
}

fn symbol(token: &Token) -> usize {
    match token {
        Token::Byte(byte) => usize::from(*byte),
        Token::Copy { count, back } => 256 + (count - 3).min(15) + 16 * back.ilog2() as usize,
    }
}

fn block(tokens: &[Token], last: bool, packed: &mut Vec<u8>) {
    let mut often = [0_u64; SYMBOLS];
    for token in tokens {
        often[symbol(token)] += 1;
    }
    if last {
        often[END] += 1;
    }
    let lengths = lengths(often);
    packed.extend(lengths.chunks(2).map(|pair| (pair[0] | pair[1] << 4) as u8));
    let codes = codes(&lengths);
    let mut bits = Bits::new(packed);
    for token in tokens {
        let symbol = symbol(token);
        bits.put(lengths[symbol], codes[symbol]);
        if let Token::Copy { count, back } = token {
            bits.long_count(count - 3);
            let wide = back.ilog2() as usize;
            bits.put(wide, back - (1 << wide));
        }
    }
    if last {
        bits.put(lengths[END], codes[END]);
    }
    bits.finish();
}

/// Huffman's lengths; rarer symbols are made less rare until none is too long.
fn lengths(mut often: [u64; SYMBOLS]) -> Vec<usize> {
    if often.iter().filter(|count| **count > 0).count() == 1 {
        let other = usize::from(often[0] > 0);
        often[other] = 1;
    }
    loop {
        let mut heap = BinaryHeap::new();
        let mut parents = vec![usize::MAX; SYMBOLS];
        for (symbol, count) in often.iter().enumerate().filter(|(_, count)| **count > 0) {
            heap.push((std::cmp::Reverse(*count), symbol));
        }
        while let (Some(one), Some(other)) = (heap.pop(), heap.pop()) {
            let parent = parents.len();
            parents.push(usize::MAX);
            parents[one.1] = parent;
            parents[other.1] = parent;
            let sum = std::cmp::Reverse(one.0.0 + other.0.0);
            if heap.is_empty() {
                break;
            }
            heap.push((sum, parent));
        }
        let depth = |mut node: usize| {
            let mut depth = 0;
            while parents[node] != usize::MAX {
                node = parents[node];
                depth += 1;
            }
            depth
        };
        let lengths: Vec<usize> = (0..SYMBOLS).map(depth).collect();
        if lengths.iter().all(|length| *length <= LONGEST) {
            return lengths;
        }
        often.iter_mut().filter(|count| **count > 0).for_each(|count| *count = count.div_ceil(2));
    }
}

fn codes(lengths: &[usize]) -> Vec<usize> {
    let mut codes = vec![0; SYMBOLS];
    let mut code = 0;
    for length in 1..=LONGEST {
        for symbol in (0..SYMBOLS).filter(|symbol| lengths[*symbol] == length) {
            codes[symbol] = code;
            code += 1;
        }
        code <<= 1;
    }
    codes
}

/// Words of bits, with the bytes of lengths between them: the two words the reader
/// looks at are kept a place before what follows.
struct Bits<'p> {
    packed: &'p mut Vec<u8>,
    first: usize,
    second: usize,
    word: usize,
    free: usize,
}

impl<'p> Bits<'p> {
    fn new(packed: &'p mut Vec<u8>) -> Self {
        let first = packed.len();
        packed.extend([0; 4]);
        Bits { packed, first, second: first + 2, word: 0, free: 16 }
    }

    fn put(&mut self, count: usize, bits: usize) {
        if count <= self.free {
            self.free -= count;
            self.word = self.word << count | bits;
            return;
        }
        let over = count - self.free;
        self.store(self.word << self.free | bits >> over);
        self.first = self.second;
        self.second = self.packed.len();
        self.packed.extend([0; 2]);
        self.free = 16 - over;
        self.word = bits & ((1 << over) - 1);
    }

    fn store(&mut self, word: usize) {
        self.packed[self.first..self.first + 2].copy_from_slice(&(word as u16).to_le_bytes());
    }

    fn long_count(&mut self, count: usize) {
        if count < 15 {
            return;
        }
        match count - 15 {
            more @ 0..255 => self.packed.push(more as u8),
            _ if count < 65_536 => {
                self.packed.push(255);
                self.packed.extend((count as u16).to_le_bytes());
            }
            _ => {
                self.packed.extend([255, 0, 0]);
                self.packed.extend((count as u32).to_le_bytes());
            }
        }
    }

    fn finish(mut self) {
        self.store(self.word << self.free);
        self.first = self.second;
        self.store(0);
    }
}
