//! What an audit writes.

mod accounts;
pub mod evidence;
mod flags;
pub mod read;
pub mod report;
mod summary;

pub use accounts::{Ranked, Reason, ranked};
pub use flags::Flags;
pub use summary::{Explained, OfRule, PeriodText, RejectedOf, RejectedText, Summary};

use crate::found::Found;
use crate::span::Span;
use crate::tables::People;
use anyhow::{Context as _, Result};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// What stands in the folder of an audit.
pub const FLAGS: &str = "flags";
pub const REJECTED: &str = "rejected";
pub const SUMMARY: &str = "summary.json";
pub const ACCOUNTS: &str = "accounts.csv";
pub const PARAMETERS: &str = "parameters.json";
pub const EVIDENCE: &str = "evidence.rsb";
pub const REPORT_HTML: &str = "report.html";
pub const REPORT_DOCX: &str = "report.docx";

/// Makes the folder, and takes away what an earlier audit left there.
///
/// # Errors
/// When it cannot be written to.
pub fn begin(folder: &Path) -> Result<()> {
    let about = || format!("không ghi được vào {}", folder.display());
    std::fs::create_dir_all(folder).with_context(about)?;
    for name in [SUMMARY, ACCOUNTS, PARAMETERS, EVIDENCE, REPORT_HTML, REPORT_DOCX] {
        gone(std::fs::remove_file(folder.join(name))).with_context(about)?;
    }
    for name in [FLAGS, REJECTED] {
        gone(std::fs::remove_dir_all(folder.join(name))).with_context(about)?;
    }
    std::fs::create_dir(folder.join(FLAGS)).with_context(about)?;
    std::fs::create_dir(folder.join(REJECTED)).with_context(about)
}

fn gone(removed: std::io::Result<()>) -> std::io::Result<()> {
    match removed {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Writes a file that stands whole under its name or not at all.
///
/// # Errors
/// When it cannot be written.
pub fn whole(path: &Path, write: impl FnOnce(&mut BufWriter<File>) -> Result<()>) -> Result<()> {
    let about = || format!("không ghi được {}", path.display());
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part: PathBuf = path.with_file_name(name);
    let mut file = BufWriter::new(File::create(&part).with_context(about)?);
    write(&mut file).with_context(about)?;
    file.flush().with_context(about)?;
    file.get_ref().sync_all().with_context(about)?;
    std::fs::rename(&part, path).with_context(about)
}

/// The accounts in their order, as CSV.
///
/// # Errors
/// When it cannot be written.
pub fn accounts(folder: &Path, span: &Span, found: &Found, people: &People) -> Result<Vec<Ranked>> {
    let all = ranked(span, found, people);
    whole(&folder.join(ACCOUNTS), |file| accounts::write(&all, file))?;
    Ok(all)
}
