//! A province with one of everything: a campaign with a team, a visit, a report
//! with an answer and a file, a finding, a plan under review, a programme with
//! its shares, notices; all about one unit, and marked. Beside it people who
//! have nothing to do with any of it.
//!
//! Not here: what happens to these things next.

mod around;
mod visited;

use crate::campaign::Small;
use crate::house::House;
use app::Actor;
use app::acts::file::{self, About, Upload};
use app::acts::finding::{self, New, Source};
use app::acts::plan::{Draft, DraftCohort, DraftUnit};
use app::acts::programme::{self, Choice, Input};
use app::acts::report::{self, Change};
use app::acts::{campaign, notice, plan, sign_in};
use app::clock::new_id;
use domain::campaign::{DatedRule, Purpose};
use domain::deadline::{Event, Rule};
use domain::finding::Severity;
use domain::identifier::{CampaignId, FindingId, ReportId, TeamId, UnitId, VisitId, VisitItemId};
use domain::outline::Cell;
use domain::policy::{Action, Role};
use domain::team::{Member, TeamRole};
use domain::unit::{FocalPerson, UnitKind};
use jiff::civil::date;
use store::finding::Words;
use store::plan::Answer;

/// Stands in every text of the province's things, and nowhere else.
pub const MARK: &str = "Dấu Vết";
/// The same in file names.
pub const FILE_MARK: &str = "dau-vet";
/// The password of everyone who logs in.
pub const PASSWORD: &str = "mat khau cua tinh thu 7391";

/// The same small outline as a whole report needs.
const OUTLINE: &str = "remediation-2024";
const PLAN: &str = include_str!("province/plan.txt");

/// The things, and who is who.
#[derive(Debug)]
pub struct Province {
    pub unit: UnitId,
    pub small: Small,
    pub team: TeamId,
    pub visit: VisitId,
    /// What is looked at on the visit.
    pub item: VisitItemId,
    pub report: ReportId,
    /// Every role there is: over everything, in the team, for the unit.
    pub everyone: Actor,
    /// An account without any role.
    pub nobody: Actor,
    /// Head and focal person of a unit that is in none of it.
    pub other_unit: Actor,
    /// Every seat of a team that is in none of it.
    pub other_team: Actor,
    /// What the address of a page about these things may hold.
    pub samples: Vec<String>,
}

impl Province {
    pub fn campaign(&self) -> CampaignId {
        self.small.kept.campaign.id
    }
}

impl House {
    /// A person with several roles at once.
    pub async fn person_with(&self, seats: &[(Role, Option<UnitId>, Option<TeamId>)]) -> Actor {
        let who = self.person_without().await;
        let mut tx = self.app.store.change().await.expect("a turn");
        for (role, unit, team) in seats {
            let now = self.clock.now();
            store::people::grant(&mut tx, new_id(), who.user.id, *role, *unit, *team, now)
                .await
                .expect("the role is granted");
        }
        let grants = store::people::grants_of(&mut tx, who.user.id).await.expect("the roles are read");
        tx.keep().await.expect("it is kept");
        Actor::person(who.user, grants, None)
    }

    /// Logs someone in, as through the log-in page; answers the session's value.
    pub async fn sign_in(&self, who: &Actor) -> String {
        let hash = app::password::hash(&self.app, PASSWORD.into()).await.expect("a hash");
        let mut tx = self.app.store.change().await.expect("a turn");
        store::people::set_password(&mut tx, who.user.id, &hash, false).await.expect("it is set");
        tx.keep().await.expect("it is kept");
        self.enter(&who.user.login).await
    }

    /// Logs in with [`PASSWORD`]; answers the session's value.
    pub async fn enter(&self, login: &str) -> String {
        let origin = sign_in::Origin::default();
        let entered = sign_in::sign_in(&self.app, login, PASSWORD.into(), origin).await;
        entered.expect("a log-in").expect("the password is right").0
    }

