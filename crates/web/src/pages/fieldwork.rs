//! Fieldwork: the tree of items with counts on the left, one item's card in the
//! middle; answered by buttons or keys, each text saving itself. The folder beside
//! this file holds the card and the posts.
//!
//! Not here: findings' own pages (`finding`), the minutes (`minutes`).

mod card;
mod posts;

use app::acts::visit::{self as acts, Line, Recheck, Sheet};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri, Path, State};
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::{CampaignId, VisitId};
use domain::visit::{RecheckVerdict, Verdict};

use crate::frame::Frame;
use crate::list::ListState;
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::visit::{LARGEST_FORM, PATH, minutes_badge};
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::parts::tabs::{Tab, Tabs};
use crate::parts::tree::{Branch, Tree};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::{Lang, Value};
use card::{Card, Earlier};

#[derive(Debug, Template)]
#[template(path = "pages/fieldwork.html")]
pub struct FieldworkPage {
    f: Frame,
    /// The share's own address, for posts.
    own: String,
    minutes: Badge,
    minutes_href: String,
    progress: String,
    tabs: Option<Tabs>,
    chips: Vec<Chip>,
    tree: Tree,
    card: Option<Card>,
    earlier: Option<Earlier>,
    members: Vec<(String, String)>,
    may_assign: bool,
    previous: String,
    next: String,
}

#[derive(Debug)]
struct Chip {
    label: String,
    href: String,
    on: bool,
    count: usize,
}

/// What the tree is narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    All,
    Mine,
    Open,
    Wanting,
    Differences,
}

impl Show {
    const ALL: [(Show, &'static str, &'static str); 5] = [
        (Show::All, "", "fieldwork-show-all"),
        (Show::Mine, "mine", "fieldwork-show-mine"),
        (Show::Open, "open", "fieldwork-show-open"),
        (Show::Wanting, "wanting", "fieldwork-show-wanting"),
        (Show::Differences, "differences", "fieldwork-show-differences"),
    ];

    fn of(code: &str) -> Show {
        Show::ALL.into_iter().find(|(_, known, _)| *known == code).map_or(Show::All, |(show, ..)| show)
    }

    fn code(self) -> &'static str {
        Show::ALL.into_iter().find(|(show, ..)| *show == self).map_or("", |(_, code, _)| code)
    }

    fn takes(self, sheet: &Sheet, line: &Line) -> bool {
        let verdict = line.item.answer.verdict.as_deref().and_then(Verdict::from_code);
        match self {
            Show::All => true,
            Show::Mine => sheet.mine.is_some() && line.item.member == sheet.mine,
            Show::Open => verdict.is_none(),
            Show::Wanting => verdict.is_some_and(Verdict::is_wanting),
            Show::Differences => line.differs.is_some(),
        }
    }

    /// Earlier findings stand among the items of all, and of those unanswered.
    fn takes_earlier(self, earlier: &Recheck) -> bool {
        match self {
            Show::All => true,
            Show::Open => earlier.verdict.is_none(),
            Show::Wanting => earlier.verdict.as_deref().is_some_and(|code| code != "fixed"),
            Show::Mine | Show::Differences => false,
        }
    }
}

pub fn routes() -> Router<Site> {
    let item = "/visits/{id}/parts/{part}/items/{item}";
    Router::new()
        .route("/visits/{id}/fieldwork", get(show))
        .route("/visits/{id}/parts/{part}/assign", post(posts::assign))
        .route(item, post(posts::answer_item))
        .route("/visits/{id}/parts/{part}/items/{item}/save", post(posts::save))
        .route(
            "/visits/{id}/parts/{part}/items/{item}/evidence",
            post(posts::attach).layer(DefaultBodyLimit::max(LARGEST_FORM)),
        )
        .route("/visits/{id}/parts/{part}/items/{item}/detach", post(posts::detach))
        .route("/visits/{id}/parts/{part}/items/{item}/files/{file}", get(posts::file))
        .route("/visits/{id}/parts/{part}/items/{item}/finding", post(posts::finding))
        .route("/visits/{id}/parts/{part}/rechecks/{finding}", post(posts::recheck))
}

