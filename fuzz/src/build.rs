//! What targets make of an input's parts before a parser gets them: packages with a
//! right directory, pages in a whole PDF, checksums that fit. A parser is reached
//! only behind these, and mutations rarely keep them.

use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;

#[path = "../../crates/host/src/hive/marvin.rs"]
mod marvin;

/// A package of these parts, packed or as they are.
pub fn package<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        // A name given twice is refused by the writer; the first stays.
        if writer.start_file(name, options).is_ok() {
            writer.write_all(bytes).expect("memory takes it");
        }
    }
    writer.finish().expect("a package ends").into_inner()
}

/// A compound file of these streams.
#[cfg(feature = "documents")]
pub fn compound<'a>(streams: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory takes it");
    for (path, bytes) in streams {
        let path = std::path::Path::new(path);
        if let Some(above) = path.parent() {
            let _ = file.create_storage_all(above);
        }
        if let Ok(mut stream) = file.create_new_stream(path) {
            let _ = stream.write_all(bytes);
        }
    }
    let _ = file.flush();
    file.into_inner().into_inner()
}

/// A PDF of these objects, numbered from 1; the first is its catalogue.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", number + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").bytes());
    bytes
}

/// A stream object of a PDF.
pub fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("<< {dictionary} /Length {} >>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

/// Writes the checksum of a hive's or log's base block.
pub fn seal_base(block: &mut [u8]) {
    let Some(head) = block.get_mut(..512) else { return };
    let words = head[..508].chunks_exact(4);
    let sum = words.fold(0, |sum, word| sum ^ u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    let sum = match sum {
        u32::MAX => u32::MAX - 1,
        0 => 1,
        sum => sum,
    };
    head[508..].copy_from_slice(&sum.to_le_bytes());
}

/// Writes the checksums of a log: of its base block and of each entry.
pub fn seal_log(log: &mut [u8]) {
    const HEAD: usize = 40;
    seal_base(log);
    let mut at = 512;
    while let Some(entry) = log.get_mut(at..).filter(|rest| rest.starts_with(b"HvLE") && rest.len() > HEAD) {
        let length = u32::from_le_bytes([entry[4], entry[5], entry[6], entry[7]]) as usize;
        if length <= HEAD || length > entry.len() {
            return;
        }
        let hash = marvin::hash(&entry[HEAD..length]).to_le_bytes();
        entry[24..32].copy_from_slice(&hash);
        let hash = marvin::hash(&entry[..HEAD - 8]).to_le_bytes();
        entry[32..HEAD].copy_from_slice(&hash);
        at += length;
    }
}
