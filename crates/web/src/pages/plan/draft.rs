//! The campaign a plan would make: everything that will be kept, open to
//! correction, with the names that a person must match.

use app::acts::campaign;
use app::acts::plan::{self, Draft, DraftCohort, DraftUnit};
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::calendar::Calendar;
use domain::campaign::Purpose;
use domain::identifier::UnitId;
use domain::plan::Plan;
use domain::policy::Action;
use jiff::civil::Date;

use super::count;
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

/// The page.
#[derive(Debug, Template)]
#[template(path = "pages/plan_draft.html")]
pub struct DraftPage {
    f: Frame,
    id: String,
    form: Form,
    cohorts: Vec<CohortView>,
    teams: Vec<TeamView>,
    open_doubts: usize,
}

#[derive(Debug)]
struct CohortView {
    name: String,
    purpose: String,
    due: String,
    /// How its report's due day is counted.
    counting: Vec<String>,
    /// Fields for this cohort: the outline, and one per name to be matched.
    fields: Vec<String>,
    units: Vec<String>,
}

#[derive(Debug)]
struct TeamView {
    name: String,
    members: usize,
}

/// A unit as a choice.
#[derive(Debug, Clone)]
struct Named {
    id: UnitId,
    name: String,
}

/// What the form needs besides the draft.
struct Around {
    checklists: Vec<(String, String)>,
    outlines: Vec<(String, String)>,
    units: Vec<Named>,
}

async fn around(site: &Site, lang: Lang) -> Result<Around, Refusal> {
    let app = site.app()?;
    let said = |text: &domain::bilingual::Bilingual| match lang {
        Lang::Vi => text.vi.clone(),
        Lang::En => text.en.clone(),
    };
    Ok(Around {
        checklists: app.packs.checklists.values().map(|c| (c.code.clone(), said(&c.title))).collect(),
        outlines: app.packs.outlines.values().map(|o| (o.code.clone(), said(&o.title))).collect(),
        units: app::acts::unit::names(app).await?.into_iter().map(|(id, name)| Named { id, name }).collect(),
    })
}

fn unit_field(cohort: usize, unit: usize) -> String {
    format!("unit-{cohort}-{unit}")
}

fn fields(draft: &Draft, around: &Around) -> Vec<Field> {
    let mut fields = vec![
        Field::new("title", "campaign-title", Kind::LongText { max: 1_000, rows: 3 }).required(),
        Field::new("number", "campaign-number", Kind::Text { max: 60 }).help("campaign-number-help"),
        Field::new("year", "campaign-year", Kind::Number { min: 2000, max: 2100 }).required(),
        Field::new("issuer", "campaign-issuer", Kind::Text { max: 300 }),
        Field::new("issued_on", "campaign-issued-on", Kind::Date),
        Field::new("scope_from", "campaign-scope-from", Kind::Date),
        Field::new("scope_to", "campaign-scope-to", Kind::Date).help("campaign-scope-to-help"),
        Field::new("window_from", "campaign-window-from", Kind::Date),
        Field::new("window_to", "campaign-window-to", Kind::Date),
        Field::new("checklist", "campaign-checklist", Kind::Select).help("campaign-checklist-help").choices(
            around
                .checklists
                .iter()
                .map(|(code, title)| Choice::new(code.clone(), Label::Words(title.clone()))),
        ),
    ];
    for (c, cohort) in draft.cohorts.iter().enumerate() {
        let outlines = around.outlines.iter();
        fields.push(
            Field::new(format!("outline-{c}"), "campaign-outline", Kind::Select).choices(
                outlines.map(|(code, title)| Choice::new(code.clone(), Label::Words(title.clone()))),
            ),
        );
        for (u, unit) in cohort.units.iter().enumerate().filter(|(_, unit)| unit.unit.is_none()) {
            let offered: Vec<_> = if unit.offered.is_empty() {
                around.units.iter().collect()
            } else {
                around.units.iter().filter(|named| unit.offered.contains(&named.id)).collect()
            };
            fields.push(
                Field::new(unit_field(c, u), Label::Words(unit.name.clone()), Kind::Select)
                    .help("campaign-match-help")
                    .choices(
                        offered
                            .into_iter()
                            .map(|named| Choice::new(named.id.to_string(), Label::Words(named.name.clone())))
                            .chain([Choice::new("none", "campaign-match-none")]),
                    ),
            );
        }
    }
    fields
}

