//! From an issued plan's file to an open campaign, on both databases.

use crate::house::seed;
use app::acts::file::Upload;
use app::acts::{campaign, plan};
use app::{Actor, Refusal};
use domain::campaign::{CampaignState, Purpose};
use domain::deadline::Rule;
use domain::policy::Role;
use domain::unit::UnitKind;
use jiff::civil::date;
use rasoat_app as app;
use store::target::Filter;
use testkit::house::House;

/// The bodies that the plan of 2026 names, under their registry names, and some
/// that it does not name.
async fn registry(house: &House) {
    for name in
        ["Báo và Đài Phát thanh truyền hình Ninh Bình", "Sở Y tế", "Sở Văn hóa và Thể thao", "Sở Tư pháp"]
    {
        house.unit(name, UnitKind::Department).await;
    }
    house.unit("Liên đoàn Lao động tỉnh", UnitKind::MassOrganisation).await;
    for commune in [
        "Đông Hoa Lư",
        "Yên Thắng",
        "Phát Diệm",
        "Nho Quan",
        "Gia Trấn",
        "Thiên Trường",
        "Vị Khê",
        "Nghĩa Hưng",
        "Cổ Lễ",
        "Hải Hậu",
        "Châu Sơn",
        "Tân Thanh",
        "Bình Mỹ",
    ] {
        let mut party = testkit::house::unit(&format!("Đảng ủy xã {commune}"), UnitKind::CommuneParty);
        party.aliases = vec![format!("Đảng ủy {commune}")];
        house.put_unit(party).await;
        let mut government =
            testkit::house::unit(&format!("Ủy ban nhân dân xã {commune}"), UnitKind::Commune);
        government.aliases = vec![format!("UBND {commune}")];
        house.put_unit(government).await;
    }
    for name in ["Sở Tài chính", "Sở Nội vụ", "Sở Xây dựng"] {
        house.unit(name, UnitKind::Department).await;
    }
}

async fn run_queue(house: &House) {
    while app::worker::round(&house.app).await.expect("the worker's round") > 0 {}
}

#[tokio::test]
async fn the_plan_of_2026_becomes_an_open_campaign_with_31_inspected_units_and_the_rest_inspecting_themselves()
 {
    let Some(bytes) = seed("003") else { return };
    for house in House::each_at("2026-05-10T01:00:00Z").await {
        registry(&house).await;
        let office = house.person(Role::StandingOffice).await;
        let upload = Upload { name: "ke-hoach.txt".into(), bytes: bytes.clone() };
        let id = plan::upload(&house.app, &office, upload).await.expect("the plan is taken in");
        let draft = plan::draft(&house.app, &office, id).await.expect("a draft");
        let unmatched: Vec<_> = draft.unmatched().iter().map(|u| u.name.clone()).collect();
        assert_eq!(unmatched, Vec::<String>::new());
        assert_eq!(draft.cohorts.len(), 2);
        assert_eq!((draft.cohorts[0].purpose, draft.cohorts[0].units.len()), (Purpose::Inspection, 31));
        assert_eq!((draft.cohorts[1].purpose, draft.cohorts[1].units.len()), (Purpose::SelfInspection, 3));
        let due = |at: usize| draft.cohorts[at].report_due.as_ref().map(|due| due.rule.clone());
        let before = |day| Some(Rule::Absolute { date: day, inclusive: false });
        assert_eq!(due(0), before(jiff::civil::date(2026, 5, 27)));
        assert_eq!(due(1), before(jiff::civil::date(2026, 6, 20)));
        assert!(matches!(draft.remediation.as_ref().map(|r| &r.rule), Some(Rule::After { days: 20, .. })));
        assert_eq!(draft.checklist.as_deref(), Some("anm-attt-bmnn-2026"));

        let campaign =
            campaign::create(&house.app, &office, Some(id), draft.clone()).await.expect("a campaign");
        let again = campaign::create(&house.app, &office, Some(id), draft).await;
        assert!(matches!(again, Err(Refusal::NotNow { .. })), "one plan makes one campaign");
        campaign::open(&house.app, &office, campaign).await.expect("opening starts");
        campaign::open(&house.app, &office, campaign).await.expect("a double click is one opening");
        run_queue(&house).await;
        let whole = campaign::get(&house.app, &office, campaign).await.expect("the campaign");
        assert_eq!(whole.kept.campaign.state, CampaignState::Open, "{}", house.record.engine);
        assert_eq!(whole.figures.targets, 34);
        assert_eq!(whole.figures.to_visit, 31);
        let (targets, count) =
            campaign::targets(&house.app, &office, campaign, &Filter { limit: 100, ..Filter::default() })
                .await
                .expect("its targets");
        assert_eq!((targets.len(), count), (34, 34));
        assert!(targets.iter().all(|t| t.report_state == "draft"));
        let last_day = |purpose| targets.iter().find(|t| t.purpose == purpose).and_then(|t| t.report_due_on);
        assert_eq!(last_day(Purpose::Inspection), Some(jiff::civil::date(2026, 5, 26)));
        assert_eq!(last_day(Purpose::SelfInspection), Some(jiff::civil::date(2026, 6, 19)));
    }
}

