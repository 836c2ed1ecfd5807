//! Mail: messages of the Internet (RFC 5322, MIME), mailboxes, and those Outlook
//! keeps ([MS-OXMSG]). Attachments are members.

use super::compound::{Compound, long, wide};
use super::{html, plain, rtf};
use crate::limits::PARTS;
use crate::text::{Carrier, Gather, Unread};
use encoding_rs::WINDOWS_1252;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, MessageParser, MessagePart, MimeHeaders as _, PartType};

/// Bytes of unpacked text of an Outlook message.
const RICH: usize = 32 << 20;
/// Bytes of a mail in which its subject is looked for.
const HEAD: usize = 1 << 16;
/// The codes whose text the parser tells better than its bytes do.
const BY_PARSER: [&str; 9] =
    ["utf-7", "iso-2022-jp", "shift_jis", "euc-jp", "euc-kr", "gb2312", "gbk", "gb18030", "big5"];

pub(super) fn internet(bytes: &[u8], gather: &mut Gather) {
    let Some(message) = MessageParser::default().parse(bytes) else { return gather.fail(Unread::Corrupt) };
    if let Some(subject) = message.subject() {
        gather.text(Carrier::Header, subject);
    }
    // In a code the parser does not know, or in none.
    if let Some(subject) = raw_subject(bytes).filter(|subject| !subject.is_ascii()) {
        gather.text(Carrier::Header, subject);
    }
    for name in ["Comments", "Keywords", "Sensitivity", "X-Classification"] {
        if let Some(text) = message.header_raw(name) {
            gather.text(Carrier::Header, text.trim());
        }
    }
    let bodies: Vec<u32> = message.text_body.iter().chain(&message.html_body).copied().collect();
    for (at, part) in (0_u32..).zip(message.parts.iter().take(PARTS)) {
        let attached = message.attachments.contains(&at);
        let raw = raw(bytes, part);
        match &part.body {
            PartType::Multipart(_) => {}
            PartType::Text(text) | PartType::Html(text) if !attached && bodies.contains(&at) => {
                let is_page = matches!(part.body, PartType::Html(_));
                body(&raw.unwrap_or_else(|| text.as_bytes().to_vec()), is_page, gather);
            }
            _ => {
                let name = part.attachment_name().map_or_else(|| unnamed(at, part), ToOwned::to_owned);
                let content = match &part.body {
                    PartType::Text(_) | PartType::Html(_) => raw.unwrap_or_else(|| part.contents().to_vec()),
                    _ => part.contents().to_vec(),
                };
                gather.member(&name, Ok(&content), true);
            }
        }
    }
}

/// The subject's own bytes, each a letter where they are not UTF-8 (RFC 2047).
fn raw_subject(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(HEAD)];
    let mut found: Option<Vec<u8>> = None;
    for line in head.split(|byte| *byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match &mut found {
            Some(subject) if line.starts_with(b" ") || line.starts_with(b"\t") => {
                subject.extend(line.trim_ascii());
            }
            Some(_) => break,
            None if line.is_empty() => return None,
            None => {
                let is_subject = line.get(..8).is_some_and(|name| name.eq_ignore_ascii_case(b"subject:"));
                found = is_subject.then(|| line[8..].trim_ascii().to_vec());
            }
        }
    }
    let bytes = decoded_words(&found?);
    Some(
        String::from_utf8(bytes)
            .unwrap_or_else(|raw| raw.as_bytes().iter().map(|byte| char::from(*byte)).collect()),
    )
}

/// Encoded words as the bytes they stand for.
fn decoded_words(line: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = line;
    while let Some(start) = memchr::memmem::find(rest, b"=?") {
        out.extend_from_slice(&rest[..start]);
        let inner = &rest[start + 2..];
        let mut parts = inner.splitn(3, |byte| *byte == b'?');
        let (_, kind, text) = (parts.next(), parts.next(), parts.next());
        let end = text.and_then(|text| memchr::memmem::find(text, b"?="));
        let (Some(kind), Some(text), Some(end)) = (kind, text, end) else {
            out.extend_from_slice(b"=?");
            rest = inner;
            continue;
        };
        let word = if kind.eq_ignore_ascii_case(b"b") {
            base64_decode(&text[..end])
        } else {
            let spaced: Vec<u8> =
                text[..end].iter().map(|byte| if *byte == b'_' { b' ' } else { *byte }).collect();
            quoted_printable_decode(&spaced)
        };
        out.extend(word.unwrap_or_default());
        rest = &text[end + 2..];
        // White between encoded words is none.
        if rest.trim_ascii_start().starts_with(b"=?") {
            rest = rest.trim_ascii_start();
        }
    }
    out.extend_from_slice(rest);
    out
}

/// What an attachment without a name is called.
fn unnamed(at: u32, part: &MessagePart) -> String {
    let ending = match &part.body {
        PartType::Message(_) => "eml",
        PartType::Html(_) => "html",
        PartType::Text(_) => "txt",
        _ => "bin",
    };
    format!("part-{at}.{ending}")
}

/// The bytes of a text part as its writer had them; none when the parser's own
/// reading is the better one.
fn raw(bytes: &[u8], part: &MessagePart) -> Option<Vec<u8>> {
    let charset = part.content_type().and_then(|kind| kind.attribute("charset")).unwrap_or_default();
    if BY_PARSER.iter().any(|code| code.eq_ignore_ascii_case(charset)) {
        return None;
    }
    let packed = bytes.get(part.offset_body as usize..part.offset_end as usize)?;
    match part.encoding {
        Encoding::None => Some(packed.to_vec()),
        Encoding::QuotedPrintable => quoted_printable_decode(packed),
        Encoding::Base64 => base64_decode(packed),
    }
}

