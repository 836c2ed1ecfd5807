//! Findings: from what was seen to what was remedied.

mod answering;

use domain::campaign::DatedRule;
use domain::deadline::{Event, Rule};
use domain::finding::{FindingStep, Severity};
use domain::identifier::{CampaignId, FindingId, TeamId, UnitId, VisitId, VisitItemId};
use domain::policy::Role;
use domain::unit::{ChangeKind, UnitKind};
use domain::visit::RecheckVerdict;
use jiff::civil::date;
use rasoat_app::acts::finding::{self, After, Change, New, Source, Step};
use rasoat_app::acts::unit::{self, Reorganisation, Resulting};
use rasoat_app::clock::new_id;
use rasoat_app::{Actor, Refusal};
use store::campaign::Item;
use store::finding::{Filter, Words};
use store::visit::fieldwork::Answer;
use testkit::campaign::Small;
use testkit::house::House;

/// A campaign with a team, one unit, and a visit on the house's first day.
struct Scene {
    small: Small,
    unit: UnitId,
    team: TeamId,
    visit: VisitId,
    lead: Actor,
    focal: Actor,
}

impl Scene {
    fn campaign(&self) -> CampaignId {
        self.small.kept.campaign.id
    }
}

async fn scene(house: &House) -> Scene {
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
    let row = store::team::Team {
        id: team,
        campaign: id,
        name: "Đoàn kiểm tra số 1".into(),
        decision_number: None,
        decision_on: None,
        dissolved_at: None,
    };
    store::team::add(&mut tx, &row, 1).await.expect("a team");
    put_visit(&mut tx, house, visit, unit).await;
    store::visit::add_part(&mut tx, visit, id, small.targets[0], team).await.expect("its part");
    tx.keep().await.expect("it is kept");
    let lead = house.person_in(Role::TeamLead, team).await;
    let focal = house.person_of(Role::UnitFocal, unit).await;
    Scene { small, unit, team, visit, lead, focal }
}

async fn put_visit(tx: &mut store::Tx, house: &House, id: VisitId, unit: UnitId) {
    let now = house.clock.now();
    let day = domain::moment::day(now);
    let new = store::visit::New {
        id,
        unit,
        kind: "periodic",
        occasion: None,
        reason: None,
        exception: None,
        times: Some(store::visit::Times { starts_at: now, ends_at: now, day, last_day: day }),
        place: "",
        state: "underway",
        state_data: "{}".into(),
        by: Actor::program("test").user.id,
        now,
    };
    store::visit::add(tx, &new).await.expect("a visit");
}

fn words(text: &str) -> Words {
    Words { code: Some("B3".into()), text: text.into(), request: "Gỡ bỏ ngay".into(), ..Words::default() }
}

fn new(scene: &Scene, text: &str) -> New {
    New {
        campaign: scene.campaign(),
        unit: scene.unit,
        source: Source::Visit { visit: scene.visit, item: None },
        words: Words {
            basis: "Khoản 5 Điều 5 Luật Bảo vệ bí mật nhà nước".into(), ..words(text)
        },
        severity: Severity::Remedy,
        fixed_on_the_spot: false,
        observed_on: date(2026, 5, 20),
        repeats: None,
    }
}

async fn record(house: &House, scene: &Scene, text: &str) -> FindingId {
    finding::record(&house.app, &scene.lead, new(scene, text), vec![]).await.expect("it is recorded")
}

async fn sign(house: &House, scene: &Scene) {
    let mut act = house.app.act(&scene.lead).await.expect("a turn");
    finding::on_minutes_signed(&mut act, scene.visit, scene.campaign(), house.app.today())
        .await
        .expect("the minutes set the findings going");
    act.tell("minutes.sign", "visit", scene.visit, ()).await.expect("the audit line");
    act.done().await.expect("it is kept");
}

async fn version(house: &House, who: &Actor, id: FindingId) -> i64 {
    finding::view(&house.app, who, id).await.expect("it is in sight").listed.finding.version
}

async fn step(house: &House, who: &Actor, id: FindingId, step: Step) -> Result<(), Refusal> {
    let version = version(house, who, id).await;
    finding::take(&house.app, who, id, version, step, vec![]).await
}

async fn story(house: &House, who: &Actor, id: FindingId) -> Vec<String> {
    let view = finding::view(&house.app, who, id).await.expect("it is in sight");
    view.events.into_iter().map(|event| event.step).collect()
}

