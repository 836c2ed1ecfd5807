//! No citizen's number leaves whole with the audit of lookups.

use std::io::{Cursor, Read};

use rasoat_papers::{Flagged, LookupAudit, lookup_audit, masked_citizen};

#[test]
fn no_part_of_the_docx_has_a_citizens_whole_number() {
    let sample = LookupAudit::sample();
    let flagged = || sample.rules.iter().flat_map(|rule| &rule.flagged);
    let citizens: Vec<&str> = flagged()
        .filter_map(|one| match one {
            Flagged::Lookup { citizen, .. } | Flagged::Breadth { citizen, .. } => Some(citizen.as_str()),
            _ => None,
        })
        .collect();
    assert!(citizens.len() >= 5);
    let docx = lookup_audit(&sample).docx().expect("DOCX");
    let mut envelope = zip::ZipArchive::new(Cursor::new(docx)).expect("a ZIP envelope");
    let mut all = String::new();
    for place in 0..envelope.len() {
        envelope.by_index(place).expect("a file").read_to_string(&mut all).expect("UTF-8");
    }
    for citizen in citizens {
        assert!(!all.contains(citizen), "{citizen} stands in the report");
        assert!(all.contains(&masked_citizen(citizen)), "{citizen} is not shown at all");
    }
}