fn body(bytes: &[u8], is_page: bool, gather: &mut Gather) {
    let Some(text) = plain::decode(bytes) else { return };
    if is_page {
        plain::page(text, gather);
    } else {
        plain::read("", text, gather);
    }
}

/// A mailbox (RFC 4155): each message is a member.
pub(super) fn mailbox(bytes: &[u8], gather: &mut Gather) {
    let mut starts: Vec<usize> =
        memchr::memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1).take(PARTS).collect();
    starts.insert(0, 0);
    for (nth, start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(bytes.len());
        let message = &bytes[*start..end];
        let message = message.iter().position(|byte| *byte == b'\n').map_or(message, |at| &message[at + 1..]);
        if !message.iter().all(u8::is_ascii_whitespace) {
            gather.member(&format!("message-{}.eml", nth + 1), Ok(message), true);
        }
    }
}

/// A message of Outlook.
pub(super) fn outlook(compound: &Compound, gather: &mut Gather) {
    for (tag, carrier) in [
        ("0037", Carrier::Header),
        ("0E1D", Carrier::Header),
        ("1000", Carrier::Body),
        ("3FFA", Carrier::Property),
    ] {
        if let Some(text) = property(compound, "", tag) {
            gather.text(carrier, text);
        }
    }
    if let Some(page) = compound.stream("__substg1.0_10130102") {
        if let Some(text) = plain::decode(&page) {
            html::read(&text.text, text.wide, gather);
        }
    } else if let Some(page) = property(compound, "", "1013") {
        html::read(&page, false, gather);
    }
    if let Some(packed) = compound.stream("__substg1.0_10090102") {
        rtf::read(&unpacked(&packed), gather);
    }
    let attachments: Vec<String> = compound
        .entries
        .iter()
        .filter(|entry| !entry.is_stream && entry.path.starts_with("__attach") && !entry.path.contains('/'))
        .map(|entry| entry.path.clone())
        .collect();
    for (nth, path) in attachments.iter().enumerate() {
        attachment(compound, nth, path, gather);
    }
}

fn property(compound: &Compound, folder: &str, tag: &str) -> Option<String> {
    let path = |kind: &str| format!("{folder}__substg1.0_{tag}{kind}");
    if let Some(bytes) = compound.stream(&path("001F")) {
        return Some(wide(&bytes).trim_end_matches('\0').to_owned());
    }
    let bytes = compound.stream(&path("001E"))?;
    let text = String::from_utf8(bytes.clone())
        .unwrap_or_else(|_| WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned());
    Some(text.trim_end_matches('\0').to_owned())
}

fn attachment(compound: &Compound, nth: usize, path: &str, gather: &mut Gather) {
    let folder = format!("{path}/");
    let named = ["3707", "3704", "3001"].iter().find_map(|tag| property(compound, &folder, tag));
    let inner = format!("{path}/__substg1.0_3701000D");
    let most = gather.limits.file_bytes.min(gather.left);
    if compound.has(&inner) {
        let name = format!("message-{}.msg", nth + 1);
        match compound.storage(&inner, most) {
            Some(bytes) => {
                gather.left = gather.left.saturating_sub(bytes.len() as u64);
                gather.member(&name, Ok(&bytes), true);
            }
            None => gather.member(&name, Err(Unread::TooLarge), true),
        }
        return;
    }
    let name = named.filter(|name| !name.is_empty()).unwrap_or_else(|| format!("attachment-{}", nth + 1));
    match compound.stream(&format!("{path}/__substg1.0_37010102")) {
        Some(bytes) => gather.member(&name, Ok(&bytes), true),
        None => gather.member(&name, Err(Unread::Unsupported), true),
    }
}

/// Compressed RTF ([MS-OXRTFCP] 2.2).
fn unpacked(packed: &[u8]) -> Vec<u8> {
    const WINDOW: usize = 4_096;
    const FIRST: &[u8] = b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";
    let body = packed.get(16..).unwrap_or_default();
    if packed.get(8..12) == Some(b"MELA") {
        return body.to_vec();
    }
    let size = (long(packed, 4) as usize).min(RICH);
    let mut window = [b' '; WINDOW];
    window[..FIRST.len()].copy_from_slice(FIRST);
    let mut write = FIRST.len();
    let mut out = Vec::new();
    let mut at = 0;
    while out.len() < size {
        let Some(flags) = body.get(at) else { break };
        at += 1;
        for bit in 0..8 {
            if flags >> bit & 1 == 0 {
                let Some(byte) = body.get(at) else { return out };
                at += 1;
                out.push(*byte);
                window[write % WINDOW] = *byte;
                write += 1;
                continue;
            }
            let (Some(high), Some(low)) = (body.get(at), body.get(at + 1)) else { return out };
            at += 2;
            let reference = usize::from(*high) << 8 | usize::from(*low);
            let (from, length) = (reference >> 4, (reference & 15) + 2);
            if from == write % WINDOW {
                return out;
            }
            for nth in 0..length {
                let byte = window[(from + nth) % WINDOW];
                out.push(byte);
                window[write % WINDOW] = byte;
                write += 1;
            }
        }
    }
    out
}
