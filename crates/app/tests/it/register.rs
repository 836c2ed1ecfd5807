//! Registers of accounts and terminals: kept by units and the office, nothing lost,
//! sheets taken in whole or with what is wrong left out, handed out for the audit.

use domain::identifier::{EntryId, UnitId};
use domain::policy::Role;
use domain::register::{Book, Entry};
use domain::unit::UnitKind;
use jiff::civil::date;
use rasoat_app::acts::file::Upload;
use rasoat_app::acts::register::import::{self, Preview};
use rasoat_app::acts::register::{self, Filter, Kept, Standing};
use rasoat_app::{Actor, Refusal};
use testkit::house::House;
use uuid::Uuid;

fn account(unit: UnitId, name: &str, holder: &str) -> Entry {
    let mut entry = Entry::new(EntryId(Uuid::nil()), unit, Book::Accounts);
    entry.name = name.into();
    entry.holder = holder.into();
    entry.from = Some(date(2026, 1, 5));
    entry
}

fn terminal(unit: UnitId, name: &str) -> Entry {
    let mut entry = Entry::new(EntryId(Uuid::nil()), unit, Book::Terminals);
    entry.name = name.into();
    entry.note = "Quầy tiếp nhận số 1".into();
    entry.from = Some(date(2026, 1, 5));
    entry
}

fn all(book: Book) -> Filter {
    Filter { book, unit: None, words: String::new(), standing: Standing::Entered, limit: 1_000, offset: 0 }
}

async fn listed(house: &House, who: &Actor, filter: &Filter) -> Vec<Kept> {
    let (kept, count) = register::list(&house.app, who, filter).await.expect("the list");
    assert_eq!(count, kept.len() as i64);
    kept
}

fn names(kept: &[Kept]) -> Vec<&str> {
    kept.iter().map(|kept| kept.entry.name.as_str()).collect()
}

fn key(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::Invalid(faults) => faults[0].key,
        _ => "",
    }
}

