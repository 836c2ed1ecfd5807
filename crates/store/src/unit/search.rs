//! Finding units by words as people type them: accents optional, đ as d, tone
//! placement old or new, abbreviations written out ("ubnd", "KH&CN"), in any
//! order, beginnings of words enough.
//!
//! Not here: telling which unit a name in a paper means (`domain::unit::matching`).

use crate::args;
use crate::value::Value;
use domain::text::fold;
use domain::unit::matching;

/// How many words are looked for one by one; what follows is left out.
pub(super) const MOST_WORDS: usize = 6;

/// The condition that one name of unit `u` holds all words; its twelve
/// arguments `$8` to `$19` are [`Words::args`].
macro_rules! named {
    () => {
        "($8 = '%' OR EXISTS (SELECT 1 FROM unit_name n WHERE n.unit_id = u.id
            AND (' ' || n.folded LIKE $8 OR ' ' || n.written_out LIKE $9)
            AND (' ' || n.folded LIKE $10 OR ' ' || n.written_out LIKE $11)
            AND (' ' || n.folded LIKE $12 OR ' ' || n.written_out LIKE $13)
            AND (' ' || n.folded LIKE $14 OR ' ' || n.written_out LIKE $15)
            AND (' ' || n.folded LIKE $16 OR ' ' || n.written_out LIKE $17)
            AND (' ' || n.folded LIKE $18 OR ' ' || n.written_out LIKE $19)))"
    };
}
pub(super) use named;

/// The patterns of one search: for each word, as typed and written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words([(String, String); MOST_WORDS]);

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let everything = || ("%".to_owned(), "%".to_owned());
        let mut patterns = std::array::from_fn(|_| everything());
        let words = text.split_whitespace().map(|word| (fold(word), matching::key(word)));
        let words = words.filter(|(folded, _)| !folded.is_empty());
        for (slot, (folded, written_out)) in patterns.iter_mut().zip(words) {
            let written_out = if written_out.is_empty() { folded.clone() } else { written_out };
            *slot = (format!("% {folded}%"), format!("% {written_out}%"));
        }
        Words(patterns)
    }

    pub(super) fn args(self) -> Vec<Value> {
        self.0.into_iter().flat_map(|(folded, written_out)| args![folded, written_out]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_for_folded_and_written_out() {
        let Words(patterns) = Words::of("  UBND  Hoà ");
        assert_eq!(patterns[0], ("% ubnd%".into(), "% uy ban nhan dan%".into()));
        assert_eq!(patterns[1], ("% hoa%".into(), "% hoa%".into()));
        assert_eq!(patterns[2], ("%".into(), "%".into()));
        assert_eq!(Words::of("%_").0[0].0, "%", "signs that mean something to LIKE are folded away");
    }
}
