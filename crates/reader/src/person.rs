//! Persons as rosters and contact lines write them: honorific, rank, name,
//! position, office.
//!
//! Not here: rosters (`nouns::team`), phone numbers (`nouns::contacts`).

use crate::letters::{fold, fold_words};

/// Ranks of police and army, longest first where one begins another.
const RANKS: &[&str] = &[
    "đại tướng",
    "thượng tướng",
    "trung tướng",
    "thiếu tướng",
    "đại tá",
    "thượng tá",
    "trung tá",
    "thiếu tá",
    "đại úy",
    "thượng úy",
    "trung úy",
    "thiếu úy",
    "thượng sĩ",
    "trung sĩ",
    "hạ sĩ",
    "chuẩn úy",
    "đại uý",
    "thượng uý",
    "trung uý",
    "thiếu uý",
];

const HONORIFICS: &[&str] = &[
    "đồng chí",
    "đ/c",
    "đ/chí",
    "đc",
    "ông/bà",
    "ông (bà)",
    "ông",
    "bà",
    "mời",
    "mời ông",
    "mời bà",
    "các đồng chí",
    "anh",
    "chị",
    "bs.",
    "ths.",
    "ts.",
    "ths",
    "ts",
    "bs",
    "ks.",
    "cn.",
];

/// Family names that open most Vietnamese names (folded).
const FAMILIES: &[&str] = &[
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo",
    "duong", "ly", "dinh", "doan", "dao", "lam", "truong", "mai", "trinh", "cao", "luong", "luu", "to", "ta",
    "chu", "tong", "thai", "ha", "la", "vuong", "quach", "tang", "thach", "kieu", "lo", "lu", "phung",
    "nong", "ma", "trieu", "hua", "be", "than", "lieu", "giang", "ong", "minh", "khuat", "diep", "au",
    "nghiem", "van", "tieu", "vi", "quang", "ca", "lai", "ninh", "am", "cam", "sung", "giap", "h", "y", "a",
    "khong", "khuc", "dam", "hau", "lang", "long", "bach", "kim", "kha", "mac", "nhu", "quan", "sam",
    "thieu", "tho", "tu", "ung", "vang", "xa",
];

/// Words with which a position begins, longest first where one begins another.
const POSITIONS: &[&str] = &[
    "phó tổng giám đốc",
    "tổng giám đốc",
    "phó giám đốc phụ trách",
    "phó giám đốc thường trực",
    "phó giám đốc",
    "giám đốc",
    "phó chánh văn phòng",
    "chánh văn phòng",
    "phó chánh thanh tra",
    "chánh thanh tra",
    "quyền trưởng phòng",
    "phó trưởng phòng phụ trách",
    "phó trưởng phòng",
    "phó phòng",
    "trưởng phòng",
    "phó trưởng ban",
    "trưởng ban",
    "phó trưởng công an",
    "trưởng công an",
    "phó đội trưởng",
    "phó trưởng đội",
    "đội trưởng",
    "đội phó",
    "phó chủ tịch thường trực",
    "phó chủ tịch",
    "chủ tịch",
    "phó bí thư thường trực",
    "phó bí thư",
    "bí thư",
    "phó cục trưởng",
    "cục trưởng",
    "phó chi cục trưởng",
    "chi cục trưởng",
    "phó vụ trưởng",
    "vụ trưởng",
    "chuyên viên cao cấp",
    "chuyên viên chính",
    "chuyên viên",
    "thanh tra viên chính",
    "thanh tra viên",
    "cán bộ",
    "kỹ sư",
    "kế toán trưởng",
    "kế toán",
    "nhân viên",
    "trợ lý",
    "phó chỉ huy trưởng",
    "chỉ huy trưởng",
    "phó tham mưu trưởng",
    "tham mưu trưởng",
    "phó hiệu trưởng",
    "hiệu trưởng",
    "phó chủ nhiệm",
    "chủ nhiệm",
    "ủy viên thường trực",
    "ủy viên thư ký",
    "ủy viên",
    "phó trưởng khoa",
    "trưởng khoa",
    "phó tổ trưởng",
    "tổ trưởng",
    "tổ phó",
    "phó trưởng tiểu ban",
    "trưởng tiểu ban",
    "công chức",
    "viên chức",
    "phó trưởng trung tâm",
    "phó thủ trưởng",
    "thủ trưởng",
    "đại diện lãnh đạo",
    "lãnh đạo",
    "đại diện",
    "chỉ huy",
    "văn thư",
    "phó chính ủy",
    "chính ủy",
    "điều tra viên",
    "giáo viên",
    "phó ban",
    "đại biểu",
    "phó trưởng đài",
    "phó tổng biên tập",
    "tổng biên tập",
    "trưởng bộ phận",
];

