//! Keys that open accounts: of which kind, how long, which one; never the key.

use super::look::{Look, Record, Text};

const WANTED: [&str; 3] =
    ["/root/.ssh/authorized_keys*", "/home/*/.ssh/authorized_keys*", "/etc/ssh/authorized_keys/*"];
/// Keys of one file, at most.
const MOST: usize = 2_000;

pub(super) fn see(look: &mut Look<'_>) {
    for file in look.open(&WANTED, &["ssh.authorized_key"]) {
        let whose = whose(&file);
        for (at, line) in file.lines().filter(|(_, line)| line.starts_with("key ")).take(MOST) {
            let field = |name: &str| {
                let value = line.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
                value.filter(|value| *value != "-").unwrap_or_default()
            };
            let mut record = Record::new();
            record.text("user", &whose).text("type", line.split(' ').nth(1).unwrap_or_default());
            record.whole("bits", field("bits").parse().ok().filter(|bits| *bits > 0));
            record.text("fingerprint", field("fingerprint")).text("comment_digest", field("comment"));
            record.several(
                "options",
                &field("options").split(',').filter(|one| !one.is_empty()).collect::<Vec<_>>(),
            );
            look.record("ssh.authorized_key", &file, &file.at(at), record);
        }
    }
}

/// `/home/an/.ssh/authorized_keys` is an's.
fn whose(file: &Text<'_>) -> String {
    let parts: Vec<&str> = file.path.split('/').collect();
    match parts[..] {
        [_, "root", ..] => "root".to_owned(),
        [_, "home", name, ..] => name.to_owned(),
        _ => file.name().to_owned(),
    }
}
