//! Results of other tools on a visit: files taken in, every result, machine by
//! machine and rule by rule, and the way from results to a finding.
//!
//! Not here: files of scanners (`scanners`), what is new and what is gone (`app`).

mod doing;
mod lines;
mod sample;

use app::acts::examination::{
    self as acts, By, Filter, Gravity, Group, Listed, State as Standing, Traces, View,
};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::VisitId;

use super::visit::PATH;
use crate::frame::Frame;
use crate::list::{Chip, Column, FilterGroup, ListState, Table};
use crate::nav::Nav;
use crate::pages;
use crate::pages::plan::id;
use crate::pages::report::language;
use crate::parts::tabs::{Tab, Tabs};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;
use doing::{make_address, promote, take, use_machine};
use lines::{CommonLine, GroupLine, MachineLine, OF_LOOKUPS, Row, TakenLine, shortened};

const PER_PAGE: u64 = 100;
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
    /// Of the newest audit of lookups, how many a dossier explains; empty without one.
    explained: String,
    tabs: Tabs,
    table: Table,
    rows: Vec<Row>,
    groups: Vec<GroupLine>,
    common: Vec<CommonLine>,
    machines: Vec<MachineLine>,
    by: &'static str,
    /// What subjects are called here: one, how many, and where to look for one.
    of: String,
    many: String,
    search: String,
    parts: Vec<(String, String)>,
    codes: Vec<(String, String, bool)>,
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
    if view.counts.iter().any(|count| count.tool.starts_with(OURS)) {
        page.say_in(&*app.rules()?, visit.lang);
    }
    Ok(page)
}

/// How tools of ours are called whose observations are judged by rules.
const OURS: &str = "rasoat-";
/// Our sweep, whose results have words of their own.
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
        kind: text("kind"),
        subject: text("subject"),
        rule: text("rule"),
        verdict: text("verdict"),
        promoted: standing == Some("promoted"),
        limit: u32::try_from(PER_PAGE).unwrap_or(u32::MAX),
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    }
}

/// The verdict other tools' results have too.
const FAILS: &str = "fails";

impl ExaminationPage {
    fn new(f: Frame, state: ListState, view: &View, found: &Found, codes: Vec<(String, String)>) -> Self {
        let lang = f.lang;
        let href = address(view.visit);
        let lens = lens(view);
        let words = |what: &str| f.t(&format!("examination-{what}-{lens}"));
        let (of, many, search) = (words("of"), words("many"), words("search"));
        let (by, columns, count) = match found {
            Found::Rows(_, count) => (
                "rows",
                vec![
                    f.t("examination-gravity"),
                    f.t("examination-result"),
                    of.clone(),
                    f.t("examination-state"),
                    f.t("examination-finding"),
                ],
                count.unsigned_abs(),
            ),
            Found::Groups(by, groups) => (
                if *by == By::Subject { "machine" } else { "rule" },
                vec![
                    if *by == By::Subject { of.clone() } else { f.t("examination-rule") },
                    f.t("examination-standing"),
                    f.t("examination-grave"),
                    f.t("examination-gone"),
                    if *by == By::Subject { f.t("examination-rules") } else { many.clone() },
                ],
                groups.len() as u64,
            ),
            Found::Traces(traces) => (
                "common",
                vec![f.t("examination-common-what"), f.t("examination-machines-sharing")],
                traces.common.len() as u64,
            ),
        };
        let columns = columns.into_iter().enumerate().map(|(at, label)| {
            let column = Column::new(label);
            if matches!(by, "machine" | "rule") && at > 0 { column.numeric() } else { column }
        });
        let tabs = [
            ("rows", f.t("examination-by-result")),
            ("machine", words("by")),
            ("rule", f.t("examination-by-rule")),
            ("common", f.t("examination-by-common")),
        ]
        .map(|(code, label)| {
            Tab::new(label, state.href("by", (code != "rows").then_some(code))).on(code == by)
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
            explained: view
                .taken
                .iter()
                .find(|(one, _)| one.lookups > 0)
                .map(|(one, _)| explained(&f, one))
                .unwrap_or_default(),
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
            of,
            many,
            search,
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

/// What an audit says first: how much of what was looked up has its reason.
fn explained(f: &Frame, one: &acts::Examination) -> String {
    let explained = one.explained.clamp(0, one.lookups);
    let share = f.lang.share(explained.unsigned_abs(), one.lookups.unsigned_abs());
    f.t_with(
        "examination-explained",
        &[
            ("file", one.file_name.clone()),
            ("explained", f.lang.number(explained)),
            ("lookups", f.lang.number(one.lookups)),
            ("share", share),
            ("rest", f.lang.number(one.lookups - explained)),
        ],
    )
}

impl ExaminationPage {
    /// Says what our rules found in the words of the rules.
    fn say_in(&mut self, rules: &acts::Rules, lang: Lang) {
        let spoken = language(lang);
        for row in &mut self.rows {
            let Some(rule) = rules.get(&row.code).filter(|_| row.tool.starts_with(OURS)) else { continue };
            row.title = format!("{}: {}", row.verdict, rule.title.text(spoken));
            rule.remedy.text(spoken).clone_into(&mut row.remedy);
            if let (Some(counts), Some(count)) = (&rule.counts, &row.count) {
                row.counted.insert(0, format!("{}: {count}", counts.text(spoken)));
            }
        }
        for line in self.groups.iter_mut().filter(|line| line.about.starts_with(OURS)) {
            if let Some(rule) = rules.get(&line.name) {
                line.about = format!("{} · {}", line.about, line.name);
                rule.title.text(spoken).clone_into(&mut line.name);
                line.title.clear();
            }
        }
        for chip in self.table.filters.iter_mut().flat_map(|group| &mut group.chips) {
            if let Some(rule) = rules.get(&chip.label) {
                rule.title.text(spoken).clone_into(&mut chip.label);
            }
        }
    }
}

/// Kinds of subjects of other tools than the audit of lookups.
const OF_OTHERS: [&str; 5] = ["machine", "host", "site", "component", "file"];

/// Which words subjects are called by: those of machines, of accounts, or of both.
fn lens(view: &View) -> &'static str {
    let has = |kinds: &[&str]| view.counts.iter().any(|count| kinds.contains(&count.kind.as_str()));
    match (has(&OF_LOOKUPS), has(&OF_OTHERS)) {
        (true, false) => "account",
        (true, true) => "both",
        (false, _) => "machine",
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
    if lens(view) != "machine" {
        let there = |code: &&str| view.counts.iter().any(|count| count.kind == **code);
        let kinds = OF_LOOKUPS.into_iter().chain(OF_OTHERS).filter(there).map(|code| {
            let label = f.t(&format!("examination-kind-{code}"));
            (code, label, sum(&|count| count.kind == code && count.state != Standing::Gone))
        });
        groups.push(state.filter("kind", f.t("examination-kind"), kinds));
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
    let heads =
        [("subject", format!("examination-of-{}", lens(view))), ("rule", "examination-rule".to_owned())];
    for (name, key) in heads {
        if let Some(value) = state.value(name) {
            let chip = Chip { label: shortened(value), href: state.href(name, None), on: true, count: None };
            groups.push(FilterGroup { label: f.t(&key), chips: vec![chip] });
        }
    }
    groups
}
