//! Patch states of real machines, and the verdict on them held against wesng's.
//! Where its definitions and outputs are not there, that part is skipped, and
//! says so.

mod hostile;
mod lists;

use evidence::hex;
use rasoat_host::patch::{Architecture, Form, Knowledge, Missing, Product, Stated, convert, missing, read};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What wesng 1.0.3 says of each of its outputs; made by `patch-expected.py`.
const EXPECTED: &str = include_str!("patch-expected.tsv");

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/wesng");
    folder.is_dir().then_some(folder)
}

/// The knowledge, converted once and kept beside the build.
fn knowledge(folder: &Path) -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| {
        let zip = fs::read(folder.join("definitions.zip")).expect("definitions");
        let mut bytes = Vec::new();
        convert(&zip, &mut bytes).expect("a knowledge file");
        Knowledge::load(bytes).expect("knowledge")
    })
}

struct Row {
    file: &'static str,
    how: &'static str,
    product: &'static str,
    updates: &'static str,
    pairs: &'static str,
    sha256: &'static str,
}

fn expected() -> Vec<Row> {
    let rows = EXPECTED.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let [file, how, product, updates, pairs, sha256] = cells[..] else { panic!("{line}") };
        Row { file, how, product, updates, pairs, sha256 }
    });
    rows.collect()
}

fn stated(folder: &Path, file: &str) -> Stated {
    let bytes = fs::read(folder.join("validation").join(file)).expect("an output");
    read(&bytes).expect("a list").0
}

/// The pairs of weakness and update, as `patch-expected.py` digests them.
fn digest(found: &[Missing]) -> String {
    let mut pairs: Vec<String> =
        found.iter().map(|missing| format!("{}\t{}\n", missing.weakness, missing.update)).collect();
    pairs.sort();
    hex(&Sha256::digest(pairs.concat()))
}

#[test]
fn every_output_gives_wesngs_product_updates_and_pairs() {
    let Some(folder) = shared() else {
        eprintln!("skipped: wesng's definitions and outputs are not here");
        return;
    };
    let knowledge = knowledge(&folder);
    let mut wrong = Vec::new();
    let rows = expected();
    for row in &rows {
        let stated = stated(&folder, row.file);
        let product = match row.how {
            "systeminfo" => Product::as_wesng(&stated),
            "qfe" => Some(Product::containing(row.product)),
            _ => None,
        };
        let said = match product {
            Some(product) => {
                let found = missing(&product, &stated.updates, knowledge).expect("a verdict");
                let updates = stated.updates.len().to_string();
                [product.name().to_owned(), updates, found.len().to_string(), digest(&found)]
            }
            None => Default::default(),
        };
        if said != [row.product, row.updates, row.pairs, row.sha256].map(str::to_owned) {
            wrong.push(format!(
                "{} {} {} {} {}\n    {said:?}",
                row.file, row.product, row.updates, row.pairs, row.sha256
            ));
        }
    }
    assert_eq!(rows.len(), 70);
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// Where wesng names another product than the machine is, which ours is, and why.
const OURS: [(&str, &str, &str); 0] = [];

#[test]
fn where_we_name_another_product_than_wesng_it_is_written_why() {
    let Some(folder) = shared() else {
        eprintln!("skipped: wesng's definitions and outputs are not here");
        return;
    };
    let mut wrong = Vec::new();
    for row in expected().iter().filter(|row| row.how != "qfe") {
        let stated = stated(&folder, row.file);
        let ours = Product::of(&stated).map_or(String::new(), |product| product.name().to_owned());
        let written =
            OURS.iter().find(|(file, ..)| *file == row.file).map_or(row.product, |(_, ours, _)| ours);
        if ours != written {
            wrong.push(format!("{}: {} / {ours}", row.file, row.product));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_knowledge_is_compact_dated_and_known_by_its_source() {
    let Some(folder) = shared() else {
        eprintln!("skipped: wesng's definitions and outputs are not here");
        return;
    };
    let zip = fs::read(folder.join("definitions.zip")).expect("definitions");
    let mut bytes = Vec::new();
    let converted = convert(&zip, &mut bytes).expect("a knowledge file");
    assert_eq!(converted.rows, 608_740 + 160);
    assert!(bytes.len() < zip.len() / 2, "{} of {}", bytes.len(), zip.len());
    let knowledge = Knowledge::load(bytes).expect("knowledge");
    assert_eq!(knowledge.head(), &converted.head);
    assert_eq!(knowledge.head().date, jiff::civil::date(2026, 6, 28));
    assert_eq!(knowledge.head().age(jiff::civil::date(2026, 8, 7)), 40);
    assert!(knowledge.head().licence.starts_with("BSD-3-Clause"));
}

#[test]
fn a_missing_update_is_told_with_its_gravity_and_date() {
    let Some(folder) = shared() else {
        eprintln!("skipped: wesng's definitions and outputs are not here");
        return;
    };
    let stated = stated(&folder, "7_sp1_x86_enterprise_en-us_systeminfo.txt");
    assert_eq!((stated.form, stated.build(), stated.service_pack), (Form::Systeminfo, Some(7601), Some(1)));
    assert_eq!(stated.architecture.as_ref().map(|at| at.value), Some(Architecture::X86));
    let product = Product::of(&stated).expect("a product");
    let found = missing(&product, &stated.updates, knowledge(&folder)).expect("a verdict");
    let known = found.iter().filter(|missing| missing.weakness == "CVE-2019-0708").collect::<Vec<_>>();
    assert!(
        !known.is_empty()
            && known.iter().all(|missing| missing.severity == Some(evidence::Severity::Critical))
    );
    assert!(found.iter().any(|missing| missing.exploit_known));
    assert!(found.iter().all(|missing| missing.published.is_some()));
}