#[tokio::test]
async fn a_unit_keeps_its_own_register_and_the_office_all() {
    for house in House::each().await {
        let app = &house.app;
        let mai = house.unit("Ủy ban nhân dân phường Đông Mai", UnitKind::Commune).await;
        let y_te = house.unit("Sở Y tế", UnitKind::Department).await;
        let office = house.person(Role::StandingOffice).await;
        let focal = house.person_of(Role::UnitFocal, mai).await;
        let head = house.person_of(Role::UnitHead, mai).await;
        let stranger = house.person_of(Role::UnitFocal, y_te).await;

        let first =
            register::add(app, &focal, account(mai, " tccd.mai.01 ", "CB-0117")).await.expect("added");
        register::add(app, &office, account(y_te, "tccd.yte.01", "CB-0201")).await.expect("added");
        register::add(app, &head, terminal(mai, "MAY-TN-01")).await.expect("added");

        // Each sees what is theirs; a name stands in one place only.
        assert_eq!(names(&listed(&house, &focal, &all(Book::Accounts)).await), ["tccd.mai.01"]);
        assert_eq!(
            names(&listed(&house, &office, &all(Book::Accounts)).await),
            ["tccd.yte.01", "tccd.mai.01"]
        );
        let stolen = register::add(app, &stranger, account(mai, "x", "CB-1")).await;
        assert!(matches!(stolen, Err(Refusal::NotFound)));
        let taken =
            register::add(app, &stranger, account(y_te, "tccd.mai.01", "CB-1")).await.expect_err("taken");
        assert_eq!(key(&taken), "register-name-taken");
        let named = register::add(app, &focal, account(mai, "tccd.mai.02", "Nguyễn Văn An")).await;
        assert_eq!(key(&named.expect_err("a name")), "register-like-a-name");

        // Found without accents, by what it says and where it stands.
        let quay = Filter { words: "quay tiep nhan".into(), ..all(Book::Terminals) };
        assert_eq!(names(&listed(&house, &head, &quay).await), ["MAY-TN-01"]);
        let none = Filter { words: "khong co".into(), ..all(Book::Terminals) };
        assert!(listed(&house, &head, &none).await.is_empty());

        // A change needs what stands, and leaves what stood in the audit.
        let kept = register::get(app, &focal, first).await.expect("the entry");
        let mut left = kept.entry.clone();
        left.left = Some(date(2026, 3, 31));
        register::change(app, &focal, left.clone(), kept.version).await.expect("changed");
        let stale = register::change(app, &head, left, kept.version).await;
        assert!(matches!(stale, Err(Refusal::Conflict)));
        assert!(matches!(register::get(app, &stranger, first).await, Err(Refusal::NotFound)));
        let ended = Filter { standing: Standing::Ended(date(2026, 4, 1)), ..all(Book::Accounts) };
        assert_eq!(names(&listed(&house, &focal, &ended).await), ["tccd.mai.01"]);
        let open = Filter { standing: Standing::Open(date(2026, 3, 31)), ..all(Book::Accounts) };
        assert_eq!(names(&listed(&house, &focal, &open).await), ["tccd.mai.01"]);

        // What is withdrawn is kept with its reason, and its name is free again.
        let version = register::get(app, &focal, first).await.expect("the entry").version;
        let silent = register::withdraw(app, &focal, first, version, "  ").await.expect_err("no reason");
        assert_eq!(key(&silent), "field-required");
        register::withdraw(app, &focal, first, version, "Ghi nhầm").await.expect("withdrawn");
        let again = register::withdraw(app, &focal, first, version + 1, "Ghi nhầm").await;
        assert!(matches!(again, Err(Refusal::Conflict)));
        assert!(listed(&house, &focal, &all(Book::Accounts)).await.is_empty());
        let gone = Filter { standing: Standing::Withdrawn, ..all(Book::Accounts) };
        let gone = listed(&house, &focal, &gone).await;
        assert_eq!(gone[0].withdrawn.as_ref().map(|(why, _)| why.as_str()), Some("Ghi nhầm"));
        register::add(app, &focal, account(mai, "tccd.mai.01", "CB-0117")).await.expect("entered anew");

        let nobody = house.person(Role::Observer).await;
        assert!(matches!(
            register::list(app, &nobody, &all(Book::Accounts)).await,
            Err(Refusal::NotAllowed(_))
        ));
    }
}

#[tokio::test]
async fn a_team_sees_the_registers_of_the_units_it_visits_and_changes_none() {
    for house in House::each().await {
        let province = house.province().await;
        let app = &house.app;
        let lead = house.person_in(Role::TeamLead, province.team).await;
        let seen = listed(&house, &lead, &all(Book::Accounts)).await;
        assert_eq!((seen.len(), seen[0].entry.unit), (1, province.unit));
        assert!(listed(&house, &province.other_team, &all(Book::Accounts)).await.is_empty());
        let refused = register::add(app, &lead, account(province.unit, "a", "CB-1")).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
        let file = register::export(app, &lead, Book::Accounts).await.expect("the file");
        assert_eq!(String::from_utf8(file.bytes).expect("text").lines().count(), 2);
    }
}

fn sheet(rows: &str) -> Upload {
    Upload { name: "so.csv".into(), bytes: rows.replace('\n', "\r\n").into_bytes() }
}

async fn previewed(house: &House, who: &Actor, unit: UnitId, rows: &str) -> Preview {
    import::preview(&house.app, who, unit, Book::Accounts, sheet(rows)).await.expect("a preview")
}

