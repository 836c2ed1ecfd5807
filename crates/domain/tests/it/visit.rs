//! A visit by its two routes, its verdicts and discrepancies.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;
use rasoat_domain::calendar::Calendar;
use rasoat_domain::checklist::Claim;
use rasoat_domain::deadline::{Event, Facts, Rule, Standing, due};
use rasoat_domain::visit::{
    Agenda, Days, Discrepancy, ItemResult, MissingPart, Route, Trigger, Verdict, Visit, VisitFault,
    VisitState, VisitStep, discrepancy, tally,
};

fn first() -> Date {
    date(2026, 9, 14)
}

fn days() -> Days {
    Days { from: first(), to: date(2026, 9, 15) }
}

fn hour(n: i8) -> DateTime {
    first().at(n, 0, 0, 0)
}

fn ad_hoc() -> Route {
    Route::AdHoc { trigger: Trigger::ViolationSign, grounds: "Có dấu hiệu lộ dữ liệu".into() }
}

fn act(visit: Visit, step: VisitStep, at: DateTime) -> Result<Visit, VisitFault> {
    match step {
        VisitStep::Schedule => visit.schedule(days()),
        VisitStep::Notify => visit.notify(date(2026, 9, 10), "thư công vụ".into(), None),
        VisitStep::Begin(agenda) => visit.begin(agenda, at, vec![]),
        VisitStep::Skip(agenda) => visit.skip(agenda, "Không có nội dung".into()),
        VisitStep::Finish => visit.finish(at),
        VisitStep::Cancel => visit.cancel(first(), "Đơn vị hợp nhất".into()),
    }
}

fn all_steps() -> Vec<VisitStep> {
    let mut steps = vec![VisitStep::Schedule, VisitStep::Notify, VisitStep::Finish, VisitStep::Cancel];
    steps.extend(Agenda::ALL.map(VisitStep::Begin));
    steps.extend(Agenda::ALL.map(VisitStep::Skip));
    steps
}

proptest! {
    #[test]
    fn no_sequence_of_acts_reaches_an_illegal_state(
        periodic: bool,
        picks in proptest::collection::vec((0..22_usize, -1..3_i64, proptest::bool::weighted(0.7)), 0..60)
    ) {
        let all = all_steps();
        let mut visit = Visit::planned(if periodic { Route::Periodic } else { ad_hoc() });
        let mut now = hour(8);
        for (pick, minutes, follows) in picks {
            let at = now.checked_add(minutes.minutes()).unwrap();
            // Mostly what is offered, so that walks reach the end; cancelling would end them all.
            let offers: Vec<VisitStep> =
                visit.steps().into_iter().filter(|step| *step != VisitStep::Cancel).collect();
            let step = if follows && !offers.is_empty() { offers[pick % offers.len()] } else { all[pick] };
            let offered = visit.steps().contains(&step);
            match act(visit.clone(), step, at) {
                Ok(next) => {
                    prop_assert!(offered, "{} in {}", step.code(), visit.code());
                    if matches!(step, VisitStep::Begin(_) | VisitStep::Finish) {
                        now = at;
                    }
                    visit = next;
                }
                Err(VisitFault::NotNow(_)) => prop_assert!(!offered),
                Err(fault) => prop_assert!(offered && fault == VisitFault::TimeRunsBack),
            }
            // The log is always a beginning of the route, its times in order.
            let done: Vec<Agenda> = visit.log().iter().map(|entry| entry.step).collect();
            prop_assert!(visit.route.agenda().starts_with(&done));
            let times: Vec<DateTime> =
                visit.log().iter().flat_map(|entry| [entry.began, entry.ended]).flatten().collect();
            prop_assert!(times.is_sorted());
            if let VisitState::Finished { log, .. } = &visit.state {
                prop_assert_eq!(log.len(), visit.route.agenda().len());
                prop_assert!(log.iter().all(|entry| entry.ended.is_some() != entry.skipped.is_some()));
            }
            prop_assert!(Visit::CODES.contains(&visit.code()));
            let json = serde_json::to_string(&visit).unwrap();
            prop_assert_eq!(serde_json::from_str::<Visit>(&json).unwrap(), visit.clone());
        }
    }

    #[test]
    fn a_discrepancy_needs_a_verdict_that_applies(
        reported in proptest::option::of(0..5_i64), counted in proptest::option::of(0..5_i64), kind in 0..4_u8
    ) {
        let claim = match (kind, reported) {
            (0, _) => Claim::Silent,
            (1, figure) => Claim::Complies { figure },
            (2, figure) => Claim::DoesNotComply { figure },
            (_, figure) => Claim::Figure { figure: figure.unwrap_or(0) },
        };
        prop_assert_eq!(discrepancy(claim, None, counted), None);
        prop_assert_eq!(discrepancy(claim, Some(Verdict::NotApplicable), counted), None);
    }
}

