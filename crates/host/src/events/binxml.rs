//! Binary XML within a chunk: tokens, templates and the values put into them
//! (MS-EVEN6 2.2.12; EVTX format, 5).
//!
//! A record is a template with values, or elements of its own, or both within each
//! other. Every read stays within the chunk, and each token is charged against what
//! one chunk may cost, so that templates that hold each other come to an end. Not
//! here: what a value means (`value`), records (`chunk`).

use super::value::Scalar;
use crate::little::{u16_at, u32_at};
use std::cell::Cell;

/// Tokens of one chunk, at most: a real one has some tens of thousands.
const MOST_TOKENS: u32 = 400_000;
/// Fragments within fragments, and elements within elements, at most.
const DEEPEST: usize = 8;
const DEEPEST_ELEMENT: usize = 64;
/// Values of one event, at most.
const MOST_PARTS: usize = 512;
/// Bytes of a template's definition before its tokens: next, identifier, size.
const DEFINITION: usize = 24;
/// Bytes of a fragment's header, its token among them.
const FRAGMENT: usize = 4;
/// The value that is itself binary XML.
const BINXML: u8 = 0x21;

/// A name as it stands in the chunk: UTF-16LE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name<'a>(pub &'a [u8]);

impl Name<'_> {
    /// Whether it is this name, which is in ASCII.
    pub fn is(self, name: &str) -> bool {
        let (pairs, rest) = self.0.as_chunks::<2>();
        rest.is_empty()
            && pairs.len() == name.len()
            && pairs.iter().zip(name.bytes()).all(|(pair, byte)| *pair == [byte, 0])
    }
}

/// Something a template says: itself, or by which of its values.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'a> {
    Nothing,
    Value(Scalar<'a>),
    Slot(u16),
}

impl<'a> Piece<'a> {
    pub fn of(self, values: &[Scalar<'a>]) -> Option<Scalar<'a>> {
        match self {
            Piece::Nothing => None,
            Piece::Value(scalar) => Some(scalar),
            Piece::Slot(slot) => values.get(usize::from(slot)).copied(),
        }
    }
}

/// What the system says of an event before the event itself does.
#[derive(Debug, Clone, Copy)]
pub(super) struct System<'a> {
    pub provider: Piece<'a>,
    pub event_id: Piece<'a>,
    pub channel: Piece<'a>,
    pub computer: Piece<'a>,
}

/// A value of an event with what it is called: by its `Name`, else its element.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub label: Name<'a>,
    pub of_system: bool,
    pub value: Scalar<'a>,
}

/// Why a walk ended before its end.
enum Stop {
    Broken,
    /// What it was for is known.
    Enough,
}

enum Step<'a> {
    Open(Name<'a>),
    Attribute(Name<'a>),
    /// The attributes are over.
    Content,
    Value(Scalar<'a>),
    Slot(u16),
    Close,
}

/// Elements carry one number more within a template's definition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Definition,
    Inline,
}

/// The sink of a walk.
type See<'s, 'a> = &'s mut dyn FnMut(Step<'a>) -> Result<(), Stop>;

pub(super) struct Binxml<'a> {
    bytes: &'a [u8],
    left: Cell<u32>,
}

impl<'a> Binxml<'a> {
    pub fn new(chunk: &'a [u8]) -> Self {
        Binxml { bytes: chunk, left: Cell::new(MOST_TOKENS) }
    }

    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Where the definition of a record's template begins, and its values; none for a
    /// record that is no template's.
    pub fn instance(&self, from: usize, to: usize, values: &mut Vec<Scalar<'a>>) -> Option<usize> {
        let at = if self.bytes.get(from) == Some(&0x0F) { from + FRAGMENT } else { from };
        if at >= to || self.bytes.get(at) != Some(&0x0C) {
            return None;
        }
        self.template(at + 1, to, values).map(|(template, _)| template)
    }

