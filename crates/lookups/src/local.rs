//! Time as the audit counts it: microseconds since 1970 in UTC, and days, months and
//! hours in Vietnam, which has kept UTC+7 without summer time since 1975.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

pub const SECOND: i64 = 1_000_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
/// Asia/Ho_Chi_Minh.
const OFFSET: i64 = 7 * HOUR;

/// A day in Vietnam: days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Day(pub i32);

impl Day {
    /// The day a moment is in.
    pub fn of(moment: i64) -> Day {
        Day(moment.saturating_add(OFFSET).div_euclid(DAY) as i32)
    }

    pub fn from_date(date: Date) -> Day {
        let since = EPOCH.until(date).map_or(0, |span| span.get_days());
        Day(since)
    }

    pub fn date(self) -> Date {
        let days = Span::new().try_days(self.0).ok();
        let date = days.and_then(|days| EPOCH.checked_add(days).ok());
        date.unwrap_or(if self.0 < 0 { Date::MIN } else { Date::MAX })
    }

    /// Its first moment.
    pub fn begins(self) -> i64 {
        i64::from(self.0).saturating_mul(DAY).saturating_sub(OFFSET)
    }

    /// Its last moment: one microsecond before the next day begins.
    pub fn ends(self) -> i64 {
        self.next().begins() - 1
    }

    pub fn next(self) -> Day {
        Day(self.0 + 1)
    }

    pub fn month(self) -> Month {
        let date = self.date();
        Month(i32::from(date.year()) * 12 + i32::from(date.month()) - 1)
    }
}

const EPOCH: Date = Date::constant(1970, 1, 1);

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.date().fmt(f)
    }
}

/// A calendar month: months since year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Month(pub i32);

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.0.div_euclid(12), self.0.rem_euclid(12) + 1)
    }
}

/// Microseconds since midnight in Vietnam.
pub fn time_of_day(moment: i64) -> i64 {
    moment.saturating_add(OFFSET).rem_euclid(DAY)
}

/// A moment as RFC 3339 in Vietnamese time, to the microsecond where it has any.
pub fn rfc3339(moment: i64) -> String {
    let Ok(at) = Timestamp::from_microsecond(moment) else { return moment.to_string() };
    let local = at.to_zoned(TimeZone::fixed(Offset::constant(7)));
    local.strftime(if moment % SECOND == 0 { "%FT%T%:z" } else { "%FT%T%.6f%:z" }).to_string()
}

/// A moment as people write it: `08:30 05/03/2024`.
pub fn spoken(moment: i64) -> String {
    let Ok(at) = Timestamp::from_microsecond(moment) else { return moment.to_string() };
    at.to_zoned(TimeZone::fixed(Offset::constant(7))).strftime("%H:%M:%S %d/%m/%Y").to_string()
}

/// A moment on the clocks of Vietnam, to the second.
pub fn civil_time(moment: i64) -> DateTime {
    let whole = moment - moment.rem_euclid(SECOND);
    Timestamp::from_microsecond(whole).map_or(DateTime::MIN, |at| Offset::constant(7).to_datetime(at))
}

/// Reads RFC 3339 with its offset.
pub fn instant(text: &str) -> Option<i64> {
    if let Some(moment) = quick(text.as_bytes()) {
        return Some(moment);
    }
    // What RFC 3339 allows and few write: lower case, leap seconds. The library's parser
    // takes more than that.
    let upper = text.to_ascii_uppercase();
    let usual = upper.replacen(":60", ":59", 1);
    quick(usual.as_bytes())?;
    upper.parse::<Timestamp>().ok().map(Timestamp::as_microsecond)
}

