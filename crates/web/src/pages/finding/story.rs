//! One finding as its story: what was seen, what was asked, what was done, who
//! owes the next step and why until then.
//!
//! Not here: the forms of its steps (`step`).

use app::acts::finding::{self, Attached, Event, Finding, Listed, View};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::finding::{CaseState, FindingStep, Outcome};
use domain::identifier::{FileId, FindingId};
use domain::visit::RecheckVerdict;
use jiff::civil::Date;

use super::{PATH, sample, words};
use crate::frame::Frame;
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples, download};
use crate::parts::arithmetic;
use crate::parts::badge::{Badge, Tone};
use crate::parts::files::{FileLine, Files};
use crate::parts::steps::{Step, StepState, Steps};
use crate::parts::timeline::{Entry, Timeline};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

/// One finding.
#[derive(Debug, Template)]
#[template(path = "pages/finding.html")]
pub struct FindingPage {
    f: Frame,
    href: String,
    text: String,
    state: Badge,
    severity: Badge,
    is_closed: bool,
    due: Option<Date>,
    steps: Steps,
    owed: Vec<OwedLine>,
    /// How the due day was worked out, line by line; then the clause.
    arithmetic: Vec<String>,
    clause: String,
    extended: bool,
    facts: Vec<Fact>,
    unit: String,
    unit_href: String,
    recorded_unit: String,
    campaign: String,
    campaign_href: String,
    visit_href: String,
    story: Timeline,
    before: Files,
    after: Files,
    acts: Vec<ActLine>,
    waits_for_heir: bool,
    may_assign: bool,
    may_revise: bool,
    repeats: Option<Other>,
    repeated_by: Vec<Other>,
    /// The request to remedy, for this unit; empty when nothing is asked.
    request: String,
}

#[derive(Debug)]
struct OwedLine {
    what: String,
    who: String,
    until: Option<Date>,
}

#[derive(Debug)]
struct Fact {
    label: String,
    text: String,
}

#[derive(Debug)]
struct ActLine {
    href: String,
    words: String,
    class: &'static str,
}

#[derive(Debug)]
struct Other {
    href: String,
    words: String,
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let view = finding::view(app, who, id::<FindingId>(&text)?).await?;
    let judges = who.may(domain::policy::Action::FindingJudge);
    let theme = app
        .packs
        .catalogue
        .theme(&view.listed.finding.words.theme)
        .map(|theme| theme.title.text(words::language(visit.lang)).to_owned());
    pages::show(&FindingPage::new(visit.frame(), &view, theme.unwrap_or_default(), judges))
}

