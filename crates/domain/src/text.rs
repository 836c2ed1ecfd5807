//! Vietnamese text as people search and sort it: with or without accents, đ as
//! d, old and new tone placement alike.
//!
//! Not here: the words of any page or paper.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, accents dropped, đ as d, every run of other characters one
/// space. "Uỷ ban Nhân dân  xã Hoà-Bình" and "ủy ban nhân dân xã hòa bình" fold
/// to the same text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        for c in c.to_lowercase() {
            let c = if c == 'đ' { 'd' } else { c };
            if c.is_alphanumeric() {
                if gap && !folded.is_empty() {
                    folded.push(' ');
                }
                gap = false;
                folded.push(c);
            } else if !is_combining_mark(c) {
                gap = true;
            }
        }
    }
    folded
}

/// Text as it is kept: NFC, white space trimmed and folded to single spaces,
/// control characters dropped.
pub fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()) {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.extend(word.nfc());
    }
    tidy
}

/// A key that sorts as the Vietnamese alphabet does (a ă â b c d đ e ê … o ô ơ …
/// u ư …; tones huyền, hỏi, ngã, sắc, nặng break ties), case last. Hex text, so
/// that every database orders it alike.
pub fn sort_key(text: &str) -> String {
    let (mut letters, mut tones, mut cases) = (String::new(), String::new(), String::new());
    for c in tidy(text).chars() {
        let (mut base, mut tone, mut shape) = (c, 0_u8, 0_u8);
        for part in c.to_lowercase().to_string().nfd() {
            match part {
                '\u{300}' => tone = 1,
                '\u{309}' => tone = 2,
                '\u{303}' => tone = 3,
                '\u{301}' => tone = 4,
                '\u{323}' => tone = 5,
                '\u{306}' => shape = 1,
                '\u{302}' => shape = 2,
                '\u{31b}' => shape = 3,
                other if is_combining_mark(other) => {}
                other => base = other,
            }
        }
        if base == 'đ' {
            (base, shape) = ('d', 1);
        }
        let weight = u32::from(base).min(0xffff) * 8 + u32::from(shape);
        letters.push_str(&format!("{weight:05x}"));
        tones.push(char::from(b'0' + tone));
        cases.push(if c.is_uppercase() { '1' } else { '0' });
    }
    format!("{letters}-{tones}-{cases}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_forgets_accents_tone_placement_case_and_punctuation() {
        assert_eq!(fold("Uỷ ban nhân dân xã Hoà-Bình"), "uy ban nhan dan xa hoa binh");
        assert_eq!(fold("ỦY BAN  NHÂN DÂN XÃ HÒA BÌNH."), "uy ban nhan dan xa hoa binh");
        assert_eq!(fold("Đảng ủy phường Đông Hải"), "dang uy phuong dong hai");
    }

    #[test]
    fn names_sort_by_the_vietnamese_alphabet() {
        let mut names = vec![
            "Đông Hải",
            "Dương Xá",
            "Ân Thi",
            "An Sơn",
            "Ăn Khê",
            "Ông Đình",
            "Ơn Nghĩa",
            "Oai",
            "an sơn",
        ];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(
            names,
            ["an sơn", "An Sơn", "Ăn Khê", "Ân Thi", "Dương Xá", "Đông Hải", "Oai", "Ông Đình", "Ơn Nghĩa"]
        );
    }

    #[test]
    fn tones_break_ties_only() {
        let mut names = vec!["Mã B", "Má A", "Ma C", "Mà A"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["Mà A", "Má A", "Mã B", "Ma C"]);
    }
}
