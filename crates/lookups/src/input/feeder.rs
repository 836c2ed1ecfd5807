//! Goes through the files and cuts them into pieces of whole records.

use super::rejects::{Reason, Rejects};
use super::unpack::{self, Packing};
use super::{Files, Found, LONGEST_LINE, Piece, Progress, Work, csv, parquet};
use crate::mapping::Mapping;
use anyhow::{Result, anyhow};
use std::io::{ErrorKind, Read, Write as _};
use std::sync::Arc;
use std::sync::mpsc::SyncSender;

/// Bytes of a piece, about.
const PIECE: usize = 1 << 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Csv,
    Json,
}

/// Whole records of a text file.
pub struct Records {
    pub form: Form,
    pub file: u32,
    /// Number of the first line, from 1.
    pub line: u64,
    pub bytes: Vec<u8>,
    /// CSV: what each column of ours is in the file, and how many the file has.
    pub head: Arc<csv::Head>,
}

/// Sends all work there is.
pub fn feed(
    files: &Files,
    mapping: &Mapping,
    rejects: &Rejects,
    progress: &Progress,
    send: &SyncSender<Work>,
) -> Result<()> {
    for (number, file) in files.all.iter().enumerate() {
        if files.only.is_some_and(|only| only.file != number) {
            continue;
        }
        let mut feeder = Feeder {
            file: number as u32,
            found: file,
            mapping,
            rejects,
            progress,
            send,
            group: files.only.and_then(|only| only.group),
        };
        match feeder.feed() {
            Ok(()) => {}
            Err(Stop::Nobody) => return Ok(()),
            Err(Stop::File(reason, why)) => {
                let mut aside = rejects.aside();
                aside.put(number as u32, 0, reason, why.as_bytes());
                rejects.keep(aside)?;
            }
            Err(Stop::Error(error)) => return Err(error),
        }
    }
    Ok(())
}

/// Why a file is not gone through further.
enum Stop {
    /// All who work have stopped; their errors say why.
    Nobody,
    File(Reason, String),
    Error(anyhow::Error),
}

struct Feeder<'a> {
    file: u32,
    /// Of a Parquet file, only this group of rows.
    group: Option<usize>,
    found: &'a Found,
    mapping: &'a Mapping,
    rejects: &'a Rejects,
    progress: &'a Progress,
    send: &'a SyncSender<Work>,
}

fn unreadable(error: &std::io::Error) -> Stop {
    let reason = if error.kind() == ErrorKind::UnexpectedEof { Reason::Truncated } else { Reason::File };
    Stop::File(reason, error.to_string())
}

