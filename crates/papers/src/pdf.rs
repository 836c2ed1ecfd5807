//! PDF: the document model set by Typst. The template `pdf/paper.typ` is fixed;
//! the paper reaches it as data (JSON), so no text is ever read as markup. Fonts
//! and library are built once; there is no clock, no network and no file access.

mod world;

use serde::Serialize;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};

use crate::document::{Document, Part};
use crate::error::PaperError;
use crate::fonts;
use crate::page;
use crate::style::{Look, Style};
use world::PaperWorld;

/// Typst keeps results of earlier runs to reuse them; older than this many
/// papers they are let go, so that a long-running server does not grow.
const KEPT_RUNS: usize = 4;

/// What the template reads.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Paper<'a> {
    title: &'a str,
    issuer: &'a str,
    year: i16,
    month: i8,
    day: i8,
    family: &'static str,
    sheet: Sheet,
    looks: std::collections::BTreeMap<Style, Look>,
    parts: &'a [Part],
}

#[derive(Serialize)]
struct Sheet {
    short: f64,
    long: f64,
    top: f64,
    bottom: f64,
    left: f64,
    right: f64,
    header: f64,
}

/// Writes `document` as PDF.
pub fn write(document: &Document) -> Result<Vec<u8>, PaperError> {
    let paper = Paper {
        title: document.title.as_str(),
        issuer: document.issuer.as_str(),
        year: document.dated.year(),
        month: document.dated.month(),
        day: document.dated.day(),
        family: fonts::FAMILY,
        sheet: Sheet {
            short: page::SHORT,
            long: page::LONG,
            top: page::TOP,
            bottom: page::BOTTOM,
            left: page::LEFT,
            right: page::RIGHT,
            header: page::HEADER,
        },
        looks: Style::ALL.into_iter().map(|style| (style, style.look())).collect(),
        parts: &document.parts,
    };
    let world = PaperWorld::new(serde_json::to_vec(&paper)?);
    let set = typst::compile::<PagedDocument>(&world).output.map_err(|faults| refusal(&faults))?;
    let midnight = Datetime::from_ymd_hms(
        i32::from(document.dated.year()),
        document.dated.month().unsigned_abs(),
        document.dated.day().unsigned_abs(),
        0,
        0,
        0,
    );
    let options = PdfOptions {
        ident: Smart::Custom(document.title.as_str().to_owned()),
        timestamp: midnight.map(Timestamp::new_utc),
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&set, &options).map_err(|faults| refusal(&faults))?;
    typst::comemo::evict(KEPT_RUNS);
    Ok(bytes)
}

fn refusal(faults: &[typst::diag::SourceDiagnostic]) -> PaperError {
    let said: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    PaperError::Typesetting(said.join("; "))
}
