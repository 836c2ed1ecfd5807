//! Rules over observations: each verdict, what it rests on, and that neither the
//! order of what was seen nor anything else seen changes it.

use jiff::civil::date;
use proptest::prelude::*;
use rasoat_evidence::{
    Absence, Kind, Literal, Look, Observation, Outcome, Pattern, Quantity, Question, Rule, RulePack,
    Severity, Sight, Source, Subject, Test, Unread, Value, Verdict, judge,
};

use domain::bilingual::Bilingual;
use domain::law::Basis;

const SMB1: &str = r"HKLM\SYSTEM\CurrentControlSet\Services\LanmanServer\Parameters\SMB1";

fn seen(attribute: &str, place: &str, sight: Sight) -> Observation {
    let source = Source {
        tool: "rasoat-host".into(),
        version: "0.1.0".into(),
        file: "SYSTEM".into(),
        sha256: "0".repeat(64),
        place: place.into(),
    };
    let subject = Subject::new(Kind::Machine, "PC-01");
    Observation { subject, attribute: attribute.into(), sight, source, seen_at: None, valid_at: None }
}

fn value(place: &str, value: Value) -> Observation {
    seen("registry.value", place, Sight::Seen(value))
}

fn question(place: &str, test: Test, absence: Absence) -> Question {
    let place = Some(Pattern(place.to_owned()));
    let attribute = "registry.value";
    Question { look: Look { place, ..Look::at_all(attribute) }, test, absence }
}

fn rule(ask: Question) -> Rule {
    Rule {
        code: "own.smb1".into(),
        title: Bilingual::new("Tắt SMB phiên bản 1", "SMB version 1 is off"),
        remedy: Bilingual::new("Tắt.", "Switch it off."),
        severity: Severity::High,
        kind: None,
        counts: None,
        applies: vec![],
        ask: vec![ask],
        finding: "F7".into(),
        bases: vec![Basis::new("tt-12-2022", "1.5.7")],
        valid_from: None,
        valid_to: None,
    }
}

fn smb1() -> Rule {
    rule(question(SMB1, Test::Equals(Literal::Whole(0)), Absence::CountsAs(Literal::Whole(1))))
}

fn verdict(rule: &Rule, observations: &[Observation]) -> Verdict {
    judge(rule, observations).verdict
}

#[test]
fn each_sight_has_its_verdict() {
    for (sight, expected) in [
        (Sight::Seen(Value::Whole(0)), Verdict::Passes),
        (Sight::Seen(Value::Text("0".into())), Verdict::Passes),
        (Sight::Seen(Value::Flag(false)), Verdict::Passes),
        (Sight::Seen(Value::Whole(1)), Verdict::Fails),
        (Sight::Absent, Verdict::Fails),
        (Sight::Unreadable(Unread::Corrupt), Verdict::Unreadable),
        (Sight::NotCollected, Verdict::NotCollected),
    ] {
        assert_eq!(verdict(&smb1(), &[seen("registry.value", SMB1, sight.clone())]), expected, "{sight:?}");
    }
    assert_eq!(judge(&smb1(), &[]), Outcome { verdict: Verdict::NotCollected, because: vec![] });
}

#[test]
fn what_is_absent_counts_as_what_the_system_does_by_default() {
    let absent = [seen("registry.value", SMB1, Sight::Absent)];
    let by_default = |default| rule(question(SMB1, Test::Equals(Literal::Whole(0)), default));
    assert_eq!(verdict(&by_default(Absence::Fails), &absent), Verdict::Fails);
    assert_eq!(verdict(&by_default(Absence::Passes), &absent), Verdict::Passes);
    let outcome = judge(&by_default(Absence::CountsAs(Literal::Whole(0))), &absent);
    assert_eq!(outcome.verdict, Verdict::Passes);
    assert_eq!(outcome.because[0].value, Some(Value::Whole(0)));
}

