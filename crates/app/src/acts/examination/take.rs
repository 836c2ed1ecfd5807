//! Taking a tool's file or a sealed bundle in: what it says is judged, compared with
//! what stood there, and kept.
//!
//! Not here: judging (`look`), comparing (`evidence`).

use super::look::{self, Look};
use super::{Held, KIND, fault, read};
use crate::acts::file::Upload;
use crate::clock::new_id;
use crate::{Act, Actor, App, Refusal};
use domain::identifier::{ExaminationId, OutcomeId, VisitId};
use domain::policy::Action;
use evidence::compare;
use reader::guard::{Seen, look as guard};
use scanners::Import;
use sha2::{Digest as _, Sha256};
use std::collections::HashSet;
use store::examination::{self as record, Examination, Outcome};
use store::visit;

/// The largest file of results taken in, in bytes.
pub const LARGEST: usize = 128 << 20;

/// What taking a file in changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub id: ExaminationId,
    pub tool: String,
    pub results: usize,
    pub fresh: usize,
    pub changed: usize,
    pub gone: usize,
    /// Rules of ours that were kept.
    pub passed: usize,
    /// The very same file was taken in before; nothing changed.
    pub already: bool,
}

/// Takes a file of a tool's results in during a visit, or a sealed bundle. Of the
/// subjects it tells of it replaces what the same tool said before; with `whole`,
/// of every subject of the unit. The same bytes twice change nothing.
pub async fn take(
    app: &App,
    who: &Actor,
    id: VisitId,
    upload: Upload,
    whole: bool,
) -> Result<Taken, Refusal> {
    let scope = who.scope(Action::VisitAnswer).ok_or(Refusal::NotAllowed(Action::VisitAnswer.code()))?;
    let mut tx = app.store.read().await?;
    let kept = visit::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let purposes = store::trace::machines(&mut tx, kept.unit).await?;
    let key = record::key(&mut tx, id).await?;
    drop(tx);
    let (size, name) = (upload.bytes.len(), file_name(&upload.name));
    let with = app.clone();
    let judged = tokio::task::spawn_blocking(move || judged(&with, upload, key, purposes))
        .await
        .map_err(|error| Refusal::Broken(format!("reading results stopped: {error}")))?;
    let (sha256, looks) = match judged {
        Ok(judged) => judged,
        Err(refusal) => return refused(app, who, id, size, refusal).await,
    };
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let kept = visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.cancelled_at.is_some() {
        return Err(Refusal::not_now("cancelled", "write"));
    }
    let before = record::of_hash(&mut act.tx, id, &sha256).await?;
    if let Some(first) = before.first() {
        let results = before.iter().map(|one| usize::try_from(one.results).unwrap_or_default()).sum();
        let (id, tool) = (first.id, tools(before.iter().map(|one| one.tool.as_str())));
        return Ok(Taken { id, tool, results, fresh: 0, changed: 0, gone: 0, passed: 0, already: true });
    }
    let file = File { name: &name, sha256: &sha256, size };
    let mut taken: Option<Taken> = None;
    for look in &looks {
        let one = keep(&mut act, &kept, look, &file, whole).await?;
        match &mut taken {
            None => taken = Some(one),
            Some(all) => all.add(&one),
        }
    }
    let taken = taken.ok_or_else(|| Refusal::invalid("file", "examination-fault-empty"))?;
    act.done().await?;
    Ok(taken)
}

impl Taken {
    fn add(&mut self, more: &Taken) {
        self.tool = format!("{}, {}", self.tool, more.tool);
        self.results += more.results;
        self.fresh += more.fresh;
        self.changed += more.changed;
        self.gone += more.gone;
        self.passed += more.passed;
    }
}

fn tools<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

/// The last part of a path.
fn file_name(given: &str) -> String {
    given.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

/// A file as it was taken in.
struct File<'a> {
    name: &'a str,
    sha256: &'a str,
    size: usize,
}

