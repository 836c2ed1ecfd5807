//! The words in running text: a law, a plan, a training text that talks about
//! secrets. Not here: levels that stand alone.

use crate::marking::Level;

/// Words before "mật" with which it names the level.
const BEFORE: [&str; 17] = [
    "độ", "mức", "liệu", "bản", "dấu", "loại", "sơ", "tin", "thảo", "cấp", "văn", "vật", "danh", "máy",
    "tuyến", "phòng", "khu",
];
/// Words after "mật" with which it is another word.
const AFTER: [&str; 26] = [
    "khẩu", "mã", "ong", "thiết", "vụ", "thám", "ngọt", "thư", "đàm", "ước", "báo", "độ", "tập", "phục",
    "mía", "hoa", "ngữ", "nghị", "chỉ", "lệnh", "dài", "viện", "gấu", "bò", "lợn", "cá",
];
/// Words that make a level the title of a work or a product.
const WORKS: [&str; 16] = [
    "phim", "truyện", "thuyết", "game", "chơi", "khúc", "kịch", "hát", "sách", "phẩm", "hiệu", "tập",
    "series", "show", "mv", "album",
];
/// How many words before it a work is named.
const WORDS: usize = 5;

/// The highest level the text of a line names.
pub(super) fn mention(text: &str) -> Option<Level> {
    let small = text.to_lowercase();
    let words: Vec<&str> =
        small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut found = None;
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| words[at]);
        let after = words.get(at + 1).copied().unwrap_or_default();
        let level = match (before, *word) {
            ("tối", "mật") => Level::ToiMat,
            ("tuyệt", "mật") => Level::TuyetMat,
            ("tuyet", "mat") => Level::TuyetMat,
            ("toi", "mat")
                if words[..at - 1].ends_with(&["tai", "lieu"])
                    || words[..at - 1].ends_with(&["do", "mat"]) =>
            {
                Level::ToiMat
            }
            (before, "mật") if !AFTER.contains(&after) && BEFORE.contains(&before) => Level::Mat,
            (_, "mật") if is_marked(text, words.len()) => Level::Mat,
            _ => continue,
        };
        if level > Level::Mat && words[at.saturating_sub(WORDS)..at].iter().any(|word| WORKS.contains(word)) {
            continue;
        }
        found = found.max(Some(level));
    }
    found
}

/// "MẬT" in capitals or quotation marks in a text that is not, or alone.
fn is_marked(text: &str, words: usize) -> bool {
    let stands = ["“Mật”", "\"Mật\"", "“MẬT”", "\"MẬT\"", "'MẬT'", "(MẬT)", "(Mật)", "[MẬT]"];
    words == 1
        || stands.iter().any(|form| text.contains(form))
        || text.chars().any(char::is_lowercase)
            && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "MẬT")
}
