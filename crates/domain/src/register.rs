//! A unit's registers of what looks citizens up in the National Population
//! Database: the accounts and the terminals (Circular 46/2022/TT-BCA).
//!
//! An entry is never deleted: one made in error is withdrawn, with its reason.
//! Not here: auditing lookups by them (the program `rasoat-lookups`).

use crate::identifier::{EntryId, UnitId};
use jiff::civil::Date;

/// Which register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Book {
    Accounts,
    Terminals,
}

impl Book {
    pub const ALL: [Book; 2] = [Book::Accounts, Book::Terminals];

    pub fn code(self) -> &'static str {
        match self {
            Book::Accounts => "accounts",
            Book::Terminals => "terminals",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|book| book.code() == code)
    }

    /// What is kept of an entry, in the order people fill it in.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Book::Accounts => &[
                Column::Name,
                Column::Holder,
                Column::System,
                Column::Note,
                Column::From,
                Column::Disabled,
                Column::Left,
                Column::Committed,
            ],
            Book::Terminals => &[Column::Name, Column::Note, Column::From],
        }
    }

    /// The columns of the file the audit reads, each as it calls it; none is the unit.
    pub fn audited(self) -> &'static [(&'static str, Option<Column>)] {
        match self {
            Book::Accounts => &[
                ("account", Some(Column::Name)),
                ("holder", Some(Column::Holder)),
                ("unit", None),
                ("enabled_from", Some(Column::From)),
                ("disabled_at", Some(Column::Disabled)),
                ("left_at", Some(Column::Left)),
                ("commitment_signed", Some(Column::Committed)),
            ],
            Book::Terminals => {
                &[("terminal", Some(Column::Name)), ("unit", None), ("registered", Some(Column::From))]
            }
        }
    }
}

/// Something kept of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// What logs call it, byte by byte.
    Name,
    /// Whose account it is: an identifier of the person, never a name.
    Holder,
    /// The system it logs in to.
    System,
    /// What it may do; of a terminal, where it stands.
    Note,
    /// Enabled from; of a terminal, registered on.
    From,
    Disabled,
    /// The day its holder left the post.
    Left,
    /// The day its holder signed the commitment.
    Committed,
}

impl Column {
    pub fn code(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::Holder => "holder",
            Column::System => "system",
            Column::Note => "note",
            Column::From => "from",
            Column::Disabled => "disabled",
            Column::Left => "left",
            Column::Committed => "committed",
        }
    }

    pub fn is_day(self) -> bool {
        matches!(self, Column::From | Column::Disabled | Column::Left | Column::Committed)
    }
}

/// An account or a terminal. A text that is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: EntryId,
    pub unit: UnitId,
    pub book: Book,
    pub name: String,
    pub holder: String,
    pub system: String,
    pub note: String,
    pub from: Option<Date>,
    pub disabled: Option<Date>,
    pub left: Option<Date>,
    pub committed: Option<Date>,
}

/// What is wrong with an entry, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntryFault {
    pub column: Column,
    pub what: Wrong,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    Missing,
    /// An identifier has no spaces: it reads like a name.
    LikeAName,
    /// Before the day the account was enabled.
    BeforeStart,
}

/// The longest text of an entry, in characters.
pub const LONGEST: usize = 200;

impl Entry {
    pub fn new(id: EntryId, unit: UnitId, book: Book) -> Self {
        Entry {
            id,
            unit,
            book,
            name: String::new(),
            holder: String::new(),
            system: String::new(),
            note: String::new(),
            from: None,
            disabled: None,
            left: None,
            committed: None,
        }
    }

    pub fn text(&self, column: Column) -> &str {
        match column {
            Column::Name => &self.name,
            Column::Holder => &self.holder,
            Column::System => &self.system,
            Column::Note => &self.note,
            Column::From | Column::Disabled | Column::Left | Column::Committed => "",
        }
    }

