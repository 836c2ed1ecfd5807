//! The worker: whatever moment the program is killed at, a notice goes out once.

use domain::identifier::NoticeId;
use rasoat_app::acts::notice::{self, Decision, Telling};
use rasoat_app::clock::new_id;
use rasoat_app::mail::Mailer;
use rasoat_app::worker::{self, sending};
use rasoat_app::{Actor, App, Clock, Parts, Refusal};
use std::path::Path;
use store::notice::{Filter, Notice};
use store::people::User;
use testkit::clock::StillClock;
use testkit::record::Record;

const NOTICES: usize = 7;

/// A program started on the record; an old one is simply no longer used, as
/// after SIGKILL.
fn started(record: &Record, clock: &StillClock, mailer: Mailer) -> App {
    let hand = clock.clone();
    App::new(Parts {
        store: record.store.clone(),
        packs: packs::Packs::embedded().expect("the embedded packs are whole"),
        packs_folder: None,
        knowledge: None,
        clock: Clock::from(move || hand.now()),
        mailer,
        address: "https://rasoat.example".into(),
        carried: None,
    })
}

async fn tell(app: &App, count: usize) {
    let who = Actor::program("test");
    let mut act = app.act(&who).await.expect("a turn");
    for n in 0..count {
        let user = User {
            id: new_id(),
            login: format!("user{n}"),
            name: "Trần Thị Thử".into(),
            email: Some(format!("user{n}@example.vn")),
            phone: None,
            position: None,
            must_change: false,
            locked_until: None,
            disabled_at: None,
        };
        let telling = Telling {
            kind: "test",
            once_key: format!("test:{n}"),
            message: papers::message::finding_verified("Sở Y tế", n as i64),
            link: Some("/findings".into()),
            campaign: None,
            object: ("finding", n.to_string()),
            files: &[],
        };
        assert!(notice::tell_user(&mut act, &user, None, &telling).await.expect("it is told"));
        assert!(!notice::tell_user(&mut act, &user, None, &telling).await.expect("it was told before"));
    }
    act.tell("test", "test", "", ()).await.expect("the audit line");
    act.done().await.expect("it is kept");
}

async fn all(app: &App) -> Vec<Notice> {
    let filter = Filter { limit: 100, ..Filter::default() };
    let log = notice::log(app, &Actor::program("test"), &filter).await.expect("the log");
    log.lines.into_iter().map(|line| line.notice).collect()
}

fn mails(folder: &Path) -> usize {
    std::fs::read_dir(folder).map_or(0, |files| {
        files
            .filter(|file| file.as_ref().is_ok_and(|f| !f.file_name().to_string_lossy().starts_with('.')))
            .count()
    })
}

/// Where the program is killed.
#[derive(Debug, Clone, Copy)]
enum Killed {
    AfterClaim,
    WhileWriting,
    AfterSending,
    AfterSettling,
}

async fn send_until(app: &App, folder: &Path, killed: Killed) {
    let claimed = sending::claim(app).await.expect("a turn").expect("a notice is due");
    match killed {
        Killed::AfterClaim => {}
        Killed::WhileWriting => {
            std::fs::create_dir_all(folder).expect("the folder");
            std::fs::write(folder.join(format!(".{}.eml.part", claimed.id)), "half").expect("half a file");
        }
        Killed::AfterSending => {
            sending::hand_over(app, &claimed).await;
        }
        Killed::AfterSettling => {
            let sent = sending::hand_over(app, &claimed).await;
            sending::settle(app, &claimed, sent).await.expect("it is settled");
        }
    }
}

#[tokio::test]
async fn killed_at_any_moment_no_notice_goes_out_twice_and_none_vanishes() {
    for killed in [Killed::AfterClaim, Killed::WhileWriting, Killed::AfterSending, Killed::AfterSettling] {
        for record in testkit::record::each().await {
            let clock = StillClock::at("2026-05-20T01:00:00Z");
            let mail = tempfile::tempdir().expect("a folder");
            let folder = mail.path().join("mail");
            let first = started(&record, &clock, Mailer::Folder(folder.clone()));
            tell(&first, NOTICES).await;
            send_until(&first, &folder, killed).await;
            drop(first);

            // Twice, since the program may be killed again right after.
            for _ in 0..2 {
                let next = started(&record, &clock, Mailer::Folder(folder.clone()));
                worker::take_over(&next).await.expect("it takes over");
                worker::round(&next).await.expect("a round");
                clock.forward(1);
                worker::round(&next).await.expect("a later round");
            }
            let last = started(&record, &clock, Mailer::Folder(folder.clone()));
            let notices = all(&last).await;
            let place = format!("{killed:?} on {}", record.engine);
            assert_eq!(notices.len(), NOTICES, "{place}");
            assert!(notices.iter().all(|n| n.state == "sent" && n.sent_at.is_some()), "{place}");
            assert_eq!(mails(&folder), NOTICES, "{place}");
            for notice in &notices {
                let text =
                    std::fs::read_to_string(folder.join(format!("{}.eml", notice.id))).expect("a mail");
                assert!(text.contains(&format!("<{}@rasoat>", notice.id)), "{place}");
                assert!(text.contains("Subject: ") && text.contains("\r\n\r\n"), "a whole mail: {place}");
            }
        }
    }
}

fn nowhere() -> Mailer {
    // Port 9 of this machine: nobody listens.
    Mailer::smtp("smtp://127.0.0.1:9", "rasoat@example.vn").expect("an address")
}

