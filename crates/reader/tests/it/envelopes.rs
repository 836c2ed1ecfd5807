//! Broken, hostile and wrong files: one clear error each, or a reading, never a
//! panic.

use reader::{EnvelopeError, Limits, read_plan};

use crate::office::{CLOSE, OPEN, docx, p, package};

fn open(bytes: &[u8]) -> Result<usize, EnvelopeError> {
    read_plan("tep", bytes, &Limits::default()).map(|reading| reading.source.paragraphs.len())
}

fn small() -> Limits {
    Limits {
        file_bytes: 4_000,
        part_bytes: 3_000,
        unpacked_bytes: 5_000,
        entries: 6,
        xml_depth: 8,
        paragraphs: 5,
        chars: 200,
        ..Limits::default()
    }
}

/// The smallest PDF that shows one word.
pub fn tiny_pdf() -> Vec<u8> {
    let stream = "BT /F1 12 Tf 72 700 Td (Mot) Tj ET";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (nth, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", nth + 1).bytes());
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    bytes.extend(
        format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1)
            .bytes(),
    );
    bytes
}

#[test]
fn an_empty_file_is_told() {
    assert_eq!(open(b""), Err(EnvelopeError::Empty));
}

#[test]
fn a_file_over_the_limit_is_told_with_both_sizes() {
    let error = read_plan("a.txt", &[b'a'; 5_000], &small()).unwrap_err();
    assert_eq!(error, EnvelopeError::TooLarge { found: 5_000, limit: 4_000 });
}

