//! A programme's shares and their sum.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rasoat_domain::calendar::Calendar;
use rasoat_domain::deadline::{Facts, Per, Rule, Standing};
use rasoat_domain::identifier::{ObligationId, TaskId, UnitId};
use rasoat_domain::programme::{
    Counts, Frame, Obligation, Part, ProgressEntry, Task, TreeFault, Work, check_tree, roll_up, shares,
};
use uuid::Uuid;

fn task(n: u128, parent: Option<u128>, due: Option<Rule>) -> Task {
    let id = |n| TaskId(Uuid::from_u128(n));
    Task { id: id(n), parent: parent.map(id), code: format!("II.{n}"), text: "Nhiệm vụ".into(), due }
}

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

fn obligation(n: u128, task: u128, of: u128, part: Part) -> Obligation {
    Obligation {
        id: ObligationId(Uuid::from_u128(n)),
        task: TaskId(Uuid::from_u128(task)),
        unit: unit(of),
        part,
        topic: None,
    }
}

fn entry(n: u128, on: Date, work: Work, percent: u8) -> ProgressEntry {
    ProgressEntry {
        obligation: ObligationId(Uuid::from_u128(n)),
        period: None,
        on,
        work,
        percent,
        note: String::new(),
    }
}

/// The strategy's own rhythm: issued in April 2023, reports before 15/10 each year.
fn yearly() -> Rule {
    Rule::Yearly { month: 10, day: 15, inclusive: false }
}

fn drills() -> Rule {
    Rule::AtLeast { times: 2, per: Per::Year }
}

fn by(date: Date) -> Rule {
    Rule::Absolute { date, inclusive: true }
}

struct Day {
    facts: Facts,
    calendar: Calendar,
    today: Date,
}

impl Day {
    fn on(today: Date) -> Self {
        Day { facts: Facts::new(), calendar: Calendar::default(), today }
    }

    fn frame(&self) -> Frame<'_> {
        Frame { from: date(2023, 4, 28), today: self.today, facts: &self.facts, calendar: &self.calendar }
    }
}

#[test]
fn a_yearly_report_is_owed_for_every_year_and_the_next() {
    let day = Day::on(date(2025, 11, 1));
    let entries =
        [entry(1, date(2023, 10, 10), Work::Done, 100), entry(1, date(2024, 10, 20), Work::Done, 100)];
    let shares = shares(&task(1, None, Some(yearly())), &entries, &day.frame());
    let seen: Vec<(String, Option<Standing>)> =
        shares.iter().map(|share| (share.period.unwrap().to_string(), share.standing)).collect();
    assert_eq!(
        seen,
        [
            ("2023".to_owned(), Some(Standing::DoneInTime { early: 4 })),
            ("2024".to_owned(), Some(Standing::DoneLate { days: 6 })),
            ("2025".to_owned(), Some(Standing::Late { days: 18 })),
            ("2026".to_owned(), Some(Standing::Ahead { days: 347 })),
        ]
    );
}

#[test]
fn two_drills_a_year_are_done_with_the_second() {
    let day = Day::on(date(2024, 12, 30));
    let task = task(1, None, Some(drills()));
    let first = entry(1, date(2024, 3, 5), Work::Done, 100);
    let second = entry(1, date(2024, 11, 20), Work::Done, 100);
    let of_2024 = |entries: &[ProgressEntry]| {
        let all = shares(&task, entries, &day.frame());
        all.into_iter().find(|share| share.period.unwrap().year() == 2024).unwrap()
    };
    let half = of_2024(std::slice::from_ref(&first));
    assert_eq!((half.work, half.percent, half.times_done, half.times), (Work::Underway, 50, 1, 2));
    let whole = of_2024(&[second.clone(), first]);
    assert_eq!((whole.work, whole.percent, whole.done_on), (Work::Done, 100, Some(second.on)));
}

#[test]
fn work_resumed_after_done_is_not_done() {
    let day = Day::on(date(2024, 6, 1));
    let task = task(1, None, Some(by(date(2024, 5, 1))));
    let entries =
        [entry(1, date(2024, 4, 1), Work::Done, 100), entry(1, date(2024, 4, 20), Work::Underway, 100)];
    let share = &shares(&task, &entries, &day.frame())[0];
    assert_eq!((share.work, share.percent), (Work::Underway, 99), "not a hundred until it is done");
    assert_eq!(share.standing, Some(Standing::Late { days: 31 }));
}

