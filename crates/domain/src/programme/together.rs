//! Many units' shares of one task taken together: who decides, and where the
//! task stands because of it.
//!
//! Not here: one unit's share (`share`), the sum over tasks (`rollup`).

use super::{Part, Work};
use serde::Serialize;

/// Shares of one task that are alike in part and work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Group {
    pub part: Part,
    pub work: Work,
    pub shares: u32,
    /// Summed over the shares.
    pub percent: u32,
    /// Done or not, past the last valid day.
    pub late: u32,
    /// Past the last valid day and not done.
    pub overdue: u32,
}

/// Where a task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Together {
    pub work: Work,
    /// Mean over the units that decide.
    pub percent: u8,
    pub late: bool,
    pub overdue: bool,
}

/// The leads decide; without a lead those who execute; without them whoever
/// coordinates. Units it does not apply to do not count, unless it applies to
/// none.
pub fn together(groups: &[Group]) -> Together {
    let deciding = Part::ALL.into_iter().find(|part| groups.iter().any(|group| group.part == *part));
    let decisive: Vec<&Group> = groups.iter().filter(|group| Some(group.part) == deciding).collect();
    let applicable: Vec<&&Group> =
        decisive.iter().filter(|group| group.work != Work::NotApplicable).collect();
    let all = |work: Work| applicable.iter().all(|group| group.work == work);
    let work = if !decisive.is_empty() && applicable.is_empty() {
        Work::NotApplicable
    } else if all(Work::NotStarted) {
        Work::NotStarted
    } else if all(Work::Done) {
        Work::Done
    } else {
        Work::Underway
    };
    let shares: u32 = applicable.iter().map(|group| group.shares).sum();
    let percent: u32 = applicable.iter().map(|group| group.percent).sum();
    Together {
        work,
        percent: percent.checked_div(shares).map_or(0, |mean| u8::try_from(mean).unwrap_or(100)),
        late: applicable.iter().any(|group| group.late > 0),
        overdue: applicable.iter().any(|group| group.overdue > 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(part: Part, work: Work, shares: u32, percent: u32, overdue: u32) -> Group {
        Group { part, work, shares, percent, late: overdue, overdue }
    }

    #[test]
    fn the_leads_decide_where_there_are_any() {
        let helped = [
            group(Part::Lead, Work::Done, 1, 100, 0),
            group(Part::Coordinating, Work::NotStarted, 40, 0, 40),
        ];
        let whole = Together { work: Work::Done, percent: 100, late: false, overdue: false };
        assert_eq!(together(&helped), whole);
        let executed = [
            group(Part::Executing, Work::Done, 1, 100, 0),
            group(Part::Executing, Work::NotStarted, 3, 0, 1),
        ];
        let half = Together { work: Work::Underway, percent: 25, late: true, overdue: true };
        assert_eq!(together(&executed), half);
    }

    #[test]
    fn units_it_does_not_apply_to_do_not_count() {
        let most = [
            group(Part::Executing, Work::NotApplicable, 5, 0, 0),
            group(Part::Executing, Work::Done, 2, 200, 0),
        ];
        assert_eq!(together(&most).work, Work::Done);
        assert_eq!(together(&most).percent, 100);
        assert_eq!(together(&most[..1]).work, Work::NotApplicable);
        assert_eq!(together(&[]).work, Work::NotStarted);
    }
}
