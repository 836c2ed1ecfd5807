//! How states, severities and parties of a finding are said and shown.
//!
//! Not here: the words themselves (Fluent files).

use domain::finding::{Case, Party, Severity};
use jiff::civil::Date;

pub(super) use crate::pages::report::language;
use crate::parts::badge::{Badge, Tone};
use crate::words::Lang;

pub(super) fn state(lang: Lang, code: &str) -> String {
    lang.t(&format!("finding-state-{}", code.replace('_', "-")))
}

pub(super) fn state_badge(lang: Lang, case: &Case, today: Date) -> Badge {
    let late = case.standing(today).is_some_and(|standing| standing.is_late() && !standing.is_done());
    let tone = match case.code() {
        "closed" => Tone::Done,
        "plan_rejected" | "reopened" => {
            if late {
                Tone::Late
            } else {
                Tone::Warning
            }
        }
        "done_reported" | "plan_submitted" => Tone::Waiting,
        "open" => Tone::Idle,
        _ if late => Tone::Late,
        _ => Tone::Going,
    };
    Badge::new(tone, state(lang, case.code()))
}

pub(super) fn severity_badge(lang: Lang, severity: Severity) -> Badge {
    let tone = match severity {
        Severity::Reminder => Tone::Idle,
        Severity::Remedy => Tone::Warning,
        Severity::Violation => Tone::Refused,
    };
    Badge::new(tone, lang.t(&format!("finding-severity-{}", severity.code())))
}

pub(super) fn party(lang: Lang, party: Party) -> String {
    lang.t(match party {
        Party::Unit(_) => "finding-party-unit",
        Party::Team => "finding-party-team",
        Party::Office => "finding-party-office",
    })
}

/// What an act found wrong, under the key the pages say it by.
pub(super) fn fault(key: &'static str) -> &'static str {
    match key {
        "field-required" => "form-required",
        "date-in-future" => "finding-in-future",
        "unit-unknown" => "form-not-a-choice",
        other => other,
    }
}
