//! What a machine lacks by what is known of updates, as observations for rules to
//! judge: one for each update, with the weaknesses it would end.
//!
//! Not here: the walk through the knowledge (`verdict`), what follows from a
//! missing update (rules).

use super::knowledge::{Knowledge, KnowledgeError};
use super::product::Product;
use super::stated::Kb;
use super::verdict::{Missing, missing};
use evidence::{Observation, Severity, Sight, Source, Subject, Unread, Value};
use std::collections::{BTreeMap, BTreeSet};

const TOOL: &str = "rasoat-host";
/// The attribute of an update that is not there.
const MISSING: &str = "patch.missing";
/// Updates told of one machine, at most: the newest.
const MOST: usize = 500;
/// Weaknesses named of one update; further ones are counted.
const NAMED: usize = 20;

/// What one machine's own lists and the knowledge together say is missing.
/// `seen` is all that was observed of it; a machine that is no Windows, or that
/// nothing was asked of, gets no answer. Without knowledge nobody looked.
///
/// # Errors
/// When the knowledge is damaged.
pub fn lacking(
    seen: &[&Observation],
    knowledge: Option<&Knowledge>,
) -> Result<Vec<Observation>, KnowledgeError> {
    let of = |attribute: &'static str| seen.iter().copied().filter(move |one| one.attribute == attribute);
    let Some(first) = of("patch.product").chain(of("patch.installed")).chain(of("os.build")).next() else {
        return Ok(Vec::new());
    };
    let answer = |sight: Sight, place: String| observation(&first.subject, sight, place, knowledge);
    let one = |sight: Sight| Ok(vec![answer(sight, String::new())]);
    let Some(knowledge) = knowledge else { return one(Sight::NotCollected) };
    let product = of("patch.product").find_map(|one| match &one.sight {
        Sight::Seen(Value::Text(name)) => Some(Product::named(name)),
        _ => None,
    });
    let Some(product) = product else {
        let unreadable = of("patch.product").any(|one| matches!(one.sight, Sight::Unreadable(_)));
        return one(if unreadable { Sight::Unreadable(Unread::Unsupported) } else { Sight::NotCollected });
    };
    if !knowledge.products(|name| product.is_affected(name)).contains(&true) {
        return one(Sight::Unreadable(Unread::Unsupported));
    }
    let mut installed = BTreeSet::new();
    let mut listed = false;
    for list in of("patch.installed") {
        match &list.sight {
            Sight::Seen(Value::Several(names)) => {
                listed = true;
                installed.extend(names.iter().filter_map(|name| Kb::of(name)));
            }
            Sight::Absent => listed = true,
            // What is missing cannot be told from part of a list.
            Sight::Unreadable(why) => return one(Sight::Unreadable(*why)),
            _ => {}
        }
    }
    if !listed {
        return one(Sight::NotCollected);
    }
    let updates = by_update(missing(&product, &installed, knowledge)?);
    if updates.is_empty() {
        return one(Sight::Absent);
    }
    Ok(updates.into_iter().map(|update| answer(Sight::Seen(update.record()), update.name)).collect())
}

/// An update with all it would end.
struct Update {
    name: String,
    weaknesses: Vec<String>,
    severity: Option<Severity>,
    exploit_known: bool,
    published: Option<jiff::civil::Date>,
}

impl Update {
    fn record(&self) -> Value {
        let severity = self.severity.map_or("", Severity::code);
        let named = self.weaknesses.iter().take(NAMED).cloned().collect();
        let mut fields = BTreeMap::from([
            ("update".to_owned(), Value::Text(self.name.clone())),
            ("weaknesses".to_owned(), Value::Several(named)),
            ("weakness_count".to_owned(), Value::Whole(self.weaknesses.len() as i64)),
            ("severity".to_owned(), Value::Text(severity.to_owned())),
            ("exploit_known".to_owned(), Value::Flag(self.exploit_known)),
        ]);
        if let Some(day) = self.published {
            fields.insert("published".to_owned(), Value::Day(day));
        }
        Value::Record(fields)
    }
}

/// The newest first.
fn by_update(found: Vec<Missing>) -> Vec<Update> {
    let mut updates: BTreeMap<String, Update> = BTreeMap::new();
    for one in found {
        // Where nothing was published that would end it, nothing can be missing.
        if one.update.is_empty() {
            continue;
        }
        let is_number = one.update.bytes().all(|byte| byte.is_ascii_digit());
        let name = if is_number { format!("KB{}", one.update) } else { one.update };
        let update = updates.entry(name.clone()).or_insert(Update {
            name,
            weaknesses: Vec::new(),
            severity: None,
            exploit_known: false,
            published: None,
        });
        if !one.weakness.is_empty() {
            update.weaknesses.push(one.weakness);
        }
        update.severity = update.severity.max(one.severity);
        update.exploit_known |= one.exploit_known;
        update.published = update.published.max(one.published);
    }
    let mut updates: Vec<Update> = updates.into_values().collect();
    updates.sort_by_key(|update| std::cmp::Reverse((update.published, update.exploit_known)));
    updates.truncate(MOST);
    updates
}

/// `valid_at` stays open: the knowledge has a day, and it stands in the version.
fn observation(subject: &Subject, sight: Sight, place: String, knowledge: Option<&Knowledge>) -> Observation {
    let head = knowledge.map(Knowledge::head);
    Observation {
        subject: subject.clone(),
        attribute: MISSING.to_owned(),
        sight,
        source: Source {
            tool: TOOL.to_owned(),
            version: head.map_or_else(String::new, |head| head.date.to_string()),
            file: head.map_or_else(String::new, |head| head.source.clone()),
            sha256: head.map_or_else(String::new, |head| head.sha256.clone()),
            place,
        },
        seen_at: None,
        valid_at: None,
    }
}
