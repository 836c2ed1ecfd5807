//! How a deadline stands on a day: how long is left, or how late.
//!
//! Not here: the deadline itself (`arithmetic`).

use super::Due;
use crate::calendar::{Calendar, days_between};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Where a duty stands against its last valid day. Days are calendar days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Not done, `days` left (the last valid day itself is 0 days left: `LastDay`).
    Ahead { days: u32 },
    /// Not done, and today is the last valid day.
    LastDay,
    /// Not done, `days` past the last valid day.
    Late { days: u32 },
    /// Done in time, `early` days before the last valid day.
    DoneInTime { early: u32 },
    /// Done, `days` after the last valid day. Late is marked, never refused.
    DoneLate { days: u32 },
}

impl Standing {
    /// Against a last valid day, seen on `today`, done on `done`.
    pub fn of(last_valid_day: Date, today: Date, done: Option<Date>) -> Self {
        let left = days_between(done.unwrap_or(today), last_valid_day);
        let days = u32::try_from(left.unsigned_abs()).unwrap_or(u32::MAX);
        match (done.is_some(), left) {
            (true, 0..) => Standing::DoneInTime { early: days },
            (true, _) => Standing::DoneLate { days },
            (false, 0) => Standing::LastDay,
            (false, 1..) => Standing::Ahead { days },
            (false, _) => Standing::Late { days },
        }
    }

    pub fn is_late(self) -> bool {
        matches!(self, Standing::Late { .. } | Standing::DoneLate { .. })
    }

    pub fn is_done(self) -> bool {
        matches!(self, Standing::DoneInTime { .. } | Standing::DoneLate { .. })
    }

    /// The stable name lists filter by.
    pub fn code(self) -> &'static str {
        match self {
            Standing::Ahead { .. } => "ahead",
            Standing::LastDay => "last_day",
            Standing::Late { .. } => "late",
            Standing::DoneInTime { .. } => "done_in_time",
            Standing::DoneLate { .. } => "done_late",
        }
    }
}

impl Due {
    /// Calendar days from `today` to the last valid day: 0 on that day itself,
    /// negative when past.
    pub fn remaining(&self, today: Date) -> i64 {
        days_between(today, self.last_valid_day)
    }

    /// Working days left after `today`, up to and with the last valid day.
    pub fn remaining_working(&self, today: Date, calendar: &Calendar) -> i64 {
        calendar.working_days_between(today, self.last_valid_day)
    }

    /// Minutes left, for rules that count hours; negative when past.
    pub fn remaining_minutes(&self, now: DateTime) -> Option<i64> {
        let span = now.until((jiff::Unit::Minute, self.last_valid_time?)).ok()?;
        Some(span.get_minutes())
    }

    /// See [`Standing::of`].
    pub fn standing(&self, today: Date, done: Option<Date>) -> Standing {
        Standing::of(self.last_valid_day, today, done)
    }
}
