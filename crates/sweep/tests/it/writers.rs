//! Writers that are not ours: LibreOffice, iconv, recode; and the forms a level
//! is given to them in. Not here: what is checked.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub const LEVELS: [(&str, &str); 3] = [("MẬT", "mat"), ("TỐI MẬT", "toi_mat"), ("TUYỆT MẬT", "tuyet_mat")];

#[expect(clippy::print_stdout, reason = "a skipped test must be seen")]
/// Whether programs are there; says which is not.
pub fn there(programs: &[&str]) -> bool {
    for program in programs {
        let found = Command::new("which").arg(program).stdout(Stdio::null()).status();
        if !found.is_ok_and(|status| status.success()) {
            println!("skipped: {program} is not here");
            return false;
        }
    }
    true
}

/// What a program makes of some bytes.
fn filter(program: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("it has an input").write_all(input).expect("it takes its input");
    child.wait_with_output().expect("it ends").stdout
}

/// The bytes of a text in an old code, as another program writes them.
pub fn bytes(text: &str, code: &str) -> Vec<u8> {
    match code {
        // ABC fonts have no capitals with marks: they write the small letters.
        "tcvn3" => {
            let small: String = text
                .chars()
                .map(|c| if c.is_ascii() { c } else { c.to_lowercase().next().unwrap_or(c) })
                .collect();
            filter("iconv", &["-f", "UTF-8", "-t", "TCVN5712-1"], small.as_bytes())
        }
        "vn1" => filter("iconv", &["-f", "UTF-8", "-t", "TCVN5712-1"], text.as_bytes()),
        "cp1258" => filter("iconv", &["-f", "UTF-8", "-t", "CP1258"], text.as_bytes()),
        "vni" => filter("recode", &["-f", "UTF-8..VNI"], text.as_bytes()),
        "viscii" => filter("recode", &["-f", "UTF-8..VISCII"], text.as_bytes()),
        "vps" => filter("recode", &["-f", "UTF-8..VPS"], text.as_bytes()),
        "viqr" => filter("recode", &["-f", "UTF-8..VIQR"], text.as_bytes()),
        "utf16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        "utf16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

/// The letters by which a document holds a text in an old code: each byte as if
/// it were Western.
pub fn letters(text: &str, code: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    match code {
        "nfc" => text.to_owned(),
        "nfd" => text.nfd().collect(),
        // "Unicode tổ hợp": the vowel with its shape, then its tone.
        "mixed" => text.replace('Ố', "Ô\u{301}").replace('Ậ', "Â\u{323}").replace('Ệ', "Ê\u{323}"),
        "spaced" => text.chars().map(|c| c.to_string()).collect::<Vec<_>>().join(" "),
        "unaccented" => text.replace('Ố', "O").replace('Ậ', "A").replace('Ệ', "E"),
        "viqr" => String::from_utf8(bytes(text, code)).expect("VIQR is ASCII"),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes(text, code)).0.into_owned(),
    }
}

/// The font such letters are shown in.
pub fn font(code: &str) -> &'static str {
    match code {
        "tcvn3" => ".VnTimeH",
        "vni" => "VNI-Times",
        "vps" => "VPS Times",
        "viscii" => "VI Times",
        _ => "Times New Roman",
    }
}

/// Converts files; what cannot be converted is missing.
pub fn convert(files: &[PathBuf], to: &str, into: &Path) {
    let profile =
        format!("-env:UserInstallation=file://{}/profile", into.parent().expect("a folder").display());
    for batch in files.chunks(80) {
        let status = Command::new("soffice")
            .arg(&profile)
            .args(["--headless", "--norestore", "--convert-to", to, "--outdir"])
            .arg(into)
            .args(batch)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(status.is_ok_and(|status| status.success()), "LibreOffice converts to {to}");
    }
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
