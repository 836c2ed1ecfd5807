//! How units became other units: the events, and walking along them.
//!
//! Not here: what follows to a successor (`app`).

use super::Unit;
use crate::identifier::{ChangeId, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How bodies became other bodies (vocabulary of the Organization Ontology's
/// change events).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Merge,
    Split,
    Rename,
    Transfer,
    Dissolve,
}

impl ChangeKind {
    pub const ALL: [ChangeKind; 5] = [
        ChangeKind::Merge,
        ChangeKind::Split,
        ChangeKind::Rename,
        ChangeKind::Transfer,
        ChangeKind::Dissolve,
    ];

    pub fn code(self) -> &'static str {
        match self {
            ChangeKind::Merge => "merge",
            ChangeKind::Split => "split",
            ChangeKind::Rename => "rename",
            ChangeKind::Transfer => "transfer",
            ChangeKind::Dissolve => "dissolve",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One reorganisation: originals end the day before `date`, resulting units
/// begin on it. Many to many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeEvent {
    pub id: ChangeId,
    pub date: Date,
    pub kind: ChangeKind,
    /// The act it rests on, as cited.
    pub basis: Option<String>,
    pub originals: Vec<UnitId>,
    pub resulting: Vec<UnitId>,
}

/// What is wrong with a reorganisation as described.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ChangeFault {
    #[error("no unit is named that changes")]
    NoOriginal,
    #[error("no unit is named that results")]
    NoResulting,
    #[error("a split results in at least two units")]
    OneResulting,
    #[error("a renaming has one unit before and one after")]
    NotOneToOne,
    #[error("a dissolved unit has no successor")]
    Successor,
    #[error("nothing changes")]
    Same,
}

impl ChangeKind {
    /// Whether so many units before and after make a change of this kind;
    /// `shared` of them are the same unit, which goes on.
    pub fn check(self, originals: usize, resulting: usize, shared: usize) -> Result<(), ChangeFault> {
        let all_shared = shared == originals && shared == resulting;
        let fault = match (self, originals, resulting) {
            (_, 0, _) => ChangeFault::NoOriginal,
            // A transferred unit goes on under another parent.
            (ChangeKind::Dissolve, _, 0) | (ChangeKind::Transfer, ..) => return Ok(()),
            (ChangeKind::Dissolve, ..) => ChangeFault::Successor,
            (_, _, 0) => ChangeFault::NoResulting,
            (ChangeKind::Split, _, 1) => ChangeFault::OneResulting,
            (ChangeKind::Rename, 1, 1) | (ChangeKind::Merge | ChangeKind::Split, ..) if all_shared => {
                ChangeFault::Same
            }
            (ChangeKind::Rename, 1, 1) | (ChangeKind::Merge | ChangeKind::Split, ..) => return Ok(()),
            (ChangeKind::Rename, ..) => ChangeFault::NotOneToOne,
        };
        Err(fault)
    }
}

/// The reorganisations a unit came from and went into, however far back and on,
/// in the order of `events`. Sisters' later ways are not among them.
pub fn lineage(unit: UnitId, events: &[ChangeEvent]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for back in [true, false] {
        let (mut walk, mut seen) = (vec![unit], vec![unit]);
        while let Some(id) = walk.pop() {
            for (at, event) in events.iter().enumerate() {
                let (from, to) = if back {
                    (&event.resulting, &event.originals)
                } else {
                    (&event.originals, &event.resulting)
                };
                if !from.contains(&id) {
                    continue;
                }
                if !found.contains(&at) {
                    found.push(at);
                }
                for next in to {
                    if !seen.contains(next) {
                        seen.push(*next);
                        walk.push(*next);
                    }
                }
            }
        }
    }
    found.sort_unstable();
    found
}

/// The units that follow `unit` on `day`: itself while it exists, otherwise its
/// successors' successors. Empty when it ended without any. A broken chain (a
/// unit that is its own successor) ends the walk.
pub fn successors(unit: UnitId, day: Date, units: &[Unit], events: &[ChangeEvent]) -> Vec<UnitId> {
    let (mut found, mut seen, mut walk) = (Vec::new(), vec![unit], vec![unit]);
    while let Some(id) = walk.pop() {
        if units.iter().any(|u| u.id == id && u.exists_on(day)) {
            found.push(id);
            continue;
        }
        for event in events.iter().filter(|e| e.date <= day && e.originals.contains(&id)) {
            for next in &event.resulting {
                if !seen.contains(next) {
                    seen.push(*next);
                    walk.push(*next);
                }
            }
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::UnitKind;
    use jiff::civil::date;
    use uuid::Uuid;

    fn id(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    fn event(n: u128, day: Date, originals: &[u128], resulting: &[u128]) -> ChangeEvent {
        ChangeEvent {
            id: ChangeId(Uuid::from_u128(n)),
            date: day,
            kind: ChangeKind::Merge,
            basis: None,
            originals: originals.iter().map(|&n| id(n)).collect(),
            resulting: resulting.iter().map(|&n| id(n)).collect(),
        }
    }

    fn unit(n: u128, valid_to: Option<Date>) -> Unit {
        Unit {
            id: id(n),
            name: n.to_string(),
            short_name: None,
            kind: UnitKind::Commune,
            parent: None,
            aliases: vec![],
            head_name: None,
            head_title: None,
            email: None,
            valid_from: None,
            valid_to,
        }
    }

    #[test]
    fn a_unit_is_followed_through_several_reorganisations() {
        let ended = Some(date(2025, 6, 30));
        let units = [unit(1, Some(date(2019, 12, 31))), unit(2, ended), unit(3, ended), unit(4, None)];
        let events = [event(1, date(2020, 1, 1), &[1], &[2]), event(2, date(2025, 7, 1), &[2, 3], &[4])];
        assert_eq!(successors(id(1), date(2026, 1, 1), &units, &events), [id(4)]);
        assert_eq!(successors(id(1), date(2024, 1, 1), &units, &events), [id(2)]);
        assert_eq!(successors(id(4), date(2026, 1, 1), &units, &events), [id(4)]);
    }

    #[test]
    fn a_lineage_goes_back_and_on_but_not_to_sisters() {
        let events = [
            event(1, date(2019, 1, 1), &[1], &[2, 9]),
            event(2, date(2020, 1, 1), &[9], &[10]),
            event(3, date(2025, 7, 1), &[2, 3], &[4]),
        ];
        assert_eq!(lineage(id(2), &events), [0, 2]);
        assert_eq!(lineage(id(4), &events), [0, 2]);
        assert_eq!(lineage(id(10), &events), [0, 1]);
        assert_eq!(lineage(id(7), &events), Vec::<usize>::new());
    }

    #[test]
    fn each_kind_of_change_has_its_numbers() {
        assert_eq!(ChangeKind::Merge.check(3, 1, 0), Ok(()));
        assert_eq!(ChangeKind::Merge.check(2, 1, 1), Ok(()), "one may take the others in");
        assert_eq!(ChangeKind::Merge.check(1, 1, 1), Err(ChangeFault::Same));
        assert_eq!(ChangeKind::Split.check(1, 1, 0), Err(ChangeFault::OneResulting));
        assert_eq!(ChangeKind::Rename.check(2, 1, 0), Err(ChangeFault::NotOneToOne));
        assert_eq!(ChangeKind::Rename.check(1, 1, 0), Ok(()));
        assert_eq!(ChangeKind::Dissolve.check(1, 1, 0), Err(ChangeFault::Successor));
        assert_eq!(ChangeKind::Dissolve.check(1, 0, 0), Ok(()));
        assert_eq!(ChangeKind::Transfer.check(1, 0, 0), Ok(()));
        assert_eq!(ChangeKind::Transfer.check(0, 0, 0), Err(ChangeFault::NoOriginal));
        assert_eq!(ChangeKind::Merge.check(2, 0, 0), Err(ChangeFault::NoResulting));
    }
}
