//! A campaign summed up: the leaders' page, the list as a file, the
//! consolidated report. The scene is shared with `work` and `search`.

use domain::finding::Severity;
use domain::identifier::{CampaignId, FindingId, TeamId, UnitId, VisitId, VisitItemId};
use domain::policy::Role;
use domain::unit::UnitKind;
use jiff::civil::date;
use rasoat_app::acts::campaign::{self, Filter, Form};
use rasoat_app::acts::finding::{self, New, Source};
use rasoat_app::acts::summary::{self, Summary};
use rasoat_app::acts::{overview, report};
use rasoat_app::clock::new_id;
use rasoat_app::{Actor, Refusal};
use store::campaign::Item;
use store::finding::Words;
use store::visit::fieldwork::Answer;
use testkit::campaign::Small;
use testkit::house::House;

/// A campaign with three units: one visited with two findings, one with a
/// report due, one nothing has happened to.
pub struct Scene {
    pub small: Small,
    pub units: [UnitId; 3],
    pub lead: Actor,
    pub office: Actor,
    pub findings: Vec<FindingId>,
}

impl Scene {
    pub fn campaign(&self) -> CampaignId {
        self.small.kept.campaign.id
    }
}

pub async fn scene(house: &House) -> Scene {
    let units = [
        house.unit("Sở Tài chính", UnitKind::Department).await,
        house.unit("Ủy ban nhân dân xã Đồng Tâm", UnitKind::Commune).await,
        house.unit("Sở Y tế", UnitKind::Department).await,
    ];
    let small = house.campaign("remediation-2024", &units).await;
    let id = small.kept.campaign.id;
    let program = Actor::program("test");
    let mut act = house.app.act(&program).await.expect("an act");
    let facts = report::facts(small.kept.issued_on, act.today());
    for target in &small.targets {
        report::open(&mut act, *target, &small.cohort, &[2025], &facts).await.expect("a report opens");
    }
    act.tell("campaign.open", "campaign", id, ()).await.expect("it is told");
    act.done().await.expect("it is kept");
    let (team, visit, item) = (new_id(), new_id(), new_id());
    put_team_and_visit(house, &small, units[0], team, visit).await;
    answer(house, id, visit, item).await;
    let lead = house.person_in(Role::TeamLead, team).await;
    let office = house.person(Role::StandingOffice).await;
    let mut findings = Vec::new();
    for (text, theme) in [("Dùng chung tài khoản", "tai_khoan"), ("Máy tính hết hỗ trợ", "ban_va")]
    {
        let new = New {
            campaign: id,
            unit: units[0],
            source: Source::Visit { visit, item: None },
            words: Words {
                theme: theme.into(),
                text: text.into(),
                basis: "Khoản 5 Điều 5".into(),
                cause: "Kinh phí bố trí chậm".into(),
                request: "Gỡ bỏ ngay".into(),
                ..Words::default()
            },
            severity: Severity::Remedy,
            fixed_on_the_spot: false,
            observed_on: date(2026, 5, 20),
            repeats: None,
        };
        findings.push(finding::record(&house.app, &lead, new, vec![]).await.expect("it is recorded"));
    }
    let mut tx = house.app.store.change().await.expect("a turn");
    store::target::refresh(&mut tx, small.targets[0]).await.expect("its counters are renewed");
    tx.keep().await.expect("it is kept");
    Scene { small, units, lead, office, findings }
}

async fn put_team_and_visit(house: &House, small: &Small, unit: UnitId, team: TeamId, visit: VisitId) {
    let now = house.clock.now();
    let day = domain::moment::day(now);
    let mut tx = house.app.store.change().await.expect("a turn");
    let row = store::team::Team {
        id: team,
        campaign: small.kept.campaign.id,
        name: "Đoàn kiểm tra số 1".into(),
        decision_number: None,
        decision_on: None,
        dissolved_at: None,
    };
    store::team::add(&mut tx, &row, 1).await.expect("a team");
    let new = store::visit::New {
        id: visit,
        unit,
        kind: "periodic",
        occasion: None,
        reason: None,
        exception: None,
        times: Some(store::visit::Times { starts_at: now, ends_at: now, day, last_day: day }),
        place: "",
        state: "finished",
        state_data: "{}".into(),
        by: Actor::program("test").user.id,
        now,
    };
    store::visit::add(&mut tx, &new).await.expect("a visit");
    store::visit::add_part(&mut tx, visit, small.kept.campaign.id, small.targets[0], team)
        .await
        .expect("a part");
    store::target::refresh(&mut tx, small.targets[0]).await.expect("its counters are renewed");
    tx.keep().await.expect("it is kept");
}

