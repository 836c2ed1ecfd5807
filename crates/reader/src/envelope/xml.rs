//! XML parts as plain steps: elements by local name, their attributes, text.
//! Document types and entities are refused, depth is bounded.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::EnvelopeError;
use crate::limits::Limits;

/// One step through a part.
#[derive(Debug)]
pub(crate) enum Step<'a> {
    Open(&'a Element<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// An element with its attributes.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    pub name: &'a str,
    start: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// An attribute by its local name.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.start.attributes().flatten().find_map(|attribute| {
            let matches = attribute.key.local_name().into_inner() == name;
            matches
                .then(|| {
                    attribute.normalized_value(XmlVersion::Implicit1_0).map(std::borrow::Cow::into_owned).ok()
                })
                .flatten()
        })
    }

    pub fn number(&self, name: &str) -> Option<i64> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// `w:val`, where most of Word's settings are.
    pub fn val(&self) -> Option<String> {
        self.attribute("val")
    }
}

/// Walks a part from end to end.
pub(crate) fn walk(
    bytes: &[u8],
    limits: &Limits,
    mut step: impl FnMut(Step<'_>),
) -> Result<(), EnvelopeError> {
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    reader.config_mut().check_end_names = true;
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event().map_err(|error| EnvelopeError::Broken(error.to_string()))?;
        match event {
            Event::DocType(_) => return Err(EnvelopeError::XmlEntities),
            Event::Start(start) => {
                depth += 1;
                if depth > limits.xml_depth {
                    return Err(EnvelopeError::XmlDepth { limit: limits.xml_depth });
                }
                let name = start.local_name();
                step(Step::Open(&Element { name: name.as_ref(), start: &start }));
            }
            Event::Empty(start) => {
                let name = start.local_name();
                step(Step::Open(&Element { name: name.as_ref(), start: &start }));
                step(Step::Close(name.as_ref()));
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                step(Step::Close(end.local_name().as_ref()));
            }
            Event::Text(text) => step(Step::Text(&text.xml10_content())),
            Event::CData(text) => step(Step::Text(&text.xml10_content())),
            Event::GeneralRef(entity) => {
                let character = match entity.resolve_char_ref() {
                    Ok(Some(character)) => Some(character),
                    Ok(None) => match entity.xml10_content().as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => return Err(EnvelopeError::XmlEntities),
                    },
                    Err(error) => return Err(EnvelopeError::Broken(error.to_string())),
                };
                if let Some(character) = character {
                    step(Step::Text(character.encode_utf8(&mut [0; 4])));
                }
            }
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}
