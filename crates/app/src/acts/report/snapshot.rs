//! The answers as sent: a text that does not change, and its hash on the
//! receipt. It crosses years, so it has a version of its own.

use crate::Refusal;
use crate::clock::hex;
use domain::outline::{Answers, Outline};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The form written today.
const FORM: u32 = 1;

/// One round's answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub form: u32,
    pub report: String,
    pub outline: String,
    pub round: u16,
    pub years: Vec<i16>,
    /// Cells in their text form with their values in theirs; cleared ones are
    /// not there.
    pub cells: BTreeMap<String, String>,
}

impl Snapshot {
    pub fn new(
        report: impl ToString,
        outline: &str,
        round: u16,
        years: &[i16],
        cells: BTreeMap<String, String>,
    ) -> Self {
        Snapshot {
            form: FORM,
            report: report.to_string(),
            outline: outline.to_owned(),
            round,
            years: years.to_vec(),
            cells,
        }
    }

    /// The text that is kept, and its SHA-256.
    pub fn seal(&self) -> Result<(String, String), Refusal> {
        let text = serde_json::to_string(self)?;
        let hash = hex(&Sha256::digest(text.as_bytes()));
        Ok((text, hash))
    }

    pub fn read(text: &str) -> Result<Self, Refusal> {
        let snapshot: Snapshot = serde_json::from_str(text)?;
        if snapshot.form == FORM {
            Ok(snapshot)
        } else {
            Err(Refusal::Broken(format!("a report was sent in form {}, unknown here", snapshot.form)))
        }
    }

    pub fn answers(&self, outline: &Outline) -> Answers {
        let cells: Vec<_> =
            self.cells.iter().filter_map(|(cell, text)| Some((cell.parse().ok()?, text))).collect();
        super::gather(outline, &self.years, cells.iter().map(|(cell, text)| (cell, text.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_form_is_read_for_ever() {
        let text = r#"{"form":1,"report":"r","outline":"self-inspection-2024","round":2,"years":[2023,2024],"cells":{"issued.mat@2024":"12","leaks.what[1]":"Mất máy tính"}}"#;
        let snapshot = Snapshot::read(text).expect("form 1 is read");
        assert_eq!(snapshot.cells["leaks.what[1]"], "Mất máy tính");
        let (again, hash) = snapshot.seal().expect("it is written");
        assert_eq!(again, text, "writing it again gives the same bytes");
        assert_eq!(hash, "101d05a4e2eabd9b8e92648a7243e226a57a0d3111fadf1aa7f213e006d23f7f");
    }

    #[test]
    fn a_form_of_the_future_is_refused_not_guessed() {
        let text = r#"{"form":2,"report":"r","outline":"o","round":1,"years":[],"cells":{}}"#;
        assert!(matches!(Snapshot::read(text), Err(Refusal::Broken(_))));
    }
}
