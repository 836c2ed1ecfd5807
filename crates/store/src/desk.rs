//! The writing desk: one connection per process through which every change
//! passes, committed in groups.
//!
//! An act is a savepoint inside an open transaction. When it is done, the desk
//! passes to the next act in line; the committer stands in the same line, so it
//! commits whatever was done before its turn, once, and only then is any of the
//! acts acknowledged. Under load a hundred acts share one flush to disk; alone,
//! an act waits only for its own. Not here: reading.

use crate::StoreError;
use crate::schema::Dialect;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection, Executor};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Notify, OwnedMutexGuard, oneshot};

/// How long the database may take over opening, closing or undoing an act.
const SILENCE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub enum Link {
    Sqlite(SqliteConnection),
    Pg(PgConnection),
}

impl Link {
    /// A server that fell silent (its machine was cut off) must not hold the desk
    /// for ever.
    async fn run(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        let answer = async {
            match self {
                Link::Sqlite(link) => link.execute(sql).await.map(drop),
                Link::Pg(link) => link.execute(sql).await.map(drop),
            }
        };
        match tokio::time::timeout(SILENCE, answer).await {
            Ok(answer) => answer,
            Err(_) => Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())),
        }
    }
}

#[derive(Debug, Clone)]
pub enum Address {
    Sqlite(SqliteConnectOptions),
    Pg(PgConnectOptions),
}

impl Address {
    pub fn dialect(&self) -> Dialect {
        match self {
            Address::Sqlite(_) => Dialect::Sqlite,
            Address::Pg(_) => Dialect::Postgres,
        }
    }

    async fn link(&self) -> Result<Link, sqlx::Error> {
        match self {
            Address::Sqlite(options) => options.connect().await.map(Link::Sqlite),
            Address::Pg(options) => options.connect().await.map(Link::Pg),
        }
    }
}

type Waiting = oneshot::Sender<Result<(), String>>;

#[derive(Debug)]
pub struct Desk {
    address: Address,
    /// None until first used, and again after the connection was lost.
    link: Option<Link>,
    /// A transaction is open on the link.
    open: bool,
    /// An act was left unfinished: its savepoint must be undone first.
    torn: bool,
    group: Vec<Waiting>,
}

impl Desk {
    pub fn link(&mut self) -> Result<&mut Link, StoreError> {
        self.link.as_mut().ok_or_else(|| StoreError::NotCommitted("the database connection was lost".into()))
    }

    /// Undoes an act that was dropped half-way.
    async fn mend(&mut self) {
        if !self.torn {
            return;
        }
        self.torn = false;
        let Some(link) = &mut self.link else { return };
        if link.run("ROLLBACK TO SAVEPOINT act").await.is_err()
            || link.run("RELEASE SAVEPOINT act").await.is_err()
        {
            self.lose("the transaction was broken").await;
        }
    }

    /// Gives up the open group and the connection; everyone waiting is told.
    async fn lose(&mut self, why: &str) {
        for waiting in self.group.drain(..) {
            let _ = waiting.send(Err(why.to_owned()));
        }
        self.open = false;
        self.torn = false;
        match self.link.take() {
            Some(Link::Sqlite(mut link)) => {
                let _ = link.execute("ROLLBACK").await;
                let _ = link.close().await;
            }
            Some(Link::Pg(link)) => drop(link.close_hard().await),
            None => {}
        }
    }

    async fn begin(&mut self) -> Result<(), StoreError> {
        self.mend().await;
        if !self.open {
            let kept = self.link.is_some();
            let mut opened = self.open().await;
            // A server that was restarted is only noticed now; nothing has been
            // done on this link yet, so a new one may be tried.
            if opened.is_err() && kept && self.address.dialect() == Dialect::Postgres {
                opened = self.open().await;
            }
            opened?;
        }
        // Set before the savepoint exists: if this future is dropped meanwhile,
        // the next in line mends.
        self.torn = true;
        if let Err(error) = self.link()?.run("SAVEPOINT act").await {
            self.lose("the transaction was broken").await;
            return Err(error.into());
        }
        Ok(())
    }

    /// Opens a transaction, on a new link where there is none.
    async fn open(&mut self) -> Result<(), StoreError> {
        if self.link.is_none() {
            self.link = Some(self.address.link().await?);
        }
        let begin = match self.address.dialect() {
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        };
        // Set first: if this future is dropped meanwhile, the transaction will
        // have been opened all the same.
        self.open = true;
        if let Err(error) = self.link()?.run(begin).await {
            self.lose("the transaction could not be opened").await;
            return Err(error.into());
        }
        Ok(())
    }

    async fn finish(&mut self) {
        self.mend().await;
        if !self.open {
            return;
        }
        let Some(link) = &mut self.link else { return };
        let end = if self.group.is_empty() { "ROLLBACK" } else { "COMMIT" };
        match link.run(end).await {
            Ok(()) => {
                self.open = false;
                for waiting in self.group.drain(..) {
                    let _ = waiting.send(Ok(()));
                }
            }
            Err(error) => self.lose(&error.to_string()).await,
        }
    }
}

/// Where acts line up for the desk.
#[derive(Debug, Clone)]
pub struct Line {
    desk: Arc<Mutex<Desk>>,
    bell: Arc<Notify>,
}

impl Line {
    /// Opens the line and starts its committer, which ends with the last `Line`.
    pub fn new(address: Address) -> Self {
        let desk = Desk { address, link: None, open: false, torn: false, group: Vec::new() };
        let line = Line { desk: Arc::new(Mutex::new(desk)), bell: Arc::new(Notify::new()) };
        let (desk, bell) = (Arc::downgrade(&line.desk), Arc::clone(&line.bell));
        tokio::spawn(async move {
            loop {
                bell.notified().await;
                let Some(desk) = desk.upgrade() else { return };
                desk.lock().await.finish().await;
            }
        });
        line
    }

    pub async fn take(&self) -> Result<Turn, StoreError> {
        let mut desk = Arc::clone(&self.desk).lock_owned().await;
        let begun = desk.begin().await;
        let turn = Turn { desk: Some(desk), bell: Arc::clone(&self.bell) };
        begun.map(|()| turn)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // Wakes the committer so that it can see whether anyone is left.
        self.bell.notify_one();
    }
}

/// One act's turn at the desk. Dropped without `keep`, it leaves no trace.
#[derive(Debug)]
pub struct Turn {
    desk: Option<OwnedMutexGuard<Desk>>,
    bell: Arc<Notify>,
}

impl Turn {
    pub fn link(&mut self) -> Result<&mut Link, StoreError> {
        match &mut self.desk {
            Some(desk) => desk.link(),
            None => Err(StoreError::NotCommitted("the act is over".into())),
        }
    }

    /// Ends the act and returns once it is on disk.
    pub async fn keep(mut self) -> Result<(), StoreError> {
        let Some(mut desk) = self.desk.take() else {
            return Err(StoreError::NotCommitted("the act is over".into()));
        };
        if let Err(error) = desk.link()?.run("RELEASE SAVEPOINT act").await {
            desk.lose(&error.to_string()).await;
            return Err(error.into());
        }
        desk.torn = false;
        let (sender, receiver) = oneshot::channel();
        desk.group.push(sender);
        drop(desk);
        self.bell.notify_one();
        match receiver.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(why)) => Err(StoreError::NotCommitted(why)),
            Err(_) => Err(StoreError::NotCommitted("the committer stopped".into())),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Dropping the guard passes the desk on; the committer mends and, when
        // nobody else is in line, closes the transaction.
        if self.desk.take().is_some() {
            self.bell.notify_one();
        }
    }
}