    /// An account that can log in with [`PASSWORD`]; `hash` is that password's,
    /// made once for many.
    pub async fn account(
        &self,
        login: &str,
        hash: &str,
        seats: &[(Role, Option<UnitId>, Option<TeamId>)],
    ) -> Actor {
        let user = store::people::User {
            id: new_id(),
            login: login.to_owned(),
            name: format!("Nguyễn Văn {login}"),
            email: Some(format!("{login}@anson.example")),
            phone: None,
            position: None,
            must_change: false,
            locked_until: None,
            disabled_at: None,
        };
        let now = self.clock.now();
        let mut tx = self.app.store.change().await.expect("a turn");
        store::people::add(&mut tx, &user, hash, now).await.expect("the account is put");
        for (role, unit, team) in seats {
            store::people::grant(&mut tx, new_id(), user.id, *role, *unit, *team, now)
                .await
                .expect("the role is granted");
        }
        let grants = store::people::grants_of(&mut tx, user.id).await.expect("the roles are read");
        tx.keep().await.expect("it is kept");
        Actor::person(user, grants, None)
    }

    /// How many acts the audit tells of.
    pub async fn lines_told(&self) -> usize {
        let mut tx = self.app.store.read().await.expect("a reader");
        let last = store::audit::newest(&mut tx, i64::MAX, "", "", 1).await.expect("the audit");
        last.first().map_or(0, |line| usize::try_from(line.seq).unwrap_or_default())
    }

    /// One of everything.
    pub async fn province(&self) -> Province {
        let unit = self.unit(&format!("Sở {MARK}"), UnitKind::Department).await;
        self.unit("Công an tỉnh", UnitKind::Police).await;
        self.unit("Sở Tài chính", UnitKind::Department).await;
        self.unit("Ủy ban nhân dân xã An Khê", UnitKind::Commune).await;
        let elsewhere = self.unit("Công ty Ngoài cuộc", UnitKind::StateEnterprise).await;
        let small = self.campaign(OUTLINE, &[unit]).await;
        let campaign = small.kept.campaign.id;
        self.remediation_clause(campaign).await;
        let away = self.campaign_of(2025, OUTLINE, &[elsewhere]).await;
        let team = self.team(campaign, &format!("Đoàn {MARK}")).await;
        let other_team = self.team(away.kept.campaign.id, "Đoàn khác").await;
        let everyone = self.person_with(&all_roles(unit, team)).await;
        let mut province = Province {
            unit,
            team,
            visit: new_id(),
            item: new_id(),
            report: self.opened_report(&small).await,
            nobody: self.person_without().await,
            other_unit: self
                .person_with(&[
                    (Role::UnitHead, Some(elsewhere), None),
                    (Role::UnitFocal, Some(elsewhere), None),
                ])
                .await,
            other_team: self.person_with(&team_roles(other_team)).await,
            everyone,
            samples: Vec::new(),
            small,
        };
        self.roster(&mut province).await;
        self.visited(&mut province).await;
        self.reported(&mut province).await;
        let finding = self.found(&province).await;
        let in_draft = self.recorded(&province).await;
        province.samples.push(in_draft.to_string());
        let opening = self.opening(&province).await;
        province.samples.push(opening.to_string());
        let view = finding::view(&self.app, &province.everyone, finding).await.expect("it is in sight");
        province.samples.push(finding.to_string());
        province.samples.extend(view.files.iter().map(|shown| shown.file.id.to_string()));
        self.planned(&mut province).await;
        let ids = [
            province.unit.to_string(),
            campaign.to_string(),
            province.small.cohort.id.to_string(),
            province.small.targets[0].to_string(),
            province.team.to_string(),
            province.visit.to_string(),
            province.report.to_string(),
            province.everyone.user.id.to_string(),
            province.everyone.grants[0].id.to_string(),
        ];
        province.samples.extend(ids);
        self.told(&mut province).await;
        self.looked_at(&mut province).await;
        self.left_around(&mut province).await;
        let (notices, _) = notice::mine(&self.app, &province.everyone, 50, 0).await.expect("notices");
        assert!(!notices.is_empty(), "the finding was told");
        province.samples.extend(notices.iter().map(|told| told.id.to_string()));
        province
    }

