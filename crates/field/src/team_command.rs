//! `rasoat-field team-key` and `unlock`: the key that bundles are closed to on the
//! spot, and what it opens at the office. The key is an identity of the age format
//! (C2SP, `age.md`): its own tools open the bundles too.

use crate::key;
use crate::progress::say;
use anyhow::{Context as _, Result, bail};
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Bytes of a locked bundle that is opened, at most.
const LARGEST: u64 = 4 << 30;
/// Bytes of a file of a key.
const LONGEST_KEY: u64 = 64 << 10;

#[derive(clap::Args)]
pub(crate) struct MakeArguments {
    /// Tệp khóa sẽ tạo; ai có tệp này mở được gói chứng cứ
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

#[derive(clap::Args)]
pub(crate) struct UnlockArguments {
    /// Gói chứng cứ đã khóa
    #[arg(value_name = "FILE.rsb")]
    bundle: PathBuf,
    /// Tệp khóa của đoàn
    #[arg(long, value_name = "FILE")]
    with: PathBuf,
    /// Ghi gói đã mở vào tệp mới
    #[arg(long, value_name = "FILE.rsb")]
    into: PathBuf,
}

pub(crate) fn make(arguments: &MakeArguments) -> ExitCode {
    ended(made(&arguments.file))
}

pub(crate) fn unlock(arguments: &UnlockArguments) -> ExitCode {
    ended(unlocked(arguments))
}

fn ended(result: Result<()>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("lỗi: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn made(file: &Path) -> Result<()> {
    let (secret, address) = evidence::new_key();
    let text = format!("# địa chỉ: {address}\n{secret}\n");
    key::keep(file, text.as_bytes())
        .with_context(|| format!("không tạo được tệp khóa {}", file.display()))?;
    writeln!(std::io::stdout(), "{address}")?;
    Ok(())
}

fn unlocked(arguments: &UnlockArguments) -> Result<()> {
    let secret = secret(&arguments.with)?;
    let locked = bytes(&arguments.bundle, LARGEST)?;
    if !evidence::is_locked(&locked) {
        bail!("{} không bị khóa", arguments.bundle.display());
    }
    let Ok(opened) = evidence::unlock_with(&locked, &secret) else {
        bail!("khóa không mở được {} (khóa khác, hoặc tệp hỏng)", arguments.bundle.display());
    };
    let name = || format!("không ghi được {}", arguments.into.display());
    let mut file =
        OpenOptions::new().write(true).create_new(true).open(&arguments.into).with_context(name)?;
    file.write_all(&opened).and_then(|()| file.sync_all()).with_context(name)
}

/// The key of a file, which may say more in lines that begin with `#`.
fn secret(path: &Path) -> Result<String> {
    let text = String::from_utf8(bytes(path, LONGEST_KEY)?).unwrap_or_default();
    let key = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    key.map(str::to_owned).with_context(|| format!("{} không có khóa", path.display()))
}

/// A file whole, if it is no larger than allowed.
pub(crate) fn bytes(path: &Path, largest: u64) -> Result<Vec<u8>> {
    let name = || format!("không đọc được {}", path.display());
    let mut bytes = Vec::new();
    File::open(path).and_then(|file| file.take(largest + 1).read_to_end(&mut bytes)).with_context(name)?;
    if bytes.len() as u64 > largest {
        bail!("{} lớn hơn {} MB", path.display(), largest >> 20);
    }
    Ok(bytes)
}
