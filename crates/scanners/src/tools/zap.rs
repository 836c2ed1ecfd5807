//! The report of ZAP as XML, with or without requests and responses
//! (zaproxy.org/docs/desktop/addons/report-generation). What a page answered is
//! not taken over.

use super::{cwe, reported, short};
use crate::ImportError;
use crate::import::Found;
use crate::xml::records;
use evidence::{Kind, Severity, Subject};

pub fn xml(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let limits = found.limits;
    records(text, &["alertitem"], limits, |above, alert| {
        if let Some(report) = above.first() {
            report.attribute("version").unwrap_or_default().clone_into(&mut found.version);
        }
        let site = above.iter().find(|element| element.name == "site");
        let site = site.and_then(|site| site.attribute("name")).ok_or(ImportError::Lacks { what: "site" })?;
        let severity = match alert.word("riskcode") {
            "3" => Severity::High,
            "2" => Severity::Medium,
            "1" => Severity::Low,
            _ => Severity::Info,
        };
        let reference = alert.word("alertRef");
        // Older reports tell the alerts of one plugin apart by their names alone.
        let (rule, place) = if reference.is_empty() {
            (alert.word("pluginid"), alert.word("alert"))
        } else {
            (reference, "")
        };
        let mut one = reported(rule, alert.word("alert"), severity, place);
        one.weaknesses = cwe(alert.word("cweid")).into_iter().collect();
        for instance in alert.child("instances").into_iter().flat_map(|all| all.all("instance")) {
            // Queries and fragments are made anew with every visit.
            let address = instance.word("uri").split(['?', '#']).next().unwrap_or_default();
            let place = short(&format!("{} {address} {}", instance.word("method"), instance.word("param")));
            if !one.also.contains(&place) {
                one.also.push(place);
            }
        }
        found.add(Subject::new(Kind::Site, short(site)), one)
    })
}