/// The beginning of an address's item when it is an earlier finding.
const EARLIER: &str = "f-";

async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let state = ListState::read(uri.path(), uri.query(), 1);
    let part = state.value("part").and_then(|part| part.parse::<CampaignId>().ok());
    let sheet = acts::sheet(app, who, id, part).await?;
    let show = Show::of(state.value("show").unwrap_or_default());
    let wanted = state.value("item").unwrap_or_default().to_owned();
    let order = order(&sheet, show);
    let at = order.iter().position(|known| *known == wanted);
    // An item that fell out of the filter by being answered stays in the middle.
    let shown = if wanted.is_empty() { order.first().cloned().unwrap_or_default() } else { wanted };
    let (mut card, mut earlier) = (None, None);
    if let Some(finding) = shown.strip_prefix(EARLIER) {
        let found = sheet.earlier.iter().find(|earlier| earlier.finding.to_string() == finding);
        earlier = found.map(|found| Earlier::new(visit.lang, &sheet, found));
    } else if let Some(line) = sheet.lines.iter().find(|line| line.item.id.to_string() == shown) {
        card = Some(card::read(app, who, visit.lang, &sheet, line).await?);
    }
    let neighbours = match at.or(order.iter().position(|known| *known == shown)) {
        Some(at) => (at.checked_sub(1).and_then(|at| order.get(at)), order.get(at + 1)),
        None => (None, order.first()),
    };
    let page = FieldworkPage::new(visit.frame(), &sheet, show, &shown, (card, earlier), neighbours);
    pages::show(&page)
}

/// The items in sight, in the order of the tree; earlier findings last.
fn order(sheet: &Sheet, show: Show) -> Vec<String> {
    let items =
        sheet.lines.iter().filter(|line| show.takes(sheet, line)).map(|line| line.item.id.to_string());
    let earlier = sheet
        .earlier
        .iter()
        .filter(|earlier| show.takes_earlier(earlier))
        .map(|earlier| format!("{EARLIER}{}", earlier.finding));
    items.chain(earlier).collect()
}

/// The address of an item within the filter.
fn address(sheet: &Sheet, show: Show, item: &str) -> String {
    let mut href = format!("{PATH}/{}/fieldwork?part={}", sheet.visit.id, sheet.part.campaign);
    if show != Show::All {
        href += &format!("&show={}", show.code());
    }
    if !item.is_empty() {
        href += &format!("&item={item}");
    }
    href
}

pub(super) fn verdict_tone(verdict: Verdict) -> (Tone, &'static str) {
    match verdict {
        Verdict::Met => (Tone::Done, "fieldwork-verdict-met"),
        Verdict::NotMet => (Tone::Late, "fieldwork-verdict-not-met"),
        Verdict::NotPresented => (Tone::Warning, "fieldwork-verdict-not-presented"),
        Verdict::NotApplicable => (Tone::Outside, "fieldwork-verdict-not-applicable"),
    }
}

pub(super) fn recheck_tone(verdict: RecheckVerdict) -> (Tone, &'static str) {
    match verdict {
        RecheckVerdict::Fixed => (Tone::Done, "fieldwork-recheck-fixed"),
        RecheckVerdict::Partly => (Tone::Warning, "fieldwork-recheck-partly"),
        RecheckVerdict::NotFixed => (Tone::Late, "fieldwork-recheck-not-fixed"),
        RecheckVerdict::Recurred => (Tone::Refused, "fieldwork-recheck-recurred"),
    }
}

/// The links between the shares of a visit, where there are several.
pub(super) fn share_tabs(f: &Frame, parts: &[acts::Part], of: CampaignId, page: &str) -> Option<Tabs> {
    (parts.len() > 1).then(|| Tabs {
        lang: f.lang,
        label: f.t("visit-parts"),
        tabs: parts
            .iter()
            .map(|part| {
                let href = format!("{PATH}/{}/{page}?part={}", part.visit, part.campaign);
                Tab::new(part.campaign_title.clone(), href).on(part.campaign == of)
            })
            .collect(),
    })
}

