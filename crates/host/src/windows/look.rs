//! Looking into the hives of a computer: where a topic reads from, and how what it
//! finds, misses or cannot read becomes an observation.

use super::{Given, Role};
use crate::hive::{Damage, Key, Value as Stored, filetime};
use evidence::{Kind, Observation, Sight, Source, Subject, Unread, Value};
use jiff::Timestamp;
use jiff::civil::DateTime;
use std::collections::{BTreeMap, HashSet};

/// Characters of a text that are passed on, at most.
const LONGEST: usize = 2_000;
/// Texts of a list that are passed on, at most.
const MOST_TEXTS: usize = 500;
/// Observations of one computer, at most; a real one has some thousands.
const MOST: usize = 200_000;
/// The FILETIME that says "never".
pub(super) const NEVER: u64 = i64::MAX as u64;
/// How a path begins that is meant for the control set the system last used.
const CURRENT: &str = r"CurrentControlSet\";

/// What a value is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Flag,
    Whole,
    Several,
    /// FILETIME in eight bytes or a long number.
    Instant,
    /// Seconds since 1970, UTC.
    Seconds,
    /// SYSTEMTIME in the computer's own local time.
    LocalTime,
}

pub(super) struct Look<'a> {
    given: &'a [Given<'a>],
    subject: Subject,
    seen_at: Option<Timestamp>,
    observations: Vec<Observation>,
    /// What was asked of which hive, and where: each gets an answer.
    asked: Vec<(String, &'a Given<'a>, String)>,
    /// Attributes something was said of, by hive.
    answered: HashSet<(String, *const Given<'a>)>,
}

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
    spot: Spot<'a>,
    fields: BTreeMap<String, Value>,
    /// Values that are there and could not be read.
    unread: Vec<(String, Unread)>,
}

