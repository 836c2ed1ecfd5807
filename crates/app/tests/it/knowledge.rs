//! What is known of updates: taken in, dated, and told of machines by it.

use evidence::{Header, Kind, Observation, Sealer, Sight, Source, Subject, Value, Writer};
use rasoat_app::acts::examination::{self, Filter};
use rasoat_app::acts::file::Upload;
use rasoat_app::acts::knowledge;
use rasoat_app::acts::surroundings::{self, Knowledge};
use rasoat_app::{Actor, Refusal};
use std::io::{Cursor, Write as _};
use testkit::house::House;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const PRODUCT: &str = "Windows 10 Version 22H2 for x64-based Systems";
const HEADING: &str = "\"DatePosted\",\"CVE\",\"BulletinKB\",\"Title\",\"AffectedProduct\",\"AffectedComponent\",\"Severity\",\"Impact\",\"Supersedes\",\"Exploits\"\n";

/// Definitions as wesng lays them out: an old update, and one in its place.
fn definitions() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut official = HEADING.to_owned();
    for (day, weakness, update, over, exploit) in [
        ("20260310", "CVE-2026-1001", "5000001", "", ""),
        ("20260414", "CVE-2026-1002", "5000002", "5000001", "yes"),
        ("20260414", "CVE-2026-1003", "5000003", "", ""),
    ] {
        official.push_str(&format!(
            "\"{day}\",\"{weakness}\",\"{update}\",\"T\",\"{PRODUCT}\",\"C\",\"Important\",\"Spoofing\",\"{over}\",\"{exploit}\"\n"
        ));
    }
    for (name, text) in [("CVEs_20260420.csv", official.as_str()), ("Custom_20190321.csv", HEADING)] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a member");
        zip.write_all(text.as_bytes()).expect("memory takes it");
    }
    zip.finish().expect("a zip").into_inner()
}

fn text(text: &str) -> Sight {
    Sight::Seen(Value::Text(text.into()))
}

/// A machine's own lists, sealed.
fn lists(second: u32, installed: &[&str]) -> Upload {
    let at = format!("2026-05-19T08:00:{second:02}Z").parse().expect("an instant");
    let mut writer =
        Writer::new(Vec::new(), &Header::new("rasoat-field", "0.1.0", at, "")).expect("a header");
    let installed = installed.iter().map(|name| (*name).to_owned()).collect();
    for (attribute, sight) in [
        ("os.family", text("windows")),
        ("patch.product", text(PRODUCT)),
        ("patch.installed", Sight::Seen(Value::Several(installed))),
    ] {
        let observation = Observation {
            subject: Subject::new(Kind::Machine, "MAY-01"),
            attribute: attribute.into(),
            sight,
            source: Source {
                tool: "rasoat-host".into(),
                version: "0.1.0".into(),
                file: "systeminfo.txt".into(),
                sha256: "5f".repeat(32),
                place: String::new(),
            },
            seen_at: None,
            valid_at: None,
        };
        writer.add(&observation).expect("a line");
    }
    let bytes = writer.seal(&Sealer::new(&[7; 32])).expect("a seal");
    Upload { name: "may.rsb".into(), bytes }
}

/// What is said of the machine's updates: rule, verdict, detail.
async fn said(
    house: &House,
    who: &Actor,
    visit: domain::identifier::VisitId,
) -> Vec<(String, String, String)> {
    let filter = Filter { limit: 50_000, words: "patch.".into(), ..Filter::default() };
    let (mut lines, _) = examination::list(&house.app, who, visit, &filter).await.expect("the list");
    lines.retain(|line| line.outcome.rule.starts_with("patch.") && line.state != examination::State::Gone);
    lines.sort_by(|one, other| one.outcome.rule.cmp(&other.outcome.rule));
    lines.into_iter().map(|one| (one.outcome.rule, one.outcome.verdict, one.outcome.detail)).collect()
}

#[tokio::test]
async fn a_machine_is_told_what_it_lacks_once_updates_are_known() {
    for house in House::each().await {
        let province = house.province().await;
        let (app, who, visit) = (&house.app, &province.everyone, province.visit);
        let administrator = Actor::program("test");
        let known = |found: surroundings::Surroundings| found.knowledge;

        // Nothing is known yet: nobody looked, which is not "nothing is missing".
        assert_eq!(known(surroundings::look(app, &administrator).await.expect("a look")), Knowledge::None);
        examination::take(app, who, visit, lists(1, &[]), false).await.expect("it is taken in");
        let before = said(&house, who, visit).await;
        let verdicts: Vec<_> =
            before.iter().map(|(rule, verdict, _)| (rule.as_str(), verdict.as_str())).collect();
        assert_eq!(
            verdicts,
            [
                ("patch.all", "not_collected"),
                ("patch.critical", "not_collected"),
                ("patch.exploited", "not_collected")
            ]
        );

        let head = knowledge::import(app, &administrator, definitions()).await.expect("definitions");
        assert_eq!(head.date.to_string(), "2026-04-20");
        let day = Knowledge::Of { day: head.date, is_old: false };
        assert_eq!(known(surroundings::look(app, &administrator).await.expect("a look")), day);

        let page = examination::view(app, who, visit).await.expect("the page");
        assert_eq!(page.knowledge, Some(head.date));

        // The later of two stands for both; one is known to be used by attackers.
        examination::take(app, who, visit, lists(2, &[]), false).await.expect("it is taken in");
        let lacking = said(&house, who, visit).await;
        let [(all, fails, detail), (exploited, also, of)] = &lacking[..] else { panic!("{lacking:?}") };
        assert_eq!([all, fails, exploited, also], ["patch.all", "fails", "patch.exploited", "fails"]);
        assert!(
            detail.contains("KB5000002") && detail.contains("KB5000003") && !detail.contains("KB5000001")
        );
        assert!(of.contains("KB5000002") && of.contains("CVE-2026-1002") && !of.contains("KB5000003"));
        assert!(of.contains(&head.sha256), "what it was told by is named");

        // Installed, it is kept.
        let whole = lists(3, &["KB5000002", "KB5000003"]);
        examination::take(app, who, visit, whole, false).await.expect("it is taken in");
        assert_eq!(said(&house, who, visit).await, []);
    }
}

#[tokio::test]
async fn what_is_no_definitions_changes_nothing_and_damage_is_said() {
    let house = House::sqlite().await;
    let province = house.province().await;
    let (app, who, visit) = (&house.app, &province.everyone, province.visit);
    let administrator = Actor::program("test");
    knowledge::import(app, &administrator, definitions()).await.expect("definitions");
    for wrong in [b"PK\x03\x04".to_vec(), Vec::new(), vec![0; knowledge::LARGEST + 1]] {
        let refused = knowledge::import(app, &administrator, wrong).await.expect_err("it is none");
        assert!(
            matches!(refused, Refusal::Invalid(faults) if faults[0].key == "knowledge-fault-definitions")
        );
    }
    assert!(matches!(
        knowledge::import(app, &province.other_team, definitions()).await,
        Err(Refusal::NotAllowed("user.manage"))
    ));
    assert!(knowledge::of(app).expect("it stands").is_some());

    let path = app.knowledge.clone().expect("a place for it");
    let mut bytes = std::fs::read(&path).expect("the file");
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&path, bytes).expect("damage");
    let found = surroundings::look(app, &administrator).await.expect("a look");
    assert_eq!(found.knowledge, Knowledge::Damaged);
    let refused = examination::take(app, who, visit, lists(1, &[]), false).await.expect_err("it is damaged");
    assert!(matches!(refused, Refusal::Invalid(faults) if faults[0].key == "knowledge-fault-damaged"));
}