/// Reads a file, has its sights judged, and looks for a marking in what another
/// tool says; a bundle has no place for what a document says.
fn judged(
    app: &App,
    mut upload: Upload,
    key: Option<record::VisitKey>,
    purposes: Vec<(String, String)>,
) -> Result<(String, Vec<Look>), Refusal> {
    if let Some(key) = key.filter(|_| evidence::is_locked(&upload.bytes)) {
        upload.bytes = evidence::unlock_with(&upload.bytes, &key.opens_with)
            .map_err(|error| Refusal::invalid("file", locked(error)))?;
    }
    let held = read(&upload).map_err(|error| Refusal::invalid("file", fault(&error)))?;
    match held {
        Held::Results(import) if marked(&import) => Err(Refusal::Marked),
        Held::Results(import) => {
            let looks = vec![look::of_results(&import)?];
            Ok((import.sha256, looks))
        }
        Held::Bundle(bundle) => {
            let purposes = purposes.into_iter().filter(|(_, code)| !code.is_empty()).collect();
            let rules = app.rules()?;
            let knowledge = crate::acts::knowledge::of(app)?;
            let looks = look::of_bundle(&bundle, &rules, knowledge.as_ref(), &purposes)?;
            Ok((evidence::hex(&Sha256::digest(&upload.bytes)), looks))
        }
    }
}

/// The word for why a locked file stayed closed.
fn locked(error: evidence::LockError) -> &'static str {
    match error {
        evidence::LockError::Damaged => "examination-fault-bundle",
        _ => "examination-fault-locked",
    }
}

/// Keeps one tool's look: what is new, what says something else, what is gone.
async fn keep(
    act: &mut Act<'_>,
    kept: &visit::Visit,
    look: &Look,
    file: &File<'_>,
    whole: bool,
) -> Result<Taken, Refusal> {
    let made_at = look.made_at.filter(|at| *at <= act.now).unwrap_or(act.now);
    let looked = record::looked_at(&mut act.tx, kept.unit, &look.tool).await?;
    let mut subjects = look.subjects.clone();
    if whole {
        subjects.extend(looked.iter().map(|(kind, subject, _)| (kind.clone(), subject.clone())));
    }
    let older = |(kind, subject, at): &(String, String, jiff::Timestamp)| {
        *at > made_at && subjects.contains(&(kind.clone(), subject.clone()))
    };
    if looked.iter().any(older) {
        return Err(Refusal::invalid("file", "examination-fault-older"));
    }
    let mut known = record::standing(&mut act.tx, kept.unit, &look.tool).await?;
    known.retain(|one| {
        subjects.contains(&(one.kind.clone(), one.subject.clone())) && !look.unasked.contains(&one.identity)
    });
    let seen = &look.outcomes;
    let found = compare(
        known.iter().map(|one| {
            (one.id, one.identity.as_str(), (&one.title, one.severity, one.verdict.as_str(), &one.detail))
        }),
        seen.iter().map(|one| {
            (one.identity.as_str(), (&one.title, one.severity, one.verdict.as_str(), &one.detail))
        }),
    );
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let examination = Examination {
        id: new_id(),
        visit: kept.id,
        unit: kept.unit,
        tool: look.tool.clone(),
        tool_version: look.version.clone(),
        file_name: file.name.to_owned(),
        size: count(file.size),
        sha256: file.sha256.to_owned(),
        made_at,
        results: count(seen.len()),
        fresh: count(found.fresh.len()),
        changed: count(found.changed.len()),
        gone: count(found.gone.len()),
        passed: count(look.passed),
        lookups: look.lookups,
        explained: look.explained,
        sealed_with: look.sealed_with.clone(),
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
    let gone: HashSet<OutcomeId> = found.gone.iter().copied().collect();
    let stand: Vec<OutcomeId> = known.iter().map(|one| one.id).filter(|id| !gone.contains(id)).collect();
    record::seen_by(&mut act.tx, examination.id, &stand).await?;
    let fresh: Vec<Outcome> = found.fresh.iter().map(|at| seen[*at].clone()).collect();
    record::add_outcomes(&mut act.tx, kept.unit, examination.id, &fresh).await?;
    if let Some(traces) = &look.traces {
        let machines: Vec<String> = look.subjects.iter().map(|(_, name)| name.clone()).collect();
        store::trace::replace(&mut act.tx, kept.unit, examination.id, &machines, traces).await?;
    }
    let detail = serde_json::json!({
        "visit": kept.id.to_string(), "tool": examination.tool, "sha256": examination.sha256,
        "results": examination.results, "fresh": examination.fresh, "changed": examination.changed,
        "gone": examination.gone, "passed": examination.passed, "sealed_with": examination.sealed_with,
    });
    act.tell("examination.take", KIND, examination.id, detail).await?;
    Ok(Taken {
        id: examination.id,
        tool: look.tool.clone(),
        results: seen.len(),
        fresh: found.fresh.len(),
        changed: found.changed.len(),
        gone: found.gone.len(),
        passed: look.passed,
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
        !matches!(guard("results.txt", text.as_bytes(), &reader::Limits::default()), Ok(Seen::Clean))
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
