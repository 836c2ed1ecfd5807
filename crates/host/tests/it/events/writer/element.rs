//! Elements of an event before they are written: its system's part and its own data.

use super::value::Val;
use super::{Data, Entry};

/// What a record is written from.
pub struct About<'e> {
    pub entry: &'e Entry,
    pub number: u64,
    pub channel: &'e str,
    pub computer: &'e str,
}

/// Something within an element: a text, or a place for a value.
#[derive(Clone)]
pub enum Piece {
    Text(String),
    Slot(u16, u8),
}

/// An element to be written.
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, Piece)>,
    pub content: Vec<Piece>,
    pub children: Vec<Element>,
}

impl Element {
    pub fn new(name: &str) -> Self {
        Element { name: name.to_owned(), attributes: vec![], content: vec![], children: vec![] }
    }

    pub fn attribute(mut self, name: &str, piece: Piece) -> Self {
        self.attributes.push((name.to_owned(), piece));
        self
    }

    pub fn content(mut self, piece: Piece) -> Self {
        self.content.push(piece);
        self
    }

    pub fn child(mut self, child: Element) -> Self {
        self.children.push(child);
        self
    }
}

/// Values of a template as they are collected; in the inline style texts instead.
pub struct Values {
    pub inline: bool,
    pub values: Vec<(u8, Vec<u8>)>,
}

impl Values {
    pub fn piece(&mut self, value: &Val) -> Piece {
        if self.inline {
            return Piece::Text(value.text());
        }
        self.values.push(value.bytes());
        Piece::Slot(self.values.len() as u16 - 1, self.values[self.values.len() - 1].0)
    }
}

pub fn system(about: &About<'_>, values: &mut Values) -> Element {
    let entry = about.entry;
    let user = entry.user.clone().map_or(Val::Null, Val::Sid);
    let literal = |text: &str| Piece::Text(text.to_owned());
    let small = |number: u64, kind: u8, length: usize| (kind, number.to_le_bytes()[..length].to_vec());
    let mut slot = |value: (u8, Vec<u8>), text: String| {
        if values.inline {
            return Piece::Text(text);
        }
        values.values.push(value);
        Piece::Slot(values.values.len() as u16 - 1, values.values[values.values.len() - 1].0)
    };
    let level = slot(small(entry.level.into(), 0x04, 1), entry.level.to_string());
    let id = slot(small(entry.id.into(), 0x06, 2), entry.id.to_string());
    let time = slot(Val::Time(entry.at).bytes(), entry.at.to_string());
    let number = slot(small(about.number, 0x0A, 8), about.number.to_string());
    let user = slot(user.bytes(), user.text());
    Element::new("System")
        .child(Element::new("Provider").attribute("Name", literal(&entry.provider)))
        .child(Element::new("EventID").content(id))
        .child(Element::new("Level").content(level))
        .child(Element::new("TimeCreated").attribute("SystemTime", time))
        .child(Element::new("EventRecordID").content(number))
        .child(Element::new("Channel").content(literal(about.channel)))
        .child(Element::new("Computer").content(literal(about.computer)))
        .child(Element::new("Security").attribute("UserID", user))
}

pub fn data(data: &Data, values: &mut Values) -> Element {
    match data {
        Data::Named(fields) => fields.iter().fold(Element::new("EventData"), |element, (name, value)| {
            let piece = values.piece(value);
            let named = Element::new("Data").attribute("Name", Piece::Text(name.clone()));
            element.child(named.content(piece))
        }),
        Data::User(root, fields) => {
            let root = fields.iter().fold(Element::new(root), |element, (name, value)| {
                let piece = values.piece(value);
                element.child(Element::new(name).content(piece))
            });
            Element::new("UserData").child(root)
        }
        Data::Attributes(root, fields) => {
            let root = fields.iter().fold(Element::new(root), |element, (name, value)| {
                let piece = values.piece(value);
                element.attribute(name, piece)
            });
            Element::new("UserData").child(root)
        }
        Data::Many(times, fields) => {
            let piece = values.piece(&fields[0].1);
            (0..*times).fold(Element::new("EventData"), |element, _| element.content(piece.clone()))
        }
    }
}
