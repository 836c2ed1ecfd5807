//! Documents, packages, compound files, PDF, plans and sheets.

use super::beside;
use crate::build;
use crate::part::joined;

/// Endings of names by which a file without signs of its own is told.
pub const ENDINGS: [&str; 12] =
    ["txt", "csv", "html", "xml", "md", "eml", "mbox", "mht", "gz", "json", "svg", "doc"];

/// Names of parts of a package.
pub const PARTS: [&str; 40] = [
    "[Content_Types].xml",
    "_rels/.rels",
    "word/document.xml",
    "word/_rels/document.xml.rels",
    "word/styles.xml",
    "word/numbering.xml",
    "word/settings.xml",
    "word/header1.xml",
    "word/footer1.xml",
    "word/footnotes.xml",
    "word/comments.xml",
    "word/media/image1.png",
    "word/embeddings/oleObject1.bin",
    "word/embeddings/a.docx",
    "docProps/core.xml",
    "docProps/custom.xml",
    "customXml/item1.xml",
    "xl/workbook.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/comments1.xml",
    "xl/drawings/drawing1.xml",
    "xl/drawings/vmlDrawing1.vml",
    "xl/workbook.bin",
    "ppt/presentation.xml",
    "ppt/slides/slide1.xml",
    "ppt/notesSlides/notesSlide1.xml",
    "ppt/comments/comment1.xml",
    "mimetype",
    "content.xml",
    "styles.xml",
    "meta.xml",
    "META-INF/manifest.xml",
    "Object 1",
    "a.txt",
    "a.html",
    "a.eml",
    "a.rtf",
    "a.zip",
];

/// Parts of a workbook.
pub const BOOK: [&str; 10] = [
    "[Content_Types].xml",
    "_rels/.rels",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/styles.xml",
    "content.xml",
    "META-INF/manifest.xml",
    "xl/theme/theme1.xml",
];

/// Streams of a compound file.
pub const STREAMS: [&str; 24] = [
    "WordDocument",
    "1Table",
    "0Table",
    "Data",
    "Workbook",
    "Book",
    "PowerPoint Document",
    "Current User",
    "\u{5}SummaryInformation",
    "\u{5}DocumentSummaryInformation",
    "__properties_version1.0",
    "__substg1.0_0037001F",
    "__substg1.0_1000001F",
    "__substg1.0_10090102",
    "__substg1.0_10130102",
    "__attach_version1.0_#00000000/__substg1.0_37010102",
    "__attach_version1.0_#00000000/__substg1.0_3707001F",
    "__recip_version1.0_#00000000/__substg1.0_3001001F",
    "\u{1}Ole10Native",
    "\u{1}CompObj",
    "Package",
    "CONTENTS",
    "ObjectPool/_1/WordDocument",
    "MBD00000001/Workbook",
];

/// The largest file of another program that is taken as a seed.
const LARGEST: usize = 24 << 10;
const WORDS: &str = "ỦY BAN NHÂN DÂN\nMẬT\nBản số: 1\nKẾ HOẠCH kiểm tra công tác bảo vệ bí mật nhà nước\n";

