//! The record the load works on: reports to edit, whole reports to send,
//! campaigns to open, and the people who do it.

use std::net::SocketAddr;

use app::Actor;
use app::acts::campaign;
use app::acts::file::Upload;
use app::acts::plan::{Draft, DraftCohort, DraftUnit};
use app::acts::report::{self, Change};
use domain::campaign::Purpose;
use domain::identifier::{CampaignId, ReportId, UnitId};
use domain::outline::Cell;
use domain::policy::Role;
use domain::unit::UnitKind;
use store::Scope;
use testkit::browser::Browser;
use testkit::campaign::Small;
use testkit::house::House;
use testkit::province::PASSWORD;

/// Reports that are edited all the time.
const EDITED: usize = 4;
/// Reports that wait to be sent and campaigns that wait to be opened, per kill.
const PER_KILL: usize = 2;
/// Units of a campaign to be opened: more than two batches of the job.
const UNITS: usize = 220;
const OUTLINE: &str = "remediation-2024";

/// Everything the outline needs but its file.
const ANSWERS: [(&str, &str); 18] = [
    ("conclusion.number", "12/KL-BCĐ"),
    ("conclusion.date", "12/01/2026"),
    ("conclusion.summary", "Kết luận kiểm tra năm 2025"),
    ("findings_total", "1"),
    ("has_plan", "có"),
    ("plan_documents.number", "5/KH-STC"),
    ("plan_documents.date", "2026-02-01"),
    ("plan_documents.summary", "Kế hoạch khắc phục"),
    ("head_directs", "Giám đốc trực tiếp chỉ đạo, phân công Văn phòng tham mưu."),
    ("remedied.finding", "Chưa ban hành nội quy"),
    ("remedied.measure", "Ban hành nội quy"),
    ("remedied.result", "fixed"),
    ("fixed", "1"),
    ("partly", "0"),
    ("not_fixed", "0"),
    ("responsibility", "Đã kiểm điểm, rút kinh nghiệm."),
    ("recurred", "không"),
    ("truthful", "có"),
];

#[derive(Debug)]
pub struct Scene {
    pub office: Actor,
    pub edited: Vec<ReportId>,
    pub to_send: Vec<ReportId>,
    pub campaigns: Vec<CampaignId>,
    /// Log-ins: one writer per edited report, then the sender, then the office.
    logins: Vec<String>,
}

impl Scene {
    pub async fn build(house: &House, kills: usize) -> Scene {
        let hash = app::password::hash(&house.app, PASSWORD.into()).await.expect("a hash");
        let office = house.account("office", &hash, &[(Role::StandingOffice, None, None)]).await;
        let edited = units(house, "Đơn vị sửa", EDITED).await;
        let sending = units(house, "Đơn vị gửi", (kills + 1) * PER_KILL).await;
        let all: Vec<UnitId> = edited.iter().chain(&sending).copied().collect();
        let small = house.campaign(OUTLINE, &all).await;
        let reports = open_all(house, &small).await;
        let (to_edit, to_send) = reports.split_at(EDITED);
        let mut logins = Vec::new();
        for (at, unit) in edited.iter().enumerate() {
            let login = format!("writer-{at}");
            house.account(&login, &hash, &[(Role::UnitFocal, Some(*unit), None)]).await;
            logins.push(login);
        }
        let heads: Vec<_> = sending.iter().map(|unit| (Role::UnitHead, Some(*unit), None)).collect();
        let head = house.account("sender", &hash, &heads).await;
        logins.extend(["sender".to_owned(), "office".to_owned()]);
        for report in to_send {
            fill(house, &head, *report).await;
        }
        let many = units(house, "Đơn vị được kiểm tra", UNITS).await;
        let mut campaigns = Vec::new();
        for at in 0..(kills + 1) * PER_KILL {
            campaigns.push(drafted(house, &office, at, &many).await);
        }
        Scene { office, edited: to_edit.to_vec(), to_send: to_send.to_vec(), campaigns, logins }
    }

    /// A browser per person, logged in.
    pub async fn sign_in(&self, address: SocketAddr) -> Vec<Browser> {
        let mut browsers = Vec::new();
        for login in &self.logins {
            let mut browser = Browser::new(address);
            browser.sign_in(login, PASSWORD).await.expect("a log-in");
            browsers.push(browser);
        }
        browsers
    }
}

async fn units(house: &House, name: &str, count: usize) -> Vec<UnitId> {
    let mut units = Vec::new();
    for at in 0..count {
        units.push(house.unit(&format!("{name} {at}"), UnitKind::Department).await);
    }
    units
}

async fn open_all(house: &House, small: &Small) -> Vec<ReportId> {
    let program = Actor::program("test");
    let mut act = house.app.act(&program).await.expect("an act");
    let years = report::years(&small.kept.campaign);
    let facts = report::facts(small.kept.issued_on, act.today());
    for target in &small.targets {
        report::open(&mut act, *target, &small.cohort, &years, &facts).await.expect("a report opens");
    }
    act.tell("campaign.open", "campaign", small.kept.campaign.id, ()).await.expect("it is told");
    act.done().await.expect("it is kept");
    let scope = Scope::everything(program.user.id);
    let mut tx = house.app.store.read().await.expect("a reader");
    let mut reports = Vec::new();
    for target in &small.targets {
        let found = store::report::of_target(&mut tx, &scope, *target).await.expect("a query");
        reports.push(found.expect("the target has a report").kept.id);
    }
    reports
}

async fn fill(house: &House, head: &Actor, id: ReportId) {
    let changes = ANSWERS
        .iter()
        .map(|(cell, typed)| Change {
            cell: cell.parse().expect("a cell"),
            typed: (*typed).to_owned(),
            seen: 0,
        })
        .collect();
    let saved = report::save(&house.app, head, id, changes).await.expect("a save");
    assert!(saved.all_kept(), "{:?}", saved.outcomes);
    let picture = Upload { name: "noi-quy.png".into(), bytes: b"\x89PNG\r\n\x1A\n....".to_vec() };
    let field = Cell::of("evidence_files");
    report::attach(&house.app, head, id, field, picture).await.expect("a picture");
}

async fn drafted(house: &House, office: &Actor, at: usize, units: &[UnitId]) -> CampaignId {
    let named = |unit: &UnitId| DraftUnit { name: String::new(), unit: Some(*unit), offered: Vec::new() };
    let draft = Draft {
        title: format!("Đợt kiểm tra thử {at}"),
        year: 2026,
        cohorts: vec![DraftCohort {
            name: "Đơn vị được kiểm tra".into(),
            purpose: Purpose::Inspection,
            outline: Some(OUTLINE.into()),
            report_due: None,
            units: units.iter().map(named).collect(),
        }],
        ..Draft::default()
    };
    campaign::create(&house.app, office, None, draft).await.expect("a campaign")
}
