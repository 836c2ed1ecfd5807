//! Thông báo lịch kiểm tra: when the team comes to which unit, what to prepare, until
//! when to report, with the outline of the report; as an official letter (mẫu 1.5) or
//! a notice (mẫu 1.4 of NĐ 30/2020 Phụ lục III).

mod sample;
mod usual;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::closing::{Recipients, Signature, recipients_and_signature};
use crate::dates;
use crate::document::Document;
use crate::fact::Contact;
use crate::flow::{Annex, Flow, annex_parts, carrying_out};
use crate::letterhead::Letterhead;
use crate::outline::Outline;
use crate::table::{Cell, Column, Table};
use crate::words::Words;

/// All that a schedule notice says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScheduleNotice {
    /// The issuer's header.
    pub letterhead: Letterhead,
    /// Letter or notice.
    pub form: NoticeForm,
    /// What is inspected: "công tác bảo đảm an ninh mạng năm 2026".
    pub subject: String,
    /// To whom a letter goes.
    pub addressees: Vec<String>,
    /// Plan and decision carried out.
    pub bases: Vec<String>,
    /// The team, as its decision names it.
    pub team_name: String,
    /// The inspected period.
    pub period: String,
    /// The visits, in order.
    pub visits: Vec<ScheduledVisit>,
    /// Whom the unit calls in.
    pub unit_side: Vec<String>,
    /// What the unit prepares.
    pub preparations: Vec<String>,
    /// To whom units send their self-inspection reports.
    pub report_to: Option<String>,
    /// Whom to turn to.
    pub contact: Option<Contact>,
    /// The outline of the report.
    pub outline: Option<Outline>,
    /// Who signs.
    pub signature: Signature,
    /// Who receives it.
    pub recipients: Recipients,
}

/// In which form the schedule is made known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoticeForm {
    /// Công văn.
    Letter,
    /// Thông báo.
    Notice,
}

/// One visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScheduledVisit {
    /// The unit.
    pub unit: String,
    /// When it opens.
    pub starts: DateTime,
    /// The last day, when there are several.
    pub ends: Option<Date>,
    /// Where.
    pub place: String,
    /// Which members come.
    pub members: String,
    /// The last day for the unit's report.
    pub report_due: Option<Date>,
}

/// Composes the notice.
pub fn schedule_notice(notice: &ScheduleNotice) -> Document {
    let mut flow = Flow::new();
    let kind = match notice.form {
        NoticeForm::Letter => {
            flow.block(
                notice.letterhead.letter_block(&format!("thông báo lịch kiểm tra {}", notice.subject)),
            );
            flow.addressees(&notice.addressees);
            "Công văn"
        }
        NoticeForm::Notice => {
            flow.block(notice.letterhead.block());
            flow.title("Thông báo", &format!("Lịch kiểm tra {}", notice.subject));
            "Thông báo"
        }
    };
    announcement(&mut flow, notice);
    preparation(&mut flow, notice);
    reports(&mut flow, notice);
    flow.body(
        "Đề nghị các cơ quan, đơn vị sắp xếp công việc, bố trí đúng thành phần và phối hợp chặt chẽ với Đoàn \
         kiểm tra; có thay đổi thì thông tin lại trước ngày làm việc để điều chỉnh lịch.",
    );
    flow.end_mark();
    flow.closing(recipients_and_signature(&notice.recipients, &notice.signature, notice.letterhead.form));
    let mut parts = vec![flow.part()];
    parts.extend(annex_parts(
        [notice.outline.as_ref().map(outline_annex)],
        &notice.letterhead.reference(kind),
    ));
    Document {
        title: Words::from(format!("Thông báo lịch kiểm tra {}", notice.subject)),
        issuer: Words::from(&notice.letterhead.issuer),
        dated: notice.letterhead.date.earliest(),
        parts,
    }
}

fn announcement(flow: &mut Flow, notice: &ScheduleNotice) {
    let opening =
        if notice.bases.is_empty() { String::new() } else { format!("{}, ", carrying_out(&notice.bases)) };
    let issuer = &notice.letterhead.issuer;
    flow.body(format!("{opening}{issuer} thông báo lịch kiểm tra {} như sau:", notice.subject));
    flow.heading_two("1. Thời gian, địa điểm và đơn vị được kiểm tra");
    flow.body(format!(
        "{} làm việc với các đơn vị theo lịch dưới đây; thời kỳ kiểm tra {}.",
        notice.team_name, notice.period
    ));
    flow.table(&schedule(&notice.visits));
}

fn schedule(visits: &[ScheduledVisit]) -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Đơn vị", 34),
        Column::mark("Thời gian", 28),
        Column::text("Địa điểm", 34),
        Column::text("Thành viên Đoàn", 36),
        Column::mark("Hạn gửi báo cáo", 22),
    ]);
    for (place, visit) in visits.iter().enumerate() {
        let days = match visit.ends {
            Some(last) => {
                format!("từ ngày {} đến ngày {}", dates::short(visit.starts.date()), dates::short(last))
            }
            None => format!("ngày {}", dates::short(visit.starts.date())),
        };
        table.push([
            Cell::count(place + 1),
            Cell::from(&visit.unit),
            Cell::Text(format!("{}, {days}", dates::hour(visit.starts))),
            Cell::from(&visit.place),
            Cell::from(&visit.members),
            visit.report_due.map_or(Cell::Blank, Cell::Day),
        ]);
    }
    table
}

fn preparation(flow: &mut Flow, notice: &ScheduleNotice) {
    if !notice.unit_side.is_empty() {
        flow.heading_two("2. Thành phần làm việc của đơn vị được kiểm tra");
        flow.items(notice.unit_side.iter().cloned());
    }
    if !notice.preparations.is_empty() {
        let number = if notice.unit_side.is_empty() { 2 } else { 3 };
        flow.heading_two(format!("{number}. Nội dung chuẩn bị"));
        flow.items(notice.preparations.iter().cloned());
    }
}

fn reports(flow: &mut Flow, notice: &ScheduleNotice) {
    if let Some(to) = &notice.report_to {
        let outline = if notice.outline.is_some() {
            "theo đề cương kèm theo"
        } else {
            "về các nội dung được kiểm tra"
        };
        flow.body(format!(
            "Các đơn vị xây dựng báo cáo kết quả tự kiểm tra {outline}, gửi {to} trong thời hạn ghi tại \
             lịch kiểm tra nêu trên."
        ));
    }
    if let Some(contact) = &notice.contact {
        flow.body(format!("Đầu mối liên hệ: {}.", contact.line()));
    }
}

fn outline_annex(outline: &Outline) -> Annex {
    let mut flow = Flow::new();
    outline.write(&mut flow);
    Annex::new(&outline.title, flow)
}
