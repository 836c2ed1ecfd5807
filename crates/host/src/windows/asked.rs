//! Any value of the registry somebody asks for by its path: lists of settings that
//! others keep need no attribute of their own here.

use super::look::Look;
use super::shape::Shape;
use super::{Given, Role};
use crate::hive::Type;
use evidence::Observation;
use jiff::Timestamp;

/// A value of the registry, as such lists name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'q> {
    /// `HKLM:\SYSTEM\CurrentControlSet\Control\Lsa`; with or without the colon, in any
    /// case. `HKCU` is asked of every person's hive.
    pub path: &'q str,
    /// Empty for the key's default value.
    pub value: &'q str,
}

/// The attribute of each answer; its place says which value it is of.
const ATTRIBUTE: &str = "registry.value";

/// Answers each: what the value is, that it is not there, that it cannot be read, or
/// that its hive was not taken. A path that is in none of the hives gets no answer.
pub fn ask(
    given: &[Given<'_>],
    name: &str,
    seen_at: Option<Timestamp>,
    asked: &[Asked<'_>],
) -> Vec<Observation> {
    let mut look = Look::new(given, name, seen_at);
    for one in asked {
        let Some((role, path)) = place(one.path) else { continue };
        for spot in look.open(role, &path, &[ATTRIBUTE]) {
            let kind = spot.key.value(one.value).ok().flatten().map(|value| value.kind());
            let shape = match kind {
                Some(Type::Whole | Type::WholeBigEndian | Type::Long) => Shape::Whole,
                Some(Type::Several) => Shape::Several,
                _ => Shape::Text,
            };
            look.value(ATTRIBUTE, &spot, one.value, shape);
        }
    }
    look.done()
}

/// Which hive a path is in, and where in it.
fn place(path: &str) -> Option<(Role, String)> {
    let mut parts = path.split('\\').filter(|part| !part.is_empty());
    let root = parts.next()?.trim_end_matches(':').to_ascii_uppercase();
    let role = match root.as_str() {
        "HKCU" | "HKEY_CURRENT_USER" => Role::User,
        "HKLM" | "HKEY_LOCAL_MACHINE" => match parts.next()?.to_ascii_uppercase().as_str() {
            "SYSTEM" => Role::System,
            "SOFTWARE" => Role::Software,
            // Nothing of these two is anybody's to ask for by path: hashes of
            // passwords and keys to them stand there.
            _ => return None,
        },
        _ => return None,
    };
    let mut rest: Vec<&str> = parts.collect();
    if role == Role::System
        && let Some(first) = rest.first_mut()
        && first.eq_ignore_ascii_case("CurrentControlSet")
    {
        *first = "CurrentControlSet";
    }
    Some((role, rest.join("\\")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_by_their_hive_and_secret_hives_are_not_asked() {
        let path = |text: &str| place(text);
        let lsa = (Role::System, r"CurrentControlSet\Control\Lsa".to_owned());
        assert_eq!(path(r"HKLM:\System\currentcontrolset\Control\Lsa"), Some(lsa));
        assert_eq!(path(r"HKCU:\Software\x"), Some((Role::User, r"Software\x".to_owned())));
        assert_eq!(path(r"HKEY_LOCAL_MACHINE\Software\x"), Some((Role::Software, "x".to_owned())));
        assert_eq!(path(r"HKLM\SAM\SAM"), None);
        assert_eq!(path(r"HKLM\SECURITY\Policy\Secrets"), None);
        assert_eq!(path(""), None);
    }
}
