//! Searching over everything: without accents, and only what is in sight.

use crate::summary::scene;
use domain::policy::Role;
use rasoat_app::Actor;
use rasoat_app::acts::search::{self, Kind};
use testkit::house::House;

async fn found(house: &House, who: &Actor, words: &str) -> Vec<(Kind, String)> {
    let groups = search::search(&house.app, who, words, 5).await.expect("an answer");
    groups
        .into_iter()
        .flat_map(|group| group.hits.into_iter().map(move |hit| (group.kind, hit.label)))
        .collect()
}

#[tokio::test]
async fn words_without_accents_find_units_reports_and_findings() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let hits = found(&house, &scene.office, "dong tam").await;
        let name = "Ủy ban nhân dân xã Đồng Tâm".to_owned();
        assert!(hits.contains(&(Kind::Unit, name.clone())), "{hits:?}");
        assert!(hits.contains(&(Kind::Report, name)), "{hits:?}");
        let hits = found(&house, &scene.office, "chung tài khoản").await;
        assert_eq!(hits, [(Kind::Finding, "Dùng chung tài khoản".to_owned())]);
        let hits = found(&house, &scene.office, "47/kh").await;
        assert!(hits.iter().any(|(kind, _)| *kind == Kind::Campaign), "by its number: {hits:?}");
        let hits = found(&house, &scene.office, "so tai chinh").await;
        assert!(hits.iter().any(|(kind, _)| *kind == Kind::Visit), "{hits:?}");
    }
}

#[tokio::test]
async fn nobody_finds_what_they_may_not_see() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let focal = house.person_of(Role::UnitFocal, scene.units[2]).await;
        assert!(found(&house, &focal, "dong tam").await.is_empty(), "another unit");
        assert!(found(&house, &focal, "tai khoan").await.is_empty(), "another unit's finding");
        assert!(!found(&house, &focal, "so y te").await.is_empty(), "their own");
        let own = house.person_of(Role::UnitHead, scene.units[0]).await;
        assert!(found(&house, &own, "tai khoan").await.is_empty(), "before the minutes are signed");
        let admin = house.person(Role::Administrator).await;
        let kinds: Vec<_> = found(&house, &admin, "nguyen van").await;
        assert!(kinds.iter().all(|(kind, _)| *kind == Kind::Person) && !kinds.is_empty(), "{kinds:?}");
        assert!(
            found(&house, &scene.office, "nguyen van").await.is_empty(),
            "accounts are the administrator's"
        );
    }
}

#[tokio::test]
async fn one_letter_and_signs_find_nothing() {
    let house = House::sqlite().await;
    let scene = scene(&house).await;
    for words in ["", "a", "%", "__", "  ", "%%%"] {
        assert!(found(&house, &scene.office, words).await.is_empty(), "{words:?}");
    }
}
