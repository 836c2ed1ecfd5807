//! The schema, written once for both databases: SQLite's words, of which four
//! read differently on PostgreSQL (`INTEGER`, `BLOB`, `TEXT`, `STRICT`). Texts
//! compare byte by byte on both, whatever the database's own collation: sort
//! keys and dates are made for that, and it is the fastest.
//!
//! A released file is never edited; a change is a new file.

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

const FILES: &[(i64, &str, &str)] = &[
    (1, "people", include_str!("../schema/0001_people.sql")),
    (2, "unit", include_str!("../schema/0002_unit.sql")),
    (3, "work", include_str!("../schema/0003_work.sql")),
    (4, "plan", include_str!("../schema/0004_plan.sql")),
    (5, "campaign", include_str!("../schema/0005_campaign.sql")),
    (6, "report", include_str!("../schema/0006_report.sql")),
    (7, "visit", include_str!("../schema/0007_visit.sql")),
    (8, "finding", include_str!("../schema/0008_finding.sql")),
    (9, "programme", include_str!("../schema/0009_programme.sql")),
    (10, "examination", include_str!("../schema/0010_examination.sql")),
    (11, "package", include_str!("../schema/0011_package.sql")),
    (12, "trace", include_str!("../schema/0012_trace.sql")),
    (13, "visit_key", include_str!("../schema/0013_visit_key.sql")),
    (14, "register", include_str!("../schema/0014_register.sql")),
    (15, "explained", include_str!("../schema/0015_explained.sql")),
];

/// The number of the newest change of the schema.
pub fn version() -> i64 {
    FILES.last().map_or(0, |(version, _, _)| *version)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

pub fn migrator(dialect: Dialect) -> Migrator {
    let migrations = FILES
        .iter()
        .map(|(version, name, sql)| {
            let sql = match dialect {
                Dialect::Sqlite => (*sql).into_sql_str(),
                Dialect::Postgres => AssertSqlSafe(for_postgres(sql)).into_sql_str(),
            };
            Migration::new(*version, (*name).into(), MigrationType::Simple, sql, false)
        })
        .collect();
    Migrator { migrations, ..Migrator::DEFAULT }
}

fn for_postgres(sql: &str) -> String {
    sql.replace(" INTEGER", " BIGINT")
        .replace(" BLOB", " BYTEA")
        .replace(" TEXT", " TEXT COLLATE \"C\"")
        .replace(") STRICT", ")")
}
