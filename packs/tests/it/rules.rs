//! The packs of rules: what they hold, and that a wrong one is refused with its
//! place.

use evidence::{Kind, Observation, Sight, Source, Subject, Value, Verdict, judge};
use jiff::civil::date;
use rasoat_packs::{EMBEDDED, Packs, Rules};
use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

/// Read once: they are a megabyte.
fn embedded() -> &'static (Packs, Rules) {
    static READ: OnceLock<(Packs, Rules)> = OnceLock::new();
    READ.get_or_init(|| {
        let packs = Packs::embedded().unwrap();
        let rules = Rules::embedded(&packs).unwrap();
        (packs, rules)
    })
}

#[test]
fn the_packs_have_their_rules() {
    let (_, rules) = embedded();
    let sizes: Vec<(&str, usize)> =
        rules.packs.values().map(|pack| (pack.code.as_str(), pack.rules.len())).collect();
    assert_eq!(
        sizes,
        [
            ("linux", 56),
            ("lookups", 22),
            ("msft-server-2004-member", 305),
            ("msft-server-2022-member", 312),
            ("msft-win10-22h2", 374),
            ("msft-win11-24h2", 427),
            ("patches", 3),
            ("windows", 43),
            ("windows-events", 35),
            ("windows-files", 22),
        ]
    );
}

#[test]
fn every_rule_has_grounds_before_and_after_the_law_changed() {
    let (packs, rules) = embedded();
    for rule in rules.packs.values().flat_map(|pack| &pack.rules) {
        for day in [date(2025, 6, 1), date(2026, 11, 27)].into_iter().filter(|day| rule.is_asked_on(*day)) {
            let held = domain::law::holding(&rule.bases, day, &packs.library);
            assert!(!held.is_empty(), "{} on {day}", rule.code);
        }
    }
}

#[test]
fn titles_tell_the_rules_of_a_pack_apart() {
    let (_, rules) = embedded();
    for pack in rules.packs.values() {
        let mut seen: BTreeMap<(&str, String), &str> = BTreeMap::new();
        for rule in &pack.rules {
            let looks = format!("{:?}", rule.ask.iter().map(|question| &question.look).collect::<Vec<_>>());
            if let Some(other) = seen.insert((&rule.title.vi, looks), &rule.code) {
                panic!("{} and {other} are both “{}”", rule.code, rule.title.vi);
            }
        }
    }
}

#[test]
fn the_values_to_look_up_are_known_beforehand() {
    let (_, rules) = embedded();
    let values = rules.registry_values();
    assert!(values.len() > 350, "{}", values.len());
    assert!(values.iter().all(|(key, _)| key.starts_with(r"HKLM\") || key.starts_with(r"HKCU\")));
    assert!(values.iter().all(|(key, _)| !key.contains('*') && !key.contains(r"\\")));
    let has = |key: &str, value: &str| {
        values.iter().any(|(known, name)| known.eq_ignore_ascii_case(key) && name == value)
    };
    assert!(has(r"HKLM\System\CurrentControlSet\Services\LanmanServer\Parameters", "SMB1"));
    assert!(has(r"HKLM\Software\Policies\Microsoft\Windows\NetworkProvider\HardenedPaths", r"\\*\NETLOGON"));
}

fn seen(attribute: &str, place: &str, value: Value) -> Observation {
    Observation {
        subject: Subject::new(Kind::Machine, "PC-01"),
        attribute: attribute.into(),
        sight: Sight::Seen(value),
        source: Source {
            tool: "test".into(),
            version: String::new(),
            file: String::new(),
            sha256: String::new(),
            place: place.into(),
        },
        seen_at: None,
        valid_at: None,
    }
}

fn record(attribute: &str, fields: &[(&str, &str)]) -> Observation {
    let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), Value::Text((*text).to_owned())));
    seen(attribute, "HKLM", Value::Record(fields.collect()))
}

fn rights(sid: &str, rights: &[&str]) -> Observation {
    let rights = Value::Several(rights.iter().map(|&right| right.to_owned()).collect());
    let fields = [("sid".to_owned(), Value::Text(sid.into())), ("rights".to_owned(), rights)];
    seen("right", &format!(r"HKLM\SECURITY\{sid}"), Value::Record(fields.into()))
}

