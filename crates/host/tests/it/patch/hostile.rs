//! Broken and hostile lists and files of knowledge.

use proptest::prelude::*;
use rasoat_host::patch::{
    ConvertError, Kb, Knowledge, KnowledgeError, MAX_LIST_BYTES, PatchError, Product, convert, missing, read,
};
use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const HEADING: &str = "\"DatePosted\",\"CVE\",\"BulletinKB\",\"Title\",\"AffectedProduct\",\"AffectedComponent\",\"Severity\",\"Impact\",\"Supersedes\",\"Exploits\"\n";

/// Definitions of these rows: CVE, update, product, superseded.
fn definitions(rows: &[[&str; 4]]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let mut official = HEADING.to_owned();
    for [weakness, update, product, superseded] in rows {
        official.push_str(&format!(
            "\"20260609\",\"{weakness}\",\"{update}\",\"T\",\"{product}\",\"C\",\"Critical\",\"Spoofing\",\"{superseded}\",\"\"\n"
        ));
    }
    for (name, text) in [("CVEs_20260628.csv", official.as_str()), ("Custom_20190321.csv", HEADING)] {
        zip.start_file(name, options).expect("a member");
        zip.write_all(text.as_bytes()).expect("memory takes it");
    }
    zip.finish().expect("a zip").into_inner()
}

fn knowledge(rows: &[[&str; 4]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    convert(&definitions(rows), &mut bytes).expect("a knowledge file");
    bytes
}

const WINDOWS: &str = "Windows Server 2019";
const CORE: &str = "Windows Server 2019 (Server Core installation)";

/// Pairs missing on a server with these updates.
fn pairs(rows: &[[&str; 4]], installed: &[u32]) -> Vec<(String, String)> {
    let knowledge = Knowledge::load(knowledge(rows)).expect("knowledge");
    let installed: BTreeSet<Kb> = installed.iter().copied().map(Kb).collect();
    let found = missing(&Product::containing(WINDOWS), &installed, &knowledge).expect("a verdict");
    found.into_iter().map(|missing| (missing.weakness, missing.update)).collect()
}

fn pair(weakness: &str, update: &str) -> (String, String) {
    (weakness.to_owned(), update.to_owned())
}

#[test]
fn the_newest_update_stands_for_those_it_takes_the_place_of() {
    let rows = [
        ["CVE-1", "4000001", WINDOWS, ""],
        ["CVE-2", "4000002", WINDOWS, "4000001"],
        ["CVE-3", "4000003", WINDOWS, "4000002;3999999"],
    ];
    assert_eq!(pairs(&rows, &[]), [pair("CVE-3", "4000003")]);
    assert_eq!(pairs(&rows, &[4_000_003]), []);
    assert_eq!(pairs(&rows[..2], &[4_000_001]), [pair("CVE-2", "4000002")]);
}

#[test]
fn a_weakness_of_the_core_installation_keeps_the_updates_of_that() {
    let rows = [
        ["CVE-1", "4000001", WINDOWS, ""],
        ["CVE-1", "4000001", CORE, ""],
        ["CVE-1", "4000009", "Internet Explorer 11 on Windows Server 2019", ""],
        ["CVE-2", "4000009", WINDOWS, ""],
    ];
    assert_eq!(pairs(&rows, &[]), [pair("CVE-1", "4000001"), pair("CVE-2", "4000009")]);
}

#[test]
fn what_is_no_definitions_is_refused() {
    let said = |bytes: &[u8]| convert(bytes, &mut Vec::new()).expect_err("an error").to_string();
    assert!(said(b"PK").starts_with("the zip is damaged"));
    assert!(matches!(convert(&vec![0; (64 << 20) + 1], &mut Vec::new()), Err(ConvertError::TooLarge { .. })));
    let mut empty = ZipWriter::new(Cursor::new(Vec::new()));
    empty.start_file("readme", SimpleFileOptions::default()).expect("a member");
    assert!(said(&empty.finish().expect("a zip").into_inner()).contains("CVEs_….csv is missing"));
}

#[test]
fn a_file_of_another_version_or_kind_is_refused() {
    let good = knowledge(&[["CVE-1", "4000001", WINDOWS, ""]]);
    let load = |change: fn(&mut Vec<u8>)| {
        let mut bytes = good.clone();
        change(&mut bytes);
        Knowledge::load(bytes).map(|_| ())
    };
    assert_eq!(load(|_| {}), Ok(()));
    assert_eq!(load(Vec::clear), Err(KnowledgeError::Unknown));
    assert_eq!(load(|bytes| bytes[8] = 2), Err(KnowledgeError::Version { found: 2 }));
    assert_eq!(load(|bytes| bytes[12] = 0xFF), Err(KnowledgeError::TooLarge { limit: 64 << 10 }));
    assert_eq!(load(|bytes| bytes.truncate(100)), Err(KnowledgeError::Damaged));
}

#[test]
fn a_list_too_large_is_refused() {
    let large = vec![b' '; MAX_LIST_BYTES + 1];
    assert_eq!(read(&large), Err(PatchError::TooLarge { limit: MAX_LIST_BYTES }));
}

#[test]
fn long_lists_and_lines_without_end_are_read_in_their_time() {
    let many: String = (0..300_000).map(|number| format!("KB{}\n", 1_000_000 + number)).collect();
    let (stated, doubts) = read(format!("HotFixID\n{many}").as_bytes()).expect("a list");
    assert_eq!((stated.updates.len(), doubts.len()), (20_000, 1));
    for piece in ["1.2.3333 ", "KB", "[", "Windows ", "\u{FFFD}1.1.1111"] {
        let line = piece.repeat(1_000_000 / piece.len());
        read(line.as_bytes()).expect("a list");
        read(line.replace(' ', "\n").as_bytes()).expect("a list");
    }
}

proptest! {
    #[test]
    fn any_list_is_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read(&bytes).is_ok());
    }

    #[test]
    fn any_words_of_lists_are_read(text in "(OS|Windows|Server| |:|\\[01\\]|KB[0-9]{0,9}|10\\.0\\.1904[0-9]|Build 1904[0-9]|x64|-based|\n|Service Pack |1){0,40}") {
        let (stated, _) = read(text.as_bytes()).expect("a list");
        let _ = (Product::of(&stated), Product::as_wesng(&stated));
    }

    #[test]
    fn a_damaged_file_of_knowledge_is_refused_or_read(at in 0_usize..600, byte in any::<u8>()) {
        let mut bytes = knowledge(&[["CVE-1", "4000001", WINDOWS, ""], ["CVE-2", "4000002", CORE, "4000001"]]);
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(knowledge) = Knowledge::load(bytes) {
            let _ = missing(&Product::containing(WINDOWS), &BTreeSet::new(), &knowledge);
        }
    }
}
