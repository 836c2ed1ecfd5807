//! The outlines, answered.

use domain::bilingual::Language;
use domain::outline::{Answers, Cell, Kind, Outline, Requirement, Rows, Scalar, Severity, Value, guide};
use domain::report::{ProblemCode, check, progress};
use rasoat_packs::Packs;

/// Answers every cell the outline could need with something that fits.
fn answered(outline: &Outline, years: &[i16]) -> Answers {
    let mut answers = Answers::new(years.iter().copied());
    let fill = |scalar: &Scalar| match scalar {
        Scalar::Number { min, .. } => Value::Number(*min),
        Scalar::Money => Value::Number(0),
        Scalar::YesNo => Value::YesNo(true),
        Scalar::Choice { options } => Value::Choice(options[0].code.clone()),
        Scalar::Text { .. } => Value::Text("Đã làm".into()),
        Scalar::Date => Value::Date(jiff::civil::date(2024, 5, 6)),
        Scalar::File => Value::File(uuid::Uuid::nil().into()),
    };
    for (_, field) in outline.fields() {
        let cell = Cell::of(&field.id);
        match &field.kind {
            Kind::NumberPerYear { .. } => {
                for year in years {
                    answers.set(cell.clone().year(*year), Value::Number(0));
                }
            }
            Kind::Table { columns, rows } => {
                for column in columns {
                    let cells: Vec<Cell> = match rows {
                        Rows::Free { .. } => vec![cell.clone()],
                        Rows::PerYear => years.iter().map(|year| cell.clone().year(*year)).collect(),
                        Rows::Fixed { list } => list.iter().map(|row| cell.clone().row(row.row)).collect(),
                    };
                    for cell in cells {
                        answers.set(cell.column(&column.id), fill(&column.kind));
                    }
                }
            }
            Kind::Documents { .. } => {
                for column in ["number", "date", "issuer", "summary"] {
                    let scalar = field.kind.scalar(Some(column)).unwrap();
                    answers.set(cell.clone().column(column), fill(&scalar));
                }
            }
            kind => answers.set(cell, fill(&kind.scalar(None).unwrap())),
        }
    }
    answers
}

#[test]
fn an_empty_report_is_refused_for_every_required_field_and_nothing_else() {
    for outline in Packs::embedded().unwrap().outlines.values() {
        let empty = Answers::new([2023, 2024]);
        let problems = check(outline, &empty, None);
        let missing: Vec<_> = problems.iter().filter(|p| p.code == ProblemCode::Missing).collect();
        let progress = progress(outline, &empty);
        assert_eq!(missing.len(), progress.required, "{}", outline.code);
        assert_eq!(progress.filled, 0);
        assert!(progress.required > 0);
        for (_, field) in outline.fields().filter(|(_, field)| field.required == Requirement::Always) {
            assert!(missing.iter().any(|problem| problem.field == field.id), "{} {}", outline.code, field.id);
        }
    }
}

#[test]
fn a_fully_answered_report_misses_nothing_and_is_of_the_right_kinds() {
    for outline in Packs::embedded().unwrap().outlines.values() {
        let problems = check(outline, &answered(outline, &[2023, 2024]), None);
        let wrong: Vec<_> = problems.iter().filter(|problem| problem.code != ProblemCode::Check).collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", outline.code);
    }
}

#[test]
fn the_guide_explains_every_field_and_names_every_check() {
    for outline in Packs::embedded().unwrap().outlines.values() {
        let guide = guide(outline);
        let lines: Vec<_> = guide.sections.iter().flat_map(|section| &section.lines).collect();
        assert_eq!(lines.len(), outline.fields().count());
        for check in &outline.checks {
            assert!(
                lines.iter().any(|line| line.checks.iter().any(|known| known.code == check.code)),
                "{} {}",
                outline.code,
                check.code
            );
        }
    }
}

#[test]
fn more_machines_of_each_kind_than_in_all_must_be_explained() {
    let packs = Packs::embedded().unwrap();
    let outline = &packs.outlines["self-inspection-2024"];
    let number = |field: &str, number| (Cell::of(field), Value::Number(number));
    let mut answers = Answers::new([2024]);
    for (cell, value) in [number("pc_total", 40), number("pc_lan", 30), number("pc_internet", 25)] {
        answers.set(cell, value);
    }
    let found = |answers: &Answers| {
        check(outline, answers, None)
            .into_iter()
            .find(|problem| problem.check.as_deref() == Some("machines_within_total"))
    };
    let problem = found(&answers).unwrap();
    assert_eq!(problem.severity, Severity::Refuse);
    let said = problem.message(outline, Language::Vi).unwrap();
    assert!(said.contains("55") && said.contains("40") && !said.contains('{'), "{said}");
    answers.set(Cell::of("pc_overlap"), Value::Text("15 máy dùng cả hai mạng.".into()));
    assert!(found(&answers).is_none(), "explained");
}

