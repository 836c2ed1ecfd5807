//! DOCX: the document model as WordprocessingML (ECMA-376), written directly so
//! that every element stands where the schema wants it and heading rows repeat.
//! The envelope is in `package`, styles in `styles`, text in `body`, charts in `chart`.

mod body;
mod chart;
mod package;
mod pen;
mod styles;

use crate::chart::Chart;
use crate::document::{Block, Document};
use crate::error::PaperError;

/// Writes `document` as DOCX.
pub fn write(document: &Document) -> Result<Vec<u8>, PaperError> {
    let charts: Vec<&Chart> = document.parts.iter().flat_map(|part| &part.blocks).filter_map(drawn).collect();
    let mut files = vec![
        ("[Content_Types].xml".to_owned(), package::content_types(charts.len())),
        ("_rels/.rels".to_owned(), package::relationships()),
        ("docProps/core.xml".to_owned(), package::core_properties(document)),
        ("word/document.xml".to_owned(), body::document(document)),
        ("word/_rels/document.xml.rels".to_owned(), package::document_relationships(charts.len())),
        ("word/styles.xml".to_owned(), styles::styles()),
        ("word/settings.xml".to_owned(), package::settings()),
        ("word/header1.xml".to_owned(), body::page_number_header()),
    ];
    files.extend(
        charts
            .iter()
            .enumerate()
            .map(|(place, one)| (format!("word/{}", package::chart_file(place + 1)), chart::file(one))),
    );
    package::zip(&files)
}

fn drawn(block: &Block) -> Option<&Chart> {
    match block {
        Block::Chart(chart) => Some(chart),
        Block::Paragraph(_) | Block::Sides(_) | Block::Grid(_) => None,
    }
}
