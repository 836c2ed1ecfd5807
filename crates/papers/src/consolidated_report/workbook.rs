//! The report's tables as a workbook, one sheet each.

use super::ConsolidatedReport;
use super::tables::Tables;
use crate::dates;
use crate::table::{Cell, Column, Table};
use crate::words::Words;
use crate::workbook::{Sheet, Workbook};

/// The report's tables, ready to be written as XLSX.
pub fn consolidated_workbook(report: &ConsolidatedReport) -> Workbook {
    let tables = Tables::of(report);
    let title = format!("Tổng hợp kết quả kiểm tra {}", report.subject);
    let subtitle = format!("{}, {}", report.team_name, dates::span(report.from, report.to));
    let sources = tables.sources.table();
    let sheets = [
        ("Số liệu chính", tables.figures),
        ("Theo đơn vị", tables.units),
        ("Theo lĩnh vực", tables.themes),
        ("Tồn tại, hạn chế", tables.findings),
        ("Khắc phục", tables.remediation),
        ("Kiến nghị", proposals(report)),
        ("Căn cứ số liệu", sources),
    ]
    .map(|(name, table)| Sheet::new(name, &title, &subtitle, table));
    Workbook {
        title: Words::new(&title),
        issuer: Words::from(&report.letterhead.issuer),
        dated: report.letterhead.date.earliest(),
        sheets: sheets.into(),
    }
}

fn proposals(report: &ConsolidatedReport) -> Table {
    let mut table =
        Table::new([Column::ordinal(), Column::text("Kiến nghị với", 50), Column::text("Nội dung", 100)]);
    let points = report
        .proposals
        .iter()
        .flat_map(|proposal| proposal.points.iter().map(|point| (&proposal.to, point)));
    for (place, (to, point)) in points.enumerate() {
        table.push([Cell::count(place + 1), Cell::from(to), Cell::from(point)]);
    }
    table
}
