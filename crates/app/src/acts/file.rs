//! Taking files in: every upload passes this guard before any of it is stored.
//!
//! Two steps, because a refusal must leave an audit line while the act it was
//! part of leaves no trace: `take_in` judges the bytes outside any change;
//! `keep` stores what was accepted inside the caller's own act. What is logged
//! of a refusal is its reason, never name or content. Not here: where a file
//! hangs on a page, who may read it (the act of the noun it hangs on).

pub mod media;

pub use media::Media;

use crate::clock::{hex, new_id};
use crate::{Act, Actor, App, Refusal};
use domain::identifier::FileId;
use domain::policy::Action;
use domain::text::tidy;
use reader::guard::{Seen, look};
use reader::{EnvelopeError, Limits};
use sha2::{Digest, Sha256};
use store::Tx;
use store::file::{self, File};
use sweep::{Account, Confidence, Outcome, Step};

/// The largest file taken in, in bytes.
pub const LARGEST: usize = 25 * 1024 * 1024;
/// Bytes unpacked out of one upload, and memory an archive within it may take to
/// unpack: what most archives are made with.
const MOST_UNPACKED: u64 = 256 << 20;
const MOST_OF_DECODER: u64 = 64 << 20;
/// The longest name kept, in characters.
const LONGEST_NAME: usize = 200;

/// A file as it came, not yet judged.
#[derive(Clone)]
pub struct Upload {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What a file is to hang on: "report" and its id, "finding" and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub kind: &'static str,
    pub id: String,
}

/// A file that passed the guard. Only `take_in` makes one.
pub struct Accepted {
    name: String,
    media: Media,
    sha256: String,
    bytes: Vec<u8>,
    /// Whether its words were read; pictures hold none.
    looked_into: bool,
}

impl About {
    pub fn new(kind: &'static str, id: impl ToString) -> Self {
        About { kind, id: id.to_string() }
    }
}

impl Accepted {
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn media(&self) -> Media {
        self.media
    }

    /// SHA-256 of the bytes, lower-case hex.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Upload({} bytes)", self.bytes.len())
    }
}

impl std::fmt::Debug for Accepted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Accepted({}, {} bytes)", self.media.code(), self.bytes.len())
    }
}

/// Why the guard turned a file away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reason {
    Empty,
    TooLarge,
    Kind(media::NotTaken),
    Marked,
    /// It could not be looked into, so nothing vouches for it.
    Closed(&'static str),
}

impl Reason {
    fn code(self) -> &'static str {
        match self {
            Reason::Empty => "file-empty",
            Reason::TooLarge => "file-too-large",
            Reason::Kind(why) => why.key(),
            Reason::Marked => "file-marked",
            Reason::Closed(key) => key,
        }
    }

    fn refusal(self) -> Refusal {
        match self {
            Reason::Marked => Refusal::Marked,
            other => Refusal::invalid("file", other.code()),
        }
    }
}

/// Judges an upload that `who` wants to hang on `about` by way of `action`.
/// Refused files are not stored; the refusal is in the audit.
pub async fn take_in(
    app: &App,
    who: &Actor,
    action: Action,
    about: &About,
    upload: Upload,
) -> Result<Accepted, Refusal> {
    who.scope(action).ok_or(Refusal::NotAllowed(action.code()))?;
    let size = upload.bytes.len();
    // Unpacking and reading a document is work for a thread that may block.
    let judged = tokio::task::spawn_blocking(move || judge(upload))
        .await
        .map_err(|error| Refusal::Broken(format!("the upload guard stopped: {error}")))?;
    match judged {
        Ok(accepted) => Ok(accepted),
        Err(reason) => {
            let mut act = app.act(who).await?;
            let detail = serde_json::json!({ "reason": reason.code(), "bytes": size });
            act.tell("file.refuse", about.kind, &about.id, detail).await?;
            act.done().await?;
            Err(reason.refusal())
        }
    }
}

