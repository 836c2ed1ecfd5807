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
    format!("ngày {:02} tháng {} năm {}", date.day(), padded_month(date.month()), date.year())
}

/// "05/01/2026", for tables.
pub fn short(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// "14/9/2026", for running text: only months 1 and 2 take a zero in front.
pub fn in_text(date: Date) -> String {
    format!("{:02}/{}/{}", date.day(), padded_month(date.month()), date.year())
}

/// "từ ngày 14/9/2026 đến ngày 18/9/2026"; a single day is "ngày 14/9/2026".
pub fn span(from: Date, to: Date) -> String {
    if from == to {
        return format!("ngày {}", in_text(from));
    }
    format!("từ ngày {} đến ngày {}", in_text(from), in_text(to))
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
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
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
    let integer = integer.parse::<i64>().map_or_else(|_| integer.to_owned(), whole);
    let sign =
        if number < 0.0 && fixed.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) { "-" } else { "" };
    if fraction.is_empty() { format!("{sign}{integer}") } else { format!("{sign}{integer},{fraction}") }
}

/// "03", as counts are written in papers.
pub fn count(number: usize) -> String {
    format!("{number:02}")
}

fn padded_month(month: i8) -> String {
    if month < 3 { format!("{month:02}") } else { month.to_string() }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_under_ten_and_months_one_and_two_take_a_zero() {
        assert_eq!(long(date(2026, 1, 5)), "ngày 05 tháng 01 năm 2026");
        assert_eq!(long(date(2026, 3, 15)), "ngày 15 tháng 3 năm 2026");
        assert_eq!(in_text(date(2026, 2, 3)), "03/02/2026");
        assert_eq!(in_text(date(2026, 9, 14)), "14/9/2026");
        assert_eq!(short(date(2026, 9, 14)), "14/09/2026");
    }

    #[test]
    fn an_open_day_leaves_room_to_write() {
        let open = PaperDate::InMonth { year: 2026, month: 5 };
        assert_eq!(open.long(), format!("ngày {BLANK} tháng 5 năm 2026"));
        assert_eq!(PaperDate::InYear(2026).earliest(), date(2026, 1, 1));
        let impossible = PaperDate::InMonth { year: 2026, month: 13 };
        assert_eq!(impossible.earliest(), FALLBACK);
    }

    #[test]
    fn thousands_are_parted_by_points_and_decimals_by_a_comma() {
        assert_eq!(whole(1_234_567), "1.234.567");
        assert_eq!(whole(-1_000), "-1.000");
        assert_eq!(whole(999), "999");
        assert_eq!(whole(i64::MIN), "-9.223.372.036.854.775.808");
        assert_eq!(decimal(1234.5, 2), "1.234,50");
        assert_eq!(decimal(-0.04, 1), "0,0");
        assert_eq!(decimal(f64::NAN, 1), "–");
    }
}
