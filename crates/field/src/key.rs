//! The key that bundles are sealed with: 32 bytes in a file only its owner reads.
//!
//! Not here: the keys bundles are closed to (`team_command`).

use anyhow::{Context as _, Result, bail};
use evidence::Sealer;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

/// The key of a file, which is made when it is missing.
pub(crate) fn sealer(path: &Path) -> Result<Sealer> {
    if !path.exists() {
        make(path).with_context(|| format!("không tạo được tệp khóa {}", path.display()))?;
    }
    let bytes = fs::read(path).with_context(|| format!("không đọc được tệp khóa {}", path.display()))?;
    let Ok(secret) = <[u8; 32]>::try_from(bytes.as_slice()) else {
        bail!("{} không phải là tệp khóa (32 byte)", path.display());
    };
    Ok(Sealer::new(&secret))
}

fn make(path: &Path) -> Result<()> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| anyhow::anyhow!("{error}"))?;
    keep(path, &secret)
}

/// Writes a secret into a new file only its owner reads.
pub(crate) fn keep(path: &Path, secret: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(secret)?;
    file.sync_all()?;
    Ok(())
}
