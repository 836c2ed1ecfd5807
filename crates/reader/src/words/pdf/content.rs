//! A page's drawing: glyphs with their places, and straight rules
//! (ISO 32000-1, 8.4, 8.5, 9.4).

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::Font;
use crate::limits::Limits;

/// Operations of one page that are followed.
const OPERATIONS: usize = 2_000_000;
/// Glyphs and rules of one page that are kept.
const GLYPHS: usize = 200_000;
const RULES: usize = 8_000;
/// How deep drawings may be nested.
const FORMS: usize = 6;
/// States saved on top of each other.
const STATES: usize = 128;
/// A filled box no thicker than this is a rule, in points.
const THIN: f64 = 3.0;

/// Something written: letters from `x` to `end`, on the line `y` measured
/// downwards from the top of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub x: f64,
    pub end: f64,
    pub y: f64,
    pub size: f64,
    pub text: String,
    pub bold: bool,
    /// Its turn in the drawing.
    pub order: usize,
}

/// A straight line along the page's edges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub x0: f64,
    pub y0: f64,
    pub x1: f64,
    pub y1: f64,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub number: u32,
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    pub height: f64,
    pub width: f64,
}

/// `[a b c d e f]`
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

fn apply(matrix: &Matrix, x: f64, y: f64) -> (f64, f64) {
    (x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5])
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
    rise: f64,
}

