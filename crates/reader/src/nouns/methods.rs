//! How the inspection is done: from afar, on the spot, over papers, by the
//! unit's own report.

use domain::plan::{Method, MethodType, SectionRole};

use super::Paper;
use super::purposes::texts;
use crate::letters::fold;
use crate::topic::Topic;

/// Telling words, the more telling first within a type.
const WORDS: &[(MethodType, &[&str])] = &[
    (MethodType::RemoteScan, &["tu xa", "ra quet", "do quet", "quet lo hong", "truc tuyen"]),
    (
        MethodType::OnSite,
        &[
            "kiem tra truc tiep",
            "truc tiep tai",
            "danh gia truc tiep",
            "kiem tra thuc te",
            "tai cho",
            "tai tru so",
            "lam viec truc tiep",
            "truc tiep lam viec",
            "tai don vi",
            "tai co quan",
            "truc tiep",
        ],
    ),
    (
        MethodType::SelfReport,
        &[
            "xay dung bao cao",
            "tu kiem tra",
            "gui bao cao",
            "bao cao bang van ban",
            "nghe bao cao",
            "bao cao ket qua tu",
            "qua bao cao",
            "tu ra soat",
        ],
    ),
    (
        MethodType::DocumentReview,
        &["ho so", "so sach", "tai lieu", "doi chieu", "nghien cuu van ban", "xem xet van ban"],
    ),
];

pub(crate) fn read(paper: &Paper) -> Vec<Method> {
    let mut found = Vec::new();
    for at in paper.about(Topic::Method) {
        let node = &paper.work.nodes[at];
        if node.role == SectionRole::Noise || node.topics.len() > 2 {
            continue;
        }
        for (text, id, place) in texts(paper, at) {
            found.push(Method { id, r#type: method_type(&text), text, place });
        }
    }
    found
}

/// The type whose words come first in the clause.
fn method_type(text: &str) -> Option<MethodType> {
    let folded = fold(text);
    let first = |words: &[&str]| words.iter().filter_map(|word| folded.find(word)).min();
    WORDS
        .iter()
        .filter_map(|(kind, words)| first(words).map(|at| (at, *kind)))
        .min_by_key(|(at, _)| *at)
        .map(|(_, kind)| kind)
}
