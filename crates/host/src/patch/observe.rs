//! What a list says → observations: what was seen, where; what was not
//! recognised is said to be so.
//!
//! Not here: reading the list (`stated`).

use super::product::Product;
use super::stated::{Doubt, Form, Stated};
use evidence::{Observation, Sight, Source, Subject, Unread, Value};
use jiff::Timestamp;

const TOOL: &str = "rasoat-host";

/// Whose list it is, and from which file.
#[derive(Debug, Clone)]
pub struct Provenance {
    pub subject: Subject,
    /// The file's name, without its folder.
    pub file: String,
    /// Of the file, in hexadecimal.
    pub sha256: String,
    /// When the list was taken, where that is known.
    pub taken_at: Option<Timestamp>,
}

/// The observations of a list: `os.product` as the system names itself,
/// `os.build`, `os.service_pack`, `os.architecture`, each as the registry words it;
/// `patch.product` as bulletins name it, `patch.installed`.
/// A list of updates alone says nothing of the system: that was not collected.
pub fn observations(stated: &Stated, doubts: &[Doubt], from: &Provenance) -> Vec<Observation> {
    let system = |sight: Option<Value>| match sight {
        Some(value) => Sight::Seen(value),
        None if stated.form == Form::Updates => Sight::NotCollected,
        None => Sight::Unreadable(Unread::Unsupported),
    };
    let line = |line: Option<usize>| line.map_or_else(String::new, |line| format!("line {line}"));
    let version_on = line(stated.version.as_ref().map(|at| at.line));
    let version = stated.version.as_ref().map(|at| at.value);
    let pack = match (version, stated.service_pack) {
        (Some(_), None) => Sight::Absent,
        (_, pack) => system(pack.map(|pack| Value::Text(format!("Service Pack {pack}")))),
    };
    let text = |text: String| Value::Text(text);
    let name = stated.name.as_ref();
    let architecture = stated.architecture.as_ref();
    let updates_on =
        stated.updates_on.map_or_else(String::new, |(first, last)| format!("lines {first} to {last}"));
    let product = Product::of(stated).map(|product| text(product.name().to_owned()));
    let rows = [
        ("os.product", system(name.map(|at| text(at.value.clone()))), line(name.map(|at| at.line))),
        ("os.build", system(version.map(|(.., build)| text(build.to_string()))), version_on.clone()),
        ("os.service_pack", pack, version_on.clone()),
        (
            "os.architecture",
            system(architecture.map(|at| text(at.value.in_registry().to_owned()))),
            line(architecture.map(|at| at.line)),
        ),
        ("patch.product", system(product), version_on),
        ("patch.installed", updates(stated, doubts), updates_on),
    ];
    rows.into_iter().map(|(attribute, sight, place)| observation(attribute, sight, place, from)).collect()
}

/// A list that was cut off is not a list of what is installed: it cannot be told
/// from it that an update is missing.
fn updates(stated: &Stated, doubts: &[Doubt]) -> Sight {
    let cut = |doubt: &Doubt| matches!(doubt, Doubt::CutOff { .. } | Doubt::TooManyUpdates { .. });
    match stated.form {
        Form::Unknown => Sight::Unreadable(Unread::Unsupported),
        _ if doubts.iter().any(cut) => Sight::Unreadable(Unread::Corrupt),
        _ if stated.updates.is_empty() => Sight::Absent,
        _ => Sight::Seen(Value::Several(stated.updates.iter().map(ToString::to_string).collect())),
    }
}

fn observation(attribute: &str, sight: Sight, place: String, from: &Provenance) -> Observation {
    Observation {
        subject: from.subject.clone(),
        attribute: attribute.to_owned(),
        sight,
        source: Source {
            tool: TOOL.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            file: from.file.clone(),
            sha256: from.sha256.clone(),
            place,
        },
        seen_at: from.taken_at,
        valid_at: None,
    }
}
