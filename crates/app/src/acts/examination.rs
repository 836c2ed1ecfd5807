//! Results of other tools, taken in for the unit of a visit: compared with what
//! stood there, shown, and made findings by people.
//!
//! A file's bytes are not kept: what is kept of a result has no room for what a
//! page or a document says. Not here: reading the formats (`scanners`),
//! comparing (`evidence`).

use super::finding::{self, New, Source};
use super::visit::{Part, insider};
use crate::acts::file::Upload;
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::finding::Severity;
use domain::identifier::{CampaignId, ExaminationId, FindingId, OutcomeId, VisitId};
use domain::policy::Action;
use domain::text::fold;
use evidence::compare;
use reader::guard::{Seen, look};
use scanners::{Import, ImportError, Limits};
use std::collections::BTreeSet;
use store::examination as record;
use store::visit;

pub use evidence::Severity as Gravity;
pub use store::examination::{By, Count, Examination, Filter, Group, Listed, Outcome, State};

/// The object kind of examinations, in the audit.
pub const KIND: &str = "examination";
/// The largest file of results taken in, in bytes.
pub const LARGEST: usize = 128 << 20;
/// Results of one file, at most.
const MOST: usize = 200_000;
/// Results of one finding, at most.
pub const MOST_CHOSEN: usize = 2_000;
/// Results written out in a finding's evidence; further ones are counted.
const WRITTEN_OUT: usize = 20;

/// What taking a file in changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub id: ExaminationId,
    pub tool: String,
    pub results: usize,
    pub fresh: usize,
    pub changed: usize,
    pub gone: usize,
    /// The very same file was taken in before; nothing changed.
    pub already: bool,
}

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
    pub may_promote: bool,
}

/// The word for why a file was not taken in.
pub fn fault(error: &ImportError) -> &'static str {
    match error {
        ImportError::TooLarge { .. } => "examination-fault-too-large",
        ImportError::Empty => "examination-fault-empty",
        ImportError::Unknown => "examination-fault-unknown",
        ImportError::Encoding => "examination-fault-encoding",
        ImportError::Entities => "examination-fault-entities",
        ImportError::Depth { .. } | ImportError::Record { .. } => "examination-fault-depth",
        ImportError::TooMany { .. } => "examination-fault-too-many",
        _ => "examination-fault-broken",
    }
}

/// Reads a file of results without keeping anything of it.
///
/// # Errors
/// Why it is no file of results.
pub fn read(upload: &Upload) -> Result<Import, ImportError> {
    let limits = Limits { bytes: LARGEST, results: MOST, ..Limits::default() };
    scanners::read(&upload.name, &upload.bytes, &limits)
}

