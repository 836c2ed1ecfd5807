//! The pages, one file per noun, and the list of them that the tests walk.
//!
//! A page file gives: `routes()`, the form's fields, the view with its
//! `samples()`, `get` and `post`. `sign_in` is the pattern.
//!
//! Not here: the frame around a page (`frame`), parts many pages use (`parts`).

use std::any::Any;

use askama::Template;
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

use crate::frame::Frame;
use crate::nav::Nav;
use crate::refusal::{Refusal, RefusalPage};
use crate::site::Site;

pub mod account;
pub mod admin;
pub mod campaign;
#[cfg(debug_assertions)]
pub mod design;
pub mod examination;
pub mod fieldwork;
pub mod finding;
pub mod home;
pub mod journal;
pub mod minutes;
pub mod notice;
pub mod overview;
pub mod package;
pub mod people;
pub mod plan;
pub mod preferences;
pub mod programme;
pub mod register;
pub mod reminder;
pub mod report;
pub mod schedule;
pub mod search;
pub mod sign_in;
pub mod summary;
pub mod target;
pub mod team;
pub mod unit;
pub mod visit;

/// A view with a name for the list and with samples that show each of its
/// states: empty, full, with problems.
pub trait Page: Template + Sized {
    const NAME: &'static str;

    /// Named samples in the given frame, which is that of a signed-in person.
    fn samples(frame: &Frame) -> Samples<Self>;
}

