//! Results of other tools on a visit: files taken in, every result, machine by
//! machine and rule by rule, and the way from results to a finding.
//!
//! Not here: files of scanners (`scanners`), what is new and what is gone (`app`).

mod sample;

use app::acts::examination::{
    self as acts, By, Common, Filter, Gravity, Group, Listed, MachineUse, State as Standing, Traces, View,
};
use app::acts::file::Upload as Taken;
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::{CampaignId, OutcomeId, VisitId};
use jiff::civil::Date;

use super::visit::{PATH, answer, value};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::frame::{FlashKind, Frame};
use crate::list::{Chip, Column, FilterGroup, ListState, Table};
use crate::nav::Nav;
use crate::pages;
use crate::pages::plan::id;
use crate::pages::report::language;
use crate::parts::badge::{Badge, Tone};
use crate::parts::tabs::{Tab, Tabs};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::upload::{self, Limits};
use crate::visit::Visit;
use crate::words::Lang;

const PER_PAGE: u64 = 100;
/// Files of one form, at most.
const MOST_FILES: usize = 20;
/// The largest form of files, in bytes.
const LARGEST_FORM: usize = 300 << 20;
/// What the box of files offers first; any other is tried too.
const ACCEPT: &str = ".rsb,.xml,.json,.jsonl,.csv,.sarif,.dat,.txt,.nessus,.log";
/// What is offered first as the kind of finding: weaknesses not mended.
const USUAL: &str = "F7";

#[derive(Debug, Template)]
#[template(path = "pages/examination.html")]
pub struct ExaminationPage {
    f: Frame,
    href: String,
    accept: &'static str,
    may_take: bool,
    /// What evidence is closed to on its way, once someone asked.
    lock: Option<String>,
    knowledge: String,
    may_promote: bool,
    /// Files of this request that were not taken in: name, and why.
    problems: Vec<(String, String)>,
    taken: Vec<TakenLine>,
    tabs: Tabs,
    table: Table,
    rows: Vec<Row>,
    groups: Vec<GroupLine>,
    common: Vec<CommonLine>,
    machines: Vec<MachineLine>,
    by: &'static str,
    parts: Vec<(String, String)>,
    codes: Vec<(String, String, bool)>,
}

#[derive(Debug)]
struct TakenLine {
    file: String,
    tool: String,
    sha256: String,
    made: String,
    by: String,
    results: String,
    fresh: String,
    changed: String,
    gone: String,
    passed: String,
    sealed: bool,
}

/// A thing several machines have in common, with a line for each machine.
#[derive(Debug)]
struct CommonLine {
    kind: String,
    label: String,
    identity: String,
    crosses: bool,
    machines: Vec<(String, String, String)>,
}

/// A machine and what it is used for.
#[derive(Debug)]
struct MachineLine {
    name: String,
    /// Code, words, whether it is so.
    uses: Vec<(&'static str, String, bool)>,
}

#[derive(Debug)]
struct Row {
    id: String,
    gravity: Badge,
    title: String,
    remedy: String,
    names: String,
    rule: String,
    verdict: String,
    tool: String,
    code: String,
    subject: String,
    place: String,
    state: Badge,
    seen: String,
    finding: Option<(String, String)>,
    /// Whether it may still become a finding.
    free: bool,
}

#[derive(Debug)]
struct GroupLine {
    href: String,
    name: String,
    title: String,
    about: String,
    standing: String,
    grave: String,
    gone: String,
    spread: String,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/visits/{id}/examinations", get(show).post(take).layer(DefaultBodyLimit::max(LARGEST_FORM)))
        .route("/visits/{id}/examinations/promote", post(promote))
        .route("/visits/{id}/examinations/address", post(make_address))
        .route("/visits/{id}/examinations/machines", post(use_machine))
}

fn address(id: VisitId) -> String {
    format!("{PATH}/{id}/examinations")
}

async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    visit.actor()?;
    let page = page(&site, &visit, id::<VisitId>(&text)?, uri.query()).await?;
    pages::show(&page)
}

