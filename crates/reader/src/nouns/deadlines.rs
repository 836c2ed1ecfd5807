//! Deadlines with what they are for and whom they bind.
//!
//! Not here: turning a rule into a day (`domain::deadline`).

mod dated;
mod phrase;
mod recurring;
mod relative;

pub(crate) use recurring::at_least;

use std::ops::Range;

use domain::deadline::Rule;
use domain::plan::{DeadlineReading, Doubt, DoubtCode, Plan, SectionRole};

use super::duties::{line_actor, resolve, who_above};
use super::{Paper, doubt};
use crate::letters::{fold, fold_words};
use crate::line::Line;
use crate::topic::Topic;
use phrase::{actor_before, actor_behind, sentence, what_of};

/// A rule and where its words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub rule: Rule,
    pub range: Range<usize>,
    pub note: Option<DoubtCode>,
}

impl Found {
    fn of(rule: Rule, range: Range<usize>) -> Self {
        Self { rule, range, note: None }
    }
}

pub(crate) fn read(paper: &Paper, plan: &Plan, doubts: &mut Vec<Doubt>) -> Vec<DeadlineReading> {
    let mut found: Vec<DeadlineReading> = Vec::new();
    let outlines: Vec<usize> = paper
        .work
        .annexes
        .iter()
        .filter(|annex| fold(&annex.title).contains("de cuong") || fold(&annex.title).contains("mau "))
        .flat_map(|annex| paper.work.under(annex.root))
        .collect();
    for at in paper.work.all() {
        let node = &paper.work.nodes[at];
        let spoken = matches!(node.role, SectionRole::Body | SectionRole::Preamble | SectionRole::Annex);
        if !spoken || outlines.contains(&at) {
            continue;
        }
        for line in node.lines() {
            in_line(paper, plan, at, line, &mut found, doubts);
        }
    }
    of_tasks(plan, &mut found);
    found.sort_by_key(|deadline| deadline.place);
    found
}

fn in_line(
    paper: &Paper,
    plan: &Plan,
    at: usize,
    line: &Line,
    found: &mut Vec<DeadlineReading>,
    doubts: &mut Vec<Doubt>,
) {
    let mut before = 0;
    for hit in rules(line, paper, plan, at) {
        let floor = std::mem::replace(&mut before, hit.range.end);
        if told_by_task(plan, line, &hit.rule) {
            continue;
        }
        let within = sentence(line, hit.range.clone());
        let actor = actor_before(line, &within, hit.range.start, paper);
        let ahead = line.folded()[..hit.range.start].trim_end();
        let opens = ahead.ends_with([';', '.', ',']) || hit.range.start <= within.start + 10;
        let behind =
            if actor.is_none() || opens { actor_behind(line, &hit.range, &within, paper) } else { None };
        let from = behind.as_ref().or(actor.as_ref()).map_or(within.start, |(_, end)| *end);
        // Behind an earlier deadline of the same clause another thing is due.
        let from = if floor > from && floor > within.start && floor < hit.range.start { floor } else { from };
        let who = behind.or(actor).map(|(words, _)| words).or_else(|| who_above(paper, at));
        let who = who.or_else(|| task_actor(plan, line)).or_else(|| {
            // A later sentence goes on about the clause's own actor.
            line_actor(line, paper).filter(|actor| actor.end <= hit.range.start).map(|actor| actor.words)
        });
        let who = who.or_else(|| charged_above(paper, at));
        let what = what_of(line, from, &hit.range, &within);
        let place = line.place(hit.range.clone());
        if let Some(code) = hit.note {
            let message = match code {
                DoubtCode::YearAssumed => {
                    format!("Thời hạn không ghi năm; tạm lấy năm {}.", paper.year)
                }
                DoubtCode::MonthsAsDays => {
                    "Thời hạn tính theo tháng; tạm quy đổi mỗi tháng 30 ngày.".to_owned()
                }
                _ => String::new(),
            };
            doubts.push(doubt(code, place, message));
        }
        let resolved = who.as_deref().map(|who| resolve(paper, who)).unwrap_or_default();
        found.push(DeadlineReading {
            what,
            who,
            resolved,
            rule: hit.rule,
            text: line.slice(hit.range),
            place,
        });
    }
    refer_back(line, paper, at, found);
}

