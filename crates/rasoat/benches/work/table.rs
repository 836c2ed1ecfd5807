//! Measured times, and the table they are printed in.

use std::time::Duration;

/// Times of one thing done many times.
#[derive(Debug, Default, Clone)]
pub struct Times(pub Vec<Duration>);

impl Times {
    pub fn at(&self, part: f64) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * part).round() as usize).copied().unwrap_or_default()
    }

    pub fn p50(&self) -> Duration {
        self.at(0.5)
    }

    pub fn p95(&self) -> Duration {
        self.at(0.95)
    }
}

/// The lines of the table: what, on which database, what was aimed at, found.
#[derive(Debug, Default)]
pub struct Table(Vec<[String; 5]>);

impl Table {
    pub fn add(&mut self, what: &str, engine: &str, aim: &str, found: String, beside: String) {
        let line = [what.to_owned(), engine.to_owned(), aim.to_owned(), found, beside];
        eprintln!("  {}", line.join(" | "));
        self.0.push(line);
    }

    pub fn print(&self) {
        let head = ["work", "record", "aim", "found", "beside it"].map(str::to_owned);
        let mut widths = [0; 5];
        for line in self.0.iter().chain([&head]) {
            for (width, cell) in widths.iter_mut().zip(line) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let print = |line: &[String; 5]| {
            let cells: Vec<String> =
                line.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            println!("| {} |", cells.join(" | "));
        };
        print(&head);
        print(&widths.map(|width| "-".repeat(width)));
        for line in &self.0 {
            print(line);
        }
    }
}

pub fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

pub fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1_000_000.0)
}
