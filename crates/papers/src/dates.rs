//! Dates, hours and numbers as Vietnamese papers write them (NĐ 30/2020 Phụ lục I
//! Mục II khoản 4: days under 10 and months 1 and 2 take a zero in front). No
//! arithmetic on deadlines: that is decided before a paper is written.

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// The date in the header of a paper. Parts not yet known stay blank, to be
/// written in by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaperDate {
    /// The paper is dated.
    On(Date),
    /// A draft for a month: the day is open.
    InMonth {
        /// The year.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
    },
    /// A draft for a year: day and month are open.
    InYear(i16),
}

impl PaperDate {
    /// "ngày 05 tháng 01 năm 2026", with room for what is open.
    pub fn long(self) -> String {
        match self {
            Self::On(date) => long(date),
            Self::InMonth { year, month } => {
                format!("ngày {BLANK} tháng {} năm {year}", padded_month(month))
            }
            Self::InYear(year) => format!("ngày {BLANK} tháng {BLANK} năm {year}"),
        }
    }

    /// The day that stands in the file's properties: the first possible one.
    pub fn earliest(self) -> Date {
        match self {
            Self::On(date) => date,
            Self::InMonth { year, month } => Date::new(year, month, 1).unwrap_or(FALLBACK),
            Self::InYear(year) => Date::new(year, 1, 1).unwrap_or(FALLBACK),
        }
    }
}

/// Room to write a number by hand; no-break spaces, so that it keeps its width.
pub const BLANK: &str = "\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}\u{A0}";

/// Stands in when a year or month is out of range.
const FALLBACK: Date = Date::constant(2000, 1, 1);

/// "ngày 05 tháng 01 năm 2026".
pub fn long(date: Date) -> String {
    format!(
        "ngày {:02} tháng {} năm {}",
        date.day(),
        padded_month(date.month()),
        date.year()
    )
}

/// "05/01/2026", for tables and running text.
pub fn short(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// "08 giờ 05 phút".
pub fn hour(at: DateTime) -> String {
    format!("{:02} giờ {:02} phút", at.hour(), at.minute())
}

/// "08 giờ 05 phút, ngày 05 tháng 01 năm 2026".
pub fn hour_and_day(at: DateTime) -> String {
    format!("{}, {}", hour(at), long(at.date()))
}

/// "1.234.567".
pub fn whole(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        grouped.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

/// "1.234,5" with `places` decimals.
pub fn decimal(number: f64, places: u8) -> String {
    if !number.is_finite() {
        return "–".to_owned();
    }
    let fixed = format!("{:.*}", usize::from(places), number.abs());
    let (integer, fraction) = fixed.split_once('.').unwrap_or((&fixed, ""));
    let integer = integer
        .parse::<i64>()
        .map_or_else(|_| integer.to_owned(), whole);
    let sign = if number < 0.0 && fixed.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        "-"
    } else {
        ""
    };
    if fraction.is_empty() {
        format!("{sign}{integer}")
    } else {
        format!("{sign}{integer},{fraction}")
    }
}

/// "03", as counts are written in papers.
pub fn count(number: usize) -> String {
    format!("{number:02}")
}

fn padded_month(month: i8) -> String {
    if month < 3 {
        format!("{month:02}")
    } else {
        month.to_string()
    }
}
