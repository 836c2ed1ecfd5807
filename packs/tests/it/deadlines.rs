//! The table of hand-computed deadlines, against the announced calendars.

use domain::deadline::{Event, Facts, Mark, NotYet, Roll, Rule, Step, due};
use jiff::civil::{Date, DateTime};
use rasoat_packs::Packs;

const TABLE: &str = include_str!("deadlines.tsv");

#[test]
fn every_hand_computed_deadline_comes_out() {
    let calendar = Packs::embedded().unwrap().calendar;
    let mut wrong = vec![];
    let mut rows = 0;
    for (number, line) in TABLE.lines().enumerate().skip(1) {
        let [rule, facts, expected, why] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("line {}: not four columns", number + 1);
        };
        rows += 1;
        let rule: Rule = serde_json::from_str(rule).unwrap();
        let got = said(&due(&rule, &facts_of(facts), &calendar));
        if got != expected {
            wrong.push(format!("line {}: {why}\n  expected {expected}\n  got      {got}", number + 1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows >= 60, "only {rows} rows");
}

#[test]
fn the_last_step_ends_on_the_last_valid_day() {
    let calendar = Packs::embedded().unwrap().calendar;
    for line in TABLE.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let rule: Rule = serde_json::from_str(columns[0]).unwrap();
        let Ok(due) = due(&rule, &facts_of(columns[1]), &calendar) else { continue };
        let end = match due.steps.last().unwrap() {
            Step::Named { date } | Step::Happened { date, .. } => *date,
            Step::Days { to, .. }
            | Step::WorkingDays { to, .. }
            | Step::DayBefore { to, .. }
            | Step::PeriodEnds { to, .. }
            | Step::Rolled { to, .. } => *to,
            Step::Hours { to, .. } => to.date(),
        };
        assert_eq!(end, due.last_valid_day, "{line}");
    }
}

fn facts_of(text: &str) -> Facts {
    let mut facts = Facts::new();
    for pair in text.split(';').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap();
        facts = match name {
            "as_of" => facts.as_of(value.parse().unwrap()),
            "roll" => facts.rolling(Roll::NextWorkingDay),
            _ => {
                let event: Event = serde_json::from_str(&format!("\"{name}\"")).unwrap();
                if value.contains('T') {
                    facts.with_time(event, value.parse::<DateTime>().unwrap())
                } else {
                    facts.with(event, value.parse::<Date>().unwrap())
                }
            }
        };
    }
    facts
}

fn said(answer: &Result<domain::deadline::Due, NotYet>) -> String {
    let name = |event: &Event| serde_json::to_string(event).unwrap().replace('"', "");
    match answer {
        Err(NotYet::Awaits(event)) => format!("awaits {}", name(event)),
        Err(NotYet::AwaitsTime(event)) => format!("awaits time of {}", name(event)),
        Err(NotYet::AwaitsDay) => "awaits day".to_owned(),
        Err(NotYet::Impossible) => "impossible".to_owned(),
        Ok(due) => {
            let mut text = match due.last_valid_time {
                Some(time) => time.strftime("%Y-%m-%dT%H:%M").to_string(),
                None => due.last_valid_day.to_string(),
            };
            for mark in &due.marks {
                text.push_str(match mark {
                    Mark::DayOff { .. } => " day_off",
                    Mark::YearUnknown { .. } => " year_unknown",
                    Mark::MonthTooShort { .. } => " too_short",
                });
            }
            text
        }
    }
}
