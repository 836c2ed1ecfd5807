//! The report as one page of HTML that needs nothing beside it: the paper's own words,
//! block by block, its charts as SVG.

use super::bars::{self, Drawn};
use anyhow::Result;
use askama::Template;
use papers::{Align, Chart, Document, Line, Plain};

#[derive(Template)]
#[template(path = "report.html")]
struct Page {
    title: String,
    blocks: Vec<Shown>,
}

/// A block as the page shows it.
enum Shown {
    Title(String),
    Lead(String),
    Heading(Line),
    Line(Line),
    Table(Table),
    Figure(Figure),
    /// Ends the sheet and begins an annex.
    Annex(Line),
}

/// A table as the page shows it.
struct Table {
    /// For those who do not see it.
    name: String,
    /// Each standing as the cells below it.
    head: Vec<(String, String)>,
    rows: Vec<Vec<Line>>,
}

/// More columns than this do not fit a telephone.
const MOST_NARROW: usize = 5;

impl Table {
    fn of(name: String, head: &[Line], rows: Vec<Vec<Line>>) -> Table {
        let below = rows.iter().find(|row| row.len() == head.len());
        let stands = |place: usize| below.and_then(|row| row.get(place)).map_or("left", align);
        let head = head
            .iter()
            .enumerate()
            .map(|(place, cell)| (cell.text.clone(), stands(place).to_owned()))
            .collect();
        Table { name, head, rows }
    }

    fn is_wide(&self) -> bool {
        self.head.len() > MOST_NARROW
    }
}

/// A chart with its numbers as a table.
struct Figure {
    number: usize,
    chart: Chart,
    drawn: Drawn,
    rows: Vec<(String, Vec<String>)>,
}

impl Figure {
    fn of(number: usize, chart: Chart) -> Figure {
        let rows = chart
            .bars
            .iter()
            .map(|bar| {
                let values = [Some(bar.value), bar.second].into_iter().flatten();
                (bar.label.clone(), values.map(|value| chart.told(value)).collect())
            })
            .collect();
        Figure { number, drawn: bars::drawn(&chart), chart, rows }
    }
}

pub fn html(paper: &Document) -> Result<String> {
    let page = Page { title: paper.title().to_owned(), blocks: shown(paper.plain()) };
    Ok(page.render()?)
}

fn shown(plain: Vec<Plain>) -> Vec<Shown> {
    let mut blocks = Vec::new();
    let mut name = String::new();
    let mut led = false;
    let mut figures = 0;
    for (place, block) in plain.into_iter().enumerate() {
        match block {
            Plain::Line(line) if line.text.is_empty() => {}
            Plain::Line(line) => {
                let is_caption = line.bold && line.align == Align::Center;
                if line.level > 0 || is_caption {
                    name.clone_from(&line.text);
                }
                blocks.push(if place == 0 {
                    Shown::Title(line.text.replace('\n', " "))
                } else if line.level == 1 && line.align == Align::Center {
                    Shown::Annex(line)
                } else if line.level > 0 {
                    Shown::Heading(line)
                } else if line.bold && !is_caption && !led {
                    led = true;
                    Shown::Lead(line.text)
                } else {
                    Shown::Line(line)
                });
            }
            Plain::Sides(left, right) => blocks.extend(left.into_iter().chain(right).map(Shown::Line)),
            Plain::Table(head, rows) => blocks.push(Shown::Table(Table::of(name.clone(), &head, rows))),
            Plain::Chart(chart) => {
                // Its title stands above it as a line; here it belongs to the figure.
                if matches!(blocks.last(), Some(Shown::Line(line)) if line.text == chart.title) {
                    blocks.pop();
                }
                figures += 1;
                blocks.push(Shown::Figure(Figure::of(figures, chart)));
            }
        }
    }
    blocks
}

fn align(line: &Line) -> &'static str {
    match line.align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
        Align::Justify => "justify",
    }
}

fn class(line: &Line) -> String {
    let mut class = align(line).to_owned();
    if line.bold {
        class += " bold";
    }
    if line.italic {
        class += " italic";
    }
    class
}
