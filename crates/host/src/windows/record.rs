//! A place topics read from, and a record of several things said of one.

use super::Given;
use super::shape::{MOST_TEXTS, Shape, cut, shaped};
use crate::hive::Key;
use evidence::{Unread, Value};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// A key that topics read from, and where it is.
#[derive(Clone)]
pub(super) struct Spot<'a> {
    pub given: &'a Given<'a>,
    pub key: Key<'a>,
    /// Below the registry's root.
    pub place: String,
}

/// Several things said of one: an account, a device, a network.
pub(super) struct Record<'a> {
    pub spot: Spot<'a>,
    pub fields: BTreeMap<String, Value>,
    /// Values that are there and could not be read.
    pub unread: Vec<(String, Unread)>,
}

impl<'a> Spot<'a> {
    /// A subkey that was found.
    pub fn below(&self, key: Key<'a>) -> Spot<'a> {
        let place = format!(r"{}\{}", self.place, key.name());
        Spot { given: self.given, key, place }
    }

    /// The key of a path below this one, if it is there and whole.
    pub fn at(&self, path: &str) -> Option<Spot<'a>> {
        let key = self.key.key(path).ok().flatten()?;
        Some(Spot { given: self.given, key, place: format!(r"{}\{path}", self.place) })
    }

    pub fn name(&self) -> String {
        self.key.name()
    }

    fn read(&self, name: &str, shape: Shape) -> Option<Value> {
        self.key.value(name).ok().flatten().and_then(|stored| shaped(&stored, shape).ok().flatten())
    }

    /// A text that is there and can be read.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.read(name, Shape::Text) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub fn several(&self, name: &str) -> Vec<String> {
        match self.read(name, Shape::Several) {
            Some(Value::Several(texts)) => texts,
            _ => Vec::new(),
        }
    }

    pub fn whole(&self, name: &str) -> Option<i64> {
        match self.read(name, Shape::Whole) {
            Some(Value::Whole(number)) => Some(number),
            _ => None,
        }
    }

    pub fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        self.key
            .value(name)
            .ok()
            .flatten()
            .and_then(|stored| stored.bytes().ok())
            .map(std::borrow::Cow::into_owned)
    }
}

impl<'a> Record<'a> {
    pub fn of(spot: &Spot<'a>) -> Self {
        Record { spot: spot.clone(), fields: BTreeMap::new(), unread: Vec::new() }
    }

    pub fn put(&mut self, field: &str, value: Value) {
        self.fields.insert(field.to_owned(), value);
    }

    pub fn put_text(&mut self, field: &str, text: &str) {
        if !text.is_empty() {
            self.put(field, Value::Text(cut(text)));
        }
    }

    pub fn put_texts(&mut self, field: &str, texts: Vec<String>) {
        if !texts.is_empty() {
            self.put(field, Value::Several(texts.iter().take(MOST_TEXTS).map(|text| cut(text)).collect()));
        }
    }

    pub fn put_instant(&mut self, field: &str, instant: Option<Timestamp>) {
        if let Some(instant) = instant {
            self.put(field, Value::Instant(instant));
        }
    }

    /// Takes a value of the record's own key, where it is there.
    pub fn take(&mut self, field: &str, name: &str, shape: Shape) {
        let spot = self.spot.clone();
        self.take_of(&spot, field, name, shape);
    }

    /// Takes a value of another key, where it is there. Each value is read by itself:
    /// that another is missing or damaged takes nothing from it.
    pub fn take_of(&mut self, spot: &Spot<'a>, field: &str, name: &str, shape: Shape) {
        match spot.key.value(name) {
            Ok(None) => {}
            Ok(Some(stored)) => match shaped(&stored, shape) {
                Ok(Some(Value::Text(text))) if text.is_empty() => {}
                Ok(Some(Value::Several(texts))) if texts.is_empty() => {}
                Ok(Some(value)) => self.put(field, value),
                Ok(None) => {}
                Err(unread) => self.unread.push((name.to_owned(), unread)),
            },
            Err(_) => self.unread.push((name.to_owned(), Unread::Corrupt)),
        }
    }

    /// A number of the record's own key that means something else than itself.
    pub fn whole(&mut self, name: &str) -> Option<i64> {
        match self.spot.key.value(name).map(|stored| stored.map(|stored| shaped(&stored, Shape::Whole))) {
            Ok(Some(Ok(Some(Value::Whole(number))))) => Some(number),
            Ok(Some(Err(unread))) => {
                self.unread.push((name.to_owned(), unread));
                None
            }
            Err(_) => {
                self.miss(name);
                None
            }
            _ => None,
        }
    }

    pub fn miss(&mut self, name: &str) {
        self.unread.push((name.to_owned(), Unread::Corrupt));
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
}
