//! Lines that could not be read: counted by reason, and kept.

use crate::mapping::Table;
use crate::spool::Spool;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;

/// Why a line or a file was not read; of several, the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    TooLong,
    Nul,
    Encoding,
    Quote,
    Json,
    Columns,
    Missing,
    Time,
    Result,
    Seq,
    Truncated,
    File,
}

impl Reason {
    pub const ALL: [Reason; 12] = [
        Reason::TooLong,
        Reason::Nul,
        Reason::Encoding,
        Reason::Quote,
        Reason::Json,
        Reason::Columns,
        Reason::Missing,
        Reason::Time,
        Reason::Result,
        Reason::Seq,
        Reason::Truncated,
        Reason::File,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Reason::TooLong => "too_long",
            Reason::Nul => "nul",
            Reason::Encoding => "encoding",
            Reason::Quote => "quote",
            Reason::Json => "json",
            Reason::Columns => "columns",
            Reason::Missing => "missing",
            Reason::Time => "time",
            Reason::Result => "result",
            Reason::Seq => "seq",
            Reason::Truncated => "truncated",
            Reason::File => "file",
        }
    }
}

impl Reason {
    /// As reports say it.
    pub const fn words(self) -> &'static str {
        match self {
            Reason::TooLong => "dòng quá dài",
            Reason::Nul => "có ký tự rỗng (NUL)",
            Reason::Encoding => "không phải UTF-8",
            Reason::Quote => "dấu ngoặc kép không đúng chỗ",
            Reason::Json => "không phải JSON",
            Reason::Columns => "thiếu hoặc thừa cột",
            Reason::Missing => "trống ở cột bắt buộc",
            Reason::Time => "thời gian không đọc được",
            Reason::Result => "kết quả tra cứu không có trong quy ước",
            Reason::Seq => "số thứ tự không phải số nguyên",
            Reason::Truncated => "tệp nén bị cắt ngắn",
            Reason::File => "tệp không đọc được",
        }
    }
}

/// How many were rejected, by reason.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts(pub BTreeMap<Reason, u64>);

impl Counts {
    pub fn all(&self) -> u64 {
        self.0.values().sum()
    }

    pub fn add(&mut self, other: &Counts) {
        for (reason, count) in &other.0 {
            *self.0.entry(*reason).or_default() += count;
        }
    }
}

/// The rejected lines of one table.
#[derive(Debug)]
pub struct Rejects {
    pub table: Table,
    counts: Mutex<Counts>,
    spool: Spool,
}

/// Rejected lines of one piece of work.
#[derive(Debug, Default)]
pub struct Aside {
    counts: Counts,
    /// By file: line, reason, length, bytes; one after the other.
    lines: BTreeMap<u32, Vec<u8>>,
}

/// Of a line kept aside, no more bytes than this.
const KEPT: usize = super::LONGEST_LINE;

impl Aside {
    pub fn put(&mut self, file: u32, line: u64, reason: Reason, text: &[u8]) {
        *self.counts.0.entry(reason).or_default() += 1;
        let lines = self.lines.entry(file).or_default();
        let text = &text[..text.len().min(KEPT)];
        lines.extend_from_slice(&line.to_le_bytes());
        lines.push(reason as u8);
        lines.extend_from_slice(&(text.len() as u32).to_le_bytes());
        lines.extend_from_slice(text);
    }
}

impl Rejects {
    pub fn new(table: Table, folder: &Path) -> Result<Rejects> {
        Ok(Rejects { table, counts: Mutex::default(), spool: Spool::new(folder)? })
    }

    /// In memory.
    pub fn held(table: Table) -> Rejects {
        Rejects { table, counts: Mutex::default(), spool: Spool::held() }
    }

    /// All of them, for [`Rejects::add_bytes`] elsewhere; they are given away.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        let counts = postcard::to_allocvec(&self.counts())?;
        let mut bytes = (counts.len() as u32).to_le_bytes().to_vec();
        bytes.extend_from_slice(&counts);
        for file in self.spool.numbers() {
            for block in self.spool.blocks(file)? {
                bytes.extend_from_slice(&file.to_le_bytes());
                bytes.extend_from_slice(&(block.len() as u64).to_le_bytes());
                bytes.extend_from_slice(&block);
            }
        }
        Ok(bytes)
    }

    /// Adds what was rejected elsewhere.
    pub fn add_bytes(&self, bytes: &[u8]) -> Result<()> {
        let cut = || anyhow::anyhow!("dữ liệu trung gian bị cắt ngắn");
        let (length, rest) = bytes.split_first_chunk::<4>().ok_or_else(cut)?;
        let (counts, mut rest) =
            rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(cut)?;
        let counts: Counts = postcard::from_bytes(counts)?;
        if let Ok(mut all) = self.counts.lock() {
            all.add(&counts);
        }
        while !rest.is_empty() {
            let (file, after) = rest.split_first_chunk::<4>().ok_or_else(cut)?;
            let (length, after) = after.split_first_chunk::<8>().ok_or_else(cut)?;
            let (block, after) =
                after.split_at_checked(u64::from_le_bytes(*length) as usize).ok_or_else(cut)?;
            self.spool.put(i32::from_le_bytes(*file), block)?;
            rest = after;
        }
        Ok(())
    }

    pub fn aside(&self) -> Aside {
        Aside::default()
    }

    pub fn keep(&self, aside: Aside) -> Result<()> {
        if aside.lines.is_empty() {
            return Ok(());
        }
        if let Ok(mut counts) = self.counts.lock() {
            counts.add(&aside.counts);
        }
        for (file, lines) in aside.lines {
            self.spool.put(file as i32, &lines)?;
        }
        Ok(())
    }

    pub fn counts(&self) -> Counts {
        self.counts.lock().map(|counts| counts.clone()).unwrap_or_default()
    }

    /// Writes all that was rejected, by file and line, as CSV: `file`, `line`,
    /// `reason`, `text`. Bytes that are no text stand as the replacement character.
    pub fn write(&self, names: &[String], out: impl Write) -> Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["file", "line", "reason", "text"])?;
        for (file, name) in names.iter().enumerate() {
            let blocks = self.spool.blocks(file as i32)?;
            let mut lines: Vec<(u64, usize, &[u8])> =
                blocks.iter().flat_map(|block| entries(block)).collect();
            lines.sort_unstable();
            for (line, reason, text) in lines {
                let reason = Reason::ALL.get(reason).copied().unwrap_or(Reason::File);
                let text = String::from_utf8_lossy(text).replace('\0', "\u{fffd}");
                writer.write_record([name, &line.to_string(), reason.code(), &text])?;
            }
        }
        writer.flush()?;
        Ok(())
    }

    pub fn is_empty(&self) -> bool {
        self.counts().0.is_empty()
    }
}

fn entries(mut block: &[u8]) -> impl Iterator<Item = (u64, usize, &[u8])> {
    std::iter::from_fn(move || {
        let (line, rest) = block.split_first_chunk::<8>()?;
        let (reason, rest) = rest.split_first()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        block = rest;
        Some((u64::from_le_bytes(*line), usize::from(*reason), text))
    })
}
