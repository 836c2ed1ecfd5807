//! What is posted to a visit: steps, attendance, requests and their answers.

use app::acts::file::Upload as Taken;
use app::acts::visit::{self as acts, Answered, Asked, Kind, Person, Presence, Tick, Told};
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use domain::identifier::{CampaignId, FileId, VisitId};
use domain::visit::Agenda;
use jiff::civil::{Date, DateTime, Time};

use super::PATH;
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::read;
use crate::frame::FlashKind;
use crate::pages::download;
use crate::pages::plan::id;
use crate::refusal::{Refusal, Trouble};
use crate::site::Site;
use crate::upload::{Limits, Part, Upload};
use crate::visit::Visit;
use crate::words::Lang;

/// Files of one answer, at most.
const MOST_FILES: usize = 5;

/// The values of a posted form by name; a name that is missing is empty.
pub(in crate::pages) fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// Back to a page, with what was done or what stands in the way.
pub(in crate::pages) fn answer(
    site: &Site,
    lang: Lang,
    outcome: Result<(), app::Refusal>,
    told: &'static str,
    href: &str,
) -> Result<Response, Refusal> {
    let secure = site.settings().behind_tls;
    let failed = |key: &'static str| Ok(Tell::new(FlashKind::Failed, key).on(href, secure));
    match outcome {
        Ok(()) => Ok(Tell::new(FlashKind::Done, told).on(href, secure)),
        Err(app::Refusal::Invalid(faults)) => {
            let Some(fault) = faults.first() else { return failed("visit-not-done") };
            if !lang.knows(fault.key) {
                return failed("visit-not-done");
            }
            let tell = Tell::new(FlashKind::Failed, fault.key);
            let tell = fault.args.iter().fold(tell, |tell, (name, value)| tell.with(name, value));
            Ok(tell.on(href, secure))
        }
        Err(app::Refusal::Marked) => failed("file-marked"),
        Err(app::Refusal::Conflict) => failed("visit-conflict"),
        Err(app::Refusal::NotNow { .. }) => failed("visit-not-now"),
        Err(other) => Err(other.into()),
    }
}

/// The fields and files of a form with files.
pub(in crate::pages) async fn read_upload(
    parts: Multipart,
) -> Result<(Vec<(String, String)>, Vec<Taken>), Refusal> {
    let mut upload = Upload::new(parts, Limits { files: MOST_FILES, ..Limits::default() });
    let (mut fields, mut taken) = (Vec::new(), Vec::new());
    while let Some(part) = upload.next().await? {
        match part {
            Part::Field { name, value } => fields.push((name, value)),
            Part::File(file) => {
                let received = file.whole().await?;
                taken.push(Taken { name: received.name, bytes: received.bytes });
            }
        }
    }
    Ok((fields, taken))
}

/// `8:30` today, or `8:30 20/11/2026`; nothing typed is now.
pub(in crate::pages) fn moment(typed: &str, today: Date) -> Result<Option<DateTime>, &'static str> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let (clock, day) = typed.split_once(' ').unwrap_or((typed, ""));
    let (hour, minute) = clock.split_once([':', 'h', 'g']).ok_or("visit-not-a-time")?;
    let part = |text: &str| text.parse::<i8>().map_err(|_| "visit-not-a-time");
    let time = Time::new(part(hour)?, if minute.is_empty() { 0 } else { part(minute)? }, 0, 0)
        .map_err(|_| "visit-not-a-time")?;
    let day = if day.trim().is_empty() { today } else { read::date(day.trim()).ok_or("form-not-date")? };
    Ok(Some(day.to_datetime(time)))
}

/// Begins, passes over or ends: the button's name says which.
pub async fn step(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let href = format!("{PATH}/{id}");
    let version = value(&pairs, "version").parse().unwrap_or(0);
    let step = Agenda::from_code(value(&pairs, "step"));
    let at = match moment(value(&pairs, "at"), app.today()) {
        Ok(at) => at,
        Err(key) => {
            // Only whoever sees the visit is told what is wrong with the time.
            acts::view(app, who, id).await?;
            return answer(&site, visit.lang, Err(app::Refusal::invalid("at", key)), "", &href);
        }
    };
    let (outcome, told) = match (value(&pairs, "act"), step) {
        ("begin", Some(step)) => (acts::begin(app, who, id, version, step, at).await, "visit-step-begun"),
        ("skip", Some(step)) => {
            let reason = value(&pairs, "reason");
            (acts::skip(app, who, id, version, step, reason).await, "visit-step-passed")
        }
        ("finish", _) => (acts::finish(app, who, id, version, at).await, "visit-finished"),
        ("note", Some(step)) => {
            (acts::note(app, who, id, step, value(&pairs, "note")).await, "visit-note-kept")
        }
        _ => return Err(Refusal::of(Trouble::BadRequest)),
    };
    answer(&site, visit.lang, outcome, told, &href)
}

