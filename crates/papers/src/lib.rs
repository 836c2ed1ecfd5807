//! The official papers of an inspection, in the legal form of Nghị định
//! 30/2020/NĐ-CP: from plain data to DOCX, PDF and XLSX. All official Vietnamese
//! wording of the product lives here. Nothing here reads the record, a clock or
//! a file, and the same data gives the same bytes.
//!
//! A paper is written in two steps: a function per paper composes a [`Document`]
//! from its input struct (`minutes(&Minutes) -> Document`), and the document
//! renders itself (`Document::docx`, `Document::pdf`).

mod citation;
mod closing;
mod dates;
mod document;
mod docx;
mod error;
mod flow;
mod fonts;
mod letterhead;
pub mod message;
mod minutes;
mod page;
mod pdf;
mod style;
mod table;
mod words;

pub use citation::citation;
pub use closing::{Capacity, Recipients, Signature, Tenure};
pub use dates::PaperDate;
pub use document::{Document, Format};
pub use error::PaperError;
pub use letterhead::{HeaderForm, Letterhead};
pub use minutes::*;
pub use table::{Cell, Column, ColumnKind, Row, Table};
