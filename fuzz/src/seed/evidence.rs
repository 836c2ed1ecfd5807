//! Files of scanners, bundles, rules and locked files.

use super::beside;
use crate::part::joined;

/// The largest file of another program that is taken as a seed.
const LARGEST: usize = 24 << 10;
pub const HEADER: &str = r#"{"format":"rasoat-evidence","version":1,"maker":"rasoat-field","maker_version":"0.1.0","made_at":"1970-01-01T00:00:00Z","visit":"cuoc-1"}"#;
pub const CODE: &str = "abcd-efgh-jkmn";
/// A key of thirty-two sevens, and its address.
pub const KEY: &str = "AGE-SECRET-KEY-1QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSWPC8QURSKMP32K";
const ADDRESS: &str = "age1zwlyl6h27gzv0lfntr7fcqrjrzqazap8sy5zylkxwneh7llf0dksu37mwt";

/// What a machine's tools saw, one observation a line.
pub const OBSERVATIONS: &str = r#"{"subject":{"kind":"machine","name":"MAY-01"},"attribute":"os.build","sight":{"seen":{"whole":19045}},"source":{"tool":"host","version":"1","file":"SOFTWARE","sha256":"00","place":"HKLM\\SOFTWARE\\Microsoft"},"seen_at":null,"valid_at":null}
{"subject":{"kind":"machine","name":"MAY-01"},"attribute":"usb.device","sight":{"seen":{"record":{"last_connected":{"instant":"1970-01-01T00:00:00Z"},"serial":{"text":"200608767007B7C08A6A"},"users":{"several":["canbo"]}}}},"source":{"tool":"host","version":"1","file":"SYSTEM","sha256":"00","place":"ControlSet001/Enum"},"seen_at":"2026-01-01T00:00:00Z","valid_at":null}
{"subject":{"kind":"machine","name":"MAY-01"},"attribute":"network.joined","sight":{"seen":{"record":{"name":{"text":"Mạng"},"gateways":{"several":["00:1a:2b:3c:4d:5e"]}}}},"source":{"tool":"host","version":"1","file":"SOFTWARE","sha256":"00","place":"a"},"seen_at":null,"valid_at":null}
{"subject":{"kind":"machine","name":"MAY-01"},"attribute":"account","sight":"absent","source":{"tool":"host","version":"1","file":"SAM","sha256":"00","place":"a"},"seen_at":null,"valid_at":null}
{"subject":{"kind":"machine","name":"MAY-01"},"attribute":"registry.value","sight":{"unreadable":"corrupt"},"source":{"tool":"host","version":"1","file":"SYSTEM","sha256":"00","place":"HKLM\\SYSTEM"},"seen_at":null,"valid_at":null}
"#;

/// A pack of rules that asks by every kind of test.
pub const RULES: &str = r"code: a
title: { vi: 'a', en: 'a' }
source: { vi: 'a', en: 'a' }
licence: 'Apache-2.0'
date: 2026-11-27
bases: [{ act: tt-12-2022 }]
rules:
  - code: a.1
    title: { vi: 'a', en: 'a' }
    remedy: { vi: 'a', en: 'a' }
    severity: critical
    applies:
      - { look: { attribute: os.build }, test: { is: within, value: [10240, 19045] } }
      - { look: { attribute: os.product }, test: { is: matches_none, value: ['*Server*'] } }
    ask:
      - { look: { attribute: os.build }, test: { is: at_least, value: 10240 } }
      - { look: { attribute: registry.value, place: 'HKLM\SYSTEM\*ControlSet*' }, test: { is: none_of, value: [10240, 1] } }
    finding: F5
    valid_from: 2023-10-11
";

/// Files of scanners, in every format.
pub fn scans() -> Vec<Vec<u8>> {
    const OWN: [&str; 8] = [
        r#"{"matches":[{"vulnerability":{"id":"GHSA-1","severity":"High","cvss":[{"metrics":{"baseScore":7.5}}]},"relatedVulnerabilities":[{"id":"CVE-2024-0001"}],"artifact":{"name":"openssl","version":"1.1","locations":[{"path":"/usr/lib/libssl.so"}]}}],"source":{},"descriptor":{"name":"grype","version":"0.90.0","timestamp":"2026-05-11T01:30:00Z"}}"#,
        "{\"name\":\"usb\",\"hostIdentifier\":\"PC-01\",\"unixTime\":1767225600,\"columns\":{\"vendor\":\"X\"},\"action\":\"added\"}\n",
        "ID,Category,Name,Severity,Result,Recommended,TestResult,SeverityFinding\n1100,Accounts,Guest,Low,0,10,Failed,Low\n",
        r#"<?xml version="1.0"?><NessusClientData_v2><Report name="r"><ReportHost name="10.0.0.5"><ReportItem port="445" protocol="tcp" severity="4" pluginID="97833" pluginName="MS17-010"><cve>CVE-2017-0144</cve></ReportItem></ReportHost></Report></NessusClientData_v2>"#,
        r#"<?xml version="1.0"?><nmaprun version="7.95" start="1767225600"><host><address addr="10.0.0.1" addrtype="ipv4"/><ports><port protocol="tcp" portid="22"><state state="open"/></port></ports></host></nmaprun>"#,
        "lynis_version=3.1.1\nreport_datetime_start=2026-01-01 00:00:00\nhostname=a\nwarning[]=AUTH-1|x|-|-|\n",
        r#"{"template-id":"a","info":{"name":"a","severity":"low"},"host":"h"}"#,
        r#"{"bomFormat":"CycloneDX","components":[{"bom-ref":"a","name":"a","version":"1"}],"vulnerabilities":[{"id":"CVE-1","affects":[{"ref":"a"}],"ratings":[{"severity":"high","score":7}]}]}"#,
    ];
    let mut found: Vec<Vec<u8>> = OWN.iter().map(|text| [&[0][..], text.as_bytes()].concat()).collect();
    found.extend(
        beside("defectdojo/unittests", LARGEST).into_iter().map(|(_, bytes)| [&[0][..], &bytes].concat()),
    );
    found
}

/// Bundles, rules and both.
pub fn bundles() -> Vec<Vec<u8>> {
    let golden = include_bytes!("../../../crates/evidence/tests/it/bundle-v1.rsb");
    vec![
        [&[0][..], golden].concat(),
        [&[1][..], OBSERVATIONS.as_bytes()].concat(),
        [&[2][..], RULES.as_bytes()].concat(),
        [&[3][..], &joined(&[(0, RULES.as_bytes()), (0, OBSERVATIONS.as_bytes())])].concat(),
    ]
}

/// Locked files.
pub fn locked() -> Vec<Vec<u8>> {
    let with_code = evidence::lock_with_code(b"visit", CODE).expect("it is closed");
    let mut found = vec![[&[0][..], &with_code].concat()];
    if let Ok(to_key) = evidence::lock_to(b"answers", ADDRESS) {
        found.push([&[1][..], &to_key].concat());
    }
    found.push(
        [&[0][..], b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 63\nAAAA\n--- AAAA\n"].concat(),
    );
    found
}
