//! Joining what page breaks and hard wraps tore apart.
//!
//! Not here: look-alike letters and invisible characters (`letters`), and no
//! correction of what the writer wrote: misspellings stay and are doubted.

use crate::block::{Block, Piece};
use crate::label::label;
use crate::letters::fold;
use crate::line::Line;

/// Longest line a joined paragraph may grow to, in characters.
const LONGEST: usize = 20_000;
/// Words after which a sentence cannot end.
const OPEN_WORDS: &[&str] = &[
    "và", "của", "hoặc", "về", "với", "các", "những", "cho", "tại", "theo", "do", "để", "được", "từ", "đến",
    "trong", "trên", "là", "bằng", "vào", "cùng", "gồm", "thuộc", "phải", "không", "khi", "mà", "nếu", "số",
    "ngày", "tháng", "việc",
];

/// How a text breaks its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wrap {
    /// Lines are cut at a width, wherever the sentence stands.
    pub hard: bool,
    pub width: usize,
}

/// Measures whether single line breaks cut sentences.
pub(crate) fn wrap(blocks: &[Block]) -> Wrap {
    let pieces: Vec<&Piece> = blocks.iter().filter_map(Block::piece).filter(|piece| !piece.noise).collect();
    let mut lengths: Vec<usize> =
        pieces.iter().map(|piece| piece.line.len()).filter(|len| *len > 30).collect();
    lengths.sort_unstable();
    let width = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0);
    let soft = pieces.iter().filter(|piece| !piece.apart && !piece.boundary && label(&piece.line).is_none());
    let (mut lower, mut all) = (0, 0);
    for piece in soft {
        all += 1;
        lower += usize::from(piece.line.first().is_some_and(char::is_lowercase));
    }
    Wrap { hard: all >= 6 && lower * 3 >= all && width <= 160, width }
}

/// Where two parts of a sentence stood apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seam {
    pub place: domain::plan::Place,
    pub words: String,
}

/// Joins broken lines of the running text.
pub(crate) fn join(blocks: Vec<Block>, wrap: Wrap, seams: &mut Vec<Seam>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let Block::Piece(piece) = block else {
            out.push(block);
            continue;
        };
        if piece.noise {
            out.push(Block::Piece(piece));
            continue;
        }
        // A page number between two halves of a sentence does not part them.
        let before = out.iter().rposition(|block| !matches!(block, Block::Piece(piece) if piece.noise));
        let joined = before.is_some_and(|before| match &mut out[before] {
            Block::Piece(above) if continues(above, &piece, wrap) => {
                if piece.apart && !wrap.hard {
                    let to = above.line.len();
                    let words = format!(
                        "{} … {}",
                        above.line.slice(to.saturating_sub(24)..to),
                        piece.line.slice(0..24.min(piece.line.len()))
                    );
                    seams.push(Seam { place: piece.line.whole(), words });
                }
                above.line.join(&piece.line);
                true
            }
            _ => false,
        });
        if !joined {
            out.push(Block::Piece(piece));
        }
    }
    out
}

/// Whether `piece` goes on with the sentence above it.
fn continues(above: &Piece, piece: &Piece, wrap: Wrap) -> bool {
    let (upper, line) = (&above.line, &piece.line);
    if piece.boundary
        || line.is_empty()
        || upper.len() + line.len() > LONGEST
        || is_rule(line)
        || is_rule(upper)
    {
        return false;
    }
    let first = line.chars().iter().copied().find(|c| c.is_alphanumeric()).unwrap_or(' ');
    let mark = line.first().unwrap_or(' ');
    let opened = is_open(upper);
    let caps_above = heading_capitals(upper);
    if label(line).is_some() {
        // A dash or number at the start of a wrapped line belongs to it only
        // when the line above cannot end there.
        let bare_dash =
            matches!(mark, '-' | '–') && first.is_lowercase() && opened && wrap.hard && !piece.apart;
        return bare_dash && upper.len() * 4 >= wrap.width * 3;
    }
    if caps_above {
        return line.is_capitals() && label(upper).is_some() && !ends(upper) && !piece.apart
            || line.is_capitals()
                && label(upper).is_some_and(|label| label.kind.is_heading())
                && !ends(upper);
    }
    if line.is_capitals() && line.len() > 8 && piece.apart {
        return false;
    }
    if mark == '(' {
        let attached = fold(&line.slice(0..12)).starts_with("(kem theo")
            || fold(&line.slice(0..12)).starts_with("(ban hanh");
        return !attached && !ends(upper) && (wrap.hard || opened) && !piece.apart;
    }
    // "Xét đề nghị của …," stands before the sentence that enacts.
    let based =
        ["can cu ", "xet ", "theo de nghi ", "- can cu "].iter().any(|word| upper.folded().starts_with(word));
    if based && piece.apart && first.is_uppercase() && upper.folded().ends_with(',') {
        return false;
    }
    if opened {
        return true;
    }
    if ends(upper) {
        // In wrapped text a sentence may end exactly at the margin.
        return wrap.hard
            && !piece.apart
            && !upper.folded().ends_with([':', ';'])
            && upper.last_line_len(wrap)
            && first.is_lowercase();
    }
    if first.is_lowercase() && mark != '*' {
        return true;
    }
    wrap.hard && !piece.apart && upper.last_line_len(wrap)
}

impl Line {
    /// Whether the last physical line reaches near the margin.
    fn last_line_len(&self, wrap: Wrap) -> bool {
        let last = self.seams().last().unwrap_or(0);
        (self.len() - last) * 10 >= wrap.width * 7
    }
}

fn heading_capitals(line: &Line) -> bool {
    let from = label(line).map_or(0, |label| label.end);
    line.part(from..line.len()).is_capitals()
}

/// The sentence is complete.
fn ends(line: &Line) -> bool {
    let text = line.folded().trim_end_matches(['"', '\'', ')', ' ']);
    text.ends_with(['.', ';', ':', '!', '?'])
}

/// The sentence cannot end here.
fn is_open(line: &Line) -> bool {
    let folded = line.folded();
    if folded.ends_with(',') {
        return true;
    }
    let (opening, closing) = (folded.matches('(').count(), folded.matches(')').count());
    if opening > closing && !ends(line) && line.len() > 20 {
        return true;
    }
    let start = folded.rfind(' ').map_or(0, |at| at + 1);
    if start == 0 || line.is_capitals() {
        return false;
    }
    let last = line.slice(start..line.len()).to_lowercase();
    OPEN_WORDS.contains(&last.as_str())
}

/// A line of dashes or stars under a title.
pub(crate) fn is_rule(line: &Line) -> bool {
    !line.chars().iter().any(|c| c.is_alphanumeric())
}
