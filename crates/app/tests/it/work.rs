//! What waits for each part, and what was done today.

use crate::summary::{Scene, scene};
use domain::policy::Role;
use jiff::civil::date;
use rasoat_app::Actor;
use rasoat_app::acts::finding::{self, Step};
use rasoat_app::acts::work::{self, WaitingKind, Why};
use testkit::house::House;

async fn kinds(house: &House, who: &Actor) -> Vec<WaitingKind> {
    let work = work::mine(&house.app, who).await.expect("a list");
    work.waiting.into_iter().map(|waiting| waiting.kind).collect()
}

async fn request_all(house: &House, scene: &Scene) {
    for id in &scene.findings {
        let listed = finding::view(&house.app, &scene.lead, *id).await.expect("a view").listed;
        let step = Step::Request { due: date(2026, 6, 20) };
        finding::take(&house.app, &scene.lead, *id, listed.finding.version, step, vec![])
            .await
            .expect("asked");
    }
}

#[tokio::test]
async fn a_unit_s_report_waits_with_the_clause_it_comes_from() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let focal = house.person_of(Role::UnitFocal, scene.units[1]).await;
        let work = work::mine(&house.app, &focal).await.expect("a list");
        let [waiting] = work.waiting.as_slice() else { panic!("{:?}", work.waiting) };
        assert_eq!((waiting.kind, waiting.why), (WaitingKind::ReportToWrite, Why::Focal));
        assert_eq!(waiting.clause, "trước ngày kiểm tra 05 ngày");
        assert_eq!(waiting.about, "Ủy ban nhân dân xã Đồng Tâm");
        assert!(waiting.href.starts_with("/self-reports/"));
    }
}

#[tokio::test]
async fn findings_wait_for_whoever_owes_the_next_step() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let focal = house.person_of(Role::UnitFocal, scene.units[0]).await;
        let before = kinds(&house, &scene.lead).await;
        assert_eq!(before.iter().filter(|kind| **kind == WaitingKind::FindingToRequest).count(), 2);
        assert!(!kinds(&house, &focal).await.contains(&WaitingKind::FindingDone));
        request_all(&house, &scene).await;
        let after = kinds(&house, &scene.lead).await;
        assert!(!after.contains(&WaitingKind::FindingToRequest), "{after:?}");
        let work = work::mine(&house.app, &focal).await.expect("a list");
        let owed: Vec<_> =
            work.waiting.iter().filter(|waiting| waiting.kind == WaitingKind::FindingDone).collect();
        assert_eq!(owed.len(), 2);
        assert_eq!(owed[0].due_on, Some(date(2026, 6, 20)));
        let other = house.person_of(Role::UnitFocal, scene.units[2]).await;
        assert!(!kinds(&house, &other).await.contains(&WaitingKind::FindingDone), "not another unit's");
    }
}

#[tokio::test]
async fn minutes_of_a_finished_visit_wait_for_the_team_alone() {
    for house in House::each().await {
        let scene = scene(&house).await;
        assert!(kinds(&house, &scene.lead).await.contains(&WaitingKind::MinutesToWrite));
        assert!(!kinds(&house, &scene.office).await.contains(&WaitingKind::MinutesToWrite));
    }
}

#[tokio::test]
async fn what_was_done_today_is_told_and_yesterday_is_not() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let done = work::mine(&house.app, &scene.lead).await.expect("a list").done;
        assert!(done.iter().any(|done| done.action == "finding.recorded"), "{done:?}");
        house.clock.forward(24);
        assert!(work::mine(&house.app, &scene.lead).await.expect("a list").done.is_empty());
    }
}

#[tokio::test]
async fn the_list_takes_the_same_number_of_queries_however_much_waits() {
    let house = House::sqlite().await;
    let scene = scene(&house).await;
    let count = async |who: &Actor| {
        let before = house.app.store.queries();
        work::mine(&house.app, who).await.expect("a list");
        house.app.store.queries() - before
    };
    let idle = house.person_in(Role::TeamLead, domain::identifier::TeamId(uuid::Uuid::nil())).await;
    assert_eq!(count(&idle).await, count(&scene.lead).await);
}
