//! Lists of settings that others keep, asked of real hives.

use crate::corpus;
use evidence::Sight;
use rasoat_host::windows::{Asked, Given, ask};
use std::collections::BTreeMap;
use std::path::Path;

/// The cells of one line of such a list; texts in quotes may hold commas.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            letter => cells.last_mut().expect("a cell").push(letter),
        }
    }
    cells
}

#[test]
fn every_registry_setting_of_the_baselines_gets_an_answer() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/hardeningkitty/lists");
    let names = ["SYSTEM_WIN_10_1709", "ntuser_software_partial", "NTUSER_with_winscp.DAT"];
    let hives: Option<Vec<&Vec<u8>>> = names.iter().map(|name| corpus::files().get(*name)).collect();
    let (Ok(lists), Some(hives)) = (std::fs::read_dir(&folder), hives) else {
        eprintln!("skipped: the lists or the hives are not here");
        return;
    };
    let given: Vec<Given<'_>> =
        hives.iter().map(|bytes| Given::open("HIVE", bytes, &[]).expect("a hive")).collect();
    let mut wanted = Vec::new();
    for list in lists.flatten() {
        let text = std::fs::read_to_string(list.path()).expect("a list");
        let rows =
            text.lines().map(cells).filter(|row| row.get(3).is_some_and(|method| method == "Registry"));
        wanted.extend(rows.map(|row| (row[5].clone(), row[6].clone())));
    }
    let asked: Vec<Asked<'_>> = wanted.iter().map(|(path, value)| Asked { path, value }).collect();
    let answers = ask(&given, "MAY-01", None, &asked);
    let mut counts = BTreeMap::<&str, usize>::new();
    for one in &answers {
        *counts
            .entry(match &one.sight {
                Sight::Seen(_) => "seen",
                Sight::Absent => "absent",
                Sight::Unreadable(_) => "unreadable",
                Sight::NotCollected => "not collected",
            })
            .or_default() += 1;
    }
    eprintln!("{} settings asked, {} answers: {counts:?}", asked.len(), answers.len());
    assert!(asked.len() > 5_000);
    assert_eq!(answers.len(), asked.len());
    assert_eq!(counts.get("unreadable"), None);
}
