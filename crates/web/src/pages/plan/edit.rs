//! Correcting one reading of a plan: a target, a member of the team, a deadline
//! or a legal basis, changed, added or removed beside the words it came from.
//!
//! Not here: the review page itself (`review`), what is done with the corrected
//! reading (`app`).

use app::acts::plan;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::deadline::Rule;
use domain::plan::{
    Basis, DeadlineReading, Place, Plan, Target, TargetKind, TargetPurpose, TeamRole, TeamRow,
};
use domain::policy::Action;

use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

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
    may_remove: bool,
}

/// What can be corrected one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Target,
    Team,
    Deadline,
    Basis,
}

impl Part {
    pub(super) fn of(code: &str) -> Option<Self> {
        match code {
            "target" => Some(Self::Target),
            "team" => Some(Self::Team),
            "deadline" => Some(Self::Deadline),
            "basis" => Some(Self::Basis),
            _ => None,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Target => "plan-edit-target",
            Self::Team => "plan-edit-team",
            Self::Deadline => "plan-edit-deadline",
            Self::Basis => "plan-edit-basis",
        }
    }

    fn len(self, plan: &Plan) -> usize {
        match self {
            Self::Target => plan.targets.len(),
            Self::Team => plan.team.len(),
            Self::Deadline => plan.deadlines.len(),
            Self::Basis => plan.bases.len(),
        }
    }
}

const ROLES: [(&str, TeamRole, &str); 5] = [
    ("lead", TeamRole::Lead, "seat-lead"),
    ("deputy", TeamRole::Deputy, "seat-deputy"),
    ("member", TeamRole::Member, "seat-member"),
    ("secretary", TeamRole::Secretary, "seat-secretary"),
    ("member_secretary", TeamRole::MemberSecretary, "seat-member_secretary"),
];

fn fields(part: Part, plan: &Plan, at: Option<usize>) -> Vec<Field> {
    let line =
        |name: &'static str, label: &'static str, max: usize| Field::new(name, label, Kind::Text { max });
    let mut fields = match part {
        Part::Target => vec![
            line("name", "plan-edit-name", 300).required(),
            line("group", "plan-edit-group", 500),
            Field::new("purpose", "plan-edit-purpose", Kind::Radio).required().choices([
                Choice::new("inspection", "purpose-inspection"),
                Choice::new("remediation_check", "purpose-remediation_check"),
            ]),
            Field::new("class", "plan-edit-class", Kind::Check),
        ],
        Part::Team => vec![
            Field::new("role", "plan-edit-role", Kind::Select)
                .required()
                .choices(ROLES.iter().map(|(code, _, words)| Choice::new(*code, *words))),
            line("name", "plan-edit-person", 150).help("plan-edit-person-help"),
            line("rank", "plan-edit-rank", 60),
            line("position", "plan-edit-position", 200),
            line("organisation", "plan-edit-organisation", 300).required(),
            line("roster", "plan-edit-roster", 300),
        ],
        Part::Deadline => vec![
            Field::new("what", "plan-edit-what", Kind::LongText { max: 1_000, rows: 3 }).required(),
            line("who", "plan-edit-who", 500),
        ],
        Part::Basis => vec![
            line("type", "plan-edit-type", 60).required(),
            line("number", "plan-edit-number", 60),
            Field::new("date", "plan-edit-date", Kind::Date),
            line("issuer", "plan-edit-issuer", 200),
            Field::new("subject", "plan-edit-subject", Kind::LongText { max: 1_000, rows: 2 }),
        ],
    };
    // Only a fixed day is typed; what counts from an event stays as read.
    let absolute =
        at.and_then(|at| plan.deadlines.get(at)).is_none_or(|d| matches!(d.rule, Rule::Absolute { .. }));
    if part == Part::Deadline && absolute {
        fields.push(Field::new("day", "plan-edit-day", Kind::Date).required());
        fields.push(Field::new("inclusive", "plan-edit-inclusive", Kind::Check));
    }
    fields.push(Field::new("version", "plan-edit-version", Kind::Hidden { max: 20 }));
    fields
}

