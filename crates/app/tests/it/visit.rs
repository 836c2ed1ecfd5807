//! A visit under way: steps, attendance, requests, fieldwork, minutes, signing.

mod package;

use domain::campaign::DatedRule;
use domain::deadline::{Event, Rule};
use domain::identifier::{CampaignId, MemberId, TeamId, UnitId, VisitId, VisitItemId};
use domain::policy::Role;
use domain::team::{Member, TeamRole};
use domain::unit::UnitKind;
use domain::visit::{Agenda, Days, RecheckVerdict, Route, Signatory, Trigger, Witness, WitnessKind};
use jiff::civil::date;
use rasoat_app::acts::file::Upload;
use rasoat_app::acts::finding::{self, Source};
use rasoat_app::acts::minutes::{self, Conclusion, Refused, Text};
use rasoat_app::acts::report::Form;
use rasoat_app::acts::visit::{
    self, Answered, Asked, Change, Field, Kind, Looked, Person, Presence, Share, Tick, Told, mark,
};
use rasoat_app::clock::new_id;
use rasoat_app::{Actor, Refusal};
use store::campaign::Item;
use testkit::campaign::Small;
use testkit::house::House;

/// A visit on the house's first day, with a lead and a member who have accounts.
struct Scene {
    small: Small,
    unit: UnitId,
    team: TeamId,
    visit: VisitId,
    items: Vec<VisitItemId>,
    lead: Actor,
    member: Actor,
    seats: (MemberId, MemberId),
    focal: Actor,
    head: Actor,
}

impl Scene {
    fn campaign(&self) -> CampaignId {
        self.small.kept.campaign.id
    }
}

async fn seat(tx: &mut store::Tx, team: TeamId, who: &Actor, role: TeamRole, at: u32) -> MemberId {
    let member = Member {
        id: new_id(),
        team,
        name: Some(who.user.name.clone()),
        rank: Some("Thiếu tá".into()),
        position: Some("cán bộ".into()),
        organisation: "Công an tỉnh".into(),
        unit: None,
        user: Some(who.user.id),
        role,
        duty: None,
    };
    store::team::add_member(tx, &member, at).await.expect("a seat");
    member.id
}

fn item(code: &str, theme: &str) -> Item {
    Item {
        id: new_id(),
        code: code.into(),
        content: None,
        theme: theme.into(),
        method: "on_site".into(),
        question: format!("Nội dung {code} có thực hiện không?"),
        question_en: format!("Is {code} done?"),
        guidance: "Xem hồ sơ".into(),
        guidance_en: "Look at the papers".into(),
        basis: "Khoản 5 Điều 5 Luật Bảo vệ bí mật nhà nước".into(),
        catalogue: "B3".into(),
        outline_field: None,
    }
}

