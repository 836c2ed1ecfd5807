//! The legal library.

use domain::deadline::{Event, Facts, Roll, Rule, due};
use domain::law::Confidence;
use jiff::civil::{Date, date};
use rasoat_packs::Packs;

#[test]
fn acts_end_on_the_day_before_their_successors_begin() {
    let library = Packs::embedded().unwrap().library;
    let after = |code: &str, day| -> Vec<String> {
        library.successors(code, day).iter().map(|act| act.code.clone()).collect()
    };
    assert_eq!(after("luat-24-2018", date(2026, 6, 30)), ["luat-24-2018"]);
    assert_eq!(after("luat-24-2018", date(2026, 7, 1)), ["luat-116-2025"]);
    assert_eq!(after("luat-29-2018", date(2026, 3, 1)), ["luat-117-2025"]);
    assert_eq!(after("tt-03-2017", date(2026, 9, 1)), ["nd-331-2026"], "through tt-12-2022");
    assert!(after("luat-116-2025", date(2020, 1, 1)).is_empty(), "nothing stands in for it before it begins");
}

#[test]
fn a_law_cited_without_number_is_resolved_by_the_day() {
    let library = Packs::embedded().unwrap().library;
    let cited = |name: &str, day| -> Vec<String> {
        library.cited_as(name, day).iter().map(|act| act.number.clone()).collect()
    };
    let in_may = date(2026, 5, 12);
    assert_eq!(cited("Luật Bảo vệ bí mật nhà nước", in_may), ["117/2025/QH15"]);
    assert_eq!(cited("luật an ninh mạng", in_may), ["24/2018/QH14"]);
    assert_eq!(cited("Luật An ninh mạng", date(2026, 7, 1)), ["116/2025/QH15"]);
    assert_eq!(cited("Luật Bảo vệ bí mật nhà nước", date(2024, 8, 1)), ["29/2018/QH14"]);
}

#[test]
fn a_number_finds_its_act_and_an_ambiguous_one_finds_both() {
    let library = Packs::embedded().unwrap().library;
    assert_eq!(library.by_number("85/2016/nđ-cp")[0].code, "nd-85-2016");
    assert_eq!(library.by_number("TCVN 11930 : 2017")[0].code, "tcvn-11930-2017");
    assert_eq!(library.by_number("14/CT-TTg").len(), 2, "2018 and 2019 share the number");
    assert!(library.by_number("110/2012/TT-BTC").is_empty(), "the wrong year is not in the library");
    assert_eq!(library.by_number("69/2024/NĐ-CP")[0].issued, Some(date(2024, 6, 25)));
}

#[test]
fn acts_known_from_memory_only_carry_a_note_or_no_dates() {
    for act in Packs::embedded().unwrap().library.acts().filter(|act| act.confidence == Confidence::M) {
        let dated = act.in_force_from.is_some() || act.in_force_to.is_some();
        assert!(act.note.is_some() || !dated, "{}", act.code);
    }
}

#[test]
fn the_articles_behind_the_arithmetic_are_in_the_library() {
    let packs = Packs::embedded().unwrap();
    let facts = Facts::new().with(Event::Minutes, date(2026, 1, 25)).rolling(Roll::NextWorkingDay);
    let rule = Rule::After { event: Event::Minutes, days: 20, working_days: false };
    let steps = due(&rule, &facts, &packs.calendar).unwrap().steps;
    let bases: Vec<_> = steps.iter().filter_map(domain::deadline::Step::basis).collect();
    assert_eq!(bases.len(), 2, "counting and rolling");
    for basis in bases {
        assert!(basis.holds(date(2026, 1, 25), &packs.library), "{basis:?}");
    }
}

/// The list the reader checks citations with.
const KNOWN: &str = include_str!("../../legal/known-acts.yaml");

#[derive(serde::Deserialize)]
struct Known {
    acts: Vec<KnownAct>,
}

#[derive(serde::Deserialize)]
struct KnownAct {
    number: String,
    date: Option<Date>,
    issuer: Option<String>,
    from: Option<Date>,
    until: Option<Date>,
    #[serde(default)]
    wrong: Vec<String>,
}

#[test]
fn the_readers_list_of_acts_and_the_library_say_the_same() {
    let library = Packs::embedded().unwrap().library;
    let known: Known = serde_norway::from_str(KNOWN).unwrap();
    assert!(known.acts.len() > 30);
    for act in known.acts {
        let same = library.by_number(&act.number).into_iter().find(|ours| {
            let ended = act.until.map(|until| until.yesterday().unwrap());
            (act.date.is_none() || ours.issued.is_none() || ours.issued == act.date)
                && (act.from.is_none() || ours.in_force_from == act.from)
                && (ended.is_none() || ours.in_force_to == ended)
                && (act.issuer.is_none() || act.issuer.as_deref() == Some(ours.issuer.as_str()))
        });
        assert!(same.is_some(), "{}", act.number);
        for wrong in act.wrong {
            assert_eq!(library.by_mistaken_number(&wrong).unwrap().number, act.number);
        }
    }
}
