//! Results of tools: taken in, compared, made findings.

use domain::policy::Role;
use evidence::{Header, Kind, Observation, Sealer, Sight, Source, Subject, Value, Writer};
use rasoat_app::Refusal;
use rasoat_app::acts::examination::{self, By, Filter, MachineUse, State, Taken};
use rasoat_app::acts::file::Upload;
use rasoat_app::acts::finding;
use testkit::house::House;

/// Our rule that asks for a program against malware.
const ANTIVIRUS: &str = "win.antivirus";

/// A file of the scanner nuclei: one line a result.
fn nuclei(results: &[(&str, &str, &str)], second: u32) -> Upload {
    let lines: Vec<String> = results
        .iter()
        .map(|(rule, host, severity)| {
            serde_json::json!({
                "template-id": rule,
                "info": { "name": format!("Weakness {rule}"), "severity": severity },
                "type": "http",
                "host": format!("https://{host}"),
                "matched-at": format!("https://{host}/login"),
                "timestamp": format!("2024-03-01T08:00:{second:02}Z"),
            })
            .to_string()
        })
        .collect();
    Upload { name: "quet.jsonl".into(), bytes: lines.join("\n").into_bytes() }
}

fn figures(taken: &Taken) -> (usize, usize, usize, usize) {
    (taken.results, taken.fresh, taken.changed, taken.gone)
}

fn all() -> Filter {
    // The province has a result of another tool already.
    Filter { limit: 50_000, tool: Some("nuclei".into()), ..Filter::default() }
}

#[tokio::test]
async fn a_second_look_says_what_is_fixed_new_and_still_there() {
    for house in House::each().await {
        let province = house.province().await;
        let (app, who, visit) = (&house.app, &province.everyone, province.visit);
        let first = nuclei(
            &[("a", "mot.example", "high"), ("b", "mot.example", "low"), ("a", "hai.example", "medium")],
            1,
        );
        let taken = examination::take(app, who, visit, first.clone(), false).await.expect("it is taken in");
        assert_eq!(figures(&taken), (3, 3, 0, 0));
        // The very same file again changes nothing at all.
        let again = examination::take(app, who, visit, first, false).await.expect("it is known");
        assert!(again.already && again.id == taken.id && figures(&again) == (3, 0, 0, 0));
        // A later look at the first site: one fixed, one graver, one new; the
        // other site was not looked at, so nothing is said of it.
        let second = nuclei(&[("b", "mot.example", "critical"), ("c", "mot.example", "info")], 2);
        let taken = examination::take(app, who, visit, second, false).await.expect("it is taken in");
        assert_eq!(figures(&taken), (2, 1, 1, 1));
        let (lines, count) = examination::list(app, who, visit, &all()).await.expect("the list");
        let told: Vec<_> = lines
            .iter()
            .map(|one| {
                (one.outcome.rule.as_str(), one.outcome.subject.as_str(), one.outcome.severity, one.state)
            })
            .collect();
        assert_eq!(count, 4);
        assert_eq!(
            told,
            [
                ("b", "mot.example", 4, State::Still),
                ("a", "mot.example", 3, State::Gone),
                ("a", "hai.example", 2, State::Fresh),
                ("c", "mot.example", 0, State::Fresh),
            ]
        );
        // What came back stands again beside the time it was gone.
        let third = nuclei(&[("a", "mot.example", "high"), ("b", "mot.example", "critical")], 3);
        let taken = examination::take(app, who, visit, third, false).await.expect("it is taken in");
        assert_eq!(figures(&taken), (2, 1, 0, 1));
        // A look at everything says of the second site too that it is clean.
        let whole = nuclei(&[("b", "mot.example", "critical")], 4);
        let taken = examination::take(app, who, visit, whole, true).await.expect("it is taken in");
        assert_eq!(figures(&taken), (1, 0, 0, 2));
        // An older file cannot undo what a later one says.
        let older = nuclei(&[("z", "mot.example", "low")], 0);
        let refused = examination::take(app, who, visit, older, false).await.expect_err("it is older");
        assert!(matches!(refused, Refusal::Invalid(faults) if faults[0].key == "examination-fault-older"));
        let by_rule = examination::groups(app, who, visit, &all(), By::Rule).await.expect("the rules");
        assert_eq!((by_rule[0].name.as_str(), by_rule[0].standing, by_rule[0].gone), ("b", 1, 0));
        let by_subject =
            examination::groups(app, who, visit, &all(), By::Subject).await.expect("the machines");
        assert_eq!(by_subject.len(), 2);
        let found = Filter { words: "WEAKNESS B".into(), ..all() };
        assert_eq!(examination::list(app, who, visit, &found).await.expect("it is found").1, 1);
    }
}

