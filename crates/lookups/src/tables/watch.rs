//! People whose lookups are watched: lists, and relatives of account holders.

use super::Accounts;
use crate::input::{Cell, Place, Reason, Sink};
use anyhow::Result;
use hashbrown::HashMap;

/// Who stands on a list.
#[derive(Debug, Default)]
pub struct Watch {
    citizens: HashMap<Box<str>, Vec<Relative>>,
}

/// Whose relative a citizen is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Relative {
    /// Of whoever holds accounts under this identifier.
    Holder(String),
    /// Of the holder of this account, of whom the register says no more.
    Account(String),
}

/// How a lookup stands to the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    No,
    /// On a list.
    Listed,
    /// A relative of the one who holds the account.
    Relative,
}

const RELATIVE: &str = "relative_of:";

impl Watch {
    pub(super) fn of(read: Reader, accounts: &Accounts) -> Watch {
        let mut watch = Watch::default();
        for (citizen, list) in read.all {
            let relatives = watch.citizens.entry(citizen.into()).or_default();
            if let Some(account) = list.strip_prefix(RELATIVE) {
                relatives.push(match accounts.find(account) {
                    Some(known) if !known.holder.is_empty() => Relative::Holder(known.holder.clone()),
                    _ => Relative::Account(account.to_owned()),
                });
            }
        }
        watch
    }

    /// Of a citizen, looked up by an account of `holder` (empty when unknown).
    pub fn watched(&self, citizen: &str, account: &str, holder: &str) -> Watched {
        let Some(relatives) = self.citizens.get(citizen) else { return Watched::No };
        let is_of = |relative: &Relative| match relative {
            Relative::Holder(of) => of == holder,
            Relative::Account(of) => of == account,
        };
        if relatives.iter().any(is_of) { Watched::Relative } else { Watched::Listed }
    }
}

#[derive(Default)]
pub(super) struct Reader {
    all: Vec<(String, String)>,
}

impl Sink for Reader {
    fn row(&mut self, _: Place, cells: &[Cell<'_>]) -> Result<Option<Reason>> {
        if cells[0].is_empty() || cells[1].is_empty() {
            return Ok(Some(Reason::Missing));
        }
        let (mut citizen, mut list) = (String::new(), String::new());
        self.all.push((cells[0].text(&mut citizen).to_owned(), cells[1].text(&mut list).to_owned()));
        Ok(None)
    }
}
