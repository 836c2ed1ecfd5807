//! The configuration of sshd, line by line: what is said first counts, files are
//! included where they are named, `Match` holds until the next one or the file's end.

use crate::linux::look::Text;
use std::collections::BTreeMap;

/// Files within files, as sshd has it.
const DEEPEST: usize = 16;
/// Lines read in all.
const MOST: usize = 100_000;
/// Words of one line, and blocks, at most.
const MOST_WORDS: usize = 500;
const MOST_BLOCKS: usize = 500;

/// What is said by one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub path: String,
    pub line: usize,
    pub words: Vec<String>,
    /// Among all lines read.
    pub order: usize,
}

/// What holds of some connections only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub criteria: String,
    pub path: String,
    pub line: usize,
    pub said: BTreeMap<String, Vec<Said>>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Read {
    /// By keyword in lower case, in the order it is said.
    pub said: BTreeMap<String, Vec<Said>>,
    pub blocks: Vec<Block>,
}

/// Reads the first file, and the others where it includes them.
pub(super) fn read(files: &[Text<'_>]) -> Read {
    let mut reader = Reader { files, read: Read::default(), lines: 0, block: None };
    if let Some(main) = files.first() {
        reader.file(main, 0);
    }
    reader.read
}

struct Reader<'a> {
    files: &'a [Text<'a>],
    read: Read,
    lines: usize,
    /// The block that holds now, by its number.
    block: Option<usize>,
}

impl Reader<'_> {
    fn file(&mut self, file: &Text<'_>, depth: usize) {
        // A block ends with its file; what is included is within the block around it.
        let around = self.block;
        for (at, line) in file.text.lines().enumerate() {
            self.lines += 1;
            if self.lines > MOST {
                return;
            }
            let Some((keyword, words)) = split(line) else { continue };
            match keyword.as_str() {
                "match" => self.begin(words.join(" "), file.path, at + 1),
                "include" if depth < DEEPEST => {
                    for pattern in words {
                        self.include(&pattern, depth);
                    }
                }
                "include" => {}
                _ => {
                    let said = Said { path: file.path.to_owned(), line: at + 1, words, order: self.lines };
                    let into = match self.block.and_then(|number| self.read.blocks.get_mut(number)) {
                        Some(block) => &mut block.said,
                        None => &mut self.read.said,
                    };
                    into.entry(keyword).or_default().push(said);
                }
            }
        }
        self.block = around;
    }

    fn begin(&mut self, criteria: String, path: &str, line: usize) {
        // That of all is that of every connection.
        if criteria.eq_ignore_ascii_case("all") {
            self.block = None;
            return;
        }
        if self.read.blocks.len() < MOST_BLOCKS {
            let said = BTreeMap::new();
            self.read.blocks.push(Block { criteria, path: path.to_owned(), line, said });
        }
        self.block = Some(self.read.blocks.len() - 1);
    }

    fn include(&mut self, pattern: &str, depth: usize) {
        let pattern =
            if pattern.starts_with('/') { pattern.to_owned() } else { format!("/etc/ssh/{pattern}") };
        let mut found: Vec<&Text<'_>> = self.files.iter().filter(|file| fits(&pattern, file.path)).collect();
        found.sort_by_key(|file| file.path);
        for file in found {
            self.file(file, depth + 1);
        }
    }
}

/// A pattern of the shell, `*` and `?`, within one name of the path.
fn fits(pattern: &str, path: &str) -> bool {
    let (mut wanted, mut have) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), have.next()) {
            (None, None) => return true,
            (Some(wanted), Some(have))
                if (wanted.starts_with('.') || !have.starts_with('.'))
                    && super::lists::glob(wanted, have) => {}
            _ => return false,
        }
    }
}

/// A keyword in lower case and its words; quotes hold words together, `#` ends a line.
fn split(line: &str) -> Option<(String, Vec<String>)> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return None;
    }
    let end = line.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(line.len());
    let (keyword, rest) = line.split_at(end);
    let rest = rest.trim_start();
    let rest = rest.strip_prefix('=').unwrap_or(rest).trim_start();
    let (mut words, mut word, mut quote, mut open) = (Vec::new(), String::new(), None, false);
    for c in rest.chars() {
        match (c, quote) {
            (c, Some(q)) if c == q => quote = None,
            ('"' | '\'', None) => {
                quote = Some(c);
                open = true;
            }
            ('#', None) if !open && word.is_empty() => break,
            (c, None) if c.is_whitespace() => {
                if open || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                open = false;
            }
            (c, _) => word.push(c),
        }
        if words.len() >= MOST_WORDS {
            break;
        }
    }
    if open || !word.is_empty() {
        words.push(word);
    }
    if words.is_empty() { None } else { Some((keyword.to_ascii_lowercase(), words)) }
}

/// `1h30m` in seconds (sshd_config(5), TIME FORMATS).
pub(super) fn seconds(text: &str) -> Option<i64> {
    if text == "none" {
        return Some(0);
    }
    let (mut total, mut number) = (0i64, String::new());
    for c in text.trim().chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        let factor = match c.to_ascii_lowercase() {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return None,
        };
        total = total.checked_add(std::mem::take(&mut number).parse::<i64>().ok()?.checked_mul(factor)?)?;
    }
    if number.is_empty() { Some(total) } else { total.checked_add(number.parse().ok()?) }
}
