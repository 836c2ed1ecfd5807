//! A visit taken along and brought back.

use super::{Scene, change, scene, to_fieldwork};
use rasoat_app::acts::file::Upload;
use rasoat_app::acts::package::{self, Brought, Carried, OpenError};
use rasoat_app::acts::visit::{self, Asked, Field, Kind, Saved};
use rasoat_app::mail::Mailer;
use rasoat_app::{Actor, App, Clock, Parts, Refusal};
use testkit::house::House;
use testkit::record::{self, Record};

const CODE: &str = "kx7m-p2ha-w9dt";

/// A laptop: a record of its own, and the person who works on it.
struct Laptop {
    app: App,
    who: Actor,
    #[expect(dead_code, reason = "the record lives as long as the laptop")]
    record: Record,
}

async fn opened(house: &House, bytes: &[u8]) -> Laptop {
    let record = record::sqlite().await;
    let carried = package::open(&record.store, bytes, CODE).await.expect("it opens");
    let app = outside(house, &record, carried);
    let user = app.carried.as_ref().expect("it was taken along").user;
    let mut tx = record.store.read().await.expect("a reader");
    let user = store::people::get(&mut tx, user).await.expect("a query").expect("the account came along");
    let grants = store::people::grants_of(&mut tx, user.id).await.expect("the roles came along");
    drop(tx);
    Laptop { app, who: Actor::person(user, grants, None), record }
}

fn outside(house: &House, record: &Record, carried: Carried) -> App {
    let hand = house.clock.clone();
    App::new(Parts {
        store: record.store.clone(),
        packs: packs::Packs::embedded().expect("the embedded packs are whole"),
        packs_folder: None,
        knowledge: None,
        clock: Clock::from(move || hand.now()),
        mailer: Mailer::Off,
        address: "http://localhost".into(),
        carried: Some(carried),
    })
}

async fn write(app: &App, who: &Actor, s: &Scene, at: usize, field: Field, text: &str, over: &str) -> Saved {
    let changes = [change(field, text, over)];
    visit::save(app, who, s.visit, s.campaign(), s.items[at], &changes).await.expect("it is saved")
}

async fn stands(house: &House, s: &Scene, at: usize, field: Field) -> String {
    let sheet = visit::sheet(&house.app, &s.lead, s.visit, None).await.expect("the sheet");
    field.of(&sheet.lines[at].item.answer)
}

async fn home(house: &House, s: &Scene, laptop: &Laptop) -> (Vec<u8>, Brought) {
    let (name, bytes) = package::seal(&laptop.app, &laptop.who, s.visit).await.expect("it is sealed");
    assert!(name.starts_with("so-tai-chinh-") && name.ends_with(".rsa"), "{name}");
    let brought =
        package::bring_back(&house.app, &s.member, s.visit, bytes.clone()).await.expect("it is merged");
    (bytes, brought)
}

fn figures(brought: &Brought) -> (usize, usize, usize, bool) {
    (brought.saved, brought.files, brought.refused, brought.already)
}

