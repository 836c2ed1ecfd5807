//! What the pages themselves tell of the site: which values open which address,
//! where their links lead, what their forms send.

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};
use testkit::province::Province;

use super::forms::{Filled, Forms};

/// What may stand in an address besides the province's things.
const WORDS: [&str; 11] =
    ["docx", "pdf", "xlsx", "csv", "1", "2026", "vi", "III.2", "conclusion.number", "yearly", "own_plan"];
/// Addresses tried for one route at most.
const MOST_TRIED: usize = 2_000;
/// Links of one route that are followed at most.
const MOST_LINKS: usize = 6;

#[derive(Debug)]
pub struct Known {
    samples: Vec<String>,
    /// For every path up to a parameter, the values that open some page there.
    values: BTreeMap<String, Vec<Vec<String>>>,
    links: BTreeSet<String>,
    /// Where forms of opened pages are posted to.
    actions: BTreeSet<String>,
    forms: Forms,
}

impl Known {
    pub fn new(province: &Province) -> Self {
        let words = WORDS.into_iter().map(str::to_owned);
        Self {
            samples: province.samples.iter().cloned().chain(words).collect(),
            values: BTreeMap::new(),
            links: BTreeSet::new(),
            actions: BTreeSet::new(),
            forms: Forms::default(),
        }
    }

    /// Whether everything an address of this path needs is known.
    pub fn knows(&self, path: &str) -> bool {
        let head = head(path);
        head.is_empty() || self.values.contains_key(head) || !self.posted_to(path).is_empty()
    }

    /// What stands in the addresses on this path, and on from it, that forms are
    /// posted to.
    fn posted_to(&self, path: &str) -> Vec<Vec<String>> {
        let head = head(path);
        let pieces = head.split('/').count();
        let mut found = Vec::new();
        for action in self.actions.iter().filter(|action| self.is_about_the_province(action)) {
            let start = action.split('?').next().unwrap_or_default().splitn(pieces + 1, '/').take(pieces);
            if let Some(values) = parameters(head, &start.collect::<Vec<_>>().join("/"))
                && !found.contains(&values)
                && values.iter().all(|value| self.samples.contains(value))
            {
                found.push(values);
            }
        }
        found
    }

    /// What to try for a path: what opened the paths it goes on from, else
    /// everything.
    pub fn tries(&self, path: &str) -> Vec<Vec<String>> {
        let head = head(path);
        if head.is_empty() {
            return vec![Vec::new()];
        }
        if let Some(values) = self.values.get(head) {
            return values.clone();
        }
        let posted_to = self.posted_to(path);
        if !posted_to.is_empty() {
            return posted_to;
        }
        let (before, _) = head.rsplit_once('{').unwrap_or((head, ""));
        let mut tries = Vec::new();
        for first in self.tries(before.trim_end_matches('/')) {
            for sample in &self.samples {
                let mut values = first.clone();
                values.push(sample.clone());
                tries.push(values);
            }
        }
        tries.truncate(MOST_TRIED);
        tries
    }

    /// These values opened a page of this path.
    pub fn learn(&mut self, path: &str, values: Vec<String>) {
        if values.is_empty() {
            return;
        }
        let known = self.values.entry(head(path).to_owned()).or_default();
        if !known.contains(&values) {
            known.push(values);
        }
    }

    pub fn learn_page(&mut self, page: &str) {
        self.forms.learn(page);
        self.actions = self.forms.addresses().map(str::to_owned).collect();
        let links = Selector::parse("a[href]").expect("a selector");
        for link in Html::parse_document(page).select(&links) {
            let href = link.attr("href").unwrap_or_default();
            let address = href.split('#').next().unwrap_or_default();
            // A page says again what was looked for: an address that says it proves nothing.
            let says_it = address.contains("V%E1%BA%BFt");
            if address.starts_with('/') && !address.starts_with("/assets/") && !says_it {
                self.links.insert(address.to_owned());
            }
        }
    }

    /// Where links lead on this path, with what stands in its parameters.
    pub fn links_to(&self, path: &str) -> Vec<(String, Vec<String>)> {
        let ours = self.links.iter().filter(|link| self.is_about_the_province(link));
        let fitting = ours.filter_map(|link| Some((link.clone(), parameters(path, link)?)));
        fitting.take(MOST_LINKS).collect()
    }

    /// Whether every thing an address names is one of the province's, and not
    /// of those whom we try it with.
    fn is_about_the_province(&self, link: &str) -> bool {
        things(link).all(|thing| self.samples.iter().any(|sample| sample == thing))
    }

    pub fn forms_to(&self, address: &str) -> &[Filled] {
        self.forms.to(address)
    }
}

/// The path up to and with its last parameter.
fn head(path: &str) -> &str {
    path.rfind('}').map_or("", |end| &path[..=end])
}

/// A path with its parameters filled in turn; without values, by a word.
pub fn filled(path: &str, values: &[String]) -> String {
    let mut values = values.iter();
    let pieces: Vec<&str> = path
        .split('/')
        .map(|piece| if piece.starts_with('{') { values.next().map_or("x", String::as_str) } else { piece })
        .collect();
    pieces.join("/")
}

/// The identifiers in an address.
pub fn things(address: &str) -> impl Iterator<Item = &str> {
    let pieces = address.split(['/', '?', '&', '=', ':', '.']);
    pieces.filter(|piece| piece.len() == 36 && piece.bytes().filter(|byte| *byte == b'-').count() == 4)
}

/// What an address has where a path has parameters; none if it is of another
/// path.
fn parameters(path: &str, address: &str) -> Option<Vec<String>> {
    let address = address.split('?').next().unwrap_or_default();
    let (wanted, given): (Vec<&str>, Vec<&str>) = (path.split('/').collect(), address.split('/').collect());
    let fits = wanted.len() == given.len()
        && wanted.iter().zip(&given).all(|(wanted, given)| wanted.starts_with('{') || wanted == given);
    let values = wanted.iter().zip(&given).filter(|(wanted, _)| wanted.starts_with('{'));
    fits.then(|| values.map(|(_, given)| (*given).to_owned()).collect())
}
