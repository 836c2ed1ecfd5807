//! What stands against a visit, and how many visits are spread over days.

use jiff::civil::{Date, DateTime, date};
use rasoat_domain::calendar::{Calendar, CalendarYear, DayKind, DayOff, Reason};
use rasoat_domain::deadline::Rule;
use rasoat_domain::identifier::{MemberId, TargetId, TeamId, UnitId, UserId, VisitId};
use rasoat_domain::schedule::{
    Asked, Clash, Going, Notice, Other, Slot, TeamPlan, Unplaced, Wanted, Weight, Wish, admits, clashes,
    propose, sessions,
};
use rasoat_domain::team::{Bar, Member, TeamRole};
use uuid::Uuid;

fn id<T: From<Uuid>>(n: u128) -> T {
    T::from(Uuid::from_u128(n))
}

fn going(n: u128, role: TeamRole, unit: Option<u128>) -> Going {
    Going {
        member: Member {
            id: id(n),
            team: id(1),
            name: Some(format!("Thành viên {n}")),
            rank: None,
            position: None,
            organisation: "Công an tỉnh".into(),
            unit: unit.map(id),
            user: Some(id::<UserId>(1000 + n)),
            role,
            duty: None,
        },
        declared: vec![],
        own_line: unit.map(id).into_iter().collect(),
    }
}

fn at(day: Date, hour: i8) -> DateTime {
    day.at(hour, 0, 0, 0)
}

fn slot(day: Date, from: i8, to: i8) -> Slot {
    Slot { starts: at(day, from), ends: at(day, to) }
}

/// Monday 1 June 2026 is off as a holiday.
fn calendar() -> Calendar {
    let off = DayOff {
        date: date(2026, 6, 1),
        reason: Reason::Holiday,
        name: rasoat_domain::bilingual::Bilingual { vi: "Ngày nghỉ".into(), en: "Day off".into() },
        source: "thử".into(),
        confidence: rasoat_domain::law::Confidence::P,
    };
    Calendar::new([CalendarYear { year: 2026, days_off: vec![off], days_worked: vec![] }]).unwrap()
}

const TUESDAY: Date = Date::constant(2026, 6, 2);

fn asked<'a>(line: &'a [UnitId], who: &'a [Going], others: &'a [Other]) -> Asked<'a> {
    Asked {
        slot: slot(TUESDAY, 8, 11),
        line,
        going: who,
        window: (Some(date(2026, 5, 15)), Some(date(2026, 6, 30))),
        notice: Notice::default(),
        today: date(2026, 5, 20),
        ad_hoc: false,
        others,
    }
}

#[test]
fn nothing_stands_against_a_visit_in_good_time() {
    let (line, who) = ([id(7)], [going(1, TeamRole::Lead, Some(9))]);
    assert_eq!(clashes(&asked(&line, &who, &[]), &calendar()), []);
}

#[test]
fn nobody_inspects_their_own_unit_nor_one_above_or_under_it() {
    let who = [going(1, TeamRole::Lead, Some(9))];
    let barred = Clash::Barred { member: id(1), bar: Bar::OwnUnit };
    assert_eq!(clashes(&asked(&[id(9)], &who, &[]), &calendar()), vec![barred.clone()]);
    assert_eq!(clashes(&asked(&[id(7), id(9)], &who, &[]), &calendar()), vec![barred.clone()]);
    let mut under = going(1, TeamRole::Lead, Some(9));
    under.own_line.push(id(7));
    assert_eq!(clashes(&asked(&[id(7)], &[under], &[]), &calendar()), [barred]);
}

#[test]
fn a_declared_conflict_bars_from_that_unit_alone() {
    let mut who = going(1, TeamRole::Lead, Some(9));
    who.declared.push(id(7));
    let who = [who];
    let barred = Clash::Barred { member: id(1), bar: Bar::Declared };
    assert_eq!(clashes(&asked(&[id(7)], &who, &[]), &calendar()), [barred]);
    assert_eq!(clashes(&asked(&[id(8)], &who, &[]), &calendar()), []);
}

#[test]
fn a_person_and_a_unit_are_at_one_place_at_a_time_even_as_seats_of_two_teams() {
    let (line, who) = ([id(7)], [going(1, TeamRole::Lead, None)]);
    let other = |unit: u128, from, to, member: u128, user: u128| Other {
        visit: id::<VisitId>(50),
        unit: id(unit),
        slot: slot(TUESDAY, from, to),
        members: vec![id::<MemberId>(member)],
        users: vec![id(user)],
    };
    let busy = Clash::MemberBusy { member: id(1), other: id(50) };
    assert_eq!(clashes(&asked(&line, &who, &[other(8, 10, 12, 1, 1)]), &calendar()), vec![busy.clone()]);
    assert_eq!(clashes(&asked(&line, &who, &[other(8, 10, 12, 2, 1001)]), &calendar()), [busy]);
    assert_eq!(
        clashes(&asked(&line, &who, &[other(8, 11, 12, 1, 1001)]), &calendar()),
        [],
        "one after the other"
    );
    assert_eq!(
        clashes(&asked(&line, &who, &[other(7, 8, 9, 2, 2)]), &calendar()),
        [Clash::UnitBusy { other: id(50) }]
    );
}

