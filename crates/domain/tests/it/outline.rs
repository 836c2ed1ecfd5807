//! Cells, terms and values as people and forms write them.

use jiff::civil::date;
use proptest::prelude::*;
use rasoat_domain::bilingual::Bilingual;
use rasoat_domain::outline::{Answers, Cell, Choice, Condition, NotAValue, Scalar, Term, Value, read_value};

fn id() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_]{0,12}"
}

fn cell() -> impl Strategy<Value = Cell> {
    (id(), proptest::option::of(1990..2100_i16), 0..500_u16, proptest::option::of(id()))
        .prop_map(|(field, year, row, column)| Cell { field, year, row, column })
}

proptest! {
    #[test]
    fn a_cell_reads_back(cell in cell()) {
        prop_assert_eq!(cell.to_string().parse::<Cell>().unwrap(), cell);
    }

    #[test]
    fn a_term_reads_back(field in id(), column in proptest::option::of(id()), counts_rows: bool) {
        let term = Term { field, column, counts_rows };
        prop_assert_eq!(term.to_string().parse::<Term>().unwrap(), term);
    }

    #[test]
    fn no_text_breaks_the_readers(text in ".{0,30}") {
        let _ = text.parse::<Cell>();
        let _ = text.parse::<Term>();
        for kind in [Scalar::Money, Scalar::YesNo, Scalar::Date, Scalar::File, Scalar::Text { max: 5 }] {
            let _ = read_value(&kind, &text);
        }
    }

    #[test]
    fn a_number_grouped_by_thousands_is_the_number(number in 0..10_000_000_000_i64) {
        let plain = number.to_string();
        let mut grouped = String::new();
        for (at, digit) in plain.chars().enumerate() {
            if at > 0 && (plain.len() - at).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        for typed in [plain.clone(), grouped.clone(), grouped.replace('.', " ")] {
            prop_assert_eq!(read_value(&Scalar::Money, &typed), Ok(Some(Value::Number(number))));
        }
    }

    #[test]
    fn what_was_set_is_found_under_its_field_only(cells in proptest::collection::vec(cell(), 0..20)) {
        let mut answers = Answers::new([2024]);
        for cell in &cells {
            answers.set(cell.clone(), Value::Number(1));
        }
        for cell in &cells {
            prop_assert!(answers.of_field(&cell.field).any(|(known, _)| known == cell));
            prop_assert!(answers.of_field(&cell.field).all(|(known, _)| known.field == cell.field));
        }
    }
}

#[test]
fn what_people_type_becomes_values() {
    let choice = Scalar::Choice {
        options: vec![Choice { code: "mat".into(), label: Bilingual::new("Mật", "Secret") }],
    };
    let number = Scalar::Number { min: 0, max: None };
    let cases = [
        (&number, " 12 ", Ok(Some(Value::Number(12)))),
        (&number, "-3", Ok(Some(Value::Number(-3)))),
        (&number, "1.5", Err(NotAValue::Number)),
        (&number, "12.34.567", Err(NotAValue::Number)),
        (&number, "mười hai", Err(NotAValue::Number)),
        (&number, "", Ok(None)),
        (&Scalar::Date, "06/5/2024", Ok(Some(Value::Date(date(2024, 5, 6))))),
        (&Scalar::Date, "2024-05-06", Ok(Some(Value::Date(date(2024, 5, 6))))),
        (&Scalar::Date, "31/6/2024", Err(NotAValue::Date)),
        (&Scalar::Date, "6/5/24", Err(NotAValue::Date)),
        (&Scalar::YesNo, "Có", Ok(Some(Value::YesNo(true)))),
        (&Scalar::YesNo, "không", Ok(Some(Value::YesNo(false)))),
        (&Scalar::YesNo, "có lẽ", Err(NotAValue::YesNo)),
        (&choice, "Mật", Ok(Some(Value::Choice("mat".into())))),
        (&choice, "tối mật", Err(NotAValue::Option)),
        (&Scalar::File, "ảnh.jpg", Err(NotAValue::File)),
    ];
    for (kind, typed, expected) in cases {
        assert_eq!(read_value(kind, typed), expected, "{typed:?}");
    }
    let text = read_value(&Scalar::Text { max: 100 }, "Tủ  có khoá\r\n  phòng riêng ").unwrap();
    assert_eq!(text, Some(Value::Text("Tủ có khoá\nphòng riêng".into())));
}

#[test]
fn a_blank_text_takes_the_answer_away() {
    let mut answers = Answers::new([]).with(Cell::of("note"), Value::Text("x".into()));
    answers.set(Cell::of("note"), Value::Text("  ".into()));
    assert!(answers.is_empty());
}

#[test]
fn an_unanswered_figure_is_nothing_and_not_zero() {
    let term = |text: &str| text.parse::<Term>().unwrap();
    let answers = Answers::new([2023, 2024])
        .with(Cell::of("issued").column("mat").year(2023), Value::Number(4))
        .with(Cell::of("issued").column("mat").year(2024), Value::Number(5))
        .with(Cell::of("registers").column("present").row(1), Value::YesNo(true))
        .with(Cell::of("registers").column("present").row(2), Value::YesNo(false));
    assert_eq!(term("issued.mat").figure(&answers, None), Some(9));
    assert_eq!(term("issued").figure(&answers, Some(2024)), Some(5));
    assert_eq!(term("issued.toi_mat").figure(&answers, None), None);
    assert_eq!(term("registers.present").figure(&answers, None), Some(1), "yes counts one");
    assert_eq!(term("rows:registers").figure(&answers, None), Some(2));
    assert_eq!(term("rows:leaks").figure(&answers, None), Some(0));
}

#[test]
fn neither_yes_nor_no_holds_of_a_question_not_answered() {
    let empty = Answers::new([]);
    let yes = Condition::Yes { field: "portal".into() };
    let no = Condition::No { field: "portal".into() };
    assert!(!yes.holds(&empty) && !no.holds(&empty));
    assert!(Condition::Not { that: Box::new(yes.clone()) }.holds(&empty));
    assert!(!Condition::Any { of: vec![yes, no] }.holds(&empty));
}
