//! What the tools' files hold, against the numbers another importer's own tests
//! state. Skipped, and said so, where the files are not there.

use rasoat_scanners::{Limits, read};
use std::path::{Path, PathBuf};

/// Where the number stated is not ours, and why ours is right.
const OURS: [(&str, &str, &str, &str); 10] = [
    ("nmap/issue12411.xml", "2", "4", "two hosts with the same two open ports are four results, not two"),
    (
        "zap/dvwa_baseline_dojo.xml",
        "19",
        "18",
        "one alert of one site listed twice, for two sets of pages; the pages stand together",
    ),
    ("tenable/issue_9612.csv", "2", "3", "one plugin at three places: two hosts, one of them on two ports"),
    ("tenable/issue_11102.csv", "2", "3", "one plugin at three places: two hosts, one of them on two ports"),
    (
        "testssl/defectdojo_many_vuln.csv",
        "100",
        "96",
        "four addresses of one name; a result whose words differ from address to address is one",
    ),
    ("sarif/bash-report.sarif", "27", "12", "the file repeats three results six times, word for word"),
    (
        "sarif/taint-python-report.sarif",
        "11",
        "10",
        "two flows begin at the same line by the same rule; the line is one place",
    ),
    ("sarif/gitleaks_7.5.0.sarif", "8", "4", "the same line of the same file, seen in several commits"),
    (
        "sarif/flawfinder.sarif",
        "1",
        "53",
        "the row counts runs, not results: the row before it says 53 of the same file",
    ),
    ("sarif/appendix_k1_double.sarif", "2", "0", "the row counts runs, not results: both runs are empty"),
];

fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/defectdojo");
    folder.is_dir().then_some(folder)
}

#[test]
fn every_file_gives_the_stated_number_of_results() {
    let Some(folder) = shared() else {
        eprintln!("skipped: the scanners' sample files are not here");
        return;
    };
    let table = std::fs::read_to_string(folder.join("expected-counts.tsv")).expect("the table");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for line in table.lines().skip(1) {
        let mut cells = line.split('\t');
        let (Some(_), Some(file), Some(count)) = (cells.next(), cells.next(), cells.next()) else { continue };
        let Ok(bytes) = std::fs::read(folder.join(file)) else { continue };
        seen += 1;
        let said = match read(file, &bytes, &Limits::default()) {
            Ok(import) => import.outcomes.len().to_string(),
            Err(error) => error.to_string(),
        };
        let ours = OURS.iter().find(|(name, stated, ..)| file.ends_with(name) && *stated == count.trim());
        if said != ours.map_or(count.trim(), |(_, _, ours, _)| ours) {
            wrong.push(format!("{file}\t{count}\t{said}"));
        }
    }
    assert!(seen > 90, "{seen} files");
    assert!(wrong.is_empty(), "{} of {seen}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Files for which nobody states a number: counted by hand, or by a few lines of
/// Python over the same file that only count.
#[test]
fn other_tools_files_give_what_was_counted_in_them() {
    let Some(folder) = shared() else {
        eprintln!("skipped: the scanners' sample files are not here");
        return;
    };
    // Of each folder, in the order of their names.
    let counted: [(&str, &[usize]); 2] = [
        ("lynis", &[38, 0, 1]),
        ("trivy", &[8, 2, 3, 37, 1, 1, 37, 1, 13, 20, 9, 3, 13, 93, 0, 7, 19, 5, 5, 0, 2]),
    ];
    for (tool, wanted) in counted {
        let mut files: Vec<_> = std::fs::read_dir(folder.join("unittests/scans").join(tool))
            .expect("a folder")
            .flatten()
            .map(|entry| entry.path())
            .collect();
        files.sort();
        let count = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = std::fs::read(path).expect("a file");
            read(&name, &bytes, &Limits::default()).map_or(usize::MAX, |import| import.outcomes.len())
        };
        assert_eq!(files.iter().map(count).collect::<Vec<_>>(), wanted, "{tool}: {files:?}");
    }
}