#[test]
fn a_task_is_counted_once_and_every_units_share_is_shown() {
    let day = Day::on(date(2024, 6, 1));
    let late = Some(by(date(2024, 5, 1)));
    let tasks =
        [task(1, None, None), task(2, Some(1), late.clone()), task(3, Some(1), late), task(4, None, None)];
    check_tree(&tasks).unwrap();
    let obligations = [
        obligation(21, 2, 100, Part::Lead),
        obligation(22, 2, 200, Part::Lead),
        obligation(23, 2, 300, Part::Coordinating),
        obligation(31, 3, 100, Part::Executing),
        obligation(32, 3, 200, Part::Executing),
    ];
    let entries = [
        entry(21, date(2024, 4, 1), Work::Done, 100),
        entry(22, date(2024, 5, 10), Work::Done, 100),
        entry(31, date(2024, 4, 1), Work::Done, 100),
        entry(32, date(2024, 4, 2), Work::NotApplicable, 0),
    ];
    let sum = roll_up(&tasks, &obligations, &entries, &day.frame());
    assert_eq!(
        sum.totals,
        Counts { total: 3, not_started: 1, done: 2, late: 1, ..Counts::default() },
        "two carried tasks and one that is nobody's; the heading is none"
    );
    assert_eq!(sum.headings[&tasks[0].id].total, 2);
    assert_eq!(sum.headings[&tasks[0].id].done, 2);
    let second = sum.tasks.iter().find(|standing| standing.task == tasks[1].id).unwrap();
    assert_eq!(second.units.len(), 3);
    assert!(second.late && !second.overdue, "one lead was late, and is done");
    assert_eq!(sum.units[&unit(100)].lead.done, 1);
    assert_eq!(sum.units[&unit(100)].executing.done, 1);
    assert_eq!(sum.units[&unit(200)].lead.late, 1);
    assert_eq!(sum.units[&unit(200)].executing.not_applicable, 1);
    assert_eq!(sum.units[&unit(300)].coordinating.overdue, 1, "shown beside, not deciding");
}

#[test]
fn tasks_that_are_no_tree_are_refused() {
    let circle = [task(1, Some(2), None), task(2, Some(1), None)];
    assert_eq!(check_tree(&circle), Err(TreeFault::TooDeep(circle[0].id)));
    assert_eq!(check_tree(&[task(1, Some(9), None)]), Err(TreeFault::NoParent(task(1, None, None).id)));
    let twice = [task(1, None, None), task(1, None, None)];
    assert_eq!(check_tree(&twice), Err(TreeFault::Twice(twice[0].id)));
    // Even so, summing up ends.
    let day = Day::on(date(2024, 6, 1));
    let sum = roll_up(&circle, &[obligation(1, 1, 1, Part::Lead)], &[], &day.frame());
    assert_eq!(sum.totals.total, 1);
}

fn work() -> impl Strategy<Value = Work> {
    (0..Work::ALL.len()).prop_map(|at| Work::ALL[at])
}

proptest! {
    #[test]
    fn the_sum_counts_every_task_once_and_every_share_once(
        parts in proptest::collection::vec((0..6_u128, 0..5_u128, 0..3_usize), 0..25),
        reports in proptest::collection::vec((0..25_usize, 0..900_i64, work(), 0..=100_u8), 0..60),
        rules in proptest::collection::vec(0..4_u8, 6),
        today in 0..1200_i64
    ) {
        let rule = |kind: u8| match kind {
            0 => None,
            1 => Some(yearly()),
            2 => Some(drills()),
            _ => Some(by(date(2024, 3, 1))),
        };
        let mut tasks: Vec<Task> = (0..6).map(|n| task(n + 1, Some(99), rule(rules[usize::try_from(n).unwrap()]))).collect();
        tasks.push(task(99, None, None));
        let obligations: Vec<Obligation> = parts
            .iter()
            .zip(1..)
            .map(|((task, unit, part), n)| obligation(n, task + 1, *unit, Part::ALL[*part]))
            .collect();
        let start = date(2023, 5, 1);
        let entries: Vec<ProgressEntry> = reports
            .iter()
            .map(|(n, day, work, percent)| entry(*n as u128 + 1, start.checked_add(day.days()).unwrap(), *work, *percent))
            .collect();
        let day = Day::on(start.checked_add(today.days()).unwrap());
        let sum = roll_up(&tasks, &obligations, &entries, &day.frame());
        let whole = |counts: &Counts| counts.not_started + counts.underway + counts.done + counts.not_applicable;
        prop_assert_eq!(sum.totals.total, 6);
        prop_assert_eq!(whole(&sum.totals), 6);
        prop_assert_eq!(sum.headings[&tasks[6].id], sum.totals);
        prop_assert!(sum.totals.overdue <= sum.totals.late);
        let shared: usize = sum
            .units
            .values()
            .map(|unit| unit.lead.total + unit.executing.total + unit.coordinating.total)
            .sum();
        prop_assert_eq!(shared, obligations.len());
        for standing in &sum.tasks {
            prop_assert_eq!(standing.work == Work::Done, standing.percent == 100, "{:?}", standing);
            prop_assert!(!(standing.overdue && standing.work == Work::Done));
        }
    }
}
