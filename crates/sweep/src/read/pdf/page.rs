//! A page's drawing (ISO 32000-1, 8.4, 9.4): its text set back into lines, level
//! or aslant, and the boxes drawn around them.

use super::font::Font;
use super::line::{Line, Run, lines};
use crate::text::Face;
use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::BTreeMap;

/// Operations and runs of text of one page.
const OPERATIONS: usize = 2_000_000;
const RUNS: usize = 200_000;
const CONTENT: usize = 64 << 20;
/// Drawings within each other, states saved on each other, boxes.
const FORMS: usize = 6;
const STATES: usize = 128;
const BOXES: usize = 4_000;
/// Gaps within a run, and how far a letter may reach, in letter heights.
const GAP: f64 = 0.12;
const WIDE: f64 = 1.4;
/// The largest box a stamp is drawn in, in points.
const BOX_WIDTH: f64 = 360.0;
const BOX_HEIGHT: f64 = 140.0;

#[derive(Debug, Default)]
pub(super) struct Page {
    pub lines: Vec<Line>,
    pub pictures: bool,
    /// Letters shown whose text the file does not tell.
    pub mute: usize,
}

type Matrix = [f64; 6];
const UNIT: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(first: &Matrix, second: &Matrix) -> Matrix {
    [
        first[0] * second[0] + first[1] * second[2],
        first[0] * second[1] + first[1] * second[3],
        first[2] * second[0] + first[3] * second[2],
        first[2] * second[1] + first[3] * second[3],
        first[4] * second[0] + first[5] * second[2] + second[4],
        first[4] * second[1] + first[5] * second[3] + second[5],
    ]
}

#[derive(Debug, Clone)]
struct State {
    place: Matrix,
    font: Option<Vec<u8>>,
    size: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    leading: f64,
}

struct Drawing<'a> {
    document: &'a Document,
    left: &'a mut u64,
    runs: Vec<Run>,
    boxes: Vec<[f64; 4]>,
    page: Page,
    operations: usize,
}

pub(super) fn read(document: &Document, id: ObjectId, left: &mut u64) -> Page {
    let room = CONTENT.min(*left as usize);
    let Ok(source) = document.get_page_content_with_limit(id, room) else { return Page::default() };
    let mut resources: Vec<&Dictionary> = Vec::new();
    if let Ok((own, inherited)) = document.get_page_resources(id) {
        resources.extend(own);
        resources.extend(inherited.iter().filter_map(|id| document.get_dictionary(*id).ok()));
    }
    draw(document, &source, &resources, left)
}

/// A drawing that stands on its own.
pub(super) fn form(document: &Document, stream: &Stream, left: &mut u64) -> Page {
    let Ok(source) = stream.get_plain_content_with_limit(CONTENT.min(*left as usize)) else {
        return Page::default();
    };
    let resources = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict);
    draw(document, &source, &resources.into_iter().collect::<Vec<_>>(), left)
}

fn draw(document: &Document, source: &[u8], resources: &[&Dictionary], left: &mut u64) -> Page {
    *left = left.saturating_sub(source.len() as u64);
    let mut drawing =
        Drawing { document, left, runs: Vec::new(), boxes: Vec::new(), page: Page::default(), operations: 0 };
    let state = State {
        place: UNIT,
        font: None,
        size: 0.0,
        letter_space: 0.0,
        word_space: 0.0,
        stretch: 1.0,
        leading: 0.0,
    };
    drawing.run(source, resources, state, 0);
    drawing.page.lines = lines(drawing.runs, &drawing.boxes);
    drawing.page
}

