//! The four embedded Tinos faces (metrically equal to Times New Roman) and the
//! one thing asked of them outside the typesetter: how wide a line of text is.

use std::sync::OnceLock;

use typst::foundations::Bytes;
use typst::layout::Abs;
use typst::text::{Font, FontInstance, FontVariant, FontVariations};

/// The family that the PDF names.
pub const FAMILY: &str = "Tinos";

const REGULAR: &[u8] = include_bytes!(env!("TINOS_REGULAR"));
const ITALIC: &[u8] = include_bytes!(env!("TINOS_ITALIC"));
const BOLD: &[u8] = include_bytes!(env!("TINOS_BOLD"));
const BOLD_ITALIC: &[u8] = include_bytes!(env!("TINOS_BOLD_ITALIC"));

/// The advance of a letter the face does not have, in em.
const UNKNOWN_ADVANCE: f64 = 0.5;
/// Longer texts are running text and break as they come.
const MAX_BALANCED_LINES: usize = 5;
/// Halvings of the room while balancing: down to a thousandth of it.
const BALANCING_STEPS: usize = 10;

/// Upright faces used for measuring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Tinos Regular.
    Regular,
    /// Tinos Bold.
    Bold,
}

/// All four faces, parsed once.
pub fn faces() -> &'static [Font] {
    static FACES: OnceLock<Vec<Font>> = OnceLock::new();
    FACES.get_or_init(|| {
        [REGULAR, ITALIC, BOLD, BOLD_ITALIC]
            .into_iter()
            .filter_map(|face| Font::new(Bytes::new(face), 0))
            .collect()
    })
}

/// The width of `text` on one line, in points.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    let Some(face) = instance(weight) else {
        return text.chars().count() as f64 * size * UNKNOWN_ADVANCE;
    };
    text.chars()
        .map(|letter| {
            face.ttf()
                .glyph_index(letter)
                .and_then(|glyph| face.x_advance(glyph.0))
                .map_or(UNKNOWN_ADVANCE, typst::layout::Em::get)
        })
        .sum::<f64>()
        * size
}

/// Breaks `text` into lines of about the same width, as few as fit `room` points,
/// as centred lines of a header are broken by hand.
pub fn balanced(text: &str, size: f64, weight: Weight, room: f64) -> String {
    let words: Vec<(&str, f64)> = text
        .split_whitespace()
        .map(|word| (word, width(word, size, weight)))
        .collect();
    let space = width(" ", size, weight);
    let fewest = broken(&words, space, room).len();
    if fewest < 2 || fewest > MAX_BALANCED_LINES || text.contains('\n') {
        return text.to_owned();
    }
    let (mut narrow, mut wide) = (0.0, room);
    for _ in 0..BALANCING_STEPS {
        let middle = f64::midpoint(narrow, wide);
        if broken(&words, space, middle).len() > fewest {
            narrow = middle;
        } else {
            wide = middle;
        }
    }
    broken(&words, space, wide).join("\n")
}

/// Fills lines of `room` points word by word.
fn broken(words: &[(&str, f64)], space: f64, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = 0.0;
    for (word, wide) in words {
        match lines.last_mut() {
            Some(line) if used + space + wide <= room => {
                line.push(' ');
                line.push_str(word);
                used += space + wide;
            }
            _ => {
                lines.push((*word).to_owned());
                used = *wide;
            }
        }
    }
    lines
}

fn instance(weight: Weight) -> Option<&'static FontInstance> {
    static REGULAR_FACE: OnceLock<Option<FontInstance>> = OnceLock::new();
    static BOLD_FACE: OnceLock<Option<FontInstance>> = OnceLock::new();
    let (slot, index) = match weight {
        Weight::Regular => (&REGULAR_FACE, 0),
        Weight::Bold => (&BOLD_FACE, 2),
    };
    slot.get_or_init(|| {
        faces().get(index).cloned().map(|face| {
            face.instantiate(
                FontVariant::default(),
                Abs::pt(12.0),
                &FontVariations::default(),
            )
        })
    })
    .as_ref()
}