/// Takes a file of a tool's results in during a visit. Of the subjects it tells
/// of it replaces what the same tool said before; with `whole`, of every subject
/// of the unit. The same bytes twice change nothing.
pub async fn take(
    app: &App,
    who: &Actor,
    id: VisitId,
    upload: Upload,
    whole: bool,
) -> Result<Taken, Refusal> {
    who.scope(Action::VisitAnswer).ok_or(Refusal::NotAllowed(Action::VisitAnswer.code()))?;
    let size = upload.bytes.len();
    let judged = tokio::task::spawn_blocking(move || {
        let import = read(&upload).map_err(|error| Refusal::invalid("file", fault(&error)))?;
        if marked(&import) { Err(Refusal::Marked) } else { Ok(import) }
    })
    .await
    .map_err(|error| Refusal::Broken(format!("reading results stopped: {error}")))?;
    let import = match judged {
        Ok(import) => import,
        Err(refusal) => return refused(app, who, id, size, refusal).await,
    };
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let kept = visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.cancelled_at.is_some() {
        return Err(Refusal::not_now("cancelled", "write"));
    }
    if let Some(before) = record::of_hash(&mut act.tx, id, &import.sha256).await? {
        let results = usize::try_from(before.results).unwrap_or_default();
        let (id, tool) = (before.id, before.tool);
        return Ok(Taken { id, tool, results, fresh: 0, changed: 0, gone: 0, already: true });
    }
    let made_at = import.made_at.filter(|at| *at <= act.now).unwrap_or(act.now);
    let looked = record::looked_at(&mut act.tx, kept.unit, &import.tool).await?;
    let mut subjects: BTreeSet<(String, String)> = import
        .subjects
        .iter()
        .map(|subject| (subject.kind.code().to_owned(), subject.name.clone()))
        .collect();
    if whole {
        subjects.extend(looked.iter().map(|(kind, subject, _)| (kind.clone(), subject.clone())));
    }
    let older = |(kind, subject, at): &(String, String, jiff::Timestamp)| {
        *at > made_at && subjects.contains(&(kind.clone(), subject.clone()))
    };
    if looked.iter().any(older) {
        return Err(Refusal::invalid("file", "examination-fault-older"));
    }
    let mut known = record::standing(&mut act.tx, kept.unit, &import.tool).await?;
    known.retain(|one| subjects.contains(&(one.kind.clone(), one.subject.clone())));
    let seen: Vec<Outcome> = outcomes(&import)?;
    let found = compare(
        known.iter().map(|one| (one.id, one.identity.as_str(), (&one.title, one.severity, &one.detail))),
        seen.iter().map(|one| (one.identity.as_str(), (&one.title, one.severity, &one.detail))),
    );
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let examination = Examination {
        id: new_id(),
        visit: id,
        unit: kept.unit,
        tool: import.tool.clone(),
        tool_version: import.version.clone(),
        file_name: import.file.clone(),
        size: count(size),
        sha256: import.sha256.clone(),
        made_at,
        results: count(seen.len()),
        fresh: count(found.fresh.len()),
        changed: count(found.changed.len()),
        gone: count(found.gone.len()),
        taken_by: act.who.user.id,
        taken_at: act.now,
    };
    record::add(&mut act.tx, &examination).await?;
    let subjects: Vec<_> = subjects.into_iter().collect();
    record::add_subjects(&mut act.tx, examination.id, &subjects).await?;
    record::end(&mut act.tx, examination.id, &found.gone).await?;
    for (known, at) in &found.changed {
        record::revise(&mut act.tx, *known, &seen[*at]).await?;
    }
    record::seen_by(&mut act.tx, kept.unit, &import.tool, examination.id).await?;
    let fresh: Vec<Outcome> = found.fresh.iter().map(|at| seen[*at].clone()).collect();
    record::add_outcomes(&mut act.tx, kept.unit, examination.id, &fresh).await?;
    let detail = serde_json::json!({
        "visit": id.to_string(), "tool": examination.tool, "sha256": examination.sha256,
        "results": examination.results, "fresh": examination.fresh,
        "changed": examination.changed, "gone": examination.gone,
    });
    act.tell("examination.take", KIND, examination.id, detail).await?;
    act.done().await?;
    Ok(Taken {
        id: examination.id,
        tool: import.tool,
        results: seen.len(),
        fresh: found.fresh.len(),
        changed: found.changed.len(),
        gone: found.gone.len(),
        already: false,
    })
}

/// Results looked at together for a marking: few enough for the guard's limits.
const LOOKED_AT: usize = 1_000;

/// Whether what would be kept bears a secrecy marking, or could not be looked
/// into; then none of it is kept.
fn marked(import: &Import) -> bool {
    import.outcomes.chunks(LOOKED_AT).any(|batch| {
        // A line of plain words before them: no result can pass for a file of
        // another kind.
        let mut text = String::from("results\n");
        for one in batch {
            for line in [&one.subject.name, &one.reported.place, &one.reported.title] {
                text.push_str(line);
                text.push('\n');
            }
        }
        !matches!(look("results.txt", text.as_bytes(), &reader::Limits::default()), Ok(Seen::Clean))
    })
}

/// The refusal of a file leaves its reason in the audit, nothing of its content.
async fn refused(
    app: &App,
    who: &Actor,
    id: VisitId,
    size: usize,
    refusal: Refusal,
) -> Result<Taken, Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let reason = match &refusal {
        Refusal::Invalid(faults) => faults.first().map_or("", |fault| fault.key),
        _ => "file-marked",
    };
    act.tell("file.refuse", "visit", id, serde_json::json!({ "reason": reason, "bytes": size })).await?;
    act.done().await?;
    Err(refusal)
}

