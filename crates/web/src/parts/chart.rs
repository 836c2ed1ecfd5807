//! Two small charts drawn by the server: bars beside their names, which are a
//! table already, and lines over periods with their figures as a table below.
//!
//! Not here: heat maps (`parts::heat`), bars of progress (`parts::progress`).

use askama::Template;
use askama::filters::HtmlSafe;

use crate::words::Lang;

/// Bars beside their names; with the figure of the period before, if it is
/// compared.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/bars.html")]
pub struct Bars {
    pub lang: Lang,
    pub caption: String,
    /// What the rows are, and what is counted.
    pub corner: String,
    pub counted: String,
    /// The name of the period before; empty when nothing is compared.
    pub before: String,
    pub rows: Vec<Bar>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    pub label: String,
    pub href: Option<String>,
    pub count: u64,
    pub before: Option<u64>,
}

/// Lines over periods; at most three, told apart by dashes and marks as well as
/// by colour.
#[derive(Debug, Clone, Template)]
#[template(path = "parts/lines.html")]
pub struct Lines {
    pub lang: Lang,
    pub caption: String,
    /// What the columns are, such as "Tháng".
    pub corner: String,
    pub periods: Vec<String>,
    pub series: Vec<Series>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub label: String,
    /// One per period; nothing where it was not counted.
    pub counts: Vec<Option<u64>>,
}

/// The drawing's inner area, in its own units.
const LEFT: u64 = 44;
const RIGHT: u64 = 624;
const TOP: u64 = 16;
const BOTTOM: u64 = 184;
/// How many names of periods fit under the drawing.
const MOST_NAMES: usize = 12;

impl HtmlSafe for Bars {}
impl HtmlSafe for Lines {}

impl Bars {
    fn greatest(&self) -> u64 {
        let counts = self.rows.iter().flat_map(|row| [row.count, row.before.unwrap_or(0)]);
        counts.max().unwrap_or(0).max(1)
    }

    /// A bar's length, out of 100.
    fn length(&self, count: u64) -> u64 {
        if count == 0 { 0 } else { (count * 100 / self.greatest()).max(1) }
    }
}

impl Lines {
    /// The top of the scale: a round figure not below any count.
    fn scale(&self) -> u64 {
        let counts = self.series.iter().flat_map(|series| series.counts.iter().flatten());
        let greatest = counts.copied().max().unwrap_or(0).max(4);
        let mut step = 1;
        while greatest > step * 10 {
            step *= 10;
        }
        [1, 2, 4, 5, 8, 10]
            .map(|times| times * step)
            .into_iter()
            .find(|top| *top >= greatest)
            .unwrap_or(greatest)
    }

    /// Five lines of the grid: their height and figure.
    fn grid(&self) -> Vec<(u64, String)> {
        let top = self.scale();
        (0..=4).map(|line| (y(top * line / 4, top), self.lang.number(top * line / 4))).collect()
    }

    /// The names under the drawing with their place; some are left out when
    /// there are many.
    fn names(&self) -> Vec<(u64, &str)> {
        let every = self.periods.len().div_ceil(MOST_NAMES).max(1);
        let all = self.periods.iter().enumerate();
        all.filter(|(place, _)| place % every == 0)
            .map(|(place, name)| (self.x(place), name.as_str()))
            .collect()
    }

    /// A line as the `d` of a path; it breaks where nothing was counted.
    fn path(&self, series: &Series) -> String {
        let top = self.scale();
        let mut path = String::new();
        let mut pen = 'M';
        for (place, count) in series.counts.iter().enumerate() {
            match count {
                Some(count) => {
                    path.push_str(&format!("{pen}{} {}", self.x(place), y(*count, top)));
                    pen = 'L';
                }
                None => pen = 'M',
            }
        }
        path
    }

    fn points(&self, series: &Series) -> Vec<(u64, u64)> {
        let top = self.scale();
        let counts = series.counts.iter().enumerate();
        counts.filter_map(|(place, count)| Some((self.x(place), y((*count)?, top)))).collect()
    }

    /// The same as a table: each period with a figure per line.
    fn rows(&self) -> Vec<(&str, Vec<String>)> {
        let figure = |series: &Series, place: usize| {
            let count = series.counts.get(place).copied().flatten();
            count.map_or_else(|| "–".to_owned(), |count| self.lang.number(count))
        };
        let periods = self.periods.iter().enumerate();
        periods
            .map(|(place, name)| {
                let figures = self.series.iter().map(|series| figure(series, place));
                (name.as_str(), figures.collect())
            })
            .collect()
    }

    fn x(&self, place: usize) -> u64 {
        let gaps = self.periods.len().saturating_sub(1).max(1) as u64;
        LEFT + 16 + (RIGHT - LEFT - 32) * place as u64 / gaps
    }
}

fn y(count: u64, top: u64) -> u64 {
    BOTTOM - (BOTTOM - TOP) * count.min(top) / top.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(counts: &[Option<u64>]) -> Lines {
        Lines {
            lang: Lang::Vi,
            caption: String::new(),
            corner: String::new(),
            periods: counts.iter().map(|_| String::new()).collect(),
            series: vec![Series { label: String::new(), counts: counts.to_vec() }],
        }
    }

    #[test]
    fn a_line_breaks_where_nothing_was_counted() {
        let chart = lines(&[Some(0), None, Some(4), Some(4)]);
        let path = chart.path(&chart.series[0]);
        assert_eq!(path.matches('M').count(), 2, "{path}");
        assert_eq!(path.matches('L').count(), 1, "{path}");
        assert_eq!(chart.points(&chart.series[0]).len(), 3);
    }

    #[test]
    fn the_scale_ends_at_a_round_figure_above_all() {
        for (greatest, top) in [(0, 4), (3, 4), (37, 40), (41, 50), (99, 100), (1_234, 2_000)] {
            assert_eq!(lines(&[Some(greatest)]).scale(), top, "{greatest}");
        }
    }

    #[test]
    fn the_smallest_bar_can_still_be_seen() {
        let rows = [1, 1_000].map(|count| Bar { label: String::new(), href: None, count, before: None });
        let bars = Bars {
            lang: Lang::Vi,
            caption: String::new(),
            corner: String::new(),
            counted: String::new(),
            before: String::new(),
            rows: rows.to_vec(),
        };
        assert_eq!([0, 1, 1_000].map(|count| bars.length(count)), [0, 1, 100]);
    }
}