fn judge(upload: Upload) -> Result<Accepted, Reason> {
    let Upload { name, bytes } = upload;
    if bytes.is_empty() {
        return Err(Reason::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(Reason::TooLarge);
    }
    let media = media::of(&bytes).map_err(Reason::Kind)?;
    let name = clean(&name, media);
    let seen = look(&name, &bytes, &Limits::default()).map_err(closed)?;
    if matches!(seen, Seen::Marked(_)) || is_swept(&name, &bytes) {
        return Err(Reason::Marked);
    }
    let sha256 = hex(&Sha256::digest(&bytes));
    Ok(Accepted { name, media, sha256, bytes, looked_into: seen != Seen::Pictures })
}

/// Whether the sweep finds a marking: it knows the codes of before Unicode, spaced
/// and hidden forms, and what stands inside archives and mails. Words that only
/// speak of secrets, and what was declassified, are none.
fn is_swept(name: &str, bytes: &[u8]) -> bool {
    // Several uploads are looked into at once, in the office's own process.
    let limits = sweep::Limits {
        file_bytes: LARGEST as u64,
        unpacked_bytes: MOST_UNPACKED,
        decoder_bytes: MOST_OF_DECODER,
        ..sweep::Limits::default()
    };
    let mut marked = false;
    sweep::examine(name, bytes, &limits, &mut |step| {
        if let Step::Ended(Account { outcome: Outcome::Marked(found), .. }) = step {
            marked |= found.confidence != Confidence::Mention && !found.declassified;
        }
    });
    marked
}

/// A file that cannot be opened cannot be looked into for a secrecy marking
/// (Thông tư 24/2020/TT-BCA, Mẫu 02) and is not taken in.
#[expect(clippy::needless_pass_by_value, reason = "made to stand in map_err")]
fn closed(error: EnvelopeError) -> Reason {
    match error {
        EnvelopeError::Empty => Reason::Empty,
        EnvelopeError::TooLarge { .. } => Reason::TooLarge,
        EnvelopeError::Encrypted => Reason::Kind(media::NotTaken::Protected),
        EnvelopeError::NotADocument => Reason::Kind(media::NotTaken::Unknown),
        EnvelopeError::NoConverter | EnvelopeError::Conversion(_) => Reason::Kind(media::NotTaken::OldOffice),
        EnvelopeError::Unpacked { .. } | EnvelopeError::Entries { .. } | EnvelopeError::XmlDepth { .. } => {
            Reason::Closed("file-too-much-inside")
        }
        EnvelopeError::XmlEntities => Reason::Closed("file-hides-content"),
        EnvelopeError::Broken(_) => Reason::Closed("file-broken"),
    }
}

/// The last part of a path, tidied, with an ending that fits its content.
fn clean(given: &str, media: Media) -> String {
    let last = tidy(given.rsplit(['/', '\\']).next().unwrap_or_default());
    let lower = last.to_ascii_lowercase();
    let fitting = media.endings().iter().find(|ending| lower.ends_with(**ending));
    let (stem, ending) = match fitting {
        Some(ending) => last.split_at(last.len() - ending.len()),
        None => (last.as_str(), media.endings()[0]),
    };
    let stem: String = stem.trim_matches(['.', ' ']).chars().take(LONGEST_NAME).collect();
    if stem.is_empty() { format!("tep{ending}") } else { format!("{stem}{ending}") }
}

/// Stores an accepted file and hangs it on its object, inside the caller's act.
pub async fn keep(
    act: &mut Act<'_>,
    accepted: Accepted,
    about: &About,
    part: &str,
    note: Option<&str>,
) -> Result<File, Refusal> {
    let kept = File {
        id: new_id(),
        sha256: accepted.sha256,
        name: accepted.name,
        media_type: accepted.media.code().to_owned(),
        size: accepted.bytes.len() as i64,
        uploaded_by: act.user(),
        uploaded_at: act.now,
    };
    if !accepted.looked_into {
        // Pictures hold no words: the record says that nobody looked into them.
        let detail = serde_json::json!({ "sha256": kept.sha256, "media": kept.media_type });
        act.tell("file.not_looked_into", about.kind, &about.id, detail).await?;
    }
    file::add(&mut act.tx, &kept, accepted.bytes).await?;
    file::attach(&mut act.tx, kept.id, about.kind, &about.id, part, note, act.now).await?;
    Ok(kept)
}

/// A file that hangs on `about`, with its bytes. Whether `about` may be read is
/// the caller's to have checked.
pub async fn content(tx: &mut Tx, about: &About, id: FileId) -> Result<(File, Vec<u8>), Refusal> {
    let found = file::on(tx, about.kind, &about.id, id).await?.ok_or(Refusal::NotFound)?;
    let bytes = file::bytes(tx, id).await?.ok_or(Refusal::NotFound)?;
    Ok((found, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_words_and_gets_the_ending_of_its_content() {
        for (given, media, wanted) in [
            ("C:\\Users\\an\\Báo cáo.docx", Media::Docx, "Báo cáo.docx"),
            ("../../etc/passwd", Media::Text, "passwd.txt"),
            ("ke\u{302}\u{301} hoa\u{323}ch.PDF", Media::Pdf, "kế hoạch.PDF"),
            ("ảnh.exe", Media::Jpeg, "ảnh.exe.jpg"),
            ("...", Media::Png, "tep.png"),
        ] {
            assert_eq!(clean(given, media), wanted, "{given}");
        }
        assert_eq!(clean(&"ộ".repeat(900), Media::Pdf).chars().count(), LONGEST_NAME + 4);
    }

    #[test]
    fn what_cannot_be_taken_in_says_why() {
        let judged = |bytes: &[u8]| {
            judge(Upload { name: "tệp".into(), bytes: bytes.to_vec() }).map(|accepted| accepted.media)
        };
        assert_eq!(judged(b""), Err(Reason::Empty));
        assert_eq!(judged(&vec![b'a'; LARGEST + 1]), Err(Reason::TooLarge));
        assert_eq!(judged(b"%PDF-1.7\n..."), Err(Reason::Closed("file-broken")));
        assert_eq!(judged(b"{\\rtf1 S\\u7889 li\\u7879u}"), Ok(Media::Rtf));
        assert_eq!(judged(b"{\\rtf1\\pard M\\u7852?T\\par}"), Err(Reason::Marked));
        // In a code of before Unicode too: TCVN3 as programs show it without its font.
        assert_eq!(judged("T\u{e8}I M\u{cb}T\n\nB\u{b6}n s\u{e8}: 01\n".as_bytes()), Err(Reason::Marked));
        assert_eq!(judged(b"\x89PNG\r\n\x1A\n...."), Ok(Media::Png));
        assert_eq!(
            judged(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1..."),
            Err(Reason::Kind(media::NotTaken::OldOffice))
        );
        assert_eq!(judged(b"<html><script>"), Err(Reason::Kind(media::NotTaken::Unknown)));
        assert_eq!(judged(b"\x7fELF\x02"), Err(Reason::Kind(media::NotTaken::Unknown)));
        assert_eq!(judged("Số liệu năm 2025".as_bytes()), Ok(Media::Text));
    }
}
