//! The embedded calendars, and how a folder overrides them.

use domain::calendar::DayKind;
use jiff::civil::date;
use rasoat_packs::{EMBEDDED, Packs};
use std::fs;

#[test]
fn the_embedded_calendars_cover_2023_to_2026() {
    let calendar = Packs::embedded().unwrap().calendar;
    assert_eq!(calendar.years().collect::<Vec<_>>(), [2023, 2024, 2025, 2026]);
}

#[test]
fn every_year_has_the_eleven_paid_holidays_of_the_labour_code() {
    // Bộ luật Lao động Đ112: 1 + 5 + 1 + 1 + 1 + 2.
    for (path, text) in EMBEDDED.iter().filter(|(path, _)| path.starts_with("calendar/")) {
        let holidays = text.lines().filter(|line| line.trim() == "reason: holiday").count();
        assert_eq!(holidays, 11, "{path}");
    }
}

#[test]
fn each_holiday_on_a_weekend_is_given_in_lieu() {
    let calendar = Packs::embedded().unwrap().calendar;
    for year in 2023..=2026 {
        let days = || date(year, 1, 1).series(jiff::ToSpan::day(1)).take_while(|day| day.year() == year);
        let weekend = |day: &jiff::civil::Date| day.weekday().to_monday_one_offset() >= 6;
        let lost = days().filter(|day| calendar.kind(*day) == DayKind::Holiday && weekend(day)).count();
        let given = days().filter(|day| calendar.kind(*day) == DayKind::InLieu).count();
        assert_eq!(lost, given, "{year}");
    }
}

#[test]
fn a_file_in_the_folder_wins_and_a_further_year_is_added() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("calendar")).unwrap();
    fs::write(folder.path().join("calendar/2023.yaml"), "year: 2023\n").unwrap();
    fs::write(folder.path().join("calendar/2027.yaml"), "year: 2027\n").unwrap();
    let calendar = Packs::with_folder(folder.path()).unwrap().calendar;
    assert!(calendar.is_working(date(2023, 1, 20)), "the folder's empty 2023 stands");
    assert!(!calendar.is_working(date(2024, 2, 9)), "2024 is still the embedded one");
    assert!(calendar.covers(date(2027, 1, 1)));
}

#[test]
fn a_fault_names_file_line_and_key() {
    let cases = [
        ("year: 2026\ndays_off:\n  - date: 2026-13-01\n", "calendar/2026.yaml, line 3, days_off[0].date: "),
        ("year: 2026\ndays_of: []\n", "calendar/2026.yaml, line 2: unknown field `days_of`"),
        (
            "year: 2026\ndays_off: []\ndays_worked:\n  - date: 2026-08-22\n    instead_of: 2026-08-31\n    source: x\n    confidence: S\n",
            "calendar/2026.yaml, line 4, 2026-08-22: 2026-08-22 is worked instead of 2026-08-31, which is not marked",
        ),
    ];
    for (text, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("calendar")).unwrap();
        fs::write(folder.path().join("calendar/2026.yaml"), text).unwrap();
        let fault = Packs::with_folder(folder.path()).unwrap_err().to_string();
        assert!(fault.starts_with(expected), "{fault}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_a_fault() {
    let fault = Packs::with_folder(std::path::Path::new("no-such-folder")).unwrap_err();
    assert_eq!(fault.to_string(), "no-such-folder: not a folder");
}
