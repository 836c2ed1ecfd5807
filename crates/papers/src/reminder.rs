//! Công văn đôn đốc: the letter that reminds units of what they owe and until when
//! (form: mẫu 1.5 of NĐ 30/2020 Phụ lục III). A long list becomes an annex.

mod sample;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::closing::{Recipients, Signature, recipients_and_signature};
use crate::dates;
use crate::document::Document;
use crate::fact::Contact;
use crate::flow::{Annex, Flow, annex_parts, carrying_out};
use crate::letterhead::Letterhead;
use crate::table::{Cell, Column, Table};
use crate::words::Words;

/// More rows than this go to an annex.
const MAX_ROWS_IN_LETTER: usize = 12;

/// All that the reminder says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reminder {
    /// The issuer's header.
    pub letterhead: Letterhead,
    /// What units owe.
    pub matter: ReminderMatter,
    /// What it belongs to: "đợt kiểm tra an ninh mạng năm 2026".
    pub subject: String,
    /// To whom it goes.
    pub addressees: Vec<String>,
    /// The papers that asked for it.
    pub bases: Vec<String>,
    /// The day the list was drawn up.
    pub as_of: Date,
    /// What is missing, unit by unit.
    pub owed: Vec<OwedItem>,
    /// The new last day.
    pub new_deadline: Date,
    /// To whom units deliver.
    pub deliver_to: String,
    /// Whom to turn to.
    pub contact: Option<Contact>,
    /// Who signs.
    pub signature: Signature,
    /// Who receives it.
    pub recipients: Recipients,
}

/// What units are reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReminderMatter {
    /// Self-inspection reports.
    SelfReports,
    /// Remediation of findings, and reports on it.
    Remediation,
    /// Tasks of a programme.
    Tasks,
}

impl ReminderMatter {
    const fn words(self) -> &'static str {
        match self {
            Self::SelfReports => "gửi báo cáo kết quả tự kiểm tra",
            Self::Remediation => "khắc phục tồn tại, hạn chế sau kiểm tra",
            Self::Tasks => "thực hiện nhiệm vụ được giao",
        }
    }
}

/// What one unit owes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwedItem {
    /// The unit.
    pub unit: String,
    /// What.
    pub what: String,
    /// The last day that has passed.
    pub due: Date,
    /// Days over.
    pub days_late: u32,
}

/// Composes the reminder.
pub fn reminder(reminder: &Reminder) -> Document {
    let matter = reminder.matter.words();
    let mut flow = Flow::new();
    flow.block(reminder.letterhead.letter_block(&format!("đôn đốc {matter}")));
    flow.addressees(&reminder.addressees);
    let opening = if reminder.bases.is_empty() {
        String::new()
    } else {
        format!("{}, ", carrying_out(&reminder.bases))
    };
    flow.body(format!(
        "{opening}{} đã đề nghị các cơ quan, đơn vị {matter} trong {}. Đến ngày {}, còn {} nội dung quá thời \
         hạn chưa hoàn thành.",
        reminder.letterhead.issuer,
        reminder.subject,
        dates::in_text(reminder.as_of),
        dates::count(reminder.owed.len())
    ));
    let in_letter = reminder.owed.len() <= MAX_ROWS_IN_LETTER;
    if in_letter {
        flow.body("Các nội dung chưa hoàn thành gồm:");
        flow.table(&owed_table(&reminder.owed));
    } else {
        flow.body("Danh sách các nội dung chưa hoàn thành nêu tại Phụ lục kèm theo.");
    }
    flow.body(format!(
        "Đề nghị thủ trưởng các cơ quan, đơn vị có tên nêu trên chỉ đạo hoàn thành, gửi kết quả về {} trước \
         ngày {}; đồng thời giải trình rõ lý do chậm.",
        reminder.deliver_to,
        dates::in_text(reminder.new_deadline)
    ));
    if let Some(contact) = &reminder.contact {
        flow.body(format!("Đầu mối liên hệ: {}.", contact.line()));
    }
    flow.body(format!("{} đề nghị các cơ quan, đơn vị quan tâm thực hiện.", reminder.letterhead.issuer));
    flow.end_mark();
    flow.closing(recipients_and_signature(
        &reminder.recipients,
        &reminder.signature,
        reminder.letterhead.form,
    ));
    let mut parts = vec![flow.part()];
    let annex = (!in_letter).then(|| {
        let mut annex = Flow::new();
        annex.table(&owed_table(&reminder.owed));
        Annex::new("Danh sách nội dung quá thời hạn chưa hoàn thành", annex)
    });
    parts.extend(annex_parts([annex], &reminder.letterhead.reference("Công văn")));
    Document {
        title: Words::from(format!("Đôn đốc {matter} - {}", reminder.subject)),
        issuer: Words::from(&reminder.letterhead.issuer),
        dated: reminder.letterhead.date.earliest(),
        parts,
    }
}

fn owed_table(owed: &[OwedItem]) -> Table {
    let mut table = Table::new([
        Column::ordinal(),
        Column::text("Cơ quan, đơn vị", 46),
        Column::text("Nội dung", 62),
        Column::mark("Thời hạn", 24),
        Column::number("Số ngày quá hạn", 22),
    ]);
    for (place, item) in owed.iter().enumerate() {
        table.push([
            Cell::count(place + 1),
            Cell::from(&item.unit),
            Cell::from(&item.what),
            Cell::from(item.due),
            Cell::Whole(i64::from(item.days_late)),
        ]);
    }
    table
}
