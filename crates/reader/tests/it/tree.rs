//! The section tree gives back the source's words.

use domain::plan::Section;
use reader::Reading;

fn words(text: &str, into: &mut Vec<String>) {
    into.extend(
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned),
    );
}

fn section_words(section: &Section, into: &mut Vec<String>) {
    words(&section.label, into);
    words(section.title.as_deref().unwrap_or_default(), into);
    words(&section.text, into);
    for child in &section.children {
        section_words(child, into);
    }
}

pub fn tree_words(reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    for section in &reading.plan.sections {
        section_words(section, &mut found);
    }
    found
}

pub fn source_words(reading: &Reading) -> Vec<String> {
    let mut found = Vec::new();
    for paragraph in &reading.source.paragraphs {
        words(&paragraph.text, &mut found);
    }
    found
}

/// The same words in the same order.
pub fn same_words(reading: &Reading) {
    let (tree, source) = (tree_words(reading), source_words(reading));
    let differ = tree.iter().zip(&source).position(|(one, other)| one != other);
    if let Some(at) = differ {
        let near = |words: &[String]| words[at.saturating_sub(5)..words.len().min(at + 8)].join(" ");
        panic!("the tree leaves the source at word {at}: tree “{}”, source “{}”", near(&tree), near(&source));
    }
    assert_eq!(tree.len(), source.len(), "the tree drops or adds words at the end");
}

/// The same words, in whatever order: for papers whose noise stands between.
pub fn same_bag(reading: &Reading) {
    let (mut tree, mut source) = (tree_words(reading), source_words(reading));
    tree.sort();
    source.sort();
    assert_eq!(tree, source);
}