pub async fn file(
    State(site): State<Site>,
    visit: Visit,
    Path((text, file)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let file: FileId = id(&file)?;
    let (kept, bytes) = finding::file(site.app()?, visit.actor()?, id(&text)?, file).await?;
    Ok(download(&kept.name, &kept.media_type, bytes))
}

impl FindingPage {
    fn new(f: Frame, view: &View, theme: String, judges: bool) -> Self {
        let (lang, today) = (f.lang, f.today());
        let (one, listed) = (&view.listed.finding, &view.listed);
        let case = &one.case;
        let href = format!("{PATH}/{}", one.id);
        let title = f.t_with("finding-title", &[("number", one.number)]);
        let owed = view
            .owes
            .0
            .iter()
            .map(|owed| OwedLine {
                what: f.t(&format!("finding-owes-{}", key(owed.step.code()))),
                who: match owed.by {
                    domain::finding::Party::Unit(_) => listed.unit_name.clone(),
                    other => words::party(lang, other),
                },
                until: owed.until,
            })
            .collect();
        let files = |label: &str, before: bool| Files {
            lang,
            label: f.t(label),
            files: view
                .files
                .iter()
                .filter(|at| (at.part == "before") == before)
                .map(|at| file_line(lang, &href, at, view))
                .collect(),
        };
        let asked = case.due().is_some();
        let pair = format!("campaign={}&unit={}", one.campaign, case.unit);
        FindingPage {
            text: one.words.text.clone(),
            state: words::state_badge(lang, case, today),
            severity: words::severity_badge(lang, case.severity),
            is_closed: case.is_closed(),
            due: case.due(),
            steps: way(&f, view, today),
            owed,
            arithmetic: one.due.as_ref().map(|due| arithmetic::lines(lang, due)).unwrap_or_default(),
            clause: if asked { view.clause.clone() } else { String::new() },
            extended: case.request().is_some_and(|request| {
                request.extensions.iter().any(|asked| matches!(asked.decided, Some((_, true))))
            }),
            facts: facts(&f, one, theme),
            unit: listed.unit_name.clone(),
            unit_href: format!("/units/{}", case.unit),
            recorded_unit: if one.recorded_unit == case.unit {
                String::new()
            } else {
                listed.recorded_unit_name.clone()
            },
            campaign: listed.campaign_title.clone(),
            campaign_href: format!("/campaigns/{}", one.campaign),
            visit_href: one.visit.map(|visit| format!("/visits/{visit}")).unwrap_or_default(),
            story: story(&f, view),
            before: files("finding-before", true),
            after: files("finding-after", false),
            acts: acts(lang, &href, view),
            waits_for_heir: one.unassigned,
            may_assign: view.may_assign,
            may_revise: view.may_revise,
            repeats: view.repeats.as_ref().map(|other| self::other(&f, other)),
            repeated_by: view.repeated_by.iter().map(|other| self::other(&f, other)).collect(),
            request: if asked && judges { pair } else { String::new() },
            f: f.clone().titled(title, Some(Nav::Findings)).under(f.t("nav-findings"), PATH),
            href,
        }
    }
}

fn key(code: &str) -> String {
    code.replace('_', "-")
}

fn other(f: &Frame, other: &Listed) -> Other {
    let number = other.finding.number.to_string();
    let values = [("number", number.as_str()), ("campaign", other.campaign_title.as_str())];
    Other { href: format!("{PATH}/{}", other.finding.id), words: f.t_with("finding-other", &values) }
}

fn facts(f: &Frame, one: &Finding, theme: String) -> Vec<Fact> {
    let w = &one.words;
    let code = match &w.code {
        Some(code) => format!("{code} · {theme}"),
        None if theme.is_empty() => w.theme.clone(),
        None => theme,
    };
    let observed = f.lang.date(one.case.observed_on);
    let facts = [
        ("finding-evidence", w.evidence.clone()),
        ("finding-basis", w.basis.clone()),
        ("finding-cause", w.cause.clone()),
        ("finding-request", w.request.clone()),
        ("finding-responsible", w.responsible.clone()),
        ("finding-code", code),
        ("finding-observed-on", observed),
        ("finding-minutes-on", one.minutes_on.map(|day| f.lang.date(day)).unwrap_or_default()),
    ];
    let shown = facts.into_iter().filter(|(_, text)| !text.is_empty());
    shown.map(|(label, text)| Fact { label: f.t(label), text }).collect()
}

fn file_line(lang: Lang, href: &str, at: &Attached, view: &View) -> FileLine {
    let step = at.part.strip_prefix("step-").and_then(|seq| seq.parse::<i64>().ok());
    let event = step.and_then(|seq| view.events.iter().find(|event| event.seq == seq));
    FileLine {
        name: at.file.name.clone(),
        href: format!("{href}/files/{}", at.file.id),
        bytes: at.file.size.unsigned_abs(),
        sha256: at.file.sha256.clone(),
        when: lang.moment(at.file.uploaded_at),
        who: event.map_or_else(
            || view.events.first().map(|event| event.who.clone()).unwrap_or_default(),
            |event| event.who.clone(),
        ),
        note: event.map(|event| told(lang, event)).unwrap_or_default(),
    }
}

/// What a step of the story is called once it is taken.
fn told(lang: Lang, event: &Event) -> String {
    let data = |name: &str| {
        let value: serde_json::Value = serde_json::from_str(&event.data).unwrap_or_default();
        value.get(name).cloned().unwrap_or_default()
    };
    let step = match event.step.as_str() {
        "decide_extension" if data("granted") == true => "extension-granted".to_owned(),
        "decide_extension" => "extension-refused".to_owned(),
        other => key(other),
    };
    let mut words = lang.t(&format!("finding-told-{step}"));
    for name in ["due", "until", "finishes_on"] {
        if let Some(day) = data(name).as_str().and_then(|day| day.parse::<Date>().ok()) {
            words = format!("{words}: {}", lang.date(day));
        }
    }
    if let Some(verdict) = data("verdict").as_str().and_then(RecheckVerdict::from_code) {
        words = format!("{words}: {}", lang.t(&format!("finding-verdict-{}", key(verdict.code()))));
    }
    words
}

fn tone(event: &Event) -> Tone {
    match event.step.as_str() {
        "close" | "correct_on_the_spot" | "approve_plan" => Tone::Done,
        "reject_plan" | "reopen" => Tone::Warning,
        "withdraw" | "lapse" => Tone::Refused,
        "submit_plan" | "report_done" | "ask_extension" | "waits" => Tone::Waiting,
        "recorded" | "revised" => Tone::Idle,
        _ => Tone::Going,
    }
}

/// Everything that happened, oldest first, then what is owed next.
fn story(f: &Frame, view: &View) -> Timeline {
    let lang = f.lang;
    let transfers = &view.listed.finding.case.transfers;
    let mut moved = 0;
    let mut entries: Vec<Entry> = view
        .events
        .iter()
        .map(|event| {
            let mut detail = event.text.clone();
            if event.step == "transfer" {
                let name = |id| {
                    view.units.iter().find(|(known, _)| *known == id).map_or("", |(_, name)| name.as_str())
                };
                if let Some(transfer) = transfers.get(moved) {
                    detail = format!("{} → {} · {detail}", name(transfer.from), name(transfer.to));
                }
                moved += 1;
            }
            Entry::new(tone(event), told(lang, event), lang.moment(event.at))
                .by(event.who.clone())
                .detail(detail)
        })
        .collect();
    for owed in &view.owes.0 {
        let when = owed.until.map_or_else(|| f.t("finding-no-day"), |day| lang.date(day));
        let what = f.t(&format!("finding-owes-{}", key(owed.step.code())));
        entries.push(Entry::new(Tone::Waiting, what, when).by(words::party(lang, owed.by)).to_come());
    }
    Timeline { label: f.t("finding-story"), entries }
}

/// Seen, requested, planned, done, verified, closed: how far it is.
fn way(f: &Frame, view: &View, today: Date) -> Steps {
    let lang = f.lang;
    let case = &view.listed.finding.case;
    let since = view.events.iter().rposition(|event| event.step == "reopen").unwrap_or(0);
    let round = &view.events[since.min(view.events.len())..];
    let last = |step: &str, events: &[Event]| {
        events.iter().rev().find(|event| event.step == step).map(|event| lang.moment(event.at))
    };
    let late = case.standing(today).is_some_and(|standing| standing.is_late() && !standing.is_done());
    let on = if late { StepState::Late } else { StepState::Now };
    let code = case.code();
    let closed = case.is_closed();
    let asked = last("request", &view.events);
    let planned = last("submit_plan", round);
    let done = last("report_done", round);
    let looked = last("verify", round);
    let verified = code == "verified" || (closed && looked.is_some());
    let is_done = done.is_some() || verified;
    let state = |reached: bool, now: bool, skipped: bool| match (reached, now, skipped) {
        (true, ..) => StepState::Done,
        (_, true, _) => on,
        (_, _, true) => StepState::Skipped,
        _ => StepState::Next,
    };
    let waits_for_plan = matches!(code, "plan_submitted" | "plan_rejected");
    let waits_for_remedy = matches!(code, "requested" | "reopened" | "plan_approved");
    let outcome = match &case.state {
        CaseState::Closed { outcome, .. } => f.t(match outcome {
            Outcome::Fixed => "finding-outcome-fixed",
            Outcome::CorrectedOnTheSpot { .. } => "finding-outcome-on-the-spot",
            Outcome::Withdrawn { .. } => "finding-outcome-withdrawn",
            Outcome::Lapsed { .. } => "finding-outcome-lapsed",
        }),
        _ => f.t("finding-way-closed"),
    };
    let when = |moment: Option<String>| moment.unwrap_or_default();
    let due = case.due().map(|day| lang.date(day)).unwrap_or_default();
    let steps = vec![
        Step::new(f.t("finding-way-seen"), lang.date(case.observed_on), StepState::Done),
        Step::new(
            f.t("finding-way-requested"),
            when(asked.clone()),
            state(asked.is_some() || (!closed && code != "open"), code == "open", closed),
        ),
        Step::new(
            f.t("finding-way-planned"),
            when(planned.clone()),
            state(planned.is_some() && !waits_for_plan, waits_for_plan, is_done || closed),
        ),
        Step::new(
            f.t("finding-way-done"),
            done.clone().unwrap_or(if waits_for_remedy { due } else { String::new() }),
            state(is_done, waits_for_remedy, closed),
        ),
        Step::new(
            f.t("finding-way-verified"),
            when(looked),
            state(verified, code == "done_reported", closed),
        ),
        Step::new(
            outcome,
            view.listed.finding.closed_at.map(|at| lang.moment(at)).unwrap_or_default(),
            state(closed, code == "verified", false),
        ),
    ];
    Steps { lang, label: f.t("finding-way"), steps }
}

/// The steps this person may take, what moves on first and what ends it last.
fn acts(lang: Lang, href: &str, view: &View) -> Vec<ActLine> {
    let ends = |step: &FindingStep| matches!(step, FindingStep::Withdraw | FindingStep::Lapse);
    let (last, first): (Vec<_>, Vec<_>) = view.steps.iter().copied().partition(ends);
    first
        .into_iter()
        .enumerate()
        .map(|(place, step)| {
            // A result can be confirmed before it is reported; nobody is urged to.
            let code = view.listed.finding.case.code();
            let early = step == FindingStep::Verify && code != "done_reported";
            (step, if place == 0 && !early { "btn btn-primary" } else { "btn" })
        })
        .chain(last.into_iter().map(|step| (step, "btn btn-plain")))
        .map(|(step, class)| ActLine {
            href: format!("{href}/steps/{}", step.code()),
            words: lang.t(&format!("finding-act-{}", key(step.code()))),
            class,
        })
        .collect()
}

impl Page for FindingPage {
    const NAME: &'static str = "finding";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page =
            |view: &View| FindingPage::new(frame.clone(), view, "Xác định độ mật, soạn thảo".into(), true);
        let mut asked = sample::view("requested");
        asked.steps = vec![FindingStep::ReportDone, FindingStep::SubmitPlan, FindingStep::AskExtension];
        let mut waiting = sample::view("done_reported");
        waiting.steps = vec![FindingStep::Verify, FindingStep::Withdraw, FindingStep::Lapse];
        let mut orphan = sample::view("open");
        orphan.listed.finding.unassigned = true;
        orphan.may_assign = true;
        orphan.may_revise = true;
        vec![
            ("requested", page(&asked)),
            ("done", page(&waiting)),
            ("closed", page(&sample::view("closed"))),
            ("orphan", page(&orphan)),
        ]
    }
}
