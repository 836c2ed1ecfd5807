//! The legal library: which act exists, from when to when it was in force, what
//! replaced it, and effective-dated references into it.
//!
//! Law is chosen by dates, never "the current one": conduct is judged by the act
//! in force when it happened, procedure by the act in force when it is decided.
//! Not here: the library's content (`packs/legal`), reading citations out of
//! text (`reader`).

use crate::bilingual::Bilingual;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How well a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Confidence {
    /// The primary text was read.
    P,
    /// A secondary page says so.
    S,
    /// From memory: a setting to be checked, never a ground for a decision.
    M,
}

/// What kind of text an act is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// Bộ luật, luật.
    Law,
    /// Nghị quyết.
    Resolution,
    /// Nghị định.
    Decree,
    /// Thông tư, thông tư liên tịch.
    Circular,
    /// Quyết định.
    Decision,
    /// Chỉ thị.
    Directive,
    /// Công điện.
    Telegram,
    /// Công văn.
    OfficialLetter,
    /// Hướng dẫn.
    Guidance,
    /// Quy định (of the Party).
    Regulation,
    /// Kế hoạch.
    Plan,
    /// Tiêu chuẩn, quy chuẩn.
    Standard,
    /// Kết luận.
    Conclusion,
}

/// One act of the library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Stable short name used by the other packs, `nd-85-2016`.
    pub code: String,
    pub kind: ActKind,
    /// As cited: `85/2016/NĐ-CP`, `30-NQ/TW`, `TCVN 11930:2017`.
    pub number: String,
    pub title: Bilingual,
    pub issuer: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Date>,
    /// First day in force; absent when not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force_from: Option<Date>,
    /// Last day in force (an act that "hết hiệu lực từ 01/7/2026" ends on 30/6/2026).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force_to: Option<Date>,
    /// Codes of the acts that took its place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced_by: Vec<String>,
    /// Codes of the acts that amend it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amended_by: Vec<String>,
    /// Ways the act is cited besides its number: "Luật An ninh mạng".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cited_as: Vec<String>,
    /// Numbers it is often cited under by mistake.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub miscited_as: Vec<String>,
    /// What its articles deal with, where papers confuse them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<ArticleTopic>,
    pub confidence: Confidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What an article deals with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleTopic {
    pub article: u16,
    pub about: Vec<String>,
}

impl Act {
    /// In force on a day. An act whose first day is unknown counts from its day of issue.
    pub fn is_in_force(&self, on: Date) -> bool {
        let begun = self.in_force_from.or(self.issued).is_none_or(|from| from <= on);
        begun && self.in_force_to.is_none_or(|to| on <= to)
    }

    /// In force on some day of the period, both ends inside.
    pub fn is_in_force_during(&self, from: Date, to: Date) -> bool {
        let begun = self.in_force_from.or(self.issued).is_none_or(|start| start <= to);
        begun && self.in_force_to.is_none_or(|end| from <= end)
    }
}

/// An effective-dated reference to an act: "Điều 25(1) of luat-29-2018, for
/// what happened until 28/02/2026".
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    pub act: String,
    /// Article and clause as cited, `Đ25(1)`; absent for the act as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Narrows the act's own dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
}

impl Basis {
    pub fn new(act: impl Into<String>, at: impl Into<String>) -> Self {
        Basis { act: act.into(), at: Some(at.into()), from: None, to: None }
    }

    /// Whether the reference holds on a day. An act the library does not know never holds.
    pub fn holds(&self, on: Date, library: &Library) -> bool {
        self.holds_during(on, on, library)
    }

    /// Whether the reference holds on some day of the period.
    pub fn holds_during(&self, from: Date, to: Date, library: &Library) -> bool {
        library.get(&self.act).is_some_and(|act| act.is_in_force_during(from, to))
            && self.from.is_none_or(|start| start <= to)
            && self.to.is_none_or(|end| from <= end)
    }
}

/// The references among `bases` that hold on a day.
pub fn holding<'a>(bases: &'a [Basis], on: Date, library: &Library) -> Vec<&'a Basis> {
    bases.iter().filter(|basis| basis.holds(on, library)).collect()
}

