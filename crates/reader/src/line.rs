//! A line of repaired text that still knows where each of its characters
//! stands in the source. Not here: deciding which lines belong together
//! (`repair`).

use std::ops::Range;

use domain::plan::Place;

use crate::letters::{fold_char, is_capitals};
use crate::words::Paragraph;

/// Where a character stands in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub page: Option<u32>,
    pub paragraph: u32,
    pub at: u32,
}

/// Text with its folded twin (one byte per character) and its spots.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    chars: Vec<char>,
    folded: String,
    spots: Vec<Spot>,
}

impl Line {
    /// The whole of a paragraph, white space collapsed.
    pub fn of(paragraph: &Paragraph, index: usize) -> Self {
        let mut line = Self::default();
        let mut gap = false;
        for (at, c) in paragraph.text.chars().enumerate() {
            if c.is_whitespace() {
                gap = !line.chars.is_empty();
                continue;
            }
            let spot = Spot { page: paragraph.page, paragraph: index as u32, at: at as u32 };
            if gap {
                line.push(' ', Spot { at: (at as u32).saturating_sub(1), ..spot });
                gap = false;
            }
            line.push(c, spot);
        }
        line
    }

    fn push(&mut self, c: char, spot: Spot) {
        self.chars.push(c);
        self.folded.push(fold_char(c) as char);
        self.spots.push(spot);
    }

    /// Appends another line after a space.
    pub fn join(&mut self, other: &Self) {
        let Some(spot) = other.spots.first() else {
            return;
        };
        if !self.chars.is_empty() {
            self.push(' ', *spot);
        }
        self.chars.extend_from_slice(&other.chars);
        self.folded.push_str(&other.folded);
        self.spots.extend_from_slice(&other.spots);
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// Lower-case ASCII, one byte per character: an index into it is an index
    /// into the line.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    pub fn slice(&self, range: Range<usize>) -> String {
        self.chars.get(self.clamp(range)).map(|chars| chars.iter().collect()).unwrap_or_default()
    }

    /// The part of the line in `range`, trimmed, with its spots.
    pub fn part(&self, range: Range<usize>) -> Self {
        let range = self.trimmed(range);
        Self {
            chars: self.chars[range.clone()].to_vec(),
            folded: self.folded[range.clone()].to_owned(),
            spots: self.spots[range].to_vec(),
        }
    }

    /// `range` without the white space at its ends.
    pub fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let range = self.clamp(range);
        let (mut from, mut to) = (range.start, range.end);
        while from < to && self.chars[from] == ' ' {
            from += 1;
        }
        while to > from && self.chars[to - 1] == ' ' {
            to -= 1;
        }
        from..to
    }

    fn clamp(&self, range: Range<usize>) -> Range<usize> {
        let to = range.end.min(self.chars.len());
        range.start.min(to)..to
    }

    /// The place of `range`. Over several paragraphs, the part in the first.
    pub fn place(&self, range: Range<usize>) -> Place {
        let range = self.clamp(range);
        let Some(first) = self.spots.get(range.start).or(self.spots.last()) else {
            return Place::default();
        };
        let last = self.spots[range.start.min(self.spots.len() - 1)..range.end.max(range.start)]
            .iter()
            .rev()
            .find(|spot| spot.paragraph == first.paragraph)
            .unwrap_or(first);
        Place { page: first.page, paragraph: first.paragraph, from: first.at, to: last.at + 1 }
    }

    pub fn whole(&self) -> Place {
        self.place(0..self.chars.len())
    }

    /// The paragraph the line starts in.
    pub fn paragraph(&self) -> u32 {
        self.spots.first().map_or(0, |spot| spot.paragraph)
    }

    /// The first place where the line passes from one paragraph to the next.
    pub fn seams(&self) -> impl Iterator<Item = usize> + '_ {
        self.spots
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| pair[0].paragraph != pair[1].paragraph)
            .map(|(at, _)| at + 1)
    }

    pub fn is_capitals(&self) -> bool {
        let text: String = self.chars.iter().collect();
        is_capitals(&text)
    }

    pub fn first(&self) -> Option<char> {
        self.chars.first().copied()
    }

    /// Whether the folded text at `at` begins with `word` and ends there.
    pub fn has_word_at(&self, at: usize, word: &str) -> bool {
        self.folded.get(at..).is_some_and(|rest| {
            rest.starts_with(word) && !rest.as_bytes().get(word.len()).is_some_and(u8::is_ascii_alphanumeric)
        })
    }

    /// Whether the accented text in `range` is `word`, or bears no accents at
    /// all though its folded form agrees: what cheap keyboards and scans give.
    pub fn says(&self, range: Range<usize>, word: &str) -> bool {
        let found = self.slice(range).to_lowercase();
        found == word || (found.is_ascii() && found == crate::letters::fold(word))
    }
}
