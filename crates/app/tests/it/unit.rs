//! The registry of units.

use domain::policy::Role;
use domain::unit::{ChangeKind, Unit, UnitKind};
use jiff::civil::date;
use rasoat_app::acts::file::Upload;
use rasoat_app::acts::unit::{self, Reorganisation, Resulting, import};
use rasoat_app::{Actor, Refusal};
use store::unit::Filter;
use testkit::house::{self, House};

async fn found(house: &House, who: &Actor, words: &str) -> Vec<String> {
    let filter = Filter { words: words.into(), limit: 50, ..Filter::default() };
    let registry = unit::registry(&house.app, who, &filter).await.expect("the registry opens");
    assert_eq!(registry.count, registry.units.len() as i64);
    registry.units.into_iter().map(|listed| listed.kept.unit.name).collect()
}

#[tokio::test]
async fn units_are_found_without_accents_by_abbreviations_and_in_any_order() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        house.unit("Ủy ban nhân dân xã Hòa Bình", UnitKind::Commune).await;
        house.unit("Đảng ủy xã Hoà Bình", UnitKind::CommuneParty).await;
        let mut science = house::unit("Sở Khoa học và Công nghệ", UnitKind::Department);
        science.short_name = Some("Sở KH&CN".into());
        house.put_unit(science).await;
        let hoa_binh = ["Đảng ủy xã Hoà Bình", "Ủy ban nhân dân xã Hòa Bình"];
        assert_eq!(found(&house, &office, "hoa binh").await, hoa_binh);
        assert_eq!(found(&house, &office, "HOÀ BÌNH").await, hoa_binh);
        assert_eq!(found(&house, &office, "dang uy").await, hoa_binh[..1]);
        assert_eq!(found(&house, &office, "ubnd hòa").await, hoa_binh[1..]);
        assert_eq!(found(&house, &office, "binh ubnd").await, hoa_binh[1..]);
        assert_eq!(found(&house, &office, "KH&CN").await, ["Sở Khoa học và Công nghệ"]);
        assert_eq!(found(&house, &office, "skhcn").await, ["Sở Khoa học và Công nghệ"]);
        assert_eq!(found(&house, &office, "cong nghe khoa hoc").await, ["Sở Khoa học và Công nghệ"]);
        assert_eq!(found(&house, &office, "100%").await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_registry_takes_as_many_queries_for_a_thousand_units_as_for_ten() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let mut taken = Vec::new();
        for many in [10_u32, 1_000] {
            let mut tx = house.app.store.change().await.expect("a turn");
            for n in 0..many {
                let unit = house::unit(&format!("Ủy ban nhân dân xã thứ {many} {n}"), UnitKind::Commune);
                store::unit::add(&mut tx, &unit).await.expect("the unit is put");
            }
            tx.keep().await.expect("it is kept");
            let filter = Filter { words: format!("ubnd {many}"), limit: 50, ..Filter::default() };
            let before = house.app.store.queries();
            let registry = unit::registry(&house.app, &office, &filter).await.expect("the registry opens");
            taken.push(house.app.store.queries() - before);
            assert_eq!(registry.count, i64::from(many));
            assert_eq!(registry.kinds, [(UnitKind::Commune, i64::from(many))]);
        }
        assert_eq!(taken, [3, 3], "{}", house.record.engine);
    }
}

#[tokio::test]
async fn a_unit_sees_itself_and_no_other() {
    for house in House::each().await {
        let own = house.unit("Sở Tài chính", UnitKind::Department).await;
        let other = house.unit("Sở Nội vụ", UnitKind::Department).await;
        let focal = house.person_of(Role::UnitFocal, own).await;
        assert_eq!(found(&house, &focal, "").await, ["Sở Tài chính"]);
        assert!(unit::view(&house.app, &focal, own).await.is_ok());
        assert!(matches!(unit::view(&house.app, &focal, other).await, Err(Refusal::NotFound)));
        let new = house::unit("Sở Y tế", UnitKind::Department);
        assert!(matches!(unit::add(&house.app, &focal, new).await, Err(Refusal::NotAllowed(_))));
    }
}

fn fault(refusal: Result<impl std::fmt::Debug, Refusal>) -> (String, &'static str) {
    match refusal {
        Err(Refusal::Invalid(faults)) => (faults[0].field.clone(), faults[0].key),
        other => panic!("not refused for its input: {other:?}"),
    }
}

#[tokio::test]
async fn two_units_never_bear_one_name_on_the_same_day() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let mut old = house::unit("Ủy ban nhân dân xã An Khê", UnitKind::Commune);
        old.valid_to = Some(date(2025, 6, 30));
        house.put_unit(old).await;
        let clash = house::unit("Uỷ ban nhân dân xã An Khê", UnitKind::Commune);
        assert_eq!(
            fault(unit::add(&house.app, &office, clash.clone()).await),
            ("name".into(), "unit-name-taken")
        );
        let after = Unit { valid_from: Some(date(2025, 7, 1)), ..clash };
        unit::add(&house.app, &office, after).await.expect("the name is free after the old unit ended");
    }
}

