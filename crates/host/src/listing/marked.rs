//! Whether a document's name says that it bears a secrecy marking. Conservative: the
//! word has many neighbours that make another of it, and what a document holds is the
//! sweep's to say.
//!
//! Not here: reading documents (`sweep`).

use super::names::{AFTER_MARK, BEFORE_MARK, KINDS_OF_DOCUMENT};
use domain::text::fold;

/// The level in a name without its ending.
pub(super) fn level(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    let words: Vec<Word<'_>> = words(&lower).collect();
    let folded: Vec<String> = words.iter().map(|word| fold(word.text)).collect();
    for (at, word) in folded.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| folded[at].as_str());
        match (before, word.as_str()) {
            (Some("tuyet"), "mat") | (_, "tuyetmat") => return Some("tuyet_mat"),
            (Some("toi"), "mat") | (_, "toimat") => return Some("toi_mat"),
            _ => {}
        }
    }
    let marks = |at: usize| folded[at] == "mat" && is_marked(&words, &folded, at);
    (0..words.len()).any(marks).then_some("mat")
}

fn is_marked(words: &[Word<'_>], folded: &[String], at: usize) -> bool {
    let word = &words[at];
    if word.before == Some('(') || word.before == Some('[') {
        return word.after == Some(')') || word.after == Some(']');
    }
    let (first, last) = (at == 0, at + 1 == words.len());
    // A neighbour one space away makes another word of it; behind a dash it does not.
    let next_to = |list: &[&str], one: usize, other: usize| {
        let near = words.get(one).zip(words.get(other)).is_some_and(|(one, other)| other.from - one.to == 1);
        near && list.contains(&folded[if one == at { other } else { one }].as_str())
    };
    if (!first && next_to(BEFORE_MARK, at - 1, at)) || next_to(AFTER_MARK, at, at + 1) {
        return false;
    }
    // Written with its marks, it is this word; without them, many others.
    if !word.text.is_ascii() {
        return (first || last) && is_secret_mark(word.text);
    }
    let apart = |mark: Option<char>| matches!(mark, Some('_' | '-'));
    let names_kind = folded.get(at + 1).is_some_and(|next| {
        KINDS_OF_DOCUMENT.contains(&next.as_str()) || next.starts_with(|digit: char| digit.is_ascii_digit())
    });
    (last && !first && apart(word.before)) || (first && apart(word.after) && names_kind)
}

/// `mật` and not `mắt`, `mất`, `mặt`, however its letters are put together.
fn is_secret_mark(word: &str) -> bool {
    // One letter; a letter and a mark; a letter and both, in either order.
    ["mật", "mâ\u{323}t", "mạ\u{302}t", "ma\u{323}\u{302}t", "ma\u{302}\u{323}t"].contains(&word)
}

struct Word<'n> {
    text: &'n str,
    from: usize,
    to: usize,
    before: Option<char>,
    after: Option<char>,
}

fn words(name: &str) -> impl Iterator<Item = Word<'_>> {
    let inner = |letter: char| letter.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&letter);
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + name[at..].find(inner)?;
        let to = name[from..].find(|letter| !inner(letter)).map_or(name.len(), |length| from + length);
        at = to;
        let (before, after) = (name[..from].chars().next_back(), name[to..].chars().next());
        Some(Word { text: &name[from..to], from, to, before, after })
    })
}

#[cfg(test)]
mod tests {
    use super::level;

    #[test]
    fn only_names_that_say_so_are_marked() {
        for (name, wanted) in [
            ("CV 12 Mật", Some("mat")),
            ("Mật - báo cáo quý 2", Some("mat")),
            ("Báo cáo (Mật)", Some("mat")),
            ("bc thang 3 (mat)", Some("mat")),
            ("cong van_mat", Some("mat")),
            ("MAT_CV 12", Some("mat")),
            ("MAT-15-2026", Some("mat")),
            ("TUYỆT MẬT kế hoạch", Some("tuyet_mat")),
            ("ke hoach tuyet mat", Some("tuyet_mat")),
            ("Tối mật", Some("toi_mat")),
            ("BC ma\u{302}\u{323}t", Some("mat")),
            ("mật khẩu", None),
            ("Kế hoạch bảo vệ bí mật nhà nước", None),
            ("Quy chế bảo mật", None),
            ("mật độ dân cư", None),
            ("giấy khuôn mặt", None),
            ("báo mất", None),
            ("mat bang", None),
            ("rua mat", None),
            ("mat_bang", None),
            ("format", None),
            ("mat", None),
            ("Danh sách vắng mặt", None),
        ] {
            assert_eq!(level(name), wanted, "{name}");
        }
    }
}
