//! The anatomy of an official paper (NĐ 30/2020, Annex I): head, name and
//! title, opening, body, foot (addressees and signature), annexes.
//!
//! Not here: the clauses inside the body (`sections`).

use std::sync::LazyLock;

use regex::Regex;

use crate::block::{Block, Piece};
use crate::label::{LabelKind, label};
use crate::letters::{fold, is_capitals};
use crate::line::Line;
use crate::repair::is_rule;

/// The names papers bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Paper {
    Plan,
    Programme,
    Decision,
    Notice,
    Report,
    Minutes,
    Letter,
    Other,
}

/// An attached part with its own title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct AnnexZone {
    pub head: Vec<Block>,
    pub body: Vec<Block>,
}

/// The parts of a paper, each a row of blocks in the source's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Zones {
    pub paper: Option<Paper>,
    pub header: Vec<Block>,
    /// The paper's name and title, rules included.
    pub title: Vec<Block>,
    pub preamble: Vec<Block>,
    pub body: Vec<Block>,
    pub foot: Vec<Block>,
    pub annexes: Vec<AnnexZone>,
}

/// Lines within which the paper must name itself.
const NAME_WITHIN: usize = 80;
/// Lines of a title.
const TITLE_LINES: usize = 8;
const TITLE_CHARS: usize = 900;
/// Lines a table-less annex head may take.
const ANNEX_HEAD_LINES: usize = 8;

const NAMES: &[(&str, Paper)] = &[
    ("ke hoach", Paper::Plan),
    ("ke hoach lien tich", Paper::Plan),
    ("ke hoach phoi hop", Paper::Plan),
    ("phuong an", Paper::Plan),
    ("chuong trinh", Paper::Programme),
    ("chuong trinh hanh dong", Paper::Programme),
    ("de an", Paper::Programme),
    ("quyet dinh", Paper::Decision),
    ("thong bao", Paper::Notice),
    ("bao cao", Paper::Report),
    ("bien ban", Paper::Minutes),
    ("cong dien", Paper::Letter),
    ("giay moi", Paper::Letter),
    ("huong dan", Paper::Other),
    ("to trinh", Paper::Other),
    ("chi thi", Paper::Other),
    ("nghi quyet", Paper::Other),
    ("quy che", Paper::Other),
    ("quy dinh", Paper::Other),
    ("ket luan", Paper::Notice),
];

/// Words with which an opening paragraph begins.
const OPENERS: &[&str] = &[
    "can cu",
    "thuc hien",
    "trien khai",
    "de trien khai",
    "de thuc hien",
    "de tang cuong",
    "nham",
    "thi hanh",
    "xet",
    "theo ",
    "tren co so",
    "tiep tuc",
    "de chu dong",
    "ngay ",
    "uy ban nhan dan",
    "ubnd",
    "trong thoi gian",
    "de nang cao",
    "de bao dam",
    "de dam bao",
    "de danh gia",
    "kinh gui",
    "hom nay",
    "phuc vu",
    "qua ",
    "nam hoc",
    "vua qua",
    "de co ",
];

static AUTHORITY: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?:(?:tm|kt|tl|tuq|q)\s*[./]|[tkq]/[mtl]\b)\s*").ok());

/// The name a folded line bears, when the line is nothing but a name.
pub(crate) fn paper_name(folded: &str) -> Option<Paper> {
    let bare: String = folded.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
    let squeezed: String = bare.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    let named = |text: &str| NAMES.iter().find(|(name, _)| *name == text).map(|(_, paper)| *paper);
    named(&squeezed).or_else(|| {
        // Letter-spaced: "K E  H O A C H".
        let spaced = squeezed.split(' ').all(|word| word.len() == 1) && squeezed.len() > 8;
        let tight = squeezed.replace(' ', "");
        let found = NAMES.iter().find(|(name, _)| name.replace(' ', "") == tight);
        found.filter(|_| spaced).map(|(_, paper)| *paper)
    })
}

/// The name a line starts with, in capitals, with the title right behind it.
fn named_start(line: &Line) -> Option<(Paper, usize)> {
    let folded = line.folded();
    NAMES
        .iter()
        .filter(|(name, _)| line.has_word_at(0, name) && is_capitals(&line.slice(0..name.len())))
        .max_by_key(|(name, _)| name.len())
        .filter(|(name, _)| folded.len() > name.len())
        .map(|(name, paper)| (*paper, name.len()))
}

fn piece_at(blocks: &[Block], at: usize) -> Option<&Piece> {
    blocks.get(at).and_then(Block::piece)
}

