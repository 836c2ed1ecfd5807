//! What looking again changes: results are compared by their identity, so that
//! the same file twice changes nothing and a new look is a set difference.

use std::collections::HashMap;
use std::hash::Hash;

/// What a later look at the same subjects changes of what was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<K> {
    /// Places in the later look of results not known before.
    pub fresh: Vec<usize>,
    /// Known results that are still there but say something else now, each with
    /// its place in the later look.
    pub changed: Vec<(K, usize)>,
    /// Known results that the later look no longer shows.
    pub gone: Vec<K>,
    /// Known results that are there as they were.
    pub still: usize,
}

/// Compares what was known of the subjects that were looked at again with what
/// is seen of them now. `known` gives each result its key, its identity and what
/// it said; `seen` its identity and what it says, each identity once.
pub fn compare<K, I, S>(
    known: impl IntoIterator<Item = (K, I, S)>,
    seen: impl IntoIterator<Item = (I, S)>,
) -> Difference<K>
where
    I: Eq + Hash,
    S: PartialEq,
{
    let mut before: HashMap<I, (K, S)> =
        known.into_iter().map(|(key, identity, said)| (identity, (key, said))).collect();
    let mut difference = Difference { fresh: vec![], changed: vec![], gone: vec![], still: 0 };
    for (at, (identity, says)) in seen.into_iter().enumerate() {
        match before.remove(&identity) {
            None => difference.fresh.push(at),
            Some((_, said)) if said == says => difference.still += 1,
            Some((key, _)) => difference.changed.push((key, at)),
        }
    }
    difference.gone = before.into_values().map(|(key, _)| key).collect();
    difference
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::btree_map;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_result_is_accounted_for_once(
            known in btree_map(0_u8..40, 0_u8..3, 0..30),
            seen in btree_map(0_u8..40, 0_u8..3, 0..30),
        ) {
            let before = || known.iter().map(|(identity, said)| (*identity, *identity, *said));
            let now = || seen.iter().map(|(identity, says)| (*identity, *says));
            let found = compare(before(), now());
            prop_assert_eq!(found.fresh.len() + found.changed.len() + found.still, seen.len());
            prop_assert_eq!(found.gone.len() + found.changed.len() + found.still, known.len());
            for at in &found.fresh {
                prop_assert!(!known.contains_key(seen.keys().nth(*at).expect("a place in it")));
            }
            for key in &found.gone {
                prop_assert!(!seen.contains_key(key));
            }
            // Twice the same changes nothing.
            let again = compare(now().map(|(identity, says)| (identity, identity, says)), now());
            prop_assert_eq!(again, Difference { fresh: vec![], changed: vec![], gone: vec![], still: seen.len() });
        }
    }
}
