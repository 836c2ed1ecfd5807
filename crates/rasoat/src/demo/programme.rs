//! The programme of tasks of the demo, with tasks done, under way and late, and
//! yearly reports sent or missing.
//!
//! Not here: campaigns.

use super::campaign::{dated, take_in};
use super::replay::Replay;
use super::reports::UnitPeople;
use anyhow::{Result, ensure};
use app::acts::programme::report::{self, Key, Written};
use app::acts::programme::{self, Input, Said};
use app::{Actor, worker};
use domain::identifier::{ProgrammeId, UnitId};
use domain::programme::Work;

const PROGRAMME: &str = include_str!("../../demo/programme.txt");

/// The programme's plan becomes a programme; the clock stands where it was set.
pub async fn open(replay: &Replay, office: &Actor, issued: i64) -> Result<ProgrammeId> {
    let app = &replay.app;
    replay.go_to(issued + 2, 9)?;
    let day = replay.day(issued)?;
    let words = |days: i64| replay.day(days).map(|day| day.strftime("%d/%m/%Y").to_string());
    let text = PROGRAMME
        .replace("{issued}", &dated(day))
        .replace("{year}", &day.year().to_string())
        .replace("{year_to}", &(day.year() + 2).to_string())
        .replace("{own_plan_due}", &words(issued + 30)?)
        .replace("{focal_due}", &words(issued + 60)?)
        .replace("{rules_due}", &words(-30)?)
        .replace("{level_due}", &words(40)?);
    let plan = take_in(replay, office, "Kế hoạch triển khai Chiến lược.txt", text).await?;
    let draft = programme::draft(app, office, plan, Some(day)).await?;
    let names: Vec<_> = draft.open_names().map(|name| name.words.clone()).collect();
    ensure!(names.is_empty(), "the demo's programme names bodies it does not have: {names:?}");
    Ok(programme::create(app, office, plan, Input::of(&draft, day)).await?)
}

/// What one unit did: its own plan, its shares, its yearly report.
pub async fn work(
    replay: &Replay,
    people: &mut UnitPeople,
    id: ProgrammeId,
    (unit, name, seed): (UnitId, &str, usize),
) -> Result<()> {
    let app = &replay.app;
    let who = people.of(replay, unit, name).await?;
    let of_unit = programme::of_unit(app, &who, id, unit).await?;
    for (at, obligation) in of_unit.obligations.iter().enumerate() {
        let (work, percent) = match (at + seed) % 4 {
            0 => (Work::Done, 100),
            1 => (Work::Underway, 60),
            2 => (Work::Underway, 20),
            _ => continue,
        };
        let text = "Đã triển khai theo kế hoạch của đơn vị, có văn bản kèm theo.".to_owned();
        let said = Said { work, percent, day: app.today(), period: None, text };
        programme::respond(app, &who, obligation.id, obligation.version, said, Vec::new()).await?;
    }
    for kept in of_unit.reports.iter().filter(|_| seed % 3 != 2) {
        let key = Key { programme: id, unit, kind: kept.kind.clone(), period: kept.period.clone() };
        let written = Written {
            text: "Đơn vị đã triển khai các nhiệm vụ được giao; một số nhiệm vụ đang thực hiện đúng tiến độ."
                .into(),
            proposals: "Đề nghị tổ chức tập huấn cho cán bộ đầu mối.".into(),
            paper_number: format!("{}/BC", 20 + seed),
            paper_on: Some(app.today()),
        };
        if kept.kind == report::OWN_PLAN {
            report::record_own_plan(app, &who, &key, kept.version, written, None).await?;
            continue;
        }
        report::save(app, &who, &key, kept.version, written, Vec::new()).await?;
        let now = report::get(app, &who, &key).await?.report.version;
        report::hand_to_head(app, &who, &key, now).await?;
        let now = report::get(app, &who, &key).await?.report.version;
        report::submit(app, &who, &key, now).await?;
    }
    Ok(())
}

/// Lets the queue do what fell due until now.
pub async fn settle(replay: &Replay) -> Result<()> {
    while worker::round(&replay.app).await? > 0 {}
    Ok(())
}
