//! Flat OpenDocument sources of the matrix, and packers.

use crate::writers::escape;
use std::io::Write as _;
use std::process::{Command, Stdio};

#[derive(Debug, Clone, Copy)]
pub enum Kind {
    Text,
    Sheet,
    Slides,
}

impl Kind {
    pub fn ending(self) -> &'static str {
        match self {
            Kind::Text => "fodt",
            Kind::Sheet => "fods",
            Kind::Slides => "fodp",
        }
    }
}

const SPACES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:presentation="urn:oasis:names:tc:opendocument:xmlns:presentation:1.0" office:version="1.3""#;

const HEAD: &str = "<text:p>ỦY BAN NHÂN DÂN TỈNH AN SƠN</text:p><text:p>Số: 12/KH-UBND</text:p><text:p>KẾ HOẠCH</text:p><text:p>của các cơ quan trong tỉnh năm 2024</text:p>";
const REST: &str = "<text:p>Các cơ quan, đơn vị thực hiện kế hoạch này.</text:p>";

/// A document that bears a level in a carrier.
pub fn source(kind: Kind, carrier: &str, marking: &str, font: &str) -> String {
    let said = escape(marking);
    let p = format!("<text:p text:style-name=\"F\">{said}</text:p>");
    let title = if carrier == "property" { said.as_str() } else { "x" };
    let styles = format!(
        r#"<office:styles><style:style style:name="F" style:family="paragraph"><style:text-properties style:font-name="{font}" fo:font-size="14pt"/></style:style></office:styles><office:font-face-decls><style:font-face style:name="{font}" svg:font-family="'{font}'"/></office:font-face-decls>"#
    );
    let side = |name: &str| {
        if carrier == name { format!("<style:{name}>{p}</style:{name}>") } else { String::new() }
    };
    let automatic = r#"<office:automatic-styles><style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style><style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/><style:header-style/><style:footer-style/></style:page-layout></office:automatic-styles>"#;
    let masters = format!(
        r#"<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L">{}{}</style:master-page></office:master-styles>"#,
        side("header"),
        side("footer")
    );
    let body = match kind {
        Kind::Text => text(carrier, &said, &p),
        Kind::Sheet => sheet(carrier, &said, &p),
        Kind::Slides => slides(carrier, &said, &p),
    };
    let (mime, masters) = match kind {
        Kind::Text => ("text", masters),
        Kind::Sheet => ("spreadsheet", masters.replace("\"Standard\"", "\"Default\"")),
        Kind::Slides => ("presentation", r#"<office:master-styles><style:master-page style:name="M" style:page-layout-name="L"/></office:master-styles>"#.to_owned()),
    };
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES} office:mimetype="application/vnd.oasis.opendocument.{mime}"><office:meta><dc:title>{title}</dc:title></office:meta>{styles}{automatic}{masters}<office:body>{body}</office:body></office:document>"#
    )
}

fn shape(p: &str) -> String {
    format!(
        r#"<draw:custom-shape draw:name="s" svg:x="2cm" svg:y="2cm" svg:width="5cm" svg:height="1.5cm" text:anchor-type="paragraph">{p}<draw:enhanced-geometry svg:viewBox="0 0 21600 21600" draw:type="rectangle" draw:enhanced-path="M 0 0 L 21600 0 21600 21600 0 21600 0 0 Z N"/></draw:custom-shape>"#
    )
}

/// Text on a path (Fontwork).
fn art(p: &str) -> String {
    format!(
        r#"<draw:custom-shape draw:name="w" svg:x="2cm" svg:y="2cm" svg:width="8cm" svg:height="3cm" text:anchor-type="paragraph">{p}<draw:enhanced-geometry svg:viewBox="0 0 21600 21600" draw:text-areas="0 0 21600 21600" draw:text-path="true" draw:type="fontwork-plain-text" draw:modifiers="10800" draw:enhanced-path="M 0 0 L 21600 0 N M 0 21600 L 21600 21600 N"/></draw:custom-shape>"#
    )
}

fn note(p: &str) -> String {
    format!(
        "<office:annotation><dc:creator>a</dc:creator><dc:date>2024-01-02T03:04:05</dc:date>{p}</office:annotation>"
    )
}