#[test]
fn the_seven_steps_are_walked_in_order() {
    let mut visit = Visit::planned(Route::Periodic).schedule(days()).unwrap();
    visit = visit.notify(date(2026, 9, 10), "giấy mời".into(), None).unwrap();
    assert!(visit.clone().begin(Agenda::Fieldwork, hour(8), vec![]).is_err(), "not before the announcement");
    for (at, step) in [Agenda::Announce, Agenda::SelfReport].into_iter().enumerate() {
        visit = visit.begin(step, hour(8 + i8::try_from(at).unwrap()), vec![]).unwrap();
    }
    visit = visit.skip(Agenda::Clarify, "Báo cáo đã rõ".into()).unwrap();
    assert!(visit.clone().skip(Agenda::Fieldwork, "Không cần".into()).is_err(), "fieldwork is the visit");
    assert!(visit.clone().begin(Agenda::Fieldwork, hour(7), vec![]).is_err(), "time runs back");
    for (at, step) in
        [Agenda::Fieldwork, Agenda::AgreeMinutes, Agenda::ReadOut, Agenda::Guidance].into_iter().enumerate()
    {
        visit = visit.begin(step, hour(10 + i8::try_from(at).unwrap()), vec![]).unwrap();
    }
    assert_eq!(visit.steps(), [VisitStep::Finish]);
    let visit = visit.finish(hour(17)).unwrap();
    assert_eq!(visit.log()[1].ended, Some(hour(10)), "the report ended when fieldwork began");
    assert!(visit.steps().is_empty());
}

#[test]
fn the_short_route_has_three_steps_and_a_trigger() {
    let visit = Visit::planned(ad_hoc()).schedule(days()).unwrap();
    assert_eq!(visit.next(), Some(Agenda::AgreeMethod));
    assert_eq!(visit.route.agenda().len(), 3);
}

#[test]
fn a_short_notice_is_marked_and_a_new_day_needs_a_new_notice() {
    let rule = Rule::NoticeBeforeVisit { days: 3, working_days: false };
    let facts = Facts::new().with(Event::VisitStart, first());
    let last = due(&rule, &facts, &Calendar::default()).unwrap();
    let scheduled = Visit::planned(Route::Periodic).schedule(days()).unwrap();
    let told = scheduled.notify(date(2026, 9, 12), "điện thoại".into(), Some(&last)).unwrap();
    let VisitState::Notified { notice, .. } = &told.state else { panic!("{told:?}") };
    assert_eq!(notice.standing, Some(Standing::DoneLate { days: 1 }));
    assert_eq!(told.schedule(days()).unwrap().code(), "scheduled");
}

#[test]
fn what_is_wanting_says_why() {
    let result = |verdict, note: &str| ItemResult {
        verdict,
        note: note.into(),
        counted: None,
        evidence: vec![],
        by: uuid::Uuid::nil().into(),
        at: hour(9),
    };
    assert!(result(Verdict::Met, "").missing().is_empty());
    assert_eq!(result(Verdict::NotMet, " ").missing(), [MissingPart::Note]);
    assert!(result(Verdict::NotPresented, "Không có sổ").missing().is_empty());
    let tally = tally([Some(Verdict::Met), Some(Verdict::NotMet), None, Some(Verdict::Met)]);
    assert_eq!((tally.met, tally.not_met, tally.open, tally.all()), (2, 1, 1, 4));
}

#[test]
fn the_units_word_and_the_inspectors_sight_are_held_together() {
    let says = Claim::Complies { figure: Some(2) };
    let admits = Claim::DoesNotComply { figure: None };
    let cases = [
        (says, Verdict::NotMet, Some(0), Some(Discrepancy::Overclaimed)),
        (says, Verdict::NotPresented, None, Some(Discrepancy::Overclaimed)),
        (says, Verdict::Met, Some(3), Some(Discrepancy::Figure { reported: 2, counted: 3 })),
        (says, Verdict::Met, Some(2), None),
        (says, Verdict::Met, None, None),
        (admits, Verdict::Met, None, Some(Discrepancy::Underclaimed)),
        (admits, Verdict::NotMet, None, None),
        (Claim::Figure { figure: 7 }, Verdict::NotMet, Some(7), None),
        (
            Claim::Figure { figure: 7 },
            Verdict::Met,
            Some(9),
            Some(Discrepancy::Figure { reported: 7, counted: 9 }),
        ),
        (Claim::Silent, Verdict::NotMet, None, Some(Discrepancy::Unreported)),
        (Claim::Silent, Verdict::Met, None, None),
    ];
    for (claim, verdict, counted, expected) in cases {
        assert_eq!(discrepancy(claim, Some(verdict), counted), expected, "{claim:?} {verdict:?}");
    }
}
