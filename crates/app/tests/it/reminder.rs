//! Reminders: each stage told once, higher up as time goes on.

use domain::identifier::UnitId;
use domain::policy::Role;
use domain::unit::UnitKind;
use rasoat_app::acts::notice;
use rasoat_app::clock::new_id;
use rasoat_app::{Actor, worker};
use store::args;
use testkit::house::House;

async fn told(house: &House, who: &Actor) -> Vec<String> {
    let (notices, _) = notice::mine(&house.app, who, 50, 0).await.expect("one's notices");
    notices.into_iter().rev().map(|notice| notice.subject).collect()
}

/// A report of the unit, due on a day, and its focal person and head.
async fn owing(house: &House, due: &str) -> (UnitId, Actor, Actor) {
    let unit = house.unit("Sở Y tế", UnitKind::Department).await;
    let small = house.campaign("self-inspection-2024", &[unit]).await;
    let mut tx = house.app.store.change().await.expect("a turn");
    let id: domain::identifier::ReportId = new_id();
    let now = house.clock.now();
    tx.run(
        "INSERT INTO report (id, target_id, campaign_id, unit_id, outline, state, state_data, due_on, updated_at)
         VALUES ($1, $2, $3, $4, 'self-inspection-2024', 'draft', '{}', $5, $6)",
        args![id, small.targets[0], small.kept.campaign.id, unit, due, now],
    )
    .await
    .expect("a report");
    tx.keep().await.expect("it is kept");
    (unit, house.person_of(Role::UnitFocal, unit).await, house.person_of(Role::UnitHead, unit).await)
}

#[tokio::test]
async fn a_report_is_reminded_of_once_at_each_stage_and_ever_higher() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        // The house opens on 20/5/2026.
        let (_, focal, head) = owing(&house, "2026-05-30").await;
        for _ in 0..40 {
            worker::round(&house.app).await.expect("a round");
            worker::round(&house.app).await.expect("another on the same day");
            house.clock.forward(24);
        }
        let base = "Nhắc thời hạn gửi báo cáo tự kiểm tra: ";
        let stages =
            ["còn 7 ngày", "còn 3 ngày", "còn 1 ngày", "quá hạn 1 ngày", "quá hạn 7 ngày", "quá hạn 14 ngày"];
        let wanted: Vec<_> = stages.iter().map(|stage| format!("{base}{stage}")).collect();
        assert_eq!(told(&house, &focal).await, wanted, "{}", house.record.engine);
        assert_eq!(told(&house, &head).await, wanted, "{}", house.record.engine);
        let (notices, _) = notice::mine(&house.app, &head, 50, 0).await.expect("notices");
        assert!(notices[0].body.contains("Thủ trưởng đơn vị chỉ đạo"), "a head is asked to direct");
        assert_eq!(told(&house, &office).await, ["Sở Y tế: quá hạn 14 ngày việc gửi báo cáo tự kiểm tra"]);
    }
}

#[tokio::test]
async fn days_without_a_sweep_are_made_up_for_by_the_stage_reached() {
    for house in House::each().await {
        let (_, focal, _) = owing(&house, "2026-05-30").await;
        house.clock.forward(24 * 8);
        worker::round(&house.app).await.expect("a round");
        assert_eq!(
            told(&house, &focal).await,
            ["Nhắc thời hạn gửi báo cáo tự kiểm tra: còn 2 ngày"],
            "{}",
            house.record.engine
        );
    }
}

#[tokio::test]
async fn a_sweep_begun_again_tells_nothing_twice() {
    for house in House::each().await {
        let (_, focal, _) = owing(&house, "2026-05-23").await;
        worker::round(&house.app).await.expect("a round");
        let mut tx = house.app.store.change().await.expect("a turn");
        tx.run("UPDATE job SET state = 'running', leased_until = '2000-01-01T00:00:00.000Z'", args![])
            .await
            .expect("as if it had been killed");
        tx.keep().await.expect("kept");
        worker::round(&house.app).await.expect("a round");
        assert_eq!(told(&house, &focal).await.len(), 1, "{}", house.record.engine);
        let job =
            store::job::latest(&mut house.app.store.read().await.expect("a reader"), 1).await.expect("jobs");
        assert_eq!((job[0].state.as_str(), job[0].attempts), ("done", 2));
    }
}

#[tokio::test]
async fn a_unit_without_accounts_is_written_to_and_one_without_anything_is_left_to_the_office() {
    for house in House::each().await {
        let unit = house.unit("Sở Xây dựng", UnitKind::Department).await;
        let small = house.campaign("self-inspection-2024", &[unit]).await;
        let who = Actor::program("test");
        let telling = notice::Telling {
            kind: "test",
            once_key: "test".into(),
            message: papers::message::finding_verified("Sở Xây dựng", 1),
            link: None,
            campaign: Some(small.kept.campaign.id),
            object: ("finding", String::new()),
            files: &[],
        };
        let mut act = house.app.act(&who).await.expect("a turn");
        assert_eq!(notice::tell_unit(&mut act, unit, &telling).await.expect("told"), 1);
        act.tell("test", "test", "", ()).await.expect("the audit line");
        act.done().await.expect("kept");
        let office = house.person(Role::StandingOffice).await;
        let filter = store::notice::Filter { state: "undecided".into(), limit: 10, ..Default::default() };
        let log = notice::log(&house.app, &office, &filter).await.expect("the log");
        assert_eq!(log.lines.len(), 1, "{}", house.record.engine);
        assert_eq!(log.lines[0].unit_name.as_deref(), Some("Sở Xây dựng"));
        let stranger = house.person_in(Role::TeamLead, new_id()).await;
        assert!(notice::log(&house.app, &stranger, &filter).await.expect("a log").lines.is_empty());
    }
}
