//! How papers cite a reference of the legal library: "điểm a khoản 1 Điều 23 Luật
//! An ninh mạng số 24/2018/QH14".
//!
//! Not here: which reference holds on which day (`domain::law`).

use domain::law::{Act, ActKind, Basis, Library};

/// Each reference once, joined by semicolons. One the library does not know is
/// cited by its code, so that nothing is lost.
pub fn citation(bases: &[Basis], library: &Library) -> String {
    let mut cited: Vec<String> = Vec::with_capacity(bases.len());
    for basis in bases {
        let act = library.get(&basis.act).map_or_else(|| basis.act.clone(), act);
        let words = match basis.at.as_deref().map(place) {
            Some(place) if !place.is_empty() => format!("{place} {act}"),
            _ => act,
        };
        if !cited.contains(&words) {
            cited.push(words);
        }
    }
    cited.join("; ")
}

fn act(act: &Act) -> String {
    let title = act.title.vi.split(" (").next().unwrap_or_default().trim();
    let kind = match act.kind {
        // A law is known by its name, which begins with its kind.
        ActKind::Law => return format!("{title} số {}", act.number),
        ActKind::Standard => return format!("tiêu chuẩn {}", act.number),
        ActKind::Resolution => "Nghị quyết",
        ActKind::Decree => "Nghị định",
        ActKind::Circular => "Thông tư",
        ActKind::Decision => "Quyết định",
        ActKind::Directive => "Chỉ thị",
        ActKind::Telegram => "Công điện",
        ActKind::OfficialLetter => "Công văn",
        ActKind::Guidance => "Hướng dẫn",
        ActKind::Regulation => "Quy định",
        ActKind::Plan => "Kế hoạch",
        ActKind::Conclusion => "Kết luận",
    };
    format!("{kind} số {}", act.number)
}

/// "Đ23(1a)" as papers write it; what has another shape stays as it is.
fn place(at: &str) -> String {
    let Some(rest) = at.strip_prefix('Đ') else { return at.to_owned() };
    let (article, clauses) = match rest.split_once('(') {
        Some((article, clauses)) => (article, clauses.trim_end_matches(')')),
        None => (rest, ""),
    };
    let article = match article.split_once('-') {
        Some((first, last)) => format!("các điều từ Điều {first} đến Điều {last}"),
        None => format!("Điều {article}"),
    };
    if clauses.is_empty() {
        return article;
    }
    let clauses: Vec<_> = clauses.split(',').map(str::trim).filter(|c| !c.is_empty()).collect();
    let lettered = clauses.iter().any(|clause| clause.ends_with(char::is_alphabetic));
    let words = if lettered {
        clauses.iter().map(|clause| clause_words(clause)).collect::<Vec<_>>().join(", ")
    } else {
        format!("khoản {}", clauses.join(", "))
    };
    format!("{words} {article}")
}

fn clause_words(clause: &str) -> String {
    match clause.find(char::is_alphabetic) {
        Some(at) => format!("điểm {} khoản {}", &clause[at..], &clause[..at]),
        None => format!("khoản {clause}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_an_act_are_written_out() {
        for (short, long) in [
            ("Đ25(1)", "khoản 1 Điều 25"),
            ("Đ23(1a)", "điểm a khoản 1 Điều 23"),
            ("Đ31(2đ)", "điểm đ khoản 2 Điều 31"),
            ("Đ22(2,3)", "khoản 2, 3 Điều 22"),
            ("Đ12-17", "các điều từ Điều 12 đến Điều 17"),
            ("Đ6", "Điều 6"),
            ("Mẫu 14", "Mẫu 14"),
        ] {
            assert_eq!(place(short), long);
        }
    }
}
