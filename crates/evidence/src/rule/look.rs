//! What a rule looks at among all that was seen.
//!
//! Not here: what must hold of it (`test`).

use super::test::members;
use crate::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An attribute, where on the machine, and what of a record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// `registry.value`, `password.minimum_length` …
    pub attribute: String,
    /// `HKLM\SOFTWARE\…\name`; anywhere, when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Pattern>,
    /// Of records, only those whose fields fit; of a field that is a list, one member.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, Pattern>,
    /// The field of a record that is meant; the record as a whole, when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    #[serde(default, skip_serializing_if = "Quantity::is_every")]
    pub of: Quantity,
}

/// Of how many things seen it must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    #[default]
    Every,
    Some,
}

impl Quantity {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_every(&self) -> bool {
        *self == Quantity::Every
    }
}

impl Look {
    /// All values of an attribute, wherever they stand.
    pub fn at_all(attribute: impl Into<String>) -> Self {
        let attribute = attribute.into();
        Look { attribute, place: None, with: BTreeMap::new(), field: None, of: Quantity::Every }
    }

    pub(super) fn is_at(&self, place: &str) -> bool {
        self.place.as_ref().is_none_or(|pattern| pattern.matches(place))
    }

    /// Whether what is meant would stand under a place. What is not there, or could
    /// not be read, says so of all that would stand under it.
    pub(super) fn is_under(&self, place: &str) -> bool {
        self.place.as_ref().is_some_and(|pattern| pattern.is_under(place))
    }

    /// Whether a value that was seen is one of those meant.
    pub(super) fn is_meant(&self, value: &Value) -> bool {
        let fits = |fields: &BTreeMap<String, Value>| {
            self.with.iter().all(|(name, pattern)| {
                fields
                    .get(name)
                    .and_then(members)
                    .is_some_and(|all| all.iter().any(|one| pattern.matches(one)))
            })
        };
        match value {
            Value::Record(fields) => fits(fields),
            _ => self.with.is_empty(),
        }
    }

    /// What is meant of a value: the field, where one is named.
    pub(super) fn part<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        match (&self.field, value) {
            (Some(name), Value::Record(fields)) => fields.get(name),
            _ => Some(value),
        }
    }
}

/// A text in which `*` stands for any text; case makes no difference.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pattern(pub String);

impl Pattern {
    pub fn matches(&self, text: &str) -> bool {
        // Nearly all patterns name one place, and nearly all places are in ASCII.
        if !self.0.contains('*') {
            return same(&self.0, text);
        }
        let (pattern, text) = (self.0.to_lowercase(), text.to_lowercase());
        let mut parts = pattern.split('*');
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = text.strip_prefix(first) else { return false };
        let mut last = None;
        for part in parts {
            // The part before is followed by a star: its first occurrence leaves
            // the most for what follows.
            if let Some(before) = last.replace(part) {
                let Some(at) = rest.find(before) else { return false };
                rest = &rest[at + before.len()..];
            }
        }
        last.map_or(rest.is_empty(), |last| rest.ends_with(last))
    }
}

impl Pattern {
    /// Whether what fits the pattern stands under a place, as values stand under
    /// keys and keys under keys. Here a star stands for no more than one key.
    fn is_under(&self, place: &str) -> bool {
        let mut wanted = self.0.split('\\');
        let fits = |part: &str| wanted.next().is_some_and(|wanted| part_fits(wanted, part));
        place.split('\\').all(fits) && wanted.next().is_some()
    }
}

fn part_fits(wanted: &str, part: &str) -> bool {
    if wanted.contains('*') { Pattern(wanted.to_owned()).matches(part) } else { same(wanted, part) }
}

/// Whether two texts differ by no more than the case of their letters.
pub(super) fn same(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.to_lowercase() == other.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Pattern(pattern.to_owned()).matches(text)
    }

    #[test]
    fn a_star_stands_for_any_text() {
        for (pattern, text) in [
            ("abc", "ABC"),
            ("*", ""),
            ("*", "anything"),
            ("a*", "a"),
            ("a*c", "abc"),
            ("a*b*c", "aXbXbXc"),
            ("*TeamViewer*", "teamviewer 15"),
            (r"HKLM\*\Run\*", r"HKLM\Software\Run\x"),
            ("**", "x"),
            ("ab*ab", "abab"),
        ] {
            assert!(matches(pattern, text), "{pattern} {text}");
        }
        for (pattern, text) in [
            ("abc", "abcd"),
            ("abc", "ab"),
            ("", "a"),
            ("a*c", "ab"),
            ("ab*ab", "ab"),
            ("a*b*c", "acb"),
            ("*x", "xy"),
        ] {
            assert!(!matches(pattern, text), "{pattern} {text}");
        }
    }

    #[test]
    fn a_value_stands_under_its_key_and_the_keys_above() {
        let under = |pattern: &str, place: &str| Pattern(pattern.to_owned()).is_under(place);
        let value = r"HKLM\SYSTEM\*ControlSet*\Control\Lsa\NoLMHash";
        for place in [
            r"hklm\system\ControlSet001\Control\Lsa",
            r"HKLM\SYSTEM\CurrentControlSet",
            r"HKLM\SYSTEM",
            "HKLM",
        ] {
            assert!(under(value, place), "{place}");
        }
        for place in [value, r"HKLM\SYSTEM\ControlSet001\Services", "HKL", ""] {
            assert!(!under(value, place), "{place}");
        }
        assert!(
            under(r"HKLM\a\b", r"hklm\A")
                && !under(r"HKLM\a\b", r"HKLM\a\b")
                && !under(r"HKLM\ab\c", r"HKLM\a")
        );
    }

    /// The plainest way to say what a pattern means; slow, and right.
    fn plain(pattern: &[char], text: &[char]) -> bool {
        match (pattern.split_first(), text.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), _) if plain(rest, text) => true,
            (Some(('*', _)), Some((_, left))) => plain(pattern, left),
            (Some((want, rest)), Some((have, left))) => want == have && plain(rest, left),
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn patterns_mean_what_they_plainly_mean(pattern in "[ab*]{0,8}", text in "[ab]{0,10}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(matches(&pattern, &text), plain(&chars(&pattern), &chars(&text)));
        }
    }
}
