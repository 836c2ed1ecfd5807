//! Planning visits: who may, what stands against a wish, what follows a change.

use app::acts::schedule::{self, AdHoc, Move, Share, Wanted};
use app::{Actor, Refusal};
use domain::identifier::{MemberId, TargetId, TeamId, UnitId, VisitId};
use domain::policy::Role;
use domain::schedule::Slot;
use domain::team::{Member, TeamRole};
use domain::unit::UnitKind;
use domain::visit::Trigger;
use jiff::civil::{Date, date};
use rasoat_app as app;
use store::Scope;
use store::visit::Visit;
use testkit::campaign::Small;
use testkit::house::House;

pub const OUTLINE: &str = "remediation-2024";

/// A campaign of two units with one team of a lead from elsewhere, a deputy of
/// the first unit and a secretary.
pub struct Field {
    pub units: Vec<UnitId>,
    pub small: Small,
    pub team: TeamId,
    pub members: Vec<MemberId>,
    pub office: Actor,
}

pub async fn field(house: &House) -> Field {
    let units = vec![
        house.unit("Sở Tài chính", UnitKind::Department).await,
        house.unit("Sở Y tế", UnitKind::Department).await,
    ];
    let small = house.campaign(OUTLINE, &units).await;
    let police = house.unit("Công an tỉnh", UnitKind::Police).await;
    let (team, members) = put_team(
        house,
        &small,
        &[(TeamRole::Lead, Some(police)), (TeamRole::Deputy, Some(units[0])), (TeamRole::Secretary, None)],
    )
    .await;
    let office = house.person(Role::StandingOffice).await;
    Field { units, small, team, members, office }
}

pub async fn put_team(
    house: &House,
    small: &Small,
    seats: &[(TeamRole, Option<UnitId>)],
) -> (TeamId, Vec<MemberId>) {
    let mut tx = house.app.store.change().await.expect("a turn");
    let team: TeamId = app::clock::new_id();
    let kept = store::team::Team {
        id: team,
        campaign: small.kept.campaign.id,
        name: "Đoàn kiểm tra số 1".into(),
        decision_number: None,
        decision_on: None,
        dissolved_at: None,
    };
    store::team::add(&mut tx, &kept, 1).await.expect("a team");
    let mut ids = Vec::new();
    for (position, (role, unit)) in (0..).zip(seats) {
        let member = Member {
            id: app::clock::new_id(),
            team,
            name: Some(format!("Trần Văn {position}")),
            rank: None,
            position: None,
            organisation: "Công an tỉnh".into(),
            unit: *unit,
            user: None,
            role: *role,
            duty: None,
        };
        store::team::add_member(&mut tx, &member, position).await.expect("a member");
        ids.push(member.id);
    }
    tx.keep().await.expect("it is kept");
    (team, ids)
}

pub fn morning(day: Date) -> Slot {
    Slot { starts: day.at(8, 0, 0, 0), ends: day.at(11, 30, 0, 0) }
}

impl Field {
    pub fn wanted(&self, target: usize, day: Date, members: &[usize]) -> Wanted {
        Wanted {
            share: Share {
                target: self.small.targets[target],
                team: self.team,
                members: members.iter().map(|at| self.members[*at]).collect(),
            },
            slot: morning(day),
            place: "Trụ sở đơn vị".into(),
            exception: None,
            ad_hoc: None,
        }
    }
}

pub async fn kept(house: &House, id: VisitId) -> Visit {
    let mut tx = house.app.store.read().await.expect("a reader");
    let scope = Scope::everything(Actor::program("test").user.id);
    store::visit::get(&mut tx, &scope, id).await.expect("a query").expect("the visit")
}

async fn target(house: &House, id: TargetId) -> store::target::Target {
    let mut tx = house.app.store.read().await.expect("a reader");
    let scope = Scope::everything(Actor::program("test").user.id);
    store::target::get(&mut tx, &scope, id).await.expect("a query").expect("the target")
}

fn keys(refused: Result<impl std::fmt::Debug, Refusal>) -> Vec<(String, &'static str)> {
    match refused {
        Err(Refusal::Invalid(faults)) => faults.into_iter().map(|f| (f.field, f.key)).collect(),
        other => panic!("{other:?}"),
    }
}

/// Tuesday 2 June 2026, inside the window, 13 days after the tests' morning.
const DAY: Date = Date::constant(2026, 6, 2);

