//! Reading any file: what it is by its content, then by its name, and the text
//! and members of it.
//!
//! One file for each format below. Not here: what the text means (`grammar`),
//! who reads which file (`walk`).

mod archive;
mod code_page;
mod compound;
mod doc;
mod html;
mod markup;
mod message;
mod office;
mod ole;
mod open;
mod package;
mod pdf;
mod plain;
mod ppt;
mod rtf;
mod sheet;
mod slide;
mod word;
mod xls;

use crate::text::{Gather, Unread};
use package::Package;

/// Text with its character references replaced, and whether one was a letter
/// outside ASCII.
pub(crate) fn unescape(text: &str) -> (String, bool) {
    markup::unescape(text)
}

/// Bytes at the start by which formats are told.
const HEAD: usize = 4_096;

/// Reads a file; what could not be read stands in the reading.
pub(crate) fn read(name: &str, bytes: &[u8], gather: &mut Gather) {
    if bytes.is_empty() {
        return;
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    match head {
        [b'P', b'K', 3 | 5 | 7, 4 | 6 | 8, ..] => zipped(bytes, gather),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => ole::read(bytes, gather),
        [b'{', b'\\', b'r', b't', ..] => rtf::read(bytes, gather),
        [b'7', b'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => archive::seven(bytes, gather),
        [b'R', b'a', b'r', b'!', ..] => archive::rar(bytes, gather),
        [0x1F, 0x8B, ..] => archive::gzip(name, bytes, gather),
        _ if archive::is_tar(head) => archive::tar(bytes, gather),
        _ if is_picture(head) => gather.fail(Unread::ImageOnly),
        _ if memchr::memmem::find(&head[..head.len().min(1_024)], b"%PDF-").is_some() => {
            pdf::read(bytes, gather);
        }
        // Word 2 and 6 outside a compound file; Excel 2 to 4.
        [0xDB | 0xDC | 0xEC, 0xA5, ..] => doc::old(bytes, gather),
        _ if xls::is_plain(head) => xls::read(bytes, gather),
        _ => other(name, bytes, gather),
    }
    let has_members = gather.has_members;
    let reading = &mut gather.reading;
    if !has_members
        && reading.pieces.iter().all(|piece| piece.carrier == crate::Carrier::Property)
        && reading.pictures
        && reading.unread.is_none()
    {
        reading.unread = Some(Unread::ImageOnly);
    }
}

fn zipped(bytes: &[u8], gather: &mut Gather) {
    let mut package = match Package::open(bytes) {
        Ok(package) => package,
        Err(reason) => return gather.fail(reason),
    };
    if office::is_office(&package) {
        office::read(&mut package, gather);
    } else if open::is_open(&package) {
        open::read(&mut package, gather);
    } else {
        archive::zip(&mut package, gather);
    }
}

/// Text in one of its forms, or nothing that is read.
fn other(name: &str, bytes: &[u8], gather: &mut Gather) {
    let Some(text) = plain::decode(bytes) else { return gather.fail(Unread::Unsupported) };
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    let start: String =
        text.text.trim_start_matches(['\u{FEFF}', ' ', '\r', '\n', '\t']).chars().take(2_000).collect();
    let small = start.to_ascii_lowercase();
    if small.starts_with("from ") && small.contains("\nfrom:") || ending == "mbox" {
        return message::mailbox(bytes, gather);
    }
    if matches!(ending.as_str(), "eml" | "mht" | "mhtml" | "mbx" | "emlx") || is_mail(&start) {
        return message::internet(bytes, gather);
    }
    let page = small.starts_with("<!doctype html") || small.starts_with("<html") || small.contains("<body");
    let has_tags = small.starts_with('<');
    if page
        || matches!(ending.as_str(), "html" | "htm" | "xhtml" | "shtml" | "hta")
            && !small.starts_with("<?xml")
    {
        plain::page(text, gather);
    } else if has_tags && small.contains("<w:worddocument") || small.contains("<pkg:package") {
        word::read(&text.text, crate::Carrier::Body, &word::Styles::default(), gather);
    } else if has_tags && small.contains("urn:oasis:names:tc:opendocument") {
        open::flat(&text.text, gather);
    } else if small.starts_with("<?xml") && small.contains("<html") {
        plain::page(text, gather);
    } else if small.starts_with("<?xml")
        || has_tags && matches!(ending.as_str(), "xml" | "svg" | "xsl" | "xsd")
    {
        plain::data(text, gather);
    } else {
        plain::read(name, text, gather);
    }
}

/// Whether a text begins with the headers of a mail.
fn is_mail(start: &str) -> bool {
    const HEADERS: [&str; 9] = [
        "received:",
        "from:",
        "to:",
        "subject:",
        "date:",
        "message-id:",
        "mime-version:",
        "return-path:",
        "delivered-to:",
    ];
    let lines = start.lines().take(60).take_while(|line| !line.trim().is_empty());
    let mut found = 0;
    for (nth, line) in lines.enumerate() {
        let small = line.to_ascii_lowercase();
        let header = HEADERS.iter().any(|header| small.starts_with(header));
        let named = small.split_once(':').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        });
        if !named && (nth == 0 || !line.starts_with([' ', '\t'])) {
            return false;
        }
        found += usize::from(header);
    }
    found >= 2
}

/// Pictures hold no text.
fn is_picture(head: &[u8]) -> bool {
    let brand = head.get(8..12).unwrap_or_default();
    head.starts_with(b"\x89PNG")
        || head.starts_with(b"\xFF\xD8\xFF")
        || head.starts_with(b"GIF8")
        || head.starts_with(b"BM") && head.len() > 30 && head[14..18] == [40, 0, 0, 0]
        || head.starts_with(b"II*\0")
        || head.starts_with(b"MM\0*")
        || head.starts_with(b"RIFF") && brand == b"WEBP"
        || head.starts_with(b"\0\0\0\x0CjP  ")
        || head.starts_with(b"\x01\0\0\0") && head.get(40..44) == Some(b" EMF")
        || head.starts_with(b"\xD7\xCD\xC6\x9A")
        || head.get(4..8) == Some(b"ftyp")
            && [&b"heic"[..], b"heix", b"mif1", b"msf1", b"avif"].contains(&brand)
}
