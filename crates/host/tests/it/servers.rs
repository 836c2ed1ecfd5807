//! The fictional servers of `tests/servers`, and how what is seen of them reads.

use evidence::{Observation, Sight, Value};
use rasoat_host::linux::{COMMANDS, FILES, Given, PRIVILEGED, Part};

pub const SERVERS: [(&str, &str); 4] = [
    ("debian12", include_str!("../servers/debian12.txt")),
    ("ubuntu2004", include_str!("../servers/ubuntu2004.txt")),
    ("centos7", include_str!("../servers/centos7.txt")),
    ("alpine", include_str!("../servers/alpine.txt")),
];

/// The parts of a server by their paths.
pub fn parts(name: &str) -> Vec<(&'static str, &'static str)> {
    let (_, text) = SERVERS.into_iter().find(|(known, _)| *known == name).expect("a server");
    text.split("\n==== ").skip(1).filter_map(|part| part.split_once('\n')).collect()
}

/// The pattern a path is wanted by.
pub fn wanted(path: &str) -> &'static str {
    let files = FILES.iter().map(|wanted| wanted.pattern);
    let mut all = files.chain(COMMANDS.iter().map(|command| command.name)).chain([PRIVILEGED]);
    let fits = |pattern: &&str| {
        let (mut wanted, mut have) = (pattern.split('/'), path.split('/'));
        loop {
            match (wanted.next(), have.next()) {
                (None, None) => return true,
                (Some(wanted), Some(have)) if evidence::Pattern(wanted.to_owned()).matches(have) => {}
                _ => return false,
            }
        }
    };
    all.find(fits).unwrap_or_else(|| panic!("{path} is wanted"))
}

/// What was taken of a running server, all else looked for and not there.
pub fn given(parts: &[(&str, Vec<u8>)]) -> Given {
    let mut given = Given::new(Some("2026-05-12T08:00:00Z".parse().expect("an instant")), Some(25_200));
    for wanted in FILES {
        given.note_absent(wanted.pattern);
    }
    for (path, bytes) in parts {
        given.add(wanted(path), Part::new(*path, Ok(bytes.clone()), false));
    }
    given
}

pub fn examined(name: &str) -> Vec<Observation> {
    let parts: Vec<(&str, Vec<u8>)> =
        parts(name).into_iter().map(|(path, text)| (path, text.as_bytes().to_vec())).collect();
    rasoat_host::linux::examine(&given(&parts), "", None)
}

/// What was seen, a line each: `attribute value`.
pub fn lines(observations: &[Observation]) -> Vec<String> {
    let line = |one: &Observation| match &one.sight {
        Sight::Seen(value) => format!("{} {}", one.attribute, plain(value)),
        Sight::Absent => format!("{} -", one.attribute),
        Sight::Unreadable(reason) => format!("{} unreadable {reason:?}", one.attribute),
        Sight::NotCollected => format!("{} not collected", one.attribute),
    };
    observations.iter().map(line).collect()
}

pub fn plain(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Several(texts) => format!("[{}]", texts.join(" ")),
        Value::Day(day) => day.to_string(),
        Value::Instant(instant) => instant.to_string(),
        Value::LocalTime(time) => time.to_string(),
        Value::Record(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}={}", plain(value))).collect();
            fields.join("; ")
        }
        Value::Reported(told) => told.title.clone(),
    }
}
