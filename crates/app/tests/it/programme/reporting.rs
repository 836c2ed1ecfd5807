//! What units owe on the whole, and the consolidated report.

use super::*;
use app::acts::programme::Said;
use app::acts::programme::report::{self, Key, OWN_PLAN, Written, YEARLY};
use app::acts::programme::summary;
use domain::programme::Work;
use store::programme::{ReportFilter, Summary};

fn key(id: ProgrammeId, unit: UnitId, kind: &str) -> Key {
    Key { programme: id, unit, kind: kind.into(), period: "2026".into() }
}

fn own_plan(number: &str, day: Date) -> Written {
    Written { paper_number: number.into(), paper_on: Some(day), ..Written::default() }
}

#[tokio::test]
async fn every_unit_owes_its_own_plan_and_one_issued_after_the_day_is_marked_late() {
    for province in Province::each().await {
        let app = &province.house.app;
        let id = province.programme().await;
        let (in_time, late) = (key(id, province.home, OWN_PLAN), key(id, province.finance, OWN_PLAN));
        let (home, finance) = (province.focal(province.home).await, province.focal(province.finance).await);
        let empty = report::record_own_plan(app, &home, &in_time, 1, Written::default(), None).await;
        assert_eq!(fault(empty), ("paper_number".into(), "field-required"));
        province.house.clock.set(&on(date(2026, 4, 2)));
        let plan = own_plan("15/KH-SNV", date(2026, 3, 27));
        report::record_own_plan(app, &home, &in_time, 1, plan, None).await.expect("it is recorded");
        let plan = own_plan("20/KH-STC", date(2026, 4, 1));
        let paper = Some(Upload { name: "ke-hoach.txt".into(), bytes: "Kế hoạch của Sở".into() });
        report::record_own_plan(app, &finance, &late, 1, plan, paper).await.expect("it is recorded");

        let filter = ReportFilter { kind: OWN_PLAN.into(), limit: 50, ..ReportFilter::default() };
        let (_, reports, count) =
            summary::reports(app, &province.office, id, &filter).await.expect("the list");
        assert_eq!(count, 4);
        let told: Vec<_> =
            reports.iter().map(|r| (r.unit_name.as_str(), r.sent_at.is_some(), r.late)).collect();
        assert_eq!(told[..2], [("Công an tỉnh", false, false), ("Ủy ban nhân dân xã An Khê", false, false)]);
        assert!(told.contains(&("Sở Nội vụ", true, false)), "issued in time, recorded later");
        assert!(told.contains(&("Sở Tài chính", true, true)));
        let overview = programme::overview(app, &province.office, id).await.expect("its page");
        let (_, _, due, standing) =
            overview.reports.iter().find(|(kind, ..)| kind == OWN_PLAN).expect("a line");
        assert_eq!(*due, Some(date(2026, 3, 27)));
        assert_eq!((standing.owed, standing.sent, standing.sent_late, standing.overdue), (4, 2, 1, 2));
        let opened = report::get(app, &finance, &late).await.expect("it is there");
        assert_eq!(opened.papers.len(), 1);
    }
}

