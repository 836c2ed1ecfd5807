//! What these tests share: the seeds, where they are there to read.

/// The bytes of the seed whose file begins with `number`, or a word that the
/// test was skipped.
#[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
pub fn seed(number: &str) -> Option<Vec<u8>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let found = std::fs::read_dir(folder).ok().and_then(|entries| {
        entries.flatten().find(|entry| entry.file_name().to_string_lossy().starts_with(number))
    });
    if let Some(entry) = found {
        std::fs::read(entry.path()).ok()
    } else {
        eprintln!("skipped: ../shared/seeds is not here");
        None
    }
}
