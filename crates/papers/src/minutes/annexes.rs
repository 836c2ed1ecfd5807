//! The annexes of the minutes: who recorded which part, what the unit supplied.

use super::Minutes;
use crate::dates;
use crate::document::Part;
use crate::flow::{Annex, Flow, annex_parts};
use crate::table::{Cell, Column, Table};

pub(super) fn annexes(minutes: &Minutes) -> Vec<Part> {
    annex_parts([recorded_annex(minutes), papers_annex(minutes)], &minutes.letterhead.reference("Biên bản"))
}

fn recorded_annex(minutes: &Minutes) -> Option<Annex> {
    if minutes.recorded.is_empty() {
        return None;
    }
    let mut flow = Flow::new();
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Phần nội dung", 66),
        Column::text("Người ghi nhận", 48),
        Column::mark("Thời điểm chuyển Thư ký", 36),
    ]);
    for (place, part) in minutes.recorded.iter().enumerate() {
        let handed_over = part.handed_over.map_or(Cell::Blank, |at| {
            Cell::Text(format!("{}, {}", dates::hour(at), dates::short(at.date())))
        });
        table.push([Cell::count(place + 1), Cell::from(&part.part), Cell::from(&part.recorder), handed_over]);
    }
    flow.table(&table);
    Some(Annex::new("Phân công ghi nhận kết quả kiểm tra", flow))
}

fn papers_annex(minutes: &Minutes) -> Option<Annex> {
    if minutes.papers.is_empty() {
        return None;
    }
    let mut flow = Flow::new();
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Tên tài liệu", 82),
        Column::mark("Hình thức", 28),
        Column::number("Số lượng", 16),
        Column::text("Ghi chú", 26),
    ]);
    for (place, paper) in minutes.papers.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            Cell::from(&paper.title),
            Cell::from(&paper.form),
            Cell::Whole(i64::from(paper.quantity)),
            Cell::text(paper.note.clone().unwrap_or_default()),
        ]);
    }
    flow.table(&table);
    Some(Annex::new("Danh mục tài liệu đơn vị cung cấp", flow))
}
