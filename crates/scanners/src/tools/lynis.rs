//! Lynis's `lynis-report.dat`: warnings and suggestions of one machine.

use super::{instant, reported, short};
use crate::ImportError;
use crate::import::Found;
use evidence::{Kind, Severity, Subject};

pub fn lines(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let value = |key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
        line.unwrap_or_default().trim()
    };
    value("lynis_version").clone_into(&mut found.version);
    // The machine's own clock, its offset untold: taken as it stands in Vietnam.
    let started = value("report_datetime_start").replace(' ', "T");
    found.made_at = instant(&format!("{started}+07:00"));
    let name = if value("hostname").is_empty() { found.file.clone() } else { value("hostname").to_owned() };
    let subject = Subject::new(Kind::Machine, short(&name).to_lowercase());
    for line in text.lines() {
        let (severity, rest) = if let Some(rest) = line.strip_prefix("warning[]=") {
            (Severity::Medium, rest)
        } else if let Some(rest) = line.strip_prefix("suggestion[]=") {
            (Severity::Low, rest)
        } else {
            continue;
        };
        // `test|what|details|remedy|`; a dash is nothing.
        let mut parts = rest.split('|').map(|part| if part == "-" { "" } else { part });
        let (test, what, details) = (
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
            parts.next().unwrap_or_default(),
        );
        let place = if details.is_empty() { what } else { details };
        found.add(subject.clone(), reported(test, what, severity, place))?;
    }
    Ok(())
}
