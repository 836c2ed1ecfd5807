//! Self-inspection reports, from opening to accepted.

use domain::identifier::{ReportId, UnitId};
use domain::outline::Cell;
use domain::policy::Role;
use domain::unit::UnitKind;
use jiff::civil::date;
use rasoat_app::acts::file::Upload;
use rasoat_app::acts::report::{self, Change, Outcome, Side, Sight};
use rasoat_app::{Actor, Refusal};
use store::Scope;
use store::report::Filter;
use testkit::campaign::Small;
use testkit::house::House;

/// A small outline that can be filled in a test.
const REMEDIATION: &str = "remediation-2024";
/// The large one.
const SELF_INSPECTION: &str = "self-inspection-2024";

/// A unit with its people and an opened report.
struct Desk {
    unit: UnitId,
    focal: Actor,
    head: Actor,
    small: Small,
    id: ReportId,
}

async fn open_all(house: &House, small: &Small) {
    let program = Actor::program("test");
    let mut act = house.app.act(&program).await.expect("an act");
    let years = report::years(&small.kept.campaign);
    let facts = report::facts(small.kept.issued_on, act.today());
    for target in &small.targets {
        report::open(&mut act, *target, &small.cohort, &years, &facts).await.expect("a report opens");
    }
    act.tell("campaign.open", "campaign", small.kept.campaign.id, ()).await.expect("it is told");
    act.done().await.expect("it is kept");
}

async fn report_of(house: &House, small: &Small, at: usize) -> ReportId {
    let mut tx = house.app.store.read().await.expect("a reader");
    let scope = Scope::everything(Actor::program("test").user.id);
    let found = store::report::of_target(&mut tx, &scope, small.targets[at]).await.expect("a query");
    found.expect("the target has a report").kept.id
}

async fn desk_of(house: &House, outline: &str) -> Desk {
    let unit = house.unit("Sở Tài chính", UnitKind::Department).await;
    let small = house.campaign(outline, &[unit]).await;
    open_all(house, &small).await;
    let id = report_of(house, &small, 0).await;
    let focal = house.person_of(Role::UnitFocal, unit).await;
    let head = house.person_of(Role::UnitHead, unit).await;
    Desk { unit, focal, head, small, id }
}

fn change(cell: &str, typed: &str, seen: i64) -> Change {
    Change { cell: cell.parse().expect("a cell"), typed: typed.to_owned(), seen }
}

async fn put(house: &House, who: &Actor, id: ReportId, cell: &str, typed: &str, seen: i64) -> Outcome {
    let saved = report::save(&house.app, who, id, vec![change(cell, typed, seen)]).await.expect("a save");
    saved.only().expect("one outcome")
}

async fn version(house: &House, who: &Actor, id: ReportId) -> i64 {
    report::view(&house.app, who, id).await.expect("a view").listed.kept.version
}

/// Every answer the small outline needs.
fn everything() -> Vec<Change> {
    [
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
    ]
    .map(|(cell, typed)| change(cell, typed, 0))
    .to_vec()
}

async fn fill(house: &House, desk: &Desk) {
    let saved = report::save(&house.app, &desk.focal, desk.id, everything()).await.expect("a save");
    assert!(saved.all_kept(), "{:?}", saved.outcomes);
    let picture = Upload { name: "nội quy.png".into(), bytes: b"\x89PNG\r\n\x1A\n....".to_vec() };
    let saved = report::attach(&house.app, &desk.focal, desk.id, Cell::of("evidence_files"), picture)
        .await
        .expect("a picture is taken in");
    assert!(saved.all_kept());
    assert_eq!(saved.answered, saved.required, "nothing is missing: {:?}", saved.problems);
}

async fn send(house: &House, desk: &Desk) -> store::report::Receipt {
    let at = version(house, &desk.focal, desk.id).await;
    report::hand_to_head(&house.app, &desk.focal, desk.id, at).await.expect("it is handed over");
    report::submit(&house.app, &desk.head, desk.id, at + 1, true).await.expect("it is sent")
}

