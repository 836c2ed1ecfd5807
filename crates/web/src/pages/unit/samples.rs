//! Fictional units for the samples of these pages.

use app::acts::unit::{Burden, Change, Kept, Listed, Named, Registry, View};
use domain::identifier::{ChangeId, PersonId, UnitId};
use domain::unit::{ChangeEvent, ChangeKind, FocalPerson, Unit, UnitKind};
use jiff::civil::date;
use uuid::Uuid;

fn id(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

pub fn unit(n: u128, name: &str, kind: UnitKind) -> Unit {
    Unit {
        id: id(n),
        name: name.into(),
        short_name: None,
        kind,
        parent: None,
        aliases: Vec::new(),
        head_name: None,
        head_title: None,
        email: None,
        valid_from: None,
        valid_to: None,
    }
}

pub fn registry(count: usize) -> Registry {
    let mut health = unit(1, "Sở Y tế", UnitKind::Department);
    health.parent = Some(id(9));
    let mut hoa_binh = unit(2, "Ủy ban nhân dân xã Hòa Bình", UnitKind::Commune);
    hoa_binh.short_name = Some("UBND xã Hòa Bình".into());
    let mut old = unit(3, "Ủy ban nhân dân huyện Đồng Tâm", UnitKind::District);
    old.valid_to = Some(date(2025, 6, 30));
    let units = [health, hoa_binh, old].into_iter().take(count).map(|unit| Listed {
        parent_name: unit.parent.map(|_| "Ủy ban nhân dân tỉnh An Sơn".into()),
        focal: if unit.id == id(1) { vec!["Trần Thị Bình".into()] } else { Vec::new() },
        kept: Kept { unit, version: 1 },
    });
    Registry {
        units: units.collect(),
        count: i64::try_from(count).unwrap_or_default(),
        kinds: if count == 0 { Vec::new() } else { vec![(UnitKind::Department, 1), (UnitKind::Commune, 1)] },
    }
}

pub fn bare() -> View {
    View {
        kept: Kept { unit: unit(1, "Sở Y tế", UnitKind::Department), version: 1 },
        parent: None,
        children: Vec::new(),
        persons: Vec::new(),
        changes: Vec::new(),
        successors: Vec::new(),
        burden: Burden::default(),
    }
}

pub fn full() -> View {
    let mut view = bare();
    let own = &mut view.kept.unit;
    own.short_name = Some("SYT".into());
    own.aliases = vec!["Sở Y tế tỉnh An Sơn".into()];
    own.head_name = Some("Lê Văn Cường".into());
    own.head_title = Some("Giám đốc".into());
    own.email = Some("syt@anson.example".into());
    own.valid_from = Some(date(2025, 7, 1));
    view.parent = Some(named(9, "Ủy ban nhân dân tỉnh An Sơn"));
    view.children = vec![unit(5, "Bệnh viện Đa khoa tỉnh An Sơn", UnitKind::PublicServiceUnit)];
    let person = |name: &str, to| FocalPerson {
        unit: id(1),
        name: name.into(),
        position: Some("Chuyên viên Văn phòng".into()),
        phone: Some("000 000 0000".into()),
        email: Some("van-phong@anson.example".into()),
        valid_from: Some(date(2025, 7, 1)),
        valid_to: to,
    };
    view.persons = vec![
        (PersonId(Uuid::from_u128(1)), person("Trần Thị Bình", None)),
        (PersonId(Uuid::from_u128(2)), person("Phạm Văn Dũng", Some(date(2026, 1, 31)))),
    ];
    view.changes = vec![change(ChangeKind::Merge)];
    view.burden = Burden { findings: 3, reports: 1, visits: 0, obligations: 2, people: 2 };
    view
}

pub fn ended() -> View {
    let mut view = bare();
    view.kept.unit = unit(3, "Ủy ban nhân dân huyện Đồng Tâm", UnitKind::District);
    view.kept.unit.valid_to = Some(date(2025, 6, 30));
    view.changes = vec![change(ChangeKind::Merge)];
    view.successors = vec![named(2, "Ủy ban nhân dân xã Hòa Bình")];
    view
}

pub fn named(n: u128, name: &str) -> Named {
    Named { id: id(n), name: name.into() }
}

pub fn change(kind: ChangeKind) -> Change {
    Change {
        event: ChangeEvent {
            id: ChangeId(Uuid::from_u128(7)),
            date: date(2025, 7, 1),
            kind,
            basis: Some("Nghị quyết số 12/NQ-HĐND".into()),
            originals: vec![id(3), id(4)],
            resulting: vec![id(2)],
        },
        originals: vec![named(3, "Ủy ban nhân dân huyện Đồng Tâm"), named(4, "Ủy ban nhân dân xã Tân An")],
        resulting: vec![named(2, "Ủy ban nhân dân xã Hòa Bình")],
    }
}
