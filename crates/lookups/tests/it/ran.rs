//! Runs the program and reads what it wrote.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rasoat-lookups"));
    // The same moment in every bundle, so that bytes can be compared.
    command.env("SOURCE_DATE_EPOCH", "1767225600");
    command
}

pub fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().expect("the program starts")
}

/// Runs and expects it to end well.
pub fn well(arguments: &[&str]) -> String {
    let output = run(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Runs an audit of these tables into a folder of that name below `folder`.
pub fn audit(folder: &Path, out: &str, tables: &[(&str, &Path)], more: &[&str]) -> Output {
    let (out, key) = (folder.join(out), folder.join("key"));
    let mut arguments = vec!["audit", "--quiet", "--key", path(&key), "--out", path(&out)];
    for (argument, file) in tables {
        arguments.extend([*argument, path(file)]);
    }
    arguments.extend_from_slice(more);
    run(&arguments)
}

/// A generated province.
pub struct Province {
    pub folder: tempfile::TempDir,
}

impl Province {
    pub fn of(lookups: u64, seed: u64, format: &str) -> Province {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        let (lookups, dossiers) = (lookups.to_string(), (lookups / 4).to_string());
        well(&[
            "generate",
            "--quiet",
            "--lookups",
            &lookups,
            "--dossiers",
            &dossiers,
            "--seed",
            &seed.to_string(),
            "--from",
            "2024-01-01",
            "--to",
            "2024-12-31",
            "--format",
            format,
            "--out",
            path(&data),
        ]);
        Province { folder }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A table's file.
    pub fn table(&self, name: &str) -> PathBuf {
        let data = self.data();
        ["parquet", "csv", "jsonl"]
            .iter()
            .map(|ending| data.join(format!("{name}.{ending}")))
            .find(|path| path.exists())
            .expect("a table")
    }

    /// Audits `lookups` into a folder of that name.
    pub fn audit(&self, lookups: &Path, out: &str, more: &[&str]) -> PathBuf {
        let (dossiers, accounts) = (self.table("dossiers"), self.table("accounts"));
        let (watch, terminals) = (self.table("watch"), self.table("terminals"));
        let calendar = self.data().join("calendar.toml");
        let tables: [(&str, &Path); 6] = [
            ("--lookups", lookups),
            ("--dossiers", &dossiers),
            ("--accounts", &accounts),
            ("--watch", &watch),
            ("--terminals", &terminals),
            ("--calendar", &calendar),
        ];
        let mut more = more.to_vec();
        if !more.contains(&"--from") {
            more.extend_from_slice(&["--from", "2024-01-01"]);
        }
        let output = audit(self.folder.path(), out, &tables, &more);
        assert!(output.status.success(), "{more:?}: {}", String::from_utf8_lossy(&output.stderr));
        self.folder.path().join(out)
    }
}

/// That bytes are those kept under `tests/golden`; they are written beside the build
/// when they are not, for who means the change.
pub fn golden(name: &str, now: &[u8], advice: &str) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::fs::read(&kept).ok().as_deref() == Some(now) {
        return;
    }
    let here = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&here, now).expect("written");
    panic!("{name} is another: {advice}, then keep {} as {}", here.display(), kept.display());
}

/// In these logs, twelve digits in a row are a citizen's number.
pub fn names_a_citizen(text: &str) -> bool {
    text.split(|sign: char| !sign.is_ascii_alphanumeric())
        .any(|word| word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

pub fn path(path: &Path) -> &str {
    path.to_str().expect("a path")
}

/// Every file below a folder and its bytes.
pub fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(here) = folders.pop() {
        for entry in std::fs::read_dir(&here).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                all.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    all
}

/// That two folders hold the same files, byte for byte; `except` are not compared.
pub fn same(one: &Path, other: &Path, except: &[&str]) {
    let without = |folder: &Path| {
        let mut all = bytes(folder);
        all.retain(|name, _| !except.contains(&name.as_str()));
        all
    };
    let (one, other) = (without(one), without(other));
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for (name, bytes) in &one {
        assert!(other[name] == *bytes, "{name} differs");
    }
}

pub fn summary(out: &Path) -> serde_json::Value {
    serde_json::from_slice(&std::fs::read(out.join("summary.json")).expect("a summary")).expect("JSON")
}

/// Python with DuckDB, where `RASOAT_PYTHON` names one.
#[expect(clippy::disallowed_methods, reason = "who runs the tests names a Python")]
pub fn python() -> Option<Command> {
    let Ok(python) = std::env::var("RASOAT_PYTHON") else {
        #[expect(clippy::print_stderr, reason = "a test says that it skips")]
        {
            eprintln!("RASOAT_PYTHON is not set: the comparison with DuckDB is skipped");
        }
        return None;
    };
    Some(Command::new(python))
}
