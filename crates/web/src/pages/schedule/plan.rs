//! Planning one visit: choosing the unit, then its day, place and members; or
//! taking part in another campaign's visit to the same unit.

use app::acts::campaign;
use app::acts::schedule::{self, Around, Share, Wanted};
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{CampaignId, TargetId, VisitId};
use domain::policy::Action;

use super::form::{self, Crew};
use super::{PATH, board_path};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::{FlashKind, Frame};
use crate::list::ListState;
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// Campaigns offered to choose from.
const CAMPAIGNS: u32 = 50;

/// Which campaign, which unit.
#[derive(Debug, Template)]
#[template(path = "pages/schedule_choose.html")]
pub struct ChoosePage {
    f: Frame,
    form: Form,
    /// No choice is left to make.
    empty: bool,
    fields: Vec<&'static str>,
    act: String,
}

/// The form of a new visit.
#[derive(Debug, Template)]
#[template(path = "pages/schedule_plan.html")]
pub struct PlanPage {
    f: Frame,
    form: Form,
    action: String,
    back: String,
    act: String,
    unit: String,
    campaign: String,
    window: String,
    /// Names of the form's fields, in order.
    fields: Vec<String>,
    /// A visit that is moved tells more: whether the unit knows of it.
    known: bool,
    /// Visits of other campaigns to this unit: when, and where joining posts.
    shareable: Vec<(String, String)>,
    other_kind: Option<(String, String)>,
}

/// What the address of a new visit says.
struct Asked {
    campaign: Option<CampaignId>,
    target: Option<TargetId>,
    ad_hoc: bool,
    day: Option<String>,
}

fn asked(query: Option<&str>) -> Asked {
    let state = ListState::read(PATH, query, 1);
    Asked {
        campaign: state.value("campaign").and_then(|id| id.parse().ok()),
        target: state.value("target").and_then(|id| id.parse().ok()),
        ad_hoc: state.value("ad_hoc").is_some(),
        day: state.value("day").map(str::to_owned),
    }
}

pub async fn new(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::ScheduleManage).ok_or(app::Refusal::NotAllowed(Action::ScheduleManage.code()))?;
    let asked = asked(uri.query());
    let f = visit.frame();
    if let Some(target) = asked.target {
        let around = schedule::around(app, who, target).await?;
        let crews = crews(&around);
        let values = form::beginning(&crews, &around.line, asked.day.clone());
        let form = Form::filled(visit.lang, fields(&f, &crews, &around, asked.ad_hoc), values);
        return pages::show(&PlanPage::new(f, form, &around, asked.ad_hoc));
    }
    if let Some(campaign) = asked.campaign {
        let targets = schedule::targets(app, who, campaign).await?;
        let choices = targets
            .into_iter()
            .filter(|(_, _, free)| *free || asked.ad_hoc)
            .map(|(id, name, _)| Choice::new(id.to_string(), Label::Words(name)))
            .collect();
        return pages::show(&ChoosePage::of_units(f, campaign, choices, asked.ad_hoc));
    }
    let campaigns = campaign::list(app, who, CAMPAIGNS, 0).await?;
    let choices = campaigns
        .into_iter()
        .filter(|kept| kept.closed_at.is_none())
        .map(|kept| Choice::new(kept.campaign.id.to_string(), Label::Words(kept.campaign.title)))
        .collect();
    pages::show(&ChoosePage::of_campaigns(f, choices, asked.ad_hoc))
}

fn crews(around: &Around) -> Vec<Crew<'_>> {
    around.teams.iter().map(|(id, name, roster)| Crew { id: *id, name, roster }).collect()
}