async fn kinds_told(house: &House, who: &Actor) -> Vec<String> {
    let (notices, _) = rasoat_app::acts::notice::mine(&house.app, who, 50, 0).await.expect("one's notices");
    notices.into_iter().rev().map(|notice| notice.kind).collect()
}

#[tokio::test]
async fn a_finding_goes_from_signed_minutes_to_closure_and_tells_its_story() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let id = record(&house, &scene, "Soạn thảo tài liệu mật trên máy tính nối mạng").await;
        let hidden = finding::view(&house.app, &scene.focal, id).await;
        assert!(
            matches!(hidden, Err(Refusal::NotFound)),
            "a unit sees nothing before the minutes are signed"
        );
        sign(&house, &scene).await;

        let view = finding::view(&house.app, &scene.focal, id).await.expect("now the unit sees it");
        assert_eq!(view.listed.finding.case.due(), Some(date(2026, 6, 9)), "20 days after 20/5/2026");
        assert_eq!(view.listed.finding.due.as_ref().expect("with its arithmetic").steps.len(), 2);
        assert_eq!(
            view.steps,
            [FindingStep::ReportDone, FindingStep::SubmitPlan, FindingStep::AskExtension],
            "what the unit may do"
        );
        assert_eq!(kinds_told(&house, &scene.focal).await, ["finding_request"]);

        let plan = Step::SubmitPlan { text: "Cài lại máy".into(), finishes_on: date(2026, 6, 1) };
        step(&house, &scene.focal, id, plan).await.expect("the unit plans");
        step(&house, &scene.lead, id, Step::RejectPlan { reason: "Chưa nêu người chịu trách nhiệm".into() })
            .await
            .expect("the team rejects");
        let plan = Step::SubmitPlan {
            text: "Giao đồng chí phụ trách cài lại máy".into(),
            finishes_on: date(2026, 6, 1),
        };
        step(&house, &scene.focal, id, plan).await.expect("the unit plans again");
        step(&house, &scene.lead, id, Step::ApprovePlan { note: String::new() })
            .await
            .expect("the team approves");
        let extension = Step::AskExtension { until: date(2026, 6, 20), reason: "Chờ mua máy".into() };
        step(&house, &scene.focal, id, extension).await.expect("the unit asks for time");
        step(&house, &scene.lead, id, Step::GrantExtension { note: String::new() }).await.expect("granted");
        step(&house, &scene.focal, id, Step::ReportDone { text: "Đã cài lại, biên bản kèm theo".into() })
            .await
            .expect("the unit reports");
        let verify =
            Step::Verify { verdict: RecheckVerdict::Fixed, note: String::new(), after: After::Close };
        step(&house, &scene.lead, id, verify).await.expect("the team verifies and closes");

        let steps = [
            "recorded",
            "request",
            "submit_plan",
            "reject_plan",
            "submit_plan",
            "approve_plan",
            "ask_extension",
            "decide_extension",
            "report_done",
            "verify",
            "close",
        ];
        assert_eq!(story(&house, &scene.lead, id).await, steps, "{}", house.record.engine);
        let view = finding::view(&house.app, &scene.focal, id).await.expect("it stays in sight");
        assert!(view.listed.finding.closed_at.is_some() && view.owes.0.is_empty());
        let target = target(&house, &scene).await;
        assert_eq!((target.findings_total, target.findings_open), (1, 0));
    }
}

async fn target(house: &House, scene: &Scene) -> store::target::Target {
    let mut tx = house.app.store.read().await.expect("a reader");
    store::target::of_unit(&mut tx, scene.campaign(), scene.unit).await.expect("read").expect("it is there")
}

#[tokio::test]
async fn each_sees_and_does_only_their_own() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let id = record(&house, &scene, "Chưa có nội quy").await;
        sign(&house, &scene).await;
        let other = house.unit("Sở Y tế", UnitKind::Department).await;
        let stranger = house.person_of(Role::UnitHead, other).await;
        assert!(matches!(finding::view(&house.app, &stranger, id).await, Err(Refusal::NotFound)));
        let listed = finding::list(&house.app, &stranger, &Filter { limit: 10, ..Filter::default() }).await;
        assert_eq!(listed.expect("a list").count, 0);
        let judge = Step::Withdraw { reason: "Không đúng".into() };
        let refused = finding::take(&house.app, &scene.focal, id, 2, judge.clone(), vec![]).await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "a unit does not judge itself");
        let other_team = house.person_in(Role::TeamLead, new_id()).await;
        let refused = finding::take(&house.app, &other_team, id, 2, judge, vec![]).await;
        assert!(matches!(refused, Err(Refusal::NotFound)), "nor does a team that has nothing to do with it");
        let member = house.person_in(Role::TeamMember, scene.team).await;
        assert!(finding::view(&house.app, &member, id).await.expect("a member reads").steps.is_empty());
    }
}

