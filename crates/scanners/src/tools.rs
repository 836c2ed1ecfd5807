//! One file a tool: where its results stand, and how its words are ours.

mod cyclonedx;
mod grype;
mod hardeningkitty;
mod lynis;
mod nessus;
mod nmap;
mod nuclei;
mod openvas;
mod osquery;
mod sarif;
mod sslyze;
mod testssl;
mod trivy;
mod zap;

use crate::import::Found;
use crate::{Format, ImportError};
use evidence::{Kind, Reported, Severity, Subject};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub(crate) fn read(format: Format, text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    match format {
        Format::NmapXml => nmap::xml(text, found),
        Format::ZapXml => zap::xml(text, found),
        Format::OpenvasXml => openvas::xml(text, found),
        Format::OpenvasCsv => openvas::csv(text, found),
        Format::NessusXml => nessus::xml(text, found),
        Format::NessusCsv => nessus::csv(text, found),
        Format::NucleiJson => nuclei::json(text, found),
        Format::TestsslCsv => testssl::csv(text, found),
        Format::Sarif => sarif::json(text, found),
        Format::CyclonedxXml => cyclonedx::xml(text, found),
        Format::CyclonedxJson => cyclonedx::json(text, found),
        Format::SslyzeXml => sslyze::xml(text, found),
        Format::SslyzeJson => sslyze::json(text, found),
        Format::TrivyJson => trivy::json(text, found),
        Format::GrypeJson => grype::json(text, found),
        Format::LynisReport => lynis::lines(text, found),
        Format::OsqueryJson => osquery::lines(text, found),
        Format::HardeningkittyCsv => hardeningkitty::csv(text, found),
    }
}

/// The longest text taken over from a file, in characters.
const LONGEST: usize = 500;

fn short(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.chars().take(LONGEST).collect()
}

/// A result with the parts every tool gives.
fn reported(rule: &str, title: &str, severity: Severity, place: &str) -> Reported {
    let rule = short(rule);
    let title = short(title);
    Reported {
        title: if title.is_empty() { rule.clone() } else { title },
        rule,
        severity,
        identifiers: Vec::new(),
        weaknesses: Vec::new(),
        score: None,
        place: short(place),
        also: Vec::new(),
    }
}

/// A host by its name, in lower case, or by its address.
fn host(name: &str) -> Subject {
    Subject::new(Kind::Host, short(name).trim_end_matches('.').to_lowercase())
}

/// The host of an address: between `://` and the path, without user and port.
fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let authority = authority.rsplit('@').next().unwrap_or_default();
    if let Some(inner) = authority.strip_prefix('[') {
        return inner.split(']').next().unwrap_or_default();
    }
    match authority.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.contains(':') => name,
        _ => authority,
    }
}

/// `CVE-2020-1234` and its like in a text, each once, in capitals.
fn cves(text: &str) -> Vec<String> {
    let upper = text.to_ascii_uppercase();
    let mut all: Vec<String> = Vec::new();
    for (at, _) in upper.match_indices("CVE-") {
        let rest = &upper[at + 4..];
        let mut parts = rest.splitn(2, '-');
        let (year, more) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let number: String = more.chars().take_while(char::is_ascii_digit).collect();
        let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        if is_year && number.len() >= 4 {
            let one = format!("CVE-{year}-{number}");
            if !all.contains(&one) {
                all.push(one);
            }
        }
    }
    all
}

/// `CWE-79`, `79`, `cwe_79`.
fn cwe(text: &str) -> Option<u32> {
    let digits = text.trim().trim_start_matches(|c: char| !c.is_ascii_digit());
    let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|number| *number > 0)
}

fn score(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|score| (0.0..=10.0).contains(score))
}

fn instant(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T, ImportError> {
    serde_json::from_str(text).map_err(broken)
}

/// Documents one after the other, as logs and JSON lines hold them.
fn documents(text: &str) -> impl Iterator<Item = Result<Value, ImportError>> {
    serde_json::Deserializer::from_str(text).into_iter().map(|document| document.map_err(broken))
}

fn broken(error: serde_json::Error) -> ImportError {
    ImportError::Broken { what: error.to_string() }
}

fn highest(scores: impl Iterator<Item = f64>) -> Option<f64> {
    scores.reduce(f64::max)
}

/// A member's text; empty when it is none.
fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

/// The members of a list; none when it is no list.
fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_addresses() {
        for (address, host) in [
            ("https://a.example:8443/x?y=1:2", "a.example"),
            ("a.example", "a.example"),
            ("10.0.0.1:22", "10.0.0.1"),
            ("http://user:word@a.example/", "a.example"),
            ("http://[::1]:80/", "::1"),
        ] {
            assert_eq!(host_of(address), host, "{address}");
        }
    }

    #[test]
    fn names_of_weaknesses_are_found_in_text() {
        assert_eq!(cves("see cve-2019-12345, CVE-2019-12345 and CVE-20-1"), ["CVE-2019-12345"]);
        assert_eq!([cwe("CWE-79"), cwe("79"), cwe("none"), cwe("0")], [Some(79), Some(79), None, None]);
    }
}
