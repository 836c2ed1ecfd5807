//! Many answers at once, papers, the catalogue, urging by hand.

use super::{Scene, new, record, scene, sign, step, story, version};
use domain::finding::Severity;
use domain::identifier::UnitId;
use domain::policy::Role;
use domain::unit::UnitKind;
use jiff::civil::date;
use rasoat_app::Refusal;
use rasoat_app::acts::finding::{self, Filter, Format, ListForm, New, Source, Step, Taken};
use rasoat_app::acts::notice;
use rasoat_app::acts::reminder::urging::{self, Matter, Words};
use rasoat_app::clock::new_id;
use testkit::house::House;

async fn two(house: &House) -> (Scene, [domain::identifier::FindingId; 2]) {
    let scene = scene(house).await;
    let first = record(house, &scene, "Chưa có nội quy").await;
    let second = record(house, &scene, "Sổ đăng ký chưa đúng mẫu").await;
    sign(house, &scene).await;
    (scene, [first, second])
}

fn report(id: domain::identifier::FindingId, version: i64, text: &str) -> Taken {
    Taken { id, version, step: Step::ReportDone { text: text.into() }, files: vec![] }
}

#[tokio::test]
async fn a_unit_answers_several_findings_at_once_or_none() {
    for house in House::each().await {
        let (scene, [first, second]) = two(&house).await;
        let (v1, v2) =
            (version(&house, &scene.focal, first).await, version(&house, &scene.focal, second).await);
        let half = vec![report(first, v1, "Đã ban hành nội quy"), report(second, v2, "")];
        let (id, refused) =
            finding::take_many(&house.app, &scene.focal, half).await.expect_err("one is blank");
        assert!(id == second && matches!(refused, Refusal::Invalid(_)), "{}", house.record.engine);
        assert_eq!(
            story(&house, &scene.focal, first).await,
            ["recorded", "request"],
            "nothing half-done stays"
        );
        let whole = vec![report(first, v1, "Đã ban hành nội quy"), report(second, v2, "Đã lập sổ mới")];
        finding::take_many(&house.app, &scene.focal, whole).await.expect("both are answered");
        for id in [first, second] {
            assert_eq!(story(&house, &scene.lead, id).await.last().map(String::as_str), Some("report_done"));
        }
    }
}

#[tokio::test]
async fn the_request_to_remedy_is_printed_for_those_who_judge() {
    for house in House::each().await {
        let (scene, _) = two(&house).await;
        let (campaign, unit) = (scene.campaign(), scene.unit);
        let printed = finding::request(&house.app, &scene.lead, campaign, unit, Format::Docx).await;
        let printed = printed.expect("the letter");
        assert_eq!(printed.name, "Yêu cầu khắc phục - Sở Tài chính.docx");
        let words = reader::read_words(&printed.name, &printed.bytes, &reader::Limits::default());
        let text = words.expect("it is read back").text();
        for said in ["Chưa có nội quy", "Sổ đăng ký chưa đúng mẫu", "ngày 09/6/2026", "20 ngày"]
        {
            assert!(text.contains(said), "{said} in {text}");
        }
        let refused = finding::request(&house.app, &scene.focal, campaign, unit, Format::Docx).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
        let other = house.person_in(Role::TeamLead, new_id()).await;
        let refused = finding::request(&house.app, &other, campaign, unit, Format::Docx).await;
        assert!(matches!(refused, Err(Refusal::NotFound)));
    }
}