#[tokio::test]
async fn of_two_who_judge_at_once_the_second_is_told_of_the_first() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let id = record(&house, &scene, "Chưa có nội quy").await;
        sign(&house, &scene).await;
        let seen = version(&house, &scene.focal, id).await;
        let done = |text: &str| Step::ReportDone { text: text.into() };
        finding::take(&house.app, &scene.focal, id, seen, done("Đã ban hành"), vec![])
            .await
            .expect("the first");
        let second = finding::take(&house.app, &scene.focal, id, seen, done("Sẽ ban hành"), vec![]).await;
        assert!(matches!(second, Err(Refusal::Conflict)), "{}", house.record.engine);
        let late = step(&house, &scene.focal, id, done("Sẽ ban hành")).await;
        assert!(matches!(late, Err(Refusal::NotNow { .. })), "what was reported waits for the team");
    }
}

#[tokio::test]
async fn what_was_put_right_on_the_spot_closes_with_the_minutes() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let id = record(&house, &scene, "Máy tính không đặt mật khẩu").await;
        let change = Change {
            words: new(&scene, "Máy tính không đặt mật khẩu màn hình").words,
            severity: Severity::Reminder,
            fixed_on_the_spot: true,
        };
        finding::revise(&house.app, &scene.lead, id, 1, change.clone()).await.expect("it is corrected");
        sign(&house, &scene).await;
        let view = finding::view(&house.app, &scene.focal, id).await.expect("the unit sees it");
        assert_eq!(view.listed.finding.case.code(), "closed");
        assert!(kinds_told(&house, &scene.focal).await.is_empty(), "nothing is asked of the unit");
        let refused = finding::revise(&house.app, &scene.lead, id, 3, change).await;
        assert!(matches!(refused, Err(Refusal::NotNow { .. })), "signed words stay");
    }
}

async fn answered(house: &House, scene: &Scene, verdict: &str) -> VisitItemId {
    let item = Item {
        id: new_id(),
        code: format!("III.2.{verdict}"),
        content: None,
        theme: "B".into(),
        method: "look".into(),
        question: "Có soạn thảo tài liệu mật trên máy nối mạng không?".into(),
        question_en: "Are secrets drafted on networked machines?".into(),
        guidance: String::new(),
        guidance_en: String::new(),
        basis: String::new(),
        catalogue: "B3 B7".into(),
        outline_field: None,
    };
    let answer = Answer {
        verdict: Some(verdict.into()),
        note: "Phát hiện 02 tệp".into(),
        location: "Phòng Tổ chức".into(),
        told: "Xóa bằng phần mềm chuyên dụng".into(),
        counted: None,
    };
    let mut tx = house.app.store.change().await.expect("a turn");
    store::campaign::add_item(&mut tx, scene.campaign(), &item, 1).await.expect("an item");
    let saving = store::visit::fieldwork::Saving {
        visit: scene.visit,
        item: item.id,
        version: 0,
        answer: &answer,
        by: scene.lead.user.id,
        now: house.clock.now(),
        past: new_id(),
    };
    assert!(store::visit::fieldwork::save(&mut tx, saving).await.expect("an answer"));
    tx.keep().await.expect("it is kept");
    item.id
}

