//! Citations with a number: State codes (`85/2016/NĐ-CP`, `964/QĐ-TTg`), Party
//! codes (`30-NQ/TW`), standards; and documents named in the opening without
//! one.

use std::ops::Range;
use std::sync::LazyLock;

use domain::plan::Basis;
use jiff::civil::Date;
use regex::Regex;

use crate::dates::{Moment, moments};
use crate::line::Line;
use crate::nouns::header::series_at;

/// Longest subject, in characters.
const SUBJECT_CHARS: usize = 320;
/// How far before its number a document's type may stand.
const TYPE_BEFORE: usize = 70;
/// Longest issuer, in characters.
const ISSUER_CHARS: usize = 90;

/// A citation and the stretch of the line it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Citation {
    pub basis: Basis,
    pub range: Range<usize>,
}

/// Types of documents (folded, printed). Longer ones first where one begins
/// another.
pub(super) const TYPES: &[(&str, &str)] = &[
    ("thong tu lien tich", "Thông tư liên tịch"),
    ("nghi quyet lien tich", "Nghị quyết liên tịch"),
    ("ke hoach lien tich", "Kế hoạch liên tịch"),
    ("bo luat", "Bộ luật"),
    ("luat", "Luật"),
    ("phap lenh", "Pháp lệnh"),
    ("nghi dinh", "Nghị định"),
    ("nghi quyet", "Nghị quyết"),
    ("quyet dinh", "Quyết định"),
    ("chi thi", "Chỉ thị"),
    ("thong tu", "Thông tư"),
    ("ke hoach", "Kế hoạch"),
    ("cong van", "Công văn"),
    ("cong dien", "Công điện"),
    ("huong dan", "Hướng dẫn"),
    ("quy dinh", "Quy định"),
    ("quy che", "Quy chế"),
    ("chuong trinh", "Chương trình"),
    ("thong bao", "Thông báo"),
    ("ket luan", "Kết luận"),
    ("bao cao", "Báo cáo"),
    ("to trinh", "Tờ trình"),
    ("phuong an", "Phương án"),
    ("de an", "Đề án"),
    ("van ban hop nhat", "Văn bản hợp nhất"),
    ("van ban", "Văn bản"),
    ("lenh", "Lệnh"),
    ("bien ban", "Biên bản"),
    ("giay moi", "Giấy mời"),
    ("thu", "Thư"),
];

/// What a code's letters say when no word says it.
const CODES: &[(&str, &str)] = &[
    ("nd", "Nghị định"),
    ("qd", "Quyết định"),
    ("ct", "Chỉ thị"),
    ("tt", "Thông tư"),
    ("ttlt", "Thông tư liên tịch"),
    ("kh", "Kế hoạch"),
    ("nq", "Nghị quyết"),
    ("kl", "Kết luận"),
    ("hd", "Hướng dẫn"),
    ("tb", "Thông báo"),
    ("bc", "Báo cáo"),
    ("cd", "Công điện"),
    ("ctr", "Chương trình"),
    ("cv", "Công văn"),
    ("ttr", "Tờ trình"),
    ("da", "Đề án"),
    ("pa", "Phương án"),
    ("qc", "Quy chế"),
    ("l", "Lệnh"),
    ("pl", "Pháp lệnh"),
    ("vbhn", "Văn bản hợp nhất"),
];

static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<std>tcvn\s?\d{3,6}(?:-\d{1,2})?\s?:\s?\d{4})",
        r"|(?P<n>\d{1,5}[a-z]?)(?:\s?/\s?(?P<y>(?:19|20)\d{2}))?\s?(?P<s>[/\-])\s?(?P<l>[a-z])"
    ))
    .ok()
});
static SHORT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(nghi dinh|thong tu|quyet dinh|chi thi|nghi quyet|cong dien)\s+(?:so\s+)?(\d{1,4})(?:\s+(?:nam|/)\s*((?:19|20)\d{2}))?\b").ok()
});

