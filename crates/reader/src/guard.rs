//! The upload guard: looks into any kind of file that is taken as evidence or
//! attachment, and says whether it bears a secrecy marking.
//!
//! Documents are judged by their words (`words`), workbooks by their cells,
//! and every other part of a package (headers, comments, notes, text boxes,
//! drawings, watermarks, embedded documents) by the text it holds. What cannot
//! be opened is an error, so that its caller refuses it; pictures hold no text
//! and say so. Not here: what counts as a marking (`marking`).

mod cells;
mod part;
mod rtf;

use crate::envelope::{EnvelopeError, Format, Package, decode_text, sniff};
use crate::letters::clean;
use crate::limits::Limits;
use crate::marking::{Marking, Markings, find_marking};
use crate::words::{self, CellAt, Paragraph, Source};

/// What looking into a file showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Its words were read and bear no marking.
    Clean,
    Marked(Marking),
    /// It holds pictures only: nobody has looked into them.
    Pictures,
}

/// Documents inside documents are followed this deep.
const NESTED: u8 = 2;

/// Judges one file by its content, whatever its name says.
pub fn look(name: &str, bytes: &[u8], limits: &Limits) -> Result<Seen, EnvelopeError> {
    look_within(name, bytes, &mut { *limits }, NESTED)
}

/// `limits` is what is left of them: what a document inside a document unpacks to
/// counts for the whole file.
fn look_within(name: &str, bytes: &[u8], limits: &mut Limits, depth: u8) -> Result<Seen, EnvelopeError> {
    if bytes.is_empty() {
        return Err(EnvelopeError::Empty);
    }
    if bytes.len() > limits.file_bytes {
        return Err(EnvelopeError::TooLarge { found: bytes.len(), limit: limits.file_bytes });
    }
    if is_picture(bytes) {
        return Ok(Seen::Pictures);
    }
    if bytes.starts_with(b"{\\rtf") {
        let mut markings = Markings::default();
        rtf::lines(bytes, limits)?.iter().for_each(|line| markings.add(line));
        return Ok(seen(&markings));
    }
    match sniff(bytes, limits)? {
        Format::Docx => package(name, bytes, limits, depth),
        Format::Pdf => {
            let source = words::read(name, bytes, limits)?;
            if source.paragraphs.is_empty() {
                return Ok(Seen::Pictures);
            }
            whole(&source)
        }
        // However long a list or a log is, all of it is looked at.
        Format::Text => {
            let mut markings = Markings::default();
            decode_text(bytes).lines().for_each(|text| stretches(text, &mut markings));
            Ok(seen(&markings))
        }
        Format::Doc => Err(EnvelopeError::NotADocument),
    }
}

fn is_picture(bytes: &[u8]) -> bool {
    let brand = bytes.get(8..12).unwrap_or_default();
    bytes.starts_with(b"\x89PNG\r\n\x1A\n")
        || bytes.starts_with(b"\xFF\xD8\xFF")
        || bytes.starts_with(b"RIFF") && brand == b"WEBP"
        || bytes.get(4..8) == Some(b"ftyp")
            && [&b"heic"[..], b"heix", b"mif1", b"msf1", b"heim", b"heis"].contains(&brand)
}

/// A line as it stands, and the columns a wide gap parts in it.
fn stretches(text: &str, markings: &mut Markings) {
    let parted = text.contains("  ") || text.contains('\t');
    if !parted || text.chars().count() <= 60 {
        markings.add(&line(text, None));
    }
    if parted {
        let parts = text.split('\t').flat_map(|part| part.split("  "));
        parts.filter(|part| !part.trim().is_empty()).for_each(|part| markings.add(&line(part, None)));
    }
}

/// A document that was read only in part cannot be vouched for.
fn whole(source: &Source) -> Result<Seen, EnvelopeError> {
    match of_source(source) {
        Seen::Clean if source.truncated => Err(EnvelopeError::Unpacked { limit: source.paragraphs.len() }),
        seen => Ok(seen),
    }
}

fn of_source(source: &Source) -> Seen {
    find_marking(source).map_or(Seen::Clean, Seen::Marked)
}

fn seen(markings: &Markings) -> Seen {
    markings.first().map_or(Seen::Clean, Seen::Marked)
}

