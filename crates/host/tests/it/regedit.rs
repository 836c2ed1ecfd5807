//! Hives written by another program, Debian's `hivexregedit`, from a text in regedit's
//! format. Not here: what is read back (`written`, `topics`).

use crate::built::{empty, utf16};
use evidence::{Observation, Sight, Value};
use jiff::civil::DateTime;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// A file of the format of regedit while it is put together.
#[derive(Default)]
pub struct Written {
    keys: BTreeMap<String, String>,
}

impl Written {
    /// The key and every one above it: the writer wants each of them named.
    pub fn key(&mut self, path: &str) -> &mut String {
        let parts: Vec<&str> = path.split('\\').collect();
        for end in 1..parts.len() {
            self.keys.entry(parts[..end].join("\\")).or_default();
        }
        self.keys.entry(path.to_owned()).or_default()
    }

    pub fn bytes(&mut self, path: &str, name: &str, kind: u32, data: &[u8]) {
        let digits = data.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(",");
        let name =
            if name.is_empty() { "@".to_owned() } else { format!("\"{}\"", name.replace('\\', r"\\")) };
        writeln!(self.key(path), "{name}=hex({kind:x}):{digits}").expect("text");
    }

    pub fn text(&mut self, path: &str, name: &str, text: &str) {
        self.bytes(path, name, 1, &utf16(text));
    }

    pub fn whole(&mut self, path: &str, name: &str, number: u32) {
        self.bytes(path, name, 4, &number.to_le_bytes());
    }

    pub fn local(&mut self, path: &str, name: &str, time: DateTime) {
        let parts = [
            time.year(),
            time.month().into(),
            time.weekday().to_sunday_zero_offset().into(),
            time.day().into(),
            time.hour().into(),
            time.minute().into(),
            time.second().into(),
            time.millisecond(),
        ];
        let bytes: Vec<u8> = parts.into_iter().flat_map(i16::to_le_bytes).collect();
        self.bytes(path, name, 3, &bytes);
    }

    /// The hive's bytes; `None`, and said so, when the writer is not there.
    pub fn hive(&self) -> Option<Vec<u8>> {
        let folder = tempfile::tempdir().expect("a folder");
        let (hive, text) = (folder.path().join("HIVE"), folder.path().join("hive.reg"));
        std::fs::write(&hive, empty()).expect("a hive");
        let mut lines = "Windows Registry Editor Version 5.00\n".to_owned();
        for (path, values) in &self.keys {
            write!(lines, "\n[\\{path}]\n{values}").expect("text");
        }
        std::fs::write(&text, lines).expect("a text");
        merged(&hive, &text).then(|| std::fs::read(&hive).expect("the hive"))
    }
}

#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn merged(hive: &Path, text: &Path) -> bool {
    match Command::new("hivexregedit").arg("--merge").arg(hive).arg(text).output() {
        Ok(output) if output.status.success() => true,
        Ok(output) => panic!("hivexregedit: {}", String::from_utf8_lossy(&output.stderr)),
        Err(error) => {
            eprintln!("skipped: hivexregedit cannot be started: {error}");
            false
        }
    }
}

pub fn time(text: &str) -> DateTime {
    text.parse().expect("a time")
}

pub fn filetime(text: &str) -> Vec<u8> {
    let time: jiff::Timestamp = text.parse().expect("a time");
    let ticks = time.as_nanosecond() / 100 + 116_444_736_000_000_000;
    u64::try_from(ticks).expect("after 1601").to_le_bytes().to_vec()
}

pub fn records(seen: &[Observation], attribute: &str) -> Vec<BTreeMap<String, Value>> {
    let record = |one: &Observation| match &one.sight {
        Sight::Seen(Value::Record(fields)) => Some(fields.clone()),
        _ => None,
    };
    seen.iter().filter(|one| one.attribute == attribute).filter_map(record).collect()
}

pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

pub fn instant(text: &str) -> Value {
    Value::Instant(text.parse().expect("a time"))
}