impl State {
    fn new(place: Matrix) -> Self {
        Self {
            place,
            font: None,
            size: 0.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

/// Reads a page; what cannot be read of it is left out.
pub(super) fn page(
    document: &Document,
    number: u32,
    id: ObjectId,
    limits: &Limits,
    budget: &mut usize,
) -> Page {
    let (left, bottom, right, top, turned) = frame(document, id);
    let mut page = Page { number, height: top - bottom, width: right - left, ..Page::default() };
    // Down from the top, and upright whatever the page's rotation.
    let place = match turned {
        90 => [0.0, 1.0, 1.0, 0.0, -bottom, -left],
        180 => [-1.0, 0.0, 0.0, 1.0, right, -bottom],
        270 => [0.0, -1.0, -1.0, 0.0, top, right],
        _ => [1.0, 0.0, 0.0, -1.0, -left, top],
    };
    if matches!(turned, 90 | 270) {
        std::mem::swap(&mut page.height, &mut page.width);
    }
    let Ok(source) = document.get_page_content_with_limit(id, limits.part_bytes.min(*budget)) else {
        return page;
    };
    *budget = budget.saturating_sub(source.len());
    let mut resources: Vec<&Dictionary> = Vec::new();
    if let Ok((own, inherited)) = document.get_page_resources(id) {
        resources.extend(own);
        resources.extend(inherited.iter().filter_map(|id| document.get_dictionary(*id).ok()));
    }
    let mut drawing = Drawing { document, limits, budget, page, operations: 0, marked: Vec::new() };
    drawing.run(&source, &resources, State::new(place), 0);
    drawing.page
}

/// The page's box and rotation, looked up through its parents.
fn frame(document: &Document, id: ObjectId) -> (f64, f64, f64, f64, i64) {
    let mut found: Option<[f64; 4]> = None;
    let mut turned = None;
    let mut next = Some(id);
    for _ in 0..32 {
        let Some(dictionary) = next.and_then(|id| document.get_dictionary(id).ok()) else { break };
        let numbers = |key: &[u8]| -> Option<[f64; 4]> {
            let list = dictionary.get_deref(key, document).and_then(Object::as_array).ok()?;
            let values: Vec<f64> = list
                .iter()
                .filter_map(|object| {
                    document.dereference(object).ok().and_then(|(_, object)| object.as_float().ok())
                })
                .map(f64::from)
                .collect();
            values.try_into().ok()
        };
        found = found.or_else(|| numbers(b"CropBox")).or_else(|| numbers(b"MediaBox"));
        turned = turned.or_else(|| {
            dictionary.get_deref(b"Rotate", document).ok().and_then(|object| object.as_i64().ok())
        });
        next = dictionary.get(b"Parent").ok().and_then(|object| object.as_reference().ok());
    }
    let [x0, y0, x1, y1] = found.unwrap_or([0.0, 0.0, 595.0, 842.0]);
    (x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1), turned.unwrap_or(0).rem_euclid(360))
}

/// A stretch of drawing whose letters the file gives apart from its glyphs
/// (`/ActualText`, 14.9.4): fonts that build a letter of several glyphs need it.
#[derive(Debug, Default)]
struct Marked {
    text: Option<String>,
    glyph: Option<Glyph>,
}

struct Drawing<'a> {
    document: &'a Document,
    limits: &'a Limits,
    budget: &'a mut usize,
    page: Page,
    operations: usize,
    marked: Vec<Marked>,
}

/// The text's own two matrices.
#[derive(Clone, Copy)]
struct Cursor {
    text: Matrix,
    line: Matrix,
}

impl<'a> Drawing<'a> {
    fn run(&mut self, source: &[u8], resources: &[&'a Dictionary], first: State, depth: usize) {
        let Ok(content) = Content::decode(source) else { return };
        let fonts = self.fonts(resources);
        let mut state = first;
        let mut saved: Vec<State> = Vec::new();
        let mut cursor = Cursor { text: UNIT, line: UNIT };
        let mut path: Vec<Vec<(f64, f64)>> = Vec::new();
        for operation in &content.operations {
            self.operations += 1;
            if self.operations > OPERATIONS {
                return;
            }
            let operands = &operation.operands;
            let number =
                |at: usize| operands.get(at).and_then(|object| object.as_float().ok()).map_or(0.0, f64::from);
            match operation.operator.as_str() {
                "q" if saved.len() < STATES => saved.push(state.clone()),
                "Q" => {
                    if let Some(back) = saved.pop() {
                        state = back;
                    }
                }
                "cm" => {
                    let matrix = [number(0), number(1), number(2), number(3), number(4), number(5)];
                    state.place = times(&matrix, &state.place);
                }
                "BT" => cursor = Cursor { text: UNIT, line: UNIT },
                "Tf" => {
                    state.font =
                        operands.first().and_then(|object| object.as_name().ok()).map(<[u8]>::to_vec);
                    state.size = number(1);
                }
                "Tc" => state.letter_space = number(0),
                "Tw" => state.word_space = number(0),
                "Tz" => state.stretch = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Ts" => state.rise = number(0),
                "Td" => next_line(&mut cursor, number(0), number(1)),
                "TD" => {
                    state.leading = -number(1);
                    next_line(&mut cursor, number(0), number(1));
                }
                "T*" => next_line(&mut cursor, 0.0, -state.leading),
                "Tm" => {
                    cursor.line = [number(0), number(1), number(2), number(3), number(4), number(5)];
                    cursor.text = cursor.line;
                }
                "Tj" => self.show(operands.first(), &state, &mut cursor, &fonts),
                "'" => {
                    next_line(&mut cursor, 0.0, -state.leading);
                    self.show(operands.first(), &state, &mut cursor, &fonts);
                }
                "\"" => {
                    state.word_space = number(0);
                    state.letter_space = number(1);
                    next_line(&mut cursor, 0.0, -state.leading);
                    self.show(operands.get(2), &state, &mut cursor, &fonts);
                }
                "TJ" => {
                    let Some(Object::Array(parts)) = operands.first() else { continue };
                    for part in parts {
                        if let Ok(shift) = part.as_float() {
                            let moved = -f64::from(shift) / 1000.0 * state.size * state.stretch;
                            cursor.text = times(&[1.0, 0.0, 0.0, 1.0, moved, 0.0], &cursor.text);
                        } else {
                            self.show(Some(part), &state, &mut cursor, &fonts);
                        }
                    }
                }
                "m" => path.push(vec![apply(&state.place, number(0), number(1))]),
                "l" => {
                    if let Some(part) = path.last_mut() {
                        part.push(apply(&state.place, number(0), number(1)));
                    }
                }
                "c" | "v" | "y" => {
                    // A curve is no rule.
                    path.pop();
                }
                "h" => {
                    if let Some(part) = path.last_mut()
                        && let Some(start) = part.first().copied()
                    {
                        part.push(start);
                    }
                }
                "re" => {
                    let (x, y, w, h) = (number(0), number(1), number(2), number(3));
                    let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h), (x, y)];
                    path.push(corners.iter().map(|(x, y)| apply(&state.place, *x, *y)).collect());
                }
                "S" | "s" | "B" | "B*" | "b" | "b*" => self.draw(&mut path, true),
                "f" | "F" | "f*" => self.draw(&mut path, false),
                "n" => path.clear(),
                "BMC" => self.mark(None),
                "BDC" => {
                    let text = self.actual_text(operands.get(1), resources);
                    self.mark(text);
                }
                "EMC" => {
                    if let Some(Marked { text: Some(text), glyph: Some(glyph) }) = self.marked.pop()
                        && !text.is_empty()
                    {
                        self.page.glyphs.push(Glyph { text, ..glyph });
                    }
                }
                "Do" => {
                    if let Some(name) = operands.first().and_then(|object| object.as_name().ok()) {
                        self.form(name, resources, &state, depth);
                    }
                }
                _ => {}
            }
            if path.len() > RULES {
                path.clear();
            }
        }
    }

