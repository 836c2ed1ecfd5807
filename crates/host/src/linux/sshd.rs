//! How the SSH server is set: what its configuration says, with what it includes, and
//! what its version does where nothing is said (sshd_config(5)).
//!
//! What is asked only of some connections (`Match`) is told apart: it does not change
//! what holds of all others.

mod defaults;
mod lists;
mod read;

use super::look::{Look, Record, several};
use super::packages;
use defaults::{SETTINGS, Setting, Shape};
use evidence::{Sight, Value};
use read::{Read, Said};
use std::collections::BTreeMap;

const WANTED: [&str; 3] = [
    "/etc/ssh/sshd_config",
    "/etc/ssh/sshd_config.d/*",
    "/etc/crypto-policies/back-ends/opensshserver.config",
];

pub(super) fn see(look: &mut Look<'_>) {
    let settings = SETTINGS.iter().map(|setting| setting.attribute);
    let attributes: Vec<&str> = settings.chain(["ssh.match"]).collect();
    let version = version(look);
    let files = look.open(&WANTED[..1], &attributes);
    let Some(main) = files.first() else { return };
    let mut all = files.clone();
    all.extend(WANTED[1..].iter().flat_map(|wanted| look.texts(wanted)));
    let read = read::read(&all);
    let of = |said: &Said| all.iter().find(|file| file.path == said.path).unwrap_or(main).clone();
    for setting in SETTINGS {
        let said = said(setting, &read.said);
        match said.first() {
            Some(first) => {
                let value = value(setting, &said, version);
                let sight = value.map_or(Sight::Unreadable(evidence::Unread::Corrupt), Sight::Seen);
                look.say(setting.attribute, &of(first), &format!("{}:{}", first.path, first.line), sight);
            }
            // What the version does by itself, said to be that.
            None => match setting.default(version).map(|text| shaped(setting, &text)) {
                Some(Some(value)) => look.seen(setting.attribute, main, "default", value),
                _ => look.say(setting.attribute, main, main.path, Sight::Absent),
            },
        }
    }
    matches(look, &read, &of, version);
}

fn matches<'a>(
    look: &mut Look<'a>,
    read: &Read,
    of: &dyn Fn(&Said) -> super::look::Text<'a>,
    version: (u32, u32),
) {
    for block in &read.blocks {
        let mut record = Record::new();
        record.text("criteria", &block.criteria);
        for setting in SETTINGS {
            if let Some(value) = value(setting, &said(setting, &block.said), version) {
                record.put(setting.attribute.trim_start_matches("ssh."), value);
            }
        }
        let place = Said { path: block.path.clone(), line: block.line, words: Vec::new(), order: 0 };
        look.record("ssh.match", &of(&place), &format!("{}:{}", block.path, block.line), record);
    }
}

/// Where a setting is said under any of its names, in order.
fn said<'a>(setting: &Setting, all: &'a BTreeMap<String, Vec<Said>>) -> Vec<&'a Said> {
    let mut said: Vec<&Said> = setting.names.iter().filter_map(|name| all.get(*name)).flatten().collect();
    said.sort_by_key(|said| said.order);
    said
}

/// What is meant where a setting is said, perhaps more than once.
fn value(setting: &Setting, said: &[&Said], version: (u32, u32)) -> Option<Value> {
    match setting.shape {
        // Each adds to those before.
        Shape::All => {
            said.first().map(|_| several(&said.iter().flat_map(|said| said.words.iter()).collect::<Vec<_>>()))
        }
        Shape::Algorithms => {
            let words = said.first()?.words.join(",");
            let known = setting.default(version).unwrap_or_default();
            Some(several(&lists::assembled(&words, &known)))
        }
        _ => shaped(setting, &said.first()?.words.join(" ")),
    }
}

fn shaped(setting: &Setting, text: &str) -> Option<Value> {
    let lower = text.to_ascii_lowercase();
    Some(match setting.shape {
        Shape::Flag => Value::Flag(match lower.as_str() {
            "yes" | "true" => true,
            "no" | "false" => false,
            _ => return None,
        }),
        Shape::Word => Value::Text(match lower.as_str() {
            "without-password" => "prohibit-password".to_owned(),
            "true" => "yes".to_owned(),
            "false" => "no".to_owned(),
            _ => super::look::cut(&lower),
        }),
        Shape::Text => Value::Text(super::look::cut(text)),
        Shape::Whole => Value::Whole(text.trim().parse().ok()?),
        Shape::Time => Value::Whole(read::seconds(text)?),
        Shape::All => several(&text.split_whitespace().collect::<Vec<_>>()),
        Shape::Algorithms => several(&text.split(',').filter(|one| !one.is_empty()).collect::<Vec<_>>()),
    })
}

/// The version of OpenSSH by its package; what `ssh -V` says, where it is not one.
fn version(look: &mut Look<'_>) -> (u32, u32) {
    for name in ["openssh-server", "openssh"] {
        if let Some(package) = packages::by_name(look).get(name) {
            let upstream = package.version.rsplit(':').next().unwrap_or_default().to_owned();
            if let Some(version) = numbers(&upstream) {
                look.say_without(
                    "ssh.version",
                    "openssh-server",
                    Sight::Seen(Value::Text(super::look::cut(&upstream))),
                );
                return version;
            }
        }
    }
    for file in look.open(&["ssh-version"], &["ssh.version"]) {
        let said = file.text.split("OpenSSH_").nth(1).and_then(|rest| rest.split([',', ' ']).next());
        if let Some((said, version)) = said.and_then(|said| Some((said.to_owned(), numbers(said)?))) {
            look.seen("ssh.version", &file, file.path, Value::Text(super::look::cut(&said)));
            return version;
        }
    }
    // Unknown: as a current one.
    (9, 2)
}

/// `9.2p1-2+deb12u3` is 9.2.
fn numbers(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.split(|c: char| !c.is_ascii_digit());
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}
