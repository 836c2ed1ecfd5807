//! The demo's past, told in its own order: the work over the same record, with a
//! clock that is set by hand.
//!
//! Not here: what happened (`campaign`, `reports`, `visits`, `programme`).

use anyhow::{Context, Result};
use app::mail::Mailer;
use app::{Actor, App, Clock, Parts};
use domain::moment;
use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, Timestamp};
use std::sync::{Arc, Mutex};
use store::people;

#[derive(Debug)]
pub struct Replay {
    pub app: App,
    /// The day the demo is loaded on; everything happened some days before it.
    pub today: Date,
    hand: Arc<Mutex<Timestamp>>,
}

impl Replay {
    /// Over the record of `app`, its letters going where `mailer` says.
    pub fn over(app: &App, mailer: Mailer) -> Self {
        let hand = Arc::new(Mutex::new(app.now()));
        let shown = Arc::clone(&hand);
        let clock = Clock::from(move || *shown.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        let parts = Parts {
            store: app.store.clone(),
            packs: app.packs.clone(),
            packs_folder: None,
            knowledge: None,
            clock,
            mailer,
            address: app.address.clone(),
            carried: None,
        };
        Replay { app: App::new(parts), today: app.today(), hand }
    }

    /// The day that many days from today; before it when below zero.
    pub fn day(&self, days: i64) -> Result<Date> {
        self.today.checked_add(Span::new().days(days)).context("a day beyond the calendar")
    }

    /// The same, moved back to the Friday where it is a weekend: nobody is visited
    /// on those, and what lay in the past stays there.
    pub fn workday(&self, days: i64) -> Result<i64> {
        Ok(match self.day(days)?.weekday() {
            Weekday::Saturday => days - 1,
            Weekday::Sunday => days - 2,
            _ => days,
        })
    }

    /// Sets the clock to a day from today and an hour of it.
    pub fn go_to(&self, days: i64, hour: i8) -> Result<()> {
        let time = Time::new(hour, 0, 0, 0).context("an hour of the day")?;
        let at = moment::instant(self.day(days)?.to_datetime(time)).context("a time beyond the calendar")?;
        *self.hand.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
        Ok(())
    }

    /// Someone with the roles they hold now.
    pub async fn person(&self, login: &str) -> Result<Actor> {
        let mut tx = self.app.store.read().await?;
        let known = people::by_login(&mut tx, login).await?.with_context(|| format!("nobody is {login}"))?;
        let grants = people::grants_of(&mut tx, known.user.id).await?;
        Ok(Actor::person(known.user, grants, None))
    }
}
