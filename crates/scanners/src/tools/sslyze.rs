//! SSLyze: JSON of version 3 and later, XML of version 1. Suites are held
//! against BSI TR-02102-2 (forward secrecy or PSK, AES, SHA-2).

use super::{host, instant, parsed, reported};
use crate::ImportError;
use crate::import::Found;
use crate::xml::{Element, records};
use evidence::{Severity, Subject};
use serde::Deserialize;

/// Protocols that should not be offered at all: our name, JSON's, XML's.
const OLD: [(&str, &str, &str); 4] = [
    ("ssl-2.0", "ssl_2_0_cipher_suites", "sslv2"),
    ("ssl-3.0", "ssl_3_0_cipher_suites", "sslv3"),
    ("tls-1.0", "tls_1_0_cipher_suites", "tlsv1"),
    ("tls-1.1", "tls_1_1_cipher_suites", "tlsv1_1"),
];

/// Protocols whose suites are looked at.
const STANDING: [(&str, &str, &str); 2] = [
    ("tls-1.2-suites", "tls_1_2_cipher_suites", "tlsv1_2"),
    ("tls-1.3-suites", "tls_1_3_cipher_suites", "tlsv1_3"),
];

fn recommended(suite: &str) -> bool {
    let exchange = ["TLS_ECDHE_", "TLS_DHE_", "TLS_ECDH_", "TLS_DH_", "TLS_RSA_PSK_", "TLS_AES_"];
    let hash = ["_SHA256", "_SHA384", "_CCM"];
    exchange.iter().any(|start| suite.starts_with(start))
        && !suite.contains("anon")
        && suite.contains("AES_")
        && hash.iter().any(|end| suite.ends_with(end))
}

/// The parts of a JSON report that are looked at. Whatever else stands in it is
/// passed over unread: certificates hold numbers no program's numbers can hold.
#[derive(Debug, Deserialize)]
struct Report {
    #[serde(default)]
    sslyze_version: Option<String>,
    #[serde(default)]
    date_scans_completed: Option<String>,
    server_scan_results: Vec<Target>,
}

#[derive(Debug, Deserialize)]
struct Target {
    #[serde(default)]
    server_info: Option<Info>,
    #[serde(default)]
    server_location: Option<Location>,
    /// Since version 5.
    #[serde(default)]
    scan_result: Option<Results>,
    #[serde(default)]
    scan_commands_results: Option<Results>,
}

#[derive(Debug, Deserialize)]
struct Info {
    server_location: Location,
}

#[derive(Debug, Deserialize)]
struct Location {
    hostname: String,
    port: u16,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Results {
    heartbleed: Option<Part>,
    openssl_ccs_injection: Option<Part>,
    session_renegotiation: Option<Part>,
    ssl_2_0_cipher_suites: Option<Part>,
    ssl_3_0_cipher_suites: Option<Part>,
    tls_1_0_cipher_suites: Option<Part>,
    tls_1_1_cipher_suites: Option<Part>,
    tls_1_2_cipher_suites: Option<Part>,
    tls_1_3_cipher_suites: Option<Part>,
    certificate_info: Option<Part>,
}

/// What one of the scanner's questions was answered, as far as it matters here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Part {
    result: Option<Box<Part>>,
    is_vulnerable_to_heartbleed: Option<bool>,
    is_vulnerable_to_ccs_injection: Option<bool>,
    accepts_client_renegotiation: Option<bool>,
    is_vulnerable_to_client_renegotiation_dos: Option<bool>,
    supports_secure_renegotiation: Option<bool>,
    accepted_cipher_suites: Vec<Accepted>,
    certificate_deployments: Vec<Deployment>,
}

#[derive(Debug, Deserialize)]
struct Accepted {
    cipher_suite: Suite,
}