impl FieldworkPage {
    fn new(
        f: Frame,
        sheet: &Sheet,
        show: Show,
        shown: &str,
        (card, earlier): (Option<Card>, Option<Earlier>),
        (previous, next): (Option<&String>, Option<&String>),
    ) -> Self {
        let lang = f.lang;
        let to = |item: &String| address(sheet, show, item);
        let chips = Show::ALL
            .into_iter()
            .map(|(each, _, key)| Chip {
                label: f.t(key),
                href: address(sheet, each, ""),
                on: each == show,
                count: order(sheet, each).len(),
            })
            .collect();
        let answered = sheet.lines.iter().filter(|line| line.item.answer.verdict.is_some()).count();
        let progress = f.t_with(
            "fieldwork-progress",
            &[("answered", Value::from(answered)), ("total", Value::from(sheet.lines.len()))],
        );
        let members = sheet
            .seats
            .iter()
            .map(|seat| {
                let name = seat.name.clone().unwrap_or_else(|| seat.organisation.clone());
                (seat.member.to_string(), name)
            })
            .collect();
        let title = f.t_with("fieldwork-title", &[("unit", sheet.visit.unit_name.as_str())]);
        let (list, back) = (f.t("nav-visits"), format!("{PATH}/{}", sheet.visit.id));
        FieldworkPage {
            own: format!("{back}/parts/{}", sheet.part.campaign),
            minutes: minutes_badge(lang, &sheet.part.minutes_state),
            minutes_href: format!("{back}/minutes?part={}", sheet.part.campaign),
            progress,
            tabs: share_tabs(&f, &sheet.parts, sheet.part.campaign, "fieldwork"),
            chips,
            tree: tree(&f, sheet, show, shown),
            card,
            earlier,
            members,
            may_assign: sheet.may_assign,
            previous: previous.map(to).unwrap_or_default(),
            next: next.map(to).unwrap_or_default(),
            f: f.titled(title, Some(Nav::Visits)).under(list, PATH).under(&sheet.visit.unit_name, back),
        }
    }
}

fn tree(f: &Frame, sheet: &Sheet, show: Show, shown: &str) -> Tree {
    let lang = f.lang;
    let spoken = crate::pages::report::language(lang);
    let mut branches: Vec<(String, Vec<Branch>, (usize, usize))> = Vec::new();
    for line in sheet.lines.iter().filter(|line| show.takes(sheet, line)) {
        let item = &line.item;
        let verdict = item.answer.verdict.as_deref().and_then(Verdict::from_code);
        let (tone, key) = verdict.map_or((Tone::Idle, "fieldwork-verdict-open"), verdict_tone);
        let question = if lang == Lang::Vi { &item.question } else { &item.question_en };
        let differs = if line.differs.is_some() { f.t("fieldwork-differs-short") } else { String::new() };
        let id = item.id.to_string();
        let leaf = Branch::new(format!("{}. {question}", card::number(&item.code)))
            .to(address(sheet, show, &id))
            .tone(tone, f.t(key))
            .count(differs)
            .on(id == shown);
        match branches.last_mut().filter(|(theme, ..)| *theme == item.theme) {
            Some((_, leaves, counts)) => {
                leaves.push(leaf);
                *counts = (counts.0 + usize::from(verdict.is_some()), counts.1 + 1);
            }
            None => branches.push((item.theme.clone(), vec![leaf], (usize::from(verdict.is_some()), 1))),
        }
    }
    let mut branches: Vec<Branch> = branches
        .into_iter()
        .map(|(theme, leaves, (done, all))| {
            let title = acts::theme_title(sheet, &theme);
            Branch::new(title.text(spoken)).count(format!("{done}/{all}")).over(leaves)
        })
        .collect();
    let earlier: Vec<Branch> = sheet
        .earlier
        .iter()
        .filter(|earlier| show.takes_earlier(earlier))
        .map(|earlier| {
            let verdict = earlier.verdict.as_deref().and_then(RecheckVerdict::from_code);
            let (tone, key) = verdict.map_or((Tone::Idle, "fieldwork-verdict-open"), recheck_tone);
            let id = format!("{EARLIER}{}", earlier.finding);
            Branch::new(earlier.text.clone())
                .to(address(sheet, show, &id))
                .tone(tone, f.t(key))
                .count(earlier.year.to_string())
                .on(id == shown)
        })
        .collect();
    if !earlier.is_empty() {
        let done = sheet.earlier.iter().filter(|earlier| earlier.verdict.is_some()).count();
        let count = format!("{done}/{}", sheet.earlier.len());
        branches.push(Branch::new(f.t("fieldwork-earlier")).count(count).over(earlier));
    }
    Tree { label: f.t("fieldwork-tree"), branches }
}

