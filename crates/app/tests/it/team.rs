//! Teams: seats with their accounts, declarations, delegation, dissolving; the
//! decision as a paper.

use crate::schedule::{field, kept, morning};
use app::acts::report::Form;
use app::acts::team::{self, Decision, Seating};
use app::acts::{campaign, schedule};
use app::{Actor, Refusal};
use domain::identifier::UserId;
use domain::policy::{Action, Role};
use domain::team::TeamRole;
use jiff::civil::date;
use rasoat_app as app;
use testkit::house::House;

async fn grants(house: &House, user: UserId) -> Vec<Role> {
    let mut tx = house.app.store.read().await.expect("a reader");
    let held = store::people::grants_of(&mut tx, user).await.expect("grants");
    held.into_iter().filter(|grant| grant.team.is_some()).map(|grant| grant.role).collect()
}

fn seating(role: TeamRole, login: &str) -> Seating {
    Seating {
        name: "Lê Thị Hoa".into(),
        rank: "Đại úy".into(),
        position: "Cán bộ".into(),
        organisation: "Công an tỉnh".into(),
        unit: None,
        role,
        duty: "Bảo vệ bí mật nhà nước".into(),
        login: login.into(),
    }
}

fn key(refused: Result<impl std::fmt::Debug, Refusal>) -> &'static str {
    match refused {
        Err(Refusal::Invalid(faults)) => faults[0].key,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_seat_gives_its_role_through_the_team_and_the_access_ends_with_seat_and_team() {
    for house in House::each().await {
        let field = field(&house).await;
        let (app, office) = (&house.app, &field.office);
        let person = house.person(Role::Observer).await;
        let login = person.user.login.as_str();
        let id = team::seat(app, office, field.team, None, &seating(TeamRole::Member, login))
            .await
            .expect("a seat");
        assert_eq!(grants(&house, person.user.id).await, [Role::TeamMember], "{}", house.record.engine);
        team::seat(app, office, field.team, Some(id), &seating(TeamRole::Deputy, login))
            .await
            .expect("changed");
        assert_eq!(grants(&house, person.user.id).await, [Role::TeamDeputy]);
        team::remove(app, office, field.team, id).await.expect("taken out");
        assert_eq!(grants(&house, person.user.id).await, []);
        team::seat(app, office, field.team, None, &seating(TeamRole::Secretary, login)).await.expect("again");
        let wanted = field.wanted(0, date(2026, 6, 2), &[0]);
        let visit = schedule::plan_visit(app, office, &wanted).await.expect("a visit");
        assert_eq!(key(team::dissolve(app, office, field.team).await), "team-has-open-visits");
        let version = kept(&house, visit).await.version;
        schedule::cancel(app, office, visit, version, "Hoãn").await.expect("cancelled");
        team::dissolve(app, office, field.team).await.expect("dissolved");
        assert_eq!(grants(&house, person.user.id).await, []);
        let late = team::seat(app, office, field.team, None, &seating(TeamRole::Member, "")).await;
        assert!(matches!(late, Err(Refusal::NotNow { .. })));
    }
}

#[tokio::test]
async fn a_nomination_needs_a_name_before_an_account_and_one_lead_is_enough() {
    for house in House::each().await {
        let field = field(&house).await;
        let seat =
            async |seating: Seating| team::seat(&house.app, &field.office, field.team, None, &seating).await;
        let person = house.person(Role::Observer).await;
        let mut unnamed = seating(TeamRole::Member, &person.user.login);
        unnamed.name.clear();
        assert_eq!(key(seat(unnamed).await), "team-name-first");
        assert_eq!(key(seat(seating(TeamRole::Lead, "")).await), "team-has-lead");
        assert_eq!(key(seat(seating(TeamRole::Member, "khong-co")).await), "team-no-such-login");
        let stranger = house.person_of(Role::UnitHead, field.units[0]).await;
        let refused =
            team::seat(&house.app, &stranger, field.team, None, &seating(TeamRole::Member, "")).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed("team.manage"))));
    }
}

#[tokio::test]
async fn an_account_of_a_unit_brings_its_unit_into_the_seat_so_that_it_cannot_inspect_it() {
    for house in House::each().await {
        let field = field(&house).await;
        let focal = house.person_of(Role::UnitFocal, field.units[1]).await;
        let id = team::seat(
            &house.app,
            &field.office,
            field.team,
            None,
            &seating(TeamRole::Member, &focal.user.login),
        )
        .await
        .expect("a seat");
        let mut wanted = field.wanted(1, date(2026, 6, 2), &[0]);
        wanted.share.members.push(id);
        let refused = schedule::plan_visit(&house.app, &field.office, &wanted).await;
        assert_eq!(key(refused), "schedule-clash-own-unit", "{}", house.record.engine);
    }
}

