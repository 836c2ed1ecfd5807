//! Campaigns of the demo: their plans are read as any other, and opened by the
//! same job.
//!
//! Not here: what the units report (`reports`), the visits (`visits`).

use super::replay::Replay;
use anyhow::{Result, ensure};
use app::acts::file::Upload;
use app::acts::{campaign, plan};
use app::{Actor, worker};
use domain::campaign::CampaignState;
use domain::identifier::{CampaignId, PlanId};
use jiff::civil::Date;
use store::plan::Answer;

const INSPECTION: &str = include_str!("../../demo/inspection.txt");

/// The days of one inspection plan, in days from today.
#[derive(Debug, Clone, Copy)]
pub struct Days {
    pub number: u32,
    pub issued: i64,
    pub report_due: i64,
    pub rest_due: i64,
    pub window: (i64, i64),
}

fn words(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// "05 tháng 9 năm 2026", as papers are dated.
pub fn dated(day: Date) -> String {
    let month = if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() };
    format!("{:02} tháng {month} năm {}", day.day(), day.year())
}

/// Takes a plan in and leaves its doubts as they are.
pub async fn take_in(replay: &Replay, office: &Actor, name: &str, text: String) -> Result<PlanId> {
    let app = &replay.app;
    let upload = Upload { name: name.to_owned(), bytes: text.into_bytes() };
    let id = plan::upload(app, office, upload).await?;
    let (kept, answers) = plan::get(app, office, id).await?;
    for doubt in plan::unanswered(&kept.corrected, &answers) {
        let about = plan::doubt_key(doubt);
        let left = Answer { about: about.clone(), decision: "left".into(), value: None };
        plan::answer(app, office, id, &about, Some(left)).await?;
    }
    Ok(id)
}

/// An issued inspection plan becomes an open campaign.
pub async fn open(replay: &Replay, office: &Actor, days: Days) -> Result<CampaignId> {
    let app = &replay.app;
    replay.go_to(days.issued + 1, 9)?;
    let issued = replay.day(days.issued)?;
    let text = INSPECTION
        .replace("{number}", &days.number.to_string())
        .replace("{issued}", &dated(issued))
        .replace("{year}", &issued.year().to_string())
        .replace("{window_from}", &words(replay.day(days.window.0)?))
        .replace("{window_to}", &words(replay.day(days.window.1)?))
        .replace("{scope_from}", &words(Date::new(issued.year() - 1, 7, 1)?))
        .replace("{report_due}", &words(replay.day(days.report_due)?))
        .replace("{rest_due}", &words(replay.day(days.rest_due)?));
    let name = format!("Kế hoạch kiểm tra {}.txt", issued.year());
    let plan = take_in(replay, office, &name, text).await?;
    let draft = plan::draft(app, office, plan).await?;
    let open: Vec<_> = draft.unmatched().iter().map(|unit| unit.name.clone()).collect();
    ensure!(open.is_empty(), "the demo's plan names bodies it does not have: {open:?}");
    let id = campaign::create(app, office, Some(plan), draft).await?;
    campaign::open(app, office, id).await?;
    while worker::round(app).await? > 0 {}
    let state = campaign::get(app, office, id).await?.kept.campaign.state;
    ensure!(state == CampaignState::Open, "the demo's campaign is {}", state.code());
    Ok(id)
}
