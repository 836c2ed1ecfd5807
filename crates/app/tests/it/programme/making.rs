//! From a plan to a programme: names, shares, the tree, correcting it after.

use super::*;
use app::acts::programme::{Assignment, Correction, Reading, Why};
use domain::deadline::Rule;
use domain::programme::Part;

#[tokio::test]
async fn a_plan_is_made_a_programme_once_every_name_is_settled() {
    for province in Province::each().await {
        let (app, office) = (&province.house.app, &province.office);
        let plan = province.plan().await;
        let day = date(2026, 3, 2);
        let draft = programme::draft(app, office, plan, Some(day)).await.expect("a draft");
        let open: Vec<_> = draft.open_names().map(|name| name.words.as_str()).collect();
        assert_eq!(open, ["Chủ quản hệ thống thông tin"]);
        let refused = programme::create(app, office, plan, Input::of(&draft, day)).await;
        assert_eq!(fault(refused), ("actor:chu quan he thong thong tin".into(), "actor-open"));

        province.answer(plan, "chủ quản hệ thống thông tin", Choice::Units(vec![province.finance])).await;
        let draft = programme::draft(app, office, plan, Some(day)).await.expect("a draft");
        assert_eq!(draft.open_names().count(), 0);
        let id = programme::create(app, office, plan, Input::of(&draft, day)).await.expect("it is made");
        let overview = programme::overview(app, office, id).await.expect("its page");
        let tree: Vec<_> =
            overview.tasks.iter().map(|row| (row.depth, row.task.code.as_str(), row.task.is_task)).collect();
        assert_eq!(
            tree,
            [
                (0, "II", false),
                (1, "II.1", false),
                (2, "II.1.a", true),
                (2, "II.1.b", true),
                (1, "II.2", false),
                (2, "II.2.a", true),
                (2, "II.2.b", true),
                (1, "II.3", true),
            ]
        );
        assert_eq!(overview.counts.total, 5);
        assert_eq!(overview.programme.issued_on, Some(date(2026, 2, 12)));
        assert_eq!(programme::of_plan(app, office, plan).await.expect("it is known"), Some(id));
        let again = programme::create(app, office, plan, Input::of(&draft, day)).await;
        assert!(matches!(again, Err(Refusal::NotNow { .. })), "a plan is used once");
    }
}

#[tokio::test]
async fn groups_become_one_share_per_unit_and_the_strongest_part_counts() {
    for province in Province::each().await {
        let id = province.programme().await;
        let budget: Vec<_> = {
            let mut shares = province.shares(id, Filter::default()).await;
            shares.retain(|share| share.task_code == "II.3");
            shares.iter().map(|share| (share.unit_name.clone(), share.part)).collect()
        };
        assert_eq!(budget.len(), 3, "{budget:?}");
        assert!(budget.contains(&("Sở Tài chính".into(), Part::Lead)), "named itself, it does not also help");
        assert!(budget.contains(&("Sở Nội vụ".into(), Part::Coordinating)));
        let told = province.share(id, "II.1.a", province.police).await;
        assert_eq!(told.part, Part::Coordinating);
        assert_eq!(told.topic.as_deref(), Some("nội dung liên quan đến an ninh mạng"));
        assert_eq!(told.due_on, None, "what is done all the time falls due on no day");
        let accounts = province.share(id, "II.1.b", province.home).await;
        assert_eq!((accounts.part, accounts.due_on), (Part::Executing, Some(date(2026, 5, 31))));
        let drill = province.share(id, "II.2.b", province.police).await;
        assert_eq!(drill.due_on, Some(date(2026, 12, 31)));
        assert_eq!(drill.period.map(|period| period.to_string()).as_deref(), Some("2026"));
    }
}

#[tokio::test]
async fn the_office_lays_shares_on_units_changes_them_and_takes_them_off() {
    for province in Province::each().await {
        let (app, office) = (&province.house.app, &province.office);
        let id = province.programme().await;
        let helped = province.share(id, "II.2.a", province.police).await;
        let assignment =
            |unit, part| Assignment { task: helped.task, unit, part, topic: None, due_set: None };
        let new = programme::assign(app, office, assignment(province.home, Part::Executing)).await;
        let new = new.expect("a share is laid on the unit");
        let twice = programme::assign(app, office, assignment(province.home, Part::Lead)).await;
        assert_eq!(fault(twice), ("unit".into(), "obligation-there"));

        let correction =
            Correction {
                part: Part::Lead, topic: Some("  hồ sơ ".into()), due_set: Some(date(2026, 7, 31))
            };
        let seen = programme::obligation(app, office, new).await.expect("it is there").obligation;
        programme::correct(app, office, new, seen.version, correction.clone())
            .await
            .expect("it is corrected");
        let stale = programme::correct(app, office, new, seen.version, correction).await;
        assert!(matches!(stale, Err(Refusal::Conflict)));
        let share = province.share(id, "II.2.a", province.home).await;
        assert_eq!((share.part, share.topic.as_deref()), (Part::Lead, Some("hồ sơ")));
        assert_eq!(share.due_on, Some(date(2026, 7, 31)));

        let silent = programme::remove(app, office, new, share.version, "  ").await;
        assert_eq!(fault(silent), ("reason".into(), "field-required"));
        programme::remove(app, office, new, share.version, "Không quản lý hệ thống nào")
            .await
            .expect("it is off");
        assert!(matches!(programme::obligation(app, office, new).await, Err(Refusal::NotFound)));
        let back = programme::assign(app, office, assignment(province.home, Part::Coordinating)).await;
        assert_eq!(back.expect("it may be laid on again"), new);

        let focal = province.focal(province.home).await;
        let own = programme::assign(app, &focal, assignment(province.commune, Part::Lead)).await;
        assert!(matches!(own, Err(Refusal::NotAllowed(_))));
    }
}

