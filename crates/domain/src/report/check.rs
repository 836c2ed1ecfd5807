//! Whether a report's answers are enough and agree with each other.
//!
//! Not here: the rules themselves (`packs/outline`), the words for built-in
//! problems (the interface's Fluent files).

use super::need::needs;
use crate::bilingual::Language;
use crate::outline::{
    Answers, Cell, CheckRule, CrossCheck, Field, Kind, MAX_ROWS, Outline, Rows, Scalar, Severity, Term, Value,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something wrong with a report's answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub code: ProblemCode,
    pub severity: Severity,
    pub field: String,
    /// The cell concerned, where it is one.
    pub cell: Option<Cell>,
    /// The cross-check that failed; its words are in the outline.
    pub check: Option<String>,
    /// Figures for the words: `left`, `right`, `year`, `min`, `max`.
    pub args: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// A needed cell is empty.
    Missing,
    /// The value is of another kind than the cell.
    WrongKind,
    /// A number outside `min`..`max`.
    OutOfRange,
    /// A text longer than `max` characters.
    TooLong,
    /// An option the field does not have.
    UnknownOption,
    /// An answer for a field, column, row or year the outline does not have.
    UnknownCell,
    /// More rows than `max`.
    TooManyRows,
    /// A cross-check failed.
    Check,
}

impl ProblemCode {
    pub fn code(self) -> &'static str {
        match self {
            ProblemCode::Missing => "missing",
            ProblemCode::WrongKind => "wrong_kind",
            ProblemCode::OutOfRange => "out_of_range",
            ProblemCode::TooLong => "too_long",
            ProblemCode::UnknownOption => "unknown_option",
            ProblemCode::UnknownCell => "unknown_cell",
            ProblemCode::TooManyRows => "too_many_rows",
            ProblemCode::Check => "check",
        }
    }
}

impl Problem {
    fn of_cell(code: ProblemCode, cell: &Cell, args: &[(&str, String)]) -> Self {
        Problem {
            code,
            severity: Severity::Refuse,
            field: cell.field.clone(),
            cell: Some(cell.clone()),
            check: None,
            args: args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
        }
    }

    /// The cross-check's own words with the figures put in; `None` for built-in problems.
    pub fn message(&self, outline: &Outline, language: Language) -> Option<String> {
        let mut text = outline.check(self.check.as_deref()?)?.message.text(language).to_owned();
        for (name, value) in &self.args {
            text = text.replace(&format!("{{{name}}}"), value);
        }
        Some(text)
    }
}

/// Everything wrong with the answers, in the outline's order, refusing ones and
/// warnings together. `previous` is the report of the last campaign.
pub fn check(outline: &Outline, answers: &Answers, previous: Option<&Answers>) -> Vec<Problem> {
    let mut problems: Vec<Problem> =
        answers.iter().filter_map(|(cell, value)| judge(outline, answers, cell, value)).collect();
    problems.extend(outline.fields().filter_map(|(_, field)| too_many_rows(field, answers)));
    problems.extend(
        needs(outline, answers)
            .into_iter()
            .filter(|need| !need.filled)
            .map(|need| Problem::of_cell(ProblemCode::Missing, &need.cell, &[])),
    );
    let waived = |cross: &CrossCheck| cross.unless.as_ref().is_some_and(|condition| condition.holds(answers));
    for cross in outline.checks.iter().filter(|cross| !waived(cross)) {
        problems.extend(run(cross, answers, previous));
    }
    let order: BTreeMap<&str, usize> =
        outline.fields().enumerate().map(|(at, (_, field))| (field.id.as_str(), at)).collect();
    problems.sort_by_key(|problem| {
        (order.get(problem.field.as_str()).copied().unwrap_or(usize::MAX), problem.code)
    });
    problems
}

fn judge(outline: &Outline, answers: &Answers, cell: &Cell, value: &Value) -> Option<Problem> {
    let problem = |code, args: &[(&str, String)]| Some(Problem::of_cell(code, cell, args));
    let Some(field) = outline.field(&cell.field).filter(|field| has(field, cell, answers)) else {
        return problem(ProblemCode::UnknownCell, &[]);
    };
    let Some(scalar) = field.kind.scalar(cell.column.as_deref()) else {
        return problem(ProblemCode::UnknownCell, &[]);
    };
    let range = |number: i64, min: i64, max: Option<i64>| {
        if number >= min && max.is_none_or(|max| number <= max) {
            return None;
        }
        let max = max.map_or_else(String::new, |max| max.to_string());
        problem(ProblemCode::OutOfRange, &[("min", min.to_string()), ("max", max)])
    };
    match (scalar, value) {
        (Scalar::Number { min, max }, Value::Number(number)) => range(*number, min, max),
        (Scalar::Money, Value::Number(number)) => range(*number, 0, None),
        (Scalar::Text { max }, Value::Text(text)) if text.chars().count() > max as usize => {
            problem(ProblemCode::TooLong, &[("max", max.to_string())])
        }
        (Scalar::Choice { options }, Value::Choice(code))
            if !options.iter().any(|known| known.code == *code) =>
        {
            problem(ProblemCode::UnknownOption, &[])
        }
        (Scalar::Text { .. }, Value::Text(_))
        | (Scalar::Choice { .. }, Value::Choice(_))
        | (Scalar::YesNo, Value::YesNo(_))
        | (Scalar::Date, Value::Date(_))
        | (Scalar::File, Value::File(_)) => None,
        _ => problem(ProblemCode::WrongKind, &[]),
    }
}

