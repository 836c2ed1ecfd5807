//! Correcting one reading of a plan: a target, a member of the team, a deadline
//! or a legal basis, changed, added or removed beside the words it came from.
//!
//! Not here: the review page itself (`review`), what is done with the corrected
//! reading (`app`).

mod entry;

use app::acts::plan;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::calendar::Calendar;
use domain::plan::Plan;
use domain::policy::Action;
use jiff::civil::Date;

use super::count;
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::Form;
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

pub(super) use entry::Part;
use entry::{change, fields, place, remove, values};

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/plan_edit.html")]
pub struct EditPage {
    f: Frame,
    id: String,
    action: String,
    form: Form,
    fields: Vec<String>,
    /// The words of the paper, where the reading came from any.
    words: Option<String>,
    /// How a deadline on record is counted.
    counting: Vec<String>,
    may_remove: bool,
}

/// The part and the place in its list that an address names.
fn asked(part: &str, at: &str, plan: &Plan) -> Result<(Part, Option<usize>), Refusal> {
    let part = Part::of(part).ok_or_else(Refusal::not_found)?;
    if at == "new" {
        return Ok((part, None));
    }
    let at: usize = at.parse().map_err(|_| Refusal::not_found())?;
    if at < part.len(plan) { Ok((part, Some(at))) } else { Err(Refusal::not_found()) }
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path((id, part, at)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::PlanManage).ok_or_else(|| app::Refusal::NotAllowed(Action::PlanManage.code()))?;
    let (kept, _) = plan::get(app, who, super::plan_id(&id)?).await?;
    let (kind, index) = asked(&part, &at, &kept.corrected)?;
    let mut values = index.map(|at| values(kind, &kept.corrected, at, visit.lang)).unwrap_or_default();
    values.push(("version", kept.listed.version.to_string()));
    let form = Form::filled(visit.lang, fields(kind, &kept.corrected, index), values);
    let words = words(&kept.source, kind, &kept.corrected, index)?;
    let calendar = &app.packs.calendar;
    let page = EditPage::new(visit.frame(), &id, (&part, &at), form, (kind, index), words, &kept.corrected);
    pages::show(&page.counting(calendar, (kind, index), &kept.corrected, app.today()))
}

/// The paragraph a reading was taken from.
fn words(source: &str, part: Part, plan: &Plan, at: Option<usize>) -> Result<Option<String>, Refusal> {
    let Some(place) = at.and_then(|at| place(part, plan, at)).filter(|place| place.to > place.from) else {
        return Ok(None);
    };
    let source: super::review::Source = serde_json::from_str(source).map_err(Refusal::internal)?;
    Ok(source.paragraph(place.paragraph).map(str::to_owned))
}

pub async fn save(
    State(site): State<Site>,
    visit: Visit,
    Path((id, part, at)): Path<(String, String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::PlanManage).ok_or_else(|| app::Refusal::NotAllowed(Action::PlanManage.code()))?;
    let plan_id = super::plan_id(&id)?;
    let (kept, _) = plan::get(app, who, plan_id).await?;
    let removes = pairs.iter().any(|(name, value)| name == "act" && value == "remove");
    let stale =
        pairs.iter().any(|(name, value)| name == "version" && *value != kept.listed.version.to_string());
    let (kind, index) = match asked(&part, &at, &kept.corrected) {
        // The entry went away under the person's hands: what was typed is kept.
        Err(_) if stale && at.parse::<usize>().is_ok() => {
            (Part::of(&part).ok_or_else(Refusal::not_found)?, None)
        }
        asked => asked?,
    };
    let mut form = Form::posted(visit.lang, fields(kind, &kept.corrected, index), pairs);
    let seen = form.text("version").and_then(|version| version.parse::<i64>().ok()).unwrap_or(0);
    let calendar = &app.packs.calendar;
    let again = |form: Form, status: StatusCode| {
        let words = if stale { None } else { words(&kept.source, kind, &kept.corrected, index)? };
        let page =
            EditPage::new(visit.frame(), &id, (&part, &at), form, (kind, index), words, &kept.corrected);
        let page = page.counting(calendar, (kind, index), &kept.corrected, app.today());
        pages::show_with(status, &page)
    };
    let mut corrected = kept.corrected.clone();
    match index {
        _ if stale => {}
        Some(at) if removes => remove(kind, &mut corrected, at),
        _ if form.is_good() => change(kind, &mut corrected, index, &form),
        _ => return again(form, StatusCode::UNPROCESSABLE_ENTITY),
    }
    match plan::correct(app, who, plan_id, seen, &corrected).await {
        Ok(()) => Ok(Tell::new(FlashKind::Done, "plan-corrected")
            .on(&format!("{}/{id}#read-{part}", super::PATH), site.settings().behind_tls)),
        Err(app::Refusal::Conflict) => {
            form.fail("", "plan-edit-conflict");
            again(form, StatusCode::CONFLICT)
        }
        Err(other) => Err(other.into()),
    }
}

impl EditPage {
    fn new(
        f: Frame,
        id: &str,
        (part, at): (&str, &str),
        form: Form,
        (kind, index): (Part, Option<usize>),
        words: Option<String>,
        plan: &Plan,
    ) -> Self {
        let (title, list, review) = (f.t(kind.title()), f.t("plan-list"), f.t("plan-review"));
        let back = format!("{}/{id}", super::PATH);
        EditPage {
            f: f.titled(title, Some(Nav::Campaigns)).under(list, super::PATH).under(review, back),
            id: id.to_owned(),
            action: format!("{}/{id}/edit/{part}/{at}", super::PATH),
            fields: fields(kind, plan, index).iter().map(|field| field.name.clone().into_owned()).collect(),
            form,
            words,
            counting: Vec::new(),
            may_remove: index.is_some(),
        }
    }

    /// With how the deadline on record is counted.
    fn counting(
        mut self,
        calendar: &Calendar,
        (kind, index): (Part, Option<usize>),
        plan: &Plan,
        today: Date,
    ) -> Self {
        if let (Part::Deadline, Some(deadline)) = (kind, index.and_then(|at| plan.deadlines.get(at))) {
            self.counting = count::lines(self.f.lang, &deadline.rule, plan, calendar, today);
        }
        self
    }
}

impl Page for EditPage {
    const NAME: &'static str = "plan_edit";

    fn samples(frame: &Frame) -> Samples<Self> {
        let plan = Plan::default();
        let form = |part: Part| Form::blank(frame.lang, fields(part, &plan, None));
        let page = |part: Part, code: &str, at: Option<usize>, form: Form| {
            let words = at.map(|_| "Kiểm tra tại Sở Y tế, Sở Tư pháp trong tháng 6/2026.".to_owned());
            EditPage::new(frame.clone(), "1", (code, "0"), form, (part, at), words, &plan)
        };
        let mut wrong = form(Part::Target);
        wrong.fail("name", "form-required");
        vec![
            ("target", page(Part::Target, "target", Some(0), form(Part::Target))),
            ("wrong", page(Part::Target, "target", Some(0), wrong)),
            ("member", page(Part::Team, "team", None, form(Part::Team))),
            ("deadline", page(Part::Deadline, "deadline", None, form(Part::Deadline))),
            ("basis", page(Part::Basis, "basis", None, form(Part::Basis))),
        ]
    }
}
