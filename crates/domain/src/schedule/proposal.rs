//! A schedule proposed for many units at once: in the order given, over working
//! days, a few visits per team and day, nobody to their own unit.
//!
//! Not here: keeping it. People look at a proposal and change it first.

use super::{Going, Slot};
use crate::calendar::Calendar;
use crate::identifier::{MemberId, TargetId, TeamId, UnitId, UserId};
use crate::team::TeamRole;
use jiff::civil::{Date, Time, time};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// A team does at most this many visits a day.
pub const MAX_PER_DAY: u8 = 4;
/// The longest stretch of days looked at.
const MAX_DAYS: usize = 400;

/// A unit to be visited.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub target: TargetId,
    /// The unit and the bodies above it, nearest first.
    pub line: Vec<UnitId>,
}

#[derive(Debug, Clone)]
pub struct TeamPlan {
    pub team: TeamId,
    pub roster: Vec<Going>,
}

/// A time that a person or a unit has given away already.
#[derive(Debug, Clone)]
pub struct Taken {
    pub slot: Slot,
    pub unit: UnitId,
    pub members: Vec<MemberId>,
    pub users: Vec<UserId>,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wish {
    pub first: Date,
    pub last: Date,
    pub per_day: u8,
    pub wanted: Vec<Wanted>,
    pub teams: Vec<TeamPlan>,
    pub taken: Vec<Taken>,
}

/// One proposed visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    pub target: TargetId,
    pub team: TeamId,
    pub slot: Slot,
    /// Those of the team who are free and not barred.
    pub members: Vec<MemberId>,
}

/// Why a unit found no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unplaced {
    /// No team has a lead, deputy or other member who may go there.
    AllBarred,
    /// The days are used up.
    NoRoom,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub placed: Vec<Placed>,
    pub left: Vec<(TargetId, Unplaced)>,
}

/// The hours of a day's visits: whole days, mornings and afternoons, or two in
/// each.
pub fn sessions(per_day: u8) -> &'static [(Time, Time)] {
    const WHOLE: [(Time, Time); 1] = [(time(8, 0, 0, 0), time(17, 0, 0, 0))];
    const HALVES: [(Time, Time); 2] =
        [(time(8, 0, 0, 0), time(11, 30, 0, 0)), (time(13, 30, 0, 0), time(17, 0, 0, 0))];
    const THREE: [(Time, Time); 3] = [
        (time(7, 30, 0, 0), time(9, 30, 0, 0)),
        (time(9, 45, 0, 0), time(11, 45, 0, 0)),
        (time(13, 30, 0, 0), time(16, 30, 0, 0)),
    ];
    const FOUR: [(Time, Time); 4] = [
        (time(7, 30, 0, 0), time(9, 30, 0, 0)),
        (time(9, 45, 0, 0), time(11, 45, 0, 0)),
        (time(13, 30, 0, 0), time(15, 15, 0, 0)),
        (time(15, 30, 0, 0), time(17, 15, 0, 0)),
    ];
    match per_day {
        0 | 1 => &WHOLE,
        2 => &HALVES,
        3 => &THREE,
        _ => &FOUR,
    }
}

/// Spreads the visits. The same wish always gives the same proposal.
pub fn propose(wish: &Wish, calendar: &Calendar) -> Proposal {
    let mut queue: VecDeque<&Wanted> = wish.wanted.iter().collect();
    let mut proposal = Proposal::default();
    let mut taken = wish.taken.clone();
    let mut day = Some(wish.first);
    for _ in 0..MAX_DAYS {
        let Some(today) = day.filter(|day| *day <= wish.last && !queue.is_empty()) else { break };
        day = today.tomorrow().ok();
        if !calendar.is_working(today) {
            continue;
        }
        for (from, to) in sessions(wish.per_day) {
            let slot = Slot { starts: today.to_datetime(*from), ends: today.to_datetime(*to) };
            for team in &wish.teams {
                let found = queue.iter().enumerate().find_map(|(at, wanted)| {
                    let unit_free =
                        !taken.iter().any(|t| Some(&t.unit) == wanted.line.first() && t.slot.overlaps(slot));
                    let members = unit_free.then(|| who_goes(team, wanted, slot, &taken))??;
                    Some((at, members))
                });
                let Some((at, going)) = found else { continue };
                let Some(wanted) = queue.remove(at) else { continue };
                let Some(unit) = wanted.line.first() else { continue };
                taken.push(Taken {
                    slot,
                    unit: *unit,
                    members: going.iter().map(|g| g.member.id).collect(),
                    users: going.iter().filter_map(|g| g.member.user).collect(),
                });
                let members = going.iter().map(|g| g.member.id).collect();
                proposal.placed.push(Placed { target: wanted.target, team: team.team, slot, members });
            }
        }
    }
    proposal.left = queue
        .into_iter()
        .map(|wanted| {
            let possible = wish.teams.iter().any(|team| may_go(team, wanted).is_some());
            (wanted.target, if possible { Unplaced::NoRoom } else { Unplaced::AllBarred })
        })
        .collect();
    proposal
}

/// Those of the team who are not barred from the unit, if someone who can lead
/// is among them.
fn may_go<'a>(team: &'a TeamPlan, wanted: &Wanted) -> Option<Vec<&'a Going>> {
    let fit: Vec<_> = team.roster.iter().filter(|g| g.barred(&wanted.line).is_none()).collect();
    led(&fit).then_some(fit)
}

fn who_goes<'a>(team: &'a TeamPlan, wanted: &Wanted, slot: Slot, taken: &[Taken]) -> Option<Vec<&'a Going>> {
    let mut fit = may_go(team, wanted)?;
    let busy: Vec<_> = taken.iter().filter(|t| t.slot.overlaps(slot)).collect();
    fit.retain(|g| {
        !busy.iter().any(|t| {
            t.members.contains(&g.member.id) || g.member.user.is_some_and(|user| t.users.contains(&user))
        })
    });
    led(&fit).then_some(fit)
}

/// A visit needs a lead or a deputy.
fn led(going: &[&Going]) -> bool {
    going.iter().any(|g| matches!(g.member.role, TeamRole::Lead | TeamRole::Deputy))
}