fn values(lang: Lang, draft: &Draft) -> Vec<(String, String)> {
    let date = |day: Option<jiff::civil::Date>| day.map(|day| lang.date(day)).unwrap_or_default();
    let mut values = vec![
        ("title".to_owned(), draft.title.clone()),
        ("number".to_owned(), draft.number.clone()),
        ("year".to_owned(), draft.year.to_string()),
        ("issuer".to_owned(), draft.issuer.clone()),
        ("issued_on".to_owned(), date(draft.issued_on)),
        ("scope_from".to_owned(), date(draft.scope_from)),
        ("scope_to".to_owned(), date(draft.scope_to)),
        ("window_from".to_owned(), date(draft.window_from)),
        ("window_to".to_owned(), date(draft.window_to)),
        ("checklist".to_owned(), draft.checklist.clone().unwrap_or_default()),
    ];
    for (c, cohort) in draft.cohorts.iter().enumerate() {
        values.push((format!("outline-{c}"), cohort.outline.clone().unwrap_or_default()));
    }
    values
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let plan_id = super::plan_id(&id)?;
    let draft = plan::draft(app, who, plan_id).await?;
    let (kept, answers) = plan::get(app, who, plan_id).await?;
    let open = plan::unanswered(&kept.corrected, &answers).len();
    let around = around(&site, visit.lang).await?;
    let form = Form::filled(visit.lang, fields(&draft, &around), values(visit.lang, &draft));
    let page = DraftPage::new(visit.frame(), &id, form, &draft, open);
    pages::show(&page.counting(&draft, &kept.corrected, &app.packs.calendar, app.today()))
}

