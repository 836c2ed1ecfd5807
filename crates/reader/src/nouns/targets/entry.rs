//! One line that names targets: a list behind a colon, a single unit, a class.

use std::ops::Range;
use std::sync::LazyLock;

use domain::plan::{Doubt, DoubtCode, Scope, Target, TargetKind, TargetPurpose};
use regex::Regex;

use super::{bare, purpose_of};
use crate::dates::{Moment, moments, period};
use crate::letters::{fold, fold_words, lower};
use crate::line::Line;
use crate::nouns::scope::in_line;
use crate::nouns::{Paper, doubt};
use crate::organisation::{is_class, level_of, split_list, starts_unit, unit_kind};

/// Longest name of one unit, in characters.
const NAME_CHARS: usize = 200;

/// The list a name stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Group {
    pub name: String,
    pub count: Option<u16>,
    pub purpose: TargetPurpose,
    /// "Đảng ủy", "UBND": each name is as many units.
    pub legal: Vec<String>,
    /// "Sở", "UBND huyện": what bare names lack.
    pub prefix: Option<String>,
    pub kind: Option<TargetKind>,
    pub scope: Option<Scope>,
}

static COUNT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:^|[\s(])(\d{1,3})\s*(?:\([^)]{2,20}\)\s*)?(?:don vi|co quan|so\b|ban,|xa\b|phuong\b|huyen\b|thi tran|thi xa|thanh pho|",
        r"dia phuong|doanh nghiep|to chuc|truong\b|benh vien|dac khu|phong\b|trung tam|bo phan|ubnd|dang uy|cap xa|cap huyen)"
    ))
    .ok()
});
static LEGAL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\(|\b)(?:bao gom|gom|gom ca|ca)?\s*(?:khoi\s+)?(dang uy)(?:\s*(?:,|va|-|/|;)\s*(?:khoi\s+)?(hdnd))?\s*(?:,|va|-|/|;)\s*(?:khoi\s+)?(ubnd|uy ban nhan dan|chinh quyen)").ok()
});

impl Group {
    /// What a line before a list says about it.
    pub fn announced(line: &Line, year: i16) -> Self {
        Self::of(line, 0..line.len(), year)
    }

    fn of(line: &Line, range: Range<usize>, year: i16) -> Self {
        let name = bare(line, range.clone());
        let name = name.trim_end_matches(" gồm").trim_end_matches(" bao").trim_end_matches(" sau đây");
        let name = name.trim_end_matches([',', ' ', ':']).to_owned();
        let folded = &line.folded()[range.clone()];
        let count = COUNT
            .as_ref()
            .and_then(|pattern| pattern.captures(folded))
            .and_then(|found| found[1].parse().ok())
            .filter(|count| *count > 0);
        let legal =
            LEGAL.as_ref().and_then(|pattern| pattern.captures(folded)).map_or_else(Vec::new, |found| {
                (1..=3)
                    .filter_map(|group| found.get(group))
                    .map(|part| line.slice(range.start + part.start()..range.start + part.end()))
                    .map(|part| if fold(&part) == "chinh quyen" { "UBND".to_owned() } else { part })
                    .collect()
            });
        let (prefix, kind) = if legal.is_empty() { prefix_of(&name) } else { (None, None) };
        Self {
            purpose: purpose_of(&name),
            scope: in_line(line, range, year),
            count,
            legal,
            prefix,
            kind,
            name,
        }
    }
}

/// "Các sở: Y tế, Tư pháp" – bare names lack their "Sở".
fn prefix_of(name: &str) -> (Option<String>, Option<TargetKind>) {
    let counted = fold_words(name);
    let folded = counted.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let has = |word: &str| format!(" {folded} ").contains(&format!(" {word} "));
    let committee = if has("dang uy") {
        Some("Đảng ủy")
    } else if has("ubnd") || has("uy ban nhan dan") {
        Some("UBND")
    } else {
        None
    };
    let levels: Vec<(&str, &str, TargetKind)> = [
        ("xa", "xã", TargetKind::Commune),
        ("phuong", "phường", TargetKind::Ward),
        ("thi tran", "thị trấn", TargetKind::Township),
        ("dac khu", "đặc khu", TargetKind::SpecialZone),
        ("huyen", "huyện", TargetKind::District),
        ("thi xa", "thị xã", TargetKind::District),
        ("thanh pho", "thành phố", TargetKind::District),
    ]
    .into_iter()
    .filter(|(word, ..)| has(word) && !(*word == "xa" && has("thi xa") && !has("cac xa")))
    .collect();
    if let [(_, level, kind)] = levels.as_slice() {
        let prefix =
            committee.map_or_else(|| (*level).to_owned(), |committee| format!("{committee} {level}"));
        return (Some(prefix), Some(if committee.is_some() { TargetKind::PeoplesCommittee } else { *kind }));
    }
    if !levels.is_empty() {
        let kind = if committee.is_some() { TargetKind::PeoplesCommittee } else { TargetKind::Commune };
        return (committee.map(str::to_owned), Some(kind));
    }
    if has("cac so") || (folded == "so" || folded.starts_with("so ")) && !has("ban nganh") {
        return (Some("Sở".to_owned()), Some(TargetKind::Department));
    }
    (None, None)
}

