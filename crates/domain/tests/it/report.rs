//! A report's way from draft to accepted.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rasoat_domain::bilingual::Bilingual;
use rasoat_domain::deadline::Standing;
use rasoat_domain::identifier::{RemarkId, UserId};
use rasoat_domain::outline::{Answers, Cell, Field, Kind, Outline, Requirement, Section, Severity, Value};
use rasoat_domain::report::{
    Assignments, CannotSubmit, Problem, Remark, Report, ReportStep, check, progress,
};
use uuid::Uuid;

const ACTS: [ReportStep; 7] = [
    ReportStep::Write,
    ReportStep::HandToHead,
    ReportStep::GiveBack,
    ReportStep::Submit,
    ReportStep::Return,
    ReportStep::Accept,
    ReportStep::Resume,
];

fn today() -> Date {
    date(2026, 5, 26)
}

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn remark(n: u128) -> Remark {
    let text = "Bổ sung số liệu năm 2025".into();
    Remark { id: RemarkId(Uuid::from_u128(n)), about: Some("2.1".into()), text, answer: None }
}

fn outline() -> Outline {
    let field = |id: &str, required| Field {
        id: id.into(),
        kind: Kind::Text { max: 100 },
        label: Bilingual::new("Ưu điểm", "Strengths"),
        help: None,
        required,
        bases: vec![],
    };
    Outline {
        code: "test".into(),
        title: Bilingual::new("Báo cáo", "Report"),
        valid_from: None,
        valid_to: None,
        source: Bilingual::new("thử", "test"),
        sections: ["1", "2", "2.1"]
            .map(|code| Section {
                code: code.into(),
                title: Bilingual::new("Mục", "Section"),
                help: None,
                fields: if code == "1" {
                    vec![]
                } else {
                    vec![field(&format!("f{}", code.replace('.', "_")), Requirement::Always)]
                },
            })
            .into(),
        checks: vec![],
    }
}

/// One act; problems stand for an incomplete report.
fn act(report: Report, step: ReportStep, problems: &[Problem]) -> Result<Report, String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    match step {
        ReportStep::Write => {
            let open = report.remarks().first().map_or(RemarkId(Uuid::nil()), |remark| remark.id);
            report.answer(open, "Đã bổ sung".into()).map_err(|e| said(&e))
        }
        ReportStep::HandToHead => report.hand_to_head(today()).map_err(|e| said(&e)),
        ReportStep::GiveBack => report.give_back().map_err(|e| said(&e)),
        ReportStep::Submit => report.submit(today(), user(1), None, problems).map_err(|e| said(&e)),
        ReportStep::Return => report.send_back(today(), vec![remark(1)]).map_err(|e| said(&e)),
        ReportStep::Accept => report.accept(today()).map_err(|e| said(&e)),
        ReportStep::Resume => report.resume().map_err(|e| said(&e)),
    }
}

proptest! {
    #[test]
    fn no_sequence_of_acts_reaches_an_illegal_state(
        steps in proptest::collection::vec((0..ACTS.len(), any::<bool>()), 0..40)
    ) {
        let outline = outline();
        let refusing = check(&outline, &Answers::new([]), None);
        let mut report = Report::new();
        let mut sent = 0_u16;
        for (at, incomplete) in steps {
            let step = ACTS[at];
            let before = report.clone();
            let problems = if incomplete { refusing.as_slice() } else { &[] };
            let offered = before.steps().contains(&step);
            let unanswered = before.remarks().iter().any(|remark| remark.answer.is_none());
            match act(report.clone(), step, problems) {
                Ok(next) => {
                    prop_assert!(offered, "{} was not offered in {}", step.code(), before.code());
                    prop_assert_eq!(next.version() - before.version(), u16::from(step == ReportStep::Resume));
                    if step == ReportStep::Submit {
                        prop_assert!(!incomplete && !unanswered);
                        sent = next.version();
                    }
                    report = next;
                }
                Err(_) => prop_assert!(!offered || step == ReportStep::Submit && (incomplete || unanswered)),
            }
            if let Some(known) = report.sent() {
                prop_assert_eq!((known.by, sent), (user(1), report.version()));
            }
            prop_assert!(Report::CODES.contains(&report.code()));
            prop_assert_eq!(report.write().is_ok(), report.code() == "draft");
            let json = serde_json::to_string(&report).unwrap();
            prop_assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report.clone());
        }
    }
}

