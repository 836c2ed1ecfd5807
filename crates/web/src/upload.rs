//! Files that come in with a form: read piece by piece, never more than the
//! limit, hashed on the way, under a cleaned name.
//!
//! Not here: where they are kept, the secrecy check before that (the `app`
//! room), the types of files a form takes (its own page).

use axum::extract::Request;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use crate::form::read;
use crate::reference::hex;
use crate::refusal::{Refusal, Trouble};

/// How much a form with files may bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// One file, in bytes.
    pub file: u64,
    pub files: usize,
    /// One field that is not a file, in bytes.
    pub field: usize,
    pub fields: usize,
}

/// A form with files, in the order in which its parts come.
#[derive(Debug)]
pub struct Upload {
    parts: Multipart,
    limits: Limits,
    files: usize,
    fields: usize,
}

/// One part of the form.
pub enum Part<'a> {
    Field { name: String, value: String },
    File(Box<Incoming<'a>>),
}

/// A file that is coming in. It is only as good as its last `piece`: what was
/// read is kept by the caller in a place from which it can be dropped.
pub struct Incoming<'a> {
    /// The form's field.
    pub field: String,
    /// The cleaned file name; for showing, never for a path.
    pub name: String,
    /// What the browser says it is; a hint only.
    pub media: String,
    part: Field<'a>,
    limit: u64,
    size: u64,
    digest: Sha256,
}

/// A file read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The form's field.
    pub field: String,
    pub name: String,
    pub media: String,
    pub bytes: Vec<u8>,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
}

/// The longest file name that is kept, in characters.
const NAME_LIMIT: usize = 150;

impl Default for Limits {
    fn default() -> Self {
        Self { file: 25 * 1024 * 1024, files: 20, field: 64 * 1024, fields: 200 }
    }
}

impl Upload {
    pub fn new(parts: Multipart, limits: Limits) -> Self {
        Self { parts, limits, files: 0, fields: 0 }
    }

    /// The next part, in the order of the form. A box in which no file was
    /// chosen comes as an empty field; the form's token comes as a field too.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, Refusal> {
        let Some(part) = self.parts.next_field().await.map_err(broken)? else {
            return Ok(None);
        };
        let name = part.name().unwrap_or("").to_owned();
        let file = part.file_name().unwrap_or("").to_owned();
        if file.is_empty() {
            self.fields += 1;
            if self.fields > self.limits.fields {
                return Err(Refusal::of(Trouble::TooLarge).because("too many fields"));
            }
            let value = text(part, self.limits.field).await?;
            return Ok(Some(Part::Field { name, value }));
        }
        self.files += 1;
        if self.files > self.limits.files {
            return Err(Refusal::of(Trouble::TooLarge).because("too many files"));
        }
        Ok(Some(Part::File(Box::new(Incoming {
            field: name,
            name: clean_name(&file),
            media: part.content_type().unwrap_or("").to_owned(),
            part,
            limit: self.limits.file,
            size: 0,
            digest: Sha256::new(),
        }))))
    }
}

