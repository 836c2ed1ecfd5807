//! The official papers of an inspection, in the legal form of Nghị định
//! 30/2020/NĐ-CP: from plain data to DOCX, PDF and XLSX. All official Vietnamese
//! wording of the product lives here. Nothing here reads the record, a clock or
//! a file, and the same data gives the same bytes.
//!
//! A paper is written in two steps: a function per paper composes a [`Document`]
//! from its input struct (`minutes(&Minutes) -> Document`), and the document
//! renders itself (`Document::docx`, `Document::pdf`). PDF is a feature, on by default.

pub mod account;
mod answer_book;
mod chart;
mod citation;
mod closing;
mod consolidated_report;
mod dates;
mod document;
mod docx;
mod error;
pub mod evidence;
mod fact;
mod figure;
mod finding;
mod flow;
mod fonts;
mod grid;
mod letterhead;
mod lines;
mod listing;
mod lookup_audit;
pub mod message;
mod minutes;
mod outline;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
mod programme_report;
mod remediation_request;
mod reminder;
mod schedule_notice;
mod self_report;
mod style;
mod table;
mod team_decision;
mod words;
mod workbook;

pub use answer_book::{
    AnswerBook, AnswerColumn, AnswerLine, AnswerRow, AnswerSheet, AnswerValue, Input, MARK_SHEET,
};
pub use chart::{Bar, BarStand, Chart};
pub use citation::citation;
pub use closing::{Capacity, Recipients, Signature, Tenure};
pub use consolidated_report::*;
pub use dates::PaperDate;
pub use document::{Document, Format};
pub use error::PaperError;
pub use fact::{Contact, Fact};
pub use figure::Figure;
pub use finding::{Finding, RemediationReport, Severity};
pub use letterhead::{HeaderForm, Letterhead};
pub use listing::{
    FindingList, FindingRow, Listing, ListingFrame, Orientation, TargetList, TargetRow, finding_list,
    listing, listing_workbook, minutes_standing, report_standing, target_list,
};
pub use lookup_audit::*;
pub use minutes::*;
pub use outline::{Form, Outline, OutlineSection};
pub use plain::{Line, Plain};
pub use programme_report::*;
pub use remediation_request::{RemediationRequest, remediation_request};
pub use reminder::{OwedItem, Reminder, ReminderMatter, reminder};
pub use schedule_notice::{NoticeForm, ScheduleNotice, ScheduledVisit, schedule_notice};
pub use self_report::*;
pub use style::Align;
pub use table::{Cell, Column, ColumnKind, Row, Table};
pub use team_decision::{TeamDecision, TeamMember, base_line, team_decision};
pub use workbook::Workbook;
