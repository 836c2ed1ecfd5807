//! One event as topics see it: who wrote it, when, and its values by name.

use super::binxml::Part;
use super::channels::Provider;
use super::value::Scalar;
use jiff::Timestamp;

/// Characters of a text that are passed on, at most: names, addresses, titles.
pub(super) const LONGEST: usize = 200;
/// Characters of a text that is looked through and never passed on: what fits a chunk.
const WHOLE: usize = 65_536;

pub(super) struct Event<'a> {
    pub id: u16,
    pub provider: Option<Provider>,
    /// When it was written, in UTC.
    pub at: Timestamp,
    pub record: u64,
    pub channel: Option<Scalar<'a>>,
    pub computer: Option<Scalar<'a>>,
    /// Its values; none of an event that does not matter.
    pub parts: Vec<Part<'a>>,
    pub matters: bool,
}

impl<'a> Event<'a> {
    /// The value of a name, among what the event itself says.
    pub fn value(&self, name: &str) -> Option<Scalar<'a>> {
        let part = self.parts.iter().find(|part| !part.of_system && part.label.is(name));
        part.map(|part| part.value)
    }

    /// The text of a name, its first so many characters. Windows writes a hyphen where
    /// there is nothing.
    pub fn text(&self, name: &str) -> Option<String> {
        let text = self.value(name)?.text(LONGEST)?;
        let text = text.trim();
        (!text.is_empty() && text != "-").then(|| text.to_owned())
    }

    /// The text of the first of these names that has one.
    pub fn first_text(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    /// A text to be looked through, and never passed on.
    pub fn searched(&self, name: &str) -> Option<String> {
        self.value(name)?.text(WHOLE)
    }

    pub fn whole(&self, name: &str) -> Option<u64> {
        self.value(name)?.whole()
    }

    /// What the system says of the event besides: its level, whose it was.
    pub fn of_system(&self, name: &str) -> Option<Scalar<'a>> {
        let part = self.parts.iter().find(|part| part.of_system && part.label.is(name));
        part.map(|part| part.value)
    }

    /// An account by two of its values, as Windows writes one: `DOMAIN\name`.
    pub fn account(&self, name: &str, domain: &str) -> Option<String> {
        let name = self.text(name)?;
        Some(match self.text(domain) {
            Some(domain) => format!(r"{domain}\{name}"),
            None => name,
        })
    }
}