async fn scene_of(house: &House, route: Route) -> Scene {
    let unit = house.unit("Sở Tài chính", UnitKind::Department).await;
    let mut small = house.campaign("self-inspection-2024", &[unit]).await;
    let id = small.kept.campaign.id;
    small.kept.campaign.remediation = Some(DatedRule {
        rule: Rule::After { event: Event::Minutes, days: 20, working_days: false },
        clause: "chậm nhất sau 20 ngày kể từ ngày lập biên bản".into(),
    });
    let (team, visit) = (new_id(), new_id());
    let mut tx = house.app.store.change().await.expect("a turn");
    let everything = store::Scope::everything(Actor::program("test").user.id);
    let kept = store::campaign::get(&mut tx, &everything, id).await.expect("read").expect("it is there");
    small.kept.version = kept.version;
    assert!(store::campaign::update(&mut tx, &small.kept).await.expect("the clause is kept"));
    let items = [item("4.1", "soan_thao"), item("4.2", "soan_thao"), item("5.1", "giao_nhan")];
    for (at, one) in (0_u32..).zip(&items) {
        store::campaign::add_item(&mut tx, id, one, at).await.expect("an item");
    }
    let row = store::team::Team {
        id: team,
        campaign: id,
        name: "Đoàn kiểm tra số 1".into(),
        decision_number: Some("41/QĐ-BCĐ".into()),
        decision_on: Some(date(2026, 5, 6)),
        dissolved_at: None,
    };
    store::team::add(&mut tx, &row, 1).await.expect("a team");
    let now = house.clock.now();
    let day = domain::moment::day(now);
    let rules = domain::visit::Visit::planned(route).schedule(Days { from: day, to: day }).expect("a day");
    let kind = rules.route.code().to_owned();
    let new = store::visit::New {
        id: visit,
        unit,
        kind: &kind,
        occasion: None,
        reason: None,
        exception: None,
        times: Some(store::visit::Times { starts_at: now, ends_at: now, day, last_day: day }),
        place: "Phòng họp tầng 3",
        state: rules.code(),
        state_data: serde_json::to_string(&rules).expect("as JSON"),
        by: Actor::program("test").user.id,
        now,
    };
    store::visit::add(&mut tx, &new).await.expect("a visit");
    store::visit::add_part(&mut tx, visit, id, small.targets[0], team).await.expect("its part");
    tx.keep().await.expect("it is kept");
    let lead = house.person_in(Role::TeamLead, team).await;
    let member = house.person_in(Role::TeamMember, team).await;
    let mut tx = house.app.store.change().await.expect("a turn");
    let seats = (
        seat(&mut tx, team, &lead, TeamRole::Lead, 1).await,
        seat(&mut tx, team, &member, TeamRole::Member, 2).await,
    );
    store::visit::set_members(&mut tx, visit, team, &[seats.0, seats.1]).await.expect("they go");
    tx.keep().await.expect("it is kept");
    let focal = house.person_of(Role::UnitFocal, unit).await;
    let head = house.person_of(Role::UnitHead, unit).await;
    let items = items.iter().map(|item| item.id).collect();
    Scene { small, unit, team, visit, items, lead, member, seats, focal, head }
}

async fn scene(house: &House) -> Scene {
    scene_of(house, Route::Periodic).await
}

async fn begin(house: &House, s: &Scene, step: Agenda) -> Result<(), Refusal> {
    let version = visit::view(&house.app, &s.lead, s.visit).await.expect("it is in sight").kept.version;
    visit::begin(&house.app, &s.lead, s.visit, version, step, None).await
}

/// To fieldwork, a quarter of an hour a step.
async fn to_fieldwork(house: &House, s: &Scene) {
    for step in [Agenda::Announce, Agenda::SelfReport, Agenda::Clarify, Agenda::Fieldwork] {
        begin(house, s, step).await.expect("the next step begins");
        house.clock.forward(1);
    }
}

fn change(field: Field, typed: &str, over: &str) -> Change {
    Change { field, typed: typed.into(), seen: mark(over) }
}

async fn judge(house: &House, s: &Scene, at: usize, verdict: &str, note: &str) {
    let changes = [change(Field::Verdict, verdict, ""), change(Field::Note, note, "")];
    let saved = visit::save(&house.app, &s.lead, s.visit, s.campaign(), s.items[at], &changes).await;
    assert!(saved.expect("it is saved").stale.is_empty());
}

async fn version(house: &House, s: &Scene) -> i64 {
    minutes::view(&house.app, &s.lead, s.visit, None).await.expect("the minutes").kept.version
}

async fn hand_all(house: &House, s: &Scene) {
    for seat in [s.seats.0, s.seats.1] {
        minutes::hand_over(&house.app, &s.lead, s.visit, s.campaign(), seat, "").await.expect("handed in");
    }
}

async fn read_out(house: &House, s: &Scene) {
    hand_all(house, s).await;
    let at = version(house, s).await;
    minutes::agree(&house.app, &s.lead, s.visit, s.campaign(), at).await.expect("agreed");
    let at = version(house, s).await;
    minutes::read_out(&house.app, &s.lead, s.visit, s.campaign(), at).await.expect("read out");
}

fn signatory(name: &str) -> Signatory {
    Signatory { name: name.into(), position: "Giám đốc".into() }
}

