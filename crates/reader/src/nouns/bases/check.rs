//! Whether citations are right: year in the number, date, issuer, article, and
//! whether the act still governs when the plan is carried out.

use domain::plan::{Basis, Doubt, DoubtCode, Plan};
use jiff::civil::Date;

use super::cite::Citation;
use crate::letters::fold;
use crate::line::Line;
use crate::nouns::doubt;
use crate::nouns::known_acts::{Act, code_key, known};

/// The year a code itself holds ("110/2012/TT-BTC").
fn year_in(code: &str) -> Option<i16> {
    let mut parts = code.split('/');
    parts.next()?;
    let year = parts.next()?.trim();
    parts.next()?;
    year.parse().ok().filter(|year| (1945..2100).contains(year))
}

pub(super) fn all(bases: &[Basis], plan: &Plan, doubts: &mut Vec<Doubt>) {
    for basis in bases {
        let wrong = known().acts.iter().find(|act| {
            basis
                .number
                .as_deref()
                .is_some_and(|number| act.wrong.iter().any(|wrong| code_key(wrong) == code_key(number)))
        });
        number_year(basis, wrong, doubts);
        if wrong.is_none() {
            date(basis, doubts);
        }
        incomplete(basis, doubts);
        superseded(basis, plan, doubts);
    }
}

