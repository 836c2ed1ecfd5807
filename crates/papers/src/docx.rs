//! DOCX: the document model as WordprocessingML (ECMA-376), written directly so
//! that every element stands where the schema wants it and heading rows repeat.
//! The envelope is in `package`, styles in `styles`, text in `body`.

mod body;
mod package;
mod pen;
mod styles;

use crate::document::Document;
use crate::error::PaperError;

/// Writes `document` as DOCX.
pub fn write(document: &Document) -> Result<Vec<u8>, PaperError> {
    package::zip(&[
        ("[Content_Types].xml", package::content_types()),
        ("_rels/.rels", package::relationships()),
        ("docProps/core.xml", package::core_properties(document)),
        ("word/document.xml", body::document(document)),
        ("word/_rels/document.xml.rels", package::document_relationships()),
        ("word/styles.xml", styles::styles()),
        ("word/settings.xml", package::settings()),
        ("word/header1.xml", body::page_number_header()),
    ])
}
