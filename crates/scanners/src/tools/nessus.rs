//! Nessus and other Tenable products: `.nessus` (NessusClientData_v2) and the
//! CSV exports, whose columns differ from product to product.

use super::{cves, cwe, host, reported, score};
use crate::ImportError;
use crate::import::Found;
use crate::table::rows;
use crate::xml::records;
use evidence::Severity;

pub fn xml(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let limits = found.limits;
    records(text, &["ReportItem"], limits, |above, item| {
        let owner = above.iter().rfind(|element| element.name == "ReportHost");
        let name =
            owner.and_then(|owner| owner.attribute("name")).ok_or(ImportError::Lacks { what: "host" })?;
        let part = |name: &str| item.attribute(name).unwrap_or_default();
        let place = format!("{}/{}", part("port"), part("protocol"));
        let mut one = reported(part("pluginID"), part("pluginName"), numbered(part("severity")), &place);
        one.identifiers = item.all("cve").map(|cve| cve.text.trim().to_owned()).collect();
        one.weaknesses = item.all("cwe").filter_map(|number| cwe(&number.text)).collect();
        one.score = score(item.word("cvss3_base_score")).or_else(|| score(item.word("cvss_base_score")));
        found.add(host(name), one)
    })
}

/// 0 to 4, or a word.
fn numbered(text: &str) -> Severity {
    match text {
        "0" => Severity::Info,
        "1" => Severity::Low,
        "2" => Severity::Medium,
        "3" => Severity::High,
        "4" => Severity::Critical,
        word => Severity::from_word(word).unwrap_or(Severity::Info),
    }
}

pub fn csv(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    rows(text, |row| {
        let title = row.any(&["name", "plugin name", "definition.name", "asset.name"]);
        if title.is_empty() {
            return Ok(());
        }
        let severity = numbered(row.any(&["risk", "severity", "risk factor"]));
        let rule = row.any(&["plugin id", "plugin", "definition.id", "name", "plugin name"]);
        let name =
            row.any(&["host", "asset.host_name", "dns name", "ip address", "asset.display_ipv4_address"]);
        let port = row.any(&["port", "asset.port"]);
        let place =
            format!("{}/{}", if port.is_empty() { "0" } else { port }, row.cell("protocol").to_lowercase());
        let mut one = reported(rule, title, severity, &place);
        one.identifiers = cves(row.any(&["cve", "definition.cve"]));
        let scores = [
            "cvss v3 base score",
            "cvss3 base score",
            "cvss v3.0 base score",
            "definition.cvss3.base_score",
            "cvss base score",
            "cvss v2 base score",
            "cvss",
        ];
        one.score = score(row.any(&scores));
        found.add(host(if name.is_empty() { "localhost" } else { name }), one)
    })
}
