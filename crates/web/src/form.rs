//! Forms: fields declared once, with the limits that the page shows and the
//! server checks; every problem of a posted form is collected, and what was
//! typed is kept as it was typed.
//!
//! Not here: reading one kind of value (`form::read`), painting a field
//! (`form::show`), files (`upload`), the token against forged posts (`csrf`).

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::words::{Lang, Value};

pub mod read;
pub mod show;

/// One field of a form.
#[derive(Debug, Clone)]
pub struct Field {
    pub name: Cow<'static, str>,
    pub label: Label,
    pub help: Option<Label>,
    pub kind: Kind,
    pub required: bool,
    pub choices: Vec<Choice>,
    pub autocomplete: Option<&'static str>,
    /// What stands behind the box, such as "ngày" or "máy".
    pub unit: Option<Label>,
    pub autosave: Option<Autosave>,
}

/// Words for a field: a Fluent key, or words from the record or a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    Key(&'static str),
    Words(String),
}

/// What a field holds, with its limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line, at most `max` characters.
    Text {
        max: usize,
    },
    /// Several lines, shown `rows` high.
    LongText {
        max: usize,
        rows: u8,
    },
    /// Never shown again and never trimmed.
    Password {
        max: usize,
    },
    Number {
        min: i64,
        max: i64,
    },
    Date,
    /// One of a list, as a box that opens.
    Select,
    /// One of a list, all in sight.
    Radio,
    /// Any of a list.
    Checks,
    /// One box that is on or off.
    Check,
    /// A file; `accept` as in HTML. Read by `upload`, not here.
    File {
        accept: &'static str,
        many: bool,
    },
    Hidden {
        max: usize,
    },
}

/// One choice of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: Cow<'static, str>,
    pub label: Label,
    pub help: Option<Label>,
}

/// Where a field saves itself when it changes, and from which version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Autosave {
    pub href: String,
    pub version: String,
}

/// A form in some state: blank, filled from the record, or posted.
#[derive(Debug, Clone)]
pub struct Form {
    pub lang: Lang,
    fields: Vec<Field>,
    typed: Vec<(String, String)>,
    taken: BTreeMap<String, Taken>,
    problems: Vec<Problem>,
}

/// What is wrong with a field, as a Fluent key; a problem of the whole form
/// bears no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub field: String,
    pub key: &'static str,
    pub values: Vec<(&'static str, Value<'static>)>,
}

/// A value that passed its field's checks.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Taken {
    Text(String),
    Number(i64),
    Date(Date),
    Many(Vec<String>),
    On,
}

impl Field {
    pub fn new(name: impl Into<Cow<'static, str>>, label: impl Into<Label>, kind: Kind) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            help: None,
            kind,
            required: false,
            choices: Vec::new(),
            autocomplete: None,
            unit: None,
            autosave: None,
        }
    }

    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub fn help(mut self, help: impl Into<Label>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn unit(mut self, unit: impl Into<Label>) -> Self {
        self.unit = Some(unit.into());
        self
    }

    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    pub fn choices(mut self, choices: impl IntoIterator<Item = Choice>) -> Self {
        self.choices.extend(choices);
        self
    }

    pub fn autosave(mut self, href: impl Into<String>, version: impl Into<String>) -> Self {
        self.autosave = Some(Autosave { href: href.into(), version: version.into() });
        self
    }
}

impl Choice {
    pub fn new(value: impl Into<Cow<'static, str>>, label: impl Into<Label>) -> Self {
        Self { value: value.into(), label: label.into(), help: None }
    }

    pub fn help(mut self, help: impl Into<Label>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Label {
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Key(key) => lang.t(key),
            Self::Words(words) => words.clone(),
        }
    }
}

impl From<&'static str> for Label {
    fn from(key: &'static str) -> Self {
        Self::Key(key)
    }
}

impl From<String> for Label {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl Form {
    /// A form with nothing in it.
    pub fn blank(lang: Lang, fields: Vec<Field>) -> Self {
        Self { lang, fields, typed: Vec::new(), taken: BTreeMap::new(), problems: Vec::new() }
    }

    /// A form that shows what is on record.
    pub fn filled<N: Into<String>, V: Into<String>>(
        lang: Lang,
        fields: Vec<Field>,
        values: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        let mut form = Self::blank(lang, fields);
        form.typed = values.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        form
    }

    /// A form as it was posted: every field is read and every problem noted.
    /// What no field asked for is dropped.
    pub fn posted(lang: Lang, fields: Vec<Field>, pairs: Vec<(String, String)>) -> Self {
        let mut form = Self::filled(lang, fields, pairs);
        let fields = std::mem::take(&mut form.fields);
        for field in &fields {
            let typed: Vec<&str> = form.typed_all(&field.name).take(read::MOST_VALUES).collect();
            match read::read(field, &typed) {
                Ok(Some(taken)) => {
                    form.taken.insert(field.name.clone().into_owned(), taken);
                }
                Ok(None) => {}
                Err((key, values)) => {
                    form.problems.push(Problem { field: field.name.clone().into_owned(), key, values });
                }
            }
        }
        form.typed.retain(|(name, _)| {
            fields
                .iter()
                .any(|field| field.name == name.as_str() && !matches!(field.kind, Kind::Password { .. }))
        });
        form.fields = fields;
        form
    }

    /// The names of the fields, in order.
    pub fn names(&self) -> Vec<String> {
        self.fields.iter().map(|field| field.name.clone().into_owned()).collect()
    }

    /// Carries a hidden value along, whatever was typed for it.
    pub fn keep(&mut self, name: &str, value: &str) {
        self.typed.retain(|(typed, _)| typed != name);
        self.typed.push((name.to_owned(), value.to_owned()));
    }

    /// Whether nothing is wrong, so far.
    pub fn is_good(&self) -> bool {
        self.problems.is_empty()
    }

    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Notes a problem that only the act could find, such as a name in use. A
    /// problem of the whole form has the empty name.
    pub fn fail(&mut self, field: &str, key: &'static str) {
        self.fail_with(field, key, Vec::new());
    }

    pub fn fail_with(&mut self, field: &str, key: &'static str, values: Vec<(&'static str, Value<'static>)>) {
        self.problems.push(Problem { field: field.to_owned(), key, values });
    }

    /// A text, password, choice or hidden value that passed its checks.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.taken.get(name) {
            Some(Taken::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        match self.taken.get(name) {
            Some(Taken::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub fn date(&self, name: &str) -> Option<Date> {
        match self.taken.get(name) {
            Some(Taken::Date(date)) => Some(*date),
            _ => None,
        }
    }

    /// The chosen values of a field of checks; empty when none is chosen.
    pub fn many(&self, name: &str) -> &[String] {
        match self.taken.get(name) {
            Some(Taken::Many(values)) => values,
            _ => &[],
        }
    }

    pub fn is_on(&self, name: &str) -> bool {
        matches!(self.taken.get(name), Some(Taken::On))
    }

    /// Puts another value into a field, as the page carries it on: the version a
    /// form stands on after someone else changed the thing.
    pub fn put(&mut self, name: &str, value: String) {
        self.typed.retain(|(typed, _)| typed != name);
        self.typed.push((name.to_owned(), value));
    }

    /// What stands in the field now, as typed.
    pub fn typed(&self, name: &str) -> &str {
        self.typed_all(name).next().unwrap_or("")
    }

    fn typed_all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let name = name.to_owned();
        self.typed.iter().filter(move |(typed, _)| *typed == name).map(|(_, value)| value.as_str())
    }
}