#[tokio::test]
async fn a_declared_conflict_takes_the_member_off_the_visit_and_bars_them_from_then_on() {
    for house in House::each().await {
        let field = field(&house).await;
        let app = &house.app;
        let person = house.person(Role::Observer).await;
        let id =
            team::seat(app, &field.office, field.team, None, &seating(TeamRole::Member, &person.user.login))
                .await
                .expect("a seat");
        let mut tx = app.store.read().await.expect("a reader");
        let held = store::people::grants_of(&mut tx, person.user.id).await.expect("grants");
        drop(tx);
        let member = Actor::person(person.user.clone(), held, None);
        let mut wanted = field.wanted(1, date(2026, 6, 2), &[0]);
        wanted.share.members.push(id);
        let visit = schedule::plan_visit(app, &field.office, &wanted).await.expect("a visit");
        let units = [field.units[1]];
        assert_eq!(key(team::declare(app, &member, field.team, &units, "", "").await), "field-required");
        let aside = team::declare(app, &member, field.team, &units, "Từng công tác", "").await;
        assert_eq!(aside.expect("declared"), 1, "{}", house.record.engine);
        let mut tx = app.store.read().await.expect("a reader");
        let seats = store::visit::members(&mut tx, visit).await.expect("seats");
        assert!(seats.iter().all(|seat| seat.member != id));
        drop(tx);
        let to = schedule::Move {
            version: kept(&house, visit).await.version,
            slot: morning(date(2026, 6, 3)),
            place: String::new(),
            members: vec![(field.team, vec![field.members[0], id])],
            reason: "Đổi ngày".into(),
            exception: None,
        };
        let refused = schedule::move_visit(app, &field.office, visit, &to).await;
        assert_eq!(key(refused), "schedule-clash-declared");
        let board = team::board(app, &member, field.small.kept.campaign.id).await.expect("the board");
        let seat = board.teams[0].seats.iter().find(|seat| seat.member.id == id).expect("the seat");
        assert_eq!(seat.conflicts.len(), 1);
        assert!(board.managed.is_empty(), "a member manages nothing");
    }
}

#[tokio::test]
async fn the_lead_delegates_to_a_deputy_for_days_that_do_not_overlap() {
    for house in House::each().await {
        let field = field(&house).await;
        let lead = house.person_in(Role::TeamLead, field.team).await;
        let hand = async |to: usize, days| {
            team::delegate(&house.app, &lead, field.team, field.members[to], days, "").await
        };
        let week = (date(2026, 6, 1), date(2026, 6, 5));
        assert_eq!(key(hand(2, week).await), "team-not-a-deputy");
        assert_eq!(key(hand(1, (week.1, week.0)).await), "team-days-reversed");
        hand(1, week).await.expect("delegated");
        assert_eq!(key(hand(1, (date(2026, 6, 5), date(2026, 6, 9))).await), "team-delegated-already");
        let id = field.small.kept.campaign.id;
        let board = team::board(&house.app, &lead, id).await.expect("the board");
        let (key, delegation) = board.teams[0].delegations[0].clone();
        assert!(delegation.holds_on(date(2026, 6, 3)) && !delegation.holds_on(date(2026, 6, 6)));
        team::take_back(&house.app, &lead, field.team, &key).await.expect("taken back");
        let board = team::board(&house.app, &lead, id).await.expect("the board");
        assert!(board.teams[0].delegations.is_empty(), "{}", house.record.engine);
    }
}

#[tokio::test]
async fn units_do_not_see_the_teams_of_a_campaign() {
    let house = House::sqlite().await;
    let field = field(&house).await;
    let head = house.person_of(Role::UnitHead, field.units[0]).await;
    let id = field.small.kept.campaign.id;
    assert!(campaign::get(&house.app, &head, id).await.is_ok(), "the unit sees the campaign");
    assert!(matches!(team::board(&house.app, &head, id).await, Err(Refusal::NotFound)));
    assert!(head.scope(Action::TeamManage).is_none());
}

#[tokio::test]
async fn the_decision_names_the_team_its_members_and_the_units() {
    let house = House::sqlite().await;
    let field = field(&house).await;
    let (_, _, draft) = team::decision_draft(&house.app, &field.office, field.team).await.expect("a draft");
    assert_eq!(draft.from, Some(date(2026, 6, 1)));
    let said = Decision { signer_title: "Trưởng ban".into(), ..draft };
    let printed =
        team::decision(&house.app, &field.office, field.team, &said, Form::Docx).await.expect("a paper");
    let words =
        reader::read_words("decision.docx", &printed.bytes, &reader::Limits::default()).expect("words");
    let text = words.text();
    for wanted in ["Đoàn kiểm tra số 1", "Trần Văn 0", "Sở Y tế", "47/KH-BCĐ-2026"] {
        assert!(text.contains(wanted), "{wanted}");
    }
    let open = Decision { from: None, ..said };
    let refused = team::decision(&house.app, &field.office, field.team, &open, Form::Docx).await;
    assert!(matches!(refused, Err(Refusal::Invalid(_))));
}