#[tokio::test]
async fn a_planned_visit_stands_in_the_schedule_with_its_part_its_members_and_the_targets_counters() {
    for house in House::each().await {
        let field = field(&house).await;
        let id = schedule::plan_visit(&house.app, &field.office, &field.wanted(0, DAY, &[0, 2]))
            .await
            .expect("it is planned");
        let visit = kept(&house, id).await;
        assert_eq!((visit.state.as_str(), visit.day, visit.announced_at), ("scheduled", Some(DAY), None));
        let target = target(&house, field.small.targets[0]).await;
        assert_eq!((target.visit, target.visit_on), (Some(id), Some(DAY)), "{}", house.record.engine);
        let mut tx = house.app.store.read().await.expect("a reader");
        let seats = store::visit::members(&mut tx, id).await.expect("seats");
        assert_eq!(seats.len(), 2);
        drop(tx);
        let again =
            schedule::plan_visit(&house.app, &field.office, &field.wanted(0, date(2026, 6, 4), &[0])).await;
        assert_eq!(keys(again), [("target".to_owned(), "schedule-has-visit")]);
    }
}

#[tokio::test]
async fn clashes_are_refused_beside_their_fields_with_the_names_involved() {
    for house in House::each().await {
        let field = field(&house).await;
        let plan = async |wanted: &Wanted| schedule::plan_visit(&house.app, &field.office, wanted).await;
        // The deputy belongs to the unit.
        let own = plan(&field.wanted(0, DAY, &[0, 1])).await;
        assert_eq!(keys(own), [("members".to_owned(), "schedule-clash-own-unit")]);
        assert_eq!(
            keys(plan(&field.wanted(0, DAY, &[])).await),
            [("members".to_owned(), "schedule-clash-nobody-goes")]
        );
        plan(&field.wanted(0, DAY, &[0])).await.expect("it is planned");
        match plan(&field.wanted(1, DAY, &[0])).await {
            Err(Refusal::Invalid(faults)) => {
                assert_eq!((faults.len(), faults[0].key), (1, "schedule-clash-member-busy"));
                let said: Vec<_> = faults[0].args.iter().map(|(_, value)| value.as_str()).collect();
                assert_eq!(said, ["Trần Văn 0", "Sở Tài chính", "08:00 02/06/2026"]);
            }
            other => panic!("{other:?}"),
        }
        // Two days ahead is too late for a planned visit, whatever the reason.
        let mut soon = field.wanted(1, date(2026, 5, 22), &[0]);
        soon.exception = Some("Trùng lịch tập huấn".into());
        assert_eq!(keys(plan(&soon).await), [("day".to_owned(), "schedule-clash-short-notice")]);
    }
}

#[tokio::test]
async fn a_day_off_needs_its_reason_and_keeps_it() {
    for house in House::each().await {
        let field = field(&house).await;
        // Saturday.
        let mut wanted = field.wanted(1, date(2026, 6, 6), &[0]);
        let refused = schedule::plan_visit(&house.app, &field.office, &wanted).await;
        assert_eq!(keys(refused), [("exception".to_owned(), "schedule-clash-not-working")]);
        wanted.exception = Some("Đơn vị đề nghị làm ngày nghỉ".into());
        let id = schedule::plan_visit(&house.app, &field.office, &wanted).await.expect("with a reason");
        assert_eq!(kept(&house, id).await.exception.as_deref(), Some("Đơn vị đề nghị làm ngày nghỉ"));
    }
}

#[tokio::test]
async fn only_those_who_schedule_for_the_team_plan_for_it() {
    for house in House::each().await {
        let field = field(&house).await;
        let wanted = field.wanted(0, DAY, &[0]);
        let member = house.person_in(Role::TeamMember, field.team).await;
        let refused = schedule::plan_visit(&house.app, &member, &wanted).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed("schedule.manage"))));
        let elsewhere = house.campaign_of(2027, OUTLINE, &field.units).await;
        let (other, _) = put_team(&house, &elsewhere, &[(TeamRole::Lead, None)]).await;
        let stranger = house.person_in(Role::TeamLead, other).await;
        let refused = schedule::plan_visit(&house.app, &stranger, &wanted).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "{}", house.record.engine);
        let lead = house.person_in(Role::TeamLead, field.team).await;
        let id = schedule::plan_visit(&house.app, &lead, &wanted).await.expect("the team's own lead may");
        let away = Move {
            version: kept(&house, id).await.version,
            slot: morning(date(2026, 6, 9)),
            place: String::new(),
            members: vec![],
            reason: "Đổi ngày".into(),
            exception: None,
        };
        let refused = schedule::move_visit(&house.app, &stranger, id, &away).await;
        assert!(matches!(refused, Err(Refusal::NotFound)));
        let refused = schedule::cancel(&house.app, &stranger, id, away.version, "Hủy").await;
        assert!(matches!(refused, Err(Refusal::NotFound)));
    }
}

