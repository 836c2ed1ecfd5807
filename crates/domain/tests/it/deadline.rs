//! What holds for every deadline, whatever the dates.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rasoat_domain::bilingual::Bilingual;
use rasoat_domain::calendar::{Calendar, CalendarYear, DayOff, DayWorked, Reason, days_between};
use rasoat_domain::deadline::{Event, Facts, Per, Period, Roll, Rule, Standing, due, occurrences};
use rasoat_domain::law::Confidence;
use std::sync::LazyLock;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(drawn_up);

fn calendar() -> &'static Calendar {
    &CALENDAR
}

/// A calendar with holidays and an exchanged day in every year.
fn drawn_up() -> Calendar {
    let off = |date, reason| DayOff {
        date,
        reason,
        name: Bilingual::new("ngày nghỉ", "day off"),
        source: "test".into(),
        confidence: Confidence::P,
    };
    let years = (2019..=2032).map(|year| {
        let mut days_off = vec![off(date(year, 1, 1), Reason::Holiday)];
        days_off.extend((8..=14).map(|day| off(date(year, 2, day), Reason::Holiday)));
        days_off.push(off(date(year, 9, 2), Reason::Holiday));
        // The first Monday of June is worked on the Saturday before it.
        let monday = date(year, 6, 1).nth_weekday_of_month(1, jiff::civil::Weekday::Monday).unwrap();
        let saturday = monday.checked_add(5.days()).unwrap();
        days_off.push(off(monday, Reason::Swap));
        let days_worked = vec![DayWorked {
            date: saturday,
            instead_of: monday,
            source: "test".into(),
            confidence: Confidence::P,
        }];
        CalendarYear { year, days_off, days_worked }
    });
    Calendar::new(years).unwrap()
}

fn day() -> impl Strategy<Value = Date> {
    (0..3650_i64).prop_map(|n| date(2020, 1, 1).checked_add(n.days()).unwrap())
}

fn recurring() -> impl Strategy<Value = Rule> {
    let per = prop_oneof![Just(Per::Week), Just(Per::Month), Just(Per::Quarter), Just(Per::Year)];
    prop_oneof![
        (1..=12_i8, 1..=31_i8, any::<bool>()).prop_map(|(month, day, inclusive)| Rule::Yearly {
            month,
            day,
            inclusive
        }),
        (1..=3_i8, 1..=31_i8, any::<bool>()).prop_map(|(month_of_quarter, day, inclusive)| {
            Rule::Quarterly { month_of_quarter, day, inclusive }
        }),
        (1..=31_i8, any::<bool>()).prop_map(|(day, inclusive)| Rule::Monthly { day, inclusive }),
        (1..=12_u16, per).prop_map(|(times, per)| Rule::AtLeast { times, per }),
    ]
}

fn roll() -> impl Strategy<Value = Roll> {
    prop_oneof![Just(Roll::None), Just(Roll::NextWorkingDay)]
}