fn values(part: Part, plan: &Plan, at: usize, visit: crate::words::Lang) -> Vec<(&'static str, String)> {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let on = |yes: bool| if yes { "on".to_owned() } else { String::new() };
    let mut values = match part {
        Part::Target => plan.targets.get(at).map_or_else(Vec::new, |t| {
            let purpose =
                if t.purpose == TargetPurpose::Inspection { "inspection" } else { "remediation_check" };
            vec![
                ("name", t.name.clone()),
                ("group", t.group.clone()),
                ("purpose", purpose.to_owned()),
                ("class", on(t.kind == TargetKind::Group)),
            ]
        }),
        Part::Team => plan.team.get(at).map_or_else(Vec::new, |m| {
            let role = ROLES.iter().find(|(_, role, _)| *role == m.role).map_or("member", |(code, ..)| *code);
            vec![
                ("role", role.to_owned()),
                ("name", some(&m.name)),
                ("rank", some(&m.rank)),
                ("position", some(&m.position)),
                ("organisation", m.organisation.clone()),
                ("roster", m.roster.clone()),
            ]
        }),
        Part::Deadline => plan.deadlines.get(at).map_or_else(Vec::new, |d| {
            let mut values = vec![("what", d.what.clone()), ("who", some(&d.who))];
            if let Rule::Absolute { date, inclusive } = &d.rule {
                values.push(("day", visit.date(*date)));
                values.push(("inclusive", on(*inclusive)));
            }
            values
        }),
        Part::Basis => plan.bases.get(at).map_or_else(Vec::new, |b| {
            vec![
                ("type", b.r#type.clone()),
                ("number", some(&b.number)),
                ("date", b.date.map(|date| visit.date(date)).unwrap_or_default()),
                ("issuer", some(&b.issuer)),
                ("subject", some(&b.subject)),
            ]
        }),
    };
    values.retain(|(_, value)| !value.is_empty());
    values
}

fn place(part: Part, plan: &Plan, at: usize) -> Option<Place> {
    match part {
        Part::Target => plan.targets.get(at).map(|t| t.place),
        Part::Team => plan.team.get(at).map(|m| m.place),
        Part::Deadline => plan.deadlines.get(at).map(|d| d.place),
        Part::Basis => plan.bases.get(at).map(|b| b.place),
    }
}

/// Puts what was typed into the plan: over a reading, or as a new one.
fn change(part: Part, plan: &mut Plan, at: Option<usize>, form: &Form) {
    let typed = |name: &str| form.text(name).map(str::to_owned).filter(|text| !text.is_empty());
    let said = |name: &str| typed(name).unwrap_or_default();
    match part {
        Part::Target => {
            let old = at.and_then(|at| plan.targets.get(at)).cloned();
            let kind = old.as_ref().map_or(TargetKind::Unknown, |t| t.kind);
            let renamed = old.as_ref().is_some_and(|t| t.name != said("name"));
            let kind = match (form.is_on("class"), kind) {
                (true, _) => TargetKind::Group,
                (false, TargetKind::Group) => TargetKind::Unknown,
                (false, kind) => kind,
            };
            let purpose = match form.text("purpose") {
                Some("remediation_check") => TargetPurpose::RemediationCheck,
                _ => TargetPurpose::Inspection,
            };
            let target = Target {
                name: said("name"),
                group: said("group"),
                kind,
                purpose,
                unit: old.as_ref().filter(|_| !renamed).and_then(|t| t.unit.clone()),
                parent: old.as_ref().filter(|_| !renamed).and_then(|t| t.parent.clone()),
                count: old.as_ref().and_then(|t| t.count),
                scope: old.as_ref().and_then(|t| t.scope.clone()),
                window: old.as_ref().and_then(|t| t.window),
                place: old.as_ref().map(|t| t.place).unwrap_or_default(),
            };
            set(&mut plan.targets, at, target);
        }
        Part::Team => {
            let old = at.and_then(|at| plan.team.get(at)).cloned();
            let role = form.text("role").and_then(|said| ROLES.iter().find(|(code, ..)| *code == said));
            let first = plan.team.first().map(|row| row.roster.clone()).unwrap_or_default();
            let row = TeamRow {
                roster: typed("roster").unwrap_or(first),
                name: typed("name"),
                rank: typed("rank"),
                position: typed("position"),
                organisation: said("organisation"),
                role: role.map_or(TeamRole::Member, |(_, role, _)| *role),
                also: old.as_ref().and_then(|row| row.also.clone()),
                phone: old.as_ref().and_then(|row| row.phone.clone()),
                place: old.map(|row| row.place).unwrap_or_default(),
            };
            set(&mut plan.team, at, row);
        }
        Part::Deadline => {
            let old = at.and_then(|at| plan.deadlines.get(at)).cloned();
            let day =
                form.date("day").map(|date| Rule::Absolute { date, inclusive: form.is_on("inclusive") });
            let Some(rule) = day.or_else(|| old.as_ref().map(|d| d.rule.clone())) else { return };
            let who = typed("who");
            let same_who = old.as_ref().is_some_and(|d| d.who == who);
            let deadline = DeadlineReading {
                what: said("what"),
                who,
                resolved: old.as_ref().filter(|_| same_who).map(|d| d.resolved.clone()).unwrap_or_default(),
                rule,
                text: old.as_ref().map_or_else(|| said("what"), |d| d.text.clone()),
                place: old.map(|d| d.place).unwrap_or_default(),
            };
            set(&mut plan.deadlines, at, deadline);
        }
        Part::Basis => {
            let old = at.and_then(|at| plan.bases.get(at)).cloned();
            let basis = Basis {
                r#type: said("type"),
                number: typed("number"),
                date: form.date("date"),
                issuer: typed("issuer"),
                subject: typed("subject"),
                articles: old.as_ref().map(|b| b.articles.clone()).unwrap_or_default(),
                place: old.as_ref().map(|b| b.place).unwrap_or_default(),
                also_at: old.map(|b| b.also_at).unwrap_or_default(),
            };
            set(&mut plan.bases, at, basis);
        }
    }
}

fn set<T>(list: &mut Vec<T>, at: Option<usize>, value: T) {
    match at.and_then(|at| list.get_mut(at)) {
        Some(old) => *old = value,
        None => list.push(value),
    }
}

fn remove(part: Part, plan: &mut Plan, at: usize) {
    match part {
        Part::Target => drop(plan.targets.remove(at)),
        Part::Team => drop(plan.team.remove(at)),
        Part::Deadline => drop(plan.deadlines.remove(at)),
        Part::Basis => drop(plan.bases.remove(at)),
    }
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
    pages::show(&EditPage::new(visit.frame(), &id, (&part, &at), form, kind, index, words, &kept.corrected))
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
    let (kind, index) = asked(&part, &at, &kept.corrected)?;
    let removes = pairs.iter().any(|(name, value)| name == "act" && value == "remove");
    let mut form = Form::posted(visit.lang, fields(kind, &kept.corrected, index), pairs);
    let seen = form.text("version").and_then(|version| version.parse::<i64>().ok()).unwrap_or(0);
    let mut corrected = kept.corrected.clone();
    match index {
        Some(at) if removes => remove(kind, &mut corrected, at),
        _ if form.is_good() => change(kind, &mut corrected, index, &form),
        _ => return again(&visit, &id, (&part, &at), form, (kind, index), &kept),
    }
    match plan::correct(app, who, plan_id, seen, &corrected).await {
        Ok(()) => Ok(Tell::new(FlashKind::Done, "plan-corrected")
            .on(&format!("{}/{id}#read-{part}", super::PATH), site.settings().behind_tls)),
        Err(app::Refusal::Conflict) => {
            form.fail("", "plan-edit-conflict");
            again(&visit, &id, (&part, &at), form, (kind, index), &kept)
        }
        Err(other) => Err(other.into()),
    }
}

fn again(
    visit: &Visit,
    id: &str,
    address: (&str, &str),
    form: Form,
    (kind, index): (Part, Option<usize>),
    kept: &plan::Kept,
) -> Result<Response, Refusal> {
    let words = words(&kept.source, kind, &kept.corrected, index)?;
    let page = EditPage::new(visit.frame(), id, address, form, kind, index, words, &kept.corrected);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

impl EditPage {
    #[expect(clippy::too_many_arguments, reason = "a page is made in one place from what stands on it")]
    fn new(
        f: Frame,
        id: &str,
        (part, at): (&str, &str),
        form: Form,
        kind: Part,
        index: Option<usize>,
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
            may_remove: index.is_some(),
        }
    }
}

impl Page for EditPage {
    const NAME: &'static str = "plan_edit";

    fn samples(frame: &Frame) -> Samples<Self> {
        let plan = Plan::default();
        let form = |part: Part| Form::blank(frame.lang, fields(part, &plan, None));
        let page = |part: Part, code: &str, at: Option<usize>, form: Form| {
            let words = at.map(|_| "Kiểm tra tại Sở Y tế, Sở Tư pháp trong tháng 6/2026.".to_owned());
            EditPage::new(frame.clone(), "1", (code, "0"), form, part, at, words, &plan)
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
