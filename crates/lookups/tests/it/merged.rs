//! Days joined one by one, in halves, or in any other grouping give the same.

use proptest::prelude::*;
use rasoat_lookups::day::{DayState, Run, Runs};
use rasoat_lookups::judge::{Met, Order};
use rasoat_lookups::local::{DAY, Day};
use rasoat_lookups::parameters::Parameters;
use rasoat_lookups::part::{NO_SEQ, Part, Row};
use rasoat_lookups::rule::{EXPLAINED, LOOKUP, bit};
use rasoat_lookups::span::{Lengths, Span};

/// A row by small numbers: moment of the day, system, account, terminal, citizen, mark.
type Small = (i64, u32, u32, u32, u8, u8);

fn row() -> impl Strategy<Value = Small> {
    (0_i64..600, 0_u32..2, 0_u32..3, 0_u32..3, 0_u8..4, 0_u8..4)
}

fn state(day: i32, rows: &[Small], seq: &mut i64) -> DayState {
    let mut met = Met::default();
    let mut part = Part::default();
    for (at, system, account, terminal, citizen, kind) in rows {
        let mark = match kind {
            0 => 0,
            1 => LOOKUP | EXPLAINED,
            2 => LOOKUP | bit(4),
            _ => LOOKUP | bit(5) | bit(8),
        };
        *seq += 1;
        let (citizen, at) = (citizen.to_string(), Day(day).begins() + at * DAY / 600);
        let (system, account) =
            (met.systems.number(&system.to_string()), met.accounts.number(&account.to_string()));
        let terminal = met.terminals.number(&terminal.to_string());
        let seq = if at % 5 == 0 { NO_SEQ } else { *seq };
        part.push(Row { at, seq, system, account, terminal, mark, citizen: &citizen, dossier: "" });
    }
    DayState::of(Day(day), &[part.bytes(0)], &Order::of(&[met]), &Parameters::default()).expect("a state")
}

/// What of a span can be compared: all, by names.
fn told(span: &Span) -> String {
    let account = |number: u32| &*span.accounts[number as usize].name;
    let mut text =
        format!("{} {} {} {:?} {:?}\n", span.rows, span.lookups, span.explained, span.hours, span.days);
    let mut systems: Vec<String> = span.systems.iter().map(|system| format!("{system:?}")).collect();
    systems.sort();
    let mut accounts: Vec<String> = span
        .accounts
        .iter()
        .map(|one| {
            let ends =
                one.ends.map(|(a, b)| (a.at, span.terminal(a.terminal), b.at, span.terminal(b.terminal)));
            format!(
                "{} {} {} {} {ends:?} {:?} {:?} {:?}",
                one.name, one.lookups, one.explained, one.refused, one.days, one.dormant, one.tallies
            )
        })
        .collect();
    accounts.sort();
    let mut pairs: Vec<String> = span
        .pairs
        .iter()
        .map(|pair| {
            let (first, second) = (span.terminal(pair.first.terminal), span.terminal(pair.second.terminal));
            format!("{} {} {first} {} {second}", account(pair.account), pair.first.at, pair.second.at)
        })
        .collect();
    pairs.sort();
    let mut breadth: Vec<String> = span
        .breadth
        .iter()
        .map(|one| {
            format!("{} {} {} {}", span.citizen(one.citizen), account(one.account), one.first, one.last)
        })
        .collect();
    breadth.sort();
    for part in [systems, accounts, pairs, breadth] {
        text += &part.join("\n");
        text.push('\n');
    }
    text
}

proptest! {
    #[test]
    fn in_any_grouping_the_same(days in prop::collection::vec((1_i32..70, prop::collection::vec(row(), 0..12)), 3..7), cut in 0_usize..1_000) {
        let lengths = Lengths::of(&Parameters::default());
        let (mut day, mut seq) = (19_000, 0);
        let states: Vec<DayState> = days.iter().map(|(gap, rows)| { day += gap; state(day, rows, &mut seq) }).collect();
        let mut one_by_one = Span::default();
        for state in &states {
            one_by_one.join(state, lengths);
        }
        let spans = |states: &[DayState]| states.iter().fold(Span::default(), |span, state| span.merge(Span::of(state, lengths), lengths));
        let at = cut % states.len();
        let halves = spans(&states[..at]).merge(spans(&states[at..]), lengths);
        prop_assert_eq!(told(&one_by_one), told(&halves));
        let right = states.iter().rev().fold(Span::default(), |right, state| Span::of(state, lengths).merge(right, lengths));
        prop_assert_eq!(told(&one_by_one), told(&right));
        for state in &states {
            let again = DayState::of_bytes(&state.bytes().expect("bytes"));
            prop_assert_eq!(again.as_ref(), Some(state));
        }
    }

    /// Of numbers that do not repeat, gaps, missing numbers and steps back are what a
    /// look at all of them in order gives, however they were grouped.
    #[test]
    fn runs_count_what_is_there(numbers in prop::collection::btree_map(0_i64..60, 0_i64..100, 1..40), groups in prop::collection::vec(0_usize..4, 40)) {
        const STEP: i64 = 30;
        let mut parts = vec![Runs::default(); 4];
        for ((number, at), group) in numbers.iter().zip(&groups) {
            let run = Run { low: *number, high: *number, low_at: *at, high_at: *at };
            parts[*group].merge(Runs { runs: vec![run], rows: 1, back: 0 }, STEP);
        }
        let mut all = Runs::default();
        for part in parts {
            all.merge(part, STEP);
        }
        let order: Vec<(i64, i64)> = numbers.into_iter().collect();
        let follows = order.windows(2).filter(|pair| pair[1].0 == pair[0].0 + 1);
        let back = follows.clone().filter(|pair| pair[1].1 < pair[0].1 - STEP).count() as u64;
        let gaps = order.len() as u64 - 1 - follows.count() as u64;
        prop_assert_eq!(all.faults().0, gaps);
        prop_assert_eq!(all.faults().2, 0);
        prop_assert_eq!(all.back, back);
    }
}
