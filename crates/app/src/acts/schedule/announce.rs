//! The schedule notice: a paper with the report's outline, told to every unit on
//! it, at least as many days ahead as the plan lays down. An ad-hoc visit is told
//! later, with its reason; what was agreed with the unit is kept.
//!
//! Not here: the queue that carries it (`acts::notice`, `worker`).

use super::paper::{period, plan_line, printed};
use super::{KIND, fault, state_of, text};
use crate::acts::campaign::subject;
use crate::acts::notice::{self, Telling};
use crate::acts::report::{Form, Printed};
use crate::clock::{hex, new_id};
use crate::refusal::Fault;
use crate::{Act, Actor, App, Refusal};
use domain::deadline::{self, Event, Facts, Rule};
use domain::identifier::{CampaignId, FileId, VisitId};
use domain::moment;
use domain::policy::Action;
use domain::schedule::Notice;
use jiff::civil::{Date, DateTime};
use papers::message::{self, VisitNotice};
use papers::{
    HeaderForm, Letterhead, NoticeForm, Outline, PaperDate, Recipients, ScheduleNotice, ScheduledVisit,
    Signature, schedule_notice,
};
use sha2::{Digest, Sha256};
use store::campaign::Kept;
use store::file::{self, File};
use store::visit::calendar::{self, Entry, Window};
use store::{Scope, Tx, campaign, target, visit};

/// Visits of one notice, at most.
const MOST: u32 = 500;

/// The paper as a person words it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letter {
    pub visits: Vec<VisitId>,
    /// A notice to all (thông báo) instead of a letter to each (công văn).
    pub to_all: bool,
    pub number: Option<u32>,
    pub series: String,
    pub date: Option<Date>,
    pub report_to: String,
    pub signer_title: String,
    pub signer_name: String,
}

/// A visit that waits for its notice.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub entry: Entry,
    /// Days left until it, and days the plan asks for, when these are more.
    pub short: Option<(i64, u16)>,
}

/// The visits of a campaign that were not announced yet.
pub async fn waiting(app: &App, who: &Actor, id: CampaignId) -> Result<(Kept, Vec<Waiting>), Refusal> {
    let (mut tx, scope) = app.look(who, Action::ScheduleManage).await?;
    let kept = campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let entries = entries(&mut tx, &scope, id).await?;
    let rule = rule(&kept);
    let waiting = entries
        .into_iter()
        .filter(|entry| entry.state == "scheduled")
        .map(|entry| Waiting { short: short(app, rule, app.today(), &entry), entry })
        .collect();
    Ok((kept, waiting))
}

fn rule(kept: &Kept) -> Notice {
    Notice::of(kept.campaign.notice.as_ref().map(|rule| &rule.rule))
}

fn short(app: &App, rule: Notice, today: Date, entry: &Entry) -> Option<(i64, u16)> {
    match rule.short(today, entry.day, &app.packs.calendar) {
        Some(domain::schedule::Clash::ShortNotice { given, needed }) => Some((given, needed)),
        _ => None,
    }
}

async fn entries(tx: &mut Tx, scope: &Scope, id: CampaignId) -> Result<Vec<Entry>, Refusal> {
    let window = Window {
        from: Date::constant(2000, 1, 1),
        to: Date::constant(2999, 12, 31),
        campaign: Some(id),
        team: None,
        cancelled: false,
        limit: MOST,
    };
    Ok(calendar::list(tx, scope, &window).await?)
}

/// The paper, to look at before it is sent.
pub async fn letter(
    app: &App,
    who: &Actor,
    id: CampaignId,
    letter: &Letter,
    form: Form,
) -> Result<Printed, Refusal> {
    let (mut tx, scope) = app.look(who, Action::ScheduleManage).await?;
    let kept = campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let chosen = chosen(entries(&mut tx, &scope, id).await?, letter)?;
    let paper = compose(&mut tx, app, who, &kept, &chosen, letter).await?;
    drop(tx);
    printed(move || schedule_notice(&paper), "Thông báo lịch kiểm tra".to_owned(), form).await
}

fn chosen(entries: Vec<Entry>, letter: &Letter) -> Result<Vec<Entry>, Refusal> {
    let found: Vec<_> = entries.into_iter().filter(|entry| letter.visits.contains(&entry.visit)).collect();
    if found.is_empty() || found.len() != letter.visits.len() {
        return Err(Refusal::invalid("visits", "schedule-choose-visits"));
    }
    Ok(found)
}