#[tokio::test]
async fn a_province_of_a_thousand_units_is_looked_at_in_as_many_queries_as_one_of_four() {
    for province in Province::each().await {
        let (app, office) = (&province.house.app, &province.office);
        let mut taken = Vec::new();
        for many in [0_u32, 400] {
            let mut tx = app.store.change().await.expect("a turn");
            for n in 0..many {
                let unit = testkit::house::unit(&format!("Ủy ban nhân dân xã số {n}"), UnitKind::Commune);
                store::unit::add(&mut tx, &unit).await.expect("the unit is put");
            }
            tx.keep().await.expect("it is kept");
            let id = province.programme().await;
            let before = app.store.queries();
            let overview = programme::overview(app, office, id).await.expect("its page");
            let matrix = programme::matrix(app, office, id, "", (50, 0)).await.expect("its matrix");
            taken.push(app.store.queries() - before);
            assert_eq!(overview.totals.units, i64::from(many) + 4);
            assert_eq!(matrix.unit_count, i64::from(many) + 4);
            assert_eq!(matrix.units.len(), 50.min(many as usize + 4));
            assert!(matrix.cells.len() >= matrix.units.len());
        }
        assert_eq!(taken[0], taken[1], "{}", province.house.record.engine);
    }
}

#[test]
fn the_tasks_of_a_real_programme_plan_are_laid_on_a_real_set_of_units() {
    let Some(bytes) = crate::house::seed("002") else { return };
    let reading = reader::read_plan("002.txt", &bytes, &reader::Limits::default()).expect("it is read");
    let packs = packs::Packs::embedded().expect("the packs are whole");
    let named = [
        ("Công an tỉnh", UnitKind::Police),
        ("Bộ Chỉ huy Quân sự tỉnh", UnitKind::Military),
        ("Sở Thông tin và Truyền thông", UnitKind::Department),
        ("Sở Tài chính", UnitKind::Department),
        ("Sở Kế hoạch và Đầu tư", UnitKind::Department),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", UnitKind::Front),
        ("Liên đoàn Lao động tỉnh", UnitKind::MassOrganisation),
        ("Ủy ban nhân dân huyện Trung Sơn", UnitKind::District),
    ];
    let units: Vec<_> = named.iter().map(|(name, kind)| testkit::house::unit(name, *kind)).collect();
    let draft = programme::propose(&reading.plan, &units, &[], &[], &packs, date(2023, 4, 20));
    let tasks = draft.tasks.iter().filter(|task| task.is_task).count();
    assert_eq!((tasks, draft.tasks.len()), (reading.plan.tasks.len(), reading.plan.tasks.len() + 10));
    let asked: Vec<_> = draft
        .open_names()
        .map(|name| match &name.reading {
            Reading::Ask { why, .. } => (name.words.as_str(), *why),
            other => panic!("open without a question: {other:?}"),
        })
        .collect();
    assert_eq!(
        asked,
        [
            ("các đơn vị có liên quan", Why::Concerned),
            ("các sở, ban, ngành liên quan", Why::Concerned),
            ("các sở, ban, ngành, địa phương liên quan", Why::Concerned),
            ("Chủ quản hệ thống thông tin", Why::SystemOwners),
            ("các cơ quan liên quan", Why::Concerned),
            ("Cơ quan chủ quản hệ thống thông tin", Why::SystemOwners),
        ]
    );
    let of = |code: &str| draft.shares(draft.tasks.iter().find(|task| task.code == code).expect("the task"));
    let leads = of("II.1.b").values().filter(|(part, _)| *part == Part::Lead).count();
    assert_eq!(leads, 6, "departments, the district, the front and the mass organisation lead");
    let drill = draft.tasks.iter().find(|task| task.code == "II.5.k").expect("the drill");
    assert!(matches!(drill.due.as_ref().map(|due| &due.rule), Some(Rule::AtLeast { times: 1, .. })));
    assert!(matches!(
        draft.own_plan_due.map(|due| due.rule),
        Some(Rule::Absolute { date: day, inclusive: false }) if day == date(2023, 4, 28)
    ));
    assert!(matches!(
        draft.report_due.map(|due| due.rule),
        Some(Rule::Yearly { month: 10, day: 15, inclusive: false })
    ));
}
