//! Opening the record, and the one kind of handle through which it is read and
//! changed.

use crate::desk::{Address, Line, Link, Turn};
use crate::schema::{Dialect, migrator};
use crate::value::Value;
use crate::{Row, StoreError};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Postgres, SqlSafeStr, Sqlite};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How many pages may read at once.
const READERS: u32 = 8;
/// How long a reader or the writer waits for a busy database.
const PATIENCE: Duration = Duration::from_secs(10);
/// Statements kept prepared on each connection.
const PREPARED: usize = 512;

/// Where the record is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// One file beside which its write-ahead log lives.
    File(PathBuf),
    /// A `postgres://` address.
    Server(String),
}

#[derive(Debug, Clone)]
enum Readers {
    Sqlite(SqlitePool),
    Pg(PgPool),
}

/// The record, open.
#[derive(Debug, Clone)]
pub struct Store {
    readers: Readers,
    line: Line,
    queries: Arc<AtomicU64>,
}

impl Store {
    /// Opens the record, creating and upgrading its schema as needed.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        let (readers, address) = match location {
            Location::File(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .foreign_keys(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    // An acknowledged save must survive a power cut, not only a crash.
                    .synchronous(SqliteSynchronous::Full)
                    .busy_timeout(PATIENCE)
                    .statement_cache_capacity(PREPARED);
                let pool = SqlitePoolOptions::new()
                    .max_connections(READERS)
                    .acquire_timeout(PATIENCE)
                    .connect_with(options.clone())
                    .await?;
                (Readers::Sqlite(pool), Address::Sqlite(options))
            }
            Location::Server(url) => {
                let options: PgConnectOptions =
                    url.parse().map_err(|_| StoreError::Address("<postgres address>".into()))?;
                let options = options.statement_cache_capacity(PREPARED);
                let pool = PgPoolOptions::new()
                    .max_connections(READERS)
                    .acquire_timeout(PATIENCE)
                    .connect_with(options.clone())
                    .await?;
                (Readers::Pg(pool), Address::Pg(options))
            }
        };
        match &readers {
            Readers::Sqlite(pool) => migrator(Dialect::Sqlite).run(pool).await?,
            Readers::Pg(pool) => migrator(Dialect::Postgres).run(pool).await?,
        }
        Ok(Store { readers, line: Line::new(address), queries: Arc::default() })
    }

    /// A handle for reading. What it reads is what was committed.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        let hold = match &self.readers {
            Readers::Sqlite(pool) => Hold::Sqlite(pool.acquire().await?),
            Readers::Pg(pool) => Hold::Pg(pool.acquire().await?),
        };
        Ok(Tx { hold, queries: Arc::clone(&self.queries) })
    }

    /// A turn at changing the record. Nothing is kept until `Tx::keep` returns.
    pub async fn change(&self) -> Result<Tx, StoreError> {
        let turn = self.line.take().await?;
        Ok(Tx { hold: Hold::Turn(turn), queries: Arc::clone(&self.queries) })
    }

    /// How many queries have been sent since the start; lists must not let it
    /// grow with their length.
    pub fn queries(&self) -> u64 {
        self.queries.load(Ordering::Relaxed)
    }

    /// Copies a record in a file, whole and as of one moment, into another file,
    /// which must not be there; on disk when it returns. A server's record is
    /// copied by the server's own means.
    pub async fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        let Readers::Sqlite(pool) = &self.readers else {
            return Err(StoreError::Address("<a server>".into()));
        };
        sqlx::query("VACUUM INTO $1").bind(file.to_string_lossy().into_owned()).execute(pool).await?;
        let written = std::fs::File::open(file).and_then(|file| file.sync_all());
        written.map_err(|error| StoreError::Database(error.into()))
    }

    pub fn is_server(&self) -> bool {
        matches!(self.readers, Readers::Pg(_))
    }

    pub async fn close(self) {
        match self.readers {
            Readers::Sqlite(pool) => pool.close().await,
            Readers::Pg(pool) => pool.close().await,
        }
    }
}

#[derive(Debug)]
enum Hold {
    Sqlite(PoolConnection<Sqlite>),
    Pg(PoolConnection<Postgres>),
    Turn(Turn),
}

