//! Old binary DOC files, through a converter when the machine has one.
//!
//! Not here: reading the converted file (`docx`).

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::envelope::EnvelopeError;
use crate::limits::Limits;

/// Where office suites put their converter.
const CONVERTERS: &[&str] = &[
    "/usr/bin/soffice",
    "/usr/bin/libreoffice",
    "/usr/local/bin/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.exe",
];

/// The same document as DOCX.
pub(super) fn convert(_name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, EnvelopeError> {
    let converter =
        CONVERTERS.iter().map(PathBuf::from).find(|path| path.is_file()).ok_or(EnvelopeError::NoConverter)?;
    let broken = |reason: std::io::Error| EnvelopeError::Conversion(reason.to_string());
    let folder = tempfile::tempdir().map_err(broken)?;
    let input = folder.path().join("input.doc");
    fs::write(&input, bytes).map_err(broken)?;
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let status = Command::new(converter)
        .arg(profile)
        .args(["--headless", "--norestore", "--convert-to", "docx", "--outdir"])
        .arg(folder.path())
        .arg(&input)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .map_err(broken)?;
    let output = folder.path().join("input.docx");
    if !status.success() || !output.is_file() {
        return Err(EnvelopeError::Conversion("chương trình chuyển đổi không trả kết quả".to_owned()));
    }
    let found = fs::metadata(&output).map_err(broken)?.len() as usize;
    if found > limits.file_bytes {
        return Err(EnvelopeError::TooLarge { found, limit: limits.file_bytes });
    }
    fs::read(&output).map_err(broken)
}
