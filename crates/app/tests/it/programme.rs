//! Programmes: from a plan's tasks to the consolidated report.

mod making;
mod morning;
mod reporting;
mod working;

use app::acts::file::Upload;
use app::acts::plan;
use app::acts::programme::{self, Choice, Input};
use app::{Actor, Refusal};
use domain::identifier::{PlanId, ProgrammeId, UnitId};
use domain::policy::Role;
use domain::unit::UnitKind;
use jiff::civil::{Date, date};
use rasoat_app as app;
use store::plan::Answer;
use store::programme::{Filter, Obligation};
use testkit::house::House;

/// A plan of five tasks, in the form of the province's papers.
const PLAN: &str = include_str!("programme/plan.txt");

/// The people and units of a small province, and a programme made of `PLAN`.
struct Province {
    house: House,
    office: Actor,
    police: UnitId,
    finance: UnitId,
    home: UnitId,
    commune: UnitId,
}

impl Province {
    async fn each() -> Vec<Province> {
        let mut provinces = Vec::new();
        for house in House::each_at("2026-03-02T01:00:00Z").await {
            provinces.push(Province {
                office: house.person(Role::StandingOffice).await,
                police: house.unit("Công an tỉnh", UnitKind::Police).await,
                finance: house.unit("Sở Tài chính", UnitKind::Department).await,
                home: house.unit("Sở Nội vụ", UnitKind::Department).await,
                commune: house.unit("Ủy ban nhân dân xã An Khê", UnitKind::Commune).await,
                house,
            });
        }
        provinces
    }

    async fn plan(&self) -> PlanId {
        let upload = Upload { name: "ke-hoach.txt".into(), bytes: PLAN.into() };
        plan::upload(&self.house.app, &self.office, upload).await.expect("the plan is taken in")
    }

    async fn answer(&self, plan: PlanId, words: &str, choice: Choice) {
        let about = programme::name_key(words);
        let answer =
            Answer { about: about.clone(), decision: "corrected".into(), value: Some(choice.text()) };
        plan::answer(&self.house.app, &self.office, plan, &about, Some(answer))
            .await
            .expect("it is answered");
    }

    async fn programme(&self) -> ProgrammeId {
        let plan = self.plan().await;
        self.answer(plan, "Chủ quản hệ thống thông tin", Choice::Units(vec![self.finance])).await;
        let day = date(2026, 3, 2);
        let draft = programme::draft(&self.house.app, &self.office, plan, Some(day)).await.expect("a draft");
        let input = Input::of(&draft, day);
        programme::create(&self.house.app, &self.office, plan, input).await.expect("the programme is made")
    }

    async fn shares(&self, id: ProgrammeId, filter: Filter) -> Vec<Obligation> {
        let filter = Filter { limit: 1_000, ..filter };
        let (_, shares, count) =
            programme::obligations(&self.house.app, &self.office, id, &filter).await.expect("the shares");
        assert_eq!(count, shares.len() as i64);
        shares
    }

    async fn share(&self, id: ProgrammeId, code: &str, unit: UnitId) -> Obligation {
        let all = self.shares(id, Filter { unit: Some(unit), ..Filter::default() }).await;
        all.into_iter().find(|share| share.task_code == code).expect("the unit bears the task")
    }

    async fn focal(&self, unit: UnitId) -> Actor {
        self.house.person_of(Role::UnitFocal, unit).await
    }

    async fn head(&self, unit: UnitId) -> Actor {
        self.house.person_of(Role::UnitHead, unit).await
    }
}

fn fault(refusal: Result<impl std::fmt::Debug, Refusal>) -> (String, &'static str) {
    match refusal {
        Err(Refusal::Invalid(faults)) => (faults[0].field.clone(), faults[0].key),
        other => panic!("not refused for its input: {other:?}"),
    }
}

fn on(day: Date) -> String {
    format!("{day}T02:00:00Z")
}
