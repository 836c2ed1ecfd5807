//! gzip (RFC 1952) and Zstandard (RFC 8878), told by their first bytes.

use super::Progress;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _};
use std::path::Path;

/// What packing a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packing {
    None,
    Gzip,
    Zstandard,
}

/// A file that counts what is read of it.
struct Counted<'a> {
    file: File,
    progress: &'a Progress,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(buffer)?;
        self.progress.add(count as u64);
        Ok(count)
    }
}

pub fn packing(path: &Path) -> io::Result<Packing> {
    let mut head = [0; 4];
    let mut file = File::open(path)?;
    let mut count = 0;
    while count < 4 {
        match file.read(&mut head[count..])? {
            0 => break,
            read => count += read,
        }
    }
    file.rewind()?;
    Ok(match head {
        [0x1f, 0x8b, ..] => Packing::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd] => Packing::Zstandard,
        _ => Packing::None,
    })
}

/// Reads what is in a file.
pub fn open<'a>(path: &Path, packing: Packing, progress: &'a Progress) -> io::Result<Box<dyn Read + 'a>> {
    let file = Counted { file: File::open(path)?, progress };
    Ok(match packing {
        Packing::None => Box::new(file),
        Packing::Gzip => {
            Box::new(flate2::bufread::MultiGzDecoder::new(BufReader::with_capacity(1 << 18, file)))
        }
        Packing::Zstandard => Box::new(zstd::stream::read::Decoder::new(file)?),
    })
}
