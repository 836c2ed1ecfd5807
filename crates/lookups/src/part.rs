//! Rows of one day, marked and in no order yet: what readers set aside.

use crate::rule;
use anyhow::{Context as _, Result};
use std::ops::Range;

/// Stands for "no number" among `seq`.
pub const NO_SEQ: i64 = i64::MIN;

/// Rows as columns. Systems, accounts and terminals are numbers of the reader's names.
/// Rows whose mark asks for it have their citizen and dossier in `texts`, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    pub at: Vec<i64>,
    pub seq: Vec<i64>,
    pub system: Vec<u32>,
    pub account: Vec<u32>,
    pub terminal: Vec<u32>,
    pub mark: Vec<u32>,
    /// A length in two bytes, then the citizen; the same of the dossier.
    pub texts: Vec<u8>,
}

/// A row on its way into a part.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub at: i64,
    pub seq: i64,
    pub system: u32,
    pub account: u32,
    pub terminal: u32,
    pub mark: u32,
    pub citizen: &'a str,
    pub dossier: &'a str,
}

impl Part {
    pub fn push(&mut self, row: Row<'_>) {
        self.at.push(row.at);
        self.seq.push(row.seq);
        self.system.push(row.system);
        self.account.push(row.account);
        self.terminal.push(row.terminal);
        self.mark.push(row.mark);
        if rule::keeps_texts(row.mark) {
            for text in [row.citizen, row.dossier] {
                // Lines are no longer than 65,536 bytes, and a column is shorter.
                let length = text.len().min(usize::from(u16::MAX));
                self.texts.extend_from_slice(&(length as u16).to_le_bytes());
                self.texts.extend_from_slice(&text.as_bytes()[..length]);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.at.len()
    }

    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// The place of each row's citizen and dossier in `texts`; empty where they are not kept.
    pub fn places(&self) -> Vec<[Range<usize>; 2]> {
        let mut at = 0;
        let mut next = || {
            let length = self
                .texts
                .get(at..at + 2)
                .map_or(0, |bytes| usize::from(u16::from_le_bytes([bytes[0], bytes[1]])));
            let range = at + 2..at + 2 + length;
            at = range.end;
            range
        };
        self.mark
            .iter()
            .map(|mark| if rule::keeps_texts(*mark) { [next(), next()] } else { [0..0, 0..0] })
            .collect()
    }

    /// Adds the rows of another part of the same reader.
    pub fn append(&mut self, other: &mut Part) {
        self.at.append(&mut other.at);
        self.seq.append(&mut other.seq);
        self.system.append(&mut other.system);
        self.account.append(&mut other.account);
        self.terminal.append(&mut other.terminal);
        self.mark.append(&mut other.mark);
        self.texts.append(&mut other.texts);
    }

    /// As bytes, with the number of its reader before them.
    pub fn bytes(&self, reader: u32) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(12 + self.len() * 32 + self.texts.len());
        bytes.extend_from_slice(&reader.to_le_bytes());
        bytes.extend_from_slice(&(self.len() as u64).to_le_bytes());
        for value in self.at.iter().chain(&self.seq) {
            bytes.extend_from_slice(&value.to_le_bytes());
        }
        for value in self.system.iter().chain(&self.account).chain(&self.terminal).chain(&self.mark) {
            bytes.extend_from_slice(&value.to_le_bytes());
        }
        bytes.extend_from_slice(&self.texts);
        bytes
    }

    /// A part and the number of its reader.
    ///
    /// # Errors
    /// When the bytes are cut short.
    pub fn of_bytes(bytes: &[u8]) -> Result<(u32, Part)> {
        (|| {
            let (reader, rest) = bytes.split_first_chunk::<4>()?;
            let (count, rest) = rest.split_first_chunk::<8>()?;
            let count = usize::try_from(u64::from_le_bytes(*count)).ok()?;
            let (at, rest) = wide(rest, count)?;
            let (seq, rest) = wide(rest, count)?;
            let (system, rest) = narrow(rest, count)?;
            let (account, rest) = narrow(rest, count)?;
            let (terminal, rest) = narrow(rest, count)?;
            let (mark, rest) = narrow(rest, count)?;
            let part = Part { at, seq, system, account, terminal, mark, texts: rest.to_vec() };
            Some((u32::from_le_bytes(*reader), part))
        })()
        .context("một phần dữ liệu trung gian bị cắt ngắn")
    }
}

fn wide(bytes: &[u8], count: usize) -> Option<(Vec<i64>, &[u8])> {
    let (column, rest) = bytes.split_at_checked(count.checked_mul(8)?)?;
    let (values, _) = column.as_chunks::<8>();
    Some((values.iter().map(|value| i64::from_le_bytes(*value)).collect(), rest))
}

fn narrow(bytes: &[u8], count: usize) -> Option<(Vec<u32>, &[u8])> {
    let (column, rest) = bytes.split_at_checked(count.checked_mul(4)?)?;
    let (values, _) = column.as_chunks::<4>();
    Some((values.iter().map(|value| u32::from_le_bytes(*value)).collect(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_comes_back_as_it_was() {
        let mut part = Part::default();
        let row = Row {
            at: 5,
            seq: NO_SEQ,
            system: 1,
            account: 2,
            terminal: 3,
            mark: 0,
            citizen: "x",
            dossier: "y",
        };
        part.push(row);
        part.push(Row { mark: rule::LOOKUP | rule::bit(4), citizen: "012", dossier: "", ..row });
        let bytes = part.bytes(7);
        assert_eq!(Part::of_bytes(&bytes).expect("a part"), (7, part.clone()));
        assert!(Part::of_bytes(&bytes[..40]).is_err());
        let places = part.places();
        assert_eq!(&part.texts[places[1][0].clone()], b"012");
        assert!(places[0][0].is_empty());
    }
}
