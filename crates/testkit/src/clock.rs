//! A clock that moves only when told.

use jiff::{SignedDuration, Timestamp};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Debug, Clone)]
pub struct StillClock(Arc<Mutex<Timestamp>>);

impl StillClock {
    /// Stands at an instant written as RFC 3339.
    pub fn at(text: &str) -> Self {
        StillClock(Arc::new(Mutex::new(text.parse().expect("an RFC 3339 instant"))))
    }

    pub fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stands at another instant, written as RFC 3339.
    pub fn set(&self, text: &str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = text.parse().expect("an RFC 3339 instant");
    }

    pub fn forward(&self, hours: i64) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += SignedDuration::from_hours(hours);
    }
}
