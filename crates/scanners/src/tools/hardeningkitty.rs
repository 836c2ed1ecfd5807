//! The CSV report of HardeningKitty's audit: each setting of a list that is not
//! as recommended. The machine's name stands in the file's name alone.

use super::{reported, short};
use crate::ImportError;
use crate::import::Found;
use crate::table::rows;
use evidence::{Kind, Severity, Subject};

pub fn csv(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let subject = Subject::new(Kind::Machine, short(machine(&found.file)).to_lowercase());
    rows(text, |row| {
        // `Severity` says `Passed` for what is in order; later versions say the
        // outcome in `TestResult` and keep the gravity in `SeverityFinding`.
        let outcome = row.any(&["testresult", "severity"]);
        if outcome.eq_ignore_ascii_case("passed") {
            return Ok(());
        }
        let word = row.any(&["severityfinding", "severity"]);
        let severity = Severity::from_word(word).unwrap_or(Severity::Info);
        let title = format!("{}: {}", row.cell("category"), row.cell("name"));
        let mut one = reported(row.cell("id"), &title, severity, row.cell("category"));
        one.also = vec![short(&format!("{} → {}", row.cell("result"), row.cell("recommended")))];
        found.add(subject.clone(), one)
    })
}

/// `hardeningkitty_report_MACHINE_list-date.csv`.
fn machine(file: &str) -> &str {
    let Some(rest) = file.strip_prefix("hardeningkitty_report_") else { return file };
    rest.split('_').next().unwrap_or(file)
}
