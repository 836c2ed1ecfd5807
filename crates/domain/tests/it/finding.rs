//! A finding's way to being closed.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use rasoat_domain::deadline::Standing;
use rasoat_domain::finding::{
    Case, CaseFault, CaseState, DoneReport, FindingStep, Outcome, Owed, Party, Plan, Severity, Verification,
};
use rasoat_domain::identifier::{FindingId, UnitId};
use rasoat_domain::visit::RecheckVerdict;
use uuid::Uuid;

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

fn on(n: i64) -> Date {
    date(2026, 6, 12).checked_add(n.days()).unwrap()
}

fn open() -> Case {
    Case::new(unit(1), Severity::Remedy, on(0))
}

fn done(day: i64) -> DoneReport {
    DoneReport { on: on(day), text: "Đã cập nhật, biên bản kèm theo".into(), evidence: vec![] }
}

fn plan(day: i64) -> Plan {
    Plan { on: on(day), text: "Mua phần mềm".into(), finishes_on: on(day + 5) }
}

fn seen(day: i64, verdict: RecheckVerdict) -> Verification {
    Verification { on: on(day), verdict, note: "Kiểm tra thực tế".into() }
}

/// What a random walk tries: a step and the days it comes with.
#[derive(Debug, Clone)]
struct Try {
    step: FindingStep,
    day: i64,
    ahead: i64,
    verdict: RecheckVerdict,
    grant: bool,
    worded: bool,
    /// Take a step that is offered, whatever `step` says.
    follows: bool,
    pick: usize,
}

fn tries() -> impl Strategy<Value = Try> {
    let step = (0..FindingStep::ALL.len(), proptest::bool::weighted(0.8), any::<usize>());
    let days = (0..30_i64, -2..40_i64);
    (step, days, 0..4_usize, any::<bool>(), proptest::bool::weighted(0.9)).prop_map(
        |((step, follows, pick), (day, ahead), verdict, grant, worded)| Try {
            step: FindingStep::ALL[step],
            day,
            ahead,
            verdict: RecheckVerdict::ALL[verdict],
            grant,
            worded,
            follows,
            pick,
        },
    )
}

