//! The order in which Vietnamese readers expect names: by letter (a, ă, â …
//! d, đ), then by tone, and only then by case; figures by their value.
//!
//! Not here: the order of lists that the database sorts (the `store` room
//! keeps its own sort keys).

use std::cmp::Ordering;
use std::sync::LazyLock;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

static ORDER: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut wanted = CollatorPreferences::from(locale!("vi"));
    wanted.numeric_ordering = Some(CollationNumericOrdering::True);
    CollatorBorrowed::try_new(wanted, CollatorOptions::default())
        .expect("the compiled data holds the Vietnamese order")
});

/// Which of two names comes first.
pub fn compare(left: &str, right: &str) -> Ordering {
    ORDER.compare(left, right)
}

/// Sorts things by the name each gives; equal names keep their order.
pub fn sort_by_name<T>(things: &mut [T], name: impl Fn(&T) -> &str) {
    things.sort_by(|left, right| compare(name(left), name(right)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_before_tones_and_figures_by_value() {
        let mut names =
            ["Xã 10", "Đồng Tâm", "Dũng Liệt", "Ân Thi", "Ăn", "Xã 9", "An Sơn", "Dung", "Ổ", "Ơ"];
        sort_by_name(&mut names, |name| name);
        assert_eq!(
            names,
            ["An Sơn", "Ăn", "Ân Thi", "Dung", "Dũng Liệt", "Đồng Tâm", "Ổ", "Ơ", "Xã 9", "Xã 10"]
        );
    }
}