impl<'a> Drawing<'a> {
    fn run(&mut self, source: &[u8], resources: &[&'a Dictionary], first: State, depth: usize) {
        let Ok(content) = Content::decode(source) else { return };
        let fonts = self.fonts(resources);
        let mut state = first;
        let mut saved: Vec<State> = Vec::new();
        let (mut text, mut line) = (UNIT, UNIT);
        let mut path: Vec<(f64, f64)> = Vec::new();
        for operation in &content.operations {
            self.operations += 1;
            if self.operations > OPERATIONS {
                return;
            }
            let operands = &operation.operands;
            let number =
                |at: usize| operands.get(at).and_then(|object| object.as_float().ok()).map_or(0.0, f64::from);
            let six = || [number(0), number(1), number(2), number(3), number(4), number(5)];
            let point = |place: &Matrix, x: f64, y: f64| {
                (x * place[0] + y * place[2] + place[4], x * place[1] + y * place[3] + place[5])
            };
            let moved = |line: &Matrix, x: f64, y: f64| times(&[1.0, 0.0, 0.0, 1.0, x, y], line);
            match operation.operator.as_str() {
                "q" if saved.len() < STATES => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.place = times(&six(), &state.place),
                "BT" => (text, line) = (UNIT, UNIT),
                "Tf" => {
                    state.font = operands.first().and_then(|name| name.as_name().ok()).map(<[u8]>::to_vec);
                    state.size = number(1);
                }
                "Tc" => state.letter_space = number(0),
                "Tw" => state.word_space = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Td" | "TD" => {
                    if operation.operator == "TD" {
                        state.leading = -number(1);
                    }
                    line = moved(&line, number(0), number(1));
                    text = line;
                }
                "T*" => {
                    line = moved(&line, 0.0, -state.leading);
                    text = line;
                }
                "Tm" => (text, line) = (six(), six()),
                "Tj" | "TJ" => self.show(operands.first(), &state, &mut text, &fonts),
                "'" | "\"" => {
                    if operation.operator == "\"" {
                        (state.word_space, state.letter_space) = (number(0), number(1));
                    }
                    line = moved(&line, 0.0, -state.leading);
                    text = line;
                    self.show(operands.last(), &state, &mut text, &fonts);
                }
                "m" => path = vec![point(&state.place, number(0), number(1))],
                "l" if path.len() < 16 => path.push(point(&state.place, number(0), number(1))),
                "re" => {
                    let (x, y, w, h) = (number(0), number(1), number(2), number(3));
                    path = vec![point(&state.place, x, y), point(&state.place, x + w, y + h)];
                    path.resize(4, path[1]);
                }
                "S" | "s" | "B" | "B*" | "b" | "b*" => self.stroke(std::mem::take(&mut path)),
                "f" | "F" | "f*" | "n" => path.clear(),
                "BI" => self.page.pictures = true,
                "Do" => {
                    if let Some(name) = operands.first().and_then(|name| name.as_name().ok()) {
                        self.object(name, resources, &state, depth);
                    }
                }
                _ => {}
            }
        }
    }

