use super::*;
use jiff::civil::Weekday;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use std::cell::Cell;
use std::collections::HashSet;

fn recipe(lookups: u64, format: Format) -> Recipe {
    Recipe {
        lookups,
        dossiers: lookups / 4,
        accounts: Recipe::usual_accounts(lookups),
        seed: 7,
        from: Date::constant(2024, 1, 1),
        to: Date::constant(2024, 7, 15),
        format,
    }
}

/// Tết, and a Saturday worked in exchange.
fn calendar(date: Date) -> bool {
    let tet = Date::constant(2024, 2, 8)..=Date::constant(2024, 2, 14);
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    date == Date::constant(2024, 5, 4) || !weekend && !tet.contains(&date)
}

fn made(recipe: &Recipe) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let told = Cell::new(0);
    generate(recipe, &calendar, folder.path(), &|rows| told.set(rows)).expect("generated");
    assert_eq!(told.get(), recipe.lookups);
    folder
}

fn text(folder: &tempfile::TempDir, name: &str) -> String {
    std::fs::read_to_string(folder.path().join(name)).expect("text")
}

fn rows_of(folder: &tempfile::TempDir, name: &str) -> u64 {
    if !name.ends_with(".parquet") {
        return text(folder, name).lines().count() as u64;
    }
    let file = std::fs::File::open(folder.path().join(name)).expect("a file");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    reader.metadata().file_metadata().num_rows() as u64
}

#[test]
fn the_same_recipe_gives_the_same_bytes() {
    for format in [Format::Parquet, Format::Csv, Format::Jsonl] {
        let recipe = recipe(20_000, format);
        let (first, second) = (made(&recipe), made(&recipe));
        let other = made(&Recipe { seed: 8, ..recipe.clone() });
        let mut names = vec!["calendar.toml".to_owned(), "planted.json".to_owned()];
        for table in ["lookups", "dossiers", "accounts", "terminals", "watch"] {
            names.push(format!("{table}.{}", format.extension()));
        }
        let read = |folder: &tempfile::TempDir, name: &String| {
            std::fs::read(folder.path().join(name)).expect("bytes")
        };
        for name in &names {
            assert!(read(&first, name) == read(&second, name), "{name}");
        }
        assert!(read(&first, &names[2]) != read(&other, &names[2]));
    }
}

#[test]
fn every_rule_has_misuse_in_a_small_set() {
    for seed in 1..5 {
        let folder = made(&Recipe { seed, ..recipe(100_000, Format::Csv) });
        let planted: serde_json::Value =
            serde_json::from_str(&text(&folder, "planted.json")).expect("what was planted");
        for rule in 1..=19 {
            let times = planted["rules"][format!("L{rule}")].as_u64().expect("a count");
            assert!((1..5000).contains(&times), "seed {seed}: L{rule} {times}");
        }
    }
}

#[test]
fn rows_are_as_many_as_asked_for() {
    for (format, heading) in [(Format::Parquet, 0), (Format::Csv, 1), (Format::Jsonl, 0)] {
        let recipe = recipe(12_345, format);
        let folder = made(&recipe);
        let rows = |table: &str| rows_of(&folder, &format!("{table}.{}", format.extension())) - heading;
        assert_eq!(rows("lookups"), recipe.lookups);
        assert_eq!(rows("dossiers"), recipe.dossiers);
        assert_eq!(rows("accounts"), u64::from(recipe.accounts));
    }
}

#[test]
fn rows_are_in_order_of_time_and_registers_name_nothing_twice() {
    let folder = made(&recipe(30_000, Format::Csv));
    let mut last = String::new();
    for line in text(&folder, "lookups.csv").lines().skip(1) {
        // Parts of seconds, where there are none, sort before the offset.
        let time = line.split(',').next().expect("a time").replace('+', " ");
        assert!(last <= time, "{last} before {time}");
        assert!(("2024-01-01".."2024-07-16").contains(&time.as_str()));
        last = time;
    }
    for register in ["accounts.csv", "terminals.csv"] {
        let text = text(&folder, register);
        let mut names = HashSet::new();
        assert!(text.lines().all(|line| names.insert(line.split(',').next().expect("a name"))), "{register}");
    }
    let dossiers = text(&folder, "dossiers.csv");
    let numbers: HashSet<&str> =
        dossiers.lines().map(|line| line.split(',').next().expect("a number")).collect();
    let twice = dossiers.lines().count() - numbers.len();
    assert!((1..10).contains(&twice), "{twice} dossiers stand twice");
}

#[test]
fn the_calendar_says_what_it_was_told() {
    let folder = made(&recipe(1000, Format::Csv));
    let calendar = text(&folder, "calendar.toml");
    assert!(calendar.starts_with("covers = { from = \"2023-12-01\", to = \"2024-08-15\" }\n"));
    assert!(calendar.contains("[[holiday]]\nname = \"Ngày nghỉ\"\ndays = [\"2024-02-08\", \"2024-02-09\""));
    assert!(calendar.contains("[[working]]\nname = \"Ngày làm bù\"\ndays = [\"2024-05-04\"]\n"));
}

#[test]
fn odd_recipes_are_followed_too() {
    let day = Date::constant(2024, 3, 2);
    for (lookups, dossiers, accounts, to) in
        [(0, 0, 1, day), (10, 0, 1, day), (500, 3, 2, day), (3000, 5000, 3, Date::constant(2024, 3, 20))]
    {
        let recipe = Recipe { lookups, dossiers, accounts, from: day, to, ..recipe(0, Format::Jsonl) };
        let folder = made(&recipe);
        assert_eq!(rows_of(&folder, "lookups.jsonl"), lookups);
        assert_eq!(rows_of(&folder, "dossiers.jsonl"), dossiers);
    }
    let backwards = Recipe { to: Date::constant(2023, 1, 1), ..recipe(10, Format::Csv) };
    let folder = tempfile::tempdir().expect("a folder");
    assert!(generate(&backwards, &calendar, folder.path(), &|_| {}).is_err());
}