#[tokio::test]
async fn a_unit_is_never_placed_under_itself() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let top = house.unit("Sở Y tế", UnitKind::Department).await;
        let mut below = house::unit("Trung tâm Y tế dự phòng", UnitKind::PublicServiceUnit);
        below.parent = Some(top);
        let below = unit::add(&house.app, &office, below).await.expect("it is added");
        let mut kept = unit::get(&house.app, &office, top).await.expect("it is there");
        kept.unit.parent = Some(below);
        let refused = unit::update(&house.app, &office, kept.unit, kept.version).await;
        assert_eq!(fault(refused), ("parent".into(), "own-parent"));
    }
}

#[tokio::test]
async fn of_two_corrections_the_second_is_told_of_the_first() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let id = house.unit("Sở Y tế", UnitKind::Department).await;
        let seen = unit::get(&house.app, &office, id).await.expect("it is there");
        let first = Unit { head_name: Some("Trần Thị B".into()), ..seen.unit.clone() };
        unit::update(&house.app, &office, first, seen.version).await.expect("the first is kept");
        let second = Unit { email: Some("soyte@example.vn".into()), ..seen.unit };
        let refused = unit::update(&house.app, &office, second, seen.version).await;
        assert!(matches!(refused, Err(Refusal::Conflict)));
        let kept = unit::get(&house.app, &office, id).await.expect("it is there").unit;
        assert_eq!((kept.head_name.as_deref(), kept.email), (Some("Trần Thị B"), None));
    }
}

#[tokio::test]
async fn a_merger_ends_its_originals_and_the_history_is_told_on_both_sides() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let first = house.unit("Ủy ban nhân dân xã An Khê", UnitKind::Commune).await;
        let second = house.unit("Ủy ban nhân dân xã Bình Khê", UnitKind::Commune).await;
        let change = Reorganisation {
            date: date(2025, 7, 1),
            kind: ChangeKind::Merge,
            basis: Some("Nghị quyết 202/2025/QH15".into()),
            originals: vec![first, second],
            resulting: vec![Resulting::New {
                name: "Ủy ban nhân dân xã An Khê".into(),
                kind: UnitKind::Commune,
                parent: None,
            }],
            parent: None,
        };
        let preview = unit::consequences(&house.app, &office, &change).await.expect("it can be foreseen");
        assert_eq!(preview.ending.len(), 2);
        assert_eq!(preview.ending[0].last_day, date(2025, 6, 30));
        assert_eq!(preview.successor.as_deref(), Some("Ủy ban nhân dân xã An Khê"));
        unit::reorganise(&house.app, &office, change).await.expect("it is recorded");

        let old = unit::view(&house.app, &office, first).await.expect("the old unit stays in the registry");
        assert_eq!(old.kept.unit.valid_to, Some(date(2025, 6, 30)));
        assert_eq!(old.changes.len(), 1);
        let [follower] = old.successors.as_slice() else { panic!("one successor: {:?}", old.successors) };
        let new = unit::view(&house.app, &office, follower.id).await.expect("the new unit is there");
        assert_eq!(new.kept.unit.valid_from, Some(date(2025, 7, 1)));
        let originals: Vec<_> = new.changes[0].originals.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(originals, ["Ủy ban nhân dân xã An Khê", "Ủy ban nhân dân xã Bình Khê"]);
        assert!(new.successors.is_empty());
    }
}

#[tokio::test]
async fn a_reorganisation_that_cannot_be_leaves_no_trace() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let one = house.unit("Sở Xây dựng", UnitKind::Department).await;
        let mut gone = house::unit("Sở Giao thông vận tải", UnitKind::Department);
        gone.valid_to = Some(date(2025, 2, 28));
        let gone = house.put_unit(gone).await;
        let change = |originals: Vec<_>, resulting| Reorganisation {
            date: date(2025, 7, 1),
            kind: ChangeKind::Merge,
            basis: None,
            originals,
            resulting,
            parent: None,
        };
        let ended = change(vec![gone], vec![Resulting::Known(one)]);
        assert_eq!(fault(unit::reorganise(&house.app, &office, ended).await).1, "unit-not-there-then");
        let nothing = change(vec![one], vec![Resulting::Known(one)]);
        assert_eq!(fault(unit::reorganise(&house.app, &office, nothing).await).1, "change-nothing");
        assert!(unit::changes(&house.app, &office).await.expect("the history").is_empty());
        assert_eq!(unit::get(&house.app, &office, one).await.expect("it is there").unit.valid_to, None);
    }
}