#[tokio::test]
async fn answers_come_home_once_and_what_met_another_waits_for_a_decision() {
    for house in House::each().await {
        let s = scene(&house).await;
        to_fieldwork(&house, &s).await;
        write(&house.app, &s.lead, &s, 2, Field::Note, "Đã xem sổ", "").await;
        let (name, bytes) =
            package::take_along(&house.app, &s.member, s.visit, CODE).await.expect("it is made");
        assert!(name.starts_with("so-tai-chinh-") && name.ends_with(".rsv"), "{name}");
        let laptop = opened(&house, &bytes).await;
        house.clock.forward(5);

        // Outside, without the office: two items, evidence; a text that stands is seen.
        write(&laptop.app, &laptop.who, &s, 0, Field::Verdict, "not_met", "").await;
        write(&laptop.app, &laptop.who, &s, 0, Field::Note, "Hai máy nối mạng", "").await;
        write(&laptop.app, &laptop.who, &s, 1, Field::Verdict, "not_met", "").await;
        write(&laptop.app, &laptop.who, &s, 2, Field::Note, "Đã xem sổ, thiếu chữ ký", "Đã xem sổ").await;
        let picture = Upload { name: "anh.png".into(), bytes: b"\x89PNG\r\n\x1A\n....".to_vec() };
        visit::attach(&laptop.app, &laptop.who, s.visit, s.campaign(), s.items[0], picture, "Máy số 1")
            .await
            .expect("evidence is taken in outside");
        // What could not come home is not done there.
        let asked = Asked { kind: Kind::Document, text: "Sổ giao nhận", to: "" };
        let lost = visit::ask(&laptop.app, &laptop.who, s.visit, s.campaign(), asked).await;
        assert!(matches!(lost, Err(Refusal::Outside)));
        // Meanwhile the office writes on one of them.
        write(&house.app, &s.lead, &s, 1, Field::Verdict, "met", "").await;

        let (bytes, brought) = home(&house, &s, &laptop).await;
        assert_eq!(figures(&brought), (3, 1, 1, false), "{brought:?}");
        assert_eq!(stands(&house, &s, 0, Field::Note).await, "Hai máy nối mạng");
        assert_eq!(stands(&house, &s, 2, Field::Note).await, "Đã xem sổ, thiếu chữ ký");
        assert_eq!(stands(&house, &s, 1, Field::Verdict).await, "met", "what stood is not replaced");
        // The same file changes nothing.
        let lines = house.lines_told().await;
        let again = package::bring_back(&house.app, &s.member, s.visit, bytes).await.expect("it is known");
        assert_eq!(figures(&again), (3, 1, 1, true));
        assert_eq!(house.lines_told().await, lines);

        // The work goes on outside; sealed again, only what is new is taken over.
        write(&laptop.app, &laptop.who, &s, 0, Field::Note, "Ba máy nối mạng", "Hai máy nối mạng").await;
        let (_, brought) = home(&house, &s, &laptop).await;
        assert_eq!(figures(&brought), (1, 0, 1, false), "{brought:?}");
        assert_eq!(stands(&house, &s, 0, Field::Note).await, "Ba máy nối mạng");

        // Both texts are shown; the lead decides; it is not asked again.
        let view = package::view(&house.app, &s.lead, s.visit).await.expect("the page");
        assert_eq!((view.conflicts.len(), view.packages[0].returns.len()), (1, 2));
        let met = &view.conflicts[0];
        assert_eq!((met.stands.as_str(), met.brought.as_str()), ("met", "not_met"));
        assert_eq!((&met.stands_by, &met.brought_by), (&s.lead.user.name, &s.member.user.name));
        let member = package::decide(&house.app, &s.member, s.visit, met.id, true).await;
        assert!(matches!(member, Err(Refusal::NotAllowed(_))), "a member does not decide");
        package::decide(&house.app, &s.lead, s.visit, met.id, true).await.expect("it is decided");
        assert_eq!(stands(&house, &s, 1, Field::Verdict).await, "not_met");
        let twice = package::decide(&house.app, &s.lead, s.visit, met.id, true).await;
        assert!(matches!(twice, Err(Refusal::NotFound)));
        write(&house.app, &s.lead, &s, 1, Field::Verdict, "not_presented", "not_met").await;
        let (_, brought) = home(&house, &s, &laptop).await;
        assert_eq!(figures(&brought), (0, 0, 0, false), "{brought:?}");
        assert_eq!(stands(&house, &s, 1, Field::Verdict).await, "not_presented");
    }
}

#[tokio::test]
async fn two_members_packages_meet_and_neither_is_lost() {
    let house = House::sqlite().await;
    let s = scene(&house).await;
    to_fieldwork(&house, &s).await;
    let (_, first) = package::take_along(&house.app, &s.member, s.visit, CODE).await.expect("one");
    let (_, second) = package::take_along(&house.app, &s.lead, s.visit, CODE).await.expect("another");
    let (first, second) = (opened(&house, &first).await, opened(&house, &second).await);
    write(&first.app, &first.who, &s, 0, Field::Note, "Phòng máy khóa", "").await;
    write(&second.app, &second.who, &s, 0, Field::Note, "Phòng máy mở", "").await;
    write(&second.app, &second.who, &s, 0, Field::Location, "Tầng 2", "").await;
    let (_, bytes) = package::seal(&first.app, &first.who, s.visit).await.expect("sealed");
    let brought =
        package::bring_back(&house.app, &s.lead, s.visit, bytes).await.expect("the lead brings it in");
    assert_eq!(figures(&brought), (1, 0, 0, false));
    let (_, bytes) = package::seal(&second.app, &second.who, s.visit).await.expect("sealed");
    let denied = package::bring_back(&house.app, &s.member, s.visit, bytes.clone()).await;
    assert!(matches!(denied, Err(Refusal::NotAllowed(_))), "a member brings in only their own");
    let brought = package::bring_back(&house.app, &s.lead, s.visit, bytes).await.expect("merged");
    // The other field of the same item comes in; the note waits.
    assert_eq!(figures(&brought), (1, 0, 1, false));
    assert_eq!(stands(&house, &s, 0, Field::Note).await, "Phòng máy khóa");
    assert_eq!(stands(&house, &s, 0, Field::Location).await, "Tầng 2");
    let view = package::view(&house.app, &s.lead, s.visit).await.expect("the page");
    assert_eq!(view.conflicts[0].brought, "Phòng máy mở");
    // The row was last written by the lead, the text by the member.
    assert_eq!(view.conflicts[0].stands_by, s.member.user.name);
    package::decide(&house.app, &s.lead, s.visit, view.conflicts[0].id, false).await.expect("it is decided");
    assert_eq!(stands(&house, &s, 0, Field::Note).await, "Phòng máy khóa");
    let past = visit::past(&house.app, &s.lead, s.visit, s.campaign(), s.items[0]).await.expect("its past");
    assert!(
        past.iter().any(|past| past.answer.note == "Phòng máy mở"),
        "the other text is set aside, not lost"
    );
}