#[tokio::test]
async fn saving_one_answer_takes_eight_queries_at_most_however_long_the_report() {
    for house in House::each().await {
        let desk = desk_of(&house, SELF_INSPECTION).await;
        for (typed, seen) in [("12", 0), ("13", 1), ("", 2)] {
            let before = house.app.store.queries();
            let outcome = put(&house, &desk.focal, desk.id, "pc_total", typed, seen).await;
            assert!(matches!(outcome, Outcome::Kept { .. }), "{outcome:?}");
            let spent = house.app.store.queries() - before;
            assert!(spent <= 8, "{spent} queries on {}", house.record.engine);
        }
    }
}

#[tokio::test]
async fn opening_takes_three_queries_per_target_and_is_done_once() {
    for house in House::each().await {
        let unit = house.unit("Sở Y tế", UnitKind::Department).await;
        let small = house.campaign(SELF_INSPECTION, &[unit]).await;
        let program = Actor::program("test");
        let mut act = house.app.act(&program).await.expect("an act");
        let (years, facts) = ([2025, 2026], report::facts(small.kept.issued_on, act.today()));
        let before = house.app.store.queries();
        let opened = report::open(&mut act, small.targets[0], &small.cohort, &years, &facts).await;
        assert!(opened.expect("it opens"));
        assert!(house.app.store.queries() - before <= 3);
        let again = report::open(&mut act, small.targets[0], &small.cohort, &years, &facts).await;
        assert!(!again.expect("it was open"), "{}", house.record.engine);
    }
}

#[tokio::test]
async fn two_editors_never_lose_work() {
    for house in House::each().await {
        let desk = desk_of(&house, REMEDIATION).await;
        let (one, two) = (&desk.focal, &desk.head);
        let kept = put(&house, one, desk.id, "head_directs", "Văn phòng chủ trì.", 0).await;
        assert_eq!(kept, Outcome::Kept { version: 1, value: "Văn phòng chủ trì.".into() });
        let refused = put(&house, two, desk.id, "head_directs", "Phòng Tổng hợp chủ trì.", 0).await;
        let Outcome::Stale { theirs } = refused else { panic!("{refused:?}") };
        assert_eq!((theirs.value.as_str(), theirs.version), ("Văn phòng chủ trì.", 1));
        assert_eq!(theirs.saved_by_name, one.user.name);
        // The same text is no conflict, whatever the version.
        let same = put(&house, two, desk.id, "head_directs", "Văn phòng chủ trì.", 0).await;
        assert_eq!(same, Outcome::Same { version: 1 });
        let past = report::past(&house.app, two, desk.id, "head_directs").await.expect("the past");
        assert_eq!(past.len(), 1, "{}", house.record.engine);
        assert_eq!((past[0].fate.as_str(), past[0].value.as_str()), ("refused", "Phòng Tổng hợp chủ trì."));
        // Knowing theirs, the second puts their own text back over it.
        let saved = report::restore(&house.app, two, desk.id, past[0].id, 1).await.expect("it is restored");
        assert!(saved.all_kept());
        let past = report::past(&house.app, one, desk.id, "head_directs").await.expect("the past");
        let texts: Vec<_> = past.iter().map(|p| (p.fate.as_str(), p.value.as_str())).collect();
        assert!(texts.contains(&("replaced", "Văn phòng chủ trì.")), "{texts:?}");
        // Clearing keeps counting versions, so an old page cannot slip in unseen.
        put(&house, one, desk.id, "head_directs", "", 2).await;
        let late = put(&house, two, desk.id, "head_directs", "cũ", 1).await;
        assert!(matches!(late, Outcome::Stale { theirs } if theirs.value.is_empty() && theirs.version == 3));
    }
}

