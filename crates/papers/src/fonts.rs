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

fn instance(weight: Weight) -> Option<&'static FontInstance> {
    static REGULAR_FACE: OnceLock<Option<FontInstance>> = OnceLock::new();
    static BOLD_FACE: OnceLock<Option<FontInstance>> = OnceLock::new();
    let (slot, index) = match weight {
        Weight::Regular => (&REGULAR_FACE, 0),
        Weight::Bold => (&BOLD_FACE, 2),
    };
    slot.get_or_init(|| {
        faces()
            .get(index)
            .cloned()
            .map(|face| face.instantiate(FontVariant::default(), Abs::pt(12.0), &FontVariations::default()))
    })
    .as_ref()
}