#[test]
fn a_rule_for_other_machines_does_not_apply() {
    let mut rule = smb1();
    let product = Look::at_all("os.product");
    let test = Test::Matches(vec![Pattern("Windows 11*".into())]);
    rule.applies.push(Question { look: product, test, absence: Absence::Fails });
    let smb1 = value(SMB1, Value::Whole(1));
    let product = |name: &str| seen("os.product", "", Sight::Seen(Value::Text(name.into())));
    let machine = |name| [smb1.clone(), product(name)];
    assert_eq!(
        verdict(&rule, &machine("Windows 10 Version 22H2 for x64-based Systems")),
        Verdict::NotApplicable
    );
    assert_eq!(verdict(&rule, &machine("Windows 11 Version 24H2 for x64-based Systems")), Verdict::Fails);
    assert_eq!(
        verdict(&rule, std::slice::from_ref(&smb1)),
        Verdict::NotCollected,
        "which machine it is is unknown"
    );
    let unread = [smb1, seen("os.product", "", Sight::Unreadable(Unread::Unsupported))];
    assert_eq!(verdict(&rule, &unread), Verdict::Unreadable);
}

#[test]
fn one_place_that_fails_is_enough_and_all_must_be_read_to_pass() {
    let rule = rule(question(
        r"HKU\*\Run\*",
        Test::MatchesNone(vec![Pattern("*ultraviewer*".into())]),
        Absence::Passes,
    ));
    let clean = value(r"HKU\A\Run\x", Value::Text(r"C:\Windows\notepad.exe".into()));
    let remote = value(r"hku\B\run\y", Value::Text(r"C:\UltraViewer\UltraViewer.exe".into()));
    let unread = seen("registry.value", r"HKU\C\Run\z", Sight::Unreadable(Unread::Permission));
    assert_eq!(verdict(&rule, std::slice::from_ref(&clean)), Verdict::Passes);
    assert_eq!(verdict(&rule, &[clean.clone(), unread.clone()]), Verdict::Unreadable);
    let outcome = judge(&rule, &[clean, unread, remote]);
    assert_eq!(outcome.verdict, Verdict::Fails);
    assert_eq!(outcome.because.iter().map(|because| because.observation).collect::<Vec<_>>(), [2]);
}

#[test]
fn of_two_tools_at_one_place_the_one_that_read_it_is_believed() {
    let unread = seen("registry.value", SMB1, Sight::Unreadable(Unread::Permission));
    let missed = seen("registry.value", SMB1, Sight::NotCollected);
    let off = value(SMB1, Value::Whole(0));
    assert_eq!(verdict(&smb1(), &[unread.clone(), off.clone(), missed.clone()]), Verdict::Passes);
    assert_eq!(verdict(&smb1(), &[missed, unread]), Verdict::Unreadable);
    let on = value(&SMB1.to_lowercase(), Value::Whole(1));
    assert_eq!(
        verdict(&smb1(), &[off, on]),
        Verdict::Fails,
        "they contradict each other: it is not shown to be off"
    );
}

#[test]
fn what_is_not_there_has_nothing_under_it() {
    let key = SMB1.strip_suffix(r"\SMB1").expect("a key and a value");
    for (sight, expected) in [
        (Sight::Absent, Verdict::Fails),
        (Sight::Unreadable(Unread::Corrupt), Verdict::Unreadable),
        (Sight::NotCollected, Verdict::NotCollected),
        (Sight::Seen(Value::Whole(0)), Verdict::NotCollected),
    ] {
        let outcome = judge(&smb1(), &[seen("registry.value", key, sight.clone())]);
        assert_eq!(outcome.verdict, expected, "{sight:?}");
    }
}

#[test]
fn that_something_is_there_is_known_from_one_place() {
    let antivirus = |test| {
        let look = Look::at_all("antivirus.product");
        rule(Question { look, test, absence: Absence::Fails })
    };
    let found = seen("antivirus.product", "a", Sight::Seen(Value::Text("Defender".into())));
    let none = seen("antivirus.product", "b", Sight::Absent);
    let unread = seen("antivirus.product", "c", Sight::Unreadable(Unread::Corrupt));
    let all = [none.clone(), found, unread.clone()];
    assert_eq!(verdict(&antivirus(Test::Present), &all), Verdict::Passes);
    assert_eq!(verdict(&antivirus(Test::Absent), &all), Verdict::Fails);
    assert_eq!(verdict(&antivirus(Test::Present), std::slice::from_ref(&none)), Verdict::Fails);
    assert_eq!(verdict(&antivirus(Test::Absent), std::slice::from_ref(&none)), Verdict::Passes);
    assert_eq!(verdict(&antivirus(Test::Present), &[none.clone(), unread.clone()]), Verdict::Unreadable);
    assert_eq!(verdict(&antivirus(Test::Absent), &[none, unread]), Verdict::Unreadable);
}

