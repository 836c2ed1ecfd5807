//! Reading what was typed into one field: trimming, composing, limits, and the
//! ways a date or a figure may be written.
//!
//! Not here: the form as a whole (`form`), reading from Excel (the `reader`
//! room).

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use super::{Field, Kind, Taken};
use crate::words::Value;

/// The most values one field is read for.
pub const MOST_VALUES: usize = 2_000;

/// A Fluent key with its values.
pub(super) type Wrong = (&'static str, Vec<(&'static str, Value<'static>)>);

pub(super) fn read(field: &Field, typed: &[&str]) -> Result<Option<Taken>, Wrong> {
    let taken = match field.kind {
        Kind::Checks => many(field, typed)?,
        Kind::Check => (!typed.is_empty()).then_some(Taken::On),
        Kind::File { .. } => return Ok(None),
        kind => one(field, kind, typed.first().copied().unwrap_or(""))?,
    };
    if taken.is_none() && field.required {
        return Err((missing(field.kind), Vec::new()));
    }
    Ok(taken)
}

fn one(field: &Field, kind: Kind, typed: &str) -> Result<Option<Taken>, Wrong> {
    let text = match kind {
        Kind::Password { .. } => typed.nfc().collect(),
        Kind::LongText { .. } => tidy(typed, Lines::Kept),
        _ => tidy(typed, Lines::Joined),
    };
    if text.is_empty() {
        return Ok(None);
    }
    match kind {
        Kind::Text { max } | Kind::LongText { max, .. } | Kind::Password { max } | Kind::Hidden { max } => {
            let length = text.chars().count();
            if length > max {
                let values = vec![("max", Value::from(max)), ("length", Value::from(length))];
                return Err(("form-too-long", values));
            }
            Ok(Some(Taken::Text(text)))
        }
        Kind::Number { min, max } => {
            let number = number(&text).ok_or(("form-not-number", Vec::new()))?;
            if number < min || number > max {
                let values = vec![("min", Value::from(min)), ("max", Value::from(max))];
                return Err(("form-out-of-range", values));
            }
            Ok(Some(Taken::Number(number)))
        }
        Kind::Date => match date(&text) {
            Some(date) => Ok(Some(Taken::Date(date))),
            None => Err(("form-not-date", Vec::new())),
        },
        Kind::Select | Kind::Radio => {
            if !field.choices.iter().any(|choice| choice.value == text) {
                return Err(("form-not-a-choice", Vec::new()));
            }
            Ok(Some(Taken::Text(text)))
        }
        Kind::Checks | Kind::Check | Kind::File { .. } => Ok(None),
    }
}

fn many(field: &Field, typed: &[&str]) -> Result<Option<Taken>, Wrong> {
    let mut chosen: Vec<String> = Vec::new();
    for value in typed.iter().filter(|value| !value.is_empty()) {
        if !field.choices.iter().any(|choice| choice.value == *value) {
            return Err(("form-not-a-choice", Vec::new()));
        }
        if !chosen.iter().any(|known| known == value) {
            chosen.push((*value).to_owned());
        }
    }
    Ok((!chosen.is_empty()).then_some(Taken::Many(chosen)))
}

fn missing(kind: Kind) -> &'static str {
    match kind {
        Kind::Select | Kind::Radio | Kind::Checks => "form-choose",
        Kind::Check => "form-tick",
        _ => "form-required",
    }
}

/// What becomes of line breaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    Kept,
    Joined,
}

