//! Who issues the paper, and in which province.

use std::collections::BTreeMap;

use domain::plan::Plan;

use super::Aliases;
use crate::letters::{fold, fold_words, is_capitals, lower};
use crate::line::Line;
use crate::organisation::starts_unit;
use crate::sections::Paperwork;

/// What official heads may begin with, in capitals.
const HEADS: &[&str] = &[
    "ubnd",
    "uy ban",
    "so ",
    "cong an",
    "ban chi dao",
    "tieu ban",
    "to cong tac",
    "dang uy",
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "bo ",
    "cuc ",
    "chi cuc",
    "trung tam",
    "phong ",
    "doan kiem tra",
    "van phong",
    "hoi dong",
    "ban ",
    "truong ",
    "doan ",
    "to ",
    "benh vien",
    "thanh tra",
    "hdnd",
    "tong cuc",
    "lien doan",
];
/// Lines of a head that name no issuer.
const NOT_ISSUERS: &[&str] = &[
    "cong hoa xa hoi",
    "doc lap",
    "dang cong san",
    "so:",
    "so ",
    "v/v",
    "ve viec",
    "ke hoach",
    "quyet dinh",
    "thong bao",
    "bao cao",
    "bien ban",
    "mat",
    "toi mat",
    "tuyet mat",
    "hoa toc",
    "khan",
];
/// Verbs with which an issuer issues.
const ISSUES: &[&str] = &[" ban hanh ", " xay dung ", " thong bao ", " quyet dinh ", " de ra ", " lap "];

pub(crate) fn read(work: &Paperwork, head: &[&Line], aliases: &Aliases, plan: &mut Plan) {
    let printed = printed(head);
    let spoken = spoken(work, aliases);
    plan.province = province(work, plan, printed.as_ref().map(|(text, _)| text.as_str()));
    let chosen = match (printed, spoken) {
        (Some((printed, place)), Some((spoken, _))) => {
            // The sentence writes the same name in its true case.
            let same = expanded(&printed) == expanded(&spoken);
            Some((if same { spoken } else { cased(work, &printed, plan.province.as_deref()) }, place))
        }
        (Some((printed, place)), None) => Some((cased(work, &printed, plan.province.as_deref()), place)),
        (None, spoken) => spoken,
    };
    if let Some((issuer, place)) = chosen {
        plan.issuer = Some(with_province(issuer, plan.province.as_deref()));
        plan.places.issuer = Some(place);
    }
}

fn expanded(name: &str) -> String {
    fold_words(name).replace("ubnd", "uy ban nhan dan")
}

/// The last office named in capitals in the head; the ones above it are its
/// parents.
fn printed(head: &[&Line]) -> Option<(String, domain::plan::Place)> {
    let mut offices: Vec<(String, domain::plan::Place)> = Vec::new();
    let mut open = false;
    for line in head {
        let folded = line.folded().trim_start_matches(['*', ' ']);
        let capitals = line.is_capitals() || is_capitals(&line.text().replace(' ', ""));
        let named = crate::zones::paper_name(folded).is_some();
        if !capitals
            || named
            || NOT_ISSUERS.iter().any(|word| folded.starts_with(word)) && !folded.starts_with("so ")
        {
            open = false;
            if named {
                break;
            }
            continue;
        }
        if folded.starts_with("so ") && folded.contains('/') {
            open = false;
            continue;
        }
        let begins = HEADS.iter().any(|head| folded.starts_with(head));
        let goes_on =
            folded.starts_with("tinh ") || folded.starts_with("thanh pho ") && offices.len() == 1 && open;
        match offices.last_mut() {
            Some((office, place)) if open && (!begins || goes_on) => {
                office.push(' ');
                office.push_str(&line.text());
                let _ = place;
            }
            _ if begins || folded.starts_with("tinh ") => offices.push((line.text(), line.whole())),
            _ => {}
        }
        open = true;
    }
    offices
        .pop()
        .map(|(office, place)| (office.trim_matches(['-', '–', '*', ' ', '_', '.']).to_owned(), place))
}

/// The subject of "… ban hành Kế hoạch" in the opening.
fn spoken(work: &Paperwork, aliases: &Aliases) -> Option<(String, domain::plan::Place)> {
    let preamble = work.preamble?;
    for line in work.nodes[preamble].paragraphs() {
        let folded = line.folded();
        for verb in ISSUES {
            for (at, _) in folded.match_indices(verb) {
                let after = &folded[at + verb.len()..];
                let paper = ["ke hoach", "thong bao", "quyet dinh", "chuong trinh", "lich "]
                    .iter()
                    .any(|name| after.starts_with(name));
                if !paper {
                    continue;
                }
                if let Some(found) = subject(line, at, aliases) {
                    return Some(found);
                }
            }
        }
    }
    None
}

fn subject(line: &Line, end: usize, aliases: &Aliases) -> Option<(String, domain::plan::Place)> {
    let folded = line.folded();
    // A bracket right before the verb is an alias.
    let mut stop = end;
    if folded[..stop].trim_end().ends_with(')') {
        stop = folded[..stop].rfind('(')?;
    }
    let mut starts: Vec<usize> = folded[..stop].match_indices(", ").map(|(at, _)| at + 2).collect();
    starts.push(0);
    let from = starts.into_iter().filter(|at| starts_unit(&line.slice(*at..stop))).max()?;
    let range = line.trimmed(from..stop);
    let name = line.slice(range.clone());
    if name.chars().count() > 200 {
        return None;
    }
    let long = aliases.long(&name).map_or(name, str::to_owned);
    Some((long, line.place(range)))
}