impl Page for FieldworkPage {
    const NAME: &'static str = "fieldwork";

    fn samples(frame: &Frame) -> Samples<Self> {
        let lang = frame.lang;
        let leaf = |label: &str, tone: Tone, key: &str, on: bool| {
            Branch::new(label).to("/visits/1/fieldwork?part=a&item=1").tone(tone, frame.t(key)).on(on)
        };
        let page = |card: Option<Card>, earlier: Option<Earlier>| FieldworkPage {
            f: frame
                .clone()
                .titled(frame.t_with("fieldwork-title", &[("unit", "Sở Y tế")]), Some(Nav::Visits))
                .under(frame.t("nav-visits"), PATH)
                .under("Sở Y tế", "/visits/1"),
            own: "/visits/1/parts/a".into(),
            minutes: minutes_badge(lang, "draft"),
            minutes_href: "/visits/1/minutes?part=a".into(),
            progress: frame.t_with(
                "fieldwork-progress",
                &[("answered", Value::from(2_usize)), ("total", Value::from(5_usize))],
            ),
            tabs: None,
            chips: Show::ALL
                .into_iter()
                .map(|(show, _, key)| Chip {
                    label: frame.t(key),
                    href: "/visits/1/fieldwork?part=a".into(),
                    on: show == Show::All,
                    count: 5,
                })
                .collect(),
            tree: Tree {
                label: frame.t("fieldwork-tree"),
                branches: vec![
                    Branch::new("Quản lý, sử dụng máy tính").count("1/2").over(vec![
                        leaf(
                            "4.1. Máy soạn thảo tài liệu mật có nối mạng không?",
                            Tone::Late,
                            "fieldwork-verdict-not-met",
                            true,
                        ),
                        leaf(
                            "4.2. Máy tính có cài phần mềm diệt vi-rút không?",
                            Tone::Idle,
                            "fieldwork-verdict-open",
                            false,
                        ),
                    ]),
                    Branch::new(frame.t("fieldwork-earlier")).count("0/1").over(vec![leaf(
                        "Chưa ban hành quy chế bảo đảm an toàn thông tin",
                        Tone::Idle,
                        "fieldwork-verdict-open",
                        false,
                    )]),
                ],
            },
            card,
            earlier,
            members: vec![("m1".into(), "Thiếu tá Phan Quốc Việt".into())],
            may_assign: true,
            previous: "/visits/1/fieldwork?part=a&item=0".into(),
            next: "/visits/1/fieldwork?part=a&item=2".into(),
        };
        let mut nothing = page(None, None);
        nothing.tree.branches.clear();
        (nothing.previous, nothing.next) = (String::new(), String::new());
        vec![
            ("answering", page(Some(Card::sample(lang, true)), None)),
            ("reading", page(Some(Card::sample(lang, false)), None)),
            ("earlier", page(None, Some(Earlier::sample(lang)))),
            ("nothing", nothing),
        ]
    }
}
