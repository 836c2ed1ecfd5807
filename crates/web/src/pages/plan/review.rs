//! The review of a plan: its words on the left, what was read on the right, and
//! the doubts first, each to be answered.

use std::collections::BTreeSet;

use app::acts::plan::{self, Answer, doubt_key};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::calendar::Calendar;
use domain::plan::{Place, Plan};
use domain::policy::Action;
use jiff::civil::Date;
use serde::Deserialize;

use super::count;
use super::edit::Part;
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::parts::progress::Progress;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// Before the kind of readings that a person has compared with the paper.
const SEEN: &str = "read:";

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/plan_review.html")]
pub struct ReviewPage {
    f: Frame,
    id: String,
    file: String,
    paragraphs: Vec<SourceLine>,
    /// Keys of the readings that have a mark in the source.
    marked: BTreeSet<String>,
    doubts: Vec<DoubtCard>,
    groups: Vec<Group>,
    answered: Progress,
    /// Readings a person has compared with the paper, or put there.
    seen: Progress,
    may_decide: bool,
    makes: Makes,
}

/// What the plan can become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Makes {
    Campaign,
    Programme,
    Nothing,
}

/// A paragraph of the source, cut where readings begin and end.
#[derive(Debug)]
struct SourceLine {
    noise: bool,
    pieces: Vec<Piece>,
}

#[derive(Debug)]
struct Piece {
    words: String,
    /// The reading these words were taken from, and whether it is doubtful.
    key: Option<(String, bool)>,
}

#[derive(Debug)]
struct DoubtCard {
    key: String,
    about: String,
    message: String,
    suggestion: Option<String>,
    decision: Option<String>,
}

/// Readings of one kind.
#[derive(Debug)]
struct Group {
    /// Its code in addresses.
    kind: String,
    title: String,
    readings: Vec<Read>,
    /// Its readings can be corrected one by one.
    editable: bool,
    /// Under which key the answer "compared with the paper" is kept.
    about: String,
    seen: bool,
}

#[derive(Debug)]
struct Read {
    at: usize,
    key: String,
    label: String,
    lines: Vec<String>,
    /// A person corrected or added it: it is not as the machine read it.
    by_hand: bool,
}

/// What the review says besides the plan's words.
struct Beside<'a> {
    /// As the machine read it.
    reading: &'a Plan,
    answers: &'a [Answer],
    calendar: &'a Calendar,
    today: Date,
}

/// The source as the record keeps it.
#[derive(Debug, Deserialize)]
pub(super) struct Source {
    paragraphs: Vec<Paragraph>,
}

impl Source {
    /// The words of one paragraph.
    pub(super) fn paragraph(&self, number: u32) -> Option<&str> {
        self.paragraphs.get(number as usize).map(|paragraph| paragraph.text.as_str())
    }
}

#[derive(Debug, Deserialize)]
struct Paragraph {
    text: String,
    #[serde(default)]
    noise: bool,
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (kept, answers) = plan::get(app, who, super::plan_id(&id)?).await?;
    let source: Source = serde_json::from_str(&kept.source).map_err(Refusal::internal)?;
    let may_decide = who.may(Action::PlanManage) && kept.listed.state == "reviewing";
    let page = ReviewPage::new(
        visit.frame(),
        &id,
        &kept.listed.file_name,
        source,
        &kept.corrected,
        &Beside {
            reading: &kept.reading,
            answers: &answers,
            calendar: &app.packs.calendar,
            today: app.today(),
        },
        may_decide,
    );
    pages::show(&page)
}

pub async fn answer(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let value =
        |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default();
    let (about, decision) = (value("about"), value("decision"));
    let given = (decision != "open").then(|| Answer {
        about: about.clone(),
        decision,
        value: Some(value("value")).filter(|v| !v.is_empty()),
    });
    let back = match about.strip_prefix(SEEN).filter(|kind| kind.bytes().all(|b| b.is_ascii_lowercase())) {
        Some(kind) => format!("{}/{id}#read-{kind}", super::PATH),
        None => format!("{}/{id}#doubts", super::PATH),
    };
    let key = if given.is_some() { "plan-answered" } else { "plan-reopened" };
    plan::answer(app, who, super::plan_id(&id)?, &about, given).await?;
    Ok(Tell::new(FlashKind::Done, key).on(&back, site.settings().behind_tls))
}

