//! The DOCX envelope: content types, relationships, properties, settings, and the
//! ZIP itself, with fixed times so that the same paper gives the same bytes.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::pen::Pen;
use crate::document::Document;
use crate::error::PaperError;

const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const CORE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
const CHART: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
/// The namespace of WordprocessingML.
pub const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// The namespace of references between files of the envelope.
pub const R: &str = OFFICE;
/// The relationship of the running header.
pub const HEADER_ID: &str = "rId3";

/// The file of chart `number` (from 1), as the document names it.
pub fn chart_file(number: usize) -> String {
    format!("charts/chart{number}.xml")
}

/// The relationship of chart `number`.
pub fn chart_id(number: usize) -> String {
    format!("rIdChart{number}")
}

/// Packs the files.
pub fn zip(files: &[(String, String)]) -> Result<Vec<u8>, PaperError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut envelope = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in files {
        envelope.start_file(name.as_str(), options)?;
        envelope.write_all(xml.as_bytes())?;
    }
    Ok(envelope.finish()?.into_inner())
}

pub fn content_types(charts: usize) -> String {
    let mut pen = Pen::new();
    pen.open("Types", &[("xmlns", &TYPES)]);
    for (extension, kind) in
        [("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")]
    {
        pen.empty("Default", &[("Extension", &extension), ("ContentType", &kind)]);
    }
    for (part, kind) in [
        ("/word/document.xml", format!("{WORD}.document.main+xml")),
        ("/word/styles.xml", format!("{WORD}.styles+xml")),
        ("/word/settings.xml", format!("{WORD}.settings+xml")),
        ("/word/header1.xml", format!("{WORD}.header+xml")),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml".to_owned()),
    ] {
        pen.empty("Override", &[("PartName", &part), ("ContentType", &kind)]);
    }
    for number in 1..=charts {
        let part = format!("/word/{}", chart_file(number));
        pen.empty("Override", &[("PartName", &part), ("ContentType", &CHART)]);
    }
    pen.close("Types");
    pen.finish()
}

pub fn relationships() -> String {
    let office_document = format!("{OFFICE}/officeDocument");
    relationship_file(&[
        ("rId1", office_document.as_str(), "word/document.xml"),
        ("rId2", CORE, "docProps/core.xml"),
    ])
}

pub fn document_relationships(charts: usize) -> String {
    let styles = format!("{OFFICE}/styles");
    let settings = format!("{OFFICE}/settings");
    let header = format!("{OFFICE}/header");
    let chart = format!("{OFFICE}/chart");
    let charts: Vec<(String, String)> =
        (1..=charts).map(|number| (chart_id(number), chart_file(number))).collect();
    let mut all = vec![
        ("rId1", styles.as_str(), "styles.xml"),
        ("rId2", settings.as_str(), "settings.xml"),
        (HEADER_ID, header.as_str(), "header1.xml"),
    ];
    all.extend(charts.iter().map(|(id, file)| (id.as_str(), chart.as_str(), file.as_str())));
    relationship_file(&all)
}

pub fn core_properties(document: &Document) -> String {
    let day = document.dated.to_string();
    let at = format!("{day}T00:00:00Z");
    let mut pen = Pen::new();
    pen.open(
        "cp:coreProperties",
        &[
            ("xmlns:cp", &"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
            ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
            ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    pen.leaf("dc:title", &[], document.title.as_str());
    pen.leaf("dc:creator", &[], document.issuer.as_str());
    for property in ["dcterms:created", "dcterms:modified"] {
        pen.leaf(property, &[("xsi:type", &"dcterms:W3CDTF")], &at);
    }
    pen.leaf("dc:language", &[], "vi-VN");
    pen.close("cp:coreProperties");
    pen.finish()
}

pub fn settings() -> String {
    let mut pen = Pen::new();
    pen.open("w:settings", &[("xmlns:w", &W)]);
    pen.empty("w:zoom", &[("w:percent", &100)]);
    pen.empty("w:defaultTabStop", &[("w:val", &720)]);
    pen.empty("w:characterSpacingControl", &[("w:val", &"doNotCompress")]);
    pen.open("w:compat", &[]);
    pen.empty(
        "w:compatSetting",
        &[
            ("w:name", &"compatibilityMode"),
            ("w:uri", &"http://schemas.microsoft.com/office/word"),
            ("w:val", &15),
        ],
    );
    pen.close("w:compat");
    pen.empty("w:themeFontLang", &[("w:val", &"vi-VN")]);
    pen.empty("w:decimalSymbol", &[("w:val", &",")]);
    pen.empty("w:listSeparator", &[("w:val", &";")]);
    pen.close("w:settings");
    pen.finish()
}

fn relationship_file(relationships: &[(&str, &str, &str)]) -> String {
    let mut pen = Pen::new();
    pen.open("Relationships", &[("xmlns", &RELATIONSHIPS)]);
    for (id, kind, target) in relationships {
        pen.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
    }
    pen.close("Relationships");
    pen.finish()
}
