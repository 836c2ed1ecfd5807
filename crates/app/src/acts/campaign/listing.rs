//! The list of targets as it is seen, as a file: DOCX, PDF, XLSX.
//!
//! Not here: its form and wording (`papers`).

use crate::{Actor, App, Refusal};
use domain::identifier::{CampaignId, TargetId};
use domain::policy::Action;
use jiff::civil::DateTime;
use papers::{Listing, TargetList, TargetRow, listing, listing_workbook, target_list};
use std::collections::BTreeMap;
use store::campaign;
use store::overview::{self, Beside};
use store::target::{self, Filter, Target};

/// Rows of one file, at most.
const MOST: u32 = 5_000;

/// The forms a list is handed out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Docx,
    Pdf,
    Xlsx,
}

/// A file ready to be handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    pub name: String,
    pub media: &'static str,
    pub bytes: Vec<u8>,
}

impl Form {
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "docx" => Form::Docx,
            "pdf" => Form::Pdf,
            "xlsx" => Form::Xlsx,
            _ => return None,
        })
    }

    pub fn ending(self) -> &'static str {
        match self {
            Form::Docx => "docx",
            Form::Pdf => "pdf",
            Form::Xlsx => "xlsx",
        }
    }

    pub fn media(self) -> &'static str {
        match self {
            Form::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Form::Pdf => "application/pdf",
            Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Prints the targets the filter leaves; the page and its size do not matter.
pub async fn print(
    app: &App,
    who: &Actor,
    id: CampaignId,
    filter: &Filter,
    form: Form,
) -> Result<Printed, Refusal> {
    let (mut tx, scope) = app.look(who, Action::CampaignRead).await?;
    let kept = campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let today = app.today();
    let filter = Filter { limit: MOST, offset: 0, ..filter.clone() };
    let targets = target::list(&mut tx, &scope, id, &filter, today).await?;
    let beside = overview::beside_targets(&mut tx, id, today).await?;
    drop(tx);
    let drawn_up = domain::moment::local(app.now());
    let list = paper(&kept.campaign.title, &kept.campaign.issuer, &targets, &beside, drawn_up);
    let name = format!("{} - {}.{}", list.title, kept.campaign.year, form.ending());
    let bytes = tokio::task::spawn_blocking(move || match form {
        Form::Docx => listing(&list).docx(),
        Form::Pdf => listing(&list).pdf(),
        Form::Xlsx => listing_workbook(&list).xlsx(),
    })
    .await
    .map_err(|error| Refusal::Broken(format!("a paper's thread stopped: {error}")))?
    .map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(Printed { name, media: form.media(), bytes })
}

fn paper(
    campaign: &str,
    issuer: &str,
    targets: &[Target],
    beside: &BTreeMap<TargetId, Beside>,
    drawn_up: DateTime,
) -> Listing {
    let row = |target: &Target| {
        let beside = beside.get(&target.id).cloned().unwrap_or_default();
        TargetRow {
            unit: target.unit_name.clone(),
            group: target.cohort_name.clone(),
            team: beside.team,
            visit: target.visit_on,
            report: papers::report_standing(&target.report_state, target.report_late).to_owned(),
            minutes: papers::minutes_standing(&target.minutes_state).to_owned(),
            open_findings: u32::try_from(target.findings_open).unwrap_or(0),
            overdue_findings: u32::try_from(beside.overdue).unwrap_or(0),
        }
    };
    target_list(&TargetList {
        campaign: campaign.to_owned(),
        drawn_up,
        issuer: issuer.to_owned(),
        targets: targets.iter().map(row).collect(),
    })
}
