//! What a file says was looked at: another tool's results as they are; what our
//! own tools saw, judged by the rules of its day.
//!
//! Not here: the formats (`scanners`), the bundle and judging (`evidence`),
//! keeping (`examination`).

use super::LARGEST;
use super::counted::Counted;
use crate::Refusal;
use crate::acts::file::Upload;
use crate::clock::new_id;
use domain::text::fold;
use evidence::{
    Because, BundleError, Kind, Observation, Reported, Rule, Severity, Sight, Sights, Source, Subject, Value,
    Verdict, traces, united,
};
use host::patch::Knowledge;
use jiff::Timestamp;
use packs::Rules;
use scanners::{Import, ImportError, Limits};
use std::collections::{BTreeMap, BTreeSet};
use store::examination::Outcome;
use store::trace::Trace;

pub use evidence::Bundle;

/// Results of one file, at most.
const MOST: usize = 200_000;

/// What a file holds.
#[derive(Debug)]
pub enum Held {
    /// Results of another tool.
    Results(Import),
    /// What our own tools saw.
    Bundle(Bundle),
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum HeldError {
    #[error(transparent)]
    Results(#[from] ImportError),
    #[error(transparent)]
    Bundle(#[from] BundleError),
    #[error("it is locked")]
    Locked,
}

/// The word for why a file was not taken in.
pub fn fault(error: &HeldError) -> &'static str {
    match error {
        HeldError::Locked => "examination-fault-locked",
        HeldError::Bundle(BundleError::Newer { .. }) => "examination-fault-newer",
        HeldError::Bundle(BundleError::TooLarge { .. })
        | HeldError::Results(ImportError::TooLarge { .. }) => "examination-fault-too-large",
        HeldError::Bundle(_) => "examination-fault-bundle",
        HeldError::Results(error) => match error {
            ImportError::Empty => "examination-fault-empty",
            ImportError::Unknown => "examination-fault-unknown",
            ImportError::Encoding => "examination-fault-encoding",
            ImportError::Entities => "examination-fault-entities",
            ImportError::Depth { .. } | ImportError::Record { .. } => "examination-fault-depth",
            ImportError::TooMany { .. } => "examination-fault-too-many",
            _ => "examination-fault-broken",
        },
    }
}

/// How a bundle begins, whatever its version.
const BUNDLE: &[u8] = b"{\"format\":\"rasoat-evidence\"";

/// Reads a file of results or a bundle without keeping anything of it.
///
/// # Errors
/// Why it is neither.
pub fn read(upload: &Upload) -> Result<Held, HeldError> {
    if evidence::is_locked(&upload.bytes) {
        return Err(HeldError::Locked);
    }
    if upload.bytes.starts_with(BUNDLE) {
        return Ok(Held::Bundle(evidence::open(upload.bytes.as_slice())?));
    }
    let limits = Limits { bytes: LARGEST, results: MOST, ..Limits::default() };
    Ok(Held::Results(scanners::read(&upload.name, &upload.bytes, &limits)?))
}

/// One tool's look at subjects of a unit.
#[derive(Debug)]
pub(super) struct Look {
    pub tool: String,
    pub version: String,
    pub made_at: Option<Timestamp>,
    pub sealed_with: String,
    pub subjects: BTreeSet<(String, String)>,
    pub outcomes: Vec<Outcome>,
    /// Rules that were kept.
    pub passed: usize,
    /// Of an audit of lookups, how many there were, and how many a dossier explains.
    pub lookups: i64,
    pub explained: i64,
    /// Results it could not ask about, by their identities: those that stand, stay.
    pub unasked: BTreeSet<String>,
    /// None where the tool sees no traces: then those there are stay.
    pub traces: Option<Vec<Trace>>,
}

fn named(subject: &Subject) -> (String, String) {
    (subject.kind.code().to_owned(), subject.name.clone())
}

/// Another tool's results, as they are.
pub(super) fn of_results(import: &Import) -> Result<Look, Refusal> {
    let mut outcomes = Vec::with_capacity(import.outcomes.len());
    for one in &import.outcomes {
        outcomes.push(reported(&import.tool, &one.subject, &one.reported)?);
    }
    Ok(Look {
        tool: import.tool.clone(),
        version: import.version.clone(),
        made_at: import.made_at,
        sealed_with: String::new(),
        subjects: import.subjects.iter().map(named).collect(),
        outcomes,
        passed: 0,
        lookups: 0,
        explained: 0,
        unasked: BTreeSet::new(),
        traces: None,
    })
}

fn reported(tool: &str, subject: &Subject, told: &Reported) -> Result<Outcome, Refusal> {
    let names = told.identifiers.join(" ");
    Ok(Outcome {
        id: new_id(),
        identity: told.identity(tool, subject),
        tool: tool.to_owned(),
        rule: told.rule.clone(),
        kind: subject.kind.code().to_owned(),
        subject: subject.name.clone(),
        place: told.place.clone(),
        title: told.title.clone(),
        verdict: Verdict::Fails.code().to_owned(),
        severity: told.severity.rank(),
        folded: fold(&format!("{} {} {} {} {names}", told.title, told.rule, subject.name, told.place)),
        names,
        detail: serde_json::to_string(told)?,
    })
}

/// What a bundle's tools saw, each tool's a look of its own. `purposes` says what
/// machines are used for, as far as the inspectors noted it.
pub(super) fn of_bundle(
    bundle: &Bundle,
    rules: &Rules,
    knowledge: Option<&Knowledge>,
    purposes: &BTreeMap<String, String>,
) -> Result<Vec<Look>, Refusal> {
    let mut tools: BTreeMap<&str, BTreeMap<&Subject, Vec<&Observation>>> = BTreeMap::new();
    for seen in &bundle.observations {
        tools.entry(&seen.source.tool).or_default().entry(&seen.subject).or_default().push(seen);
    }
    let mut looks = Vec::with_capacity(tools.len());
    for (tool, subjects) in tools {
        let version =
            subjects.values().flatten().map(|seen| seen.source.version.clone()).next().unwrap_or_default();
        let logs: Vec<&Observation> = subjects
            .iter()
            .filter(|(subject, _)| subject.kind == Kind::Log)
            .flat_map(|(_, seen)| seen)
            .copied()
            .collect();
        let mut look = Look {
            tool: tool.to_owned(),
            version,
            made_at: Some(bundle.header.made_at),
            sealed_with: bundle.key.clone(),
            subjects: subjects.keys().map(|subject| named(subject)).collect(),
            outcomes: Vec::new(),
            passed: 0,
            lookups: counted_of(&logs, "lookups"),
            explained: counted_of(&logs, "explained"),
            unasked: BTreeSet::new(),
            traces: None,
        };
        for (subject, seen) in subjects {
            let noted = Noted { purpose: purposes.get(&subject.name), logs: &logs };
            look.subject(subject, &seen, rules, knowledge, &noted)?;
        }
        if look.outcomes.len() > MOST {
            return Err(Refusal::invalid("file", "examination-fault-too-many"));
        }
        looks.push(look);
    }
    Ok(looks)
}

/// What was counted of logs under this word, all of them together.
fn counted_of(logs: &[&Observation], what: &str) -> i64 {
    let of = logs.iter().filter(|seen| seen.attribute == COUNTED && seen.source.place == what);
    of.filter_map(|seen| Counted::of(&seen.sight)).fold(0, |all, one| all.saturating_add(one.count))
}

/// The attribute of what an audit of lookups counted.
const COUNTED: &str = "lookups.counted";
/// What our own examination of a machine is called.
const HOST: &str = "rasoat-host";
/// What our own sweep is called.
const SWEEP: &str = "sweep";
/// The attribute that says what a machine is used for; people note it.
const PURPOSE: &str = "machine.purpose";

/// What is known of a subject besides what was seen of itself.
struct Noted<'a> {
    /// What people say a machine is used for.
    purpose: Option<&'a String>,
    /// What was seen of the logs as a whole.
    logs: &'a [&'a Observation],
}