/// Whether the outline has this year and row.
fn has(field: &Field, cell: &Cell, answers: &Answers) -> bool {
    let reported = cell.year.is_some_and(|year| answers.years().contains(&year));
    match &field.kind {
        Kind::NumberPerYear { .. } | Kind::Table { rows: Rows::PerYear, .. } => reported && cell.row == 0,
        Kind::Table { rows: Rows::Fixed { list }, .. } => {
            cell.year.is_none() && list.iter().any(|row| row.row == cell.row)
        }
        Kind::Table { rows: Rows::Free { .. }, .. } | Kind::Documents { .. } | Kind::Attachment { .. } => {
            cell.year.is_none() && cell.row < MAX_ROWS
        }
        Kind::Choice { many, .. } => cell.year.is_none() && (*many || cell.row == 0),
        _ => cell.year.is_none() && cell.row == 0,
    }
}

fn too_many_rows(field: &Field, answers: &Answers) -> Option<Problem> {
    let max = match &field.kind {
        Kind::Table { rows: Rows::Free { max, .. }, .. } | Kind::Attachment { max } => *max,
        Kind::Documents { .. } => MAX_ROWS,
        Kind::Choice { options, many: true } => u16::try_from(options.len()).unwrap_or(MAX_ROWS),
        _ => return None,
    };
    let mut rows: Vec<u16> = answers.of_field(&field.id).map(|(cell, _)| cell.row).collect();
    rows.dedup();
    let over = rows.len() > usize::from(max);
    over.then(|| {
        Problem::of_cell(ProblemCode::TooManyRows, &Cell::of(&field.id), &[("max", max.to_string())])
    })
}

fn run(cross: &CrossCheck, answers: &Answers, previous: Option<&Answers>) -> Vec<Problem> {
    let failed = |field: &str, args: &[(&str, String)]| Problem {
        code: ProblemCode::Check,
        severity: cross.severity,
        field: field.to_owned(),
        cell: None,
        check: Some(cross.code.clone()),
        args: args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
    };
    let sum = |parts: &[Term], total: &Term, per_year: bool, fits: fn(i64, i64) -> bool, all: bool| {
        let years: Vec<Option<i16>> =
            if per_year { answers.years().iter().copied().map(Some).collect() } else { vec![None] };
        years
            .into_iter()
            .filter_map(|year| {
                let right = total.figure(answers, year)?;
                let figures: Vec<Option<i64>> = parts.iter().map(|part| part.figure(answers, year)).collect();
                if figures.iter().all(Option::is_none) || (all && figures.contains(&None)) {
                    return None;
                }
                let left = figures.into_iter().flatten().fold(0_i64, i64::saturating_add);
                let year = year.map_or_else(String::new, |year| year.to_string());
                (!fits(left, right)).then(|| {
                    failed(
                        &total.field,
                        &[("left", left.to_string()), ("right", right.to_string()), ("year", year)],
                    )
                })
            })
            .collect::<Vec<_>>()
    };
    match &cross.rule {
        CheckRule::SumEquals { parts, total, per_year } => sum(parts, total, *per_year, |l, r| l == r, true),
        CheckRule::SumAtMost { parts, total, per_year } => sum(parts, total, *per_year, |l, r| l <= r, false),
        CheckRule::Implies { when, then } => {
            let broken = when.holds(answers) && !then.holds(answers);
            let field = then.fields().first().map(|field| (*field).to_owned()).unwrap_or_default();
            if broken { vec![failed(&field, &[])] } else { vec![] }
        }
        CheckRule::Deviation { term, percent, at_least } => {
            let Some((before, now)) =
                previous.and_then(|previous| term.figure(previous, None)).zip(term.figure(answers, None))
            else {
                return vec![];
            };
            let gap = now.saturating_sub(before).saturating_abs();
            let beyond =
                gap.saturating_mul(100) > before.saturating_abs().saturating_mul(i64::from(*percent));
            if gap >= *at_least && beyond {
                vec![failed(&term.field, &[("left", now.to_string()), ("right", before.to_string())])]
            } else {
                vec![]
            }
        }
        CheckRule::SameAsBefore { term } => {
            let Some(previous) = previous else { return vec![] };
            let both = answers.years().iter().filter(|year| previous.years().contains(year));
            both.filter_map(|year| {
                let (now, before) =
                    term.figure(answers, Some(*year)).zip(term.figure(previous, Some(*year)))?;
                (now != before).then(|| {
                    let args = [
                        ("left", now.to_string()),
                        ("right", before.to_string()),
                        ("year", year.to_string()),
                    ];
                    failed(&term.field, &args)
                })
            })
            .collect()
        }
    }
}