/// What our own examination saw of machines, sealed; each with what it is asked of.
fn bundle(second: u32, machines: &[(&str, &[(&str, Sight)])]) -> Upload {
    let at = |second: u32| format!("2026-05-19T08:00:{second:02}Z").parse().expect("an instant");
    let header = Header::new("rasoat-field", "0.1.0", at(second), "");
    let mut writer = Writer::new(Vec::new(), &header).expect("a header");
    for (machine, seen) in machines {
        // Rules ask first what kind of system it is.
        let family = ("os.family", Sight::Seen(Value::Text("windows".into())));
        for (attribute, sight) in std::iter::once(&family).chain(*seen) {
            let observation = Observation {
                subject: Subject::new(Kind::Machine, *machine),
                attribute: (*attribute).into(),
                sight: sight.clone(),
                source: Source {
                    tool: "rasoat-host".into(),
                    version: "0.1.0".into(),
                    file: "SYSTEM".into(),
                    sha256: "5f".repeat(32),
                    place: format!(r"HKLM\SYSTEM\{attribute}"),
                },
                seen_at: None,
                valid_at: None,
            };
            writer.add(&observation).expect("a line");
        }
    }
    let bytes = writer.seal(&Sealer::new(&[7; 32])).expect("a seal");
    Upload { name: "may.rsb".into(), bytes }
}

fn stick(serial: &str) -> Sight {
    let fields = [("serial", Value::Text(serial.into())), ("name", Value::Text("SanDisk Ultra".into()))];
    Sight::Seen(Value::Record(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()))
}

fn ours() -> Filter {
    Filter {
        limit: 50_000,
        tool: Some("rasoat-host".into()),
        verdict: Some("fails".into()),
        ..Filter::default()
    }
}

#[tokio::test]
async fn what_our_tools_saw_is_judged_and_one_stick_on_two_machines_is_told() {
    for house in House::each().await {
        let province = house.province().await;
        let (app, who, visit) = (&house.app, &province.everyone, province.visit);
        let none = ("antivirus", Sight::Absent);
        let first = bundle(
            1,
            &[
                ("MAY-01", &[none.clone(), ("usb.device", stick("4c530001"))]),
                ("MAY-02", &[none.clone(), ("usb.device", stick("4C530001"))]),
                ("MAY-03", &[none.clone(), ("usb.device", stick("other"))]),
            ],
        );
        let taken = examination::take(app, who, visit, first.clone(), false).await.expect("it is taken in");
        assert!(taken.fresh >= 3 && !taken.already, "{taken:?}");
        let again = examination::take(app, who, visit, first, false).await.expect("it is known");
        assert!(again.already && again.fresh == 0);
        let missing = |lines: &[examination::Listed]| -> Vec<(String, State)> {
            let of = lines.iter().filter(|one| one.outcome.rule == ANTIVIRUS);
            of.map(|one| (one.outcome.subject.clone(), one.state)).collect()
        };
        let (lines, _) = examination::list(app, who, visit, &ours()).await.expect("the list");
        let fresh = |name: &str| (name.to_owned(), State::Fresh);
        assert_eq!(missing(&lines), [fresh("MAY-01"), fresh("MAY-02"), fresh("MAY-03")]);
        // What nobody collected is told apart from what fails.
        let uncollected = Filter { verdict: Some("not_collected".into()), ..ours() };
        assert!(examination::list(app, who, visit, &uncollected).await.expect("the list").1 > 0);

        // Looked at again: one machine has a program against malware now.
        let program = Sight::Seen(Value::Record([("name".to_owned(), Value::Text("BKAV".into()))].into()));
        let second = bundle(2, &[("MAY-01", &[("antivirus", program), ("usb.device", stick("4c530001"))])]);
        let taken = examination::take(app, who, visit, second, false).await.expect("it is taken in");
        assert!(taken.gone >= 1 && taken.passed >= 1, "{taken:?}");
        let (lines, _) = examination::list(app, who, visit, &ours()).await.expect("the list");
        let gone = ("MAY-01".to_owned(), State::Gone);
        assert_eq!(missing(&lines), [gone, fresh("MAY-02"), fresh("MAY-03")]);

        // The stick is on two machines; once their uses are noted, it crosses.
        let traces = examination::traces(app, who, visit).await.expect("the traces");
        assert_eq!(traces.common.len(), 1);
        let common = &traces.common[0];
        let machines: Vec<_> = common.machines.iter().map(|one| one.trace.subject.as_str()).collect();
        assert_eq!((common.identity.as_str(), machines), ("4C530001", vec!["MAY-01", "MAY-02"]));
        assert!(!common.crosses);
        for (machine, used_for) in [("MAY-01", MachineUse::StateSecrets), ("MAY-02", MachineUse::Internet)] {
            examination::use_machine(app, who, visit, machine, Some(used_for)).await.expect("it is noted");
        }
        assert!(examination::traces(app, who, visit).await.expect("the traces").common[0].crosses);
        let unknown = examination::use_machine(app, who, visit, "MAY-99", None).await;
        assert!(matches!(unknown, Err(Refusal::NotFound)));
    }
}