#[tokio::test]
async fn a_package_opens_only_with_its_code_in_a_record_of_its_own() {
    let house = House::sqlite().await;
    let s = scene(&house).await;
    for (code, key) in [("ngắn", "package-code-short"), (&*"x".repeat(300), "package-code-long")] {
        let refused = package::take_along(&house.app, &s.member, s.visit, code).await;
        assert!(matches!(refused, Err(Refusal::Invalid(faults)) if faults[0].key == key));
    }
    let stranger = package::take_along(&house.app, &s.head, s.visit, CODE).await;
    assert!(matches!(stranger, Err(Refusal::NotAllowed(_))), "the unit takes nothing along");
    let (_, bytes) = package::take_along(&house.app, &s.member, s.visit, CODE).await.expect("it is made");
    assert!(!String::from_utf8_lossy(&bytes).contains("4.1"), "nothing of it is readable");
    let record = record::sqlite().await;
    let wrong = package::open(&record.store, &bytes, "another-code-1").await;
    assert!(matches!(wrong, Err(OpenError::Code)));
    let cut = package::open(&record.store, &bytes[..bytes.len() / 2], CODE).await;
    assert!(matches!(cut, Err(OpenError::Damaged)));
    let none = package::open(&record.store, b"PK\x03\x04", CODE).await;
    assert!(matches!(none, Err(OpenError::Damaged)));
    let office = package::open(&house.record.store, &bytes, CODE).await;
    assert!(matches!(office, Err(OpenError::Other)), "an office's record stays one");
    package::open(&record.store, &bytes, CODE).await.expect("it opens");
    package::open(&record.store, &bytes, CODE).await.expect("it opens again where it was opened");
    let (_, other) = package::take_along(&house.app, &s.lead, s.visit, CODE).await.expect("another");
    assert!(matches!(package::open(&record.store, &other, CODE).await, Err(OpenError::Other)));
    // Only the person's own password came along, and nobody's address.
    let mut tx = record.store.read().await.expect("a reader");
    for who in [&s.member, &s.lead] {
        let login = &who.user.login;
        let kept = store::people::by_login(&mut tx, login).await.expect("a query").expect("the account");
        assert_eq!(kept.password_hash.is_empty(), who.user.id != s.member.user.id, "{login}");
        assert_eq!(kept.user.email, None);
    }
}

#[tokio::test]
async fn what_is_no_answers_of_the_visit_is_refused_whole() {
    let house = House::sqlite().await;
    let s = scene(&house).await;
    to_fieldwork(&house, &s).await;
    let (_, bytes) = package::take_along(&house.app, &s.member, s.visit, CODE).await.expect("it is made");
    let laptop = opened(&house, &bytes).await;
    write(&laptop.app, &laptop.who, &s, 0, Field::Note, "Đã xem", "").await;
    let (_, sealed) = package::seal(&laptop.app, &laptop.who, s.visit).await.expect("sealed");
    let bring = |bytes: Vec<u8>| package::bring_back(&house.app, &s.member, s.visit, bytes);
    let refused = async |bytes: Vec<u8>| match bring(bytes).await {
        Err(Refusal::Invalid(faults)) => faults[0].key,
        other => panic!("it was not refused: {other:?}"),
    };
    assert_eq!(refused(b"ghi chu".to_vec()).await, "package-fault-not-answers");
    // The package itself is none either.
    assert_eq!(refused(bytes.clone()).await, "package-fault-other-visit");
    for at in [sealed.len() / 2, sealed.len() - 1] {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert_eq!(refused(changed).await, "package-fault-damaged");
        assert_eq!(refused(sealed[..at].to_vec()).await, "package-fault-damaged");
    }
    // Of another visit, with keys of its own.
    let other = House::sqlite().await;
    let there = scene(&other).await;
    let (_, foreign) = package::take_along(&other.app, &there.member, there.visit, CODE).await.expect("made");
    let foreign_laptop = opened(&other, &foreign).await;
    let (_, foreign) =
        package::seal(&foreign_laptop.app, &foreign_laptop.who, there.visit).await.expect("sealed");
    assert_eq!(refused(foreign).await, "package-fault-other-visit");
    // Withdrawn: a stolen laptop brings nothing in.
    let view = package::view(&house.app, &s.member, s.visit).await.expect("the page");
    package::withdraw(&house.app, &s.member, s.visit, view.packages[0].package.id).await.expect("withdrawn");
    assert_eq!(refused(sealed).await, "package-fault-withdrawn");
    assert_eq!(stands(&house, &s, 0, Field::Note).await, "");
}