fn record(attribute: &str, place: &str, fields: &[(&str, Value)]) -> Observation {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    seen(attribute, place, Sight::Seen(Value::Record(fields)))
}

#[test]
fn of_records_the_one_that_is_meant_is_asked_for_its_field() {
    let mut look = Look::at_all("account");
    look.with.insert("rid".into(), Pattern("501".into()));
    look.field = Some("disabled".into());
    let guest =
        |absence| rule(Question { look: look.clone(), test: Test::Equals(Literal::Whole(1)), absence });
    let account = |rid, disabled| {
        let fields = [("rid", Value::Whole(rid)), ("disabled", Value::Flag(disabled))];
        record("account", &format!(r"HKLM\SAM\{rid}"), &fields)
    };
    let administrator = account(500, false);
    let judged = |others: &[Observation]| {
        let all: Vec<Observation> =
            std::iter::once(administrator.clone()).chain(others.iter().cloned()).collect();
        verdict(&guest(Absence::Passes), &all)
    };
    assert_eq!(judged(&[account(501, true)]), Verdict::Passes);
    assert_eq!(judged(&[account(501, false)]), Verdict::Fails);
    assert_eq!(judged(&[]), Verdict::Passes, "there is no such account");
    assert_eq!(verdict(&guest(Absence::Fails), std::slice::from_ref(&administrator)), Verdict::Fails);
    assert_eq!(judged(&[seen("account", "x", Sight::Unreadable(Unread::Corrupt))]), Verdict::Unreadable);
    assert_eq!(verdict(&guest(Absence::Passes), &[]), Verdict::NotCollected);
    let unsaid = record("account", "y", &[("rid", Value::Whole(501))]);
    assert_eq!(verdict(&guest(Absence::Fails), &[unsaid]), Verdict::Fails, "the field is not there");
}

#[test]
fn tests_compare_as_windows_keeps_its_values() {
    let text = |text: &str| Value::Text(text.into());
    let list = |members: &[&str]| Value::Several(members.iter().map(|&member| member.into()).collect());
    let wanted = |members: &[&str]| Literal::List(members.iter().map(|&member| member.into()).collect());
    let both = wanted(&["success", "failure"]);
    for (test, value, holds) in [
        (Test::Equals(Literal::Text("Block".into())), text("block"), true),
        (Test::Equals(Literal::Text("537395200".into())), Value::Whole(537_395_200), true),
        (Test::Equals(both.clone()), list(&["Failure", "Success"]), true),
        (Test::Equals(both.clone()), list(&["success"]), false),
        (Test::Equals(wanted(&[])), list(&[]), true),
        (Test::Equals(wanted(&[])), list(&["S-1-5-32-544"]), false),
        (Test::Contains(wanted(&["success"])), list(&["failure", "success"]), true),
        (Test::Contains(both), list(&["success"]), false),
        (Test::Contains(Literal::Text("Defender".into())), text("Windows defender"), true),
        (Test::AtLeast(14), Value::Whole(14), true),
        (Test::AtLeast(14), text("8"), false),
        (Test::AtLeast(14), text("eight"), false),
        (Test::Within(10240, 19045), text("19045.4291"), true),
        (Test::AtLeast(1), text("1.x"), false),
        (Test::AtMost(10), Value::Whole(0), true),
        (Test::Within(1, 10), Value::Whole(0), false),
        (Test::OneOf(vec![Literal::Whole(2), Literal::Whole(4)]), Value::Whole(4), true),
        (Test::NoneOf(vec![Literal::Whole(2), Literal::Whole(4)]), Value::Whole(4), false),
        (Test::NoneOf(vec![Literal::Whole(2)]), Value::Day(date(2026, 1, 2)), true),
        (Test::Equals(Literal::Text("2026-01-02".into())), Value::Day(date(2026, 1, 2)), true),
        (Test::Matches(vec![Pattern("Windows 1*".into())]), text("windows 11"), true),
        (Test::MatchesNone(vec![Pattern("*TeamViewer*".into())]), list(&["Zalo", "TeamViewer 15"]), false),
        (Test::MatchesNone(vec![Pattern("*TeamViewer*".into())]), list(&[]), true),
    ] {
        assert_eq!(test.holds(&value), holds, "{test:?} {value:?}");
    }
}

