//! The tree of a mounted disk as a list of files, line by line, as `find` would print
//! it with the paths Windows gives them. Links are not followed; nothing is opened.
//!
//! Not here: what the names mean (`host::listing`).

use crate::progress::Progress;
use std::fs::{self, ReadDir};
use std::io::{self, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

/// Files and folders, at most.
const MOST: u64 = 10_000_000;
/// Folders within one another, at most; each is an open one.
const DEEPEST: usize = 128;
/// How the disk Windows is on is called there.
const DRIVE: &str = "C:";

pub(crate) struct Walk<'p> {
    progress: &'p mut Progress,
    /// Folders that are open, each with its path there.
    open: Vec<(ReadDir, String)>,
    line: Vec<u8>,
    given: usize,
    entries: u64,
    unread: u64,
    limited: bool,
}

impl<'p> Walk<'p> {
    pub fn of(root: &Path, progress: &'p mut Progress) -> Self {
        let mut walk = Walk {
            progress,
            open: Vec::new(),
            line: Vec::new(),
            given: 0,
            entries: 0,
            unread: 0,
            limited: false,
        };
        walk.enter(root, DRIVE.to_owned());
        walk
    }

    /// Folders that could not be opened.
    pub fn unread(&self) -> u64 {
        self.unread
    }

    pub fn was_limited(&self) -> bool {
        self.limited
    }

    fn enter(&mut self, folder: &Path, there: String) {
        match fs::read_dir(folder) {
            _ if self.open.len() >= DEEPEST => self.limited = true,
            Ok(entries) => self.open.push((entries, there)),
            Err(_) => self.unread += 1,
        }
    }

    /// The next line; none at the end.
    fn next(&mut self) -> Option<()> {
        self.line.clear();
        self.given = 0;
        loop {
            let (entries, there) = self.open.last_mut()?;
            let entry = match entries.next() {
                None => {
                    self.open.pop();
                    continue;
                }
                Some(Err(_)) => {
                    self.unread += 1;
                    self.open.pop();
                    continue;
                }
                Some(Ok(entry)) => entry,
            };
            let path =
                format!(r"{there}\{}", entry.file_name().to_string_lossy().replace(['\n', '\r', '\t'], " "));
            // Of the entry itself, not of what a link points to.
            let Ok(meta) = entry.metadata() else {
                self.unread += 1;
                continue;
            };
            self.entries += 1;
            if self.entries > MOST {
                self.limited = true;
                return None;
            }
            let kind = if meta.is_dir() { 'd' } else { 'f' };
            let since = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            let seconds = since.map_or(0, |since| since.as_secs());
            self.line.extend(format!("{kind}\t{}\t{seconds}\t{path}\n", meta.len()).into_bytes());
            let (entries, name) = (self.entries, &path);
            self.progress.show(|| format!("đang duyệt ổ đĩa: {entries} mục, {name}"));
            if meta.is_dir() {
                self.enter(&entry.path(), path);
            }
            return Some(());
        }
    }
}

impl Read for Walk<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < into.len() {
            if self.given == self.line.len() && self.next().is_none() {
                break;
            }
            let rest = &self.line[self.given..];
            let count = rest.len().min(into.len() - filled);
            into[filled..filled + count].copy_from_slice(&rest[..count]);
            filled += count;
            self.given += count;
        }
        Ok(filled)
    }
}
