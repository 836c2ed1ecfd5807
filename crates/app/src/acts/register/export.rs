//! A register as the audit of lookups reads it: CSV (RFC 4180) in exactly its columns,
//! units by their codes, days as yyyy-mm-dd.

use crate::{Actor, App, Refusal};
use domain::policy::Action;
use domain::register::{Book, Entry};
use store::register::{self as record, Filter};

/// A file ready to be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// All entries within the person's scope that are in the register.
pub async fn export(app: &App, who: &Actor, book: Book) -> Result<File, Refusal> {
    let (mut tx, scope) = app.look(who, Action::RegisterRead).await?;
    let kept = record::list(&mut tx, &scope, &Filter::entered(book, None)).await?;
    let bytes = written(book, kept.iter().map(|kept| &kept.entry))
        .map_err(|error| Refusal::Broken(format!("a file could not be written as CSV: {error}")))?;
    Ok(File { name: format!("{}.csv", book.code()), bytes })
}

fn written<'a>(book: Book, entries: impl Iterator<Item = &'a Entry>) -> csv::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(book.audited().iter().map(|(name, _)| name))?;
    for entry in entries {
        writer.write_record(book.audited().iter().map(|(_, column)| match column {
            None => entry.unit.to_string(),
            Some(column) if column.is_day() => {
                entry.day(*column).map(|day| day.to_string()).unwrap_or_default()
            }
            Some(column) => entry.text(*column).to_owned(),
        }))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
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
            String::from_utf8(written(Book::Accounts, [&entry].into_iter()).expect("a file")).expect("text"),
            "account,holder,unit,enabled_from,disabled_at,left_at,commitment_signed\r\n\
             \"a,\"\"b\"\"\",CB-01,00000000-0000-0000-0000-000000000001,2026-01-05,,,\r\n"
        );
        let none = written(Book::Terminals, std::iter::empty()).expect("a file");
        assert_eq!(none, b"terminal,unit,registered\r\n");
    }
}
