//! What travels: a visit on its way out, answers on their way home. Each is a
//! version of its own, apart from the record's types.
//!
//! Not here: what is done with either.

use domain::identifier::{CampaignId, FindingId, PackageId, UserId, VisitId, VisitItemId};
use domain::text::fold;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::package::{Package, Rows};

const OUTWARD: &str = "rasoat-visit";
const HOMEWARD: &str = "rasoat-visit-answers";
/// The version written and read of both.
const VERSION: u32 = 1;
/// What is signed of answers: these words and the body.
const SIGNED: &[u8] = b"rasoat-visit-answers 1 ";

/// A visit on its way out.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Outward {
    format: String,
    pub version: u32,
    /// The schema its rows are of.
    pub schema: i64,
    pub package: PackageId,
    pub visit: VisitId,
    pub user: UserId,
    pub unit: String,
    pub made_at: Timestamp,
    /// Whom answers are closed to (age), and the key they are signed with
    /// (32 secret bytes of Ed25519, in hexadecimal).
    pub address: String,
    pub signing: String,
    pub rows: Vec<Rows>,
}

/// Why a file is no visit of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTravelled {
    Format,
    /// Written by a program of another version.
    Version,
    Signature,
}

impl Outward {
    pub fn new(package: &Package, unit: &str, address: String, signing: String, rows: Vec<Rows>) -> Self {
        Outward {
            format: OUTWARD.to_owned(),
            version: VERSION,
            schema: store::schema_version(),
            package: package.id,
            visit: package.visit,
            user: package.user,
            unit: unit.to_owned(),
            made_at: package.made_at,
            address,
            signing,
            rows,
        }
    }

    pub fn read(bytes: &[u8]) -> Result<Self, NotTravelled> {
        let read: Outward = serde_json::from_slice(bytes).map_err(|_| NotTravelled::Format)?;
        if read.format != OUTWARD {
            return Err(NotTravelled::Format);
        }
        if read.version != VERSION || read.schema != store::schema_version() {
            return Err(NotTravelled::Version);
        }
        Ok(read)
    }
}

/// Answers on their way home.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Homeward {
    format: String,
    pub version: u32,
    pub package: PackageId,
    pub visit: VisitId,
    pub sealed_at: Timestamp,
    pub items: Vec<ItemBack>,
    pub findings: Vec<FindingBack>,
    pub files: Vec<FileBack>,
}

/// What was written on an item of the checklist.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemBack {
    pub campaign: CampaignId,
    pub item: VisitItemId,
    pub at: Timestamp,
    /// By the field's code.
    pub fields: BTreeMap<String, TextBack>,
}

/// A text with the marks of those it was written over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TextBack {
    pub text: String,
    pub over: Vec<String>,
}

/// What became of an earlier finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingBack {
    pub campaign: CampaignId,
    pub finding: FindingId,
    pub at: Timestamp,
    pub verdict: String,
    pub note: String,
    pub over: Vec<String>,
}

/// Evidence of an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileBack {
    pub campaign: CampaignId,
    pub item: VisitItemId,
    pub name: String,
    pub note: String,
    pub sha256: String,
    #[serde(with = "base64_text")]
    pub bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Signed {
    body: String,
    signature: String,
}

impl Homeward {
    pub fn new(package: PackageId, visit: VisitId, sealed_at: Timestamp) -> Self {
        Homeward {
            format: HOMEWARD.to_owned(),
            version: VERSION,
            package,
            visit,
            sealed_at,
            items: Vec::new(),
            findings: Vec::new(),
            files: Vec::new(),
        }
    }

    pub fn signed(&self, sealer: &evidence::Sealer) -> Result<Vec<u8>, serde_json::Error> {
        let body = serde_json::to_string(self)?;
        let signature = sealer.sign(&message(&body));
        serde_json::to_vec(&Signed { body, signature })
    }

    /// Answers signed by a key.
    pub fn read(bytes: &[u8], key: &str) -> Result<Self, NotTravelled> {
        let read: Signed = serde_json::from_slice(bytes).map_err(|_| NotTravelled::Format)?;
        if !evidence::is_signed(key, &read.signature, &message(&read.body)) {
            return Err(NotTravelled::Signature);
        }
        let body: Homeward = serde_json::from_str(&read.body).map_err(|_| NotTravelled::Format)?;
        if body.format != HOMEWARD {
            return Err(NotTravelled::Format);
        }
        if body.version != VERSION {
            return Err(NotTravelled::Version);
        }
        Ok(body)
    }
}

fn message(body: &str) -> Vec<u8> {
    [SIGNED, body.as_bytes()].concat()
}

/// The name of a file that travels: the unit without accents, and the day.
pub fn name(unit: &str, day: Date, ending: &str) -> String {
    let unit: Vec<String> = fold(unit).split_whitespace().map(str::to_owned).collect();
    format!("{}-{day}.{ending}", unit.join("-"))
}

mod base64_text {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&BASE64_STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        BASE64_STANDARD.decode(text).map_err(D::Error::custom)
    }
}