proptest! {
    #[test]
    fn a_later_event_is_never_due_earlier(a in day(), b in day(), days in 0..200_u16, working_days: bool, roll in roll()) {
        let calendar = calendar();
        let (first, second) = (a.min(b), a.max(b));
        for rule in [
            Rule::After { event: Event::Minutes, days, working_days },
            Rule::Before { event: Event::Minutes, days, working_days },
        ] {
            let on = |day| due(&rule, &Facts::new().with(Event::Minutes, day).rolling(roll), calendar).unwrap();
            prop_assert!(on(first).last_valid_day <= on(second).last_valid_day);
        }
    }

    #[test]
    fn one_more_day_is_never_due_earlier(from in day(), days in 0..200_u16, working_days: bool, roll in roll()) {
        let calendar = calendar();
        let facts = Facts::new().with(Event::Minutes, from).rolling(roll);
        let on = |days| due(&Rule::After { event: Event::Minutes, days, working_days }, &facts, calendar).unwrap();
        prop_assert!(on(days).last_valid_day <= on(days + 1).last_valid_day);
    }

    #[test]
    fn counting_on_and_back_returns(from in day(), days in 0..200_u16) {
        let calendar = calendar();
        let start = calendar.working_day_from(from).unwrap();
        let there = calendar.plus_working_days(start, days).unwrap();
        prop_assert_eq!(calendar.minus_working_days(there, days).unwrap(), start);
        prop_assert_eq!(calendar.working_days_between(start, there), i64::from(days));
    }

    #[test]
    fn a_count_of_working_days_ends_on_one(from in day(), days in 1..200_u16) {
        let calendar = calendar();
        let facts = Facts::new().with(Event::Minutes, from).with(Event::VisitStart, from);
        for rule in [
            Rule::After { event: Event::Minutes, days, working_days: true },
            Rule::BeforeVisit { days, working_days: true },
        ] {
            let due = due(&rule, &facts, calendar).unwrap();
            prop_assert!(calendar.is_working(due.last_valid_day));
            prop_assert!(due.marks.is_empty());
        }
    }

    #[test]
    fn working_days_take_at_least_as_long_as_calendar_days(from in day(), days in 0..200_u16) {
        let calendar = calendar();
        let facts = Facts::new().with(Event::Minutes, from);
        let on = |working_days| {
            due(&Rule::After { event: Event::Minutes, days, working_days }, &facts, calendar).unwrap()
        };
        prop_assert!(on(true).last_valid_day >= on(false).last_valid_day);
    }

    #[test]
    fn exclusive_is_one_day_less_than_inclusive(date in day()) {
        let calendar = calendar();
        let on = |inclusive| due(&Rule::Absolute { date, inclusive }, &Facts::new(), calendar).unwrap();
        prop_assert_eq!(days_between(on(false).last_valid_day, on(true).last_valid_day), 1);
    }

    #[test]
    fn nothing_shifts_silently(from in day(), days in 0..200_u16) {
        let calendar = calendar();
        let facts = Facts::new().with(Event::Minutes, from);
        let rule = Rule::After { event: Event::Minutes, days, working_days: false };
        let plain = due(&rule, &facts, calendar).unwrap();
        prop_assert_eq!(days_between(from, plain.last_valid_day), i64::from(days));
        prop_assert_eq!(plain.marks.is_empty(), calendar.is_working(plain.last_valid_day));
        let rolled = due(&rule, &facts.rolling(Roll::NextWorkingDay), calendar).unwrap();
        prop_assert!(calendar.is_working(rolled.last_valid_day));
        prop_assert_eq!(calendar.working_day_from(plain.last_valid_day).unwrap(), rolled.last_valid_day);
    }

    #[test]
    fn remaining_and_standing_agree(last in day(), today in day()) {
        let calendar = calendar();
        let due = due(&Rule::Absolute { date: last, inclusive: true }, &Facts::new(), calendar).unwrap();
        let left = due.remaining(today);
        match due.standing(today, None) {
            Standing::Ahead { days } => prop_assert_eq!(left, i64::from(days)),
            Standing::LastDay => prop_assert_eq!(left, 0),
            Standing::Late { days } => prop_assert_eq!(left, -i64::from(days)),
            other => prop_assert!(false, "{other:?} of something not done"),
        }
        prop_assert_eq!(due.standing(today, Some(today)).is_late(), left < 0);
    }

    #[test]
    fn occurrences_are_in_order_inside_the_window_and_one_per_period(
        rule in recurring(), a in day(), b in day(), roll in roll()
    ) {
        let calendar = calendar();
        let (from, to) = (a.min(b), a.max(b));
        let found = occurrences(&rule, from, to, roll, calendar).unwrap();
        for pair in found.windows(2) {
            prop_assert!(pair[0].due.last_valid_day <= pair[1].due.last_valid_day);
            prop_assert!(pair[0].period < pair[1].period);
            prop_assert_eq!(pair[0].period.next(), Some(pair[1].period));
        }
        for occurrence in &found {
            prop_assert!((from..=to).contains(&occurrence.due.last_valid_day));
        }
    }

    #[test]
    fn the_next_occurrence_is_the_first_one_listed(rule in recurring(), as_of in day(), roll in roll()) {
        prop_assume!(!matches!(rule, Rule::AtLeast { .. }));
        let calendar = calendar();
        let next = due(&rule, &Facts::new().as_of(as_of).rolling(roll), calendar).unwrap();
        let until = as_of.checked_add(800.days()).unwrap();
        let listed = occurrences(&rule, as_of, until, roll, calendar).unwrap();
        prop_assert_eq!(&listed[0].due, &next);
    }

    #[test]
    fn every_day_lies_in_its_period_and_the_code_reads_back(
        day in day(), per in prop_oneof![Just(Per::Week), Just(Per::Month), Just(Per::Quarter), Just(Per::Year)]
    ) {
        let period = Period::holding(per, day);
        prop_assert!(period.first_day() <= day && day <= period.last_day());
        prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
        prop_assert_eq!(period.next().unwrap().previous().unwrap(), period);
        prop_assert_eq!(period.next().unwrap().first_day(), period.last_day().tomorrow().unwrap());
    }

    #[test]
    fn no_text_breaks_the_reading_of_a_period(text in ".{0,12}") {
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.to_string(), text);
        }
    }
}

#[test]
fn rules_that_do_not_recur_have_no_occurrences() {
    let rule = Rule::BeforeVisit { days: 7, working_days: false };
    let found = occurrences(&rule, date(2020, 1, 1), date(2026, 1, 1), Roll::None, calendar()).unwrap();
    assert!(found.is_empty());
}

#[test]
fn a_drill_is_owed_once_for_every_year_of_the_window() {
    let rule = Rule::AtLeast { times: 1, per: Per::Year };
    let found = occurrences(&rule, date(2023, 4, 28), date(2026, 6, 30), Roll::None, calendar()).unwrap();
    let ends: Vec<String> = found.iter().map(|o| format!("{} {}", o.period, o.due.last_valid_day)).collect();
    assert_eq!(ends, ["2023 2023-12-31", "2024 2024-12-31", "2025 2025-12-31"]);
}

#[test]
fn the_edges_of_the_calendar_are_errors_and_not_panics() {
    let calendar = calendar();
    let rule = Rule::After { event: Event::Minutes, days: u16::MAX, working_days: true };
    let late = Facts::new().with(Event::Minutes, Date::MAX);
    assert!(due(&rule, &late, calendar).is_err());
    let early = Facts::new().with(Event::VisitStart, Date::MIN);
    assert!(due(&Rule::BeforeVisit { days: 1, working_days: false }, &early, calendar).is_err());
    let last = Facts::new().as_of(Date::MAX);
    assert!(due(&Rule::Monthly { day: 1, inclusive: true }, &last, calendar).is_err());
    let window =
        occurrences(&Rule::Monthly { day: 1, inclusive: true }, Date::MIN, Date::MAX, Roll::None, calendar);
    assert_eq!(window.unwrap().len(), rasoat_domain::deadline::MAX_OCCURRENCES);
}