fn conclusion() -> Conclusion {
    Conclusion {
        on: None,
        team: signatory("Trịnh Minh Khang"),
        secretary: "Ngô Thùy Dương".into(),
        unit: signatory("Mai Xuân Phúc"),
    }
}

#[tokio::test]
async fn a_visit_goes_through_its_seven_steps_with_times_and_the_target_knows() {
    for house in House::each().await {
        let s = scene(&house).await;
        assert!(matches!(begin(&house, &s, Agenda::Fieldwork).await, Err(Refusal::NotNow { .. })));
        to_fieldwork(&house, &s).await;
        judge(&house, &s, 0, "not_met", "Máy nối mạng").await;
        read_out(&house, &s).await;
        let view = visit::view(&house.app, &s.lead, s.visit).await.expect("in sight");
        let done: Vec<_> = view.visit.log().iter().map(|entry| entry.step).collect();
        assert_eq!(done.len(), 6, "agreeing and reading out are steps of the visit too: {done:?}");
        let skip = visit::skip(
            &house.app,
            &s.lead,
            s.visit,
            view.kept.version,
            Agenda::Guidance,
            "Đơn vị không có kiến nghị",
        );
        skip.await.expect("questions may be passed over");
        let at = visit::view(&house.app, &s.lead, s.visit).await.expect("in sight").kept.version;
        visit::finish(&house.app, &s.lead, s.visit, at, None).await.expect("it ends");
        let view = visit::view(&house.app, &s.focal, s.visit).await.expect("the unit sees its visit");
        assert_eq!(view.kept.state, "finished");
        let ended = view.steps.iter().filter(|step| step.ended_at.is_some()).count();
        assert_eq!(ended, 6, "{}", house.record.engine);
        let mut tx = house.app.store.read().await.expect("a reader");
        let target = store::target::of_unit(&mut tx, s.campaign(), s.unit).await.expect("read");
        let target = target.expect("it is there");
        assert_eq!((target.visit_state.as_str(), target.minutes_state.as_str()), ("finished", "read_out"));
    }
}

#[tokio::test]
async fn attendance_says_who_came_and_why_not() {
    for house in House::each().await {
        let s = scene(&house).await;
        let absent = |why: &str| {
            vec![
                Presence { member: s.seats.0, attended: true, absent: String::new() },
                Presence { member: s.seats.1, attended: false, absent: why.into() },
            ]
        };
        let silent = visit::attend(&house.app, &s.lead, s.visit, &absent("")).await;
        assert!(matches!(silent, Err(Refusal::Invalid(_))), "an absence wants its reason");
        visit::attend(&house.app, &s.lead, s.visit, &absent("đi công tác")).await.expect("it is noted");
        let person = Person { side: "unit", name: "Mai Xuân Phúc", job_title: "Giám đốc", absent: "" };
        visit::add_person(&house.app, &s.lead, s.visit, person).await.expect("the head is there");
        let refused = visit::add_person(&house.app, &s.focal, s.visit, person).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))));
        let view = visit::view(&house.app, &s.lead, s.visit).await.expect("in sight");
        assert_eq!(view.attendees.len(), 1);
        let gone: Vec<_> = view.seats.iter().filter_map(|seat| seat.absent.as_deref()).collect();
        assert_eq!(gone, ["đi công tác"]);
        // Who was not there owes no part of the minutes.
        to_fieldwork(&house, &s).await;
        minutes::hand_over(&house.app, &s.lead, s.visit, s.campaign(), s.seats.0, "")
            .await
            .expect("handed in");
        let at = version(&house, &s).await;
        minutes::agree(&house.app, &s.lead, s.visit, s.campaign(), at).await.expect("agreed without them");
    }
}