impl<'a> Look<'a> {
    pub fn new(given: &'a [Given<'a>], name: &str, seen_at: Option<Timestamp>) -> Self {
        let subject = Subject::new(Kind::Machine, name);
        let (observations, asked, answered) = (Vec::new(), Vec::new(), HashSet::new());
        let mut look = Look { given, subject, seen_at, observations, asked, answered };
        if let Some(name) = look.computer_name() {
            look.subject.name = name;
        }
        look
    }

    /// All observations. What was looked for and not found is absent.
    pub fn done(mut self) -> Vec<Observation> {
        for (attribute, given, place) in std::mem::take(&mut self.asked) {
            if !self.answered.contains(&(attribute.clone(), std::ptr::from_ref(given))) {
                self.add(&attribute, Some(given), &place, Sight::Absent, None);
            }
        }
        self.observations
    }

    /// The hives of a role that were taken.
    pub fn hives(&self, role: Role) -> impl Iterator<Item = &'a Given<'a>> + use<'a> {
        self.given.iter().filter(move |given| given.role == role)
    }

    /// The keys of a path, one in each hive of the role. Where there is none, that is
    /// said of each attribute which would have been read from it.
    pub fn open(&mut self, role: Role, path: &str, attributes: &[&str]) -> Vec<Spot<'a>> {
        let mut spots = Vec::new();
        let mut taken = false;
        for given in self.hives(role) {
            taken = true;
            let path = resolved(given, path);
            match given.hive.key(&path) {
                Ok(Some(key)) => {
                    let spot = Spot { given, key, place: place(given, &path) };
                    let asked = attributes.iter().map(|one| ((*one).to_owned(), given, spot.place.clone()));
                    self.asked.extend(asked);
                    spots.push(spot);
                }
                Ok(None) => self.say_all(attributes, Some(given), &place(given, &path), Sight::Absent),
                Err(damage) => {
                    self.say_all(attributes, Some(given), &place(given, &path), unreadable(damage));
                }
            }
        }
        if !taken {
            let place = format!(r"{}\{path}", role.place());
            self.say_all(attributes, None, &place, Sight::NotCollected);
        }
        spots
    }

    /// As [`Look::open`], of a key that need not be there: nothing is said when it is
    /// not, only when it is damaged.
    pub fn peek(&mut self, role: Role, path: &str, attribute: &str) -> Vec<Spot<'a>> {
        let mut spots = Vec::new();
        for given in self.hives(role) {
            let path = resolved(given, path);
            let place = place(given, &path);
            match given.hive.key(&path) {
                Ok(Some(key)) => spots.push(Spot { given, key, place }),
                Ok(None) => {}
                Err(damage) => self.say_all(&[attribute], Some(given), &place, unreadable(damage)),
            }
        }
        spots
    }

    /// Something of this attribute was found in this hive, and is said elsewhere.
    pub fn answered(&mut self, attribute: &str, spot: &Spot<'a>) {
        self.answered.insert((attribute.to_owned(), std::ptr::from_ref(spot.given)));
    }

    /// The subkeys of a key; one that is damaged is said of the attribute.
    pub fn children(&mut self, spot: &Spot<'a>, attribute: &str) -> Vec<Spot<'a>> {
        let listing = spot.key.subkeys();
        if let Some(damage) = listing.damaged.first() {
            self.say_all(&[attribute], Some(spot.given), &spot.place, unreadable(*damage));
        }
        listing.found.into_iter().map(|key| spot.below(key)).collect()
    }

    /// The values of a key; one that is damaged is said of the attribute.
    pub fn values(&mut self, spot: &Spot<'a>, attribute: &str) -> Vec<Stored<'a>> {
        let listing = spot.key.values();
        if let Some(damage) = listing.damaged.first() {
            self.say_all(&[attribute], Some(spot.given), &spot.place, unreadable(*damage));
        }
        listing.found
    }

    /// Says what a value of a key is, whatever that is.
    pub fn value(&mut self, attribute: &str, spot: &Spot<'a>, name: &str, shape: Shape) {
        let sight = match spot.key.value(name) {
            Ok(Some(stored)) => match shaped(&stored, shape) {
                Ok(Some(value)) => Sight::Seen(value),
                Ok(None) => Sight::Absent,
                Err(unread) => Sight::Unreadable(unread),
            },
            Ok(None) => Sight::Absent,
            Err(damage) => unreadable(damage),
        };
        self.say(attribute, spot, name, sight, spot.key.written());
    }

    /// Says something that was read from a key, or from a value of it.
    pub fn say(
        &mut self,
        attribute: &str,
        spot: &Spot<'a>,
        name: &str,
        sight: Sight,
        valid_at: Option<Timestamp>,
    ) {
        let place = if name.is_empty() { spot.place.clone() } else { format!(r"{}\{name}", spot.place) };
        self.add(attribute, Some(spot.given), &place, sight, valid_at);
    }

    pub fn seen(&mut self, attribute: &str, spot: &Spot<'a>, value: Value) {
        self.say(attribute, spot, "", Sight::Seen(value), spot.key.written());
    }

    /// Says a record, and of each of its values that could not be read just that.
    pub fn record(&mut self, attribute: &str, record: Record<'a>, valid_at: Option<Timestamp>) {
        let Record { spot, fields, unread } = record;
        for (name, unread) in unread {
            self.say(attribute, &spot, &name, Sight::Unreadable(unread), None);
        }
        if !fields.is_empty() {
            self.say(attribute, &spot, "", Sight::Seen(Value::Record(fields)), valid_at);
        }
    }

    fn say_all(&mut self, attributes: &[&str], given: Option<&'a Given<'a>>, place: &str, sight: Sight) {
        for attribute in attributes {
            self.add(attribute, given, place, sight.clone(), None);
        }
    }

    fn add(
        &mut self,
        attribute: &str,
        given: Option<&'a Given<'a>>,
        place: &str,
        sight: Sight,
        valid_at: Option<Timestamp>,
    ) {
        if let Some(given) = given {
            self.answered.insert((attribute.to_owned(), std::ptr::from_ref(given)));
        }
        if self.observations.len() >= MOST {
            return;
        }
        let last = self.observations.len() + 1 == MOST;
        self.observations.push(Observation {
            subject: self.subject.clone(),
            attribute: attribute.to_owned(),
            sight: if last { Sight::Unreadable(Unread::TooLarge) } else { sight },
            source: Source {
                tool: "rasoat-host".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                file: given.map(|given| given.file.clone()).unwrap_or_default(),
                sha256: given.map(|given| given.sha256.clone()).unwrap_or_default(),
                place: cut(place),
            },
            seen_at: self.seen_at,
            valid_at,
        });
    }

    fn computer_name(&self) -> Option<String> {
        [
            (r"CurrentControlSet\Control\ComputerName\ComputerName", "ComputerName"),
            (r"CurrentControlSet\Services\Tcpip\Parameters", "Hostname"),
        ]
        .into_iter()
        .find_map(|(path, value)| {
            let mut names = self.hives(Role::System).filter_map(|given| {
                let key = given.hive.key(&resolved(given, path)).ok().flatten()?;
                key.value(value).ok().flatten()?.text().ok().flatten()
            });
            names.find(|name| !name.trim().is_empty()).map(|name| cut(&name))
        })
    }
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

/// A value read as a shape. Programs write numbers as texts and texts as lists; what
/// is meant is read. `None` for a time that says "never".
pub(super) fn shaped(stored: &Stored<'_>, shape: Shape) -> Result<Option<Value>, Unread> {
    let corrupt = |_: Damage| Unread::Corrupt;
    let text = stored.text().map_err(corrupt)?;
    let whole = stored.whole().map_err(corrupt)?;
    let number = || whole.or_else(|| text.as_ref()?.trim().parse().ok());
    let value = match shape {
        Shape::Text => match (&text, whole) {
            (Some(text), _) => Some(Value::Text(cut(text))),
            (None, Some(number)) => Some(Value::Text(number.to_string())),
            (None, None) => {
                stored.several().map_err(corrupt)?.map(|texts| Value::Text(cut(&texts.join(" "))))
            }
        },
        Shape::Several => match stored.several().map_err(corrupt)? {
            Some(texts) => {
                Some(Value::Several(texts.iter().take(MOST_TEXTS).map(|text| cut(text)).collect()))
            }
            None => {
                text.map(|text| Value::Several(if text.is_empty() { Vec::new() } else { vec![cut(&text)] }))
            }
        },
        Shape::Flag => number().map(|number| Value::Flag(number != 0)),
        Shape::Whole => number().map(|number| Value::Whole(i64::try_from(number).unwrap_or(i64::MAX))),
        Shape::Seconds => match number() {
            Some(0) => return Ok(None),
            number => number.and_then(seconds).map(Value::Instant),
        },
        Shape::Instant => match ticks(stored, whole).map_err(corrupt)? {
            Some(0 | NEVER) => return Ok(None),
            ticks => ticks.and_then(filetime).map(Value::Instant),
        },
        Shape::LocalTime => local_time(&stored.bytes().map_err(corrupt)?).map(Value::LocalTime),
    };
    value.map(Some).ok_or(Unread::Unsupported)
}

/// SYSTEMTIME: eight 16-bit numbers, year, month, day of the week, day, hour, minute,
/// second, millisecond.
pub(super) fn local_time(bytes: &[u8]) -> Option<DateTime> {
    let part = |at: usize| bytes.get(at * 2..at * 2 + 2).map(|pair| i16::from_le_bytes([pair[0], pair[1]]));
    let small = |at: usize| part(at).and_then(|number| i8::try_from(number).ok());
    let nanosecond = i32::from(part(7)?).checked_mul(1_000_000)?;
    DateTime::new(part(0)?, small(1)?, small(3)?, small(4)?, small(5)?, small(6)?, nanosecond).ok()
}

fn seconds(number: u64) -> Option<Timestamp> {
    Timestamp::from_second(i64::try_from(number).ok()?).ok()
}

/// The first so many characters of a text.
pub(super) fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => text[..end].to_owned(),
        None => text.to_owned(),
    }
}

