//! The report as DOCX, PDF and XLSX, made from the record and the team's words.

use super::{Consolidated, Remedied, Verdicts, get, remedied};
use crate::acts::campaign::{Form, Printed, numbered, subject};
use crate::{Actor, App, Refusal};
use domain::finding::Severity;
use domain::identifier::CampaignId;
use domain::policy::Action;
use jiff::civil::Date;
use papers::{
    CampaignCounts, ConsolidatedReport, Figure, Issuer, Proposal, RemediationResult, RemediationState,
    ReportedFinding, ReportsHeld, ResultCounts, ThemeResult, UnitResult, consolidated_report,
    consolidated_workbook, usual_frame,
};
use store::target::{Figures, Target};

/// Prints the report as it stands now.
pub async fn print(app: &App, who: &Actor, id: CampaignId, form: Form) -> Result<Printed, Refusal> {
    if !who.may(Action::SummaryRead) && !who.may(Action::SummaryWrite) {
        return Err(Refusal::NotAllowed(Action::SummaryRead.code()));
    }
    let whole = get(app, who, id).await?;
    let year = whole.campaign.campaign.year;
    let report = paper(&whole);
    let bytes = tokio::task::spawn_blocking(move || match form {
        Form::Docx => consolidated_report(&report).docx(),
        Form::Pdf => consolidated_report(&report).pdf(),
        Form::Xlsx => consolidated_workbook(&report).xlsx(),
    })
    .await
    .map_err(|error| Refusal::Broken(format!("a paper's thread stopped: {error}")))?
    .map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(Printed {
        name: format!("Báo cáo tổng hợp kết quả kiểm tra {year}.{}", form.ending()),
        media: form.media(),
        bytes,
    })
}

fn count(figure: i64) -> usize {
    usize::try_from(figure).unwrap_or(0)
}

fn counts(figures: &Figures) -> CampaignCounts {
    CampaignCounts {
        targets: count(figures.targets),
        reports_due: count(figures.reports_due),
        reports_sent: count(figures.reports_sent),
        reports_late: count(figures.reports_late),
        to_visit: count(figures.to_visit),
        visited: count(figures.visited),
        minutes_signed: count(figures.minutes_signed),
        findings: count(figures.findings_total),
        findings_open: count(figures.findings_open),
        units_overdue: count(figures.findings_overdue_units),
    }
}

fn paper(whole: &Consolidated) -> ConsolidatedReport {
    let campaign = &whole.campaign.campaign;
    let (from, to) = days(whole);
    let team = match whole.teams.as_slice() {
        [only] => Some(only.name.clone()),
        _ => None,
    };
    let (letterhead, team_name, signature, recipients) = usual_frame(&Issuer {
        body: campaign.issuer.clone(),
        team,
        lead: whole.lead.clone(),
        place: whole.campaign.place.clone(),
        number: whole.written.number.and_then(|number| u32::try_from(number).ok()),
        dated: whole.written.dated,
        today: Some(whole.today),
    });
    let held = ReportsHeld {
        counts: counts(&whole.figures),
        late: names(&whole.late),
        missing: names(&whole.missing),
    };
    let mut overview = super::lines(&whole.written.opening);
    overview.extend(held.paragraphs());
    ConsolidatedReport {
        letterhead,
        subject: subject(&campaign.title),
        team_name,
        addressees: vec![campaign.issuer.clone()],
        bases: bases(whole),
        period: period(campaign.scope_from, campaign.scope_to),
        from,
        to,
        overview,
        figures: held.counts.figures(whole.before.as_ref().map(|(_, figures)| counts(figures)).as_ref()),
        units: whole.units.iter().filter_map(|unit| unit_result(whole, unit)).collect(),
        themes: whole
            .themes
            .iter()
            .map(|theme| ThemeResult {
                theme: theme.title.vi.clone(),
                counts: result(theme.verdicts),
                remark: None,
            })
            .collect(),
        strengths: whole.strengths(),
        shortcomings: whole.shortcomings(),
        causes: whole.causes(),
        findings: whole.findings.iter().map(|listed| reported(listed, whole.today)).collect(),
        remediation: whole
            .remediation
            .iter()
            .map(|row| RemediationResult {
                unit: row.unit_name.clone(),
                total: Figure::count(row.total),
                verified: Figure::count(row.remedied),
                reported: Figure::count(row.reported),
                open: Figure::count(row.open),
                overdue: Figure::count(row.overdue),
            })
            .collect(),
        proposals: whole
            .proposals()
            .into_iter()
            .map(|proposal| Proposal {
                to: if proposal.to.is_empty() { campaign.issuer.clone() } else { proposal.to },
                points: proposal.points,
            })
            .collect(),
        signature,
        recipients,
    }
}

