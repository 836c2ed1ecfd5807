//! The forms a level is written in: one line read in every code it may be in.

use crate::encoding::Encoding;
use crate::marking::{Level, Writing};
use crate::text::{Face, Piece};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Letters of a line that may be a level alone.
const ALONE: usize = 120;

/// How well a form matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Quality {
    /// Letters lost: "T?I M?T".
    Broken,
    Unaccented,
    Exact,
}

/// A level that stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alone {
    pub level: Level,
    pub quality: Quality,
    pub capitals: bool,
    pub writings: Vec<Writing>,
    /// The old code it was read in.
    pub code: Option<Encoding>,
}

/// A line as one reading of it.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub text: String,
    pub writing: Writing,
    pub code: Option<Encoding>,
}

/// The Unicode reading of a line.
pub(super) fn unicode(line: &str) -> Reading {
    let text: String = line.nfc().collect();
    // The mixed composed form ("Â" and a dot below) counts as taken apart.
    let apart = text != line && line.chars().any(is_combining_mark);
    Reading { text, writing: if apart { Writing::UnicodeNfd } else { Writing::UnicodeNfc }, code: None }
}

fn writing_of(code: Encoding) -> Writing {
    match code {
        Encoding::Tcvn => Writing::Tcvn3,
        Encoding::Vni => Writing::Vni,
        Encoding::Viscii => Writing::Viscii,
        Encoding::Vps => Writing::Vps,
        Encoding::Cp1258 => Writing::Cp1258,
        Encoding::Viqr => Writing::Viqr,
    }
}

pub(super) fn in_code(line: &str, code: Encoding) -> Reading {
    Reading { text: code.of_western(line), writing: writing_of(code), code: Some(code) }
}

/// The codes a line may be in, the likeliest first.
pub(super) fn codes(line: &str, face: Option<Face>) -> Vec<Encoding> {
    let high = line.chars().any(|c| !c.is_ascii() || c.is_control() && !c.is_whitespace());
    let marked = line.contains(['^', '(', '+', '\'', '`', '?', '~', '.']);
    let first = match face {
        Some(Face::Tcvn | Face::TcvnCapitals) => Some(Encoding::Tcvn),
        Some(Face::Vni) => Some(Encoding::Vni),
        Some(Face::Vps) => Some(Encoding::Vps),
        Some(Face::Viscii) => Some(Encoding::Viscii),
        None => None,
    };
    let mut codes: Vec<Encoding> = first.into_iter().collect();
    // A line with letters only Unicode has is in no old code.
    let modern = line.chars().any(|c| matches!(c, '\u{1EA0}'..='\u{1EF9}' | '\u{300}'..='\u{323}'));
    if high && !modern {
        let all = [Encoding::Tcvn, Encoding::Vni, Encoding::Cp1258, Encoding::Viscii, Encoding::Vps];
        codes.extend(all.into_iter().filter(|code| Some(*code) != first));
    }
    if marked {
        codes.push(Encoding::Viqr);
    }
    codes
}

/// UTF-8 that was taken for Western letters: "Máº¬T".
pub(super) fn twice(line: &str) -> Option<Reading> {
    if !line.contains("á\u{BA}") && !line.contains("á\u{BB}") {
        return None;
    }
    let (bytes, _, missing) = encoding_rs::WINDOWS_1252.encode(line);
    let bytes = if missing {
        line.chars().map(|c| u8::try_from(u32::from(c))).collect::<Result<Vec<u8>, _>>().ok()?
    } else {
        bytes.into_owned()
    };
    let text = String::from_utf8(bytes).ok()?;
    Some(Reading { text: text.nfc().collect(), writing: Writing::UnicodeNfc, code: None })
}

/// References nobody replaced: "M&#7852;T" in a text file.
pub(super) fn referenced(line: &str) -> Option<Reading> {
    if !line.contains("&#") && !line.contains("&Acirc;") {
        return None;
    }
    let (text, escaped) = crate::read::unescape(line);
    escaped.then(|| Reading { text: text.nfc().collect(), writing: Writing::HtmlEntity, code: None })
}

/// All readings of a line, the plainest first.
pub(super) fn readings(line: &str, face: Option<Face>) -> Vec<Reading> {
    let mut all = vec![unicode(line)];
    all.extend(twice(line));
    all.extend(referenced(line));
    for code in codes(line, face) {
        all.push(in_code(line, code));
    }
    all
}

/// The level a line is, and nothing else.
pub(super) fn alone(line: &str, piece: &Piece) -> Option<Alone> {
    let line = without_number(line.trim());
    if line.is_empty() || line.len() > ALONE * 3 || is_said(line) {
        return None;
    }
    let mut best: Option<Alone> = None;
    for reading in readings(line, piece.face) {
        // Letters set apart stand between the signs of old codes too.
        let close = reading.code.map(|code| in_code(&closed(line), code));
        for reading in std::iter::once(reading).chain(close) {
            let found = one(line, &reading, piece);
            if found.as_ref().map(|found| found.quality) > best.as_ref().map(|best| best.quality) {
                best = found;
            }
        }
        if best.as_ref().is_some_and(|best| best.quality == Quality::Exact) {
            break;
        }
    }
    best.or_else(|| broken(line))
}