/// An ad-hoc visit: whom of the unit was told, and the method agreed.
pub async fn method(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let href = format!("{PATH}/{id}");
    let version = value(&pairs, "version").parse().unwrap_or(0);
    let at = match moment(value(&pairs, "at"), app.today()) {
        Ok(at) => at,
        Err(key) => {
            // Only whoever sees the visit is told what is wrong with the time.
            acts::view(app, who, id).await?;
            return answer(&site, visit.lang, Err(app::Refusal::invalid("at", key)), "", &href);
        }
    };
    let told =
        Told { to: value(&pairs, "to"), at, means: value(&pairs, "means"), method: value(&pairs, "method") };
    let outcome = acts::agree_method(app, who, id, version, told).await;
    answer(&site, visit.lang, outcome, "visit-method-kept", &href)
}

/// Which members came: one row each, only those that were answered.
pub async fn attendance(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let list: Vec<Presence> = pairs
        .iter()
        .filter_map(|(name, chosen)| {
            let member = name.strip_prefix("attended-")?;
            let attended = match chosen.as_str() {
                "yes" => true,
                "no" => false,
                _ => return None,
            };
            let absent = value(&pairs, &format!("absent-{member}")).to_owned();
            Some(Presence { member: member.parse().ok()?, attended, absent })
        })
        .collect();
    let outcome = acts::attend(app, who, id, &list).await;
    answer(&site, visit.lang, outcome, "visit-attendance-kept", &format!("{PATH}/{id}#attendance"))
}

/// Someone of the unit or a guest comes onto the list, or leaves it.
pub async fn person(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let gone = value(&pairs, "remove");
    let outcome = if gone.is_empty() {
        let person = Person {
            side: value(&pairs, "side"),
            name: value(&pairs, "name"),
            job_title: value(&pairs, "job_title"),
            absent: value(&pairs, "absent"),
        };
        acts::add_person(app, who, id, person).await
    } else {
        acts::remove_person(app, who, id, gone).await
    };
    answer(&site, visit.lang, outcome, "visit-attendance-kept", &format!("{PATH}/{id}#attendance"))
}

/// The team asks or guides; the unit raises a difficulty.
pub async fn ask(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (id, part) = (id::<VisitId>(&text)?, id::<CampaignId>(value(&pairs, "part"))?);
    let said = value(&pairs, "text");
    let outcome = if value(&pairs, "as") == "unit" {
        acts::raise(app, who, id, part, said).await
    } else {
        let kind = Kind::from_code(value(&pairs, "kind")).ok_or_else(|| Refusal::of(Trouble::BadRequest))?;
        acts::ask(app, who, id, part, Asked { kind, text: said, to: value(&pairs, "to") }).await
    };
    let href = format!("{PATH}/{id}#requests");
    answer(&site, visit.lang, outcome.map(|_| ()), "visit-request-kept", &href)
}

/// The team closes a request, or opens it again.
pub async fn tick(
    State(site): State<Site>,
    visit: Visit,
    Path((text, request)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let tick = Tick::from_code(value(&pairs, "state")).ok_or_else(|| Refusal::of(Trouble::BadRequest))?;
    let outcome = acts::tick(app, who, id, &request, tick, value(&pairs, "said")).await;
    answer(&site, visit.lang, outcome, "visit-request-kept", &format!("{PATH}/{id}#requests"))
}

/// The unit answers, with papers.
pub async fn respond(
    State(site): State<Site>,
    visit: Visit,
    Path((text, request)): Path<(String, String)>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let (fields, files) = read_upload(parts).await?;
    let answered = Answered { text: value(&fields, "text").to_owned(), files };
    let outcome = acts::answer(app, who, id, &request, answered).await;
    answer(&site, visit.lang, outcome, "visit-answer-kept", &format!("{PATH}/{id}#requests"))
}

pub async fn request_file(
    State(site): State<Site>,
    visit: Visit,
    Path((text, request, file)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let file: FileId = id(&file)?;
    let (kept, bytes) = acts::request_file(site.app()?, visit.actor()?, id(&text)?, &request, file).await?;
    Ok(download(&kept.name, &kept.media_type, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_time_is_read_as_people_here_write_it() {
        let today = date(2026, 11, 20);
        assert_eq!(moment(" ", today), Ok(None));
        for typed in ["8:30", "08:30", "8h30", "8g30", "8:30 20/11/2026"] {
            assert_eq!(moment(typed, today), Ok(Some(today.at(8, 30, 0, 0))), "{typed}");
        }
        assert_eq!(moment("14h 19/11/2026", today), Ok(Some(date(2026, 11, 19).at(14, 0, 0, 0))));
        for typed in ["8", "25:00", "8:75", "sáng", "8:30 31/02/2026"] {
            assert!(moment(typed, today).is_err(), "{typed}");
        }
    }
}
