//! Saying whom a name of the plan means: units, whole kinds of units, nobody.

use app::acts::plan;
use app::acts::programme::{self, Choice as Said, Name, Reading};
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::identifier::{PlanId, UnitId};
use domain::policy::Action;
use domain::unit::UnitKind;

use super::draft::{Units, units};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::plan as plans;
use crate::pages::unit::kind_words;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::order::sort_by_name;
use crate::words::{Lang, Value};

#[derive(Debug, Template)]
#[template(path = "pages/programme_naming.html")]
pub struct NamingPage {
    f: Frame,
    action: String,
    back: String,
    lead: String,
    form: Form,
    names: Vec<String>,
    key: String,
    /// Whether an earlier answer can be taken back.
    answered: bool,
}

fn fields(lang: Lang, units: &Units, first: &[UnitId]) -> Vec<Field> {
    let ways = ["units", "kinds", "nobody"];
    let keys = ["programme-way-units", "programme-way-kinds", "programme-nobody"];
    let ways = ways.into_iter().zip(keys).map(|(way, key)| Choice::new(way, Label::Key(key)));
    let kinds =
        UnitKind::ALL.into_iter().map(|kind| Choice::new(kind.code(), Label::Words(kind_words(lang, kind))));
    let mut all: Vec<(&UnitId, &String)> = units.iter().collect();
    sort_by_name(&mut all, |(_, name)| name.as_str());
    // Those the reading offers stand on top; the order is otherwise the names'.
    all.sort_by_key(|(id, _)| !first.contains(id));
    let all = all.into_iter().map(|(id, name)| Choice::new(id.to_string(), Label::Words(name.clone())));
    vec![
        Field::new("way", "programme-way", Kind::Radio).required().choices(ways),
        Field::new("kinds", "programme-way-kinds", Kind::Checks).choices(kinds),
        Field::new("units", "programme-way-units", Kind::Checks).choices(all),
    ]
}

fn values(name: &Name) -> Vec<(&'static str, String)> {
    let mut values = Vec::new();
    let mut kinds = |kinds: &[UnitKind]| {
        values.extend(kinds.iter().map(|kind| ("kinds", kind.code().to_owned())));
    };
    match (&name.choice, &name.reading) {
        (Some(Said::Kinds(said)), _) | (None, Reading::Kinds(said)) => {
            kinds(said);
            values.push(("way", "kinds".to_owned()));
        }
        (Some(Said::Nobody), _) => values.push(("way", "nobody".to_owned())),
        (Some(Said::Units(said)), _) => {
            values.extend(said.iter().map(|id| ("units", id.to_string())));
            values.push(("way", "units".to_owned()));
        }
        (None, Reading::Unit(id)) => {
            values.push(("units", id.to_string()));
            values.push(("way", "units".to_owned()));
        }
        (None, Reading::Ask { kinds: near, .. }) => kinds(near),
    }
    values
}

/// The plan's name under this key.
async fn named(site: &Site, visit: &Visit, id: PlanId, key: &str) -> Result<Name, Refusal> {
    let draft = programme::draft(site.app()?, visit.actor()?, id, None).await?;
    draft.names.into_iter().find(|name| name.key == key).ok_or_else(Refusal::not_found)
}

fn offered(name: &Name) -> &[UnitId] {
    match &name.reading {
        Reading::Ask { offered, .. } => offered,
        Reading::Unit(_) | Reading::Kinds(_) => &[],
    }
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    visit.actor()?;
    let id: PlanId = plans::id(&text)?;
    let query = uri.query().unwrap_or_default().as_bytes();
    let key = form_urlencoded::parse(query).find(|(name, _)| name == "name");
    let key = key.map(|(_, value)| value.into_owned()).unwrap_or_default();
    let name = named(&site, &visit, id, &key).await?;
    let fields = fields(visit.lang, &units(&site).await?, offered(&name));
    let form = Form::filled(visit.lang, fields, values(&name));
    pages::show(&NamingPage::new(visit.frame(), &text, &name, form))
}

