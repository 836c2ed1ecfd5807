//! Figures with the source behind them: in the text a figure bears a number, in the
//! annex "Căn cứ số liệu" the number names the source and what rests on it.

use serde::{Deserialize, Serialize};

use crate::flow::{Annex, Flow};
use crate::table::{Cell, Column, Table};

/// A number with its source.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The number.
    pub value: Cell,
    /// Where it comes from: "Biên bản số 07/BB-ĐKT, mục III". Figures of the same
    /// source share one number.
    pub source: Option<String>,
}

impl Figure {
    /// A count without a source.
    pub fn count(number: usize) -> Self {
        Self { value: Cell::count(number), source: None }
    }

    /// The same figure with its source.
    pub fn from_source(mut self, source: impl Into<String>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// Gathers the sources of a paper, in the order in which they are first used.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    used: Vec<Source>,
    numbers: std::collections::HashMap<String, usize>,
}

#[derive(Debug)]
struct Source {
    name: String,
    figures: Vec<String>,
}

impl Sources {
    /// The figure as a cell, bearing its source's number; `label` says in the annex
    /// what the figure is.
    pub(crate) fn cell(&mut self, figure: &Figure, label: &str) -> Cell {
        match &figure.source {
            None => figure.value.clone(),
            Some(source) => Cell::Referenced {
                value: Box::new(figure.value.clone()),
                reference: self.number(source, label, figure),
            },
        }
    }

    /// The sources as a table.
    pub(crate) fn table(&self) -> Table {
        let mut table = Table::new([
            Column::mark("Ký hiệu", 16),
            Column::text("Nguồn số liệu", 62),
            Column::text("Số liệu sử dụng", 82),
        ]);
        for (place, source) in self.used.iter().enumerate() {
            table.push([
                Cell::Text(format!("[{}]", place + 1)),
                Cell::from(&source.name),
                Cell::Text(source.figures.join("; ")),
            ]);
        }
        table
    }

    /// The annex, when any figure has a source.
    pub(crate) fn annex(&self) -> Option<Annex> {
        if self.used.is_empty() {
            return None;
        }
        let mut flow = Flow::new();
        flow.table(&self.table());
        Some(Annex::new("Căn cứ số liệu", flow))
    }

    fn number(&mut self, source: &str, label: &str, figure: &Figure) -> u32 {
        let next = self.used.len();
        let place = *self.numbers.entry(source.to_owned()).or_insert(next);
        if place == next {
            self.used.push(Source { name: source.to_owned(), figures: Vec::new() });
        }
        if let Some(used) = self.used.get_mut(place) {
            used.figures.push(format!("{label}: {}", figure.value.words().as_str()));
        }
        u32::try_from(place + 1).unwrap_or(u32::MAX)
    }
}
