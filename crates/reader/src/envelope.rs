//! The envelope of a document: what kind of file it is and whether it may be
//! opened. The only place where reading fails. Not here: what it says.

mod package;
mod xml;

pub(crate) use package::Package;
pub(crate) use xml::{Element, Step, walk};

use serde::Serialize;
use thiserror::Error;

use crate::limits::Limits;

/// The kinds of file the reader opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Docx,
    Pdf,
    Text,
    Doc,
}

/// Why a file could not be opened: one clear line each, in Vietnamese, for the
/// official who uploaded it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EnvelopeError {
    #[error("tệp rỗng")]
    Empty,
    #[error("tệp lớn hơn giới hạn {limit} byte ({found} byte)")]
    TooLarge { found: usize, limit: usize },
    #[error("nội dung giải nén vượt giới hạn {limit} byte")]
    Unpacked { limit: usize },
    #[error("gói tệp có {found} thành phần, vượt giới hạn {limit}")]
    Entries { found: usize, limit: usize },
    #[error("tệp được đặt mật khẩu hoặc mã hóa, không đọc được")]
    Encrypted,
    #[error("không phải văn bản đọc được (cần DOCX, PDF có lớp chữ, TXT hoặc MD)")]
    NotADocument,
    #[error("tệp hỏng: {0}")]
    Broken(String),
    #[error("XML trong tệp lồng sâu quá {limit} cấp")]
    XmlDepth { limit: usize },
    #[error("XML trong tệp khai báo thực thể hoặc DTD, không được phép")]
    XmlEntities,
    #[error("máy chưa có chương trình chuyển đổi tệp DOC; hãy lưu lại thành DOCX hoặc PDF")]
    NoConverter,
    #[error("không chuyển đổi được tệp DOC: {0}")]
    Conversion(String),
}

const PDF_MAGIC: &[u8] = b"%PDF-";
const ZIP_MAGIC: &[u8] = b"PK\x03\x04";
const OLE_MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// How far into a file a PDF header may stand (the format's own tolerance).
const PDF_HEADER_WITHIN: usize = 1024;

/// What the bytes are, whatever the name says.
pub(crate) fn sniff(bytes: &[u8], limits: &Limits) -> Result<Format, EnvelopeError> {
    if bytes.is_empty() {
        return Err(EnvelopeError::Empty);
    }
    if bytes.len() > limits.file_bytes {
        return Err(EnvelopeError::TooLarge { found: bytes.len(), limit: limits.file_bytes });
    }
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    if head.windows(PDF_MAGIC.len()).any(|window| window == PDF_MAGIC) {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(ZIP_MAGIC) {
        return Ok(Format::Docx);
    }
    if bytes.starts_with(OLE_MAGIC) {
        // An encrypted DOCX is an OLE file with this stream; a DOC is not.
        return if has_utf16(bytes, "EncryptedPackage") {
            Err(EnvelopeError::Encrypted)
        } else {
            Ok(Format::Doc)
        };
    }
    if is_text(bytes) { Ok(Format::Text) } else { Err(EnvelopeError::NotADocument) }
}

fn has_utf16(bytes: &[u8], word: &str) -> bool {
    let wanted: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// UTF-8, or UTF-16 with its mark, without the control characters of binaries.
fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return true;
    }
    let odd = bytes.iter().filter(|byte| **byte < 9 || (14..32).contains(*byte) && **byte != 27).count();
    if odd * 200 > bytes.len() {
        return false;
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // A file cut inside a character, or with a few broken bytes, is text.
        Err(_) => {
            String::from_utf8_lossy(bytes).chars().filter(|c| *c == '\u{FFFD}').count() * 50 < bytes.len()
        }
    }
}

/// The text of a plain file.
pub(crate) fn decode_text(bytes: &[u8]) -> String {
    let utf16 = |order: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| order([pair[0], pair[1]]));
        char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>()
    };
    if bytes.starts_with(b"\xFF\xFE") {
        return utf16(u16::from_le_bytes);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return utf16(u16::from_be_bytes);
    }
    String::from_utf8_lossy(bytes).into_owned()
}
