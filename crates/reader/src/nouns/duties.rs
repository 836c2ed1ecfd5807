//! Who must do what: "Tổ chức thực hiện", the team's roles, the articles that
//! charge somebody.

use domain::plan::{Duty, SectionRole};

use super::{Paper, clause};
use crate::letters::fold_words;
use crate::line::Line;
use crate::organisation::{actor_end, is_class, starts_unit, strip_charge};
use crate::topic::{Topic, run_in};

/// Longest name of an actor, in characters.
const ACTOR_CHARS: usize = 320;

pub(crate) fn read(paper: &Paper) -> Vec<Duty> {
    let mut found = Vec::new();
    for at in paper.about(Topic::Duties).into_iter().chain(paper.about(Topic::Means)) {
        let node = &paper.work.nodes[at];
        if node.role == SectionRole::Noise || node.topics.contains(&Topic::Target) {
            continue;
        }
        let leads = !node.children.is_empty();
        for line in node.paragraphs() {
            if leads && line.folded().ends_with(':') {
                continue;
            }
            let own = line_actor(line, paper);
            let (who, text) = match own {
                Some(actor) => (Some(actor.words), actor.rest),
                None => (who_above(paper, at), clause(line)),
            };
            if text.chars().count() < 3 {
                continue;
            }
            let resolved = who.as_deref().map(|who| resolve(paper, who)).unwrap_or_default();
            found.push(Duty { who, resolved, text, id: node.id.clone(), place: line.whole() });
        }
    }
    found.sort_by_key(|duty| duty.place);
    found.dedup();
    found
}

/// Whom a short form means; nothing when the words are no short form.
pub(super) fn resolve(paper: &Paper, who: &str) -> Vec<String> {
    paper.aliases.resolve(who).unwrap_or_default()
}

/// The actor a clause opens with, and the rest of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LineActor {
    pub words: String,
    pub rest: String,
    /// Where the rest begins.
    pub end: usize,
}

pub(super) fn line_actor(line: &Line, paper: &Paper) -> Option<LineActor> {
    actor_in(line, 0..line.len(), paper)
}

/// The actor at the head of a stretch of a line.
pub(super) fn actor_in(line: &Line, range: std::ops::Range<usize>, paper: &Paper) -> Option<LineActor> {
    let whole = strip_charge(line, range.clone());
    let body = whole.start..whole.end.min(whole.start + ACTOR_CHARS + 80);
    let colon = run_in(&line.part(body.clone())).map(|at| body.start + at);
    let verb = actor_end(line, body.clone());
    let end = match (colon, verb) {
        (Some(colon), Some(verb)) => colon.min(verb),
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => return None,
    };
    let words = line.slice(body.start..end).trim_matches([' ', ',', ';', ':']).to_owned();
    if !is_actor(&words, paper) || words.chars().count() > ACTOR_CHARS {
        return None;
    }
    let rest = line.slice(end..range.end).trim_start_matches([':', ' ', ',', '-']).to_owned();
    Some(LineActor { words, rest: rest.trim_end_matches(['/', ' ']).trim_end_matches("./").to_owned(), end })
}

/// Whether words name somebody who can act.
pub(super) fn is_actor(words: &str, paper: &Paper) -> bool {
    let folded = fold_words(words);
    let persons = [
        "truong doan",
        "pho truong doan",
        "thanh vien",
        "thu ky",
        "doan kiem tra",
        "to kiem tra",
        "cac dong chi",
        "dong chi",
        "thu truong",
        "nguoi dung dau",
        "chu tich",
        "giam doc",
        "chanh van phong",
        "co quan",
        "don vi",
        "cac ",
        "dai dien",
        "to giup viec",
        "uy ban mat tran",
        "truong cong an",
        "ong ",
        "ba ",
        "hieu truong",
        "lanh dao",
        "doan ",
        "to truong",
        "truong phong",
        "can bo",
        "moi ",
        "nhung ",
        "dia phuong",
        "so ",
        "ban ",
        "doi tuong duoc",
        "to chuc ",
        "chi bo",
        "chu quan",
    ];
    let budget = folded.starts_with("kinh phi")
        || folded.starts_with("phuong tien")
        || folded.starts_with("thoi gian")
        || folded.starts_with("cac noi dung")
        || folded.starts_with("cac nhiem vu")
        || folded.starts_with("cac van ban")
        || folded.starts_with("cac hinh thuc");
    // "mọi hồ sơ" is no invitation ("mời …").
    let every = crate::letters::lower(words).starts_with("mọi ");
    !budget
        && !every
        && !folded.is_empty()
        && (starts_unit(words)
            || is_class(words)
            || paper.aliases.long(words).is_some()
            || persons.iter().any(|start| folded.starts_with(start)))
}

/// "Giao Sở … làm đầu mối chủ trì": a heading's actor before its verb. Other
/// verbs belong to the name ("doanh nghiệp quản lý, vận hành …").
fn heading_actor(words: &str) -> String {
    let small = crate::letters::lower(words);
    let verbs = [" làm đầu mối", " chủ trì", " có trách nhiệm", " phối hợp với", " chịu trách nhiệm"];
    let end = verbs
        .iter()
        .filter_map(|verb| small.find(verb))
        .min()
        .map_or(usize::MAX, |at| small[..at].chars().count());
    words.chars().take(end).collect::<String>().trim_end_matches([' ', ',']).to_owned()
}

/// The actor a heading above the clause names.
pub(super) fn who_above(paper: &Paper, at: usize) -> Option<String> {
    std::iter::once(at).chain(paper.work.ancestors(at)).find_map(|above| {
        let node = &paper.work.nodes[above];
        let said = match &node.title {
            Some(title) => Some(title),
            // An untitled clause that charges somebody and opens a list.
            None if above != at => node.paragraphs().next(),
            None => None,
        }?;
        let whole = strip_charge(said, 0..said.len());
        let words = said.slice(whole).trim_end_matches([':', ' ', '.', ',', ';']).to_owned();
        let heading = node
            .topics
            .first()
            .is_some_and(|topic| matches!(topic, Topic::Duties | Topic::Means | Topic::Tasks));
        let top = node.kind().is_some_and(crate::label::LabelKind::is_heading);
        if node.title.is_some() && is_actor(&words, paper) && !top && heading {
            // "Giao Sở … làm đầu mối chủ trì:" names the actor before the verb.
            return Some(heading_actor(&words));
        }
        line_actor(said, paper).filter(|_| heading).map(|actor| actor.words)
    })
}
