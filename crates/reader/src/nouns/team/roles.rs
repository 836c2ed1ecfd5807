//! The words for seats in a team.

use std::sync::LazyLock;

use domain::plan::TeamRole;
use regex::Regex;

use crate::line::Line;

const ROLE: &str = concat!(
    r"(?:pho\s+truong\s+doan(?:\s+thuong\s+truc)?|truong\s+doan|pho\s+to\s+truong|pho\s+truong\s+to|to\s+pho|to\s+truong|truong\s+to|pho\s+doan|",
    r"(?:cac\s+)?(?:uy\s+vien|thanh\s+vien)(?:\s+doan(?:\s+kiem\s+tra)?|\s+to)?(?:\s*,?\s*kiem\s+thu\s+ky(?:\s+doan)?|\s*(?:,|-|va)\s*thu\s+ky(?:\s+doan)?)?|",
    r"thu\s+ky(?:\s+doan(?:\s+kiem\s+tra)?|\s+to)?(?:\s*,?\s*kiem\s+thanh\s+vien)?)"
);

static LAST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"(?:\s*[-–:,;(/]\s*|\s+(?:lam|la|giu chuc|giu vai tro|tham gia(?:\s+(?:lam|la))?)\s+)({ROLE}(?:\s+(?:doan|to)(?:\s+kiem\s+tra)?)?)\s*\)?\s*[.;,/]*\s*$")).ok()
});
static FIRST: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^\W*({ROLE})(?:\s+(?:kiem tra|gom|gom co|bao gom|la))*\s*(?:\([^)]*\))?\s*[:\-–]\s*"
    ))
    .ok()
});
static HEADING: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(r"^\W*({ROLE})(?:\s+(?:doan|to))?(?:\s+kiem tra)?(?:\s+(?:gom|gom co|bao gom|la))?(?:\s*\([^)]*\))?\s*[:;.,]*\s*$")).ok()
});

/// The role a folded text names.
pub(super) fn role_of(folded: &str) -> Option<TeamRole> {
    let has = |word: &str| folded.contains(word);
    let secretary = has("thu ky");
    let member = has("thanh vien") || has("uy vien");
    let lead = ["truong doan", "to truong", "truong to"].iter().any(|word| has(word));
    let deputy = ["pho truong doan", "pho to truong", "pho truong to", "to pho", "pho doan"]
        .iter()
        .any(|word| has(word));
    match (lead, deputy, member, secretary) {
        (_, true, ..) => Some(TeamRole::Deputy),
        (true, ..) => Some(TeamRole::Lead),
        (_, _, true, true) => Some(TeamRole::MemberSecretary),
        (_, _, _, true) => Some(TeamRole::Secretary),
        (_, _, true, _) => Some(TeamRole::Member),
        _ => None,
    }
}

/// A role at the end of a row: where the rest ends, and the role.
pub(super) fn role_last(line: &Line) -> Option<(usize, TeamRole)> {
    let found = LAST.as_ref()?.captures(line.folded())?;
    let whole = found.get(0)?;
    let role = role_of(found.get(1)?.as_str())?;
    (whole.start() > 3).then_some((whole.start(), role))
}

/// A role at the head of a row: where the rest begins, and the role.
pub(super) fn role_first(line: &Line) -> Option<(usize, TeamRole)> {
    let found = FIRST.as_ref()?.captures(line.folded())?;
    let whole = found.get(0)?;
    let role = role_of(found.get(1)?.as_str())?;
    (whole.end() < line.len()).then_some((whole.end(), role))
}

/// A line that is nothing but a role.
pub(super) fn heading_role(line: &Line) -> Option<TeamRole> {
    let found = HEADING.as_ref()?.captures(line.folded())?;
    role_of(found.get(1)?.as_str())
}
