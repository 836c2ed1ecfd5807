//! The demo's year and a half in order: last year's campaign to its end, this
//! year's in mid-flight, the programme beside them.
//!
//! Not here: how each thing is done (the other files of this folder).

use super::campaign::{self, Days};
use super::findings::{self, Came, WAYS};
use super::programme;
use super::province::HEALTH;
use super::replay::Replay;
use super::reports::{self, Far, UnitPeople};
use super::visits::{self, Crew, End};
use anyhow::{Context, Result};
use app::mail::Mailer;
use app::{Actor, App};
use domain::identifier::{CampaignId, FindingId, ProgrammeId, UnitId};
use domain::unit::UnitKind;
use store::report::Listed;
use store::target::Target;

/// A year ago, in days.
const LAST_YEAR: i64 = -365;

const LAST: Days = Days {
    number: 15,
    issued: LAST_YEAR - 75,
    report_due: LAST_YEAR - 40,
    rest_due: LAST_YEAR + 9,
    window: (LAST_YEAR - 30, LAST_YEAR + 20),
};
const THIS: Days = Days { number: 18, issued: -75, report_due: -40, rest_due: 9, window: (-30, 20) };

/// Units whose people act in the programme and in the last campaign.
const ACTIVE: usize = 14;

pub async fn tell(app: &App, mailer: Mailer) -> Result<()> {
    let replay = Replay::over(app, mailer);
    let office = replay.person("thuongtruc").await?;
    let mut people = UnitPeople::default();
    last_year(&replay, &office, &mut people).await.context("last year's campaign")?;
    let id = programme::open(&replay, &office, -250).await.context("the programme")?;
    this_year(&replay, &office, &mut people, id).await.context("this year's campaign")?;
    replay.go_to(0, 7)?;
    programme::settle(&replay).await
}

async fn last_year(replay: &Replay, office: &Actor, people: &mut UnitPeople) -> Result<()> {
    let id = campaign::open(replay, office, LAST).await?;
    let crew = visits::seat(replay, office, id).await?;
    replay.go_to(LAST.report_due - 4, 10)?;
    report_all(replay, office, people, id, |at, one| match (at % 9, reports::is_inspected(one)) {
        (_, true) => Far::Accepted,
        (0 | 4, false) => Far::Accepted,
        _ => Far::NotBegun,
    })
    .await?;
    let targets: Vec<Target> = visits::targets(&replay.app, id).await?.into_iter().take(8).collect();
    let mut found = Vec::new();
    for (at, target) in targets.iter().enumerate() {
        let day = replay.workday(LAST.window.0 + 2 + at as i64 * 4)?;
        replay.go_to(LAST.window.0 - 5, 9)?;
        let visit = visits::plan(replay, office, &crew, target.id, day, false).await?;
        replay.go_to(day, 8)?;
        let drawn = visits::hold(replay, &crew, (id, target), visit, (at, End::Signed)).await?;
        found.extend(drawn.into_iter().map(|finding| (finding, target.clone())));
    }
    replay.go_to(LAST.window.1 + 3, 9)?;
    // Most are closed; every fifth is still open a year later.
    for (at, (finding, target)) in found.iter().enumerate() {
        let came = if at % 5 == 4 { Came::Planned } else { Came::Closed };
        follow(replay, people, &crew, *finding, target, came).await?;
    }
    replay.go_to(LAST.window.1 + 40, 9)?;
    app::acts::campaign::close(&replay.app, office, id).await?;
    Ok(())
}