#[tokio::test]
async fn the_unit_answers_what_it_is_asked_and_the_team_ticks_it_off() {
    for house in House::each().await {
        let s = scene(&house).await;
        begin(&house, &s, Agenda::Announce).await.expect("it begins");
        let asked = Asked { kind: Kind::Document, text: "Sổ quản lý máy tính", to: "" };
        let id = visit::ask(&house.app, &s.member, s.visit, s.campaign(), asked).await.expect("asked");
        let view = visit::view(&house.app, &s.focal, s.visit).await.expect("the unit sees it");
        assert_eq!(view.requests.len(), 1);
        assert!(view.may_respond && !view.may_run && !view.inside);
        let paper = Upload { name: "sổ.png".into(), bytes: b"\x89PNG\r\n\x1A\n....".to_vec() };
        let answered = Answered { text: "Gửi kèm".into(), files: vec![paper] };
        visit::answer(&house.app, &s.focal, s.visit, &id, answered.clone()).await.expect("answered");
        let refused = visit::answer(&house.app, &s.lead, s.visit, &id, answered.clone()).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "the team does not answer for the unit");
        let other = house.unit("Sở Y tế", UnitKind::Department).await;
        let stranger = house.person_of(Role::UnitFocal, other).await;
        assert!(visit::view(&house.app, &stranger, s.visit).await.is_err());
        assert!(visit::answer(&house.app, &stranger, s.visit, &id, answered).await.is_err());
        visit::tick(&house.app, &s.lead, s.visit, &id, Tick::Shown, "").await.expect("ticked off");
        let view = visit::view(&house.app, &s.lead, s.visit).await.expect("in sight");
        assert_eq!((view.requests[0].state.as_str(), view.papers.len()), ("shown", 1));
        let guidance = Asked { kind: Kind::Guidance, text: "Cách dán nhãn máy", to: "Văn phòng Sở" };
        visit::ask(&house.app, &s.lead, s.visit, s.campaign(), guidance).await.expect("guidance is logged");
        visit::raise(&house.app, &s.head, s.visit, s.campaign(), "Thiếu kinh phí").await.expect("raised");
        let (told, _) =
            rasoat_app::acts::notice::mine(&house.app, &s.focal, 10, 0).await.expect("one's notices");
        assert_eq!(told.iter().filter(|notice| notice.kind == "visit_request").count(), 1);
    }
}

#[tokio::test]
async fn a_stale_answer_is_refused_and_kept_and_other_fields_do_not_disturb() {
    for house in House::each().await {
        let s = scene(&house).await;
        to_fieldwork(&house, &s).await;
        let (id, of, item) = (s.visit, s.campaign(), s.items[0]);
        let note = |typed: &str, over: &str| [change(Field::Note, typed, over)];
        visit::save(&house.app, &s.member, id, of, item, &note("Có nối mạng", "")).await.expect("the first");
        let place = [change(Field::Location, "Phòng Tổ chức", "")];
        let saved = visit::save(&house.app, &s.lead, id, of, item, &place).await.expect("another field");
        assert!(saved.stale.is_empty());
        let late = visit::save(&house.app, &s.lead, id, of, item, &note("Không nối mạng", "")).await;
        let late = late.expect("an answer").stale;
        assert_eq!(late[0].theirs, "Có nối mạng");
        let past = visit::past(&house.app, &s.lead, id, of, item).await.expect("the past");
        let kept = past.iter().any(|past| past.fate == "refused" && past.answer.note == "Không nối mạng");
        assert!(kept, "{}: {past:?}", house.record.engine);
        let sheet = visit::sheet(&house.app, &s.lead, id, None).await.expect("the sheet");
        let stands = &sheet.lines[0].item.answer;
        assert_eq!((stands.note.as_str(), stands.location.as_str()), ("Có nối mạng", "Phòng Tổ chức"));
    }
}

