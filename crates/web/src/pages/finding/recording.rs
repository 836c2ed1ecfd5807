//! Recording a finding by hand: where, what the catalogue says of it, in whose
//! words.
//!
//! Not here: correcting it (`revising`), drawing up from a checklist answer (the
//! visit's own pages).

use app::acts::campaign;
use app::acts::finding::{self, Listed, New, Proposal, Source, Words};
use askama::Template;
use axum::extract::{Multipart, OriginalUri, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::campaign::CampaignState;
use domain::finding::Severity;
use domain::identifier::{CampaignId, FindingId, UnitId};
use domain::policy::Action;
use jiff::civil::Date;

use super::step::{EVIDENCE, read, take_in};
use super::{PATH, words};
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::list::ListState;
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::refusal::{Refusal, Trouble};
use crate::site::Site;
use crate::visit::Visit;

const LONGEST: usize = 8_000;
const FILES: usize = 10;
/// Units of one campaign offered, at most.
const UNITS: u32 = 2_000;
const CAMPAIGNS: u32 = 50;

/// Which campaign and unit a finding belongs to.
#[derive(Debug, Template)]
#[template(path = "pages/finding_place.html")]
pub struct PlacePage {
    f: Frame,
    campaigns: Vec<(String, String)>,
}

/// The finding's form, with the catalogue beside it.
#[derive(Debug, Template)]
#[template(path = "pages/finding_record.html")]
pub struct RecordPage {
    f: Frame,
    action: String,
    form: Form,
    names: Vec<String>,
    campaign: String,
    campaign_title: String,
    unit: String,
    /// What is looked for in the catalogue.
    find: String,
    entries: Vec<Entry>,
    alike: Vec<(String, String)>,
    others: String,
    is_new: bool,
    cancel: String,
}

#[derive(Debug)]
struct Entry {
    href: String,
    code: String,
    text: String,
    on: bool,
}

/// What the page is drawn from, whether asked for or posted.
pub(super) struct Place {
    campaign: CampaignId,
    title: String,
    units: Vec<(UnitId, String)>,
    themes: Vec<(String, String)>,
}

async fn place(site: &Site, visit: &Visit, id: CampaignId) -> Result<Place, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let whole = campaign::get(app, who, id).await?;
    let filter = campaign::Filter { limit: UNITS, ..campaign::Filter::default() };
    let (targets, _) = campaign::targets(app, who, id, &filter).await?;
    let language = words::language(visit.lang);
    Ok(Place {
        campaign: id,
        title: whole.kept.campaign.title,
        units: targets.into_iter().map(|target| (target.unit, target.unit_name)).collect(),
        themes: app
            .packs
            .catalogue
            .themes
            .iter()
            .map(|theme| (theme.code.clone(), format!("{}. {}", theme.code, theme.title.text(language))))
            .collect(),
    })
}