async fn this_year(
    replay: &Replay,
    office: &Actor,
    people: &mut UnitPeople,
    id_of_programme: ProgrammeId,
) -> Result<()> {
    let id = campaign::open(replay, office, THIS).await?;
    let crew = visits::seat(replay, office, id).await?;
    replay.go_to(THIS.report_due - 3, 14)?;
    // One unit of the inspected has not reported, one reports late, one was
    // returned.
    report_all(replay, office, people, id, |at, one| match (at, reports::is_inspected(one)) {
        (_, true) if one.unit_name == HEALTH => Far::Returned,
        (3, true) => Far::Begun,
        (5, true) => Far::NotBegun,
        (7, true) => Far::Returned,
        (at, true) if at % 4 == 2 => Far::Sent,
        (_, true) => Far::Accepted,
        (at, false) => reports::far_of_the_rest(at),
    })
    .await?;
    replay.go_to(THIS.report_due + 3, 9)?;
    report_late(replay, office, people, id).await?;
    let targets = visits::targets(&replay.app, id).await?;
    replay.go_to(THIS.window.0 - 6, 9)?;
    let mut planned = Vec::new();
    for (at, target) in targets.iter().enumerate() {
        let wanted = THIS.window.0 + 2 + (at as i64 / 2) * 4;
        let day = replay.workday(wanted)?;
        let visit = visits::plan(replay, office, &crew, target.id, day, at % 2 == 1).await?;
        planned.push((visit, wanted, target));
    }
    visits::announce(replay, office, id, planned.iter().map(|(visit, ..)| *visit).collect()).await?;
    programme::settle(replay).await?;
    let mut found = Vec::new();
    // By the day wanted, so that a demo of a weekend has a visit under way as well.
    for (at, (visit, wanted, target)) in planned.iter().enumerate().filter(|(_, (_, day, _))| *day <= 0) {
        replay.go_to(replay.workday(*wanted)?, if at % 2 == 1 { 13 } else { 8 })?;
        let end = match (*wanted, at) {
            (0, _) => End::UnderWay,
            (-4, at) if at % 2 == 1 => End::ReadOut,
            (_, 4) => End::Refused,
            _ => End::Signed,
        };
        let drawn = visits::hold(replay, &crew, (id, target), *visit, (at, end)).await?;
        if matches!(end, End::Signed | End::Refused) {
            found.extend(drawn.into_iter().map(|finding| (finding, (*target).clone())));
        }
    }
    replay.go_to(-2, 15)?;
    for (at, (finding, target)) in found.iter().enumerate() {
        follow(replay, people, &crew, *finding, target, WAYS[at % WAYS.len()]).await?;
    }
    let bound =
        targets.iter().filter(|target| matches!(kind(target), UnitKind::Department | UnitKind::Commune));
    for (seed, target) in bound.take(ACTIVE).enumerate() {
        let unit = (target.unit, target.unit_name.as_str(), seed);
        programme::work(replay, people, id_of_programme, unit).await?;
    }
    Ok(())
}

async fn follow(
    replay: &Replay,
    people: &mut UnitPeople,
    crew: &Crew,
    id: FindingId,
    target: &Target,
    came: Came,
) -> Result<()> {
    let unit = people.of(replay, target.unit, &target.unit_name).await?;
    findings::bring(replay, &unit, &crew.lead, id, came).await
}

fn kind(target: &Target) -> UnitKind {
    UnitKind::from_code(&target.unit_kind).unwrap_or(UnitKind::Department)
}

/// Brings every report of a campaign as far as `far` says, by its place among
/// the inspected or the others.
async fn report_all(
    replay: &Replay,
    office: &Actor,
    people: &mut UnitPeople,
    id: CampaignId,
    far: impl Fn(usize, &Listed) -> Far,
) -> Result<()> {
    let (mut inspected, mut others) = (0, 0);
    let listed = reports::of_campaign(&replay.app, office, id).await?;
    let kinds = kinds(&replay.app, id).await?;
    for (seed, one) in listed.iter().enumerate() {
        let counter = if reports::is_inspected(one) { &mut inspected } else { &mut others };
        let at = *counter;
        *counter += 1;
        let far = far(at, one);
        if far == Far::NotBegun {
            continue;
        }
        let writer = people.of(replay, one.kept.unit, &one.unit_name).await?;
        let kind =
            kinds.iter().find(|(unit, _)| *unit == one.kept.unit).map_or(UnitKind::Department, |k| k.1);
        reports::bring(replay, office, one, &writer, (kind, seed as u32, far)).await?;
    }
    Ok(())
}

async fn kinds(app: &App, id: CampaignId) -> Result<Vec<(UnitId, UnitKind)>> {
    let mut tx = app.store.read().await?;
    let everything = store::Scope::everything(Actor::program("rasoat demo").user.id);
    let filter = store::target::Filter { limit: 1_000, ..Default::default() };
    let all = store::target::list(&mut tx, &everything, id, &filter, app.today()).await?;
    Ok(all.iter().map(|target| (target.unit, kind(target))).collect())
}

/// The inspected unit that had only begun sends after its day.
async fn report_late(replay: &Replay, office: &Actor, people: &mut UnitPeople, id: CampaignId) -> Result<()> {
    let listed = reports::of_campaign(&replay.app, office, id).await?;
    let late = listed.iter().filter(|one| reports::is_inspected(one)).nth(5).context("an inspected unit")?;
    let writer = people.of(replay, late.kept.unit, &late.unit_name).await?;
    let kinds = kinds(&replay.app, id).await?;
    let kind = kinds.iter().find(|(unit, _)| *unit == late.kept.unit).map_or(UnitKind::Department, |k| k.1);
    reports::bring(replay, office, late, &writer, (kind, 5, Far::Sent)).await
}
