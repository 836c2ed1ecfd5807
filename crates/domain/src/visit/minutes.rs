//! The minutes of a visit (biên bản): parts from each member, agreement with
//! open disagreements listed, read out, signed by both sides or refused before a
//! witness, scanned.
//!
//! Not here: their wording (`papers`).

use crate::identifier::{FileId, MemberId};
use crate::state::NotNow;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Minutes {
    /// Members hand in their parts (S1 III.2c).
    Draft { parts: Vec<Part>, disagreements: Vec<Disagreement> },
    /// Every part is in; what is not resolved stays listed.
    Agreed { on: Date, parts: Vec<Part>, disagreements: Vec<Disagreement> },
    /// Read out to the unit, with its opinion.
    ReadOut { at: DateTime, unit_opinion: Option<String>, parts: Vec<Part>, disagreements: Vec<Disagreement> },
    /// Signed, or refused before a witness.
    Concluded {
        /// Ngày lập biên bản: remediation counts from it (S3 III.4).
        drawn_up_on: Date,
        ending: Ending,
        unit_opinion: Option<String>,
        disagreements: Vec<Disagreement>,
    },
    /// The scan of the signed paper is kept.
    Filed {
        drawn_up_on: Date,
        ending: Ending,
        unit_opinion: Option<String>,
        disagreements: Vec<Disagreement>,
        scan: FileId,
        filed_on: Date,
    },
}

/// How the minutes ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "ending", rename_all = "snake_case")]
pub enum Ending {
    Signed {
        team: Signatory,
        unit: Signatory,
        /// Copies made, one for each side at least.
        copies: u8,
    },
    /// The unit would not sign (NĐ 217/2025/NĐ-CP Đ15).
    Refused { team: Signatory, reason: String, witness: Witness },
}

/// One member's part of the minutes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub member: MemberId,
    pub handed_in: Option<DateTime>,
}

/// A member does not agree with a point.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disagreement {
    pub member: MemberId,
    pub about: String,
    pub position: String,
    /// How it was settled; open without.
    pub settled: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    pub name: String,
    pub position: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    pub kind: WitnessKind,
    pub name: String,
    pub position: String,
}

/// Who may witness a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WitnessKind {
    CommuneRepresentative,
    Person,
}

/// What can be done with minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MinutesStep {
    /// Hand in a part, disagree, settle.
    Write,
    Agree,
    ReadOut,
    /// The unit says what it thinks of them.
    Opine,
    /// Back to the members: after agreement, or when the unit's objection is right.
    Amend,
    Sign,
    Refuse,
    FileScan,
}

/// Why an act on the minutes was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MinutesFault {
    #[error(transparent)]
    NotNow(#[from] NotNow),
    /// These members have not handed in their part.
    #[error("{} parts are missing", .0.len())]
    PartsMissing(Vec<MemberId>),
    #[error("not on the team of these minutes")]
    NotAMember,
    /// A signature without a name, a refusal without reason or witness, fewer
    /// copies than sides.
    #[error("incomplete: {0}")]
    Incomplete(&'static str),
    /// The day of the minutes lies before they were read out.
    #[error("dated before they were read out")]
    DatedTooEarly,
}

impl MinutesStep {
    pub fn code(self) -> &'static str {
        match self {
            MinutesStep::Write => "write",
            MinutesStep::Agree => "agree",
            MinutesStep::ReadOut => "read_out",
            MinutesStep::Opine => "opine",
            MinutesStep::Amend => "amend",
            MinutesStep::Sign => "sign",
            MinutesStep::Refuse => "refuse",
            MinutesStep::FileScan => "file_scan",
        }
    }
}

impl Minutes {
    pub const CODES: [&str; 6] = ["draft", "agreed", "read_out", "signed", "refused", "filed"];