#[tokio::test]
async fn lists_cost_the_same_number_of_queries_however_long_they_are() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let mut costs = Vec::new();
        for units in [1, 40] {
            let campaign = open_with(&house, &office, units).await;
            let before = house.app.store.queries();
            let filter = Filter { limit: 1_000, ..Filter::default() };
            let (targets, _) =
                campaign::targets(&house.app, &office, campaign, &filter).await.expect("targets");
            assert_eq!(targets.len(), units);
            costs.push(house.app.store.queries() - before);
        }
        assert_eq!(costs[0], costs[1]);
    }
}

async fn open_with(house: &House, office: &Actor, units: usize) -> domain::identifier::CampaignId {
    let mut members = Vec::new();
    for n in 0..units {
        let id = house.unit(&format!("Đơn vị thử {n}"), UnitKind::Department).await;
        members.push(plan::DraftUnit { name: String::new(), unit: Some(id), offered: Vec::new() });
    }
    let draft = plan::Draft {
        title: "Đợt kiểm tra thử".into(),
        year: 2026,
        cohorts: vec![plan::DraftCohort {
            name: "Đơn vị được kiểm tra".into(),
            purpose: Purpose::Inspection,
            outline: Some("cybersecurity-2026".into()),
            report_due: None,
            units: members,
        }],
        ..plan::Draft::default()
    };
    let campaign = campaign::create(&house.app, office, None, draft).await.expect("a campaign");
    campaign::open(&house.app, office, campaign).await.expect("opening starts");
    run_queue(house).await;
    campaign
}

#[tokio::test]
async fn units_see_only_open_campaigns_of_their_own_and_strangers_nothing() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let campaign = open_with(&house, &office, 2).await;
        let filter = Filter { limit: 10, ..Filter::default() };
        let (targets, _) = campaign::targets(&house.app, &office, campaign, &filter).await.expect("targets");
        let focal = house.person_of(Role::UnitFocal, targets[0].unit).await;
        let (own, count) =
            campaign::targets(&house.app, &focal, campaign, &filter).await.expect("own targets");
        assert_eq!((own.len(), count), (1, 1));
        assert_eq!(own[0].unit, targets[0].unit);
        let elsewhere = house.unit("Đơn vị ngoài", UnitKind::Department).await;
        let stranger = house.person_of(Role::UnitFocal, elsewhere).await;
        assert!(matches!(campaign::get(&house.app, &stranger, campaign).await, Err(Refusal::NotFound)));
        let closing = campaign::close(&house.app, &focal, campaign).await;
        assert!(matches!(closing, Err(Refusal::NotAllowed("campaign.manage"))));
    }
}

#[tokio::test]
async fn a_campaign_gets_its_number_and_day_when_the_plan_is_signed() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let unit = house.unit("Sở Y tế", UnitKind::Department).await;
        let small = house.campaign("self-inspection-2024", &[unit]).await;
        let id = small.kept.campaign.id;
        let kept = campaign::get(&house.app, &office, id).await.expect("the campaign").kept;
        let mut changed = kept.clone();
        changed.campaign.number = "48/KH-BCĐ".into();
        changed.issued_on = Some(date(2026, 5, 6));
        campaign::update(&house.app, &office, &changed).await.expect("it is corrected");
        let again = campaign::get(&house.app, &office, id).await.expect("the campaign").kept;
        assert_eq!((again.campaign.number.as_str(), again.issued_on), ("48/KH-BCĐ", Some(date(2026, 5, 6))));
        let late = campaign::update(&house.app, &office, &changed).await;
        assert!(matches!(late, Err(app::Refusal::Conflict)), "someone corrected it since: {late:?}");
        let mut turned = again.clone();
        turned.campaign.window_to = Some(date(2020, 1, 1));
        let turned = campaign::update(&house.app, &office, &turned).await;
        assert!(matches!(turned, Err(app::Refusal::Invalid(_))), "{turned:?}");
        let lead = house.person(Role::Leader).await;
        let refused = campaign::update(&house.app, &lead, &again).await;
        assert!(matches!(refused, Err(app::Refusal::NotAllowed(_))), "{refused:?}");
    }
}
