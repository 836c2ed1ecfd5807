//! Whether the logs themselves can be relied on: cleared, lost, audited less, and a
//! clock that was set.

use crate::events::channels::{Provider, SECURITY};
use crate::events::event::{Event, LONGEST};
use crate::events::out::{Fields, Out};
use crate::events::tally::Apart;
use std::collections::BTreeSet;

/// Seconds a clock may be set by without being told of: what keeps it right does that.
const LEAST_SECONDS: u64 = 60;
/// What `AuditPolicyChanges` says of success and of failure no longer audited
/// (messages of the auditing provider, msobjs.dll).
const REMOVED: [&str; 2] = ["%%8448", "%%8450"];
/// Categories of auditing, by their messages.
const CATEGORIES: [(&str, &str); 9] = [
    ("%%8272", "system"),
    ("%%8273", "logon"),
    ("%%8274", "object_access"),
    ("%%8275", "privilege_use"),
    ("%%8276", "detailed_tracking"),
    ("%%8277", "policy_change"),
    ("%%8278", "account_management"),
    ("%%8279", "directory_access"),
    ("%%8280", "account_logon"),
];

#[derive(Debug, Default)]
pub(super) struct Records {
    cleared: Apart<(String, String), ()>,
    lost: Apart<&'static str, ()>,
    policy: Apart<(String, String), Policy>,
    clock: Apart<(String, Setter), u64>,
}

#[derive(Debug, Default)]
struct Policy {
    removed: bool,
    subcategories: BTreeSet<String>,
}

/// Whether a person set the clock, or a service that keeps it right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Setter {
    Person,
    System,
}

impl Records {
    pub fn see(&mut self, provider: Provider, event: &Event<'_>) {
        match (provider, event.id) {
            (Provider::EventLog, 1102) => self.cleared(event, SECURITY.to_owned()),
            (Provider::EventLog, 104) => {
                let channel = event.text("Channel").unwrap_or_default();
                self.cleared(event, channel);
            }
            (Provider::EventLog, 1101) => drop(self.lost.add("dropped", event.at)),
            (Provider::EventLog, 1104) => drop(self.lost.add("full", event.at)),
            (Provider::Auditing, 4719) => self.policy(event),
            _ => self.clock(event),
        }
    }

    fn cleared(&mut self, event: &Event<'_>, channel: String) {
        let by = event.account("SubjectUserName", "SubjectDomainName").unwrap_or_default();
        self.cleared.add((channel, by), event.at);
    }

    fn policy(&mut self, event: &Event<'_>) {
        let category = event.text("CategoryId").unwrap_or_default();
        let known = CATEGORIES.iter().find(|(message, _)| *message == category);
        let category = known.map_or(category.clone(), |(_, name)| (*name).to_owned());
        let by = event.account("SubjectUserName", "SubjectDomainName").unwrap_or_default();
        let changes = event.text("AuditPolicyChanges").unwrap_or_default();
        let subcategory = event.text("SubcategoryGuid");
        if let Some(policy) = self.policy.add((category, by), event.at) {
            policy.removed |= REMOVED.iter().any(|message| changes.contains(message));
            policy.subcategories.extend(subcategory);
        }
    }

    fn clock(&mut self, event: &Event<'_>) {
        let instant = |name: &str| event.value(name).and_then(|value| value.instant());
        let before = instant("PreviousTime").or_else(|| instant("OldTime"));
        let (Some(before), Some(after)) = (before, instant("NewTime")) else { return };
        let by = before.as_second().abs_diff(after.as_second());
        if by < LEAST_SECONDS {
            return;
        }
        let sid = event.text("SubjectUserSid").or_else(|| event.of_system("UserID")?.text(LONGEST));
        // Accounts of people, local or of a domain, and of the cloud (MS-DTYP 2.4.2.4).
        let person =
            sid.as_ref().is_some_and(|sid| sid.starts_with("S-1-5-21-") || sid.starts_with("S-1-12-1-"));
        let setter = if person { Setter::Person } else { Setter::System };
        let who = event.account("SubjectUserName", "SubjectDomainName").or(sid).unwrap_or_default();
        if let Some(largest) = self.clock.add((who, setter), event.at) {
            *largest = by.max(*largest);
        }
    }

    pub fn tell(self, out: &mut Out) {
        for ((channel, by), tally, ()) in self.cleared.all() {
            let fields = Fields::of(&tally).text("channel", &channel).text("by", &by);
            out.record("event.log_cleared", &format!("{channel} {by}"), fields, tally.last);
        }
        for (what, tally, ()) in self.lost.all() {
            out.record("event.log_lost", what, Fields::of(&tally).text("what", what), tally.last);
        }
        out.left_out("event.audit_policy", self.policy.left_out);
        for ((category, by), tally, policy) in self.policy.all() {
            let fields = Fields::of(&tally)
                .text("category", &category)
                .text("by", &by)
                .flag("removed", policy.removed)
                .texts("subcategories", &policy.subcategories);
            out.record("event.audit_policy", &format!("{category} {by}"), fields, tally.last);
        }
        for ((who, setter), tally, largest) in self.clock.all() {
            let fields = Fields::of(&tally)
                .text("by", &who)
                .flag("by_person", setter == Setter::Person)
                .whole("largest_seconds", largest);
            out.record("event.time_changed", &who, fields, tally.last);
        }
    }
}
