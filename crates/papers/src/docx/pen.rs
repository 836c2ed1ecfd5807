//! Writes XML into a string: elements, attributes, escaped text. Knows no format.

use std::fmt::{Display, Write};

/// An attribute of an element.
pub type Attribute<'a> = (&'a str, &'a dyn Display);

/// Writes one XML file.
#[derive(Debug)]
pub struct Pen {
    xml: String,
}

impl Pen {
    /// A file with its declaration.
    pub fn new() -> Self {
        Self { xml: String::from(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#) }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.xml.push('>');
    }

    /// Closes an element.
    pub fn close(&mut self, name: &str) {
        self.xml.push_str("</");
        self.xml.push_str(name);
        self.xml.push('>');
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.xml.push_str("/>");
    }

    /// An element with text alone.
    pub fn leaf(&mut self, name: &str, attributes: &[Attribute<'_>], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    /// Escaped text.
    pub fn text(&mut self, text: &str) {
        escape(&mut self.xml, text);
    }

    /// The file.
    pub fn finish(self) -> String {
        self.xml
    }

    fn tag(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.xml.push('<');
        self.xml.push_str(name);
        for (key, value) in attributes {
            self.xml.push(' ');
            self.xml.push_str(key);
            self.xml.push_str("=\"");
            // Writing to a string does not fail.
            let _ = write!(Escaping(&mut self.xml), "{value}");
            self.xml.push('"');
        }
    }
}

struct Escaping<'a>(&'a mut String);

impl Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        escape(self.0, text);
        Ok(())
    }
}

fn escape(xml: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            other => xml.push(other),
        }
    }
}
