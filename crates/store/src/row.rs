//! A row of either database, read by column name into the domain's types.

use crate::StoreError;
use jiff::{Timestamp, civil::Date};
use sqlx::{Column as _, Row as _, TypeInfo as _};
use std::str::FromStr;

#[derive(Debug)]
pub enum Row {
    Sqlite(sqlx::sqlite::SqliteRow),
    Pg(sqlx::postgres::PgRow),
}

macro_rules! get {
    ($row:expr, $column:expr, $kind:ty) => {
        match $row {
            Row::Sqlite(row) => row.try_get::<$kind, _>($column),
            Row::Pg(row) => row.try_get::<$kind, _>($column),
        }
    };
}

impl Row {
    pub fn text(&self, column: &'static str) -> Result<String, StoreError> {
        Ok(get!(self, column, String)?)
    }

    pub fn maybe_text(&self, column: &'static str) -> Result<Option<String>, StoreError> {
        Ok(get!(self, column, Option<String>)?)
    }

    pub fn int(&self, column: &'static str) -> Result<i64, StoreError> {
        Ok(get!(self, column, i64)?)
    }

    pub fn maybe_int(&self, column: &'static str) -> Result<Option<i64>, StoreError> {
        Ok(get!(self, column, Option<i64>)?)
    }

    pub fn flag(&self, column: &'static str) -> Result<bool, StoreError> {
        Ok(self.int(column)? != 0)
    }

    pub fn maybe_flag(&self, column: &'static str) -> Result<Option<bool>, StoreError> {
        Ok(self.maybe_int(column)?.map(|n| n != 0))
    }

    pub fn bytes(&self, column: &'static str) -> Result<Vec<u8>, StoreError> {
        Ok(get!(self, column, Vec<u8>)?)
    }

    /// Any type with a text form: identifiers, dates, instants.
    pub fn parse<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError> {
        let value = self.text(column)?;
        value.parse().map_err(|_| StoreError::Unreadable { column, value })
    }

    pub fn maybe_parse<T: FromStr>(&self, column: &'static str) -> Result<Option<T>, StoreError> {
        self.maybe_text(column)?
            .map(|value| value.parse().map_err(|_| StoreError::Unreadable { column, value }))
            .transpose()
    }

    /// A code of the domain's closed lists, through its `from_code`.
    pub fn code<T>(
        &self,
        column: &'static str,
        from_code: impl Fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        let value = self.text(column)?;
        from_code(&value).ok_or(StoreError::Unreadable { column, value })
    }

    pub fn maybe_code<T>(
        &self,
        column: &'static str,
        from_code: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        self.maybe_text(column)?
            .map(|value| from_code(&value).ok_or(StoreError::Unreadable { column, value }))
            .transpose()
    }

    pub fn date(&self, column: &'static str) -> Result<Date, StoreError> {
        self.parse(column)
    }

    pub fn maybe_date(&self, column: &'static str) -> Result<Option<Date>, StoreError> {
        self.maybe_parse(column)
    }

    pub fn instant(&self, column: &'static str) -> Result<Timestamp, StoreError> {
        self.parse(column)
    }

    pub fn maybe_instant(&self, column: &'static str) -> Result<Option<Timestamp>, StoreError> {
        self.maybe_parse(column)
    }

    /// A value kept as JSON.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T, StoreError> {
        let value = self.text(column)?;
        serde_json::from_str(&value).map_err(|_| StoreError::Unreadable { column, value })
    }

    /// Every column by its name: whole numbers and texts, as the schema has them.
    pub fn cells(&self) -> Result<serde_json::Map<String, serde_json::Value>, StoreError> {
        macro_rules! cells {
            ($row:expr) => {{
                let mut cells = serde_json::Map::new();
                for column in $row.columns() {
                    let name = column.name();
                    let cell = match column.type_info().name() {
                        "INTEGER" | "INT8" => $row.try_get::<Option<i64>, _>(name)?.into(),
                        _ => $row.try_get::<Option<String>, _>(name)?.into(),
                    };
                    cells.insert(name.to_owned(), cell);
                }
                cells
            }};
        }
        Ok(match self {
            Row::Sqlite(row) => cells!(row),
            Row::Pg(row) => cells!(row),
        })
    }

    pub fn maybe_json<T: serde::de::DeserializeOwned>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        self.maybe_text(column)?
            .map(|value| serde_json::from_str(&value).map_err(|_| StoreError::Unreadable { column, value }))
            .transpose()
    }
}