pub(super) fn unreadable(damage: Damage) -> Sight {
    Sight::Unreadable(if damage == Damage::Limit { Unread::TooLarge } else { Unread::Corrupt })
}

fn ticks(stored: &Stored<'_>, whole: Option<u64>) -> Result<Option<u64>, Damage> {
    if whole.is_some() {
        return Ok(whole);
    }
    let bytes = stored.bytes()?;
    Ok(bytes.get(..8).and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes))
}

fn resolved(given: &Given<'_>, path: &str) -> String {
    match path.strip_prefix(CURRENT) {
        Some(rest) => format!(r"{}\{rest}", control_set(given)),
        None => path.to_owned(),
    }
}

/// The control set the system last used (`Select\Current`); the first when none is
/// named.
pub(super) fn control_set(given: &Given<'_>) -> String {
    let named = given.hive.key("Select").ok().flatten().and_then(|key| key.value("Current").ok().flatten());
    let number =
        named.and_then(|value| value.whole().ok().flatten()).filter(|number| (1..1_000).contains(number));
    format!("ControlSet{:03}", number.unwrap_or(1))
}

fn place(given: &Given<'_>, path: &str) -> String {
    match given.role {
        Role::User => format!(r"HKU\{}\{path}", user(given)),
        role => format!(r"{}\{path}", role.place()),
    }
}

/// Whose hive it is: by the folders it names, by its own path, or as it was given.
pub(super) fn user(given: &Given<'_>) -> String {
    const FOLDERS: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders";
    let folders = given.hive.key(FOLDERS).ok().flatten();
    let folder = |name: &str| folders.as_ref()?.value(name).ok().flatten()?.text().ok().flatten();
    ["Desktop", "AppData", "Personal"]
        .into_iter()
        .filter_map(folder)
        .chain([given.hive.file_name().to_owned()])
        .find_map(|path| owner(&path))
        .unwrap_or_else(|| given.file.clone())
}

/// The name after `Users` or `Documents and Settings` in a path.
fn owner(path: &str) -> Option<String> {
    let mut parts = path.split('\\');
    parts.find(|part| {
        part.eq_ignore_ascii_case("Users") || part.eq_ignore_ascii_case("Documents and Settings")
    })?;
    parts.next().filter(|name| !name.is_empty()).map(cut)
}