/// A line without the number of the note it is, which stands close before it:
/// "1TỐI MẬT", "[2] MẬT"; what follows "1." is part of a list.
fn without_number(line: &str) -> &str {
    let rest = line.trim_start_matches('[');
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let (digits, bracket) = (rest.len() - after.len(), rest.len() < line.len());
    let text = if bracket { after.strip_prefix(']').map(str::trim_start) } else { Some(after) };
    match text {
        Some(text) if (1..=3).contains(&digits) && text.starts_with(char::is_alphabetic) => text,
        _ => line,
    }
}

/// A line without the spaces and rules between its letters.
fn closed(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '*' | '|' | '\u{A0}')).collect()
}

/// Signs of a text that speaks rather than marks: a quotation, a question, a box
/// to tick, a heading.
fn is_said(line: &str) -> bool {
    const SAID: [&str; 14] = ["\"", "“", "”", "«", "»", "?)", "!", "☐", "□", "[ ]", "[]", "…", "=", "→"];
    line.ends_with(':')
        || line.ends_with('?') && !line.contains(" M?T")
        || SAID.iter().any(|sign| line.contains(sign))
}

fn one(line: &str, reading: &Reading, piece: &Piece) -> Option<Alone> {
    if reading.text.chars().any(char::is_numeric) {
        return None;
    }
    let letters: String = reading.text.chars().filter(|c| c.is_alphabetic()).collect();
    let (level, quality) = level(&letters.to_lowercase())?;
    let by_font = reading.code == Some(Encoding::Tcvn);
    let mut capitals = piece.capitals || piece.face == Some(Face::TcvnCapitals) && by_font;
    // ABC fonts have no capitals with marks: those without tell.
    capitals |= !letters.chars().any(|c| c.is_lowercase() && (c.is_ascii() || !by_font));
    // A text file in that code has lost its fonts.
    capitals |=
        by_font && piece.face.is_none() && level > Level::Mat && !letters.chars().any(char::is_uppercase);
    let mut writings = vec![if quality == Quality::Exact { reading.writing } else { Writing::Unaccented }];
    if quality == Quality::Exact && reading.code.is_none() {
        if piece.wide {
            writings.push(Writing::Utf16);
        }
        if piece.escaped {
            writings.push(Writing::HtmlEntity);
        }
    }
    if is_spaced(line, reading, level) {
        writings.push(Writing::Spaced);
    }
    Some(Alone {
        level,
        quality,
        capitals,
        writings,
        code: reading.code.filter(|_| quality == Quality::Exact),
    })
}

/// Whether something stands between letters of one syllable.
fn is_spaced(line: &str, reading: &Reading, level: Level) -> bool {
    let syllables = if level == Level::Mat { 1 } else { 2 };
    let words = match reading.code {
        None => reading.text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).count(),
        Some(_) => line.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count(),
    };
    words != syllables
}

/// The level of small letters without anything between them.
pub(super) fn level(letters: &str) -> Option<(Level, Quality)> {
    Some(match letters {
        "mật" => (Level::Mat, Quality::Exact),
        "tốimật" => (Level::ToiMat, Quality::Exact),
        "tuyệtmật" => (Level::TuyetMat, Quality::Exact),
        "mat" => (Level::Mat, Quality::Unaccented),
        "toimat" => (Level::ToiMat, Quality::Unaccented),
        "tuyetmat" => (Level::TuyetMat, Quality::Unaccented),
        // Marks lost in part, one syllable still whole.
        "tôimật" | "toimật" | "tóimật" | "tốimat" | "tốimât" => {
            (Level::ToiMat, Quality::Unaccented)
        }
        "tuyêtmật" | "tuyetmật" | "tuyẹtmật" | "tuyệtmat" | "tuyệtmât" => {
            (Level::TuyetMat, Quality::Unaccented)
        }
        _ => return None,
    })
}

/// Letters a code had no place for: "T?I M?T".
fn broken(line: &str) -> Option<Alone> {
    let shape: String = line
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '?' | '\u{FFFD}' | '□') { '?' } else { c })
        .collect();
    if !shape.contains('?') {
        return None;
    }
    let level = match shape.replace("??", "?").as_str() {
        "T?IM?T" => Level::ToiMat,
        "TUY?TM?T" => Level::TuyetMat,
        // Only the tones are lost: "TÔ?I MÂ?T".
        shape if !shape.chars().any(char::is_lowercase) => match fold(&shape.replace('?', "")).as_str() {
            "toimat" => Level::ToiMat,
            "tuyetmat" => Level::TuyetMat,
            "mat" if shape.contains('Â') => Level::Mat,
            _ => return None,
        },
        _ => return None,
    };
    Some(Alone {
        level,
        quality: Quality::Broken,
        capitals: true,
        writings: vec![Writing::Unaccented],
        code: None,
    })
}

/// Small letters without marks: "Độ mật" → "do mat".
pub(super) fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}
