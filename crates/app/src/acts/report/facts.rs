//! What a campaign tells about the reports of its units: the years they report
//! on, and the days their due day counts from.

use domain::campaign::Campaign;
use domain::deadline::{Event, Facts};
use jiff::civil::Date;

/// A report covers no more years than this, whatever the plan says.
const MOST_YEARS: i16 = 6;

/// The years of the inspected period; without one, the campaign's own year.
pub fn years(campaign: &Campaign) -> Vec<i16> {
    let last = campaign.scope_to.or(campaign.window_to).map_or(campaign.year, Date::year);
    let first = campaign.scope_from.map_or(last, Date::year).min(last);
    (first.max(last.saturating_sub(MOST_YEARS - 1))..=last).collect()
}

/// The days known when a campaign opens.
pub fn facts(issued_on: Option<Date>, today: Date) -> Facts {
    let facts = Facts::new().as_of(today);
    match issued_on {
        Some(day) => facts.with(Event::PlanIssued, day),
        None => facts,
    }
}