impl Look {
    fn subject(
        &mut self,
        subject: &Subject,
        seen: &[&Observation],
        rules: &Rules,
        knowledge: Option<&Knowledge>,
        noted: &Noted<'_>,
    ) -> Result<(), Refusal> {
        for one in seen {
            if let Sight::Seen(Value::Reported(told)) = &one.sight {
                self.outcomes.push(reported(&self.tool, subject, told)?);
            }
        }
        if self.tool == SWEEP {
            self.outcomes.extend(super::marked::documents(subject, seen));
        }
        if self.tool == HOST {
            let found = self.traces.get_or_insert_default();
            for trace in united(seen.iter().flat_map(|one| traces(one)).collect()) {
                found.push(Trace {
                    subject: subject.name.clone(),
                    kind: trace.kind.code().to_owned(),
                    identity: trace.identity,
                    label: trace.label,
                    first_on: trace.first_on,
                    last_on: trace.last_on,
                });
            }
        }
        if !rules.ask(&self.tool) {
            return Ok(());
        }
        let mut asked: Vec<Observation> = seen.iter().map(|one| (*one).clone()).collect();
        if self.tool == HOST {
            asked.extend(noted.purpose.map(|code| purposed(subject, code)));
            let lacking = host::patch::lacking(seen, knowledge)
                .map_err(|_| Refusal::invalid("file", "knowledge-fault-damaged"))?;
            asked.extend(lacking);
        }
        if subject.kind != Kind::Log {
            // What a log had to be compared with, whatever was found in it had.
            let within = |log: &&&Observation| seen.iter().any(|one| same_file(&one.source, &log.source));
            asked.extend(noted.logs.iter().filter(within).map(|log| (*log).clone()));
        }
        self.judged(subject, &asked, rules)
    }

