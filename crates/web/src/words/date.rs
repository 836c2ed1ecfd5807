//! Dates and times as people here write and say them: `05/03/2026`,
//! `còn 3 ngày`, `14:02 (GMT+7)`.
//!
//! Not here: which day is today (the `Site`'s clock), the arithmetic of
//! deadlines (the `domain` room), reading typed dates (`form::read`).

use std::borrow::Borrow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

use super::Lang;

/// Viet Nam keeps one offset all the year (Quyết định 121/CP of 1975).
const VIETNAM: Offset = Offset::constant(7);

/// The wall clock in Viet Nam at an instant.
pub fn local(instant: Timestamp) -> DateTime {
    instant.to_zoned(TimeZone::fixed(VIETNAM)).datetime()
}

impl Lang {
    /// `05/03/2026`, the same in both languages.
    pub fn date(self, date: impl Borrow<Date>) -> String {
        let date = date.borrow();
        format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
    }

    /// `14:02 (GMT+7)`, where law counts hours.
    pub fn time(self, instant: impl Borrow<Timestamp>) -> String {
        let at = local(*instant.borrow());
        format!("{:02}:{:02} (GMT+7)", at.hour(), at.minute())
    }

    /// `14:02`, where the day stands beside it.
    pub fn hour(self, instant: impl Borrow<Timestamp>) -> String {
        let at = local(*instant.borrow());
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// `14:02:31`, for the mark of a save.
    pub fn second(self, instant: impl Borrow<Timestamp>) -> String {
        let at = local(*instant.borrow());
        format!("{:02}:{:02}:{:02}", at.hour(), at.minute(), at.second())
    }

    /// `14:02 05/03/2026`, for lists of what happened.
    pub fn moment(self, instant: impl Borrow<Timestamp>) -> String {
        let at = local(*instant.borrow());
        format!("{:02}:{:02} {}", at.hour(), at.minute(), self.date(at.date()))
    }

    /// How far a due date lies from today: `còn 3 ngày`, `hôm nay`, `quá hạn 2 ngày`.
    pub fn days_left(self, due: impl Borrow<Date>, today: Date) -> String {
        match (*due.borrow() - today).get_days() {
            0 => self.t("date-due-today"),
            days if days > 0 => self.t_with("date-days-left", &[("days", days)]),
            days => self.t_with("date-days-late", &[("days", -days)]),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_distance_to_a_due_date_is_said_in_days() {
        let today = date(2026, 3, 5);
        assert_eq!(Lang::Vi.days_left(date(2026, 3, 8), today), "còn 3 ngày");
        assert_eq!(Lang::Vi.days_left(today, today), "hôm nay");
        assert_eq!(Lang::Vi.days_left(date(2026, 3, 3), today), "quá hạn 2 ngày");
        assert_eq!(Lang::En.days_left(date(2026, 3, 6), today), "1 day left");
        assert_eq!(Lang::En.days_left(date(2026, 3, 3), today), "2 days overdue");
    }

    #[test]
    fn times_are_those_of_viet_nam() {
        let instant: Timestamp = "2026-03-04T23:02:31Z".parse().expect("an instant");
        assert_eq!(Lang::Vi.moment(instant), "06:02 05/03/2026");
        assert_eq!(Lang::Vi.time(instant), "06:02 (GMT+7)");
        assert_eq!(Lang::Vi.second(instant), "06:02:31");
    }
}