/// "Quý II/2025: …", "Tháng 6: …": when the units behind it are visited.
fn window_in(intro: &str, year: i16) -> Option<domain::plan::Span> {
    let opens = ["quy ", "thang ", "ngay ", "tu ngay ", "trong quy ", "trong thang ", "dot "]
        .iter()
        .any(|word| intro.trim_start_matches(['-', '+', '*', ' ']).starts_with(word));
    let dated = moments(intro)
        .iter()
        .any(|hit| !matches!(hit.moment, Moment::Year(_) | Moment::Visit | Moment::Impossible));
    if !opens || !dated {
        return None;
    }
    let period = period(intro, 0, year)?;
    period.to.map(|to| domain::plan::Span { from: period.from, to })
}

/// A line to be read for targets.
pub(super) struct Entry<'a> {
    pub paper: &'a Paper<'a>,
    pub line: &'a Line,
    pub group: &'a Group,
    /// The line is a labelled item of a list.
    pub listed: bool,
}

impl Entry<'_> {
    pub fn read(&self, doubts: &mut Vec<Doubt>) -> Vec<Target> {
        let line = self.line;
        let whole = line.trimmed(0..line.len());
        if let Some((intro, list)) = list_behind(line, whole.clone()) {
            let mut group = Group::of(line, intro.clone(), self.paper.year);
            let bare_intro = is_bare_intro(&group.name);
            if bare_intro {
                group.name.clone_from(&self.group.name);
            }
            if group.purpose == TargetPurpose::Inspection {
                group.purpose = self.group.purpose;
            }
            let window = window_in(&line.folded()[intro], self.paper.year);
            let mut found = self.counted_names(list, &group, group.count);
            for target in &mut found {
                target.window = target.window.or(window);
            }
            check_count(&group, &found, line, doubts);
            return found;
        }
        self.single(whole)
    }

    /// A line without a list mark: a class, a unit, or a few of them.
    fn single(&self, whole: Range<usize>) -> Vec<Target> {
        let line = self.line;
        let text = bare(line, whole.clone());
        let range = if starts_unit(&text) || is_class(&text) {
            Some(whole.clone())
        } else {
            behind_link(line, whole.clone())
        };
        let Some(range) = range else {
            // A short capitalised item of a list is a name not known.
            let short = self.listed
                && text.chars().count() <= 80
                && text.chars().next().is_some_and(char::is_uppercase);
            let bare_name = self.group.prefix.is_some() || !self.group.legal.is_empty();
            if short && (bare_name || !has_verb(&text)) {
                return self.names(whole, self.group);
            }
            return Vec::new();
        };
        let text = bare(line, range.clone());
        if is_class(&text) {
            let found: Vec<Target> = crate::organisation::clauses(line, range, &[';'])
                .into_iter()
                .flat_map(|part| self.class_or_names(part))
                .collect();
            return found;
        }
        self.class_or_names(range)
    }

    /// One clause: a class of units, or names.
    fn class_or_names(&self, range: Range<usize>) -> Vec<Target> {
        let text = bare(self.line, range.clone());
        if is_joint_committee(&text) {
            return self.name(range, self.group);
        }
        if let Some((intro, list)) = names_behind_plural(self.line, range.clone()) {
            let mut group = Group::of(self.line, intro, self.paper.year);
            group.name.clone_from(&self.group.name);
            group.purpose = self.group.purpose;
            return self.names(list, &group);
        }
        let own = Group::of(self.line, range.clone(), self.paper.year);
        let plural_head = is_class(&text) || is_class_inside(&text) || own.count.is_some();
        if plural_head {
            return vec![Target {
                name: without_alias(&text),
                kind: TargetKind::Group,
                group: self.group.name.clone(),
                purpose: self.group.purpose,
                unit: None,
                parent: None,
                count: own.count,
                scope: None,
                window: None,
                place: self.line.place(range),
            }];
        }
        self.names(range, self.group)
    }

    /// Every name of a list, with what the group adds.
    pub fn names(&self, range: Range<usize>, group: &Group) -> Vec<Target> {
        self.counted_names(range, group, None)
    }

    /// The same where the text says how many this very list holds.
    fn counted_names(&self, range: Range<usize>, group: &Group, count: Option<u16>) -> Vec<Target> {
        let parts = split_list(self.line, range, count.map(usize::from));
        parts.into_iter().flat_map(|part| self.name(part, group)).collect()
    }

    fn name(&self, part: Range<usize>, group: &Group) -> Vec<Target> {
        let said = without_alias(&bare(self.line, part.clone()));
        let said = said.strip_prefix("và ").unwrap_or(&said).trim().to_owned();
        if said.is_empty() || said.chars().count() > NAME_CHARS {
            return Vec::new();
        }
        let place = self.line.place(part);
        named(&said, group, place)
    }
}

