//! What the frame must ask the `app` room for every request: the time, who is
//! behind a session, signing in and out. The program gives one; tests and the
//! design page give a small one of their own.
//!
//! Not here: any other act. Pages call those on `app` itself.

use std::pin::Pin;

use app::acts::sign_in::Origin;
use app::{Actor, App};
use jiff::Timestamp;

use crate::frame::{CampaignChoice, Crumb, Who};
use crate::nav::Nav;
use crate::refusal::Refusal;
use crate::words::Lang;

pub mod record;
#[cfg(debug_assertions)]
pub mod rehearsal;

/// An answer that is waited for.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The door to the `app` room, as far as the frame needs it.
pub trait Gate: Send + Sync + 'static {
    fn now(&self) -> Timestamp;

    /// The work itself; a rehearsal has none.
    fn app(&self) -> Option<&App> {
        None
    }

    /// Who is behind a session, in words of this language; nobody if it ended. A
    /// record that does not answer is refused, so that nobody is led to log in
    /// again for nothing.
    fn person<'a>(&'a self, session: &'a str, lang: Lang) -> Answer<'a, Result<Option<Person>, Refusal>>;

    fn sign_in<'a>(
        &'a self,
        name: &'a str,
        password: &'a str,
        origin: Origin,
    ) -> Answer<'a, Result<SignedIn, Refusal>>;

    fn sign_out<'a>(&'a self, session: &'a str) -> Answer<'a, ()>;
}

/// A signed-in person with what the frame shows them.
#[derive(Debug, Clone)]
pub struct Person {
    pub who: Who,
    pub nav: Vec<Nav>,
    pub bell: u32,
    pub campaigns: Vec<CampaignChoice>,
    /// In a record that was taken along: the unit, and the way to seal its results.
    pub outside: Option<Crumb>,
    /// Who acts, for the acts of `app`; a rehearsal has none.
    pub actor: Option<Actor>,
}

/// How signing in went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignedIn {
    /// The new session's value, for the cookie.
    Yes { session: String },
    /// Name or password is wrong; which, is not said.
    No,
    /// Too many wrong passwords: nobody may try this name until then.
    Locked { until: Timestamp },
}
