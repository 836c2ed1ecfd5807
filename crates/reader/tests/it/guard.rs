//! The upload guard looks into every kind of file that is taken in.

use reader::guard::{Seen, look};
use reader::marking::Level;
use reader::{EnvelopeError, Limits};

use crate::office::{docx, p, package, table};

fn seen(bytes: &[u8]) -> Result<Seen, EnvelopeError> {
    look("tep", bytes, &Limits::default())
}

fn level(bytes: &[u8]) -> Option<Level> {
    match seen(bytes) {
        Ok(Seen::Marked(marking)) => Some(marking.level),
        Ok(_) => None,
        Err(error) => panic!("it opens: {error}"),
    }
}

/// A workbook with these rows and these further parts.
fn workbook(rows: &[&[&str]], more: &[(&str, &str)]) -> Vec<u8> {
    let cells = |row: &[&str]| -> String {
        row.iter().map(|text| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#)).collect()
    };
    let rows: String = rows.iter().map(|row| format!("<row>{}</row>", cells(row))).collect();
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    );
    let mut parts = vec![
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Số liệu" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_str()),
    ];
    parts.extend(more);
    package(&parts)
}

fn slides(text: &str) -> Vec<u8> {
    package(&[
        ("ppt/presentation.xml", "<p:presentation/>"),
        (
            "ppt/slides/slide1.xml",
            &format!(
                "<p:sld><a:p><a:r><a:t>{text}</a:t></a:r></a:p><a:p><a:r><a:t>Nội dung</a:t></a:r></a:p></p:sld>"
            ),
        ),
    ])
}

fn open_document(kind: &str, content: &str, styles: &str) -> Vec<u8> {
    package(&[
        ("mimetype", &format!("application/vnd.oasis.opendocument.{kind}")),
        ("content.xml", content),
        ("styles.xml", styles),
    ])
}

