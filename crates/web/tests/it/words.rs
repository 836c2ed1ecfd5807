//! The Fluent files: both languages complete, with the same values, and no word
//! that no page says.

use std::collections::{BTreeMap, BTreeSet};

use domain::policy::Action;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use rasoat_web::Lang;
use unicode_normalization::is_nfc;

use crate::files::{self, Source};

/// Each key with the values it asks for.
type Keys = BTreeMap<String, BTreeSet<String>>;

fn keys(lang: &str) -> Keys {
    let mut keys = Keys::new();
    for source in files::under(&format!("words/{lang}"), "ftl") {
        let resource = parser::parse(source.text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", source.path));
        for entry in resource.body {
            let Entry::Message(message) = entry else {
                panic!("{}: only plain messages are used here", source.path);
            };
            assert!(message.attributes.is_empty(), "{}: {}", source.path, message.id.name);
            let mut values = BTreeSet::new();
            collect(message.value.as_ref().expect("a message has a value"), &mut values);
            let known = keys.insert(message.id.name.to_owned(), values);
            assert!(known.is_none(), "{} stands twice", message.id.name);
        }
    }
    keys
}

fn collect(pattern: &Pattern<&str>, values: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else {
            continue;
        };
        match expression {
            Expression::Inline(inline) => name(inline, values),
            Expression::Select { selector, variants } => {
                name(selector, values);
                for variant in variants {
                    collect(&variant.value, values);
                }
            }
        }
    }
}

fn name(inline: &InlineExpression<&str>, values: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            values.insert(id.name.to_owned());
        }
        InlineExpression::StringLiteral { .. } => {}
        other => panic!("only values and literals are used here, not {other:?}"),
    }
}

fn sources() -> Vec<Source> {
    files::under("src", "rs").into_iter().chain(files::under("templates", "html")).collect()
}

/// Beginnings of keys that are put together while running, from a list that
/// says for each where.
fn families() -> Vec<String> {
    let text = include_str!("../../words/families.txt");
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split_whitespace().next().expect("a prefix").to_owned()).collect()
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_values() {
    let (vi, en) = (keys("vi"), keys("en"));
    assert!(vi.len() > 50, "the files are found");
    for (key, values) in &vi {
        assert_eq!(en.get(key), Some(values), "{key} in English");
    }
    for key in en.keys() {
        assert!(vi.contains_key(key), "{key} is said in English only");
    }
}

#[test]
fn the_files_of_both_languages_are_the_same_nouns() {
    let names = |lang: &str| -> Vec<String> {
        files::under(&format!("words/{lang}"), "ftl")
            .into_iter()
            .map(|source| source.path.rsplit('/').next().unwrap_or("").to_owned())
            .collect()
    };
    assert_eq!(names("vi"), names("en"));
}

#[test]
fn every_key_a_page_says_exists() {
    let vi = keys("vi");
    let mut said = 0;
    for source in sources() {
        for call in [".t(\"", ".t_with(\""] {
            for after in source.text.split(call).skip(1) {
                let key = after.split('"').next().unwrap_or("");
                said += 1;
                assert!(vi.contains_key(key), "{} says {key}", source.path);
            }
        }
    }
    assert!(said > 50, "the calls are found");
}

#[test]
fn no_key_is_left_over() {
    let text: String = sources().into_iter().map(|source| source.text).collect();
    let families = families();
    for key in keys("vi").keys() {
        let used = text.contains(&format!("\"{key}\""))
            || families.iter().any(|family| key.starts_with(family.as_str()));
        assert!(used, "no page says {key}");
    }
}

#[test]
fn every_family_still_has_members() {
    let vi = keys("vi");
    for family in families() {
        assert!(vi.keys().any(|key| key.starts_with(&family)), "{family} has no key");
    }
}

/// What looks like the name of an act in the acts' own sources.
fn acts_told() -> BTreeSet<String> {
    let rights: BTreeSet<&str> = Action::ALL.iter().map(|action| action.code()).collect();
    let mut acts = BTreeSet::new();
    for source in files::under("../app/src/acts", "rs") {
        // Names of kinds and of files look alike.
        let lines = source.text.lines().filter(|line| !line.contains("const "));
        for text in lines.flat_map(|line| line.split('"').skip(1).step_by(2)) {
            let is_name = text.contains('.')
                && text.split('.').all(|word| !word.is_empty())
                && text.bytes().all(|letter| letter.is_ascii_lowercase() || b"._".contains(&letter));
            let is_file = ["exe", "xlsx", "txt", "png"].iter().any(|ending| text.ends_with(ending));
            if is_name && !is_file && !rights.contains(text) {
                acts.insert(text.to_owned());
            }
        }
    }
    acts
}

#[test]
fn every_act_that_is_told_has_a_word() {
    let vi = keys("vi");
    let acts = acts_told();
    assert!(acts.len() > 90, "the acts are found");
    for act in acts {
        let key = format!("act-{}", act.replace(['.', '_'], "-"));
        assert!(vi.contains_key(&key), "{act} is told without a word of its own ({key})");
    }
    for step in vi.keys().filter_map(|key| key.strip_prefix("finding-told-")) {
        assert!(vi.contains_key(&format!("act-finding-{step}")), "finding.{step} is told without a word");
    }
}

#[test]
fn every_right_has_a_word() {
    let vi = keys("vi");
    for action in Action::ALL {
        let key = format!("policy-{}", action.code().replace(['.', '_'], "-"));
        assert!(vi.contains_key(&key), "{} has no word", action.code());
    }
}

#[test]
fn the_scripts_say_just_the_words_they_are_given() {
    let scripts: String = files::under("static/js", "js").into_iter().map(|source| source.text).collect();
    for key in keys("vi").keys() {
        if let Some(said) = key.strip_prefix("js-") {
            assert!(scripts.contains(&format!("'{said}'")), "no script says {key}");
        }
    }
    for after in scripts.split("say('").skip(1) {
        let key = format!("js-{}", after.split('\'').next().unwrap_or(""));
        assert!(keys("vi").contains_key(&key), "a script says {key}");
    }
}

#[test]
fn words_are_written_in_composed_letters() {
    for lang in Lang::ALL {
        for source in files::under(&format!("words/{}", lang.code()), "ftl") {
            assert!(is_nfc(&source.text), "{} is not NFC", source.path);
        }
    }
}

#[test]
fn an_unknown_key_is_shown_and_not_silent() {
    assert_eq!(Lang::En.t("no-such-key"), "⟦no-such-key⟧");
    assert!(Lang::Vi.t("date-days-left").starts_with("⟦date-days-left⟧"), "a value is missing");
}

#[test]
fn the_browser_s_wish_decides_the_language() {
    assert_eq!(Lang::accepted("en-US,en;q=0.9,vi;q=0.8"), Some(Lang::En));
    assert_eq!(Lang::accepted("fr,vi;q=0.5,en;q=0.4"), Some(Lang::Vi));
    assert_eq!(Lang::accepted("en;q=0, fr"), None);
}
