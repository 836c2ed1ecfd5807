//! What each target begins with: files that the tests' own writers make, and those of
//! other programs where they lie beside the project.
//!
//! Not here: what was found while fuzzing (kept as tests in the crate it belongs to).

#[cfg(feature = "host")]
mod artefact;
#[cfg(feature = "documents")]
mod document;
mod evidence;
#[cfg(feature = "host")]
mod host;
#[cfg(feature = "lookups")]
mod lookups;
#[cfg(feature = "office")]
mod office;

#[cfg(feature = "host")]
pub use artefact::*;
#[cfg(feature = "documents")]
pub use document::*;
pub use evidence::*;
#[cfg(feature = "host")]
pub use host::*;
#[cfg(feature = "lookups")]
pub use lookups::*;
#[cfg(feature = "office")]
pub use office::*;

use std::path::Path;

/// Files of other programs beside the project, up to a size; none when they are not
/// there. Their names come along.
fn beside(folder: &str, most: usize) -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let places = [root.join("../../shared/data"), root.join("../../../shared/data")];
    let mut found = Vec::new();
    let mut waiting: Vec<_> =
        places.iter().map(|place| place.join(folder)).filter(|place| place.is_dir()).take(1).collect();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            waiting.extend(std::fs::read_dir(&path).into_iter().flatten().flatten().map(|one| one.path()));
        } else if std::fs::metadata(&path).is_ok_and(|meta| meta.len() <= most as u64)
            && let Ok(bytes) = std::fs::read(&path)
        {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.push((name, bytes));
        }
    }
    found.sort();
    found
}
