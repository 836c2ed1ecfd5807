//! How a task comes back: "thường xuyên", "hằng năm", "tối thiểu mỗi năm 01
//! lần".

use std::sync::LazyLock;

use domain::deadline::Per;
use domain::plan::Recurrence;
use regex::Regex;

use crate::nouns::deadlines::at_least;

static EVERY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\b(?:hang|dinh ky|moi)\s+(?:hang\s+|moi\s+)?(nam|quy|thang|tuan)\b").ok());

/// The recurrence a folded text names.
pub(crate) fn recurrence(folded: &str) -> Option<Recurrence> {
    if let Some((times, per, _)) = at_least(folded) {
        return Some(Recurrence::AtLeast { times, per });
    }
    let often = folded.match_indices("thuong xuyen").any(|(at, _)| {
        let before = folded[..at].trim_end();
        !before.ends_with("chi") && !before.ends_with("khong") && !before.ends_with("von")
    });
    if often {
        return Some(Recurrence::Continuous);
    }
    let found = EVERY.as_ref()?.captures(folded)?;
    Some(Recurrence::Every { per: per_of(&found[1])? })
}

/// The unit of time a folded word names.
pub(crate) fn per_of(word: &str) -> Option<Per> {
    match word {
        "nam" => Some(Per::Year),
        "quy" => Some(Per::Quarter),
        "thang" => Some(Per::Month),
        "tuan" => Some(Per::Week),
        _ => None,
    }
}
