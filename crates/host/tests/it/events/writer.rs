//! A writer of event logs, for tests and measuring: chunks with their tables, records
//! in the three forms binary XML comes in, checksums (Joachim Metz, "Windows XML Event
//! Log (EVTX) format"). That others read what it writes is shown by `agreed`.

#[path = "writer/element.rs"]
mod element;
#[path = "writer/value.rs"]
mod value;

use element::{About, Element, Piece, Values, data, system};
use jiff::Timestamp;
use std::collections::HashMap;
pub use value::{Val, filetime};

pub const HEADER: usize = 4096;
pub const CHUNK: usize = 65_536;
const CHUNK_HEADER: usize = 512;
/// What the part of an event that is the same for all takes at most, with its template.
const ROOM: usize = 4_000;
const NONE: u16 = 0xFFFF;

/// How the binary XML of a record is put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One template for all of an event.
    Whole,
    /// As Windows writes: the event's own data are a template within a value.
    Nested,
    /// Elements and texts, without a template.
    Inline,
}

/// An event's own data.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// `<EventData><Data Name="…">`.
    Named(Vec<(String, Val)>),
    /// `<UserData><Root><Name>…`.
    User(String, Vec<(String, Val)>),
    /// `<UserData><Root name="…"/>`.
    Attributes(String, Vec<(String, Val)>),
    /// `<EventData>` with one value so many times.
    Many(u16, Vec<(String, Val)>),
}