#[test]
fn pictures_programs_and_noise_are_no_documents() {
    let noise: Vec<u8> = (0..2_000_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for bytes in [
        &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0"[..],
        b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0",
        b"GIF89a\x01\0\x01\0\0\0\0;\0\0\0\0\0\0",
        &noise,
    ] {
        assert_eq!(open(bytes), Err(EnvelopeError::NotADocument));
    }
}

#[test]
fn an_old_doc_needs_a_converter_or_fails_in_one_line() {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.extend([0_u8; 600]);
    // Whatever the machine has, rubbish in a DOC's coat is no plan.
    if let Err(error) = open(&bytes) {
        assert!(
            matches!(
                error,
                EnvelopeError::NoConverter | EnvelopeError::Conversion(_) | EnvelopeError::Broken(_)
            ),
            "{error:?}"
        );
        assert!(!error.to_string().contains('\n'));
    }
}

#[test]
fn an_encrypted_office_file_is_told_as_such() {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    bytes.extend([0_u8; 100]);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(open(&bytes), Err(EnvelopeError::Encrypted));
}

#[test]
fn an_encrypted_pdf_is_told_as_such() {
    let text = String::from_utf8(tiny_pdf()).expect("ascii");
    let locked = text.replace("/Root 1 0 R", "/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /O (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) /U (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) /P -4 >> /ID [(aaaaaaaaaaaaaaaa) (aaaaaaaaaaaaaaaa)]");
    assert_eq!(open(locked.as_bytes()), Err(EnvelopeError::Encrypted));
}

#[test]
fn a_sound_tiny_pdf_opens() {
    assert_eq!(open(&tiny_pdf()), Ok(1));
}

#[test]
fn a_pdf_cut_anywhere_never_panics() {
    let whole = tiny_pdf();
    for end in (9..whole.len()).step_by(7) {
        let _ = open(&whole[..end]);
    }
}

#[test]
fn a_pdf_without_pages_is_broken() {
    assert!(matches!(open(b"%PDF-1.7\n%%EOF"), Err(EnvelopeError::Broken(_))));
}

#[test]
fn a_pdf_without_text_opens_with_a_doubt() {
    let text = String::from_utf8(tiny_pdf()).expect("ascii").replace("(Mot) Tj", "          ");
    let reading = read_plan("scan.pdf", text.as_bytes(), &Limits::default()).expect("opens");
    assert!(reading.source.paragraphs.is_empty());
    assert!(reading.plan.doubts.iter().any(|doubt| doubt.code == reader::DoubtCode::NoText));
}

#[test]
fn a_cut_package_is_broken() {
    let whole = docx(&p("Nội dung"), &[]);
    for end in [4, 30, whole.len() / 2, whole.len() - 5] {
        assert!(
            matches!(open(&whole[..end]), Err(EnvelopeError::Broken(_) | EnvelopeError::NotADocument)),
            "cut at {end}"
        );
    }
}

#[test]
fn a_package_cut_anywhere_never_panics() {
    let whole = docx(&p("Nội dung"), &[]);
    for end in (4..whole.len()).step_by(11) {
        let _ = open(&whole[..end]);
    }
}

#[test]
fn a_package_without_a_document_is_none() {
    assert_eq!(
        open(&package(&[("mimetype", "application/zip"), ("a.txt", "xin chào")])),
        Err(EnvelopeError::NotADocument)
    );
}

#[test]
fn a_workbook_is_no_document() {
    let relations = r#"<Relationships><Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let bytes = package(&[("_rels/.rels", relations), ("xl/workbook.xml", "<workbook/>")]);
    assert_eq!(open(&bytes), Err(EnvelopeError::NotADocument));
}

#[test]
fn a_bomb_is_stopped_at_the_limit() {
    let bomb = format!("{OPEN}{}{CLOSE}", "<w:p/>".repeat(2_000_000));
    let bytes = package(&[("word/document.xml", &bomb)]);
    let limits = Limits { part_bytes: 1 << 20, unpacked_bytes: 2 << 20, ..Limits::default() };
    assert_eq!(read_plan("b.docx", &bytes, &limits).unwrap_err(), EnvelopeError::Unpacked { limit: 2 << 20 });
}

#[test]
fn too_many_parts_are_told() {
    let parts: Vec<(String, String)> = (0..10).map(|nth| (format!("p{nth}"), String::new())).collect();
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(
        read_plan("p.docx", &package(&parts), &small()).unwrap_err(),
        EnvelopeError::Entries { found: 10, limit: 6 }
    );
}

#[test]
fn document_types_and_entities_are_refused() {
    let doctype =
        format!("<!DOCTYPE x [<!ENTITY e \"eeee\">]>{OPEN}<w:p><w:r><w:t>&amp;</w:t></w:r></w:p>{CLOSE}");
    assert_eq!(open(&package(&[("word/document.xml", &doctype)])), Err(EnvelopeError::XmlEntities));
    let entity = format!("{OPEN}<w:p><w:r><w:t>&evil;</w:t></w:r></w:p>{CLOSE}");
    assert_eq!(open(&package(&[("word/document.xml", &entity)])), Err(EnvelopeError::XmlEntities));
}

#[test]
fn deep_nesting_is_refused() {
    let deep = format!("{OPEN}{}{}{CLOSE}", "<w:x>".repeat(400), "</w:x>".repeat(400));
    assert_eq!(open(&package(&[("word/document.xml", &deep)])), Err(EnvelopeError::XmlDepth { limit: 256 }));
}

#[test]
fn broken_xml_is_broken() {
    for xml in ["<w:document><w:body></w:document>", "<w:document", "<a><b></a></b>"] {
        let found = open(&package(&[("word/document.xml", xml)]));
        assert!(matches!(found, Err(EnvelopeError::Broken(_)) | Ok(0)), "{xml}: {found:?}");
    }
}

#[test]
fn an_encrypted_part_is_told() {
    let mut bytes = docx(&p("Nội dung"), &[]);
    // General purpose bit 0 in every local and central header.
    for at in 0..bytes.len().saturating_sub(10) {
        if bytes[at..].starts_with(b"PK\x03\x04") {
            bytes[at + 6] |= 1;
        } else if bytes[at..].starts_with(b"PK\x01\x02") {
            bytes[at + 8] |= 1;
        }
    }
    assert!(matches!(open(&bytes), Err(EnvelopeError::Encrypted | EnvelopeError::Broken(_))));
}

#[test]
fn more_paragraphs_than_allowed_are_cut_and_doubted() {
    let text = "Một dòng chữ ngắn.\n\n".repeat(20);
    let reading = read_plan("dai.txt", text.as_bytes(), &small()).expect("opens");
    assert_eq!(reading.source.paragraphs.len(), 5);
    assert!(reading.plan.doubts.iter().any(|doubt| doubt.code == reader::DoubtCode::Truncated));
}

#[test]
fn text_in_utf16_and_with_marks_reads() {
    let text = "KẾ HOẠCH\nKiểm tra an ninh mạng năm 2026\n";
    let little: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let big: Vec<u8> =
        [0xFE, 0xFF].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let marked: Vec<u8> = "\u{FEFF}".bytes().chain(text.bytes()).collect();
    for bytes in [little, big, marked] {
        let plan = read_plan("a.txt", &bytes, &Limits::default()).expect("opens").plan;
        assert_eq!(plan.title.as_deref(), Some("Kiểm tra an ninh mạng năm 2026"));
    }
}

#[test]
fn text_with_a_few_broken_bytes_still_reads() {
    let mut bytes = "KẾ HOẠCH\nKiểm tra an ninh mạng năm 2026\n".repeat(20).into_bytes();
    bytes[3] = 0xFF;
    assert!(open(&bytes).is_ok());
}

#[test]
fn every_error_is_one_line() {
    let errors = [
        EnvelopeError::Empty,
        EnvelopeError::TooLarge { found: 2, limit: 1 },
        EnvelopeError::Unpacked { limit: 1 },
        EnvelopeError::Entries { found: 2, limit: 1 },
        EnvelopeError::Encrypted,
        EnvelopeError::NotADocument,
        EnvelopeError::Broken("x".into()),
        EnvelopeError::XmlDepth { limit: 1 },
        EnvelopeError::XmlEntities,
        EnvelopeError::NoConverter,
        EnvelopeError::Conversion("x".into()),
    ];
    for error in errors {
        let said = error.to_string();
        assert!(!said.is_empty() && !said.contains('\n'), "{said}");
    }
}