/// Words behind which a place's own name follows.
const PLACES: &[&str] = &["xã", "phường", "trấn", "huyện", "tỉnh", "phố", "khu", "thpt", "thcs", "quận"];

/// A name printed in capitals, in the case a sentence gives it: as the text
/// itself writes it elsewhere, else by what is known of such names.
fn cased(work: &Paperwork, name: &str, province: Option<&str>) -> String {
    if !is_capitals(name) {
        return name.to_owned();
    }
    let folded = fold(name);
    for at in work.all() {
        for line in work.every_line(at) {
            let found = line.folded().find(&folded);
            let said = found.map(|at| line.slice(at..at + folded.len()));
            if let Some(said) = said.filter(|said| !is_capitals(said)) {
                return said;
            }
        }
    }
    let mut out: Vec<String> = Vec::new();
    let mut proper = false;
    for (nth, word) in name.split(' ').enumerate() {
        let small = lower(word);
        let plain = fold(&small);
        let letters: String = plain.chars().filter(char::is_ascii_alphabetic).collect();
        // A word without a vowel is an abbreviation.
        let abbreviation = letters.len() > 1 && !letters.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        let known = matches!(plain.as_str(), "ubnd" | "hdnd" | "mttq" | "tand");
        if abbreviation || known {
            out.push(word.to_owned());
        } else if nth == 0 || proper {
            out.push(titled(word));
        } else {
            out.push(small.clone());
        }
        proper = (proper || PLACES.contains(&small.as_str())) && !word.ends_with(',');
    }
    let text = out.join(" ");
    let text = match province {
        Some(province) => text.replace(&lower(province), province),
        None => text,
    };
    let names = [
        ("đề án", "Đề án"),
        ("an toàn, an ninh mạng", "An toàn, An ninh mạng"),
        ("Ban chỉ đạo", "Ban Chỉ đạo"),
        ("phòng an ninh", "Phòng An ninh"),
        ("Phòng an ninh", "Phòng An ninh"),
        ("khoa học và công nghệ", "Khoa học và Công nghệ"),
        ("thông tin và truyền thông", "Thông tin và Truyền thông"),
        ("giáo dục và đào tạo", "Giáo dục và Đào tạo"),
        ("tiểu ban an ninh", "tiểu ban An ninh"),
        ("Tiểu ban an ninh", "Tiểu ban An ninh"),
        ("Tiểu ban an toàn", "Tiểu ban An toàn"),
    ];
    names.iter().fold(text, |text, (from, to)| text.replace(from, to))
}

/// "UBND tỉnh" is the named province's.
fn with_province(issuer: String, province: Option<&str>) -> String {
    match province {
        Some(province) if fold(&issuer).ends_with(" tinh") => format!("{issuer} {province}"),
        _ => issuer,
    }
}

/// The proper name that stands most often behind "tỉnh".
fn province(work: &Paperwork, plan: &Plan, printed: Option<&str>) -> Option<String> {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for at in work.all() {
        for line in work.every_line(at) {
            count_provinces(&line.text(), 1, &mut votes);
        }
    }
    if let Some(title) = &plan.title {
        count_provinces(title, 2, &mut votes);
    }
    if let Some(printed) = printed {
        count_provinces(printed, 3, &mut votes);
    }
    // The place in the date line confirms a province that papers sit in.
    if let Some(place) = &plan.place {
        let named = votes.keys().find(|name| fold_words(name) == fold_words(place)).cloned();
        if let Some(name) = named {
            return Some(name);
        }
    }
    let best = votes.into_iter().max_by_key(|(_, count)| *count).map(|(name, _)| name);
    best.or_else(|| {
        let provincial = work.all().iter().any(|at| {
            work.every_line(*at)
                .iter()
                .any(|line| line.folded().contains("ubnd tinh") || line.folded().contains("cong an tinh"))
        });
        let place = plan.place.clone()?;
        let higher = ["xa ", "phuong ", "huyen ", "thi tran ", "quan "]
            .iter()
            .any(|level| fold(&place).starts_with(level));
        (provincial && !higher).then_some(place)
    })
}

fn count_provinces(text: &str, weight: usize, votes: &mut BTreeMap<String, usize>) {
    let words: Vec<&str> = text.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let capitals = *word == "TỈNH";
        if !(*word == "tỉnh" || *word == "Tỉnh" || capitals) {
            continue;
        }
        let mut name: Vec<String> = Vec::new();
        for next in &words[at + 1..] {
            let bare = next.trim_end_matches([',', '.', ';', ':', ')', '*', '/']);
            let begins = bare.chars().next().is_some_and(char::is_uppercase)
                && bare.chars().all(|c| c.is_alphabetic() || c == '-');
            let shouted = bare.chars().count() > 1 && bare.chars().all(char::is_uppercase);
            if !begins || !capitals && shouted || name.len() >= 3 {
                break;
            }
            name.push(if shouted { titled(bare) } else { bare.to_owned() });
            if bare.len() < next.len() {
                break;
            }
        }
        let name = name.join(" ");
        let folded = fold_words(&name);
        let no_name =
            ["doan", "uy", "hoi", "bo", "so", "ban"].contains(&folded.split(' ').next().unwrap_or_default());
        if !name.is_empty() && !no_name {
            *votes.entry(name).or_default() += weight;
        }
    }
}

fn titled(word: &str) -> String {
    let small = lower(word);
    let mut chars = small.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
