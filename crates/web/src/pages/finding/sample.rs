//! Findings of the invented province An Sơn, for the samples of pages.
//!
//! Not here: anything a page needs to work.

use app::acts::finding::{Count, Event, Finding, List, Listed, View, Words};
use domain::deadline::{Due, Event as Counted, Step};
use domain::finding::{Case, CaseFault, DoneReport, Severity, Verification};
use domain::identifier::{CampaignId, FindingId, UnitId, UserId};
use domain::visit::RecheckVerdict;
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

/// Who took which step: its code, words and data.
type Told = (&'static str, &'static str, &'static str, &'static str);

const LEAD: &str = "Vũ Văn Trưởng (truongdoan)";
const FOCAL: &str = "Ngô Thị Đầu (daumoi.yte)";

/// A finding brought to a state by its steps, with its story.
pub(super) fn view(state: &str) -> View {
    let (case, told) = case(state);
    let closed = case.is_closed();
    let events = told
        .into_iter()
        .zip(1..)
        .map(|((step, text, data, who), seq)| Event {
            seq,
            step: step.into(),
            state: String::new(),
            text: text.into(),
            data: data.into(),
            user: None,
            who: who.into(),
            at: at(seq),
        })
        .collect();
    let owes = case.owes();
    let listed = Listed {
        finding: finding(case),
        unit_name: "Sở Y tế".into(),
        recorded_unit_name: "Sở Y tế".into(),
        campaign_title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
        campaign_number: "12/KH-TBANM".into(),
        year: 2026,
        team_name: Some("Đoàn kiểm tra số 1".into()),
    };
    View {
        repeats: closed.then(|| listed.clone()),
        repeated_by: Vec::new(),
        events,
        files: Vec::new(),
        owes,
        steps: Vec::new(),
        may_revise: false,
        may_assign: false,
        units: Vec::new(),
        clause: "chậm nhất sau 20 ngày kể từ ngày lập biên bản".into(),
        suggested: Some(date(2026, 12, 10)),
        listed,
    }
}

fn at(days: i64) -> Timestamp {
    Timestamp::from_second(1_793_000_000 + days * 500_000).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Takes a step, or leaves the case as it is where the sample is wrong.
fn go(case: Case, step: impl FnOnce(Case) -> Result<Case, CaseFault>) -> Case {
    step(case.clone()).unwrap_or(case)
}

fn case(state: &str) -> (Case, Vec<Told>) {
    let mut case = Case::new(UnitId(Uuid::nil()), Severity::Remedy, date(2026, 10, 26));
    let mut told: Vec<Told> = vec![("recorded", "", "{}", LEAD)];
    if state == "open" {
        return (case, told);
    }
    case = go(case, |case| case.ask(date(2026, 10, 27), date(2026, 11, 16), None));
    told.push(("request", "", r#"{"due":"2026-11-16"}"#, LEAD));
    if state == "requested" {
        return (case, told);
    }
    let words = "Đã cài lại máy, dán nhãn, niêm phong cổng USB; biên bản và ảnh kèm theo.";
    let done = DoneReport { on: date(2026, 11, 12), text: words.into(), evidence: vec![] };
    case = go(case, |case| case.report_done(done));
    told.push(("report_done", words, "{}", FOCAL));
    if state == "done_reported" {
        return (case, told);
    }
    let verdict = RecheckVerdict::Fixed;
    let looked = Verification { on: date(2026, 11, 16), verdict, note: String::new() };
    case = go(case, |case| case.verify(looked));
    case = go(case, |case| case.close(date(2026, 11, 16)));
    told.push(("verify", "", r#"{"verdict":"fixed"}"#, LEAD));
    told.push(("close", "", "{}", LEAD));
    (case, told)
}

fn finding(case: Case) -> Finding {
    let due = Due {
        last_valid_day: date(2026, 11, 16),
        last_valid_time: None,
        period: None,
        steps: vec![
            Step::Happened { event: Counted::Minutes, date: date(2026, 10, 27) },
            Step::Days { from: date(2026, 10, 27), days: 20, to: date(2026, 11, 16) },
        ],
        marks: vec![],
    };
    Finding {
        id: FindingId(Uuid::nil()),
        campaign: CampaignId(Uuid::nil()),
        target: None,
        visit: None,
        item: None,
        recorded_unit: case.unit,
        unassigned: false,
        team: None,
        number: 3,
        words: Words {
            code: Some("B3".into()),
            theme: "B".into(),
            text: "Soạn thảo tài liệu có nội dung bí mật nhà nước trên máy tính nối mạng.".into(),
            evidence: "Một máy tính tại phòng Hành chính".into(),
            basis: "Khoản 5 Điều 5 Luật Bảo vệ bí mật nhà nước".into(),
            acts: vec![],
            cause: "Chưa bố trí máy tính độc lập".into(),
            request: "Gỡ bỏ và bố trí máy tính độc lập".into(),
            responsible: "Chánh Văn phòng".into(),
        },
        fixed_on_the_spot: false,
        minutes_on: Some(date(2026, 10, 27)),
        due: case.due().map(|_| due),
        closed_at: case.is_closed().then(|| at(5)),
        case,
        version: 2,
        recorded_by: UserId(Uuid::nil()),
        recorded_at: at(0),
    }
}

/// A list with one finding in each of some states.
pub(super) fn list() -> List {
    let lines: Vec<Listed> =
        ["open", "requested", "done_reported", "closed"].map(|state| view(state).listed).to_vec();
    let counts = lines
        .iter()
        .map(|line| Count {
            state: line.finding.case.code().into(),
            severity: line.finding.case.severity,
            count: 1,
            overdue: i64::from(line.finding.case.code() == "requested"),
        })
        .collect();
    List { count: 4, lines, counts }
}
