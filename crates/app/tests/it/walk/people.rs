//! Who walks, and on what.

use domain::campaign::Purpose;
use domain::identifier::{CampaignId, CohortId, ReportId, UnitId, VisitId};
use domain::outline::Cell;
use domain::policy::Role;
use domain::unit::UnitKind;
use rasoat_app::acts::campaign;
use rasoat_app::acts::file::Upload;
use rasoat_app::acts::plan::{Draft, DraftCohort, DraftUnit};
use rasoat_app::acts::report::{self, Change};
use rasoat_app::{Actor, Refusal};
use testkit::house::House;

use super::hold::Hold;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Office,
    Lead,
    Member,
    Focal,
    Head,
    Administrator,
    Observer,
    /// Head and focal person of another unit.
    Stranger,
}

impl Part {
    pub const ALL: [Part; 8] = [
        Part::Office,
        Part::Lead,
        Part::Member,
        Part::Focal,
        Part::Head,
        Part::Administrator,
        Part::Observer,
        Part::Stranger,
    ];
}

/// Everything the outline needs but its file.
pub const ANSWERS: [(&str, &str); 18] = [
    ("conclusion.number", "12/KL-BCĐ"),
    ("conclusion.summary", "Kết luận kiểm tra năm 2025"),
    ("plan_documents.number", "5/KH-STC"),
    ("plan_documents.summary", "Kế hoạch khắc phục"),
    ("head_directs", "Giám đốc trực tiếp chỉ đạo, phân công Văn phòng tham mưu."),
    ("remedied.finding", "Chưa ban hành nội quy"),
    ("remedied.measure", "Ban hành nội quy"),
    ("responsibility", "Đã kiểm điểm, rút kinh nghiệm."),
    ("conclusion.date", "12/01/2026"),
    ("findings_total", "1"),
    ("has_plan", "có"),
    ("plan_documents.date", "2026-02-01"),
    ("remedied.result", "fixed"),
    ("fixed", "1"),
    ("partly", "0"),
    ("not_fixed", "0"),
    ("recurred", "không"),
    ("truthful", "có"),
];

/// The people, one campaign that is open and one that is not yet.
#[derive(Debug)]
pub struct People {
    parts: Vec<Actor>,
    pub unit: UnitId,
    pub campaign: CampaignId,
    pub visit: VisitId,
    pub report: ReportId,
    pub draft: CampaignId,
    pub cohort: CohortId,
    /// A unit that may come into the draft.
    pub spare: UnitId,
}

impl People {
    pub async fn gather(house: &House) -> People {
        let province = house.province().await;
        let other = house.unit("Sở Y tế", UnitKind::Department).await;
        let spare = house.unit("Sở Du lịch", UnitKind::Department).await;
        let office = house.person(Role::StandingOffice).await;
        let stranger = [(Role::UnitHead, Some(other), None), (Role::UnitFocal, Some(other), None)];
        let draft = Draft {
            title: "Đợt kiểm tra thứ hai".into(),
            year: 2026,
            cohorts: vec![DraftCohort {
                name: "Đơn vị được kiểm tra".into(),
                purpose: Purpose::Inspection,
                outline: Some("remediation-2024".into()),
                report_due: None,
                units: vec![DraftUnit {
                    name: String::new(),
                    unit: Some(province.unit),
                    offered: Vec::new(),
                }],
            }],
            ..Draft::default()
        };
        let draft = campaign::create(&house.app, &office, None, draft).await.expect("a campaign");
        let whole = campaign::get(&house.app, &office, draft).await.expect("the campaign");
        // In the order of `Part::ALL`.
        let parts = vec![
            office,
            house.person_in(Role::TeamLead, province.team).await,
            house.person_in(Role::TeamMember, province.team).await,
            house.person_of(Role::UnitFocal, province.unit).await,
            house.person_of(Role::UnitHead, province.unit).await,
            house.person(Role::Administrator).await,
            house.person(Role::Observer).await,
            house.person_with(&stranger).await,
        ];
        People {
            parts,
            unit: province.unit,
            campaign: province.campaign(),
            visit: province.visit,
            report: province.report,
            draft,
            cohort: whole.cohorts[0].id,
            spare,
        }
    }

    pub fn get(&self, part: Part) -> &Actor {
        let at = Part::ALL.into_iter().position(|known| known == part).expect("every part is in the list");
        &self.parts[at]
    }

    /// Answers everything, the file too.
    pub async fn fill(&self, house: &House, who: &Actor, hold: &Hold) -> Result<(), Refusal> {
        let mut changes = Vec::new();
        for (cell, typed) in ANSWERS {
            let seen = hold.answer(house, cell).await;
            changes.push(Change { cell: cell.parse().expect("a cell"), typed: typed.to_owned(), seen });
        }
        report::save(&house.app, who, self.report, changes).await?;
        let picture = Upload { name: "noi-quy.png".into(), bytes: b"\x89PNG\r\n\x1A\n....".to_vec() };
        match report::attach(&house.app, who, self.report, Cell::of("evidence_files"), picture).await {
            // As many as there may be are there.
            Err(Refusal::Invalid(_)) | Ok(_) => Ok(()),
            Err(other) => Err(other),
        }
    }
}
