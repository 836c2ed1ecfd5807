//! How a deadline of a plan is counted, with the days the plan itself gives or,
//! where it gives none, an example day that says it is one.
//!
//! Not here: the arithmetic (`domain::deadline`), its words (`parts::arithmetic`).

use domain::calendar::Calendar;
use domain::deadline::{Event, Facts, NotYet, Rule, due};
use domain::plan::Plan;
use jiff::civil::Date;

use crate::parts::arithmetic;
use crate::words::Lang;

/// The lines of the arithmetic; none where there is nothing to count.
pub(super) fn lines(lang: Lang, rule: &Rule, plan: &Plan, calendar: &Calendar, today: Date) -> Vec<String> {
    let mut facts = Facts::new().as_of(plan.date.map_or(today, |span| span.to));
    if let Some(day) = plan.windows.iter().map(|window| window.from).min() {
        facts = facts.with(Event::VisitStart, day);
    }
    if let Some(span) = plan.date.filter(|span| span.from == span.to) {
        facts = facts.with(Event::PlanIssued, span.to);
    }
    match due(rule, &facts, calendar) {
        Ok(due) => arithmetic::lines(lang, &due),
        Err(NotYet::Awaits(event)) => {
            let facts = facts.with(event, today);
            let Ok(due) = due(rule, &facts, calendar) else { return Vec::new() };
            let mut lines = vec![lang.t("plan-count-example")];
            lines.extend(arithmetic::lines(lang, &due));
            lines
        }
        Err(NotYet::AwaitsTime(_) | NotYet::AwaitsDay | NotYet::Impossible) => Vec::new(),
    }
}