    /// What a template says of the system's part; none when it cannot be read.
    pub fn system_of(&self, template: usize) -> Option<System<'a>> {
        let (from, to) = self.definition(template)?;
        self.system(from, to, Form::Definition)
    }

    /// What elements of a record's own say of it.
    pub fn system_in(&self, from: usize, to: usize) -> Option<System<'a>> {
        self.system(from, to, Form::Inline)
    }

    fn system(&self, from: usize, to: usize, form: Form) -> Option<System<'a>> {
        let mut system = System {
            provider: Piece::Nothing,
            event_id: Piece::Nothing,
            channel: Piece::Nothing,
            computer: Piece::Nothing,
        };
        let mut depth = 0;
        let (mut element, mut attribute) = (None, None);
        let mut see = |step: Step<'a>| {
            let piece = match step {
                Step::Open(name) => {
                    depth += 1;
                    // The system's part is the first within an event.
                    if depth == 2 && !name.is("System") {
                        return Err(Stop::Broken);
                    }
                    (element, attribute) = (Some(name), None);
                    return Ok(());
                }
                Step::Attribute(name) => {
                    attribute = Some(name);
                    return Ok(());
                }
                Step::Content => {
                    attribute = None;
                    return Ok(());
                }
                Step::Close => {
                    element = None;
                    depth -= 1;
                    return if depth == 1 { Err(Stop::Enough) } else { Ok(()) };
                }
                Step::Value(scalar) => Piece::Value(scalar),
                Step::Slot(slot) => Piece::Slot(slot),
            };
            let Some(element) = element.filter(|_| depth == 3) else { return Ok(()) };
            match attribute {
                Some(attribute) if element.is("Provider") && attribute.is("Name") => system.provider = piece,
                Some(_) => {}
                None if element.is("EventID") => system.event_id = piece,
                None if element.is("Channel") => system.channel = piece,
                None if element.is("Computer") => system.computer = piece,
                None => {}
            }
            Ok(())
        };
        let done = self.walk(from, to, form, None, 0, &mut see);
        (matches!(done, Err(Stop::Enough)) && !matches!(system.event_id, Piece::Nothing)).then_some(system)
    }

    /// Every value of a record with what it is called.
    pub fn parts(&self, from: usize, to: usize, parts: &mut Vec<Part<'a>>) -> Option<()> {
        let mut open: Vec<(Name<'a>, Option<Name<'a>>)> = Vec::new();
        let mut attribute = None;
        let mut see = |step: Step<'a>| {
            match step {
                Step::Open(name) => {
                    if open.len() == DEEPEST_ELEMENT {
                        return Err(Stop::Broken);
                    }
                    open.push((name, None));
                    attribute = None;
                }
                Step::Attribute(name) => attribute = Some(name),
                Step::Content => attribute = None,
                Step::Close => {
                    open.pop().ok_or(Stop::Broken)?;
                    attribute = None;
                }
                Step::Slot(_) => return Err(Stop::Broken),
                Step::Value(value) => {
                    let of_system = open.get(1).is_some_and(|(name, _)| name.is("System"));
                    let Some((name, label)) = open.last_mut() else { return Err(Stop::Broken) };
                    let label = match attribute {
                        Some(attribute) if of_system => attribute,
                        Some(attribute) if attribute.is("Name") => {
                            *label = value.name();
                            return Ok(());
                        }
                        Some(attribute) => attribute,
                        None => label.unwrap_or(*name),
                    };
                    if parts.len() == MOST_PARTS {
                        return Err(Stop::Broken);
                    }
                    parts.push(Part { label, of_system, value });
                }
            }
            Ok(())
        };
        self.walk(from, to, Form::Inline, None, 0, &mut see).ok()
    }

    fn walk(
        &self,
        from: usize,
        to: usize,
        form: Form,
        values: Option<&[Scalar<'a>]>,
        depth: usize,
        see: See<'_, 'a>,
    ) -> Result<(), Stop> {
        if depth > DEEPEST {
            return Err(Stop::Broken);
        }
        let mut at = from;
        while at < to {
            self.left.set(self.left.get().checked_sub(1).ok_or(Stop::Broken)?);
            let token = *self.bytes.get(at).ok_or(Stop::Broken)?;
            at += 1;
            at = match token {
                0x00 => break,
                0x0F => at + FRAGMENT - 1,
                0x01 | 0x41 => {
                    let dependency = if form == Form::Definition { 2 } else { 0 };
                    let (name, after) = self.name(at + dependency + 4)?;
                    see(Step::Open(name))?;
                    // The size of the list of attributes.
                    if token == 0x41 { after + 4 } else { after }
                }
                0x02 => {
                    see(Step::Content)?;
                    at
                }
                0x03 | 0x04 => {
                    see(Step::Close)?;
                    at
                }
                0x05 | 0x45 => {
                    let (value, after) = self.literal(at)?;
                    see(Step::Value(value))?;
                    after
                }
                0x06 | 0x46 => {
                    let (name, after) = self.name(at)?;
                    see(Step::Attribute(name))?;
                    after
                }
                0x07 | 0x47 => {
                    let (value, after) = self.text(at)?;
                    see(Step::Value(value))?;
                    after
                }
                // References to characters and entities, and what is for the processor.
                0x08 | 0x48 => at + 2,
                0x09 | 0x49 | 0x0A => self.name(at)?.1,
                0x0B => self.text(at)?.1,
                0x0C => self.expand(at, to, depth, see)?,
                0x0D | 0x0E => {
                    let slot = u16_at(self.bytes, at).ok_or(Stop::Broken)?;
                    self.put(slot, values, depth, see)?;
                    at + 3
                }
                _ => return Err(Stop::Broken),
            };
        }
        Ok(())
    }

    /// Puts a value where its template has a place for it. One that is not given is
    /// left out, as Windows leaves it out.
    fn put(
        &self,
        slot: u16,
        values: Option<&[Scalar<'a>]>,
        depth: usize,
        see: See<'_, 'a>,
    ) -> Result<(), Stop> {
        let Some(values) = values else { return see(Step::Slot(slot)) };
        match values.get(usize::from(slot)) {
            Some(value) if value.kind == BINXML => {
                let (from, to) = (value.at, value.at + value.bytes.len());
                self.walk(from, to, Form::Inline, None, depth + 1, see)
            }
            Some(value) if value.kind != 0 => see(Step::Value(*value)),
            _ => Ok(()),
        }
    }

    /// Walks a template with its values; where what follows it begins.
    fn expand(&self, at: usize, to: usize, depth: usize, see: See<'_, 'a>) -> Result<usize, Stop> {
        let mut values = Vec::new();
        let (template, after) = self.template(at, to, &mut values).ok_or(Stop::Broken)?;
        let (from, to) = self.definition(template).ok_or(Stop::Broken)?;
        self.walk(from, to, Form::Definition, Some(&values), depth + 1, see)?;
        Ok(after)
    }

    /// A template's place and values, and where what follows them begins.
    fn template(&self, at: usize, to: usize, values: &mut Vec<Scalar<'a>>) -> Option<(usize, usize)> {
        values.clear();
        let template = u32_at(self.bytes, at + 5)? as usize;
        let mut at = at + 9;
        // The first record that uses a template holds its definition.
        if template == at {
            at = self.definition(template)?.1;
        }
        let number = u32_at(self.bytes, at)? as usize;
        let table = at + 4;
        let mut at = table.checked_add(number.checked_mul(4)?)?;
        if at > to {
            return None;
        }
        self.left.set(self.left.get().checked_sub(u32::try_from(number).ok()?)?);
        for descriptor in self.bytes.get(table..at)?.as_chunks::<4>().0 {
            let size = usize::from(u16::from_le_bytes([descriptor[0], descriptor[1]]));
            if at + size > to {
                return None;
            }
            values.push(Scalar { kind: descriptor[2], at, bytes: self.bytes.get(at..at + size)? });
            at += size;
        }
        Some((template, at))
    }

    /// Where a definition's tokens begin and end.
    fn definition(&self, template: usize) -> Option<(usize, usize)> {
        let from = template.checked_add(DEFINITION)?;
        let to = from.checked_add(u32_at(self.bytes, template.checked_add(20)?)? as usize)?;
        (to <= self.bytes.len()).then_some((from, to))
    }

    /// A name and what follows the reference to it, and the name itself where that
    /// stands right there.
    fn name(&self, at: usize) -> Result<(Name<'a>, usize), Stop> {
        let place = u32_at(self.bytes, at).ok_or(Stop::Broken)? as usize;
        let (value, end) = self.text(place.checked_add(6).ok_or(Stop::Broken)?)?;
        // Names end with a null, which is not counted.
        let after = if place == at + 4 { end + 2 } else { at + 4 };
        Ok((Name(value.bytes), after))
    }

    /// A text that says its own length.
    fn text(&self, at: usize) -> Result<(Scalar<'a>, usize), Stop> {
        let length = usize::from(u16_at(self.bytes, at).ok_or(Stop::Broken)?) * 2;
        let bytes = self.bytes.get(at + 2..at + 2 + length).ok_or(Stop::Broken)?;
        Ok((Scalar { kind: 1, at: at + 2, bytes }, at + 2 + length))
    }

    /// A value that stands among the tokens.
    fn literal(&self, at: usize) -> Result<(Scalar<'a>, usize), Stop> {
        let kind = *self.bytes.get(at).ok_or(Stop::Broken)?;
        let at = at + 1;
        let length = match kind {
            0x01 => return self.text(at),
            0x00 => 0,
            0x03 | 0x04 => 1,
            0x05 | 0x06 => 2,
            0x07 | 0x08 | 0x0B | 0x0D | 0x14 => 4,
            0x09 | 0x0A | 0x0C | 0x11 | 0x15 => 8,
            0x0F | 0x12 => 16,
            _ => return Err(Stop::Broken),
        };
        let bytes = self.bytes.get(at..at + length).ok_or(Stop::Broken)?;
        Ok((Scalar { kind, at, bytes }, at + length))
    }
}