#[tokio::test]
async fn items_are_answered_by_whom_they_are_given_to_and_never_seen_by_the_unit() {
    for house in House::each().await {
        let s = scene(&house).await;
        to_fieldwork(&house, &s).await;
        let (id, of) = (s.visit, s.campaign());
        let theme = Share::Theme("soan_thao");
        visit::assign(&house.app, &s.lead, id, of, theme, Some(s.seats.0)).await.expect("given");
        let met = [change(Field::Verdict, "met", "")];
        let refused = visit::save(&house.app, &s.member, id, of, s.items[0], &met).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "it is the lead's");
        visit::save(&house.app, &s.member, id, of, s.items[2], &met).await.expect("nobody's is anyone's");
        let picture = Upload { name: "ảnh.png".into(), bytes: b"\x89PNG\r\n\x1A\n....".to_vec() };
        visit::attach(&house.app, &s.member, id, of, s.items[2], picture, "").await.expect("evidence");
        let files = visit::evidence(&house.app, &s.lead, id, of, s.items[2]).await.expect("the evidence");
        assert_eq!(files[0].file.sha256.len(), 64);
        assert!(visit::sheet(&house.app, &s.head, id, None).await.is_err(), "drafts are the team's");
        let other = house.person_in(Role::TeamLead, new_id()).await;
        assert!(visit::sheet(&house.app, &other, id, None).await.is_err());
        let before = house.app.store.queries();
        visit::sheet(&house.app, &s.lead, id, None).await.expect("the sheet");
        assert!(house.app.store.queries() - before <= 12, "a fixed number of queries");
    }
}

#[tokio::test]
async fn minutes_go_from_parts_to_both_signatures_and_set_findings_going() {
    for house in House::each().await {
        let s = scene(&house).await;
        to_fieldwork(&house, &s).await;
        let (id, of) = (s.visit, s.campaign());
        judge(&house, &s, 0, "not_met", "Máy số 03 nối mạng").await;
        judge(&house, &s, 1, "met", "").await;
        judge(&house, &s, 2, "not_presented", "").await;
        let proposal =
            finding::propose(&house.app, &s.lead, id, of, s.items[0]).await.expect("proposed").remove(0);
        let new = finding::New {
            campaign: of,
            unit: s.unit,
            source: Source::Visit { visit: id, item: Some(s.items[0]) },
            words: proposal.words,
            severity: proposal.severity,
            fixed_on_the_spot: false,
            observed_on: proposal.observed_on,
            repeats: None,
        };
        finding::record(&house.app, &s.lead, new, vec![]).await.expect("a finding");
        let said =
            minutes::disagree(&house.app, &s.member, id, of, Some(s.items[0]), "Máy đã ngắt mạng").await;
        said.expect("a member disagrees");
        let early = version(&house, &s).await;
        let refused = minutes::agree(&house.app, &s.lead, id, of, early).await;
        assert!(matches!(refused, Err(Refusal::Invalid(_))), "a verdict lacks its note");
        visit::save(&house.app, &s.lead, id, of, s.items[2], &[change(Field::Note, "Không có sổ", "")])
            .await
            .expect("now it says why");
        let early = version(&house, &s).await;
        let refused = minutes::agree(&house.app, &s.lead, id, of, early).await;
        assert!(matches!(refused, Err(Refusal::Invalid(_))), "parts are missing");
        let written =
            minutes::write(&house.app, &s.lead, id, of, Text::Recommendations, "Ban hành quy chế", &mark(""))
                .await;
        assert!(written.expect("written").is_ok());
        let hidden = minutes::preview(&house.app, &s.head, id, of).await;
        assert!(matches!(hidden, Err(Refusal::NotFound)), "the unit sees no draft");
        read_out(&house, &s).await;
        minutes::preview(&house.app, &s.head, id, of).await.expect("now it does");
        let late =
            visit::save(&house.app, &s.lead, id, of, s.items[1], &[change(Field::Note, "x", "")]).await;
        assert!(matches!(late, Err(Refusal::NotNow { .. })), "agreed answers do not change");
        minutes::opine(&house.app, &s.head, id, of, "Thống nhất", "Bố trí kinh phí")
            .await
            .expect("an opinion");
        let at = version(&house, &s).await;
        minutes::sign(&house.app, &s.lead, id, of, at, conclusion()).await.expect("signed");

        let view = minutes::view(&house.app, &s.head, id, Some(of)).await.expect("the unit's copy");
        assert_eq!((view.kept.state.as_str(), view.signatures.len()), ("signed", 3));
        assert_eq!(view.kept.number, Some(1));
        assert_eq!(view.findings[0].due_on, Some(date(2026, 6, 9)), "20 days after 20/5/2026");
        assert_eq!(view.kept.frozen_sha256.as_deref().map(str::len), Some(64));
        assert!(view.shares.is_empty() && view.disagreements.is_empty(), "not the team's own affairs");
        let frozen = view.kept.frozen.expect("the paper's data");
        for words in ["Máy số 03 nối mạng", "Máy đã ngắt mạng", "Ban hành quy chế", "Bố trí kinh phí"]
        {
            assert!(frozen.contains(words), "{words} is in the minutes");
        }
        let printed = minutes::print(&house.app, &s.head, id, of, Form::Docx).await.expect("as DOCX");
        assert!(printed.bytes.starts_with(b"PK") && !printed.name.starts_with("Dự thảo"));
        let again = minutes::sign(&house.app, &s.lead, id, of, at + 1, conclusion()).await;
        assert!(again.is_err(), "what is signed stays");
        let signed = minutes::print(&house.app, &s.head, id, of, Form::Pdf).await.expect("as PDF");
        let scan = Upload { name: "biên bản ký.pdf".into(), bytes: signed.bytes };
        minutes::file_scan(&house.app, &s.lead, id, of, scan).await.expect("the scan is filed");
        let view = minutes::view(&house.app, &s.lead, id, Some(of)).await.expect("the minutes");
        assert_eq!((view.kept.state.as_str(), view.scans.len()), ("filed", 1), "{}", house.record.engine);
    }
}

