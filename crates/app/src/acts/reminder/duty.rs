//! What units owe: found, and told by its stage to the unit, then its head, then
//! the standing office.
//!
//! Not here: the stages (`stage`), visits (`coming`).

use super::stage::{EARLIEST, Stage};
use crate::acts::notice::{self, Telling};
use crate::{Act, Actor, App, Refusal};
use domain::calendar::days_between;
use domain::identifier::{CampaignId, UnitId};
use jiff::Span;
use jiff::civil::Date;
use papers::message::{
    self, FindingDue, Hearer, Left, Message, OverdueUnit, ProgrammeDue, ReportDue, TasksDue,
};
use std::collections::BTreeMap;
use store::{Scope, Tx, finding, programme, reminder};

/// Programmes read for their titles, at most.
const PROGRAMMES: u32 = 1_000;

/// Something a unit owes by a day.
#[derive(Debug, Clone)]
pub struct Duty {
    unit: UnitId,
    unit_name: String,
    /// The campaign's or the programme's title.
    within: String,
    campaign: Option<CampaignId>,
    due: Date,
    left: i64,
    stage: Stage,
    object: (&'static str, String),
    link: String,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Report { returned: bool },
    Findings { numbers: Vec<i64> },
    ProgrammeReport { period: String, own_plan: bool },
    Tasks { count: usize },
}

impl What {
    fn kind(&self) -> &'static str {
        match self {
            What::Report { .. } => "report_due",
            What::Findings { .. } => "finding_due",
            What::ProgrammeReport { .. } => "programme_report_due",
            What::Tasks { .. } => "programme_tasks_due",
        }
    }
}

/// A duty before its stage is known.
struct Found {
    unit: UnitId,
    unit_name: String,
    within: String,
    campaign: Option<CampaignId>,
    due: Date,
    object: (&'static str, String),
    link: String,
    what: What,
}

/// Everything owed that has reached a stage, in an order that stays the same.
pub async fn owed(app: &App, today: Date) -> Result<Vec<Duty>, Refusal> {
    let until =
        today.checked_add(Span::new().days(EARLIEST)).map_err(|_| Refusal::Broken("no such day".into()))?;
    let mut tx = app.store.read().await?;
    let mut found = reports(&mut tx, until).await?;
    found.extend(findings(&mut tx, until).await?);
    found.extend(programmes(&mut tx, until).await?);
    Ok(found.into_iter().filter_map(|one| staged(one, today)).collect())
}

fn staged(found: Found, today: Date) -> Option<Duty> {
    let left = days_between(today, found.due);
    Some(Duty {
        stage: Stage::of(left)?,
        left,
        unit: found.unit,
        unit_name: found.unit_name,
        within: found.within,
        campaign: found.campaign,
        due: found.due,
        object: found.object,
        link: found.link,
        what: found.what,
    })
}

async fn reports(tx: &mut Tx, until: Date) -> Result<Vec<Found>, Refusal> {
    let owed = reminder::owed_reports(tx, until).await?;
    let found = owed.into_iter().map(|report| Found {
        unit: report.unit,
        unit_name: report.unit_name,
        within: report.campaign_title,
        campaign: Some(report.campaign),
        due: report.due_on,
        object: ("report", report.id.to_string()),
        link: format!("/self-reports/{}", report.id),
        what: What::Report { returned: report.returned },
    });
    Ok(found.collect())
}

/// The findings of one unit, campaign and day are one duty: one notice.
async fn findings(tx: &mut Tx, until: Date) -> Result<Vec<Found>, Refusal> {
    let mut found: Vec<Found> = Vec::new();
    for owing in finding::sweep::owing(tx, until).await? {
        if let Some(Found { unit, campaign: Some(campaign), due, what: What::Findings { numbers }, .. }) =
            found.last_mut()
            && (*unit, *campaign, *due) == (owing.unit, owing.campaign, owing.due_on)
        {
            numbers.push(owing.number);
            continue;
        }
        found.push(Found {
            unit: owing.unit,
            unit_name: owing.unit_name,
            within: owing.campaign_title,
            campaign: Some(owing.campaign),
            due: owing.due_on,
            object: ("finding", owing.id.to_string()),
            link: format!("/findings?unit={}&state=unclosed", owing.unit),
            what: What::Findings { numbers: vec![owing.number] },
        });
    }
    Ok(found)
}

async fn programmes(tx: &mut Tx, until: Date) -> Result<Vec<Found>, Refusal> {
    let everything = Scope::everything(Actor::program("reminder").user.id);
    let titles: BTreeMap<_, _> = programme::list(tx, &everything, PROGRAMMES, 0)
        .await?
        .into_iter()
        .map(|programme| (programme.id, programme.title))
        .collect();
    let title = |id| titles.get(&id).cloned().unwrap_or_default();
    let mut found: Vec<Found> = Vec::new();
    for report in programme::overdue_reports(tx, until, reminder::MOST).await? {
        let Some(due) = report.due_on else { continue };
        found.push(Found {
            unit: report.unit,
            unit_name: report.unit_name,
            within: title(report.programme),
            campaign: None,
            due,
            object: ("programme", format!("{}:{}:{}", report.programme, report.kind, report.period)),
            link: format!("/programmes/{}", report.programme),
            what: What::ProgrammeReport { period: report.period, own_plan: report.kind == "own_plan" },
        });
    }
    for share in programme::to_remind(tx, until, None, reminder::MOST).await? {
        let Some(due) = share.due_on else { continue };
        let object = ("programme", share.programme.to_string());
        let same = found.iter_mut().rev().find(|one| {
            one.unit == share.unit
                && one.due == due
                && one.object == object
                && matches!(one.what, What::Tasks { .. })
        });
        if let Some(Found { what: What::Tasks { count }, .. }) = same {
            *count += 1;
            continue;
        }
        found.push(Found {
            unit: share.unit,
            unit_name: share.unit_name,
            within: title(share.programme),
            campaign: None,
            due,
            object,
            link: format!("/programmes/{}", share.programme),
            what: What::Tasks { count: 1 },
        });
    }
    Ok(found)
}

/// Tells some duties, all in one change.
pub async fn tell(app: &App, who: &Actor, duties: &[Duty]) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let (mut told, mut escalated) = (0, BTreeMap::<_, Vec<&Duty>>::new());
    for duty in duties {
        let new = tell_one(&mut act, duty).await?;
        told += new;
        if new > 0 && duty.stage == Stage::OverdueFortnight {
            escalated.entry((duty.what.kind(), duty.within.as_str())).or_default().push(duty);
        }
    }
    for late in escalated.values() {
        told += tell_office(&mut act, late).await?;
    }
    if told > 0 {
        act.tell("reminder.tell", "job", super::JOB, serde_json::json!({ "notices": told })).await?;
        act.done().await?;
    }
    Ok(())
}