#[derive(Debug, Deserialize)]
struct Suite {
    name: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Deployment {
    leaf_certificate_subject_matches_hostname: Option<bool>,
    path_validation_results: Vec<Path>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Path {
    openssl_error_string: Option<String>,
}

impl Results {
    /// The suites accepted for one of [`OLD`] or [`STANDING`], by JSON's name.
    fn accepted(&self, name: &str) -> Vec<&str> {
        let part = match name {
            "ssl_2_0_cipher_suites" => &self.ssl_2_0_cipher_suites,
            "ssl_3_0_cipher_suites" => &self.ssl_3_0_cipher_suites,
            "tls_1_0_cipher_suites" => &self.tls_1_0_cipher_suites,
            "tls_1_1_cipher_suites" => &self.tls_1_1_cipher_suites,
            "tls_1_2_cipher_suites" => &self.tls_1_2_cipher_suites,
            _ => &self.tls_1_3_cipher_suites,
        };
        let all = answer(part.as_ref()).map_or(&[][..], |part| &part.accepted_cipher_suites);
        all.iter().map(|one| one.cipher_suite.name.as_str()).collect()
    }
}

/// The answer itself, out of its wrapping.
fn answer(part: Option<&Part>) -> Option<&Part> {
    let part = part?;
    Some(part.result.as_deref().unwrap_or(part))
}

pub fn json(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let report: Report = parsed(text)?;
    found.version = report.sslyze_version.unwrap_or_default();
    let ended = report.date_scans_completed.unwrap_or_default();
    found.made_at = instant(&format!("{}Z", ended.trim_end_matches('Z')));
    for target in report.server_scan_results {
        let location = target.server_info.map(|info| info.server_location).or(target.server_location);
        let location = location.ok_or(ImportError::Lacks { what: "server_location" })?;
        let server = Server { subject: host(&location.hostname), place: format!("{}/tcp", location.port) };
        found.looked_at(&server.subject);
        if let Some(results) = target.scan_result.or(target.scan_commands_results) {
            one(&server, &results, found)?;
        }
    }
    Ok(())
}

#[derive(Debug)]
struct Server {
    subject: Subject,
    place: String,
}

impl Server {
    fn put(&self, rule: &str, title: &str, cve: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
        let mut one = reported(rule, title, Severity::Medium, &self.place);
        one.identifiers = if cve.is_empty() { Vec::new() } else { vec![cve.to_owned()] };
        found.add(self.subject.clone(), one)
    }

    fn suites(&self, rule: &str, names: &[&str], found: &mut Found<'_>) -> Result<(), ImportError> {
        let wanting: Vec<&str> = names.iter().copied().filter(|name| !recommended(name)).collect();
        if wanting.is_empty() {
            return Ok(());
        }
        self.put(rule, &format!("Suites that are not recommended: {}", wanting.join(", ")), "", found)
    }
}

fn one(server: &Server, results: &Results, found: &mut Found<'_>) -> Result<(), ImportError> {
    let heartbleed = answer(results.heartbleed.as_ref()).and_then(|part| part.is_vulnerable_to_heartbleed);
    if heartbleed == Some(true) {
        server.put("heartbleed", "Heartbleed", "CVE-2014-0160", found)?;
    }
    let injection =
        answer(results.openssl_ccs_injection.as_ref()).and_then(|part| part.is_vulnerable_to_ccs_injection);
    if injection == Some(true) {
        server.put("ccs-injection", "OpenSSL CCS injection", "CVE-2014-0224", found)?;
    }
    let insecure = |part: &Part| {
        part.accepts_client_renegotiation == Some(true)
            || part.is_vulnerable_to_client_renegotiation_dos == Some(true)
            || part.supports_secure_renegotiation == Some(false)
    };
    if answer(results.session_renegotiation.as_ref()).is_some_and(insecure) {
        server.put("renegotiation", "Insecure session renegotiation", "", found)?;
    }
    for (rule, name, _) in OLD {
        if !results.accepted(name).is_empty() {
            server.put(rule, &offers(rule), "", found)?;
        }
    }
    for (rule, name, _) in STANDING {
        server.suites(rule, &results.accepted(name), found)?;
    }
    let doubtful = |deployment: &Deployment| {
        deployment.leaf_certificate_subject_matches_hostname == Some(false)
            || deployment.path_validation_results.iter().any(|path| path.openssl_error_string.is_some())
    };
    let deployments =
        answer(results.certificate_info.as_ref()).map_or(&[][..], |part| &part.certificate_deployments);
    if deployments.iter().any(doubtful) {
        server.put("certificate", "The certificate does not hold", "", found)?;
    }
    Ok(())
}

fn offers(protocol: &str) -> String {
    format!("{} is offered", protocol.to_uppercase().replace('-', " "))
}

pub fn xml(text: &str, found: &mut Found<'_>) -> Result<(), ImportError> {
    let limits = found.limits;
    records(text, &["target"], limits, |above, target| {
        if let Some(document) = above.first() {
            document.attribute("SSLyzeVersion").unwrap_or_default().clone_into(&mut found.version);
        }
        let name = target.attribute("host").ok_or(ImportError::Lacks { what: "host" })?;
        let place = format!("{}/tcp", target.attribute("port").unwrap_or("443"));
        let server = Server { subject: host(name), place };
        found.looked_at(&server.subject);
        let told = |path: &[&str], name: &str| target.at(path).and_then(|element| element.attribute(name));
        if told(&["heartbleed", "openSslHeartbleed"], "isVulnerable") == Some("True") {
            server.put("heartbleed", "Heartbleed", "CVE-2014-0160", found)?;
        }
        if told(&["openssl_ccs", "openSslCcsInjection"], "isVulnerable") == Some("True") {
            server.put("ccs-injection", "OpenSSL CCS injection", "CVE-2014-0224", found)?;
        }
        if told(&["reneg", "sessionRenegotiation"], "isSecure") == Some("False") {
            server.put("renegotiation", "Insecure session renegotiation", "", found)?;
        }
        for (rule, _, name) in OLD {
            if target.child(name).is_some_and(|protocol| !offered(protocol).is_empty()) {
                server.put(
                    rule,
                    &format!("{} is offered", rule.to_uppercase().replace('-', " ")),
                    "",
                    found,
                )?;
            }
        }
        for (rule, _, name) in STANDING {
            if let Some(protocol) = target.child(name) {
                server.suites(rule, &offered(protocol), found)?;
            }
        }
        Ok(())
    })
}

/// The suites a protocol's element lists as accepted.
fn offered(protocol: &Element) -> Vec<&str> {
    let lists = ["preferredCipherSuite", "acceptedCipherSuites"];
    let all = lists.iter().filter_map(|list| protocol.child(list)).flat_map(|list| &list.children);
    all.filter_map(|suite| suite.attribute("name")).collect()
}
