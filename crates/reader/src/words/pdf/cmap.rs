//! ToUnicode character maps (ISO 32000-1, 9.10.3): which letters a code means.

use std::collections::HashMap;

/// Longest range that is spelled out.
const RANGE: u32 = 65_536;
/// Most entries a map may hold.
const ENTRIES: usize = 200_000;

/// Codes and their letters.
#[derive(Debug, Clone, Default)]
pub(super) struct CMap {
    letters: HashMap<u32, String>,
    /// Bytes of a code; one or two.
    pub code_bytes: usize,
}

impl CMap {
    pub fn get(&self, code: u32) -> Option<&str> {
        self.letters.get(&code).map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// Reads the map's own little language; what it does not know it skips.
    pub fn parse(source: &[u8]) -> Self {
        let mut map = Self::default();
        let tokens = tokens(source);
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                Token::Word(word) if word == "begincodespacerange" => {
                    if let Some(Token::Hex(low)) = tokens.get(at + 1) {
                        map.code_bytes = map.code_bytes.max(low.len());
                    }
                    at += 1;
                }
                Token::Word(word) if word == "beginbfchar" => at = map.chars(&tokens, at + 1),
                Token::Word(word) if word == "beginbfrange" => at = map.ranges(&tokens, at + 1),
                _ => at += 1,
            }
        }
        map
    }

    fn chars(&mut self, tokens: &[Token], mut at: usize) -> usize {
        while let (Some(Token::Hex(code)), Some(Token::Hex(letters))) = (tokens.get(at), tokens.get(at + 1)) {
            self.put(number(code), utf16(letters));
            at += 2;
        }
        at
    }

    fn ranges(&mut self, tokens: &[Token], mut at: usize) -> usize {
        while let (Some(Token::Hex(low)), Some(Token::Hex(high))) = (tokens.get(at), tokens.get(at + 1)) {
            let (low, high) = (number(low), number(high));
            let span = high.saturating_sub(low).min(RANGE);
            match tokens.get(at + 2) {
                Some(Token::Hex(first)) => {
                    let mut units: Vec<u16> = units(first);
                    for step in 0..=span {
                        self.put(low + step, String::from_utf16_lossy(&units));
                        if let Some(last) = units.last_mut() {
                            *last = last.wrapping_add(1);
                        }
                    }
                    at += 3;
                }
                Some(Token::Open) => {
                    at += 3;
                    let mut step = 0;
                    while let Some(Token::Hex(letters)) = tokens.get(at) {
                        if step <= span {
                            self.put(low + step, utf16(letters));
                        }
                        step += 1;
                        at += 1;
                    }
                    at += usize::from(matches!(tokens.get(at), Some(Token::Close)));
                }
                _ => return at + 2,
            }
        }
        at
    }

    fn put(&mut self, code: u32, letters: String) {
        if self.letters.len() < ENTRIES {
            self.letters.insert(code, letters);
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    Hex(Vec<u8>),
    Word(String),
    Open,
    Close,
}

fn tokens(source: &[u8]) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < source.len() {
        match source[at] {
            b'<' if source.get(at + 1) == Some(&b'<') => at += 2,
            b'<' => {
                let end =
                    source[at..].iter().position(|byte| *byte == b'>').map_or(source.len(), |end| at + end);
                found.push(Token::Hex(hex(&source[at + 1..end])));
                at = end + 1;
            }
            b'[' => {
                found.push(Token::Open);
                at += 1;
            }
            b']' => {
                found.push(Token::Close);
                at += 1;
            }
            b'%' => {
                at = source[at..]
                    .iter()
                    .position(|byte| *byte == b'\n')
                    .map_or(source.len(), |end| at + end + 1);
            }
            byte if byte.is_ascii_alphabetic() => {
                let end = source[at..]
                    .iter()
                    .position(|byte| !byte.is_ascii_alphanumeric())
                    .map_or(source.len(), |end| at + end);
                found.push(Token::Word(String::from_utf8_lossy(&source[at..end]).into_owned()));
                at = end;
            }
            _ => at += 1,
        }
    }
    found
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let values: Vec<u8> =
        digits.iter().filter_map(|digit| (*digit as char).to_digit(16)).map(|value| value as u8).collect();
    values.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |value, byte| value << 8 | u32::from(*byte))
}

fn units(bytes: &[u8]) -> Vec<u16> {
    if bytes.len() == 1 {
        return vec![u16::from(bytes[0])];
    }
    bytes
        .chunks(2)
        .map(|pair| u16::from(pair[0]) << 8 | u16::from(pair.get(1).copied().unwrap_or(0)))
        .collect()
}

fn utf16(bytes: &[u8]) -> String {
    String::from_utf16_lossy(&units(bytes))
}