/// A reading on its way to the page: where it stands, under which key.
struct Spot {
    place: Place,
    key: String,
    doubtful: bool,
}

impl ReviewPage {
    fn new(
        f: Frame,
        id: &str,
        file: &str,
        source: Source,
        plan: &Plan,
        beside: &Beside<'_>,
        may_decide: bool,
    ) -> Self {
        let answers = beside.answers;
        let mut spots = Vec::new();
        let doubts: Vec<DoubtCard> = plan
            .doubts
            .iter()
            .enumerate()
            .map(|(n, doubt)| {
                let key = format!("doubt-{n}");
                spots.push(Spot { place: doubt.place, key: key.clone(), doubtful: true });
                let about = doubt_key(doubt);
                DoubtCard {
                    decision: answers.iter().find(|a| a.about == about).map(|a| a.decision.clone()),
                    key,
                    about,
                    message: doubt.message.clone(),
                    suggestion: doubt.suggestion.clone(),
                }
            })
            .collect();
        let groups = groups(&f, plan, beside, &mut spots);
        let readings =
            || groups.iter().flat_map(|group| group.readings.iter().map(move |read| (group, read)));
        let seen = Progress::new(
            f.lang,
            f.t("plan-readings-seen"),
            readings().filter(|(group, read)| group.seen || read.by_hand).count() as u64,
            readings().count() as u64,
        );
        let open = doubts.iter().filter(|doubt| doubt.decision.is_none()).count();
        let answered = Progress::new(
            f.lang,
            f.t("plan-doubts-answered"),
            (doubts.len() - open) as u64,
            doubts.len() as u64,
        );
        let title = plan.title.clone().unwrap_or_else(|| f.t("plan-untitled"));
        let list = f.t("plan-list");
        let makes = match plan.kind {
            domain::plan::PlanKind::InspectionPlan => Makes::Campaign,
            domain::plan::PlanKind::ProgrammePlan => Makes::Programme,
            _ => Makes::Nothing,
        };
        let paragraphs = lines(source, &spots);
        let pieces = paragraphs.iter().flat_map(|line| &line.pieces);
        ReviewPage {
            marked: pieces.filter_map(|piece| piece.key.as_ref()).map(|(key, _)| key.clone()).collect(),
            paragraphs,
            f: f.titled(title, Some(Nav::Campaigns)).under(list, super::PATH),
            id: id.to_owned(),
            file: file.to_owned(),
            doubts,
            groups,
            answered,
            seen,
            may_decide,
            makes,
        }
    }
}

/// Cuts each paragraph at the places of its readings. Of places that overlap the
/// first one wins, doubts before readings.
fn lines(source: Source, spots: &[Spot]) -> Vec<SourceLine> {
    let mut lines = Vec::with_capacity(source.paragraphs.len());
    for (number, paragraph) in (0_u32..).zip(source.paragraphs) {
        let letters: Vec<char> = paragraph.text.chars().collect();
        let mut here: Vec<&Spot> = spots
            .iter()
            .filter(|spot| spot.place.paragraph == number && spot.place.from < spot.place.to)
            .collect();
        here.sort_by_key(|spot| (spot.place.from, !spot.doubtful));
        let (mut pieces, mut at) = (Vec::new(), 0_usize);
        for spot in here {
            let (from, to) = (spot.place.from as usize, (spot.place.to as usize).min(letters.len()));
            if from < at || from >= to {
                continue;
            }
            if at < from {
                pieces.push(Piece { words: letters[at..from].iter().collect(), key: None });
            }
            let words = letters[from..to].iter().collect();
            pieces.push(Piece { words, key: Some((spot.key.clone(), spot.doubtful)) });
            at = to;
        }
        if at < letters.len() {
            pieces.push(Piece { words: letters[at..].iter().collect(), key: None });
        }
        lines.push(SourceLine { noise: paragraph.noise, pieces });
    }
    lines
}

