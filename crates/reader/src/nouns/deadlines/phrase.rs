//! The sentence around a deadline: who must act, and what must be done.

use std::ops::Range;

use crate::line::Line;
use crate::nouns::Paper;
use crate::nouns::duties::{actor_in, is_actor};
use crate::organisation::{actor_end, strip_charge};

/// Longest description of what is due, in characters.
const WHAT_CHARS: usize = 260;

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
    for start in starts.into_iter().rev() {
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
            let Some(end) = actor_end(line, body.clone()) else {
                continue;
            };
            let words = line.slice(body.start..end);
            let next = crate::letters::lower(&line.slice(end..(end + 16).min(line.len())));
            let subject =
                [" sẽ", " có trách nhiệm", " phải", " chịu trách nhiệm", " báo cáo", " gửi", " thông báo"]
                    .iter()
                    .any(|verb| next.starts_with(verb));
            let capital = words.chars().next().is_some_and(char::is_uppercase) || words.starts_with("các ");
            if end >= at || !subject || !capital || !is_actor(words.trim(), paper) || !whole_name(line, start)
            {
                continue;
            }
            return Some((words.trim().to_owned(), end));
        }
        if let Some(actor) = actor_in(line, range, paper)
            && actor.end <= at
        {
            return Some((actor.words, actor.end));
        }
    }
    None
}

/// What stands behind a comma is a name of its own, not the tail of one.
fn whole_name(line: &Line, start: usize) -> bool {
    let before = line.slice(start.saturating_sub(40)..start.saturating_sub(1));
    !before.to_lowercase().ends_with("phòng")
}

/// What is due: the words between the actor and the deadline, or behind it.
pub(super) fn what_of(line: &Line, from: usize, deadline: &Range<usize>, within: &Range<usize>) -> String {
    let before = line.slice(from.min(deadline.start)..deadline.start);
    let before = tidy(&before);
    let said = if before.chars().filter(|c| c.is_alphabetic()).count() >= 6 {
        before
    } else {
        tidy(&line.slice(deadline.end..within.end))
    };
    let said = if said.chars().count() < 4 { tidy(&line.slice(within.clone())) } else { said };
    if said.chars().count() <= WHAT_CHARS {
        return said;
    }
    // The clause nearest to the deadline tells most.
    let tail: String = said.chars().skip(said.chars().count() - WHAT_CHARS).collect();
    tail.split_once(' ').map_or(tail.clone(), |(_, rest)| format!("… {rest}"))
}

fn tidy(text: &str) -> String {
    let text = text.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '(' | '“' | '”'));
    let text = text.strip_prefix("có trách nhiệm ").unwrap_or(text);
    let mut text = text.trim().to_owned();
    // A bracket opened for the deadline itself stays open.
    if text.matches('(').count() > text.matches(')').count() && text.ends_with('(') {
        text.truncate(text.len() - 1);
    }
    text.trim_end_matches([' ', ',', '(', ';', '-']).to_owned()
}
