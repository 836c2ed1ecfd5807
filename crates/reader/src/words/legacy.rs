//! Old binary DOC files, through a converter when the machine has one.
//!
//! Not here: reading the converted file (`docx`).

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

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

/// How long one conversion may take, and how often it is asked after.
const CONVERSION: Duration = Duration::from_mins(1);
const ASKED_EVERY: Duration = Duration::from_millis(50);

/// Waits for the converter, but not longer than `limit`: then it is ended.
fn finished(child: &mut Child, limit: Duration) -> Result<ExitStatus, EnvelopeError> {
    let broken = |reason: std::io::Error| EnvelopeError::Conversion(reason.to_string());
    let mut waited = Duration::ZERO;
    loop {
        if let Some(status) = child.try_wait().map_err(broken)? {
            return Ok(status);
        }
        if waited >= limit {
            let _ = child.kill();
            let _ = child.wait();
            return Err(EnvelopeError::Conversion(format!("quá {} giây", limit.as_secs())));
        }
        std::thread::sleep(ASKED_EVERY);
        waited += ASKED_EVERY;
    }
}

/// The same document as DOCX.
pub(super) fn convert(_name: &str, bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, EnvelopeError> {
    let converter =
        CONVERTERS.iter().map(PathBuf::from).find(|path| path.is_file()).ok_or(EnvelopeError::NoConverter)?;
    let broken = |reason: std::io::Error| EnvelopeError::Conversion(reason.to_string());
    let folder = tempfile::tempdir().map_err(broken)?;
    let input = folder.path().join("input.doc");
    fs::write(&input, bytes).map_err(broken)?;
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut child = Command::new(converter)
        .arg(profile)
        .args(["--headless", "--norestore", "--convert-to", "docx", "--outdir"])
        .arg(folder.path())
        .arg(&input)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(broken)?;
    let status = finished(&mut child, CONVERSION)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_converter_that_hangs_is_ended() {
        if !PathBuf::from("/bin/sleep").is_file() {
            return;
        }
        let mut child = Command::new("/bin/sleep").arg("30").spawn().expect("a program that hangs");
        let found = finished(&mut child, Duration::from_millis(200));
        assert!(matches!(found, Err(EnvelopeError::Conversion(_))), "{found:?}");
        assert!(child.try_wait().expect("it can be asked").is_some(), "it is gone");
    }
}
