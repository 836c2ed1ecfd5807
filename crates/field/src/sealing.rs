//! Where observations go on the spot: into one sealed bundle, closed to the team's
//! keys where their addresses are given. It stands whole under its name or not at
//! all, and none that is there is written over unasked.
//!
//! Not here: the bundle's form (`evidence`), the key it is signed with (`key`).

use crate::key;
use crate::progress::say;
use anyhow::{Context as _, Result, bail};
use evidence::{Address, Header, Locking, Observation, Sealer, Writer};
use jiff::Timestamp;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct Sealing {
    /// Ghi gói chứng cứ đã niêm phong
    #[arg(long, value_name = "FILE.rsb")]
    pub evidence: Option<PathBuf>,
    /// Tệp khóa niêm phong (được tạo nếu chưa có)
    #[arg(long, value_name = "FILE", default_value = "rasoat-field.key")]
    key: PathBuf,
    /// Khóa gói cho người giữ khóa của địa chỉ này (age1…); nêu nhiều lần nếu có nhiều người
    #[arg(long, value_name = "ADDRESS", value_parser = address, requires = "evidence")]
    to: Vec<Address>,
    /// Mã cuộc kiểm tra ghi vào gói chứng cứ
    #[arg(long, value_name = "ID", default_value = "")]
    visit: String,
    /// Ghi đè gói chứng cứ đã có
    #[arg(long)]
    replace: bool,
}

fn address(text: &str) -> Result<Address, String> {
    text.parse().map_err(|_| format!("{text} không phải là địa chỉ khóa (age1…)"))
}

impl Sealing {
    /// Begins the bundle; none where nobody asked for one. What would go wrong at
    /// the end, goes wrong here, before the work is done.
    pub fn begin(&self, now: Timestamp) -> Result<Option<Package>> {
        let Some(path) = &self.evidence else { return Ok(None) };
        let refuse = || format!("không ghi được {}", path.display());
        if path.exists() && !self.replace {
            bail!("{} đã có; dùng --replace để ghi đè", path.display());
        }
        let sealer = key::sealer(&self.key)?;
        let part = Part::beside(path).with_context(refuse)?;
        let file = BufWriter::new(part.file.try_clone().with_context(refuse)?);
        let out = if self.to.is_empty() {
            Out::Open(file)
        } else {
            Out::Locked(Locking::to(&self.to, file).with_context(refuse)?)
        };
        let header = Header::new("rasoat-field", env!("CARGO_PKG_VERSION"), now, self.visit.as_str());
        let writer = Writer::new(out, &header).with_context(refuse)?;
        let (path, replace) = (path.clone(), self.replace);
        Ok(Some(Package { writer, sealer, part, path, replace, count: 0, locked: !self.to.is_empty() }))
    }
}

/// The bundle that is being written.
pub(crate) struct Package {
    writer: Writer<Out>,
    sealer: Sealer,
    part: Part,
    path: PathBuf,
    replace: bool,
    locked: bool,
    count: u64,
}

impl Package {
    pub fn add(&mut self, observation: &Observation) -> Result<()> {
        self.writer.add(observation).with_context(|| format!("không ghi được {}", self.path.display()))?;
        self.count += 1;
        Ok(())
    }

    /// Seals the bundle, puts it under its name and says so.
    pub fn seal(self) -> Result<()> {
        let refuse = || format!("không ghi được {}", self.path.display());
        let file = self.writer.seal(&self.sealer).with_context(refuse)?;
        file.finish().with_context(refuse)?;
        self.part.file.sync_all().with_context(refuse)?;
        if self.path.exists() && !self.replace {
            bail!("{} đã có; dùng --replace để ghi đè", self.path.display());
        }
        self.part.rename(&self.path).with_context(refuse)?;
        let closed = if self.locked { ", khóa cho người nhận" } else { "" };
        say(&format!("Đã niêm phong {} quan sát vào {}{closed}", self.count, self.path.display()));
        Ok(())
    }
}

enum Out {
    Open(BufWriter<File>),
    Locked(Locking<BufWriter<File>>),
}

impl Out {
    fn finish(self) -> std::io::Result<()> {
        match self {
            Out::Open(mut file) => file.flush(),
            Out::Locked(locking) => locking.finish()?.flush(),
        }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Out::Open(file) => file.write(bytes),
            Out::Locked(locking) => locking.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Out::Open(file) => file.flush(),
            Out::Locked(locking) => locking.flush(),
        }
    }
}

/// A file that has no name yet; it goes when it never gets one.
struct Part {
    path: PathBuf,
    file: File,
    named: bool,
}

impl Part {
    fn beside(path: &Path) -> std::io::Result<Self> {
        let mut name = path.file_name().ok_or(std::io::ErrorKind::InvalidInput)?.to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let part = path.with_file_name(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&part)?;
        Ok(Part { path: part, file, named: false })
    }

    fn rename(mut self, path: &Path) -> std::io::Result<()> {
        fs::rename(&self.path, path)?;
        self.named = true;
        // The name too is on the disk, where the system can be asked for that.
        #[cfg(unix)]
        if let Ok(folder) =
            File::open(path.parent().filter(|up| *up != Path::new("")).unwrap_or(Path::new(".")))
        {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.named {
            let _ = fs::remove_file(&self.path);
        }
    }
}