/// Any file there is.
pub fn files() -> Vec<Vec<u8>> {
    let mail = format!(
        "From: a@example.org\r\nTo: b@example.org\r\nSubject: =?utf-8?B?TeG6rFQ=?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>M=E1=BA=ACT</p>\r\n--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"a.txt\"\r\n\r\n{WORDS}\r\n--x--\r\n"
    );
    let rtf = r"{\rtf1\ansi\ansicpg1258{\fonttbl{\f0 .VnTimeH;}}{\header\pard M\u7852?T\par}\pard\f0 M\'cbt\par{\*\annotation a}{\shp{\*\shpinst{\shptxt MAT\par}}}{\object\objemb{\*\objdata 0105000002000000080000005061636b6167650000000000000000000400000061626364}}\trowd\cell\row}";
    let html = "<html><head><meta charset=utf-8><title>M&#7852;T</title></head><body><table><tr><td>M&Acirc;T</td></tr></table><div style='border:1px'>TUY&#x1EC6;T M&#7852;T</div></body></html>";
    let word = r#"<?xml version="1.0"?><w:wordDocument><w:body><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:body></w:wordDocument>"#;
    let flat = r#"<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:body><office:text><text:p>MẬT</text:p></office:text></office:body></office:document>"#;
    let mailbox = format!(
        "From a@example.org Thu Jan  1 00:00:00 2024\n{mail}\nFrom b@example.org Thu Jan  1\nSubject: x\nFrom: c@example.org\n\nx\n"
    );
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(WORDS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let nested = build::package([("b.zip", build::package([("a.txt", WORDS.as_bytes())]).as_slice())]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, WORDS.as_bytes()).expect("memory takes it");
    let gzip = gzip.finish().expect("memory takes it");
    let own: [(u8, &[u8]); 12] = [
        (0, WORDS.as_bytes()),
        (1, b"a,b\n\"MAT\",2\n"),
        (2, html.as_bytes()),
        (3, word.as_bytes()),
        (3, flat.as_bytes()),
        (5, mail.as_bytes()),
        (6, mailbox.as_bytes()),
        (0, rtf.as_bytes()),
        (0, &wide),
        (0, &nested),
        (8, &gzip),
        (0, b"M\xCBt\nT\xE8i m\xCBt\n"),
    ];
    let mut found: Vec<Vec<u8>> =
        own.iter().map(|(ending, bytes)| [&[*ending][..], bytes].concat()).collect();
    for (name, bytes) in beside("tika", LARGEST) {
        let ending = name.rsplit('.').next().unwrap_or_default();
        let choice = ENDINGS.iter().position(|known| *known == ending).unwrap_or(0) as u8;
        found.push([&[choice][..], &bytes].concat());
    }
    found
}

/// The byte that names a part.
fn at(names: &[&str], name: &str) -> u8 {
    names.iter().position(|known| *known == name).unwrap_or(0) as u8
}

fn parts_of(choice: u8, names: &[&str], parts: &[(&str, &str)]) -> Vec<u8> {
    let parts: Vec<(u8, &[u8])> =
        parts.iter().map(|(name, text)| (at(names, name), text.as_bytes())).collect();
    [&[choice][..], &joined(&parts)].concat()
}

const TYPES: &str = "<Types/>";
const BODY: &str = r#"<w:document><w:body><w:p><w:pPr><w:pStyle w:val="H"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:rPr><w:rFonts w:ascii=".VnTimeH"/><w:vanish/></w:rPr><w:t>MẬT</w:t><w:tab/><w:br/></w:r><w:del><w:r><w:delText>a</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><w:p><w:r><w:t>I. ĐỐI TƯỢNG</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent><w:p><w:r><w:t>Bản số: 1</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice></mc:AlternateContent><w:pict><v:textpath string="MẬT"/></w:pict></w:r></w:p></w:body></w:document>"#;
const NUMBERS: &str = r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
const SHEET: &str = r#"<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>MẬT</t></is></c><c r="C3" s="1"><v>45000.5</v></c></row></sheetData><headerFooter><oddHeader>&amp;C&amp;"A"MẬT</oddHeader></headerFooter></worksheet>"#;
const STRINGS: &str = "<sst><si><t>Tên đơn vị</t></si><si><r><t>MẬT</t></r></si></sst>";
const OPEN: &str = r#"<office:document-content xmlns:table="t"><office:automatic-styles><style:style style:name="F" style:family="paragraph"><style:text-properties style:font-name=".VnTimeH" text:display="none"/></style:style></office:automatic-styles><office:body><office:spreadsheet><table:table table:name="A"><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="3"><text:p text:style-name="F">MẬT<text:s text:c="3"/></text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;

/// Packages of OOXML, OpenDocument and ZIP.
pub fn packages() -> Vec<Vec<u8>> {
    let word = [
        ("[Content_Types].xml", TYPES),
        ("word/document.xml", BODY),
        ("word/numbering.xml", NUMBERS),
        (
            "word/styles.xml",
            r#"<w:styles><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"#,
        ),
        ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>TUYỆT MẬT</w:t></w:r></w:p></w:hdr>"),
        ("docProps/core.xml", "<cp:coreProperties><dc:title>MẬT</dc:title></cp:coreProperties>"),
        (
            "docProps/custom.xml",
            "<Properties><property name=\"a\"><vt:lpwstr>MẬT</vt:lpwstr></property></Properties>",
        ),
    ];
    let book = [
        ("[Content_Types].xml", TYPES),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"MẬT\" sheetId=\"1\"/></sheets></workbook>"),
        ("xl/worksheets/sheet1.xml", SHEET),
        ("xl/sharedStrings.xml", STRINGS),
        (
            "xl/comments1.xml",
            "<comments><commentList><comment><text><t>MẬT</t></text></comment></commentList></comments>",
        ),
    ];
    let show = [
        ("[Content_Types].xml", TYPES),
        ("ppt/presentation.xml", "<p:presentation/>"),
        (
            "ppt/slides/slide1.xml",
            "<p:sld><p:sp><p:txBody><a:p><a:r><a:t>MẬT</a:t></a:r></a:p></p:txBody></p:sp><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:sld>",
        ),
    ];
    let open = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", OPEN),
        (
            "styles.xml",
            "<office:document-styles><style:header><text:p>MẬT</text:p></style:header></office:document-styles>",
        ),
        ("meta.xml", "<office:meta><dc:title>MẬT</dc:title></office:meta>"),
    ];
    let plain = [("a.txt", WORDS), ("a.html", "<p>MẬT</p>"), ("a.rtf", r"{\rtf1 MAT}")];
    let mut found = Vec::new();
    for choice in 0..4 {
        found.extend([
            parts_of(choice, &PARTS, &word),
            parts_of(choice, &PARTS, &book),
            parts_of(choice, &PARTS, &show),
            parts_of(choice, &PARTS, &open),
            parts_of(choice, &PARTS, &plain),
        ]);
        // What other programs write, by their parts.
        for (_, bytes) in beside("tika", LARGEST) {
            found.extend(unpacked(choice, &bytes));
        }
    }
    found
}

