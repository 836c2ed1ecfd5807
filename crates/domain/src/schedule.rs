//! When a visit may take place: what stands against a time, a unit and the
//! members who go, and (in the folder beside this file) how many visits are
//! spread over working days.
//!
//! Not here: the steps of the visit (`visit`), who may change the schedule
//! (`policy`).

mod proposal;

pub use proposal::{
    MAX_PER_DAY, Placed, Proposal, Taken, TeamPlan, Unplaced, Wanted, Wish, propose, sessions,
};

use crate::calendar::{Calendar, DayKind, days_between};
use crate::deadline::Rule;
use crate::identifier::{MemberId, UnitId, UserId, VisitId};
use crate::team::{Bar, Member, bar};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// A unit learns of its visit at least this many days before, unless its plan
/// says otherwise (the plan of 2024, III.2: 03 days).
pub const NOTICE_DAYS: u16 = 3;
/// The longest visit; an inspection of one unit takes at most this many days
/// (NĐ 217/2025, Điều 13: 15 days and 7 more).
pub const LONGEST_DAYS: i64 = 31;

/// From when to when, on the wall clock of Viet Nam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Slot {
    pub starts: DateTime,
    pub ends: DateTime,
}

impl Slot {
    pub fn overlaps(self, other: Slot) -> bool {
        self.starts < other.ends && other.starts < self.ends
    }

    /// The civil days it touches, at most [`LONGEST_DAYS`].
    pub fn days(self) -> impl Iterator<Item = Date> {
        let last = self.ends.date();
        let mut next = Some(self.starts.date());
        (0..=LONGEST_DAYS).map_while(move |_| {
            let day = next.filter(|day| *day <= last)?;
            next = day.tomorrow().ok();
            Some(day)
        })
    }
}

/// A member who is to go.
#[derive(Debug, Clone)]
pub struct Going {
    pub member: Member,
    /// The units they declared they may not inspect.
    pub declared: Vec<UnitId>,
    /// Their own unit and the bodies above it, nearest first.
    pub own_line: Vec<UnitId>,
}

impl Going {
    /// Whether they may not inspect the first unit of `line`: nobody inspects
    /// their own unit, nor one above or under it.
    pub fn barred(&self, line: &[UnitId]) -> Option<Bar> {
        let under = line.first().is_some_and(|unit| self.own_line.contains(unit));
        bar(&self.member, line, &self.declared).or(under.then_some(Bar::OwnUnit))
    }
}

/// Another visit that is in the schedule already.
#[derive(Debug, Clone)]
pub struct Other {
    pub visit: VisitId,
    pub unit: UnitId,
    pub slot: Slot,
    pub members: Vec<MemberId>,
    /// The accounts of its members: one person may sit in two teams.
    pub users: Vec<UserId>,
}

/// A visit as somebody wants it.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    pub slot: Slot,
    /// The unit and the bodies above it, nearest first.
    pub line: &'a [UnitId],
    pub going: &'a [Going],
    /// The campaign's first and last day of visits.
    pub window: (Option<Date>, Option<Date>),
    /// How long before the unit must know of it.
    pub notice: Notice,
    pub today: Date,
    /// Checked without having been announced (S0 II.2.b).
    pub ad_hoc: bool,
    /// The other visits that touch the same days.
    pub others: &'a [Other],
}

/// How long before its visit a unit must be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub days: u16,
    pub working_days: bool,
}

impl Default for Notice {
    fn default() -> Self {
        Notice { days: NOTICE_DAYS, working_days: false }
    }
}

impl Notice {
    /// The notice a plan's rule asks for; any other kind of rule says nothing
    /// about it.
    pub fn of(rule: Option<&Rule>) -> Self {
        match rule {
            Some(
                Rule::NoticeBeforeVisit { days, working_days } | Rule::BeforeVisit { days, working_days },
            ) => Notice { days: *days, working_days: *working_days },
            _ => Notice::default(),
        }
    }

    /// What stands against telling the unit on `told` of a visit on `visit`.
    pub fn short(self, told: Date, visit: Date, calendar: &Calendar) -> Option<Clash> {
        let given = if self.working_days {
            calendar.working_days_between(told, visit)
        } else {
            days_between(told, visit)
        };
        (given < i64::from(self.days)).then_some(Clash::ShortNotice { given, needed: self.days })
    }
}

