//! Last year's open findings, looked at again on this visit: fixed, partly, not,
//! or come back (S1 I.1).
//!
//! Not here: what signed minutes make of it (`finding`).

use super::seen::mark;
use super::{KIND, being_written, paragraphs, share};
use crate::{Actor, App, Refusal};
use domain::identifier::{CampaignId, FindingId, VisitId};
use domain::policy::Action;
use domain::visit::RecheckVerdict;
use store::visit::recheck::{self, Seen};

/// What was seen of an earlier finding.
#[derive(Debug, Clone, Copy)]
pub struct Looked<'a> {
    pub finding: FindingId,
    pub verdict: RecheckVerdict,
    pub note: &'a str,
    /// The mark of the verdict and note this was written over.
    pub seen: &'a str,
}

impl Looked<'_> {
    /// The mark of what stands on an earlier finding.
    pub fn mark(verdict: Option<&str>, note: &str) -> String {
        mark(&format!("{}\n{note}", verdict.unwrap_or_default()))
    }
}

/// Writes down what became of an earlier finding; anything but "fixed" says why.
pub async fn look_again(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    looked: Looked<'_>,
) -> Result<(), Refusal> {
    let note = paragraphs("note", looked.note)?;
    if looked.verdict != RecheckVerdict::Fixed && note.is_empty() {
        return Err(Refusal::invalid("note", "visit-recheck-why"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let (_, part) = share(&mut act, &scope, id, of).await?;
    being_written(&part, "recheck")?;
    let known = recheck::get(&mut act.tx, id, of, looked.finding).await?.ok_or(Refusal::NotFound)?;
    if Looked::mark(known.verdict.as_deref(), &known.note) != looked.seen {
        return Err(Refusal::Conflict);
    }
    let seen = Seen {
        visit: id,
        campaign: of,
        finding: looked.finding,
        version: known.version,
        verdict: looked.verdict.code(),
        note: &note,
    };
    if !recheck::save(&mut act.tx, seen, act.who.user.id, act.now).await? {
        return Err(Refusal::Conflict);
    }
    let detail =
        serde_json::json!({ "finding": looked.finding.to_string(), "verdict": looked.verdict.code() });
    act.tell("visit.recheck", KIND, id, detail).await?;
    act.done().await
}
