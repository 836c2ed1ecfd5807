//! Lines out of a stream, bounded, hashed as they pass; UTF-16, as PowerShell writes
//! it, becomes UTF-8.
//!
//! Not here: code pages (`place`), what a line says (`line`).

use super::LARGEST;
use crate::digest::Digest;
use crate::text_lines::LONGEST_LINE;
use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// Bytes read at once.
const AT_ONCE: usize = 256 << 10;

pub(super) struct Lines<R> {
    reader: R,
    digest: Digest,
    read: u64,
    decoder: Option<Decoder>,
    begun: bool,
    over: bool,
    /// Raw bytes as they come, then what of them is text.
    raw: Vec<u8>,
    text: Vec<u8>,
    /// What of the text was given out, and where it ends.
    at: usize,
    end: usize,
    too_long: u64,
    /// Within a line that is too long: the rest of it is left out.
    skipping: bool,
    limited: bool,
}

impl<R: Read> Lines<R> {
    pub fn of(reader: R) -> Self {
        Lines {
            reader,
            digest: Digest::new(),
            read: 0,
            decoder: None,
            begun: false,
            over: false,
            raw: vec![0; AT_ONCE],
            text: Vec::new(),
            at: 0,
            end: 0,
            too_long: 0,
            skipping: false,
            limited: false,
        }
    }

    /// The next line, without its end.
    pub fn next(&mut self) -> io::Result<Option<&[u8]>> {
        loop {
            if let Some(length) = memchr::memchr(b'\n', &self.text[self.at..self.end]) {
                let from = self.at;
                self.at += length + 1;
                if std::mem::take(&mut self.skipping) {
                    continue;
                }
                return Ok(Some(trimmed(&self.text[from..from + length])));
            }
            if self.end - self.at > LONGEST_LINE {
                self.too_long += u64::from(!self.skipping);
                self.skipping = true;
                self.at = self.end;
            }
            if self.over {
                let (from, end) = (self.at, self.end);
                self.at = self.end;
                let rest = from < end && !self.skipping;
                return Ok(rest.then(|| trimmed(&self.text[from..end])));
            }
            self.fill()?;
        }
    }

    pub fn too_long(&self) -> u64 {
        self.too_long
    }

    pub fn was_limited(&self) -> bool {
        self.limited
    }

    /// The digest of the whole file, what was not read as lines included.
    pub fn finish(mut self) -> io::Result<String> {
        let mut most = LARGEST;
        while self.limited && most > 0 {
            let count = self.reader.read(&mut self.raw)?;
            if count == 0 {
                break;
            }
            self.digest.update(&self.raw[..count]);
            most = most.saturating_sub(count as u64);
        }
        Ok(self.digest.finish())
    }

    fn fill(&mut self) -> io::Result<()> {
        self.text.copy_within(self.at..self.end, 0);
        self.end -= self.at;
        self.at = 0;
        let count = loop {
            match self.reader.read(&mut self.raw) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.digest.update(&self.raw[..count]);
        self.read += count as u64;
        self.over = count == 0;
        if self.read >= LARGEST {
            self.limited = true;
            self.over = true;
        }
        let mut from = 0;
        if !self.begun {
            self.begun = true;
            from = self.mark(count);
        }
        self.take(from, count);
        Ok(())
    }

    /// The mark of an encoding, at the beginning.
    fn mark(&mut self, count: usize) -> usize {
        match &self.raw[..count] {
            [0xFF, 0xFE, ..] => self.decoder = Some(UTF_16LE.new_decoder_without_bom_handling()),
            [0xFE, 0xFF, ..] => self.decoder = Some(UTF_16BE.new_decoder_without_bom_handling()),
            [0xEF, 0xBB, 0xBF, ..] => return 3,
            _ => return 0,
        }
        2
    }

    fn take(&mut self, from: usize, to: usize) {
        let Some(decoder) = &mut self.decoder else {
            self.text.truncate(self.end);
            self.text.extend_from_slice(&self.raw[from..to]);
            self.end = self.text.len();
            return;
        };
        // Three bytes of UTF-8 for two of UTF-16, and one character that was begun.
        self.text.resize(self.end + (to - from) * 3 + 8, 0);
        let (result, _, written, _) =
            decoder.decode_to_utf8(&self.raw[from..to], &mut self.text[self.end..], self.over);
        debug_assert!(result == CoderResult::InputEmpty, "there is room for all of it");
        self.end += written;
    }
}

fn trimmed(line: &[u8]) -> &[u8] {
    line.strip_suffix(b"\r").unwrap_or(line)
}
