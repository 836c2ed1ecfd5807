//! The forms of the pages, as an insider's browser would send them: every field
//! with what stands in it or something plausible, once per button.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Request, header};
use rasoat_web::csrf;
use scraper::{ElementRef, Html, Selector};

/// One form, filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub fields: Vec<(String, String)>,
    pub files: Vec<String>,
    /// The form goes in parts, as one with files must.
    in_parts: bool,
}

/// The forms found so far, by the address they are posted to.
#[derive(Debug, Default)]
pub struct Forms(BTreeMap<String, Vec<Filled>>);

/// Forms kept for one address.
const MOST: usize = 8;

fn all(query: &str) -> Selector {
    Selector::parse(query).expect("a selector")
}

impl Forms {
    /// Takes in the forms of a page.
    pub fn learn(&mut self, page: &str) {
        let page = Html::parse_document(page);
        for form in page.select(&all("form[method=post]")) {
            let action = form.attr("action").unwrap_or_default();
            let common = filled(form);
            let mut named = 0;
            for button in form.select(&all("button[name]")) {
                let mut one = common.clone();
                let value = button.attr("value").unwrap_or_default();
                one.fields.push((button.attr("name").unwrap_or_default().to_owned(), value.to_owned()));
                self.keep(button.attr("formaction").unwrap_or(action), one);
                named += 1;
            }
            for button in form.select(&all("button[formaction]:not([name])")) {
                self.keep(button.attr("formaction").unwrap_or(action), common.clone());
            }
            if named == 0 {
                self.keep(action, common);
            }
        }
    }

    fn keep(&mut self, action: &str, form: Filled) {
        let known = self.0.entry(action.split('?').next().unwrap_or_default().to_owned()).or_default();
        if known.len() < MOST && !known.contains(&form) {
            known.push(form);
        }
    }

    /// Where the forms are posted to.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    pub fn to(&self, address: &str) -> &[Filled] {
        self.0.get(address).map_or(&[], Vec::as_slice)
    }
}

fn filled(form: ElementRef<'_>) -> Filled {
    let in_parts = form.attr("enctype").is_some_and(|how| how.starts_with("multipart"));
    let mut one = Filled { fields: Vec::new(), files: Vec::new(), in_parts };
    for field in form.select(&all("input[name], textarea[name], select[name]")) {
        let name = field.attr("name").unwrap_or_default().to_owned();
        let stands = field.attr("value").unwrap_or_default().to_owned();
        if name == csrf::FIELD {
            continue;
        }
        let plausible = |text: &str| if stands.is_empty() { text.to_owned() } else { stands.clone() };
        let value = match (field.value().name(), field.attr("type").unwrap_or("text")) {
            ("select", _) => {
                let options = all("option[selected], option[value]:not([value=\"\"])");
                let chosen = field.select(&options).next().and_then(|option| option.attr("value"));
                chosen.unwrap_or_default().to_owned()
            }
            ("textarea", _) => plausible("Nội dung thử"),
            (_, "file") => {
                one.files.push(name);
                continue;
            }
            (_, "hidden" | "radio" | "checkbox") => plausible("1"),
            (_, "date") => plausible("2026-06-01"),
            (_, "number") => plausible("1"),
            (_, "time") => plausible("08:00"),
            _ => plausible("Thử"),
        };
        one.fields.push((name, value));
    }
    one
}

impl Filled {
    /// What is sent where no page has a form for it, as scripts do.
    pub fn by_script() -> Self {
        let fields = [("name", "conclusion.number"), ("value", "1"), ("version", "1"), ("text", "Thử")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Filled { fields, files: Vec::new(), in_parts: false }
    }

    /// The same with a file.
    pub fn with_file(mut self) -> Self {
        self.files.push("file".to_owned());
        self.in_parts = true;
        self
    }

    pub fn request(&self, address: &str, cookie: &str, token: Option<&str>) -> Request<Body> {
        let request = Request::post(address).header(header::COOKIE, cookie);
        if !self.in_parts {
            let mut form = form_urlencoded::Serializer::new(String::new());
            if let Some(token) = token {
                form.append_pair(csrf::FIELD, token);
            }
            form.extend_pairs(&self.fields);
            let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            return request.body(Body::from(form.finish())).expect("a request");
        }
        let part = |name: &str, more: &str, value: &str| {
            format!("--sep\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{value}\r\n")
        };
        let mut body = token.map(|token| part(csrf::FIELD, "", token)).unwrap_or_default();
        for (name, value) in &self.fields {
            body += &part(name, "", value);
        }
        for name in &self.files {
            body += &part(name, "; filename=\"a.txt\"", "Biên bản");
        }
        body += "--sep--\r\n";
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=sep");
        request.body(Body::from(body)).expect("a request")
    }
}