#[tokio::test]
async fn a_bundle_that_is_not_whole_is_refused() {
    let house = House::sqlite().await;
    let province = house.province().await;
    let (app, who, visit) = (&house.app, &province.everyone, province.visit);
    let whole = bundle(1, &[("MAY-01", &[("antivirus", Sight::Absent)])]);
    let mut changed = whole.clone();
    let at = changed.bytes.len() / 2;
    changed.bytes[at] ^= 1;
    let cut = Upload { bytes: whole.bytes[..at].to_vec(), ..whole.clone() };
    let locked = Upload {
        bytes: evidence::lock_with_code(&whole.bytes, "abcd-efgh-jkmn").expect("it is locked"),
        ..whole.clone()
    };
    for (upload, key) in [
        (changed, "examination-fault-bundle"),
        (cut, "examination-fault-bundle"),
        (locked, "examination-fault-locked"),
    ] {
        let refused = examination::take(app, who, visit, upload, false).await.expect_err("it is not whole");
        assert!(matches!(refused, Refusal::Invalid(faults) if faults[0].key == key), "{key}");
    }
    assert_eq!(examination::list(app, who, visit, &ours()).await.expect("the list").1, 0);
}

#[tokio::test]
async fn a_bundle_closed_to_the_visit_opens_there_and_nowhere_else() {
    for house in House::each().await {
        let province = house.province().await;
        let (app, who, visit) = (&house.app, &province.everyone, province.visit);
        let plain = bundle(1, &[("MAY-01", &[("antivirus", Sight::Absent)])]);
        let closed = |address: &str| Upload {
            bytes: evidence::lock_to(&plain.bytes, address).expect("it is closed"),
            ..plain.clone()
        };
        assert_eq!(examination::view(app, who, visit).await.expect("the page").address, None);
        let address = examination::make_address(app, who, visit).await.expect("an address");
        let again = examination::make_address(app, who, visit).await.expect("the same");
        assert_eq!(address, again);
        assert_eq!(
            examination::view(app, who, visit).await.expect("the page").address,
            Some(address.clone())
        );

        let (_, elsewhere) = evidence::new_key();
        let refused = examination::take(app, who, visit, closed(&elsewhere), false).await;
        assert!(
            matches!(refused, Err(Refusal::Invalid(faults)) if faults[0].key == "examination-fault-locked")
        );
        let mut cut = closed(&address);
        cut.bytes.truncate(cut.bytes.len() - 1);
        let refused = examination::take(app, who, visit, cut, false).await;
        assert!(
            matches!(refused, Err(Refusal::Invalid(faults)) if faults[0].key == "examination-fault-bundle")
        );
        let taken = examination::take(app, who, visit, closed(&address), false).await.expect("it opens");
        assert!(taken.fresh > 0 && !taken.already);
        // Closed anew it has other bytes, and is the same bundle.
        for twice in [closed(&address), plain.clone()] {
            assert!(examination::take(app, who, visit, twice, false).await.expect("it is known").already);
        }
        let unit = examination::make_address(app, &province.other_unit, visit).await;
        assert!(matches!(unit, Err(Refusal::NotAllowed(_))), "{unit:?}");
    }
}

#[tokio::test]
async fn results_become_a_finding_that_names_them_and_stays_linked() {
    for house in House::each().await {
        let province = house.province().await;
        let (app, who, visit) = (&house.app, &province.everyone, province.visit);
        let file = nuclei(&[("a", "mot.example", "high"), ("b", "hai.example", "low")], 1);
        examination::take(app, who, visit, file, false).await.expect("it is taken in");
        let (lines, _) = examination::list(app, who, visit, &all()).await.expect("the list");
        let ids: Vec<_> = lines.iter().map(|one| one.outcome.id).collect();
        let campaign = province.campaign();
        let finding =
            examination::promote(app, who, visit, campaign, "F7", &ids).await.expect("it is recorded");
        let kept = finding::view(app, who, finding).await.expect("the finding").listed.finding;
        assert_eq!(kept.words.code.as_deref(), Some("F7"));
        assert_eq!(
            kept.words.evidence,
            "mot.example (http): Weakness a; theo nuclei, 01/03/2024.\n\
             hai.example (http): Weakness b; theo nuclei, 01/03/2024."
        );
        let twice = examination::promote(app, who, visit, campaign, "F7", &ids).await;
        assert!(
            matches!(twice, Err(Refusal::Invalid(faults)) if faults[0].key == "examination-fault-all-promoted")
        );
        let (lines, count) =
            examination::list(app, who, visit, &Filter { promoted: true, ..all() }).await.expect("the list");
        assert_eq!((count, lines[0].finding), (2, Some(finding)));
    }
}

