//! The steps of a finding as forms: each on its own page that says before the
//! button who will see it and what follows.
//!
//! Not here: who may take which (`app`).

use app::acts::file::{self, About, Accepted, Upload as Taken};
use app::acts::finding::{self, After, Heir, Step, View};
use askama::Template;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::finding::FindingStep;
use domain::identifier::{FindingId, UnitId};
use domain::policy::Action;
use domain::visit::RecheckVerdict;
use jiff::civil::Date;

use super::{PATH, words};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Choice, Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::{Refusal, Trouble};
use crate::site::Site;
use crate::upload::{self, Limits};
use crate::visit::Visit;

/// The longest text of one field, in characters.
const LONGEST: usize = 8_000;
/// What may come as evidence, as a form says it.
pub(super) const EVIDENCE: &str = ".pdf,.docx,.xlsx,.txt,.jpg,.jpeg,.png";
/// Files that come with one step, at most.
const FILES: usize = 10;

/// One step to be taken.
#[derive(Debug, Template)]
#[template(path = "pages/finding_step.html")]
pub struct StepPage {
    f: Frame,
    href: String,
    action: String,
    form: Form,
    /// The form's fields in their order.
    names: Vec<String>,
    with_files: bool,
    text: String,
    request: String,
    unit: String,
    due: Option<Date>,
    /// What follows and who sees it.
    will: String,
    act: String,
    is_end: bool,
}