#[test]
fn days_off_and_days_outside_the_window_need_a_reason() {
    let (line, who) = ([id(7)], [going(1, TeamRole::Lead, None)]);
    let mut holiday = asked(&line, &who, &[]);
    holiday.slot = slot(date(2026, 6, 1), 8, 11);
    let found = clashes(&holiday, &calendar());
    assert_eq!(found, [Clash::NotWorking { day: date(2026, 6, 1), kind: DayKind::Holiday }]);
    assert!(!admits(&found, false, None) && !admits(&found, false, Some("  ")));
    assert!(admits(&found, false, Some("Đơn vị chỉ làm việc vào ngày này")));
    let mut late = asked(&line, &who, &[]);
    late.slot = slot(date(2026, 7, 1), 8, 11);
    let found = clashes(&late, &calendar());
    assert!(matches!(found[..], [Clash::OutsideWindow { .. }]));
    assert!(!admits(&found, false, None) && admits(&found, false, Some("Ban Chỉ đạo cho kéo dài")));
}

#[test]
fn short_notice_is_for_ad_hoc_visits_with_a_reason() {
    let (line, who) = ([id(7)], [going(1, TeamRole::Lead, None)]);
    let mut soon = asked(&line, &who, &[]);
    soon.today = date(2026, 5, 31);
    let found = clashes(&soon, &calendar());
    assert_eq!(found, [Clash::ShortNotice { given: 2, needed: 3 }]);
    assert_eq!(found[0].weight(false), Weight::Refuses);
    assert!(!admits(&found, false, Some("gấp")));
    assert!(admits(&found, true, Some("có dấu hiệu lộ tài khoản quản trị")) && !admits(&found, true, None));
    soon.today = date(2026, 5, 30);
    assert_eq!(clashes(&soon, &calendar()), [], "three days are enough");
    soon.notice = Notice::of(Some(&Rule::NoticeBeforeVisit { days: 3, working_days: true }));
    assert_eq!(clashes(&soon, &calendar()), [Clash::ShortNotice { given: 1, needed: 3 }]);
}

#[test]
fn impossible_times_stand_alone() {
    let (line, who) = ([id(7)], [going(1, TeamRole::Lead, Some(7))]);
    let mut wrong = asked(&line, &who, &[]);
    wrong.slot = slot(TUESDAY, 11, 8);
    assert_eq!(clashes(&wrong, &calendar()), [Clash::EndsBeforeStart]);
    wrong.slot = Slot { starts: at(TUESDAY, 8), ends: at(date(2026, 8, 2), 8) };
    assert_eq!(clashes(&wrong, &calendar()), [Clash::TooLong]);
    wrong.slot = slot(TUESDAY, 8, 11);
    wrong.going = &[];
    assert_eq!(clashes(&wrong, &calendar()), [Clash::NobodyGoes]);
}

fn wish(units: u128, teams: Vec<TeamPlan>, per_day: u8) -> Wish {
    Wish {
        first: date(2026, 5, 29),
        last: date(2026, 6, 5),
        per_day,
        wanted: (1..=units).map(|n| Wanted { target: id(n), line: vec![id(100 + n)] }).collect(),
        teams,
        taken: vec![],
    }
}

fn team(n: u128, roster: Vec<Going>) -> TeamPlan {
    TeamPlan { team: id(n), roster }
}

#[test]
fn a_proposal_fills_working_days_in_order_for_every_team() {
    let one = team(1, vec![going(1, TeamRole::Lead, None), going(2, TeamRole::Member, None)]);
    let two = team(2, vec![going(3, TeamRole::Deputy, None)]);
    let proposal = propose(&wish(6, vec![one, two], 2), &calendar());
    let placed: Vec<_> =
        proposal.placed.iter().map(|p| (p.target, p.team, p.slot.starts)).collect::<Vec<_>>();
    let (friday, tuesday) = (date(2026, 5, 29), TUESDAY);
    let morning = |d: Date| d.at(8, 0, 0, 0);
    let afternoon = |d: Date| d.at(13, 30, 0, 0);
    let t = |n| id::<TargetId>(n);
    let g = |n| id::<TeamId>(n);
    assert_eq!(
        placed,
        [
            (t(1), g(1), morning(friday)),
            (t(2), g(2), morning(friday)),
            (t(3), g(1), afternoon(friday)),
            (t(4), g(2), afternoon(friday)),
            (t(5), g(1), morning(tuesday)),
            (t(6), g(2), morning(tuesday)),
        ],
        "the weekend and the holiday on Monday are passed over"
    );
    assert_eq!(proposal.left, []);
}

#[test]
fn a_proposal_sends_nobody_to_their_own_unit_and_nobody_to_two_places() {
    let lead_of_101 = team(1, vec![going(1, TeamRole::Lead, Some(101)), going(2, TeamRole::Member, None)]);
    let proposal = propose(&wish(2, vec![lead_of_101], 1), &calendar());
    assert_eq!(proposal.placed.len(), 1);
    assert_eq!(proposal.placed[0].target, id(2));
    assert_eq!(proposal.left, [(id(1), Unplaced::AllBarred)], "a member alone does not lead a visit");
    let shared = |n| team(n, vec![going(1, TeamRole::Lead, None)]);
    let proposal = propose(&wish(2, vec![shared(1), shared(2)], 1), &calendar());
    assert_ne!(proposal.placed[0].slot, proposal.placed[1].slot, "one lead of two teams");
}

#[test]
fn what_finds_no_room_is_said() {
    let one = || team(1, vec![going(1, TeamRole::Lead, None)]);
    let proposal = propose(&wish(9, vec![one()], 1), &calendar());
    assert_eq!(proposal.placed.len(), 5);
    assert_eq!(proposal.left.len(), 4);
    assert!(proposal.left.iter().all(|(_, why)| *why == Unplaced::NoRoom));
}

#[test]
fn sessions_of_a_day_do_not_overlap() {
    for per_day in 1..=4 {
        let all = sessions(per_day);
        assert_eq!(all.len(), usize::from(per_day));
        assert!(all.iter().all(|(from, to)| from < to) && all.windows(2).all(|w| w[0].1 <= w[1].0));
    }
}
