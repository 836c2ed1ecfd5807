//! Units say how far they are.

use super::*;
use app::acts::programme::{Said, round};
use domain::programme::Work;

fn said(work: Work, percent: u8, day: Date, text: &str) -> Said {
    Said { work, percent, day, period: None, text: text.into() }
}

#[tokio::test]
async fn what_a_unit_says_moves_its_share_and_the_task() {
    for province in Province::each().await {
        let (app, office) = (&province.house.app, &province.office);
        let id = province.programme().await;
        let focal = province.focal(province.home).await;
        let share = province.share(id, "II.1.b", province.home).await;
        let half = said(Work::Underway, 50, date(2026, 3, 2), "Đã rà soát 10/20 tài khoản");
        let paper = Upload { name: "bien-ban.txt".into(), bytes: "Biên bản rà soát".into() };
        let seq = programme::respond(app, &focal, share.id, share.version, half, vec![paper]).await;
        assert_eq!(seq.expect("it is kept"), 1);
        let sheet = programme::obligation(app, &focal, share.id).await.expect("the share");
        assert_eq!((sheet.obligation.work, sheet.obligation.percent), (Work::Underway, 50));
        assert_eq!((sheet.entries.len(), sheet.evidence.len()), (1, 1));
        assert_eq!(sheet.evidence[0].part, "1");
        let file = programme::evidence(app, &focal, share.id, sheet.evidence[0].file.id).await;
        assert_eq!(file.expect("the file").1, "Biên bản rà soát".as_bytes());

        let late = said(Work::Done, 0, date(2026, 3, 2), "Xong");
        let conflict = programme::respond(app, &focal, share.id, share.version, late, vec![]).await;
        assert!(matches!(conflict, Err(Refusal::Conflict)), "someone wrote since");
        let overview = programme::overview(app, office, id).await.expect("its page");
        let row = overview.tasks.iter().find(|row| row.task.code == "II.1.b").expect("the task");
        let together = row.together.expect("it is borne");
        assert_eq!((together.work, together.percent), (Work::Underway, 16), "one of three is half way");
        let above = overview.tasks.iter().find(|row| row.task.code == "II").expect("the heading");
        assert_eq!((above.below.total, above.below.underway), (5, 1));
    }
}

#[tokio::test]
async fn a_share_is_late_when_its_day_is_over_and_done_late_ever_after() {
    for province in Province::each().await {
        let (app, office) = (&province.house.app, &province.office);
        let id = province.programme().await;
        province.house.clock.set(&on(date(2026, 6, 3)));
        let overdue = Filter { standing: "overdue".into(), ..Filter::default() };
        let names =
            |shares: Vec<Obligation>| -> Vec<String> { shares.into_iter().map(|s| s.unit_name).collect() };
        let late = province.shares(id, overdue.clone()).await;
        assert_eq!(names(late), ["Sở Nội vụ", "Sở Tài chính", "Ủy ban nhân dân xã An Khê"]);
        let overview = programme::overview(app, office, id).await.expect("its page");
        assert_eq!(
            (overview.totals.overdue, overview.totals.overdue_units, overview.counts.overdue),
            (3, 3, 1)
        );

        let focal = province.focal(province.home).await;
        let share = province.share(id, "II.1.b", province.home).await;
        let done = said(Work::Done, 0, date(2026, 6, 2), "Đã rà soát toàn bộ");
        programme::respond(app, &focal, share.id, share.version, done, vec![]).await.expect("it is kept");
        let commune = province.focal(province.commune).await;
        let none = province.share(id, "II.1.b", province.commune).await;
        let nothing = said(Work::NotApplicable, 0, date(2026, 6, 3), "Không quản lý hệ thống thông tin");
        programme::respond(app, &commune, none.id, none.version, nothing, vec![]).await.expect("it is kept");
        assert_eq!(names(province.shares(id, overdue).await), ["Sở Tài chính"]);
        let done_late = Filter { standing: "done_late".into(), ..Filter::default() };
        assert_eq!(names(province.shares(id, done_late).await), ["Sở Nội vụ"]);
        let matrix = programme::matrix(app, office, id, "", (50, 0)).await.expect("its matrix");
        assert_eq!(matrix.units[0].unit_name, "Sở Tài chính", "who is late comes first");
    }
}