#[tokio::test]
async fn a_message_that_may_have_reached_a_server_waits_for_a_person() {
    for record in testkit::record::each().await {
        let clock = StillClock::at("2026-05-20T01:00:00Z");
        let first = started(&record, &clock, nowhere());
        tell(&first, 1).await;
        sending::claim(&first).await.expect("a turn").expect("a notice is due");
        drop(first);
        let next = started(&record, &clock, nowhere());
        clock.forward(1);
        worker::take_over(&next).await.expect("it takes over");
        for _ in 0..30 {
            worker::round(&next).await.expect("a round");
            clock.forward(24);
        }
        let [lost] = all(&next).await.try_into().expect("one notice");
        assert_eq!((lost.state.as_str(), lost.attempts), ("uncertain", 1), "{}", record.engine);

        let office = Actor::program("test");
        let refused = notice::decide(&next, &office, lost.id, Decision::Received, " ").await;
        assert!(matches!(refused, Err(Refusal::Invalid(_))));
        notice::decide(&next, &office, lost.id, Decision::Received, "Đã nhận, gọi điện lúc 9 giờ")
            .await
            .expect("decided");
        let again = notice::decide(&next, &office, lost.id, Decision::Send, "").await;
        assert!(matches!(again, Err(Refusal::NotNow { .. })), "decided once");
        let [settled] = all(&next).await.try_into().expect("one notice");
        assert_eq!(settled.state, "sent");
        assert!(settled.outcome.expect("words").contains("gọi điện lúc 9 giờ"));
    }
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_tried_later_and_at_last_given_up() {
    for record in testkit::record::each().await {
        let clock = StillClock::at("2026-05-20T01:00:00Z");
        let app = started(&record, &clock, nowhere());
        tell(&app, 3).await;
        worker::round(&app).await.expect("a round");
        assert!(all(&app).await.iter().all(|n| n.state == "queued" && n.attempts == 1), "{}", record.engine);
        worker::round(&app).await.expect("a round at once");
        assert!(all(&app).await.iter().all(|n| n.attempts == 1), "not before its pause is over");
        for _ in 0..10 {
            clock.forward(24);
            worker::round(&app).await.expect("a round");
        }
        let notices = all(&app).await;
        assert!(notices.iter().all(|n| n.state == "failed" && n.attempts == 7), "{}", record.engine);

        // The office has the server repaired and sends them again.
        let mail = tempfile::tempdir().expect("a folder");
        let repaired = started(&record, &clock, Mailer::Folder(mail.path().into()));
        let office = Actor::program("test");
        for notice in &notices {
            notice::decide(&repaired, &office, notice.id, Decision::Send, "").await.expect("decided");
        }
        worker::round(&repaired).await.expect("a round");
        assert!(all(&repaired).await.iter().all(|n| n.state == "sent"), "{}", record.engine);
        assert_eq!(mails(mail.path()), 3);
    }
}

#[tokio::test]
async fn one_that_fails_does_not_keep_the_others_waiting() {
    for record in testkit::record::each().await {
        let clock = StillClock::at("2026-05-20T01:00:00Z");
        let app = started(&record, &clock, nowhere());
        tell(&app, 1).await;
        worker::round(&app).await.expect("a round");
        let mail = tempfile::tempdir().expect("a folder");
        let repaired = started(&record, &clock, Mailer::Folder(mail.path().into()));
        tell_another(&repaired).await;
        worker::round(&repaired).await.expect("a round");
        let states: Vec<_> = all(&repaired).await.into_iter().map(|n| n.state).collect();
        assert_eq!(states, ["sent", "queued"], "newest first, on {}", record.engine);
    }
}

async fn tell_another(app: &App) {
    let who = Actor::program("test");
    let mut act = app.act(&who).await.expect("a turn");
    let user = User {
        id: new_id(),
        login: "other".into(),
        name: "Lê Văn Khác".into(),
        email: Some("other@example.vn".into()),
        phone: None,
        position: None,
        must_change: false,
        locked_until: None,
        disabled_at: None,
    };
    let telling = Telling {
        kind: "test",
        once_key: "other".into(),
        message: papers::message::finding_verified("Sở Y tế", 1),
        link: None,
        campaign: None,
        object: ("finding", String::new()),
        files: &[],
    };
    notice::tell_user(&mut act, &user, None, &telling).await.expect("it is told");
    act.tell("test", "test", "", ()).await.expect("the audit line");
    act.done().await.expect("it is kept");
}

#[tokio::test]
async fn saying_it_again_is_a_second_row_and_a_double_click_is_one_wish() {
    for record in testkit::record::each().await {
        let clock = StillClock::at("2026-05-20T01:00:00Z");
        let mail = tempfile::tempdir().expect("a folder");
        let app = started(&record, &clock, Mailer::Folder(mail.path().into()));
        tell(&app, 1).await;
        worker::round(&app).await.expect("a round");
        let [first] = all(&app).await.try_into().expect("one notice");
        let office = Actor::program("test");
        let mut ids: Vec<NoticeId> = Vec::new();
        for _ in 0..2 {
            ids.push(notice::send_again(&app, &office, first.id, "click").await.expect("it is said again"));
        }
        worker::round(&app).await.expect("a round");
        let notices = all(&app).await;
        assert_eq!(notices.len(), 2, "{}", record.engine);
        assert!(notices.iter().all(|n| n.state == "sent"));
        assert_eq!(mails(mail.path()), 2);
        assert_eq!(ids[0], notices[0].id);
    }
}
