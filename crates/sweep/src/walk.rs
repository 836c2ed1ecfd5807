//! Folders, files and whole disks, in order. Links are never followed.

use crate::text::Unread;
use jiff::Timestamp;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Folders that may be open at once on the way down, and entries of one folder.
const DEEPEST: usize = 4_096;
const ENTRIES: usize = 5_000_000;

/// Something that was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    pub size: u64,
    pub modified: Option<Timestamp>,
    /// Why it is not to be opened.
    pub unread: Option<Unread>,
}

/// Walks a root and tells all it meets, until it is told to stop.
///
/// # Errors
/// When the root itself cannot be walked.
pub fn walk(root: &Path, tell: &mut dyn FnMut(Found) -> bool) -> Result<(), std::io::Error> {
    // A root is named by a person: it may be a link.
    let metadata = fs::metadata(root)?;
    if !metadata.is_dir() {
        tell(met(root.to_owned(), &metadata));
        return Ok(());
    }
    let mut open = vec![entries(root)?.into_iter()];
    while let Some(folder) = open.last_mut() {
        let Some(path) = folder.next() else {
            open.pop();
            continue;
        };
        let metadata = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            // It went away in the meantime.
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(error) => {
                if !tell(closed(path, &error)) {
                    return Ok(());
                }
                continue;
            }
        };
        if metadata.is_symlink() {
            continue;
        }
        if !metadata.is_dir() {
            if !tell(met(path, &metadata)) {
                return Ok(());
            }
            continue;
        }
        let inside =
            if open.len() < DEEPEST { entries(&path) } else { Err(ErrorKind::InvalidFilename.into()) };
        match inside {
            Ok(inside) => open.push(inside.into_iter()),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => {
                if !tell(closed(path, &error)) {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.take(ENTRIES).flatten().map(|entry| entry.path()).collect();
    paths.sort_unstable();
    Ok(paths)
}

fn met(path: PathBuf, metadata: &Metadata) -> Found {
    let modified = metadata.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
    // Pipes, sockets and devices would wait or never end.
    let unread = (!metadata.is_file()).then_some(Unread::Unsupported);
    Found { path, size: metadata.len(), modified, unread }
}

fn closed(path: PathBuf, error: &std::io::Error) -> Found {
    let unread = match error.kind() {
        ErrorKind::PermissionDenied => Unread::Permission,
        ErrorKind::InvalidFilename => Unread::TooDeep,
        _ => Unread::Unsupported,
    };
    Found { path, size: 0, modified: None, unread: Some(unread) }
}
