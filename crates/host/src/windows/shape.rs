//! What a value of the registry is read as, and how much of it is passed on.

pub(super) use crate::artefact::cut;
use crate::hive::{Damage, Value as Stored, filetime};
use crate::little::{u16_at, u64_at};
use evidence::{Unread, Value};
use jiff::Timestamp;
use jiff::civil::DateTime;

/// Texts of a list that are passed on, at most.
pub(super) const MOST_TEXTS: usize = 500;
/// The FILETIME that says "never".
pub(super) const NEVER: u64 = i64::MAX as u64;

/// What a value is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Flag,
    Whole,
    Several,
    /// FILETIME in eight bytes or a long number.
    Instant,
    /// Seconds since 1970, UTC.
    Seconds,
    /// SYSTEMTIME in the computer's own local time.
    LocalTime,
}

/// A value read as a shape. Programs write numbers as texts and texts as lists; what
/// is meant is read. `None` for a time that says "never".
pub(super) fn shaped(stored: &Stored<'_>, shape: Shape) -> Result<Option<Value>, Unread> {
    let corrupt = |_: Damage| Unread::Corrupt;
    let text = stored.text().map_err(corrupt)?;
    let whole = stored.whole().map_err(corrupt)?;
    let number = || whole.or_else(|| text.as_ref()?.trim().parse().ok());
    let value = match shape {
        Shape::Text => match (&text, whole) {
            (Some(text), _) => Some(Value::Text(cut(text))),
            (None, Some(number)) => Some(Value::Text(number.to_string())),
            (None, None) => {
                stored.several().map_err(corrupt)?.map(|texts| Value::Text(cut(&texts.join(" "))))
            }
        },
        Shape::Several => match stored.several().map_err(corrupt)? {
            Some(texts) => {
                Some(Value::Several(texts.iter().take(MOST_TEXTS).map(|text| cut(text)).collect()))
            }
            None => {
                text.map(|text| Value::Several(if text.is_empty() { Vec::new() } else { vec![cut(&text)] }))
            }
        },
        Shape::Flag => number().map(|number| Value::Flag(number != 0)),
        Shape::Whole => number().map(|number| Value::Whole(i64::try_from(number).unwrap_or(i64::MAX))),
        Shape::Seconds => match number() {
            Some(0) => return Ok(None),
            number => number.and_then(seconds).map(Value::Instant),
        },
        Shape::Instant => match ticks(stored, whole).map_err(corrupt)? {
            Some(0 | NEVER) => return Ok(None),
            ticks => ticks.and_then(filetime).map(Value::Instant),
        },
        Shape::LocalTime => local_time(&stored.bytes().map_err(corrupt)?).map(Value::LocalTime),
    };
    value.map(Some).ok_or(Unread::Unsupported)
}

/// SYSTEMTIME: eight 16-bit numbers, year, month, day of the week, day, hour, minute,
/// second, millisecond.
pub(super) fn local_time(bytes: &[u8]) -> Option<DateTime> {
    let part = |at: usize| u16_at(bytes, at * 2).map(u16::cast_signed);
    let small = |at: usize| part(at).and_then(|number| i8::try_from(number).ok());
    let nanosecond = i32::from(part(7)?).checked_mul(1_000_000)?;
    DateTime::new(part(0)?, small(1)?, small(3)?, small(4)?, small(5)?, small(6)?, nanosecond).ok()
}

fn seconds(number: u64) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(number).ok()?).ok()
}

fn ticks(stored: &Stored<'_>, whole: Option<u64>) -> Result<Option<u64>, Damage> {
    if whole.is_some() {
        return Ok(whole);
    }
    let bytes = stored.bytes()?;
    Ok(u64_at(&bytes, 0))
}