    /// A draft to which every member owes a part.
    pub fn new(members: impl IntoIterator<Item = MemberId>) -> Self {
        let parts = members.into_iter().map(|member| Part { member, handed_in: None }).collect();
        Minutes::Draft { parts, disagreements: vec![] }
    }

    pub fn code(&self) -> &'static str {
        match self {
            Minutes::Draft { .. } => "draft",
            Minutes::Agreed { .. } => "agreed",
            Minutes::ReadOut { .. } => "read_out",
            Minutes::Concluded { ending: Ending::Signed { .. }, .. } => "signed",
            Minutes::Concluded { ending: Ending::Refused { .. }, .. } => "refused",
            Minutes::Filed { .. } => "filed",
        }
    }

    pub fn steps(&self) -> &'static [MinutesStep] {
        match self {
            Minutes::Draft { .. } => &[MinutesStep::Write, MinutesStep::Agree],
            Minutes::Agreed { .. } => &[MinutesStep::ReadOut, MinutesStep::Amend],
            Minutes::ReadOut { .. } => {
                &[MinutesStep::Opine, MinutesStep::Sign, MinutesStep::Refuse, MinutesStep::Amend]
            }
            Minutes::Concluded { .. } => &[MinutesStep::FileScan],
            Minutes::Filed { .. } => &[],
        }
    }

    /// The day the minutes were drawn up, once they are concluded.
    pub fn drawn_up_on(&self) -> Option<Date> {
        match self {
            Minutes::Concluded { drawn_up_on, .. } | Minutes::Filed { drawn_up_on, .. } => Some(*drawn_up_on),
            _ => None,
        }
    }

    /// Disagreements that are not settled; the paper lists them.
    pub fn open_disagreements(&self) -> Vec<&Disagreement> {
        let all = match self {
            Minutes::Draft { disagreements, .. }
            | Minutes::Agreed { disagreements, .. }
            | Minutes::ReadOut { disagreements, .. }
            | Minutes::Concluded { disagreements, .. }
            | Minutes::Filed { disagreements, .. } => disagreements,
        };
        all.iter().filter(|disagreement| disagreement.settled.is_none()).collect()
    }

    fn not(&self, step: MinutesStep) -> MinutesFault {
        NotNow { state: self.code(), step: step.code() }.into()
    }

    /// A member hands in (or hands in again) their part.
    pub fn hand_in(self, member: MemberId, at: DateTime) -> Result<Self, MinutesFault> {
        match self {
            Minutes::Draft { mut parts, disagreements } => {
                let part =
                    parts.iter_mut().find(|part| part.member == member).ok_or(MinutesFault::NotAMember)?;
                part.handed_in = Some(at);
                Ok(Minutes::Draft { parts, disagreements })
            }
            other => Err(other.not(MinutesStep::Write)),
        }
    }

    pub fn disagree(self, disagreement: Disagreement) -> Result<Self, MinutesFault> {
        match self {
            Minutes::Draft { parts, mut disagreements } => {
                if !parts.iter().any(|part| part.member == disagreement.member) {
                    return Err(MinutesFault::NotAMember);
                }
                disagreements.push(disagreement);
                Ok(Minutes::Draft { parts, disagreements })
            }
            other => Err(other.not(MinutesStep::Write)),
        }
    }

    /// Settles the `index`-th disagreement, counted from 0; one that is not
    /// there changes nothing.
    pub fn settle(self, index: usize, how: String) -> Result<Self, MinutesFault> {
        match self {
            Minutes::Draft { parts, mut disagreements } => {
                if let Some(known) = disagreements.get_mut(index) {
                    known.settled = Some(how);
                }
                Ok(Minutes::Draft { parts, disagreements })
            }
            other => Err(other.not(MinutesStep::Write)),
        }
    }

    /// The members agree; disagreements may stay open.
    pub fn agree(self, on: Date) -> Result<Self, MinutesFault> {
        match self {
            Minutes::Draft { parts, disagreements } => {
                let missing: Vec<MemberId> =
                    parts.iter().filter(|part| part.handed_in.is_none()).map(|part| part.member).collect();
                if missing.is_empty() {
                    Ok(Minutes::Agreed { on, parts, disagreements })
                } else {
                    Err(MinutesFault::PartsMissing(missing))
                }
            }
            other => Err(other.not(MinutesStep::Agree)),
        }
    }

    pub fn read_out(self, at: DateTime, unit_opinion: Option<String>) -> Result<Self, MinutesFault> {
        match self {
            Minutes::Agreed { parts, disagreements, .. } => {
                let unit_opinion = unit_opinion.filter(|opinion| !opinion.trim().is_empty());
                Ok(Minutes::ReadOut { at, unit_opinion, parts, disagreements })
            }
            other => Err(other.not(MinutesStep::ReadOut)),
        }
    }

    /// What the unit says once it has heard them; said again, it replaces.
    pub fn opine(self, opinion: String) -> Result<Self, MinutesFault> {
        match self {
            Minutes::ReadOut { at, parts, disagreements, .. } => {
                let unit_opinion = Some(opinion).filter(|opinion| !opinion.trim().is_empty());
                Ok(Minutes::ReadOut { at, unit_opinion, parts, disagreements })
            }
            other => Err(other.not(MinutesStep::Opine)),
        }
    }

    /// Back to the draft; parts stay handed in.
    pub fn amend(self) -> Result<Self, MinutesFault> {
        match self {
            Minutes::Agreed { parts, disagreements, .. } | Minutes::ReadOut { parts, disagreements, .. } => {
                Ok(Minutes::Draft { parts, disagreements })
            }
            other => Err(other.not(MinutesStep::Amend)),
        }
    }

    pub fn sign(self, on: Date, team: Signatory, unit: Signatory, copies: u8) -> Result<Self, MinutesFault> {
        match self {
            Minutes::ReadOut { at, unit_opinion, disagreements, .. } => {
                if on < at.date() {
                    return Err(MinutesFault::DatedTooEarly);
                }
                if team.is_blank() || unit.is_blank() {
                    return Err(MinutesFault::Incomplete("signatory"));
                }
                if copies < 2 {
                    return Err(MinutesFault::Incomplete("copies"));
                }
                let ending = Ending::Signed { team, unit, copies };
                Ok(Minutes::Concluded { drawn_up_on: on, ending, unit_opinion, disagreements })
            }
            other => Err(other.not(MinutesStep::Sign)),
        }
    }

    pub fn refuse(
        self,
        on: Date,
        team: Signatory,
        reason: String,
        witness: Witness,
    ) -> Result<Self, MinutesFault> {
        match self {
            Minutes::ReadOut { at, unit_opinion, disagreements, .. } => {
                if on < at.date() {
                    return Err(MinutesFault::DatedTooEarly);
                }
                if team.is_blank() {
                    return Err(MinutesFault::Incomplete("signatory"));
                }
                if reason.trim().is_empty() {
                    return Err(MinutesFault::Incomplete("reason"));
                }
                if witness.name.trim().is_empty() {
                    return Err(MinutesFault::Incomplete("witness"));
                }
                let ending = Ending::Refused { team, reason, witness };
                Ok(Minutes::Concluded { drawn_up_on: on, ending, unit_opinion, disagreements })
            }
            other => Err(other.not(MinutesStep::Refuse)),
        }
    }

    pub fn file_scan(self, scan: FileId, on: Date) -> Result<Self, MinutesFault> {
        match self {
            Minutes::Concluded { drawn_up_on, ending, unit_opinion, disagreements } => {
                Ok(Minutes::Filed { drawn_up_on, ending, unit_opinion, disagreements, scan, filed_on: on })
            }
            other => Err(other.not(MinutesStep::FileScan)),
        }
    }
}

impl Signatory {
    fn is_blank(&self) -> bool {
        self.name.trim().is_empty()
    }
}
