//! Looking into the hives of a computer: how what a topic finds, misses or cannot
//! read becomes an observation.

use super::record::{Record, Spot};
use super::shape::{Shape, cut, shaped};
use super::whose::Whose;
use super::{Given, Role};
use crate::artefact::{Kept, source};
use crate::hive::{Damage, Value as Stored};
use evidence::{Kind, Observation, Sight, Subject, Unread, Value};
use jiff::Timestamp;
use std::collections::{HashMap, HashSet};

/// How a path begins that is meant for the control set the system last used.
const CURRENT: &str = r"CurrentControlSet\";

pub(super) struct Look<'a> {
    given: &'a [Given<'a>],
    kept: Kept,
    /// What was asked of which hive, and where: each gets an answer.
    asked: Vec<(String, &'a Given<'a>, String)>,
    /// Attributes something was said of, by hive.
    answered: HashSet<(String, *const Given<'a>)>,
    known: HashMap<*const Given<'a>, Whose>,
}

impl<'a> Look<'a> {
    pub fn new(given: &'a [Given<'a>], name: &str, seen_at: Option<Timestamp>) -> Self {
        let mut look = Look {
            given,
            kept: Kept::new(Subject::new(Kind::Machine, name), seen_at),
            asked: Vec::new(),
            answered: HashSet::new(),
            known: given.iter().map(|given| (std::ptr::from_ref(given), Whose::of(given))).collect(),
        };
        if let Some(name) = look.computer_name() {
            look.kept.subject.name = name;
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
        self.kept.done()
    }

    /// Says what any hive shows by being there.
    pub fn say_of_any(&mut self, attribute: &str, value: Value) {
        let given = self.given.first();
        let sight = if given.is_some() { Sight::Seen(value) } else { Sight::NotCollected };
        self.add(attribute, given, "", sight, None);
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
            let path = self.resolved(given, path);
            match given.hive.key(&path) {
                Ok(Some(key)) => {
                    let spot = Spot { given, key, place: self.place(given, &path) };
                    let asked = attributes.iter().map(|one| ((*one).to_owned(), given, spot.place.clone()));
                    self.asked.extend(asked);
                    spots.push(spot);
                }
                Ok(None) => {
                    let place = self.place(given, &path);
                    self.say_all(attributes, Some(given), &place, Sight::Absent);
                }
                Err(damage) => {
                    let place = self.place(given, &path);
                    self.say_all(attributes, Some(given), &place, unreadable(damage));
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
            let path = self.resolved(given, path);
            let place = self.place(given, &path);
            match given.hive.key(&path) {
                Ok(Some(key)) => spots.push(Spot { given, key, place }),
                Ok(None) => {}
                Err(damage) => self.say_all(&[attribute], Some(given), &place, unreadable(damage)),
            }
        }
        spots
    }

    /// Whose hive it is, and which control set of it counts.
    pub fn whose(&self, given: &'a Given<'a>) -> Whose {
        self.known.get(&std::ptr::from_ref(given)).cloned().unwrap_or_default()
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

    /// Says the same of several attributes.
    pub fn say_all(&mut self, attributes: &[&str], given: Option<&'a Given<'a>>, place: &str, sight: Sight) {
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
        let (file, sha256) = given.map_or(("", ""), |given| (&given.file, &given.sha256));
        self.kept.add(attribute, source(file, sha256, place), sight, valid_at);
    }

    fn resolved(&self, given: &'a Given<'a>, path: &str) -> String {
        match path.strip_prefix(CURRENT) {
            Some(rest) => format!(r"{}\{rest}", self.whose(given).control_set),
            None => path.to_owned(),
        }
    }

    fn place(&self, given: &'a Given<'a>, path: &str) -> String {
        let root = match given.role {
            Role::User => format!(r"HKU\{}", self.whose(given).person),
            role => role.place().to_owned(),
        };
        if path.is_empty() { root } else { format!(r"{root}\{path}") }
    }

    fn computer_name(&self) -> Option<String> {
        [
            (r"CurrentControlSet\Control\ComputerName\ComputerName", "ComputerName"),
            (r"CurrentControlSet\Services\Tcpip\Parameters", "Hostname"),
        ]
        .into_iter()
        .find_map(|(path, value)| {
            let mut names = self.hives(Role::System).filter_map(|given| {
                let key = given.hive.key(&self.resolved(given, path)).ok().flatten()?;
                key.value(value).ok().flatten()?.text().ok().flatten()
            });
            names.find(|name| !name.trim().is_empty()).map(|name| cut(&name))
        })
    }
}

pub(super) fn unreadable(damage: Damage) -> Sight {
    Sight::Unreadable(if damage == Damage::Limit { Unread::TooLarge } else { Unread::Corrupt })
}