/// The parts of a package whose names are known here.
fn unpacked(choice: u8, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).ok()?;
        let name = file.name().ok()?.into_owned();
        if let Some(kind) = PARTS.iter().position(|known| *known == name) {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::Read::take(&mut file, LARGEST as u64), &mut bytes)
                .ok()?;
            parts.push((kind as u8, bytes));
        }
    }
    let parts: Vec<(u8, &[u8])> = parts.iter().map(|(kind, bytes)| (*kind, bytes.as_slice())).collect();
    (!parts.is_empty()).then(|| [&[choice][..], &joined(&parts)].concat())
}

/// Compound files by their streams.
pub fn compounds() -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for (_, bytes) in beside("tika", 96 << 10) {
        let Ok(mut file) = cfb::CompoundFile::open(std::io::Cursor::new(bytes)) else { continue };
        let mut parts = Vec::new();
        for (kind, name) in STREAMS.iter().enumerate() {
            let Ok(mut stream) = file.open_stream(name) else { continue };
            let mut bytes = Vec::new();
            let _ =
                std::io::Read::read_to_end(&mut std::io::Read::take(&mut stream, LARGEST as u64), &mut bytes);
            parts.push((kind as u8, bytes));
        }
        let parts: Vec<(u8, &[u8])> = parts.iter().map(|(kind, bytes)| (*kind, bytes.as_slice())).collect();
        if !parts.is_empty() {
            found.push(joined(&parts));
        }
    }
    let subject: Vec<u8> = "MẬT".encode_utf16().flat_map(u16::to_le_bytes).collect();
    found.push(joined(&[
        (10, &[0; 32]),
        (11, &subject),
        (12, &subject),
        (15, WORDS.as_bytes()),
        (16, &subject),
    ]));
    found.push(joined(&[(18, b"\x20\0\0\0\x02\0a.txt\0a\0\0\0\x03\0\x01\0\0\0\0\x04\0\0\0abcd")]));
    found
}