fn line_name(line: &Line) -> Option<Paper> {
    if line.len() > 60 {
        return None;
    }
    paper_name(line.folded()).filter(|_| line.is_capitals())
}

/// Cuts a paper into its parts.
pub(crate) fn zones(blocks: Vec<Block>) -> Zones {
    let mut zones = Zones::default();
    let named = find_name(&blocks);
    let mut rest = blocks;
    if let Some((at, paper, alone)) = named {
        zones.paper = Some(paper);
        let after = rest.split_off(at);
        zones.header = rest;
        let end = title_end(&after, alone, paper);
        rest = after;
        let after = rest.split_off(end);
        zones.title = rest;
        rest = after;
    } else {
        let end = letter_head_end(&rest);
        if end > 0 {
            zones.paper = Some(Paper::Letter);
        }
        let after = rest.split_off(end);
        zones.header = rest;
        rest = after;
    }
    let end = preamble_end(&rest);
    let after = rest.split_off(end);
    zones.preamble = rest;
    rest = after;
    let end = (0..rest.len())
        .find(|at| opens_foot(&rest, *at) || opens_annex(&rest, *at, false))
        .unwrap_or(rest.len());
    let after = rest.split_off(end);
    zones.body = rest;
    rest = after;
    let end = (0..rest.len()).find(|at| opens_annex(&rest, *at, true)).unwrap_or(rest.len());
    let after = rest.split_off(end);
    zones.foot = rest;
    annexes(after, &mut zones);
    zones
}

fn find_name(blocks: &[Block]) -> Option<(usize, Paper, bool)> {
    // Once labelled text has begun, whatever name comes is an annex's.
    let heads = |block: &Block| {
        block.piece().and_then(|piece| label(&piece.line)).is_some_and(|label| label.kind.is_heading())
    };
    let end = blocks.iter().take(NAME_WITHIN).position(heads).unwrap_or(blocks.len().min(NAME_WITHIN));
    let pieces = || {
        blocks[..end]
            .iter()
            .enumerate()
            .filter_map(|(at, block)| Some((at, block.piece()?)))
            .filter(|(_, piece)| !piece.noise)
    };
    let alone = pieces().find_map(|(at, piece)| line_name(&piece.line).map(|paper| (at, paper, true)));
    // "ĐỀ ÁN …" inside an issuer's name is none, so names of their own come first.
    alone.or_else(|| {
        pieces().find_map(|(at, piece)| named_start(&piece.line).map(|(paper, _)| (at, paper, false)))
    })
}

/// Where the lines of the title end; `after[0]` is the name itself.
fn title_end(after: &[Block], alone: bool, paper: Paper) -> usize {
    let mut end = 1;
    let mut lines = usize::from(!alone);
    let mut chars = 0;
    let mut last: Option<&Line> = if alone { None } else { piece_at(after, 0).map(|piece| &piece.line) };
    while let Some(piece) = piece_at(after, end) {
        let line = &piece.line;
        if piece.noise || is_rule(line) || is_attached_note(line) {
            end += 1;
            continue;
        }
        if lines >= TITLE_LINES || chars + line.len() > TITLE_CHARS {
            break;
        }
        let labelled = label(line).is_some_and(|label| !label.kind.is_bullet());
        if labelled || opens_foot(after, end) {
            break;
        }
        if let Some(last) = last {
            let complete = last.folded().ends_with(['.', ':', ';']);
            let office = is_office(line) && line.is_capitals() && piece.apart;
            let whole = folded_sentence(line);
            let opener = (piece.apart || whole) && opens_preamble(line) && !line.is_capitals();
            let small = line.first().is_some_and(char::is_lowercase);
            let long =
                piece.apart && !small && (line.len() > 160 || line.folded().ends_with(['.', ';', ':', ',']));
            // A wrapped title goes on in the same case.
            let recased = piece.apart
                && last.is_capitals() != line.is_capitals()
                && !small
                && lines > 0
                && last.is_capitals();
            let issuer_speaks =
                line.folded().contains(" ban hanh ke hoach") || line.folded().contains(" xay dung ke hoach");
            if complete || office || opener && !small || long || issuer_speaks && piece.apart {
                break;
            }
            if recased && paper != Paper::Decision && lines > 1 {
                break;
            }
        }
        lines += 1;
        chars += line.len();
        last = Some(line);
        end += 1;
    }
    end
}

/// A line that is an opening sentence by itself, whatever stands around it.
fn folded_sentence(line: &Line) -> bool {
    let folded = line.folded();
    folded.ends_with(':') || folded.ends_with(';') || folded.contains("nhu sau") && line.len() > 80
}

