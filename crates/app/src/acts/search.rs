//! A search over everything in sight: the first few of each kind.
//!
//! Not here: lists with their filters (each noun's own acts).

use crate::{Actor, App, Refusal};
use domain::policy::Action;
use store::search;
pub use store::search::Hit;
use store::{Scope, Tx, finding, unit};

/// Shorter words would find half of the record.
pub const SHORTEST: usize = 2;

/// What can be found, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Unit,
    Campaign,
    Report,
    Visit,
    Finding,
    Programme,
    Task,
    Plan,
    Notice,
    Person,
}

/// What was found of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub kind: Kind,
    pub hits: Vec<Hit>,
    /// There are more than the asked number.
    pub more: bool,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Unit,
        Kind::Campaign,
        Kind::Report,
        Kind::Visit,
        Kind::Finding,
        Kind::Programme,
        Kind::Task,
        Kind::Plan,
        Kind::Notice,
        Kind::Person,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Kind::Unit => "unit",
            Kind::Campaign => "campaign",
            Kind::Report => "report",
            Kind::Visit => "visit",
            Kind::Finding => "finding",
            Kind::Programme => "programme",
            Kind::Task => "task",
            Kind::Plan => "plan",
            Kind::Notice => "notice",
            Kind::Person => "person",
        }
    }

    /// The right without which nothing of the kind is looked for; notices are
    /// everybody's own.
    fn right(self) -> Option<Action> {
        match self {
            Kind::Unit => Some(Action::UnitRead),
            Kind::Campaign => Some(Action::CampaignRead),
            Kind::Report => Some(Action::ReportRead),
            Kind::Visit => Some(Action::VisitRead),
            Kind::Finding => Some(Action::FindingRead),
            Kind::Programme | Kind::Task => Some(Action::ProgrammeRead),
            Kind::Plan => Some(Action::PlanRead),
            Kind::Person => Some(Action::UserManage),
            Kind::Notice => None,
        }
    }

    /// Where a hit is opened.
    pub fn href(self, id: &str) -> String {
        match self {
            Kind::Unit => format!("/units/{id}"),
            Kind::Campaign => format!("/campaigns/{id}"),
            Kind::Report => format!("/self-reports/{id}"),
            Kind::Visit => format!("/visits/{id}"),
            Kind::Finding => format!("/findings/{id}"),
            Kind::Programme | Kind::Task => format!("/programmes/{id}"),
            Kind::Plan => format!("/plans/{id}"),
            Kind::Notice => format!("/notices/{id}"),
            Kind::Person => format!("/admin/users/{id}"),
        }
    }
}

/// Looks for `words` among everything `who` may see, at most one query a kind;
/// kinds without a hit are left out. Refused to whoever may see nothing.
pub async fn search(app: &App, who: &Actor, words: &str, each: u32) -> Result<Vec<Found>, Refusal> {
    if Kind::ALL.into_iter().filter_map(Kind::right).all(|right| who.scope(right).is_none()) {
        return Err(Refusal::NotAllowed(Action::UnitRead.code()));
    }
    if domain::text::fold(words).chars().count() < SHORTEST {
        return Ok(Vec::new());
    }
    let mut tx = app.store.read().await?;
    let mut found = Vec::new();
    for kind in Kind::ALL {
        let scope = match kind.right() {
            None => None,
            Some(right) => match who.scope(right) {
                Some(scope) => Some(scope),
                None => continue,
            },
        };
        let mut hits = of_kind(&mut tx, kind, scope.as_ref(), who, words, each + 1).await?;
        let more = hits.len() > each as usize;
        hits.truncate(each as usize);
        if !hits.is_empty() {
            found.push(Found { kind, hits, more });
        }
    }
    Ok(found)
}

async fn of_kind(
    tx: &mut Tx,
    kind: Kind,
    scope: Option<&Scope>,
    who: &Actor,
    words: &str,
    limit: u32,
) -> Result<Vec<Hit>, Refusal> {
    let Some(scope) = scope else {
        return Ok(search::notices(tx, who.user.id, words, limit).await?);
    };
    Ok(match kind {
        Kind::Unit => units(tx, scope, words, limit).await?,
        Kind::Finding => findings(tx, scope, words, limit).await?,
        Kind::Campaign => search::campaigns(tx, scope, words, limit).await?,
        Kind::Report => search::reports(tx, scope, words, limit).await?,
        Kind::Visit => search::visits(tx, scope, words, limit).await?,
        Kind::Programme => search::programmes(tx, scope, words, limit).await?,
        Kind::Task => search::tasks(tx, scope, words, limit).await?,
        Kind::Plan => search::plans(tx, words, limit).await?,
        Kind::Person => search::people(tx, words, limit).await?,
        Kind::Notice => Vec::new(),
    })
}

async fn units(tx: &mut Tx, scope: &Scope, words: &str, limit: u32) -> Result<Vec<Hit>, Refusal> {
    let filter = unit::Filter { words: words.to_owned(), limit, ..unit::Filter::default() };
    let found = unit::list(tx, scope, &filter).await?.into_iter().map(|kept| Hit {
        id: kept.unit.id.to_string(),
        label: kept.unit.name,
        beside: kept.unit.short_name.unwrap_or_default(),
    });
    Ok(found.collect())
}

async fn findings(tx: &mut Tx, scope: &Scope, words: &str, limit: u32) -> Result<Vec<Hit>, Refusal> {
    let filter = finding::Filter {
        words: words.to_owned(),
        order: finding::Order::Latest,
        limit,
        ..finding::Filter::default()
    };
    let found = finding::list(tx, scope, &filter).await?.into_iter().map(|listed| Hit {
        id: listed.finding.id.to_string(),
        label: listed.finding.words.text,
        beside: listed.unit_name,
    });
    Ok(found.collect())
}
