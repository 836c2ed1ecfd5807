//! Five issued plans, counted by hand. They are kept outside the project; the
//! tests say so and pass when they are not there. No name of theirs is written
//! here: lists are checked by count, structure and hash.

use std::fs;
use std::path::PathBuf;

use domain::deadline::Rule;
use domain::plan::{PlanKind, TargetKind, TargetPurpose, TeamRole};
use reader::{DoubtCode, Limits, Plan, Reading, read_plan};

use crate::tree::same_words;

/// Name and bytes of each seed, in order; empty when they are absent.
#[expect(clippy::print_stdout, reason = "a skipped test must be seen")]
pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = root.ancestors().map(|above| above.join("shared/seeds")).find(|folder| folder.is_dir());
    let Some(folder) = folder else {
        println!("skipped: no ../shared/seeds");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    paths
        .into_iter()
        .filter_map(|path| Some((path.file_name()?.to_string_lossy().into_owned(), fs::read(&path).ok()?)))
        .collect()
}

fn seed(which: usize) -> Option<Reading> {
    let seeds = seeds();
    let (name, bytes) = seeds.get(which)?;
    let reading = read_plan(name, bytes, &Limits::default()).expect("a seed opens");
    same_words(&reading);
    Some(reading)
}

/// FNV-1a over the words, so that names need not stand here.
pub fn hash<'a>(words: impl Iterator<Item = &'a str>) -> u64 {
    let mut value = 0xcbf2_9ce4_8422_2325_u64;
    for byte in words.flat_map(|word| word.bytes().chain([b'\n'])) {
        value = (value ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    value
}

fn codes(plan: &Plan) -> Vec<DoubtCode> {
    let mut codes: Vec<DoubtCode> = plan.doubts.iter().map(|doubt| doubt.code).collect();
    codes.dedup();
    codes
}

fn count(plan: &Plan, code: DoubtCode) -> usize {
    plan.doubts.iter().filter(|doubt| doubt.code == code).count()
}

fn roles(plan: &Plan, role: TeamRole) -> usize {
    plan.team.iter().filter(|row| row.role == role).count()
}

fn rules(plan: &Plan) -> Vec<String> {
    plan.deadlines.iter().map(|deadline| serde_json::to_string(&deadline.rule).expect("json")).collect()
}

fn numbers(plan: &Plan) -> Vec<&str> {
    plan.bases.iter().map(|basis| basis.number.as_deref().unwrap_or("–")).collect()
}

/// Rosters and their sizes, in order.
fn rosters(plan: &Plan) -> Vec<usize> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for row in &plan.team {
        match found.last_mut() {
            Some((name, rows)) if *name == row.roster => *rows += 1,
            _ => found.push((row.roster.clone(), 1)),
        }
    }
    found.into_iter().map(|(_, rows)| rows).collect()
}

#[test]
fn the_first_seed_has_a_category_a_data_centre_and_three_rosters() {
    let Some(Reading { plan, .. }) = seed(0) else { return };
    assert_eq!(plan.kind, PlanKind::InspectionPlan);
    assert_eq!((plan.number.as_deref(), plan.series.as_deref()), (None, Some("KH-TBATANM")));
    assert_eq!((plan.year, plan.year_to), (Some(2023), Some(2024)));
    assert_eq!(numbers(&plan), ["125/KH-UBND", "22/NQ-CP", "30-NQ/TW", "–", "–"]);
    assert_eq!(
        plan.targets.iter().map(|target| target.kind).collect::<Vec<_>>(),
        [TargetKind::Group, TargetKind::PublicService]
    );
    assert_eq!(rosters(&plan), [9, 14, 21]);
    assert_eq!(plan.team.iter().filter(|row| row.name.is_some()).count(), 13 + 19);
    assert_eq!(
        [TeamRole::Lead, TeamRole::Deputy, TeamRole::Member, TeamRole::Secretary]
            .map(|role| roles(&plan, role)),
        [5, 9, 24, 6]
    );
    assert_eq!(hash(plan.team.iter().filter_map(|row| row.name.as_deref())), NAMES_OF_THE_FIRST);
    assert_eq!(
        plan.deadlines.iter().map(|deadline| &deadline.rule).collect::<Vec<_>>(),
        [&Rule::BeforeVisit { days: 7, working_days: false }]
    );
    assert_eq!(
        plan.windows
            .iter()
            .map(|window| (window.from.to_string(), window.to.to_string()))
            .collect::<Vec<_>>(),
        [
            ("2023-12-01".to_owned(), "2023-12-31".to_owned()),
            ("2024-01-01".to_owned(), "2024-12-31".to_owned())
        ]
    );
    assert_eq!(
        (
            plan.purposes.len(),
            plan.contents.len(),
            plan.methods.len(),
            plan.duties.len(),
            plan.contacts.len()
        ),
        (3, 3, 2, 15, 1)
    );
    assert_eq!((plan.recipients.len(), plan.aliases.len()), (17, 3));
    assert!(plan.tasks.is_empty() && plan.outline.is_none());
    assert_eq!(count(&plan, DoubtCode::BrokenParagraph), 2);
    assert_eq!(count(&plan, DoubtCode::Misspelling), 3);
    for code in
        [DoubtCode::BlankNumber, DoubtCode::BlankDate, DoubtCode::MissingAnnex, DoubtCode::RoleMissing]
    {
        assert!(codes(&plan).contains(&code), "{code:?}");
    }
}

#[test]
fn the_second_seed_has_two_groups_and_an_outline() {
    let Some(Reading { plan, .. }) = seed(1) else { return };
    assert_eq!(plan.kind, PlanKind::InspectionPlan);
    assert_eq!(numbers(&plan), ["–", "–", "110/2012/TT-BTC", "24/2020/TT-BCA"]);
    let remediation =
        plan.targets.iter().filter(|target| target.purpose == TargetPurpose::RemediationCheck).count();
    assert_eq!((plan.targets.len(), remediation), (12, 9));
    assert_eq!(hash(plan.targets.iter().map(|target| target.name.as_str())), TARGETS_OF_THE_SECOND);
    assert_eq!(rosters(&plan), [6]);
    assert_eq!(roles(&plan, TeamRole::MemberSecretary), 1);
    assert_eq!(
        rules(&plan),
        [
            r#"{"type":"notice_before_visit","days":3}"#,
            r#"{"type":"notice_before_visit","days":3}"#,
            r#"{"type":"absolute","date":"2024-08-20","inclusive":false}"#,
            r#"{"type":"absolute","date":"2024-08-20","inclusive":false}"#,
            r#"{"type":"absolute","date":"2024-08-20","inclusive":false}"#,
        ]
    );
    let outline = plan.outline.as_ref().expect("an outline is attached");
    assert_eq!(outline.fields.iter().map(|field| field.children.len()).collect::<Vec<_>>(), [2, 2, 2]);
    assert_eq!(
        outline
            .fields
            .iter()
            .flat_map(|field| &field.children)
            .map(|field| field.children.len())
            .collect::<Vec<_>>(),
        [3, 3, 9, 5, 0, 0]
    );
    assert_eq!(count(&plan, DoubtCode::CitationNumberYear), 2);
    assert_eq!(count(&plan, DoubtCode::CitationArticle), 2);
    for code in [
        DoubtCode::BlankNumber,
        DoubtCode::BlankDate,
        DoubtCode::Misspelling,
        DoubtCode::LabelGap,
        DoubtCode::MissingSignatory,
    ] {
        assert!(codes(&plan).contains(&code), "{code:?}");
    }
    assert!(!codes(&plan).contains(&DoubtCode::CountMismatch));
    assert_eq!((plan.duties.len(), plan.contacts.len(), plan.recipients.len()), (5, 1, 8));
}

#[test]
fn the_third_seed_has_thirty_six_tasks() {
    let Some(Reading { plan, .. }) = seed(2) else { return };
    assert_eq!(plan.kind, PlanKind::ProgrammePlan);
    assert_eq!(numbers(&plan), ["964/QĐ-TTg", "–"]);
    let expected: Vec<String> = [
        "II.1.a", "II.1.b", "II.1.c", "II.1.d", "II.1.đ", "II.2", "II.3.a", "II.3.b", "II.4.a.1", "II.4.a.2",
        "II.4.b.1", "II.4.b.2", "II.4.c.1", "II.4.c.2",
    ]
    .into_iter()
    .map(str::to_owned)
    .chain("abcdđeghiklmno".chars().map(|letter| format!("II.5.{letter}")))
    .chain("abcd".chars().map(|letter| format!("II.6.{letter}")))
    .chain("abcd".chars().map(|letter| format!("II.7.{letter}")))
    .collect();
    assert_eq!(plan.tasks.iter().map(|task| task.id.clone()).collect::<Vec<_>>(), expected);
    let task = |id: &str| plan.tasks.iter().find(|task| task.id == id).expect("task");
    assert_eq!(
        (task("II.3.a").lead.len(), task("II.3.b").lead.len(), task("II.3.b").coordinating.len()),
        (3, 3, 1)
    );
    assert_eq!((task("II.1.c").lead.len(), task("II.1.c").coordinating.len()), (4, 2));
    assert_eq!((task("II.1.đ").lead.len(), task("II.1.đ").coordinating.len()), (1, 1));
    assert_eq!(task("II.5.a").executing.len(), 1);
    assert!(task("II.7.d").actors.is_empty());
    assert_eq!(
        serde_json::to_string(&task("II.5.k").recurrence).expect("json"),
        r#"{"type":"at_least","times":1,"per":"year"}"#
    );
    assert_eq!(
        rules(&plan),
        [
            r#"{"type":"at_least","times":1,"per":"year"}"#,
            r#"{"type":"at_least","times":1,"per":"year"}"#,
            r#"{"type":"absolute","date":"2023-04-28","inclusive":false}"#,
            r#"{"type":"yearly","month":10,"day":15,"inclusive":false}"#,
        ]
    );
    assert!(plan.targets.is_empty() && plan.team.is_empty());
    assert_eq!((plan.duties.len(), plan.recipients.len()), (12, 6));
    assert!(plan.file_code.is_some());
    assert_eq!(count(&plan, DoubtCode::MissingActors), 1);
}

#[test]
fn the_fourth_seed_has_counted_lists_and_two_legal_units_a_commune() {
    let Some(Reading { plan, .. }) = seed(3) else { return };
    assert_eq!(plan.kind, PlanKind::InspectionPlan);
    assert_eq!(
        numbers(&plan),
        [
            "–",
            "–",
            "–",
            "–",
            "41-CT/TW",
            "30-NQ/TW",
            "85/2016/NĐ-CP",
            "14/CT-TTg",
            "02/CT-TTg",
            "26-HD/VPTW",
            "133-QĐ/TU",
            "572-QĐ/TU",
            "100/KH-UBND"
        ]
    );
    assert_eq!(plan.targets.len(), 5 + 13 * 2);
    assert_eq!(plan.targets.iter().filter(|target| target.kind == TargetKind::PartyBody).count(), 13);
    assert_eq!(hash(plan.targets.iter().map(|target| target.name.as_str())), TARGETS_OF_THE_FOURTH);
    assert_eq!(rosters(&plan), [5]);
    assert_eq!(
        rules(&plan),
        [
            r#"{"type":"after","event":"minutes","days":20}"#,
            r#"{"type":"absolute","date":"2026-05-27","inclusive":false}"#,
            r#"{"type":"absolute","date":"2026-06-20","inclusive":false}"#,
        ]
    );
    assert_eq!(
        plan.windows
            .iter()
            .map(|window| (window.from.to_string(), window.to.to_string()))
            .collect::<Vec<_>>(),
        [("2026-04-01".to_owned(), "2026-09-30".to_owned())]
    );
    assert_eq!(serde_json::to_value(&plan.scope).expect("json")["to"], "visit");
    assert_eq!(
        (
            plan.purposes.len(),
            plan.contents.len(),
            plan.methods.len(),
            plan.duties.len(),
            plan.contacts.len()
        ),
        (3, 23, 3, 6, 1)
    );
    assert_eq!(
        plan.signatory
            .as_ref()
            .and_then(|signatory| signatory.also.as_ref())
            .map(|also| also.chars().count()),
        Some(22)
    );
    assert_eq!(count(&plan, DoubtCode::CitationSuperseded), 3);
    for code in
        [DoubtCode::BrokenParagraph, DoubtCode::Misspelling, DoubtCode::MissingAnnex, DoubtCode::RepeatedWord]
    {
        assert!(codes(&plan).contains(&code), "{code:?}");
    }
    assert!(
        !codes(&plan).contains(&DoubtCode::CountMismatch) && !codes(&plan).contains(&DoubtCode::UnknownUnit)
    );
}

#[test]
fn the_fifth_seed_has_groups_communes_with_parents_and_no_deadline() {
    let Some(Reading { plan, .. }) = seed(4) else { return };
    assert_eq!(plan.kind, PlanKind::InspectionPlan);
    assert_eq!(plan.series.as_deref(), Some("KH-TCTTKĐA"));
    assert_eq!(
        numbers(&plan),
        [
            "06/QĐ-TTg",
            "85/2016/NĐ-CP",
            "69/2024/NĐ-CP",
            "12/2022/TT-BTTTT",
            "46/2022/TT-BCA",
            "2761/BCA-QLHCTTXH"
        ]
    );
    assert_eq!(plan.bases[1].articles, [21]);
    assert_eq!(plan.bases[4].articles, [8]);
    assert_eq!(
        (plan.targets.len(), plan.targets.iter().filter(|target| target.parent.is_some()).count()),
        (11, 9)
    );
    assert_eq!(plan.targets[1].count, Some(9));
    assert_eq!(hash(plan.targets.iter().map(|target| target.name.as_str())), TARGETS_OF_THE_FIFTH);
    assert_eq!(rosters(&plan), [5]);
    assert!(plan.deadlines.is_empty());
    assert_eq!(
        plan.windows
            .iter()
            .map(|window| (window.from.to_string(), window.to.to_string()))
            .collect::<Vec<_>>(),
        [("2024-10-07".to_owned(), "2024-11-30".to_owned())]
    );
    assert_eq!((plan.contacts.len(), plan.recipients.len(), plan.duties.len()), (2, 5, 8));
    for code in [
        DoubtCode::CitationDate,
        DoubtCode::CitationArticle,
        DoubtCode::MissingDeadline,
        DoubtCode::BrokenParagraph,
        DoubtCode::Misspelling,
    ] {
        assert!(codes(&plan).contains(&code), "{code:?}");
    }
    // Nine districts are announced, and nine parents are named below.
    assert!(!codes(&plan).contains(&DoubtCode::CountUnlisted));
}

const NAMES_OF_THE_FIRST: u64 = 11_637_025_986_194_609_075;
const TARGETS_OF_THE_SECOND: u64 = 1_143_651_044_808_685_890;
const TARGETS_OF_THE_FOURTH: u64 = 3_770_573_177_580_150_094;
const TARGETS_OF_THE_FIFTH: u64 = 15_036_637_227_569_321_594;
