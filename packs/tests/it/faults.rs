//! A wrong pack is refused with file, line and key.

use rasoat_packs::{EMBEDDED, Packs};
use std::fs;

/// The fault that comes of one change to one embedded pack.
fn fault_of(path: &str, from: &str, to: &str) -> String {
    let (_, text) = EMBEDDED.iter().find(|(known, _)| *known == path).unwrap();
    assert!(text.contains(from), "{path} no longer says {from}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text.replacen(from, to, 1)).unwrap();
    Packs::with_folder(folder.path()).unwrap_err().to_string()
}

/// "file, line n, key" of the first line that is exactly `code: key`.
fn place(path: &str, key: &str) -> String {
    let (_, text) = EMBEDDED.iter().find(|(known, _)| *known == path).unwrap();
    let line = text.lines().position(|line| line.ends_with(&format!("code: {key}"))).unwrap() + 1;
    format!("{path}, line {line}, {key}: ")
}

#[test]
fn names_that_lead_nowhere_are_refused() {
    let outline = "outline/self-inspection-2024.yaml";
    let cases = [
        (
            fault_of(
                "catalogue/findings.yaml",
                "act: luat-29-2018, at: Đ25(1)",
                "act: luat-30-2018, at: Đ25(1)",
            ),
            &*(place("catalogue/findings.yaml", "A1") + "act luat-30-2018 is not in the legal library"),
        ),
        (
            fault_of("checklist/anm-2023.yaml", "findings: [A7]", "findings: [Z9]"),
            "pho_bien.1: finding Z9 is not in the catalogue",
        ),
        (
            fault_of("checklist/anm-2023.yaml", "outline: self-inspection-2024", "outline: other"),
            "pho_bien.1: outline other is not there",
        ),
        (
            fault_of("checklist/anm-2023.yaml", "field: at_disseminated", "field: at_disseminate"),
            "pho_bien.1: pho_bien.1: names at_disseminate, which is not in the outline",
        ),
        (fault_of(outline, "total: pc_total", "total: pc_sum"), "machines_within_total: names pc_sum"),
        (fault_of(outline, "total: pc_total", "total: strengths"), "strengths is not a figure"),
        (fault_of(outline, "field: bm_disseminated }", "field: bm_rules }"), "bm_rules is not a figure"),
        (fault_of(outline, "id: bm_awareness", "id: BmAwareness"), "an id is made of small letters"),
        (fault_of(outline, "id: bm_awareness", "id: bm_disseminated"), "bm_disseminated: given twice"),
        (fault_of(outline, "kind: { type: yes_no }", "kind: { type: maybe }"), "unknown variant `maybe`"),
        (
            fault_of("legal/library.yaml", "replaced_by: [luat-116-2025]", "replaced_by: [luat-0]"),
            "luat-0 in replaced_by, which is not in the library",
        ),
        (
            fault_of("legal/library.yaml", "in_force_to: 2026-06-30", "in_force_to: 2006-06-30"),
            &*(place("legal/library.yaml", "luat-86-2015") + "act luat-86-2015 ends before it begins"),
        ),
        (
            fault_of("unit/kinds.yaml", "code: department", "code: departments"),
            "unknown variant `departments`",
        ),
    ];
    for (said, expected) in cases {
        assert!(said.contains(expected), "expected …{expected}…\ngot {said}");
    }
}

#[test]
fn a_circle_of_replacements_is_refused() {
    let said = fault_of(
        "legal/library.yaml",
        "in_force_from: 2026-07-01\n",
        "in_force_from: 2026-07-01\n    replaced_by: [luat-24-2018]\n",
    );
    assert!(said.contains("the chain comes back to it"), "{said}");
}

#[test]
fn two_files_with_one_code_are_refused() {
    let (_, text) = EMBEDDED.iter().find(|(path, _)| *path == "outline/remediation-2024.yaml").unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("outline")).unwrap();
    fs::write(folder.path().join("outline/zz-mine.yaml"), text).unwrap();
    let said = Packs::with_folder(folder.path()).unwrap_err().to_string();
    assert!(said.starts_with("outline/zz-mine.yaml, line 3, remediation-2024: another file"), "{said}");
}

#[test]
fn a_file_that_is_not_text_or_is_too_large_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("unit")).unwrap();
    let file = folder.path().join("unit/kinds.yaml");
    fs::write(&file, [0xff, 0xfe, 0x00]).unwrap();
    assert_eq!(Packs::with_folder(folder.path()).unwrap_err().to_string(), "unit/kinds.yaml: not UTF-8 text");
    let large = usize::try_from(rasoat_packs::MAX_FILE_BYTES).unwrap() + 1;
    fs::write(&file, "#".repeat(large)).unwrap();
    let said = Packs::with_folder(folder.path()).unwrap_err().to_string();
    assert!(said.starts_with("unit/kinds.yaml: larger than"), "{said}");
}
