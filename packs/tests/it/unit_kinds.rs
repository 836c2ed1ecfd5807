//! Kinds of bodies.

use domain::unit::UnitKind;
use rasoat_packs::{GroupMeaning, Packs};

#[test]
fn every_kind_of_the_registry_has_an_entry() {
    let kinds = Packs::embedded().unwrap().unit_kinds;
    for kind in UnitKind::ALL {
        assert!(kinds.entry(kind).is_some(), "{}", kind.code());
    }
}

#[test]
fn names_suggest_their_kind() {
    let kinds = Packs::embedded().unwrap().unit_kinds;
    let cases = [
        ("Sở Khoa học và Công nghệ", UnitKind::Department),
        ("UBND tỉnh An Sơn", UnitKind::ProvincialGovernment),
        ("Ủy ban nhân dân xã Hòa Bình", UnitKind::Commune),
        ("Uỷ ban nhân dân phường Đông Hải", UnitKind::Commune),
        ("Đảng ủy xã Hòa Bình", UnitKind::CommuneParty),
        ("Đảng ủy UBND tỉnh", UnitKind::ProvincialParty),
        ("UBND huyện Lâm Hà", UnitKind::District),
        ("Công an tỉnh", UnitKind::Police),
        ("Bộ Chỉ huy Quân sự tỉnh", UnitKind::Military),
        ("Tiểu ban An ninh mạng tỉnh", UnitKind::SteeringBody),
        ("Báo và Đài Phát thanh truyền hình tỉnh", UnitKind::PublicServiceUnit),
        ("Liên đoàn Lao động tỉnh", UnitKind::MassOrganisation),
        ("Hội Nông dân tỉnh", UnitKind::MassOrganisation),
        ("Tòa án nhân dân tỉnh", UnitKind::CentralBody),
        ("Viễn thông tỉnh", UnitKind::StateEnterprise),
        ("Công ty cổ phần Phần mềm An Sơn", UnitKind::Enterprise),
        ("Bộ phận tiếp nhận và trả kết quả", UnitKind::Division),
    ];
    for (name, kind) in cases {
        assert_eq!(kinds.kind_of(name), Some(kind), "{name}");
    }
    assert_eq!(kinds.kind_of("Sởn gai ốc"), None, "a prefix is a whole word");
    assert_eq!(kinds.kind_of(""), None);
}

#[test]
fn group_phrases_become_kinds_or_a_question() {
    let kinds = Packs::embedded().unwrap().unit_kinds;
    let district = kinds.group("UBND các huyện, thành phố").unwrap();
    assert_eq!(district.kinds, [UnitKind::District]);
    assert_eq!(kinds.group("Chủ quản hệ thống thông tin").unwrap().meaning, GroupMeaning::SystemOwners);
    assert_eq!(kinds.group("Đối với các đơn vị còn lại").unwrap().meaning, GroupMeaning::Remaining);
    let whole = kinds.group("các cơ quan, đơn vị, địa phương").unwrap();
    assert!(whole.kinds.contains(&UnitKind::CommuneParty) && whole.kinds.contains(&UnitKind::Department));
    assert!(kinds.group("các bạn học sinh").is_none());
    for group in &kinds.groups {
        assert_eq!(group.kinds.is_empty(), group.meaning != GroupMeaning::Kinds, "{:?}", group.phrases);
    }
}

#[test]
fn abbreviations_are_read_out() {
    let kinds = Packs::embedded().unwrap().unit_kinds;
    assert_eq!(kinds.body("Sở TT&TT").unwrap().long, "Sở Thông tin và Truyền thông");
    assert_eq!(kinds.body("pa05").unwrap().kind, Some(UnitKind::Police));
}