const SHEET: &str = "Tên cơ quan, đơn vị;Loại;Cơ quan cấp trên;Người đứng đầu;Đầu mối;Điện thoại đầu mối
Bệnh viện đa khoa tỉnh;Đơn vị sự nghiệp công lập;Sở Y tế;;Lê Thị Mối;0900 000 001
Sở Y tế;;;Trần Thị B;;
Sở Nội vụ;;;;;
";

#[tokio::test]
async fn a_sheet_is_shown_first_and_then_read_in_as_one_act() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let health = house.unit("Sở Y tế", UnitKind::Department).await;
        house.unit("Sở Nội vụ", UnitKind::Department).await;
        let upload = Upload { name: "don-vi.csv".into(), bytes: SHEET.into() };
        let preview = import::preview(&house.app, &office, upload).await.expect("the sheet is read");
        assert_eq!(
            (preview.foreseen.additions.len(), preview.foreseen.changes.len(), preview.foreseen.same),
            (1, 1, 1)
        );
        assert_eq!(found(&house, &office, "benh vien").await, Vec::<String>::new());
        let shown =
            import::again(&house.app, &office, preview.file).await.expect("it can be looked at again");
        assert_eq!(shown.fingerprint, preview.fingerprint);

        let counts = import::apply(&house.app, &office, preview.file, &preview.fingerprint).await;
        assert_eq!(counts.expect("it is read in"), (1, 1));
        let kept = unit::view(&house.app, &office, health).await.expect("it is there");
        assert_eq!(kept.kept.unit.head_name.as_deref(), Some("Trần Thị B"));
        let [hospital] = kept.children.as_slice() else { panic!("one child: {:?}", kept.children) };
        let hospital = unit::view(&house.app, &office, hospital.id).await.expect("it is there");
        assert_eq!(hospital.persons[0].1.name, "Lê Thị Mối");

        let again = import::apply(&house.app, &office, preview.file, &preview.fingerprint).await;
        assert!(matches!(again, Err(Refusal::Conflict)), "a second click does nothing twice");
    }
}

#[tokio::test]
async fn a_sheet_is_not_read_in_over_a_registry_that_changed_since_the_preview() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let health = house.unit("Sở Y tế", UnitKind::Department).await;
        let upload = Upload { name: "don-vi.csv".into(), bytes: SHEET.into() };
        let preview = import::preview(&house.app, &office, upload).await.expect("the sheet is read");
        let seen = unit::get(&house.app, &office, health).await.expect("it is there");
        let other = Unit { head_name: Some("Phạm Văn C".into()), ..seen.unit };
        unit::update(&house.app, &office, other, seen.version).await.expect("someone corrects it");
        let applied = import::apply(&house.app, &office, preview.file, &preview.fingerprint).await;
        assert!(matches!(applied, Err(Refusal::Conflict)));
        let kept = unit::get(&house.app, &office, health).await.expect("it is there").unit;
        assert_eq!(kept.head_name.as_deref(), Some("Phạm Văn C"));
    }
}

#[tokio::test]
async fn a_sheet_with_faults_is_not_read_in_at_all() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let sheet = "Đơn vị;Loại\nSở Y tế;\nTổ không rõ;\n";
        let upload = Upload { name: "don-vi.csv".into(), bytes: sheet.into() };
        let preview = import::preview(&house.app, &office, upload).await.expect("the sheet is read");
        assert_eq!((preview.foreseen.additions.len(), preview.foreseen.faults.len()), (1, 1));
        let applied = import::apply(&house.app, &office, preview.file, &preview.fingerprint).await;
        assert_eq!(fault(applied).1, "sheet-kind-needed");
        assert_eq!(found(&house, &office, "so y te").await, Vec::<String>::new());
        let focal = house.person(Role::Observer).await;
        let upload = Upload { name: "don-vi.csv".into(), bytes: sheet.into() };
        let refused = import::preview(&house.app, &focal, upload).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
    }
}

#[tokio::test]
async fn what_is_exported_can_be_read_in_again_and_changes_nothing() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let province = house.unit("Ủy ban nhân dân tỉnh An Sơn", UnitKind::ProvincialGovernment).await;
        let mut health = house::unit("Sở Y tế", UnitKind::Department);
        health.parent = Some(province);
        health.valid_from = Some(date(2025, 7, 1));
        health.email = Some("syt@anson.example".into());
        house.put_unit(health).await;
        let book = unit::export(&house.app, &office, &Filter::default()).await.expect("it goes out");
        let upload = Upload { name: book.name, bytes: book.bytes };
        let preview = import::preview(&house.app, &office, upload).await.expect("it is read");
        assert_eq!(preview.foreseen.faults, []);
        assert_eq!((preview.foreseen.same, preview.foreseen.additions.len()), (2, 0));
        assert_eq!(preview.foreseen.changes, []);
        let focal = house.person_of(Role::UnitFocal, province).await;
        assert!(matches!(unit::template(&house.app, &focal).await, Err(Refusal::NotAllowed(_))));
    }
}