#[test]
fn a_machine_is_judged_by_the_pack_made_for_it() {
    let (_, rules) = embedded();
    let machine = [
        // As the registry has them: Windows 11 calls itself 10 there.
        seen("os.build", "", Value::Text("26100.1742".into())),
        seen("os.product", "", Value::Text("Windows 10 Pro".into())),
        seen("password.minimum_length", "", Value::Whole(8)),
        seen("lockout.threshold", "", Value::Whole(0)),
        record("audit.policy", &[("category", "logon"), ("logon", "both"), ("lockout", "none")]),
        seen(
            "registry.value",
            r"HKLM\SYSTEM\ControlSet001\Services\LanmanServer\Parameters\SMB1",
            Value::Whole(1),
        ),
        record("service", &[("name", "XblGameSave"), ("start", "disabled")]),
        rights("S-1-5-32-544", &["SeBackupPrivilege", "SeDebugPrivilege"]),
        rights("S-1-5-32-551", &["SeDebugPrivilege", "SeRestorePrivilege"]),
    ];
    let mut counts: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (pack, rule) in rules
        .asked_of("rasoat-host", Kind::Machine, date(2026, 11, 27))
        .filter(|(pack, _)| pack.starts_with("msft"))
    {
        let verdict = judge(rule, &machine).verdict.code();
        counts.entry((pack, verdict)).or_default().push(rule.title.en.as_str());
    }
    let of = |pack, verdict: Verdict| counts.get(&(pack, verdict.code())).cloned().unwrap_or_default();
    assert_eq!(of("msft-win10-22h2", Verdict::NotApplicable).len(), 374);
    let (fails, passes) = (of("msft-win11-24h2", Verdict::Fails), of("msft-win11-24h2", Verdict::Passes));
    for title in [
        "Account lockout threshold",
        "Minimum password length",
        "Configure SMB v1 server",
        "Account Lockout",
        "Debug programs",
        "Restore files and directories",
    ] {
        assert!(fails.contains(&title), "{title} {fails:?}");
    }
    for title in [
        "Back up files and directories",
        "Act as part of the operating system",
        "Logon",
        "Xbox Live Game Save (XblGameSave) (Service Startup type)",
    ] {
        assert!(passes.contains(&title), "{title} {passes:?}");
    }
    // Of what was listed all is judged: four services, the audit policy, rights; the rest nobody collected.
    assert_eq!(fails.len() + passes.len(), 2 + 1 + 4 + 23 + 23);
    assert_eq!(of("msft-win11-24h2", Verdict::NotCollected).len(), 427 - 53);
}

/// The verdicts on rules whose codes begin so, on a day.
fn verdicts(machine: &[Observation], start: &str, on: jiff::civil::Date) -> BTreeMap<String, Verdict> {
    let (_, rules) = embedded();
    let asked =
        rules.asked_of("rasoat-host", Kind::Machine, on).filter(|(_, rule)| rule.code.starts_with(start));
    let mut machine = machine.to_vec();
    machine.push(seen("os.family", "", Value::Text("windows".into())));
    asked.map(|(_, rule)| (rule.code.clone(), judge(rule, &machine).verdict)).collect()
}

#[test]
fn support_ends_on_the_day_it_ends() {
    let machine = |build| {
        [seen("os.build", "", Value::Whole(build)), seen("os.product", "", Value::Text("Windows".into()))]
    };
    let failing = |build, on| -> Vec<String> {
        let verdicts = verdicts(&machine(build), "win.support", on);
        verdicts.into_iter().filter(|(_, verdict)| *verdict == Verdict::Fails).map(|(code, _)| code).collect()
    };
    assert!(failing(19045, date(2025, 10, 14)).is_empty());
    assert_eq!(failing(19045, date(2025, 10, 15)), ["win.support-win10"]);
    assert!(failing(19044, date(2026, 11, 27)).is_empty(), "an LTSC release");
    assert_eq!(failing(7601, date(2026, 11, 27)), ["win.support-older"]);
    assert_eq!(failing(22631, date(2026, 11, 27)), ["win.support-win11"]);
    assert!(failing(26100, date(2026, 11, 27)).is_empty());
}

