//! The sentence around a deadline: who must act, and what must be done.

use std::ops::Range;

use crate::line::Line;
use crate::nouns::Paper;
use crate::nouns::duties::{actor_in, is_actor};
use crate::organisation::{actor_end, starts_verb, strip_charge};

/// Longest description of what is due, in characters.
const WHAT_CHARS: usize = 260;

/// Marks before a deadline behind which its actor is looked for.
const MARKS: usize = 60;

/// The sentence a stretch stands in.
pub(super) fn sentence(line: &Line, range: Range<usize>) -> Range<usize> {
    let folded = line.folded();
    let ends = |at: usize| {
        let byte = folded.as_bytes()[at];
        byte == b'.'
            && folded.as_bytes().get(at + 1) == Some(&b' ')
            && line.chars().get(at + 2).is_some_and(|c| c.is_uppercase())
    };
    let from = (0..range.start).rev().find(|at| ends(*at)).map_or(0, |at| at + 1);
    let to = (range.end..folded.len()).find(|at| ends(*at)).map_or(folded.len(), |at| at + 1);
    line.trimmed(from..to)
}

/// The nearest actor before `at` in the sentence: at its head, behind a
/// semicolon, a comma or a bracket. Where its name ends, too.
pub(super) fn actor_before(
    line: &Line,
    within: &Range<usize>,
    at: usize,
    paper: &Paper,
) -> Option<(String, usize)> {
    let mut starts: Vec<usize> = vec![within.start];
    for next in within.start..at {
        if matches!(line.chars()[next], ';' | '(' | ',' | ':') {
            starts.push(next + 1);
        }
    }
    for start in starts.into_iter().rev().take(MARKS) {
        let range = line.trimmed(start..within.end);
        if range.start >= at {
            continue;
        }
        let first = start == within.start;
        let mark = start.checked_sub(1).map(|before| line.chars()[before]);
        let body = strip_charge(line, range.clone());
        // Behind a comma only a subject with "sẽ", "có trách nhiệm" counts;
        // other commas part items of a list.
        if !first && mark == Some(',') {
            let near = body.start..body.end.min(body.start + WHAT_CHARS);
            let Some(end) = actor_end(line, near) else {
                continue;
            };
            let words = line.slice(body.start..end);
            // The comma parts the sentence's own subject ("Các cơ quan, đơn vị").
            if actor_in(line, within.clone(), paper).is_some_and(|head| head.end > start) {
                continue;
            }
            let next = crate::letters::lower(&line.slice(end..(end + 16).min(line.len())));
            let subject =
                [" sẽ", " có trách nhiệm", " phải", " chịu trách nhiệm", " báo cáo", " gửi", " thông báo"]
                    .iter()
                    .any(|verb| next.starts_with(verb))
                    || opens_with_time(line, within.start..start);
            let nouns = [
                "các ",
                "đơn vị",
                "cơ quan",
                "chủ quản",
                "thủ trưởng",
                "trưởng đoàn",
                "đoàn kiểm tra",
                "người đứng đầu",
            ];
            let capital = words.chars().next().is_some_and(char::is_uppercase)
                || nouns.iter().any(|noun| words.starts_with(noun));
            if end >= at || !subject || !capital || !is_actor(words.trim(), paper) || !whole_name(line, start)
            {
                continue;
            }
            return Some((words.trim().to_owned(), end));
        }
        if let Some(actor) = actor_in(line, range, paper)
            && actor.end <= at
            && !(mark == Some('(') && actor.words.contains(')'))
        {
            return Some((actor.words, actor.end));
        }
    }
    None
}

/// "Hằng quý, các đơn vị …": only the time stands before the subject.
fn opens_with_time(line: &Line, range: Range<usize>) -> bool {
    let folded = &line.folded()[range];
    let time = ["hang ", "dinh ky", "moi quy", "moi thang", "moi nam"];
    folded.matches(',').count() == 1 && time.iter().any(|word| folded.trim_start().starts_with(word))
}

/// What stands behind a comma is a name of its own, not the tail of one.
fn whole_name(line: &Line, start: usize) -> bool {
    let before = line.slice(start.saturating_sub(40)..start.saturating_sub(1));
    !before.to_lowercase().ends_with("phòng")
}

/// The actor right behind a deadline that opens its clause ("Trước ngày …,
/// các đơn vị gửi …").
pub(super) fn actor_behind(
    line: &Line,
    deadline: &Range<usize>,
    within: &Range<usize>,
    paper: &Paper,
) -> Option<(String, usize)> {
    let tail = &line.folded()[deadline.end..within.end];
    let start = deadline.end + (tail.len() - tail.trim_start_matches([',', ' ']).len());
    let end = tail.find(';').map_or(within.end, |at| deadline.end + at);
    if start >= end || tail.trim_start().starts_with([';', '.', ')']) {
        return None;
    }
    actor_in(line, start..end, paper).map(|actor| (actor.words, actor.end))
}

/// What is due: the words between the actor and the deadline, or behind it.
pub(super) fn what_of(line: &Line, from: usize, deadline: &Range<usize>, within: &Range<usize>) -> String {
    let from = if from > deadline.start { from } else { last_deed(line, from..deadline.start) };
    let before = if from > deadline.start { String::new() } else { tidy(&line.slice(from..deadline.start)) };
    let adverb = matches!(
        crate::letters::fold_words(&before).as_str(),
        "dinh ky" | "va dinh ky" | "rieng" | "dong thoi" | "va" | "thoi gian" | "thoi han"
    );
    let told = before.chars().filter(|c| c.is_alphabetic()).count() >= 6 && !adverb;
    let said = if told {
        before
    } else {
        let start = from.max(deadline.end);
        let end = line.folded()[start..within.end].find(';').map_or(within.end, |at| start + at);
        tidy(&line.slice(start..end))
    };
    let said = if said.chars().count() < 4 { tidy(&line.slice(within.clone())) } else { said };
    if said.chars().count() <= WHAT_CHARS {
        return said;
    }
    let head: String = said.chars().take(WHAT_CHARS).collect();
    head.rsplit_once(' ').map_or(head.clone(), |(start, _)| format!("{start} …"))
}

/// Of several deeds parted by semicolons, the one the deadline stands in.
fn last_deed(line: &Line, range: Range<usize>) -> usize {
    let mut depth = 0_i32;
    let mut starts = Vec::new();
    for at in range.clone() {
        match line.chars()[at] {
            '(' => depth += 1,
            ')' => depth -= 1,
            ';' if depth <= 0 => starts.push(at + 1),
            _ => {}
        }
    }
    starts.into_iter().rev().find(|start| starts_verb(&line.slice(*start..range.end))).unwrap_or(range.start)
}

fn tidy(text: &str) -> String {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '(' | '“' | '”'));
    let text = text.strip_prefix("có trách nhiệm ").or_else(|| text.strip_prefix("và ")).unwrap_or(text);
    let mut text = text.trim().to_owned();
    // A bracket opened for the deadline itself stays open.
    if text.matches('(').count() > text.matches(')').count() && text.ends_with('(') {
        text.truncate(text.len() - 1);
    }
    text.trim_end_matches([' ', ',', '(', ';', '-']).to_owned()
}