#[tokio::test]
async fn a_refusal_to_sign_stands_before_a_witness() {
    for house in House::each().await {
        let s = scene(&house).await;
        to_fieldwork(&house, &s).await;
        judge(&house, &s, 0, "met", "").await;
        read_out(&house, &s).await;
        let (id, of, at) = (s.visit, s.campaign(), version(&house, &s).await);
        let refusal = |witness: &str| Refused {
            on: None,
            team: signatory("Trịnh Minh Khang"),
            secretary: String::new(),
            who: "Mai Xuân Phúc".into(),
            reason: "Không đồng ý mục V".into(),
            witness: Witness {
                kind: WitnessKind::CommuneRepresentative,
                name: witness.into(),
                position: "Công chức phường".into(),
            },
        };
        let alone = minutes::refuse(&house.app, &s.lead, id, of, at, refusal(" ")).await;
        assert!(matches!(alone, Err(Refusal::Invalid(_))), "a refusal wants a witness");
        minutes::refuse(&house.app, &s.lead, id, of, at, refusal("Lê Bình")).await.expect("on record");
        let view = minutes::view(&house.app, &s.lead, id, Some(of)).await.expect("the minutes");
        assert_eq!(view.kept.state, "refused");
        assert!(view.kept.frozen.expect("frozen").contains("Lê Bình"));
    }
}

#[tokio::test]
async fn an_ad_hoc_visit_takes_the_short_route() {
    for house in House::each().await {
        let route = Route::AdHoc { trigger: Trigger::ViolationSign, grounds: "Lộ dữ liệu".into() };
        let s = scene_of(&house, route).await;
        let told =
            Told {
                to: "Mai Xuân Phúc, Giám đốc", at: None, means: "điện thoại", method: "Kiểm tra máy chủ"
            };
        let at = visit::view(&house.app, &s.lead, s.visit).await.expect("in sight").kept.version;
        visit::agree_method(&house.app, &s.lead, s.visit, at, told).await.expect("the method is agreed");
        begin(&house, &s, Agenda::AgreeMethod).await.expect("first");
        begin(&house, &s, Agenda::Fieldwork).await.expect("then");
        judge(&house, &s, 0, "met", "").await;
        read_out(&house, &s).await;
        let view = visit::view(&house.app, &s.lead, s.visit).await.expect("in sight");
        assert_eq!(view.visit.log().last().map(|entry| entry.step), Some(Agenda::AdoptMinutes));
        assert_eq!(view.kept.agreed_method.as_deref(), Some("Kiểm tra máy chủ"));
    }
}