pub type Samples<P> = Vec<(&'static str, P)>;

/// One sample, rendered.
#[derive(Debug)]
pub struct Rendered {
    /// `page/sample`.
    pub name: String,
    pub html: String,
}

/// Every page of the product renders its samples here. A page that is missing
/// from this list fails the test `every_page_is_in_the_list`.
pub fn samples(frame: &Frame) -> Vec<Rendered> {
    let pages: &[fn(&Frame) -> Vec<Rendered>] = &[
        rendered::<account::AccountPage>,
        rendered::<account::PasswordPage>,
        rendered::<admin::Admin>,
        rendered::<admin::PolicyPage>,
        rendered::<campaign::CampaignList>,
        rendered::<campaign::CampaignPage>,
        rendered::<campaign::CampaignOpen>,
        rendered::<campaign::CorrectPage>,
        rendered::<finding::FindingList>,
        rendered::<finding::FindingPage>,
        rendered::<finding::StepPage>,
        rendered::<finding::RecordPage>,
        rendered::<finding::PlacePage>,
        rendered::<finding::BatchPage>,
        rendered::<home::Home>,
        rendered::<notice::NoticeList>,
        rendered::<notice::NoticePage>,
        rendered::<notice::NoticeLog>,
        rendered::<notice::LoggedPage>,
        rendered::<overview::NoOverview>,
        rendered::<overview::OverviewPage>,
        rendered::<journal::Journal>,
        rendered::<journal::JournalLine>,
        rendered::<people::PeopleList>,
        rendered::<people::PersonPage>,
        rendered::<people::PersonNew>,
        rendered::<plan::PlanList>,
        rendered::<plan::PlanNew>,
        rendered::<plan::ReviewPage>,
        rendered::<plan::EditPage>,
        rendered::<plan::DraftPage>,
        rendered::<programme::ProgrammeList>,
        rendered::<programme::ProgrammePage>,
        rendered::<programme::ChangePage>,
        rendered::<programme::DraftPage>,
        rendered::<programme::MatrixPage>,
        rendered::<programme::NamingPage>,
        rendered::<programme::ReportPage>,
        rendered::<programme::ReportsPage>,
        rendered::<programme::SharePage>,
        rendered::<programme::SharesPage>,
        rendered::<programme::SummaryPage>,
        rendered::<programme::TaskPage>,
        rendered::<programme::UnitPage>,
        rendered::<register::RegisterForm>,
        rendered::<register::RegisterImport>,
        rendered::<register::RegisterPage>,
        rendered::<register::RegisterPreview>,
        rendered::<register::RegisterWithdraw>,
        rendered::<reminder::ReminderPage>,
        rendered::<reminder::UrgingPage>,
        rendered::<report::ReportList>,
        rendered::<report::ReportPage>,
        rendered::<report::SectionPage>,
        rendered::<schedule::BoardPage>,
        rendered::<schedule::CalendarPage>,
        rendered::<schedule::ChangePage>,
        rendered::<schedule::ChoosePage>,
        rendered::<schedule::FeedPage>,
        rendered::<schedule::NoticePage>,
        rendered::<schedule::PlanPage>,
        rendered::<schedule::ProposalPage>,
        rendered::<sign_in::SignIn>,
        rendered::<target::AddPage>,
        rendered::<target::RemovePage>,
        rendered::<team::BoardPage>,
        rendered::<team::DecisionPage>,
        rendered::<team::DeclarePage>,
        rendered::<team::FormPage>,
        rendered::<team::AskPage>,
        rendered::<visit::VisitPage>,
        rendered::<examination::ExaminationPage>,
        rendered::<package::PackagePage>,
        rendered::<fieldwork::FieldworkPage>,
        rendered::<minutes::MinutesPage>,
        rendered::<minutes::ReadOutPage>,
        rendered::<minutes::ConcludePage>,
        rendered::<search::SearchPage>,
        rendered::<summary::SummaryList>,
        rendered::<summary::SummaryPage>,
        rendered::<summary::SummaryForm>,
        rendered::<unit::UnitList>,
        rendered::<unit::UnitPage>,
        rendered::<unit::UnitForm>,
        rendered::<unit::UnitChange>,
        rendered::<unit::UnitChanges>,
        rendered::<unit::UnitChangePreview>,
        rendered::<unit::UnitImport>,
        rendered::<unit::UnitImportPreview>,
        rendered::<RefusalPage>,
        #[cfg(debug_assertions)]
        rendered::<design::Design>,
    ];
    pages.iter().flat_map(|page| page(frame)).collect()
}

/// The ways that have their pages; the navigation shows no other.
pub const WAYS: &[Nav] = &[
    Nav::MyWork,
    Nav::Overview,
    Nav::Campaigns,
    Nav::SelfReports,
    Nav::Visits,
    Nav::Findings,
    Nav::Programmes,
    Nav::Units,
    Nav::Registers,
    Nav::Summaries,
    Nav::Journal,
    Nav::Admin,
];

/// The routes of all pages.
pub fn routes() -> Router<Site> {
    Router::new()
        .merge(sign_in::routes())
        .merge(account::routes())
        .merge(admin::routes())
        .merge(campaign::routes())
        .merge(finding::routes())
        .merge(home::routes())
        .merge(journal::routes())
        .merge(notice::routes())
        .merge(overview::routes())
        .merge(people::routes())
        .merge(plan::routes())
        .merge(preferences::routes())
        .merge(programme::routes())
        .merge(register::routes())
        .merge(reminder::routes())
        .merge(report::routes())
        .merge(schedule::routes())
        .merge(target::routes())
        .merge(team::routes())
        .merge(visit::routes())
        .merge(examination::routes())
        .merge(package::routes())
        .merge(fieldwork::routes())
        .merge(minutes::routes())
        .merge(search::routes())
        .merge(summary::routes())
        .merge(unit::routes())
}

/// A page as an answer.
pub fn show(page: &impl Template) -> Result<Response, Refusal> {
    show_with(StatusCode::OK, page)
}

/// A page as an answer with another status: 422 for a form with problems, 409
/// for a conflict.
pub fn show_with(status: StatusCode, page: &impl Template) -> Result<Response, Refusal> {
    let html = page.render().map_err(Refusal::internal)?;
    Ok((status, Html(html)).into_response())
}

/// Always as a file to keep, never shown by the browser as a page of ours.
pub(crate) fn download(name: &str, media: &str, bytes: Vec<u8>) -> Response {
    let mut plain = String::new();
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => plain.push(char::from(byte)),
            _ => plain.push_str(&format!("%{byte:02X}")),
        }
    }
    let disposition = format!("attachment; filename*=UTF-8''{plain}");
    let headers = [(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

pub(crate) async fn no_such_page() -> Refusal {
    Refusal::not_found()
}

/// The words of a panic may quote what was being read: they are not told. Where it
/// happened, the program's own hook has said.
pub(crate) fn after_panic(_: Box<dyn Any + Send>) -> Response {
    Refusal::internal("a panic").into_response()
}

fn rendered<P: Page>(frame: &Frame) -> Vec<Rendered> {
    P::samples(frame)
        .into_iter()
        .map(|(name, page)| Rendered {
            name: format!("{}/{name}", P::NAME),
            html: page.render().unwrap_or_else(|error| format!("does not render: {error}")),
        })
        .collect()
}
