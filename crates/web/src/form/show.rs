//! A form's fields and its list of problems as views that paint themselves:
//! `{{ form.field("name") }}`, `{{ form.summary() }}`.
//!
//! Not here: the `<form>` around them (`templates/parts/form.html`).

use askama::Template;
use askama::filters::HtmlSafe;

use super::{Field, Form, Kind, Problem};
use crate::words::Lang;

/// One field with its label, help, value and problem.
#[derive(Debug, Template)]
#[template(path = "parts/field.html")]
pub struct FieldView {
    lang: Lang,
    id: String,
    name: String,
    label: String,
    help: String,
    error: String,
    unit: String,
    value: String,
    kind: Kind,
    required: bool,
    choices: Vec<ChoiceView>,
    autocomplete: &'static str,
    autosave: Option<super::Autosave>,
}

#[derive(Debug)]
struct ChoiceView {
    value: String,
    label: String,
    help: String,
    on: bool,
}

/// All problems of a form, each a link to its field.
#[derive(Debug, Template)]
#[template(path = "parts/summary.html")]
pub struct Summary {
    lang: Lang,
    lines: Vec<Line>,
    /// How many of them belong to a field.
    fields: usize,
}

#[derive(Debug)]
struct Line {
    /// Empty for a problem of the whole form.
    href: String,
    label: String,
    words: String,
}

impl HtmlSafe for FieldView {}
impl HtmlSafe for Summary {}

impl Form {
    /// The field of this name, ready to paint. A name that was not declared
    /// shows as `⟦name⟧`, which the samples test refuses.
    pub fn field(&self, name: &str) -> FieldView {
        let undeclared = || Field::new(name.to_owned(), format!("⟦{name}⟧"), Kind::Text { max: 0 });
        let declared = self.fields.iter().find(|field| field.name == name);
        let field = &declared.cloned().unwrap_or_else(undeclared);
        let error = self.problems.iter().find(|problem| problem.field == name);
        let help = match (&field.help, field.kind) {
            (Some(help), _) => help.say(self.lang),
            (None, Kind::Date) => self.lang.t("form-date-help"),
            (None, _) => String::new(),
        };
        FieldView {
            lang: self.lang,
            id: id(name),
            name: name.to_owned(),
            label: field.label.say(self.lang),
            help,
            error: error.map(|problem| problem.say(self.lang)).unwrap_or_default(),
            unit: field.unit.as_ref().map(|unit| unit.say(self.lang)).unwrap_or_default(),
            value: self.typed(name).to_owned(),
            kind: field.kind,
            required: field.required,
            choices: field
                .choices
                .iter()
                .map(|choice| ChoiceView {
                    value: choice.value.clone().into_owned(),
                    label: choice.label.say(self.lang),
                    help: choice.help.as_ref().map(|help| help.say(self.lang)).unwrap_or_default(),
                    on: self.typed_all(name).any(|typed| typed == choice.value),
                })
                .collect(),
            autocomplete: field.autocomplete.unwrap_or(match field.kind {
                Kind::Date | Kind::Number { .. } => "off",
                _ => "",
            }),
            autosave: field.autosave.clone(),
        }
    }

    /// The list of problems for the top of the form; paints nothing when there
    /// are none.
    pub fn summary(&self) -> Summary {
        let lines: Vec<Line> = self
            .problems
            .iter()
            .map(|problem| {
                let field = self.fields.iter().find(|field| field.name == problem.field);
                Line {
                    href: field.map(|_| format!("#{}", id(&problem.field))).unwrap_or_default(),
                    label: field.map(|field| field.label.say(self.lang)).unwrap_or_default(),
                    words: problem.say(self.lang),
                }
            })
            .collect();
        let fields = lines.iter().filter(|line| !line.href.is_empty()).count();
        Summary { lang: self.lang, lines, fields }
    }
}

impl FieldView {
    fn described_by(&self) -> String {
        let mut ids = Vec::new();
        if !self.help.is_empty() {
            ids.push(format!("{}-help", self.id));
        }
        if !self.error.is_empty() {
            ids.push(format!("{}-error", self.id));
        }
        ids.join(" ")
    }
}

impl Problem {
    pub fn say(&self, lang: Lang) -> String {
        lang.t_with(self.key, &self.values)
    }
}

fn id(name: &str) -> String {
    let safe: String =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    format!("f-{safe}")
}
