//! Another reader (hivex, by Debian's `hivexregedit --export`) finds the same keys,
//! values, types and data in the same hives, to the byte.

use crate::corpus;
use rasoat_host::hive::{Hive, Key, Type, Value};
use std::collections::BTreeSet;
use std::process::Command;

/// Small enough for the other reader, which takes minutes for a large one.
const HIVES: [&str; 4] = ["BCD", "SAM", "SECURITY", "NTUSER.DAT"];

#[test]
fn another_reader_finds_the_same_keys_values_and_data() {
    for (name, bytes) in corpus::hives().filter(|(name, _)| HIVES.contains(name)) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("HIVE");
        std::fs::write(&path, bytes).expect("a file");
        let output = match Command::new("hivexregedit").arg("--export").arg(&path).arg("\\").output() {
            Ok(output) if output.status.success() => output.stdout,
            other => {
                eprintln!("skipped: {name} was not read by hivexregedit: {other:?}");
                continue;
            }
        };
        let theirs = exported(&String::from_utf8_lossy(&output));
        let hive = Hive::open(bytes).expect("a hive");
        let mut ours = BTreeSet::new();
        below(&hive.root().expect("a root"), String::new(), &mut ours);
        let (more, less): (Vec<_>, Vec<_>) =
            (ours.difference(&theirs).take(5).collect(), theirs.difference(&ours).take(5).collect());
        assert!(more.is_empty() && less.is_empty(), "{name}: only ours {more:#?}, only theirs {less:#?}");
        eprintln!("{name}: {} keys and values, the same", ours.len());
    }
}

/// Each line with the key it stands under.
fn exported(text: &str) -> BTreeSet<String> {
    let mut path = "";
    let mut lines = BTreeSet::new();
    for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
        if line.starts_with('[') {
            path = line;
            lines.insert(line.to_owned());
        } else {
            lines.insert(format!("{path} {line}"));
        }
    }
    lines
}

/// The same of ours.
fn below(key: &Key<'_>, path: String, lines: &mut BTreeSet<String>) {
    let head = if path.is_empty() { r"[\]".to_owned() } else { format!("[{path}]") };
    for value in key.values().found {
        lines.insert(format!("{head} {}", line(&value)));
    }
    lines.insert(head);
    for key in key.subkeys().found {
        let path = format!(r"{path}\{}", key.name());
        below(&key, path, lines);
    }
}

fn line(value: &Value<'_>) -> String {
    let name = match value.name() {
        name if name.is_empty() => "@".to_owned(),
        name => format!("\"{}\"", name.replace('\\', r"\\").replace('"', "\\\"")),
    };
    let data = value.bytes().expect("its data");
    if value.kind() == Type::Whole
        && let Ok(Some(number)) = value.whole()
    {
        return format!("{name}=dword:{number:08x}");
    }
    let digits = data.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(",");
    format!("{name}=hex({:x}):{digits}", number(value.kind()))
}

fn number(kind: Type) -> u32 {
    (0..12).find(|number| Type::from(*number) == kind).unwrap_or(match kind {
        Type::Other(number) => number,
        _ => u32::MAX,
    })
}
