//! Days on which offices work: the calendar packs, or a file of one's own.

use crate::local::Day;
use anyhow::{Context as _, Result, bail};
use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::Path;

/// The calendar of an audit.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// What it is called in the summary.
    pub name: String,
    from: Day,
    /// Day by day from `from` on.
    working: Vec<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "name")]
    _name: Option<String>,
    covers: Covers,
    weekend: Vec<DayOfWeek>,
    #[serde(default)]
    holiday: Vec<Days>,
    #[serde(default)]
    working: Vec<Days>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Covers {
    from: Written,
    to: Written,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    #[serde(default)]
    name: String,
    days: Vec<Written>,
}

/// A day of the week by its name, or by its number in ISO 8601: Monday is 1.
#[derive(Deserialize)]
#[serde(untagged)]
enum DayOfWeek {
    Number(i8),
    Name(String),
}

/// A date as TOML's own or as text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Date(toml::value::Datetime),
    Text(String),
}

impl Written {
    fn day(&self) -> Result<Day> {
        let text = match self {
            Written::Date(date) => date.to_string(),
            Written::Text(text) => text.clone(),
        };
        let date: Date = text.parse().with_context(|| format!("{text} không phải là ngày (yyyy-mm-dd)"))?;
        Ok(Day::from_date(date))
    }
}

/// No calendar is longer than this.
const LONGEST: i32 = 200 * 366;

impl Calendar {
    /// The file's, or that of the packs.
    ///
    /// # Errors
    /// When the file cannot be read or contradicts itself.
    pub fn read(path: Option<&Path>) -> Result<Calendar> {
        match path {
            None => Calendar::of_packs(),
            Some(path) => {
                let about = || format!("tệp lịch {}", path.display());
                let text = std::fs::read_to_string(path).with_context(about)?;
                let file: File = toml::from_str(&text).with_context(about)?;
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                Calendar::of_file(&file, name).with_context(about)
            }
        }
    }

    fn of_file(file: &File, name: String) -> Result<Calendar> {
        let weekend = file.weekend.iter().map(weekday).collect::<Result<Vec<_>>>()?;
        let off = days(&file.holiday)?;
        let on = days(&file.working)?;
        if let Some(day) = off.intersection(&on).next() {
            bail!("{day} vừa là ngày nghỉ vừa là ngày làm việc");
        }
        Calendar::of(name, file.covers.from.day()?, file.covers.to.day()?, |day| {
            on.contains(&day) || !off.contains(&day) && !weekend.contains(&day.date().weekday())
        })
    }

    fn of_packs() -> Result<Calendar> {
        let packs = packs::Packs::embedded().map_err(|fault| anyhow::anyhow!("{fault}"))?;
        let calendar = packs.calendar;
        let years: Vec<i16> = calendar.years().collect();
        let (Some(first), Some(last)) = (years.first(), years.last()) else {
            bail!("không có lịch nào")
        };
        let whole = years.len() as i64 == i64::from(*last) - i64::from(*first) + 1;
        anyhow::ensure!(whole, "các năm của lịch không liền nhau");
        let from = Day::from_date(Date::new(*first, 1, 1)?);
        let to = Day::from_date(Date::new(*last, 12, 31)?);
        Calendar::of(format!("packs {first}-{last}"), from, to, |day| calendar.is_working(day.date()))
    }

    /// A calendar by what it says of each day.
    pub fn of(name: String, from: Day, to: Day, is_working: impl Fn(Day) -> bool) -> Result<Calendar> {
        if to < from || to.0 - from.0 > LONGEST {
            bail!("lịch từ {from} đến {to} không hợp lệ");
        }
        Ok(Calendar { name, from, working: (from.0..=to.0).map(|day| is_working(Day(day))).collect() })
    }

    pub fn to(&self) -> Day {
        Day(self.from.0 + self.working.len() as i32 - 1)
    }

    pub fn covers(&self, day: Day) -> bool {
        day >= self.from && day <= self.to()
    }

    /// Whether offices work; never outside the days covered.
    pub fn is_working(&self, day: Day) -> bool {
        usize::try_from(day.0 - self.from.0)
            .ok()
            .and_then(|at| self.working.get(at))
            .copied()
            .unwrap_or(false)
    }

    /// # Errors
    /// When it does not cover the period.
    pub fn must_cover(&self, from: Day, to: Day) -> Result<()> {
        if !self.covers(from) || !self.covers(to) {
            bail!(
                "lịch {} chỉ có từ {} đến {}, không đủ cho kỳ từ {from} đến {to}; nêu --calendar hoặc --from, --to",
                self.name,
                self.from,
                self.to()
            );
        }
        Ok(())
    }

    /// All it says, for who compares calendars.
    pub fn says(&self) -> Vec<u8> {
        let mut bytes = self.from.0.to_le_bytes().to_vec();
        bytes.extend(self.working.iter().map(|working| u8::from(*working)));
        bytes
    }
}

fn days(groups: &[Days]) -> Result<BTreeSet<Day>> {
    let mut all = BTreeSet::new();
    for group in groups {
        for day in &group.days {
            all.insert(day.day().with_context(|| group.name.clone())?);
        }
    }
    Ok(all)
}

fn weekday(day: &DayOfWeek) -> Result<Weekday> {
    let name = match day {
        DayOfWeek::Number(number) => {
            return Weekday::from_monday_one_offset(*number)
                .with_context(|| format!("ngày trong tuần {number}: từ 1 (thứ hai) đến 7 (chủ nhật)"));
        }
        DayOfWeek::Name(name) => name,
    };
    Ok(match name.to_lowercase().as_str() {
        "monday" | "mon" | "thứ hai" | "t2" => Weekday::Monday,
        "tuesday" | "tue" | "thứ ba" | "t3" => Weekday::Tuesday,
        "wednesday" | "wed" | "thứ tư" | "t4" => Weekday::Wednesday,
        "thursday" | "thu" | "thứ năm" | "t5" => Weekday::Thursday,
        "friday" | "fri" | "thứ sáu" | "t6" => Weekday::Friday,
        "saturday" | "sat" | "thứ bảy" | "t7" => Weekday::Saturday,
        "sunday" | "sun" | "chủ nhật" | "cn" => Weekday::Sunday,
        _ => bail!("không có thứ {name} trong tuần"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        crate::local::date(text).expect("a date")
    }

    #[test]
    fn a_file_says_which_days_are_worked() {
        let text = "covers = { from = 2024-01-01, to = \"2024-12-31\" }\nweekend = [\"saturday\", \"Sunday\"]\n\
                    [[holiday]]\nname = \"Tết\"\ndays = [2024-02-08, \"2024-02-09\"]\n\
                    [[working]]\nname = \"bù\"\ndays = [2024-02-17]\n";
        let calendar =
            Calendar::of_file(&toml::from_str(text).expect("a file"), "c".into()).expect("a calendar");
        assert!(calendar.is_working(day("2024-02-07")));
        assert!(!calendar.is_working(day("2024-02-08")) && !calendar.is_working(day("2024-02-09")));
        assert!(calendar.is_working(day("2024-02-17")) && !calendar.is_working(day("2024-02-18")));
        assert!(calendar.must_cover(day("2024-01-01"), day("2024-12-31")).is_ok());
        assert!(calendar.must_cover(day("2023-12-31"), day("2024-12-31")).is_err());
    }

    #[test]
    fn the_packs_know_the_days_worked_in_exchange() {
        let calendar = Calendar::of_packs().expect("the packs");
        assert!(!calendar.is_working(day("2026-01-01")) && calendar.is_working(day("2026-01-05")));
    }
}