#[test]
fn a_server_is_asked_what_is_asked_of_servers_and_nothing_of_windows() {
    let (_, rules) = embedded();
    let flags = |fields: &[(&str, Value)]| {
        Value::Record(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    };
    let text = |text: &str| Value::Text(text.into());
    let server = [
        seen("os.family", "", text("linux")),
        Observation { sight: Sight::Absent, ..seen("os.build", "", text("")) },
        seen("os.product", "/etc/os-release", text("Debian GNU/Linux 10 (buster)")),
        seen("os.support_left", "/etc/os-release", Value::Whole(-3)),
        seen("account", "/etc/passwd:1", flags(&[("name", text("root")), ("uid", Value::Whole(0))])),
        seen("account", "/etc/passwd:5", flags(&[("name", text("phu")), ("uid", Value::Whole(0))])),
        seen("ssh.permit_root_login", "/etc/ssh/sshd_config:3", text("prohibit-password")),
        seen(
            "ssh.ciphers",
            "/etc/ssh/sshd_config:4",
            Value::Several(vec!["aes128-ctr".into(), "3des-cbc".into()]),
        ),
        seen(
            "network.listening",
            "ss:1",
            flags(&[
                ("port", Value::Whole(3306)),
                ("protocol", text("tcp")),
                ("reachable", Value::Flag(true)),
            ]),
        ),
        seen(
            "sudo.rule",
            "/etc/sudoers:4",
            flags(&[
                ("who", text("an")),
                ("everything", Value::Flag(true)),
                ("without_password", Value::Flag(true)),
            ]),
        ),
        seen(
            "mount",
            "/proc/mounts:1",
            flags(&[("path", text("/")), ("options", Value::Several(vec!["rw".into()]))]),
        ),
        seen(
            "auth.accepted",
            "/var/log/auth.log",
            flags(&[("user", text("an")), ("outside", Value::Flag(false)), ("method", text("password"))]),
        ),
    ];
    let mut verdicts: BTreeMap<Verdict, Vec<&str>> = BTreeMap::new();
    for (pack, rule) in rules.asked_of("rasoat-host", Kind::Machine, date(2026, 11, 27)) {
        let verdict = judge(rule, &server).verdict;
        assert!((verdict == Verdict::NotApplicable) == (pack != "linux"), "{}: {verdict:?}", rule.code);
        verdicts.entry(verdict).or_default().push(rule.code.as_str());
    }
    assert_eq!(
        verdicts[&Verdict::Fails],
        [
            "linux.support",
            "linux.support-soon",
            "linux.ssh-root",
            "linux.ssh-ciphers",
            "linux.one-root",
            "linux.sudo-password",
            "linux.databases-closed",
            "linux.tmp-options"
        ]
    );
    assert_eq!(
        verdicts[&Verdict::Passes],
        [
            "linux.ssh-root-password",
            "linux.password-hidden",
            "linux.groups-as-root",
            "linux.plain-services",
            "linux.logon-from-internet",
            "linux.logon-as-root"
        ]
    );
}

#[test]
fn a_machine_for_secrets_is_asked_more_and_by_the_law_of_the_day() {
    let networks = seen("network.joined", "HKLM", Value::Text("NHA".into()));
    let machine =
        |purpose: &str| [seen("machine.purpose", "", Value::Text(purpose.into())), networks.clone()];
    let secrets = |purpose: &str, on| verdicts(&machine(purpose), "secrets.networks", on);
    let before = date(2026, 2, 28);
    assert_eq!(
        secrets("state_secrets", before),
        BTreeMap::from([("secrets.networks-before".into(), Verdict::Fails)])
    );
    let after = date(2026, 3, 1);
    assert_eq!(
        secrets("state_secrets", after),
        BTreeMap::from([("secrets.networks".into(), Verdict::Fails)])
    );
    assert_eq!(
        secrets("internet", after),
        BTreeMap::from([("secrets.networks".into(), Verdict::NotApplicable)])
    );
    let unsaid = verdicts(std::slice::from_ref(&networks), "secrets.networks", after);
    assert_eq!(unsaid, BTreeMap::from([("secrets.networks".into(), Verdict::NotCollected)]));
}

/// The fault that comes of a pack of one rule with one change to it.
fn fault_of(from: &str, to: &str) -> String {
    let text = "\
code: own
title: { vi: Riêng, en: Own }
source: { vi: Tự soạn, en: Own work }
licence: Apache-2.0
date: 2026-11-27
rules:
  - code: own.smb1
    title: { vi: Tắt SMB 1, en: SMB 1 is off }
    remedy: { vi: Tắt., en: Switch it off. }
    severity: high
    ask:
      - { look: { attribute: smb1.enabled }, test: { is: equals, value: 0 } }
    finding: F7
    bases:
      - { act: tt-12-2022, at: 1.5.7 }
";
    assert!(text.contains(from), "{from}");
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("rules")).unwrap();
    fs::write(folder.path().join("rules/own.yaml"), text.replacen(from, to, 1)).unwrap();
    // Of the large packs their first rule will do.
    for (path, text) in EMBEDDED.iter().filter(|(path, _)| path.starts_with("rules/")) {
        let second = text.match_indices("  - code: ").nth(1).unwrap().0;
        fs::write(folder.path().join(path), &text[..second]).unwrap();
    }
    match Rules::with_folder(&embedded().0, folder.path()) {
        Ok(rules) => {
            assert_eq!(rules.packs["own"].rules.len(), 1);
            "taken".to_owned()
        }
        Err(fault) => fault.to_string(),
    }
}

