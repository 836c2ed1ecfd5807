//! Findings on paper: a list as it is seen, the request to one unit to remedy.
//!
//! Not here: the words of these papers (`papers`), letters that urge
//! (`reminder::urging`).

use super::reading::{MOST_LISTED, list};
use crate::acts::campaign::subject;
use crate::acts::report::Printed;
use crate::{Actor, App, Refusal};
use ::papers::{
    Document, FindingList, FindingRow, Format, HeaderForm, Letterhead, PaperDate, Recipients,
    RemediationReport, RemediationRequest, Signature, finding_list, listing, listing_workbook,
    remediation_request,
};
use domain::calendar::days_between;
use domain::deadline::Rule;
use domain::finding::Severity;
use domain::identifier::{CampaignId, UnitId};
use domain::moment;
use domain::policy::Action;
use jiff::civil::Date;
use store::campaign::{self, Kept};
use store::finding::{self, Filter, Listed};
use store::{Scope, unit};

/// The media type of workbooks.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// How a list is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListForm {
    Xlsx,
    Paper(Format),
}

/// The findings a filter leaves, as they are seen.
pub async fn export(app: &App, who: &Actor, filter: &Filter, form: ListForm) -> Result<Printed, Refusal> {
    let everything = Filter { limit: MOST_LISTED, offset: 0, ..filter.clone() };
    let found = list(app, who, &everything).await?;
    let today = app.today();
    let narrowed = filter.campaign.and_then(|_| found.lines.first()).map(|line| line.campaign_title.clone());
    let drawn = FindingList {
        narrowed,
        drawn_up: moment::local(app.now()),
        issuer: who.user.name.clone(),
        findings: found.lines.iter().map(|line| row(line, today)).collect(),
    };
    let name = format!("Danh sách tồn tại - {}", today.strftime("%d-%m-%Y"));
    match form {
        ListForm::Paper(format) => print(listing(&finding_list(&drawn)), format, &name).await,
        ListForm::Xlsx => {
            let bytes = threaded(move || listing_workbook(&finding_list(&drawn)).xlsx()).await?;
            Ok(Printed { name: format!("{name}.xlsx"), media: XLSX, bytes })
        }
    }
}

fn row(line: &Listed, today: Date) -> FindingRow {
    let one = &line.finding;
    let due = one.case.due();
    let late = due.filter(|_| one.case.standing(today).is_some_and(domain::deadline::Standing::is_late));
    FindingRow {
        number: one.number,
        unit: line.unit_name.clone(),
        code: one.words.code.clone().unwrap_or_default(),
        text: one.words.text.clone(),
        basis: one.words.basis.clone(),
        severity: severity(one.case.severity),
        state: one.case.code().to_owned(),
        due,
        days_late: late.and_then(|due| u32::try_from(days_between(due, today)).ok()).unwrap_or(0),
        responsible: one.words.responsible.clone(),
    }
}

pub(super) fn severity(severity: Severity) -> ::papers::Severity {
    match severity {
        Severity::Reminder => ::papers::Severity::Remind,
        Severity::Remedy => ::papers::Severity::Remedy,
        Severity::Violation => ::papers::Severity::Violation,
    }
}

/// The letter that asks one unit to remedy what is open of a campaign: a draft
/// for whoever signs it.
pub async fn request(
    app: &App,
    who: &Actor,
    id: CampaignId,
    of: UnitId,
    format: Format,
) -> Result<Printed, Refusal> {
    let (mut tx, scope) = app.look(who, Action::FindingJudge).await?;
    let filter = Filter {
        campaign: Some(id),
        unit: Some(of),
        state: "unclosed".into(),
        limit: finding::MOST,
        order: finding::Order::Number,
        ..Filter::default()
    };
    let open: Vec<Listed> = finding::list(&mut tx, &scope, &filter)
        .await?
        .into_iter()
        .filter(|line| line.finding.case.unit == of && line.finding.case.due().is_some())
        .collect();
    if open.is_empty() {
        return Err(Refusal::NotFound);
    }
    // Whoever sees the findings sees the names of their unit and campaign.
    let all = Scope::everything(who.user.id);
    let kept = campaign::get(&mut tx, &all, id).await?.ok_or(Refusal::NotFound)?;
    let unit = unit::get(&mut tx, &all, of).await?.ok_or(Refusal::NotFound)?.unit;
    drop(tx);
    let letter = letter(&kept, &unit.name, &open, app.today());
    let name = format!("Yêu cầu khắc phục - {}", unit.name);
    print(remediation_request(&letter), format, &name).await
}

fn letter(kept: &Kept, unit: &str, open: &[Listed], today: Date) -> RemediationRequest {
    let last = open.iter().filter_map(|line| line.finding.case.due()).max().unwrap_or(today);
    let minutes_on = open.iter().filter_map(|line| line.finding.minutes_on).max();
    let days = match kept.campaign.remediation.as_ref().map(|dated| &dated.rule) {
        Some(Rule::After { days, .. }) => *days,
        _ => u16::try_from(days_between(minutes_on.unwrap_or(today), last)).unwrap_or(0),
    };
    let findings = open
        .iter()
        .map(|line| {
            let one = &line.finding;
            let words = &one.words;
            ::papers::Finding {
                code: words.code.clone().unwrap_or_else(|| format!("Số {}", one.number)),
                text: words.text.clone(),
                evidence: words.evidence.clone(),
                basis: words.basis.clone(),
                severity: severity(one.case.severity),
                cause: Some(words.cause.clone()).filter(|cause| !cause.is_empty()),
                request: words.request.clone(),
                responsible: words.responsible.clone(),
                deadline: one.case.due(),
            }
        })
        .collect();
    RemediationRequest {
        letterhead: letterhead(kept, today),
        unit: unit.to_owned(),
        subject: subject(&kept.campaign.title),
        minutes: minutes_on.map_or_else(
            || "kết quả kiểm tra".to_owned(),
            |day| format!("Biên bản kiểm tra ngày {}", day.strftime("%d/%m/%Y")),
        ),
        findings,
        report: RemediationReport { to: kept.campaign.issuer.clone(), days, deadline: last },
        requests: Vec::new(),
        contact: None,
        signature: Signature { title: "Thủ trưởng cơ quan".to_owned(), ..Signature::default() },
        recipients: Recipients { lines: vec!["Như trên".to_owned()], filing: "VT".to_owned() },
    }
}

/// The header of a letter under a campaign: its issuer, the series of its plan,
/// the number and the day open until it is issued.
pub(crate) fn letterhead(kept: &Kept, today: Date) -> Letterhead {
    let series = kept.campaign.number.split_once('/').map_or("", |(_, series)| series);
    Letterhead {
        form: HeaderForm::State,
        parent: None,
        issuer: kept.campaign.issuer.clone(),
        number: None,
        series: series.strip_prefix("KH-").unwrap_or(series).to_owned(),
        place: kept.place.clone(),
        date: PaperDate::InMonth { year: today.year(), month: today.month() },
    }
}

pub(crate) async fn print(document: Document, format: Format, name: &str) -> Result<Printed, Refusal> {
    let bytes = threaded(move || document.render(format)).await?;
    Ok(Printed { name: format!("{name}.{}", format.extension()), media: format.media_type(), bytes })
}

async fn threaded(
    work: impl FnOnce() -> Result<Vec<u8>, ::papers::PaperError> + Send + 'static,
) -> Result<Vec<u8>, Refusal> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| Refusal::Broken(format!("a paper's thread stopped: {error}")))?
        .map_err(|error| Refusal::Broken(error.to_string()))
}