fn act(case: Case, tried: &Try) -> Result<Case, CaseFault> {
    let (day, later) = (on(tried.day), on(tried.day + tried.ahead));
    let text = || if tried.worded { "Có lý do".to_owned() } else { " ".to_owned() };
    match tried.step {
        FindingStep::CorrectOnTheSpot => case.correct_on_the_spot(day, text()),
        FindingStep::Request => case.ask(day, later, tried.grant.then_some(day)),
        FindingStep::SubmitPlan => case.submit_plan(Plan { on: day, text: text(), finishes_on: later }),
        FindingStep::ApprovePlan => case.approve_plan(day),
        FindingStep::RejectPlan => case.reject_plan(day, text()),
        FindingStep::ReportDone => case.report_done(DoneReport { on: day, text: text(), evidence: vec![] }),
        FindingStep::Verify => case.verify(Verification { on: day, verdict: tried.verdict, note: text() }),
        FindingStep::Close => case.close(day),
        FindingStep::Reopen => case.reopen(day, later, text()),
        FindingStep::AskExtension => case.ask_extension(day, later, text()),
        FindingStep::DecideExtension if tried.grant => case.grant_extension(day),
        FindingStep::DecideExtension => case.refuse_extension(day),
        FindingStep::Transfer => case.transfer(day, unit(2 + u128::from(tried.grant)), text()),
        FindingStep::Withdraw => case.withdraw(day, text()),
        FindingStep::Lapse => case.lapse(day, text()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_sequence_of_acts_reaches_an_illegal_state(walk in proptest::collection::vec(tries(), 0..50)) {
        let mut case = open();
        for mut tried in walk {
            let before = case.clone();
            // Mostly what is offered and leads on, so that walks get far.
            let ends = [FindingStep::Withdraw, FindingStep::Lapse, FindingStep::CorrectOnTheSpot];
            let offers: Vec<FindingStep> =
                before.steps().into_iter().filter(|step| !ends.contains(step)).collect();
            if tried.follows && !offers.is_empty() {
                tried.step = offers[tried.pick % offers.len()];
            }
            let offered = before.steps().contains(&tried.step);
            match act(case.clone(), &tried) {
                Ok(next) => {
                    prop_assert!(offered, "{} in {}", tried.step.code(), before.code());
                    prop_assert!(next != before, "{} changed nothing", tried.step.code());
                    hold(&before, &next, tried.step)?;
                    case = next;
                }
                Err(CaseFault::NotNow(refused)) => {
                    prop_assert!(!offered);
                    prop_assert_eq!((refused.state, refused.step), (before.code(), tried.step.code()));
                }
                Err(_) => prop_assert!(offered, "a wrong argument is only looked at when the step is possible"),
            }
        }
    }
}

/// What must hold after every step that was taken.
fn hold(before: &Case, after: &Case, step: FindingStep) -> Result<(), TestCaseError> {
    // Closed as fixed only after someone saw it fixed.
    if matches!(after.state, CaseState::Closed { outcome: Outcome::Fixed, .. }) {
        let CaseState::Verified { verification, .. } = &before.state else {
            return Err(TestCaseError::fail("closed without verification"));
        };
        prop_assert_eq!(verification.verdict, RecheckVerdict::Fixed);
    }
    // Somebody owes something exactly while it is not closed.
    prop_assert_eq!(after.owes().0.is_empty(), after.is_closed());
    for owed in &after.owes().0 {
        prop_assert!(after.steps().contains(&owed.step), "owes {} in {}", owed.step.code(), after.code());
        if let Party::Unit(owing) = owed.by {
            prop_assert_eq!(owing, after.unit);
        }
    }
    // The due day moves only by asking, reopening, or an extension that was granted.
    if let (Some(was), Some(is)) = (before.request(), after.request()) {
        match step {
            FindingStep::Reopen => prop_assert_eq!(is.round, was.round + 1),
            FindingStep::DecideExtension => {
                let decided = is.extensions.last().unwrap();
                let granted = decided.decided.unwrap().1;
                prop_assert_eq!(is.due, if granted { decided.new_due } else { was.due });
            }
            _ => prop_assert_eq!((is.due, is.round), (was.due, was.round)),
        }
    }
    // Transfers only add up, and chain.
    prop_assert_eq!(
        after.transfers.len(),
        before.transfers.len() + usize::from(step == FindingStep::Transfer)
    );
    let mut holder = unit(1);
    for transfer in &after.transfers {
        prop_assert_eq!(transfer.from, holder);
        holder = transfer.to;
    }
    prop_assert_eq!(holder, after.unit);
    prop_assert!(Case::CODES.contains(&after.code()));
    let json = serde_json::to_string(after).unwrap();
    prop_assert_eq!(&serde_json::from_str::<Case>(&json).unwrap(), after);
    Ok(())
}

#[test]
fn the_short_way_without_a_plan() {
    let case = open().ask(on(0), on(20), None).unwrap();
    assert_eq!(
        case.owes().0,
        [Owed { by: Party::Unit(unit(1)), step: FindingStep::ReportDone, until: Some(on(20)) }]
    );
    assert_eq!(case.standing(on(23)), Some(Standing::Late { days: 3 }));
    let case = case.report_done(done(22)).unwrap();
    assert_eq!(case.standing(on(40)), Some(Standing::DoneLate { days: 2 }), "late is marked, not refused");
    let case = case.verify(seen(25, RecheckVerdict::Fixed)).unwrap().close(on(26)).unwrap();
    assert_eq!(case.code(), "closed");
    assert_eq!(case.steps(), [FindingStep::Reopen]);
}

#[test]
fn the_long_way_with_a_rejected_plan_an_extension_and_a_reopening() {
    let case = open().ask(on(0), on(20), Some(on(5))).unwrap();
    assert_eq!(case.owes().0[0].until, Some(on(5)));
    let case = case.submit_plan(plan(3)).unwrap().reject_plan(on(4), "Thiếu kinh phí".into()).unwrap();
    assert_eq!(case.owes().0[0].step, FindingStep::SubmitPlan);
    let case = case.submit_plan(plan(6)).unwrap().approve_plan(on(7)).unwrap();
    assert_eq!(case.clone().ask_extension(on(8), on(20), "x".into()), Err(CaseFault::TooEarly));
    let case = case.ask_extension(on(8), on(30), "Chờ đấu thầu".into()).unwrap();
    assert_eq!(case.owes().0[1].step, FindingStep::DecideExtension);
    let case = case.grant_extension(on(9)).unwrap();
    assert_eq!(case.due(), Some(on(30)));
    let case = case.report_done(done(29)).unwrap().verify(seen(31, RecheckVerdict::Partly)).unwrap();
    assert_eq!(case.owes().0[0].step, FindingStep::Reopen);
    let case = case.reopen(on(32), on(45), "Còn 3 máy chưa cài".into()).unwrap();
    assert_eq!(case.request().unwrap().round, 2);
    let case = case.verify(seen(40, RecheckVerdict::Fixed)).unwrap().close(on(41)).unwrap();
    let again = case.reopen(on(60), on(70), "Gỡ phần mềm sau khi kiểm tra".into()).unwrap();
    assert_eq!(again.request().unwrap().round, 3, "a closed finding that was not fixed opens again");
}

#[test]
fn an_extension_refused_leaves_the_day_and_can_be_asked_again() {
    let asked =
        open().ask(on(0), on(20), None).unwrap().ask_extension(on(8), on(30), "Chờ vốn".into()).unwrap();
    let refused = asked.refuse_extension(on(9)).unwrap();
    assert_eq!(refused.due(), Some(on(20)));
    assert_eq!(refused.request().unwrap().extensions[0].decided, Some((on(9), false)));
    assert!(refused.steps().contains(&FindingStep::AskExtension));
}

#[test]
fn a_successor_answers_for_what_it_takes_over() {
    let case = open().ask(on(0), on(20), None).unwrap();
    assert_eq!(case.clone().transfer(on(1), unit(1), "QĐ".into()), Err(CaseFault::SameUnit));
    let case = case.transfer(on(1), unit(2), "Nghị quyết sáp nhập".into()).unwrap();
    assert_eq!(case.owes().0[0].by, Party::Unit(unit(2)));
    assert_eq!(case.due(), Some(on(20)), "the day stays");
    assert_eq!(case.transfers[0].from, unit(1));
}

#[test]
fn evidence_reasons_and_days_are_wanted() {
    let requested = || open().ask(on(0), on(20), None).unwrap();
    let empty = DoneReport { on: on(1), text: " ".into(), evidence: vec![] };
    assert_eq!(requested().report_done(empty), Err(CaseFault::NoEvidence));
    assert_eq!(open().ask(on(5), on(4), None), Err(CaseFault::TooEarly));
    assert_eq!(open().ask(on(0), on(4), Some(on(5))), Err(CaseFault::TooEarly));
    assert_eq!(requested().withdraw(on(1), String::new()), Err(CaseFault::Wordless));
    let silent = Verification { on: on(1), verdict: RecheckVerdict::NotFixed, note: String::new() };
    assert_eq!(requested().verify(silent), Err(CaseFault::Wordless));
}

#[test]
fn a_reminder_can_be_put_right_on_the_spot() {
    let case = open().correct_on_the_spot(on(0), "Đã tắt tự động chạy".into()).unwrap();
    assert!(case.is_closed() && case.steps().is_empty());
}

#[test]
fn a_finding_that_came_back_names_the_earlier_one() {
    let earlier = FindingId(Uuid::from_u128(7));
    assert_eq!(open().recurring(earlier).recurs, Some(earlier));
}
