//! The sheet: A4 with the margins of Nghị định 30/2020/NĐ-CP, Phụ lục I Mục I
//! (top and bottom 20–25 mm, left 30–35 mm, right 15–20 mm). Lengths in points.

/// One millimetre.
const MM: f64 = 72.0 / 25.4;

/// The short side of A4.
pub const SHORT: f64 = 210.0 * MM;
/// The long side of A4.
pub const LONG: f64 = 297.0 * MM;
/// The top margin.
pub const TOP: f64 = 20.0 * MM;
/// The bottom margin.
pub const BOTTOM: f64 = 20.0 * MM;
/// The left margin.
pub const LEFT: f64 = 30.0 * MM;
/// The right margin.
pub const RIGHT: f64 = 15.0 * MM;
/// From the sheet's edge to the page number.
pub const HEADER: f64 = 10.0 * MM;

/// The width of the text on a standing sheet.
pub const TEXT_WIDTH: f64 = SHORT - LEFT - RIGHT;
