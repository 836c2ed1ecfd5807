//! What the units of the demo have reported: from not begun to accepted.
//!
//! Not here: the answers themselves (`answers`).

use super::answers::{Answerer, answers};
use super::people;
use super::replay::Replay;
use anyhow::{Context, Result};
use app::acts::report::{self, Change};
use app::{Actor, App};
use domain::campaign::Purpose;
use domain::identifier::{CampaignId, ReportId, UnitId};
use domain::policy::Role;
use domain::unit::UnitKind;
use std::collections::BTreeMap;
use store::report::{Filter, Listed};

/// How far a unit has come with its report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Far {
    NotBegun,
    Begun,
    WithHead,
    Sent,
    Returned,
    Accepted,
}

/// The people of units, by the unit: one writes, one answers for it.
#[derive(Debug, Default)]
pub struct UnitPeople(BTreeMap<UnitId, Actor>);

impl UnitPeople {
    /// Who acts for a unit; in most of the demo's units one person does both.
    pub async fn of(&mut self, replay: &Replay, unit: UnitId, name: &str) -> Result<Actor> {
        if let Some(known) = self.0.get(&unit) {
            return Ok(known.clone());
        }
        let login = format!("donvi{:03}", self.0.len() + 1);
        let seats = [(Role::UnitFocal, Some(unit)), (Role::UnitHead, Some(unit))];
        people::add(&replay.app, &login, &format!("Đầu mối {name}"), "Văn phòng", &seats).await?;
        let actor = replay.person(&login).await?;
        self.0.insert(unit, actor.clone());
        Ok(actor)
    }
}

/// Every report of a campaign.
pub async fn of_campaign(app: &App, office: &Actor, campaign: CampaignId) -> Result<Vec<Listed>> {
    let filter = Filter { campaign: Some(campaign), limit: 1_000, ..Filter::default() };
    Ok(report::board(app, office, &filter).await?.reports)
}

/// Brings a report as far as told; the clock stands where the caller set it.
pub async fn bring(
    replay: &Replay,
    office: &Actor,
    listed: &Listed,
    writer: &Actor,
    (kind, seed, far): (UnitKind, u32, Far),
) -> Result<()> {
    let app = &replay.app;
    if far == Far::NotBegun {
        return Ok(());
    }
    let id = listed.kept.id;
    let outline = report::outline(app, &listed.kept.outline)?;
    let who = Answerer { kind, seed, day: app.today() };
    let mut changes = answers(outline, &listed.kept.years, who);
    if far == Far::Begun {
        changes.truncate(changes.len() * (1 + seed as usize % 4) / 6);
    }
    save(app, writer, id, changes).await.with_context(|| listed.unit_name.clone())?;
    if far == Far::Begun {
        return Ok(());
    }
    report::hand_to_head(app, writer, id, version(app, writer, id).await?).await?;
    if far == Far::WithHead {
        return Ok(());
    }
    report::submit(app, writer, id, version(app, writer, id).await?, true)
        .await
        .with_context(|| format!("{} sends {}", listed.unit_name, listed.kept.outline))?;
    match far {
        Far::Returned => {
            let word = "Đề nghị giải trình số máy chưa cài phần mềm phòng, chống mã độc.";
            report::add_remark(app, office, id, "", word).await?;
            report::send_back(app, office, id, version(app, office, id).await?, None).await?;
        }
        Far::Accepted => report::accept(app, office, id, version(app, office, id).await?).await?,
        _ => {}
    }
    Ok(())
}

async fn save(app: &App, writer: &Actor, id: ReportId, changes: Vec<Change>) -> Result<()> {
    let saved = report::save(app, writer, id, changes).await?;
    anyhow::ensure!(saved.all_kept(), "an answer of the demo is not kept: {:?}", saved.outcomes);
    Ok(())
}

async fn version(app: &App, who: &Actor, id: ReportId) -> Result<i64> {
    Ok(report::view(app, who, id).await?.listed.kept.version)
}

/// How far the units that only inspect themselves have come.
pub fn far_of_the_rest(at: usize) -> Far {
    match at % 10 {
        0 | 1 => Far::Accepted,
        2 => Far::Sent,
        3 => Far::WithHead,
        4 | 5 => Far::Begun,
        _ => Far::NotBegun,
    }
}

/// Whether a report belongs to a unit that is visited.
pub fn is_inspected(listed: &Listed) -> bool {
    listed.purpose != Purpose::SelfInspection
}
