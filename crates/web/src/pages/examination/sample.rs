//! The page's samples: nothing yet, results, machines, rules, refused files.

use app::acts::examination::{
    By, Common, Count, Examination, Group, Listed, MachineUse, Outcome, Shared, State, TraceKind, Traces,
    View,
};
use domain::identifier::{ExaminationId, FindingId, OutcomeId, UnitId, UserId, VisitId};
use uuid::Uuid;

use super::{ExaminationPage, Found, PER_PAGE, address};
use crate::frame::Frame;
use crate::list::ListState;
use crate::pages::{Page, Samples};

fn listed(title: &str, severity: i64, state: State, place: &str) -> Listed {
    Listed {
        outcome: Outcome {
            id: OutcomeId(Uuid::nil()),
            identity: String::new(),
            tool: "nuclei".into(),
            rule: "weak-cipher".into(),
            kind: "host".into(),
            subject: "cong.anson.example".into(),
            place: place.into(),
            title: title.into(),
            verdict: "fails".into(),
            severity,
            names: "CVE-2014-0160".into(),
            folded: String::new(),
            detail: String::new(),
        },
        state,
        file_name: "quet-lan-1.jsonl".into(),
        seen_at: "2026-11-05T02:00:00Z".parse().expect("an instant"),
        finding: (state == State::Still).then(|| FindingId(Uuid::nil())),
        finding_number: (state == State::Still).then_some(7),
    }
}

fn view() -> View {
    let at = "2026-11-05T02:00:00Z".parse().expect("an instant");
    let count = |state, severity, tool: &str, count| Count {
        state,
        severity,
        tool: tool.into(),
        kind: if tool == "rasoat-lookups" { "account".into() } else { "host".into() },
        verdict: if tool == "host" { "not_collected".into() } else { "fails".into() },
        promoted: state == State::Still,
        count,
    };
    let taken = Examination {
        id: ExaminationId(Uuid::nil()),
        visit: VisitId(Uuid::nil()),
        unit: UnitId(Uuid::nil()),
        tool: "nuclei".into(),
        tool_version: "3.2".into(),
        file_name: "quet-lan-1.jsonl".into(),
        size: 2_048,
        sha256: "5f".repeat(32),
        made_at: at,
        results: 1_205,
        fresh: 3,
        changed: 1,
        gone: 12,
        passed: 301,
        lookups: 0,
        explained: 0,
        sealed_with: "7c".repeat(32),
        taken_by: UserId(Uuid::nil()),
        taken_at: at,
    };
    View {
        visit: VisitId(Uuid::nil()),
        unit_name: "Sở Tài chính".into(),
        parts: Vec::new(),
        taken: vec![(taken, "Vũ Văn Trưởng".into())],
        counts: vec![
            count(State::Fresh, 3, "nuclei", 3),
            count(State::Still, 1, "nmap", 1_190),
            count(State::Gone, 2, "nmap", 12),
            count(State::Fresh, 0, "host", 4),
        ],
        may_take: true,
        address: Some(format!("age1{}", "q7".repeat(29))),
        knowledge: Some(jiff::civil::date(2026, 11, 1)),
        may_promote: true,
    }
}