async fn page(
    site: &Site,
    visit: &Visit,
    id: VisitId,
    query: Option<&str>,
) -> Result<ExaminationPage, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let view = acts::view(app, who, id).await?;
    let state = ListState::read(&address(id), query, PER_PAGE);
    let filter = filter(&state);
    let by = by(&state);
    let found = if state.value("by") == Some("common") {
        Found::Traces(acts::traces(app, who, id).await?)
    } else if let Some(by) = by {
        Found::Groups(by, acts::groups(app, who, id, &filter, by).await?)
    } else {
        let (lines, count) = acts::list(app, who, id, &filter).await?;
        Found::Rows(lines, count)
    };
    let spoken = language(visit.lang);
    let codes = app
        .packs
        .catalogue
        .findings
        .iter()
        .map(|entry| (entry.code.clone(), format!("{}. {}", entry.code, entry.text.text(spoken))))
        .collect();
    let mut page = ExaminationPage::new(visit.frame(), state, &view, &found, codes);
    if page.rows.iter().any(|row| row.tool == HOST) {
        let rules = app.rules()?;
        for row in page.rows.iter_mut().filter(|row| row.tool == HOST) {
            if let Some(rule) =
                rules.packs.values().flat_map(|pack| &pack.rules).find(|rule| rule.code == row.code)
            {
                row.title = format!("{}: {}", row.verdict, rule.title.text(spoken));
                rule.remedy.text(spoken).clone_into(&mut row.remedy);
            }
        }
    }
    Ok(page)
}

/// Tools of ours, whose results have words of their own.
const HOST: &str = "rasoat-host";
const SWEEP: &str = "sweep";

/// What is listed: results, or the headings they stand under.
#[derive(Debug)]
enum Found {
    Rows(Vec<Listed>, i64),
    Groups(By, Vec<Group>),
    Traces(Traces),
}

fn by(state: &ListState) -> Option<By> {
    match state.value("by") {
        Some("machine") => Some(By::Subject),
        Some("rule") => Some(By::Rule),
        _ => None,
    }
}

fn filter(state: &ListState) -> Filter {
    let gravity = state.value("gravity").and_then(Gravity::from_code);
    let text = |name: &str| state.value(name).map(str::to_owned);
    let standing = state.value("state");
    Filter {
        words: state.search().to_owned(),
        state: standing.and_then(Standing::from_code),
        severity: gravity.map(Gravity::rank),
        tool: text("tool"),
        subject: text("subject"),
        rule: text("rule"),
        verdict: text("verdict"),
        promoted: standing == Some("promoted"),
        limit: u32::try_from(PER_PAGE).unwrap_or(u32::MAX),
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    }
}

