//! Greenbone/OpenVAS reports: XML and CSV.

use super::{cves, cwe, host, instant, reported, score};
use crate::ImportError;
use crate::import::Found;
use crate::table::rows;
use crate::xml::records;
use evidence::Severity;

pub fn xml(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let limits = found.limits;
    records(text, &["result"], limits, |above, result| {
        // Results stand in `report/report/results`; others are listed elsewhere.
        if above.last().is_none_or(|parent| parent.name != "results") {
            return Ok(());
        }
        let nvt = result.child("nvt");
        let oid = nvt.and_then(|nvt| nvt.attribute("oid")).unwrap_or_default();
        let score = score(result.word("severity"));
        let severity = Severity::from_word(result.word("threat"))
            .unwrap_or_else(|| score.map_or(Severity::Info, Severity::from_score));
        let place = result.word("port");
        let rule = if oid.is_empty() { result.word("name") } else { oid };
        let mut one = reported(rule, result.word("name"), severity, place);
        one.score = score;
        if let Some(nvt) = nvt {
            let references = nvt.child("refs").into_iter().flat_map(|refs| refs.all("ref"));
            let named = references.filter_map(|one| one.attribute("id")).collect::<Vec<_>>().join(" ");
            one.identifiers = cves(&format!("{named} {}", nvt.word("cve")));
        }
        found.made_at = found.made_at.max(instant(result.word("creation_time")));
        found.add(host(result.word("host")), one)
    })
}

pub fn csv(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    rows(text, |row| {
        let score = score(row.cell("cvss"));
        let severity = Severity::from_word(row.cell("severity"))
            .unwrap_or_else(|| score.map_or(Severity::Info, Severity::from_score));
        let port = row.cell("port");
        let place = if port.is_empty() {
            "general".to_owned()
        } else {
            format!("{port}/{}", row.cell("port protocol"))
        };
        let mut one = reported(row.any(&["nvt oid", "nvt name"]), row.cell("nvt name"), severity, &place);
        one.score = score;
        one.identifiers = cves(&format!("{} {}", row.cell("cves"), row.cell("nvt oid")));
        one.weaknesses = cwe(row.cell("cweid")).into_iter().collect();
        found.add(host(row.any(&["ip", "hostname"])), one)
    })
}