pub async fn create(
    State(site): State<Site>,
    visit: Visit,
    Path(id): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    who.scope(Action::CampaignManage).ok_or(app::Refusal::NotAllowed(Action::CampaignManage.code()))?;
    let plan_id = super::plan_id(&id)?;
    let mut draft = plan::draft(app, who, plan_id).await?;
    let (kept, answers) = plan::get(app, who, plan_id).await?;
    let open = plan::unanswered(&kept.corrected, &answers).len();
    let around = around(&site, visit.lang).await?;
    let mut form = Form::posted(visit.lang, fields(&draft, &around), pairs);
    for (c, cohort) in draft.cohorts.iter().enumerate() {
        for (u, _) in cohort.units.iter().enumerate().filter(|(_, unit)| unit.unit.is_none()) {
            if form.text(&unit_field(c, u)).is_none() {
                form.fail("", "campaign-match-missing");
            }
        }
    }
    if open > 0 {
        form.fail("", "plan-doubts-open");
    }
    if !form.is_good() {
        let page = DraftPage::new(visit.frame(), &id, form, &draft, open);
        let page = page.counting(&draft, &kept.corrected, &app.packs.calendar, app.today());
        return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    correct(&mut draft, &form);
    match campaign::create(app, who, Some(plan_id), draft.clone()).await {
        Ok(made) => Ok(Tell::new(FlashKind::Done, "campaign-made")
            .on(&format!("/campaigns/{made}"), site.settings().behind_tls)),
        Err(app::Refusal::Invalid(faults)) => {
            for fault in faults {
                form.fail("", fault.key);
            }
            let page = DraftPage::new(visit.frame(), &id, form, &draft, open);
            pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(other) => Err(other.into()),
    }
}

/// Puts what the person typed over what was proposed.
fn correct(draft: &mut Draft, form: &Form) {
    draft.title = form.text("title").unwrap_or_default().to_owned();
    draft.number = form.text("number").unwrap_or_default().to_owned();
    draft.year = form.number("year").and_then(|year| i16::try_from(year).ok()).unwrap_or(draft.year);
    draft.issuer = form.text("issuer").unwrap_or_default().to_owned();
    draft.issued_on = form.date("issued_on");
    draft.scope_from = form.date("scope_from");
    draft.scope_to = form.date("scope_to");
    draft.window_from = form.date("window_from");
    draft.window_to = form.date("window_to");
    draft.checklist = form.text("checklist").map(str::to_owned);
    for (c, cohort) in draft.cohorts.iter_mut().enumerate() {
        cohort.outline = form.text(&format!("outline-{c}")).map(str::to_owned);
        for (u, unit) in cohort.units.iter_mut().enumerate().filter(|(_, unit)| unit.unit.is_none()) {
            unit.unit = form.text(&unit_field(c, u)).and_then(|chosen| chosen.parse().ok());
        }
        // "none" was chosen: the name stands for no unit of the registry.
        cohort.units.retain(|unit| unit.unit.is_some());
    }
}

impl DraftPage {
    fn new(f: Frame, id: &str, form: Form, draft: &Draft, open_doubts: usize) -> Self {
        let cohorts = draft
            .cohorts
            .iter()
            .enumerate()
            .map(|(c, cohort)| CohortView {
                name: f.t_with(
                    "campaign-cohort-count",
                    &[
                        ("name", cohort.name.clone().into()),
                        ("count", crate::words::Value::from(cohort.units.len() as u64)),
                    ],
                ),
                purpose: f.t(&format!("purpose-{}", cohort.purpose.code())),
                due: cohort.report_due.as_ref().map(|due| due.clause.clone()).unwrap_or_default(),
                counting: Vec::new(),
                fields: std::iter::once(format!("outline-{c}"))
                    .chain(
                        cohort
                            .units
                            .iter()
                            .enumerate()
                            .filter(|(_, u)| u.unit.is_none())
                            .map(|(u, _)| unit_field(c, u)),
                    )
                    .collect(),
                units: cohort.units.iter().filter(|u| u.unit.is_some()).map(|u| u.name.clone()).collect(),
            })
            .collect();
        let teams =
            draft.teams.iter().map(|t| TeamView { name: t.name.clone(), members: t.members.len() }).collect();
        let (title, list) = (f.t("campaign-from-plan"), f.t("plan-list"));
        let review = f.t("plan-review");
        let f = f
            .titled(title, Some(Nav::Campaigns))
            .under(list, super::PATH)
            .under(review, format!("{}/{id}", super::PATH));
        DraftPage { f, id: id.to_owned(), form, cohorts, teams, open_doubts }
    }

    /// With how each cohort's due day is counted.
    fn counting(mut self, draft: &Draft, plan: &Plan, calendar: &Calendar, today: Date) -> Self {
        for (view, cohort) in self.cohorts.iter_mut().zip(&draft.cohorts) {
            if let Some(due) = &cohort.report_due {
                view.counting = count::lines(self.f.lang, &due.rule, plan, calendar, today);
            }
        }
        self
    }
}

impl Page for DraftPage {
    const NAME: &'static str = "plan_draft";

    fn samples(frame: &Frame) -> Samples<Self> {
        let draft = Draft {
            title: "Kiểm tra công tác bảo đảm an ninh mạng năm 2026".into(),
            year: 2026,
            cohorts: vec![DraftCohort {
                name: "Đơn vị được kiểm tra".into(),
                purpose: Purpose::Inspection,
                outline: None,
                report_due: None,
                units: vec![
                    DraftUnit {
                        name: "Sở Y tế".into(),
                        unit: Some(UnitId(uuid::Uuid::nil())),
                        offered: Vec::new(),
                    },
                    DraftUnit { name: "Sở Văn hoá".into(), unit: None, offered: Vec::new() },
                ],
            }],
            ..Draft::default()
        };
        let around = Around {
            checklists: vec![("anm-2026".into(), "An ninh mạng 2026".into())],
            outlines: vec![("cybersecurity-2026".into(), "Đề cương 2026".into())],
            units: vec![Named {
                id: UnitId(uuid::Uuid::nil()), name: "Sở Văn hóa và Thể thao".into()
            }],
        };
        let form = || Form::filled(frame.lang, fields(&draft, &around), values(frame.lang, &draft));
        let mut wrong = form();
        wrong.fail("", "campaign-match-missing");
        vec![
            ("proposed", DraftPage::new(frame.clone(), "1", form(), &draft, 0)),
            ("wrong", DraftPage::new(frame.clone(), "1", wrong, &draft, 2)),
        ]
    }
}