    /// Findings fall due twenty days after the minutes.
    async fn remediation_clause(&self, campaign: CampaignId) {
        let everything = store::Scope::everything(Actor::program("test").user.id);
        let mut tx = self.app.store.change().await.expect("a turn");
        let kept = store::campaign::get(&mut tx, &everything, campaign).await.expect("a query");
        let mut kept = kept.expect("the campaign");
        kept.campaign.remediation = Some(DatedRule {
            rule: Rule::After { event: Event::Minutes, days: 20, working_days: false },
            clause: "chậm nhất sau 20 ngày kể từ ngày lập biên bản".into(),
        });
        assert!(store::campaign::update(&mut tx, &kept).await.expect("a query"), "the clause is kept");
        tx.keep().await.expect("it is kept");
    }

    /// As much more of everything: units in the campaign with their reports,
    /// findings of the unit, campaigns it is in, accounts, notices.
    pub async fn grow(&self, province: &Province, more: usize) {
        let mut units = vec![province.unit];
        for at in 0..more {
            units.push(self.unit(&format!("Xã thứ {at}"), UnitKind::Commune).await);
            self.person(Role::Observer).await;
            let again = self.campaign_of(2024, OUTLINE, &units[..1]).await;
            self.opened_report(&again).await;
        }
        let (campaign, cohort) = (province.campaign(), &province.small.cohort);
        let program = Actor::program("test");
        let mut act = self.app.act(&program).await.expect("an act");
        let years = report::years(&province.small.kept.campaign);
        let facts = report::facts(province.small.kept.issued_on, act.today());
        for unit in &units[1..] {
            let target = new_id();
            store::target::add(&mut act.tx, target, campaign, cohort.id, *unit, act.now)
                .await
                .expect("a target");
            report::open(&mut act, target, cohort, &years, &facts).await.expect("its report");
        }
        act.tell("campaign.add_targets", "campaign", campaign, ()).await.expect("it is told");
        act.done().await.expect("it is kept");
        for _ in 0..more {
            self.found(province).await;
        }
    }

    async fn person_without(&self) -> Actor {
        let held = self.person(Role::Observer).await;
        let mut tx = self.app.store.change().await.expect("a turn");
        for grant in &held.grants {
            store::people::end_grant(&mut tx, grant.id, self.clock.now()).await.expect("it ends");
        }
        tx.keep().await.expect("it is kept");
        Actor::person(held.user, Vec::new(), None)
    }

    async fn team(&self, campaign: CampaignId, name: &str) -> TeamId {
        let team = store::team::Team {
            id: new_id(),
            campaign,
            name: name.into(),
            decision_number: None,
            decision_on: None,
            dissolved_at: None,
        };
        let mut tx = self.app.store.change().await.expect("a turn");
        store::team::add(&mut tx, &team, 1).await.expect("a team");
        tx.keep().await.expect("it is kept");
        team.id
    }

    async fn roster(&self, province: &mut Province) {
        let member = Member {
            id: new_id(),
            team: province.team,
            name: Some(format!("Nguyễn {MARK}")),
            rank: None,
            position: None,
            organisation: "Công an tỉnh".into(),
            unit: None,
            user: Some(province.everyone.user.id),
            role: TeamRole::Lead,
            duty: None,
        };
        let person = FocalPerson {
            unit: province.unit,
            name: format!("Trần {MARK}"),
            position: None,
            phone: None,
            email: None,
            valid_from: None,
            valid_to: None,
        };
        let person_id = new_id();
        let mut tx = self.app.store.change().await.expect("a turn");
        store::team::add_member(&mut tx, &member, 1).await.expect("a seat");
        store::unit::add_person(&mut tx, person_id, &person).await.expect("a focal person");
        tx.keep().await.expect("it is kept");
        province.samples.extend([member.id.to_string(), person_id.to_string()]);
    }

