//! Whether an outline fits together, so that a wrong pack is refused when it is
//! read and not when a unit answers it.
//!
//! Not here: whether answers are right (`report`).

use super::{
    CheckRule, Choice, Condition, Field, Kind, MAX_ROWS, MAX_TEXT, Outline, Requirement, Rows, Scalar, Term,
};
use std::collections::BTreeSet;

/// The first thing that does not fit. `at` names the section, field or check.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutlineFault {
    #[error("{at}: given twice")]
    Twice { at: String },
    #[error("{at}: names {other}, which is not in the outline")]
    Unknown { at: String, other: String },
    #[error("{at}: {term} is not a figure")]
    NotAFigure { at: String, term: String },
    #[error("{at}: has no options")]
    NoOptions { at: String },
    #[error("{at}: has no columns or no rows")]
    EmptyTable { at: String },
    #[error("{at}: the limit {limit} is 0 or above {most}")]
    Limit { at: String, limit: u32, most: u32 },
    #[error("{at}: an id is made of small letters, digits and _")]
    BadId { at: String },
    #[error("{at}: a text is missing in one of the languages")]
    Wordless { at: String },
    #[error("{at}: needs section {parent} above it")]
    NoParent { at: String, parent: String },
}

impl OutlineFault {
    /// The section, field or check concerned.
    pub fn at(&self) -> &str {
        match self {
            OutlineFault::Twice { at }
            | OutlineFault::Unknown { at, .. }
            | OutlineFault::NotAFigure { at, .. }
            | OutlineFault::NoOptions { at }
            | OutlineFault::EmptyTable { at }
            | OutlineFault::Limit { at, .. }
            | OutlineFault::BadId { at }
            | OutlineFault::Wordless { at }
            | OutlineFault::NoParent { at, .. } => at,
        }
    }
}

pub(super) fn check(outline: &Outline) -> Result<(), OutlineFault> {
    let mut seen = BTreeSet::new();
    for section in &outline.sections {
        once(&mut seen, &section.code)?;
        if section.title.is_incomplete() {
            return Err(OutlineFault::Wordless { at: section.code.clone() });
        }
        if let Some((parent, _)) = section.code.rsplit_once('.')
            && outline.section(parent).is_none()
        {
            return Err(OutlineFault::NoParent { at: section.code.clone(), parent: parent.to_owned() });
        }
    }
    let mut ids = BTreeSet::new();
    for (_, field) in outline.fields() {
        once(&mut ids, &field.id)?;
        field_fits(outline, field)?;
    }
    let mut codes = BTreeSet::new();
    for check in &outline.checks {
        once(&mut codes, &check.code)?;
        if check.message.is_incomplete() {
            return Err(OutlineFault::Wordless { at: check.code.clone() });
        }
        rule_fits(outline, &check.code, &check.rule)?;
        if let Some(condition) = &check.unless {
            condition_fits(outline, &check.code, condition)?;
        }
    }
    Ok(())
}

fn once(seen: &mut BTreeSet<String>, code: &str) -> Result<(), OutlineFault> {
    if seen.insert(code.to_owned()) { Ok(()) } else { Err(OutlineFault::Twice { at: code.to_owned() }) }
}

fn field_fits(outline: &Outline, field: &Field) -> Result<(), OutlineFault> {
    let at = field.id.as_str();
    id_fits(at, at)?;
    if field.label.is_incomplete()
        || field.help.as_ref().is_some_and(crate::bilingual::Bilingual::is_incomplete)
    {
        return Err(OutlineFault::Wordless { at: at.to_owned() });
    }
    if let Requirement::When { condition } = &field.required {
        condition_fits(outline, at, condition)?;
    }
    match &field.kind {
        Kind::Choice { options, .. } => options_fit(at, options),
        Kind::Text { max } => limit(at, *max, MAX_TEXT),
        Kind::Documents { min } => limit(at, u32::from(*min), u32::from(MAX_ROWS)),
        Kind::Attachment { max } => limit(at, u32::from(*max), u32::from(MAX_ROWS)),
        Kind::Table { columns, rows } => {
            let mut seen = BTreeSet::new();
            for column in columns {
                let named = format!("{at}.{}", column.id);
                once(&mut seen, &column.id).map_err(|_| OutlineFault::Twice { at: named.clone() })?;
                id_fits(&named, &column.id)?;
                if column.label.is_incomplete() {
                    return Err(OutlineFault::Wordless { at: named });
                }
                match &column.kind {
                    Scalar::Choice { options } => options_fit(&named, options)?,
                    Scalar::Text { max } => limit(&named, *max, MAX_TEXT)?,
                    _ => {}
                }
            }
            if columns.is_empty() {
                return Err(OutlineFault::EmptyTable { at: at.to_owned() });
            }
            rows_fit(at, rows)
        }
        Kind::Number { .. } | Kind::NumberPerYear { .. } | Kind::Money | Kind::YesNo | Kind::Date => Ok(()),
    }
}

