//! Findings of which the next step is this person's.
//!
//! Not here: whose step is next (`domain::finding`).

use super::{Waiting, WaitingKind, Why, unit};
use crate::acts::finding::Turn;
use crate::{Actor, Refusal};
use domain::finding::{FindingStep, Party};
use domain::policy::Action;
use jiff::civil::Date;
use store::Tx;
use store::finding::{self, Filter};

/// Findings shown at most, of one's units and of one's team or office.
const MOST: u32 = 60;

pub(super) async fn owed(tx: &mut Tx, who: &Actor, today: Date) -> Result<Vec<Waiting>, Refusal> {
    let turns = Turn::of(who);
    let (units, others): (Vec<Turn>, Vec<Turn>) = turns.into_iter().partition(|turn| *turn == Turn::Unit);
    let mut all = Vec::new();
    for (turns, action) in [(units, Action::FindingRespond), (others, Action::FindingJudge)] {
        let Some(scope) = who.scope(action).filter(|_| !turns.is_empty()) else { continue };
        let filter = Filter {
            state: "unclosed".into(),
            owed_by: turns.iter().map(|turn| turn.code()).collect(),
            today: Some(today),
            limit: MOST,
            ..Filter::default()
        };
        for listed in finding::list(tx, &scope, &filter).await? {
            for owed in listed.finding.case.owes().0 {
                let turn = match owed.by {
                    Party::Unit(_) => Turn::Unit,
                    Party::Team => Turn::Team,
                    Party::Office => Turn::Office,
                };
                if !turns.contains(&turn) {
                    continue;
                }
                let why = match turn {
                    Turn::Unit => unit::why(who),
                    Turn::Team => Why::Team,
                    Turn::Office => Why::Office,
                };
                let Some(kind) = kind(owed.step) else { continue };
                all.push(Waiting {
                    kind,
                    why,
                    about: format!("{}: {}", listed.unit_name, listed.finding.words.text),
                    within: listed.campaign_title.clone(),
                    clause: listed.finding.words.basis.clone(),
                    due_on: owed.until,
                    count: 1,
                    href: format!("/findings/{}", listed.finding.id),
                });
            }
        }
    }
    Ok(all)
}

fn kind(step: FindingStep) -> Option<WaitingKind> {
    Some(match step {
        FindingStep::Request => WaitingKind::FindingToRequest,
        FindingStep::SubmitPlan => WaitingKind::FindingPlan,
        FindingStep::ReportDone => WaitingKind::FindingDone,
        FindingStep::ApprovePlan => WaitingKind::FindingJudgePlan,
        FindingStep::Verify => WaitingKind::FindingVerify,
        FindingStep::Close => WaitingKind::FindingClose,
        FindingStep::Reopen => WaitingKind::FindingReopen,
        FindingStep::DecideExtension => WaitingKind::FindingExtension,
        _ => return None,
    })
}
