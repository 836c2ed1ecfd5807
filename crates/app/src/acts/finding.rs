//! Findings: from what an inspection found wanting to its being remedied.
//!
//! Each step is a row of the finding's story. The folder beside this file holds
//! drawing findings up (`recording`), the steps of unit and team (`steps`), what
//! signed minutes set going (`minutes`), reorganisations (`following`), and
//! papers and exports (`papers`). Not here: what may follow what
//! (`domain::finding`), who is reminded when (`reminder`).

mod following;
mod minutes;
mod papers;
mod reading;
mod recording;
mod steps;

pub use self::papers::{ListForm, export, request};
pub(crate) use self::papers::{letterhead, print};
pub use following::{Heir, assign, follow_ended, follow_reorganisation, heirs};
pub use minutes::{due_for, on_minutes_signed};
pub use reading::{List, MOST_LISTED, Turn, View, file, list, open_for_target, view};
pub(crate) use recording::from_catalogue;
pub use recording::{
    Change, New, Proposal, Source, catalogue, from_code, propose, record, record_in, revise,
};
pub use steps::{After, Step, Taken, take, take_many};

use crate::{Act, Refusal};
use domain::finding::CaseFault;
use domain::identifier::FindingId;
use serde::Serialize;
use store::finding::{self, NewEvent};
use store::target;

pub use ::papers::Format;
pub use store::file::Attached;
pub use store::finding::{Count, Event, Filter, Finding, Listed, Order, Words};

/// The object kind of findings, in the audit, on files and on notices.
pub const KIND: &str = "finding";

/// What was done, for the story and the audit.
struct Telling<'a> {
    step: &'a str,
    text: &'a str,
    data: serde_json::Value,
}

/// Keeps a changed finding with its event and audit line, and brings its
/// target's counters up to date. Returns the event's place in the story.
async fn keep(act: &mut Act<'_>, changed: &mut Finding, telling: Telling<'_>) -> Result<i64, Refusal> {
    changed.closed_at = changed.case.is_closed().then(|| changed.closed_at.unwrap_or(act.now));
    if !finding::update(&mut act.tx, changed).await? {
        return Err(Refusal::Conflict);
    }
    changed.version += 1;
    let seq = tell(act, changed, telling).await?;
    if let Some(id) = changed.target {
        target::refresh(&mut act.tx, id).await?;
    }
    Ok(seq)
}

async fn tell(act: &mut Act<'_>, about: &Finding, telling: Telling<'_>) -> Result<i64, Refusal> {
    let who = act.who.label();
    let event = NewEvent {
        step: telling.step,
        state: about.case.code(),
        text: telling.text,
        data: serde_json::to_string(&telling.data)?,
        user: act.user(),
        who: &who,
        at: act.now,
    };
    let seq = finding::tell(&mut act.tx, about.id, &event).await?;
    // The words may say what was found: the audit says only that it was done.
    let detail = Audited { number: about.number, state: about.case.code(), seq };
    act.tell(&format!("finding.{}", telling.step), KIND, about.id, detail).await?;
    Ok(seq)
}

#[derive(Serialize)]
struct Audited<'a> {
    number: i64,
    state: &'a str,
    seq: i64,
}

fn link(id: FindingId) -> String {
    format!("/findings/{id}")
}

/// A refused decision, with the field of the form it belongs to.
fn refused(fault: CaseFault, texts: &str, days: &str) -> Refusal {
    match fault {
        CaseFault::NotNow(not_now) => Refusal::not_now(not_now.state, not_now.step),
        CaseFault::TooEarly => Refusal::invalid(days, "finding-too-early"),
        CaseFault::Wordless => Refusal::invalid(texts, "field-required"),
        CaseFault::NoEvidence => Refusal::invalid(texts, "finding-no-evidence"),
        CaseFault::SameUnit => Refusal::invalid("unit", "finding-same-unit"),
    }
}
