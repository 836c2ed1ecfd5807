//! Words of PDF: the text layer, set back into lines, columns, cells and
//! paragraphs by where its glyphs stand.
//!
//! The page's drawing is interpreted here rather than by the library's own text
//! extraction, which gives neither positions nor cells (docs/decisions).
//! Not here: scans without a text layer; they yield no paragraphs.

mod cmap;
mod content;
mod font;
mod grid;
mod lines;
mod paragraphs;
mod rows;

use std::panic::{AssertUnwindSafe, catch_unwind};

use lopdf::{Document, LoadOptions};

use super::Gather;
use crate::envelope::EnvelopeError;
use crate::limits::Limits;
use content::Page;

pub(super) fn read(bytes: &[u8], limits: &Limits, gather: &mut Gather) -> Result<(), EnvelopeError> {
    // The library may panic on files broken on purpose; that is a broken file.
    let pages = catch_unwind(AssertUnwindSafe(|| load(bytes, limits)))
        .map_err(|_| EnvelopeError::Broken("cấu trúc PDF không đọc được".to_owned()))??;
    gather.pages(pages.len() as u32);
    paragraphs::push(&pages, gather);
    Ok(())
}

fn load(bytes: &[u8], limits: &Limits) -> Result<Vec<Page>, EnvelopeError> {
    let broken = |error: lopdf::Error| {
        let said = error.to_string();
        let small = said.to_lowercase();
        if small.contains("password") || small.contains("decrypt") || small.contains("encrypt") {
            EnvelopeError::Encrypted
        } else {
            EnvelopeError::Broken(said)
        }
    };
    let options = LoadOptions { max_decompressed_size: Some(limits.part_bytes), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, options).map_err(broken)?;
    if document.is_encrypted() {
        return Err(EnvelopeError::Encrypted);
    }
    let mut budget = limits.unpacked_bytes;
    let mut pages = Vec::new();
    for (number, id) in document.get_pages().into_iter().take(limits.pages) {
        pages.push(content::page(&document, number, id, limits, &mut budget));
    }
    if pages.is_empty() && document.trailer.has(b"Encrypt") {
        return Err(EnvelopeError::Encrypted);
    }
    if pages.is_empty() {
        return Err(EnvelopeError::Broken("tệp PDF không có trang nào".to_owned()));
    }
    Ok(pages)
}
