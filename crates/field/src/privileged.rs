//! Files that run with another's rights, found by walking a disk.

use crate::progress::Progress;
use std::path::Path;

/// Entries looked at, at most; folders within folders.
#[cfg(unix)]
const MOST: usize = 3_000_000;
#[cfg(unix)]
const DEEPEST: usize = 48;
/// Files told of, at most.
#[cfg(unix)]
const MOST_FOUND: usize = 10_000;
/// Seconds it may take.
#[cfg(unix)]
const LONGEST: u64 = 180;

/// What the walk came to.
pub(crate) struct Walked {
    pub text: String,
    /// It ended before the disk did.
    pub cut: bool,
}

/// Lines of mode, owner, group and path; of this disk alone, no link followed. None
/// where the system has no such files.
#[cfg(unix)]
pub(crate) fn walk(root: &Path, progress: &mut Progress) -> Option<Walked> {
    use std::fs;
    use std::os::unix::fs::MetadataExt as _;

    let device = fs::metadata(root).ok()?.dev();
    let (mut text, mut seen, mut found, mut cut) = (String::new(), 0usize, 0usize, false);
    let mut waiting = vec![(root.to_owned(), 0)];
    let started = progress.elapsed();
    'walk: while let Some((folder, depth)) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            seen += 1;
            let late = progress.elapsed().saturating_sub(started).as_secs() > LONGEST;
            if seen > MOST || found >= MOST_FOUND || late {
                cut = true;
                break 'walk;
            }
            let Ok(meta) = entry.metadata() else { continue };
            if meta.dev() != device {
                continue;
            }
            if meta.is_dir() && depth < DEEPEST {
                waiting.push((entry.path(), depth + 1));
            } else if meta.is_file() && meta.mode() & 0o6000 != 0 {
                found += 1;
                let path = entry.path();
                let inside =
                    path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace(['\n', '\r'], "?");
                text.push_str(&format!(
                    "{:04o}\t{}\t{}\t/{inside}\n",
                    meta.mode() & 0o7777,
                    meta.uid(),
                    meta.gid()
                ));
            }
        }
        progress.show(|| format!("đang duyệt tệp đặc quyền: {seen} mục, {found} tệp"));
    }
    progress.end();
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_by_key(|line| line.rsplit('\t').next());
    Some(Walked { text: lines.iter().map(|line| format!("{line}\n")).collect(), cut })
}

#[cfg(not(unix))]
pub(crate) fn walk(_: &Path, _: &mut Progress) -> Option<Walked> {
    None
}