    fn fonts(&self, resources: &[&'a Dictionary]) -> BTreeMap<Vec<u8>, Font<'a>> {
        let mut fonts = BTreeMap::new();
        for resources in resources {
            let Ok(list) = resources.get_deref(b"Font", self.document).and_then(Object::as_dict) else {
                continue;
            };
            for (name, object) in list.iter().take(512) {
                let font =
                    self.document.dereference(object).ok().and_then(|(_, object)| object.as_dict().ok());
                if let Some(font) = font.filter(|_| !fonts.contains_key(name)) {
                    fonts.insert(name.clone(), Font::read(self.document, font));
                }
            }
        }
        fonts
    }

    /// Shows a string, or strings with shifts between them, as one run.
    fn show(
        &mut self,
        operand: Option<&Object>,
        state: &State,
        text: &mut Matrix,
        fonts: &BTreeMap<Vec<u8>, Font>,
    ) {
        let Some(font) = state.font.as_ref().and_then(|name| fonts.get(name)) else { return };
        let parts = match operand {
            Some(Object::Array(parts)) => parts.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => return,
        };
        let moved = |text: &Matrix, by: f64| times(&[1.0, 0.0, 0.0, 1.0, by, 0.0], text);
        let mut start = times(text, &state.place);
        let mut shown = String::new();
        for part in parts {
            if let Ok(shift) = part.as_float() {
                let shift = -f64::from(shift) / 1000.0 * state.size * state.stretch;
                // A gap may hold letters of another font: what follows is a run of
                // its own.
                if shift.abs() > state.size.abs() * GAP && !shown.is_empty() {
                    let end = times(text, &state.place);
                    self.keep(&start, &end, state.size, std::mem::take(&mut shown), font.face);
                }
                *text = moved(text, shift);
                if shown.is_empty() {
                    start = times(text, &state.place);
                }
            } else if let Object::String(bytes, _) = part {
                for letter in font.letters(bytes) {
                    let space = if letter.space { state.word_space } else { 0.0 };
                    let advance = (letter.width * state.size + state.letter_space + space) * state.stretch;
                    if letter.text.is_empty() || letter.text == "\u{FFFD}" {
                        self.page.mute += 1;
                    }
                    if letter.text.trim().is_empty() && !shown.is_empty() || advance > state.size.abs() * WIDE
                    {
                        // Set apart letter by letter, as kerning or spacing does.
                        shown.push_str(&letter.text);
                        let end =
                            times(&moved(text, letter.width * state.size * state.stretch), &state.place);
                        self.keep(&start, &end, state.size, std::mem::take(&mut shown), font.face);
                        *text = moved(text, advance);
                        start = times(text, &state.place);
                        continue;
                    }
                    if shown.is_empty() {
                        start = times(text, &state.place);
                    }
                    shown.push_str(&letter.text);
                    *text = moved(text, advance);
                }
            }
        }
        let end = times(text, &state.place);
        self.keep(&start, &end, state.size, shown, font.face);
    }

    fn keep(&mut self, start: &Matrix, end: &Matrix, size: f64, text: String, face: Option<Face>) {
        let angle = start[1].atan2(start[0]);
        let (sine, cosine) = angle.sin_cos();
        let along = |place: &Matrix| place[4] * cosine + place[5] * sine;
        let across = start[5] * cosine - start[4] * sine;
        let size = (start[2].hypot(start[3]) * size).abs();
        let numbers = [angle, along(start), along(end), across, size];
        if self.runs.len() >= RUNS || text.is_empty() || numbers.iter().any(|number| !number.is_finite()) {
            return;
        }
        let middle = (f64::midpoint(start[4], end[4]), f64::midpoint(start[5], end[5]) + size * 0.3);
        let angle = (angle.to_degrees() / 3.0).round() as i32;
        self.runs.push(Run { angle, x: along(start), end: along(end), y: across, size, middle, text, face });
    }

    /// A closed path small enough is a box.
    fn stroke(&mut self, path: Vec<(f64, f64)>) {
        if path.len() < 4 || self.boxes.len() >= BOXES {
            return;
        }
        let edge = |pick: fn(&(f64, f64)) -> f64, best: fn(f64, f64) -> f64, from: f64| {
            path.iter().map(pick).fold(from, best)
        };
        let (x0, x1) = (edge(|p| p.0, f64::min, f64::MAX), edge(|p| p.0, f64::max, f64::MIN));
        let (y0, y1) = (edge(|p| p.1, f64::min, f64::MAX), edge(|p| p.1, f64::max, f64::MIN));
        if x1 - x0 < BOX_WIDTH && y1 - y0 < BOX_HEIGHT && x1 - x0 > 8.0 && y1 - y0 > 5.0 {
            self.boxes.push([x0, y0, x1, y1]);
        }
    }

    /// A picture, or a drawing inside the drawing.
    fn object(&mut self, name: &[u8], resources: &[&'a Dictionary], state: &State, depth: usize) {
        let found = resources.iter().find_map(|resources| {
            let list = resources.get_deref(b"XObject", self.document).and_then(Object::as_dict).ok()?;
            list.get_deref(name, self.document).and_then(Object::as_stream).ok()
        });
        let Some(stream) = found else { return };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => self.page.pictures = true,
            Ok(b"Form") if depth < FORMS => {
                let room = CONTENT.min(*self.left as usize);
                let Ok(source) = stream.get_plain_content_with_limit(room) else { return };
                *self.left = self.left.saturating_sub(source.len() as u64);
                let matrix: Option<Matrix> = stream
                    .dict
                    .get_deref(b"Matrix", self.document)
                    .and_then(Object::as_array)
                    .ok()
                    .map(|list| {
                        list.iter()
                            .filter_map(|number| number.as_float().ok())
                            .map(f64::from)
                            .collect::<Vec<_>>()
                    })
                    .and_then(|numbers| numbers.try_into().ok());
                let own = stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
                let inner: Vec<&Dictionary> = own.into_iter().chain(resources.iter().copied()).collect();
                let place = times(&matrix.unwrap_or(UNIT), &state.place);
                self.run(&source, &inner, State { place, ..state.clone() }, depth + 1);
            }
            _ => {}
        }
    }
}