#[tokio::test]
async fn a_list_goes_out_as_it_is_seen() {
    let house = House::sqlite().await;
    let (scene, _) = two(&house).await;
    let filter = Filter { words: "so dang ky".into(), ..Filter::default() };
    let printed = finding::export(&house.app, &scene.lead, &filter, ListForm::Paper(Format::Docx)).await;
    let printed = printed.expect("the list");
    let words = reader::read_words(&printed.name, &printed.bytes, &reader::Limits::default());
    let text = words.expect("it is read back").text();
    assert!(text.contains("Sổ đăng ký chưa đúng mẫu") && !text.contains("Chưa có nội quy"), "{text}");
    let book = finding::export(&house.app, &scene.lead, &filter, ListForm::Xlsx).await.expect("a workbook");
    assert!(book.name.ends_with(".xlsx") && book.bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn the_catalogue_is_searched_without_accents_and_words_a_finding_by_the_law_of_the_day() {
    let house = House::sqlite().await;
    let scene = scene(&house).await;
    let found = finding::catalogue(&house.app, "noi quy bao ve");
    assert!(found.iter().any(|entry| entry.code == "A1"), "found by words");
    assert!(finding::catalogue(&house.app, "khong co noi dung nay").is_empty());
    let campaign = scene.campaign();
    let day = date(2026, 5, 20);
    let proposal = finding::from_code(&house.app, &scene.lead, campaign, Some(scene.unit), "A1", day).await;
    let proposal = proposal.expect("read").expect("the code is known");
    assert!(!proposal.words.basis.is_empty() && proposal.words.theme == "A");
    let unknown = finding::from_code(&house.app, &scene.lead, campaign, None, "Z9", day).await;
    assert!(unknown.expect("read").is_none());
    let refused = finding::from_code(&house.app, &scene.focal, campaign, None, "A1", day).await;
    assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "a unit records nothing");
}

#[tokio::test]
async fn the_office_sees_successors_first_among_those_who_may_go_on() {
    for house in House::each().await {
        let (scene, [id, _]) = two(&house).await;
        let office = house.person(Role::StandingOffice).await;
        house.unit("Sở Xây dựng", UnitKind::Department).await;
        let heirs = finding::heirs(&house.app, &office, id).await.expect("the units");
        assert!(heirs.iter().any(|heir| heir.name == "Sở Xây dựng" && !heir.succeeds));
        assert!(heirs.iter().all(|heir| heir.unit != scene.unit), "not the one that answers now");
        assert!(matches!(finding::heirs(&house.app, &scene.lead, id).await, Err(Refusal::NotAllowed(_))));
    }
}

#[tokio::test]
async fn units_are_urged_once_a_day_and_every_urging_is_in_the_register() {
    for house in House::each().await {
        let (scene, _) = two(&house).await;
        let office = house.person(Role::StandingOffice).await;
        let campaign = scene.campaign();
        let board = urging::owing(&house.app, &office, campaign, Matter::Remedies).await.expect("who owes");
        assert_eq!(board.owing.len(), 1, "{}", house.record.engine);
        assert_eq!(board.owing[0].numbers, [1, 2], "the findings of a unit are one urging");
        let words = Words { until: date(2026, 6, 5), note: "Báo cáo qua hệ thống.".into() };
        let chosen = [scene.unit];
        let preview = urging::preview(&house.app, &office, campaign, Matter::Remedies, &chosen, &words).await;
        let preview = preview.expect("a preview");
        assert!(
            preview[0].1.body.contains("các tồn tại số 1 và 2") && preview[0].1.body.contains("05/06/2026")
        );
        let send = || urging::send(&house.app, &office, campaign, Matter::Remedies, &chosen, &words);
        assert_eq!(send().await.expect("sent").units, 1);
        assert_eq!(send().await.expect("a second press").units, 0, "never twice a day");
        let filter =
            store::notice::Filter { kind: "urging".into(), limit: 10, ..store::notice::Filter::default() };
        let log = notice::log(&house.app, &office, &filter).await.expect("the register");
        assert_eq!(log.lines.len(), 1);
        assert_eq!(log.lines[0].unit_name.as_deref(), Some("Sở Tài chính"));
        let (mine, _) = notice::mine(&house.app, &scene.focal, 10, 0).await.expect("the unit's notices");
        assert_eq!(mine[0].body, preview[0].1.body, "told word for word as shown");
        house.clock.forward(24);
        assert_eq!(send().await.expect("the next day").units, 1);
        let board = urging::owing(&house.app, &office, campaign, Matter::Remedies).await.expect("who owes");
        assert_eq!(board.owing[0].urged, 2);
    }
}

#[tokio::test]
async fn urging_stays_within_ones_campaigns_and_before_no_past_day() {
    for house in House::each().await {
        let (scene, _) = two(&house).await;
        let (campaign, chosen) = (scene.campaign(), [scene.unit]);
        let words = Words { until: date(2026, 6, 5), note: String::new() };
        let stranger = house.person_in(Role::TeamLead, new_id()).await;
        let refused = urging::send(&house.app, &stranger, campaign, Matter::Remedies, &chosen, &words).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "{}", house.record.engine);
        let refused =
            urging::send(&house.app, &scene.focal, campaign, Matter::Remedies, &chosen, &words).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "a unit urges nobody");
        let past = Words { until: date(2026, 5, 1), note: String::new() };
        let refused = urging::send(&house.app, &scene.lead, campaign, Matter::Remedies, &chosen, &past).await;
        assert!(matches!(refused, Err(Refusal::Invalid(_))));
        let nobody: [UnitId; 0] = [];
        let refused =
            urging::send(&house.app, &scene.lead, campaign, Matter::Remedies, &nobody, &words).await;
        assert!(matches!(refused, Err(Refusal::Invalid(_))));
        let none = urging::letter(
            &house.app,
            &scene.lead,
            campaign,
            Matter::Remedies,
            &[],
            words.until,
            Format::Docx,
        )
        .await;
        assert!(matches!(none, Err(Refusal::NotFound)), "nobody is past the day yet");
        house.clock.forward(24 * 40);
        let letter = urging::letter(
            &house.app,
            &scene.lead,
            campaign,
            Matter::Remedies,
            &[],
            date(2026, 7, 10),
            Format::Docx,
        )
        .await;
        let letter = letter.expect("a letter to those past their day");
        let text = reader::read_words(&letter.name, &letter.bytes, &reader::Limits::default());
        let text = text.expect("it is read back").text();
        assert!(text.contains("Sở Tài chính") && text.contains("Khắc phục tồn tại số 1, 2"), "{text}");
    }
}