pub(super) fn numbered(line: &Line) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    let Some(pattern) = CODE.as_ref() else {
        return found;
    };
    let folded = line.folded();
    let mut at = 0;
    while let Some(captures) = pattern.captures_at(folded, at) {
        let Some(whole) = captures.get(0) else { break };
        at = whole.end();
        let before = whole.start().checked_sub(1).map(|before| folded.as_bytes()[before]);
        if before.is_some_and(|byte| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'/' | b'.' | b',') && folded.as_bytes()[whole.start()].is_ascii_digit()
        }) {
            continue;
        }
        if captures.name("std").is_some() {
            found.push(standard(line, whole.range()));
            continue;
        }
        let (Some(number), Some(letter)) = (captures.name("n"), captures.name("l")) else {
            continue;
        };
        let (series, end) = series_at(line, letter.start());
        if !is_series(&series, &captures["s"], captures.name("y").is_some()) {
            continue;
        }
        at = end;
        let year = captures.name("y").map(|year| format!("/{}", year.as_str())).unwrap_or_default();
        let number = line.slice(number.range());
        let code = format!("{number}{year}{}{series}", &captures["s"]);
        found.push(citation(line, whole.start(), end, code, &series, found.last()));
    }
    shortened(line, &mut found);
    found
}

/// Codes have a stroke or dash, or stand behind a year ("86/2015/QH13").
fn is_series(series: &str, separator: &str, with_year: bool) -> bool {
    let letters = series.chars().filter(|c| c.is_uppercase()).count();
    let strokes = series.contains(['-', '/']);
    letters >= 2
        && (strokes || with_year || letters >= 3 && separator == "/")
        && series.chars().count() <= 40
        && (separator == "/" || series.contains('/'))
}

fn standard(line: &Line, range: Range<usize>) -> Citation {
    let basis = Basis {
        r#type: "Tiêu chuẩn".to_owned(),
        number: Some(line.slice(range.clone())),
        date: None,
        issuer: None,
        subject: None,
        articles: articles_before(line, range.start),
        place: line.place(range.clone()),
        also_at: Vec::new(),
    };
    Citation { basis, range }
}

fn citation(
    line: &Line,
    from: usize,
    end: usize,
    code: String,
    series: &str,
    last: Option<&Citation>,
) -> Citation {
    let (kind, start, inner) = type_before(line, from, last.map_or(0, |last| last.range.end));
    // "số 12/QĐ-UBND và số 15/QĐ-UBND": the second leans on the first's type.
    let kind = kind.or_else(|| {
        let near =
            last.filter(|last| from.saturating_sub(last.range.end) < 12 && type_of_code(series).is_none());
        near.map(|last| last.basis.r#type.clone())
    });
    let kind =
        kind.or_else(|| type_of_code(series).map(str::to_owned)).unwrap_or_else(|| letter_type(series));
    let (date, after_date) = date_after(line, end);
    let (issuer, after_issuer) = issuer_after(line, after_date);
    let issuer = issuer.or_else(|| inner_issuer(line, inner.clone()));
    let law = matches!(kind.as_str(), "Luật" | "Bộ luật" | "Pháp lệnh");
    let named = law
        .then(|| line.slice(inner))
        .map(|name| name.trim().trim_end_matches(" số").to_owned())
        .filter(|name| name.chars().count() > 3);
    let subject = named.or_else(|| subject_after(line, after_issuer));
    let stop = after_issuer.max(end);
    let basis = Basis {
        r#type: kind,
        number: Some(code),
        date,
        issuer,
        subject,
        articles: articles_before(line, start),
        place: line.place(start..stop),
        also_at: Vec::new(),
    };
    Citation { basis, range: start..stop }
}

fn letter_type(series: &str) -> String {
    // A letter's code has the office first: "2761/BCA-QLHCTTXH".
    let office = series.split(['-', '/']).next().unwrap_or_default();
    if office.chars().count() >= 2 { "Công văn".to_owned() } else { "Văn bản".to_owned() }
}

fn type_of_code(series: &str) -> Option<&'static str> {
    let first = crate::letters::fold(series.split(['-', '/']).next().unwrap_or_default());
    if first.starts_with("qh") || first.starts_with("ubtvqh") {
        return Some("Luật");
    }
    CODES.iter().find(|(code, _)| *code == first).map(|(_, name)| *name)
}