/// What stands against a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "clash", rename_all = "snake_case")]
pub enum Clash {
    EndsBeforeStart,
    /// Longer than [`LONGEST_DAYS`].
    TooLong,
    NobodyGoes,
    MemberBusy {
        member: MemberId,
        other: VisitId,
    },
    UnitBusy {
        other: VisitId,
    },
    Barred {
        member: MemberId,
        bar: Bar,
    },
    OutsideWindow {
        first: Option<Date>,
        last: Option<Date>,
    },
    NotWorking {
        day: Date,
        kind: DayKind,
    },
    ShortNotice {
        given: i64,
        needed: u16,
    },
}

/// What a clash does to the wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It may be so, when a reason is written down.
    NeedsReason,
    Refuses,
}

impl Clash {
    /// The stable name of the clash, for words.
    pub fn code(&self) -> &'static str {
        match self {
            Clash::EndsBeforeStart => "ends_before_start",
            Clash::TooLong => "too_long",
            Clash::NobodyGoes => "nobody_goes",
            Clash::MemberBusy { .. } => "member_busy",
            Clash::UnitBusy { .. } => "unit_busy",
            Clash::Barred { bar: Bar::OwnUnit, .. } => "own_unit",
            Clash::Barred { bar: Bar::Declared, .. } => "declared_conflict",
            Clash::OutsideWindow { .. } => "outside_window",
            Clash::NotWorking { .. } => "not_working",
            Clash::ShortNotice { .. } => "short_notice",
        }
    }

    /// A planned visit is never announced late; an ad-hoc one may be, with its
    /// reason (S0 II.2.b).
    pub fn weight(&self, ad_hoc: bool) -> Weight {
        match self {
            Clash::OutsideWindow { .. } | Clash::NotWorking { .. } => Weight::NeedsReason,
            Clash::ShortNotice { .. } if ad_hoc => Weight::NeedsReason,
            _ => Weight::Refuses,
        }
    }
}

/// Everything that stands against a visit, gravest first.
pub fn clashes(asked: &Asked<'_>, calendar: &Calendar) -> Vec<Clash> {
    let slot = asked.slot;
    if slot.ends <= slot.starts {
        return vec![Clash::EndsBeforeStart];
    }
    if days_between(slot.starts.date(), slot.ends.date()) >= LONGEST_DAYS {
        return vec![Clash::TooLong];
    }
    let mut found = Vec::new();
    if asked.going.is_empty() {
        found.push(Clash::NobodyGoes);
    }
    for going in asked.going {
        if let Some(bar) = going.barred(asked.line) {
            found.push(Clash::Barred { member: going.member.id, bar });
        }
    }
    for other in asked.others.iter().filter(|other| other.slot.overlaps(slot)) {
        if asked.line.first() == Some(&other.unit) {
            found.push(Clash::UnitBusy { other: other.visit });
        }
        for going in asked.going {
            let same_person = going.member.user.is_some_and(|user| other.users.contains(&user));
            if other.members.contains(&going.member.id) || same_person {
                found.push(Clash::MemberBusy { member: going.member.id, other: other.visit });
            }
        }
    }
    let (first, last) = asked.window;
    let early = first.is_some_and(|first| slot.starts.date() < first);
    let late = last.is_some_and(|last| last < slot.ends.date());
    if early || late {
        found.push(Clash::OutsideWindow { first, last });
    }
    for day in slot.days() {
        let kind = calendar.kind(day);
        if !kind.is_working() {
            found.push(Clash::NotWorking { day, kind });
        }
    }
    found.extend(asked.notice.short(asked.today, slot.starts.date(), calendar));
    found.sort_by_key(|clash| std::cmp::Reverse(clash.weight(asked.ad_hoc)));
    found
}

/// Whether the visit may be put into the schedule: nothing refuses it, and what
/// needs a reason has one.
pub fn admits(clashes: &[Clash], ad_hoc: bool, reason: Option<&str>) -> bool {
    let heaviest = clashes.iter().map(|clash| clash.weight(ad_hoc)).max();
    match heaviest {
        None => true,
        Some(Weight::NeedsReason) => reason.is_some_and(|reason| !reason.trim().is_empty()),
        Some(Weight::Refuses) => false,
    }
}
