//! What such a report usually says around the figures: its frame, the main
//! figures with their sources, how reporting went.

use jiff::civil::Date;

use super::LabelledFigure;
use crate::closing::{Recipients, Signature};
use crate::dates::{self, PaperDate};
use crate::figure::Figure;
use crate::letterhead::{HeaderForm, Letterhead};

/// Who draws the report up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Issuer {
    /// The body that issued the plan.
    pub body: String,
    /// The team, when one carried the campaign out; else the body reports.
    pub team: Option<String>,
    /// Rank and name of the team's head.
    pub lead: Option<String>,
    pub place: String,
    pub number: Option<u32>,
    /// The day of the report; open while it is a draft.
    pub dated: Option<Date>,
    /// The month it is being drawn up in.
    pub today: Option<Date>,
}

/// The counts of a campaign.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CampaignCounts {
    pub targets: usize,
    pub reports_due: usize,
    pub reports_sent: usize,
    pub reports_late: usize,
    pub to_visit: usize,
    pub visited: usize,
    pub minutes_signed: usize,
    pub findings: usize,
    pub findings_open: usize,
    pub units_overdue: usize,
}

/// Who has reported, and who has not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportsHeld {
    pub counts: CampaignCounts,
    /// Units that sent after the last day.
    pub late: Vec<String>,
    /// Units that have not sent.
    pub missing: Vec<String>,
}

/// Letterhead, the name the report speaks under, signature and recipients.
pub fn usual_frame(issuer: &Issuer) -> (Letterhead, String, Signature, Recipients) {
    let by_team = issuer.team.is_some();
    let name = issuer.team.clone().unwrap_or_else(|| issuer.body.clone());
    let date = match (issuer.dated, issuer.today) {
        (Some(day), _) => PaperDate::On(day),
        (None, Some(today)) => PaperDate::InMonth { year: today.year(), month: today.month() },
        (None, None) => PaperDate::InMonth { year: 2000, month: 1 },
    };
    let letterhead = Letterhead {
        form: HeaderForm::State,
        parent: by_team.then(|| issuer.body.clone()),
        issuer: name.clone(),
        number: issuer.number,
        series: if by_team { "BC-ĐKT" } else { "BC" }.to_owned(),
        place: issuer.place.clone(),
        date,
    };
    let signature = Signature {
        title: if by_team { "Trưởng đoàn" } else { "Thủ trưởng" }.to_owned(),
        name: issuer.lead.clone(),
        ..Signature::default()
    };
    let mut lines = vec!["Như trên".to_owned()];
    if by_team {
        lines.push("Thành viên Đoàn kiểm tra".to_owned());
    }
    (letterhead, name, signature, Recipients { lines, filing: "Hồ sơ kiểm tra".to_owned() })
}

impl CampaignCounts {
    /// The main figures, each with where it comes from and last time's beside.
    pub fn figures(&self, before: Option<&CampaignCounts>) -> Vec<LabelledFigure> {
        const PLAN: &str = "Danh sách đơn vị của kế hoạch kiểm tra";
        const REPORTS: &str = "Báo cáo tự kiểm tra của các đơn vị";
        const MINUTES: &str = "Biên bản kiểm tra tại các đơn vị";
        const FOLLOWED: &str = "Sổ theo dõi khắc phục tồn tại, hạn chế";
        let of: [(&str, fn(&CampaignCounts) -> usize, &str); 9] = [
            ("Đơn vị trong đợt kiểm tra", |c| c.targets, PLAN),
            ("Đơn vị đã gửi báo cáo tự kiểm tra", |c| c.reports_sent, REPORTS),
            ("Đơn vị gửi báo cáo chậm", |c| c.reports_late, REPORTS),
            ("Đơn vị được kiểm tra trực tiếp", |c| c.to_visit, PLAN),
            ("Đơn vị đã kiểm tra", |c| c.visited, MINUTES),
            ("Biên bản đã ký", |c| c.minutes_signed, MINUTES),
            ("Tồn tại, hạn chế ghi nhận", |c| c.findings, MINUTES),
            ("Tồn tại, hạn chế chưa khắc phục xong", |c| c.findings_open, FOLLOWED),
            ("Đơn vị quá hạn khắc phục", |c| c.units_overdue, FOLLOWED),
        ];
        of.into_iter()
            .map(|(label, count, source)| LabelledFigure {
                label: label.to_owned(),
                figure: Figure::count(count(self)).from_source(source),
                before: before.map(|before| Figure::count(count(before))),
            })
            .collect()
    }
}

impl ReportsHeld {
    /// How reporting and visiting went, in paragraphs.
    pub fn paragraphs(&self) -> Vec<String> {
        let c = self.counts;
        let mut all = Vec::new();
        if c.reports_due > 0 {
            all.push(format!(
                "Có {}/{} đơn vị đã gửi báo cáo tự kiểm tra, trong đó {} đơn vị gửi chậm so với thời hạn.",
                dates::count(c.reports_sent),
                dates::count(c.reports_due),
                dates::count(c.reports_late)
            ));
        }
        if !self.late.is_empty() {
            all.push(format!("Đơn vị gửi báo cáo chậm: {}.", self.late.join("; ")));
        }
        if !self.missing.is_empty() {
            all.push(format!("Đơn vị chưa gửi báo cáo: {}.", self.missing.join("; ")));
        }
        if c.to_visit > 0 {
            all.push(format!(
                "Đã kiểm tra trực tiếp {}/{} đơn vị; {} biên bản đã được ký.",
                dates::count(c.visited),
                dates::count(c.to_visit),
                dates::count(c.minutes_signed)
            ));
        }
        all
    }
}

/// "Dùng chung tài khoản (tại 04 đơn vị)": a shortcoming that several units share.
pub fn frequent(text: &str, units: usize) -> String {
    let text = text.trim().trim_end_matches(['.', ';']);
    format!("{text} (tại {} đơn vị)", dates::count(units))
}