    /// The rules of the day, asked of what was seen of one subject.
    fn judged(&mut self, subject: &Subject, asked: &[Observation], rules: &Rules) -> Result<(), Refusal> {
        let day = domain::moment::day(self.made_at.unwrap_or_default());
        let sights = Sights::of(asked);
        for (_, rule) in rules.asked_of(&self.tool, subject.kind, day) {
            let judged = sights.judge(rule);
            let of_another = judged
                .because
                .iter()
                .any(|one| asked.get(one.observation).is_some_and(|seen| seen.subject != *subject));
            match judged.verdict {
                Verdict::Passes => self.passed += 1,
                Verdict::NotApplicable => {}
                // It is said once, of what it was not collected of.
                Verdict::NotCollected if of_another => {
                    self.unasked.insert(evidence::identity(&self.tool, &rule.code, subject, ""));
                }
                verdict => {
                    let outcome = ruled(&self.tool, subject, rule, verdict, &judged.because, asked)?;
                    self.outcomes.push(outcome);
                }
            }
        }
        Ok(())
    }
}

fn same_file(one: &Source, other: &Source) -> bool {
    (&one.file, &one.sha256) == (&other.file, &other.sha256)
}

/// What people noted of a machine, as an observation beside the tools'.
fn purposed(subject: &Subject, code: &str) -> Observation {
    Observation {
        subject: subject.clone(),
        attribute: PURPOSE.to_owned(),
        sight: Sight::Seen(Value::Text(code.to_owned())),
        source: Source {
            tool: HOST.to_owned(),
            version: String::new(),
            file: String::new(),
            sha256: String::new(),
            place: String::new(),
        },
        seen_at: None,
        valid_at: None,
    }
}

/// Observations a verdict's detail names, at most.
const NAMED: usize = 10;

fn ruled(
    tool: &str,
    subject: &Subject,
    rule: &Rule,
    verdict: Verdict,
    because: &[Because],
    asked: &[Observation],
) -> Result<Outcome, Refusal> {
    let rests: Vec<&Observation> = because.iter().filter_map(|one| asked.get(one.observation)).collect();
    let seen: Vec<serde_json::Value> = because
        .iter()
        .take(NAMED)
        .filter_map(|one| {
            let seen = asked.get(one.observation)?;
            Some(serde_json::json!({
                "attribute": seen.attribute, "place": seen.source.place, "file": seen.source.file,
                "sha256": seen.source.sha256, "value": one.value, "sight": seen.sight, "valid_at": seen.valid_at,
            }))
        })
        .collect();
    let severity = if verdict == Verdict::Fails { rule.severity } else { Severity::Info };
    // A rule is worded as what should be so; a result says that it is not.
    let mut title = papers::evidence::judged(verdict.code(), &rule.title.vi);
    let mut place = rests.first().map(|one| one.source.place.clone()).unwrap_or_default();
    if let Some(counted) = rests.first().and_then(|one| Counted::of(&one.sight)) {
        title = counted.told(&title, rule.counts.as_ref().map(|counts| counts.vi.as_str()));
        // Where a count stands is only what it counts.
        place.clear();
    }
    Ok(Outcome {
        id: new_id(),
        // A subject keeps a rule or does not, wherever that shows.
        identity: evidence::identity(tool, &rule.code, subject, ""),
        tool: tool.to_owned(),
        rule: rule.code.clone(),
        kind: subject.kind.code().to_owned(),
        subject: subject.name.clone(),
        folded: fold(&format!("{title} {} {} {} {place}", rule.title.en, rule.code, subject.name)),
        place,
        title,
        verdict: verdict.code().to_owned(),
        severity: severity.rank(),
        names: String::new(),
        detail: serde_json::to_string(&seen)?,
    })
}
