//! How near a duty is to its last day, or how far past it: each stage is told
//! once.
//!
//! Not here: what is owed (`duty`).

/// Days before the last day, or after it, at which a duty is told again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Week,
    ThreeDays,
    LastDay,
    Overdue,
    /// A week over: the head hears of it.
    OverdueWeek,
    /// Two weeks over: the standing office does, too.
    OverdueFortnight,
}

/// Nothing is told earlier than this many days before the last day.
pub const EARLIEST: i64 = 7;

impl Stage {
    /// The stage reached with so many days left (negative: past). A day on which
    /// no sweep ran is made up for by the next.
    pub fn of(left: i64) -> Option<Self> {
        Some(match left {
            ..=-14 => Stage::OverdueFortnight,
            -13..=-7 => Stage::OverdueWeek,
            -6..=-1 => Stage::Overdue,
            0..=1 => Stage::LastDay,
            2..=3 => Stage::ThreeDays,
            4..=EARLIEST => Stage::Week,
            _ => return None,
        })
    }

    pub fn code(self) -> &'static str {
        match self {
            Stage::Week => "7",
            Stage::ThreeDays => "3",
            Stage::LastDay => "1",
            Stage::Overdue => "late-1",
            Stage::OverdueWeek => "late-7",
            Stage::OverdueFortnight => "late-14",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_day_has_the_stage_it_has_reached() {
        let stages: Vec<_> = [8, 7, 4, 3, 2, 1, 0, -1, -6, -7, -13, -14, -90]
            .into_iter()
            .map(|left| Stage::of(left).map(Stage::code))
            .collect();
        let wanted = [
            None,
            Some("7"),
            Some("7"),
            Some("3"),
            Some("3"),
            Some("1"),
            Some("1"),
            Some("late-1"),
            Some("late-1"),
            Some("late-7"),
            Some("late-7"),
            Some("late-14"),
            Some("late-14"),
        ];
        assert_eq!(stages, wanted);
    }
}
