//! Lists for print and export: any table under a title, as DOCX, PDF or XLSX; and the
//! list of an inspection's targets, which is one of them.

mod finding_list;
mod target_list;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

use crate::closing::{Recipients, Signature, recipients_and_signature};
use crate::dates;
use crate::document::Document;
use crate::flow::Flow;
use crate::letterhead::Letterhead;
use crate::style::Style;
use crate::table::Table;
use crate::words::Words;
use crate::workbook::{Sheet, Workbook};

pub use finding_list::{FindingList, FindingRow, finding_list};
pub use target_list::{TargetList, TargetRow, minutes_standing, report_standing, target_list};

/// A table under a title.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listing {
    /// The title: "Danh sách đơn vị được kiểm tra".
    pub title: String,
    /// What narrows it down: "Đợt kiểm tra năm 2026, đơn vị chưa gửi báo cáo".
    pub subtitle: Option<String>,
    /// When it was drawn up.
    pub drawn_up: DateTime,
    /// Who drew it up.
    pub issuer: String,
    /// Standing or lying sheets.
    pub orientation: Orientation,
    /// The table.
    pub table: Table,
    /// Remarks below the table.
    pub notes: Vec<String>,
    /// Header, signature and recipients, when the list goes out as a paper.
    pub frame: Option<ListingFrame>,
}

/// How the sheet lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Orientation {
    /// Standing.
    #[default]
    Portrait,
    /// Lying.
    Landscape,
}

/// What makes a list an official paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListingFrame {
    /// The issuer's header.
    pub letterhead: Letterhead,
    /// Who signs.
    pub signature: Signature,
    /// Who receives it.
    pub recipients: Recipients,
}

/// Composes the list as a paper.
pub fn listing(listing: &Listing) -> Document {
    let mut flow = match listing.orientation {
        Orientation::Portrait => Flow::new(),
        Orientation::Landscape => Flow::landscape(),
    };
    if let Some(frame) = &listing.frame {
        flow.block(frame.letterhead.block());
    }
    flow.line(Style::TypeName, listing.title.to_uppercase());
    if let Some(subtitle) = &listing.subtitle {
        flow.line(Style::Summary, subtitle);
    }
    flow.line(Style::Note, format!("({})", drawn_up(listing)));
    flow.table(&listing.table);
    flow.line(Style::Body, format!("Danh sách gồm {} dòng.", dates::count(row_count(listing))));
    for note in &listing.notes {
        flow.body(note);
    }
    if let Some(frame) = &listing.frame {
        flow.closing(recipients_and_signature(&frame.recipients, &frame.signature, frame.letterhead.form));
    }
    Document {
        title: Words::from(&listing.title),
        issuer: Words::from(&listing.issuer),
        dated: day(listing),
        parts: vec![flow.part()],
    }
}

/// The list, ready to be written as XLSX.
pub fn listing_workbook(listing: &Listing) -> Workbook {
    let subtitle = match &listing.subtitle {
        Some(subtitle) => format!("{subtitle} ({})", drawn_up(listing)),
        None => drawn_up(listing),
    };
    Workbook {
        title: Words::from(&listing.title),
        issuer: Words::from(&listing.issuer),
        dated: day(listing),
        sheets: vec![Sheet::new(&listing.title, &listing.title, &subtitle, listing.table.clone())],
    }
}

fn drawn_up(listing: &Listing) -> String {
    format!("{} lập lúc {}", listing.issuer, dates::hour_and_day(listing.drawn_up))
}

fn day(listing: &Listing) -> Date {
    listing.drawn_up.date()
}

fn row_count(listing: &Listing) -> usize {
    listing.table.rows.iter().filter(|row| matches!(row, crate::table::Row::Cells(_))).count()
}
