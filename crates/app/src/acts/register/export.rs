//! A register as the audit of lookups reads it: CSV (RFC 4180) in exactly its columns,
//! units by their codes, days as yyyy-mm-dd.

use crate::{Actor, App, Refusal};
use domain::policy::Action;
use domain::register::{Book, Entry};
use store::register::{self as record, Filter, Standing};

/// A file ready to be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// All entries within the person's scope that are in the register.
pub async fn export(app: &App, who: &Actor, book: Book) -> Result<File, Refusal> {
    let (mut tx, scope) = app.look(who, Action::RegisterRead).await?;
    let filter = Filter {
        book,
        unit: None,
        words: String::new(),
        standing: Standing::Entered,
        limit: u32::MAX,
        offset: 0,
    };
    let kept = record::list(&mut tx, &scope, &filter).await?;
    let bytes = written(book, kept.iter().map(|kept| &kept.entry));
    Ok(File { name: format!("{}.csv", book.code()), bytes })
}

fn written<'a>(book: Book, entries: impl Iterator<Item = &'a Entry>) -> Vec<u8> {
    let mut text = line(book.audited().iter().map(|(name, _)| (*name).to_owned()));
    for entry in entries {
        text += &line(book.audited().iter().map(|(_, column)| match column {
            None => entry.unit.to_string(),
            Some(column) if column.is_day() => {
                entry.day(*column).map(|day| day.to_string()).unwrap_or_default()
            }
            Some(column) => entry.text(*column).to_owned(),
        }));
    }
    text.into_bytes()
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let quoted = cells.map(|cell| {
        if cell.contains([',', '"', '\r', '\n']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell
        }
    });
    quoted.collect::<Vec<_>>().join(",") + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identifier::{EntryId, UnitId};
    use jiff::civil::date;
    use uuid::Uuid;

    #[test]
    fn a_file_has_the_audits_columns_and_nothing_else() {
        let mut entry = Entry::new(EntryId(Uuid::nil()), UnitId(Uuid::from_u128(1)), Book::Accounts);
        entry.name = "a,\"b\"".into();
        entry.holder = "CB-01".into();
        entry.system = "kept here".into();
        entry.from = Some(date(2026, 1, 5));
        assert_eq!(
            String::from_utf8(written(Book::Accounts, [&entry].into_iter())).expect("text"),
            "account,holder,unit,enabled_from,disabled_at,left_at,commitment_signed\r\n\
             \"a,\"\"b\"\"\",CB-01,00000000-0000-0000-0000-000000000001,2026-01-05,,,\r\n"
        );
        assert_eq!(written(Book::Terminals, std::iter::empty()), b"terminal,unit,registered\r\n");
    }
}