fn names(targets: &[Target]) -> Vec<String> {
    targets.iter().map(|target| target.unit_name.clone()).collect()
}

/// First and last day of the visits; without any, of the plan's window.
fn days(whole: &Consolidated) -> (Date, Date) {
    let visited: Vec<Date> = whole.units.iter().filter_map(|unit| unit.target.visit_on).collect();
    let campaign = &whole.campaign.campaign;
    let opened = whole.campaign.opened_at.map_or(whole.today, domain::moment::day);
    let first = visited.iter().copied().min().or(campaign.window_from).unwrap_or(opened);
    let last = visited.iter().copied().max().or(campaign.window_to).unwrap_or(whole.today);
    (first, last.max(first))
}

fn bases(whole: &Consolidated) -> Vec<String> {
    let campaign = &whole.campaign.campaign;
    let number = numbered(&campaign.number);
    let issued = whole.campaign.issued_on.map(|day| format!(" ngày {}", slashed(day))).unwrap_or_default();
    let mut bases = vec![format!("Kế hoạch{number}{issued} của {}", campaign.issuer)];
    for team in &whole.teams {
        if let Some(decision) = &team.decision_number {
            let on = team.decision_on.map(|day| format!(" ngày {}", slashed(day))).unwrap_or_default();
            bases.push(format!("Quyết định số {decision}{on}"));
        }
    }
    bases
}

fn period(from: Option<Date>, to: Option<Date>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("từ ngày {} đến ngày {}", slashed(from), slashed(to)),
        (Some(from), None) => format!("từ ngày {} đến thời điểm kiểm tra", slashed(from)),
        (None, Some(to)) => format!("đến ngày {}", slashed(to)),
        (None, None) => "theo kế hoạch".to_owned(),
    }
}

fn slashed(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

fn result(verdicts: Verdicts) -> ResultCounts {
    ResultCounts {
        met: Figure::count(count(verdicts.met)),
        not_met: Figure::count(count(verdicts.not_met)),
        not_shown: Figure::count(count(verdicts.not_presented)),
        not_applicable: Figure::count(count(verdicts.not_applicable)),
    }
}

fn unit_result(whole: &Consolidated, unit: &super::UnitResult) -> Option<UnitResult> {
    let target = &unit.target;
    let findings = whole.findings.iter().filter(|listed| listed.finding.target == Some(target.id)).count();
    Some(UnitResult {
        unit: target.unit_name.clone(),
        visited: target.visit_on.or(target.minutes_on)?,
        counts: result(unit.verdicts),
        findings: Figure::count(findings),
        remark: None,
    })
}

fn reported(listed: &store::finding::Listed, today: Date) -> ReportedFinding {
    let finding = &listed.finding;
    ReportedFinding {
        unit: listed.unit_name.clone(),
        code: finding.words.code.clone().unwrap_or_default(),
        text: finding.words.text.clone(),
        basis: finding.words.basis.clone(),
        severity: match finding.case.severity {
            Severity::Reminder => papers::Severity::Remind,
            Severity::Remedy => papers::Severity::Remedy,
            Severity::Violation => papers::Severity::Violation,
        },
        deadline: finding.case.due(),
        state: match remedied(listed, today) {
            Remedied::Yes => RemediationState::Verified,
            Remedied::Reported => RemediationState::Reported,
            Remedied::Open => RemediationState::Open,
            Remedied::Overdue => RemediationState::Overdue,
        },
    }
}