/// Words with which one says whom an office is still to name.
const UNNAMED: &[&str] = &[
    "đại diện",
    "lãnh đạo",
    "cán bộ",
    "chuyên viên",
    "công chức",
    "viên chức",
    "chỉ huy",
    "01 đồng chí",
    "02 đồng chí",
    "đồng chí lãnh đạo",
    "trưởng phòng",
    "giám đốc",
    "một số",
    "các ",
    "cử ",
    "thành viên",
    "nhân viên",
    "thủ trưởng",
    "điều tra viên",
];

/// A person, or a seat without one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Person {
    pub name: Option<String>,
    pub rank: Option<String>,
    pub position: Option<String>,
    pub organisation: String,
    pub also: Option<String>,
}

fn lower(text: &str) -> String {
    crate::letters::lower(text)
}

/// The rest of `text` after a leading word, if the word stands there.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let count = word.chars().count();
    let split = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let head = text.get(..split)?;
    let rest = &text[split..];
    let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
    (ends && lower(head) == word).then(|| rest.trim_start_matches([' ', '.', ':']))
}

/// The rank a text begins with, and what follows it.
pub(crate) fn leading_rank(text: &str) -> Option<(String, &str)> {
    RANKS.iter().find_map(|rank| {
        let rest = after_word(text, rank)?;
        let said = &text[..text.len() - rest.len()];
        Some((said.trim_matches([' ', '.', ':']).to_owned(), rest))
    })
}

fn strip_honorifics(text: &str) -> (&str, bool) {
    let mut rest = text.trim_start_matches([' ', '-', '–', '+', '.']);
    let mut honoured = false;
    for _ in 0..3 {
        let found =
            HONORIFICS.iter().filter_map(|word| after_word(rest, word)).min_by_key(|after| after.len());
        let Some(after) = found else { break };
        rest = after;
        honoured = true;
    }
    (rest, honoured)
}

/// A personal name at the start of `text`: two to six capitalised words up to a
/// mark. `sure` when an honorific or rank stood before it.
pub(crate) fn leading_name(text: &str, sure: bool) -> Option<(String, &str)> {
    let mut end = 0;
    let mut words = 0;
    for piece in text.split_inclusive(' ') {
        let word = piece.trim_end();
        let bare = word.trim_end_matches([',', ';', ':', '.', '-', '–', '(', ')', '/']);
        let capital = bare.chars().next().is_some_and(char::is_uppercase);
        let letters = bare.chars().all(|c| c.is_alphabetic() || c == '\'' || c == '’');
        if bare.is_empty() || !capital || !letters || words >= 6 {
            break;
        }
        // A position begins: "Nguyễn Văn A Phó Giám đốc".
        if words >= 2 && POSITIONS.iter().any(|position| after_word(&text[end..], position).is_some()) {
            break;
        }
        words += 1;
        end += piece.len();
        if bare.len() < word.len() {
            end -= piece.len() - bare.len();
            break;
        }
    }
    let name = text[..end].trim();
    let mut spoken = name.split(' ');
    let family = spoken.next().map(fold).unwrap_or_default();
    let known = FAMILIES.contains(&family.as_str()) || family.contains('\'');
    let starts_position = POSITIONS.iter().any(|position| after_word(text, position).is_some());
    let office = crate::organisation::unit_kind(name).is_some_and(|_| !known);
    let capitals = crate::letters::is_capitals(name);
    if !(2..=6).contains(&words) || starts_position || office || !(known || sure) || capitals && words > 5 {
        return None;
    }
    Some((name.to_owned(), text[end..].trim_start_matches([' ', ',', '-', '–', ':', '.', ';'])))
}

/// Whether a text is nothing but a personal name.
pub(crate) fn is_name(text: &str) -> bool {
    let (rest, honoured) = strip_honorifics(text.trim());
    let (rest, ranked) = leading_rank(rest).map_or((rest, false), |(_, rest)| (rest, true));
    leading_name(rest.trim(), honoured || ranked).is_some_and(|(_, after)| after.trim().is_empty())
}

/// Whether a text speaks of people still to be named.
pub(crate) fn is_unnamed(text: &str) -> bool {
    let lower = lower(text.trim());
    UNNAMED.iter().any(|word| lower.starts_with(word))
}

/// Reads a person or a seat from the words of one roster row, its role taken
/// away.
pub(crate) fn person(text: &str) -> Person {
    let (rest, honoured) = strip_honorifics(text.trim());
    let (rank, rest) = match leading_rank(rest) {
        Some((rank, rest)) => (Some(rank), rest),
        None => (None, rest),
    };
    let (after_rank, _) = strip_honorifics(rest);
    // "TS. Nguyễn Văn A", "Đại tá, TS. Nguyễn Văn A".
    let after_rank = strip_honorifics(after_rank.trim_start_matches([',', ' '])).0;
    let (name, rest) = match leading_name(after_rank, honoured || rank.is_some()) {
        Some((name, rest)) => (Some(name), rest),
        None => (None, if rank.is_some() { after_rank } else { rest }),
    };
    let (position, organisation, also) = seat(rest, name.is_some());
    Person { name, rank, position, organisation, also }
}