/// `(Kèm theo …)`, `(Ban hành kèm theo …)`
pub(crate) fn is_attached_note(line: &Line) -> bool {
    let folded = line.folded().trim_start_matches(['(', '*', ' ']);
    (folded.starts_with("kem theo")
        || folded.starts_with("ban hanh kem theo")
        || folded.starts_with("dinh kem"))
        && (line.folded().starts_with('(') || line.len() < 160)
}

fn opens_preamble(line: &Line) -> bool {
    OPENERS.iter().any(|opener| line.folded().starts_with(opener))
}

/// A letter has no name; its head ends with "Kính gửi" or the first sentence.
fn letter_head_end(blocks: &[Block]) -> usize {
    let limit = blocks.len().min(NAME_WITHIN);
    let mut headed = false;
    for at in 0..limit {
        let Some(piece) = piece_at(blocks, at) else {
            return if headed { at } else { 0 };
        };
        let folded = piece.line.folded();
        headed |=
            folded.contains("doc lap") || folded.starts_with("so:") || folded.contains("cong hoa xa hoi");
        let opens = opens_preamble(&piece.line) && !folded.contains("ubnd tinh") && piece.line.len() > 30;
        let kinh_gui = folded.starts_with("kinh gui");
        let labelled = label(&piece.line).is_some_and(|label| label.kind.is_heading());
        if kinh_gui || labelled || opens && headed {
            return if headed { at } else { 0 };
        }
    }
    0
}

fn preamble_end(blocks: &[Block]) -> usize {
    let mut first_table = None;
    for (at, block) in blocks.iter().enumerate() {
        let Block::Piece(piece) = block else {
            first_table.get_or_insert(at);
            continue;
        };
        if piece.noise {
            continue;
        }
        if opens_foot(blocks, at) || opens_annex(blocks, at, false) {
            return first_table.unwrap_or(at);
        }
        // "QUYẾT ĐỊNH:" before the articles closes the opening.
        let Some(label) = label(&piece.line) else {
            continue;
        };
        let opens = match label.kind {
            LabelKind::Part
            | LabelKind::Chapter
            | LabelKind::Roman
            | LabelKind::Upper
            | LabelKind::Article => true,
            LabelKind::Decimal(_) => label.number == 1,
            LabelKind::Letter => label.number == 1 && !blocks[..at].is_empty(),
            LabelKind::Dash | LabelKind::Plus | LabelKind::Star | LabelKind::Paren => false,
        };
        if opens {
            return first_table.unwrap_or(at);
        }
    }
    first_table.unwrap_or_else(|| bullets_start(blocks))
}

/// A paper without numbered labels: the body starts with its first bullet or
/// with the paragraph after the first one that ends with a colon.
fn bullets_start(blocks: &[Block]) -> usize {
    let colon =
        blocks.iter().position(|block| block.piece().is_some_and(|piece| piece.line.folded().ends_with(':')));
    colon.map_or(blocks.len().min(1), |at| at + 1)
}

fn opens_foot(blocks: &[Block], at: usize) -> bool {
    let Some(piece) = piece_at(blocks, at) else {
        return false;
    };
    let line = &piece.line;
    let folded = line.folded();
    if folded.starts_with("noi nhan") && (line.len() < 20 || folded.as_bytes().get(8) == Some(&b':')) {
        return true;
    }
    // Before "Nơi nhận" a signature stands behind the last sentence; the same
    // office in capitals above "Căn cứ …" is the one that decides.
    let closed = (0..at)
        .rev()
        .filter_map(|before| piece_at(blocks, before))
        .find(|piece| !piece.noise && !is_rule(&piece.line))
        .is_some_and(|piece| piece.line.folded().ends_with(['.', '/']) || piece.boundary);
    opens_signature(line) && closed
}

/// A line in capitals that gives the authority or office of the signer.
fn opens_signature(line: &Line) -> bool {
    if line.len() > 90 || !line.is_capitals() || line.folded().ends_with([':', ';']) {
        return false;
    }
    is_authority(line) || is_office(line) && !line.folded().contains("can cu") && label(line).is_none()
}

/// `TM.`, `KT.`, `TL.`, `TUQ.`, `Q.` (NĐ 30/2020, Annex I, II.7).
pub(crate) fn is_authority(line: &Line) -> bool {
    line.is_capitals() && AUTHORITY.as_ref().is_some_and(|pattern| pattern.is_match(line.folded()))
}

