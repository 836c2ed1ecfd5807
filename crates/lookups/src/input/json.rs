//! JSON lines: an object a line (RFC 8259).

use super::feeder::Records;
use super::rejects::{Aside, Reason};
use super::{Cell, MOST_COLUMNS, Place, Sink, mapped, readable};
use crate::mapping::Mapping;
use anyhow::Result;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// What stands under a name.
#[derive(Debug, Clone, PartialEq)]
enum Value<'a> {
    /// The name is not there.
    Absent,
    Null,
    Text(Cow<'a, str>),
    Whole(i64),
}

/// Reads the lines of a piece; gives how many rows were taken.
pub fn rows<S: Sink>(records: &Records, mapping: &Mapping, sink: &mut S, aside: &mut Aside) -> Result<u64> {
    let (mut line, mut taken) = (records.line, 0);
    let (_, needed) = mapping.table.columns();
    for text in records.bytes.split_inclusive(|byte| *byte == b'\n') {
        let place = Place { file: records.file, line };
        line += 1;
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let reason = match readable(text).map(|text| values(text, mapping)) {
            Err(unfit) => Some(unfit),
            Ok(None) => Some(Reason::Json),
            Ok(Some(values)) => row(place, &values, needed, mapping, sink)?,
        };
        match reason {
            None => taken += 1,
            Some(reason) => aside.put(place.file, place.line, reason, text),
        }
    }
    Ok(taken)
}

fn row<S: Sink>(
    place: Place,
    values: &[Value<'_>; MOST_COLUMNS],
    needed: usize,
    mapping: &Mapping,
    sink: &mut S,
) -> Result<Option<Reason>> {
    let absent = (0..needed).any(|at| values[at] == Value::Absent && mapping.columns[at].constant.is_none());
    if absent {
        return Ok(Some(Reason::Columns));
    }
    let mut cells = [Cell::Empty; MOST_COLUMNS];
    for ((cell, value), column) in cells.iter_mut().zip(values).zip(&mapping.columns) {
        *cell = mapped(
            column,
            match value {
                Value::Absent | Value::Null => Cell::Empty,
                Value::Text(text) => Cell::Text(text),
                Value::Whole(number) => Cell::Whole(*number),
            },
        );
    }
    sink.row(place, &cells[..mapping.columns.len()])
}

fn values<'a>(text: &'a str, mapping: &Mapping) -> Option<[Value<'a>; MOST_COLUMNS]> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let values = Object(mapping).deserialize(&mut reader).ok()?;
    reader.end().ok()?;
    Some(values)
}

/// An object whose known names are kept; the last of a name that stands twice.
struct Object<'m>(&'m Mapping);

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = [Value<'de>; MOST_COLUMNS];

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = [Value<'de>; MOST_COLUMNS];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = [const { Value::Absent }; MOST_COLUMNS];
        while let Some(name) = map.next_key_seed(Name)? {
            // What is no column of ours may be anything.
            if self.0.columns.iter().all(|column| column.theirs != name) {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value_seed(Plain)?;
            for (at, column) in self.0.columns.iter().enumerate() {
                if column.theirs == name {
                    values[at] = value.clone();
                }
            }
        }
        Ok(values)
    }
}

struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_str(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// A value that is no list and no object.
struct Plain;

impl<'de> DeserializeSeed<'de> for Plain {
    type Value = Value<'de>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Plain {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a number, true, false or null")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(if value { "true" } else { "false" })))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Value::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(number).map_or_else(|_| Value::Text(number.to_string().into()), Value::Whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Value::Text(number.to_string().into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(A::Error::custom("an object within an object"))
    }
}
