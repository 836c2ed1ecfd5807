//! Each morning the worker takes programmes into their new periods, and tells
//! those who owe something.

use super::*;
use app::acts::notice;
use app::worker;
use std::collections::BTreeSet;
use store::args;

async fn told(province: &Province, who: &Actor) -> Vec<String> {
    let (notices, _) = notice::mine(&province.house.app, who, 200, 0).await.expect("one's notices");
    notices.into_iter().map(|notice| notice.subject).collect()
}

#[tokio::test]
async fn the_worker_takes_a_programme_into_its_new_year_once_even_when_it_was_killed() {
    for province in Province::each().await {
        let (app, engine) = (&province.house.app, &province.house.record.engine);
        let id = province.programme().await;
        let police = province.focal(province.police).await;
        let drill = province.share(id, "II.2.b", province.police).await;
        let done = programme::Said {
            work: domain::programme::Work::Done,
            percent: 0,
            day: date(2026, 3, 1),
            period: None,
            text: "Diễn tập 01 cuộc".into(),
        };
        programme::respond(app, &police, drill.id, drill.version, done, vec![]).await.expect("it is kept");

        province.house.clock.set(&on(date(2027, 1, 5)));
        worker::round(app).await.expect("the morning's round");
        let drill = province.share(id, "II.2.b", province.police).await;
        assert_eq!(drill.due_on, Some(date(2027, 12, 31)), "{engine}");

        let before = told(&province, &police).await;
        let mut tx = app.store.change().await.expect("a turn");
        tx.run("UPDATE job SET state = 'running', leased_until = '2000-01-01T00:00:00.000Z'", args![])
            .await
            .expect("as if it had been killed");
        tx.keep().await.expect("kept");
        worker::round(app).await.expect("the round begun again");
        worker::round(app).await.expect("another on the same day");
        let again = province.share(id, "II.2.b", province.police).await;
        assert_eq!(again.version, drill.version, "{engine}: what was done is not done twice");
        assert_eq!(told(&province, &police).await, before, "{engine}: nor told twice");
        let jobs = store::job::latest(&mut app.store.read().await.expect("a reader"), 9).await.expect("jobs");
        let mornings = jobs.iter().filter(|job| job.kind == app::acts::reminder::JOB).count();
        assert_eq!(mornings, 1, "{engine}: one sweep a day");
        assert!(jobs.iter().all(|job| job.state == "done"), "{engine}");
    }
}

#[tokio::test]
async fn a_unit_is_told_of_shares_and_of_its_yearly_report_before_they_are_due() {
    for province in Province::each().await {
        let engine = &province.house.record.engine;
        province.programme().await;
        let home = province.focal(province.home).await;
        province.house.clock.set(&on(date(2026, 3, 3)));
        for _ in 0..310 {
            worker::round(&province.house.app).await.expect("a round");
            province.house.clock.forward(24);
        }
        let subjects = told(&province, &home).await;
        let kinds: BTreeSet<&str> =
            subjects.iter().filter_map(|subject| subject.rsplit_once(": ")).map(|(what, _)| what).collect();
        assert!(kinds.iter().any(|what| what.contains("nhiệm vụ")), "{engine}: {kinds:?}");
        assert!(kinds.iter().any(|what| what.contains("báo cáo")), "{engine}: {kinds:?}");
    }
}
