//! Figures as people here write them: `1.234.567` in Vietnamese pages,
//! `1,234,567` in English ones.
//!
//! Not here: reading typed figures (`form::read`).

use super::{Count, Lang};

impl Lang {
    /// A whole figure, grouped by thousands.
    pub fn number(self, figure: impl Into<Count>) -> String {
        let Count(figure) = figure.into();
        let separator = match self {
            Self::Vi => '.',
            Self::En => ',',
        };
        let digits = figure.unsigned_abs().to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
        if figure < 0 {
            grouped.push('−');
        }
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place) % 3 == 0 {
                grouped.push(separator);
            }
            grouped.push(digit);
        }
        grouped
    }

    /// A share in whole per cent, never 100 before all is done nor 0 once
    /// something is.
    pub fn share(self, part: u64, whole: u64) -> String {
        format!("{}%", share(part, whole))
    }

    /// A file's size: `840 B`, `12 KB`, `3,4 MB` (English `3.4 MB`).
    pub fn size(self, bytes: impl Into<Count>) -> String {
        let bytes = u64::try_from(bytes.into().0).unwrap_or(0);
        let point = match self {
            Self::Vi => ',',
            Self::En => '.',
        };
        match bytes {
            0..1_000 => format!("{bytes} B"),
            1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
            _ => {
                let tenths = bytes.div_ceil(100_000);
                format!("{}{point}{} MB", self.number(tenths / 10), tenths % 10)
            }
        }
    }
}

/// A share in whole per cent as a figure, with the same care at both ends.
pub fn share(part: u64, whole: u64) -> u64 {
    if whole == 0 || part >= whole {
        return if part > 0 || whole == 0 { 100 } else { 0 };
    }
    match part * 100 / whole {
        0 if part > 0 => 1,
        share => share,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_by_a_point_in_vietnamese_and_a_comma_in_english() {
        assert_eq!(Lang::Vi.number(1_234_567), "1.234.567");
        assert_eq!(Lang::En.number(1_234_567), "1,234,567");
        assert_eq!(Lang::Vi.number(999), "999");
        assert_eq!(Lang::Vi.number(-1000), "−1.000");
    }

    #[test]
    fn a_share_reaches_its_ends_only_when_it_is_there() {
        assert_eq!(Lang::Vi.share(999, 1000), "99%");
        assert_eq!(Lang::Vi.share(1, 1000), "1%");
        assert_eq!(Lang::Vi.share(0, 1000), "0%");
        assert_eq!(Lang::Vi.share(1000, 1000), "100%");
    }

    #[test]
    fn a_size_is_rounded_up_to_its_unit() {
        assert_eq!(Lang::Vi.size(840), "840 B");
        assert_eq!(Lang::Vi.size(12_001), "13 KB");
        assert_eq!(Lang::Vi.size(3_400_000), "3,4 MB");
        assert_eq!(Lang::En.size(3_400_000), "3.4 MB");
    }
}