#[tokio::test]
async fn of_two_campaigns_in_one_visit_each_has_its_own_minutes() {
    for house in House::each().await {
        let s = scene(&house).await;
        let second = house.campaign_of(2026, "self-inspection-2024", &[s.unit]).await;
        let team: TeamId = new_id();
        let of = second.kept.campaign.id;
        let mut tx = house.app.store.change().await.expect("a turn");
        let row = store::team::Team {
            id: team,
            campaign: of,
            name: "Đoàn kiểm tra số 2".into(),
            decision_number: None,
            decision_on: None,
            dissolved_at: None,
        };
        store::team::add(&mut tx, &row, 1).await.expect("a team");
        store::visit::add_part(&mut tx, s.visit, of, second.targets[0], team).await.expect("its part");
        tx.keep().await.expect("it is kept");
        let other = house.person_in(Role::TeamLead, team).await;
        let theirs = minutes::view(&house.app, &other, s.visit, None).await.expect("their own");
        assert_eq!((theirs.part.campaign, theirs.parts.len()), (of, 1));
        let foreign = minutes::view(&house.app, &other, s.visit, Some(s.campaign())).await;
        assert!(matches!(foreign, Err(Refusal::NotFound)), "not the other team's");
        to_fieldwork(&house, &s).await;
        judge(&house, &s, 0, "met", "").await;
        read_out(&house, &s).await;
        let at = version(&house, &s).await;
        minutes::sign(&house.app, &s.lead, s.visit, s.campaign(), at, conclusion()).await.expect("signed");
        let theirs = minutes::view(&house.app, &other, s.visit, None).await.expect("their own");
        assert_eq!(theirs.kept.state, "none", "signing one leaves the other");
        assert_ne!(s.team, team);
    }
}

#[tokio::test]
async fn an_earlier_finding_is_looked_at_again_and_closes_with_the_minutes() {
    for house in House::each().await {
        let s = scene(&house).await;
        let before = house.campaign_of(2025, "self-inspection-2024", &[s.unit]).await;
        let office = house.person(Role::StandingOffice).await;
        let new = finding::New {
            campaign: before.kept.campaign.id,
            unit: s.unit,
            source: Source::Hand,
            words: store::finding::Words {
                code: Some("B3".into()),
                text: "Chưa ban hành quy chế".into(),
                basis: "Điều 23".into(),
                ..store::finding::Words::default()
            },
            severity: domain::finding::Severity::Remedy,
            fixed_on_the_spot: false,
            observed_on: date(2025, 9, 12),
            repeats: None,
        };
        let earlier = finding::record(&house.app, &office, new, vec![]).await.expect("last year's");
        to_fieldwork(&house, &s).await;
        let sheet = visit::sheet(&house.app, &s.lead, s.visit, None).await.expect("the sheet");
        assert_eq!(sheet.earlier.len(), 1, "it is an item of this visit");
        let look = |verdict, note: &'static str, seen: &'static str| Looked {
            finding: earlier,
            verdict,
            note,
            seen,
        };
        let blank = Looked::mark(None, "");
        let blank: &'static str = Box::leak(blank.into_boxed_str());
        let (id, of) = (s.visit, s.campaign());
        let silent =
            visit::look_again(&house.app, &s.lead, id, of, look(RecheckVerdict::Partly, "", blank)).await;
        assert!(matches!(silent, Err(Refusal::Invalid(_))), "not fixed wants to say why");
        let partly = look(RecheckVerdict::Partly, "Đã có dự thảo", blank);
        visit::look_again(&house.app, &s.lead, id, of, partly).await.expect("seen");
        let stale =
            visit::look_again(&house.app, &s.lead, id, of, look(RecheckVerdict::Fixed, "", blank)).await;
        assert!(matches!(stale, Err(Refusal::Conflict)));
        read_out(&house, &s).await;
        let at = version(&house, &s).await;
        minutes::sign(&house.app, &s.lead, id, of, at, conclusion()).await.expect("signed");
        let story = finding::view(&house.app, &office, earlier).await.expect("its story").events;
        let told = story.iter().any(|event| ["verify", "seen_again"].contains(&event.step.as_str()));
        assert!(told, "{}", house.record.engine);
    }
}