pub(super) fn fields(place: Option<&Place>, alike: &[Listed]) -> Vec<Field> {
    let long = |name: &'static str, label: &'static str, rows| {
        Field::new(name, label, Kind::LongText { max: LONGEST, rows })
    };
    let mut fields = Vec::new();
    if let Some(place) = place {
        let units = place.units.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
        fields.push(Field::new("unit", "finding-unit", Kind::Select).required().choices(units));
        fields.push(
            Field::new("observed_on", "finding-observed-on", Kind::Date)
                .help("finding-field-observed-help")
                .required(),
        );
    }
    fields.push(long("text", "finding-what", 4).required());
    fields.push(
        Field::new("severity", "finding-severity", Kind::Radio).required().choices(
            [
                (Severity::Reminder, "finding-severity-reminder"),
                (Severity::Remedy, "finding-severity-remedy"),
                (Severity::Violation, "finding-severity-violation"),
            ]
            .map(|(severity, label)| Choice::new(severity.code(), label)),
        ),
    );
    if let Some(place) = place {
        let themes = place.themes.iter().map(|(code, title)| Choice::new(code.clone(), title.clone()));
        fields.push(
            Field::new("theme", "finding-theme", Kind::Select)
                .help("finding-field-theme-help")
                .choices(themes),
        );
    }
    fields.push(long("evidence", "finding-evidence", 3));
    fields.push(long("basis", "finding-basis", 3).required());
    fields.push(long("cause", "finding-cause", 2));
    fields.push(long("request", "finding-request", 3));
    fields.push(Field::new("responsible", "finding-responsible", Kind::Text { max: 200 }));
    fields.push(
        Field::new("on_the_spot", "finding-field-on-the-spot", Kind::Check)
            .help("finding-field-on-the-spot-help"),
    );
    if place.is_some() {
        if !alike.is_empty() {
            let others = alike.iter().map(|line| {
                Choice::new(
                    line.finding.id.to_string(),
                    format!("{} · {}", line.year, line.finding.words.text),
                )
            });
            fields.push(
                Field::new("repeats", "finding-repeats", Kind::Select)
                    .help("finding-field-repeats-help")
                    .choices(others),
            );
        }
        fields.push(
            Field::new("file", "finding-field-evidence", Kind::File { accept: EVIDENCE, many: true })
                .help("finding-field-evidence-help"),
        );
    }
    for hidden in ["campaign", "code", "version"] {
        fields.push(Field::new(hidden, "finding-code", Kind::Hidden { max: 60 }));
    }
    fields
}

pub async fn ask(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::FindingRecord).ok_or(app::Refusal::NotAllowed(Action::FindingRecord.code()))?;
    let state = ListState::read("/findings/new", uri.query(), 1);
    let Some(chosen) = state.value("campaign").and_then(|id| id.parse::<CampaignId>().ok()) else {
        let campaigns = campaign::list(app, who, CAMPAIGNS, 0).await?;
        let open = campaigns
            .into_iter()
            .filter(|kept| kept.campaign.state == CampaignState::Open)
            .map(|kept| (kept.campaign.id.to_string(), kept.campaign.title))
            .collect();
        return pages::show(&PlacePage::new(visit.frame(), open));
    };
    let place = place(&site, &visit, chosen).await?;
    let unit = state.value("unit").and_then(|id| id.parse::<UnitId>().ok());
    let day = state.value("day").and_then(crate::form::read::date).unwrap_or_else(|| app.today());
    let proposal = match state.value("code") {
        Some(code) => finding::from_code(app, who, chosen, unit, code, day).await?,
        None => None,
    };
    let find = state.value("find").unwrap_or_default().to_owned();
    let entries = entries(app, &visit, &state, &find);
    let alike = proposal.as_ref().map(|proposal| proposal.alike.clone()).unwrap_or_default();
    let values = proposed(&visit, chosen, unit, day, proposal.as_ref());
    let form = Form::filled(visit.lang, fields(Some(&place), &alike), values);
    let mut page = RecordPage::new(visit.frame(), &place, &alike, form);
    page.unit = unit.map(|id| id.to_string()).unwrap_or_default();
    page.find = find;
    page.entries = entries;
    page.others = proposal
        .filter(|proposal| !proposal.others.is_empty())
        .map(|proposal| visit.lang.t_with("finding-other-bases", &[("count", proposal.others.len())]))
        .unwrap_or_default();
    pages::show(&page)
}

fn proposed(
    visit: &Visit,
    campaign: CampaignId,
    unit: Option<UnitId>,
    day: Date,
    proposal: Option<&Proposal>,
) -> Vec<(&'static str, String)> {
    let mut values = vec![
        ("campaign", campaign.to_string()),
        ("observed_on", visit.lang.date(day)),
        ("severity", Severity::Remedy.code().to_owned()),
    ];
    values.extend(unit.map(|id| ("unit", id.to_string())));
    if let Some(proposal) = proposal {
        let words = &proposal.words;
        values.retain(|(name, _)| *name != "severity");
        values.extend([
            ("severity", proposal.severity.code().to_owned()),
            ("code", words.code.clone().unwrap_or_default()),
            ("theme", words.theme.clone()),
            ("text", words.text.clone()),
            ("basis", words.basis.clone()),
        ]);
    }
    values
}

