//! Patch states of real machines, and the verdict on them held against wesng's.
//! Where its definitions and outputs are not there, that part is skipped, and
//! says so.

mod hostile;
mod lists;

use evidence::{Kind, Observation, Sight, Subject, hex};
use rasoat_host::patch::{
    Architecture, Converted, Form, Knowledge, Missing, Product, Provenance, Stated, convert, lacking,
    missing, observations, read,
};
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

/// The knowledge, converted once; what the conversion said, and how long its file
/// is.
fn converted(folder: &Path) -> &'static (Converted, usize, Knowledge) {
    static KNOWLEDGE: OnceLock<(Converted, usize, Knowledge)> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| {
        let zip = fs::read(folder.join("definitions.zip")).expect("definitions");
        let mut bytes = Vec::new();
        let converted = convert(&zip, &mut bytes).expect("a knowledge file");
        (converted, bytes.len(), Knowledge::load(bytes).expect("knowledge"))
    })
}

fn knowledge(folder: &Path) -> &'static Knowledge {
    &converted(folder).2
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

#[test]
fn observations_of_a_list_are_enough_to_tell_the_same_updates() {
    let Some(folder) = shared() else {
        eprintln!("skipped: wesng's definitions and outputs are not here");
        return;
    };
    let knowledge = knowledge(&folder);
    let mut told = 0;
    for row in expected() {
        let bytes = fs::read(folder.join("validation").join(row.file)).expect("an output");
        let (stated, doubts) = read(&bytes).expect("a list");
        let Some(product) = Product::of(&stated) else { continue };
        let found = missing(&product, &stated.updates, knowledge).expect("a verdict");
        let mut updates: Vec<String> = found.into_iter().map(|one| one.update).collect();
        updates.sort();
        updates.dedup();
        updates.retain(|update| !update.is_empty());
        let from = Provenance {
            subject: Subject::new(Kind::Machine, "MAY-01"),
            file: row.file.to_owned(),
            sha256: String::new(),
            taken_at: None,
        };
        let seen = observations(&stated, &doubts, &from);
        let seen: Vec<_> = seen.iter().collect();
        let lacking = lacking(&seen, Some(knowledge)).expect("a verdict");
        if let [Observation { sight: Sight::Unreadable(_), .. }] = lacking[..] {
            assert!(!doubts.is_empty(), "{}", row.file);
            continue;
        }
        let mut names: Vec<&str> =
            lacking.iter().map(|one| one.source.place.trim_start_matches("KB")).collect();
        names.sort_unstable();
        assert_eq!(names, updates, "{}", row.file);
        told += 1;
    }
    assert!(told > 40, "{told} lists name their system");
}

/// Why our own naming of the product gives another answer than wesng's.
const NEWER: &str = "wesng knows no 22H2 and takes it for the last version it knows";
const RELEASE: &str =
    "bulletins name the first Windows 10 without a version and Windows 11 with one; wesng the reverse";
const PACK: &str = "wesng leaves a server's service pack out, and so excludes the entries of it";
const CASE: &str = "bulletins write \"systems\" with a small s too; wesng compares with a capital";
const PART: &str =
    "wesng's name is a part of other products' names (an edition, a kit), whose entries it takes in";
const LETTERS: &str = "wesng does not read the line: a letter in it is beyond those it expects";

/// Outputs for which the two differ: ours, how many pairs, and why.
const OURS: [(&str, &str, usize, &str); 17] = [
    (
        "10_1809_x64_education_es_systeminfo.txt",
        "Windows 10 Version 1809 for x64-based Systems",
        2453,
        LETTERS,
    ),
    (
        "10_22H2_x64_enterprise_en-us_systeminfo.txt",
        "Windows 10 Version 22H2 for x64-based Systems",
        2082,
        NEWER,
    ),
    ("10_rtm_x64_pro_en-us_systeminfo.txt", "Windows 10 for x64-based Systems", 1854, RELEASE),
    ("11_21H2_x64_enterprise_systeminfo.txt", "Windows 11 version 21H2 for x64-based Systems", 1174, RELEASE),
    (
        "11_22H2_x64_home-single-language_systeminfo.txt",
        "Windows 11 Version 22H2 for x64-based Systems",
        1536,
        RELEASE,
    ),
    ("11_23H2_x64_enterprise_systeminfo.txt", "Windows 11 Version 23H2 for x64-based Systems", 1953, RELEASE),
    ("11_24H2_x64_enterprise_systeminfo.txt", "Windows 11 Version 24H2 for x64-based Systems", 2017, RELEASE),
    ("8.1_u1_x64_enterprise_en-us_systeminfo.txt", "Windows 8.1 for x64-based Systems", 3153, CASE),
    ("srv_2003_rtm_x86_standard_en-us_systeminfo.txt", "Microsoft Windows Server 2003", 1, PART),
    (
        "srv_2003_sp1_x64_standard_en-us_systeminfo.txt",
        "Microsoft Windows Server 2003 x64 Edition Service Pack 1",
        1,
        PACK,
    ),
    (
        "srv_2003r2_sp2_rtm_x64_standard_en-us_systeminfo.txt",
        "Microsoft Windows Server 2003 x64 Edition Service Pack 2",
        562,
        PACK,
    ),
    (
        "srv_2003r2_sp2_x86_standard_en-us_systeminfo.txt",
        "Microsoft Windows Server 2003 Service Pack 2",
        443,
        PACK,
    ),
    (
        "srv_2008r2_sp1_x64_standard_en-us_systeminfo.txt",
        "Windows Server 2008 R2 for x64-based Systems Service Pack 1",
        4952,
        PACK,
    ),
    ("srv_2012r2_x64_standard_ru_systeminfo.txt", "Windows Server 2012 R2", 5003, LETTERS),
    ("srv_2019_rtm_datacenter_en-us_systeminfo.txt", "Windows Server 2019", 2690, PART),
    ("srv_2022_systeminfo.txt", "Windows Server 2022", 3307, PART),
    ("xp_rtm_x86_professional_en-us_systeminfo.txt", "Microsoft Windows XP", 2, PART),
];

#[test]
fn where_our_naming_gives_another_answer_than_wesngs_it_is_written_why() {
    let Some(folder) = shared() else {
        eprintln!("skipped: wesng's definitions and outputs are not here");
        return;
    };
    let mut wrong = Vec::new();
    for row in expected().iter().filter(|row| row.how != "qfe") {
        let stated = stated(&folder, row.file);
        let product = Product::of(&stated);
        let found = product
            .as_ref()
            .map(|product| missing(product, &stated.updates, knowledge(&folder)).expect("a verdict"));
        let name = product.as_ref().map_or("", Product::name);
        let pairs = found.as_ref().map_or(0, Vec::len);
        let same = name == row.product && found.as_deref().map_or_else(String::new, digest) == row.sha256;
        let written = OURS.iter().find(|(file, ..)| *file == row.file);
        if same != written.is_none()
            || written.is_some_and(|(_, ours, count, _)| (*ours, *count) != (name, pairs))
        {
            wrong.push(format!("{}: {} {} / {name} {pairs}", row.file, row.product, row.pairs));
        }
    }
    assert!(OURS.iter().all(|(.., why)| !why.is_empty()));
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_knowledge_is_compact_dated_and_known_by_its_source() {
    let Some(folder) = shared() else {
        eprintln!("skipped: wesng's definitions and outputs are not here");
        return;
    };
    let (converted, bytes, knowledge) = converted(&folder);
    assert_eq!(converted.rows, 608_740 + 160);
    assert!(*bytes < 1_000_000, "{bytes}");
    assert_eq!(converted.bytes, *bytes);
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
