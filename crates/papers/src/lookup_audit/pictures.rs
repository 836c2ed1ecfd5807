//! The charts of the report: when lookups were made, at which hours those that
//! nothing explains, and in which units they are many.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{LookupAudit, UNKNOWN, whole};
use crate::chart::{Bar, BarStand, Chart};
use crate::dates;
use crate::flow::Flow;

/// Units in the chart.
const MOST_UNITS: usize = 12;
/// A unit with fewer lookups has no share that says anything.
const LEAST_LOOKUPS: u64 = 30;
const UNEXPLAINED: &str = "Chưa giải thích được";

/// Of what times a count is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Weeks, from Monday.
    Week,
    /// Calendar months.
    Month,
}

/// Lookups of a week or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeCount {
    /// Its first day.
    pub from: Date,
    /// Lookups that a dossier explains.
    pub explained: u64,
    /// Lookups that nothing explains.
    pub unexplained: u64,
}

/// Lookups by the accounts of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitCount {
    /// The unit; empty for accounts that no register has.
    pub unit: String,
    /// All lookups.
    pub lookups: u64,
    /// Lookups that nothing explains.
    pub unexplained: u64,
}

pub(super) fn put(flow: &mut Flow, audit: &LookupAudit) {
    let charts: Vec<Chart> =
        [over_time(audit), by_hour(audit), by_unit(audit)].into_iter().flatten().collect();
    flow.heading_one("II. BIỂU ĐỒ");
    if charts.is_empty() {
        flow.body("Không có lượt tra cứu nào để vẽ biểu đồ.");
    }
    for chart in charts {
        flow.chart(chart);
    }
}

fn over_time(audit: &LookupAudit) -> Option<Chart> {
    let (each, of) = match audit.step {
        Step::Week => ("tuần", "tuần bắt đầu ngày"),
        Step::Month => ("tháng", "tháng"),
    };
    let label = |count: &TimeCount| match audit.step {
        Step::Week => format!("{:02}/{:02}", count.from.day(), count.from.month()),
        Step::Month => format!("{:02}/{}", count.from.month(), count.from.year()),
    };
    let most = audit.over_time.iter().max_by_key(|count| count.explained + count.unexplained)?;
    let worst = audit.over_time.iter().max_by_key(|count| count.unexplained)?;
    let bar = |count: &TimeCount| Bar {
        label: label(count),
        value: count.explained as f64,
        second: Some(count.unexplained as f64),
    };
    Some(Chart {
        title: format!("Lượt tra cứu theo {each}"),
        unit: "Số lượt".to_owned(),
        stand: BarStand::Upright,
        series: vec!["Có hồ sơ giải thích".to_owned(), UNEXPLAINED.to_owned()],
        bars: audit.over_time.iter().map(bar).collect(),
        places: 0,
        alt: format!(
            "Biểu đồ cột lượt tra cứu theo {each}, tách lượt có hồ sơ giải thích và lượt chưa giải thích được. \
             Nhiều lượt nhất: {of} {}, {} lượt. Nhiều lượt chưa giải thích được nhất: {of} {}, {} lượt.",
            label(most),
            whole(most.explained + most.unexplained),
            label(worst),
            whole(worst.unexplained)
        ),
    })
}

fn by_hour(audit: &LookupAudit) -> Option<Chart> {
    let (hour, most) = audit.hours.iter().enumerate().max_by_key(|(_, count)| **count)?;
    if *most == 0 {
        return None;
    }
    let bar =
        |(hour, count): (usize, &u64)| Bar { label: hour.to_string(), value: *count as f64, second: None };
    Some(Chart {
        title: "Lượt chưa giải thích được theo giờ trong ngày".to_owned(),
        unit: "Số lượt".to_owned(),
        stand: BarStand::Upright,
        series: vec![UNEXPLAINED.to_owned()],
        bars: audit.hours.iter().enumerate().map(bar).collect(),
        places: 0,
        alt: format!(
            "Biểu đồ cột lượt chưa giải thích được theo giờ bắt đầu, từ 0 đến 23 giờ. Nhiều nhất: {hour} giờ, {} \
             lượt.",
            whole(*most)
        ),
    })
}

fn by_unit(audit: &LookupAudit) -> Option<Chart> {
    let share = |unit: &UnitCount| unit.unexplained as f64 / unit.lookups as f64 * 100.0;
    let mut units: Vec<&UnitCount> =
        audit.units.iter().filter(|unit| unit.lookups >= LEAST_LOOKUPS && unit.unexplained > 0).collect();
    units.sort_by(|a, b| {
        share(b)
            .total_cmp(&share(a))
            .then(b.unexplained.cmp(&a.unexplained))
            .then_with(|| a.unit.cmp(&b.unit))
    });
    units.truncate(MOST_UNITS);
    let first = units.first()?;
    let name = |unit: &UnitCount| {
        if unit.unit.is_empty() { UNKNOWN.to_owned() } else { unit.unit.clone() }
    };
    let bar = |unit: &&UnitCount| Bar {
        label: format!("{} ({}/{})", name(unit), whole(unit.unexplained), whole(unit.lookups)),
        value: share(unit),
        second: None,
    };
    Some(Chart {
        title: format!("Tỷ lệ lượt chưa giải thích được theo đơn vị (từ {LEAST_LOOKUPS} lượt trở lên)"),
        unit: "% số lượt của đơn vị".to_owned(),
        stand: BarStand::Lying,
        series: vec![UNEXPLAINED.to_owned()],
        bars: units.iter().map(bar).collect(),
        places: 1,
        alt: format!(
            "Biểu đồ thanh tỷ lệ lượt chưa giải thích được của {} đơn vị có tỷ lệ cao nhất. Cao nhất: {}, {}%.",
            units.len(),
            name(first),
            dates::decimal(share(first), 1)
        ),
    })
}