/// The type word nearest before a number, where it starts, and what stands
/// between the two.
fn type_before(line: &Line, from: usize, floor: usize) -> (Option<String>, usize, Range<usize>) {
    let folded = line.folded();
    // A citation before it may reach beyond where this one begins.
    let low = from.saturating_sub(TYPE_BEFORE).max(floor).min(from);
    let window = &folded[low..from];
    let found = TYPES
        .iter()
        .filter_map(|(word, name)| {
            let at = window.rmatch_indices(word).map(|(at, _)| at).find(|at| {
                let start = *at == 0 || !window.as_bytes()[at - 1].is_ascii_alphanumeric();
                let end =
                    window.as_bytes().get(at + word.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric());
                start && end && !window[..*at].ends_with("phap ")
            })?;
            Some((at, word.len(), *name))
        })
        .filter(|(at, length, name)| {
            let between = window[at + length..].trim();
            let bare = between.trim_end_matches(':').trim_end_matches("so").trim();
            let clean = !between.contains([';', '.', ')']);
            let law = matches!(*name, "Luật" | "Bộ luật" | "Pháp lệnh");
            clean && (bare.is_empty() || law || bare.starts_with("cua ") || bare.starts_with("lien tich"))
        })
        .max_by_key(|(at, length, _)| (at + length, *length));
    if let Some((at, length, _)) = found {
        let start = low + at;
        let said = line.slice(start..start + length);
        let inner = start + length..from;
        let inner = line.trimmed(inner);
        let cut = folded[inner.clone()]
            .rfind("so")
            .filter(|at| inner.start + at + 3 >= inner.end)
            .map_or(inner.end, |at| inner.start + at);
        (Some(capitalised(&said)), start, line.trimmed(inner.start..cut))
    } else {
        let number_word = folded[..from].trim_end().ends_with("so");
        let start = if number_word { folded[..from].trim_end().len() - 2 } else { from };
        (None, start, from..from)
    }
}

