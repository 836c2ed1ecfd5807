//! One unit in one programme: its own list of tasks, what it owes on the whole.

use app::acts::programme::{self, OfUnit, Report};
use askama::Template;
use axum::extract::{OriginalUri, Path, State};
use axum::response::Response;
use domain::identifier::{ProgrammeId, UnitId};
use domain::programme::Work;

use super::report::{OwedRow, owed_row};
use super::share::{ShareRow, columns, row};
use super::{PATH, framed};
use crate::frame::Frame;
use crate::list::{ListState, Table};
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;

/// More tasks than one programme has.
const PER_PAGE: u64 = 2_000;

#[derive(Debug, Template)]
#[template(path = "pages/programme_unit.html")]
pub struct UnitPage {
    f: Frame,
    owed: Vec<OwedRow>,
    table: Table,
    rows: Vec<ShareRow>,
}

pub async fn show(
    State(site): State<Site>,
    visit: Visit,
    Path((text, unit)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (programme, unit): (ProgrammeId, UnitId) = (id(&text)?, id(&unit)?);
    let of = programme::of_unit(app, who, programme, unit).await?;
    let state = ListState::read(uri.path(), None, PER_PAGE);
    pages::show(&UnitPage::new(visit.frame(), state, &of))
}

impl UnitPage {
    fn new(f: Frame, state: ListState, of: &OfUnit) -> Self {
        let table = Table::new(state, f.t("programme-unit-tasks"), columns(&f, true, false))
            .counting(of.obligations.len() as u64);
        UnitPage {
            owed: of.reports.iter().map(|report| owed_row(&f, report)).collect(),
            table,
            rows: of.obligations.iter().map(|share| row(&f, share)).collect(),
            f: framed(f, &of.programme, of.unit.name.clone()),
        }
    }
}

impl Page for UnitPage {
    const NAME: &'static str = "programme_unit";

    fn samples(frame: &Frame) -> Samples<Self> {
        let of = |shares: Vec<programme::Obligation>, reports: Vec<Report>| OfUnit {
            programme: super::sample::programme(),
            unit: programme::Named { id: UnitId(uuid::Uuid::from_u128(3)), name: "Sở Y tế".into() },
            obligations: shares,
            reports,
        };
        let state = || ListState::read(&format!("{PATH}/1/units/1"), None, PER_PAGE);
        let some = [Work::Underway, Work::Done].map(super::sample::obligation).into();
        vec![
            ("reports", UnitPage::new(frame.clone(), state(), &of(Vec::new(), super::report::samples()))),
            ("tasks", UnitPage::new(frame.clone(), state(), &of(some, Vec::new()))),
        ]
    }
}