fn text(carrier: &str, said: &str, p: &str) -> String {
    let (mut before, mut here) = (String::new(), String::new());
    match carrier {
        "body" => here = p.to_owned(),
        "frame" => {
            here = format!(
                r#"<text:p><draw:frame draw:name="f" text:anchor-type="paragraph" svg:width="5cm" svg:height="1cm"><draw:text-box>{p}</draw:text-box></draw:frame></text:p>"#
            );
        }
        "shape" => here = format!("<text:p>{}</text:p>", shape(p)),
        "wordart" => here = format!("<text:p>{}</text:p>", art(p)),
        "comment" => here = format!("<text:p>Nội dung{}</text:p>", note(p)),
        "footnote" => {
            here = format!(
                r#"<text:p>Nội dung<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>{p}</text:note-body></text:note></text:p>"#
            );
        }
        "deleted" => {
            before = format!(
                r#"<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>a</dc:creator><dc:date>2024-01-02T03:04:05</dc:date></office:change-info>{p}</text:deletion></text:changed-region></text:tracked-changes>"#
            );
            here = r#"<text:p>Nội dung <text:change text:change-id="c1"/></text:p>"#.to_owned();
        }
        "hidden" => here = format!(r#"<text:p><text:span text:style-name="H">{said}</text:span></text:p>"#),
        "cell" => {
            here = format!(
                r#"<table:table table:name="t"><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell><text:p>UBND TỈNH</text:p></table:table-cell><table:table-cell>{p}</table:table-cell></table:table-row></table:table>"#
            );
        }
        _ => {}
    }
    format!("<office:text>{before}{HEAD}{here}{REST}</office:text>")
}

fn sheet(carrier: &str, said: &str, p: &str) -> String {
    let cell =
        |inner: &str| format!(r#"<table:table-cell office:value-type="string">{inner}</table:table-cell>"#);
    let mut rows = format!(
        "<table:table-row>{}</table:table-row><table:table-row>{}</table:table-row>",
        cell("<text:p>ỦY BAN NHÂN DÂN TỈNH</text:p>"),
        cell("<text:p>Kế hoạch của các cơ quan</text:p>")
    );
    match carrier {
        "cell" => rows.push_str(&format!("<table:table-row>{}</table:table-row>", cell(p))),
        "comment" => rows.push_str(&format!(
            "<table:table-row>{}</table:table-row>",
            cell(&format!("{}<text:p>x</text:p>", note(p)))
        )),
        "shape" => rows.push_str(&format!(
            "<table:table-row>{}</table:table-row>",
            cell(&format!("<text:p>x</text:p>{}", shape(p)))
        )),
        _ => {}
    }
    let name = if carrier == "sheet" { said } else { "Trang" };
    format!(
        r#"<office:spreadsheet><table:table table:name="{name}"><table:table-column/>{rows}</table:table></office:spreadsheet>"#
    )
}

fn slides(carrier: &str, _said: &str, p: &str) -> String {
    let frame = |inner: &str| {
        format!(
            r#"<draw:frame svg:x="2cm" svg:y="5cm" svg:width="12cm" svg:height="2cm"><draw:text-box>{inner}</draw:text-box></draw:frame>"#
        )
    };
    let mut shown = frame("<text:p>Kế hoạch của các cơ quan trong tỉnh</text:p>");
    let mut notes = String::new();
    match carrier {
        "slide" => shown.push_str(&frame(p)),
        "shape" => shown.push_str(&shape(p)),
        "wordart" => shown.push_str(&art(p)),
        "comment" => shown.push_str(&note(p)),
        "notes" => {
            notes = format!(
                r#"<presentation:notes><draw:frame presentation:class="notes" svg:x="2cm" svg:y="14cm" svg:width="12cm" svg:height="8cm"><draw:text-box>{p}</draw:text-box></draw:frame></presentation:notes>"#
            );
        }
        _ => {}
    }
    format!(
        r#"<office:presentation><draw:page draw:name="p1" draw:master-page-name="M">{shown}{notes}</draw:page></office:presentation>"#
    )
}

/// A text file in a mail or an archive, by Python's own packers.
pub fn packed(format: &str, content: &[u8]) -> Vec<u8> {
    const PROGRAM: &str = r"
import sys, io, zipfile, tarfile, gzip, email.message, mailbox
kind, content = sys.argv[1], sys.stdin.buffer.read()
out = io.BytesIO()
def zipped(name, data):
    o = io.BytesIO()
    with zipfile.ZipFile(o, 'w', zipfile.ZIP_DEFLATED) as z: z.writestr(name, data)
    return o.getvalue()
def tarred(mode):
    o = io.BytesIO()
    with tarfile.open(fileobj=o, mode=mode) as t:
        i = tarfile.TarInfo('b.txt'); i.size = len(content); t.addfile(i, io.BytesIO(content))
    return o.getvalue()
def mail():
    m = email.message.EmailMessage(); m['Subject'] = 'Ke hoach'; m['From'] = 'a@example.org'; m['To'] = 'b@example.org'
    m.set_content('Noi dung'); m.add_attachment(content, maintype='application', subtype='octet-stream', filename='b.txt')
    return m.as_bytes()
r = {'zip': lambda: zipped('b.txt', content), 'zip.zip': lambda: zipped('b.zip', zipped('b.txt', content)), 'tar': lambda: tarred('w'),
 'tar.gz': lambda: tarred('w:gz'), 'gz': lambda: gzip.compress(content), 'eml': mail,
 'mbox': lambda: b'From a@example.org Thu Jan  1 00:00:00 2024\n' + mail() + b'\nFrom b@example.org Thu Jan  1 00:00:00 2024\n' + b'Subject: x\nFrom: c@example.org\n\nx\n'}
sys.stdout.buffer.write(r[kind]())
";
    let mut child = Command::new("python3")
        .args(["-c", PROGRAM, format])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    child.stdin.take().expect("it has an input").write_all(content).expect("it takes its input");
    child.wait_with_output().expect("it ends").stdout
}