/// Keeps whom the name means: from this page's form, or a button's `choice`.
pub async fn keep(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    for action in [Action::ProgrammeManage, Action::PlanManage] {
        who.scope(action).ok_or(app::Refusal::NotAllowed(action.code()))?;
    }
    let id: PlanId = plans::id(&text)?;
    let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map_or("", |(_, v)| v.as_str());
    let name = named(&site, &visit, id, value("name")).await?;
    let (pressed, again) = (value("choice").to_owned(), value("again") == "1");
    let mut form = Form::posted(visit.lang, fields(visit.lang, &units(&site).await?, offered(&name)), pairs);
    let choice = if pressed.is_empty() { chosen(&mut form) } else { Said::of(&pressed) };
    let given = match choice {
        _ if again => None,
        Some(choice) => Some(plan::Answer {
            about: name.key.clone(),
            decision: "corrected".to_owned(),
            value: Some(choice.text()),
        }),
        None => {
            let page = NamingPage::new(visit.frame(), &text, &name, form);
            return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    plan::answer(app, who, id, &name.key, given).await?;
    Ok(Tell::new(FlashKind::Done, "programme-name-kept")
        .on(&format!("{}/{text}/programme#names", plans::PATH), site.settings().behind_tls))
}

fn chosen(form: &mut Form) -> Option<Said> {
    let choice = match form.text("way")? {
        "units" => Said::Units(form.many("units").iter().filter_map(|id| id.parse().ok()).collect()),
        "kinds" => {
            Said::Kinds(form.many("kinds").iter().filter_map(|kind| UnitKind::from_code(kind)).collect())
        }
        _ => Said::Nobody,
    };
    let missing = match &choice {
        Said::Units(units) if units.is_empty() => "units",
        Said::Kinds(kinds) if kinds.is_empty() => "kinds",
        _ => return Some(choice),
    };
    form.fail(missing, "field-required");
    None
}

impl NamingPage {
    fn new(f: Frame, plan: &str, name: &Name, form: Form) -> Self {
        let (list, review, draft) = (f.t("plan-list"), f.t("plan-review"), f.t("programme-from-plan"));
        let title = f.t_with("programme-name-title", &[("name", name.words.as_str())]);
        let lead = f.t_with("programme-in-tasks", &[("count", Value::Figure(name.tasks as i64))]);
        let plans = plans::PATH;
        NamingPage {
            action: format!("{plans}/{plan}/programme/name"),
            back: format!("{plans}/{plan}/programme#names"),
            lead,
            names: form.names(),
            form,
            key: name.key.clone(),
            answered: name.choice.is_some(),
            f: f.titled(title, Some(Nav::Programmes))
                .under(list, plans)
                .under(review, format!("{plans}/{plan}"))
                .under(draft, format!("{plans}/{plan}/programme")),
        }
    }
}

impl Page for NamingPage {
    const NAME: &'static str = "programme_naming";

    fn samples(frame: &Frame) -> Samples<Self> {
        let unit = UnitId(uuid::Uuid::from_u128(3));
        let units = Units::from([(unit, "Sở Y tế".to_owned())]);
        let mut name = Name {
            words: "các sở, ban, ngành liên quan".into(),
            key: programme::name_key("các sở, ban, ngành liên quan"),
            reading: Reading::Kinds(vec![UnitKind::Department]),
            choice: None,
            units: None,
            tasks: 3,
        };
        let form = |name: &Name| Form::filled(frame.lang, fields(frame.lang, &units, &[unit]), values(name));
        let asked = NamingPage::new(frame.clone(), "1", &name, form(&name));
        name.choice = Some(Said::Units(vec![unit]));
        let mut wrong = form(&name);
        wrong.fail("kinds", "field-required");
        vec![("asked", asked), ("answered", NamingPage::new(frame.clone(), "1", &name, wrong))]
    }
}