fn outcomes(import: &Import) -> Result<Vec<Outcome>, Refusal> {
    let mut rows = Vec::with_capacity(import.outcomes.len());
    for one in &import.outcomes {
        let (subject, told) = (&one.subject, &one.reported);
        let names = told.identifiers.join(" ");
        rows.push(Outcome {
            id: new_id(),
            identity: told.identity(&import.tool, subject),
            tool: import.tool.clone(),
            rule: told.rule.clone(),
            kind: subject.kind.code().to_owned(),
            subject: subject.name.clone(),
            place: told.place.clone(),
            title: told.title.clone(),
            severity: told.severity.rank(),
            folded: fold(&format!("{} {} {} {} {names}", told.title, told.rule, subject.name, told.place)),
            names,
            detail: serde_json::to_string(told)?,
        });
    }
    Ok(rows)
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

/// Records one finding from chosen results, in the catalogue's words; the
/// results stand in its evidence and are linked to it.
pub async fn promote(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    code: &str,
    chosen: &[OutcomeId],
) -> Result<FindingId, Refusal> {
    if chosen.is_empty() {
        return Err(Refusal::invalid("pick", "examination-fault-none-chosen"));
    }
    if chosen.len() > MOST_CHOSEN {
        return Err(Refusal::invalid("pick", "examination-fault-too-many-chosen"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::FindingRecord)?;
    let kept = visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let listed = record::chosen(&mut act.tx, kept.unit, chosen).await?;
    let free: Vec<&Listed> = listed.iter().filter(|one| one.finding.is_none()).collect();
    if free.is_empty() {
        return Err(Refusal::invalid("pick", "examination-fault-all-promoted"));
    }
    let (words, severity) = worded(&mut act, of, code, kept.day, &free).await?;
    let ids: Vec<OutcomeId> = free.iter().map(|one| one.outcome.id).collect();
    let new = New {
        campaign: of,
        unit: kept.unit,
        source: Source::Visit { visit: id, item: None },
        words,
        severity,
        fixed_on_the_spot: false,
        observed_on: kept.day.unwrap_or_else(|| act.today()).min(act.today()),
        repeats: None,
    };
    let finding = finding::record_in(&mut act, new).await?;
    record::promote(&mut act.tx, kept.unit, &ids, finding).await?;
    let detail = serde_json::json!({ "finding": finding.to_string(), "results": ids.len() });
    act.tell("examination.promote", super::visit::KIND, id, detail).await?;
    act.done().await?;
    Ok(finding)
}

async fn worded(
    act: &mut Act<'_>,
    of: CampaignId,
    code: &str,
    day: Option<jiff::civil::Date>,
    chosen: &[&Listed],
) -> Result<(finding::Words, Severity), Refusal> {
    let day = day.unwrap_or_else(|| act.today());
    let everything = store::Scope::everything(act.who.user.id);
    let campaign = store::campaign::get(&mut act.tx, &everything, of).await?.ok_or(Refusal::NotFound)?;
    let period = (campaign.campaign.scope_from, campaign.campaign.scope_to);
    let proposal = finding::from_catalogue(act.app, code, day, period)
        .ok_or_else(|| Refusal::invalid("code", "finding-code-unknown"))?;
    let mut words = proposal.words;
    words.evidence = papers::evidence::results(
        &chosen.iter().take(WRITTEN_OUT).map(|one| line(one)).collect::<Vec<_>>(),
        chosen.len(),
    );
    Ok((words, proposal.severity))
}

fn line(one: &Listed) -> papers::evidence::Line<'_> {
    let known = &one.outcome;
    papers::evidence::Line {
        subject: &known.subject,
        place: &known.place,
        title: &known.title,
        names: &known.names,
        tool: &known.tool,
        seen_on: domain::moment::day(one.seen_at),
    }
}
