//! A result another tool reported: its own judgement, which we only pass on.

use crate::{Subject, hex};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// How grave the tool says it is. Tools' own scales are mapped onto these five;
/// scores by the bands of CVSS v3.1 (specification, §5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    /// From the slightest to the gravest.
    pub const ALL: [Severity; 5] =
        [Severity::Info, Severity::Low, Severity::Medium, Severity::High, Severity::Critical];

    pub fn code(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// 0 to 4, the slightest first.
    pub fn rank(self) -> i64 {
        self as i64
    }

    pub fn from_rank(rank: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.rank() == rank)
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.code() == code)
    }

    /// The word a tool writes, however it capitalises it; `None` for one that is
    /// no measure of gravity.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word.trim().to_ascii_lowercase().as_str() {
            "info" | "information" | "informational" | "none" | "log" | "negligible" | "note" => {
                Severity::Info
            }
            "low" | "minor" => Severity::Low,
            "medium" | "moderate" | "warning" => Severity::Medium,
            "high" | "error" | "important" | "major" | "serious" => Severity::High,
            "critical" => Severity::Critical,
            _ => return None,
        })
    }

    /// By the bands of CVSS v3.1: 0 none, then low, medium from 4, high from 7,
    /// critical from 9.
    pub fn from_score(score: f64) -> Self {
        match score {
            score if score >= 9.0 => Severity::Critical,
            score if score >= 7.0 => Severity::High,
            score if score >= 4.0 => Severity::Medium,
            score if score > 0.0 => Severity::Low,
            _ => Severity::Info,
        }
    }
}

/// One result of a scanner. It has no field for what a page or a file said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reported {
    /// The tool's own name of the check: a plugin, a template, a CVE.
    pub rule: String,
    pub title: String,
    pub severity: Severity,
    /// Names of the weakness in public lists: CVE, GHSA …
    pub identifiers: Vec<String>,
    /// Numbers of the kind of weakness (CWE).
    pub weaknesses: Vec<u32>,
    /// The CVSS base score, 0 to 10, where the tool gives one.
    pub score: Option<f64>,
    /// Where on the subject: port and protocol, path and line, component.
    pub place: String,
    /// Other places of the subject where the same was seen.
    pub also: Vec<String>,
}

impl Reported {
    /// What makes two reports the same result: who said it, by which rule, of
    /// what, and where. Never its wording, never its order in a file.
    pub fn identity(&self, tool: &str, subject: &Subject) -> String {
        identity(tool, &self.rule, subject, &self.place)
    }
}

/// What makes two results the same: who says it, by which rule, of what, and where
/// on it. Parts are told apart by their lengths.
pub fn identity(tool: &str, rule: &str, subject: &Subject, place: &str) -> String {
    let mut hash = Sha256::new();
    for part in [tool, rule, subject.kind.code(), &subject.name, place] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hex(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn sample() -> Reported {
        Reported {
            rule: "10011".into(),
            title: "Cookie without secure flag".into(),
            severity: Severity::Low,
            identifiers: Vec::new(),
            weaknesses: vec![614],
            score: None,
            place: "443/tcp".into(),
            also: Vec::new(),
        }
    }

    #[test]
    fn identity_is_the_tool_the_rule_the_subject_and_the_place() {
        let site = Subject::new(Kind::Site, "https://a.example");
        let one = sample();
        let reworded = Reported { title: "Something else".into(), severity: Severity::High, ..sample() };
        assert_eq!(one.identity("zap", &site), reworded.identity("zap", &site));
        let elsewhere = Reported { place: "80/tcp".into(), ..sample() };
        assert_ne!(one.identity("zap", &site), elsewhere.identity("zap", &site));
        assert_ne!(one.identity("zap", &site), one.identity("nessus", &site));
        // Parts are told apart by their lengths, not by what stands between them.
        let shifted = Reported { rule: "1001".into(), ..sample() };
        assert_ne!(
            one.identity("zap", &site),
            shifted.identity("zap", &Subject::new(Kind::Site, "1https://a.example"))
        );
    }

    #[test]
    fn scores_fall_into_the_bands_of_cvss() {
        let bands =
            [0.0, 0.1, 3.9, 4.0, 6.9, 7.0, 8.9, 9.0, 10.0].map(|score| Severity::from_score(score).code());
        assert_eq!(bands, ["info", "low", "low", "medium", "medium", "high", "high", "critical", "critical"]);
    }
}
