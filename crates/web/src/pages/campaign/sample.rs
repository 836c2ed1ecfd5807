//! What the samples of the campaign pages show, and other pages' samples that
//! need a campaign: all of the invented province An Sơn.

use app::acts::campaign::{self, Kept, Target, Whole};
use app::acts::saved_view;
use domain::campaign::CampaignState;
use domain::identifier::{CampaignId, CohortId};

use super::glance::{self, Around};
use super::{CampaignList, CampaignOpen, CampaignPage, CampaignRow, PATH, PER_PAGE, state_badge};
use crate::frame::Frame;
use crate::list::ListState;
use crate::pages::{Page, Samples};

impl Page for CampaignList {
    const NAME: &'static str = "campaign_list";

    fn samples(frame: &Frame) -> Samples<Self> {
        let state = || ListState::read(PATH, None, PER_PAGE);
        let row = CampaignRow {
            href: "/campaigns/1".into(),
            title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
            number: "12/KH-TBANM".into(),
            year: 2026,
            state: state_badge(frame.lang, CampaignState::Open),
        };
        vec![
            ("empty", CampaignList::new(frame.clone(), state(), Vec::new(), 0, true)),
            ("full", CampaignList::new(frame.clone(), state(), vec![row], 1, false)),
        ]
    }
}

impl CampaignPage {
    /// With what stands around the list, as the samples show it.
    fn surrounded(mut self, state: CampaignState, views: &[saved_view::SavedView]) -> Self {
        let kept = sample_whole(state).kept;
        self.around = Some(Around::new(&self.f, &self.table.state, &kept, &glance::sample(), views));
        self
    }
}

impl Page for CampaignPage {
    const NAME: &'static str = "campaign";

    fn samples(frame: &Frame) -> Samples<Self> {
        let view = saved_view::SavedView {
            id: uuid::Uuid::nil(),
            name: "Chưa gửi, đã quá hạn".into(),
            query: "status=overdue".into(),
        };
        let whole = |state| sample_whole(state);
        let targets = sample_targets();
        let list = |query| ListState::read("/campaigns/1", query, PER_PAGE);
        vec![
            (
                "draft",
                CampaignPage::new(
                    frame.clone(),
                    list(None),
                    &whole(CampaignState::Draft),
                    (&[], 0),
                    None,
                    true,
                    true,
                ),
            ),
            (
                "open",
                CampaignPage::new(
                    frame.clone(),
                    list(None),
                    &whole(CampaignState::Open),
                    (&targets, 3),
                    None,
                    true,
                    true,
                )
                .surrounded(CampaignState::Open, &[]),
            ),
            (
                "filtered",
                CampaignPage::new(
                    frame.clone(),
                    list(Some("status=overdue")),
                    &whole(CampaignState::Closed),
                    (&targets[..1], 1),
                    None,
                    false,
                    false,
                )
                .surrounded(CampaignState::Closed, &[view]),
            ),
        ]
    }
}

impl Page for CampaignOpen {
    const NAME: &'static str = "campaign_open";

    fn samples(frame: &Frame) -> Samples<Self> {
        vec![
            ("open", CampaignOpen::new(frame.clone(), "1", "Đợt kiểm tra 2026", 34, false)),
            ("close", CampaignOpen::new(frame.clone(), "1", "Đợt kiểm tra 2026", 34, true)),
        ]
    }
}

pub(crate) fn sample_whole(state: CampaignState) -> Whole {
    use domain::campaign::{Campaign, Cohort, Purpose};
    let id = CampaignId(uuid::Uuid::nil());
    Whole {
        kept: Kept { campaign: Campaign { state, ..sample_kept().campaign }, ..sample_kept() },
        cohorts: vec![Cohort {
            id: CohortId(uuid::Uuid::nil()),
            campaign: id,
            name: "Đơn vị được kiểm tra".into(),
            purpose: Purpose::Inspection,
            outline: None,
            report_due: None,
        }],
        contents: Vec::new(),
        figures: campaign::Figures {
            targets: 31,
            reports_due: 31,
            reports_sent: 20,
            reports_overdue: 2,
            to_visit: 31,
            ..campaign::Figures::default()
        },
    }
}

/// A campaign of the invented province An Sơn.
pub(crate) fn sample_kept() -> Kept {
    use domain::campaign::Campaign;
    let id = CampaignId(uuid::Uuid::nil());
    Kept {
        campaign: Campaign {
            id,
            plan: None,
            title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
            number: "12/KH-TBANM".into(),
            year: 2026,
            issuer: "Tiểu ban An ninh mạng tỉnh An Sơn".into(),
            state: CampaignState::Open,
            scope_from: None,
            scope_to: None,
            window_from: None,
            window_to: None,
            checklist: None,
            remediation: None,
            notice: None,
        },
        previous: None,
        place: "An Sơn".into(),
        issued_on: None,
        version: 1,
        created_at: jiff::Timestamp::UNIX_EPOCH,
        opened_at: None,
        closed_at: None,
    }
}

pub(crate) fn sample_targets() -> Vec<Target> {
    use domain::campaign::Purpose;
    use domain::identifier::{TargetId, UnitId};
    let target = |unit: &str, report: &str, visit: &str, minutes: &str, open: i64| Target {
        id: TargetId(uuid::Uuid::nil()),
        campaign: CampaignId(uuid::Uuid::nil()),
        cohort: CohortId(uuid::Uuid::nil()),
        cohort_name: "Đơn vị được kiểm tra".into(),
        purpose: Purpose::Inspection,
        unit: UnitId(uuid::Uuid::nil()),
        unit_name: unit.into(),
        unit_kind: "department".into(),
        report: (report != "none").then(|| domain::identifier::ReportId(uuid::Uuid::nil())),
        report_state: report.into(),
        report_due_on: Some(jiff::civil::date(2026, 5, 26)),
        report_sent_on: None,
        report_late: false,
        visit: None,
        visit_state: visit.into(),
        visit_on: None,
        minutes_state: minutes.into(),
        minutes_on: None,
        findings_total: open,
        findings_open: open,
        findings_due_on: (open > 0).then(|| jiff::civil::date(2026, 7, 2)),
    };
    vec![
        target("Sở Y tế", "draft", "none", "none", 0),
        target("Sở Tư pháp", "accepted", "finished", "signed", 2),
        target("Ủy ban nhân dân xã Đồng Tâm", "returned", "scheduled", "none", 0),
    ]
}