pub(super) fn capitalised(text: &str) -> String {
    let small = if crate::letters::is_capitals(text) { crate::letters::lower(text) } else { text.to_owned() };
    let mut chars = small.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// ", ngày 04/11/2022" right behind a number.
pub(super) fn date_after(line: &Line, at: usize) -> (Option<Date>, usize) {
    let folded = line.folded();
    let tail = &folded[at..folded.len().min(at + 60)];
    let Some(hit) = moments(tail).into_iter().next() else {
        return (None, at);
    };
    let gap = tail[..hit.range.start].trim_matches([' ', ',', '(']);
    let near =
        matches!(gap, "" | "ky" | "ban hanh" | "ky ban hanh" | "duoc ban hanh" | "ky ngay" | "ra" | "ngay");
    match hit.moment {
        Moment::Day(date) if near && (hit.worded || gap.ends_with("ngay") || hit.range.start < 4) => {
            let mut end = at + hit.range.end;
            if folded[end..].starts_with(')') {
                end += 1;
            }
            (Some(date), end)
        }
        _ => (None, at),
    }
}

/// Words that end an issuer's name.
const AFTER_ISSUER: &[&str] = &[
    " ve ",
    " quy dinh ",
    " phe duyet ",
    " ban hanh ",
    " huong dan ",
    " sua doi",
    " gui ",
    " thuc hien ",
    " trien khai ",
    " chi tiet ",
    " trong ",
    " doi voi ",
    " theo ",
    " nham ",
    " v/v ",
    " thay the ",
    " chi dao ",
    " tang cuong ",
    " nang cao ",
    " giao ",
    " yeu cau ",
    " (",
    " tai ",
    " va cac ",
    " va ke hoach",
    " va quyet dinh",
    " va nghi dinh",
    " va thong tu",
    " va chi thi",
    " va luat",
    " va cong van",
    " va van ban",
    " va nghi quyet",
    " thanh lap ",
    " kien toan ",
    " cong bo ",
    " de ",
    " duoc ",
    " da ",
    " cho ",
    " ve:",
    " phat dong ",
    " tiep tuc ",
    " bo sung ",
    " to chuc ",
    " xac dinh ",
    " khoa ",
    " nhu sau",
];

/// "của Bộ trưởng Bộ Công an" behind a number or date.
pub(super) fn issuer_after(line: &Line, at: usize) -> (Option<String>, usize) {
    let folded = line.folded();
    let tail = &folded[at..];
    let trimmed = tail.trim_start_matches([' ', ',']);
    let Some(rest) = trimmed.strip_prefix("cua ") else {
        return (None, at);
    };
    let start = folded.len() - rest.len();
    let limit = rest.len().min(ISSUER_CHARS);
    let inner = ["an ninh", "an toan", "chong ", "the thao", "thuong binh", "thong tin"];
    let comma = rest.match_indices(',').map(|(at, _)| at).find(|at| {
        let next = rest[at + 1..].trim_start();
        !inner.iter().any(|word| next.starts_with(word))
    });
    let mut end =
        rest.find([';', '.', ')', ':', '"']).unwrap_or(rest.len()).min(limit).min(comma.unwrap_or(limit));
    // "Tổ công tác triển khai Đề án 06": the verb belongs to the name.
    let named = [
        "to cong tac trien khai ",
        "ban chi dao trien khai ",
        "ban chi dao thuc hien ",
        "to cong tac thuc hien ",
    ];
    let skip = named.iter().find(|name| rest.starts_with(*name)).map_or(0, |name| name.len());
    for word in AFTER_ISSUER {
        // A capital inside a name ("Ban Chỉ đạo", "Bộ Giáo dục") ends nothing.
        let stops = rest.match_indices(word).map(|(found, _)| found).find(|found| {
            *found >= skip && !line.chars().get(start + found + 1).is_some_and(|c| c.is_uppercase())
        });
        end = end.min(stops.unwrap_or(end));
    }
    let range = line.trimmed(start..start + end);
    let name = line.slice(range.clone());
    let capital = name.chars().next().is_some_and(char::is_uppercase)
        || crate::organisation::unit_kind(&name).is_some();
    if capital && name.chars().count() >= 3 { (Some(name), range.end) } else { (None, at) }
}

fn inner_issuer(line: &Line, inner: Range<usize>) -> Option<String> {
    let said = line.slice(inner);
    said.strip_prefix("của ").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Words a subject opens with.
const OPENS: &[&str] = &[
    "ve viec",
    "ve ",
    "quy dinh",
    "phe duyet",
    "ban hanh",
    "huong dan",
    "sua doi",
    "v/v",
    "thay the",
    "chi dao",
    "trien khai",
    "tang cuong",
    "nang cao",
    "thanh lap",
    "kien toan",
    "gui ",
];

/// What a document is about, up to the end of its clause.
pub(super) fn subject_after(line: &Line, at: usize) -> Option<String> {
    let folded = line.folded();
    let tail = &folded[at..];
    let rest = tail.trim_start_matches([' ', ',', ')']);
    let start = folded.len() - rest.len();
    if !OPENS.iter().any(|open| rest.starts_with(open)) {
        return None;
    }
    let mut end = rest.len().min(SUBJECT_CHARS);
    let mut depth = 0_i32;
    for (nth, byte) in rest.bytes().enumerate().take(end) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => {
                end = nth;
                break;
            }
            b')' => depth -= 1,
            b';' => {
                end = nth;
                break;
            }
            b'.' if rest.as_bytes().get(nth + 1).is_none_or(|next| *next == b' ' || *next == b'/') => {
                end = nth;
                break;
            }
            _ => {}
        }
    }
    for stop in ["(sau day", ", can cu ", " (goi tat", " (viet tat"] {
        if let Some(found) = rest[..end].find(stop) {
            end = found;
        }
    }
    // ", Tiểu ban … xây dựng Kế hoạch": the sentence's own subject begins; and
    // another document in a row of them.
    let commas: Vec<usize> = rest[..end].match_indices(", ").map(|(nth, _)| nth).collect();
    for comma in commas {
        let next = line.slice(start + comma + 2..line.len());
        let capital = next.chars().next().is_some_and(char::is_uppercase);
        let office = capital && crate::organisation::starts_unit(&next);
        let document = capital && TYPES.iter().any(|(word, _)| rest[comma + 2..].starts_with(word));
        let speaks = capital
            && [" thong bao ", " ban hanh ", " xay dung ", " bao cao ", " quyet dinh "]
                .iter()
                .any(|verb| rest[comma + 2..].find(verb).is_some_and(|at| at < 120));
        if office || document || speaks {
            end = comma;
            break;
        }
    }
    let range = line.trimmed(start..start + end);
    let said = line.slice(range);
    let said = said
        .strip_prefix("về việc ")
        .or_else(|| said.strip_prefix("về "))
        .or_else(|| said.strip_prefix("v/v "))
        .unwrap_or(&said);
    let said = said.trim_end_matches(['.', ',', ';', '/', ' ']);
    (said.chars().count() > 3).then(|| said.to_owned())
}