#[tokio::test]
async fn a_unit_sees_nothing_of_a_visit_before_it_is_told() {
    for house in House::each().await {
        let field = field(&house).await;
        let id =
            schedule::plan_visit(&house.app, &field.office, &field.wanted(0, DAY, &[0])).await.expect("it");
        let head = house.person_of(Role::UnitHead, field.units[0]).await;
        let seen = async || {
            let (mut tx, scope) =
                house.app.look(&head, domain::policy::Action::VisitRead).await.expect("a look");
            store::visit::get(&mut tx, &scope, id).await.expect("a query").is_some()
        };
        assert!(!seen().await);
        let mut tx = house.app.store.change().await.expect("a turn");
        store::visit::mark_announced(&mut tx, id, house.clock.now()).await.expect("marked");
        tx.keep().await.expect("kept");
        assert!(seen().await, "{}", house.record.engine);
    }
}

#[tokio::test]
async fn moving_keeps_the_reason_moves_the_report_and_tells_a_unit_that_knew() {
    for house in House::each().await {
        let field = field(&house).await;
        let head = house.person_of(Role::UnitHead, field.units[0]).await;
        let id =
            schedule::plan_visit(&house.app, &field.office, &field.wanted(0, DAY, &[0])).await.expect("it");
        let notices = async || {
            let mut tx = house.app.store.read().await.expect("a reader");
            store::notice::of_user(&mut tx, head.user.id, 10, 0).await.expect("notices")
        };
        let to = |version, day| Move {
            version,
            slot: morning(day),
            place: "Hội trường".into(),
            members: vec![],
            reason: "Đơn vị họp".into(),
            exception: None,
        };
        let mut silent = to(1, DAY);
        silent.reason = " ".into();
        let refused = schedule::move_visit(&house.app, &field.office, id, &silent).await;
        assert_eq!(keys(refused), [("reason".to_owned(), "field-required")]);
        schedule::move_visit(&house.app, &field.office, id, &to(1, date(2026, 6, 9)))
            .await
            .expect("it moves");
        assert!(notices().await.is_empty(), "the unit did not know of it");
        let stale = schedule::move_visit(&house.app, &field.office, id, &to(1, DAY)).await;
        assert!(matches!(stale, Err(Refusal::Conflict)));
        let mut tx = house.app.store.change().await.expect("a turn");
        store::visit::mark_announced(&mut tx, id, house.clock.now()).await.expect("marked");
        tx.keep().await.expect("kept");
        let version = kept(&house, id).await.version;
        schedule::move_visit(&house.app, &field.office, id, &to(version, DAY)).await.expect("it moves");
        let visit = kept(&house, id).await;
        assert_eq!((visit.day, visit.state.as_str()), (Some(DAY), "notified"));
        let told = notices().await;
        assert_eq!(told.len(), 1, "{}", house.record.engine);
        assert!(told[0].subject.contains("Điều chỉnh lịch kiểm tra"), "{}", told[0].subject);
        schedule::cancel(&house.app, &field.office, id, visit.version, "Hoãn đợt").await.expect("cancelled");
        let visit = kept(&house, id).await;
        assert_eq!(
            (visit.state.as_str(), visit.cancelled_reason.as_deref()),
            ("cancelled", Some("Hoãn đợt"))
        );
        assert_eq!(notices().await.len(), 2);
        assert_eq!(target(&house, field.small.targets[0]).await.visit, None);
    }
}

