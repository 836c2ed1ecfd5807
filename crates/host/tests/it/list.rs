//! The printed list of what is observed, against what is.

use crate::corpus;
use rasoat_host::events::{Examination, Limits};
use rasoat_host::windows::{Given, examine};
use std::collections::BTreeSet;

/// Said only where something was found, or was asked for.
const NOT_ALWAYS: [&str; 3] = ["hive", "defender.exclusion", "registry.value"];

#[test]
fn every_attribute_stands_in_the_printed_list_and_no_other() {
    let text = include_str!("../../../../docs/observations.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let listed: Vec<&str> = rows.collect();
    let printed: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(printed.len(), listed.len(), "a row stands there twice");
    // Of a computer of which nothing was taken, everything is not collected.
    let mut nothing = examine(&[], "MAY-01", None);
    let subject = nothing[0].subject.clone();
    nothing.extend(Examination::new(subject, None, Limits::default()).done());
    let mut said: BTreeSet<&str> = nothing.iter().map(|one| one.attribute.as_str()).collect();
    assert!(nothing.iter().all(|one| one.sight == evidence::Sight::NotCollected));
    said.extend(NOT_ALWAYS);
    assert_eq!(said, printed);
    for (name, bytes) in corpus::hives() {
        let Ok(given) = Given::open(name, bytes, &[]) else { continue };
        for one in examine(&[given], "MAY-01", None) {
            assert!(printed.contains(one.attribute.as_str()), "{} of {name}", one.attribute);
        }
    }
}