#[test]
fn a_wrong_rule_is_refused_with_its_place() {
    let cases = [
        ("own.smb1", "own.smb1", "taken"),
        ("is: equals", "is: equal", "rules/own.yaml, line 12, rules[0].ask[0]"),
        ("is: equals", "is: equal", "unknown variant `equal`"),
        ("value: 0", "value: { a: 1 }", "rules/own.yaml, line 12"),
        ("attribute: smb1", "attributes: smb1", "unknown field `attributes`"),
        (
            "severity: high",
            "severity: grave",
            "rules/own.yaml, line 10, rules[0].severity: unknown variant `grave`",
        ),
        (", en: SMB 1 is off", "", "missing field `en`"),
        ("en: SMB 1 is off", "en: ''", "rules/own.yaml, line 7, own.smb1: own.smb1: a text is missing"),
        (
            "    bases:\n      - { act: tt-12-2022, at: 1.5.7 }\n",
            "",
            "rules/own.yaml, line 7, own.smb1: own.smb1: no basis",
        ),
        ("act: tt-12-2022", "act: tt-99", "line 7, own.smb1: act tt-99 is not in the legal library"),
        ("finding: F7", "finding: Z9", "line 7, own.smb1: finding Z9 is not in the catalogue"),
        (
            "code: own.smb1",
            "code: msft-win10-22h2.10000",
            "rules/own.yaml, line 7, msft-win10-22h2.10000: another file has this code",
        ),
        (
            "code: own\n",
            "code: msft-win10-22h2\n",
            "rules/own.yaml, line 1, msft-win10-22h2: another file has this code",
        ),
        ("date: 2026-11-27", "date: 2026-13-27", "rules/own.yaml, line 5, date"),
        ("licence: Apache-2.0\n", "", "missing field `licence`"),
    ];
    for (from, to, expected) in cases {
        let said = fault_of(from, to);
        assert!(said.contains(expected), "{from} → {to}: expected …{expected}…\ngot {said}");
    }
}

#[test]
fn packs_made_of_anothers_list_say_whose_and_of_when() {
    let (_, rules) = embedded();
    for pack in rules.packs.values().filter(|pack| pack.code.starts_with("msft-")) {
        assert!(pack.licence.starts_with("MIT"), "{}", pack.code);
        assert!(pack.source.vi.contains("2024-12-23"), "{}", pack.code);
    }
    assert_eq!(EMBEDDED.iter().filter(|(path, _)| path.starts_with("rules/")).count(), rules.packs.len());
}
