//! CSV (RFC 4180), record by record: what is wrong in one costs that one.
//!
//! The library we use elsewhere reads on past a bad quote to the next one, however far
//! that is; of a log, a bad quote may cost its own line only.

use super::feeder::Records;
use super::rejects::{Aside, Reason};
use super::{Cell, LONGEST_LINE, MOST_COLUMNS, Place, Sink, mapped, readable};
use crate::mapping::Mapping;
use anyhow::Result;

/// What a file's first record says of its columns.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// For each column of ours, which of the file's it is.
    columns: Vec<Option<usize>>,
    count: usize,
    delimiter: u8,
    /// All that must be there is.
    complete: bool,
}

pub enum Headed {
    /// The head, how many bytes and lines it took.
    Head(Head, usize, u64),
    /// There is nothing in the file.
    Nothing,
    Bad,
}

/// Reads the head, past blank lines.
pub fn head(buffer: &[u8], delimiter: u8, more: bool, mapping: &Mapping) -> Headed {
    let open = Head { delimiter, ..Head::default() };
    let (mut at, mut lines) = (0, 0);
    loop {
        if at >= buffer.len() {
            return Headed::Nothing;
        }
        let Some(record) = record(buffer, at, &open, more) else { return Headed::Bad };
        let text = trimmed(&buffer[at..record.end]);
        lines += memchr::memchr_iter(b'\n', &buffer[at..record.next]).count() as u64;
        at = record.next;
        if text.is_empty() {
            continue;
        }
        let Ok(text) = readable(text) else { return Headed::Bad };
        // Lines that end in a return alone would all be the head.
        if record.bad || text.contains('\r') {
            return Headed::Bad;
        }
        let mut names = Vec::new();
        fields(text.as_bytes(), delimiter, |field| names.push(plain(field)));
        let find = |name: &str| names.iter().position(|known| known.as_bytes() == name.as_bytes());
        let columns: Vec<Option<usize>> = mapping.columns.iter().map(|column| find(&column.theirs)).collect();
        let (_, needed) = mapping.table.columns();
        let complete = (0..needed).all(|at| columns[at].is_some() || mapping.columns[at].constant.is_some());
        return Headed::Head(Head { columns, count: names.len(), delimiter, complete }, at, lines);
    }
}

/// Where a record ends, without its line end, and where the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Record {
    end: usize,
    next: usize,
    /// A quote in it is none of RFC 4180; it is its first line only.
    bad: bool,
}

/// The record that begins at `at`; none when more bytes have to be read to tell.
fn record(buffer: &[u8], at: usize, head: &Head, more: bool) -> Option<Record> {
    let rest = &buffer[at..];
    let line = match memchr::memchr(b'\n', rest) {
        Some(length) => Record { end: at + length, next: at + length + 1, bad: false },
        None if more => return None,
        None => Record { end: buffer.len(), next: buffer.len(), bad: false },
    };
    if line.end - at > LONGEST_LINE || memchr::memchr(b'"', &buffer[at..line.end]).is_none() {
        return Some(line);
    }
    let bad = Some(Record { bad: true, ..line });
    let limit = rest.len().min(LONGEST_LINE + 2);
    let open_end = more && limit == rest.len();
    let (mut pos, mut count) = (0, 0);
    loop {
        count += 1;
        if rest.get(pos) == Some(&b'"') {
            pos += 1;
            loop {
                let Some(length) = memchr::memchr(b'"', &rest[pos..limit]) else {
                    return if open_end { None } else { bad };
                };
                pos += length + 1;
                if rest.get(pos) != Some(&b'"') {
                    break;
                }
                pos += 1;
            }
            if pos + 1 >= rest.len() && more {
                return None;
            }
        } else {
            let length = memchr::memchr3(head.delimiter, b'\n', b'"', &rest[pos..]);
            match length.map(|length| (pos + length, rest[pos + length])) {
                None if more => return None,
                None => pos = rest.len(),
                Some((_, b'"')) => return bad,
                Some((end, _)) => pos = end,
            }
        }
        match rest.get(pos) {
            Some(byte) if *byte == head.delimiter => pos += 1,
            None | Some(b'\n' | b'\r') => {
                let end = if rest.get(pos) == Some(&b'\r') { pos + 1 } else { pos };
                if rest.get(end).is_some_and(|byte| *byte != b'\n') {
                    return bad;
                }
                let record = Record { end: at + end, next: (at + end + 1).min(buffer.len()), bad: false };
                // What goes on over several lines is believed when it has every column.
                let spans = record.end > line.end;
                return if spans && count != head.count && head.count > 0 { bad } else { Some(record) };
            }
            Some(_) => return bad,
        }
    }
}