#[tokio::test]
async fn an_ad_hoc_visit_has_its_trigger_and_may_come_at_short_notice() {
    for house in House::each().await {
        let field = field(&house).await;
        let mut wanted = field.wanted(1, date(2026, 5, 21), &[0]);
        wanted.ad_hoc = Some(AdHoc { trigger: Trigger::Incident, grounds: String::new() });
        let refused = schedule::plan_visit(&house.app, &field.office, &wanted).await;
        assert_eq!(keys(refused), [("grounds".to_owned(), "field-required")]);
        let grounds = "Có dấu hiệu lộ tài khoản".to_owned();
        wanted.ad_hoc = Some(AdHoc { trigger: Trigger::Incident, grounds: grounds.clone() });
        let id = schedule::plan_visit(&house.app, &field.office, &wanted).await.expect("it is planned");
        let visit = kept(&house, id).await;
        assert_eq!((visit.kind.as_str(), visit.occasion.as_deref()), ("ad_hoc", Some("incident")));
        assert_eq!(visit.exception, Some(grounds));
    }
}

#[tokio::test]
async fn two_campaigns_share_one_visit_each_with_its_own_part() {
    for house in House::each().await {
        let field = field(&house).await;
        let second = house.campaign_of(2026, OUTLINE, &field.units).await;
        let (team, members) = put_team(&house, &second, &[(TeamRole::Lead, None)]).await;
        let id =
            schedule::plan_visit(&house.app, &field.office, &field.wanted(0, DAY, &[0])).await.expect("it");
        let part = |target: usize| Share { target: second.targets[target], team, members: members.clone() };
        let wrong = schedule::share(&house.app, &field.office, id, &part(1)).await;
        assert!(matches!(wrong, Err(Refusal::NotFound)), "another unit");
        schedule::share(&house.app, &field.office, id, &part(0)).await.expect("it is shared");
        let mut tx = house.app.store.read().await.expect("a reader");
        assert_eq!(store::visit::all_parts(&mut tx, id).await.expect("parts").len(), 2);
        let lead = house.person_in(Role::TeamLead, team).await;
        let scope = lead.scope(domain::policy::Action::VisitRead).expect("a scope");
        let own = store::visit::parts(&mut tx, &scope, id).await.expect("own parts");
        assert_eq!(own.iter().map(|part| part.team).collect::<Vec<_>>(), [team], "{}", house.record.engine);
        drop(tx);
        assert_eq!(target(&house, second.targets[0]).await.visit, Some(id));
        let again = schedule::share(&house.app, &field.office, id, &part(0)).await;
        assert!(again.is_err());
    }
}

fn letter(visits: &[VisitId]) -> schedule::Letter {
    schedule::Letter {
        visits: visits.to_vec(),
        series: "ĐKT".into(),
        report_to: "Đoàn kiểm tra".into(),
        signer_title: "Trưởng đoàn".into(),
        ..schedule::Letter::default()
    }
}

#[tokio::test]
async fn a_schedule_notice_reaches_the_unit_with_its_paper_once_and_is_acknowledged() {
    for house in House::each().await {
        let field = field(&house).await;
        let app = &house.app;
        let head = house.person_of(Role::UnitHead, field.units[0]).await;
        let campaign = field.small.kept.campaign.id;
        let id =
            schedule::plan_visit(app, &field.office, &field.wanted(0, DAY, &[0])).await.expect("planned");
        let none = schedule::announce(app, &field.office, campaign, &letter(&[])).await;
        assert_eq!(keys(none), [("visits".to_owned(), "schedule-choose-visits")]);
        let sent = schedule::announce(app, &field.office, campaign, &letter(&[id])).await.expect("sent");
        assert_eq!(sent, 1);
        let visit = kept(&house, id).await;
        assert_eq!(visit.state, "notified");
        assert!(visit.announced_at.is_some());
        let (mine, _) = app::acts::notice::mine(app, &head, 10, 0).await.expect("notices");
        assert_eq!((mine.len(), mine[0].kind.as_str()), (1, "visit_scheduled"), "{}", house.record.engine);
        let (_, files) = app::acts::notice::get(app, &head, mine[0].id).await.expect("the notice");
        assert_eq!(files.len(), 1, "the paper with the outline");
        app::acts::notice::acknowledge(app, &head, mine[0].id).await.expect("acknowledged");
        let board = schedule::board(app, &field.office, campaign).await.expect("the board");
        assert_eq!((board.receipts[&id].told, board.receipts[&id].confirmed), (1, 1));
        let again = schedule::announce(app, &field.office, campaign, &letter(&[id])).await;
        assert!(again.is_err(), "a notice is not sent twice");
    }
}

