//! Where what the unit reported and what was seen on site part.
//!
//! Not here: reading the unit's answers (`checklist::Comparison::claim`).

use super::Verdict;
use crate::checklist::Claim;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "discrepancy", rename_all = "snake_case")]
pub enum Discrepancy {
    /// The unit said it complies; it does not, or could not show it.
    Overclaimed,
    /// The unit said it does not comply; it was found to.
    Underclaimed,
    /// A figure counted on site is not the one reported.
    Figure { reported: i64, counted: i64 },
    /// A rule applied to the unit, which said nothing, and it was found wanting.
    Unreported,
}

/// What parts the unit's claim and the inspector's sight; the first that
/// applies, verdict before figure. `None` while there is no verdict, where the
/// two agree, and where the item does not apply.
pub fn discrepancy(claim: Claim, verdict: Option<Verdict>, counted: Option<i64>) -> Option<Discrepancy> {
    let verdict = verdict.filter(|verdict| *verdict != Verdict::NotApplicable)?;
    let figure = |reported: Option<i64>| {
        let (reported, counted) = reported.zip(counted)?;
        (reported != counted).then_some(Discrepancy::Figure { reported, counted })
    };
    match claim {
        Claim::Complies { .. } if verdict.is_wanting() => Some(Discrepancy::Overclaimed),
        Claim::DoesNotComply { .. } if verdict == Verdict::Met => Some(Discrepancy::Underclaimed),
        Claim::Complies { figure: reported } | Claim::DoesNotComply { figure: reported } => figure(reported),
        Claim::Figure { figure: reported } => figure(Some(reported)),
        Claim::Silent => verdict.is_wanting().then_some(Discrepancy::Unreported),
    }
}