#[tokio::test]
async fn a_share_is_told_only_by_its_own_unit_and_only_what_can_be() {
    for province in Province::each().await {
        let app = &province.house.app;
        let id = province.programme().await;
        let share = province.share(id, "II.1.b", province.home).await;
        let day = date(2026, 3, 2);
        let other = province.focal(province.finance).await;
        let stranger =
            programme::respond(app, &other, share.id, share.version, said(Work::Done, 0, day, "x"), vec![])
                .await;
        assert!(matches!(stranger, Err(Refusal::NotFound)));
        let focal = province.focal(province.home).await;
        let say =
            async |said: Said| programme::respond(app, &focal, share.id, share.version, said, vec![]).await;
        assert_eq!(fault(say(said(Work::Done, 0, day, " ")).await), ("text".into(), "progress-say-what"));
        let ahead = say(said(Work::Underway, 10, date(2026, 3, 3), "Mai")).await;
        assert_eq!(fault(ahead), ("day".into(), "date-in-future"));
        let hundred = say(said(Work::Underway, 100, day, "")).await;
        assert_eq!(fault(hundred), ("percent".into(), "progress-hundred-is-done"));
        let (_, seen, _) =
            programme::obligations(app, &focal, id, &Filter { limit: 99, ..Filter::default() })
                .await
                .expect("the unit sees the programme");
        assert!(seen.iter().all(|share| share.unit == province.home), "and of it only its own");

        let kept = programme::overview(app, &province.office, id).await.expect("its page").programme;
        programme::set_closed(app, &province.office, id, kept.version, true).await.expect("it is closed");
        let after = say(said(Work::Underway, 10, day, "")).await;
        assert!(matches!(after, Err(Refusal::NotNow { .. })));
    }
}

#[tokio::test]
async fn a_yearly_task_passes_to_the_next_year_once_done_and_stays_owed_until_then() {
    for province in Province::each().await {
        let (app, queue) = (&province.house.app, Actor::program("queue"));
        let id = province.programme().await;
        let police = province.focal(province.police).await;
        let drill = province.share(id, "II.2.b", province.police).await;
        let done = said(Work::Done, 0, date(2026, 3, 1), "Diễn tập 01 cuộc");
        programme::respond(app, &police, drill.id, drill.version, done, vec![]).await.expect("it is kept");
        let helped = province.share(id, "II.2.b", province.home).await;

        province.house.clock.set(&on(date(2027, 1, 5)));
        let moved = round::run(app, &queue).await.expect("the round is made");
        assert_eq!(moved.moved, 1);
        let drill = province.share(id, "II.2.b", province.police).await;
        assert_eq!((drill.work, drill.due_on), (Work::NotStarted, Some(date(2027, 12, 31))));
        let owed = province.share(id, "II.2.b", province.home).await;
        assert_eq!((owed.id, owed.due_on), (helped.id, Some(date(2026, 12, 31))), "still owed for 2026");
        assert_eq!(round::run(app, &queue).await.expect("again").moved, 0, "a second round changes nothing");

        let focal = province.focal(province.home).await;
        let late = Said { period: owed.period, ..said(Work::Done, 0, date(2027, 1, 5), "Đã tham gia") };
        programme::respond(app, &focal, owed.id, owed.version, late, vec![]).await.expect("it is kept");
        let sheet = programme::obligation(app, &focal, owed.id).await.expect("the share");
        assert_eq!(sheet.obligation.due_on, Some(date(2027, 12, 31)));
        assert_eq!(sheet.shares.len(), 2);
        assert!(sheet.shares[0].is_late());
    }
}