#[test]
fn registered_is_compared_with_issued_year_by_year() {
    let packs = Packs::embedded().unwrap();
    let outline = &packs.outlines["self-inspection-2024"];
    let mut answers = Answers::new([2023, 2024]);
    for (year, secret, registered) in [(2023, 10, 4), (2024, 3, 5)] {
        for (column, count) in [("tuyet_mat", 0), ("toi_mat", 0), ("mat", secret)] {
            answers.set(Cell::of("issued").column(column).year(year), Value::Number(count));
        }
        answers.set(Cell::of("issued_registered").year(year), Value::Number(registered));
    }
    let problems = check(outline, &answers, None);
    let of = |code: &str| -> Vec<(Severity, String)> {
        problems
            .iter()
            .filter(|problem| problem.check.as_deref() == Some(code))
            .map(|problem| (problem.severity, problem.args["year"].clone()))
            .collect()
    };
    assert_eq!(of("issued_registered_within"), [(Severity::Refuse, "2024".to_owned())]);
    assert_eq!(of("issued_all_registered"), [(Severity::Warn, "2023".to_owned())]);
}

#[test]
fn last_years_report_is_held_beside_this_one() {
    let packs = Packs::embedded().unwrap();
    let outline = &packs.outlines["self-inspection-2024"];
    let report = |years: [i16; 2], secret, machines| {
        let mut answers = Answers::new(years);
        answers.set(Cell::of("issued").column("mat").year(2023), Value::Number(secret));
        answers.set(Cell::of("pc_total"), Value::Number(machines));
        answers
    };
    let codes = |now: &Answers, before: &Answers| -> Vec<String> {
        check(outline, now, Some(before)).into_iter().filter_map(|problem| problem.check).collect()
    };
    let before = report([2022, 2023], 12, 100);
    let same = codes(&report([2023, 2024], 12, 110), &before);
    assert!(!same.iter().any(|code| code.contains("same_as_before") || code.contains("deviates")));
    let changed = codes(&report([2023, 2024], 9, 140), &before);
    assert!(changed.contains(&"issued_same_as_before".to_owned()));
    assert!(changed.contains(&"pc_total_deviates".to_owned()));
}

#[test]
fn party_fields_are_asked_of_party_bodies_only() {
    let packs = Packs::embedded().unwrap();
    let outline = &packs.outlines["cybersecurity-2026"];
    let missing = |body: &str| -> Vec<String> {
        let answers = Answers::new([2026]).with(Cell::of("body"), Value::Choice(body.into()));
        check(outline, &answers, None)
            .into_iter()
            .filter(|problem| problem.code == ProblemCode::Missing && problem.field.starts_with("party_"))
            .map(|problem| problem.field)
            .collect()
    };
    assert!(missing("government").is_empty());
    assert!(missing("party").contains(&"party_level_approved".to_owned()));
}

#[test]
fn answers_that_do_not_fit_are_named() {
    let packs = Packs::embedded().unwrap();
    let outline = &packs.outlines["self-inspection-2024"];
    let cases = [
        (Cell::of("pc_total"), Value::Text("bốn mươi".into()), ProblemCode::WrongKind),
        (Cell::of("pc_total"), Value::Number(-1), ProblemCode::OutOfRange),
        (Cell::of("pc_total").year(2024), Value::Number(1), ProblemCode::UnknownCell),
        (Cell::of("no_such_field"), Value::Number(1), ProblemCode::UnknownCell),
        (Cell::of("registers").column("present").row(9), Value::YesNo(true), ProblemCode::UnknownCell),
        (Cell::of("issued").column("mat").year(1999), Value::Number(1), ProblemCode::UnknownCell),
        (Cell::of("storage"), Value::Choice("cellar".into()), ProblemCode::UnknownOption),
        (Cell::of("pc_overlap"), Value::Text("x".repeat(1001)), ProblemCode::TooLong),
    ];
    for (cell, value, expected) in cases {
        let answers = Answers::new([2024]).with(cell.clone(), value);
        let found: Vec<ProblemCode> = check(outline, &answers, None)
            .into_iter()
            .filter(|problem| problem.cell.as_ref() == Some(&cell) && problem.code != ProblemCode::Missing)
            .map(|problem| problem.code)
            .collect();
        assert_eq!(found, [expected], "{cell}");
    }
}