fn number_year(basis: &Basis, wrong: Option<&Act>, doubts: &mut Vec<Doubt>) {
    let (Some(number), Some(date)) = (&basis.number, basis.date) else {
        if let (Some(number), Some(act)) = (&basis.number, wrong) {
            let message = format!("{} {number} không đúng số; văn bản đúng là {}.", basis.r#type, act.number);
            doubts.push(Doubt {
                suggestion: Some(act.number.clone()),
                ..doubt(DoubtCode::CitationNumberYear, basis.place, message)
            });
        }
        return;
    };
    let Some(year) = year_in(number) else { return };
    if year == date.year() {
        return;
    }
    // A law passed at the end of one year may bear that year's number only.
    let message = format!(
        "Số {number} mang năm {year} nhưng ngày ban hành ghi {}; số hoặc ngày bị nhầm.",
        date.strftime("%d/%m/%Y")
    );
    let other = number.replacen(&year.to_string(), &date.year().to_string(), 1);
    let suggestion = wrong.map(|act| act.number.clone()).or_else(|| {
        known().numbered(&other).iter().any(|act| act.date.is_none_or(|known| known == date)).then_some(other)
    });
    let places = std::iter::once(basis.place).chain(basis.also_at.iter().copied());
    for place in places {
        doubts.push(Doubt {
            suggestion: suggestion.clone(),
            ..doubt(DoubtCode::CitationNumberYear, place, message.clone())
        });
    }
}

fn date(basis: &Basis, doubts: &mut Vec<Doubt>) {
    let (Some(number), Some(date)) = (&basis.number, basis.date) else {
        return;
    };
    let acts = known().numbered(number);
    let dated: Vec<Date> = acts.iter().filter_map(|act| act.date).collect();
    if dated.is_empty() || dated.contains(&date) {
        return;
    }
    // A number without a year comes back every year.
    let holds_year = year_in(number).is_some();
    let near = dated.iter().find(|known| holds_year || known.year() == date.year());
    if let Some(right) = near
        && year_in(number).is_none_or(|year| year == date.year())
    {
        let message = format!(
            "{} {number} ban hành ngày {}, không phải {}.",
            basis.r#type,
            right.strftime("%d/%m/%Y"),
            date.strftime("%d/%m/%Y")
        );
        let suggestion = Some(right.strftime("%d/%m/%Y").to_string());
        doubts.push(Doubt { suggestion, ..doubt(DoubtCode::CitationDate, basis.place, message) });
    }
}

fn incomplete(basis: &Basis, doubts: &mut Vec<Doubt>) {
    let bare = basis.number.as_deref().is_some_and(|number| number.chars().all(|c| c.is_ascii_digit()));
    if bare {
        let message = format!("Viện dẫn {} chưa đủ số, ký hiệu.", basis.r#type);
        doubts.push(doubt(DoubtCode::CitationIncomplete, basis.place, message));
    }
}

/// Up to when the plan is carried out: its windows and deadlines.
fn carried_out(plan: &Plan) -> Option<(Date, Date)> {
    let issued = plan.date?;
    let end = plan.windows.iter().map(|window| window.to).max();
    let year = plan.year_to.or(plan.year).and_then(|year| Date::new(year, 12, 31).ok());
    Some((issued.from, end.or(year).unwrap_or(issued.to).max(issued.to)))
}

fn superseded(basis: &Basis, plan: &Plan, doubts: &mut Vec<Doubt>) {
    let Some((from, to)) = carried_out(plan) else {
        return;
    };
    let act = match &basis.number {
        Some(number) => known().numbered(number).into_iter().find(|act| act.until.is_some()),
        None => basis.subject.as_deref().and_then(|name| known().law_on(name, from)),
    };
    let Some(act) = act else { return };
    let (Some(until), Some(next)) = (act.until, act.replaced_by.as_deref()) else {
        return;
    };
    if until > to {
        return;
    }
    let shown = until.strftime("%d/%m/%Y");
    let name = basis.number.clone().or_else(|| basis.subject.clone()).unwrap_or_default();
    let message = if until <= from {
        format!("{} {name} không còn điều chỉnh từ ngày {shown}.", basis.r#type)
    } else {
        let number = if basis.number.is_some() { String::new() } else { format!(" ({})", act.number) };
        format!(
            "{} {name}{number} thôi điều chỉnh từ ngày {shown}, trong thời gian thực hiện kế hoạch.",
            basis.r#type
        )
    };
    doubts.push(Doubt {
        suggestion: Some(next.to_owned()),
        ..doubt(DoubtCode::CitationSuperseded, basis.place, message)
    });
}

/// "Điều 21" cited for what Điều 22 deals with.
pub(super) fn article(line: &Line, citation: &Citation, plan: &Plan, doubts: &mut Vec<Doubt>) {
    if citation.basis.articles.is_empty() {
        return;
    }
    let acts: Vec<&Act> = if let Some(number) = &citation.basis.number {
        known()
            .acts
            .iter()
            .filter(|act| {
                code_key(&act.number) == code_key(number) || act.number.starts_with(&format!("{number}/"))
            })
            .collect()
    } else {
        let day = plan.date.map_or(Date::constant(2024, 1, 1), |date| date.from);
        let name = citation.basis.subject.as_deref().unwrap_or_default();
        known().law_on(name, day).into_iter().collect()
    };
    // The clause the article stands in.
    let folded = line.folded();
    let start = folded[..citation.range.start].rfind([';', ':']).map_or(0, |at| at + 1);
    let end = folded[citation.range.start..].find(';').map_or(folded.len(), |at| citation.range.start + at);
    let clause = &folded[start..end];
    for act in acts {
        for article in &citation.basis.articles {
            let Some(cited) = act.articles.iter().find(|topic| topic.article == *article) else {
                continue;
            };
            let speaks = |about: &[String]| about.iter().any(|words| clause.contains(&fold(words)));
            if speaks(&cited.about) {
                continue;
            }
            let right = act.articles.iter().find(|topic| topic.article != *article && speaks(&topic.about));
            if let Some(right) = right {
                let number = &act.number;
                let about = right.about.first().cloned().unwrap_or_default();
                let message = format!(
                    "Điều {article} {} {number} không quy định về {about}; nội dung này ở Điều {}.",
                    act.r#type, right.article
                );
                let suggestion = Some(format!("Điều {}", right.article));
                doubts.push(Doubt {
                    suggestion,
                    ..doubt(DoubtCode::CitationArticle, citation.basis.place, message)
                });
            }
        }
    }
}