#[test]
fn every_office_kind_is_looked_into() {
    let cases: Vec<(&str, Vec<u8>, Level)> = vec![
        ("cell", workbook(&[&["Số liệu"], &["TỐI MẬT"]], &[]), Level::TopSecret),
        (
            "sheet comment",
            workbook(&[&["1"]], &[("xl/comments1.xml", "<comments><comment><text><r><t>M</t></r><r><t>ẬT</t></r></text></comment></comments>")]),
            Level::Secret,
        ),
        (
            "sheet drawing",
            workbook(&[&["1"]], &[("xl/drawings/drawing1.xml", "<wsDr><txBody><p><r><t>TUYỆT MẬT</t></r></p></txBody></wsDr>")]),
            Level::AbsoluteSecret,
        ),
        ("slide", slides("MẬT"), Level::Secret),
        ("spaced slide", slides("T Ố I   M Ậ T"), Level::TopSecret),
        ("decomposed", slides("MA\u{302}\u{323}T"), Level::Secret),
        (
            "open text",
            open_document("text", "<office><text:p>TUYỆT <text:span>MẬT</text:span></text:p></office>", "<s/>"),
            Level::AbsoluteSecret,
        ),
        (
            "header of an open text",
            open_document("text", "<o><p>Nội dung</p></o>", "<s><header><p>MẬT</p></header></s>"),
            Level::Secret,
        ),
        ("rich text", r"{\rtf1\ansi{\fonttbl{\f0 Times;}}{\header\pard T\u7888?I M\u7852?T\par}\pard N\u7897?i dung\par}".as_bytes().to_vec(), Level::TopSecret),
        (
            "comment of a document",
            docx(&p("Nội dung"), &[("word/comments.xml", "<w:comments><w:comment><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:comment></w:comments>")]),
            Level::Secret,
        ),
        (
            "watermark of a document",
            docx(&p("Nội dung"), &[("word/header2.xml", r#"<w:hdr><w:p><v:shape><v:textpath string="TỐI MẬT"/></v:shape></w:p></w:hdr>"#)]),
            Level::TopSecret,
        ),
        ("two columns of a text", "MẬT            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n".as_bytes().to_vec(), Level::Secret),
        ("number in a slide", slides("Số: 15/BC-UBND(M)"), Level::Secret),
    ];
    for (what, bytes, wanted) in cases {
        assert_eq!(level(&bytes), Some(wanted), "{what}");
    }
}

#[test]
fn the_header_of_a_sheet_is_looked_into() {
    let sheet = r#"<worksheet><sheetData/><headerFooter><oddHeader>&amp;L&amp;"Arial,Bold"MẬT&amp;RTrang &amp;P</oddHeader></headerFooter></worksheet>"#;
    let bytes = workbook(&[&["1"]], &[("xl/worksheets/sheet2.xml", sheet)]);
    assert_eq!(level(&bytes), Some(Level::Secret));
}

#[test]
fn a_document_inside_a_document_is_looked_into() {
    let inner = docx(&p("TUYỆT MẬT"), &[]);
    let outer = {
        use std::io::{Cursor, Write};
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        for (name, bytes) in
            [("ppt/presentation.xml", b"<p/>".to_vec()), ("ppt/embeddings/tai-lieu.docx", inner)]
        {
            writer.start_file(name, options).expect("part");
            writer.write_all(&bytes).expect("part");
        }
        writer.finish().expect("package").into_inner()
    };
    assert_eq!(level(&outer), Some(Level::AbsoluteSecret));
}

#[test]
fn words_about_secrecy_in_any_kind_do_not_alarm() {
    let count = docx(
        &table(&[
            vec!["STT".into(), "TUYỆT MẬT".into(), "TỐI MẬT".into(), "MẬT".into()],
            vec!["1".into(), "0".into(), "2".into(), "7".into()],
        ]),
        &[],
    );
    let cases: Vec<Vec<u8>> = vec![
        workbook(&[&["STT", "TUYỆT MẬT", "TỐI MẬT", "MẬT"], &["1", "0", "2", "7"]], &[]),
        count,
        slides("Công tác bảo vệ bí mật nhà nước; tài liệu mật, tối mật, tuyệt mật"),
        slides("BẢO VỆ BÍ MẬT NHÀ NƯỚC"),
        open_document("text", "<o><p>Độ mật của tài liệu do người soạn thảo đề xuất</p></o>", "<s/>"),
        br"{\rtf1\pard B\u7843?o v\u7879? b\u237? m\u7853?t nh\u224? n\u432?\u7899?c\par}".to_vec(),
    ];
    for bytes in cases {
        assert_eq!(seen(&bytes), Ok(Seen::Clean));
    }
}

#[test]
fn pictures_are_taken_as_not_looked_into() {
    assert_eq!(seen(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Ok(Seen::Pictures));
    assert_eq!(seen(b"\xFF\xD8\xFF\xE0\0\x10JFIF"), Ok(Seen::Pictures));
    let scan =
        String::from_utf8(crate::envelopes::tiny_pdf()).expect("ascii").replace("(Mot) Tj", "          ");
    assert_eq!(seen(scan.as_bytes()), Ok(Seen::Pictures));
}

#[test]
fn what_cannot_be_opened_is_not_vouched_for() {
    let whole = workbook(&[&["Số liệu"]], &[]);
    assert!(seen(&whole[..whole.len() / 2]).is_err());
    let locked = package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "x"),
        ("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>"),
    ]);
    assert_eq!(seen(&locked), Err(EnvelopeError::Encrypted));
    let entity = open_document("text", "<!DOCTYPE x [<!ENTITY e 'e'>]><o><p>&e;</p></o>", "<s/>");
    assert_eq!(seen(&entity), Err(EnvelopeError::XmlEntities));
    assert!(seen(br"{\rtf1{\object{\*\objdata 0105}}}").is_err());
    assert!(matches!(seen(&b"{\\rtf1".repeat(400)), Err(EnvelopeError::XmlDepth { .. })));
    assert_eq!(seen(&package(&[("a.exe", "MZ")])), Err(EnvelopeError::NotADocument));
}

/// Each of a million cells was once compared with every other of its kind.
#[test]
fn a_sheet_full_of_levels_side_by_side_is_looked_through_once() {
    let row: &[&str] = &["MẬT", "TỐI MẬT"];
    let bytes = workbook(&vec![row; 40_000], &[]);
    assert_eq!(level(&bytes), None, "levels side by side head columns");
    let mut rows = vec![row; 40_000];
    rows.push(&["MẬT"]);
    assert_eq!(level(&workbook(&rows, &[])), Some(Level::Secret));
}

/// What documents inside documents unpack to counts for the whole file.
#[test]
fn documents_inside_a_document_share_its_limits() {
    let inner = docx(&p(&"a ".repeat(300_000)), &[]);
    let limits = Limits { unpacked_bytes: 8 << 20, part_bytes: 4 << 20, ..Limits::default() };
    let outer = |count: usize| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let mut part = |name: &str, bytes: &[u8]| {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("part");
            std::io::Write::write_all(&mut writer, bytes).expect("part");
        };
        part(
            "word/document.xml",
            format!("{}{}{}", crate::office::OPEN, p("a"), crate::office::CLOSE).as_bytes(),
        );
        for number in 0..count {
            part(&format!("word/embeddings/{number}.docx"), &inner);
        }
        writer.finish().expect("package").into_inner()
    };
    assert_eq!(look("a.docx", &outer(2), &limits), Ok(Seen::Clean));
    assert!(matches!(look("a.docx", &outer(40), &limits), Err(EnvelopeError::Unpacked { .. })));
}

/// A long list, and an object full of short words, are looked through without being
/// held in pieces.
#[test]
fn a_marking_behind_a_hundred_thousand_lines_is_seen() {
    let text = format!("{}MẬT\n{}", "abc\n".repeat(200_000), "x".repeat(400_000));
    assert_eq!(level(text.as_bytes()), Some(Level::Secret));
    let object: Vec<u8> = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), b"abc\0".repeat(200_000)].concat();
    let mut stamped = object.clone();
    stamped.extend("\0TUYỆT MẬT\0".encode_utf16().flat_map(u16::to_le_bytes));
    let with = |object: &[u8]| {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in [("ppt/presentation.xml", &b"<p/>"[..]), ("ppt/embeddings/a.bin", object)] {
            writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("part");
            std::io::Write::write_all(&mut writer, bytes).expect("part");
        }
        writer.finish().expect("package").into_inner()
    };
    assert_eq!(level(&with(&object)), None);
    assert_eq!(level(&with(&stamped)), Some(Level::AbsoluteSecret));
}
