//! A small campaign in the record: one cohort, some targets, open.
//!
//! Not here: what happens in it.

use crate::house::House;
use app::clock::new_id;
use domain::campaign::{Campaign, CampaignState, Cohort, DatedRule, Purpose};
use domain::deadline::Rule;
use domain::identifier::{TargetId, UnitId, UserId};
use jiff::civil::date;
use store::campaign::{self, Kept};
use store::target;
use uuid::Uuid;

/// A campaign and what hangs on it.
#[derive(Debug, Clone)]
pub struct Small {
    pub kept: Kept,
    pub cohort: Cohort,
    /// One per unit, in the order given.
    pub targets: Vec<TargetId>,
}

impl House {
    /// An open campaign of 2026 that inspects from 01/7/2025 on. Reports answer
    /// `outline` and are due five days before the visit.
    pub async fn campaign(&self, outline: &str, units: &[UnitId]) -> Small {
        self.campaign_of(2026, outline, units).await
    }

    /// The same in another year.
    pub async fn campaign_of(&self, year: i16, outline: &str, units: &[UnitId]) -> Small {
        let now = self.clock.now();
        let plan = Campaign {
            id: new_id(),
            plan: None,
            title: format!("Kiểm tra công tác bảo đảm an ninh mạng năm {year}"),
            number: format!("47/KH-BCĐ-{year}"),
            year,
            issuer: "Ban Chỉ đạo An ninh mạng tỉnh An Sơn".into(),
            state: CampaignState::Draft,
            scope_from: Some(date(year - 1, 7, 1)),
            scope_to: Some(date(year, 6, 30)),
            window_from: Some(date(year, 6, 1)),
            window_to: Some(date(year, 6, 30)),
            checklist: None,
            remediation: None,
            notice: None,
        };
        let kept = Kept {
            campaign: plan,
            previous: None,
            place: "An Sơn".into(),
            issued_on: Some(date(year, 5, 4)),
            version: 1,
            created_at: now,
            opened_at: None,
            closed_at: None,
        };
        let cohort = Cohort {
            id: new_id(),
            campaign: kept.campaign.id,
            name: "Các đơn vị được kiểm tra".into(),
            purpose: Purpose::Inspection,
            outline: Some(outline.to_owned()),
            report_due: Some(DatedRule {
                rule: Rule::BeforeVisit { days: 5, working_days: false },
                clause: "trước ngày kiểm tra 05 ngày".into(),
            }),
        };
        let mut tx = self.app.store.change().await.expect("a turn");
        campaign::add(&mut tx, &kept, UserId(Uuid::nil())).await.expect("the campaign is put");
        campaign::add_cohort(&mut tx, &cohort, 1).await.expect("its cohort is put");
        let mut targets = Vec::new();
        for unit in units {
            let id = new_id();
            target::add(&mut tx, id, kept.campaign.id, cohort.id, *unit, now).await.expect("a target is put");
            targets.push(id);
        }
        for (from, to) in
            [(CampaignState::Draft, CampaignState::Opening), (CampaignState::Opening, CampaignState::Open)]
        {
            campaign::set_state(&mut tx, kept.campaign.id, from, to, now).await.expect("it moves on");
        }
        tx.keep().await.expect("it is kept");
        Small { kept, cohort, targets }
    }
}