#[tokio::test]
async fn a_planned_visit_is_not_announced_later_than_the_plan_lets() {
    for house in House::each().await {
        let field = field(&house).await;
        let campaign = field.small.kept.campaign.id;
        let id =
            schedule::plan_visit(&house.app, &field.office, &field.wanted(0, DAY, &[0])).await.expect("it");
        house.clock.set("2026-05-31T01:00:00Z");
        let late = schedule::announce(&house.app, &field.office, campaign, &letter(&[id])).await;
        assert_eq!(keys(late), [("visits".to_owned(), "schedule-announce-late")]);
        assert_eq!(kept(&house, id).await.state, "scheduled", "{}", house.record.engine);
    }
}

#[tokio::test]
async fn what_was_agreed_on_an_ad_hoc_visit_is_kept_and_from_then_the_unit_sees_it() {
    for house in House::each().await {
        let field = field(&house).await;
        let mut wanted = field.wanted(1, date(2026, 5, 21), &[0]);
        wanted.ad_hoc =
            Some(AdHoc { trigger: Trigger::Order, grounds: "Chỉ đạo của Trưởng ban".into() });
        let id = schedule::plan_visit(&house.app, &field.office, &wanted).await.expect("it is planned");
        let agreement = |hour| schedule::Agreement {
            version: 1,
            to: "Chánh Văn phòng".into(),
            at: date(2026, 5, 20).at(hour, 0, 0, 0),
            means: "Điện thoại".into(),
            method: "Kiểm tra trực tiếp máy chủ".into(),
        };
        let future = schedule::agree(&house.app, &field.office, id, &agreement(20)).await;
        assert_eq!(keys(future), [("notice_day".to_owned(), "schedule-not-yet")]);
        schedule::agree(&house.app, &field.office, id, &agreement(7)).await.expect("agreed");
        let visit = kept(&house, id).await;
        assert_eq!(
            (visit.state.as_str(), visit.agreed_method.as_deref()),
            ("notified", Some("Kiểm tra trực tiếp máy chủ"))
        );
        assert!(visit.announced_at.is_some(), "{}", house.record.engine);
    }
}

#[tokio::test]
async fn a_proposal_keeps_members_from_their_own_unit_and_enters_the_schedule_when_accepted() {
    for house in House::each().await {
        let field = field(&house).await;
        let campaign = field.small.kept.campaign.id;
        let ask =
            schedule::Ask { first: date(2026, 6, 1), last: date(2026, 6, 30), per_day: 2, teams: vec![] };
        let offer = schedule::propose(&house.app, &field.office, campaign, &ask).await.expect("an offer");
        assert_eq!((offer.placed.len(), offer.left.len()), (2, 0));
        let own = offer.placed.iter().find(|one| one.target == field.small.targets[0]).expect("placed");
        assert!(own.members.iter().all(|(id, _)| *id != field.members[1]), "the deputy's own unit");
        let count =
            schedule::accept(&house.app, &field.office, campaign, &ask, &field.small.targets, "Trụ sở")
                .await
                .expect("accepted");
        assert_eq!(count, 2, "{}", house.record.engine);
        let again =
            schedule::accept(&house.app, &field.office, campaign, &ask, &field.small.targets, "").await;
        assert!(again.is_err(), "nothing is scheduled twice");
    }
}

#[tokio::test]
async fn a_calendar_address_shows_what_its_owner_sees_until_it_is_ended() {
    for house in House::each().await {
        let field = field(&house).await;
        let app = &house.app;
        schedule::plan_visit(app, &field.office, &field.wanted(0, DAY, &[0])).await.expect("planned");
        let member = house.person_in(Role::TeamMember, field.team).await;
        let first = schedule::open_feed(app, &member).await.expect("an address");
        assert_eq!(
            schedule::feed(app, &first).await.expect("a calendar").len(),
            1,
            "{}",
            house.record.engine
        );
        let second = schedule::open_feed(app, &member).await.expect("another");
        assert!(matches!(schedule::feed(app, &first).await, Err(Refusal::NotFound)), "the first has ended");
        let mut tx = app.store.change().await.expect("a turn");
        store::people::end_team_grants(&mut tx, field.team, house.clock.now()).await.expect("ended");
        tx.keep().await.expect("kept");
        assert!(
            schedule::feed(app, &second).await.expect("a calendar").is_empty(),
            "rights are those of now"
        );
        schedule::close_feed(app, &member).await.expect("ended");
        assert!(matches!(schedule::feed(app, &second).await, Err(Refusal::NotFound)));
    }
}
