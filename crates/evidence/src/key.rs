//! The secret a program seals bundles with: 32 bytes in a file only its owner reads.
//!
//! Not here: the keys bundles are closed to (`lock`).

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

/// Why a key file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    #[error("it could not be read or made: {0}")]
    Io(#[from] std::io::Error),
    #[error("it is no key file (32 bytes)")]
    NotAKey,
    #[error("the system gives no random bytes: {0}")]
    Random(String),
}

/// The secret of a key file, which is made when it is missing.
///
/// # Errors
/// When it cannot be read or made, or is of another length.
pub fn key_file(path: &Path) -> Result<[u8; 32], KeyError> {
    if !path.exists() {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| KeyError::Random(error.to_string()))?;
        keep_secret(path, &secret)?;
    }
    let bytes = fs::read(path)?;
    <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| KeyError::NotAKey)
}

/// Writes a secret into a new file only its owner reads.
///
/// # Errors
/// When there is such a file already or it cannot be written.
pub fn keep_secret(path: &Path, secret: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(secret)?;
    file.sync_all()
}