/// PDF as it is, and what is drawn on a page.
pub fn pdfs() -> Vec<Vec<u8>> {
    const MAP: &str = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0041> <004D> <0042> <1EAC> endbfchar 1 beginbfrange <0043> <0050> <0054> endbfrange 1 beginbfrange <0060> <0061> [<0041> <0042>] endbfrange endcmap end end";
    const DRAWN: &str = "q 1 0 0 1 72 700 cm BT /F1 12 Tf 14 TL 0 0 Td (M\\301T) Tj T* [(a) -250 (b)] TJ 1 0 .5 1 0 0 Tm <00410042> Tj (x) ' 1 2 (y) \" ET Q 72 600 200 50 re S 72 600 m 200 600 l S /X1 Do BI /W 1 /H 1 ID \0 EI /Span << /ActualText (MAT) >> BDC EMC";
    let font = "/Subtype /Type0 /BaseFont /ABCDEF+.VnTimeH /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /W [0 [500 600] 10 20 700] /DW 1000 >>]";
    let plain = "/Subtype /Type1 /BaseFont /Helvetica /FirstChar 32 /LastChar 34 /Widths [250 300 400] /Encoding << /Differences [65 /Acircumflex /uni1EAC] >>";
    let note = "/Subtype /FreeText /Contents (MAT) /AP << /N 7 0 R >>";
    let mut found = vec![];
    for font in [font, plain] {
        let parts = joined(&[
            (0, DRAWN.as_bytes()),
            (1, MAP.as_bytes()),
            (2, font.as_bytes()),
            (3, b"BT /F1 10 Tf (form) Tj ET /X1 Do"),
            (4, b"/Rotate 90"),
            (5, note.as_bytes()),
        ]);
        found.push([&[1][..], &parts].concat());
    }
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_vec(),
        build::stream("", DRAWN.as_bytes()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
    ];
    found.push([&[0][..], &build::pdf(&objects)].concat());
    let files = beside("tika", LARGEST).into_iter().filter(|(name, _)| name.ends_with(".pdf"));
    found.extend(files.map(|(_, bytes)| [&[0][..], &bytes].concat()));
    found
}

macro_rules! issued {
    ($($name:literal),+) => { [$(include_bytes!(concat!("../../../crates/reader/tests/", $name)).as_slice()),+] };
}

/// Plans, as text and in a package.
pub fn plans() -> Vec<Vec<u8>> {
    let files = issued!(
        "fixtures/bang.docx",
        "fixtures/bang.txt",
        "issued/02-theo-quy.txt",
        "issued/05-dang.docx",
        "issued/06-ocr.txt",
        "issued/12-can-cu-dai.txt",
        "samples/bang-markdown.md",
        "samples/chuong-trinh.txt",
        "samples/thong-bao-lich.txt"
    );
    let rtf = r"{\rtf1{\header M\u7852?T\par}{\object a}\'cb\par}".as_bytes();
    let both = files.iter().copied().chain([rtf, b"\xFF\xFEM\0"]);
    both.flat_map(|bytes| [[&[0][..], bytes].concat(), [&[0x80][..], bytes].concat()]).collect()
}

/// Workbooks and CSV.
pub fn sheets() -> Vec<Vec<u8>> {
    let types = r#"<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
    let relations = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    let workbook = r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets><definedNames><definedName name="a">A!$A$1</definedName></definedNames></workbook>"#;
    let inner = r#"<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let styles = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><fonts><font><sz val="11"/></font></fonts><fills><fill/></fills><borders><border/></borders><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#;
    vec![
        [&[0][..], "\u{FEFF}Tên;Số\r\n\"Sở; Y tế\";\"a \"\"b\"\"\"\r\n".as_bytes()].concat(),
        parts_of(
            1,
            &BOOK,
            &[
                ("[Content_Types].xml", types),
                ("_rels/.rels", relations),
                ("xl/workbook.xml", workbook),
                ("xl/_rels/workbook.xml.rels", inner),
                ("xl/worksheets/sheet1.xml", SHEET),
                ("xl/sharedStrings.xml", STRINGS),
                ("xl/styles.xml", styles),
            ],
        ),
        parts_of(1, &BOOK, &[("content.xml", OPEN), ("META-INF/manifest.xml", "<manifest/>")]),
    ]
}
