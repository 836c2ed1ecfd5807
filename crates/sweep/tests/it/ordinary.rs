//! Ordinary documents: laws, plans, registers, letters, forms full of words that
//! look like a level. None of them is an alarm.

mod texts;

use crate::matrix::alarm;
use crate::writers::{convert, there};
use std::fs;
use std::path::PathBuf;

/// Ordinary documents that are looked at, at least.
const DOCUMENTS: usize = 500;

#[test]
fn ordinary_documents_are_no_alarm() {
    let mut looked_at = 0;
    let mut alarms = Vec::new();
    for (name, content) in texts::documents() {
        looked_at += 1;
        if alarm(&name, content.as_bytes()).is_some() {
            alarms.push(name);
        }
    }
    println!("{looked_at} ordinary documents, alarms: {alarms:?}");
    assert!(looked_at >= DOCUMENTS);
    assert!(alarms.is_empty());
}

#[test]
fn ordinary_documents_of_offices_are_no_alarm() {
    if !there(&["soffice"]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let mut pages: Vec<PathBuf> = Vec::new();
    for (nth, (name, content)) in
        texts::documents().into_iter().filter(|(name, _)| name.ends_with(".html")).enumerate()
    {
        if nth % 6 == 0 {
            let path = folder.path().join(name);
            fs::write(&path, content).expect("a page is written");
            pages.push(path);
        }
    }
    let mut alarms = Vec::new();
    for (ending, filter) in [
        ("docx", "docx:MS Word 2007 XML"),
        ("doc", "doc:MS Word 97"),
        ("rtf", "rtf:Rich Text Format"),
        ("pdf", "pdf:writer_web_pdf_Export"),
        ("odt", "odt:writer8"),
    ] {
        let into = folder.path().join(ending);
        convert(&pages, filter, &into);
        for path in &pages {
            let path = into.join(path.with_extension(ending).file_name().expect("a name"));
            let Ok(content) = fs::read(&path) else { continue };
            if alarm("x", &content).is_some() {
                alarms.push(path.file_name().map(|name| name.to_string_lossy().into_owned()));
            }
        }
    }
    println!("{} pages in five formats, alarms: {alarms:?}", pages.len());
    assert!(alarms.is_empty());
}

#[test]
fn plans_of_inspections_are_no_alarm() {
    let Some(entries) = shared("seeds") else {
        println!("skipped: shared/seeds is not here");
        return;
    };
    let mut seen = 0;
    for path in entries {
        seen += 1;
        assert_eq!(alarm("plan.txt", &fs::read(&path).expect("it can be read")), None, "{}", path.display());
    }
    assert_eq!(seen, 5);
}

/// The files of a folder of shared data, wherever the work tree lies.
pub fn shared(name: &str) -> Option<Vec<PathBuf>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder =
        root.ancestors().map(|above| above.join("shared").join(name)).find(|folder| folder.is_dir())?;
    let entries =
        fs::read_dir(folder).ok()?.flatten().map(|entry| entry.path()).filter(|path| path.is_file());
    Some(entries.collect())
}
