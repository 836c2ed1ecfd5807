//! The lines of the page: files taken in, results, machines and rules, and what
//! several machines have in common.

use super::{FAILS, PER_PAGE, SWEEP};
use crate::list::ListState;
use crate::parts::badge::{Badge, Tone};
use crate::words::Lang;
use app::acts::examination::{
    self as acts, By, Common, Counted, Gravity, Group, Listed, MachineUse, State as Standing,
};
use jiff::Timestamp;
use jiff::civil::Date;

#[derive(Debug)]
pub(super) struct TakenLine {
    pub file: String,
    pub tool: String,
    pub sha256: String,
    pub made: String,
    pub by: String,
    pub results: String,
    pub fresh: String,
    pub changed: String,
    pub gone: String,
    pub passed: String,
    pub sealed: bool,
}

/// A thing several machines have in common, with a line for each machine.
#[derive(Debug)]
pub(super) struct CommonLine {
    pub kind: String,
    pub label: String,
    pub identity: String,
    pub crosses: bool,
    pub machines: Vec<(String, String, String)>,
}

/// A machine and what it is used for.
#[derive(Debug)]
pub(super) struct MachineLine {
    pub name: String,
    /// Code, words, whether it is so.
    pub uses: Vec<(&'static str, String, bool)>,
}

#[derive(Debug)]
pub(super) struct Row {
    pub id: String,
    pub gravity: Badge,
    pub title: String,
    pub remedy: String,
    /// How often, as a number; what it counts stands with the rule.
    pub count: Option<String>,
    /// How often, and from when to when.
    pub counted: Vec<String>,
    /// Why the first of them counts, as the tool says it.
    pub why: String,
    pub names: String,
    pub rule: String,
    pub verdict: String,
    pub tool: String,
    pub code: String,
    pub subject: String,
    /// What kind of thing it is, where its name does not show it.
    pub kind: String,
    pub place: String,
    pub state: Badge,
    pub seen: String,
    pub finding: Option<(String, String)>,
    /// Whether it may still become a finding.
    pub free: bool,
}

#[derive(Debug)]
pub(super) struct GroupLine {
    pub href: String,
    pub name: String,
    pub title: String,
    pub about: String,
    pub standing: String,
    pub grave: String,
    pub gone: String,
    pub spread: String,
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

/// Several places the same thing is called twice: the place is told only where
/// it says more than the subject.
fn place(listed: &Listed) -> String {
    let known = &listed.outcome;
    if known.place == known.subject { String::new() } else { known.place.clone() }
}

impl TakenLine {
    pub fn new(lang: Lang, one: &acts::Examination, by: &str) -> Self {
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
    pub fn new(lang: Lang, one: &Common) -> Self {
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
    pub fn new(lang: Lang, name: &str, used: Option<MachineUse>) -> Self {
        let known = MachineUse::ALL.map(|one| (one.code(), use_words(lang, Some(one)), used == Some(one)));
        let mut uses = vec![("", use_words(lang, None), used.is_none())];
        uses.extend(known);
        MachineLine { name: name.to_owned(), uses }
    }
}

/// Kinds of subjects of an audit of lookups.
pub(super) const OF_LOOKUPS: [&str; 4] = ["account", "system", "citizen", "log"];

/// The beginning of a citizen's hash; any other name as it is.
pub(super) fn shortened(name: &str) -> String {
    let hash = name.len() >= HASH && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    if hash { format!("{}…", &name[..HASH_SHOWN]) } else { name.to_owned() }
}

/// Digits of a hash at least, and those shown of it.
const HASH: usize = 32;
const HASH_SHOWN: usize = 8;

/// From when to when something was counted.
fn counted(lang: Lang, counted: &Counted) -> Vec<String> {
    let day = |at: Option<Timestamp>| at.map(domain::moment::day);
    match (day(counted.first), day(counted.last)) {
        (Some(first), Some(last)) if first != last => {
            vec![format!("{} – {}", lang.date(first), lang.date(last))]
        }
        (Some(day), _) | (None, Some(day)) => vec![lang.date(day)],
        (None, None) => Vec::new(),
    }
}

impl Row {
    pub fn new(lang: Lang, listed: &Listed) -> Self {
        let known = &listed.outcome;
        let found = acts::counted(known);
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
            count: found.as_ref().map(|found| lang.number(found.count)),
            why: found
                .as_ref()
                .filter(|found| !found.why.is_empty())
                .map(|found| lang.t_with("examination-why", &[("why", found.why.as_str())]))
                .unwrap_or_default(),
            counted: found.map(|found| counted(lang, &found)).unwrap_or_default(),
            verdict: lang.t(&format!("examination-verdict-{}", known.verdict.replace('_', "-"))),
            tool: known.tool.clone(),
            code: known.rule.clone(),
            names: if known.title.contains(&known.names) { String::new() } else { known.names.clone() },
            rule: format!("{} · {}", known.tool, known.rule),
            subject: shortened(&known.subject),
            kind: if OF_LOOKUPS.contains(&known.kind.as_str()) {
                lang.t(&format!("examination-kind-{}", known.kind))
            } else {
                String::new()
            },
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
    pub fn new(lang: Lang, state: &ListState, by: By, group: &Group) -> Self {
        let all = ListState::read(state.path(), None, PER_PAGE);
        let (name, about) = match by {
            By::Subject => ("subject", lang.t(&format!("examination-kind-{}", group.kind))),
            By::Rule => ("rule", group.tool.clone()),
        };
        GroupLine {
            href: all.href(name, Some(&group.name)),
            name: shortened(&group.name),
            title: group.title.clone(),
            about,
            standing: lang.number(group.standing),
            grave: lang.number(group.grave),
            gone: lang.number(group.gone),
            spread: lang.number(group.spread),
        }
    }
}