/// `2024-01-02T08:00:00[.ffffff](Z|±hh:mm)`, a blank in place of the T too.
fn quick(text: &[u8]) -> Option<i64> {
    let digits = |at: usize, count: usize| -> Option<i64> {
        let mut value = 0;
        for byte in text.get(at..at + count)? {
            if !byte.is_ascii_digit() {
                return None;
            }
            value = value * 10 + i64::from(byte - b'0');
        }
        Some(value)
    };
    if text.len() < 20 || text[4] != b'-' || text[7] != b'-' || text[13] != b':' || text[16] != b':' {
        return None;
    }
    if text[10] != b'T' && text[10] != b' ' {
        return None;
    }
    let (year, month, day) = (digits(0, 4)?, digits(5, 2)?, digits(8, 2)?);
    let (hour, minute, second) = (digits(11, 2)?, digits(14, 2)?, digits(17, 2)?);
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut at = 19;
    let mut micros = 0;
    if text[at] == b'.' {
        let from = at + 1;
        at = from;
        let mut unit = 100_000;
        while text.get(at).is_some_and(u8::is_ascii_digit) {
            micros += i64::from(text[at] - b'0') * unit;
            unit /= 10;
            at += 1;
        }
        if at == from {
            return None;
        }
    }
    let offset = match text.get(at)? {
        b'Z' if at + 1 == text.len() => 0,
        sign @ (b'+' | b'-') if at + 6 == text.len() && text[at + 3] == b':' => {
            let (hours, minutes) = (digits(at + 1, 2)?, digits(at + 4, 2)?);
            if hours > 23 || minutes > 59 {
                return None;
            }
            (hours * HOUR + minutes * MINUTE) * if *sign == b'-' { -1 } else { 1 }
        }
        _ => return None,
    };
    let days = civil(year, month, day)?;
    Some(days * DAY + hour * HOUR + minute * MINUTE + second * SECOND + micros - offset)
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar.
fn civil(year: i64, month: i64, day: i64) -> Option<i64> {
    const LENGTHS: [i64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = LENGTHS.get(usize::try_from(month - 1).ok()?)? + i64::from(leap && month == 2);
    if day < 1 || day > length {
        return None;
    }
    // Years that begin in March have their leap day last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * month + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// A date without time: `2024-01-02`.
pub fn date(text: &str) -> Option<Day> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let whole = |at: std::ops::Range<usize>| -> Option<i64> {
        let digits = &text.get(at)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
    };
    civil(whole(0..4)?, whole(5..7)?, whole(8..10)?).map(|days| Day(days as i32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_begin_at_midnight_in_vietnam() {
        let day = Day::from_date(Date::constant(2024, 3, 5));
        assert_eq!(instant("2024-03-05T00:00:00+07:00"), Some(day.begins()));
        assert_eq!(instant("2024-03-04T17:00:00Z"), Some(day.begins()));
        assert_eq!(Day::of(day.begins()), day);
        assert_eq!(Day::of(day.begins() - 1), Day(day.0 - 1));
        assert_eq!(Day::of(day.ends()), day);
        assert_eq!(date("2024-03-05"), Some(day));
        assert_eq!(day.month().to_string(), "2024-03");
        assert_eq!(rfc3339(day.begins() + 1), "2024-03-05T00:00:00.000001+07:00");
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2024-03-05",
            "2024-03-05T08:00:00",
            "2024-02-30T08:00:00Z",
            "2024-03-05T24:00:00Z",
            "2024-03-05T08:00:00+7",
            "2024-03-05T08:00:00.Z",
            "05/03/2024 08:00:00",
            "20240305T080000Z",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
        assert_eq!(instant("2024-03-05 08:00:00+07:00"), instant("2024-03-05T01:00:00Z"));
        assert_eq!(instant("2024-03-05t01:00:00z"), instant("2024-03-05T01:00:00Z"));
        assert_eq!(date("2024-2-03"), None);
        assert_eq!(date("2023-02-29"), None);
    }

    #[test]
    fn moments_beyond_all_dates_have_a_day_all_the_same() {
        for moment in [i64::MIN / 2, i64::MAX / 2] {
            let day = Day::of(moment);
            assert!([Date::MIN, Date::MAX].contains(&day.date()), "{day}");
            assert_eq!(rfc3339(moment), moment.to_string());
        }
    }

    proptest! {
        #[test]
        fn the_quick_way_reads_what_the_library_reads(micros in -2_000_000_000_000_000_i64..4_000_000_000_000_000, hours in -11_i8..12) {
            let at = Timestamp::from_microsecond(micros).expect("in range");
            let text = at.to_zoned(TimeZone::fixed(Offset::constant(hours))).strftime("%FT%T%.6f%:z").to_string();
            prop_assert_eq!(quick(text.as_bytes()), Some(micros));
            prop_assert_eq!(instant(&rfc3339(micros)), Some(micros));
            prop_assert_eq!(Day::from_date(Day::of(micros).date()), Day::of(micros));
        }
    }
}
