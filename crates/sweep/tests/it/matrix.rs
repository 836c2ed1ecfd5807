//! A matrix of carriers, codes and formats, written by other programs: nearly
//! all of its cells are seen.

mod sources;

use crate::writers::{LEVELS, bytes, convert, font, letters, there};
use rasoat_sweep::{Confidence, Level, Limits, Outcome, Step, examine};
use sources::{Kind, source};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The share of cells that must be seen.
const SEEN: f64 = 0.95;

const CODES: [&str; 9] = ["nfc", "nfd", "mixed", "tcvn3", "vni", "viscii", "viqr", "spaced", "unaccented"];

/// The highest level that is an alarm in a file or in what it holds.
pub fn alarm(name: &str, content: &[u8]) -> Option<Level> {
    let mut found = None;
    examine(name, content, &Limits::default(), &mut |step| {
        if let Step::Ended(account) = step
            && let Outcome::Marked(marking) = account.outcome
            && marking.confidence > Confidence::Mention
        {
            found = found.max(Some(marking.level));
        }
    });
    found
}

pub fn level(code: &str) -> Level {
    match code {
        "mat" => Level::Mat,
        "toi_mat" => Level::ToiMat,
        _ => Level::TuyetMat,
    }
}

#[derive(Default)]
struct Tally {
    cells: usize,
    misses: Vec<String>,
    by_format: BTreeMap<String, (usize, usize)>,
}

impl Tally {
    fn add(&mut self, cell: &str, format: &str, seen: bool) {
        self.cells += 1;
        let of = self.by_format.entry(format.to_owned()).or_default();
        of.1 += 1;
        if seen {
            of.0 += 1;
        } else {
            self.misses.push(format!("{format}/{cell}"));
        }
    }
}

/// Sources of one kind: name, level.
fn write_sources(
    folder: &Path,
    kind: Kind,
    carriers: &[&str],
    codes: &[&str],
) -> Vec<(PathBuf, &'static str)> {
    let mut written = Vec::new();
    for (nth, carrier) in carriers.iter().enumerate() {
        for (at, code) in codes.iter().enumerate() {
            let (text, level) = LEVELS[(nth + at) % 3];
            // Alone and without marks it is any word.
            let (text, level) = if *code == "unaccented" { LEVELS[1 + nth % 2] } else { (text, level) };
            let path = folder.join(format!("{carrier}-{code}.{}", kind.ending()));
            fs::write(&path, source(kind, carrier, &letters(text, code), font(code)))
                .expect("a source is written");
            written.push((path, level));
        }
    }
    written
}

#[expect(clippy::print_stdout, reason = "what was not written must be seen")]
fn converted(tally: &mut Tally, kind: Kind, carriers: &[&str], codes: &[&str], formats: &[(&str, &str)]) {
    let folder = tempfile::Builder::new()
        .disable_cleanup(std::env::var_os("KEEP_MATRIX").is_some())
        .tempdir()
        .expect("a folder");
    let sources = write_sources(folder.path(), kind, carriers, codes);
    let paths: Vec<PathBuf> = sources.iter().map(|(path, _)| path.clone()).collect();
    for (ending, filter) in formats {
        let into = folder.path().join(ending);
        convert(&paths, filter, &into);
        for (path, expected) in &sources {
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            // What LibreOffice leaves out of a format, or makes a picture of.
            let carrier = stem.split('-').next().unwrap_or_default();
            let gone = match *ending {
                "pdf" => ["deleted", "hidden", "comment", "wordart", "notes"].contains(&carrier),
                "html" => ["deleted", "wordart", "shape"].contains(&carrier),
                "rtf" => carrier == "wordart",
                _ => false,
            };
            if gone {
                continue;
            }
            let Ok(content) = fs::read(into.join(format!("{stem}.{ending}"))) else {
                println!("LibreOffice did not write {stem}.{ending}");
                continue;
            };
            tally.add(&stem, ending, alarm(&format!("x.{ending}"), &content) == Some(level(expected)));
        }
    }
}

