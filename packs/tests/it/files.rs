//! The rules on files and programs of Windows machines: each fails on what it names,
//! passes where that was looked for, and is not collected where nobody looked.

use evidence::{Kind, Observation, Question, Rule, Sight, Source, Subject, Test, Value, Verdict, judge};
use rasoat_packs::{Packs, Rules};
use std::collections::BTreeMap;

fn seen(attribute: &str, place: &str, sight: Sight) -> Observation {
    Observation {
        subject: Subject::new(Kind::Machine, "MAY-01"),
        attribute: attribute.to_owned(),
        sight,
        source: Source {
            tool: "rasoat-host".into(),
            version: String::new(),
            file: String::new(),
            sha256: String::new(),
            place: place.into(),
        },
        seen_at: None,
        valid_at: None,
    }
}

/// What the rule is asked of a machine for.
fn purpose(rule: &Rule) -> Vec<Observation> {
    let of = |question: &Question| {
        let wanted = match &question.test {
            Test::Equals(wanted) => wanted.clone(),
            Test::OneOf(wanted) => wanted.first()?.clone(),
            _ => return None,
        };
        let evidence::Literal::Text(text) = wanted else { panic!("{wanted:?}") };
        Some(seen(&question.look.attribute, "", Sight::Seen(Value::Text(text))))
    };
    rule.applies.iter().filter_map(of).collect()
}

/// A record the question means, and one it does not.
fn records(question: &Question) -> (Observation, Observation) {
    let mut fields: BTreeMap<String, Value> = question
        .look
        .with
        .iter()
        .map(|(name, pattern)| (name.clone(), Value::Text(pattern.0.clone())))
        .collect();
    fields
        .extend(question.look.field.iter().map(|field| (field.clone(), Value::Text("Google Chrome".into()))));
    let other = [("kind".to_owned(), Value::Text("another".into()))].into();
    let attribute = &question.look.attribute;
    (
        seen(attribute, r"C:\a", Sight::Seen(Value::Record(fields))),
        seen(attribute, r"C:\b", Sight::Seen(Value::Record(other))),
    )
}

#[test]
fn each_rule_fails_on_what_it_names_and_on_nothing_else() {
    let packs = Packs::embedded().expect("the packs");
    let rules = Rules::embedded(&packs).expect("the rules");
    for rule in &rules.packs["windows-files"].rules {
        let verdict = |seen: &[Observation]| judge(rule, seen).verdict;
        let purpose = purpose(rule);
        for question in &rule.ask {
            let (named, other) = records(question);
            let with = |more: &[Observation]| [purpose.as_slice(), more].concat();
            assert_eq!(verdict(&with(std::slice::from_ref(&named))), Verdict::Fails, "{}", rule.code);
            assert_eq!(verdict(&with(&[other.clone(), named])), Verdict::Fails, "{}", rule.code);
            assert_eq!(verdict(&with(&[other])), Verdict::Passes, "{}", rule.code);
        }
        let attributes: Vec<&str> =
            rule.ask.iter().map(|question| question.look.attribute.as_str()).collect();
        let all = |sight: &Sight| -> Vec<Observation> {
            let said = attributes.iter().map(|attribute| seen(attribute, "files.txt", sight.clone()));
            purpose.iter().cloned().chain(said).collect()
        };
        assert_eq!(verdict(&all(&Sight::Absent)), Verdict::Passes, "{}", rule.code);
        assert_eq!(verdict(&all(&Sight::NotCollected)), Verdict::NotCollected, "{}", rule.code);
        assert_eq!(
            verdict(&all(&Sight::Unreadable(evidence::Unread::Corrupt))),
            Verdict::Unreadable,
            "{}",
            rule.code
        );
    }
}
