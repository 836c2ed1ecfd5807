//! Results of other tools, taken in for the unit of a visit: compared with what
//! stood there, shown, and made findings by people.
//!
//! A file's bytes are not kept: what is kept of a result has no room for what a
//! page or a document says. Not here: reading the formats (`scanners`),
//! comparing (`evidence`).

mod counted;
mod key;
mod look;
mod marked;
mod promote;
mod shared;
mod take;

pub use counted::{Counted, counted};
pub use key::make_address;
pub use look::{Bundle, Held, HeldError, fault, read};
pub use promote::{MOST_CHOSEN, promote};
pub use shared::{Common, MachineUse, TraceKind, Traces, traces, use_machine};
pub use store::trace::{Shared, Trace};
pub use take::{LARGEST, Taken, take};

use super::visit::{Part, insider};
use crate::{Actor, App, Refusal};
use domain::identifier::VisitId;
use domain::policy::Action;
use domain::text::fold;
use store::examination as record;
use store::visit;

pub use evidence::Severity as Gravity;
pub use packs::Rules;
pub use store::examination::{By, Count, Examination, Filter, Group, Listed, Outcome, State};

/// The object kind of examinations, in the audit.
pub const KIND: &str = "examination";

/// Who may do what with the results of a visit, and what there is.
#[derive(Debug, Clone)]
pub struct View {
    pub visit: VisitId,
    pub unit_name: String,
    /// The shares of the visit a finding can be recorded under.
    pub parts: Vec<Part>,
    /// Each with who took it in.
    pub taken: Vec<(Examination, String)>,
    pub counts: Vec<Count>,
    pub may_take: bool,
    /// What evidence of this visit is closed to on its way, once someone asked.
    pub address: Option<String>,
    /// The day of what is known of updates.
    pub knowledge: Option<jiff::civil::Date>,
    pub may_promote: bool,
}

/// A visit with the files taken in and how many results there are.
pub async fn view(app: &App, who: &Actor, id: VisitId) -> Result<View, Refusal> {
    let (mut tx, scope, kept) = within(app, who, id).await?;
    let parts = visit::parts(&mut tx, &scope, id).await?;
    let in_team = who.is_program() || parts.iter().any(|part| who.teams().contains(&part.team));
    Ok(View {
        taken: record::of_visit(&mut tx, id).await?,
        counts: record::counts(&mut tx, kept.unit).await?,
        may_take: in_team && kept.cancelled_at.is_none() && who.may(Action::VisitAnswer),
        address: record::key(&mut tx, id).await?.map(|key| key.address),
        knowledge: super::knowledge::head(app).ok().flatten().map(|head| head.date),
        may_promote: in_team && who.may(Action::FindingRecord),
        parts,
        visit: id,
        unit_name: kept.unit_name,
    })
}

/// The results of the unit that fit a filter, a page of them, and their number.
pub async fn list(
    app: &App,
    who: &Actor,
    id: VisitId,
    filter: &Filter,
) -> Result<(Vec<Listed>, i64), Refusal> {
    let (mut tx, _, kept) = within(app, who, id).await?;
    let filter = Filter { words: fold(&filter.words), ..filter.clone() };
    Ok(record::list(&mut tx, kept.unit, &filter).await?)
}

/// The same under headings: by machine or by rule.
pub async fn groups(
    app: &App,
    who: &Actor,
    id: VisitId,
    filter: &Filter,
    by: By,
) -> Result<Vec<Group>, Refusal> {
    let (mut tx, _, kept) = within(app, who, id).await?;
    let filter = Filter { words: fold(&filter.words), ..filter.clone() };
    Ok(record::groups(&mut tx, kept.unit, &filter, by).await?)
}

/// A visit whose team's work this person sees.
async fn within(
    app: &App,
    who: &Actor,
    id: VisitId,
) -> Result<(store::Tx, store::Scope, visit::Visit), Refusal> {
    let scope = insider(who, Action::VisitRead).ok_or(Refusal::NotAllowed(Action::VisitRead.code()))?;
    let mut tx = app.store.read().await?;
    let kept = visit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    Ok((tx, scope, kept))
}
