//! Reading findings: lists with their counts, one finding as its story, what a
//! later campaign starts from.

use super::{KIND, due_for, steps};
use crate::acts::file::{self, About};
use crate::{Actor, App, Refusal};
use domain::finding::{FindingStep, Owes};
use domain::identifier::{FileId, FindingId, TargetId, UnitId};
use domain::policy::{Action, Role, widest};
use jiff::civil::Date;
use store::file::{Attached, File};
use store::finding::{self, Count, Event, Filter, Listed};
use store::{Scope, campaign, target, unit};

/// Rows of one export, at most.
pub const MOST_LISTED: u32 = 5_000;

/// A page of a list with its counts.
#[derive(Debug, Clone)]
pub struct List {
    pub lines: Vec<Listed>,
    pub count: i64,
    /// By state and severity, whichever of these the filter names.
    pub counts: Vec<Count>,
}

/// One finding with everything around it.
#[derive(Debug, Clone)]
pub struct View {
    pub listed: Listed,
    /// Oldest first.
    pub events: Vec<Event>,
    /// What showed it (`before`) and what came with a step (`step-3`).
    pub files: Vec<Attached>,
    pub owes: Owes,
    /// What this person may do now, in the order pages offer it.
    pub steps: Vec<FindingStep>,
    pub may_revise: bool,
    pub may_assign: bool,
    pub repeats: Option<Listed>,
    pub repeated_by: Vec<Listed>,
    /// Names of the units the story mentions.
    pub units: Vec<(UnitId, String)>,
    /// The plan's clause on remedying, in its own words; empty without one.
    pub clause: String,
    /// Until when it would be asked for today, by that clause.
    pub suggested: Option<Date>,
}

/// Whose step is next, as far as it is this person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Unit,
    Team,
    Office,
}

impl Turn {
    /// The parties this person acts for.
    pub fn of(who: &Actor) -> Vec<Turn> {
        let mut turns = Vec::new();
        if who.roles().into_iter().any(Role::is_of_unit) {
            turns.push(Turn::Unit);
        }
        let team = who.roles().into_iter().filter(|role| role.is_of_team());
        if widest(team, Action::FindingJudge).is_some() {
            turns.push(Turn::Team);
        }
        if who.holds(Role::StandingOffice) {
            turns.push(Turn::Office);
        }
        turns
    }

    pub fn code(self) -> &'static str {
        match self {
            Turn::Unit => "unit",
            Turn::Team => "team",
            Turn::Office => "office",
        }
    }
}

/// The findings in sight, in a fixed number of queries.
pub async fn list(app: &App, who: &Actor, filter: &Filter) -> Result<List, Refusal> {
    let (mut tx, scope) = app.look(who, Action::FindingRead).await?;
    let mut filter = filter.clone();
    filter.today = Some(app.today());
    filter.limit = filter.limit.min(MOST_LISTED);
    Ok(List {
        lines: finding::list(&mut tx, &scope, &filter).await?,
        count: finding::count(&mut tx, &scope, &filter).await?,
        counts: finding::facets(&mut tx, &scope, &filter).await?,
    })
}

/// One finding as its story.
pub async fn view(app: &App, who: &Actor, id: FindingId) -> Result<View, Refusal> {
    let (mut tx, scope) = app.look(who, Action::FindingRead).await?;
    finding::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let listed = finding::listed(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let mut reached = Vec::new();
    for action in [Action::FindingRespond, Action::FindingJudge, Action::FindingRecord] {
        if let Some(scope) = who.scope(action)
            && finding::get(&mut tx, &scope, id).await?.is_some()
        {
            reached.push(action);
        }
    }
    let case = &listed.finding.case;
    let steps = case
        .steps()
        .into_iter()
        // A transfer is the office's, with a unit chosen: its own form.
        .filter(|step| *step != FindingStep::Transfer && reached.contains(&steps::right(*step)))
        .collect();
    let repeats = match case.recurs {
        Some(earlier) => finding::listed(&mut tx, earlier).await?,
        None => None,
    };
    let mut named: Vec<UnitId> = case.transfers.iter().flat_map(|t| [t.from, t.to]).collect();
    named.sort_unstable();
    named.dedup();
    let mut units = Vec::with_capacity(named.len());
    for unit in named {
        if let Some(named) = unit::name(&mut tx, unit).await? {
            units.push((named.id, named.name));
        }
    }
    // Whoever sees a finding sees the clause its day rests on.
    let everything = Scope::everything(who.user.id);
    let kept =
        campaign::get(&mut tx, &everything, listed.finding.campaign).await?.ok_or(Refusal::NotFound)?;
    let rule = kept.campaign.remediation;
    let today = app.today();
    Ok(View {
        suggested: due_for(app, rule.as_ref(), listed.finding.minutes_on.unwrap_or(today))
            .map(|due| due.last_valid_day)
            .filter(|day| *day >= today)
            .or_else(|| due_for(app, rule.as_ref(), today).map(|due| due.last_valid_day)),
        clause: rule.map(|rule| rule.clause).unwrap_or_default(),
        events: finding::events(&mut tx, id).await?,
        files: store::file::attached(&mut tx, KIND, &id.to_string()).await?,
        owes: case.owes(),
        steps,
        may_revise: case.code() == "open"
            && listed.finding.minutes_on.is_none()
            && reached.contains(&Action::FindingRecord),
        may_assign: !case.is_closed()
            && who.scope(Action::FindingJudge).is_some_and(|scope| scope.everything),
        repeats,
        repeated_by: finding::repeating(&mut tx, id).await?,
        units,
        listed,
    })
}

/// A file that hangs on a finding the person may read.
pub async fn file(app: &App, who: &Actor, id: FindingId, of: FileId) -> Result<(File, Vec<u8>), Refusal> {
    let (mut tx, scope) = app.look(who, Action::FindingRead).await?;
    finding::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    file::content(&mut tx, &About::new(KIND, id), of).await
}

/// What a target starts from: open findings of its unit and of the units it came
/// from, of whatever year.
pub async fn open_for_target(app: &App, who: &Actor, id: TargetId) -> Result<Vec<Listed>, Refusal> {
    let (mut tx, scope) = app.look(who, Action::FindingRead).await?;
    let target = target::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    Ok(finding::open_of_unit_line(&mut tx, target.unit).await?)
}