async fn compose(
    tx: &mut Tx,
    app: &App,
    who: &Actor,
    kept: &Kept,
    chosen: &[Entry],
    letter: &Letter,
) -> Result<ScheduleNotice, Refusal> {
    let id = kept.campaign.id;
    let all = Scope::everything(who.user.id);
    let filter = target::Filter { limit: 2_000, ..target::Filter::default() };
    let targets = target::list(tx, &all, id, &filter, app.today()).await?;
    let cohorts = campaign::cohorts(tx, id).await?;
    let of = |entry: &Entry| targets.iter().find(|target| target.visit == Some(entry.visit));
    let outline = chosen.iter().find_map(|entry| {
        let cohort = of(entry)?.cohort;
        cohorts.iter().find(|known| known.id == cohort)?.outline.as_deref()
    });
    let maybe = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let mut teams: Vec<String> = Vec::new();
    let visits = chosen.iter().map(|entry| {
        let share = entry.parts.iter().find(|part| part.campaign == id);
        if let Some(share) = share.filter(|share| !teams.contains(&share.team_name)) {
            teams.push(share.team_name.clone());
        }
        ScheduledVisit {
            unit: entry.unit_name.clone(),
            starts: moment::local(entry.starts_at),
            ends: (entry.last_day > entry.day).then_some(entry.last_day),
            place: entry.place.clone(),
            members: share.map(|share| share.members.join(", ")).unwrap_or_default(),
            report_due: of(entry).and_then(|target| target.report_due_on),
        }
    });
    let visits = visits.collect();
    let mut addressees: Vec<String> = Vec::new();
    for entry in chosen {
        if !addressees.contains(&entry.unit_name) {
            addressees.push(entry.unit_name.clone());
        }
    }
    Ok(ScheduleNotice {
        letterhead: Letterhead {
            form: HeaderForm::State,
            parent: None,
            issuer: kept.campaign.issuer.clone(),
            number: letter.number,
            series: letter.series.clone(),
            place: kept.place.clone(),
            date: letter.date.map_or_else(
                || PaperDate::InMonth { year: app.today().year(), month: app.today().month() },
                PaperDate::On,
            ),
        },
        form: if letter.to_all { NoticeForm::Notice } else { NoticeForm::Letter },
        subject: subject(&kept.campaign.title),
        addressees,
        bases: vec![plan_line(kept)],
        team_name: teams.join(", "),
        period: period(&kept.campaign),
        visits,
        unit_side: ScheduleNotice::usual_unit_side(),
        preparations: ScheduleNotice::usual_preparations(),
        report_to: maybe(&letter.report_to),
        contact: None,
        outline: outline.and_then(|code| app.packs.outlines.get(code)).map(Outline::of),
        signature: Signature {
            title: letter.signer_title.clone(),
            name: maybe(&letter.signer_name),
            ..Signature::default()
        },
        recipients: Recipients { lines: vec!["Như trên".to_owned()], filing: "VT".to_owned() },
    })
}

