//! Charts as shapes on a plane, for SVG: where bars, lines and words stand.

use papers::{BarStand, Chart};

/// The plane's width; the page scales it.
const WIDTH: f64 = 720.0;
/// Of upright bars: left of them, above them, their height, below them.
const LEFT: f64 = 64.0;
const ABOVE: f64 = 12.0;
const TALL: f64 = 220.0;
const BELOW: f64 = 26.0;
const BELOW_ON_END: f64 = 62.0;
const KEY: f64 = 26.0;
const KEY_SLOT: f64 = 180.0;
/// Of lying bars: what their labels take, one bar, below them, their values.
const LABELS: f64 = 330.0;
const SLOT: f64 = 26.0;
const SCALE: f64 = 42.0;
const VALUES: f64 = 52.0;
/// The share of its slot that a bar fills.
const FILLED: f64 = 0.7;
/// Letters of a label beside a lying bar.
const MOST_LETTERS: usize = 50;

/// A chart drawn.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    pub width: f64,
    pub height: f64,
    pub lines: Vec<Rule>,
    pub bars: Vec<Shape>,
    pub words: Vec<Word>,
}

#[derive(Debug, Clone)]
pub struct Rule {
    pub x1: String,
    pub y1: String,
    pub x2: String,
    pub y2: String,
}

#[derive(Debug, Clone)]
pub struct Shape {
    pub x: String,
    pub y: String,
    pub width: String,
    pub height: String,
    pub colour: &'static str,
    /// What it says when pointed at.
    pub told: String,
}

#[derive(Debug, Clone)]
pub struct Word {
    pub x: String,
    pub y: String,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
    pub on_end: bool,
    pub text: String,
}

pub fn drawn(chart: &Chart) -> Drawn {
    match chart.stand {
        BarStand::Upright => upright(chart),
        BarStand::Lying => lying(chart),
    }
}

fn upright(chart: &Chart) -> Drawn {
    let marks = chart.scale();
    let peak = peak(&marks);
    let on_end = chart.labels_on_end();
    let floor = ABOVE + TALL;
    let slot = (WIDTH - LEFT) / chart.bars.len().max(1) as f64;
    let below = if on_end { BELOW_ON_END } else { BELOW };
    let has_key = chart.series.len() > 1;
    let mut drawn =
        Drawn { width: WIDTH, height: floor + below + if has_key { KEY } else { 0.0 }, ..Drawn::default() };
    for mark in &marks {
        let y = floor - TALL * mark / peak;
        drawn.lines.push(rule(LEFT, y, WIDTH, y));
        drawn.words.push(word(LEFT - 6.0, y + 4.0, "end", chart.mark(*mark)));
    }
    drawn.words.push(Word { on_end: true, ..word(14.0, ABOVE + TALL / 2.0, "middle", chart.unit.clone()) });
    for (place, bar) in chart.bars.iter().enumerate() {
        let middle = LEFT + slot * (place as f64 + 0.5);
        let mut foot = floor;
        for (series, value) in [Some(bar.value), bar.second].into_iter().flatten().enumerate() {
            let height = TALL * value / peak;
            foot -= height;
            drawn.bars.push(Shape {
                x: at(middle - slot * FILLED / 2.0),
                y: at(foot),
                width: at(slot * FILLED),
                height: at(height),
                colour: chart.colour(series),
                told: told(chart, series, &bar.label, value),
            });
        }
        let label = bar.label.clone();
        drawn.words.push(if on_end {
            Word { on_end: true, ..word(middle + 4.0, floor + 8.0, "end", label) }
        } else {
            word(middle, floor + 16.0, "middle", label)
        });
    }
    if has_key {
        key(chart, floor + below + 12.0, &mut drawn);
    }
    drawn
}

/// What the colours say, below the bars.
fn key(chart: &Chart, y: f64, drawn: &mut Drawn) {
    for (series, name) in chart.series.iter().enumerate() {
        let x = LEFT + KEY_SLOT * series as f64;
        drawn.bars.push(Shape {
            x: at(x),
            y: at(y - 10.0),
            width: at(11.0),
            height: at(11.0),
            colour: chart.colour(series),
            told: String::new(),
        });
        drawn.words.push(word(x + 18.0, y, "start", name.clone()));
    }
}

fn lying(chart: &Chart) -> Drawn {
    let marks = chart.scale();
    let peak = peak(&marks);
    let room = WIDTH - LABELS - VALUES;
    let foot = SLOT * chart.bars.len() as f64;
    let mut drawn = Drawn { width: WIDTH, height: foot + SCALE, ..Drawn::default() };
    for mark in &marks {
        let x = LABELS + room * mark / peak;
        drawn.lines.push(rule(x, 0.0, x, foot));
        drawn.words.push(word(x, foot + 16.0, "middle", chart.mark(*mark)));
    }
    drawn.words.push(word(LABELS + room / 2.0, foot + 36.0, "middle", chart.unit.clone()));
    for (place, bar) in chart.bars.iter().enumerate() {
        let middle = SLOT * (place as f64 + 0.5);
        let long = room * bar.value / peak;
        drawn.bars.push(Shape {
            x: at(LABELS),
            y: at(middle - SLOT * FILLED / 2.0),
            width: at(long),
            height: at(SLOT * FILLED),
            colour: chart.colour(0),
            told: told(chart, 0, &bar.label, bar.value),
        });
        drawn.words.push(word(LABELS - 8.0, middle + 4.0, "end", short(&bar.label)));
        drawn.words.push(word(LABELS + long + 5.0, middle + 4.0, "start", chart.told(bar.value)));
    }
    drawn
}

fn told(chart: &Chart, series: usize, label: &str, value: f64) -> String {
    let of = chart.series.get(series).map_or("", String::as_str);
    format!("{label}: {of}, {} {}", chart.unit.to_lowercase(), chart.told(value))
}

/// A label that fits beside its bar: its beginning and its end.
fn short(label: &str) -> String {
    let letters: Vec<char> = label.chars().collect();
    if letters.len() <= MOST_LETTERS {
        return label.to_owned();
    }
    let half = MOST_LETTERS / 2;
    letters[..half].iter().chain(&['…']).chain(&letters[letters.len() - half + 1..]).collect()
}

fn peak(marks: &[f64]) -> f64 {
    marks.last().copied().filter(|peak| *peak > 0.0).unwrap_or(1.0)
}

fn rule(x1: f64, y1: f64, x2: f64, y2: f64) -> Rule {
    Rule { x1: at(x1), y1: at(y1), x2: at(x2), y2: at(y2) }
}

fn word(x: f64, y: f64, anchor: &'static str, text: String) -> Word {
    Word { x: at(x), y: at(y), anchor, on_end: false, text }
}

/// A place on the plane; the same number is the same text on every machine.
fn at(place: f64) -> String {
    format!("{place:.1}")
}
