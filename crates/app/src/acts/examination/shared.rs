//! What machines share: one stick, one network, one account on several; and what
//! each machine is used for, which people note.
//!
//! Not here: what counts as a trace (`evidence`), which rules ask what a machine
//! is used for (`packs`).

use super::{KIND, within};
use crate::{Actor, App, Refusal};
use domain::identifier::VisitId;
use domain::policy::Action;
use std::collections::BTreeMap;
use store::trace::{self as record, Shared};
use store::visit;

pub use evidence::TraceKind;

/// What a machine is used for, as rules ask it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MachineUse {
    /// Drafts and keeps state secrets: never on a network that leads out.
    StateSecrets,
    /// On the unit's own network only.
    Internal,
    Internet,
}

impl MachineUse {
    pub const ALL: [MachineUse; 3] = [MachineUse::StateSecrets, MachineUse::Internal, MachineUse::Internet];

    pub fn code(self) -> &'static str {
        match self {
            MachineUse::StateSecrets => "state_secrets",
            MachineUse::Internal => "internal",
            MachineUse::Internet => "internet",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// One thing several machines have in common.
#[derive(Debug, Clone)]
pub struct Common {
    pub kind: TraceKind,
    pub identity: String,
    pub label: String,
    /// It was on a machine for state secrets and on one that leads out.
    pub crosses: bool,
    pub machines: Vec<Shared>,
}

/// The machines of a unit, and what they share with each other and with machines
/// of other units this person sees.
#[derive(Debug, Clone)]
pub struct Traces {
    pub machines: Vec<(String, Option<MachineUse>)>,
    pub common: Vec<Common>,
}

/// What the machines of a visit's unit share, what crosses first.
pub async fn traces(app: &App, who: &Actor, id: VisitId) -> Result<Traces, Refusal> {
    let (mut tx, scope, kept) = within(app, who, id).await?;
    let machines = record::machines(&mut tx, kept.unit)
        .await?
        .into_iter()
        .map(|(name, code)| (name, MachineUse::from_code(&code)))
        .collect();
    let mut common: BTreeMap<(String, String), Vec<Shared>> = BTreeMap::new();
    for one in record::shared(&mut tx, &scope, kept.unit).await? {
        common.entry((one.trace.kind.clone(), one.trace.identity.clone())).or_default().push(one);
    }
    let mut common: Vec<Common> = common
        .into_iter()
        .filter_map(|((kind, identity), machines)| {
            let uses: Vec<_> =
                machines.iter().filter_map(|one| MachineUse::from_code(&one.used_for)).collect();
            let label = machines.first().map(|one| one.trace.label.clone()).unwrap_or_default();
            (machines.len() > 1).then_some(())?;
            Some(Common {
                kind: TraceKind::from_code(&kind)?,
                identity,
                label,
                crosses: uses.contains(&MachineUse::StateSecrets)
                    && uses.iter().any(|one| *one != MachineUse::StateSecrets),
                machines,
            })
        })
        .collect();
    common.sort_by_key(|one| (!one.crosses, one.kind, std::cmp::Reverse(one.machines.len())));
    Ok(Traces { machines, common })
}

/// Notes what a machine is used for; none takes the note back. Its results are
/// judged anew when it is examined again.
pub async fn use_machine(
    app: &App,
    who: &Actor,
    id: VisitId,
    machine: &str,
    used_for: Option<MachineUse>,
) -> Result<(), Refusal> {
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::VisitAnswer)?;
    let kept = visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let known = record::machines(&mut act.tx, kept.unit).await?;
    if !known.iter().any(|(name, _)| name == machine) {
        return Err(Refusal::NotFound);
    }
    let code = used_for.map_or("", MachineUse::code);
    let (by, now) = (act.who.user.id, act.now);
    record::use_for(&mut act.tx, kept.unit, machine, code, by, now).await?;
    let detail = serde_json::json!({ "machine": machine, "used_for": code });
    act.tell("examination.use_machine", KIND, id, detail).await?;
    act.done().await
}
