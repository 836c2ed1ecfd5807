//! The tables of the report, the same for paper and workbook.

use super::{
    ConsolidatedReport, LabelledFigure, RemediationResult, ReportedFinding, ResultCounts, ThemeResult,
    UnitResult,
};
use crate::figure::Sources;
use crate::table::{Cell, Column, Row, Table};

/// All tables of a report, and the sources that their figures name.
pub(super) struct Tables {
    pub(super) figures: Table,
    pub(super) units: Table,
    pub(super) themes: Table,
    pub(super) remediation: Table,
    pub(super) findings: Table,
    pub(super) sources: Sources,
}

impl Tables {
    pub(super) fn of(report: &ConsolidatedReport) -> Self {
        let mut sources = Sources::default();
        Self {
            figures: figures(&report.figures, &mut sources),
            units: units(&report.units, &mut sources),
            themes: themes(&report.themes, &mut sources),
            remediation: remediation(&report.remediation, &mut sources),
            findings: findings(&report.findings),
            sources,
        }
    }
}

fn figures(figures: &[LabelledFigure], sources: &mut Sources) -> Table {
    let compared = figures.iter().any(|figure| figure.before.is_some());
    let mut columns = vec![Column::ordinal(), Column::text("Chỉ tiêu", 90), Column::number("Kỳ này", 28)];
    if compared {
        columns.push(Column::number("Kỳ trước", 28));
    }
    let mut table = Table::new(columns);
    for (place, figure) in figures.iter().enumerate() {
        let mut cells = vec![
            Cell::count(place + 1),
            Cell::from(&figure.label),
            sources.cell(&figure.figure, &figure.label),
        ];
        if compared {
            let label = format!("{} (kỳ trước)", figure.label);
            cells.push(figure.before.as_ref().map_or(Cell::Blank, |before| sources.cell(before, &label)));
        }
        table.push(cells);
    }
    table
}

fn units(units: &[UnitResult], sources: &mut Sources) -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Đơn vị", 33),
        Column::mark("Ngày kiểm tra", 23),
        Column::number("Đạt", 13),
        Column::number("Chưa đạt", 15),
        Column::number("Không xuất trình", 16),
        Column::number("Không áp dụng", 15),
        Column::number("Tồn tại", 13),
        Column::text("Nhận xét", 26),
    ]);
    for (place, unit) in units.iter().enumerate() {
        let mut cells = vec![Cell::count(place + 1), Cell::from(&unit.unit), Cell::from(unit.visited)];
        cells.extend(count_cells(&unit.counts, &unit.unit, sources));
        cells.push(sources.cell(&unit.findings, &format!("{} - số tồn tại", unit.unit)));
        cells.push(Cell::text(unit.remark.clone().unwrap_or_default()));
        table.push(cells);
    }
    let sums = sum_row(&table, 3..8);
    push_total(&mut table, sums);
    table
}

fn themes(themes: &[ThemeResult], sources: &mut Sources) -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Lĩnh vực", 46),
        Column::number("Đạt", 14),
        Column::number("Chưa đạt", 16),
        Column::number("Không xuất trình", 20),
        Column::number("Không áp dụng", 18),
        Column::text("Nhận xét", 44),
    ]);
    for (place, theme) in themes.iter().enumerate() {
        let mut cells = vec![Cell::count(place + 1), Cell::from(&theme.theme)];
        cells.extend(count_cells(&theme.counts, &theme.theme, sources));
        cells.push(Cell::text(theme.remark.clone().unwrap_or_default()));
        table.push(cells);
    }
    let sums = sum_row(&table, 2..6);
    push_total(&mut table, sums);
    table
}

fn remediation(results: &[RemediationResult], sources: &mut Sources) -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Đơn vị", 52),
        Column::number("Tổng số", 18),
        Column::number("Đã khắc phục", 20),
        Column::number("Chờ phúc tra", 20),
        Column::number("Đang khắc phục", 22),
        Column::number("Quá hạn", 18),
    ]);
    for (place, result) in results.iter().enumerate() {
        let mut cells = vec![Cell::count(place + 1), Cell::from(&result.unit)];
        for (figure, what) in [
            (&result.total, "tổng số tồn tại"),
            (&result.verified, "đã khắc phục"),
            (&result.reported, "chờ phúc tra"),
            (&result.open, "đang khắc phục"),
            (&result.overdue, "quá hạn"),
        ] {
            cells.push(sources.cell(figure, &format!("{} - {what}", result.unit)));
        }
        table.push(cells);
    }
    let sums = sum_row(&table, 2..7);
    push_total(&mut table, sums);
    table
}

fn findings(findings: &[ReportedFinding]) -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Đơn vị", 36),
        Column::mark("Mã", 12),
        Column::text("Tồn tại, hạn chế", 76),
        Column::text("Căn cứ", 46),
        Column::mark("Mức độ", 26),
        Column::mark("Thời hạn", 24),
        Column::mark("Tình trạng", 30),
    ]);
    for (place, finding) in findings.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            Cell::from(&finding.unit),
            Cell::from(&finding.code),
            Cell::from(&finding.text),
            Cell::from(&finding.basis),
            Cell::from(finding.severity.words()),
            finding.deadline.map_or(Cell::Blank, Cell::Day),
            Cell::from(finding.state.words()),
        ]);
    }
    table
}

fn count_cells(counts: &ResultCounts, of: &str, sources: &mut Sources) -> [Cell; 4] {
    [
        (&counts.met, "đạt"),
        (&counts.not_met, "chưa đạt"),
        (&counts.not_shown, "không xuất trình"),
        (&counts.not_applicable, "không áp dụng"),
    ]
    .map(|(figure, what)| sources.cell(figure, &format!("{of} - {what}")))
}

/// The sums of `columns`; a column with anything but whole numbers has none.
fn sum_row(table: &Table, columns: std::ops::Range<usize>) -> Vec<Cell> {
    let mut cells = vec![Cell::Blank, Cell::from("Tổng cộng")];
    cells.resize(columns.start, Cell::Blank);
    for column in columns {
        let sum = table.rows.iter().try_fold(0_i64, |sum, row| match row {
            Row::Cells(cells) => match cells.get(column).map(Cell::value) {
                Some(Cell::Whole(number)) => sum.checked_add(*number),
                _ => None,
            },
            Row::Group(_) | Row::Total(_) => Some(sum),
        });
        cells.push(sum.map_or(Cell::Blank, Cell::Whole));
    }
    cells
}

fn push_total(table: &mut Table, sums: Vec<Cell>) {
    if table.rows.len() > 1 {
        table.rows.push(Row::Total(sums));
    }
}