async fn tell_one(act: &mut Act<'_>, duty: &Duty) -> Result<usize, Refusal> {
    let to_unit = duty.telling(Hearer::Unit);
    if duty.stage >= Stage::OverdueWeek {
        return notice::tell_with_head(act, duty.unit, &to_unit, &duty.telling(Hearer::Head)).await;
    }
    notice::tell_unit(act, duty.unit, &to_unit).await
}

/// One notice to the office for all that became long overdue in this change.
async fn tell_office(act: &mut Act<'_>, late: &[&Duty]) -> Result<usize, Refusal> {
    let Some(first) = late.first() else { return Ok(0) };
    let units: Vec<_> =
        late.iter().map(|duty| OverdueUnit { name: &duty.unit_name, left: Left(duty.left) }).collect();
    let telling = Telling {
        kind: "overdue_units",
        once_key: format!("overdue_units:{}", first.once_key()),
        message: message::overdue_units(first.owed_words(), &first.within, &units),
        link: Some(first.list_link()),
        campaign: first.campaign,
        object: ("campaign", first.campaign.map(|id| id.to_string()).unwrap_or_default()),
        files: &[],
    };
    notice::tell_office(act, &telling).await
}

impl Duty {
    /// A new due day (an extension, a returned report) begins the stages anew.
    fn once_key(&self) -> String {
        format!("{}:{}:{}:{}:{}", self.what.kind(), self.unit, self.object.1, self.due, self.stage.code())
    }

    fn telling(&self, hearer: Hearer) -> Telling<'static> {
        Telling {
            kind: self.what.kind(),
            once_key: self.once_key(),
            message: self.message(hearer),
            link: Some(self.link.clone()),
            campaign: self.campaign,
            object: (self.object.0, self.object.1.clone()),
            files: &[],
        }
    }

    fn message(&self, hearer: Hearer) -> Message {
        let (unit, within, due, left) =
            (self.unit_name.as_str(), self.within.as_str(), self.due, Left(self.left));
        match &self.what {
            What::Report { returned } => message::report_due(&ReportDue {
                unit,
                campaign: within,
                due,
                left,
                returned: *returned,
                hearer,
            }),
            What::Findings { numbers } => {
                message::finding_due(&FindingDue { unit, campaign: within, numbers, due, left, hearer })
            }
            What::ProgrammeReport { period, own_plan } => message::programme_due(&ProgrammeDue {
                unit,
                programme: within,
                period,
                own_plan: *own_plan,
                due,
                left,
                hearer,
            }),
            What::Tasks { count } => {
                message::tasks_due(&TasksDue { unit, programme: within, count: *count, due, left, hearer })
            }
        }
    }

    fn owed_words(&self) -> message::Owed {
        match self.what {
            What::Report { .. } => message::Owed::Reports,
            What::Findings { .. } => message::Owed::Remedies,
            What::ProgrammeReport { .. } => message::Owed::ProgrammeReports,
            What::Tasks { .. } => message::Owed::Tasks,
        }
    }

    fn list_link(&self) -> String {
        match (&self.what, self.campaign) {
            (What::Report { .. }, Some(campaign)) => format!("/campaigns/{campaign}?status=overdue"),
            (What::Findings { .. }, Some(campaign)) => format!("/findings?campaign={campaign}&due=overdue"),
            _ => self.link.clone(),
        }
    }
}