/// "Công an tỉnh đề nghị các cơ quan, đơn vị:" before a list charges its items.
fn charged_above(paper: &Paper, at: usize) -> Option<String> {
    let node = &paper.work.nodes[at];
    node.label.as_ref()?;
    let siblings = node.parent.map_or(&paper.work.roots, |parent| &paper.work.nodes[parent].children);
    let before = siblings.iter().take_while(|sibling| **sibling != at);
    let lead = before
        .filter(|sibling| paper.work.nodes[**sibling].label.is_none())
        .flat_map(|sibling| paper.work.nodes[*sibling].paragraphs())
        .last()?;
    let folded = lead.folded();
    let charge = [" de nghi ", " yeu cau ", " giao "]
        .iter()
        .filter_map(|word| folded.rfind(word).map(|at| at + word.len()))
        .max()
        .filter(|_| folded.ends_with(':'))?;
    let words = lead.slice(charge..lead.len());
    let words = words.trim_end_matches([':', ' ']);
    let words = ["thực hiện", "triển khai", "tập trung", "khẩn trương", "một số"]
        .iter()
        .filter_map(|verb| words.find(verb))
        .min()
        .map_or(words, |end| words[..end].trim_end_matches([' ', ',']));
    super::duties::is_actor(words, paper).then(|| words.to_owned())
}

/// The lead of the task a line belongs to.
fn task_actor(plan: &Plan, line: &Line) -> Option<String> {
    let task = plan.tasks.iter().find(|task| task.place.paragraph == line.paragraph())?;
    let actors = if task.lead.is_empty() { &task.executing } else { &task.lead };
    (!actors.is_empty()).then(|| actors.join("; "))
}

/// Every rule of a line, none inside another, in order.
fn rules(line: &Line, paper: &Paper, plan: &Plan, at: usize) -> Vec<Found> {
    let folded = line.folded();
    let mut taken: Vec<Found> = Vec::new();
    let node = &paper.work.nodes[at];
    let notifying = |range: &Range<usize>| is_notice(line, range, node.topics.contains(&Topic::Time));
    let groups = [
        relative::before_visit(line, &notifying),
        relative::after(line),
        recurring::quarterly(folded),
        recurring::monthly(folded),
        recurring::yearly(folded),
        dated::absolute(line, paper.year),
        dated::completed(line, paper.year),
        recurring::counted(folded),
    ];
    for hit in groups.into_iter().flatten() {
        let overlaps =
            taken.iter().any(|known| known.range.start < hit.range.end && hit.range.start < known.range.end);
        if !overlaps && !is_past(line, &hit, plan) {
            taken.push(hit);
        }
    }
    taken.sort_by_key(|hit| hit.range.start);
    taken
}

/// The team tells the unit, rather than the unit the team.
fn is_notice(line: &Line, range: &Range<usize>, about_time: bool) -> bool {
    let within = sentence(line, range.clone());
    let folded = &line.folded()[within.start..range.end.max(within.start)];
    let tells = [
        "thong bao",
        "gui lich",
        "lich kiem tra",
        "gui ke hoach",
        "gui quyet dinh",
        "bao truoc",
        "gui cac don vi",
        "gui den cac don vi",
        "thong tin den",
    ]
    .iter()
    .any(|word| folded.contains(word));
    let reports = [
        "xay dung bao cao",
        "gui bao cao",
        "bao cao ve",
        "bao cao tu",
        "nop bao cao",
        "gui ho so",
        "cung cap",
        "chuan bi",
        "hoan thanh bao cao",
        "bao cao tieu ban",
    ]
    .iter()
    .any(|word| folded.contains(word));
    let units_told = folded.contains("duoc thong bao");
    tells && !(reports && (units_told || !folded.contains("doan kiem tra"))) || about_time && !reports
}

