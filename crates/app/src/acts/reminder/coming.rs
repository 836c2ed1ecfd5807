//! The day before a visit: the unit and the teams are told.

use crate::acts::notice::{self, Telling};
use crate::{Actor, App, Refusal};
use domain::moment;
use jiff::civil::Date;
use papers::message;
use store::reminder::{self, ComingVisit};

/// The visits that begin tomorrow, one entry per team.
pub async fn visits(app: &App, today: Date) -> Result<Vec<ComingVisit>, Refusal> {
    let Ok(tomorrow) = today.tomorrow() else { return Ok(Vec::new()) };
    Ok(reminder::visits_on(&mut app.store.read().await?, tomorrow).await?)
}

/// Tells some visits, all in one change.
pub async fn tell(app: &App, who: &Actor, visits: &[ComingVisit]) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let mut told = 0;
    for visit in visits {
        let starts = moment::local(visit.starts_at);
        let telling = Telling {
            kind: "visit_tomorrow",
            once_key: format!("visit_tomorrow:{}:{}", visit.visit, starts.date()),
            message: message::visit_tomorrow(&visit.unit_name, starts, &visit.place),
            link: Some(format!("/visits/{}", visit.visit)),
            campaign: Some(visit.campaign),
            object: ("visit", visit.visit.to_string()),
            files: &[],
        };
        told += notice::tell_unit(&mut act, visit.unit, &telling).await?;
        told += notice::tell_team(&mut act, visit.team, &telling).await?;
    }
    if told > 0 {
        act.tell("reminder.tell", "job", super::JOB, serde_json::json!({ "notices": told })).await?;
        act.done().await?;
    }
    Ok(())
}