/// "Điều 21 của", "khoản 1 Điều 19" right before a document.
pub(super) fn articles_before(line: &Line, start: usize) -> Vec<u16> {
    static ARTICLES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"dieu\s+(\d{1,3})((?:\s*(?:,|va)\s*(?:dieu\s+)?\d{1,3})*)\s*,?\s*(?:cua\s+)?$").ok()
    });
    let Some(pattern) = ARTICLES.as_ref() else {
        return Vec::new();
    };
    let Some(found) = pattern.captures(&line.folded()[..start]) else {
        return Vec::new();
    };
    let mut numbers: Vec<u16> = found[1].parse().into_iter().collect();
    let more = found[2].split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse::<u16>().ok());
    numbers.extend(more);
    numbers
}

/// "Nghị định 85", "Thông tư số 46": short for a document cited in full.
fn shortened(line: &Line, found: &mut Vec<Citation>) {
    let Some(pattern) = SHORT.as_ref() else {
        return;
    };
    for captures in pattern.captures_iter(line.folded()) {
        let (Some(whole), Some(number)) = (captures.get(0), captures.get(2)) else {
            continue;
        };
        let after = line.folded().as_bytes().get(whole.end());
        let covered =
            found.iter().any(|known| known.range.start < whole.end() && whole.start() < known.range.end);
        let goes_on = after.is_some_and(|byte| matches!(byte, b'/' | b'-' | b'.'));
        let counted = line.folded()[whole.end()..].trim_start().starts_with("ngay ")
            && !line.folded()[whole.range()].contains("so ");
        let capital = line.chars()[whole.start()].is_uppercase();
        if covered
            || goes_on
            || counted
            || !capital
            || line.folded()[whole.end()..].trim_start().starts_with("thang")
        {
            continue;
        }
        let Some(kind) = captures.get(1) else {
            continue;
        };
        let basis = Basis {
            r#type: capitalised(&line.slice(kind.range())),
            number: Some(line.slice(number.range())),
            date: None,
            issuer: None,
            subject: None,
            articles: articles_before(line, whole.start()),
            place: line.place(whole.range()),
            also_at: Vec::new(),
        };
        found.push(Citation { basis, range: whole.range() });
    }
}

/// "Triển khai Kế hoạch hoạt động năm 2026 của Tiểu ban …": a document the
/// opening names without a number.
pub(super) fn unnumbered(line: &Line, found: &[Citation]) -> Vec<Citation> {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"(?:^|[\s;,-])(?:thuc hien|trien khai|can cu|theo)(?:\s+noi dung)?\s+(ke hoach|chuong trinh|quyet dinh|chi thi|nghi quyet|cong dien|quy che|thong bao|ket luan|cong van)\s+([^;.()]{4,140}?)\s+cua\s+").ok()
    });
    let mut out = Vec::new();
    let Some(pattern) = NAMED.as_ref() else {
        return out;
    };
    for captures in pattern.captures_iter(line.folded()) {
        let (Some(kind), Some(about)) = (captures.get(1), captures.get(2)) else {
            continue;
        };
        let capital = line.chars()[kind.start()].is_uppercase();
        let covered =
            found.iter().any(|known| known.range.start < about.end() && kind.start() < known.range.end);
        let numbered = about.as_str().starts_with("so ")
            || about.as_str().starts_with("nay")
            || about.as_str().starts_with(|c: char| c.is_ascii_digit());
        let broken = about
            .as_str()
            .match_indices(", ")
            .any(|(at, _)| line.chars().get(about.start() + at + 2).is_some_and(|c| c.is_uppercase()));
        if !capital || covered || numbered || broken {
            continue;
        }
        let (issuer, end) = issuer_after(line, about.end());
        let Some(issuer) = issuer else { continue };
        let range = kind.start()..end;
        let basis = Basis {
            r#type: line.slice(kind.range()),
            number: None,
            date: None,
            issuer: Some(issuer),
            subject: Some(line.slice(about.range())),
            articles: Vec::new(),
            place: line.place(range.clone()),
            also_at: Vec::new(),
        };
        out.push(Citation { basis, range });
    }
    out
}
