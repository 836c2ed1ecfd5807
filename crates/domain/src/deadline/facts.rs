//! What is known when a deadline is worked out: days of events, the day asked
//! about, and whether a last day off rolls on.
//!
//! Not here: the arithmetic (`arithmetic`).

use super::Event;
use crate::law::Basis;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What happens when the last day counted is not a working day. Plans rarely
/// say; nothing shifts unless the body that issued the plan decides so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Roll {
    /// The arithmetic stands, and is marked.
    #[default]
    None,
    /// The period ends with the next working day (Bộ luật Dân sự 91/2015/QH13
    /// Đ148(5), which by Đ145(1) applies where nothing else is laid down).
    NextWorkingDay,
}

impl Roll {
    /// The article the setting rests on.
    pub fn basis(self) -> Option<Basis> {
        match self {
            Roll::None => None,
            Roll::NextWorkingDay => Some(Basis::new("blds-91-2015", "Đ148(5)")),
        }
    }
}

/// Days (and, where law counts hours, times) of events, in Vietnamese civil time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    days: HashMap<Event, Date>,
    times: HashMap<Event, DateTime>,
    /// The day the question is asked on; recurring rules need it.
    pub as_of: Option<Date>,
    pub roll: Roll,
}

impl Facts {
    pub fn new() -> Self {
        Facts::default()
    }

    /// With an event's day. A later call replaces an earlier one.
    pub fn with(mut self, event: Event, day: Date) -> Self {
        self.times.remove(&event);
        self.days.insert(event, day);
        self
    }

    /// With an event's day and time.
    pub fn with_time(mut self, event: Event, time: DateTime) -> Self {
        self.days.insert(event.clone(), time.date());
        self.times.insert(event, time);
        self
    }

    pub fn as_of(mut self, day: Date) -> Self {
        self.as_of = Some(day);
        self
    }

    pub fn rolling(mut self, roll: Roll) -> Self {
        self.roll = roll;
        self
    }

    pub fn day(&self, event: &Event) -> Option<Date> {
        self.days.get(event).copied()
    }

    pub fn time(&self, event: &Event) -> Option<DateTime> {
        self.times.get(event).copied()
    }
}
