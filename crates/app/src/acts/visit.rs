//! Visits under way: their steps, who was there, what was asked and answered.
//!
//! The folder beside this file holds the steps, the attendance, the requests, the
//! fieldwork and earlier findings looked at again. Not here: putting visits into
//! the schedule, moving and cancelling them (`schedule`), minutes (`minutes`),
//! what may follow what (`domain::visit`).

mod attendance;
mod claims;
mod evidence;
mod fieldwork;
mod recheck;
mod requests;
mod seen;
mod steps;
mod view;

pub use attendance::{Person, Presence, add_person, attend, remove_person};
pub use claims::{Held, Said};
pub(crate) use evidence::{about, attach_in};
pub use evidence::{attach, detach, file, list as evidence};
pub use fieldwork::{
    Change, Field, Line, Past, Saved, Share, Sheet, Stale, assign, past, save, sheet, theme_title,
};
pub(crate) use fieldwork::{Written, save_in, themes};
pub use recheck::{Looked, look_again};
pub use requests::{Answered, Asked, Kind, Tick, answer, ask, raise, request_file, tick};
pub use seen::mark;
pub(crate) use steps::begin_in;
pub use steps::{Told, agree_method, begin, finish, note, skip};
pub use store::visit::fieldwork::{Answer, Item};
pub use store::visit::recheck::Recheck;
pub use store::visit::steps::{Request, Step as Recorded};
pub use store::visit::{Part, Seat};
pub use view::{View, view};

use crate::{Act, Actor, Refusal};
use domain::identifier::{CampaignId, VisitId};
use domain::policy::{Action, Role};
use domain::visit::{self as rules, Days, Route, Trigger, VisitFault, VisitState};
use store::Scope;
use store::visit::{self as record, Visit};

/// The object kind of visits, in the audit and on notices.
pub const KIND: &str = "visit";

/// Minutes codes under which the team still writes.
pub(crate) const WRITING: [&str; 2] = ["none", "draft"];

/// The reach of an action through roles that are not a unit's: who only acts for
/// a unit has none.
pub(crate) fn insider(who: &Actor, action: Action) -> Option<Scope> {
    reach(who, action, |role| !role.is_of_unit())
}

/// The reach of an action through the roles held for units.
pub(crate) fn of_unit(who: &Actor, action: Action) -> Option<Scope> {
    reach(who, action, Role::is_of_unit)
}

fn reach(who: &Actor, action: Action, wanted: impl Fn(Role) -> bool) -> Option<Scope> {
    if who.is_program() {
        return who.scope(action);
    }
    let roles: Vec<Role> = who.roles().into_iter().filter(|role| wanted(*role)).collect();
    Scope::of(who.user.id, &roles, action)
}

/// A visit as the rules see it.
pub(crate) fn read(kept: &Visit) -> rules::Visit {
    serde_json::from_str(&kept.state_data).unwrap_or_else(|_| from_columns(kept))
}

/// A visit whose state was never written as the rules write it (taken over from
/// elsewhere) is what its columns say.
fn from_columns(kept: &Visit) -> rules::Visit {
    let route = if kept.kind == "ad_hoc" {
        let grounds = kept.reason.clone().or_else(|| kept.occasion.clone()).unwrap_or_default();
        Route::AdHoc { trigger: Trigger::Order, grounds }
    } else {
        Route::Periodic
    };
    let days = kept.day.map(|from| Days { from, to: kept.last_day.unwrap_or(from) });
    let state = match days {
        Some(days) => VisitState::Scheduled { days },
        None => VisitState::Planned,
    };
    rules::Visit { route, state }
}

/// A refused step, with the field of the form it belongs to.
fn refused(fault: VisitFault) -> Refusal {
    match fault {
        VisitFault::NotNow(not_now) => not_now.into(),
        VisitFault::DaysReversed => Refusal::invalid("to", "visit-days-reversed"),
        VisitFault::TimeRunsBack => Refusal::invalid("at", "visit-time-runs-back"),
        VisitFault::NoReason => Refusal::invalid("reason", "field-required"),
    }
}

/// The visit, held for a change, within the reach of `scope`.
async fn held(act: &mut Act<'_>, scope: &Scope, id: VisitId) -> Result<Visit, Refusal> {
    let kept = record::get(&mut act.tx, scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.cancelled_at.is_some() {
        return Err(Refusal::not_now("cancelled", "write"));
    }
    Ok(kept)
}

/// One campaign's share in a visit, within the reach of `scope`.
pub(crate) async fn share(
    act: &mut Act<'_>,
    scope: &Scope,
    id: VisitId,
    of: CampaignId,
) -> Result<(Visit, Part), Refusal> {
    let kept = held(act, scope, id).await?;
    let parts = record::parts(&mut act.tx, scope, id).await?;
    let part = parts.into_iter().find(|part| part.campaign == of).ok_or(Refusal::NotFound)?;
    Ok((kept, part))
}

/// Refuses to write what agreed minutes already state.
fn being_written(part: &Part, step: &str) -> Result<(), Refusal> {
    if WRITING.contains(&part.minutes_state.as_str()) {
        Ok(())
    } else {
        Err(Refusal::not_now(&part.minutes_state, step))
    }
}

/// The longest text of one field, in characters.
const LONGEST: usize = 8_000;

/// A text as it is kept: lines tidied, not too long.
pub(crate) fn paragraphs(field: &str, text: &str) -> Result<String, Refusal> {
    let lines: Vec<_> = text.lines().map(domain::text::tidy).collect();
    let tidied = lines.join("\n").trim().to_owned();
    if tidied.chars().count() > LONGEST {
        return Err(Refusal::Invalid(vec![
            crate::refusal::Fault::new(field, "visit-too-long").with("max", LONGEST),
        ]));
    }
    Ok(tidied)
}

/// The same for a text that must not be empty.
pub(crate) fn wording(field: &str, text: &str) -> Result<String, Refusal> {
    let text = paragraphs(field, text)?;
    if text.is_empty() { Err(Refusal::invalid(field, "field-required")) } else { Ok(text) }
}
