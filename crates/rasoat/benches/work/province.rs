//! The large province the work is measured on: a thousand units in a campaign of
//! sixty items, and people with sessions.

use std::net::SocketAddr;

use app::Actor;
use app::acts::campaign;
use app::acts::plan::{Draft, DraftCohort, DraftUnit};
use app::clock::new_id;
use domain::campaign::Purpose;
use domain::identifier::{CampaignId, ReportId, TargetId, TeamId, UnitId, UserId, VisitId};
use domain::policy::Role;
use domain::team::{Member, TeamRole};
use domain::unit::UnitKind;
use domain::visit::{Agenda, Days, Route, Visit};
use store::campaign::Item;
use store::{Scope, Tx};
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
    /// The first item of the checklist.
    pub item: String,
}

/// Who looks at what: visits in fieldwork, each beside a session of who may answer.
pub struct Inspectors {
    pub visits: Vec<VisitId>,
    pub sessions: Vec<String>,
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
        let (campaign, item) = drafted(house, &office, &units).await;
        let mut narrow = Vec::new();
        for (at, unit) in units.iter().take(PEOPLE).enumerate() {
            let login = format!("focal-{at}");
            house.account(&login, &hash, &[(Role::UnitFocal, Some(*unit), None)]).await;
            narrow.push(house.enter(&login).await);
        }
        let everywhere: Vec<_> = units.iter().map(|unit| (Role::UnitFocal, Some(*unit), None)).collect();
        house.account("everywhere", &hash, &everywhere).await;
        let wide = vec![house.enter("everywhere").await; PEOPLE];
        Province { campaign, units, office: house.enter("office").await, narrow, wide, item }
    }

    /// A visit at every unit, in its fieldwork, once the campaign is open: the
    /// first ones each by a team of their own, then all others by one team. The
    /// members of the small teams, and the lead of the large one.
    pub async fn visited(&self, house: &House) -> [Inspectors; 2] {
        let hash = app::password::hash(&house.app, PASSWORD.into()).await.expect("a hash");
        let (first, others) = self.units.split_at(PEOPLE);
        let mut small = Inspectors { visits: Vec::new(), sessions: Vec::new() };
        for (at, unit) in first.iter().enumerate() {
            let login = format!("member-{at}");
            let team = self.team(house, &login, &hash, TeamRole::Member).await;
            small.visits.extend(self.visits(house, team, std::slice::from_ref(unit)).await);
            small.sessions.push(house.enter(&login).await);
        }
        let team = self.team(house, "lead", &hash, TeamRole::Lead).await;
        let visits = self.visits(house, team, others).await;
        [small, Inspectors { visits, sessions: vec![house.enter("lead").await; PEOPLE] }]
    }

    /// A team of one person with an account.
    async fn team(&self, house: &House, login: &str, hash: &str, role: TeamRole) -> TeamId {
        let team = store::team::Team {
            id: new_id(),
            campaign: self.campaign,
            name: format!("Đoàn {login}"),
            decision_number: None,
            decision_on: None,
            dissolved_at: None,
        };
        let mut tx = house.app.store.change().await.expect("a turn");
        store::team::add(&mut tx, &team, 1).await.expect("a team");
        tx.keep().await.expect("it is kept");
        let person = house.account(login, hash, &[(role.policy_role(), None, Some(team.id))]).await;
        let member = Member {
            id: new_id(),
            team: team.id,
            name: Some(person.user.name.clone()),
            rank: None,
            position: None,
            organisation: "Công an tỉnh".into(),
            unit: None,
            user: Some(person.user.id),
            role,
            duty: None,
        };
        let mut tx = house.app.store.change().await.expect("a turn");
        store::team::add_member(&mut tx, &member, 1).await.expect("a seat");
        tx.keep().await.expect("it is kept");
        team.id
    }

    async fn visits(&self, house: &House, team: TeamId, units: &[UnitId]) -> Vec<VisitId> {
        let by = Actor::program("bench").user.id;
        let mut tx = house.app.store.change().await.expect("a turn");
        let mut visits = Vec::with_capacity(units.len());
        for unit in units {
            let target = store::target::of_unit(&mut tx, self.campaign, *unit).await.expect("a query");
            let target = target.expect("the unit is a target").id;
            let visit = under_way(&mut tx, house, *unit, by).await;
            store::visit::add_part(&mut tx, visit, self.campaign, target, team).await.expect("its part");
            visits.push(visit);
        }
        tx.keep().await.expect("it is kept");
        visits
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

/// A visit of today in its fieldwork.
async fn under_way(tx: &mut Tx, house: &House, unit: UnitId, by: UserId) -> VisitId {
    let now = house.app.now();
    let (day, at) = (domain::moment::day(now), domain::moment::local(now));
    let mut rules = Visit::planned(Route::Periodic).schedule(Days { from: day, to: day }).expect("a day");
    for step in [Agenda::Announce, Agenda::SelfReport, Agenda::Clarify, Agenda::Fieldwork] {
        rules = rules.begin(step, at, Vec::new()).expect("the next step begins");
    }
    let new = store::visit::New {
        id: new_id(),
        unit,
        kind: "periodic",
        occasion: None,
        reason: None,
        exception: None,
        times: Some(store::visit::Times { starts_at: now, ends_at: now, day, last_day: day }),
        place: "",
        state: rules.code(),
        state_data: serde_json::to_string(&rules).expect("as JSON"),
        by,
        now,
    };
    store::visit::add(tx, &new).await.expect("a visit");
    new.id
}

/// The campaign, and the first item of its checklist.
async fn drafted(house: &House, office: &Actor, units: &[UnitId]) -> (CampaignId, String) {
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
    let mut first = None;
    for at in 0..ITEMS {
        let item = Item {
            id: new_id(),
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
        first.get_or_insert(item.id.to_string());
    }
    tx.keep().await.expect("it is kept");
    (id, first.expect("an item"))
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