/// A handle on the record, for reading or for one change.
#[derive(Debug)]
pub struct Tx {
    hold: Hold,
    queries: Arc<AtomicU64>,
}

macro_rules! bound {
    ($sql:expr, $args:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $args {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Int(number) => query.bind(number),
                Value::Bytes(bytes) => query.bind(bytes),
            };
        }
        query
    }};
}

impl Tx {
    pub async fn rows(&mut self, sql: impl SqlSafeStr, args: Vec<Value>) -> Result<Vec<Row>, StoreError> {
        self.queries.fetch_add(1, Ordering::Relaxed);
        let sql = sql.into_sql_str();
        match &mut self.hold {
            Hold::Sqlite(link) => sqlite_rows(link, sql, args).await,
            Hold::Pg(link) => pg_rows(link, sql, args).await,
            Hold::Turn(turn) => match turn.link()? {
                Link::Sqlite(link) => sqlite_rows(link, sql, args).await,
                Link::Pg(link) => pg_rows(link, sql, args).await,
            },
        }
    }

    /// The first row, if any.
    pub async fn row(&mut self, sql: impl SqlSafeStr, args: Vec<Value>) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// The single number a `SELECT COUNT(*) AS n` answers.
    pub async fn count(&mut self, sql: impl SqlSafeStr, args: Vec<Value>) -> Result<i64, StoreError> {
        self.row(sql, args).await?.map_or(Ok(0), |row| row.int("n"))
    }

    /// Runs a change; returns how many rows it touched.
    pub async fn run(&mut self, sql: impl SqlSafeStr, args: Vec<Value>) -> Result<u64, StoreError> {
        self.queries.fetch_add(1, Ordering::Relaxed);
        let sql = sql.into_sql_str();
        match &mut self.hold {
            Hold::Sqlite(link) => Ok(bound!(sql, args).execute(&mut **link).await?.rows_affected()),
            Hold::Pg(link) => Ok(bound!(sql, args).execute(&mut **link).await?.rows_affected()),
            Hold::Turn(turn) => match turn.link()? {
                Link::Sqlite(link) => Ok(bound!(sql, args).execute(link).await?.rows_affected()),
                Link::Pg(link) => Ok(bound!(sql, args).execute(link).await?.rows_affected()),
            },
        }
    }

    /// Keeps the change; returns once it is on disk. For a reading handle there
    /// is nothing to keep.
    pub async fn keep(self) -> Result<(), StoreError> {
        match self.hold {
            Hold::Turn(turn) => turn.keep().await,
            Hold::Sqlite(_) | Hold::Pg(_) => Ok(()),
        }
    }
}

async fn sqlite_rows(
    link: &mut sqlx::SqliteConnection,
    sql: sqlx::SqlStr,
    args: Vec<Value>,
) -> Result<Vec<Row>, StoreError> {
    Ok(bound!(sql, args).fetch_all(link).await?.into_iter().map(Row::Sqlite).collect())
}

async fn pg_rows(
    link: &mut sqlx::PgConnection,
    sql: sqlx::SqlStr,
    args: Vec<Value>,
) -> Result<Vec<Row>, StoreError> {
    Ok(bound!(sql, args).fetch_all(link).await?.into_iter().map(Row::Pg).collect())
}

/// Makes an empty database beside the one `admin` names and returns its address.
/// An old one of the same name is dropped first.
pub async fn create_database(admin: &str, name: &str) -> Result<String, StoreError> {
    use sqlx::{ConnectOptions, Connection, Executor};
    let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !plain || name.is_empty() {
        return Err(StoreError::Address(name.to_owned()));
    }
    let options: PgConnectOptions =
        admin.parse().map_err(|_| StoreError::Address("<postgres address>".into()))?;
    let mut link = options.connect().await?;
    link.execute(sqlx::AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}"))).await?;
    link.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
    link.close().await?;
    let (base, query) = admin.split_once('?').map_or((admin, None), |(b, q)| (b, Some(q)));
    let scheme_end = base.find("://").map_or(0, |at| at + 3);
    let host_end = base[scheme_end..].find('/').map_or(base.len(), |at| scheme_end + at);
    let query = query.map(|q| format!("?{q}")).unwrap_or_default();
    Ok(format!("{}/{name}{query}", &base[..host_end]))
}