#[tokio::test]
async fn what_is_not_of_the_cell_is_refused_beside_its_field_and_the_rest_is_kept() {
    let house = House::sqlite().await;
    let desk = desk_of(&house, SELF_INSPECTION).await;
    let changes = vec![
        change("pc_total", "mười hai", 0),
        change("pc_lan", "1.250", 0),
        change("nowhere", "1", 0),
        change("issued.mat@1999", "1", 0),
        change("issued.mat@2026", "4", 0),
    ];
    let saved = report::save(&house.app, &desk.focal, desk.id, changes).await.expect("a save");
    let keys: Vec<_> = saved
        .outcomes
        .iter()
        .map(|(cell, outcome)| match outcome {
            Outcome::Faulty(fault) => (cell.to_string(), fault.key),
            Outcome::Kept { .. } => (cell.to_string(), "kept"),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        keys,
        [
            ("issued.mat@1999".to_owned(), "report-no-such-cell"),
            ("issued.mat@2026".to_owned(), "kept"),
            ("nowhere".to_owned(), "report-no-such-cell"),
            ("pc_lan".to_owned(), "kept"),
            ("pc_total".to_owned(), "report-not-a-number"),
        ]
    );
}

#[tokio::test]
async fn counters_kept_by_small_steps_agree_with_the_whole_count() {
    for house in House::each().await {
        let desk = desk_of(&house, REMEDIATION).await;
        for step in everything() {
            let saved = report::save(&house.app, &desk.focal, desk.id, vec![step]).await.expect("a save");
            let view = report::view(&house.app, &desk.focal, desk.id).await.expect("a view");
            assert_eq!(
                (saved.answered, saved.required),
                (view.progress.filled as i64, view.progress.required as i64)
            );
            assert_eq!(
                (view.listed.kept.answered, view.listed.kept.required),
                (saved.answered, saved.required)
            );
        }
    }
}

#[tokio::test]
async fn a_report_goes_from_draft_to_accepted_with_a_receipt_for_each_round() {
    for house in House::each().await {
        let desk = desk_of(&house, REMEDIATION).await;
        let office = house.person(Role::StandingOffice).await;
        let app = &house.app;
        // Before it is sent the office sees how far it is, not what stands in it.
        put(&house, &desk.focal, desk.id, "findings_total", "2", 0).await;
        let seen = report::view(app, &office, desk.id).await.expect("a view");
        assert_eq!(seen.sight, Sight::Nothing);
        assert!(seen.answers.is_empty() && seen.listed.kept.answered == 1);
        put(&house, &desk.focal, desk.id, "findings_total", "", 1).await;

        report::hand_to_head(app, &desk.focal, desk.id, 1).await.expect("it is handed over");
        let denied = report::submit(app, &desk.focal, desk.id, 2, true).await;
        assert!(matches!(denied, Err(Refusal::NotAllowed(_))), "only the head sends");
        let undeclared = report::submit(app, &desk.head, desk.id, 2, false).await;
        assert!(matches!(undeclared, Err(Refusal::Invalid(_))));
        let missing = report::submit(app, &desk.head, desk.id, 2, true).await;
        assert!(matches!(missing, Err(Refusal::Invalid(faults)) if faults.len() > 5));
        let frozen = report::save(app, &desk.focal, desk.id, vec![change("fixed", "1", 0)]).await;
        assert!(matches!(frozen, Err(Refusal::NotNow { .. })), "nothing changes under the head's hand");
        report::give_back(app, &desk.head, desk.id, 2, "Bổ sung số liệu").await.expect("it goes back");
        let view = report::view(app, &desk.focal, desk.id).await.expect("a view");
        assert_eq!(view.words[0].text, "Bổ sung số liệu");

        let mut all = everything();
        all.iter_mut().filter(|c| c.cell.field == "findings_total").for_each(|c| c.seen = 2);
        assert!(report::save(app, &desk.focal, desk.id, all).await.expect("a save").all_kept());
        let picture = Upload { name: "a.png".into(), bytes: b"\x89PNG\r\n\x1A\n....".to_vec() };
        report::attach(app, &desk.focal, desk.id, Cell::of("evidence_files"), picture)
            .await
            .expect("taken in");
        let first = send(&house, &desk).await;
        assert_eq!((first.round, first.late), (1, false));
        assert_eq!(first.sha256.len(), 64);
        let twice = report::submit(app, &desk.head, desk.id, 5, true).await;
        assert!(matches!(twice, Err(Refusal::NotNow { .. })));

        let seen = report::view(app, &office, desk.id).await.expect("a view");
        assert_eq!(seen.sight, Sight::Live);
        let unexplained = report::send_back(app, &office, desk.id, 5, None).await;
        assert!(matches!(unexplained, Err(Refusal::Invalid(_))), "nothing is returned without saying why");
        report::add_remark(app, &office, desk.id, "fixed", "Nêu rõ minh chứng.").await.expect("a remark");
        let view = report::view(app, &desk.focal, desk.id).await.expect("a view");
        assert!(view.review.is_empty(), "the unit sees remarks once they are sent");
        report::send_back(app, &office, desk.id, 5, Some(date(2026, 6, 1))).await.expect("it is returned");
        report::resume(app, &desk.focal, desk.id, 6).await.expect("work resumes");
        put(&house, &desk.focal, desk.id, "responsibility", "Đã kiểm điểm tập thể.", 1).await;
        let while_writing = report::view(app, &office, desk.id).await.expect("a view");
        assert_eq!(while_writing.sight, Sight::Sent(1));
        let cell = Cell::of("responsibility");
        assert_eq!(
            while_writing.answers.get(&cell),
            Some(&domain::outline::Value::Text("Đã kiểm điểm, rút kinh nghiệm.".into()))
        );

        let at = version(&house, &desk.focal, desk.id).await;
        report::hand_to_head(app, &desk.focal, desk.id, at).await.expect("it is handed over");
        let unanswered = report::submit(app, &desk.head, desk.id, at + 1, true).await;
        assert!(matches!(unanswered, Err(Refusal::Invalid(_))), "remarks are answered first");
        report::give_back(app, &desk.head, desk.id, at + 1, "").await.expect("back");
        let remark = view_remark(&house, &desk).await;
        report::answer_remark(app, &desk.focal, desk.id, remark, "Đã bổ sung ảnh.").await.expect("answered");
        house.clock.forward(24 * 20);
        let second = send(&house, &desk).await;
        assert_eq!((second.round, second.late), (2, true), "late is marked, not refused");
        assert_ne!(first.sha256, second.sha256);

        let rounds =
            report::compare(app, &office, desk.id, Side::Round(1), Side::Round(2)).await.expect("two rounds");
        let cells: Vec<_> = rounds.differences.iter().map(|d| d.cell.to_string()).collect();
        assert_eq!(cells, ["responsibility"], "{}", house.record.engine);
        assert!(rounds.same > 15);
        let at = version(&house, &office, desk.id).await;
        report::accept(app, &office, desk.id, at).await.expect("it is accepted");
        let board =
            report::board(app, &office, &Filter { limit: 10, ..Filter::default() }).await.expect("a board");
        assert_eq!((board.figures.accepted, board.figures.late, board.figures.missing), (1, 1, 0));
        let (mut tx, all) = (app.store.read().await.expect("a reader"), Scope::everything(office.user.id));
        let target = store::target::get(&mut tx, &all, desk.small.targets[0])
            .await
            .expect("a query")
            .expect("the target");
        assert_eq!((target.report_state.as_str(), target.report_late), ("accepted", true));
        assert_eq!(target.report_sent_on, Some(date(2026, 6, 9)));
    }
}

async fn view_remark(house: &House, desk: &Desk) -> domain::identifier::RemarkId {
    let view = report::view(&house.app, &desk.focal, desk.id).await.expect("a view");
    view.listed.kept.report.remarks()[0].id
}

#[tokio::test]
async fn a_report_is_nobody_elses() {
    for house in House::each().await {
        let desk = desk_of(&house, REMEDIATION).await;
        let other = house.unit("Sở Xây dựng", UnitKind::Department).await;
        let stranger = house.person_of(Role::UnitHead, other).await;
        let app = &house.app;
        assert!(matches!(report::view(app, &stranger, desk.id).await, Err(Refusal::NotFound)));
        let saved = report::save(app, &stranger, desk.id, vec![change("fixed", "1", 0)]).await;
        assert!(matches!(saved, Err(Refusal::NotFound)));
        let board = report::board(app, &stranger, &Filter { limit: 10, ..Filter::default() }).await;
        assert!(board.expect("a board").reports.is_empty());
        let observer = house.person(Role::Observer).await;
        let denied = report::save(app, &observer, desk.id, vec![change("fixed", "1", 0)]).await;
        assert!(matches!(denied, Err(Refusal::NotAllowed(_))));
        let given = report::assign(app, &desk.focal, desk.id, "1", Some(stranger.user.id)).await;
        assert!(matches!(given, Err(Refusal::Invalid(_))), "a section goes to the unit's own people");
        report::assign(app, &desk.focal, desk.id, "1", Some(desk.head.user.id)).await.expect("given");
        let view = report::view(app, &desk.head, desk.id).await.expect("a view");
        assert_eq!(view.seats[0].assigned_to, Some(desk.head.user.id));
        assert_eq!(view.listed.kept.unit, desk.unit);
    }
}

#[tokio::test]
async fn last_years_report_is_found_after_units_merged() {
    for house in House::each().await {
        let (one, two) = (
            house.unit("Sở Giao thông", UnitKind::Department).await,
            house.unit("Sở Xây dựng (cũ)", UnitKind::Department).await,
        );
        let before = house.campaign_of(2025, REMEDIATION, &[one, two]).await;
        open_all(&house, &before).await;
        for (at, unit) in [(0, one), (1, two)] {
            let desk = Desk {
                unit,
                focal: house.person_of(Role::UnitFocal, unit).await,
                head: house.person_of(Role::UnitHead, unit).await,
                id: report_of(&house, &before, at).await,
                small: before.clone(),
            };
            fill(&house, &desk).await;
            send(&house, &desk).await;
        }
        let merged = house.unit("Sở Xây dựng", UnitKind::Department).await;
        let event = domain::unit::ChangeEvent {
            id: rasoat_app::clock::new_id(),
            date: date(2025, 12, 1),
            kind: domain::unit::ChangeKind::Merge,
            basis: None,
            originals: vec![one, two],
            resulting: vec![merged],
        };
        let mut tx = house.app.store.change().await.expect("a turn");
        store::unit::add_change(&mut tx, &event).await.expect("the merger is recorded");
        tx.keep().await.expect("it is kept");
        let now = house.campaign(REMEDIATION, &[merged]).await;
        open_all(&house, &now).await;
        let focal = house.person_of(Role::UnitFocal, merged).await;
        let id = report_of(&house, &now, 0).await;
        let view = report::view(&house.app, &focal, id).await.expect("a view");
        let previous = view.previous.expect("last year's reports are found");
        assert_eq!((previous.year, previous.units.len()), (2025, 2), "{}", house.record.engine);
        assert_eq!(previous.answers.get(&Cell::of("fixed")), Some(&domain::outline::Value::Number(2)));
        let last_year = report::compare(&house.app, &focal, id, Side::LastYear, Side::Live).await;
        assert!(!last_year.expect("a comparison").differences.is_empty());
    }
}

#[tokio::test]
async fn an_attachment_hangs_on_its_report_and_a_refused_file_leaves_only_a_line() {
    for house in House::each().await {
        let desk = desk_of(&house, REMEDIATION).await;
        let app = &house.app;
        let program = Upload { name: "a.pdf".into(), bytes: b"\x7fELF....".to_vec() };
        let refused = report::attach(app, &desk.focal, desk.id, Cell::of("evidence_files"), program).await;
        assert!(matches!(refused, Err(Refusal::Invalid(_))));
        let mut tx = app.store.read().await.expect("a reader");
        let lines = store::audit::newest(&mut tx, i64::MAX, "", "file.refuse", 5).await.expect("lines");
        assert_eq!(lines.len(), 1);
        assert!(!lines[0].detail.contains("a.pdf"), "the line names no content");
        drop(tx);
        let forged =
            put(&house, &desk.focal, desk.id, "evidence_files", "019aa000-0000-7000-8000-000000000000", 0)
                .await;
        assert!(matches!(forged, Outcome::Faulty(fault) if fault.key == "report-attach-instead"));

        let text = Upload { name: "minh chứng.txt".into(), bytes: "Ảnh chụp sổ".as_bytes().to_vec() };
        let saved = report::attach(app, &desk.focal, desk.id, Cell::of("evidence_files"), text)
            .await
            .expect("taken in");
        let Outcome::Kept { value, version } = saved.only().expect("one outcome") else { panic!("not kept") };
        let file = value.parse().expect("a file's id");
        let (kept, bytes) = report::attachment(app, &desk.head, desk.id, file).await.expect("the file");
        assert_eq!((kept.name.as_str(), bytes.as_slice()), ("minh chứng.txt", "Ảnh chụp sổ".as_bytes()));
        let office = house.person(Role::StandingOffice).await;
        let hidden = report::attachment(app, &office, desk.id, file).await;
        assert!(matches!(hidden, Err(Refusal::NotFound)), "a draft's files are the unit's own");
        put(&house, &desk.focal, desk.id, "evidence_files", "", version).await;
        let view = report::view(app, &desk.focal, desk.id).await.expect("a view");
        assert!(view.files.is_empty(), "{}", house.record.engine);
    }
}

#[tokio::test]
async fn a_workbook_goes_out_prefilled_and_comes_back_as_changes_to_look_at() {
    for house in House::each().await {
        let desk = desk_of(&house, SELF_INSPECTION).await;
        let app = &house.app;
        for (cell, typed) in [
            ("pc_total", "12"),
            ("issued.mat@2026", "4"),
            ("bm_disseminated", "có"),
            ("bm_dissemination.form", "conference"),
            ("bm_dissemination.content[1]", "Luật 29/2018"),
            ("bm_awareness", "Nâng cao.\nCó kiểm tra."),
        ] {
            put(&house, &desk.focal, desk.id, cell, typed, 0).await;
        }
        let book = report::workbook(app, &desk.focal, desk.id).await.expect("a workbook");
        let unchanged = Upload { name: "a.xlsx".into(), bytes: book.bytes.clone() };
        let file = report::take_workbook(app, &desk.focal, desk.id, unchanged).await.expect("it is taken in");
        let nothing = report::proposal(app, &desk.focal, desk.id, file).await.expect("a proposal");
        assert_eq!(
            (nothing.proposed.as_slice(), nothing.faults.as_slice(), nothing.same),
            (&[][..], &[][..], 6)
        );

        // Someone fills the workbook in while someone else goes on in the pages.
        put(&house, &desk.head, desk.id, "issued.mat@2026", "5", 1).await;
        let edited = edit(
            &book.bytes,
            &[("pc_total", "15"), ("pc_lan", "mười"), ("issued@2026", "9"), ("bm_has_documents", "Có")],
        );
        let upload = Upload { name: "b.xlsx".into(), bytes: edited };
        let file = report::take_workbook(app, &desk.focal, desk.id, upload).await.expect("it is taken in");
        let proposal = report::proposal(app, &desk.focal, desk.id, file).await.expect("a proposal");
        let mut told: Vec<_> = proposal
            .proposed
            .iter()
            .map(|p| (p.change.cell.to_string(), p.change.typed.clone(), p.conflict))
            .collect();
        told.sort();
        assert_eq!(
            told,
            [
                ("bm_has_documents".to_owned(), "Có".to_owned(), false),
                ("issued.tuyet_mat@2026".to_owned(), "9".to_owned(), false),
                ("pc_total".to_owned(), "15".to_owned(), false),
            ],
            "{}",
            house.record.engine
        );
        assert_eq!(proposal.faults.len(), 1);
        assert_eq!(proposal.faults[0].fault.key, "report-not-a-number");
        let saved = report::apply_proposal(app, &desk.focal, desk.id, file).await.expect("it is applied");
        assert!(saved.all_kept() && saved.outcomes.len() == 3);
        let view = report::view(app, &desk.focal, desk.id).await.expect("a view");
        assert_eq!(view.answers.single("pc_total"), Some(&domain::outline::Value::Number(15)));

        let other = desk_of(&house, SELF_INSPECTION).await;
        let foreign = Upload { name: "c.xlsx".into(), bytes: book.bytes };
        let file = report::take_workbook(app, &other.focal, other.id, foreign).await.expect("it is taken in");
        let refused = report::proposal(app, &other.focal, other.id, file).await;
        assert!(matches!(refused, Err(Refusal::Invalid(_))), "a workbook belongs to its report");
    }
}

/// Writes texts into the first answer column beside codes, the way a person
/// would, by writing the workbook anew from what it holds.
fn edit(bytes: &[u8], changes: &[(&str, &str)]) -> Vec<u8> {
    let sheets = reader::sheet::read_sheet("a.xlsx", bytes).expect("the workbook is read");
    let mut xlsx = rust_xlsxwriter::Workbook::new();
    for sheet in sheets {
        let worksheet = xlsx.add_worksheet();
        worksheet.set_name(&sheet.name).expect("a name");
        for (at, row) in sheet.rows.iter().enumerate() {
            for (column, text) in row.iter().enumerate() {
                worksheet.write_string(at as u32, column as u16, text).expect("a cell");
            }
            let change = row.first().and_then(|code| changes.iter().find(|(wanted, _)| wanted == code));
            let change = change.filter(|_| !sheet.name.starts_with('_'));
            if let Some((_, text)) = change {
                worksheet.write_string(at as u32, 2, *text).expect("a cell");
            }
        }
    }
    xlsx.save_to_buffer().expect("a workbook")
}

#[tokio::test]
async fn the_report_prints_in_legal_form_for_those_who_may_see_it() {
    let house = House::sqlite().await;
    let desk = desk_of(&house, REMEDIATION).await;
    let office = house.person(Role::StandingOffice).await;
    fill(&house, &desk).await;
    let draft = report::print(&house.app, &office, desk.id, report::Form::Docx).await;
    assert!(matches!(draft, Err(Refusal::NotFound)), "a draft is the unit's own");
    let docx = report::print(&house.app, &desk.focal, desk.id, report::Form::Docx).await.expect("a paper");
    let words = reader::read_words(&docx.name, &docx.bytes, &reader::Limits::default()).expect("it reads");
    let text: Vec<_> = words.paragraphs.iter().map(|paragraph| paragraph.text.as_str()).collect();
    let text = text.join("\n");
    for wanted in
        ["SỞ TÀI CHÍNH", "BC-STC", "Ban hành nội quy", "Đã kiểm điểm, rút kinh nghiệm", "nội quy.png"]
    {
        assert!(text.contains(wanted), "{wanted} is not in:\n{text}");
    }
    let pdf = report::print(&house.app, &desk.focal, desk.id, report::Form::Pdf).await.expect("a paper");
    assert!(pdf.bytes.starts_with(b"%PDF-"));
}

#[tokio::test]
async fn each_step_is_told_to_whoever_goes_on() {
    for house in House::each().await {
        let desk = desk_of(&house, REMEDIATION).await;
        let office = house.person(Role::StandingOffice).await;
        let app = &house.app;
        fill(&house, &desk).await;
        send(&house, &desk).await;
        report::add_remark(app, &office, desk.id, "", "Bổ sung.").await.expect("a remark");
        let at = version(&house, &office, desk.id).await;
        report::send_back(app, &office, desk.id, at, None).await.expect("it is returned");
        let kinds = async |who: &Actor| {
            let (mut notices, _) = rasoat_app::acts::notice::mine(app, who, 20, 0).await.expect("notices");
            notices.sort_by_key(|notice| notice.id);
            notices.into_iter().map(|notice| notice.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&desk.head).await, ["report_with_head", "report_returned"]);
        assert_eq!(kinds(&desk.focal).await, ["report_returned"], "{}", house.record.engine);
        assert_eq!(kinds(&office).await, ["report_submitted"]);
    }
}

#[tokio::test]
async fn the_due_day_follows_the_visit_until_the_report_is_sent() {
    for house in House::each().await {
        let desk = desk_of(&house, REMEDIATION).await;
        let app = &house.app;
        let due = async || report::view(app, &desk.focal, desk.id).await.expect("a view").listed.kept.due_on;
        assert_eq!(due().await, None, "it waits for the visit");
        let at = |day| domain::moment::instant(date(2026, 6, day).at(8, 0, 0, 0)).expect("an instant");
        let times = |day| store::visit::Times {
            starts_at: at(day),
            ends_at: at(day),
            day: date(2026, 6, day),
            last_day: date(2026, 6, day),
        };
        let team = store::team::Team {
            id: rasoat_app::clock::new_id(),
            campaign: desk.small.kept.campaign.id,
            name: "Đoàn kiểm tra số 01".into(),
            decision_number: None,
            decision_on: None,
            dissolved_at: None,
        };
        let visit = rasoat_app::clock::new_id();
        let program = Actor::program("test");
        let mut act = app.act(&program).await.expect("an act");
        store::team::add(&mut act.tx, &team, 1).await.expect("a team");
        let new = store::visit::New {
            id: visit,
            unit: desk.unit,
            kind: "planned",
            occasion: None,
            reason: None,
            exception: None,
            times: Some(times(16)),
            place: "",
            state: "planned",
            state_data: "{}".into(),
            by: program.user.id,
            now: act.now,
        };
        store::visit::add(&mut act.tx, &new).await.expect("a visit");
        let target = desk.small.targets[0];
        store::visit::add_part(&mut act.tx, visit, team.campaign, target, team.id).await.expect("its part");
        let moved = report::reschedule(&mut act, target).await.expect("it is worked out");
        assert_eq!(moved, Some(Some(date(2026, 6, 11))));
        assert_eq!(report::reschedule(&mut act, target).await.expect("again"), None, "nothing changed");
        act.tell("visit.add", "visit", visit, ()).await.expect("it is told");
        act.done().await.expect("it is kept");
        assert_eq!(due().await, Some(date(2026, 6, 11)), "{}", house.record.engine);

        fill(&house, &desk).await;
        send(&house, &desk).await;
        let mut act = app.act(&program).await.expect("an act");
        store::visit::set_times(&mut act.tx, visit, 1, times(26), "", None, act.now).await.expect("it moves");
        assert_eq!(report::reschedule(&mut act, target).await.expect("no more"), None);
        act.tell("visit.move", "visit", visit, ()).await.expect("it is told");
        act.done().await.expect("it is kept");
        assert_eq!(due().await, Some(date(2026, 6, 11)), "a sent report keeps the day it was judged by");
    }
}
