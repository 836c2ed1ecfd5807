//! testssl.sh as CSV (`--csvfile`). What it found in order (`OK`) is no result;
//! its own marks and grades are sums of the others.

use super::{cwe, host, reported, short};
use crate::ImportError;
use crate::import::Found;
use crate::table::rows;
use evidence::Severity;

/// Lines that sum others up.
const SUMS: [&str; 10] = [
    "rating_spec",
    "rating_doc",
    "protocol_support_score",
    "protocol_support_score_weighted",
    "key_exchange_score",
    "key_exchange_score_weighted",
    "cipher_strength_score",
    "cipher_strength_score_weighted",
    "final_score",
    "overall_grade",
];

pub fn csv(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    rows(text, |row| {
        let (id, severity) = (row.cell("id"), row.cell("severity"));
        if severity == "OK" || SUMS.contains(&id) || id.contains("grade_cap_reason_") {
            return Ok(());
        }
        // A warning or a failure of the scan says nothing of the target.
        let severity = match severity {
            "WARN" | "FATAL" => Severity::Info,
            word => Severity::from_word(word).unwrap_or(Severity::Info),
        };
        // `name/address`: a name may have several, and is one subject.
        let (name, address) = row.cell("fqdn/ip").split_once('/').unwrap_or((row.cell("fqdn/ip"), ""));
        let subject = host(name);
        let place = format!("{}/tcp", row.cell("port"));
        let mut names: Vec<&str> = row.cell("cve").split_whitespace().collect();
        if names.is_empty() {
            names.push("");
        }
        for cve in names {
            let rule = if cve.is_empty() { id.to_owned() } else { format!("{id}/{cve}") };
            let mut one = reported(&rule, &format!("{id}: {}", row.cell("finding")), severity, &place);
            one.identifiers = if cve.is_empty() { Vec::new() } else { vec![cve.to_owned()] };
            one.also = if address.is_empty() { Vec::new() } else { vec![short(address)] };
            one.weaknesses = cwe(row.cell("cwe")).into_iter().collect();
            found.add(subject.clone(), one)?;
        }
        Ok(())
    })
}