#[tokio::test]
async fn a_yearly_report_is_drafted_from_progress_approved_by_the_head_and_sent() {
    for province in Province::each().await {
        let (app, office) = (&province.house.app, &province.office);
        let id = province.programme().await;
        let (focal, head) = (province.focal(province.home).await, province.head(province.home).await);
        let share = province.share(id, "II.1.b", province.home).await;
        let said = Said {
            work: Work::Done,
            percent: 0,
            day: date(2026, 3, 2),
            period: None,
            text: "Rà soát 20 tài khoản".into(),
        };
        programme::respond(app, &focal, share.id, share.version, said, vec![]).await.expect("it is kept");
        let key = key(id, province.home, YEARLY);
        let opened = report::get(app, &focal, &key).await.expect("it is open");
        assert_eq!(opened.report.due_on, Some(date(2026, 10, 14)));
        let draft = report::drafted(&opened.obligations);
        assert!(draft.contains("Rà soát 20 tài khoản."), "{draft}");
        assert!(draft.contains("hoàn thành ngày 02/3/2026"), "{draft}");

        let written = Written { text: draft, proposals: "Bổ sung kinh phí".into(), ..Written::default() };
        report::save(app, &focal, &key, 1, written.clone(), vec![]).await.expect("it is kept");
        let stale = report::save(app, &focal, &key, 1, written, vec![]).await;
        assert!(matches!(stale, Err(Refusal::Conflict)));
        report::hand_to_head(app, &focal, &key, 2).await.expect("it is with the head");
        let early = report::submit(app, &focal, &key, 3).await;
        assert!(matches!(early, Err(Refusal::NotAllowed(_))), "only the head sends it");
        province.house.clock.set(&on(date(2026, 10, 15)));
        report::submit(app, &head, &key, 3).await.expect("it is sent");
        let sent = report::get(app, office, &key).await.expect("the office reads it");
        assert!(sent.report.late, "a day after the last one");
        assert_eq!((sent.snapshot.total, sent.snapshot.done), (4, 1));

        let back = report::send_back(app, office, &key, 4, "Bổ sung số liệu diễn tập").await;
        back.expect("it goes back");
        report::resume(app, &focal, &key, 5).await.expect("work goes on");
        report::hand_to_head(app, &focal, &key, 6).await.expect("it is with the head");
        let silent = report::submit(app, &head, &key, 7).await;
        assert_eq!(fault(silent), ("answer".into(), "programme-remark-open"));
        report::give_back(app, &head, &key, 7).await.expect("back to the writers");
        let remark = report::get(app, &focal, &key).await.expect("it is there").report.state.remarks()[0].id;
        report::answer(app, &focal, &key, 8, remark, "Đã bổ sung").await.expect("it is answered");
        report::hand_to_head(app, &focal, &key, 9).await.expect("it is with the head");
        report::submit(app, &head, &key, 10).await.expect("it is sent again");
        report::accept(app, office, &key, 11).await.expect("the office is content");
        let foreign = province.focal(province.finance).await;
        assert!(matches!(report::get(app, &foreign, &key).await, Err(Refusal::NotFound)));
    }
}

#[tokio::test]
async fn the_consolidated_report_counts_a_task_once_and_shows_every_unit() {
    for province in Province::each().await {
        let (app, office) = (&province.house.app, &province.office);
        let id = province.programme().await;
        for unit in [province.home, province.finance, province.commune] {
            let focal = province.focal(unit).await;
            let share = province.share(id, "II.1.b", unit).await;
            let said = Said {
                work: Work::Done,
                percent: 0,
                day: date(2026, 3, 2),
                period: None,
                text: "Đã rà soát".into(),
            };
            programme::respond(app, &focal, share.id, share.version, said, vec![]).await.expect("it is kept");
        }
        let whole = summary::get(app, office, id, "2026").await.expect("the report");
        assert_eq!((whole.counts.total, whole.counts.done), (5, 1), "three units' work is one task");
        assert_eq!((whole.totals.units, whole.totals.done), (4, 3));
        assert_eq!(whole.units.iter().map(|unit| unit.done).sum::<i64>(), whole.totals.done);
        assert_eq!(whole.units.iter().map(|unit| unit.obligations).sum::<i64>(), whole.totals.obligations);
        let by_task: u32 = whole.tasks.iter().filter_map(|row| row.figures.as_ref()).map(|f| f.units).sum();
        assert_eq!(i64::from(by_task), whole.totals.obligations, "the same shares, counted the other way");
        assert_eq!((whole.yearly.owed, whole.yearly.sent), (4, 0));

        let words = Summary { assessment: "Đạt yêu cầu".into(), ..whole.written };
        summary::write(app, office, id, "2026", words.clone()).await.expect("it is kept");
        let stale = summary::write(app, office, id, "2026", words).await;
        assert!(matches!(stale, Err(Refusal::Conflict)));
        let kept = summary::get(app, office, id, "2026").await.expect("the report").written;
        assert_eq!((kept.assessment.as_str(), kept.version), ("Đạt yêu cầu", 1));
        let focal = province.focal(province.home).await;
        assert!(matches!(summary::get(app, &focal, id, "2026").await, Err(Refusal::NotAllowed(_))));
    }
}
