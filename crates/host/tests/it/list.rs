//! The printed list of what is observed, against what is.

use crate::{corpus, servers};
use evidence::{Observation, Sight};
use rasoat_host::events::{Examination, Limits};
use rasoat_host::linux;
use rasoat_host::windows::{Given, examine};
use rasoat_host::{listing, prefetch, setup_log};
use std::collections::BTreeSet;

/// Said only where something was found, or was asked for.
const NOT_ALWAYS: [&str; 3] = ["hive", "defender.exclusion", "registry.value"];
/// How the part of the list about servers begins.
const LINUX: &str = "\n## Linux servers\n";

fn listed(part: &str) -> BTreeSet<&str> {
    let rows = part.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let listed: Vec<&str> = rows.collect();
    let printed: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(printed.len(), listed.len(), "a row stands there twice");
    printed
}

fn said(observations: &[Observation]) -> BTreeSet<&str> {
    observations.iter().map(|one| one.attribute.as_str()).collect()
}

const LIST: &str = include_str!("../../../../docs/observations.md");

#[test]
fn every_attribute_stands_in_the_printed_list_and_no_other() {
    let printed = listed(LIST.split(LINUX).next().expect("the part about Windows"));
    // Of a computer of which nothing was taken, everything is not collected.
    let mut nothing = examine(&[], "MAY-01", None);
    let subject = nothing[0].subject.clone();
    nothing.extend(Examination::new(subject.clone(), None, Limits::default()).done());
    nothing.extend(prefetch::not_collected(&subject, None));
    nothing.extend(setup_log::not_collected(&subject, None));
    nothing.extend(listing::not_collected(&subject, None));
    let mut said = said(&nothing);
    assert!(nothing.iter().all(|one| one.sight == Sight::NotCollected));
    said.extend(NOT_ALWAYS);
    assert_eq!(said, printed);
    for (name, bytes) in corpus::hives() {
        let Ok(given) = Given::open(name, bytes, &[]) else { continue };
        for one in examine(&[given], "MAY-01", None) {
            assert!(printed.contains(one.attribute.as_str()), "{} of {name}", one.attribute);
        }
    }
}

#[test]
fn every_attribute_of_a_server_stands_in_the_printed_list_and_no_other() {
    let printed = listed(LIST.split(LINUX).nth(1).expect("the part about Linux"));
    let nothing = linux::examine(&linux::Given::default(), "MC-01", None);
    assert_eq!(said(&nothing), printed);
    for (name, _) in servers::SERVERS {
        for one in servers::examined(name) {
            assert!(printed.contains(one.attribute.as_str()), "{} of {name}", one.attribute);
        }
    }
}