    fn mark(&mut self, text: Option<String>) {
        if self.marked.len() < STATES {
            self.marked.push(Marked { text, glyph: None });
        }
    }

    /// The letters a marked stretch stands for.
    fn actual_text(&self, properties: Option<&Object>, resources: &[&'a Dictionary]) -> Option<String> {
        let dictionary = match properties? {
            Object::Dictionary(dictionary) => dictionary,
            Object::Name(name) => resources.iter().find_map(|resources| {
                let list =
                    resources.get_deref(b"Properties", self.document).and_then(Object::as_dict).ok()?;
                list.get_deref(name, self.document).and_then(Object::as_dict).ok()
            })?,
            _ => return None,
        };
        let text = dictionary.get_deref(b"ActualText", self.document).ok()?;
        lopdf::decode_text_string(text).ok()
    }

    fn fonts(&self, resources: &[&'a Dictionary]) -> BTreeMap<Vec<u8>, Font<'a>> {
        let mut fonts = BTreeMap::new();
        for dictionary in resources {
            let Ok(list) = dictionary.get_deref(b"Font", self.document).and_then(Object::as_dict) else {
                continue;
            };
            for (name, object) in list.iter().take(512) {
                let font =
                    self.document.dereference(object).ok().and_then(|(_, object)| object.as_dict().ok());
                if let Some(font) = font {
                    fonts
                        .entry(name.clone())
                        .or_insert_with(|| Font::read(self.document, font, self.limits.part_bytes));
                }
            }
        }
        fonts
    }

    fn show(
        &mut self,
        operand: Option<&Object>,
        state: &State,
        cursor: &mut Cursor,
        fonts: &BTreeMap<Vec<u8>, Font>,
    ) {
        let Some(Object::String(bytes, _)) = operand else { return };
        let Some(font) = state.font.as_ref().and_then(|name| fonts.get(name)) else { return };
        for letter in font.letters(bytes) {
            let space = if letter.space { state.word_space } else { 0.0 };
            let advance = (letter.width * state.size + state.letter_space + space) * state.stretch;
            let place = times(&cursor.text, &state.place);
            let (x, y) = apply(&place, 0.0, state.rise);
            let (end, _) = apply(&place, letter.width * state.size * state.stretch, state.rise);
            let size = (place[2].hypot(place[3]) * state.size).abs();
            // Text set across the page is no part of its lines.
            let level = place[1].abs() <= place[0].abs() * 0.2;
            let glyph = Glyph {
                x: x.min(end),
                end: x.max(end),
                y,
                size,
                text: letter.text,
                bold: font.bold,
                order: self.operations,
            };
            if let Some(marked) = self.marked.iter_mut().rev().find(|marked| marked.text.is_some()) {
                match &mut marked.glyph {
                    Some(whole) => whole.end = whole.end.max(glyph.end),
                    None => marked.glyph = Some(glyph),
                }
            } else if level
                && size > 0.5
                && size < 400.0
                && x.is_finite()
                && y.is_finite()
                && self.page.glyphs.len() < GLYPHS
                && !glyph.text.is_empty()
            {
                self.page.glyphs.push(glyph);
            }
            cursor.text = times(&[1.0, 0.0, 0.0, 1.0, advance, 0.0], &cursor.text);
        }
    }

    /// Keeps the straight parts of a painted path.
    fn draw(&mut self, path: &mut Vec<Vec<(f64, f64)>>, stroked: bool) {
        for part in path.drain(..) {
            if self.page.rules.len() >= RULES || part.iter().any(|(x, y)| !x.is_finite() || !y.is_finite()) {
                continue;
            }
            let low =
                part.iter().fold((f64::MAX, f64::MAX), |low, point| (low.0.min(point.0), low.1.min(point.1)));
            let high = part
                .iter()
                .fold((f64::MIN, f64::MIN), |high, point| (high.0.max(point.0), high.1.max(point.1)));
            let (wide, tall) = (high.0 - low.0, high.1 - low.1);
            if wide <= THIN || tall <= THIN {
                // A thin box is the rule along its middle.
                let (x, y) = (f64::midpoint(low.0, high.0), f64::midpoint(low.1, high.1));
                if wide > tall {
                    self.page.rules.push(Rule { x0: low.0, y0: y, x1: high.0, y1: y });
                } else {
                    self.page.rules.push(Rule { x0: x, y0: low.1, x1: x, y1: high.1 });
                }
            } else if stroked {
                for pair in part.windows(2) {
                    let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
                    if (x0 - x1).abs() <= 1.0 || (y0 - y1).abs() <= 1.0 {
                        self.page.rules.push(Rule {
                            x0: x0.min(x1),
                            y0: y0.min(y1),
                            x1: x0.max(x1),
                            y1: y0.max(y1),
                        });
                    }
                }
            }
        }
    }

    /// A drawing inside the drawing.
    fn form(&mut self, name: &[u8], resources: &[&'a Dictionary], state: &State, depth: usize) {
        if depth >= FORMS {
            return;
        }
        let found = resources.iter().find_map(|dictionary| {
            let list = dictionary.get_deref(b"XObject", self.document).and_then(Object::as_dict).ok()?;
            list.get_deref(name, self.document).and_then(Object::as_stream).ok()
        });
        let Some(stream) = found else { return };
        if !stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form") {
            return;
        }
        let Ok(source) = stream.get_plain_content_with_limit(self.limits.part_bytes.min(*self.budget)) else {
            return;
        };
        *self.budget = self.budget.saturating_sub(source.len());
        let matrix = stream
            .dict
            .get_deref(b"Matrix", self.document)
            .and_then(Object::as_array)
            .ok()
            .map(|list| {
                list.iter().filter_map(|object| object.as_float().ok()).map(f64::from).collect::<Vec<_>>()
            })
            .and_then(|values| values.try_into().ok())
            .unwrap_or(UNIT);
        let mut inner: Vec<&Dictionary> = Vec::new();
        inner.extend(stream.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok());
        inner.extend(resources);
        let mut first = state.clone();
        first.place = times(&matrix, &state.place);
        self.run(&source, &inner, first, depth + 1);
    }
}

fn next_line(cursor: &mut Cursor, x: f64, y: f64) {
    cursor.line = times(&[1.0, 0.0, 0.0, 1.0, x, y], &cursor.line);
    cursor.text = cursor.line;
}
