//! How a due day was worked out, in words: "27/10/2026 + 20 ngày = 16/11/2026".
//!
//! Not here: working it out (`domain::deadline`).

use domain::deadline::{Due, Event, Mark, Step};

use crate::words::{Lang, Value};

/// One line per step, then what a reader of the date should know.
pub fn lines(lang: Lang, due: &Due) -> Vec<String> {
    due.steps
        .iter()
        .map(|step| line(lang, step))
        .chain(due.marks.iter().map(|known| mark(lang, known)))
        .collect()
}

fn line(lang: Lang, step: &Step) -> String {
    let counted = |key: &str, from: String, days: i64, to: String| {
        let sign = if days < 0 { "−" } else { "+" };
        let values = [
            ("from", Value::from(from)),
            ("sign", sign.into()),
            ("days", Value::Figure(days.abs())),
            ("to", to.into()),
        ];
        lang.t_with(key, &values)
    };
    match step {
        Step::Named { date } => lang.t_with("deadline-named", &[("date", lang.date(date))]),
        Step::Happened { event: known, date } => {
            lang.t_with("deadline-happened", &[("event", event(lang, known)), ("date", lang.date(date))])
        }
        Step::Days { from, days, to } => {
            counted("deadline-days", lang.date(from), i64::from(*days), lang.date(to))
        }
        Step::WorkingDays { from, days, to, .. } => {
            counted("deadline-working-days", lang.date(from), i64::from(*days), lang.date(to))
        }
        Step::DayBefore { from, to } => {
            lang.t_with("deadline-day-before", &[("from", lang.date(from)), ("to", lang.date(to))])
        }
        Step::PeriodEnds { to, .. } => lang.t_with("deadline-period-ends", &[("to", lang.date(to))]),
        Step::Hours { hours, to, .. } => lang.t_with(
            "deadline-hours",
            &[("hours", hours.to_string()), ("to", to.strftime("%H:%M %d/%m/%Y").to_string())],
        ),
        Step::Rolled { from, to } => {
            lang.t_with("deadline-rolled", &[("from", lang.date(from)), ("to", lang.date(to))])
        }
    }
}

fn mark(lang: Lang, mark: &Mark) -> String {
    match mark {
        Mark::DayOff { date, .. } => lang.t_with("deadline-day-off", &[("date", lang.date(date))]),
        Mark::YearUnknown { year } => lang.t_with("deadline-year-unknown", &[("year", year.to_string())]),
        Mark::MonthTooShort { date, .. } => lang.t_with("deadline-short-month", &[("date", lang.date(date))]),
    }
}

fn event(lang: Lang, event: &Event) -> String {
    let key = match event {
        Event::Minutes => "deadline-event-minutes",
        Event::VisitStart => "deadline-event-visit-start",
        Event::VisitEnd => "deadline-event-visit-end",
        Event::PlanIssued => "deadline-event-plan-issued",
        Event::DecisionIssued => "deadline-event-decision-issued",
        Event::Announcement => "deadline-event-announcement",
        Event::Notice => "deadline-event-notice",
        Event::Conclusion => "deadline-event-conclusion",
        Event::Request => "deadline-event-request",
        Event::Received => "deadline-event-received",
        Event::Detection => "deadline-event-detection",
        Event::ReportDue => "deadline-event-report-due",
        Event::Other(name) => return name.clone(),
    };
    lang.t(key)
}
