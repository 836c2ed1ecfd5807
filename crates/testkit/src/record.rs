//! A fresh, empty record on each database there is to test on.

use std::path::PathBuf;
use store::{Location, Store};
use tempfile::TempDir;

/// The variable that holds the address of a PostgreSQL server on which test
/// databases may be made; `cargo xtask test` sets it.
pub const SERVER: &str = "RASOAT_TEST_POSTGRES";

/// A record that is gone when dropped.
#[derive(Debug)]
pub struct Record {
    pub store: Store,
    pub location: Location,
    pub engine: &'static str,
    folder: Option<TempDir>,
}

impl Record {
    /// The folder a SQLite record lies in.
    pub fn folder(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|f| f.path().to_owned())
    }
}

/// A SQLite record.
pub async fn sqlite() -> Record {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let location = Location::File(folder.path().join("rasoat.db"));
    let store = Store::open(&location).await.expect("an empty record opens");
    Record { store, location, engine: "sqlite", folder: Some(folder) }
}

/// A PostgreSQL record, where a server was given.
pub async fn postgres() -> Option<Record> {
    #[expect(clippy::disallowed_methods, reason = "tests learn of the server from the test command")]
    let server = std::env::var(SERVER).ok()?;
    let name = format!("rasoat_test_{}", tempfile_name());
    let admin = server.trim_end_matches('/').to_owned();
    let url = store::database::create_database(&admin, &name).await.expect("a test database can be made");
    let location = Location::Server(url);
    let store = Store::open(&location).await.expect("an empty record opens");
    Some(Record { store, location, engine: "postgres", folder: None })
}

fn tempfile_name() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// One record per database there is to test on. Says so when PostgreSQL is not.
pub async fn each() -> Vec<Record> {
    let mut records = vec![sqlite().await];
    match postgres().await {
        Some(record) => records.push(record),
        #[expect(clippy::print_stderr, reason = "a skipped half of a test must be seen")]
        None => eprintln!("skipped on PostgreSQL: {SERVER} is not set"),
    }
    records
}
