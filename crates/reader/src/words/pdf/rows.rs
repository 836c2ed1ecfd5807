//! Glyphs on one height make a row; wide gaps part it into stretches.

use super::content::Glyph;

/// How far baselines of one row may differ, in letter heights.
const SAME_HEIGHT: f64 = 0.45;
/// A gap this wide is a space, in letter heights.
const SPACE: f64 = 0.17;
/// A gap this wide may part two columns, in letter heights.
pub(super) const WIDE: f64 = 1.9;

/// A stretch of a row without wide gaps.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Stretch {
    pub x: f64,
    pub end: f64,
    pub text: String,
    /// Width of its first word, to see whether it would have fitted above.
    pub first_word: f64,
}

/// A row of stretches.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    pub y: f64,
    pub size: f64,
    pub bold: bool,
    pub stretches: Vec<Stretch>,
}

impl Row {
    pub fn x(&self) -> f64 {
        self.stretches.first().map_or(0.0, |stretch| stretch.x)
    }

    pub fn end(&self) -> f64 {
        self.stretches.last().map_or(0.0, |stretch| stretch.end)
    }

    pub fn text(&self) -> String {
        self.stretches.iter().map(|stretch| stretch.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    pub fn first_word(&self) -> f64 {
        self.stretches.first().map_or(0.0, |stretch| stretch.first_word)
    }
}

/// Sorts glyphs into rows from top to bottom.
pub(super) fn rows(glyphs: &[&Glyph]) -> Vec<Row> {
    let mut sorted: Vec<&Glyph> = glyphs.to_vec();
    sorted.sort_by(|one, other| one.y.total_cmp(&other.y).then(one.x.total_cmp(&other.x)));
    let mut groups: Vec<(f64, f64, Vec<&Glyph>)> = Vec::new();
    for glyph in sorted {
        let near = groups
            .iter_mut()
            .rev()
            .take(4)
            .find(|(y, size, _)| (glyph.y - *y).abs() <= SAME_HEIGHT * size.max(glyph.size));
        match near {
            Some((y, size, group)) => {
                // The taller letters give the height: a raised note does not.
                if glyph.size > *size && !glyph.text.trim().is_empty() {
                    *size = glyph.size;
                    *y = glyph.y;
                }
                group.push(glyph);
            }
            None => groups.push((glyph.y, glyph.size, vec![glyph])),
        }
    }
    let mut rows: Vec<Row> = groups
        .into_iter()
        .map(|(y, _, group)| row(y, group))
        .filter(|row| !row.stretches.is_empty())
        .collect();
    rows.sort_by(|one, other| one.y.total_cmp(&other.y));
    rows
}

/// "Số:      /KH-UBND", "ngày      tháng": a gap to be written into, not one
/// between columns.
fn is_left_open(said: &str, next: &str) -> bool {
    let folded = crate::letters::fold(said);
    let last = folded.trim_end_matches(['/', ':', '.', ',', ' ']).rsplit(' ').next().unwrap_or_default();
    matches!(last, "so" | "ngay" | "thang" | "nam") || next.starts_with('/')
}

fn row(y: f64, mut glyphs: Vec<&Glyph>) -> Row {
    glyphs.sort_by(|one, other| one.x.total_cmp(&other.x));
    // Letters of a stand-in font may overlap; then the drawing's order counts.
    for at in 1..glyphs.len() {
        let (before, here) = (glyphs[at - 1], glyphs[at]);
        if here.order < before.order
            && here.x - before.x < here.size * 0.3
            && before.end - here.x > here.size * 0.1
            && !here.text.trim().is_empty()
        {
            glyphs.swap(at - 1, at);
        }
    }
    let spoken = glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty());
    let size = spoken.clone().map(|glyph| glyph.size).fold(0.0, f64::max);
    let (bold, all) = spoken.fold((0, 0), |(bold, all), glyph| (bold + usize::from(glyph.bold), all + 1));
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut last_end: Option<f64> = None;
    let mut last: Option<&Glyph> = None;
    let mut blank = false;
    let mut word_open = true;
    for glyph in glyphs {
        if glyph.text.trim().is_empty() {
            blank = true;
            continue;
        }
        // Bold by printing twice: the same letter almost on top of itself.
        if let Some(before) = last
            && before.text == glyph.text
            && (before.x - glyph.x).abs() < glyph.size * 0.08
        {
            continue;
        }
        let gap = last_end.map_or(0.0, |end| glyph.x - end);
        let said = stretches.last().map_or("", |stretch| stretch.text.as_str());
        if last_end.is_none() || gap > WIDE * size && !is_left_open(said, &glyph.text) {
            stretches.push(Stretch { x: glyph.x, end: glyph.end, text: String::new(), first_word: 0.0 });
            word_open = true;
        } else if (gap > SPACE * glyph.size || blank && gap > -glyph.size * 0.1)
            && let Some(stretch) = stretches.last_mut()
        {
            stretch.text.push(' ');
            word_open = false;
        }
        if let Some(stretch) = stretches.last_mut() {
            stretch.text.push_str(&glyph.text);
            stretch.end = stretch.end.max(glyph.end);
            if word_open {
                stretch.first_word = stretch.end - stretch.x;
            }
        }
        last_end = Some(last_end.map_or(glyph.end, |end| end.max(glyph.end)));
        last = Some(glyph);
        blank = false;
    }
    Row { y, size, bold: bold * 2 > all, stretches }
}
