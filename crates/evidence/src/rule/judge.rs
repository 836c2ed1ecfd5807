//! A rule and what was seen of one subject → a verdict, and what it rests on.
//!
//! Not here: which rules are asked (packs, dates), what becomes of the verdict.

use super::{Absence, Quantity, Question, Rule, Test};
use crate::{Observation, Sight, Value};
use std::collections::{BTreeMap, HashMap};

/// đạt, không đạt, không đọc được, chưa thu thập, không áp dụng.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Passes,
    Fails,
    Unreadable,
    NotCollected,
    NotApplicable,
}

impl Verdict {
    pub const ALL: [Verdict; 5] =
        [Verdict::Passes, Verdict::Fails, Verdict::Unreadable, Verdict::NotCollected, Verdict::NotApplicable];

    pub fn code(self) -> &'static str {
        match self {
            Verdict::Passes => "passes",
            Verdict::Fails => "fails",
            Verdict::Unreadable => "unreadable",
            Verdict::NotCollected => "not_collected",
            Verdict::NotApplicable => "not_applicable",
        }
    }
}

/// An observation a verdict rests on: which of those given, and what it was read
/// as.
#[derive(Debug, Clone, PartialEq)]
pub struct Because {
    pub observation: usize,
    /// What was seen; where nothing was there, what that counts as.
    pub value: Option<Value>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub verdict: Verdict,
    /// In the order of places; empty when nobody looked, and when it was looked for
    /// among other records of its attribute and is none of them.
    pub because: Vec<Because>,
}

/// Judges what was seen of one subject by one rule. For many rules, see
/// [`Sights`].
pub fn judge(rule: &Rule, observations: &[Observation]) -> Outcome {
    Sights::of(observations).judge(rule)
}

/// What was seen of one subject, laid out for many rules to be judged by.
#[derive(Debug, Clone)]
pub struct Sights<'a> {
    observations: &'a [Observation],
    by_attribute: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Sights<'a> {
    pub fn of(observations: &'a [Observation]) -> Self {
        let mut by_attribute: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, seen) in observations.iter().enumerate() {
            by_attribute.entry(seen.attribute.as_str()).or_default().push(at);
        }
        Sights { observations, by_attribute }
    }

    /// That something fails outweighs what could not be read, and that what nobody
    /// collected: of three places one may be enough to say no, and only all are
    /// enough to say yes.
    pub fn judge(&self, rule: &Rule) -> Outcome {
        for question in &rule.applies {
            let asked = self.ask(question);
            match asked.verdict {
                Verdict::Passes => {}
                Verdict::Fails => return Outcome { verdict: Verdict::NotApplicable, ..asked },
                _ => return asked,
            }
        }
        joined(rule.ask.iter().map(|question| self.ask(question)).collect(), Quantity::Every)
    }

    fn ask(&self, question: &Question) -> Outcome {
        let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut others = 0;
        for at in self.by_attribute.get(question.look.attribute.as_str()).into_iter().flatten() {
            let seen = &self.observations[*at];
            let place = &seen.source.place;
            let read = matches!(seen.sight, Sight::Seen(_));
            if !question.look.is_at(place) && (read || !question.look.is_under(place)) {
                continue;
            }
            match &seen.sight {
                Sight::Seen(value) if !question.look.is_meant(value) => others += 1,
                _ => places.entry(place.to_lowercase()).or_default().push(*at),
            }
        }
        // Looked for among others and not found there, it is not there.
        if places.is_empty() && others > 0 {
            return Outcome { because: vec![], ..sight(question, 0, &Sight::Absent) };
        }
        let answers = places.into_values().map(|at| place(question, &at, self.observations)).collect();
        let of = match question.test {
            // That something is there is known from one place.
            Test::Present => Quantity::Some,
            Test::Absent => Quantity::Every,
            _ => question.look.of,
        };
        joined(answers, of)
    }
}

/// One place, seen by one tool or by several: one that read it is enough, and all
/// that did must agree.
fn place(question: &Question, at: &[usize], observations: &[Observation]) -> Outcome {
    let sighted = |at: &&usize| matches!(observations[**at].sight, Sight::Seen(_) | Sight::Absent);
    let read: Vec<usize> = at.iter().filter(sighted).copied().collect();
    if read.is_empty() {
        let unreadable = |at: &&usize| matches!(observations[**at].sight, Sight::Unreadable(_));
        let unread: Vec<usize> = at.iter().filter(unreadable).copied().collect();
        let (verdict, at) = if unread.is_empty() {
            (Verdict::NotCollected, at.to_vec())
        } else {
            (Verdict::Unreadable, unread)
        };
        return Outcome { verdict, because: at.into_iter().map(unvalued).collect() };
    }
    let answers = read.into_iter().map(|at| sight(question, at, &observations[at].sight)).collect();
    joined(answers, Quantity::Every)
}

fn unvalued(observation: usize) -> Because {
    Because { observation, value: None }
}

fn sight(question: &Question, at: usize, sight: &Sight) -> Outcome {
    let value = match sight {
        Sight::Seen(value) => question.look.part(value),
        _ => None,
    };
    let (holds, value) = match (value, &question.test, &question.absence) {
        (Some(value), test, _) => (test.holds(value), Some(value.clone())),
        (None, Test::Absent, _) | (None, _, Absence::Passes) => (true, None),
        (None, test, Absence::CountsAs(literal)) => {
            let value = literal.value();
            (test.holds(&value), Some(value))
        }
        (None, _, Absence::Fails) => (false, None),
    };
    let verdict = if holds { Verdict::Passes } else { Verdict::Fails };
    Outcome { verdict, because: vec![Because { observation: at, value }] }
}

/// One verdict of several, with what that verdict rests on.
fn joined(answers: Vec<Outcome>, of: Quantity) -> Outcome {
    let heaviest: &[Verdict] = match of {
        Quantity::Every => &[Verdict::Fails, Verdict::Unreadable, Verdict::NotCollected, Verdict::Passes],
        Quantity::Some => &[Verdict::Passes, Verdict::Unreadable, Verdict::NotCollected, Verdict::Fails],
    };
    let said = |verdict: &&Verdict| answers.iter().any(|answer| answer.verdict == **verdict);
    let verdict = heaviest.iter().find(said).copied().unwrap_or(Verdict::NotCollected);
    let resting = answers.into_iter().filter(|answer| answer.verdict == verdict);
    Outcome { verdict, because: resting.flat_map(|answer| answer.because).collect() }
}
