//! What kind of file the bytes are, whatever the name says, and which kinds are
//! taken in. Kinds that can carry programs, or that cannot be looked into for a
//! secrecy marking, are not.

use std::io::Cursor;
use zip::ZipArchive;

/// The kinds of file that are taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    Pdf,
    Docx,
    Xlsx,
    Pptx,
    Odt,
    Ods,
    Odp,
    Rtf,
    Png,
    Jpeg,
    Webp,
    Heic,
    Text,
}

/// Why a file is not taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTaken {
    /// None of the kinds above.
    Unknown,
    /// Word, Excel or PowerPoint of before 2007: to be saved anew.
    OldOffice,
    Protected,
    Macros,
}

/// Parts a document package may have.
const PACKAGE_PARTS: usize = 4_000;
/// How far into a file a PDF header may stand (the format's own tolerance).
const PDF_HEADER_WITHIN: usize = 1_024;

impl Media {
    pub const ALL: [Media; 13] = [
        Media::Pdf,
        Media::Docx,
        Media::Xlsx,
        Media::Pptx,
        Media::Odt,
        Media::Ods,
        Media::Odp,
        Media::Rtf,
        Media::Png,
        Media::Jpeg,
        Media::Webp,
        Media::Heic,
        Media::Text,
    ];

    /// The media type as HTTP writes it.
    pub fn code(self) -> &'static str {
        match self {
            Media::Pdf => "application/pdf",
            Media::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Media::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Media::Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            Media::Odt => "application/vnd.oasis.opendocument.text",
            Media::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Media::Odp => "application/vnd.oasis.opendocument.presentation",
            Media::Rtf => "application/rtf",
            Media::Png => "image/png",
            Media::Jpeg => "image/jpeg",
            Media::Webp => "image/webp",
            Media::Heic => "image/heic",
            Media::Text => "text/plain",
        }
    }

    /// Name endings that fit; the first is given to a name that has none.
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Media::Pdf => &[".pdf"],
            Media::Docx => &[".docx"],
            Media::Xlsx => &[".xlsx"],
            Media::Pptx => &[".pptx"],
            Media::Odt => &[".odt"],
            Media::Ods => &[".ods"],
            Media::Odp => &[".odp"],
            Media::Rtf => &[".rtf"],
            Media::Png => &[".png"],
            Media::Jpeg => &[".jpg", ".jpeg"],
            Media::Webp => &[".webp"],
            Media::Heic => &[".heic", ".heif"],
            Media::Text => &[".txt", ".csv", ".md", ".log"],
        }
    }

    /// Whether it is a picture that browsers show.
    pub fn is_picture(self) -> bool {
        matches!(self, Media::Png | Media::Jpeg | Media::Webp)
    }
}

impl NotTaken {
    pub fn key(self) -> &'static str {
        match self {
            NotTaken::Unknown => "file-kind-unknown",
            NotTaken::OldOffice => "file-old-office",
            NotTaken::Protected => "file-protected",
            NotTaken::Macros => "file-macros",
        }
    }
}

/// The kind of the bytes, by their own signs.
pub fn of(bytes: &[u8]) -> Result<Media, NotTaken> {
    let head = &bytes[..bytes.len().min(PDF_HEADER_WITHIN)];
    if bytes.starts_with(b"PK\x03\x04") {
        return package(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        // Office documents with a password are OLE files too.
        return Err(if has_utf16(bytes, "EncryptedPackage") {
            NotTaken::Protected
        } else {
            NotTaken::OldOffice
        });
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        return Ok(Media::Png);
    }
    if bytes.starts_with(b"\xFF\xD8\xFF") {
        return Ok(Media::Jpeg);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(Media::Webp);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        let brand = bytes.get(8..12).unwrap_or_default();
        let heic = [&b"heic"[..], b"heix", b"mif1", b"msf1", b"heim", b"heis"].contains(&brand);
        return if heic { Ok(Media::Heic) } else { Err(NotTaken::Unknown) };
    }
    if bytes.starts_with(b"{\\rtf") {
        return Ok(Media::Rtf);
    }
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(Media::Pdf);
    }
    if is_text(bytes) { Ok(Media::Text) } else { Err(NotTaken::Unknown) }
}