/// Whether a reading is a person's: not among what the machine read.
fn by_hand(kind: &str, plan: &Plan, read: &Plan, at: usize) -> bool {
    match Part::of(kind) {
        Some(Part::Target) => plan.targets.get(at).is_some_and(|t| !read.targets.contains(t)),
        Some(Part::Team) => plan.team.get(at).is_some_and(|m| !read.team.contains(m)),
        Some(Part::Deadline) => plan.deadlines.get(at).is_some_and(|d| !read.deadlines.contains(d)),
        Some(Part::Basis) => plan.bases.get(at).is_some_and(|b| !read.bases.contains(b)),
        None => false,
    }
}

/// The readings, kind by kind, in the order a person checks them.
fn groups(f: &Frame, plan: &Plan, beside: &Beside<'_>, spots: &mut Vec<Spot>) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut group = |kind: &str, title: String, readings: Vec<(Place, String, Vec<String>)>| {
        let readings: Vec<Read> = readings
            .into_iter()
            .enumerate()
            .map(|(n, (place, label, lines))| {
                let key = format!("{kind}-{n}");
                spots.push(Spot { place, key: key.clone(), doubtful: false });
                Read { at: n, key, label, lines, by_hand: by_hand(kind, plan, beside.reading, n) }
            })
            .collect();
        let editable = Part::of(kind).is_some();
        // Where nothing was read a person may still add what the paper says.
        if !readings.is_empty() || editable && plan.kind == domain::plan::PlanKind::InspectionPlan {
            let about = format!("{SEEN}{kind}");
            let seen = beside.answers.iter().any(|answer| answer.about == about);
            groups.push(Group { kind: kind.to_owned(), title, readings, editable, about, seen });
        }
    };
    let some = |text: &Option<String>| text.clone().into_iter().collect::<Vec<_>>();
    group(
        "target",
        f.t_with("plan-read-targets", &[("count", plan.targets.len() as u64)]),
        plan.targets.iter().map(|t| (t.place, t.name.clone(), vec![t.group.clone()])).collect(),
    );
    group(
        "deadline",
        f.t_with("plan-read-deadlines", &[("count", plan.deadlines.len() as u64)]),
        plan.deadlines
            .iter()
            .map(|d| {
                let mut lines = some(&d.who);
                lines.push(d.text.clone());
                lines.extend(count::lines(f.lang, &d.rule, plan, beside.calendar, beside.today));
                (d.place, d.what.clone(), lines)
            })
            .collect(),
    );
    group(
        "team",
        f.t_with("plan-read-team", &[("count", plan.team.len() as u64)]),
        plan.team
            .iter()
            .map(|m| {
                let name = m.name.clone().unwrap_or_else(|| f.t("plan-to-nominate"));
                let role = serde_json::to_value(m.role)
                    .ok()
                    .and_then(|v| v.as_str().map(str::to_owned))
                    .unwrap_or_default();
                let words = [m.rank.clone(), m.position.clone(), Some(m.organisation.clone())];
                (
                    m.place,
                    name,
                    vec![
                        f.t(&format!("seat-{role}")),
                        words.into_iter().flatten().collect::<Vec<_>>().join(", "),
                        m.roster.clone(),
                    ],
                )
            })
            .collect(),
    );
    group(
        "window",
        f.t("plan-read-windows"),
        plan.windows
            .iter()
            .map(|w| {
                (w.place, w.what.clone(), vec![format!("{} – {}", f.lang.date(w.from), f.lang.date(w.to))])
            })
            .collect(),
    );
    group(
        "content",
        f.t_with("plan-read-contents", &[("count", plan.contents.len() as u64)]),
        plan.contents.iter().map(|c| (c.place, c.id.clone(), vec![c.text.clone()])).collect(),
    );
    group(
        "task",
        f.t_with("plan-read-tasks", &[("count", plan.tasks.len() as u64)]),
        plan.tasks
            .iter()
            .map(|t| {
                let mut lines = vec![t.text.clone()];
                for (key, who) in [
                    ("plan-lead", &t.lead),
                    ("plan-coordinating", &t.coordinating),
                    ("plan-executing", &t.executing),
                ] {
                    if !who.is_empty() {
                        lines.push(f.t_with(key, &[("who", who.join("; "))]));
                    }
                }
                (t.place, t.id.clone(), lines)
            })
            .collect(),
    );
    group(
        "basis",
        f.t_with("plan-read-bases", &[("count", plan.bases.len() as u64)]),
        plan.bases
            .iter()
            .map(|b| {
                let cited = [Some(b.r#type.clone()), b.number.clone(), b.date.map(|d| f.lang.date(d))];
                (b.place, cited.into_iter().flatten().collect::<Vec<_>>().join(" "), some(&b.subject))
            })
            .collect(),
    );
    groups
}

impl Page for ReviewPage {
    const NAME: &'static str = "plan_review";

    fn samples(frame: &Frame) -> Samples<Self> {
        let source =
            |text: &str| Source { paragraphs: vec![Paragraph { text: text.to_owned(), noise: false }] };
        let text =
            "Đoàn kiểm tra tiến hành kiểm tra tại 02 đơn vị: Sở Y tế; Sở Tư pháp trước ngày 27/5/2026.";
        let place = Place { page: Some(1), paragraph: 0, from: 37, to: 46 };
        let mut plan = Plan { title: Some("Kiểm tra năm 2026".into()), ..Plan::default() };
        plan.kind = domain::plan::PlanKind::InspectionPlan;
        plan.doubts.push(domain::plan::Doubt {
            code: domain::plan::DoubtCode::CountMismatch,
            message: "Văn bản nêu 02 đơn vị, danh sách có 03.".into(),
            place,
            suggestion: Some("03 đơn vị".into()),
        });
        plan.targets.push(domain::plan::Target {
            name: "Sở Y tế".into(),
            group: "Đơn vị được kiểm tra".into(),
            kind: domain::plan::TargetKind::Unknown,
            purpose: domain::plan::TargetPurpose::Inspection,
            unit: None,
            parent: None,
            count: None,
            scope: None,
            window: None,
            place: Place { page: Some(1), paragraph: 0, from: 48, to: 55 },
        });
        plan.deadlines.push(domain::plan::DeadlineReading {
            what: "Kiểm tra tại các đơn vị".into(),
            who: Some("Đoàn kiểm tra".into()),
            resolved: Vec::new(),
            rule: domain::deadline::Rule::Absolute { date: jiff::civil::date(2026, 5, 27), inclusive: false },
            text: "trước ngày 27/5/2026".into(),
            place: Place { page: Some(1), paragraph: 0, from: 68, to: 88 },
        });
        let mut by_hand = plan.clone();
        by_hand.targets[0].name = "Sở Y tế tỉnh An Sơn".into();
        let calendar = Calendar::default();
        let answer = |about: String| Answer { about, decision: "left".into(), value: None };
        let answered = [answer(doubt_key(&plan.doubts[0])), answer(format!("{SEEN}deadline"))];
        let page = |shown: &Plan, answers: &[Answer], may: bool| {
            let today = jiff::civil::date(2026, 5, 20);
            let beside = Beside { reading: &plan, answers, calendar: &calendar, today };
            ReviewPage::new(frame.clone(), "1", "ke-hoach.docx", source(text), shown, &beside, may)
        };
        vec![
            ("open", page(&plan, &[], true)),
            ("answered", page(&by_hand, &answered, true)),
            ("reader", page(&plan, &answered, false)),
        ]
    }
}