    async fn opened_report(&self, small: &Small) -> ReportId {
        let program = Actor::program("test");
        let mut act = self.app.act(&program).await.expect("an act");
        let years = report::years(&small.kept.campaign);
        let facts = report::facts(small.kept.issued_on, act.today());
        report::open(&mut act, small.targets[0], &small.cohort, &years, &facts).await.expect("it opens");
        act.tell("campaign.open", "campaign", small.kept.campaign.id, ()).await.expect("it is told");
        act.done().await.expect("it is kept");
        let everything = store::Scope::everything(program.user.id);
        let mut tx = self.app.store.read().await.expect("a reader");
        let found = store::report::of_target(&mut tx, &everything, small.targets[0]).await;
        found.expect("a query").expect("the target has a report").kept.id
    }

    async fn reported(&self, province: &mut Province) {
        let who = &province.everyone;
        let cell: Cell = "conclusion.number".parse().expect("a cell");
        let change = Change { cell, typed: format!("12/KL-{MARK}"), seen: 0 };
        let saved = report::save(&self.app, who, province.report, vec![change]).await.expect("a save");
        assert!(saved.all_kept(), "{:?}", saved.outcomes);
        let picture = Upload { name: format!("{FILE_MARK}.png"), bytes: b"\x89PNG\r\n\x1A\n....".to_vec() };
        let field = Cell::of("evidence_files");
        report::attach(&self.app, who, province.report, field, picture).await.expect("a picture");
        let mut tx = self.app.store.read().await.expect("a reader");
        let kept = store::report::answers_of(&mut tx, province.report, &["evidence_files"]).await;
        province.samples.push(kept.expect("the answers")[0].value.clone());
        let outline = &self.app.packs.outlines[OUTLINE];
        province.samples.push(outline.sections[0].code.clone());
    }

    /// A campaign whose opening has begun.
    async fn opening(&self, province: &Province) -> CampaignId {
        let unit = DraftUnit { name: String::new(), unit: Some(province.unit), offered: Vec::new() };
        let cohort = DraftCohort {
            name: format!("Đơn vị {MARK}"),
            purpose: Purpose::Inspection,
            outline: Some(OUTLINE.into()),
            report_due: None,
            units: vec![unit],
        };
        let title = format!("Đợt kiểm tra {MARK}");
        let draft = Draft { title, year: 2026, cohorts: vec![cohort], ..Draft::default() };
        let who = &province.everyone;
        let id = campaign::create(&self.app, who, None, draft).await.expect("a campaign");
        campaign::open(&self.app, who, id).await.expect("it begins");
        id
    }

    /// A finding the unit was asked to remedy.
    async fn found(&self, province: &Province) -> FindingId {
        let id = self.recorded(province).await;
        let mut act = self.app.act(&province.everyone).await.expect("a turn");
        finding::on_minutes_signed(&mut act, province.visit, province.campaign(), self.app.today())
            .await
            .expect("the minutes set it going");
        act.tell("minutes.sign", "visit", province.visit, ()).await.expect("the audit line");
        act.done().await.expect("it is kept");
        id
    }

