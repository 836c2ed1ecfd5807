//! The gate onto the real record: sessions and people from `app`.
//!
//! Not here: what anyone may do once inside (`app`, by the policy table).

use app::acts::sign_in::{self, Origin, SignInFailure};
use app::{Actor, App};
use domain::policy::{Action, Role};
use jiff::Timestamp;

use crate::frame::{CampaignChoice, Crumb, Who};
use crate::gate::{Answer, Gate, Person, SignedIn};
use crate::nav::Nav;
use crate::pages;
use crate::refusal::Refusal;
use crate::words::Lang;

#[derive(Debug, Clone)]
pub struct Record(pub App);

impl Gate for Record {
    fn now(&self) -> Timestamp {
        self.0.now()
    }

    fn app(&self) -> Option<&App> {
        Some(&self.0)
    }

    fn person<'a>(&'a self, session: &'a str, lang: Lang) -> Answer<'a, Result<Option<Person>, Refusal>> {
        Box::pin(async move {
            Ok(match sign_in::who_is(&self.0, session).await? {
                Some(actor) => Some(self.shown(actor, lang).await),
                None => None,
            })
        })
    }

    fn sign_in<'a>(
        &'a self,
        name: &'a str,
        password: &'a str,
        origin: Origin,
    ) -> Answer<'a, Result<SignedIn, Refusal>> {
        Box::pin(async move {
            Ok(match sign_in::sign_in(&self.0, name, password.to_owned(), origin).await? {
                Ok(token) => SignedIn::Yes { session: token.0 },
                Err(SignInFailure::LockedUntil(until)) => SignedIn::Locked { until },
                Err(SignInFailure::Wrong) => SignedIn::No,
            })
        })
    }

    fn sign_out<'a>(&'a self, session: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let ended = match sign_in::who_is(&self.0, session).await {
                Ok(Some(actor)) => sign_in::sign_out(&self.0, &actor).await,
                Ok(None) => Ok(()),
                Err(error) => Err(error),
            };
            if let Err(error) = ended {
                tracing::error!(%error, "a session could not be ended");
            }
        })
    }
}

impl Record {
    async fn shown(&self, actor: Actor, lang: Lang) -> Person {
        let mut roles: Vec<Role> = actor.roles();
        roles.sort_unstable();
        roles.dedup();
        let about = sign_in::about(&self.0, &actor).await.unwrap_or_else(|error| {
            tracing::error!(%error, "the frame's figures could not be read");
            sign_in::About::default()
        });
        Person {
            who: Who {
                name: actor.user.name.clone(),
                roles: roles.iter().map(|role| lang.t(&format!("role-{}", role.code()))).collect(),
                unit: about.unit,
            },
            nav: ways(&actor),
            bell: u32::try_from(about.unread).unwrap_or(u32::MAX),
            campaigns: about
                .campaigns
                .into_iter()
                .map(|(id, name)| CampaignChoice { id: id.to_string(), name, current: false })
                .collect(),
            outside: self.0.carried.as_ref().map(|carried| Crumb {
                words: carried.unit.clone(),
                href: format!("/visits/{}/package", carried.visit),
            }),
            actor: Some(actor),
        }
    }
}

/// The ways a person sees: those some role of theirs uses.
fn ways(actor: &Actor) -> Vec<Nav> {
    let may = |action| actor.may(action);
    let ways = [
        (Nav::MyWork, true),
        (Nav::Overview, may(Action::SummaryRead)),
        (Nav::Campaigns, may(Action::CampaignRead)),
        (Nav::SelfReports, may(Action::ReportRead)),
        (Nav::Visits, may(Action::VisitRead)),
        (Nav::Findings, may(Action::FindingRead)),
        (Nav::Programmes, may(Action::ProgrammeRead)),
        (Nav::Units, may(Action::UnitRead)),
        (Nav::Registers, may(Action::RegisterRead)),
        (Nav::Summaries, may(Action::SummaryRead) || may(Action::SummaryWrite)),
        (Nav::Journal, may(Action::AuditRead)),
        (Nav::Admin, may(Action::UserManage)),
    ];
    ways.into_iter().filter(|(way, seen)| *seen && pages::WAYS.contains(way)).map(|(way, _)| way).collect()
}