/// The references among `bases` that hold on some day of an inspected period:
/// a period across a change of law yields both regimes.
pub fn holding_during<'a>(bases: &'a [Basis], from: Date, to: Date, library: &Library) -> Vec<&'a Basis> {
    bases.iter().filter(|basis| basis.holds_during(from, to, library)).collect()
}

/// Why a library cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LibraryFault {
    #[error("act {0} is given twice")]
    Twice(String),
    #[error("act {act} names {other} in {key}, which is not in the library")]
    Unknown { act: String, other: String, key: &'static str },
    #[error("act {0} ends before it begins")]
    EndsBeforeItBegins(String),
    #[error("act {act} is said to be replaced by {other}, and the chain comes back to it")]
    Circle { act: String, other: String },
}

/// All acts, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Library {
    acts: BTreeMap<String, Act>,
}

impl Library {
    /// # Errors
    /// A code given twice, a reference to an act that is not there, dates in the
    /// wrong order, a circle of replacements.
    pub fn new(acts: impl IntoIterator<Item = Act>) -> Result<Self, LibraryFault> {
        let mut library = Library::default();
        for act in acts {
            let code = act.code.clone();
            if library.acts.insert(code.clone(), act).is_some() {
                return Err(LibraryFault::Twice(code));
            }
        }
        for act in library.acts.values() {
            for (key, others) in [("replaced_by", &act.replaced_by), ("amended_by", &act.amended_by)] {
                if let Some(other) = others.iter().find(|other| !library.acts.contains_key(*other)) {
                    return Err(LibraryFault::Unknown { act: act.code.clone(), other: other.clone(), key });
                }
            }
            if let (Some(from), Some(to)) = (act.in_force_from.or(act.issued), act.in_force_to)
                && to < from
            {
                return Err(LibraryFault::EndsBeforeItBegins(act.code.clone()));
            }
            if let Some(other) = library.returns_to(&act.code) {
                return Err(LibraryFault::Circle { act: act.code.clone(), other });
            }
        }
        Ok(library)
    }

    fn returns_to(&self, code: &str) -> Option<String> {
        let (mut open, mut seen) = (vec![code], vec![]);
        while let Some(at) = open.pop() {
            for next in self.acts.get(at).into_iter().flat_map(|act| act.replaced_by.iter()) {
                if next == code {
                    return Some(at.to_owned());
                }
                if !seen.contains(&next.as_str()) {
                    seen.push(next);
                    open.push(next);
                }
            }
        }
        None
    }

    pub fn get(&self, code: &str) -> Option<&Act> {
        self.acts.get(code)
    }

    /// By number as cited, capitals and spaces aside.
    pub fn by_number(&self, number: &str) -> Vec<&Act> {
        let wanted = squeeze(number);
        self.acts.values().filter(|act| squeeze(&act.number) == wanted).collect()
    }

    /// The act meant by a number that is often written by mistake.
    pub fn by_mistaken_number(&self, number: &str) -> Option<&Act> {
        let wanted = squeeze(number);
        self.acts.values().find(|act| act.miscited_as.iter().any(|wrong| squeeze(wrong) == wanted))
    }

    pub fn acts(&self) -> impl Iterator<Item = &Act> {
        self.acts.values()
    }

    /// The acts in force on a day.
    pub fn in_force(&self, on: Date) -> Vec<&Act> {
        self.acts.values().filter(|act| act.is_in_force(on)).collect()
    }

    /// What stands in the act's place on a day: itself while in force, else
    /// those that followed it. Empty when nothing followed.
    pub fn successors(&self, code: &str, on: Date) -> Vec<&Act> {
        let (mut open, mut seen) = (vec![code], BTreeMap::<&str, &Act>::new());
        while let Some(act) = open.pop().and_then(|code| self.get(code)) {
            if seen.insert(&act.code, act).is_none() && !act.is_in_force(on) {
                open.extend(act.replaced_by.iter().map(String::as_str));
            }
        }
        seen.into_values().filter(|act| act.is_in_force(on)).collect()
    }

    /// "Luật An ninh mạng", cited without a number, means the act of that name
    /// in force on the day of the citing document.
    pub fn cited_as(&self, name: &str, on: Date) -> Vec<&Act> {
        let wanted = squeeze(name);
        self.in_force(on)
            .into_iter()
            .filter(|act| act.cited_as.iter().any(|other| squeeze(other) == wanted))
            .collect()
    }
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}
