//! XML record by record: an element of interest with all below it, and the
//! attributes of those above. Only one record is held at a time.
//!
//! A document type may be named, as Nmap does; one that declares anything of its
//! own is refused, and nothing outside the file is ever read.

use crate::{ImportError, Limits};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// An element with what stands in it.
#[derive(Debug, Clone, Default)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    /// The text directly in it, its pieces joined.
    pub text: String,
    pub children: Vec<Element>,
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first child of that name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The element at the end of a path of names, always the first of each.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The text of a child; empty when it is missing.
    pub fn word(&self, name: &str) -> &str {
        self.child(name).map_or("", |child| child.text.trim())
    }
}

/// The name of the outermost element.
pub fn root(text: &str) -> Option<Element> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => return Some(element(&start)),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Calls `each` for every outermost element of one of the names, with the open
/// elements above it, outermost first.
pub fn records(
    text: &str,
    names: &[&str],
    limits: &Limits,
    mut each: impl FnMut(&[Element], Element) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut above, mut open): (Vec<Element>, Vec<Element>) = (Vec::new(), Vec::new());
    let mut parts = 0;
    let mut closed = false;
    loop {
        let event = reader.read_event().map_err(|error| {
            let at = reader.error_position();
            ImportError::Broken { what: format!("{error} (byte {at})") }
        })?;
        match event {
            Event::DocType(declared) => {
                if declared.as_ref().contains('[') {
                    return Err(ImportError::Entities);
                }
            }
            Event::Start(start) => {
                if above.len() + open.len() >= limits.depth {
                    return Err(ImportError::Depth { limit: limits.depth });
                }
                let new = element(&start);
                if !open.is_empty() || names.contains(&new.name.as_str()) {
                    count(&mut parts, limits)?;
                    open.push(new);
                } else {
                    above.push(new);
                }
            }
            Event::Empty(start) => {
                let new = element(&start);
                closed |= above.is_empty() && open.is_empty();
                if let Some(parent) = open.last_mut() {
                    count(&mut parts, limits)?;
                    parent.children.push(new);
                } else if names.contains(&new.name.as_str()) {
                    each(&above, new)?;
                }
            }
            Event::End(_) => {
                if let Some(done) = open.pop() {
                    if let Some(parent) = open.last_mut() {
                        parent.children.push(done);
                    } else {
                        parts = 0;
                        each(&above, done)?;
                    }
                } else {
                    above.pop();
                }
                closed |= above.is_empty() && open.is_empty();
            }
            Event::Text(text) => put(&mut open, &text.xml10_content()),
            Event::CData(text) => put(&mut open, &text.xml10_content()),
            Event::GeneralRef(entity) => {
                let mut room = [0; 4];
                let resolved = entity.resolve_char_ref();
                let character = match resolved {
                    Ok(Some(character)) => character,
                    Ok(None) => match entity.xml10_content().as_ref() {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "quot" => '"',
                        "apos" => '\'',
                        _ => return Err(ImportError::Entities),
                    },
                    Err(error) => return Err(ImportError::Broken { what: error.to_string() }),
                };
                put(&mut open, character.encode_utf8(&mut room));
            }
            Event::Eof if closed && above.is_empty() && open.is_empty() => return Ok(()),
            Event::Eof => return Err(ImportError::Broken { what: "an element is never closed".into() }),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

fn count(parts: &mut usize, limits: &Limits) -> Result<(), ImportError> {
    *parts += 1;
    if *parts > limits.parts { Err(ImportError::Record { limit: limits.parts }) } else { Ok(()) }
}

fn put(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().flatten().filter_map(|attribute| {
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((attribute.key.local_name().into_inner().to_owned(), value.into_owned()))
    });
    Element {
        name: start.local_name().into_inner().to_owned(),
        attributes: attributes.collect(),
        text: String::new(),
        children: Vec::new(),
    }
}
