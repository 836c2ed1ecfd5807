//! Bytes set aside on disk under a number, in any order and from any thread: memory
//! does not grow with the log.

use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::Mutex;

/// A file without a name, and where in it each number's blocks are.
#[derive(Debug)]
pub struct Spool {
    /// None: in memory, for as much as a day.
    file: Option<File>,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    end: u64,
    blocks: BTreeMap<i32, Vec<(u64, usize)>>,
    held: BTreeMap<i32, Vec<Vec<u8>>>,
}

impl Spool {
    /// In `folder`; it is gone when the program is.
    pub fn new(folder: &Path) -> Result<Spool> {
        let file = tempfile::tempfile_in(folder)
            .with_context(|| format!("không tạo được tệp tạm trong {}", folder.display()))?;
        Ok(Spool { file: Some(file), inner: Mutex::default() })
    }

    /// In memory.
    pub fn held() -> Spool {
        Spool { file: None, inner: Mutex::default() }
    }

    pub fn put(&self, number: i32, bytes: &[u8]) -> Result<()> {
        let mut inner = self.inner.lock().map_err(|_| anyhow::anyhow!("a thread died"))?;
        let Some(file) = &self.file else {
            inner.held.entry(number).or_default().push(bytes.to_vec());
            return Ok(());
        };
        let at = {
            let at = inner.end;
            inner.end += bytes.len() as u64;
            inner.blocks.entry(number).or_default().push((at, bytes.len()));
            at
        };
        drop(inner);
        file.write_all_at(bytes, at).context("không ghi được tệp tạm (đĩa đầy?)")
    }

    /// The numbers there are, in order.
    pub fn numbers(&self) -> Vec<i32> {
        let Ok(inner) = self.inner.lock() else { return Vec::new() };
        inner.blocks.keys().chain(inner.held.keys()).copied().collect()
    }

    /// The blocks of a number; what is held in memory is given away.
    pub fn blocks(&self, number: i32) -> Result<Vec<Vec<u8>>> {
        let mut inner = self.inner.lock().map_err(|_| anyhow::anyhow!("a thread died"))?;
        let Some(file) = &self.file else { return Ok(inner.held.remove(&number).unwrap_or_default()) };
        let places = inner.blocks.get(&number).cloned().unwrap_or_default();
        drop(inner);
        places
            .into_iter()
            .map(|(at, length)| {
                let mut bytes = vec![0; length];
                file.read_exact_at(&mut bytes, at).context("không đọc lại được tệp tạm")?;
                Ok(bytes)
            })
            .collect()
    }
}