#[test]
fn a_late_report_is_marked_and_not_refused() {
    let with_head = || Report::new().hand_to_head(today()).unwrap();
    let standing = |due| with_head().submit(today(), user(1), due, &[]).unwrap().sent().unwrap().standing;
    assert_eq!(standing(Some(date(2026, 5, 26))), Some(Standing::DoneInTime { early: 0 }));
    assert_eq!(standing(Some(date(2026, 5, 20))), Some(Standing::DoneLate { days: 6 }));
    assert_eq!(standing(None), None, "a plan may set no deadline");
}

#[test]
fn warnings_do_not_refuse_and_problems_do() {
    let outline = outline();
    let mut problems = check(&outline, &Answers::new([]), None);
    assert_eq!(problems.len(), 2);
    let with_head = Report::new().hand_to_head(today()).unwrap();
    let refused = with_head.clone().submit(today(), user(1), None, &problems).unwrap_err();
    assert!(matches!(refused, CannotSubmit::Problems(known) if known.len() == 2));
    for problem in &mut problems {
        problem.severity = Severity::Warn;
    }
    assert!(with_head.submit(today(), user(1), None, &problems).is_ok());
}

#[test]
fn a_returned_report_keeps_its_remarks_until_they_are_answered() {
    let sent = Report::new().hand_to_head(today()).unwrap().submit(today(), user(1), None, &[]).unwrap();
    assert!(sent.clone().send_back(today(), vec![]).is_err(), "not without saying why");
    let draft = sent.send_back(today(), vec![remark(1), remark(2)]).unwrap().resume().unwrap();
    assert_eq!((draft.version(), draft.remarks().len()), (2, 2));
    let once = draft.answer(remark(1).id, "Đã bổ sung".into()).unwrap();
    let refused =
        once.clone().hand_to_head(today()).unwrap().submit(today(), user(1), None, &[]).unwrap_err();
    assert_eq!(refused, CannotSubmit::Remarks(vec![remark(2).id]));
    let twice = once.answer(remark(2).id, "Đã giải trình".into()).unwrap();
    assert!(twice.hand_to_head(today()).unwrap().submit(today(), user(1), None, &[]).is_ok());
}

#[test]
fn a_section_without_writers_is_answered_by_those_above_it() {
    let outline = outline();
    let mut writers = Assignments::default();
    assert_eq!(writers.unassigned(&outline), ["2", "2.1"], "a heading has nothing to answer");
    writers.assign("2", user(1));
    assert_eq!(writers.writers("2.1"), [user(1)]);
    assert!(writers.unassigned(&outline).is_empty());
    writers.assign("2.1", user(2));
    assert_eq!(writers.writers("2.1"), [user(2)]);
    writers.withdraw("2.1", user(2));
    assert_eq!(writers.writers("2.1"), [user(1)]);
}

#[test]
fn progress_is_a_hundred_only_when_nothing_is_missing() {
    let outline = outline();
    let half = Answers::new([]).with(Cell::of("f2"), Value::Text("Tốt".into()));
    assert_eq!(progress(&outline, &half).percent(), 50);
    assert!(!progress(&outline, &half).is_complete());
    let whole = half.with(Cell::of("f2_1"), Value::Text("Tốt".into()));
    let progress = progress(&outline, &whole);
    assert_eq!((progress.percent(), progress.is_complete()), (100, true));
    assert_eq!(progress.sections[0].percent(), 100, "a heading is complete by itself");
    assert!(check(&outline, &whole, None).is_empty());
}