    pub fn day(&self, column: Column) -> Option<Date> {
        match column {
            Column::From => self.from,
            Column::Disabled => self.disabled,
            Column::Left => self.left,
            Column::Committed => self.committed,
            Column::Name | Column::Holder | Column::System | Column::Note => None,
        }
    }

    /// Writes a text; nothing for a column of days.
    pub fn set_text(&mut self, column: Column, text: String) {
        match column {
            Column::Name => self.name = text,
            Column::Holder => self.holder = text,
            Column::System => self.system = text,
            Column::Note => self.note = text,
            Column::From | Column::Disabled | Column::Left | Column::Committed => {}
        }
    }

    /// Writes a day; nothing for a column of texts.
    pub fn set_day(&mut self, column: Column, day: Option<Date>) {
        match column {
            Column::From => self.from = day,
            Column::Disabled => self.disabled = day,
            Column::Left => self.left = day,
            Column::Committed => self.committed = day,
            Column::Name | Column::Holder | Column::System | Column::Note => {}
        }
    }

    /// Everything that is wrong with it by itself.
    pub fn faults(&self) -> Vec<EntryFault> {
        let mut faults = Vec::new();
        let mut add = |column, what| faults.push(EntryFault { column, what });
        if self.name.is_empty() {
            add(Column::Name, Wrong::Missing);
        }
        if self.book == Book::Terminals {
            return faults;
        }
        if self.holder.is_empty() {
            add(Column::Holder, Wrong::Missing);
        }
        if self.holder.contains(char::is_whitespace) {
            add(Column::Holder, Wrong::LikeAName);
        }
        for column in [Column::Disabled, Column::Left] {
            if self.day(column).zip(self.from).is_some_and(|(end, start)| end < start) {
                add(column, Wrong::BeforeStart);
            }
        }
        faults
    }

    /// Whether it may still be used on a day.
    pub fn is_open_on(&self, day: Date) -> bool {
        [self.disabled, self.left].into_iter().flatten().all(|end| end >= day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    fn entry(book: Book) -> Entry {
        Entry::new(EntryId(Uuid::nil()), UnitId(Uuid::nil()), book)
    }

    fn told(entry: &Entry) -> Vec<(Column, Wrong)> {
        entry.faults().into_iter().map(|fault| (fault.column, fault.what)).collect()
    }

    #[test]
    fn an_account_has_a_holder_by_an_identifier_and_ends_after_it_began() {
        let mut account = entry(Book::Accounts);
        assert_eq!(told(&account), [(Column::Name, Wrong::Missing), (Column::Holder, Wrong::Missing)]);
        account.name = "tccd.anson.01".into();
        account.holder = "Nguyễn Văn An".into();
        assert_eq!(told(&account), [(Column::Holder, Wrong::LikeAName)]);
        account.holder = "CB-0117".into();
        account.from = Some(date(2026, 1, 5));
        account.left = Some(date(2026, 1, 4));
        assert_eq!(told(&account), [(Column::Left, Wrong::BeforeStart)]);
        account.left = Some(date(2026, 1, 5));
        assert_eq!(told(&account), []);
        assert!(account.is_open_on(date(2026, 1, 5)) && !account.is_open_on(date(2026, 1, 6)));
    }

    #[test]
    fn a_terminal_needs_no_more_than_its_name() {
        let mut terminal = entry(Book::Terminals);
        assert_eq!(told(&terminal), [(Column::Name, Wrong::Missing)]);
        terminal.name = "MAY-TN-01".into();
        assert_eq!(told(&terminal), []);
    }

    #[test]
    fn what_is_written_in_a_column_is_read_from_it() {
        for book in Book::ALL {
            let mut entry = entry(book);
            for column in book.columns() {
                entry.set_text(*column, column.code().to_owned());
                entry.set_day(*column, Some(date(2026, 3, 2)));
                assert_eq!(entry.day(*column).is_some(), column.is_day());
                assert_eq!(entry.text(*column).is_empty(), column.is_day());
            }
            assert!(
                book.audited().iter().all(|(_, column)| column.is_none_or(|c| book.columns().contains(&c)))
            );
        }
    }
}