const OFFICES: &[&str] = &[
    "chu tich",
    "pho chu tich",
    "giam doc",
    "pho giam doc",
    "truong ban",
    "pho truong ban",
    "truong tieu ban",
    "pho truong tieu ban",
    "to truong",
    "to pho",
    "pho to truong",
    "bi thu",
    "pho bi thu",
    "chanh van phong",
    "pho chanh van phong",
    "chanh thanh tra",
    "bo truong",
    "thu truong",
    "cuc truong",
    "pho cuc truong",
    "truong phong",
    "pho truong phong",
    "hieu truong",
    "pho hieu truong",
    "truong doan",
    "pho truong doan",
    "thu ky",
    "chi cuc truong",
    "tong giam doc",
    "pho thu tuong",
    "thu tuong",
    "vien truong",
    "chanh an",
    "thu truong don vi",
    "doan truong",
    "uy vien thuong truc",
    "pho tieu ban",
    "thanh vien",
    "dai dien",
];

/// A line that begins with an office.
pub(crate) fn is_office(line: &Line) -> bool {
    OFFICES.iter().any(|office| line.has_word_at(0, office))
}

/// What an annex may be called.
const ANNEX_NAMES: &[&str] = &[
    "phu luc",
    "danh sach",
    "de cuong",
    "bieu mau",
    "bieu so",
    "mau so",
    "mau bao cao",
    "lich kiem tra",
    "phieu",
    "bieu",
];
/// Names that open an annex only with a note of attachment near by.
const ATTACHED_NAMES: &[&str] = &[
    "bang",
    "lich",
    "ke hoach",
    "noi dung",
    "quy che",
    "chuong trinh",
    "mau",
    "bao cao",
    "thanh phan",
    "phan cong",
    "tien do",
    "huong dan",
];

fn opens_annex(blocks: &[Block], at: usize, after_foot: bool) -> bool {
    let Some(piece) = piece_at(blocks, at) else {
        return false;
    };
    let line = &piece.line;
    if piece.noise || label(line).is_some_and(|label| label.kind != LabelKind::Star) {
        return false;
    }
    let starts = |names: &[&str]| {
        names.iter().any(|name| line.has_word_at(0, name) && is_capitals(&line.slice(0..name.len())))
    };
    let attached = || {
        (at + 1..(at + 5).min(blocks.len()))
            .filter_map(|next| piece_at(blocks, next))
            .any(|piece| is_attached_note(&piece.line))
    };
    if starts(ANNEX_NAMES) {
        let bare = line.len() < 40;
        return after_foot || attached() || line.has_word_at(0, "phu luc") && bare;
    }
    starts(ATTACHED_NAMES) && attached()
}

fn annexes(blocks: Vec<Block>, zones: &mut Zones) {
    let mut starts: Vec<usize> = Vec::new();
    for at in 0..blocks.len() {
        // Lines right under an annex's first line belong to its title.
        let near =
            starts.last().is_some_and(|start| at - start < 4 && !has_body_between(&blocks, *start, at));
        if !near && opens_annex(&blocks, at, true) {
            starts.push(at);
        }
    }
    let mut rest = blocks;
    let mut parts: Vec<Vec<Block>> = Vec::new();
    for start in starts.into_iter().rev() {
        parts.push(rest.split_off(start.min(rest.len())));
    }
    if !rest.is_empty() {
        zones.foot.extend(rest);
    }
    for mut part in parts.into_iter().rev() {
        let end = annex_head_end(&part);
        let body = part.split_off(end);
        zones.annexes.push(AnnexZone { head: part, body });
    }
}

fn has_body_between(blocks: &[Block], from: usize, to: usize) -> bool {
    blocks[from + 1..to].iter().any(|block| match block {
        Block::Piece(piece) => label(&piece.line).is_some() || is_attached_note(&piece.line),
        Block::Table(_) => true,
    })
}

fn annex_head_end(blocks: &[Block]) -> usize {
    let mut end = 1;
    while end < blocks.len().min(ANNEX_HEAD_LINES) {
        let Some(piece) = piece_at(blocks, end) else {
            return end;
        };
        if is_attached_note(&piece.line) {
            // The note may go on over a second line.
            let closed = piece.line.folded().contains(')');
            let more =
                !closed && piece_at(blocks, end + 1).is_some_and(|next| next.line.folded().ends_with(')'));
            return if more { end + 2 } else { end + 1 };
        }
        if label(&piece.line).is_some_and(|label| !label.kind.is_bullet()) || piece.line.len() > 200 {
            return end;
        }
        let folded = fold(&piece.line.text());
        if folded.ends_with([';', '.']) || folded.starts_with("ubnd") || folded.contains("cong hoa xa hoi") {
            return end;
        }
        end += 1;
    }
    end
}
