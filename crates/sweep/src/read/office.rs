//! Office Open XML packages (ECMA-376): which part is read how.
//!
//! Not here: what stands in the parts (`word`, `sheet`, `slide`).

use super::markup::{self, Token};
use super::package::{Entry, Package};
use super::{sheet, slide, word};
use crate::limits::PART_BYTES;
use crate::text::{Carrier, Gather, Unread};

/// Pictures, fonts and such hold no text.
const NO_TEXT: [&str; 22] = [
    ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".wdp", ".ico",
    ".odttf", ".fntdata", ".ttf", ".rels", ".wav", ".mp3", ".mp4", ".pict", ".sigs", ".tmp",
];
const PICTURES: [&str; 12] =
    [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".wdp", ".svg", ".pict"];

/// Whether a package is one of Office.
pub(super) fn is_office(package: &Package) -> bool {
    let starts = |folder: &str| package.entries.iter().any(|entry| entry.name.starts_with(folder));
    (package.has("[Content_Types].xml") || package.damaged || package.has("_rels/.rels"))
        && (starts("word/") || starts("xl/") || starts("ppt/"))
}

pub(super) fn read(package: &mut Package, gather: &mut Gather) {
    if package.damaged {
        gather.fail(Unread::Corrupt);
    }
    let mut entries = package.entries.clone();
    // Slides and sheets in their order, not that of the package.
    entries.sort_by_key(|entry| (entry.name.len(), entry.name.clone()));
    let find = |name: &str| entries.iter().find(|entry| entry.name == name).cloned();
    let styles = find("word/styles.xml").and_then(|entry| part(package, &entry, gather));
    let styles = styles.as_deref().map(word::Styles::read).unwrap_or_default();
    let strings = find("xl/sharedStrings.xml").and_then(|entry| part(package, &entry, gather));
    let strings = strings.as_deref().map(sheet::strings).unwrap_or_default();
    for entry in &entries {
        one(package, entry, &styles, &strings, gather);
    }
}

/// A part as text; what can be unpacked of it.
fn part(package: &mut Package, entry: &Entry, gather: &mut Gather) -> Option<String> {
    match package.read_part(entry, PART_BYTES, &mut gather.left) {
        Ok((bytes, whole)) => {
            if !whole {
                gather.fail(Unread::Corrupt);
            }
            Some(markup::decode(&bytes).into_owned())
        }
        Err(reason) => {
            gather.fail(reason);
            None
        }
    }
}

fn one(
    package: &mut Package,
    entry: &Entry,
    styles: &word::Styles,
    strings: &[sheet::Shared],
    gather: &mut Gather,
) {
    let name = entry.name.to_ascii_lowercase();
    let ends = |list: &[&str]| list.iter().any(|end| name.ends_with(end));
    if ends(&PICTURES) {
        gather.reading.pictures = true;
    }
    if entry.folder || ends(&NO_TEXT) || name == "[content_types].xml" {
        return;
    }
    let xml = name.ends_with(".xml") || name.ends_with(".vml");
    // A workbook of binary parts ([MS-XLSB]) is not read.
    if name.starts_with("xl/") && name.ends_with(".bin") && !name.contains("embeddings/") {
        if !is_machinery(&name) {
            gather.fail(Unread::Unsupported);
        }
        return;
    }
    if !xml {
        if !is_machinery(&name) {
            member(package, entry, gather);
        }
        return;
    }
    if name.ends_with("styles.xml") || name.ends_with("sharedstrings.xml") || is_machinery(&name) {
        return;
    }
    let Some(text) = part(package, entry, gather) else { return };
    let file = name.rsplit('/').next().unwrap_or_default();
    if name.starts_with("docprops/") || name.starts_with("customxml/") {
        properties(&text, gather);
    } else if name.starts_with("word/") {
        let carrier = match file {
            file if file.starts_with("header") => Carrier::Header,
            file if file.starts_with("footer") => Carrier::Footer,
            file if file.starts_with("comments") => Carrier::Comment,
            file if file.starts_with("footnotes") || file.starts_with("endnotes") => Carrier::Footnote,
            _ => Carrier::Body,
        };
        if file.starts_with("settings") {
            variables(&text, gather);
        } else {
            word::read(&text, carrier, styles, gather);
        }
    } else if name.starts_with("xl/") {
        sheet::part(&name, &text, strings, gather);
    } else if name.starts_with("ppt/") {
        slide::part(&name, &text, gather);
    } else {
        word::read(&text, Carrier::Body, styles, gather);
    }
}

/// Parts that tell how a document is shown, and macros.
fn is_machinery(name: &str) -> bool {
    const PARTS: [&str; 17] = [
        "/theme/",
        "fonttable",
        "websettings",
        "/tablestyles",
        "presprops",
        "viewprops",
        "calcchain",
        "/slidelayouts/",
        "/revisions/userinfo",
        "vbaproject",
        "vbadata",
        "/activex/",
        "printersettings",
        "/_rels/",
        "numbering",
        "_xmlsignatures/",
        "/ctrlprops/",
    ];
    PARTS.iter().any(|part| name.contains(part)) || name.ends_with(".rels")
}

/// A document inside the document (15.2.10 embedded objects; alternative format
/// chunks, 17.17.2.1).
fn member(package: &mut Package, entry: &Entry, gather: &mut Gather) {
    let most = gather.limits.file_bytes;
    match package.read(entry, most, &mut gather.left) {
        Ok(bytes) => gather.member(&entry.name, Ok(&bytes), true),
        Err(reason) => gather.member(&entry.name, Err(reason), true),
    }
}

/// Properties of a document: each element's text (15.2.12).
pub(super) fn properties(text: &str, gather: &mut Gather) {
    for token in markup::tokens(text, false).take(200_000) {
        match token {
            Token::Text(text) => {
                let (text, escaped) = markup::unescape(text);
                gather
                    .push(crate::text::Piece { escaped, ..crate::text::Piece::new(Carrier::Property, text) });
            }
            Token::Open(tag) if tag.name == "property" => {
                if let Some(name) = tag.attribute("name") {
                    gather.text(Carrier::Property, name);
                }
            }
            _ => {}
        }
    }
}

/// Document variables (17.15.1.31).
fn variables(text: &str, gather: &mut Gather) {
    for token in markup::tokens(text, false).take(200_000) {
        if let Token::Open(tag) = token
            && tag.name == "docVar"
            && let Some(value) = tag.attribute("val")
        {
            gather.text(Carrier::Property, value);
        }
    }
}
