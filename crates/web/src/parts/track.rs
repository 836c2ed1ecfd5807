//! A line of time: days with what falls on them, today marked; the same as a
//! table below.
//!
//! Not here: what happened to one thing (`parts::timeline`).

use askama::Template;
use askama::filters::HtmlSafe;
use jiff::civil::Date;

use crate::words::Lang;

/// What lies on a line of time.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/track.html")]
pub struct Track {
    pub lang: Lang,
    pub caption: String,
    pub today: Date,
    /// A stretch marked along the line, with its name.
    pub window: Option<(Date, Date, String)>,
    pub lanes: Vec<Lane>,
}

/// One kind of event: a row of marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// The end of its style class: issued, report, visit, finding.
    pub code: &'static str,
    pub label: String,
    pub marks: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    pub day: Date,
    pub count: u64,
    /// What it is, in words, for the table.
    pub words: String,
    pub href: String,
}

/// The drawing, in its own units.
const LEFT: i64 = 14;
const RIGHT: i64 = 706;
const TOP: i64 = 18;
const LANE: i64 = 22;

impl HtmlSafe for Track {}

impl Track {
    /// First and last day drawn; today is always among them.
    fn ends(&self) -> (Date, Date) {
        let marks = self.lanes.iter().flat_map(|lane| lane.marks.iter().map(|mark| mark.day));
        let window = self.window.iter().flat_map(|(from, to, _)| [*from, *to]);
        let days: Vec<Date> = marks.chain(window).chain([self.today]).collect();
        let first = days.iter().copied().min().unwrap_or(self.today);
        let last = days.iter().copied().max().unwrap_or(self.today);
        (first, last)
    }

    pub fn is_empty(&self) -> bool {
        self.lanes.iter().all(|lane| lane.marks.is_empty())
    }

    fn x(&self, day: Date) -> i64 {
        let (first, last) = self.ends();
        let all = i64::from((last - first).get_days()).max(1);
        LEFT + (RIGHT - LEFT) * i64::from((day - first).get_days()) / all
    }

    fn y(place: usize) -> i64 {
        TOP + LANE * place as i64 + LANE / 2
    }

    fn height(&self) -> i64 {
        TOP + LANE * self.lanes.len() as i64 + 20
    }

    /// Lanes with their height and their marks: place and radius.
    fn drawn(&self) -> Vec<(&Lane, i64, Vec<(i64, u64)>)> {
        let radius = |count: u64| (3 + u64::from(count.ilog2())).min(9);
        let lanes = self.lanes.iter().enumerate();
        lanes
            .map(|(place, lane)| {
                let marks = lane.marks.iter().map(|mark| (self.x(mark.day), radius(mark.count.max(1))));
                (lane, Self::y(place), marks.collect())
            })
            .collect()
    }

    /// Place and width of the window.
    fn stretch(&self) -> Option<(i64, i64)> {
        let (from, to, _) = self.window.as_ref()?;
        let left = self.x(*from);
        Some((left, (self.x(*to) - left).max(2)))
    }

    /// The first day of each month, thinned out so that names do not meet.
    fn months(&self) -> Vec<(i64, String)> {
        let (first, last) = self.ends();
        let count = i64::from(last.year() - first.year()) * 12 + i64::from(last.month() - first.month());
        let every = count / 9 + 1;
        let mut months = Vec::new();
        for step in (0..=count).step_by(usize::try_from(every).unwrap_or(1)) {
            let months_on = i64::from(first.month()) - 1 + step;
            let year = i64::from(first.year()) + months_on / 12;
            let month = months_on % 12 + 1;
            let (Ok(year), Ok(month)) = (i16::try_from(year), i8::try_from(month)) else { continue };
            let Ok(day) = Date::new(year, month, 1) else { continue };
            if day >= first && day <= last {
                months.push((self.x(day), format!("{month:02}/{year}")));
            }
        }
        months
    }

    /// Everything by day, for the table.
    fn rows(&self) -> Vec<&Mark> {
        let mut rows: Vec<&Mark> = self.lanes.iter().flat_map(|lane| &lane.marks).collect();
        rows.sort_by_key(|mark| mark.day);
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn track(days: &[Date], today: Date) -> Track {
        let mark = |day: &Date| Mark { day: *day, count: 1, words: String::new(), href: String::new() };
        let lane = Lane { code: "visit", label: String::new(), marks: days.iter().map(mark).collect() };
        Track { lang: Lang::Vi, caption: String::new(), today, window: None, lanes: vec![lane] }
    }

    #[test]
    fn the_line_reaches_from_the_first_day_to_the_last_and_holds_today() {
        let line = track(&[date(2026, 6, 1), date(2026, 6, 30)], date(2026, 7, 10));
        assert_eq!((line.x(date(2026, 6, 1)), line.x(date(2026, 7, 10))), (LEFT, RIGHT));
        assert!(line.x(date(2026, 6, 30)) < RIGHT);
        let day = track(&[], date(2026, 7, 10));
        assert_eq!(day.x(date(2026, 7, 10)), LEFT, "one day alone divides by nothing");
    }

    #[test]
    fn months_are_named_at_their_first_day() {
        let line = track(&[date(2025, 11, 20), date(2026, 2, 3)], date(2026, 1, 1));
        let names: Vec<String> = line.months().into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["12/2025", "01/2026", "02/2026"]);
    }
}