#[tokio::test]
async fn a_sheet_is_taken_in_whole_or_without_its_bad_rows_when_someone_says_so() {
    for house in House::each().await {
        let app = &house.app;
        let mai = house.unit("Ủy ban nhân dân phường Đông Mai", UnitKind::Commune).await;
        let focal = house.person_of(Role::UnitFocal, mai).await;
        register::add(app, &focal, account(mai, "tccd.01", "CB-01")).await.expect("added");
        let rows = "account,holder,unit,enabled_from,disabled_at,left_at,commitment_signed\n\
                    tccd.01,CB-01,,2026-01-05,,2026-04-30,\n\
                    tccd.02,CB-02,UBND phường Đông Mai,05/02/2026,,,2026-02-04\n\
                    tccd.03,Nguyễn Văn An,,,,,\n\
                    tccd.04,CB-04,,hôm qua,,,\n";
        let preview = previewed(&house, &focal, mai, rows).await;
        let told: Vec<_> = preview.foreseen.faults.iter().map(|fault| (fault.row, fault.fault.key)).collect();
        assert_eq!(told, [(4, "register-like-a-name"), (5, "sheet-date")]);
        let apply = |preview: &Preview, without| {
            let (file, seen) = (preview.file, preview.fingerprint.clone());
            let (app, focal) = (app.clone(), focal.clone());
            async move { import::apply(&app, &focal, mai, Book::Accounts, file, &seen, without).await }
        };
        assert!(matches!(apply(&preview, false).await, Err(Refusal::Invalid(_))));
        assert_eq!(listed(&house, &focal, &all(Book::Accounts)).await.len(), 1);
        assert_eq!(apply(&preview, true).await.expect("the good rows"), (1, 1));
        // What was shown is not what would happen now.
        assert!(matches!(apply(&preview, true).await, Err(Refusal::Conflict)));
        let kept = listed(&house, &focal, &all(Book::Accounts)).await;
        assert_eq!(names(&kept), ["tccd.01", "tccd.02"]);
        assert_eq!(kept[0].entry.left, Some(date(2026, 4, 30)));

        let other = sheet("Kính gửi\nSở Y tế\n");
        let refused =
            import::preview(app, &focal, mai, Book::Accounts, other).await.expect_err("no headings");
        assert_eq!(key(&refused), "register-no-headings");
        // Another person, and another unit, have no such sheet.
        let office = house.person(Role::StandingOffice).await;
        let unseen = import::again(app, &office, mai, Book::Accounts, preview.file).await;
        assert!(matches!(unseen, Err(Refusal::NotFound)));
    }
}

#[tokio::test]
async fn what_is_handed_out_can_be_read_in_again_and_changes_nothing() {
    for house in House::each().await {
        let app = &house.app;
        let mai = house.unit("Ủy ban nhân dân phường Đông Mai", UnitKind::Commune).await;
        let focal = house.person_of(Role::UnitFocal, mai).await;
        let mut entry = account(mai, "tccd,\"01\"", "CB-01");
        entry.disabled = Some(date(2026, 4, 1));
        entry.committed = Some(date(2026, 1, 4));
        register::add(app, &focal, entry).await.expect("added");
        register::add(app, &focal, terminal(mai, "MAY-01")).await.expect("added");
        let accounts = register::export(app, &focal, Book::Accounts).await.expect("the file");
        assert_eq!(accounts.name, "accounts.csv");
        assert_eq!(
            String::from_utf8(accounts.bytes.clone()).expect("text"),
            format!(
                "account,holder,unit,enabled_from,disabled_at,left_at,commitment_signed\r\n\
                 \"tccd,\"\"01\"\"\",CB-01,{mai},2026-01-05,2026-04-01,,2026-01-04\r\n"
            )
        );
        let terminals = register::export(app, &focal, Book::Terminals).await.expect("the file");
        assert_eq!(
            String::from_utf8(terminals.bytes).expect("text"),
            format!("terminal,unit,registered\r\nMAY-01,{mai},2026-01-05\r\n")
        );
        let again = Upload { name: accounts.name, bytes: accounts.bytes };
        let again = import::preview(app, &focal, mai, Book::Accounts, again).await.expect("a preview");
        assert_eq!((again.foreseen.same, again.foreseen.faults.len()), (1, 0));
        assert!(again.foreseen.is_empty());
    }
}
