//! Every legal or administrative document a text cites, once: Luật, nghị định,
//! thông tư, Party documents, plans, letters.
//!
//! Not here: whether a citation is right (`bases::check`).

mod check;
mod cite;
mod law;

use domain::plan::{Basis, Doubt, Place, Plan, SectionRole};

use super::Paper;
use super::known_acts::code_key;
use crate::letters::fold_words;
use crate::line::Line;
use cite::Citation;

/// Documents one paper may cite.
const DOCUMENTS: usize = 2_000;

pub(crate) fn read(paper: &Paper, plan: &Plan, doubts: &mut Vec<Doubt>) -> Vec<Basis> {
    let mut register = Register::default();
    for at in paper.work.all() {
        let node = &paper.work.nodes[at];
        if matches!(node.role, SectionRole::Noise | SectionRole::Recipients | SectionRole::Signature) {
            continue;
        }
        for line in paper.work.every_line(at) {
            let header = node.role == SectionRole::Header;
            for citation in citations(line, header, node.role == SectionRole::Preamble) {
                if is_own(&citation, plan, header) {
                    continue;
                }
                check::article(line, &citation, plan, doubts);
                register.keep(citation);
            }
        }
    }
    register.merge_named_laws();
    let bases: Vec<Basis> = register.found.into_iter().map(|citation| citation.basis).collect();
    check::all(&bases, plan, doubts);
    bases
}

fn citations(line: &Line, header: bool, preamble: bool) -> Vec<Citation> {
    let mut found = cite::numbered(line);
    if !header {
        let laws = law::named(line, &found);
        found.extend(laws);
        if preamble {
            let unnumbered = cite::unnumbered(line, &found);
            found.extend(unnumbered);
        }
    }
    found.sort_by_key(|citation| citation.range.start);
    found
}

/// The plan's own number, or a blank one, is no citation.
fn is_own(citation: &Citation, plan: &Plan, header: bool) -> bool {
    if header {
        return true;
    }
    let Some(code) = &citation.basis.number else {
        return false;
    };
    let (Some(number), Some(series)) = (&plan.number, &plan.series) else {
        return false;
    };
    let own = [format!("{number}/{series}"), format!("{number}-{series}")];
    own.iter().any(|own| code_key(own) == code_key(code)) && same_year(citation, plan)
}

fn same_year(citation: &Citation, plan: &Plan) -> bool {
    match (citation.basis.date, plan.date) {
        (Some(cited), Some(own)) => cited.year() == own.from.year(),
        _ => true,
    }
}

/// The documents met so far.
#[derive(Default)]
struct Register {
    found: Vec<Citation>,
}

impl Register {
    fn keep(&mut self, citation: Citation) {
        if self.found.len() >= DOCUMENTS {
            return;
        }
        let same = self.found.iter_mut().find(|known| same_document(&known.basis, &citation.basis));
        match same {
            Some(known) => fill(&mut known.basis, citation.basis),
            None => self.found.push(citation),
        }
    }

    /// "Luật An ninh mạng" beside "Luật An ninh mạng số 24/2018/QH14" is it.
    fn merge_named_laws(&mut self) {
        let mut kept: Vec<Citation> = Vec::new();
        for citation in std::mem::take(&mut self.found) {
            let named = citation.basis.number.is_none() && is_law(&citation.basis);
            let twin = kept.iter_mut().find(|known| {
                let one_blank = known.basis.number.is_none() != citation.basis.number.is_none();
                let both_laws = is_law(&known.basis) && is_law(&citation.basis);
                one_blank && both_laws && same_name(&known.basis, &citation.basis)
            });
            match twin {
                Some(known) if named => fill(&mut known.basis, citation.basis),
                Some(known) => {
                    let first = std::mem::replace(&mut known.basis, citation.basis);
                    let place = first.place;
                    let later = std::mem::replace(&mut known.basis.place, place);
                    let mut also = first.also_at;
                    also.push(later);
                    also.append(&mut known.basis.also_at);
                    known.basis.also_at = also;
                }
                None => kept.push(citation),
            }
        }
        self.found = kept;
    }
}

fn is_law(basis: &Basis) -> bool {
    matches!(fold_words(&basis.r#type).as_str(), "luat" | "bo luat" | "phap lenh" | "hien phap")
}

fn same_name(one: &Basis, other: &Basis) -> bool {
    match (&one.subject, &other.subject) {
        (Some(one), Some(other)) => fold_words(one) == fold_words(other),
        _ => false,
    }
}

fn same_document(known: &Basis, new: &Basis) -> bool {
    let dates_agree = known.date.is_none() || new.date.is_none() || known.date == new.date;
    match (&known.number, &new.number) {
        (Some(one), Some(other)) => {
            let (one, other) = (code_key(one), code_key(other));
            // Numbers come back every year, so a date that differs is another
            // document; a number that holds its year is the same one.
            let holds_year =
                one.split('/').nth(1).is_some_and(|part| part.len() == 4 && part.starts_with(['1', '2']));
            let shortened = |long: &str, short: &str| {
                short.chars().all(|c| c.is_ascii_digit()) && long.split(['/', '-']).next() == Some(short)
            };
            one == other && (holds_year || dates_agree)
                || fold_words(&known.r#type) == fold_words(&new.r#type)
                    && (shortened(&one, &other) || shortened(&other, &one))
        }
        (None, None) => {
            fold_words(&known.r#type) == fold_words(&new.r#type) && same_name(known, new) && dates_agree
        }
        _ => false,
    }
}

/// Takes over what the earlier citation lacked.
fn fill(known: &mut Basis, new: Basis) {
    let longer = new.number.as_ref().map_or(0, String::len) > known.number.as_ref().map_or(0, String::len);
    if longer {
        known.number = new.number;
    }
    known.date = known.date.or(new.date);
    if known.issuer.is_none() {
        known.issuer = new.issuer;
    }
    if known.subject.is_none() {
        known.subject = new.subject;
    }
    for article in new.articles {
        if !known.articles.contains(&article) {
            known.articles.push(article);
        }
    }
    known.also_at.push(new.place);
    known.also_at.extend::<Vec<Place>>(new.also_at);
}
