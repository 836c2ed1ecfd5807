//! Formats of which no sample is at hand: written after their own documentation.

use evidence::{Kind, Severity};
use rasoat_scanners::{Format, Import, Limits, read};

fn taken(name: &str, text: &str) -> Import {
    read(name, text.as_bytes(), &Limits::default()).expect("it is read")
}

#[test]
fn grype_names_the_package_and_the_place() {
    let import = taken(
        "grype.json",
        r#"{"matches":[{"vulnerability":{"id":"GHSA-1","severity":"High","cvss":[{"metrics":{"baseScore":7.5}}]},
            "relatedVulnerabilities":[{"id":"CVE-2024-0001","cvss":[{"metrics":{"baseScore":8.1}}]}],
            "artifact":{"name":"openssl","version":"1.1","locations":[{"path":"/usr/lib/libssl.so"}]}}],
            "source":{},"descriptor":{"name":"grype","version":"0.90.0","timestamp":"2026-05-11T01:30:00Z"}}"#,
    );
    assert_eq!((import.format, import.version.as_str()), (Format::GrypeJson, "0.90.0"));
    let one = &import.outcomes[0];
    assert_eq!((one.subject.kind, one.subject.name.as_str()), (Kind::Component, "openssl@1.1"));
    assert_eq!(one.reported.identifiers, ["GHSA-1", "CVE-2024-0001"]);
    assert_eq!((one.reported.score, one.reported.severity), (Some(8.1), Severity::High));
    assert_eq!(one.reported.place, "/usr/lib/libssl.so");
}

#[test]
fn osquery_lines_are_rows_of_a_machine_and_what_went_away_is_none() {
    let import = taken(
        "osqueryd.results.log",
        concat!(
            r#"{"name":"usb","hostIdentifier":"PC-01","unixTime":1767225600,"columns":{"vendor":"X","serial":"1"},"action":"added"}"#,
            "\n",
            r#"{"name":"usb","hostIdentifier":"PC-01","unixTime":1767225600,"columns":{"vendor":"Y","serial":"2"},"action":"removed"}"#,
            "\n",
            r#"{"name":"users","hostIdentifier":"PC-01","unixTime":1767225601,"snapshot":[{"uid":0},{"uid":1}],"action":"snapshot"}"#,
            "\n"
        ),
    );
    let places: Vec<_> = import.outcomes.iter().map(|one| one.reported.place.as_str()).collect();
    assert_eq!(places, ["serial=1; vendor=X", "uid=0", "uid=1"]);
    assert_eq!(import.outcomes[0].subject.name, "pc-01");
}

#[test]
fn hardeningkitty_tells_what_is_not_as_recommended() {
    let header = "ID,Category,Name,Severity,Result,Recommended,TestResult,SeverityFinding\n";
    let rows =
        "1100,Accounts,Guest account,Passed,0,0,Passed,Medium\n1101,Accounts,Lockout,Low,0,10,Failed,Low\n";
    let import = taken("hardeningkitty_report_PC-07_msft-20260511.csv", &format!("{header}{rows}"));
    assert_eq!(import.outcomes.len(), 1);
    let one = &import.outcomes[0];
    assert_eq!((one.subject.name.as_str(), one.reported.rule.as_str()), ("pc-07", "1101"));
    assert_eq!(
        (one.reported.severity, one.reported.also.as_slice()),
        (Severity::Low, &["0 → 10".to_owned()][..])
    );
}

#[test]
fn a_nessus_file_names_host_port_and_weakness() {
    let import = taken(
        "scan.nessus",
        r#"<?xml version="1.0"?><NessusClientData_v2><Report name="r"><ReportHost name="10.0.0.5">
            <ReportItem port="445" protocol="tcp" severity="4" pluginID="97833" pluginName="MS17-010">
            <cve>CVE-2017-0144</cve><cvss3_base_score>8.1</cvss3_base_score></ReportItem>
            </ReportHost></Report></NessusClientData_v2>"#,
    );
    let one = &import.outcomes[0].reported;
    assert_eq!((one.place.as_str(), one.severity, one.score), ("445/tcp", Severity::Critical, Some(8.1)));
    assert_eq!(one.identifiers, ["CVE-2017-0144"]);
}
