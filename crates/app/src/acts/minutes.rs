//! Minutes of a visit (biên bản), one per campaign that shares it: members' parts,
//! disagreements, the lead's words, agreement, reading out, the unit's opinion,
//! both signatures or the refusal, the scan.
//!
//! The folder beside this file holds looking at them, writing, concluding and the
//! paper. Not here: what may follow what (`domain::visit::Minutes`), the wording
//! (`papers`), what signed minutes make of findings (`finding`).

mod concluding;
mod paper;
mod scan;
mod view;
mod writing;

pub use ::papers::{Align, Line, Plain};
pub use concluding::{Conclusion, Refused, agree, amend, opine, read_out, refuse, sign};
pub use paper::{preview, print, sample as sample_paper};
pub use scan::{file, file_scan};
pub use store::file::Attached;
pub use store::minutes::{Disagreement as Dissent, Stated};
pub use view::{Share, View, view};
pub use writing::{Stale, Text, disagree, hand_over, settle, take_back, write};

use crate::acts::visit;
use crate::{Act, Refusal};
use domain::identifier::{CampaignId, VisitId};
use domain::moment;
use domain::visit::{Disagreement, Minutes, MinutesFault, Part};
use store::minutes::{self as record, Minutes as Kept};
use store::visit::{Part as OwnPart, Visit};
use store::{Scope, Tx, target};

/// The object kind of minutes, in the audit and on files.
pub const KIND: &str = record::OBJECT;

/// Minutes with the visit they are of, and the state the rules see.
struct Held {
    visit: Visit,
    part: OwnPart,
    kept: Kept,
    minutes: Minutes,
}

/// The minutes of one share, within the reach of `scope`, for a change.
async fn held(act: &mut Act<'_>, scope: &Scope, id: VisitId, of: CampaignId) -> Result<Held, Refusal> {
    let (visit, part) = visit::share(act, scope, id, of).await?;
    let kept = record::get(&mut act.tx, scope, id, of).await?.ok_or(Refusal::NotFound)?;
    let minutes = state(&mut act.tx, &kept).await?;
    Ok(Held { visit, part, kept, minutes })
}

/// The state of minutes. While they are a draft, rows say who has handed in and
/// who disagrees: members come and go until then.
async fn state(tx: &mut Tx, kept: &Kept) -> Result<Minutes, Refusal> {
    let drawn = serde_json::from_str::<Minutes>(&kept.state_data).ok();
    match drawn {
        Some(minutes) if !matches!(minutes, Minutes::Draft { .. }) => Ok(minutes),
        _ => {
            let seats = store::visit::members(tx, kept.visit).await?;
            let parts = seats
                .into_iter()
                .filter(|seat| seat.team == kept.team && seat.attended != Some(false))
                .map(|seat| Part { member: seat.member, handed_in: seat.handed_at.map(moment::local) })
                .collect();
            Ok(Minutes::Draft { parts, disagreements: disagreements(tx, kept).await? })
        }
    }
}

async fn disagreements(tx: &mut Tx, kept: &Kept) -> Result<Vec<Disagreement>, Refusal> {
    let rows = record::disagreements(tx, kept.visit, kept.campaign).await?;
    Ok(rows
        .into_iter()
        .map(|row| Disagreement {
            member: row.member,
            about: row.question.unwrap_or_default(),
            position: row.text,
            settled: row.settlement,
        })
        .collect())
}

/// Keeps the next state and brings the target's counters up to date.
async fn keep(act: &mut Act<'_>, held: &Held, next: &Minutes) -> Result<(), Refusal> {
    let data = serde_json::to_string(next)?;
    if !record::set_state(&mut act.tx, &held.kept, next.code(), &data, next.drawn_up_on()).await? {
        return Err(Refusal::Conflict);
    }
    target::refresh(&mut act.tx, held.kept.target).await?;
    Ok(())
}

async fn tell(
    act: &mut Act<'_>,
    held: &Held,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), Refusal> {
    act.tell(action, KIND, record::object_of(held.kept.visit, held.kept.campaign), detail).await
}

fn link(id: VisitId, of: CampaignId) -> String {
    format!("/visits/{id}/minutes?part={of}")
}

/// A refused step, with the field of the form it belongs to.
fn refused(fault: MinutesFault) -> Refusal {
    match fault {
        MinutesFault::NotNow(not_now) => not_now.into(),
        MinutesFault::PartsMissing(missing) => Refusal::Invalid(
            missing
                .iter()
                .map(|member| crate::refusal::Fault::new(format!("part-{member}"), "minutes-part-missing"))
                .collect(),
        ),
        MinutesFault::NotAMember => Refusal::NotFound,
        MinutesFault::Incomplete("reason") => Refusal::invalid("reason", "field-required"),
        MinutesFault::Incomplete("witness") => Refusal::invalid("witness", "field-required"),
        MinutesFault::Incomplete("copies") => Refusal::invalid("copies", "minutes-too-few-copies"),
        MinutesFault::Incomplete(_) => Refusal::invalid("signatory", "minutes-signatory-missing"),
        MinutesFault::DatedTooEarly => Refusal::invalid("on", "minutes-dated-too-early"),
    }
}
