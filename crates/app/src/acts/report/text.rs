//! Answers between their two forms: the plain text the record keeps, and the
//! values rules work on.

use domain::outline::{Answers, Cell, Outline, Value, read_value};

/// A value as the record keeps it.
pub fn written(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::YesNo(true) => "yes".into(),
        Value::YesNo(false) => "no".into(),
        Value::Choice(text) | Value::Text(text) => text.clone(),
        Value::Date(day) => day.to_string(),
        Value::File(id) => id.to_string(),
    }
}

/// Kept texts as answers to an outline. A text that does not fit its cell any
/// more (the outline's kind changed) stays a text, and the rules say so; a cell
/// the outline no longer has is left out.
pub fn gather<'a>(
    outline: &Outline,
    years: &[i16],
    kept: impl IntoIterator<Item = (&'a Cell, &'a str)>,
) -> Answers {
    let mut answers = Answers::new(years.iter().copied());
    for (cell, text) in kept {
        let field = outline.field(&cell.field);
        let Some(scalar) = field.and_then(|field| field.kind.scalar(cell.column.as_deref())) else {
            continue;
        };
        match read_value(&scalar, text) {
            Ok(Some(value)) => answers.set(cell.clone(), value),
            Ok(None) => {}
            Err(_) => answers.set(cell.clone(), Value::Text(text.to_owned())),
        }
    }
    answers
}
