//! Whose a hive is: which person's, and which of a system's control sets counts.

use super::shape::cut;
use super::{Given, Role};

/// What every path into a hive needs to know of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Whose {
    pub person: String,
    pub control_set: String,
}

impl Whose {
    pub fn of(given: &Given<'_>) -> Self {
        match given.role {
            Role::User => Whose { person: user(given), control_set: String::new() },
            _ => Whose { person: String::new(), control_set: control_set(given) },
        }
    }
}

/// The control set the system last used (`Select\Current`); the first when none is
/// named.
fn control_set(given: &Given<'_>) -> String {
    let named = given.hive.key("Select").ok().flatten().and_then(|key| key.value("Current").ok().flatten());
    let number =
        named.and_then(|value| value.whole().ok().flatten()).filter(|number| (1..1_000).contains(number));
    format!("ControlSet{:03}", number.unwrap_or(1))
}

/// Whose hive it is: by the folders it names, by its own path, or as it was given.
fn user(given: &Given<'_>) -> String {
    const FOLDERS: &str = r"Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders";
    let folders = given.hive.key(FOLDERS).ok().flatten();
    let folder = |name: &str| folders.as_ref()?.value(name).ok().flatten()?.text().ok().flatten();
    ["Desktop", "AppData", "Personal"]
        .into_iter()
        .filter_map(folder)
        .chain([given.hive.file_name().to_owned()])
        .find_map(|path| owner(&path))
        .unwrap_or_else(|| given.file.clone())
}

/// The name after `Users` or `Documents and Settings` in a path.
fn owner(path: &str) -> Option<String> {
    let mut parts = path.split('\\');
    parts.find(|part| {
        part.eq_ignore_ascii_case("Users") || part.eq_ignore_ascii_case("Documents and Settings")
    })?;
    parts.next().filter(|name| !name.is_empty()).map(cut)
}