fn fields(f: &Frame, crews: &[Crew<'_>], around: &Around, ad_hoc: bool) -> Vec<Field> {
    let mut fields = vec![Field::new("target", "schedule-unit", Kind::Hidden { max: 40 })];
    if ad_hoc {
        fields.push(Field::new("ad_hoc", "schedule-ad-hoc", Kind::Hidden { max: 3 }));
        fields.extend(form::ad_hoc_fields());
    }
    fields.extend(form::fields(f, crews, &around.line));
    fields
}

pub async fn create(
    State(site): State<Site>,
    visit: Visit,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, v)| v.as_str());
    let target: TargetId = id(value("target"))?;
    let is_ad_hoc = !value("ad_hoc").is_empty();
    let around = schedule::around(app, who, target).await?;
    let crews = crews(&around);
    let f = visit.frame();
    let mut form = Form::posted(visit.lang, fields(&f, &crews, &around, is_ad_hoc), pairs);
    let slot = form::slot(&mut form);
    let share = form::share(&form, &crews, target);
    let ad_hoc = if is_ad_hoc { form::ad_hoc(&form) } else { None };
    if let (Some(slot), Some(share), true) = (slot, share, form.is_good()) {
        let team = share.team;
        let wanted = Wanted {
            share,
            slot,
            place: form.text("place").unwrap_or_default().to_owned(),
            exception: form.text("exception").map(str::to_owned),
            ad_hoc,
        };
        match schedule::plan_visit(app, who, &wanted).await {
            Ok(_) => {
                let day = visit.lang.date(slot.starts.date());
                return Ok(Tell::new(FlashKind::Done, "schedule-planned")
                    .with("day", day)
                    .with("unit", &around.target.unit_name)
                    .on(&board_path(around.target.campaign), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => form::fail(&mut form, faults, Some(team)),
            Err(other) => return Err(other.into()),
        }
    }
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &PlanPage::new(f, form, &around, is_ad_hoc))
}

/// Takes part in another campaign's visit, with everyone of the first team who
/// may go.
pub async fn share(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, v)| v.as_str());
    let target: TargetId = id(value("target"))?;
    let around = schedule::around(app, who, target).await?;
    let board = board_path(around.target.campaign);
    let secure = site.settings().behind_tls;
    let Some((team, _, roster)) = around.teams.first() else {
        return Ok(Tell::new(FlashKind::Failed, "schedule-no-team").on(&board, secure));
    };
    let free = roster.iter().filter(|going| going.barred(&around.line).is_none());
    let share = Share { target, team: *team, members: free.map(|going| going.member.id).collect() };
    match schedule::share(app, who, id::<VisitId>(&text)?, &share).await {
        Ok(()) => {
            let unit = &around.target.unit_name;
            Ok(Tell::new(FlashKind::Done, "schedule-shared").with("unit", unit).on(&board, secure))
        }
        Err(app::Refusal::Invalid(faults)) => {
            let mut form = Form::blank(visit.lang, Vec::new());
            form::fail(&mut form, faults, None);
            let words: Vec<_> = form.problems().iter().map(|problem| problem.say(visit.lang)).collect();
            Ok(Tell::new(FlashKind::Failed, "schedule-not-shared")
                .with("why", words.join("; "))
                .on(&format!("{PATH}/new?target={target}"), secure))
        }
        Err(other) => Err(other.into()),
    }
}

impl ChoosePage {
    fn of_campaigns(f: Frame, choices: Vec<Choice>, ad_hoc: bool) -> Self {
        let empty = choices.is_empty();
        let field = Field::new("campaign", "schedule-campaign", Kind::Select).required().choices(choices);
        Self::with(f, vec![field], Vec::new(), empty, ad_hoc)
    }

    fn of_units(f: Frame, campaign: CampaignId, choices: Vec<Choice>, ad_hoc: bool) -> Self {
        let empty = choices.is_empty();
        let fields = vec![
            Field::new("campaign", "schedule-campaign", Kind::Hidden { max: 40 }),
            Field::new("target", "schedule-unit", Kind::Select).required().choices(choices),
        ];
        Self::with(f, fields, vec![("campaign", campaign.to_string())], empty, ad_hoc)
    }