impl Data {
    pub fn fields(&self) -> &[(String, Val)] {
        let (Data::Named(fields)
        | Data::User(_, fields)
        | Data::Attributes(_, fields)
        | Data::Many(_, fields)) = self;
        fields
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub provider: String,
    pub id: u16,
    pub at: Timestamp,
    pub level: u8,
    pub user: Option<String>,
    pub data: Data,
}

pub struct Log {
    channel: String,
    computer: String,
    style: Style,
    chunks: Vec<Chunk>,
    next: u64,
}

/// One chunk as it grows.
struct Chunk {
    bytes: Vec<u8>,
    names: HashMap<String, u32>,
    templates: HashMap<String, u32>,
    first: u64,
    last: u64,
    last_at: usize,
}

pub fn text(text: &str) -> Val {
    Val::Text(text.to_owned())
}

/// An event with named data.
pub fn entry(provider: &str, id: u16, at: Timestamp, data: &[(&str, Val)]) -> Entry {
    Entry { provider: provider.to_owned(), id, at, level: 4, user: None, data: Data::Named(owned(data)) }
}

/// An event with elements of its own.
pub fn user_entry(provider: &str, id: u16, at: Timestamp, root: &str, data: &[(&str, Val)]) -> Entry {
    Entry { data: Data::User(root.to_owned(), owned(data)), ..entry(provider, id, at, &[]) }
}

pub fn owned(data: &[(&str, Val)]) -> Vec<(String, Val)> {
    data.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

impl Log {
    pub fn new(channel: &str, style: Style) -> Self {
        Log { channel: channel.to_owned(), computer: "MAY-01".to_owned(), style, chunks: Vec::new(), next: 1 }
    }

    /// The number the next record gets.
    pub fn skip_to(&mut self, number: u64) {
        self.next = number;
    }

    pub fn len(&self) -> usize {
        HEADER + self.chunks.len() * CHUNK
    }

    pub fn add(&mut self, entry: &Entry) {
        let fields = entry.data.fields();
        let room = |(name, value): &(String, Val)| name.len() * 4 + 200 + value.room();
        let need = ROOM + fields.iter().map(room).sum::<usize>();
        if self.chunks.last().is_none_or(|chunk| chunk.bytes.len() + need > CHUNK) {
            self.chunks.push(Chunk::new(self.next));
        }
        let (number, style) = (self.next, self.style);
        self.next += 1;
        let about = About { entry, number, channel: &self.channel, computer: &self.computer };
        let chunk = self.chunks.last_mut().expect("a chunk");
        chunk.record(&about, style);
        assert!(chunk.bytes.len() <= CHUNK, "a record too large for a chunk");
    }

    pub fn done(self) -> Vec<u8> {
        let mut bytes = b"ElfFile\0".to_vec();
        let count = self.chunks.len() as u64;
        for number in [0, count.saturating_sub(1), self.next] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(128u32.to_le_bytes());
        for number in [1u16, 3, HEADER as u16, count as u16] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.resize(124, 0);
        let sum = checksum(&[&bytes[..120]]);
        bytes.extend(sum.to_le_bytes());
        bytes.resize(HEADER, 0);
        for chunk in self.chunks {
            bytes.extend(chunk.done());
        }
        bytes
    }
}

impl Chunk {
    fn new(first: u64) -> Self {
        let mut bytes = b"ElfChnk\0".to_vec();
        bytes.resize(CHUNK_HEADER, 0);
        Chunk {
            bytes,
            names: HashMap::new(),
            templates: HashMap::new(),
            first,
            last: first,
            last_at: CHUNK_HEADER,
        }
    }

    fn record(&mut self, about: &About<'_>, style: Style) {
        let start = self.bytes.len();
        self.last_at = start;
        self.last = about.number;
        self.bytes.extend([0x2A, 0x2A, 0, 0, 0, 0, 0, 0]);
        self.bytes.extend(about.number.to_le_bytes());
        self.bytes.extend(filetime(about.entry.at).to_le_bytes());
        let mut values = Values { inline: style == Style::Inline, values: Vec::new() };
        let mut event = Element::new("Event")
            .attribute(
                "xmlns",
                Piece::Text("http://schemas.microsoft.com/win/2004/08/events/event".to_owned()),
            )
            .child(system(about, &mut values));
        let key = format!("{:?}", (about.entry.id, &about.entry.provider, shape(&about.entry.data)));
        match style {
            Style::Nested => {
                let slot = values.values.len() as u16;
                event = event.content(Piece::Slot(slot, 0x21));
                let mut own = Values { inline: false, values: Vec::new() };
                let data = data(&about.entry.data, &mut own);
                // The value is written where it will stand, for it names places in the chunk.
                self.bytes.extend([0x0F, 1, 1, 0]);
                self.instance(
                    &format!("system {key}"),
                    &event,
                    &values.values,
                    Some((&format!("data {key}"), &data, &own.values)),
                );
            }
            Style::Whole => {
                event = event.child(data(&about.entry.data, &mut values));
                self.bytes.extend([0x0F, 1, 1, 0]);
                self.instance(&format!("whole {key}"), &event, &values.values, None);
            }
            Style::Inline => {
                event = event.child(data(&about.entry.data, &mut values));
                self.bytes.extend([0x0F, 1, 1, 0]);
                self.element(&event, false);
            }
        }
        self.bytes.push(0);
        let size = (self.bytes.len() - start + 4).next_multiple_of(8);
        self.bytes.resize(start + size - 4, 0);
        self.bytes.extend((size as u32).to_le_bytes());
        self.bytes[start + 4..start + 8].copy_from_slice(&(size as u32).to_le_bytes());
    }

    /// A template's values, with its definition where this chunk has none of it yet.
    fn instance(
        &mut self,
        key: &str,
        element: &Element,
        values: &[(u8, Vec<u8>)],
        nested: Option<(&str, &Element, &[(u8, Vec<u8>)])>,
    ) {
        let guid = guid_of(key);
        self.bytes.extend([0x0C, 1]);
        self.bytes.extend(&guid[..4]);
        if let Some(known) = self.templates.get(key) {
            self.bytes.extend(known.to_le_bytes());
        } else {
            let at = self.bytes.len() as u32 + 4;
            self.bytes.extend(at.to_le_bytes());
            let bucket = 384 + 4 * (u32::from_le_bytes([guid[0], guid[1], guid[2], guid[3]]) as usize % 32);
            let head: [u8; 4] = self.bytes[bucket..bucket + 4].try_into().expect("four bytes");
            self.bytes.extend(head);
            self.bytes[bucket..bucket + 4].copy_from_slice(&at.to_le_bytes());
            self.bytes.extend(guid);
            let size_at = self.bytes.len();
            self.bytes.extend([0; 4]);
            self.bytes.extend([0x0F, 1, 1, 0]);
            self.element(element, true);
            self.bytes.push(0);
            let size = (self.bytes.len() - size_at - 4) as u32;
            self.bytes[size_at..size_at + 4].copy_from_slice(&size.to_le_bytes());
            self.templates.insert(key.to_owned(), at);
        }
        let definition = self.templates[key];
        let itself = |(kind, bytes): &(u8, Vec<u8>)| match bytes[..] {
            [levels] if *kind == 0x21 => (*kind, within(guid, definition, levels)),
            _ => (*kind, bytes.clone()),
        };
        let values: Vec<(u8, Vec<u8>)> = values.iter().map(itself).collect();
        let number = values.len() + usize::from(nested.is_some());
        self.bytes.extend((number as u32).to_le_bytes());
        for (kind, bytes) in &values {
            self.bytes.extend((bytes.len() as u16).to_le_bytes());
            self.bytes.extend([*kind, 0]);
        }
        let descriptor = self.bytes.len();
        if nested.is_some() {
            self.bytes.extend([0, 0, 0x21, 0]);
        }
        for (_, bytes) in &values {
            self.bytes.extend(bytes);
        }
        if let Some((key, element, values)) = nested {
            let from = self.bytes.len();
            self.bytes.extend([0x0F, 1, 1, 0]);
            self.instance(key, element, values, None);
            self.bytes.push(0);
            let size = (self.bytes.len() - from) as u16;
            self.bytes[descriptor..descriptor + 2].copy_from_slice(&size.to_le_bytes());
        }
    }

    fn element(&mut self, element: &Element, definition: bool) {
        let attributes = !element.attributes.is_empty();
        self.bytes.push(if attributes { 0x41 } else { 0x01 });
        if definition {
            self.bytes.extend(NONE.to_le_bytes());
        }
        let size_at = self.bytes.len();
        self.bytes.extend([0; 4]);
        self.name(&element.name);
        if attributes {
            let list_at = self.bytes.len();
            self.bytes.extend([0; 4]);
            for (at, (name, piece)) in element.attributes.iter().enumerate() {
                let more = at + 1 < element.attributes.len();
                self.bytes.push(if more { 0x46 } else { 0x06 });
                self.name(name);
                self.piece(piece);
            }
            self.sized(list_at);
        }
        if element.content.is_empty() && element.children.is_empty() {
            self.bytes.push(0x03);
        } else {
            self.bytes.push(0x02);
            for child in &element.children {
                self.element(child, definition);
            }
            for piece in &element.content {
                self.piece(piece);
            }
            self.bytes.push(0x04);
        }
        self.sized(size_at);
    }

    fn piece(&mut self, piece: &Piece) {
        match piece {
            Piece::Text(text) => {
                let units: Vec<u16> = text.encode_utf16().collect();
                self.bytes.extend([0x05, 0x01]);
                self.bytes.extend((units.len() as u16).to_le_bytes());
                self.bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
            }
            Piece::Slot(slot, kind) => {
                self.bytes.push(0x0E);
                self.bytes.extend(slot.to_le_bytes());
                self.bytes.push(*kind);
            }
        }
    }

    /// The number before it says how much follows it.
    fn sized(&mut self, at: usize) {
        let size = (self.bytes.len() - at - 4) as u32;
        self.bytes[at..at + 4].copy_from_slice(&size.to_le_bytes());
    }

    /// A reference to a name, which follows where the chunk has none yet.
    fn name(&mut self, name: &str) {
        if let Some(known) = self.names.get(name) {
            self.bytes.extend(known.to_le_bytes());
            return;
        }
        let at = self.bytes.len() as u32 + 4;
        self.bytes.extend(at.to_le_bytes());
        let units: Vec<u16> = name.encode_utf16().collect();
        let mix = |hash: u32, unit: &u16| hash.wrapping_mul(65_599).wrapping_add(u32::from(*unit));
        let hash = units.iter().fold(0, mix) as u16;
        let bucket = 128 + 4 * (usize::from(hash) % 64);
        let head: [u8; 4] = self.bytes[bucket..bucket + 4].try_into().expect("four bytes");
        self.bytes.extend(head);
        self.bytes[bucket..bucket + 4].copy_from_slice(&at.to_le_bytes());
        self.bytes.extend(hash.to_le_bytes());
        self.bytes.extend((units.len() as u16).to_le_bytes());
        self.bytes.extend(units.iter().chain(&[0]).flat_map(|unit| unit.to_le_bytes()));
        self.names.insert(name.to_owned(), at);
    }

    fn done(mut self) -> Vec<u8> {
        let free = self.bytes.len() as u32;
        for (at, number) in [(8, self.first), (16, self.last), (24, self.first), (32, self.last)] {
            self.bytes[at..at + 8].copy_from_slice(&number.to_le_bytes());
        }
        let records = checksum(&[&self.bytes[CHUNK_HEADER..]]);
        for (at, number) in [(40, 128), (44, self.last_at as u32), (48, free), (52, records)] {
            self.bytes[at..at + 4].copy_from_slice(&number.to_le_bytes());
        }
        let own = checksum(&[&self.bytes[..120], &self.bytes[128..CHUNK_HEADER]]);
        self.bytes[124..128].copy_from_slice(&own.to_le_bytes());
        self.bytes.resize(CHUNK, 0);
        self.bytes
    }
}

/// Instances of a template as values of each other.
fn within(guid: [u8; 16], definition: u32, levels: u8) -> Vec<u8> {
    let mut value = vec![0];
    for _ in 0..levels {
        let mut around = vec![0x0C, 1];
        around.extend(&guid[..4]);
        around.extend(definition.to_le_bytes());
        around.extend(1u32.to_le_bytes());
        around.extend((value.len() as u16).to_le_bytes());
        around.extend([0x21, 0]);
        around.extend(&value);
        around.push(0);
        value = around;
    }
    value
}

/// What makes two events of one kind share a template: names, and kinds of values.
fn shape(data: &Data) -> Vec<(String, u8)> {
    data.fields().iter().map(|(name, value)| (name.clone(), value.bytes().0)).collect()
}

fn guid_of(key: &str) -> [u8; 16] {
    let mix = |hash: u128, byte: u8| (hash ^ u128::from(byte)).wrapping_mul(0x0100_0000_01b3_0001);
    key.bytes().fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, mix).to_le_bytes()
}

pub fn checksum(parts: &[&[u8]]) -> u32 {
    let mut crc = flate2::Crc::new();
    for part in parts {
        crc.update(part);
    }
    crc.sum()
}