async fn answer(house: &House, campaign: CampaignId, visit: VisitId, item: VisitItemId) {
    let mut tx = house.app.store.change().await.expect("a turn");
    let kept = Item {
        id: item,
        code: "2.1".into(),
        content: None,
        theme: "tai_khoan".into(),
        method: "on_site".into(),
        question: "Tài khoản dùng riêng?".into(),
        question_en: "Own accounts?".into(),
        guidance: String::new(),
        guidance_en: String::new(),
        basis: String::new(),
        catalogue: String::new(),
        outline_field: None,
    };
    store::campaign::add_item(&mut tx, campaign, &kept, 1).await.expect("an item");
    let answer = Answer {
        verdict: Some("not_met".into()),
        note: "3 máy".into(),
        location: String::new(),
        told: String::new(),
        counted: None,
    };
    let by = Actor::program("test").user.id;
    let now = house.clock.now();
    let saving =
        store::visit::fieldwork::Saving { visit, item, version: 0, answer: &answer, by, now, past: new_id() };
    store::visit::fieldwork::save(&mut tx, saving).await.expect("an answer");
    tx.keep().await.expect("it is kept");
}

#[tokio::test]
async fn the_overview_counts_what_the_lists_behind_its_figures_show() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let leader = house.person(Role::Leader).await;
        let whole = overview::overview(&house.app, &leader, None).await.expect("a page").expect("a campaign");
        assert_eq!(whole.campaign.campaign.id, scene.campaign());
        assert_eq!((whole.figures.targets, whole.figures.visited, whole.figures.findings_total), (3, 1, 2));
        for (status, figure) in [
            ("visited", whole.figures.visited),
            ("sent", whole.figures.reports_sent),
            ("visited_week", whole.week.visited),
            ("sent_week", whole.week.reports_sent),
        ] {
            let filter = Filter { status: status.into(), limit: 10, ..Filter::default() };
            let (rows, count) =
                campaign::targets(&house.app, &leader, scene.campaign(), &filter).await.expect("a list");
            assert_eq!((rows.len() as i64, count), (figure, figure), "{status}");
        }
        assert_eq!(whole.week.findings_recorded, 2);
        let cell = |kind, theme: &str| whole.heat.cells.get(&(kind, theme.to_owned())).copied();
        assert_eq!(cell(UnitKind::Department, "ban_va"), Some(1));
        assert_eq!(cell(UnitKind::Commune, "ban_va"), None);
        assert_eq!(whole.themes.iter().map(|theme| theme.total).sum::<i64>(), 2);
        assert!(whole.before.is_none());
    }
}

#[tokio::test]
async fn the_overview_sets_the_campaign_before_beside() {
    for house in House::each().await {
        let unit = house.unit("Sở Nội vụ", UnitKind::Department).await;
        let earlier = house.campaign_of(2025, "remediation-2024", &[unit]).await;
        let scene = scene(&house).await;
        let leader = house.person(Role::Leader).await;
        let whole = overview::overview(&house.app, &leader, None).await.expect("a page").expect("a campaign");
        assert_eq!(whole.campaign.campaign.id, scene.campaign());
        assert_eq!(whole.before.map(|kept| kept.campaign.id), Some(earlier.kept.campaign.id));
        assert_eq!(whole.figures_before.map(|figures| figures.targets), Some(1));
        let asked = Some(earlier.kept.campaign.id);
        let other =
            overview::overview(&house.app, &leader, asked).await.expect("a page").expect("a campaign");
        assert_eq!(other.campaign.campaign.id, earlier.kept.campaign.id);
    }
}

#[tokio::test]
async fn the_overview_takes_the_same_number_of_queries_for_one_unit_as_for_many() {
    let house = House::sqlite().await;
    let scene = scene(&house).await;
    let leader = house.person(Role::Leader).await;
    let count = async |house: &House| {
        let before = house.app.store.queries();
        overview::overview(&house.app, &leader, None).await.expect("a page");
        house.app.store.queries() - before
    };
    let few = count(&house).await;
    let mut tx = house.app.store.change().await.expect("a turn");
    for at in 0..40 {
        let unit = testkit::house::unit(&format!("Sở thứ {at}"), UnitKind::Department);
        store::unit::add(&mut tx, &unit).await.expect("a unit");
        let cohort = scene.small.cohort.id;
        store::target::add(&mut tx, new_id(), scene.campaign(), cohort, unit.id, house.clock.now())
            .await
            .expect("a target");
    }
    tx.keep().await.expect("it is kept");
    assert_eq!(count(&house).await, few);
    assert!(few <= 15, "{few} queries");
}

#[tokio::test]
async fn only_those_who_read_summaries_see_the_overview_and_the_report() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let focal = house.person_of(Role::UnitFocal, scene.units[0]).await;
        let admin = house.person(Role::Administrator).await;
        for who in [&focal, &admin] {
            let refused = overview::overview(&house.app, who, None).await;
            assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
            let refused = summary::get(&house.app, who, scene.campaign()).await;
            assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
        }
        let stranger = house.person_in(Role::TeamLead, new_id()).await;
        let hidden = summary::get(&house.app, &stranger, scene.campaign()).await;
        assert!(matches!(hidden, Err(Refusal::NotFound)), "another team's campaign is not there");
        assert!(summary::list(&house.app, &stranger).await.expect("a list").is_empty());
        summary::get(&house.app, &scene.lead, scene.campaign()).await.expect("the team reads its own");
    }
}