/// The targets one name stands for.
pub(super) fn named(said: &str, group: &Group, place: domain::plan::Place) -> Vec<Target> {
    let (own, parent) = with_parent(said);
    let make = |name: String, kind: TargetKind, unit: Option<String>| Target {
        name,
        kind,
        group: group.name.clone(),
        purpose: group.purpose,
        unit,
        parent: parent.clone(),
        count: None,
        scope: group.scope.clone(),
        window: None,
        place,
    };
    if is_class(said) {
        return vec![make(said.to_owned(), TargetKind::Group, None)];
    }
    let own_legal = own_legal(&own);
    if let Some((legal, unit)) = own_legal {
        return legal
            .into_iter()
            .map(|body| make(format!("{body} {unit}"), legal_kind(&body), Some(unit.clone())))
            .collect();
    }
    let place_like = matches!(
        unit_kind(&own),
        None | Some(
            TargetKind::Commune
                | TargetKind::Ward
                | TargetKind::Township
                | TargetKind::SpecialZone
                | TargetKind::District
        )
    );
    if !group.legal.is_empty() && place_like {
        return group
            .legal
            .iter()
            .map(|body| make(format!("{body} {own}"), legal_kind(body), Some(own.clone())))
            .collect();
    }
    if starts_unit(&own) {
        let kind = unit_kind(&own).unwrap_or(TargetKind::Unknown);
        let full = match &parent {
            Some(parent) => format!("{own}, {parent}"),
            None => own.clone(),
        };
        return vec![make(full, kind, parent.as_ref().map(|_| own))];
    }
    match (&group.prefix, group.kind) {
        (Some(prefix), kind) => {
            vec![make(format!("{prefix} {own}"), kind.unwrap_or(TargetKind::Unknown), Some(own))]
        }
        (None, Some(kind)) => vec![make(own, kind, None)],
        (None, None) => vec![make(own, TargetKind::Unknown, None)],
    }
}

/// "Đảng ủy, UBND xã Bình Minh": two legal units of one commune.
fn own_legal(name: &str) -> Option<(Vec<String>, String)> {
    let folded = fold(name);
    let found = LEGAL.as_ref()?.captures(&folded)?;
    let whole = found.get(0)?;
    if whole.start() != 0 || !folded.is_ascii() || folded.len() != name.chars().count() {
        return None;
    }
    let slice = |range: Range<usize>| name.chars().skip(range.start).take(range.len()).collect::<String>();
    let unit = slice(whole.end()..folded.len()).trim().to_owned();
    let bodies = (1..=3).filter_map(|group| found.get(group)).map(|part| slice(part.range())).collect();
    (!unit.is_empty()).then_some((bodies, unit))
}

fn legal_kind(body: &str) -> TargetKind {
    if fold(body).starts_with("dang") { TargetKind::PartyBody } else { TargetKind::PeoplesCommittee }
}

/// "phường Quang Trung, thành phố X" → the ward, and where it lies.
fn with_parent(said: &str) -> (String, Option<String>) {
    let cut = said.split_once(", ").or_else(|| said.split_once(" - ")).or_else(|| said.split_once(" thuộc "));
    if let Some((name, parent)) = cut {
        let higher = match (level_of(name), level_of(parent)) {
            (Some(low), Some(high)) => high > low,
            _ => false,
        };
        if higher {
            return (name.trim().to_owned(), Some(parent.trim().to_owned()));
        }
    }
    (said.to_owned(), None)
}