/// Composed (NFC) text without control and direction marks, trimmed; one kind
/// of line break.
fn tidy(typed: &str, lines: Lines) -> String {
    let composed: String = typed.replace("\r\n", "\n").nfc().filter(|letter| !hidden(*letter)).collect();
    match lines {
        Lines::Kept => composed.trim().to_owned(),
        Lines::Joined => composed.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// Characters that are not seen but change what is read: controls, and the
/// marks that turn the direction of text (as in disguised file names).
pub(crate) fn hidden(letter: char) -> bool {
    (letter.is_control() && letter != '\n' && letter != '\t')
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A whole figure; groups of three may be parted by a point, comma or space.
pub fn number(text: &str) -> Option<i64> {
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut groups = digits.split(['.', ',', ' ', '\u{a0}']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.is_empty() || (1..=3).contains(&first.len());
    if !grouped || rest.iter().any(|group| group.len() != 3) {
        return None;
    }
    let plain = format!("{first}{}", rest.concat());
    if plain.is_empty() || !plain.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    plain.parse::<i64>().ok().map(|number| sign * number)
}

/// `5/3/2026`, `05-03-2026`, `05.03.2026` or `2026-03-05`.
pub fn date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let (day, month, year) = if first.len() == 4 { (third, second, first) } else { (first, second, third) };
    if year.len() != 4 || [day, month].iter().any(|part| part.is_empty() || part.len() > 2) {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil;
    use proptest::prelude::*;

    use super::*;
    use crate::form::{Choice, Form};
    use crate::words::Lang;

    #[test]
    fn dates_are_read_as_people_here_write_them() {
        let wanted = Some(civil::date(2026, 3, 5));
        for text in ["05/03/2026", "5/3/2026", "05-03-2026", "5.3.2026", "2026-03-05", "5 / 3 / 2026"] {
            assert_eq!(date(text), wanted, "{text}");
        }
        for text in ["", "05/03/26", "31/02/2026", "2026/13/01", "mai", "1/2/3/2026", "//2026"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn figures_may_be_grouped_but_not_guessed() {
        assert_eq!(number("1.234.567"), Some(1_234_567));
        assert_eq!(number("1 234"), Some(1_234));
        assert_eq!(number("12345"), Some(12_345));
        assert_eq!(number("-3"), Some(-3));
        for text in ["1.5", "12.34.567", "1..000", "mười", "", "-", "1234.567", "99999999999999999999"] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn decomposed_letters_are_composed_and_hidden_marks_fall_away() {
        assert_eq!(tidy("  Nguye\u{302}\u{303}n \u{202e} Va\u{306}n\n A ", Lines::Joined), "Nguyễn Văn A");
        assert_eq!(tidy("một\r\nhai\n", Lines::Kept), "một\nhai");
    }

    #[test]
    fn every_problem_is_noted_at_once_and_what_was_typed_is_kept() {
        let fields = vec![
            Field::new("name", "form-required", Kind::Text { max: 5 }).required(),
            Field::new("due", "form-required", Kind::Date).required(),
            Field::new("count", "form-required", Kind::Number { min: 1, max: 9 }),
            Field::new("secret", "form-required", Kind::Password { max: 9 }),
            Field::new("kind", "form-required", Kind::Radio).choices([Choice::new("a", "form-choose")]),
        ];
        let pairs = [
            ("name", "dài quá mức"),
            ("due", "31/2/2026"),
            ("count", "10"),
            ("secret", "x"),
            ("kind", "z"),
            ("other", "y"),
        ];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let form = Form::posted(Lang::Vi, fields, pairs);
        let keys: Vec<_> = form.problems().iter().map(|problem| problem.key).collect();
        assert_eq!(keys, ["form-too-long", "form-not-date", "form-out-of-range", "form-not-a-choice"]);
        assert_eq!(form.typed("due"), "31/2/2026");
        assert_eq!(form.typed("secret"), "", "a password is not kept for showing");
        assert_eq!(form.text("secret"), Some("x"), "but the act gets it");
        assert_eq!(form.typed("other"), "");
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in ".{0,40}") {
            let _ = (number(&text), date(&text), tidy(&text, Lines::Kept));
        }

        #[test]
        fn a_shown_figure_reads_back(figure in any::<i32>()) {
            let figure = i64::from(figure);
            prop_assert_eq!(number(&Lang::Vi.number(figure)), Some(figure));
            prop_assert_eq!(number(&Lang::En.number(figure)), Some(figure));
        }
    }
}
