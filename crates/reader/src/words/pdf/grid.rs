//! Ruled tables: straight rules that cross make a grid; its cells are where no
//! rule parts them.

use super::content::{Glyph, Page, Rule};

/// Rules this near are one, in points.
const NEAR: f64 = 3.0;
/// Shortest rule that counts, in points.
const SHORTEST: f64 = 6.0;
/// Most columns and rows of a grid.
const COLUMNS: usize = 60;
const ROWS: usize = 400;

/// A ruled table on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    pub xs: Vec<f64>,
    pub ys: Vec<f64>,
    /// For each small cell, row by row, the cell it belongs to (row, column).
    owner: Vec<(usize, usize)>,
}

impl Grid {
    pub fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    pub fn rows(&self) -> usize {
        self.ys.len() - 1
    }

    pub fn top(&self) -> f64 {
        self.ys.first().copied().unwrap_or(0.0)
    }

    /// The cell a small cell belongs to.
    pub fn owner(&self, row: usize, column: usize) -> (usize, usize) {
        self.owner[row * self.columns() + column]
    }

    /// The cell a glyph stands in.
    pub fn cell(&self, glyph: &Glyph) -> Option<(usize, usize)> {
        let x = f64::midpoint(glyph.x, glyph.end);
        // The middle of the letter, which stands on its line.
        let y = glyph.y - glyph.size * 0.3;
        let column = self.xs.windows(2).position(|pair| x >= pair[0] && x < pair[1])?;
        let row = self.ys.windows(2).position(|pair| y >= pair[0] && y < pair[1])?;
        Some(self.owner(row, column))
    }
}

/// All ruled tables of a page, from top to bottom.
pub(super) fn grids(page: &Page) -> Vec<Grid> {
    let level: Vec<Rule> = joined(
        page.rules.iter().filter(|rule| (rule.y0 - rule.y1).abs() <= 1.0 && rule.x1 - rule.x0 >= SHORTEST),
        true,
    );
    let upright: Vec<Rule> = joined(
        page.rules.iter().filter(|rule| (rule.x0 - rule.x1).abs() <= 1.0 && rule.y1 - rule.y0 >= SHORTEST),
        false,
    );
    let mut groups: Vec<(Vec<Rule>, Vec<Rule>)> = Vec::new();
    for rule in &upright {
        let crossing: Vec<Rule> = level.iter().filter(|other| crosses(other, rule)).copied().collect();
        if crossing.len() < 2 {
            continue;
        }
        // Join every group that shares one of the rules crossed.
        let mut merged = (crossing, vec![*rule]);
        let mut rest = Vec::new();
        for group in groups {
            if group.0.iter().any(|other| merged.0.contains(other)) {
                merged.0.extend(group.0);
                merged.1.extend(group.1);
            } else {
                rest.push(group);
            }
        }
        rest.push(merged);
        groups = rest;
    }
    let mut found: Vec<Grid> =
        groups.into_iter().filter_map(|(level, upright)| grid(&level, &upright)).collect();
    found.sort_by(|one, other| one.top().total_cmp(&other.top()));
    found
}

fn crosses(level: &Rule, upright: &Rule) -> bool {
    upright.x0 >= level.x0 - NEAR
        && upright.x0 <= level.x1 + NEAR
        && level.y0 >= upright.y0 - NEAR
        && level.y0 <= upright.y1 + NEAR
}

/// Pieces of one rule drawn one after the other become one.
fn joined<'a>(rules: impl Iterator<Item = &'a Rule>, level: bool) -> Vec<Rule> {
    let key = |rule: &Rule| if level { (rule.y0, rule.x0) } else { (rule.x0, rule.y0) };
    let mut sorted: Vec<Rule> = rules.copied().collect();
    sorted.sort_by(|one, other| {
        let (one, other) = (key(one), key(other));
        (one.0 / NEAR).round().total_cmp(&(other.0 / NEAR).round()).then(one.1.total_cmp(&other.1))
    });
    let mut out: Vec<Rule> = Vec::new();
    for rule in sorted {
        match out.last_mut() {
            Some(last)
                if level
                    && (last.y0 - rule.y0).abs() <= NEAR
                    && rule.x0 <= last.x1 + NEAR
                    && rule.x0 >= last.x0 - NEAR =>
            {
                last.x1 = last.x1.max(rule.x1);
            }
            Some(last)
                if !level
                    && (last.x0 - rule.x0).abs() <= NEAR
                    && rule.y0 <= last.y1 + NEAR
                    && rule.y0 >= last.y0 - NEAR =>
            {
                last.y1 = last.y1.max(rule.y1);
            }
            _ => out.push(rule),
        }
    }
    out
}

fn positions(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let mut out: Vec<f64> = Vec::new();
    for value in sorted {
        if out.last().is_none_or(|last| value - last > NEAR) {
            out.push(value);
        }
    }
    out
}

fn grid(level: &[Rule], upright: &[Rule]) -> Option<Grid> {
    let xs = positions(upright.iter().map(|rule| rule.x0));
    let ys = positions(level.iter().map(|rule| rule.y0));
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    // A single box is a frame, not a table.
    if columns == 0 || rows == 0 || columns * rows < 2 || columns > COLUMNS || rows > ROWS || columns < 2 {
        return None;
    }
    let mut owner: Vec<(usize, usize)> = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        let y = f64::midpoint(ys[row], ys[row + 1]);
        for column in 0..columns {
            let x = f64::midpoint(xs[column], xs[column + 1]);
            let parted_left = column == 0
                || upright
                    .iter()
                    .any(|rule| (rule.x0 - xs[column]).abs() <= NEAR && rule.y0 <= y && rule.y1 >= y);
            let parted_above = row == 0
                || level.iter().any(|rule| (rule.y0 - ys[row]).abs() <= NEAR && rule.x0 <= x && rule.x1 >= x);
            let place = if !parted_left {
                owner[row * columns + column - 1]
            } else if !parted_above {
                owner[(row - 1) * columns + column]
            } else {
                (row, column)
            };
            owner.push(place);
        }
    }
    Some(Grid { xs, ys, owner })
}
