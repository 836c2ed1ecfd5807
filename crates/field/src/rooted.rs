//! Files below a folder that stands for a computer's root: links lead where they would
//! lead there, and never out of it. Nothing is opened that is no plain file.
//!
//! Not here: which files are wanted (`host::linux`).

use evidence::Pattern;
use flate2::read::MultiGzDecoder;
use host::linux::Kind;
use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{Error, ErrorKind, Read as _, Result, Seek as _, SeekFrom};
use std::path::{Component, Path, PathBuf};

/// Links followed on the way to one file.
const MOST_LINKS: usize = 40;
/// Names of one folder, and paths of one pattern, at most.
const MOST_NAMES: usize = 5_000;
/// A packed log is unpacked to so many times its limit, for its end.
const UNPACKED: u64 = 8;
/// Where records of either size begin: a multiple of both.
const RECORDS: u64 = 9_600;

pub(crate) struct Root(pub PathBuf);

/// What was read of a file.
pub(crate) struct Taken {
    pub bytes: Vec<u8>,
    pub cut: bool,
}

impl Root {
    /// Where a path leads within the root.
    pub fn resolve(&self, path: &str) -> Result<PathBuf> {
        let mut left: VecDeque<OsString> = parts(Path::new(path));
        let mut inside: Vec<OsString> = Vec::new();
        let mut links = 0;
        while let Some(part) = left.pop_front() {
            if part == ".." {
                inside.pop();
                continue;
            }
            let here = self.at(&inside).join(&part);
            let meta = fs::symlink_metadata(&here)?;
            if !meta.file_type().is_symlink() {
                inside.push(part);
                continue;
            }
            links += 1;
            if links > MOST_LINKS {
                return Err(ErrorKind::InvalidInput.into());
            }
            let target = fs::read_link(&here)?;
            if target.has_root() {
                inside.clear();
            }
            for part in parts(&target).into_iter().rev() {
                left.push_front(part);
            }
        }
        Ok(self.at(&inside))
    }

    fn at(&self, inside: &[OsString]) -> PathBuf {
        inside.iter().fold(self.0.clone(), |path, part| path.join(part))
    }

    /// The paths a pattern stands for, in order; `*` stands for text within a name.
    /// What may not be looked into is given as it is asked for: reading it says so.
    pub fn expand(&self, pattern: &str) -> Vec<String> {
        let parts: Vec<&str> = pattern.split('/').skip(1).collect();
        let (mut paths, mut denied) = (vec![String::new()], Vec::new());
        for (at, part) in parts.iter().enumerate() {
            let mut next = Vec::new();
            for path in paths {
                let found = if part.contains('*') {
                    self.matching(&path, part)
                } else {
                    Ok(vec![(*part).to_owned()])
                };
                match found {
                    Ok(names) => next.extend(names.into_iter().map(|name| format!("{path}/{name}"))),
                    Err(error) if is_denied(&error) => {
                        denied.push(format!("{path}/{}", parts[at..].join("/")));
                    }
                    Err(_) => {}
                }
            }
            next.truncate(MOST_NAMES);
            paths = next;
        }
        paths.retain(|path| match self.resolve(path) {
            Ok(_) => true,
            // A link that leads nowhere still says where to.
            Err(error) => is_denied(&error) || self.link(path).is_ok(),
        });
        paths.extend(denied);
        paths
    }

    fn matching(&self, folder: &str, part: &str) -> Result<Vec<String>> {
        let wanted = Pattern(part.to_owned());
        let names = self.names(if folder.is_empty() { "/" } else { folder })?;
        Ok(names.into_iter().filter(|name| !name.starts_with('.') && wanted.matches(name)).collect())
    }

    /// Names in a folder, in order. A name that is no text has its odd bytes replaced.
    pub fn names(&self, folder: &str) -> Result<Vec<String>> {
        let entries = fs::read_dir(self.resolve(folder)?)?.take(MOST_NAMES);
        let mut names: Vec<String> =
            entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        Ok(names)
    }

    /// Where a link leads.
    pub fn link(&self, path: &str) -> Result<String> {
        let (folder, name) = path.rsplit_once('/').ok_or(ErrorKind::InvalidInput)?;
        let folder = self.resolve(if folder.is_empty() { "/" } else { folder })?;
        fs::read_link(folder.join(name)).map(|target| target.to_string_lossy().into_owned())
    }

    /// Reads what is wanted of a file or folder.
    pub fn read(&self, path: &str, kind: Kind) -> Result<Taken> {
        match kind {
            Kind::Names => {
                let mut text = String::new();
                for name in self.names(path)? {
                    let link = self.link(&format!("{path}/{name}")).unwrap_or_default();
                    let name = name.replace(['\t', '\n', '\r'], "?");
                    text.push_str(&format!("{name}\t{}\n", link.replace(['\t', '\n', '\r'], "?")));
                }
                Ok(Taken { bytes: text.into_bytes(), cut: false })
            }
            Kind::Link => Ok(Taken { bytes: self.link(path)?.into_bytes(), cut: false }),
            Kind::Whole(limit) => {
                let bytes = some(self.open(path)?, limit)?;
                if bytes.len() as u64 > limit {
                    return Err(ErrorKind::FileTooLarge.into());
                }
                Ok(Taken { bytes, cut: false })
            }
            Kind::End(limit) if path.ends_with(".gz") => {
                let mut packed = MultiGzDecoder::new(self.open(path)?).take(limit * UNPACKED);
                let mut bytes = Vec::new();
                packed.read_to_end(&mut bytes)?;
                let from = bytes.len().saturating_sub(limit as usize);
                Ok(from_line(bytes.split_off(from), from > 0))
            }
            Kind::End(_) if [".xz", ".bz2", ".zst"].iter().any(|end| path.ends_with(end)) => {
                Err(ErrorKind::Unsupported.into())
            }
            Kind::End(limit) => {
                let mut file = self.open(path)?;
                let from = file.metadata()?.len().saturating_sub(limit);
                file.seek(SeekFrom::Start(from))?;
                Ok(from_line(some(file, limit)?, from > 0))
            }
            Kind::Records(limit) => {
                let mut file = self.open(path)?;
                let from = file.metadata()?.len().saturating_sub(limit).div_ceil(RECORDS) * RECORDS;
                file.seek(SeekFrom::Start(from))?;
                Ok(Taken { bytes: some(file, limit)?, cut: from > 0 })
            }
        }
    }

    fn open(&self, path: &str) -> Result<File> {
        let path = self.resolve(path)?;
        // A pipe would wait for ever.
        if !fs::metadata(&path)?.is_file() {
            return Err(Error::from(ErrorKind::Unsupported));
        }
        File::open(path)
    }
}

fn is_denied(error: &Error) -> bool {
    error.kind() == ErrorKind::PermissionDenied
}

fn some(file: File, limit: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Without the beginning of a line whose start was left out.
fn from_line(mut bytes: Vec<u8>, cut: bool) -> Taken {
    if cut {
        let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
        bytes.drain(..end);
    }
    Taken { bytes, cut }
}

fn parts(path: &Path) -> VecDeque<OsString> {
    path.components()
        .filter_map(|part| match part {
            Component::Normal(part) => Some(part.to_owned()),
            Component::ParentDir => Some("..".into()),
            _ => None,
        })
        .collect()
}
