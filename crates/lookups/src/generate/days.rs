//! The period, a month to each side of it, and which of those days are worked.

use crate::local::Day;
use anyhow::{Context as _, Result, ensure};
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};
use std::path::Path;

/// Days are counted since 1970, as `Day` does.
pub struct Days {
    /// A month before the period: dossiers are opened from here on.
    pub first: i32,
    pub from: i32,
    /// The last day of the period.
    pub to: i32,
    working: Vec<bool>,
}

impl Days {
    pub fn of(from: Date, to: Date, is_working: &dyn Fn(Date) -> bool) -> Result<Days> {
        ensure!(from <= to, "kỳ từ {from} đến {to} không hợp lệ");
        let first = Day::from_date(from.checked_sub(1.month())?).0;
        let last = Day::from_date(to.checked_add(1.month())?).0;
        let working = (first..=last).map(|day| is_working(Day(day).date())).collect();
        Ok(Days { first, from: Day::from_date(from).0, to: Day::from_date(to).0, working })
    }

    pub fn is_working(&self, day: i32) -> bool {
        usize::try_from(day - self.first).is_ok_and(|at| self.working.get(at).copied().unwrap_or(false))
    }

    /// How many days the period has.
    pub fn count(&self) -> i32 {
        self.to - self.from + 1
    }

    pub fn working(&self) -> impl Iterator<Item = i32> {
        (self.from..=self.to).filter(|day| self.is_working(*day))
    }

    /// The day itself or the first worked one after it.
    pub fn next_working(&self, day: i32) -> i32 {
        (day..day + 21).find(|day| self.is_working(*day)).unwrap_or(day)
    }

    /// How busy offices are: more on Mondays, less on Fridays, still less around the turn of the year.
    pub fn busy(&self, day: i32) -> f64 {
        if !self.is_working(day) {
            return 0.0;
        }
        let date = Day(day).date();
        let weekday = match date.weekday() {
            Weekday::Monday => 1.14,
            Weekday::Friday => 0.91,
            Weekday::Saturday | Weekday::Sunday => 0.8,
            _ => 1.0,
        };
        let month = [0.97, 0.93, 1.04, 1.0, 1.0, 1.05, 1.03, 1.06, 1.02, 1.0, 0.99, 0.95];
        weekday * month[usize::from(date.month().unsigned_abs()) - 1]
    }

    /// The calendar as the audit reads it.
    pub fn write(&self, path: &Path) -> Result<()> {
        let (mut off, mut on) = (Vec::new(), Vec::new());
        let last = self.first + self.working.len() as i32 - 1;
        for day in self.first..=last {
            let date = Day(day).date();
            let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
            match (weekend, self.is_working(day)) {
                (false, false) => off.push(format!("\"{date}\"")),
                (true, true) => on.push(format!("\"{date}\"")),
                _ => {}
            }
        }
        let mut text = format!(
            "covers = {{ from = \"{}\", to = \"{}\" }}\nweekend = [\"saturday\", \"sunday\"]\n",
            Day(self.first),
            Day(last)
        );
        for (table, name, days) in [("holiday", "Ngày nghỉ", off), ("working", "Ngày làm bù", on)] {
            if !days.is_empty() {
                text += &format!("\n[[{table}]]\nname = \"{name}\"\ndays = [{}]\n", days.join(", "));
            }
        }
        std::fs::write(path, text).with_context(|| format!("không ghi được {}", path.display()))
    }
}
