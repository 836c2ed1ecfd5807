//! The same paper in another coat says the same: TXT, DOCX and PDF made by an
//! office suite, where the machine has one.

use std::fs;
use std::path::Path;
use std::process::Command;

use reader::{Limits, Plan, read_plan};

use crate::tree::same_bag;

const SUITE: &str = "/usr/bin/soffice";

fn convert(folder: &Path, file: &str, target: &str, more: &[&str]) -> Option<Vec<u8>> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let status = Command::new(SUITE)
        .arg(profile)
        .args(["--headless", "--norestore"])
        .args(more)
        .args(["--convert-to", target, "--outdir"])
        .arg(folder)
        .arg(folder.join(file))
        .output()
        .ok()?;
    let ending = target.split(':').next()?;
    let made = Path::new(file).with_extension(ending);
    status.status.success().then(|| fs::read(folder.join(made)).ok()).flatten()
}

/// What must not change with the coat.
fn facts(plan: &Plan) -> serde_json::Value {
    let mut plan = plan.clone();
    plan.sections.clear();
    serde_json::json!({
        "kind": plan.kind, "number": plan.number, "series": plan.series, "issuer": plan.issuer, "date": plan.date, "year": plan.year,
        "bases": plan.bases.iter().map(|basis| (&basis.r#type, &basis.number, &basis.date, &basis.issuer)).collect::<Vec<_>>(),
        "targets": plan.targets.iter().map(|target| (&target.name, target.kind, target.purpose)).collect::<Vec<_>>(),
        "team": plan.team.iter().map(|row| (&row.name, &row.rank, &row.position, &row.organisation, row.role)).collect::<Vec<_>>(),
        "tasks": plan.tasks.iter().map(|task| (&task.id, &task.lead, &task.coordinating, &task.executing, &task.due)).collect::<Vec<_>>(),
        "deadlines": plan.deadlines.iter().map(|deadline| (&deadline.rule, &deadline.who)).collect::<Vec<_>>(),
        "windows": plan.windows.iter().map(|window| (window.from, window.to)).collect::<Vec<_>>(),
        "contents": plan.contents.len(), "duties": plan.duties.len(), "recipients": plan.recipients,
        "contacts": plan.contacts.iter().map(|contact| (&contact.name, &contact.organisation, &contact.phone)).collect::<Vec<_>>(),
        "signatory": plan.signatory.map(|signatory| (signatory.authority, signatory.title, signatory.also, signatory.name)),
    })
}

#[test]
fn seeds_say_the_same_in_docx_and_pdf() {
    if !Path::new(SUITE).is_file() {
        println!("skipped: no office suite");
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    for (name, bytes) in crate::seeds::seeds() {
        let plain = read_plan(&name, &bytes, &Limits::default()).expect("text opens");
        fs::write(folder.path().join(&name), &bytes).expect("written");
        let docx =
            convert(folder.path(), &name, "docx:MS Word 2007 XML", &["--infilter=Text (encoded):UTF8,LF"]);
        let Some(docx) = docx else {
            println!("skipped: the suite made no DOCX");
            return;
        };
        let as_docx = read_plan("a.docx", &docx, &Limits::default()).expect("docx opens");
        assert_eq!(facts(&plain.plan), facts(&as_docx.plan), "{name} as DOCX");
        same_bag(&as_docx);
        let made = Path::new(&name).with_extension("docx");
        let pdf = convert(folder.path(), &made.to_string_lossy(), "pdf", &[]).expect("pdf");
        let as_pdf = read_plan("a.pdf", &pdf, &Limits::default()).expect("pdf opens");
        assert_eq!(facts(&plain.plan), facts(&as_pdf.plan), "{name} as PDF");
        same_bag(&as_pdf);
    }
}

/// A fictional paper with ruled tables, kept as the suite made it.
fn fixture(name: &str) -> Plan {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let bytes = fs::read(path).expect("fixture");
    let reading = read_plan(name, &bytes, &Limits::default()).expect("opens");
    same_bag(&reading);
    reading.plan
}

#[test]
fn ruled_tables_say_the_same_in_docx_pdf_and_text() {
    let docx = fixture("bang.docx");
    insta::assert_snapshot!("bang_docx", crate::brief::brief(&docx));
    assert_eq!(facts(&docx), facts(&fixture("bang.pdf")));
    let mut text = facts(&fixture("bang.txt"));
    let mut docx = facts(&docx);
    // A cell merged over two rows speaks once in plain text.
    for facts in [&mut text, &mut docx] {
        facts["windows"] = serde_json::Value::Null;
    }
    assert_eq!(docx, text);
}
