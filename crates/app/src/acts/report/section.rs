//! Splitting a report among the unit's people, section by section. Whoever acts
//! for the unit may answer any section; the split says who is expected to.

use super::{KIND, outline};
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{ReportId, UserId};
use domain::policy::{Action, Role};
use store::people::{self, User};
use store::report as record;

/// The people who may be given a section: those who act for the unit.
pub async fn writers(app: &App, who: &Actor, id: ReportId) -> Result<Vec<User>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ReportEdit).await?;
    let listed = record::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let mut users = people::holders(&mut tx, Role::UnitFocal, listed.kept.unit).await?;
    for head in people::holders(&mut tx, Role::UnitHead, listed.kept.unit).await? {
        if users.iter().all(|user| user.id != head.id) {
            users.push(head);
        }
    }
    Ok(users)
}

/// Gives a section, with those under it that have nobody of their own, to
/// someone of the unit, or takes it back.
pub async fn assign(
    app: &App,
    who: &Actor,
    id: ReportId,
    section: &str,
    to: Option<UserId>,
) -> Result<(), Refusal> {
    let mut act = open_section(app, who, id, section).await?;
    if let Some(to) = to {
        let scope = act.allow(Action::ReportEdit)?;
        let listed = record::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
        let grants = people::grants_of(&mut act.tx, to).await?;
        let is_of_unit =
            grants.iter().any(|grant| grant.role.is_of_unit() && grant.unit == Some(listed.kept.unit));
        if !is_of_unit {
            return Err(Refusal::invalid("assigned_to", "report-not-of-the-unit"));
        }
    }
    record::assign(&mut act.tx, id, section, to).await?;
    let detail = serde_json::json!({ "section": section, "to": to.map(|user| user.to_string()) });
    act.tell("report.assign", KIND, id, detail).await?;
    act.done().await
}

/// The writer calls a section done, or takes it back. It says nothing about
/// completeness: the rules do.
pub async fn mark_done(
    app: &App,
    who: &Actor,
    id: ReportId,
    section: &str,
    done: bool,
) -> Result<(), Refusal> {
    let mut act = open_section(app, who, id, section).await?;
    let at = done.then_some(act.now);
    record::mark_done(&mut act.tx, id, section, at).await?;
    act.tell("report.section", KIND, id, serde_json::json!({ "section": section, "done": done })).await?;
    act.done().await
}

async fn open_section<'a>(
    app: &'a App,
    who: &'a Actor,
    id: ReportId,
    section: &str,
) -> Result<Act<'a>, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ReportEdit)?;
    let now = act.now;
    let kept = record::take(&mut act.tx, &scope, id, now).await?.ok_or(Refusal::NotFound)?;
    kept.report.write()?;
    outline(app, &kept.outline)?.section(section).ok_or(Refusal::NotFound)?;
    Ok(act)
}
