//! The bundle (`.rsb`): observations on their way from the field to the office.
//!
//! JSON lines. The first names format, version, maker and place; each further line
//! is one observation with the hash of the line before it; the last seals the
//! chain with an Ed25519 signature (RFC 8032). A line that was changed, left out,
//! added or moved breaks the chain; a bundle cut short has no seal. It has no field
//! for what a document says. Not here: who may sign (the office's list of keys).

use crate::{Observation, Sealer, hex, is_signed};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::io::{BufRead, Read as _, Write};

/// What the first line's `format` says.
const FORMAT: &str = "rasoat-evidence";
/// The version written, and the newest that is read.
pub const VERSION: u32 = 1;
/// What is signed: these words and the head of the chain, so that a signature of
/// this key over anything else is none of a bundle.
const SIGNED: &[u8] = b"rasoat-evidence bundle 1 ";
/// Bytes of one line, at most.
const LONGEST: u64 = 1 << 20;
/// Lines of a bundle, at most.
const MOST: u64 = 20_000_000;

/// What a bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    format: String,
    pub version: u32,
    /// The program that wrote it, and its version.
    pub maker: String,
    pub maker_version: String,
    pub made_at: Timestamp,
    /// The visit it was made for, as the office calls it; empty for none.
    pub visit: String,
}

impl Header {
    pub fn new(
        maker: impl Into<String>,
        version: impl Into<String>,
        made_at: Timestamp,
        visit: impl Into<String>,
    ) -> Self {
        Header {
            format: FORMAT.to_owned(),
            version: VERSION,
            maker: maker.into(),
            maker_version: version.into(),
            made_at,
            visit: visit.into(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Line {
    Seen { before: String, observation: Box<Observation> },
    Seal { before: String, lines: u64, key: String, signature: String },
}

/// Why a bundle is not what its maker sealed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    #[error("it could not be read or written: {0}")]
    Io(#[from] std::io::Error),
    #[error("it is no bundle of observations")]
    NotABundle,
    #[error("it is of version {found}, newer than {VERSION}")]
    Newer { found: u32 },
    #[error("line {line} is damaged")]
    Damaged { line: u64 },
    #[error("line {line} does not follow the one before it: something was changed, left out or added")]
    Chain { line: u64 },
    #[error("it is cut short: its seal is missing")]
    Unsealed,
    #[error("something follows its seal")]
    AfterSeal,
    #[error("its signature is not that of its key")]
    Signature,
    #[error("line {line} is larger than allowed")]
    TooLarge { line: u64 },
}

impl BundleError {
    /// What the error is called where words for it are kept.
    pub fn code(&self) -> &'static str {
        match self {
            BundleError::Io(_) => "io",
            BundleError::NotABundle => "not_a_bundle",
            BundleError::Newer { .. } => "newer",
            BundleError::Damaged { .. } => "damaged",
            BundleError::Chain { .. } => "chain",
            BundleError::Unsealed => "unsealed",
            BundleError::AfterSeal => "after_seal",
            BundleError::Signature => "signature",
            BundleError::TooLarge { .. } => "too_large",
        }
    }
}

/// Writes a bundle, line by line.
#[derive(Debug)]
pub struct Writer<W: Write> {
    out: W,
    before: String,
    lines: u64,
}

impl<W: Write> Writer<W> {
    /// Writes the first line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(mut out: W, header: &Header) -> Result<Self, BundleError> {
        let line = serde_json::to_string(header).map_err(std::io::Error::from)?;
        let before = put(&mut out, &line)?;
        Ok(Writer { out, before, lines: 0 })
    }

    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, observation: &Observation) -> Result<(), BundleError> {
        let line = Line::Seen { before: self.before.clone(), observation: Box::new(observation.clone()) };
        let line = serde_json::to_string(&line).map_err(std::io::Error::from)?;
        self.before = put(&mut self.out, &line)?;
        self.lines += 1;
        Ok(())
    }

    /// Seals the bundle; what it was written to comes back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn seal(mut self, sealer: &Sealer) -> Result<W, BundleError> {
        let signature = sealer.sign(&signed(&self.before, self.lines));
        let line =
            Line::Seal { before: self.before.clone(), lines: self.lines, key: sealer.key(), signature };
        let line = serde_json::to_string(&line).map_err(std::io::Error::from)?;
        put(&mut self.out, &line)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// A bundle as its maker sealed it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    pub header: Header,
    pub observations: Vec<Observation>,
    /// The public key it was sealed with, in hexadecimal. Whose it is, is for the
    /// reader to know.
    pub key: String,
    /// The hash of its last line but one: no two bundles share it.
    pub head: String,
}

/// Reads a whole bundle and verifies it; nothing of one that is not whole is given.
///
/// # Errors
/// What is wrong with it, and in which line.
pub fn open(mut from: impl BufRead) -> Result<Bundle, BundleError> {
    let first = line(&mut from, 1)?.ok_or(BundleError::NotABundle)?;
    let header: Header = serde_json::from_str(&first).map_err(|_| BundleError::NotABundle)?;
    if header.format != FORMAT {
        return Err(BundleError::NotABundle);
    }
    if header.version > VERSION {
        return Err(BundleError::Newer { found: header.version });
    }
    let mut head = hash(&first);
    let mut observations = Vec::new();
    for number in 2..=MOST {
        let Some(text) = line(&mut from, number)? else { return Err(BundleError::Unsealed) };
        let read: Line = serde_json::from_str(&text).map_err(|_| BundleError::Damaged { line: number })?;
        match read {
            Line::Seen { before, observation } => {
                if before != head {
                    return Err(BundleError::Chain { line: number });
                }
                head = hash(&text);
                observations.push(*observation);
            }
            Line::Seal { before, lines, key, signature } => {
                if before != head || lines != observations.len() as u64 {
                    return Err(BundleError::Chain { line: number });
                }
                if !is_signed(&key, &signature, &signed(&head, lines)) {
                    return Err(BundleError::Signature);
                }
                if line(&mut from, number + 1)?.is_some() {
                    return Err(BundleError::AfterSeal);
                }
                return Ok(Bundle { header, observations, key, head });
            }
        }
    }
    Err(BundleError::TooLarge { line: MOST })
}

fn signed(head: &str, lines: u64) -> Vec<u8> {
    [SIGNED, head.as_bytes(), b" ", lines.to_string().as_bytes()].concat()
}

/// One line without its end; none after the last.
fn line(from: &mut impl BufRead, number: u64) -> Result<Option<String>, BundleError> {
    let mut bytes = Vec::new();
    from.by_ref().take(LONGEST + 1).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
    } else if bytes.len() as u64 > LONGEST {
        return Err(BundleError::TooLarge { line: number });
    } else {
        // Every line of a bundle ends; one that does not was cut off.
        return Err(if number == 1 { BundleError::NotABundle } else { BundleError::Unsealed });
    }
    String::from_utf8(bytes).map(Some).map_err(|_| {
        if number == 1 { BundleError::NotABundle } else { BundleError::Damaged { line: number } }
    })
}

/// Writes a line; gives its hash.
fn put(out: &mut impl Write, line: &str) -> Result<String, BundleError> {
    out.write_all(line.as_bytes())?;
    out.write_all(b"\n")?;
    Ok(hash(line))
}

fn hash(line: &str) -> String {
    hex(&Sha256::digest(line.as_bytes()))
}
