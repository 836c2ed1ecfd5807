//! What the program acknowledged, and what it was asked without an answer.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use domain::identifier::{CampaignId, ReportId};

#[derive(Debug, Default)]
pub struct Ledger(Mutex<Book>);

#[derive(Debug, Default)]
struct Book {
    cells: BTreeMap<(ReportId, String), Cell>,
    saves: usize,
    handed: BTreeSet<ReportId>,
    sent: BTreeSet<ReportId>,
    opened: BTreeSet<CampaignId>,
    unanswered: usize,
}

/// One cell: what was acknowledged last, and what was tried since.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    pub version: i64,
    pub value: String,
    tried: Vec<String>,
}

impl Ledger {
    fn book(&self) -> std::sync::MutexGuard<'_, Book> {
        self.0.lock().expect("no person of the load panics while writing")
    }

    pub fn cell(&self, report: ReportId, cell: &str) -> Cell {
        self.book().cells.get(&(report, cell.to_owned())).cloned().unwrap_or_default()
    }

    pub fn tries(&self, report: ReportId, cell: &str, value: &str) {
        let mut book = self.book();
        book.cells.entry((report, cell.to_owned())).or_default().tried.push(value.to_owned());
        book.unanswered += 1;
    }

    /// The save was acknowledged: what was tried before it is settled.
    pub fn saved(&self, report: ReportId, cell: &str, value: &str, version: i64) {
        let mut book = self.book();
        let known = Cell { version, value: value.to_owned(), tried: Vec::new() };
        book.cells.insert((report, cell.to_owned()), known);
        book.saves += 1;
        book.unanswered -= 1;
    }

    /// The record had another text than the last acknowledged one: it must be
    /// one that was tried and whose answer the kill swallowed.
    pub fn found(&self, report: ReportId, cell: &str, theirs: &str, version: i64) {
        let mut book = self.book();
        book.unanswered -= 1;
        let known = book.cells.entry((report, cell.to_owned())).or_default();
        assert!(
            known.tried.iter().any(|tried| tried == theirs),
            "{cell}: {theirs:?} stands where {:?} was acknowledged",
            known.value
        );
        *known = Cell { version, value: theirs.to_owned(), tried: Vec::new() };
    }

    pub fn check_answers(&self, report: ReportId, standing: impl Fn(&str) -> String) {
        for ((of, cell), known) in &self.book().cells {
            if *of == report {
                let stands = standing(cell);
                assert!(
                    stands == known.value || known.tried.contains(&stands),
                    "{cell}: {stands:?} stands where {:?} was acknowledged",
                    known.value
                );
            }
        }
    }

    pub fn note_handed(&self, report: ReportId) {
        self.book().handed.insert(report);
    }

    pub fn note_sent(&self, report: ReportId) {
        self.book().sent.insert(report);
    }

    pub fn note_opened(&self, campaign: CampaignId) {
        self.book().opened.insert(campaign);
    }

    pub fn saves(&self) -> usize {
        self.book().saves
    }

    pub fn sent(&self) -> BTreeSet<ReportId> {
        self.book().sent.clone()
    }

    pub fn opened(&self) -> BTreeSet<CampaignId> {
        self.book().opened.clone()
    }

    pub fn words(&self) -> String {
        let book = self.book();
        format!(
            "acknowledged: {} saves, {} handed over, {} sent, {} openings; {} saves cut off",
            book.saves,
            book.handed.len(),
            book.sent.len(),
            book.opened.len(),
            book.unanswered
        )
    }
}