    fn with(
        f: Frame,
        mut fields: Vec<Field>,
        mut values: Vec<(&'static str, String)>,
        empty: bool,
        ad_hoc: bool,
    ) -> Self {
        fields.push(Field::new("ad_hoc", "schedule-ad-hoc-check", Kind::Check).help("schedule-ad-hoc-help"));
        if ad_hoc {
            values.push(("ad_hoc", "on".to_owned()));
        }
        let names =
            if fields.len() == 3 { vec!["campaign", "target", "ad_hoc"] } else { vec!["campaign", "ad_hoc"] };
        let form = Form::filled(f.lang, fields, values);
        let (title, list) = (f.t("schedule-new"), f.t("nav-visits"));
        let act = f.t("schedule-go-on");
        ChoosePage {
            f: f.titled(title, Some(Nav::Visits)).under(list, PATH),
            form,
            empty,
            fields: names,
            act,
        }
    }
}

impl PlanPage {
    fn new(f: Frame, mut form: Form, around: &Around, ad_hoc: bool) -> Self {
        let target = around.target.id.to_string();
        form.keep("target", &target);
        if ad_hoc {
            form.keep("ad_hoc", "on");
        }
        let lang = f.lang;
        let fields = form.names();
        let campaign = &around.campaign.campaign;
        let title = f.t(if ad_hoc { "schedule-new-ad-hoc" } else { "schedule-new" });
        let (list, board) = (f.t("nav-visits"), f.t("schedule-board"));
        let other = if ad_hoc {
            (format!("{PATH}/new?target={target}"), f.t("schedule-as-planned"))
        } else {
            (format!("{PATH}/new?target={target}&ad_hoc=on"), f.t("schedule-as-ad-hoc"))
        };
        PlanPage {
            action: format!("{PATH}/new"),
            back: board_path(campaign.id),
            act: f.t("schedule-plan-act"),
            unit: around.target.unit_name.clone(),
            campaign: campaign.title.clone(),
            window: super::window_words(&f, campaign.window_from, campaign.window_to),
            fields,
            known: false,
            shareable: around
                .shareable
                .iter()
                .map(|(visit, at, place)| {
                    let when = format!("{} {place}", lang.moment(at));
                    (when.trim().to_owned(), format!("{PATH}/{visit}/share"))
                })
                .collect(),
            other_kind: Some(other),
            form,
            f: f.titled(title, Some(Nav::Visits)).under(list, PATH).under(board, board_path(campaign.id)),
        }
    }

    /// The same form for a visit that is there already.
    pub(super) fn moving(f: Frame, form: Form, standing: &schedule::Standing) -> Self {
        let (title, list) = (f.t("schedule-move"), f.t("nav-visits"));
        let path = format!("{PATH}/{}", standing.visit.id);
        let titles: Vec<_> = standing.parts.iter().map(|part| part.campaign_title.clone()).collect();
        PlanPage {
            action: format!("{path}/move"),
            back: standing.parts.first().map_or_else(|| PATH.to_owned(), |part| board_path(part.campaign)),
            act: f.t("schedule-move-act"),
            unit: standing.visit.unit_name.clone(),
            campaign: titles.join("; "),
            window: String::new(),
            fields: form.names(),
            known: standing.visit.announced_at.is_some(),
            shareable: Vec::new(),
            other_kind: None,
            form,
            f: f.titled(title, Some(Nav::Visits)).under(list, PATH).under(&standing.visit.unit_name, path),
        }
    }
}

impl Page for ChoosePage {
    const NAME: &'static str = "schedule_choose";

    fn samples(frame: &Frame) -> Samples<Self> {
        let choice = |words: &str| vec![Choice::new("1", Label::Words(words.to_owned()))];
        let id = CampaignId(uuid::Uuid::nil());
        vec![
            ("campaigns", Self::of_campaigns(frame.clone(), choice("Kiểm tra an ninh mạng năm 2026"), false)),
            ("units", Self::of_units(frame.clone(), id, choice("Sở Y tế"), true)),
            ("nothing left", Self::of_units(frame.clone(), id, Vec::new(), false)),
        ]
    }
}

impl Page for PlanPage {
    const NAME: &'static str = "schedule_plan";

    fn samples(frame: &Frame) -> Samples<Self> {
        let around = super::samples::around();
        let crews = crews(&around);
        let blank = |ad_hoc| {
            let values = form::beginning(&crews, &around.line, None);
            Form::filled(frame.lang, fields(frame, &crews, &around, ad_hoc), values)
        };
        let mut wrong = blank(false);
        let busy = app::refusal::Fault::new("members", "schedule-clash-member-busy")
            .with("member", "Trần Văn Bình")
            .with("unit", "Sở Tài chính")
            .with("when", "08:00 02/06/2026");
        let off =
            app::refusal::Fault::new("exception", "schedule-clash-not-working").with("day", "06/06/2026");
        form::fail(&mut wrong, vec![busy, off], crews.first().map(|crew| crew.id));
        vec![
            ("planned", Self::new(frame.clone(), blank(false), &around, false)),
            ("ad hoc", Self::new(frame.clone(), blank(true), &around, true)),
            ("clashes", Self::new(frame.clone(), wrong, &around, false)),
            ("moving", {
                let standing = super::samples::standing();
                Self::moving(frame.clone(), super::change::move_form(frame, &standing), &standing)
            }),
        ]
    }
}