/// The intro and the list of "…: A, B, C" or "… gồm A, B, C".
fn list_behind(line: &Line, whole: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let mut depth = 0_i32;
    for at in whole.clone() {
        match line.chars()[at] {
            '(' => depth += 1,
            ')' => depth -= 1,
            ':' if depth <= 0 => {
                let list = line.trimmed(at + 1..whole.end);
                return (!list.is_empty()).then_some((whole.start..at, list));
            }
            _ => {}
        }
    }
    let folded = line.folded();
    [" gom co ", " bao gom ", " gom ", " sau day "].iter().find_map(|mark| {
        let at = folded[whole.clone()].find(mark)? + whole.start;
        let list = line.trimmed(at + mark.len()..whole.end);
        let outside =
            folded[whole.start..at].matches('(').count() == folded[whole.start..at].matches(')').count();
        let capital = line.chars().get(list.start).is_some_and(|c| c.is_uppercase())
            || starts_unit(&line.slice(list.clone()));
        (outside && capital).then_some((whole.start..at, list))
    })
}

/// "UBND các xã Tân Lập, Phú Mỹ": the names begin at the first capital behind
/// the level words.
fn names_behind_plural(line: &Line, range: Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let folded = &line.folded()[range.clone()];
    let plural = [" cac ", " 0", " 1", " 2"].iter().filter_map(|mark| folded.find(mark)).min();
    let starts_plural = folded.starts_with("cac ") || folded.starts_with(|c: char| c.is_ascii_digit());
    let from = if starts_plural { 0 } else { plural? + 1 };
    let mut at = range.start + from;
    let text = line.slice(at..range.end);
    let levels = [
        "các",
        "xã",
        "phường",
        "thị",
        "trấn",
        "huyện",
        "thành",
        "phố",
        "quận",
        "đặc",
        "khu",
        "và",
        "sở",
        "cấp",
        "đơn",
        "vị",
        "cơ",
        "quan",
    ];
    for piece in text.split_inclusive(' ') {
        let word = lower(piece.trim_end().trim_end_matches(','));
        let level = levels.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit());
        if level && !piece.chars().next().is_some_and(char::is_uppercase) || at == range.start + from {
            at += piece.chars().count();
            continue;
        }
        break;
    }
    if at >= range.end || !line.chars()[at].is_uppercase() || at == range.start {
        return None;
    }
    // "các Sở, ban, ngành" is a class, not a list of names.
    let rest = line.slice(at..range.end);
    if starts_unit(&rest) && !rest.contains(',')
        || is_class(&format!("các {rest}")) && unit_kind(&rest).is_some()
    {
        return None;
    }
    Some((range.start..at, at..range.end))
}

/// "Kiểm tra … tại Sở Y tế, Sở Tư pháp": what stands behind the link.
fn behind_link(line: &Line, whole: Range<usize>) -> Option<Range<usize>> {
    let folded = line.folded();
    [" doi voi ", " tai ", " gom ", " la ", " voi ", " o "].iter().find_map(|link| {
        folded[whole.clone()].match_indices(link).map(|(at, _)| whole.start + at + link.len()).find_map(
            |start| {
                let end = names_end(line, start..whole.end);
                let rest = bare(line, start..end);
                (starts_unit(&rest) && !is_venue(&rest)).then_some(start..end)
            },
        )
    })
}

/// Where names in running text end: with the sentence, or before its time.
fn names_end(line: &Line, range: Range<usize>) -> usize {
    let folded = line.folded();
    let sentence = range.clone().find(|at| {
        folded[*at..].starts_with(". ") && line.chars().get(at + 2).is_some_and(|c| c.is_uppercase())
    });
    let text = &folded[range.clone()];
    let time = [
        " tu ngay ",
        " tu thang ",
        " trong thang ",
        " trong quy ",
        " vao ngay ",
        ", tu ngay ",
        ", thoi gian ",
    ]
    .iter()
    .filter_map(|word| text.find(word))
    .min()
    .map(|at| range.start + at);
    [sentence, time].into_iter().flatten().min().unwrap_or(range.end)
}

fn is_venue(rest: &str) -> bool {
    fold(rest).starts_with("tru so")
}

fn is_bare_intro(name: &str) -> bool {
    let folded = fold_words(name);
    folded.is_empty()
        || [
            "doi tuong kiem tra",
            "doan kiem tra se tien hanh",
            "cac don vi duoc kiem tra",
            "don vi duoc kiem tra",
            "bao gom",
            "gom",
        ]
        .iter()
        .any(|word| folded == *word || folded.starts_with("doan kiem tra"))
}

/// "Đảng ủy các cơ quan Đảng tỉnh" is one committee, though its name is plural.
fn is_joint_committee(text: &str) -> bool {
    let folded = fold_words(text);
    !text.contains([',', ';'])
        && ["dang uy cac co quan", "dang uy khoi cac co quan", "dang bo cac co quan", "doan khoi cac co quan"]
            .iter()
            .any(|start| folded.starts_with(start))
}

