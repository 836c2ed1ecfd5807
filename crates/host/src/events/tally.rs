//! Counting what comes by: how often, when first, when last, how many in one hour.
//! What it is counted by is bounded, whatever a log holds.

use jiff::Timestamp;
use std::collections::BTreeMap;

/// Different things counted apart, at most; what comes after these is only counted.
const MOST_APART: usize = 5_000;
/// Seconds within which events are a burst.
const HOUR: i64 = 3_600;

/// How often something was seen, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    pub count: u64,
    pub first: Timestamp,
    pub last: Timestamp,
}

impl Tally {
    pub fn of(at: Timestamp) -> Self {
        Tally { count: 1, first: at, last: at }
    }

    pub fn add(&mut self, at: Timestamp) {
        self.count += 1;
        self.first = self.first.min(at);
        self.last = self.last.max(at);
    }
}

/// The most of something within an hour that began with one of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Burst {
    began: i64,
    running: u64,
    most: u64,
}

impl Burst {
    pub fn add(&mut self, at: Timestamp) {
        let second = at.as_second();
        // A log that begins anew at its front goes back in time: that is another hour.
        if self.running == 0 || !(0..HOUR).contains(&(second - self.began)) {
            (self.began, self.running) = (second, 0);
        }
        self.running += 1;
        self.most = self.most.max(self.running);
    }

    pub fn most(&self) -> u64 {
        self.most
    }

    /// How many there were in the hour that a moment is in, or that ended just before.
    pub fn before(&self, at: Timestamp) -> u64 {
        if (0..2 * HOUR).contains(&(at.as_second() - self.began)) { self.running } else { 0 }
    }
}

/// Things counted apart, as many as there is room for.
#[derive(Debug)]
pub(super) struct Apart<K, V> {
    kept: BTreeMap<K, (Tally, V)>,
    /// How many more were seen than there is room for.
    pub left_out: u64,
}

impl<K: Ord, V> Default for Apart<K, V> {
    fn default() -> Self {
        Apart { kept: BTreeMap::new(), left_out: 0 }
    }
}

impl<K: Ord + Clone, V: Default> Apart<K, V> {
    /// Counts one; what is known of its kind, unless there is no room for it.
    pub fn add(&mut self, key: K, at: Timestamp) -> Option<&mut V> {
        if let Some((tally, _)) = self.kept.get_mut(&key) {
            tally.add(at);
        } else if self.kept.len() < MOST_APART {
            self.kept.insert(key.clone(), (Tally::of(at), V::default()));
        } else {
            self.left_out += 1;
        }
        self.kept.get_mut(&key).map(|(_, known)| known)
    }

    /// What is known of a kind without counting one.
    pub fn known(&mut self, key: &K) -> Option<&mut V> {
        self.kept.get_mut(key).map(|(_, known)| known)
    }

    pub fn kinds(&self) -> usize {
        self.kept.len()
    }

    /// Everything that was counted, the most frequent first.
    pub fn all(self) -> Vec<(K, Tally, V)> {
        let mut all: Vec<_> =
            self.kept.into_iter().map(|(key, (tally, known))| (key, tally, known)).collect();
        all.sort_by_key(|(_, tally, _)| std::cmp::Reverse(tally.count));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + second).expect("an instant")
    }

    #[test]
    fn a_burst_is_what_comes_within_an_hour() {
        let mut burst = Burst::default();
        for minute in 0..10 {
            burst.add(at(minute * 60));
        }
        burst.add(at(3_600));
        assert_eq!(burst.most(), 10);
        assert_eq!((burst.before(at(3_700)), burst.before(at(20_000))), (1, 0));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_between_what_is_kept_and_what_is_left_out(keys in prop::collection::vec(0u16..9_000, 0..12_000)) {
            let mut apart: Apart<u16, ()> = Apart::default();
            for (second, key) in keys.iter().enumerate() {
                apart.add(*key, at(second as i64));
            }
            let (kinds, left_out) = (apart.kinds(), apart.left_out);
            let counted: u64 = apart.all().iter().map(|(_, tally, ())| tally.count).sum();
            prop_assert_eq!(counted + left_out, keys.len() as u64);
            prop_assert!(kinds <= MOST_APART);
        }
    }
}
