//! The catalogue of typical findings.

use domain::law::holding;
use jiff::civil::date;
use rasoat_packs::Packs;

#[test]
fn there_are_sixty_four_findings_in_eight_themes() {
    let catalogue = Packs::embedded().unwrap().catalogue;
    let count = |theme: &str| catalogue.findings.iter().filter(|entry| entry.theme == theme).count();
    let counts: Vec<usize> = ["A", "B", "C", "D", "E", "F", "G", "H"].map(count).to_vec();
    assert_eq!(counts, [10, 7, 14, 5, 6, 10, 8, 4]);
    assert_eq!(catalogue.findings.len(), 64);
}

#[test]
fn every_finding_with_grounds_has_them_under_the_old_and_the_new_regime() {
    let packs = Packs::embedded().unwrap();
    let without: Vec<&str> =
        packs.catalogue.findings.iter().filter(|e| e.bases.is_empty()).map(|e| e.code.as_str()).collect();
    assert_eq!(without, ["A7", "D5", "H3"], "grounds other than law stand in the note");
    for entry in packs.catalogue.findings.iter().filter(|entry| !entry.bases.is_empty()) {
        for day in [date(2024, 6, 1), date(2026, 9, 1)] {
            assert!(!holding(&entry.bases, day, &packs.library).is_empty(), "{} on {day}", entry.code);
        }
    }
}

#[test]
fn the_grounds_change_on_the_days_the_law_changed() {
    let packs = Packs::embedded().unwrap();
    let acts = |code: &str, day| -> Vec<String> {
        let entry = packs.catalogue.entry(code).unwrap();
        holding(&entry.bases, day, &packs.library).iter().map(|basis| basis.act.clone()).collect()
    };
    assert_eq!(acts("A1", date(2026, 2, 28)), ["luat-29-2018"]);
    assert_eq!(acts("A1", date(2026, 3, 1)), ["luat-117-2025"]);
    assert_eq!(acts("A2", date(2026, 6, 30)), ["luat-24-2018", "tt-12-2022"]);
    assert_eq!(acts("A2", date(2026, 7, 1)), ["tt-12-2022", "luat-116-2025"]);
    assert_eq!(acts("A2", date(2026, 8, 19)), ["luat-116-2025", "nd-330-2026"]);
    assert_eq!(acts("E1", date(2026, 8, 18)), ["nd-85-2016", "ct-09-2024"]);
    assert_eq!(acts("E1", date(2026, 8, 19)), ["ct-09-2024", "nd-331-2026", "nd-330-2026"]);
}

#[test]
fn every_finding_can_be_proposed_by_some_checklist_item() {
    let packs = Packs::embedded().unwrap();
    let proposed: Vec<&String> =
        packs.checklists.values().flat_map(|list| &list.items).flat_map(|item| &item.findings).collect();
    let never: Vec<&str> = packs
        .catalogue
        .findings
        .iter()
        .filter(|entry| !proposed.contains(&&entry.code))
        .map(|entry| entry.code.as_str())
        .collect();
    assert!(never.is_empty(), "{never:?}");
}