/// The catalogue's entries for what is looked for, each a link that fills the
/// form in.
fn entries(app: &app::App, visit: &Visit, state: &ListState, find: &str) -> Vec<Entry> {
    if find.is_empty() {
        return Vec::new();
    }
    let language = words::language(visit.lang);
    finding::catalogue(app, find)
        .into_iter()
        .map(|entry| Entry {
            href: state.href("code", Some(&entry.code)),
            on: state.value("code") == Some(&entry.code),
            code: entry.code.clone(),
            text: entry.text.text(language).to_owned(),
        })
        .collect()
}

pub async fn record(State(site): State<Site>, visit: Visit, parts: Multipart) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::FindingRecord).ok_or(app::Refusal::NotAllowed(Action::FindingRecord.code()))?;
    let (pairs, uploads) = read(parts, FILES).await?;
    let posted =
        |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, v)| v.as_str()).to_owned();
    let chosen: CampaignId = posted("campaign").parse().map_err(|_| Refusal::of(Trouble::BadRequest))?;
    let more = posted("then") == "more";
    let place = place(&site, &visit, chosen).await?;
    let unit = posted("unit").parse::<UnitId>().ok();
    let code = Some(posted("code")).filter(|code| !code.is_empty());
    let day = crate::form::read::date(&posted("observed_on")).unwrap_or_else(|| app.today());
    let proposal = match &code {
        Some(code) => finding::from_code(app, who, chosen, unit, code, day).await?,
        None => None,
    };
    let alike = proposal.as_ref().map(|proposal| proposal.alike.clone()).unwrap_or_default();
    let mut form = Form::posted(visit.lang, fields(Some(&place), &alike), pairs);
    if code.is_none() && form.text("theme").is_none() {
        form.fail("theme", "form-choose");
    }
    let mut shown = Vec::new();
    if form.is_good() {
        let uploads = uploads.into_iter().map(|(_, upload)| upload).collect();
        shown = take_in(app, who, Action::FindingRecord, "new", uploads, &mut form).await?;
    }
    if let (true, Some(unit)) = (form.is_good(), unit) {
        let mut words = worded(&form, code);
        // Unchanged, the catalogue's grounds stay linked to the library.
        if let Some(proposal) = proposal.as_ref().filter(|proposal| proposal.words.basis == words.basis) {
            words.acts.clone_from(&proposal.words.acts);
        }
        let new = New {
            campaign: chosen,
            unit,
            source: Source::Hand,
            words,
            severity: severity(&form),
            fixed_on_the_spot: form.is_on("on_the_spot"),
            observed_on: day,
            repeats: form.text("repeats").and_then(|id| id.parse::<FindingId>().ok()),
        };
        match finding::record(app, who, new, shown).await {
            Ok(id) => {
                let to = if more {
                    format!("{PATH}/new?campaign={chosen}&unit={unit}")
                } else {
                    format!("{PATH}/{id}")
                };
                return Ok(Tell::new(FlashKind::Done, "finding-recorded").on(&to, site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => {
                for fault in faults {
                    form.fail(&fault.field, words::fault(fault.key));
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    let mut page = RecordPage::new(visit.frame(), &place, &alike, form);
    page.unit = unit.map(|id| id.to_string()).unwrap_or_default();
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

pub(super) fn severity(form: &Form) -> Severity {
    form.text("severity").and_then(Severity::from_code).unwrap_or(Severity::Remedy)
}

pub(super) fn worded(form: &Form, code: Option<String>) -> Words {
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    Words {
        code,
        theme: text("theme"),
        text: text("text"),
        evidence: text("evidence"),
        basis: text("basis"),
        acts: Vec::new(),
        cause: text("cause"),
        request: text("request"),
        responsible: text("responsible"),
    }
}

impl PlacePage {
    fn new(f: Frame, campaigns: Vec<(String, String)>) -> Self {
        let (title, list) = (f.t("finding-new"), f.t("nav-findings"));
        PlacePage { f: f.titled(title, Some(Nav::Findings)).under(list, PATH), campaigns }
    }
}

impl RecordPage {
    fn new(f: Frame, place: &Place, alike: &[Listed], form: Form) -> Self {
        let (title, list) = (f.t("finding-new"), f.t("nav-findings"));
        let shown = |line: &Listed| {
            let number = line.finding.number.to_string();
            let values = [("number", number.as_str()), ("campaign", line.campaign_title.as_str())];
            (format!("{PATH}/{}", line.finding.id), f.t_with("finding-other", &values))
        };
        let alike_lines = alike.iter().map(shown).collect();
        RecordPage {
            action: format!("{PATH}/new"),
            names: names(&fields(Some(place), alike)),
            form,
            campaign: place.campaign.to_string(),
            campaign_title: place.title.clone(),
            unit: String::new(),
            find: String::new(),
            entries: Vec::new(),
            alike: alike_lines,
            others: String::new(),
            is_new: true,
            cancel: PATH.to_owned(),
            f: f.titled(title, Some(Nav::Findings)).under(list, PATH),
        }
    }

    pub(super) fn editing(f: Frame, listed: &Listed, form: Form) -> Self {
        let href = format!("{PATH}/{}", listed.finding.id);
        let (title, list) = (f.t("finding-revise-act"), f.t("nav-findings"));
        let number = f.t_with("finding-title", &[("number", listed.finding.number)]);
        RecordPage {
            action: format!("{href}/edit"),
            names: names(&fields(None, &[])),
            form,
            campaign: listed.finding.campaign.to_string(),
            campaign_title: listed.campaign_title.clone(),
            unit: String::new(),
            find: String::new(),
            entries: Vec::new(),
            alike: Vec::new(),
            others: String::new(),
            is_new: false,
            cancel: href.clone(),
            f: f.titled(title, Some(Nav::Findings)).under(list, PATH).under(number, href),
        }
    }
}

fn names(fields: &[Field]) -> Vec<String> {
    fields.iter().map(|field| field.name.clone().into_owned()).collect()
}

impl Page for PlacePage {
    const NAME: &'static str = "finding_place";

    fn samples(frame: &Frame) -> Samples<Self> {
        let open = vec![("1".to_owned(), "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".to_owned())];
        vec![
            ("nothing-open", PlacePage::new(frame.clone(), Vec::new())),
            ("choose", PlacePage::new(frame.clone(), open)),
        ]
    }
}

impl Page for RecordPage {
    const NAME: &'static str = "finding_record";

    fn samples(frame: &Frame) -> Samples<Self> {
        let lang = frame.lang;
        let unit = UnitId(uuid::Uuid::nil());
        let place = Place {
            campaign: CampaignId(uuid::Uuid::nil()),
            title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
            units: vec![(unit, "Sở Y tế".into())],
            themes: vec![("B".into(), "B. Xác định độ mật, soạn thảo".into())],
        };
        let earlier = super::sample::view("closed").listed;
        let alike = [earlier.clone()];
        let filled =
            Form::filled(lang, fields(Some(&place), &alike), super::revising::standing(&earlier.finding));
        let mut full = RecordPage::new(frame.clone(), &place, &alike, filled);
        full.find = "máy tính".into();
        full.others = lang.t_with("finding-other-bases", &[("count", 2)]);
        full.entries = vec![Entry {
            href: "/findings/new?code=B3".into(),
            code: "B3".into(),
            text: "Soạn thảo tài liệu có nội dung bí mật nhà nước trên máy tính nối mạng.".into(),
            on: true,
        }];
        let blank = RecordPage::new(frame.clone(), &place, &[], Form::blank(lang, fields(Some(&place), &[])));
        let wrong = Form::posted(lang, fields(Some(&place), &[]), vec![]);
        let wrong = RecordPage::new(frame.clone(), &place, &[], wrong);
        let edit = Form::filled(lang, fields(None, &[]), super::revising::standing(&earlier.finding));
        vec![
            ("blank", blank),
            ("full", full),
            ("wrong", wrong),
            ("edit", RecordPage::editing(frame.clone(), &earlier, edit)),
        ]
    }
}