#[test]
fn nearly_all_carriers_codes_and_formats_are_seen() {
    if !there(&["soffice", "recode", "iconv"]) {
        return;
    }
    let mut tally = Tally::default();
    let texts = [
        "body", "header", "footer", "frame", "shape", "wordart", "comment", "footnote", "deleted", "hidden",
        "property", "cell",
    ];
    let codes = ["nfc", "mixed", "tcvn3", "vni"];
    let formats = [
        ("odt", "odt"),
        ("docx", "docx"),
        ("doc", "doc"),
        ("rtf", "rtf"),
        ("pdf", "pdf"),
        ("html", "html:HTML:EmbedImages"),
    ];
    converted(&mut tally, Kind::Text, &texts, &codes, &formats);
    let sheets = ["cell", "sheet", "header", "comment", "shape", "property"];
    converted(&mut tally, Kind::Sheet, &sheets, &codes, &[("ods", "ods"), ("xlsx", "xlsx"), ("xls", "xls")]);
    let slides = ["slide", "shape", "notes", "comment", "wordart"];
    converted(&mut tally, Kind::Slides, &slides, &codes, &[("odp", "odp"), ("pptx", "pptx"), ("ppt", "ppt")]);
    converted(
        &mut tally,
        Kind::Text,
        &["body", "frame"],
        &CODES,
        &[("docx", "docx"), ("doc", "doc"), ("rtf", "rtf")],
    );
    plain(&mut tally);
    for (format, (seen, cells)) in &tally.by_format {
        println!("{format}: {seen} of {cells}");
    }
    println!("missed: {}", tally.misses.join(" "));
    let seen = tally.cells - tally.misses.len();
    println!("{seen} of {} cells are seen", tally.cells);
    assert!(tally.cells >= 400, "only {} cells", tally.cells);
    assert!(seen as f64 >= SEEN * tally.cells as f64);
}

/// Text, tables of values, pages and mails in every code, packed and not.
fn plain(tally: &mut Tally) {
    let codes = ["utf8", "utf16le", "utf16be", "tcvn3", "vn1", "vni", "viscii", "vps", "cp1258", "viqr"];
    for (nth, code) in codes.iter().enumerate() {
        let (text, expected) = LEVELS[nth % 3];
        let said = |text: &str| bytes(text, code);
        let head = "ỦY BAN NHÂN DÂN TỈNH AN SƠN\nSố: 12/KH-UBND\nKẾ HOẠCH\ncủa các cơ quan trong tỉnh\n";
        let txt = said(&format!("{head}{text}\nNội dung\n"));
        let csv = said(&format!("Cơ quan,Nội dung\nUBND tỉnh,Kế hoạch\n{text},\n"));
        let html = if code.starts_with("utf16") {
            said(&format!("<html><body><p>{}</p><p>{text}</p></body></html>", head.replace('\n', "<br>")))
        } else {
            [b"<html><body><p>".as_slice(), &said(head), b"</p><p>", &said(text), b"</p></body></html>"]
                .concat()
        };
        let xml = if code.starts_with("utf16") {
            said(&format!("<?xml version=\"1.0\"?><a><b>{text}</b></a>"))
        } else {
            [b"<?xml version=\"1.0\"?><a><b>".as_slice(), &said(text), b"</b></a>"].concat()
        };
        let seen = |name: &str, content: &[u8]| alarm(name, content) == Some(level(expected));
        tally.add(code, "txt", seen("a.txt", &txt));
        tally.add(code, "csv", seen("a.csv", &csv));
        tally.add(code, "html", seen("a.html", &html));
        tally.add(code, "xml", seen("a.xml", &xml));
        tally.add(code, "md", seen("a.md", &said(&format!("{head}\n# {text}\n"))));
        for format in ["eml", "mbox", "zip", "tar", "tar.gz", "gz", "zip.zip"] {
            tally.add(code, format, seen(&format!("a.{format}"), &sources::packed(format, &txt)));
        }
    }
}
