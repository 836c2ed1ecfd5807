//! LibreOffice opens every DOCX and sets it on as many pages as expected. Says so
//! when the program is absent.

use std::process::{Command, Stdio};

use crate::{samples, say};

#[test]
fn an_office_program_opens_every_paper_on_the_expected_pages() {
    let folder = tempfile::tempdir().expect("a folder");
    let samples = samples::all();
    let mut office = Command::new("soffice");
    office
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
        .args(["--headless", "--convert-to", "pdf", "--outdir"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    for sample in &samples {
        let file = folder.path().join(sample.name).with_extension("docx");
        std::fs::write(&file, sample.paper.docx().expect("DOCX")).expect("written");
        office.arg(file);
    }
    let Ok(status) = office.status() else {
        say("skipped: soffice is not installed");
        return;
    };
    assert!(status.success(), "the office program ends well");
    let mut wrong = Vec::new();
    for sample in &samples {
        let pdf = folder.path().join(sample.name).with_extension("pdf");
        let Some(pages) = pages(&pdf) else {
            say("skipped: pdfinfo is not installed");
            return;
        };
        if pages != sample.pages {
            wrong.push(format!("{}: {pages} pages, not {}", sample.name, sample.pages));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn pages(pdf: &std::path::Path) -> Option<usize> {
    assert!(pdf.is_file(), "{} was written", pdf.display());
    let output = Command::new("pdfinfo").arg(pdf).output().ok()?;
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"))
        .and_then(|pages| pages.trim().parse().ok())
}