/// Office packages are told apart by their main part.
fn package(bytes: &[u8]) -> Result<Media, NotTaken> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| NotTaken::Unknown)?;
    if archive.len() > PACKAGE_PARTS {
        return Err(NotTaken::Unknown);
    }
    let mut found = None;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|_| NotTaken::Unknown)?;
        if part.encrypted() {
            return Err(NotTaken::Protected);
        }
        let name = part.name().map_err(|_| NotTaken::Unknown)?;
        if name.ends_with("vbaProject.bin") {
            return Err(NotTaken::Macros);
        }
        match name.as_ref() {
            "word/document.xml" => found = Some(Media::Docx),
            "xl/workbook.xml" => found = Some(Media::Xlsx),
            "ppt/presentation.xml" => found = Some(Media::Pptx),
            _ => {}
        }
    }
    match found {
        Some(media) => Ok(media),
        None => open_document(bytes),
    }
}

/// `OpenDocument` files name their kind in an uncompressed first part.
fn open_document(bytes: &[u8]) -> Result<Media, NotTaken> {
    let head = &bytes[..bytes.len().min(200)];
    let says = |media: Media| {
        let mark = [b"mimetype", media.code().as_bytes()].concat();
        head.windows(mark.len()).any(|window| window == mark)
    };
    [Media::Odt, Media::Ods, Media::Odp].into_iter().find(|media| says(*media)).ok_or(NotTaken::Unknown)
}

fn has_utf16(bytes: &[u8], word: &str) -> bool {
    let wanted: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// UTF-8 without the control characters of binaries, or UTF-16 with its mark.
fn is_text(bytes: &[u8]) -> bool {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return bytes.len().is_multiple_of(2);
    }
    let controls = bytes.iter().any(|byte| *byte < 9 || (14..32).contains(byte) || *byte == 127);
    // Markup that a browser would run is not text to us.
    let lead = bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace() && *byte != 0xEF);
    !controls && lead != Some(b'<') && !bytes.starts_with(b"MZ") && std::str::from_utf8(bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn package_of(parts: &[&str]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for part in parts {
            writer.start_file(*part, SimpleFileOptions::default()).expect("a part begins");
            writer.write_all(b"x").expect("a part is written");
        }
        writer.finish().expect("a package ends").into_inner()
    }

    #[test]
    fn office_packages_are_told_apart_and_programs_inside_are_not_taken() {
        assert_eq!(of(&package_of(&["[Content_Types].xml", "word/document.xml"])), Ok(Media::Docx));
        assert_eq!(of(&package_of(&["xl/workbook.xml"])), Ok(Media::Xlsx));
        assert_eq!(of(&package_of(&["xl/workbook.xml", "xl/vbaProject.bin"])), Err(NotTaken::Macros));
        assert_eq!(of(&package_of(&["a.exe"])), Err(NotTaken::Unknown));
    }

    #[test]
    fn a_password_is_told_from_an_old_format() {
        let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
        let stream: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(of(&[&ole[..], &stream].concat()), Err(NotTaken::Protected));
        assert_eq!(of(&[&ole[..], b"Word"].concat()), Err(NotTaken::OldOffice));
    }

    #[test]
    fn kinds_go_by_content_not_by_name() {
        assert_eq!(of(b"\x89PNG\r\n\x1A\n...."), Ok(Media::Png));
        assert_eq!(of(b"RIFF\x00\x00\x00\x00WEBPVP8 "), Ok(Media::Webp));
        assert_eq!(of(b"\x00\x00\x00\x18ftypheic"), Ok(Media::Heic));
        assert_eq!(of(b"\x00\x00\x00\x18ftypmp42"), Err(NotTaken::Unknown));
        assert_eq!(of("STT;Tên máy;Số sê-ri\n".as_bytes()), Ok(Media::Text));
        assert_eq!(of(b"MZ only letters"), Err(NotTaken::Unknown));
    }
}