#[tokio::test]
async fn a_wanting_answer_proposes_findings_with_the_law_of_the_day() {
    for (instant, act) in
        [("2026-02-10T01:00:00Z", "luat-29-2018"), ("2026-05-20T01:00:00Z", "luat-117-2025")]
    {
        for house in House::each_at(instant).await {
            let scene = scene(&house).await;
            let item = answered(&house, &scene, "not_met").await;
            let proposals = finding::propose(&house.app, &scene.lead, scene.visit, scene.campaign(), item)
                .await
                .expect("proposals");
            let codes: Vec<_> = proposals.iter().filter_map(|p| p.words.code.as_deref()).collect();
            assert_eq!(codes, ["B3", "B7"]);
            let first = &proposals[0];
            assert!(
                first.words.acts.iter().all(|basis| basis.act == act),
                "{:?} on {instant}",
                first.words.acts
            );
            assert_eq!(first.words.evidence, "Phát hiện 02 tệp (Phòng Tổ chức)");
            assert_eq!(first.words.request, "Xóa bằng phần mềm chuyên dụng");

            let drawn = New {
                words: first.words.clone(),
                severity: first.severity,
                source: Source::Visit { visit: scene.visit, item: Some(item) },
                observed_on: first.observed_on,
                ..new(&scene, "")
            };
            finding::record(&house.app, &scene.lead, drawn, vec![]).await.expect("it is drawn up");
            let left = finding::propose(&house.app, &scene.lead, scene.visit, scene.campaign(), item).await;
            assert_eq!(left.expect("proposals").len(), 1, "not proposed twice");
            let met = answered(&house, &scene, "met").await;
            let refused = finding::propose(&house.app, &scene.lead, scene.visit, scene.campaign(), met).await;
            assert!(matches!(refused, Err(Refusal::NotNow { .. })), "nothing is wanting");
        }
    }
}

#[tokio::test]
async fn findings_follow_to_a_sole_successor_and_wait_for_the_office_otherwise() {
    for house in House::each().await {
        let office = house.person(Role::StandingOffice).await;
        let scene = scene(&house).await;
        let id = record(&house, &scene, "Chưa có nội quy").await;
        sign(&house, &scene).await;
        let change = |kind, originals: Vec<UnitId>, resulting: Vec<&str>| Reorganisation {
            date: house.app.today(),
            kind,
            basis: Some("Nghị quyết 18-NQ/TW".into()),
            originals,
            resulting: resulting
                .into_iter()
                .map(|name| Resulting::New { name: name.into(), kind: UnitKind::Department, parent: None })
                .collect(),
            parent: None,
        };
        unit::reorganise(
            &house.app,
            &office,
            change(ChangeKind::Rename, vec![scene.unit], vec!["Sở Tài chính và Đầu tư"]),
        )
        .await
        .expect("a renaming");
        let view = finding::view(&house.app, &office, id).await.expect("it is in sight");
        assert_eq!(view.listed.unit_name, "Sở Tài chính và Đầu tư");
        assert_eq!(view.listed.recorded_unit_name, "Sở Tài chính", "where it was found stays told");
        assert_eq!(view.events.last().expect("events").step, "transfer");
        assert!(matches!(finding::view(&house.app, &scene.focal, id).await, Err(Refusal::NotFound)));

        let now = view.listed.finding.case.unit;
        house.clock.forward(24);
        unit::reorganise(
            &house.app,
            &office,
            change(ChangeKind::Split, vec![now], vec!["Sở Tài chính mới", "Sở Đầu tư"]),
        )
        .await
        .expect("a split");
        let waiting =
            finding::list(&house.app, &office, &Filter { unassigned: true, limit: 10, ..Filter::default() })
                .await
                .expect("a list");
        assert_eq!(waiting.count, 1);
        assert_eq!(kinds_told(&house, &office).await, ["findings_to_assign"]);
        let heir = house.unit("Sở Kế hoạch", UnitKind::Department).await;
        let line = {
            let mut tx = house.app.store.read().await.expect("a reader");
            store::unit::changes(&mut tx).await.expect("changes").last().expect("the split").resulting[0]
        };
        let mut tx = house.app.store.read().await.expect("a reader");
        let open = store::finding::open_of_unit_line(&mut tx, line)
            .await
            .expect("what a later campaign starts from");
        assert_eq!(open.len(), 1, "the successors' line holds what waits");
        drop(tx);
        let waiting = &waiting.lines[0].finding;
        finding::assign(&house.app, &office, id, waiting.version, heir, "Văn bản phân công số 12")
            .await
            .expect("assigned");
        let refused = finding::assign(&house.app, &scene.lead, id, waiting.version + 1, line, "x").await;
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "only the office assigns");
        let view = finding::view(&house.app, &office, id).await.expect("it is in sight");
        assert!(!view.listed.finding.unassigned && view.listed.unit_name == "Sở Kế hoạch");
    }
}