impl Feeder<'_> {
    fn feed(&mut self) -> Result<(), Stop> {
        let path = &self.found.path;
        let packing = unpack::packing(path).map_err(|error| unreadable(&error))?;
        let inner = inner_name(&self.found.name);
        let mut from = unpack::open(path, packing, self.progress).map_err(|error| unreadable(&error))?;
        let mut head = Vec::new();
        let ended = fill(&mut from, &mut head, 4);
        let is_parquet = head.starts_with(b"PAR1");
        if is_parquet || inner.ends_with(".parquet") {
            ended.map_err(|error| unreadable(&error))?;
            if !is_parquet {
                return Err(Stop::File(Reason::File, "không phải là tệp Parquet".into()));
            }
            return self.parquet(packing, &head, from);
        }
        self.text(inner, head, ended, from)
    }

    fn parquet(&mut self, packing: Packing, head: &[u8], mut from: Box<dyn Read + '_>) -> Result<(), Stop> {
        let source = if packing == Packing::None {
            parquet::Source::File(self.found.path.clone())
        } else {
            // Parquet is read from its end: it is unpacked first.
            let unpacked = (|| {
                let mut file = tempfile::NamedTempFile::new()?;
                file.write_all(head)?;
                std::io::copy(&mut from, &mut file)?;
                Ok(file)
            })();
            parquet::Source::Unpacked(unpacked.map_err(|error: std::io::Error| unreadable(&error))?)
        };
        let pieces = parquet::pieces(self.file, source, self.mapping)
            .map_err(|error| Stop::File(Reason::File, error.to_string()))?;
        let share = self.found.bytes / (pieces.len() as u64).max(1);
        let wanted = |at: usize| self.group.is_none_or(|group| group == at);
        for (_, piece) in pieces.into_iter().enumerate().filter(|(at, _)| wanted(*at)) {
            self.hand(Work::Rows(piece))?;
            if packing == Packing::None {
                self.progress.add(share);
            }
        }
        Ok(())
    }

    fn hand(&self, work: Work) -> Result<(), Stop> {
        self.send.send(work).map_err(|_| Stop::Nobody)
    }

    fn text(
        &mut self,
        inner: &str,
        mut buffer: Vec<u8>,
        mut ended: std::io::Result<bool>,
        mut from: Box<dyn Read + '_>,
    ) -> Result<(), Stop> {
        let mut line = 1;
        let mut head: Option<(Form, Arc<csv::Head>)> = None;
        let mut first = true;
        loop {
            if matches!(ended, Ok(false)) {
                ended = fill(&mut from, &mut buffer, PIECE);
            }
            let more = matches!(ended, Ok(false));
            // Of a file cut short, the last line is cut short too.
            let cut = ended.is_err();
            if first {
                if buffer.starts_with(b"\xef\xbb\xbf") {
                    buffer.drain(..3);
                }
                first = false;
            }
            if head.is_none() {
                let form = form(inner, &buffer);
                let used = match form {
                    Form::Json => (csv::Head::default(), 0, 0),
                    Form::Csv => match csv::head(&buffer, self.delimiter(inner), more, self.mapping) {
                        csv::Headed::Head(head, used, lines) => (head, used, lines),
                        csv::Headed::Nothing => return ended.map(|_| ()).map_err(|error| unreadable(&error)),
                        csv::Headed::Bad => {
                            return Err(Stop::File(Reason::File, "không đọc được dòng tiêu đề".into()));
                        }
                    },
                };
                buffer.drain(..used.1);
                line += used.2;
                head = Some((form, Arc::new(used.0)));
            }
            let Some((form, columns)) = &head else { return Err(Stop::Error(anyhow!("no head"))) };
            let end = if more || cut {
                match form {
                    Form::Json => memchr::memrchr(b'\n', &buffer).map_or(0, |at| at + 1),
                    Form::Csv => csv::whole(&buffer, columns, more),
                }
            } else {
                buffer.len()
            };
            if end == 0 && more {
                // A line longer than allowed: told by its beginning, the rest is skipped.
                if buffer.len() > LONGEST_LINE && memchr::memchr(b'\n', &buffer).is_none() {
                    ended = self.skip_long(&mut buffer, &mut from, *form, columns, &mut line)?;
                    continue;
                }
                // A record that has not ended yet.
                let target = buffer.len() + PIECE;
                ended = fill(&mut from, &mut buffer, target);
                continue;
            }
            if end > 0 {
                let rest = buffer.split_off(end);
                let bytes = std::mem::replace(&mut buffer, rest);
                let lines = memchr::memchr_iter(b'\n', &bytes).count() as u64;
                let records = Records { form: *form, file: self.file, line, bytes, head: columns.clone() };
                line += lines;
                self.hand(Work::Records(records))?;
            }
            if !more {
                break;
            }
        }
        match ended {
            Ok(_) => Ok(()),
            Err(error) => {
                let Stop::File(reason, why) = unreadable(&error) else { return Ok(()) };
                // What was unpacked is kept; the line it broke off in goes with it.
                let mut aside = self.rejects.aside();
                let text = if buffer.is_empty() { why.into_bytes() } else { buffer };
                aside.put(self.file, line, reason, &text);
                self.rejects.keep(aside).map_err(Stop::Error)
            }
        }
    }

    /// Hands on the beginning of a line that is too long and skips to its end.
    fn skip_long(
        &self,
        buffer: &mut Vec<u8>,
        from: &mut Box<dyn Read + '_>,
        form: Form,
        columns: &Arc<csv::Head>,
        line: &mut u64,
    ) -> Result<std::io::Result<bool>, Stop> {
        let mut bytes = buffer[..=LONGEST_LINE].to_vec();
        bytes.push(b'\n');
        let mut ended = Ok(false);
        loop {
            if let Some(at) = memchr::memchr(b'\n', buffer) {
                buffer.drain(..=at);
                break;
            }
            buffer.clear();
            if !matches!(ended, Ok(false)) {
                break;
            }
            ended = fill(from, buffer, PIECE);
        }
        let records = Records { form, file: self.file, line: *line, bytes, head: columns.clone() };
        *line += 1;
        self.hand(Work::Records(records))?;
        Ok(ended)
    }

    fn delimiter(&self, inner: &str) -> u8 {
        self.mapping.delimiter.unwrap_or(if inner.ends_with(".tsv") { b'\t' } else { b',' })
    }
}

/// A file's name without the ending of its packing.
fn inner_name(name: &str) -> &str {
    [".gz", ".zst", ".zstd", ".gzip"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

/// By its name; where that says nothing, by its first sign.
fn form(inner: &str, bytes: &[u8]) -> Form {
    let lower = inner.to_ascii_lowercase();
    if [".jsonl", ".ndjson", ".json"].iter().any(|end| lower.ends_with(end)) {
        return Form::Json;
    }
    if [".csv", ".tsv"].iter().any(|end| lower.ends_with(end)) {
        return Form::Csv;
    }
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{') => Form::Json,
        _ => Form::Csv,
    }
}

/// Reads until there are `least` bytes; whether that was the end.
fn fill(from: &mut Box<dyn Read + '_>, buffer: &mut Vec<u8>, least: usize) -> std::io::Result<bool> {
    while buffer.len() < least {
        let at = buffer.len();
        buffer.resize(at + (least - at).max(1 << 16), 0);
        let read = from.read(&mut buffer[at..]);
        match read {
            Ok(count) => {
                buffer.truncate(at + count);
                if count == 0 {
                    return Ok(true);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => buffer.truncate(at),
            Err(error) => {
                buffer.truncate(at);
                return Err(error);
            }
        }
    }
    Ok(false)
}

/// The pieces that files can be read in apart from each other: groups of rows of
/// Parquet that is not packed; all else is one piece a file.
pub fn cut(files: &Files, mapping: &Mapping) -> Vec<Piece> {
    let mut all = Vec::new();
    for (number, found) in files.all.iter().enumerate() {
        let packed = unpack::packing(&found.path).map_or(true, |packing| packing != Packing::None);
        let groups = if packed {
            None
        } else {
            parquet::pieces(number as u32, parquet::Source::File(found.path.clone()), mapping).ok()
        };
        match groups {
            Some(groups) => all.extend((0..groups.len()).map(|at| Piece { file: number, group: Some(at) })),
            None => all.push(Piece { file: number, group: None }),
        }
    }
    all
}