#[tokio::test]
async fn seen_notices_come_after_those_not_seen_and_all_are_marked_at_once() {
    for house in House::each().await {
        let (scene, [id, _]) = two(&house).await;
        house.clock.forward(1);
        step(&house, &scene.focal, id, Step::ReportDone { text: "Đã ban hành".into() })
            .await
            .expect("reported");
        let reject = Step::Verify {
            verdict: domain::visit::RecheckVerdict::NotFixed,
            note: "Chưa ký".into(),
            after: finding::After::Reopen { due: date(2026, 6, 30) },
        };
        step(&house, &scene.lead, id, reject).await.expect("reopened");
        let (notices, _) = notice::mine(&house.app, &scene.focal, 10, 0).await.expect("notices");
        let kinds = |notices: &[store::notice::Notice]| -> Vec<String> {
            notices.iter().map(|notice| notice.kind.clone()).collect()
        };
        assert_eq!(kinds(&notices), ["finding_step", "finding_request"], "{}", house.record.engine);
        notice::acknowledge(&house.app, &scene.focal, notices[0].id).await.expect("confirmed");
        let (notices, _) = notice::mine(&house.app, &scene.focal, 10, 0).await.expect("notices");
        assert_eq!(kinds(&notices), ["finding_request", "finding_step"], "what is not seen comes first");
        assert_eq!(notice::mark_all_read(&house.app, &scene.focal).await.expect("marked"), 1);
        assert_eq!(notice::bell(&house.app, &scene.focal).await.expect("the bell").unread, 0);
        assert_eq!(notice::mark_all_read(&house.app, &scene.focal).await.expect("again"), 0);
    }
}

#[tokio::test]
async fn by_hand_a_finding_that_came_back_names_the_earlier_one() {
    for house in House::each().await {
        let (scene, [first, _]) = two(&house).await;
        let office = house.person(Role::StandingOffice).await;
        let by_hand = New {
            source: Source::Hand,
            severity: Severity::Violation,
            repeats: Some(first),
            ..new(&scene, "Nội quy vẫn chưa ban hành")
        };
        let id = finding::record(&house.app, &office, by_hand, vec![]).await.expect("recorded by hand");
        let view = finding::view(&house.app, &office, id).await.expect("in sight");
        assert_eq!(view.repeats.map(|earlier| earlier.finding.id), Some(first), "{}", house.record.engine);
        assert_eq!(view.clause, "chậm nhất sau 20 ngày kể từ ngày lập biên bản");
        assert_eq!(view.suggested, Some(date(2026, 6, 9)), "what the clause gives from today");
        let view = finding::view(&house.app, &office, first).await.expect("in sight");
        assert_eq!(view.repeated_by.len(), 1);
    }
}
