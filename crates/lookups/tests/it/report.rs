//! The report for people: its figures are the summary's, and no citizen is named.

use crate::ran::{Province, names_a_citizen, summary};
use std::io::Read as _;

/// What stands between tags, a space between.
fn text(markup: &str) -> String {
    let mut text = String::new();
    for piece in markup.split('<') {
        text.push_str(piece.split_once('>').map_or("", |(_, after)| after));
        text.push(' ');
    }
    text
}

/// As Vietnamese writes it: 1.234.567.
fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

#[test]
fn the_reports_figures_are_the_summarys_and_no_citizen_is_named() {
    let province = Province::of(100_000, 21, "parquet");
    let out = province.audit(&province.table("lookups"), "out", &[]);
    let told = summary(&out);
    let html = std::fs::read_to_string(out.join("report.html")).expect("a page");
    assert!(!html.contains("<script") && !html.contains("http"), "a page that stands alone");
    let page = text(&html);

    // What is explained comes first, then who is to be looked at, then the rules.
    let share = told["explained"]["share"].as_f64().expect("a share") * 100.0;
    let share = format!("{share:.2}%").replace('.', ",");
    let share_at = page.find(&share).expect("the share");
    let accounts_at = page.find("Các tài khoản cần xem trước").expect("accounts");
    let rules_at = page.find("KẾT QUẢ THEO TỪNG QUY TẮC").expect("rules");
    assert!(share_at < accounts_at && accounts_at < rules_at);

    let docx = std::fs::File::open(out.join("report.docx")).expect("a document");
    let mut docx = zip::ZipArchive::new(docx).expect("a package");
    let names: Vec<String> = docx.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let pictures = names.iter().filter(|name| name.starts_with("word/charts/chart")).count();
    assert!(pictures >= 3, "{names:?}");
    let mut document = String::new();
    for name in names.iter().filter(|name| name.ends_with(".xml")) {
        let mut part = String::new();
        docx.by_name(name).expect("a part").read_to_string(&mut part).expect("text");
        assert!(!names_a_citizen(&text(&part)), "{name}");
        if name == "word/document.xml" {
            document = text(&part);
        }
    }
    assert!(document.contains(&share));
    assert!(!names_a_citizen(&page));

    for (rule, of) in told["rules"].as_object().expect("rules") {
        let row = html
            .lines()
            .find(|line| line.starts_with("<tr>") && text(line).split_whitespace().next() == Some(rule))
            .expect("a row");
        let count = grouped(of["flagged"].as_u64().expect("a count"));
        assert!(text(row).contains(&format!(" {count} ")), "{rule}: {count} in {row}");
    }
}