async fn take(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    // Only whoever sees the team's work is told what is wrong with the form.
    acts::view(app, who, id).await?;
    let limits = Limits { file: acts::LARGEST as u64, files: MOST_FILES, ..Limits::default() };
    let (fields, files) = upload::read_all(parts, limits).await?;
    let whole = value(&fields, "whole") == "on";
    let (mut problems, mut done) = (Vec::new(), Vec::new());
    for file in files {
        let name = file.name.clone();
        let upload = Taken { name: file.name, bytes: file.bytes };
        match acts::take(app, who, id, upload, whole).await {
            Ok(taken) => done.push(taken),
            Err(app::Refusal::Invalid(faults)) => {
                let reason = faults.first().map(|fault| visit.lang.t_with(fault.key, &fault.args));
                problems.push((name, reason.unwrap_or_default()));
            }
            Err(app::Refusal::Marked) => problems.push((name, visit.lang.t("file-marked"))),
            Err(app::Refusal::NotNow { .. }) => problems.push((name, visit.lang.t("visit-not-now"))),
            Err(other) => return Err(other.into()),
        }
    }
    if done.is_empty() && problems.is_empty() {
        problems.push((String::new(), visit.lang.t("examination-no-file")));
    }
    if problems.is_empty() {
        let sum = |part: fn(&acts::Taken) -> usize| done.iter().map(part).sum::<usize>();
        let known = done.iter().filter(|taken| taken.already).count();
        let key = if known == done.len() { "examination-known" } else { "examination-taken" };
        return Ok(Tell::new(FlashKind::Done, key)
            .with("files", done.len())
            .with("results", sum(|taken| taken.results))
            .with("fresh", sum(|taken| taken.fresh))
            .with("gone", sum(|taken| taken.gone))
            .on(&address(id), site.settings().behind_tls));
    }
    let mut page = page(&site, &visit, id, None).await?;
    page.problems = problems;
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn use_machine(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let used_for = MachineUse::from_code(value(&pairs, "use"));
    let outcome = acts::use_machine(app, who, id, value(&pairs, "machine"), used_for).await;
    answer(&site, visit.lang, outcome, "examination-machine-noted", &format!("{}?by=common", address(id)))
}

async fn make_address(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(_): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let outcome = acts::make_address(app, who, id).await.map(|_| ());
    answer(&site, visit.lang, outcome, "examination-locked-now", &format!("{}#lock", address(id)))
}

async fn promote(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    // Only whoever sees the team's work is told what is wrong with the form.
    let view = acts::view(app, who, id).await?;
    let chosen: Vec<OutcomeId> = pairs
        .iter()
        .filter(|(name, _)| name == "pick")
        .filter_map(|(_, value)| value.parse().ok())
        .take(acts::MOST_CHOSEN + 1)
        .collect();
    let part = value(&pairs, "part").parse::<CampaignId>().ok();
    let only = view.parts.first().map(|part| part.campaign);
    let of = part.or(only).ok_or_else(Refusal::not_found)?;
    match acts::promote(app, who, id, of, value(&pairs, "code"), &chosen).await {
        Ok(finding) => Ok(Tell::new(FlashKind::Done, "examination-promoted")
            .with("count", chosen.len())
            .on(&format!("/findings/{finding}/edit"), site.settings().behind_tls)),
        Err(refusal) => answer(&site, visit.lang, Err(refusal), "", &address(id)),
    }
}

fn gravity_badge(lang: Lang, rank: i64, verdict: &str) -> Badge {
    if verdict != FAILS {
        let tone = if verdict == "unreadable" { Tone::Warning } else { Tone::Outside };
        return Badge::new(tone, lang.t(&format!("examination-verdict-{}", verdict.replace('_', "-"))));
    }
    let gravity = Gravity::from_rank(rank).unwrap_or(Gravity::Info);
    let tone = match gravity {
        Gravity::Critical => Tone::Refused,
        Gravity::High => Tone::Late,
        Gravity::Medium => Tone::Warning,
        Gravity::Low => Tone::Waiting,
        Gravity::Info => Tone::Outside,
    };
    Badge::new(tone, lang.t(&format!("examination-gravity-{}", gravity.code())))
}

fn state_badge(lang: Lang, state: Standing) -> Badge {
    let tone = match state {
        Standing::Fresh => Tone::Waiting,
        Standing::Still => Tone::Warning,
        Standing::Gone => Tone::Done,
    };
    Badge::new(tone, lang.t(&format!("examination-state-{}", state.code())))
}

/// The verdict other tools' results have too.
const FAILS: &str = "fails";

/// Several places the same thing is called twice: the place is told only where
/// it says more than the subject.
fn place(listed: &Listed) -> String {
    let known = &listed.outcome;
    if known.place == known.subject { String::new() } else { known.place.clone() }
}

impl ExaminationPage {
    fn new(f: Frame, state: ListState, view: &View, found: &Found, codes: Vec<(String, String)>) -> Self {
        let lang = f.lang;
        let href = address(view.visit);
        let (by, columns, count) = match found {
            Found::Rows(_, count) => (
                "rows",
                vec![
                    "examination-gravity",
                    "examination-result",
                    "examination-where",
                    "examination-state",
                    "examination-finding",
                ],
                count.unsigned_abs(),
            ),
            Found::Groups(by, groups) => (
                if *by == By::Subject { "machine" } else { "rule" },
                vec![
                    if *by == By::Subject { "examination-machine" } else { "examination-rule" },
                    "examination-standing",
                    "examination-grave",
                    "examination-gone",
                    if *by == By::Subject { "examination-rules" } else { "examination-machines" },
                ],
                groups.len() as u64,
            ),
            Found::Traces(traces) => (
                "common",
                vec!["examination-common-what", "examination-machines-sharing"],
                traces.common.len() as u64,
            ),
        };
        let columns = columns.into_iter().enumerate().map(|(at, key)| {
            let column = Column::new(f.t(key));
            if matches!(by, "machine" | "rule") && at > 0 { column.numeric() } else { column }
        });
        let tabs = [
            ("rows", "examination-by-result"),
            ("machine", "examination-by-machine"),
            ("rule", "examination-by-rule"),
            ("common", "examination-by-common"),
        ]
        .map(|(code, key)| {
            Tab::new(f.t(key), state.href("by", (code != "rows").then_some(code))).on(code == by)
        });
        let mut table = Table::new(state, f.t("examination-results"), columns.collect()).counting(count);
        table.filters = filters(&f, &table.state, view);
        if by == "rows" && view.may_promote {
            table = table.picked();
        }
        let (title, list) = (f.t("examination-title"), f.t("nav-visits"));
        let visit_href = format!("{PATH}/{}", view.visit);
        ExaminationPage {
            accept: ACCEPT,
            may_take: view.may_take,
            lock: view.address.clone(),
            knowledge: view.knowledge.map_or_else(
                || f.t("examination-knowledge-none"),
                |day| f.t_with("examination-knowledge", &[("day", lang.date(day))]),
            ),
            may_promote: view.may_promote,
            problems: Vec::new(),
            taken: view.taken.iter().map(|(one, by)| TakenLine::new(lang, one, by)).collect(),
            tabs: Tabs { lang, label: f.t("examination-view"), tabs: tabs.into() },
            rows: match found {
                Found::Rows(lines, _) => lines.iter().map(|line| Row::new(lang, line)).collect(),
                Found::Groups(..) | Found::Traces(_) => Vec::new(),
            },
            groups: match found {
                Found::Groups(by, groups) => {
                    groups.iter().map(|group| GroupLine::new(lang, &table.state, *by, group)).collect()
                }
                Found::Rows(..) | Found::Traces(_) => Vec::new(),
            },
            common: match found {
                Found::Traces(traces) => traces.common.iter().map(|one| CommonLine::new(lang, one)).collect(),
                _ => Vec::new(),
            },
            machines: match found {
                Found::Traces(traces) => {
                    traces.machines.iter().map(|(name, used)| MachineLine::new(lang, name, *used)).collect()
                }
                _ => Vec::new(),
            },
            table,
            by,
            parts: view
                .parts
                .iter()
                .map(|part| (part.campaign.to_string(), part.campaign_title.clone()))
                .collect(),
            codes: codes.into_iter().map(|(code, text)| (code.clone(), text, code == USUAL)).collect(),
            f: f.titled(title, Some(Nav::Visits)).under(list, PATH).under(view.unit_name.clone(), visit_href),
            href,
        }
    }
}

fn filters(f: &Frame, state: &ListState, view: &View) -> Vec<FilterGroup> {
    let sum = |fits: &dyn Fn(&acts::Count) -> bool| {
        Some(
            view.counts
                .iter()
                .filter(|count| fits(count))
                .map(|count| count.count)
                .sum::<i64>()
                .unsigned_abs(),
        )
    };
    let states = Standing::ALL.into_iter().map(|one| {
        let label = f.t(&format!("examination-state-{}", one.code()));
        (one.code(), label, sum(&|count| count.state == one))
    });
    let promoted = ("promoted", f.t("examination-promoted-chip"), sum(&|count| count.promoted));
    let gravities = Gravity::ALL.into_iter().rev().map(|one| {
        let label = f.t(&format!("examination-gravity-{}", one.code()));
        (one.code(), label, sum(&|count| count.severity == one.rank() && count.state != Standing::Gone))
    });
    let mut groups = vec![
        state.filter("state", f.t("examination-state"), states.chain([promoted])),
        state.filter("gravity", f.t("examination-gravity"), gravities),
    ];
    if view.counts.iter().any(|count| count.verdict != FAILS) {
        let verdicts = ["fails", "unreadable", "not_collected"].map(|code| {
            let label = f.t(&format!("examination-verdict-{}", code.replace('_', "-")));
            (code, label, sum(&|count| count.verdict == code && count.state != Standing::Gone))
        });
        groups.push(state.filter("verdict", f.t("examination-verdict"), verdicts));
    }
    let mut tools: Vec<&str> = view.counts.iter().map(|count| count.tool.as_str()).collect();
    tools.sort_unstable();
    tools.dedup();
    if tools.len() > 1 {
        let chips = tools
            .into_iter()
            .map(|tool| {
                let on = state.value("tool") == Some(tool);
                let href = state.href("tool", (!on).then_some(tool));
                Chip { label: tool.to_owned(), href, on, count: sum(&|count| count.tool == tool) }
            })
            .collect();
        groups.push(FilterGroup { label: f.t("examination-tool"), chips });
    }
    for (name, key) in [("subject", "examination-machine"), ("rule", "examination-rule")] {
        if let Some(value) = state.value(name) {
            let chip = Chip { label: value.to_owned(), href: state.href(name, None), on: true, count: None };
            groups.push(FilterGroup { label: f.t(key), chips: vec![chip] });
        }
    }
    groups
}

impl TakenLine {
    fn new(lang: Lang, one: &acts::Examination, by: &str) -> Self {
        TakenLine {
            file: one.file_name.clone(),
            tool: format!("{} {}", one.tool, one.tool_version).trim().to_owned(),
            sha256: one.sha256.clone(),
            made: lang.moment(one.made_at),
            by: format!("{by}, {}", lang.moment(one.taken_at)),
            results: lang.number(one.results),
            fresh: lang.number(one.fresh),
            changed: lang.number(one.changed),
            gone: lang.number(one.gone),
            passed: lang.number(one.passed),
            sealed: !one.sealed_with.is_empty(),
        }
    }
}

impl CommonLine {
    fn new(lang: Lang, one: &Common) -> Self {
        let between = |first: Option<Date>, last: Option<Date>| match (first, last) {
            (Some(first), Some(last)) if first != last => {
                format!("{} – {}", lang.date(first), lang.date(last))
            }
            (Some(day), None) => lang.t_with("examination-first-on", &[("day", lang.date(day))]),
            (_, Some(day)) => lang.t_with("examination-last-on", &[("day", lang.date(day))]),
            (None, None) => lang.t("examination-no-day"),
        };
        CommonLine {
            kind: lang.t(&format!("examination-trace-{}", one.kind.code())),
            label: one.label.clone(),
            identity: one.identity.clone(),
            crosses: one.crosses,
            machines: one
                .machines
                .iter()
                .map(|shared| {
                    let used = MachineUse::from_code(&shared.used_for);
                    let when = between(shared.trace.first_on, shared.trace.last_on);
                    (format!("{} · {}", shared.trace.subject, shared.unit_name), use_words(lang, used), when)
                })
                .collect(),
        }
    }
}

fn use_words(lang: Lang, used: Option<MachineUse>) -> String {
    lang.t(&format!("examination-use-{}", used.map_or("unknown", MachineUse::code).replace('_', "-")))
}

impl MachineLine {
    fn new(lang: Lang, name: &str, used: Option<MachineUse>) -> Self {
        let known = MachineUse::ALL.map(|one| (one.code(), use_words(lang, Some(one)), used == Some(one)));
        let mut uses = vec![("", use_words(lang, None), used.is_none())];
        uses.extend(known);
        MachineLine { name: name.to_owned(), uses }
    }
}

impl Row {
    fn new(lang: Lang, listed: &Listed) -> Self {
        let known = &listed.outcome;
        let seen = [("file", listed.file_name.as_str()), ("moment", &lang.moment(listed.seen_at))];
        Row {
            id: known.id.to_string(),
            gravity: gravity_badge(lang, known.severity, &known.verdict),
            title: if known.tool == SWEEP {
                lang.t(&format!("examination-rule-{}", known.rule.replace(['.', '_'], "-")))
            } else {
                known.title.clone()
            },
            remedy: String::new(),
            verdict: lang.t(&format!("examination-verdict-{}", known.verdict.replace('_', "-"))),
            tool: known.tool.clone(),
            code: known.rule.clone(),
            names: if known.title.contains(&known.names) { String::new() } else { known.names.clone() },
            rule: format!("{} · {}", known.tool, known.rule),
            subject: known.subject.clone(),
            place: place(listed),
            state: state_badge(lang, listed.state),
            seen: lang.t_with("examination-seen", &seen),
            finding: listed.finding.map(|id| {
                let number = listed.finding_number.unwrap_or_default();
                (format!("/findings/{id}"), lang.t_with("finding-title", &[("number", number)]))
            }),
            free: listed.finding.is_none() && listed.state != Standing::Gone && known.verdict == FAILS,
        }
    }
}

impl GroupLine {
    fn new(lang: Lang, state: &ListState, by: By, group: &Group) -> Self {
        let all = ListState::read(state.path(), None, PER_PAGE);
        let (name, about) = match by {
            By::Subject => ("subject", lang.t(&format!("examination-kind-{}", group.kind))),
            By::Rule => ("rule", group.tool.clone()),
        };
        GroupLine {
            href: all.href(name, Some(&group.name)),
            name: group.name.clone(),
            title: group.title.clone(),
            about,
            standing: lang.number(group.standing),
            grave: lang.number(group.grave),
            gone: lang.number(group.gone),
            spread: lang.number(group.spread),
        }
    }
}