    /// A finding of which the unit knows nothing yet.
    async fn recorded(&self, province: &Province) -> FindingId {
        let words = Words {
            code: Some("B3".into()),
            text: format!("{MARK} chưa có nội quy"),
            request: format!("{MARK} ban hành nội quy"),
            basis: "Khoản 5 Điều 5 Luật Bảo vệ bí mật nhà nước".into(),
            ..Words::default()
        };
        let new = New {
            campaign: province.campaign(),
            unit: province.unit,
            source: Source::Visit { visit: province.visit, item: None },
            words,
            severity: Severity::Remedy,
            fixed_on_the_spot: false,
            observed_on: self.app.today(),
            repeats: None,
        };
        let who = &province.everyone;
        let photo = Upload { name: format!("{FILE_MARK}-2.png"), bytes: b"\x89PNG\r\n\x1A\n....".to_vec() };
        let about = About::new(finding::KIND, "new");
        let photo =
            file::take_in(&self.app, who, Action::FindingRecord, &about, photo).await.expect("a photo");
        finding::record(&self.app, who, new, vec![photo]).await.expect("it is recorded")
    }

    /// A notice with the report's file on it.
    async fn told(&self, province: &mut Province) {
        let mut tx = self.app.store.read().await.expect("a reader");
        let kept = store::report::answers_of(&mut tx, province.report, &["evidence_files"]).await;
        drop(tx);
        let file = kept.expect("the answers")[0].value.parse().expect("a file's identifier");
        let who = &province.everyone;
        let telling = notice::Telling {
            kind: "report_submitted",
            once_key: format!("province:{}", province.report),
            message: papers::message::Message {
                subject: format!("{MARK} gửi báo cáo"), body: MARK.into()
            },
            link: Some(format!("/self-reports/{}", province.report)),
            campaign: Some(province.campaign()),
            object: ("report", province.report.to_string()),
            files: &[file],
        };
        let mut act = self.app.act(who).await.expect("a turn");
        notice::tell_user(&mut act, &who.user, Some(province.unit), &telling).await.expect("it is told");
        act.tell("report.remind", "report", province.report, ()).await.expect("the audit line");
        act.done().await.expect("it is kept");
    }

    async fn planned(&self, province: &mut Province) {
        let (app, who) = (&self.app, &province.everyone);
        let upload = |text: &str, name: &str| Upload { name: name.into(), bytes: text.into() };
        let under_review = PLAN.replace("88/KH-UBND", "89/KH-UBND");
        let reviewed = plan::upload(app, who, upload(&under_review, "dau-vet-89.txt")).await;
        let id = plan::upload(app, who, upload(PLAN, "dau-vet-88.txt")).await.expect("a plan");
        let about = programme::name_key("Chủ quản hệ thống thông tin");
        let value = Some(Choice::Units(vec![province.unit]).text());
        let answer = Answer { about: about.clone(), decision: "corrected".into(), value };
        plan::answer(app, who, id, &about, Some(answer)).await.expect("it is answered");
        let day = date(2026, 3, 2);
        let draft = programme::draft(app, who, id, Some(day)).await.expect("a draft");
        let made = programme::create(app, who, id, Input::of(&draft, day)).await.expect("a programme");
        let filter = store::programme::Filter { unit: Some(province.unit), limit: 10, ..Default::default() };
        let (_, shares, _) = programme::obligations(app, who, made, &filter).await.expect("its shares");
        let share = shares.first().expect("the unit bears a share");
        province.samples.extend([
            reviewed.expect("a plan under review").to_string(),
            made.to_string(),
            share.id.to_string(),
            share.task.to_string(),
        ]);
        let share = (share.id, share.version);
        self.reported_on(province, made, share).await;
    }
}

fn team_roles(team: TeamId) -> Vec<(Role, Option<UnitId>, Option<TeamId>)> {
    Role::ALL.into_iter().filter(|role| role.is_of_team()).map(|role| (role, None, Some(team))).collect()
}

fn all_roles(unit: UnitId, team: TeamId) -> Vec<(Role, Option<UnitId>, Option<TeamId>)> {
    let seat = |role: Role| {
        let (unit, team) = (role.is_of_unit().then_some(unit), role.is_of_team().then_some(team));
        (role, unit, team)
    };
    Role::ALL.into_iter().map(seat).collect()
}
