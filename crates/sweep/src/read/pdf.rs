//! Text of PDF (ISO 32000-1): its pages' text layer, annotations, fields,
//! information, attachments. Pages that are pictures are counted, not read.

mod font;
mod line;
mod page;

use super::{markup, office};
use crate::text::{Carrier, CellAt, Gather, Piece, Unread};
use lopdf::{Dictionary, Document, LoadOptions, Object};
use page::Page;
use std::collections::HashMap;

/// Bytes of one stream, objects that are looked into, annotations of a page.
const STREAM: usize = 64 << 20;
const OBJECTS: usize = 2_000_000;
const ANNOTATIONS: usize = 5_000;

pub(super) fn read(bytes: &[u8], gather: &mut Gather) {
    let options = LoadOptions { max_decompressed_size: Some(STREAM), ..LoadOptions::default() };
    let document = match Document::load_mem_with_options(bytes, options) {
        Ok(document) => document,
        Err(error) => {
            let said = error.to_string().to_lowercase();
            let locked = ["password", "decrypt", "encrypt"].iter().any(|word| said.contains(word));
            return gather.fail(if locked { Unread::Encrypted } else { Unread::Corrupt });
        }
    };
    if document.is_encrypted() {
        return gather.fail(Unread::Encrypted);
    }
    information(&document, gather);
    let (mut spoken, mut pictures, mut mute, mut pages) = (0, 0, 0, 0);
    for id in document.page_iter().take(gather.limits.pages) {
        pages += 1;
        let page = page::read(&document, id, &mut gather.left);
        annotations(&document, id, gather);
        match () {
            () if page.lines.iter().any(|line| !line.text.trim().is_empty()) => spoken += 1,
            () if page.pictures => pictures += 1,
            () if page.mute > 0 => mute += 1,
            () => {}
        }
        gather.group += 1;
        give(page, gather);
    }
    gather.group = 0;
    attachments(&document, gather);
    gather.reading.partial = spoken > 0 && pictures + mute > 0;
    if pages == 0 {
        gather.fail(Unread::Corrupt);
    } else if spoken == 0 && pictures > 0 {
        gather.fail(Unread::ImageOnly);
    } else if spoken == 0 && mute > 0 {
        gather.fail(Unread::Unsupported);
    }
}

fn give(page: Page, gather: &mut Gather) {
    let mut tables: HashMap<u32, u32> = HashMap::new();
    for line in page.lines {
        let cell = line.cell.map(|(table, row, column)| CellAt {
            table: *tables.entry(table).or_insert_with(|| gather.table()),
            row,
            column,
        });
        gather.push(Piece {
            framed: line.framed,
            face: line.face,
            cell,
            ..Piece::new(Carrier::Body, line.text)
        });
    }
}

/// Title, author and the like; the same again as XMP; outlines.
fn information(document: &Document, gather: &mut Gather) {
    let found = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict);
    if let Ok(information) = found {
        for (_, value) in information.iter().take(256) {
            if let Some(text) = words(document, value) {
                gather.text(Carrier::Property, text);
            }
        }
    }
    let Ok(catalog) = document.catalog() else { return };
    if let Ok(stream) = catalog.get_deref(b"Metadata", document).and_then(Object::as_stream)
        && let Ok(bytes) = stream.get_plain_content_with_limit(STREAM)
    {
        office::properties(&markup::decode(&bytes), gather);
    }
}

/// A text string (7.9.2.2).
fn words(document: &Document, object: &Object) -> Option<String> {
    let (_, object) = document.dereference(object).ok()?;
    let Object::String(bytes, _) = object else { return None };
    if bytes.starts_with(b"\xFE\xFF") || bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xEF\xBB\xBF")
    {
        return Some(markup::decode(bytes).into_owned());
    }
    Some(bytes.iter().map(|byte| char::from(*byte)).collect())
}

fn annotations(document: &Document, page: lopdf::ObjectId, gather: &mut Gather) {
    let Ok(page) = document.get_dictionary(page) else { return };
    let Ok(list) = page.get_deref(b"Annots", document).and_then(Object::as_array) else { return };
    for object in list.iter().take(ANNOTATIONS) {
        let Ok((_, Object::Dictionary(annotation))) = document.dereference(object) else { continue };
        let kind = annotation.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        let framed = matches!(kind, b"Stamp" | b"FreeText" | b"Watermark" | b"Square");
        if kind == b"Link" {
            continue;
        }
        for key in [&b"Contents"[..], b"Subj", b"V", b"TU"] {
            if let Some(text) = annotation.get(key).ok().and_then(|object| words(document, object)) {
                gather.push(Piece {
                    framed: framed && key == b"Contents",
                    ..Piece::new(Carrier::Annotation, text)
                });
            }
        }
        if let Some(name) =
            annotation.get(b"Name").ok().and_then(|name| name.as_name().ok()).filter(|_| kind == b"Stamp")
        {
            gather.push(Piece::new(Carrier::Annotation, String::from_utf8_lossy(name)).framed());
        }
        appearance(document, annotation, framed, gather);
    }
}

/// How an annotation is drawn (12.5.5).
fn appearance(document: &Document, annotation: &Dictionary, framed: bool, gather: &mut Gather) {
    let drawn = annotation
        .get_deref(b"AP", document)
        .and_then(Object::as_dict)
        .and_then(|drawn| drawn.get_deref(b"N", document))
        .and_then(Object::as_stream);
    let Ok(stream) = drawn else { return };
    for line in page::form(document, stream, &mut gather.left).lines {
        gather.push(Piece {
            framed: framed || line.framed,
            face: line.face,
            ..Piece::new(Carrier::Annotation, line.text)
        });
    }
}

/// Files attached to the document or to a place in it (7.11.3).
fn attachments(document: &Document, gather: &mut Gather) {
    for object in document.objects.values().take(OBJECTS) {
        let Object::Dictionary(file) = object else { continue };
        let Ok(streams) = file.get_deref(b"EF", document).and_then(Object::as_dict) else { continue };
        let name = [&b"UF"[..], b"F"]
            .iter()
            .find_map(|key| file.get(key).ok().and_then(|name| words(document, name)))
            .unwrap_or_else(|| "attachment".to_owned());
        let stream = [&b"F"[..], b"UF"]
            .iter()
            .find_map(|key| streams.get_deref(key, document).and_then(Object::as_stream).ok());
        let Some(stream) = stream else { continue };
        let most = gather.limits.file_bytes.min(gather.left);
        match stream.get_plain_content_with_limit(most as usize) {
            Ok(bytes) => {
                gather.left = gather.left.saturating_sub(bytes.len() as u64);
                gather.member(&name, Ok(&bytes), true);
            }
            Err(_) => gather.member(&name, Err(Unread::Corrupt), true),
        }
    }
}
