//! Results made a finding by people, in the catalogue's words.
//!
//! Not here: findings themselves (`finding`).

use super::Listed;
use crate::acts::finding::{self, New, Source};
use crate::{Act, Actor, App, Refusal};
use domain::finding::Severity;
use domain::identifier::{CampaignId, FindingId, OutcomeId, VisitId};
use domain::policy::Action;
use store::examination as record;
use store::visit;

/// Results of one finding, at most.
pub const MOST_CHOSEN: usize = 2_000;
/// Results written out in a finding's evidence; further ones are counted.
const WRITTEN_OUT: usize = 20;

/// Records one finding from chosen results, in the catalogue's words; the
/// results stand in its evidence and are linked to it.
pub async fn promote(
    app: &App,
    who: &Actor,
    id: VisitId,
    of: CampaignId,
    code: &str,
    chosen: &[OutcomeId],
) -> Result<FindingId, Refusal> {
    if chosen.is_empty() {
        return Err(Refusal::invalid("pick", "examination-fault-none-chosen"));
    }
    if chosen.len() > MOST_CHOSEN {
        return Err(Refusal::invalid("pick", "examination-fault-too-many-chosen"));
    }
    let mut act = app.act(who).await?;
    let scope = act.allow(Action::FindingRecord)?;
    let kept = visit::get(&mut act.tx, &scope, id).await?.ok_or(Refusal::NotFound)?;
    let listed = record::chosen(&mut act.tx, kept.unit, chosen).await?;
    let free: Vec<&Listed> = listed.iter().filter(|one| one.finding.is_none()).collect();
    if free.is_empty() {
        return Err(Refusal::invalid("pick", "examination-fault-all-promoted"));
    }
    let (words, severity) = worded(&mut act, of, code, kept.day, &free).await?;
    let ids: Vec<OutcomeId> = free.iter().map(|one| one.outcome.id).collect();
    let new = New {
        campaign: of,
        unit: kept.unit,
        source: Source::Visit { visit: id, item: None },
        words,
        severity,
        fixed_on_the_spot: false,
        observed_on: kept.day.unwrap_or_else(|| act.today()).min(act.today()),
        repeats: None,
    };
    let finding = finding::record_in(&mut act, new).await?;
    record::promote(&mut act.tx, kept.unit, &ids, finding).await?;
    let detail = serde_json::json!({ "finding": finding.to_string(), "results": ids.len() });
    act.tell("examination.promote", crate::acts::visit::KIND, id, detail).await?;
    act.done().await?;
    Ok(finding)
}

async fn worded(
    act: &mut Act<'_>,
    of: CampaignId,
    code: &str,
    day: Option<jiff::civil::Date>,
    chosen: &[&Listed],
) -> Result<(finding::Words, Severity), Refusal> {
    let day = day.unwrap_or_else(|| act.today());
    let everything = store::Scope::everything(act.who.user.id);
    let campaign = store::campaign::get(&mut act.tx, &everything, of).await?.ok_or(Refusal::NotFound)?;
    let period = (campaign.campaign.scope_from, campaign.campaign.scope_to);
    let proposal = finding::from_catalogue(act.app, code, day, period)
        .ok_or_else(|| Refusal::invalid("code", "finding-code-unknown"))?;
    let mut words = proposal.words;
    let named: Vec<(String, &Listed)> = chosen
        .iter()
        .take(WRITTEN_OUT)
        .map(|one| (papers::evidence::subject(&one.outcome.kind, &one.outcome.subject), *one))
        .collect();
    words.evidence = papers::evidence::results(
        &named.iter().map(|(subject, one)| line(subject, one)).collect::<Vec<_>>(),
        chosen.len(),
    );
    Ok((words, proposal.severity))
}

fn line<'a>(subject: &'a str, one: &'a Listed) -> papers::evidence::Line<'a> {
    let known = &one.outcome;
    papers::evidence::Line {
        subject,
        place: &known.place,
        title: &known.title,
        names: &known.names,
        tool: &known.tool,
        seen_on: domain::moment::day(one.seen_at),
    }
}