#[tokio::test]
async fn a_recheck_on_a_later_visit_closes_what_is_fixed_and_reopens_what_is_not() {
    for house in House::each().await {
        let scene = scene(&house).await;
        let fixed = record(&house, &scene, "Chưa có nội quy").await;
        let not = record(&house, &scene, "Chưa có sổ").await;
        sign(&house, &scene).await;
        house.clock.forward(24 * 365);
        let small = house.campaign_of(2027, "self-inspection-2024", &[scene.unit]).await;
        let mut later = Scene { small, visit: new_id(), ..scene };
        later.small.kept.campaign.remediation = Some(DatedRule {
            rule: Rule::After { event: Event::Minutes, days: 10, working_days: false },
            clause: "sau 10 ngày kể từ ngày lập biên bản".into(),
        });
        let mut tx = house.app.store.change().await.expect("a turn");
        let everything = store::Scope::everything(later.lead.user.id);
        let kept =
            store::campaign::get(&mut tx, &everything, later.campaign()).await.expect("read").expect("there");
        later.small.kept.version = kept.version;
        store::campaign::update(&mut tx, &later.small.kept).await.expect("its clause");
        put_visit(&mut tx, &house, later.visit, later.unit).await;
        store::visit::add_part(&mut tx, later.visit, later.campaign(), later.small.targets[0], later.team)
            .await
            .expect("its part");
        for (id, verdict) in [(fixed, "fixed"), (not, "not_fixed")] {
            let seen = store::visit::recheck::Seen {
                visit: later.visit,
                campaign: later.campaign(),
                finding: id,
                version: 0,
                verdict,
                note: if verdict == "fixed" { "" } else { "Vẫn chưa có sổ" },
            };
            store::visit::recheck::save(&mut tx, seen, later.lead.user.id, house.clock.now())
                .await
                .expect("seen");
        }
        tx.keep().await.expect("it is kept");
        sign(&house, &later).await;
        sign(&house, &later).await;
        let steps = ["recorded", "request", "verify", "close"];
        assert_eq!(story(&house, &later.lead, fixed).await, steps, "{}", house.record.engine);
        let steps = ["recorded", "request", "verify", "reopen"];
        assert_eq!(story(&house, &later.lead, not).await, steps, "signed twice, told once");
        let view = finding::view(&house.app, &later.lead, not).await.expect("in sight");
        assert_eq!(view.listed.finding.case.due(), Some(date(2027, 5, 30)), "10 days after 20/5/2027");
    }
}

#[tokio::test]
async fn lists_are_searched_without_accents_narrowed_and_cost_the_same_however_long() {
    for house in House::each().await {
        let scene = scene(&house).await;
        record(&house, &scene, "Soạn thảo tài liệu mật trên máy nối mạng").await;
        record(&house, &scene, "Chưa ban hành nội quy bảo vệ bí mật").await;
        sign(&house, &scene).await;
        let count = async |filter: Filter| {
            let before = house.app.store.queries();
            let filter = Filter { limit: 50, ..filter };
            let list = finding::list(&house.app, &scene.focal, &filter).await.expect("a list");
            assert_eq!(list.lines.len() as i64, list.count.min(50));
            (list.count, house.app.store.queries() - before)
        };
        let words = |words: &str| Filter { words: words.into(), ..Filter::default() };
        assert_eq!(count(words("may noi mang")).await.0, 1);
        assert_eq!(count(words("SO TAI CHINH")).await.0, 2, "by the unit's name");
        assert_eq!(count(words("2")).await.0, 1, "by its number");
        assert_eq!(count(Filter { owed_by: vec!["unit"], ..Filter::default() }).await.0, 2);
        assert_eq!(count(Filter { owed_by: vec!["team", "office"], ..Filter::default() }).await.0, 0);
        assert_eq!(count(Filter { due: "overdue".into(), ..Filter::default() }).await.0, 0);
        let few = count(Filter::default()).await.1;
        house.clock.forward(24 * 21);
        assert_eq!(count(Filter { due: "overdue".into(), ..Filter::default() }).await.0, 2);
        for n in 0..40 {
            record(&house, &scene, &format!("Tồn tại thứ {n}")).await;
        }
        sign(&house, &scene).await;
        assert_eq!(count(Filter::default()).await, (42, few), "{}", house.record.engine);
        let office = house.person(Role::StandingOffice).await;
        let list = finding::list(&house.app, &office, &Filter { limit: 1, ..Filter::default() })
            .await
            .expect("a list");
        assert_eq!(
            list.counts.iter().map(|count| (count.count, count.overdue)).collect::<Vec<_>>(),
            [(42, 2)]
        );
    }
}