pub async fn ask(
    State(site): State<Site>,
    visit: Visit,
    Path((text, code)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let view = finding::view(site.app()?, visit.actor()?, id::<FindingId>(&text)?).await?;
    let step = offered(&view, &code)?;
    let form = Form::filled(visit.lang, fields(step), filled(visit.lang, step, &view));
    pages::show(&StepPage::new(visit.frame(), &view, step, form))
}

pub async fn take(
    State(site): State<Site>,
    visit: Visit,
    Path((text, code)): Path<(String, String)>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<FindingId>(&text)?);
    let view = finding::view(app, who, id).await?;
    let step = offered(&view, &code)?;
    let (pairs, uploads) = read(parts, FILES).await?;
    let uploads = uploads.into_iter().map(|(_, upload)| upload).collect();
    let mut form = Form::posted(visit.lang, fields(step), pairs);
    let version = form.text("version").and_then(|version| version.parse().ok()).unwrap_or(0);
    let taken = asked_for(&mut form, step);
    let mut files = Vec::new();
    if form.is_good() {
        files = take_in(app, who, right(step), id, uploads, &mut form).await?;
    }
    let (true, Some(taken)) = (form.is_good(), taken) else {
        return again(&visit, &view, step, form, StatusCode::UNPROCESSABLE_ENTITY);
    };
    match finding::take(app, who, id, version, taken, files).await {
        Ok(()) => Ok(Tell::new(FlashKind::Done, "finding-step-taken")
            .on(&format!("{PATH}/{id}"), site.settings().behind_tls)),
        Err(app::Refusal::Invalid(faults)) => {
            for fault in faults {
                form.fail(&fault.field, words::fault(fault.key));
            }
            again(&visit, &view, step, form, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(app::Refusal::Conflict) => {
            // What was typed stays; the page now stands on what is on record.
            form.fail("", "finding-conflict");
            form.put("version", view.listed.finding.version.to_string());
            again(&visit, &view, step, form, StatusCode::CONFLICT)
        }
        Err(other) => Err(other.into()),
    }
}

fn again(
    visit: &Visit,
    view: &View,
    step: FindingStep,
    form: Form,
    status: StatusCode,
) -> Result<Response, Refusal> {
    pages::show_with(status, &StepPage::new(visit.frame(), view, step, form))
}

/// The step an address names, if it may be taken now.
fn offered(view: &View, code: &str) -> Result<FindingStep, Refusal> {
    let step =
        FindingStep::ALL.into_iter().find(|step| step.code() == code).ok_or_else(Refusal::not_found)?;
    if view.steps.contains(&step) {
        Ok(step)
    } else {
        Err(Refusal::of(Trouble::Conflict).because("the step is not possible now"))
    }
}

fn right(step: FindingStep) -> Action {
    match step {
        FindingStep::SubmitPlan | FindingStep::ReportDone | FindingStep::AskExtension => {
            Action::FindingRespond
        }
        _ => Action::FindingJudge,
    }
}

fn fields(step: FindingStep) -> Vec<Field> {
    let long = |name: &'static str, label: &'static str| {
        Field::new(name, label, Kind::LongText { max: LONGEST, rows: 5 })
    };
    let day = |name: &'static str, label: &'static str| Field::new(name, label, Kind::Date).required();
    let evidence = || {
        Field::new("file", "finding-field-evidence", Kind::File { accept: EVIDENCE, many: true })
            .help("finding-field-evidence-help")
    };
    let reason = || long("reason", "finding-field-reason").required();
    let note = || long("note", "finding-field-note");
    let mut fields = match step {
        FindingStep::SubmitPlan => vec![
            long("text", "finding-field-plan").help("finding-field-plan-help").required(),
            day("finishes_on", "finding-field-finishes-on"),
            evidence(),
        ],
        FindingStep::ReportDone => {
            vec![long("text", "finding-field-done").help("finding-field-done-help"), evidence()]
        }
        FindingStep::AskExtension => vec![day("until", "finding-field-until"), reason(), evidence()],
        FindingStep::Request => vec![day("due", "finding-field-due")],
        FindingStep::CorrectOnTheSpot => vec![long("note", "finding-field-spot").required()],
        FindingStep::Verify => vec![
            Field::new("verdict", "finding-field-verdict", Kind::Radio).required().choices(verdicts()),
            note().help("finding-field-verify-note-help"),
            Field::new("after", "finding-field-after", Kind::Radio).required().choices([
                Choice::new("close", "finding-after-close"),
                Choice::new("reopen", "finding-after-reopen"),
                Choice::new("wait", "finding-after-wait"),
            ]),
            Field::new("due", "finding-field-reopen-due", Kind::Date),
            evidence(),
        ],
        FindingStep::DecideExtension => vec![
            Field::new("decision", "finding-field-decision", Kind::Radio).required().choices([
                Choice::new("grant", "finding-decision-grant"),
                Choice::new("refuse", "finding-decision-refuse"),
            ]),
            note().help("finding-field-decision-note-help"),
        ],
        FindingStep::Reopen => vec![day("due", "finding-field-due"), reason()],
        FindingStep::RejectPlan | FindingStep::Withdraw | FindingStep::Lapse => vec![reason()],
        FindingStep::ApprovePlan | FindingStep::Close => vec![note()],
        FindingStep::Transfer => Vec::new(),
    };
    fields.push(Field::new("version", "finding-field-note", Kind::Hidden { max: 20 }));
    fields
}

fn verdicts() -> Vec<Choice> {
    RecheckVerdict::ALL
        .into_iter()
        .map(|verdict| {
            Choice::new(
                verdict.code(),
                match verdict {
                    RecheckVerdict::Fixed => "finding-verdict-fixed",
                    RecheckVerdict::Partly => "finding-verdict-partly",
                    RecheckVerdict::NotFixed => "finding-verdict-not-fixed",
                    RecheckVerdict::Recurred => "finding-verdict-recurred",
                },
            )
        })
        .collect()
}

/// What stands in the form before anything is typed.
fn filled(lang: crate::words::Lang, step: FindingStep, view: &View) -> Vec<(&'static str, String)> {
    let mut values = vec![("version", view.listed.finding.version.to_string())];
    let suggests = matches!(step, FindingStep::Request | FindingStep::Reopen);
    if let Some(day) = view.suggested.filter(|_| suggests) {
        values.push(("due", lang.date(day)));
    }
    if step == FindingStep::Verify {
        values.push(("after", "close".to_owned()));
    }
    values
}

/// The step as it was filled in; problems are noted on the form.
fn asked_for(form: &mut Form, step: FindingStep) -> Option<Step> {
    let text = |name: &str| form.text(name).unwrap_or_default().to_owned();
    let step = match step {
        FindingStep::SubmitPlan => {
            Step::SubmitPlan { text: text("text"), finishes_on: form.date("finishes_on")? }
        }
        FindingStep::ReportDone => Step::ReportDone { text: text("text") },
        FindingStep::AskExtension => {
            Step::AskExtension { until: form.date("until")?, reason: text("reason") }
        }
        FindingStep::Request => Step::Request { due: form.date("due")? },
        FindingStep::CorrectOnTheSpot => Step::CorrectOnTheSpot { note: text("note") },
        FindingStep::ApprovePlan => Step::ApprovePlan { note: text("note") },
        FindingStep::RejectPlan => Step::RejectPlan { reason: text("reason") },
        FindingStep::Verify => {
            let verdict = RecheckVerdict::from_code(form.text("verdict")?)?;
            let fixed = verdict == RecheckVerdict::Fixed;
            let after = match form.text("after")? {
                "close" if fixed => After::Close,
                "reopen" if !fixed => {
                    let Some(due) = form.date("due") else {
                        form.fail("due", "finding-reopen-needs-day");
                        return None;
                    };
                    After::Reopen { due }
                }
                "wait" => After::Wait,
                _ => {
                    form.fail("after", "finding-after-does-not-fit");
                    return None;
                }
            };
            Step::Verify { verdict, note: text("note"), after }
        }
        FindingStep::Close => Step::Close { note: text("note") },
        FindingStep::Reopen => Step::Reopen { due: form.date("due")?, reason: text("reason") },
        FindingStep::DecideExtension => match form.text("decision")? {
            "grant" => Step::GrantExtension { note: text("note") },
            _ => Step::RefuseExtension { note: text("note") },
        },
        FindingStep::Withdraw => Step::Withdraw { reason: text("reason") },
        FindingStep::Lapse => Step::Lapse { reason: text("reason") },
        FindingStep::Transfer => return None,
    };
    Some(step)
}

/// The fields of a form with files, and the files with their field.
pub(super) async fn read(
    parts: Multipart,
    files: usize,
) -> Result<(Vec<(String, String)>, Vec<(String, Taken)>), Refusal> {
    let limits = Limits { files, fields: 800, ..Limits::default() };
    let (fields, files) = upload::read_all(parts, limits).await?;
    let taken = files.into_iter().map(|file| (file.field, Taken { name: file.name, bytes: file.bytes }));
    Ok((fields, taken.collect()))
}

/// Every file through the guard; what was turned away is noted on the form.
pub(super) async fn take_in(
    app: &app::App,
    who: &app::Actor,
    action: Action,
    about: impl ToString,
    uploads: Vec<Taken>,
    form: &mut Form,
) -> Result<Vec<Accepted>, Refusal> {
    let about = About::new(finding::KIND, about);
    let mut accepted = Vec::new();
    for upload in uploads {
        match file::take_in(app, who, action, &about, upload).await {
            Ok(file) => accepted.push(file),
            Err(app::Refusal::Marked) => form.fail("file", "file-marked"),
            Err(app::Refusal::Invalid(faults)) => {
                for fault in faults {
                    form.fail("file", fault.key);
                }
            }
            Err(other) => return Err(other.into()),
        }
    }
    Ok(accepted)
}

/// The office names who goes on with a finding.
pub async fn ask_assign(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<FindingId>(&text)?);
    let heirs = finding::heirs(app, who, id).await?;
    let view = finding::view(app, who, id).await?;
    let version = view.listed.finding.version.to_string();
    let form = Form::filled(visit.lang, assign_fields(&visit.frame(), &heirs), [("version", version)]);
    pages::show(&StepPage::assigning(visit.frame(), &view, form))
}

pub async fn assign(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<FindingId>(&text)?);
    let heirs = finding::heirs(app, who, id).await?;
    let view = finding::view(app, who, id).await?;
    let mut form = Form::posted(visit.lang, assign_fields(&visit.frame(), &heirs), pairs);
    let unit = form.text("unit").and_then(|unit| unit.parse::<UnitId>().ok());
    if let (true, Some(unit)) = (form.is_good(), unit) {
        let version = form.text("version").and_then(|version| version.parse().ok()).unwrap_or(0);
        let basis = form.text("basis").unwrap_or_default().to_owned();
        match finding::assign(app, who, id, version, unit, &basis).await {
            Ok(()) => {
                return Ok(Tell::new(FlashKind::Done, "finding-assigned")
                    .on(&format!("{PATH}/{id}"), site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => {
                for fault in faults {
                    form.fail(&fault.field, words::fault(fault.key));
                }
            }
            Err(app::Refusal::Conflict) => {
                form.fail("", "finding-conflict");
                form.put("version", view.listed.finding.version.to_string());
            }
            Err(other) => return Err(other.into()),
        }
    }
    let page = StepPage::assigning(visit.frame(), &view, form);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn assign_fields(f: &Frame, heirs: &[Heir]) -> Vec<Field> {
    let choices = heirs.iter().map(|heir| {
        let words = if heir.succeeds {
            f.t_with("finding-heir", &[("unit", heir.name.as_str())])
        } else {
            heir.name.clone()
        };
        Choice::new(heir.unit.to_string(), words)
    });
    vec![
        Field::new("unit", "finding-field-heir", Kind::Select).required().choices(choices),
        Field::new("basis", "finding-field-heir-basis", Kind::Text { max: 500 })
            .help("finding-field-heir-basis-help")
            .required(),
        Field::new("version", "finding-field-note", Kind::Hidden { max: 20 }),
    ]
}

impl StepPage {
    fn new(f: Frame, view: &View, step: FindingStep, form: Form) -> Self {
        let code = step.code().replace('_', "-");
        let names: Vec<String> = fields(step).into_iter().map(|field| field.name.into_owned()).collect();
        let is_end = matches!(step, FindingStep::Withdraw | FindingStep::Lapse);
        let with_files = names.iter().any(|name| name == "file");
        let act = f.t(&format!("finding-act-{code}"));
        let will = f.t(&format!("finding-will-{code}"));
        let action = format!("{PATH}/{}/steps/{}", view.listed.finding.id, step.code());
        Self::made(f, view, form, Parts { names, with_files, act, will, action, is_end })
    }

    fn assigning(f: Frame, view: &View, form: Form) -> Self {
        let names = ["unit", "basis", "version"].map(str::to_owned).to_vec();
        let (act, will) = (f.t("finding-act-transfer"), f.t("finding-will-transfer"));
        let action = format!("{PATH}/{}/assign", view.listed.finding.id);
        Self::made(f, view, form, Parts { names, with_files: false, act, will, action, is_end: false })
    }

    fn made(f: Frame, view: &View, form: Form, parts: Parts) -> Self {
        let one = &view.listed.finding;
        let href = format!("{PATH}/{}", one.id);
        let number = f.t_with("finding-title", &[("number", one.number)]);
        StepPage {
            text: one.words.text.clone(),
            request: one.words.request.clone(),
            unit: view.listed.unit_name.clone(),
            due: one.case.due(),
            f: f.clone()
                .titled(parts.act.clone(), Some(Nav::Findings))
                .under(f.t("nav-findings"), PATH)
                .under(number, href.clone()),
            href,
            action: parts.action,
            form,
            names: parts.names,
            with_files: parts.with_files,
            will: parts.will,
            act: parts.act,
            is_end: parts.is_end,
        }
    }
}

/// What differs between the pages of two steps.
struct Parts {
    names: Vec<String>,
    with_files: bool,
    act: String,
    will: String,
    action: String,
    is_end: bool,
}

impl Page for StepPage {
    const NAME: &'static str = "finding_step";

    fn samples(frame: &Frame) -> Samples<Self> {
        let lang = frame.lang;
        let mut samples: Samples<Self> = FindingStep::ALL
            .into_iter()
            .filter(|step| *step != FindingStep::Transfer)
            .map(|step| {
                let view = super::sample::view("requested");
                let form = Form::filled(lang, fields(step), filled(lang, step, &view));
                (step.code(), StepPage::new(frame.clone(), &view, step, form))
            })
            .collect();
        let view = super::sample::view("requested");
        let wrong = Form::posted(lang, fields(FindingStep::SubmitPlan), vec![]);
        samples.push(("wrong", StepPage::new(frame.clone(), &view, FindingStep::SubmitPlan, wrong)));
        let heir = Heir { unit: UnitId(uuid::Uuid::nil()), name: "Sở Xây dựng".into(), succeeds: true };
        let form = Form::blank(lang, assign_fields(frame, &[heir]));
        samples.push(("assign", StepPage::assigning(frame.clone(), &view, form)));
        samples
    }
}
