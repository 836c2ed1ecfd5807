//! Real hives that others collected, read from beside the project and never copied
//! into it. Not here: what is expected of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Where the collection is, if it is there.
pub fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/regipy");
    folder.is_dir().then_some(folder)
}

/// Every file of the collection, unpacked; empty, and said so, when it is not there.
#[expect(clippy::print_stderr, reason = "what is skipped is said")]
pub fn files() -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let Some(folder) = folder() else {
            eprintln!("skipped: the collection of hives is not here");
            return BTreeMap::new();
        };
        let entries = std::fs::read_dir(folder.join("regipy_tests/data")).expect("the folder of hives");
        let unpacked = entries.flatten().filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().strip_suffix(".xz")?.to_owned();
            Some((name, unpacked(&entry.path())?))
        });
        unpacked.collect()
    })
}

/// Those that are primary hives, without logs.
pub fn hives() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let primary = |name: &str| !name.to_ascii_uppercase().contains(".LOG");
    files()
        .iter()
        .filter(move |(name, _)| primary(name))
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
}

#[expect(clippy::print_stderr, reason = "what is skipped is said")]
fn unpacked(path: &Path) -> Option<Vec<u8>> {
    let output = Command::new("xz").args(["--decompress", "--stdout"]).arg(path).output();
    match output {
        Ok(output) if output.status.success() => Some(output.stdout),
        _ => {
            eprintln!("skipped: {} could not be unpacked with xz", path.display());
            None
        }
    }
}
