//! Office packages (ZIP): parts read by name, within the limits.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::EnvelopeError;
use crate::limits::Limits;

/// An opened package.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: Limits,
    unpacked: usize,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, EnvelopeError> {
        let archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|error| EnvelopeError::Broken(error.to_string()))?;
        if archive.len() > limits.entries {
            return Err(EnvelopeError::Entries { found: archive.len(), limit: limits.entries });
        }
        Ok(Self { archive, limits: *limits, unpacked: 0 })
    }

    /// Bytes that may still be unpacked.
    pub fn left(&self) -> usize {
        self.limits.unpacked_bytes.saturating_sub(self.unpacked)
    }

    /// Leaves so many bytes to be unpacked.
    pub fn leave(&mut self, bytes: usize) {
        self.limits.unpacked_bytes = self.unpacked.saturating_add(bytes);
    }

    /// The names of all parts.
    pub fn names(&self) -> Vec<String> {
        self.archive.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect()
    }

    /// A part's bytes; none when the package has no such part. What the
    /// directory promises is not believed: reading stops at the limit.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, EnvelopeError> {
        let room = self.limits.part_bytes.min(self.left());
        let file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) if error.to_string().to_lowercase().contains("password") => {
                return Err(EnvelopeError::Encrypted);
            }
            Err(error) => return Err(EnvelopeError::Broken(error.to_string())),
        };
        let mut bytes = Vec::new();
        file.take(room as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| EnvelopeError::Broken(error.to_string()))?;
        if bytes.len() > room {
            return Err(EnvelopeError::Unpacked { limit: self.limits.unpacked_bytes });
        }
        self.unpacked += bytes.len();
        Ok(Some(bytes))
    }
}