/// A date long before the paper that says when something was issued.
fn is_past(line: &Line, hit: &Found, plan: &Plan) -> bool {
    let Rule::Absolute { date, .. } = &hit.rule else {
        return false;
    };
    let Some(issued) = plan.date else {
        return false;
    };
    let before = &line.folded()[..hit.range.start];
    let low = before.len().saturating_sub(60);
    let told = [
        "ban hanh",
        "phat hanh",
        "soan thao",
        "da ",
        "xac dinh",
        "duoc kiem tra",
        "thanh lap",
        "ky ",
        "hinh thanh",
        "tiep nhan",
    ]
    .iter()
    .any(|word| before.get(low..).unwrap_or_default().contains(word));
    *date < issued.from && told
}

/// "theo mốc thời gian trên": the deadline given just before.
fn refer_back(line: &Line, paper: &Paper, at: usize, found: &mut Vec<DeadlineReading>) {
    let folded = line.folded();
    let marks = [
        "thoi gian tren",
        "thoi han tren",
        "thoi gian neu tren",
        "thoi han neu tren",
        "moc thoi gian nhu tren",
        "thoi gian nhu tren",
        "thoi han nhu tren",
    ];
    for mark in marks {
        for (start, _) in folded.match_indices(mark) {
            let within = sentence(line, start..start + mark.len());
            let asks = ["gui", "bao cao", "nop", "hoan thanh"]
                .iter()
                .any(|word| folded[within.clone()].contains(word));
            let last = found
                .iter()
                .rev()
                .find(|known| matches!(known.rule, Rule::Absolute { .. } | Rule::BeforeVisit { .. }))
                .cloned();
            let (true, Some(last)) = (asks, last) else {
                continue;
            };
            let from = folded[..start].rfind("theo").filter(|theo| start - theo < 16).unwrap_or(start);
            let range = from..start + mark.len();
            let actor = actor_before(line, &within, range.start, paper);
            let who = actor.as_ref().map(|(words, _)| words.clone()).or_else(|| who_above(paper, at));
            let what = what_of(line, actor.map_or(within.start, |(_, end)| end), &range, &within);
            let resolved = who.as_deref().map(|who| resolve(paper, who)).unwrap_or_default();
            found.push(DeadlineReading {
                what,
                who,
                resolved,
                rule: last.rule,
                text: line.slice(range.clone()),
                place: line.place(range),
            });
        }
    }
}

/// A task's own due date is told with the task, not with the line it stands in.
fn told_by_task(plan: &Plan, line: &Line, rule: &Rule) -> bool {
    let attribute = super::tasks::is_attribute(line);
    plan.tasks.iter().any(|task| {
        let here = attribute || task.place.paragraph == line.paragraph();
        here && task.due.as_ref() == Some(rule)
    })
}

/// The due dates of tasks.
fn of_tasks(plan: &Plan, found: &mut Vec<DeadlineReading>) {
    for task in &plan.tasks {
        let Some(rule) = &task.due else { continue };
        let actors = if task.lead.is_empty() { &task.executing } else { &task.lead };
        found.push(DeadlineReading {
            what: task.text.clone(),
            who: (!actors.is_empty()).then(|| actors.join("; ")),
            resolved: Vec::new(),
            rule: rule.clone(),
            text: task.due_text.clone().unwrap_or_else(|| task.id.clone()),
            place: task.place,
        });
    }
}

/// The first day a sentence sets as a deadline.
pub(super) fn dated_in(line: &Line, year: i16) -> Option<(Rule, String)> {
    let mut found = dated::absolute(line, year);
    found.extend(dated::completed(line, year));
    let first = found.into_iter().min_by_key(|hit| hit.range.start)?;
    let text = line.slice(first.range);
    Some((first.rule, text))
}

/// The rule of a cell or line that holds nothing but a time.
pub(super) fn due_in(line: &Line, year: i16) -> Option<Rule> {
    let folded = line.folded();
    let mut found: Vec<Found> = Vec::new();
    found.extend(relative::before_visit(line, &|_| false));
    found.extend(relative::after(line));
    found.extend(recurring::quarterly(folded));
    found.extend(recurring::monthly(folded));
    found.extend(recurring::yearly(folded));
    found.extend(dated::absolute(line, year));
    if let Some(first) = found.into_iter().min_by_key(|hit| hit.range.start) {
        return Some(first.rule);
    }
    let bare = fold_words(folded);
    if bare.contains("thuong xuyen") || bare.starts_with("hang ") {
        return None;
    }
    dated::bare(line, year)
}