impl Page for ExaminationPage {
    const NAME: &'static str = "examination";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page = |query: Option<&str>, view: &View, found: &Found| {
            let state = ListState::read(&address(view.visit), query, PER_PAGE);
            let codes = vec![("F7".to_owned(), "F7. Bản vá, lỗ hổng bảo mật chưa được xử lý.".to_owned())];
            ExaminationPage::new(frame.clone(), state, view, found, codes)
        };
        let nothing = View { taken: Vec::new(), counts: Vec::new(), ..view() };
        let rows = Found::Rows(
            vec![
                listed("Máy chủ web còn dùng bộ mã yếu", 4, State::Fresh, "443/tcp"),
                listed("Open port 3389/tcp ms-wbt-server", 1, State::Still, "3389/tcp"),
                listed("CVE-2014-0160", 3, State::Gone, ""),
            ],
            1_206,
        );
        let group = |name: &str, kind: &str, tool: &str, title: &str| Group {
            tool: tool.into(),
            kind: kind.into(),
            name: name.into(),
            title: title.into(),
            standing: 1_190,
            grave: 3,
            gone: 12,
            spread: 4,
        };
        let machines = Found::Groups(By::Subject, vec![group("10.1.2.3", "host", "", "")]);
        let rules = Found::Groups(By::Rule, vec![group("weak-cipher", "", "nuclei", "Bộ mã yếu")]);
        let shared = |subject: &str, used_for: &str| Shared {
            trace: app::acts::examination::Trace {
                subject: subject.into(),
                kind: "device".into(),
                identity: "4C530001".into(),
                label: "SanDisk Ultra".into(),
                first_on: Some(jiff::civil::date(2026, 3, 2)),
                last_on: None,
            },
            unit: UnitId(Uuid::nil()),
            unit_name: "Sở Tài chính".into(),
            used_for: used_for.into(),
        };
        let common = Found::Traces(Traces {
            machines: vec![("MAY-01".into(), Some(MachineUse::StateSecrets)), ("MAY-02".into(), None)],
            common: vec![Common {
                kind: TraceKind::Device,
                identity: "4C530001".into(),
                label: "SanDisk Ultra".into(),
                crosses: true,
                machines: vec![shared("MAY-01", "state_secrets"), shared("MAY-02", "internet")],
            }],
        });
        let no_common = Found::Traces(Traces { machines: Vec::new(), common: Vec::new() });
        let mut ours = listed("", 4, State::Fresh, r"D:\Văn bản\bao cao.docx");
        ours.outcome.tool = "sweep".into();
        ours.outcome.rule = "marking.toi_mat.confirmed".into();
        let mut unread = listed("", 0, State::Fresh, r"D:\luu.zip");
        unread.outcome.tool = "sweep".into();
        unread.outcome.rule = "marking.unread.encrypted".into();
        unread.outcome.verdict = "unreadable".into();
        let ours = Found::Rows(vec![ours, unread], 2);
        let mut audited = View {
            counts: vec![Count {
                kind: "account".into(),
                tool: "rasoat-lookups".into(),
                ..view().counts.remove(0)
            }],
            ..view()
        };
        for (one, _) in &mut audited.taken {
            one.tool = "rasoat-lookups".into();
            one.file_name = "evidence.rsb".into();
            (one.lookups, one.explained) = (4_031, 3_871);
        }
        let mut account = listed("Không đạt: Mỗi lượt tra cứu ghi số hồ sơ", 3, State::Fresh, "");
        account.outcome.tool = "rasoat-lookups".into();
        account.outcome.rule = "lookups.l4".into();
        account.outcome.kind = "account".into();
        account.outcome.subject = "tccd.anson.01".into();
        account.outcome.names.clear();
        account.outcome.detail = r#"[{"sight":{"seen":{"record":{"what":{"text":"L4"},"count":{"whole":1204},
            "first":{"instant":"2026-10-02T01:00:00Z"},"last":{"instant":"2026-10-30T01:00:00Z"},"why":{"text":"không ghi số hồ sơ"}}}}}]"#.into();
        let mut citizen = account.clone();
        citizen.outcome.kind = "citizen".into();
        citizen.outcome.subject = "0f".repeat(16);
        let lookups = Found::Rows(vec![account, citizen], 2);
        let accounts = Found::Groups(By::Subject, vec![group("tccd.anson.01", "account", "", "")]);
        let mut refused = page(None, &view(), &rows);
        refused.problems = vec![("quet.xml".into(), frame.t("examination-fault-broken"))];
        let seen = View { may_take: false, may_promote: false, ..view() };
        vec![
            ("nothing", page(None, &nothing, &Found::Rows(Vec::new(), 0))),
            ("rows", page(None, &view(), &rows)),
            ("seen", page(None, &seen, &rows)),
            ("none-found", page(Some("q=khong+co&gravity=high"), &view(), &Found::Rows(Vec::new(), 0))),
            ("machines", page(Some("by=machine"), &view(), &machines)),
            ("rules", page(Some("by=rule&rule=weak-cipher"), &view(), &rules)),
            ("refused", refused),
            ("lookups", page(None, &audited, &lookups)),
            ("accounts", page(Some("by=machine"), &audited, &accounts)),
            ("ours", page(None, &view(), &ours)),
            ("common", page(Some("by=common"), &view(), &common)),
            ("no-common", page(Some("by=common"), &view(), &no_common)),
        ]
    }
}