#[test]
fn a_rule_is_asked_from_its_first_to_its_last_day() {
    let mut rule = smb1();
    assert!(rule.is_asked_on(date(2000, 1, 1)));
    rule.valid_from = Some(date(2025, 10, 15));
    rule.valid_to = Some(date(2026, 6, 30));
    let asked = [(2025, 10, 14), (2025, 10, 15), (2026, 6, 30), (2026, 7, 1)]
        .map(|(y, m, d)| rule.is_asked_on(date(y, m, d)));
    assert_eq!(asked, [false, true, true, false]);
}

#[test]
fn a_pack_that_does_not_fit_within_itself_is_refused() {
    let pack = |change: fn(&mut RulePack)| {
        let mut pack = RulePack {
            code: "own".into(),
            title: Bilingual::new("Riêng", "Own"),
            source: Bilingual::new("Tự soạn", "Own work"),
            licence: "Apache-2.0".into(),
            date: date(2026, 11, 27),
            tool: "rasoat-host".into(),
            applies: vec![],
            bases: vec![],
            rules: vec![smb1()],
        };
        change(&mut pack);
        pack.check_shape().map_err(|fault| fault.to_string())
    };
    assert_eq!(pack(|_| {}), Ok(()));
    let said = |change: fn(&mut RulePack)| pack(change).expect_err("a fault");
    assert_eq!(said(|pack| pack.rules.push(smb1())), "own.smb1: given twice");
    assert_eq!(
        said(|pack| pack.rules[0].title.en.clear()),
        "own.smb1: a text is missing in one of the languages"
    );
    assert_eq!(
        said(|pack| pack.rules[0].remedy.vi = " ".into()),
        "own.smb1: a text is missing in one of the languages"
    );
    let counts = |pack: &mut RulePack| pack.rules[0].counts = Some(Bilingual::new("Số lần", ""));
    assert_eq!(said(counts), "own.smb1: a text is missing in one of the languages");
    assert_eq!(said(|pack| pack.licence.clear()), "own: a text is missing in one of the languages");
    assert_eq!(
        said(|pack| pack.rules[0].bases.clear()),
        "own.smb1: no basis, neither its own nor the pack's"
    );
    assert_eq!(said(|pack| pack.rules[0].ask.clear()), "own.smb1: asks nothing");
    assert_eq!(
        said(|pack| pack.rules[0].code = "a b".into()),
        "a b: a code is made of letters, digits, dots and hyphens"
    );
    assert_eq!(
        said(|pack| pack.rules[0].ask[0].test = Test::OneOf(vec![])),
        "own.smb1: compares with nothing"
    );
    assert_eq!(said(|pack| pack.rules[0].ask[0].test = Test::Within(2, 1)), "own.smb1: an empty range");
    assert_eq!(
        said(|pack| pack.rules[0].ask[0].test = Test::Present),
        "own.smb1: presence and absence are judged by themselves"
    );
}

fn some_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::Flag),
        (-3_i64..4).prop_map(Value::Whole),
        "[ab0-2 ]{0,3}".prop_map(Value::Text),
        proptest::collection::vec("[ab]{0,2}", 0..3).prop_map(Value::Several),
        (2020_i16..2030).prop_map(|year| Value::Day(date(year, 1, 1))),
    ]
}

fn some_sight() -> impl Strategy<Value = Sight> {
    prop_oneof![
        4 => some_value().prop_map(Sight::Seen),
        1 => Just(Sight::Absent),
        1 => Just(Sight::Unreadable(Unread::Corrupt)),
        1 => Just(Sight::NotCollected),
    ]
}

fn some_literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        (-3_i64..4).prop_map(Literal::Whole),
        "[ab0-2]{0,2}".prop_map(Literal::Text),
        proptest::collection::vec("[ab]{0,2}", 0..3).prop_map(Literal::List),
    ]
}

