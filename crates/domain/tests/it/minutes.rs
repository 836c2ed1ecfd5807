//! The minutes of a visit, from members' parts to the scan.

use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;
use rasoat_domain::identifier::{FileId, MemberId};
use rasoat_domain::visit::{
    Disagreement, Ending, Minutes, MinutesFault, MinutesStep, Signatory, Witness, WitnessKind,
};
use uuid::Uuid;

fn member(n: u128) -> MemberId {
    MemberId(Uuid::from_u128(n))
}

fn day() -> Date {
    date(2026, 6, 12)
}

fn now() -> DateTime {
    day().at(16, 30, 0, 0)
}

fn someone() -> Signatory {
    Signatory { name: "Trần An".into(), position: "Trưởng đoàn".into() }
}

fn witness() -> Witness {
    Witness {
        kind: WitnessKind::CommuneRepresentative,
        name: "Lê Bình".into(),
        position: "Công chức xã".into(),
    }
}

fn open_point() -> Disagreement {
    Disagreement {
        member: member(2),
        about: "F7".into(),
        position: "Đơn vị đã cập nhật".into(),
        settled: None,
    }
}

fn act(minutes: Minutes, pick: usize) -> (MinutesStep, Result<Minutes, MinutesFault>) {
    match pick {
        0 | 1 => (MinutesStep::Write, minutes.hand_in(member(pick as u128 + 1), now())),
        2 => (MinutesStep::Write, minutes.disagree(open_point())),
        3 => (MinutesStep::Write, minutes.settle(0, "Thống nhất".into())),
        4 => (MinutesStep::Agree, minutes.agree(day())),
        5 => (MinutesStep::ReadOut, minutes.read_out(now(), Some("Nhất trí".into()))),
        6 => (MinutesStep::Amend, minutes.amend()),
        7 => (MinutesStep::Sign, minutes.sign(day(), someone(), someone(), 2)),
        9 => (MinutesStep::Opine, minutes.opine("Đề nghị xem lại mục II".into())),
        8 => (MinutesStep::Refuse, minutes.refuse(day(), someone(), "Không đồng ý".into(), witness())),
        _ => (MinutesStep::FileScan, minutes.file_scan(FileId(Uuid::from_u128(9)), day())),
    }
}

proptest! {
    #[test]
    fn no_sequence_of_acts_reaches_an_illegal_state(picks in proptest::collection::vec(0..11_usize, 0..60)) {
        let mut minutes = Minutes::new([member(1), member(2)]);
        let (mut handed, mut read) = ([false; 2], false);
        for pick in picks {
            let before = minutes.clone();
            let offered = |step| before.steps().contains(&step);
            let (step, result) = act(minutes.clone(), pick);
            match result {
                Ok(next) => {
                    prop_assert!(offered(step), "{} in {}", step.code(), before.code());
                    if pick < 2 {
                        handed[pick] = true;
                    }
                    read = matches!(next, Minutes::ReadOut { .. }) || (read && step != MinutesStep::Amend);
                    minutes = next;
                }
                Err(MinutesFault::NotNow(_)) => prop_assert!(!offered(step)),
                Err(MinutesFault::PartsMissing(missing)) => {
                    prop_assert!(step == MinutesStep::Agree && !missing.is_empty());
                    prop_assert!(handed.contains(&false));
                }
                Err(other) => prop_assert!(false, "{other}"),
            }
            if !matches!(minutes, Minutes::Draft { .. }) {
                prop_assert_eq!(handed, [true; 2], "agreed before every part was in");
            }
            // Signed or refused only after it was read out; filed only after one of the two.
            if minutes.drawn_up_on().is_some() {
                prop_assert!(read);
            }
            prop_assert!(Minutes::CODES.contains(&minutes.code()));
            let json = serde_json::to_string(&minutes).unwrap();
            prop_assert_eq!(serde_json::from_str::<Minutes>(&json).unwrap(), minutes.clone());
        }
    }
}

fn read_out() -> Minutes {
    let drafted = Minutes::new([member(1), member(2)]).disagree(open_point()).unwrap();
    let whole = drafted.hand_in(member(1), now()).unwrap().hand_in(member(2), now()).unwrap();
    whole.agree(day()).unwrap().read_out(now(), None).unwrap()
}

#[test]
fn disagreements_may_stay_open_but_stay_listed() {
    let signed = read_out().sign(day(), someone(), someone(), 2).unwrap();
    assert_eq!(signed.open_disagreements().len(), 1);
    let filed = signed.file_scan(FileId(Uuid::nil()), day()).unwrap();
    assert_eq!((filed.open_disagreements().len(), filed.drawn_up_on()), (1, Some(day())));
}

#[test]
fn only_members_hand_in_or_disagree() {
    let minutes = Minutes::new([member(1)]);
    assert_eq!(minutes.clone().hand_in(member(7), now()), Err(MinutesFault::NotAMember));
    assert_eq!(minutes.disagree(open_point()), Err(MinutesFault::NotAMember));
}

#[test]
fn signing_and_refusing_want_what_the_decree_wants() {
    let nobody = Signatory { name: " ".into(), position: String::new() };
    let incomplete = |result: Result<Minutes, MinutesFault>, what| {
        assert_eq!(result, Err(MinutesFault::Incomplete(what)));
    };
    incomplete(read_out().sign(day(), someone(), nobody.clone(), 2), "signatory");
    incomplete(read_out().sign(day(), someone(), someone(), 1), "copies");
    incomplete(read_out().refuse(day(), someone(), " ".into(), witness()), "reason");
    let unnamed = Witness { name: String::new(), ..witness() };
    incomplete(read_out().refuse(day(), someone(), "Không ký".into(), unnamed), "witness");
    let early = read_out().sign(date(2026, 6, 11), someone(), someone(), 2);
    assert_eq!(early, Err(MinutesFault::DatedTooEarly));
    let refused = read_out().refuse(day(), someone(), "Không ký".into(), witness()).unwrap();
    assert_eq!(refused.code(), "refused");
    assert!(matches!(refused, Minutes::Concluded { ending: Ending::Refused { .. }, .. }));
}

#[test]
fn the_unit_speaks_between_hearing_and_signing() {
    let said = read_out().opine("Đề nghị xem lại mục II".into()).unwrap();
    let Minutes::Concluded { unit_opinion, .. } = said.sign(day(), someone(), someone(), 2).unwrap() else {
        panic!("it is signed")
    };
    assert_eq!(unit_opinion.as_deref(), Some("Đề nghị xem lại mục II"));
    assert!(matches!(Minutes::new([member(1)]).opine("Nhất trí".into()), Err(MinutesFault::NotNow(_))));
}
