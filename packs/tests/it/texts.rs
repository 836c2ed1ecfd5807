//! Every embedded text, whatever it holds.

use rasoat_packs::{EMBEDDED, Packs};
use unicode_normalization::is_nfc;

#[test]
fn all_embedded_packs_are_read_and_tied() {
    let packs = Packs::embedded().unwrap();
    assert_eq!(packs.outlines.len(), 4);
    assert_eq!(packs.checklists.len(), 4);
}

#[test]
fn every_text_is_in_composed_form() {
    for (path, text) in EMBEDDED {
        assert!(is_nfc(text), "{path}");
    }
}

#[test]
fn no_pack_names_a_real_province_or_telephone() {
    // Provinces whose issued plans the work was learnt from.
    let names = ["Bắc Giang", "Bắc Ninh", "Ninh Thuận", "Khánh Hòa", "Ninh Bình", "Thái Nguyên", "Quảng Nam"];
    for (path, text) in EMBEDDED {
        for name in names {
            assert!(!text.contains(name), "{path} names {name}");
        }
        let digits = |word: &&str| word.len() >= 9 && word.chars().all(|c| c.is_ascii_digit() || c == '.');
        let found: Vec<&str> = text.split_whitespace().filter(digits).collect();
        assert!(found.is_empty(), "{path}: {found:?}");
    }
}

#[test]
fn every_unverified_fact_says_so_beside_it() {
    // Confidence M: a note, or a comment just above or below, must tell the reader.
    for (path, text) in EMBEDDED {
        let lines: Vec<&str> = text.lines().collect();
        for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.trim() == "confidence: M") {
            let near = &lines[at.saturating_sub(12)..(at + 3).min(lines.len())];
            let told = near.iter().any(|line| {
                line.contains("trí nhớ") || line.trim_start().starts_with('#') || line.contains("note:")
            });
            assert!(told || path.contains("library"), "{path}, line {}", at + 1);
        }
    }
}
