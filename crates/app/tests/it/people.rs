//! Accounts, what people change about themselves, and the journal.

use domain::policy::Role;
use domain::unit::UnitKind;
use rasoat_app::acts::journal::{self, Filter as Lines, Verdict};
use rasoat_app::acts::people::{self, Details, Filter, NewUser, Seat};
use rasoat_app::acts::sign_in::{self, Origin};
use rasoat_app::acts::unit::{self, Contact};
use rasoat_app::{Actor, Refusal};
use testkit::house::House;

fn key(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Invalid(faults) => faults[0].key,
        other => panic!("not a fault of a field: {other}"),
    }
}

fn new_user(login: &str, seats: Vec<Seat>) -> NewUser {
    NewUser {
        login: login.into(),
        name: "Đặng Thị Đào".into(),
        email: None,
        phone: None,
        position: None,
        password: "mật khẩu tạm 1".into(),
        must_change: true,
        seats,
    }
}

async fn log_in(house: &House, login: &str, password: &str) -> Actor {
    let token = sign_in::sign_in(&house.app, login, password.into(), Origin::default())
        .await
        .expect("the record answers")
        .expect("name and password are right");
    sign_in::who_is(&house.app, &token.0).await.expect("the record answers").expect("a session")
}

#[tokio::test]
async fn the_last_administrator_keeps_the_role_and_the_account() {
    for house in House::each().await {
        let admin = house.person(Role::Administrator).await;
        let held = people::get(&house.app, &admin, admin.user.id).await.expect("the account").held;
        let ended = people::end_grant(&house.app, &admin, admin.user.id, held[0].grant.id).await;
        assert_eq!(key(ended.expect_err("it is refused")), "last-administrator");
        let program = Actor::program("test");
        let closed = people::set_disabled(&house.app, &program, admin.user.id, true).await;
        assert_eq!(key(closed.expect_err("it is refused")), "last-administrator");
        house.person(Role::Administrator).await;
        people::end_grant(&house.app, &admin, admin.user.id, held[0].grant.id)
            .await
            .expect("another is left");
    }
}

#[tokio::test]
async fn a_new_account_is_found_without_accents_and_must_choose_its_own_password() {
    for house in House::each().await {
        let admin = house.person(Role::Administrator).await;
        let unit = house.unit("Sở Y tế", UnitKind::Department).await;
        let seats = vec![Seat { role: Role::UnitFocal, unit: Some(unit) }];
        let id = people::add(&house.app, &admin, new_user("dao.dang", seats)).await.expect("it is added");
        let filter = Filter { words: "dang thi dao".into(), limit: 10, ..Filter::default() };
        let found = people::list(&house.app, &admin, &filter).await.expect("the list opens");
        assert_eq!((found.count, found.accounts[0].0.id), (1, id));
        assert_eq!(found.accounts[0].1[0].unit_name.as_deref(), Some("Sở Y tế"));

        let person = log_in(&house, "dao.dang", "mật khẩu tạm 1").await;
        assert!(person.user.must_change);
        let (old, new) = ("mật khẩu tạm 1".to_owned(), "của riêng tôi 2".to_owned());
        let same = sign_in::change_password(&house.app, &person, old.clone(), old.clone()).await;
        assert_eq!(key(same.expect_err("the same is refused")), "password-same");
        sign_in::change_password(&house.app, &person, old, new).await.expect("it is changed");
        let person = log_in(&house, "dao.dang", "của riêng tôi 2").await;
        assert!(!person.user.must_change);
        assert!(
            people::list(&house.app, &person, &filter).await.is_err(),
            "accounts are the administrator's"
        );
    }
}

#[tokio::test]
async fn a_temporary_password_a_closed_account_and_a_revoked_session_end_what_was_open() {
    for house in House::each().await {
        let admin = house.person(Role::Administrator).await;
        let id =
            people::add(&house.app, &admin, new_user("dao.dang", Vec::new())).await.expect("it is added");
        let open = || async { people::get(&house.app, &admin, id).await.expect("the account").sessions };
        log_in(&house, "dao.dang", "mật khẩu tạm 1").await;
        let session = open().await[0].id;
        people::revoke(&house.app, &admin, id, session).await.expect("it ends");
        assert!(open().await.is_empty());
        log_in(&house, "dao.dang", "mật khẩu tạm 1").await;
        people::reset_password(&house.app, &admin, id, "mật khẩu tạm 2".into()).await.expect("it is set");
        assert!(open().await.is_empty());
        log_in(&house, "dao.dang", "mật khẩu tạm 2").await;
        people::set_disabled(&house.app, &admin, id, true).await.expect("it is closed");
        assert!(open().await.is_empty());
    }
}

#[tokio::test]
async fn a_unit_keeps_its_own_contact_right_and_nobody_elses() {
    for house in House::each().await {
        let own = house.unit("Sở Y tế", UnitKind::Department).await;
        let other = house.unit("Sở Tư pháp", UnitKind::Department).await;
        let focal = house.person_of(Role::UnitFocal, own).await;
        let contact = Contact { email: Some("syt@anson.example".into()), ..Contact::default() };
        unit::correct_contact(&house.app, &focal, own, contact.clone(), 1).await.expect("their own");
        let view = unit::view(&house.app, &focal, own).await.expect("it opens");
        assert_eq!(view.kept.unit.email.as_deref(), Some("syt@anson.example"));
        let refused = unit::correct_contact(&house.app, &focal, other, contact.clone(), 1).await;
        assert!(matches!(refused, Err(Refusal::NotFound)));
        let stale = unit::correct_contact(&house.app, &focal, own, contact, 1).await;
        assert!(matches!(stale, Err(Refusal::Conflict)));
    }
}

#[tokio::test]
async fn the_journal_is_filtered_verified_and_exported_and_tells_so() {
    for house in House::each().await {
        let admin = house.person(Role::Administrator).await;
        people::add(&house.app, &admin, new_user("dao.dang", Vec::new())).await.expect("it is added");
        let person = log_in(&house, "dao.dang", "mật khẩu tạm 1").await;
        let details = Details { name: "Đặng Thị Đào".into(), ..Details::default() };
        sign_in::correct_details(&house.app, &person, details).await.expect("it is corrected");
        let (app, admin) = (&house.app, &admin);
        let found = |filter: Lines| async move {
            let filter = Lines { limit: 10, ..filter };
            let journal = journal::list(app, admin, &filter).await.expect("the journal opens");
            assert_eq!(journal.count, journal.lines.len() as i64);
            journal.lines.into_iter().map(|line| line.action).collect::<Vec<_>>()
        };
        let by = Lines { who: "dang thi".into(), ..Lines::default() };
        assert_eq!(found(by).await, ["account.update", "sign_in"]);
        let of = Lines { action: "user.".into(), ..Lines::default() };
        assert_eq!(found(of).await, ["user.add"]);
        let before = Lines { before: Some(house.clock.now()), ..Lines::default() };
        assert_eq!(found(before).await, Vec::<String>::new());

        let verdict = journal::verify(app, admin).await.expect("it is verified");
        assert!(matches!(verdict, Verdict::Whole { lines: 3, .. }), "{verdict:?}");
        let filter = Lines::default();
        let book = journal::export(app, admin, &filter, str::to_owned).await.expect("it goes out");
        assert!(book.bytes.starts_with(b"PK"));
        let own = Lines { object_kind: "journal".into(), ..Lines::default() };
        assert_eq!(found(own).await, ["journal.export", "journal.verify"]);
        assert!(journal::verify(&house.app, &person).await.is_err(), "the journal is not everyone's");
    }
}
