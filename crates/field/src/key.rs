//! The key that bundles are sealed with: 32 bytes in a file only its owner reads.
//!
//! Not here: the keys bundles are closed to (`team_command`).

use anyhow::{Context as _, Result};
use evidence::{KeyError, Sealer};
use std::path::Path;

/// The key of a file, which is made when it is missing.
pub(crate) fn sealer(path: &Path) -> Result<Sealer> {
    let about = |error: &KeyError| match error {
        KeyError::NotAKey => format!("{} không phải là tệp khóa (32 byte)", path.display()),
        _ => format!("không đọc hoặc không tạo được tệp khóa {}", path.display()),
    };
    match evidence::key_file(path) {
        Ok(secret) => Ok(Sealer::new(&secret)),
        Err(error) => {
            let about = about(&error);
            Err(error).context(about)
        }
    }
}

pub(crate) use evidence::keep_secret as keep;