/// The bytes of a buffer that are whole records.
pub fn whole(buffer: &[u8], head: &Head, more: bool) -> usize {
    let Some(last) = memchr::memrchr(b'\n', buffer) else { return 0 };
    if memchr::memchr(b'"', buffer).is_none() {
        return last + 1;
    }
    let mut at = 0;
    while at <= last {
        match record(buffer, at, head, more) {
            Some(record) if record.next <= last + 1 => at = record.next,
            _ => break,
        }
    }
    at
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Hands on each field as it stands, quotes and all.
fn fields<'a>(record: &'a [u8], delimiter: u8, mut each: impl FnMut(&'a [u8])) {
    let mut at = 0;
    loop {
        let mut end = at;
        if record.get(at) == Some(&b'"') {
            end += 1;
            while let Some(length) = memchr::memchr(b'"', &record[end..]) {
                end += length + 1;
                if record.get(end) != Some(&b'"') {
                    break;
                }
                end += 1;
            }
        }
        let end = memchr::memchr(delimiter, &record[end..]).map_or(record.len(), |length| end + length);
        each(&record[at..end]);
        if end == record.len() {
            return;
        }
        at = end + 1;
    }
}

/// A field without its quotes.
fn plain(field: &[u8]) -> std::borrow::Cow<'_, str> {
    let inner = field.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(field);
    let text = String::from_utf8_lossy(inner);
    if text.contains("\"\"") && inner.len() < field.len() { text.replace("\"\"", "\"").into() } else { text }
}

/// Reads the records of a piece; gives how many rows were taken.
pub fn rows<S: Sink>(records: &Records, mapping: &Mapping, sink: &mut S, aside: &mut Aside) -> Result<u64> {
    let (buffer, head) = (&records.bytes[..], &*records.head);
    let clean = std::str::from_utf8(buffer).is_ok() && memchr::memchr(0, buffer).is_none();
    let (mut at, mut line, mut taken) = (0, records.line, 0);
    let mut found: Vec<&[u8]> = Vec::with_capacity(head.count);
    while at < buffer.len() {
        // Pieces are whole records; what more there could be was looked at before.
        let Some(record) = record(buffer, at, head, false) else { break };
        let text = trimmed(&buffer[at..record.end]);
        let spans = memchr::memchr_iter(b'\n', &buffer[at..record.next]).count() as u64;
        let place = Place { file: records.file, line };
        at = record.next;
        line += spans;
        if text.is_empty() {
            continue;
        }
        let unfit = if clean && text.len() <= LONGEST_LINE { None } else { readable(text).err() };
        let reason = if unfit.is_some() {
            unfit
        } else if record.bad {
            Some(Reason::Quote)
        } else {
            found.clear();
            fields(text, head.delimiter, |field| found.push(field));
            if found.len() != head.count || !head.complete {
                Some(Reason::Columns)
            } else {
                row(place, &found, head, mapping, sink)?
            }
        };
        match reason {
            None => taken += 1,
            Some(reason) => aside.put(place.file, place.line, reason, text),
        }
    }
    Ok(taken)
}

fn row<S: Sink>(
    place: Place,
    found: &[&[u8]],
    head: &Head,
    mapping: &Mapping,
    sink: &mut S,
) -> Result<Option<Reason>> {
    let mut texts: [std::borrow::Cow<'_, str>; MOST_COLUMNS] = Default::default();
    for (text, column) in texts.iter_mut().zip(&head.columns) {
        if let Some(field) = column.and_then(|at| found.get(at)) {
            *text = match std::str::from_utf8(field) {
                Ok(plain) if !plain.starts_with('"') => plain.into(),
                _ => plain(field),
            };
        }
    }
    let mut cells = [Cell::Empty; MOST_COLUMNS];
    for ((cell, text), column) in cells.iter_mut().zip(&texts).zip(&mapping.columns) {
        *cell = mapped(column, if text.is_empty() { Cell::Empty } else { Cell::Text(text) });
    }
    sink.row(place, &cells[..mapping.columns.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, count: usize) -> Vec<(&str, bool)> {
        let head = Head { delimiter: b',', count, ..Head::default() };
        let (mut at, mut found) = (0, Vec::new());
        while at < text.len() {
            let record = record(text.as_bytes(), at, &head, false).expect("whole");
            found.push((&text[at..record.end], record.bad));
            at = record.next;
        }
        found
    }

    #[test]
    fn a_bad_quote_costs_its_own_line() {
        assert_eq!(cut("a,b\n1,\"2\n3,4\n", 2), [("a,b", false), ("1,\"2", true), ("3,4", false)]);
        assert_eq!(cut("1,\"2\"x\n3,\"4\"\n", 2), [("1,\"2\"x", true), ("3,\"4\"", false)]);
        assert_eq!(cut("1,2\"\n3,4", 2), [("1,2\"", true), ("3,4", false)]);
        assert_eq!(cut("1,\"2\n3,\"4\"\n5,6\n", 2), [("1,\"2", true), ("3,\"4\"", false), ("5,6", false)]);
    }

    #[test]
    fn a_quoted_field_may_go_over_lines() {
        assert_eq!(cut("1,\"2\r\n3\"\r\n4,5", 2), [("1,\"2\r\n3\"\r", false), ("4,5", false)]);
        assert_eq!(cut("\"a\"\"b\",\"\"\n", 2), [("\"a\"\"b\",\"\"", false)]);
        let mut found = Vec::new();
        fields(b"1,\"a,\"\"b\",,", b',', |field| found.push(plain(field).into_owned()));
        assert_eq!(found, ["1", "a,\"b", "", ""]);
    }

    #[test]
    fn pieces_end_where_records_do() {
        let head = Head { delimiter: b',', count: 2, ..Head::default() };
        assert_eq!(whole(b"1,2\n3,\"4\n", &head, true), 4);
        assert_eq!(whole(b"1,2\n3,4", &head, true), 4);
        assert_eq!(whole(b"1,2\n3,\"4\n5\"\n6", &head, true), 12);
    }
}
