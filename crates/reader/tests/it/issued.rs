//! Papers in manners unlike those the rules were written from: tables, other
//! wordings, misread letters. What must be found in each stands beside it,
//! written by hand; the same must be found when an office suite has made DOCX
//! and PDF of it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use reader::{Limits, Plan, read_plan};
use serde::Serialize;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

use crate::tree::{same_bag, same_words};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/issued")
}

fn papers() -> Vec<(String, Vec<u8>, String)> {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("papers")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|name| {
            let bytes = fs::read(folder().join(&name)).expect("a paper");
            let wanted =
                fs::read_to_string(folder().join(&name).with_extension("found")).expect("its reading");
            (name, bytes, wanted)
        })
        .collect()
}

/// `{"type":"after","days":5,"event":"notice"}` as "after 5 notice".
fn short<T: Serialize>(value: &T) -> String {
    let Ok(Value::Object(parts)) = serde_json::to_value(value) else { return "–".to_owned() };
    let mut said = parts.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    for (key, part) in parts.iter().filter(|(key, _)| *key != "type") {
        match part {
            Value::Bool(true) => said.push_str(&format!(" {key}")),
            Value::Bool(false) | Value::Null => {}
            Value::String(text) => said.push_str(&format!(" {text}")),
            other => said.push_str(&format!(" {other}")),
        }
    }
    said
}

fn code<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn said(text: Option<&String>) -> &str {
    text.map_or("–", String::as_str)
}

fn days(span: Option<domain::plan::Span>) -> String {
    match span {
        None => "–".to_owned(),
        Some(span) if span.from == span.to => span.from.to_string(),
        Some(span) => format!("{}…{}", span.from, span.to),
    }
}

/// The facts a campaign or a programme is made of, a line each.
fn found(plan: &Plan) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    line(format!(
        "paper {} | {} | {} | {} | {} | {}",
        code(&plan.kind),
        said(plan.number.as_ref()),
        said(plan.series.as_ref()),
        said(plan.issuer.as_ref()),
        days(plan.date),
        plan.year.map_or_else(|| "–".to_owned(), |year| year.to_string())
    ));
    for basis in &plan.bases {
        let date = basis.date.map_or_else(|| "–".to_owned(), |date| date.to_string());
        line(format!("basis {} | {} | {date}", basis.r#type, said(basis.number.as_ref())));
    }
    if !plan.contents.is_empty() {
        line(format!("contents {}", plan.contents.len()));
    }
    let methods: Vec<String> =
        plan.methods.iter().filter_map(|method| method.r#type.as_ref().map(code)).collect();
    if !methods.is_empty() {
        line(format!("methods {}", methods.join(" ")));
    }
    if let Some(scope) = &plan.scope {
        line(format!("scope {} {}", scope.from, code(&scope.to)));
    }
    for target in &plan.targets {
        line(format!("target {} | {} | {}", target.name, code(&target.purpose), days(target.window)));
    }
    for window in plan.windows.iter().filter(|window| {
        plan.targets.iter().all(|t| t.window.is_none_or(|own| own.from != window.from || own.to != window.to))
    }) {
        line(format!("window {} {}", window.from, window.to));
    }
    for row in &plan.team {
        line(format!("team {} | {} | {}", code(&row.role), said(row.name.as_ref()), row.organisation));
    }
    for task in &plan.tasks {
        let due = task.due.as_ref().map(short).or_else(|| task.recurrence.as_ref().map(short));
        let who = |names: &[String]| if names.is_empty() { "–".to_owned() } else { names.join("; ") };
        line(format!(
            "task {} | {} | {} | {} | {}",
            who(&task.lead),
            who(&task.coordinating),
            who(&task.executing),
            said(due.as_ref()),
            said(task.product.as_ref())
        ));
    }
    for deadline in &plan.deadlines {
        line(format!("deadline {} | {}", short(&deadline.rule), said(deadline.who.as_ref())));
    }
    for contact in &plan.contacts {
        line(format!("contact {} | {}", contact.name, contact.phone));
    }
    if let Some(outline) = &plan.outline {
        line(format!("outline {}", outline.fields.len()));
    }
    let mut doubts: Vec<String> = plan.doubts.iter().map(|doubt| code(&doubt.code)).collect();
    doubts.sort();
    doubts.dedup();
    for doubt in doubts {
        line(format!("doubt {doubt}"));
    }
    if let Some(signatory) = &plan.signatory {
        line(format!(
            "signed {} | {} | {}",
            said(signatory.authority.as_ref()),
            said(signatory.title.as_ref()),
            said(signatory.name.as_ref())
        ));
    }
    line(format!("recipients {}", plan.recipients.len()));
    out
}

fn plain_plan(name: &str, bytes: &[u8]) -> Plan {
    read_plan(name, bytes, &Limits::default()).expect("a paper opens").plan
}

/// The first lines that differ, for a reader of the failure.
fn differences(wanted: &str, read: &str) -> String {
    let (wanted, read): (Vec<&str>, Vec<&str>) = (wanted.lines().collect(), read.lines().collect());
    let missing = wanted.iter().filter(|line| !read.contains(line)).map(|line| format!("  - {line}\n"));
    let more = read.iter().filter(|line| !wanted.contains(line)).map(|line| format!("  + {line}\n"));
    missing.chain(more).collect()
}

#[test]
fn papers_of_other_provinces_read_as_written_down_by_hand() {
    let papers = papers();
    assert!(papers.len() >= 12, "fewer papers than promised");
    let mut wrong = String::new();
    for (name, bytes, wanted) in papers {
        let reading = read_plan(&name, &bytes, &Limits::default()).expect("a paper opens");
        same_words(&reading);
        let read = found(&reading.plan);
        if read != wanted {
            let _ = writeln!(wrong, "{name}\n{}", differences(&wanted, &read));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn papers_in_decomposed_letters_read_the_same() {
    for (name, bytes, wanted) in papers() {
        let text: String = String::from_utf8(bytes).expect("UTF-8").nfd().collect();
        let read = found(&plain_plan(&name, text.as_bytes()));
        assert!(read == wanted, "{name}\n{}", differences(&wanted, &read));
    }
}

/// Office files made of some of the papers by an office suite, with real tables
/// and the head and foot in two columns.
#[test]
fn papers_read_the_same_as_docx_and_pdf() {
    let mut wrong = String::new();
    let mut seen = 0;
    for (name, _, wanted) in papers() {
        for ending in ["docx", "pdf"] {
            let file = folder().join(&name).with_extension(ending);
            let Ok(bytes) = fs::read(&file) else { continue };
            seen += 1;
            let name = file.display().to_string();
            let reading = read_plan(&name, &bytes, &Limits::default()).expect("a paper opens");
            same_bag(&reading);
            let read = found(&reading.plan);
            if read != wanted {
                let _ = writeln!(wrong, "{name}\n{}", differences(&wanted, &read));
            }
        }
    }
    assert!(seen >= 12, "fewer office files than promised");
    assert!(wrong.is_empty(), "\n{wrong}");
}