#[tokio::test]
async fn what_is_no_results_or_bears_a_marking_is_refused_and_told() {
    let house = House::sqlite().await;
    let province = house.province().await;
    let (app, who, visit) = (&house.app, &province.everyone, province.visit);
    let take = |name: &str, bytes: &[u8]| {
        let upload = Upload { name: name.into(), bytes: bytes.to_vec() };
        examination::take(app, who, visit, upload, false)
    };
    let before = house.lines_told().await;
    let unknown = take("thu.txt", b"Kinh gui").await.expect_err("no results");
    assert!(matches!(unknown, Refusal::Invalid(faults) if faults[0].key == "examination-fault-unknown"));
    let bomb = b"<!DOCTYPE a [<!ENTITY b \"c\">]><nmaprun>&b;</nmaprun>";
    let entities = take("a.xml", bomb).await.expect_err("entities");
    assert!(matches!(entities, Refusal::Invalid(faults) if faults[0].key == "examination-fault-entities"));
    let marking =
        "{\"template-id\":\"x\",\"info\":{\"name\":\"TUYỆT MẬT\",\"severity\":\"low\"},\"host\":\"a\"}";
    let marked = take("a.jsonl", marking.as_bytes()).await.expect_err("marked");
    assert!(matches!(marked, Refusal::Marked));
    // Far down in a large file, too.
    let hosts: Vec<String> = (0..2_500).map(|number| format!("may-{number}.example")).collect();
    let results: Vec<_> = hosts.iter().map(|host| ("a", host.as_str(), "low")).collect();
    let mut large = nuclei(&results, 1);
    large.bytes.extend_from_slice(format!("\n{marking}").as_bytes());
    let marked = examination::take(app, who, visit, large, false).await.expect_err("marked");
    assert!(matches!(marked, Refusal::Marked));
    assert_eq!(house.lines_told().await, before + 4);
    assert_eq!(examination::list(app, who, visit, &all()).await.expect("the list").1, 0);
}

#[tokio::test]
async fn only_the_team_takes_results_in_and_the_unit_never_sees_them() {
    let house = House::sqlite().await;
    let province = house.province().await;
    let app = &house.app;
    let office = house.person(Role::StandingOffice).await;
    let head = house.person_of(Role::UnitHead, province.unit).await;
    let file = || nuclei(&[("a", "mot.example", "high")], 1);
    for who in [&office, &head] {
        let refused = examination::take(app, who, province.visit, file(), false).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
    }
    examination::view(app, &office, province.visit).await.expect("the office sees the team's work");
    let unseen = examination::view(app, &head, province.visit).await;
    assert!(matches!(unseen, Err(Refusal::NotAllowed(_))));
    let refused = examination::take(app, &province.other_team, province.visit, file(), false).await;
    assert!(matches!(refused, Err(Refusal::NotFound)));
}

#[tokio::test]
async fn ten_thousand_results_are_taken_in_and_again_change_nothing() {
    for house in House::each().await {
        let province = house.province().await;
        let (app, who, visit) = (&house.app, &province.everyone, province.visit);
        let rules: Vec<String> = (0..100).map(|number| format!("rule-{number}")).collect();
        let hosts: Vec<String> = (0..100).map(|number| format!("may-{number}.example")).collect();
        let results: Vec<(&str, &str, &str)> = hosts
            .iter()
            .flat_map(|host| rules.iter().map(move |rule| (rule.as_str(), host.as_str(), "medium")))
            .collect();
        let started = std::time::Instant::now();
        let taken =
            examination::take(app, who, visit, nuclei(&results, 1), false).await.expect("all of them");
        let first = started.elapsed();
        assert_eq!(figures(&taken), (10_000, 10_000, 0, 0));
        let started = std::time::Instant::now();
        let again =
            examination::take(app, who, visit, nuclei(&results, 2), false).await.expect("all of them");
        assert_eq!(figures(&again), (10_000, 0, 0, 0));
        eprintln!("10,000 results, unoptimised: {first:?}, again {:?}", started.elapsed());
    }
}