/// A line of text as the marking rules take it.
fn line(text: &str, cell: Option<CellAt>) -> Paragraph {
    Paragraph { text: clean(text).text.trim().to_owned(), cell, ..Paragraph::default() }
}

/// An office package: its words or cells first, then every part of it.
fn package(name: &str, bytes: &[u8], limits: &mut Limits, depth: u8) -> Result<Seen, EnvelopeError> {
    let mut package = Package::open(bytes, limits)?;
    let names = package.names();
    let has = |part: &str| names.iter().any(|name| name == part);
    let mut markings = Markings::default();
    let workbook = has("xl/workbook.xml");
    if has("word/document.xml") {
        let seen = whole(&words::read(name, bytes, limits)?)?;
        if seen != Seen::Clean {
            return Ok(seen);
        }
    } else if workbook || is_open_sheet(&mut package)? {
        sheets(&mut package, &names, limits, &mut markings)?;
    } else if !has("ppt/presentation.xml") && !has("content.xml") {
        return Err(EnvelopeError::NotADocument);
    }
    if let Some(manifest) = package.part("META-INF/manifest.xml")?
        && manifest.windows(15).any(|window| window == b"encryption-data")
    {
        return Err(EnvelopeError::Encrypted);
    }
    // Numbers of their own, apart from those of sheets.
    for (table, part) in (100_000_u32..).zip(&names) {
        let lower = part.to_ascii_lowercase();
        if lower.contains("embeddings/") && !lower.ends_with(".rels") {
            let inner = package.part(part)?.unwrap_or_default();
            limits.unpacked_bytes = package.left();
            if let Seen::Marked(marking) = embedded(part, &inner, limits, depth)? {
                return Ok(Seen::Marked(marking));
            }
            package.leave(limits.unpacked_bytes);
        } else if (lower.ends_with(".xml") || lower.ends_with(".vml")) && lower != "xl/sharedstrings.xml" {
            let inner = package.part(part)?.unwrap_or_default();
            part::lines(&lower, &inner, table, limits, &mut markings)?;
        }
    }
    limits.unpacked_bytes = package.left();
    Ok(seen(&markings))
}

/// `OpenDocument` spreadsheets name their kind in the first part.
fn is_open_sheet(package: &mut Package) -> Result<bool, EnvelopeError> {
    let kind = package.part("mimetype")?.unwrap_or_default();
    Ok(kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet"))
}

/// The cells of every sheet of a package.
fn sheets(
    package: &mut Package,
    names: &[String],
    limits: &Limits,
    markings: &mut Markings,
) -> Result<(), EnvelopeError> {
    let shared = match package.part("xl/sharedStrings.xml")? {
        Some(part) => cells::shared(&part, limits)?,
        None => Vec::new(),
    };
    let is_sheet = |name: &&String| {
        name.starts_with("xl/worksheets/") && name.ends_with(".xml") || name.as_str() == "content.xml"
    };
    for (table, name) in (1_u32..).zip(names.iter().filter(is_sheet)) {
        let part = package.part(name)?.unwrap_or_default();
        cells::cells(&part, &shared, table, limits, markings)?;
    }
    Ok(())
}

/// A document inside a document. Old binary objects are searched as they are.
fn embedded(name: &str, bytes: &[u8], limits: &mut Limits, depth: u8) -> Result<Seen, EnvelopeError> {
    if bytes.is_empty() {
        return Ok(Seen::Clean);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Ok(runs(bytes));
    }
    if depth == 0 {
        return Err(EnvelopeError::XmlDepth { limit: usize::from(NESTED) });
    }
    look_within(name, bytes, limits, depth - 1)
}

/// The readable runs of a binary object, as UTF-16 and as single bytes.
fn runs(bytes: &[u8]) -> Seen {
    let mut markings = Markings::default();
    let mut look = |text: &str| {
        let parted = text.split(|c: char| c.is_control());
        parted
            .filter(|run| (3..=60).contains(&run.chars().count()))
            .for_each(|run| markings.add(&line(run, None)));
    };
    for from in [0, 1.min(bytes.len())] {
        let units = bytes[from..].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        let wide = char::decode_utf16(units).map(|unit| unit.unwrap_or('\n')).collect::<String>();
        look(&wide);
    }
    let narrow: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    look(&narrow);
    seen(&markings)
}
