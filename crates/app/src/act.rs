//! One act on the record: policy, change and audit line together.

use crate::acts::package::Carried;
use crate::mail::Mailer;
use crate::{Actor, Clock, Refusal};
use domain::identifier::UserId;
use domain::policy::Action;
use jiff::Timestamp;
use jiff::civil::Date;
use packs::{Packs, Rules};
use serde::Serialize;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use store::audit::{self, Entry};
use store::{Scope, Store, Tx};
use tokio::sync::{Notify, Semaphore};

/// What an `App` is made of.
#[derive(Debug)]
pub struct Parts {
    pub store: Store,
    pub packs: Packs,
    /// The folder laid over the built-in content, if one is.
    pub packs_folder: Option<PathBuf>,
    /// The file of what is known of updates, whether it is there yet or not.
    pub knowledge: Option<PathBuf>,
    pub clock: Clock,
    pub mailer: Mailer,
    /// The address under which people reach the site, for links in notices.
    pub address: String,
    /// What this record says of itself when it was taken along; none in the office.
    pub carried: Option<Carried>,
}

/// The work of the product, open for acts.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

#[derive(Debug)]
pub struct Inner {
    pub store: Store,
    pub packs: Packs,
    pub clock: Clock,
    pub mailer: Mailer,
    pub address: String,
    pub carried: Option<Carried>,
    pub knowledge: Option<PathBuf>,
    packs_folder: Option<PathBuf>,
    rules: OnceLock<Arc<Rules>>,
    /// Wakes the worker when work was queued.
    pub bell: Notify,
    /// Password hashing is heavy on purpose; this many at a time.
    pub hashing: Semaphore,
}

/// What may be done in a record that was taken along: what comes home again, and
/// logging in and out. Anything else would be lost there.
const OUTSIDE: [&str; 9] = [
    "sign_in",
    "sign_in.failed",
    "session.revoke",
    "visit.answer",
    "visit.recheck",
    "visit.attach",
    "file.refuse",
    "file.not_looked_into",
    "package.seal",
];

/// How many passwords are hashed at once.
const HASHERS: usize = 2;

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    pub fn new(parts: Parts) -> Self {
        App(Arc::new(Inner {
            store: parts.store,
            packs: parts.packs,
            clock: parts.clock,
            mailer: parts.mailer,
            address: parts.address,
            carried: parts.carried,
            knowledge: parts.knowledge,
            packs_folder: parts.packs_folder,
            rules: OnceLock::new(),
            bell: Notify::new(),
            hashing: Semaphore::new(HASHERS),
        }))
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The rules that judge what tools saw: many, and read when they are first
    /// needed.
    ///
    /// # Errors
    /// When a folder laid over them holds a faulty one.
    pub fn rules(&self) -> Result<Arc<Rules>, Refusal> {
        if let Some(known) = self.rules.get() {
            return Ok(Arc::clone(known));
        }
        let read = match &self.packs_folder {
            Some(folder) => Rules::with_folder(&self.packs, folder),
            None => Rules::embedded(&self.packs),
        };
        let read = read.map_err(|fault| Refusal::Broken(format!("the rules: {fault}")))?;
        Ok(Arc::clone(self.rules.get_or_init(|| Arc::new(read))))
    }

    /// The civil day it is.
    pub fn today(&self) -> Date {
        domain::moment::day(self.now())
    }

    /// Opens a change on behalf of `who`.
    pub async fn act<'a>(&'a self, who: &'a Actor) -> Result<Act<'a>, Refusal> {
        Ok(Act { app: self, who, now: self.now(), tx: self.store.change().await?, told: false, ring: false })
    }

    /// Opens the record for looking, if `who` may; the scope says how far.
    pub async fn look(&self, who: &Actor, action: Action) -> Result<(Tx, Scope), Refusal> {
        let scope = who.scope(action).ok_or(Refusal::NotAllowed(action.code()))?;
        Ok((self.store.read().await?, scope))
    }
}

/// A change under way. Dropped before `done`, it leaves no trace.
#[derive(Debug)]
pub struct Act<'a> {
    pub app: &'a App,
    pub who: &'a Actor,
    pub now: Timestamp,
    pub tx: Tx,
    told: bool,
    ring: bool,
}

impl Act<'_> {
    /// Checks the policy table; the scope is for fetching the object acted on.
    pub fn allow(&self, action: Action) -> Result<Scope, Refusal> {
        self.who.scope(action).ok_or(Refusal::NotAllowed(action.code()))
    }

    pub fn today(&self) -> Date {
        domain::moment::day(self.now)
    }

    /// The acting person; the program itself is nobody.
    pub fn user(&self) -> Option<UserId> {
        (!self.who.is_program()).then_some(self.who.user.id)
    }

    /// Writes the audit line of this act. `detail` must not hold content that
    /// may not be kept (marked text, passwords).
    pub async fn tell(
        &mut self,
        action: &str,
        object_kind: &str,
        object_id: impl ToString,
        detail: impl Serialize,
    ) -> Result<(), Refusal> {
        if self.app.carried.is_some() && !OUTSIDE.contains(&action) {
            return Err(Refusal::Outside);
        }
        let entry = Entry {
            at: self.now,
            user: self.user(),
            who: &self.who.label(),
            action,
            object_kind,
            object_id: &object_id.to_string(),
            detail: &serde_json::to_string(&detail)?,
        };
        audit::append(&mut self.tx, entry).await?;
        self.told = true;
        Ok(())
    }

    /// Work was queued: the worker is woken once the act is on disk.
    pub fn ring(&mut self) {
        self.ring = true;
    }

    /// Ends the act; returns once it is on disk.
    pub async fn done(self) -> Result<(), Refusal> {
        debug_assert!(self.told, "an act without an audit line");
        self.tx.keep().await?;
        if self.ring {
            self.app.bell.notify_one();
        }
        Ok(())
    }
}