#[tokio::test]
async fn the_report_is_drawn_from_the_record() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let whole = summary::get(&house.app, &scene.lead, scene.campaign()).await.expect("a report");
        assert_eq!(whole.units.len(), 1);
        assert_eq!((whole.units[0].verdicts.not_met, whole.units[0].verdicts.met), (1, 0));
        assert_eq!(whole.missing.len(), 3, "nobody has reported");
        assert_eq!(whole.findings.len(), 2);
        assert_eq!(whole.remediation.len(), 1);
        assert_eq!((whole.remediation[0].total, whole.remediation[0].open), (2, 2));
        assert_eq!(whole.causes(), ["Kinh phí bố trí chậm"]);
        assert_eq!(whole.shortcomings().len(), 2, "the record's own, until the team writes");
        let themes: Vec<_> = whole.found.iter().map(|theme| (theme.code.as_str(), theme.total)).collect();
        assert_eq!(themes, [("ban_va", 1), ("tai_khoan", 1)]);
        assert_eq!((whole.themes[0].code.as_str(), whole.themes[0].verdicts.not_met), ("tai_khoan", 1));
    }
}

#[tokio::test]
async fn the_team_s_words_are_kept_and_nobody_writes_over_another() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let said = Summary {
            number: Some(3),
            dated: Some(date(2026, 6, 30)),
            opening: "Các đơn vị phối hợp tốt.".into(),
            strengths: "Đã ban hành quy chế".into(),
            shortcomings: "Còn dùng chung tài khoản".into(),
            proposals: "Đối với Ủy ban nhân dân tỉnh:\nBố trí kinh phí".into(),
            ..Summary::default()
        };
        summary::write(&house.app, &scene.lead, scene.campaign(), said.clone()).await.expect("it is kept");
        let again = summary::write(&house.app, &scene.office, scene.campaign(), said.clone()).await;
        assert!(matches!(again, Err(Refusal::Conflict)), "{again:?}");
        let whole = summary::get(&house.app, &scene.office, scene.campaign()).await.expect("a report");
        assert_eq!(whole.written, Summary { version: 1, ..said.clone() });
        assert_eq!(whole.shortcomings(), ["Còn dùng chung tài khoản"]);
        assert_eq!(whole.proposals()[0].to, "Ủy ban nhân dân tỉnh");
        let newer = Summary { version: 1, strengths: "Đã phân công".into(), ..said };
        summary::write(&house.app, &scene.office, scene.campaign(), newer)
            .await
            .expect("over the version seen");
        let leader = house.person(Role::Leader).await;
        let refused = summary::write(&house.app, &leader, scene.campaign(), Summary::default()).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "leaders read, teams write");
    }
}

#[tokio::test]
async fn the_report_comes_out_as_docx_pdf_and_xlsx_with_what_the_record_holds() {
    let house = House::sqlite().await;
    let scene = scene(&house).await;
    for (form, start) in [(Form::Docx, "PK"), (Form::Pdf, "%PDF"), (Form::Xlsx, "PK")] {
        let printed = summary::print(&house.app, &scene.lead, scene.campaign(), form).await.expect("a file");
        assert!(printed.bytes.starts_with(start.as_bytes()), "{form:?}");
        assert!(printed.name.ends_with(form.ending()), "{}", printed.name);
    }
}

#[tokio::test]
async fn the_list_of_targets_comes_out_as_it_is_filtered() {
    let house = House::sqlite().await;
    let scene = scene(&house).await;
    let all = Filter::default();
    let visited = Filter { status: "visited".into(), ..Filter::default() };
    for form in [Form::Docx, Form::Pdf, Form::Xlsx] {
        let whole = campaign::print(&house.app, &scene.office, scene.campaign(), &all, form).await;
        assert!(!whole.expect("a file").bytes.is_empty());
    }
    let count = async |filter: &Filter| {
        let printed = campaign::print(&house.app, &scene.office, scene.campaign(), filter, Form::Xlsx).await;
        printed.expect("a file").bytes.len()
    };
    assert!(count(&visited).await < count(&all).await, "fewer rows make a smaller file");
    let focal = house.person_of(Role::UnitFocal, scene.units[2]).await;
    let (rows, _) = campaign::targets(&house.app, &focal, scene.campaign(), &Filter { limit: 9, ..all })
        .await
        .expect("a list");
    assert_eq!(rows.len(), 1, "a unit's list is its own row");
}

#[tokio::test]
async fn a_campaign_at_a_glance_shows_its_days_and_themes() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let glance = campaign::glance(&house.app, &scene.office, scene.campaign()).await.expect("a glance");
        assert!(glance.days.iter().any(|day| day.kind == "visit" && day.count == 1), "{:?}", glance.days);
        assert_eq!(glance.themes.len(), 2);
        let focal = house.person_of(Role::UnitFocal, scene.units[1]).await;
        let own = campaign::glance(&house.app, &focal, scene.campaign()).await.expect("a glance");
        assert!(
            own.themes.is_empty() && own.days.is_empty(),
            "other units' findings and visits are not told"
        );
    }
}
