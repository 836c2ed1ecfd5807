//! The files of a table: one, or all of a folder in the order of their paths.

use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};

/// A file of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub path: PathBuf,
    /// Below the path that was given; of a single file its name.
    pub name: String,
    pub bytes: u64,
}

/// The files of a table, in order.
#[derive(Debug, Clone, Default)]
pub struct Files {
    pub all: Vec<Found>,
    /// Only this piece of them is read.
    pub only: Option<Piece>,
}

/// A file by its number, or of a Parquet file one group of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Piece {
    pub file: usize,
    pub group: Option<usize>,
}

impl Files {
    /// A file, or every file of a folder and of the folders in it, hidden ones and
    /// links to folders aside.
    ///
    /// # Errors
    /// When there is nothing, or a folder cannot be read.
    pub fn of(path: &Path) -> Result<Files> {
        let about = || format!("{}", path.display());
        let meta = std::fs::metadata(path).with_context(about)?;
        let mut all = Vec::new();
        if meta.is_dir() {
            walk(path, path, &mut all)?;
            all.sort_by(|a: &Found, b| a.name.cmp(&b.name));
            if all.is_empty() {
                bail!("thư mục {} không có tệp nào", path.display());
            }
        } else {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            all.push(Found { path: path.to_owned(), name, bytes: meta.len() });
        }
        Ok(Files { all, only: None })
    }

    pub fn bytes(&self) -> u64 {
        self.all.iter().map(|file| file.bytes).sum()
    }

    pub fn names(&self) -> Vec<String> {
        self.all.iter().map(|file| file.name.clone()).collect()
    }
}

fn walk(root: &Path, folder: &Path, all: &mut Vec<Found>) -> Result<()> {
    let about = || format!("{}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(about)? {
        let entry = entry.with_context(about)?;
        if entry.file_name().as_encoded_bytes().first() == Some(&b'.') {
            continue;
        }
        let path = entry.path();
        if entry.file_type().with_context(about)?.is_dir() {
            walk(root, &path, all)?;
            continue;
        }
        let Ok(meta) = std::fs::metadata(&path) else { continue };
        if meta.is_file() {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            all.push(Found { path, name, bytes: meta.len() });
        }
    }
    Ok(())
}