fn rows_fit(at: &str, rows: &Rows) -> Result<(), OutlineFault> {
    match rows {
        Rows::Free { max, .. } => limit(at, u32::from(*max), u32::from(MAX_ROWS)),
        Rows::PerYear => Ok(()),
        Rows::Fixed { list } if list.is_empty() => Err(OutlineFault::EmptyTable { at: at.to_owned() }),
        Rows::Fixed { list } => {
            let mut seen = BTreeSet::new();
            for row in list {
                let named = format!("{at}[{}]", row.row);
                if !seen.insert(row.row) {
                    return Err(OutlineFault::Twice { at: named });
                }
                if row.label.is_incomplete() {
                    return Err(OutlineFault::Wordless { at: named });
                }
            }
            Ok(())
        }
    }
}

fn options_fit(at: &str, options: &[Choice]) -> Result<(), OutlineFault> {
    if options.is_empty() {
        return Err(OutlineFault::NoOptions { at: at.to_owned() });
    }
    let mut seen = BTreeSet::new();
    for option in options {
        let named = format!("{at}={}", option.code);
        once(&mut seen, &option.code).map_err(|_| OutlineFault::Twice { at: named.clone() })?;
        id_fits(&named, &option.code)?;
        if option.label.is_incomplete() {
            return Err(OutlineFault::Wordless { at: named });
        }
    }
    Ok(())
}

/// Whether a condition and a figure from elsewhere (a checklist) fit the outline.
pub(super) fn knows(
    outline: &Outline,
    at: &str,
    condition: Option<&Condition>,
    term: Option<&Term>,
) -> Result<(), OutlineFault> {
    condition.map_or(Ok(()), |condition| condition_fits(outline, at, condition))?;
    term.map_or(Ok(()), |term| term_fits(outline, at, term))
}

fn rule_fits(outline: &Outline, at: &str, rule: &CheckRule) -> Result<(), OutlineFault> {
    match rule {
        CheckRule::SumEquals { parts, total, .. } | CheckRule::SumAtMost { parts, total, .. } => {
            parts.iter().chain([total]).try_for_each(|term| term_fits(outline, at, term))
        }
        CheckRule::Implies { when, then } => {
            condition_fits(outline, at, when)?;
            condition_fits(outline, at, then)
        }
        CheckRule::Deviation { term, .. } | CheckRule::SameAsBefore { term } => term_fits(outline, at, term),
    }
}

fn condition_fits(outline: &Outline, at: &str, condition: &Condition) -> Result<(), OutlineFault> {
    let unknown = |other: &str| OutlineFault::Unknown { at: at.to_owned(), other: other.to_owned() };
    match condition {
        Condition::Yes { field } | Condition::No { field } => {
            match outline.field(field).map(|field| &field.kind) {
                Some(Kind::YesNo) => Ok(()),
                Some(_) => Err(OutlineFault::NotAFigure { at: at.to_owned(), term: field.clone() }),
                None => Err(unknown(field)),
            }
        }
        Condition::Chosen { field, option } => match outline.field(field).map(|field| &field.kind) {
            Some(Kind::Choice { options, .. }) if options.iter().any(|known| known.code == *option) => Ok(()),
            _ => Err(unknown(&format!("{field}={option}"))),
        },
        Condition::Filled { field } => outline.field(field).map(|_| ()).ok_or_else(|| unknown(field)),
        Condition::MoreThan { term, .. } => term_fits(outline, at, term),
        Condition::All { of } | Condition::Any { of } => {
            of.iter().try_for_each(|condition| condition_fits(outline, at, condition))
        }
        Condition::Not { that } => condition_fits(outline, at, that),
    }
}

fn term_fits(outline: &Outline, at: &str, term: &Term) -> Result<(), OutlineFault> {
    let unknown = || OutlineFault::Unknown { at: at.to_owned(), other: term.to_string() };
    let field = outline.field(&term.field).ok_or_else(unknown)?;
    if term.counts_rows {
        return Ok(());
    }
    let figure = |scalar: &Scalar| matches!(scalar, Scalar::Number { .. } | Scalar::Money | Scalar::YesNo);
    let fits = match (&field.kind, &term.column) {
        (Kind::Table { columns, .. }, None) => columns.iter().any(|column| figure(&column.kind)),
        (kind, column) => figure(&kind.scalar(column.as_deref()).ok_or_else(unknown)?),
    };
    if fits { Ok(()) } else { Err(OutlineFault::NotAFigure { at: at.to_owned(), term: term.to_string() }) }
}

fn limit(at: &str, limit: u32, most: u32) -> Result<(), OutlineFault> {
    if (1..=most).contains(&limit) {
        Ok(())
    } else {
        Err(OutlineFault::Limit { at: at.to_owned(), limit, most })
    }
}

fn id_fits(at: &str, id: &str) -> Result<(), OutlineFault> {
    let fits = !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if fits { Ok(()) } else { Err(OutlineFault::BadId { at: at.to_owned() }) }
}