/// "Bộ phận Một cửa thuộc UBND các xã": one of many.
fn is_class_inside(text: &str) -> bool {
    let folded = fold(text);
    let plural = [
        " cac xa",
        " cac huyen",
        " cac phuong",
        " cap xa",
        " cap huyen",
        " cac so",
        " cac don vi",
        " cac co quan",
        " cac dia phuong",
        " tren dia ban",
    ];
    plural.iter().any(|word| folded.contains(word))
}

fn has_verb(text: &str) -> bool {
    let small = lower(text);
    [" được ", " phải ", " sẽ ", " thực hiện ", " do ", " theo ", " không ", " để "]
        .iter()
        .any(|verb| small.contains(verb))
}

fn without_alias(text: &str) -> String {
    let folded = fold(text);
    match folded.find("(sau day") {
        Some(at) if folded.len() == text.chars().count() => {
            text.chars().take(at).collect::<String>().trim().to_owned()
        }
        _ => text.to_owned(),
    }
}

/// Whether a name speaks of a level that ended on 01/7/2025.
pub(super) fn holds_old_level(name: &str) -> bool {
    let small = lower(name);
    ["huyện ", "thị xã ", "thị trấn ", "quận "].iter().any(|level| {
        small.match_indices(level).any(|(at, _)| {
            let starts = at == 0 || small[..at].ends_with(' ');
            let next = name.get(at + level.len()..).and_then(|rest| rest.chars().next());
            starts && next.is_some_and(char::is_uppercase)
        })
    })
}

/// Whether as many were named as announced.
pub(super) fn check_count(group: &Group, found: &[Target], line: &Line, doubts: &mut Vec<Doubt>) {
    let Some(count) = group.count else { return };
    let mut units: Vec<String> =
        found.iter().map(|target| target.unit.clone().unwrap_or_else(|| target.name.clone())).collect();
    units.dedup();
    let count = usize::from(count);
    if found.is_empty() || units.len() == count || found.len() == count {
        return;
    }
    let message = format!("Nêu {count:02} đơn vị nhưng liệt kê {:02} tên.", units.len());
    doubts.push(doubt(DoubtCode::CountMismatch, line.whole(), message));
}

/// Units in a sentence about time.
pub(super) fn timed(paper: &Paper, line: &Line) -> Vec<Target> {
    let mut out = Vec::new();
    let folded = line.folded();
    // "Ngày 15/9/2026: Sở Y tế." or "Sở Y tế: ngày 15/9/2026."
    if let Some(colon) = folded.find(':') {
        let (left, right) = (0..colon, colon + 1..line.len());
        for (time, name) in [(&left, &right), (&right, &left)] {
            let said = bare(line, name.clone());
            let Some(period) = period(&folded[time.clone()], 0, paper.year) else {
                continue;
            };
            let day = moments(&folded[time.clone()])
                .iter()
                .any(|hit| matches!(hit.moment, Moment::Day(_) | Moment::DayOfYear(..)));
            if !day
                || !starts_unit(&said)
                || is_class(&said)
                || moments(&folded[name.clone()]).iter().any(|hit| hit.moment != Moment::Visit)
            {
                continue;
            }
            let group = Group { name: "Lịch kiểm tra".to_owned(), ..Group::default() };
            let entry = Entry { paper, line, group: &group, listed: true };
            let window = period.to.map(|to| domain::plan::Span { from: period.from, to });
            out.extend(
                entry.names(name.clone(), &group).into_iter().map(|target| Target { window, ..target }),
            );
            return out;
        }
    }
    for (at, link) in folded.match_indices(" doi voi ").chain(folded.match_indices(" kiem tra tai ")) {
        let start = at + link.len();
        let clause_start = folded[..at].rfind(['.', ';']).map_or(0, |mark| mark + 1);
        if !folded[clause_start..at + link.len()].contains("kiem tra") {
            continue;
        }
        let end = folded[start..].find(['.', ';', '(']).map_or(line.len(), |mark| start + mark);
        let said = bare(line, start..end);
        let one = starts_unit(&said)
            && !is_class(&said)
            && !is_class_inside(&said)
            && paper.aliases.resolve(&said).is_none();
        let capital = said.chars().next().is_some_and(char::is_uppercase);
        if one && capital && said.chars().count() < 120 {
            let group = Group { name: line.slice(0..folded.find(':').unwrap_or(0)), ..Group::default() };
            let entry = Entry { paper, line, group: &group, listed: true };
            out.extend(entry.name(start..end, &group));
        }
    }
    out
}
