//! The four embedded Tinos faces (metrically equal to Times New Roman) and the
//! one thing asked of them outside the typesetter: how wide a line of text is.

use std::sync::OnceLock;

use ttf_parser::Face;
#[cfg(feature = "pdf")]
use typst::{foundations::Bytes, text::Font};

/// The family that the PDF names.
#[cfg(feature = "pdf")]
pub const FAMILY: &str = "Tinos";

const REGULAR: &[u8] = include_bytes!(env!("TINOS_REGULAR"));
#[cfg(feature = "pdf")]
const ITALIC: &[u8] = include_bytes!(env!("TINOS_ITALIC"));
const BOLD: &[u8] = include_bytes!(env!("TINOS_BOLD"));
#[cfg(feature = "pdf")]
const BOLD_ITALIC: &[u8] = include_bytes!(env!("TINOS_BOLD_ITALIC"));

/// The advance of a letter the face does not have, in em.
const UNKNOWN_ADVANCE: f64 = 0.5;

/// Upright faces used for measuring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Tinos Regular.
    Regular,
    /// Tinos Bold.
    Bold,
}

/// All four faces, parsed once.
#[cfg(feature = "pdf")]
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
    let Some(face) = measured(weight) else {
        return text.chars().count() as f64 * size * UNKNOWN_ADVANCE;
    };
    let em = f64::from(face.units_per_em());
    text.chars()
        .map(|letter| {
            face.glyph_index(letter)
                .and_then(|glyph| face.glyph_hor_advance(glyph))
                .map_or(UNKNOWN_ADVANCE, |advance| f64::from(advance) / em)
        })
        .sum::<f64>()
        * size
}

fn measured(weight: Weight) -> Option<&'static Face<'static>> {
    static REGULAR_FACE: OnceLock<Option<Face<'static>>> = OnceLock::new();
    static BOLD_FACE: OnceLock<Option<Face<'static>>> = OnceLock::new();
    let (slot, face) = match weight {
        Weight::Regular => (&REGULAR_FACE, REGULAR),
        Weight::Bold => (&BOLD_FACE, BOLD),
    };
    slot.get_or_init(|| Face::parse(face, 0).ok()).as_ref()
}