/// Sends the notice of the chosen visits: to each unit's head and focal persons
/// and to the teams, with the paper. All or none; answers how many visits.
pub async fn announce(app: &App, who: &Actor, id: CampaignId, letter: &Letter) -> Result<usize, Refusal> {
    let paper = {
        let (mut tx, scope) = app.look(who, Action::ScheduleManage).await?;
        let kept = campaign::get(&mut tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
        let chosen = chosen(entries(&mut tx, &scope, id).await?, letter)?;
        compose(&mut tx, app, who, &kept, &chosen, letter).await?
    };
    let has_outline = paper.outline.is_some();
    let name = "Thông báo lịch kiểm tra".to_owned();
    let printed = printed(move || schedule_notice(&paper), name, Form::Docx).await?;
    let mut act = app.act(who).await?;
    act.allow(Action::NoticeSend)?;
    let scope = act.allow(Action::ScheduleManage)?;
    let kept = campaign::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let chosen = chosen(entries(&mut act.tx, &scope, id).await?, letter)?;
    let today = act.today();
    let late: Vec<_> = chosen
        .iter()
        .filter(|entry| entry.kind != "ad_hoc")
        .filter_map(|entry| Some((entry, short(app, rule(&kept), today, entry)?)))
        .map(|(entry, (given, needed))| {
            Fault::new("visits", "schedule-announce-late")
                .with("unit", &entry.unit_name)
                .with("given", given.max(0))
                .with("needed", needed)
        })
        .collect();
    if !late.is_empty() {
        return Err(Refusal::Invalid(late));
    }
    let file = keep_paper(&mut act, id, printed).await?;
    for entry in &chosen {
        tell(&mut act, &kept, entry, file, has_outline).await?;
    }
    let detail = serde_json::json!({
        "visits": chosen.iter().map(|entry| entry.visit.to_string()).collect::<Vec<_>>(), "file": file.to_string(),
    });
    act.tell("schedule.announce", "campaign", id, detail).await?;
    act.done().await?;
    Ok(chosen.len())
}

async fn keep_paper(act: &mut Act<'_>, id: CampaignId, printed: Printed) -> Result<FileId, Refusal> {
    let kept = File {
        id: new_id(),
        sha256: hex(&Sha256::digest(&printed.bytes)),
        name: printed.name,
        media_type: printed.media.to_owned(),
        size: printed.bytes.len() as i64,
        uploaded_by: act.user(),
        uploaded_at: act.now,
    };
    file::add(&mut act.tx, &kept, printed.bytes).await?;
    file::attach(&mut act.tx, kept.id, "campaign", &id.to_string(), "schedule_notice", None, act.now).await?;
    Ok(kept.id)
}

async fn tell(
    act: &mut Act<'_>,
    plan: &Kept,
    entry: &Entry,
    file: FileId,
    has_outline: bool,
) -> Result<(), Refusal> {
    let all = Scope::everything(act.who.user.id);
    let kept = visit::get(&mut act.tx, &all, entry.visit).await?.ok_or(Refusal::NotFound)?;
    let starts = moment::local(entry.starts_at);
    let due = due(act, plan, starts);
    let state = state_of(&kept)?.notify(act.today(), "product".to_owned(), due.as_ref()).map_err(fault)?;
    let data = serde_json::to_string(&state)?;
    if !visit::set_state(&mut act.tx, kept.id, kept.version, state.code(), &data, act.now).await? {
        return Err(Refusal::Conflict);
    }
    visit::mark_announced(&mut act.tx, kept.id, act.now).await?;
    let parts = visit::all_parts(&mut act.tx, kept.id).await?;
    let campaigns: Vec<_> = parts.iter().map(|part| part.campaign_title.clone()).collect();
    let teams: Vec<_> = parts.iter().map(|part| part.team_name.clone()).collect();
    let words = message::visit_scheduled(&VisitNotice {
        unit: &entry.unit_name,
        campaigns: &campaigns,
        teams: &teams,
        starts,
        ends: Some(moment::local(entry.ends_at)),
        place: &entry.place,
        reason: kept.reason.as_deref().filter(|_| kept.kind == "ad_hoc"),
        moved_from: None,
        has_outline,
    });
    let files = [file];
    let telling = Telling {
        kind: "visit_scheduled",
        once_key: format!("visit_scheduled:{}:{}", kept.id, kept.version),
        message: words,
        link: Some(format!("/visits/{}", kept.id)),
        campaign: Some(plan.campaign.id),
        object: (KIND, kept.id.to_string()),
        files: &files,
    };
    notice::tell_unit(act, entry.unit, &telling).await?;
    for part in &parts {
        notice::tell_team(act, part.team, &telling).await?;
        target::refresh(&mut act.tx, part.target).await?;
    }
    Ok(())
}

/// The last day on which the plan lets the unit be told.
fn due(act: &Act<'_>, plan: &Kept, starts: DateTime) -> Option<deadline::Due> {
    let notice = rule(plan);
    let rule = Rule::NoticeBeforeVisit { days: notice.days, working_days: notice.working_days };
    let facts = Facts::new().as_of(act.today()).with_time(Event::VisitStart, starts);
    deadline::due(&rule, &facts, &act.app.packs.calendar).ok()
}

/// Whom of the unit an ad-hoc visit was told, when, how, and the method agreed.
#[derive(Debug, Clone)]
pub struct Agreement {
    pub version: i64,
    pub to: String,
    pub at: DateTime,
    pub means: String,
    pub method: String,
}

/// Keeps what was agreed with the unit of an ad-hoc visit; from now on the unit
/// sees the visit (S0 II.2.b).
pub async fn agree(app: &App, who: &Actor, id: VisitId, said: &Agreement) -> Result<(), Refusal> {
    let (to, means) = (text("notice_to", &said.to)?, text("notice_means", &said.means)?);
    let method = text("method", &said.method)?;
    let missing: Vec<_> = [("notice_to", &to), ("notice_means", &means), ("method", &method)]
        .into_iter()
        .filter(|(_, text)| text.is_empty())
        .map(|(field, _)| Fault::new(field, "field-required"))
        .collect();
    if !missing.is_empty() {
        return Err(Refusal::Invalid(missing));
    }
    let at =
        moment::instant(said.at).ok_or_else(|| Refusal::invalid("notice_day", "schedule-no-such-time"))?;
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::ScheduleManage)?;
    if at > act.now {
        return Err(Refusal::invalid("notice_day", "schedule-not-yet"));
    }
    let kept = visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    if kept.kind != "ad_hoc" || kept.cancelled_at.is_some() {
        return Err(Refusal::not_now(&kept.state, "agree"));
    }
    let notice = visit::Notice { to: to.clone(), at, means: means.clone() };
    if !visit::set_agreement(&mut act.tx, id, said.version, &notice, &method, act.now).await? {
        return Err(Refusal::Conflict);
    }
    let mut version = said.version + 1;
    if kept.state == "scheduled" {
        let state = state_of(&kept)?.notify(said.at.date(), means.clone(), None).map_err(fault)?;
        let data = serde_json::to_string(&state)?;
        visit::set_state(&mut act.tx, id, version, state.code(), &data, act.now).await?;
        version += 1;
    }
    visit::mark_announced(&mut act.tx, id, act.now).await?;
    for part in visit::all_parts(&mut act.tx, id).await? {
        target::refresh(&mut act.tx, part.target).await?;
    }
    let detail = serde_json::json!({ "to": to, "means": means, "method": method, "version": version });
    act.tell("schedule.agree", KIND, id, detail).await?;
    act.done().await
}