/// Position, office and second title of "Phó Giám đốc Công an tỉnh, Ủy viên
/// Tiểu ban".
pub(crate) fn seat(text: &str, named: bool) -> (Option<String>, String, Option<String>) {
    let text = text.trim_matches([' ', ',', ';', '-', '–', ':', '.']);
    let (text, also) = second_title(text);
    // "(do Văn phòng cử)" says who names the person.
    let (text, also) = match text.rfind('(') {
        Some(at) if lower(&text[at..]).starts_with("(do ") && text.ends_with(')') => {
            (text[..at].trim_end(), also.or_else(|| Some(text[at + 1..text.len() - 1].to_owned())))
        }
        _ => (text, also),
    };
    let counted = text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let counted = after_word(counted, "đồng chí").unwrap_or(counted);
    // "Ủy viên Ban Thường vụ Đảng ủy, Chủ nhiệm Ủy ban Kiểm tra": the seat on
    // the committee comes first, the office second.
    if let Some((first, second)) = counted.split_once(", ")
        && lower(first).starts_with("ủy viên")
        && also.is_none()
        && POSITIONS
            .iter()
            .any(|position| !position.starts_with("ủy viên") && after_word(second, position).is_some())
    {
        let (position, office, _) = seat(second, named);
        return (position, office, Some(first.to_owned()));
    }
    let mut end = 0;
    let mut rest = counted;
    // "Lãnh đạo, chỉ huy, cán bộ của …": several positions in a row.
    loop {
        let found = POSITIONS
            .iter()
            .filter_map(|position| after_word(rest, position))
            .min_by_key(|after| after.len());
        let Some(after) = found else { break };
        end = counted.len() - after.len();
        rest = after.trim_start_matches([' ', ',']);
        let next_position = POSITIONS.iter().any(|position| after_word(rest, position).is_some());
        if !next_position || named && after.starts_with(' ') {
            break;
        }
    }
    if end == 0 {
        return (None, tidy(counted), also);
    }
    let position = counted[..end].trim_matches([' ', ',']).to_owned();
    let mut office = counted[end..].trim_start_matches([' ', ',', '-', '–', ':']).to_owned();
    for link in ["của các", "của", "các đơn vị", "thuộc", "tại", "chuyên môn thuộc"] {
        if link.ends_with("các đơn vị") {
            continue;
        }
        if let Some(after) = after_word(&office, link) {
            office = if link == "của các" { format!("các {after}") } else { after.to_owned() };
            break;
        }
    }
    // "Phó trưởng Phòng An ninh mạng": the office keeps the word it shares.
    let small = lower(&position);
    let double = ["văn phòng", "thanh tra", "công an"].iter().any(|word| small.ends_with(word));
    let words = if double { 2 } else { 1 };
    let at = position.rmatch_indices(' ').nth(words - 1).map_or(0, |(at, _)| at + 1);
    let shared = position[at..].to_owned();
    let shares = matches!(
        lower(&shared).as_str(),
        "phòng" | "ban" | "đội" | "đài" | "khoa" | "văn phòng" | "thanh tra" | "công an"
    );
    let repeated = fold_words(&office).starts_with(&fold_words(&shared));
    if shares && !office.is_empty() && !repeated && !office.starts_with('(') {
        let own = counted[end..].trim_start().starts_with([',', '-', '–']);
        if !own {
            let mut word = shared.chars();
            let capital: String = word.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            office = format!("{capital}{} {office}", word.as_str());
        }
    }
    (Some(position), tidy(&office), also)
}

fn tidy(text: &str) -> String {
    text.trim_matches([' ', ',', ';', '-', '–', ':', '.']).to_owned()
}

/// A seat on the steering body behind the office ("…, Ủy viên Tiểu ban").
fn second_title(text: &str) -> (&str, Option<String>) {
    const SECONDS: &[&str] = &[
        "ủy viên",
        "uỷ viên",
        "phó trưởng tiểu ban",
        "thành viên tiểu ban",
        "thành viên ban",
        "phó trưởng ban",
        "thư ký ban",
        "thư ký tiểu ban",
        "trưởng tiểu ban",
    ];
    for (at, _) in text.match_indices([',', '-', '–', ';']) {
        let mark = text[at..].chars().next().map_or(1, char::len_utf8);
        let tail = text[at + mark..].trim_start();
        let small = lower(tail);
        if at > 0 && SECONDS.iter().any(|second| small.starts_with(second)) {
            return (text[..at].trim_end(), Some(tail.trim_matches([' ', ',', ';', '.', '-']).to_owned()));
        }
    }
    (text, None)
}
