//! The large province the work is measured on: a thousand units in a campaign of
//! sixty items, and people with sessions.

use std::net::SocketAddr;

use app::Actor;
use app::acts::campaign;
use app::acts::plan::{Draft, DraftCohort, DraftUnit};
use domain::campaign::Purpose;
use domain::identifier::{CampaignId, ReportId, TargetId, UnitId};
use domain::policy::Role;
use domain::unit::UnitKind;
use store::Scope;
use store::campaign::Item;
use testkit::browser::Browser;
use testkit::house::House;
use testkit::province::PASSWORD;

pub const TARGETS: usize = 1_000;
pub const ITEMS: u32 = 60;
/// The most people who save at once.
pub const PEOPLE: usize = 200;
pub const OUTLINE: &str = "self-inspection-2024";

pub struct Province {
    pub campaign: CampaignId,
    pub units: Vec<UnitId>,
    pub office: String,
    /// Sessions: each of a focal person of one unit.
    pub narrow: Vec<String>,
    /// Sessions of someone who acts for every unit.
    pub wide: Vec<String>,
}

impl Province {
    /// In the record, the campaign still a draft.
    pub async fn build(house: &House) -> Province {
        let mut units = Vec::with_capacity(TARGETS);
        for at in 0..TARGETS {
            units.push(house.unit(&format!("Ủy ban nhân dân xã Số {at}"), UnitKind::Commune).await);
        }
        let hash = app::password::hash(&house.app, PASSWORD.into()).await.expect("a hash");
        let office = house.account("office", &hash, &[(Role::StandingOffice, None, None)]).await;
        let campaign = drafted(house, &office, &units).await;
        let mut narrow = Vec::new();
        for (at, unit) in units.iter().take(PEOPLE).enumerate() {
            let login = format!("focal-{at}");
            house.account(&login, &hash, &[(Role::UnitFocal, Some(*unit), None)]).await;
            narrow.push(house.enter(&login).await);
        }
        let everywhere: Vec<_> = units.iter().map(|unit| (Role::UnitFocal, Some(*unit), None)).collect();
        house.account("everywhere", &hash, &everywhere).await;
        let wide = vec![house.enter("everywhere").await; PEOPLE];
        Province { campaign, units, office: house.enter("office").await, narrow, wide }
    }

    /// The reports of the first units, once the campaign is open.
    pub async fn reports(&self, house: &House) -> Vec<ReportId> {
        let everything = Scope::everything(Actor::program("bench").user.id);
        let mut tx = house.app.store.read().await.expect("a reader");
        let mut reports = Vec::new();
        for unit in self.units.iter().take(PEOPLE) {
            let target = store::target::of_unit(&mut tx, self.campaign, *unit).await.expect("a query");
            let target: TargetId = target.expect("the unit is a target").id;
            let report = store::report::of_target(&mut tx, &everything, target).await.expect("a query");
            reports.push(report.expect("the target has a report").kept.id);
        }
        reports
    }
}

async fn drafted(house: &House, office: &Actor, units: &[UnitId]) -> CampaignId {
    let named = |unit: &UnitId| DraftUnit { name: String::new(), unit: Some(*unit), offered: Vec::new() };
    let draft = Draft {
        title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
        year: 2026,
        scope_from: Some(jiff::civil::date(2025, 7, 1)),
        scope_to: Some(jiff::civil::date(2026, 6, 30)),
        cohorts: vec![DraftCohort {
            name: "Đơn vị được kiểm tra".into(),
            purpose: Purpose::Inspection,
            outline: Some(OUTLINE.into()),
            report_due: None,
            units: units.iter().map(named).collect(),
        }],
        ..Draft::default()
    };
    let id = campaign::create(&house.app, office, None, draft).await.expect("a campaign");
    let mut tx = house.app.store.change().await.expect("a turn");
    for at in 0..ITEMS {
        let item = Item {
            id: app::clock::new_id(),
            code: format!("III.{at}"),
            content: None,
            theme: "B".into(),
            method: "look".into(),
            question: format!("Đơn vị có thực hiện nội dung thứ {at} theo quy định không?"),
            question_en: format!("Does the unit do as item {at} says?"),
            guidance: String::new(),
            guidance_en: String::new(),
            basis: String::new(),
            catalogue: "B3".into(),
            outline_field: None,
        };
        store::campaign::add_item(&mut tx, id, &item, at).await.expect("an item");
    }
    tx.keep().await.expect("it is kept");
    id
}

/// A browser per session, each with a token.
pub async fn browsers(address: SocketAddr, sessions: &[String]) -> Vec<Browser> {
    let mut browsers = Vec::with_capacity(sessions.len());
    for session in sessions {
        let mut browser = Browser::with_session(address, session);
        browser.get("/").await.expect("the home page");
        browsers.push(browser);
    }
    browsers
}