fn some_test() -> impl Strategy<Value = Test> {
    let literals = || proptest::collection::vec(some_literal(), 1..3);
    let patterns = || proptest::collection::vec("[ab*]{0,3}".prop_map(Pattern), 1..3);
    prop_oneof![
        some_literal().prop_map(Test::Equals),
        (-3_i64..4).prop_map(Test::AtLeast),
        (-3_i64..4).prop_map(Test::AtMost),
        (-3_i64..1, 1_i64..4).prop_map(|(least, most)| Test::Within(least, most)),
        literals().prop_map(Test::OneOf),
        literals().prop_map(Test::NoneOf),
        some_literal().prop_map(Test::Contains),
        patterns().prop_map(Test::Matches),
        patterns().prop_map(Test::MatchesNone),
        Just(Test::Present),
        Just(Test::Absent),
    ]
}

fn some_question() -> impl Strategy<Value = Question> {
    let absence =
        prop_oneof![Just(Absence::Fails), Just(Absence::Passes), some_literal().prop_map(Absence::CountsAs)];
    let of = prop_oneof![Just(Quantity::Every), Just(Quantity::Some)];
    (r"[pq*\\]{1,3}", some_test(), absence, of).prop_map(|(place, test, absence, of)| {
        let mut question = question(&place, test, absence);
        question.look.of = of;
        question
    })
}

fn some_rule() -> impl Strategy<Value = Rule> {
    let questions = |least| proptest::collection::vec(some_question(), least..3);
    (questions(0), questions(1)).prop_map(|(applies, ask)| Rule { applies, ask, ..smb1() })
}

fn some_observations() -> impl Strategy<Value = Vec<Observation>> {
    let one =
        (r"[pqPQ\\]{1,2}", some_sight()).prop_map(|(place, sight)| seen("registry.value", &place, sight));
    proptest::collection::vec(one, 0..8)
}

/// What a verdict rests on, without regard to where it stood.
fn resting(outcome: &Outcome, observations: &[Observation]) -> Vec<String> {
    let because = outcome.because.iter();
    let mut said: Vec<String> = because
        .map(|because| format!("{:?} {:?}", observations[because.observation], because.value))
        .collect();
    said.sort();
    said
}

proptest! {
    #[test]
    fn the_order_of_what_was_seen_does_not_matter(
        rule in some_rule(),
        (straight, shuffled) in some_observations().prop_flat_map(|seen| (Just(seen.clone()), Just(seen).prop_shuffle())),
    ) {
        let (one, other) = (judge(&rule, &straight), judge(&rule, &shuffled));
        prop_assert_eq!(one.verdict, other.verdict);
        prop_assert_eq!(resting(&one, &straight), resting(&other, &shuffled));
    }

    #[test]
    fn what_the_rule_does_not_look_at_does_not_matter(rule in some_rule(), seen_at in some_observations(), value in some_value()) {
        let before = judge(&rule, &seen_at).verdict;
        let mut more = seen_at;
        more.insert(0, seen("software.installed", "p", Sight::Seen(value)));
        prop_assert_eq!(judge(&rule, &more).verdict, before);
    }

    #[test]
    fn a_verdict_rests_on_sights_of_its_kind(rule in some_rule(), observations in some_observations()) {
        let outcome = judge(&rule, &observations);
        for because in &outcome.because {
            let sight = &observations[because.observation].sight;
            let fits = match outcome.verdict {
                Verdict::Passes | Verdict::Fails | Verdict::NotApplicable => matches!(sight, Sight::Seen(_) | Sight::Absent),
                Verdict::Unreadable => matches!(sight, Sight::Unreadable(_)),
                Verdict::NotCollected => matches!(sight, Sight::NotCollected),
            };
            prop_assert!(fits, "{outcome:?} {sight:?}");
        }
        prop_assert_eq!(outcome.because.is_empty() && outcome.verdict != Verdict::NotCollected, false);
    }

    #[test]
    fn one_sight_that_was_read_gives_yes_or_no(question in some_question(), value in some_value()) {
        let rule = Rule { applies: vec![], ask: vec![Question { look: Look { place: None, ..question.look }, ..question }], ..smb1() };
        for sight in [Sight::Seen(value), Sight::Absent] {
            let verdict = judge(&rule, &[seen("registry.value", "p", sight)]).verdict;
            prop_assert!(matches!(verdict, Verdict::Passes | Verdict::Fails));
        }
    }
}