/// The layer that tells a script which sends files where it is led, instead of
/// leading it: a request of a script follows a redirect unseen, and what the page
/// has to say once would be lost on it.
pub async fn layer(request: Request, next: Next) -> Response {
    let by_script = request.headers().contains_key("x-upload");
    let mut response = next.run(request).await;
    if by_script
        && response.status().is_redirection()
        && let Some(location) = response.headers_mut().remove(header::LOCATION)
    {
        response.headers_mut().insert("x-location", location);
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    response
}

/// A small form read whole: its fields, then its files.
pub async fn read_all(
    parts: Multipart,
    limits: Limits,
) -> Result<(Vec<(String, String)>, Vec<Received>), Refusal> {
    let mut upload = Upload::new(parts, limits);
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = upload.next().await? {
        match part {
            Part::Field { name, value } => fields.push((name, value)),
            Part::File(file) => files.push(file.whole().await?),
        }
    }
    Ok((fields, files))
}

impl Incoming<'_> {
    /// The next piece of the file; an error once it is larger than allowed.
    pub async fn piece(&mut self) -> Result<Option<axum::body::Bytes>, Refusal> {
        let Some(piece) = self.part.chunk().await.map_err(broken)? else {
            return Ok(None);
        };
        self.size += piece.len() as u64;
        if self.size > self.limit {
            return Err(Refusal::of(Trouble::TooLarge).because("a file over its limit"));
        }
        self.digest.update(&piece);
        Ok(Some(piece))
    }

    /// How much has come in so far, in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The hash of what has come in so far, in lower-case hex.
    pub fn sha256(&self) -> String {
        hex(&self.digest.clone().finalize())
    }

    /// The whole file in memory, for files that are small by their limit.
    pub async fn whole(mut self) -> Result<Received, Refusal> {
        let mut bytes = Vec::new();
        while let Some(piece) = self.piece().await? {
            bytes.extend_from_slice(&piece);
        }
        let sha256 = self.sha256();
        Ok(Received { field: self.field, name: self.name, media: self.media, bytes, sha256 })
    }
}

/// A file name fit to be shown and to be offered for saving: no folders, no
/// marks that hide what it is, no name Windows keeps for itself, not too long.
pub fn clean_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or("");
    let plain: String = last
        .nfc()
        .map(|letter| if "<>:\"|?*\n\t".contains(letter) { '_' } else { letter })
        .filter(|letter| !read::hidden(*letter))
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.trim_matches(['.', ' ']).to_owned();
    let (stem, ending) = match plain.rsplit_once('.') {
        Some((stem, ending)) if ending.chars().count() <= 10 => (stem, format!(".{ending}")),
        _ => (plain.as_str(), String::new()),
    };
    let stem: String = stem.chars().take(NAME_LIMIT - ending.chars().count()).collect();
    if stem.is_empty() {
        return format!("tep{ending}");
    }
    if is_reserved(&stem) { format!("_{stem}{ending}") } else { format!("{stem}{ending}") }
}

/// The device names of Windows, with which no file may be called.
fn is_reserved(stem: &str) -> bool {
    let upper = stem.split('.').next().unwrap_or("").to_ascii_uppercase();
    matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (upper.len() == 4
            && (upper.starts_with("COM") || upper.starts_with("LPT"))
            && upper.ends_with(|end: char| end.is_ascii_digit()))
}

async fn text(mut part: Field<'_>, limit: usize) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        if bytes.len() + piece.len() > limit {
            return Err(Refusal::of(Trouble::TooLarge).because("a field over its limit"));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn broken(error: MultipartError) -> Refusal {
    let trouble =
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE { Trouble::TooLarge } else { Trouble::BadRequest };
    Refusal::of(trouble).because(error.body_text())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_name_loses_what_could_mislead() {
        for (given, wanted) in [
            ("C:\\Users\\an\\Báo cáo.docx", "Báo cáo.docx"),
            ("../../etc/passwd", "passwd"),
            ("ke\u{302}\u{301} hoa\u{323}ch.pdf", "kế hoạch.pdf"),
            ("anh\u{202e}gpj.exe", "anhgpj.exe"),
            ("con.txt", "_con.txt"),
            ("a<b>:c?.xlsx", "a_b__c_.xlsx"),
            ("...", "tep"),
            ("", "tep"),
        ] {
            assert_eq!(clean_name(given), wanted, "{given:?}");
        }
        let long = format!("{}.docx", "ộ".repeat(400));
        let clean = clean_name(&long);
        assert!(clean.ends_with("ộ.docx") && clean.chars().count() == NAME_LIMIT);
    }

    proptest! {
        #[test]
        fn a_cleaned_name_is_never_a_path(given in ".{0,60}") {
            let clean = clean_name(&given);
            prop_assert!(!clean.is_empty() && !clean.contains(['/', '\\', '\0', '\n']));
            prop_assert!(clean != ".." && !clean.starts_with('.'));
            prop_assert!(clean.chars().count() <= NAME_LIMIT + 1);
        }
    }
}
