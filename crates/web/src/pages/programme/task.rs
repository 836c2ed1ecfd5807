//! One task over the units that share it.
//!
//! Not here: laying it on another unit (`change`).

use app::acts::programme::{self, OfTask};
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use domain::identifier::{ProgrammeId, TaskId};
use domain::policy::Action;
use domain::programme::Work;

use super::share::{ShareRow, columns, filter, filters, row};
use super::{PATH, framed, together_badge, when};
use crate::frame::Frame;
use crate::list::{ListState, Table};
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::Badge;
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

const PER_PAGE: u64 = 100;

#[derive(Debug, Template)]
#[template(path = "pages/programme_task.html")]
pub struct TaskPage {
    f: Frame,
    href: String,
    state: Option<Badge>,
    lead: String,
    executing: String,
    coordinating: String,
    product: String,
    clause: String,
    table: Table,
    rows: Vec<ShareRow>,
    may_assign: bool,
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path((text, task)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let programme: ProgrammeId = id(&text)?;
    let state = ListState::read(uri.path(), uri.query(), PER_PAGE);
    let of = programme::of_task(app, who, id::<TaskId>(&task)?, &filter(&state)).await?;
    if of.programme.id != programme {
        return Err(Refusal::not_found());
    }
    let may_assign = of.task.is_task && !of.programme.is_closed && who.may(Action::ProgrammeManage);
    pages::show(&TaskPage::new(visit.frame(), state, &of, may_assign))
}

impl TaskPage {
    fn new(f: Frame, state: ListState, of: &OfTask, may_assign: bool) -> Self {
        let task = &of.task;
        let title = format!("{} {}", task.code, task.title);
        let groups = filters(&f, &state);
        let table = Table::new(state, f.t("programme-who-bears"), columns(&f, false, true))
            .counting(of.count.unsigned_abs())
            .filtered(groups);
        TaskPage {
            href: format!("{PATH}/{}/tasks/{}", of.programme.id, task.id),
            state: of.together.map(|together| together_badge(f.lang, together)),
            lead: task.lead_words.clone(),
            executing: task.executing_words.clone(),
            coordinating: task.coordinating_words.clone(),
            product: task.product.clone(),
            clause: when(f.lang, task),
            rows: of.obligations.iter().map(|share| row(&f, share)).collect(),
            table,
            may_assign,
            f: framed(f, &of.programme, title),
        }
    }
}

impl Page for TaskPage {
    const NAME: &'static str = "programme_task";

    fn samples(frame: &Frame) -> Samples<Self> {
        let of = |shares: Vec<programme::Obligation>| OfTask {
            programme: super::sample::programme(),
            task: super::sample::task("II.3", "Ban hành quy chế bảo đảm an ninh mạng", true),
            figures: None,
            together: None,
            count: shares.len() as i64,
            obligations: shares,
        };
        let state = || ListState::read(&format!("{PATH}/1/tasks/1"), None, PER_PAGE);
        let some = [Work::Underway, Work::Done].map(super::sample::obligation).into();
        vec![
            ("empty", TaskPage::new(frame.clone(), state(), &of(Vec::new()), true)),
            ("full", TaskPage::new(frame.clone(), state(), &of(some), false)),
        ]
    }
}
