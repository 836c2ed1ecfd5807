//! Hanging labelled and bare lines onto the tree.
//!
//! The rules: a label goes beside the nearest open label of its kind, or under
//! what stands open; a bare paragraph belongs to the node after which the next
//! label goes on.

use domain::plan::SectionRole;

use super::{Body, Node, Paperwork};
use crate::block::{Block, Piece};
use crate::label::{Label, LabelKind, labels};
use crate::line::Line;

/// Longest line that may be a title.
const TITLE_CHARS: usize = 250;
/// Deepest nesting of labels.
const DEEPEST: usize = 24;

/// An open node and what its label was.
#[derive(Debug, Clone)]
struct Open {
    at: usize,
    kind: LabelKind,
    number: u32,
    path: Vec<u32>,
}

/// Where a label goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spot {
    /// How many open nodes stay open.
    keep: usize,
    /// It goes on with the list whose last member is at this depth.
    after: Option<usize>,
}

/// Hangs `blocks` under `parent`, or as new roots.
pub(crate) fn plant(paper: &mut Paperwork, parent: Option<usize>, blocks: Vec<Block>, role: SectionRole) {
    let mut planter = Planter { parent, role, stack: Vec::new(), last: parent };
    let found: Vec<Vec<Label>> = blocks
        .iter()
        .map(|block| match block {
            Block::Piece(piece) if !piece.noise => labels(&piece.line),
            _ => Vec::new(),
        })
        .collect();
    for (nth, block) in blocks.into_iter().enumerate() {
        match block {
            Block::Piece(piece) if piece.noise => planter.noise(paper, piece),
            Block::Piece(piece) => {
                if let Some(label) = planter.choose(paper, &found[nth], &piece.line) {
                    planter.labelled(paper, label, &piece.line);
                } else {
                    let next = (nth + 1..found.len()).find(|next| !found[*next].is_empty());
                    let next = next.and_then(|next| found[next].first());
                    planter.bare(paper, piece.line, next);
                }
            }
            Block::Table(table) => {
                let at = planter.last_open().or(planter.parent);
                match at {
                    Some(at) if paper.nodes[at].children.is_empty() => {
                        paper.nodes[at].body.push(Body::Table(table));
                    }
                    _ => {
                        let node = Node { body: vec![Body::Table(table)], role, ..Node::default() };
                        planter.last = Some(paper.add(at, node));
                    }
                }
            }
        }
    }
    settle(paper, parent);
}

struct Planter {
    parent: Option<usize>,
    role: SectionRole,
    stack: Vec<Open>,
    last: Option<usize>,
}

impl Planter {
    fn last_open(&self) -> Option<usize> {
        self.stack.last().map(|open| open.at)
    }

    /// Of the readings of a label, the one that goes on with an open list.
    fn choose(&self, paper: &Paperwork, found: &[Label], line: &Line) -> Option<Label> {
        let first = found.first()?;
        if found.len() > 1 {
            let continues = found.iter().find(|label| {
                let open = self.stack.iter().rev().find(|open| open.kind == label.kind);
                open.is_some_and(|open| label.number == open.number + 1)
            });
            if let Some(label) = continues {
                return Some(label.clone());
            }
        }
        // "l." that no list expects is a one that lost its foot.
        if first.kind == LabelKind::Letter
            && first.sign == "l"
            && !self.expects(LabelKind::Letter, first.number)
        {
            let capitals = line.part(first.end..line.len()).is_capitals();
            let kind = if capitals { LabelKind::Roman } else { LabelKind::Decimal(1) };
            let sign = if capitals { "I" } else { "1" };
            return Some(Label { kind, number: 1, path: vec![1], sign: sign.to_owned(), end: first.end });
        }
        // A number at the start of a broken line is no label: "2025." of a date,
        // or a count. Only lists that can go on so far are believed.
        if first.kind == LabelKind::Decimal(1) && first.number > 31 && !self.expects(first.kind, first.number)
        {
            return None;
        }
        let _ = paper;
        Some(first.clone())
    }

    fn expects(&self, kind: LabelKind, number: u32) -> bool {
        self.stack
            .iter()
            .rev()
            .find(|open| open.kind == kind)
            .is_some_and(|open| number > open.number && number <= open.number + 3)
    }

    /// Where a label goes in the open nodes.
    fn spot(&self, paper: &Paperwork, label: &Label) -> Spot {
        let depth = self.stack.len();
        let beside = self.stack.iter().rposition(|open| open.kind == label.kind);
        if let Some(at) = beside {
            let open = &self.stack[at];
            let restarts =
                !label.kind.is_bullet() && label.number == 1 && open.number >= 1 && label.path.len() == 1;
            let top = at + 1 == depth;
            if label.kind.is_heading() || label.kind.is_bullet() || !restarts || top {
                let moved = matches!(label.kind, LabelKind::Decimal(2..)) && !same_stem(open, label);
                if !moved {
                    return Spot { keep: at, after: Some(at) };
                }
                // "2.1." after "1.3.": under the "2." that stands open, if any.
                if let Some(stem) = self.stem(label) {
                    return Spot { keep: stem + 1, after: None };
                }
                return Spot { keep: at, after: Some(at) };
            }
        }
        let keep = match label.kind {
            LabelKind::Part => 0,
            LabelKind::Chapter => {
                self.stack.iter().position(|open| open.kind != LabelKind::Part).unwrap_or(depth)
            }
            LabelKind::Roman | LabelKind::Upper | LabelKind::Article => {
                self.stack.iter().position(|open| !open.kind.is_heading()).unwrap_or(depth)
            }
            LabelKind::Decimal(2..) => {
                let heading = self.stack.iter().rposition(|open| open.kind.is_heading());
                self.stem(label).map_or_else(|| heading.map_or(depth.min(1), |at| at + 1), |stem| stem + 1)
            }
            LabelKind::Decimal(_) | LabelKind::Letter => {
                // A numbered list stands under a bullet only if that announces it.
                let bullets = self.stack.iter().rev().take_while(|open| open.kind.is_bullet()).count();
                let announced = self.stack.last().is_some_and(|open| announces(paper, open.at));
                if announced { depth } else { depth - bullets }
            }
            LabelKind::Dash | LabelKind::Plus | LabelKind::Star | LabelKind::Paren => depth,
        };
        Spot { keep: keep.min(DEEPEST), after: None }
    }

    /// The open "2." or "2.1." that "2.1.1." belongs under.
    fn stem(&self, label: &Label) -> Option<usize> {
        let wanted = &label.path[..label.path.len() - 1];
        self.stack.iter().rposition(|open| matches!(open.kind, LabelKind::Decimal(_)) && open.path == wanted)
    }

    fn labelled(&mut self, paper: &mut Paperwork, label: Label, line: &Line) {
        let spot = self.spot(paper, &label);
        self.stack.truncate(spot.keep);
        let parent = self.last_open().or(self.parent);
        let rest = line.part(label.end..line.len());
        let (title, body) = if is_title(label.kind, &rest) { (Some(rest), None) } else { (None, Some(rest)) };
        let node = Node {
            label: Some(label.clone()),
            label_line: line.part(0..label.end),
            title,
            body: body.into_iter().filter(|line| !line.is_empty()).map(Body::Line).collect(),
            role: self.role,
            ..Node::default()
        };
        let at = paper.add(parent, node);
        paper.nodes[at].id = path_id(paper, at, &self.stack);
        self.stack.push(Open { at, kind: label.kind, number: label.number, path: label.path });
        self.last = Some(at);
    }

    fn bare(&mut self, paper: &mut Paperwork, line: Line, next: Option<&Label>) {
        let top = self.last_open();
        let closing = next.is_none() && closes(&line);
        if let Some(top) = top {
            let node = &paper.nodes[top];
            let bare_label = node.title.is_none() && node.body.is_empty() && node.children.is_empty();
            if bare_label && node.kind().is_some_and(LabelKind::is_heading) {
                paper.nodes[top].title = Some(line);
                return;
            }
            let alone = node.title.is_some() && node.children.is_empty();
            if alone && (node.body.is_empty() || !closing) {
                paper.nodes[top].body.push(Body::Line(line));
                return;
            }
        }
        let parent = match next {
            Some(label) => {
                let spot = self.spot(paper, label);
                spot.after
                    .or(spot.keep.checked_sub(1))
                    .and_then(|depth| self.stack.get(depth))
                    .map(|open| open.at)
            }
            None => self.stack.iter().rev().find(|open| open.kind.is_heading()).map(|open| open.at),
        };
        let parent = parent.or(self.parent);
        // Directly behind its own node's text, it is that node's next paragraph.
        if let Some(at) = parent
            && Some(at) == top
            && paper.nodes[at].children.is_empty()
        {
            paper.nodes[at].body.push(Body::Line(line));
            return;
        }
        let node = Node { body: vec![Body::Line(line)], role: self.role, ..Node::default() };
        self.last = Some(paper.add(parent, node));
    }

    fn noise(&mut self, paper: &mut Paperwork, piece: Piece) {
        let node = Node { body: vec![Body::Line(piece.line)], role: SectionRole::Noise, ..Node::default() };
        let parent = self.last.or(self.parent);
        paper.add(parent, node);
    }
}

/// Two numbers under the same "1.".
fn same_stem(open: &Open, label: &Label) -> bool {
    let stem = |path: &[u32]| path[..path.len().saturating_sub(1)].to_vec();
    stem(&open.path) == stem(&label.path)
}

/// A line that opens a list: it ends with a colon.
fn announces(paper: &Paperwork, at: usize) -> bool {
    paper.nodes[at].lines().last().is_some_and(|line| line.folded().ends_with(':'))
}

/// The words with which a paper ends.
fn closes(line: &Line) -> bool {
    let folded = line.folded();
    let starts = [
        "trong qua trinh",
        "qua trinh",
        "tren day la",
        "yeu cau",
        "de nghi",
        "nhan duoc",
        "can cu ke hoach",
        "can cu noi dung",
        "cac co quan",
        "cac don vi",
        "ubnd tinh yeu cau",
        "uy ban nhan dan tinh yeu cau",
        "noi nhan",
    ];
    folded.ends_with("./.") || folded.ends_with("/.") || starts.iter().any(|start| folded.starts_with(start))
}

/// Whether what stands behind a label is a heading rather than a clause.
fn is_title(kind: LabelKind, rest: &Line) -> bool {
    if rest.is_empty() || rest.len() > TITLE_CHARS {
        return false;
    }
    let folded = rest.folded();
    let ended = folded.ends_with(['.', ';', ',']) || folded.ends_with("./.");
    if rest.is_capitals() && rest.len() > 3 {
        return true;
    }
    match kind {
        LabelKind::Part | LabelKind::Chapter | LabelKind::Upper | LabelKind::Roman => {
            !ended || rest.len() < 80
        }
        LabelKind::Article => !ended && rest.len() < 160 && !folded.ends_with(':'),
        LabelKind::Dash | LabelKind::Plus | LabelKind::Star | LabelKind::Paren => {
            folded.ends_with(':') && rest.len() <= 160
        }
        LabelKind::Decimal(_) | LabelKind::Letter => !ended,
    }
}

/// The path of labels from the section down to `at`.
fn path_id(paper: &Paperwork, at: usize, stack: &[Open]) -> String {
    let node = &paper.nodes[at];
    let Some(label) = &node.label else {
        return String::new();
    };
    let nth = |wanted: LabelKind| {
        let siblings =
            node.parent.map_or(paper.roots.as_slice(), |parent| paper.nodes[parent].children.as_slice());
        siblings.iter().filter(|sibling| paper.nodes[**sibling].kind() == Some(wanted)).count()
    };
    let sign = if label.kind.is_bullet() { nth(label.kind).to_string() } else { label.sign.clone() };
    let above = match label.kind {
        LabelKind::Decimal(2..) => {
            stack.iter().rev().find(|open| !matches!(open.kind, LabelKind::Decimal(_)))
        }
        _ => stack.last(),
    };
    match above.map(|open| paper.nodes[open.at].id.as_str()).filter(|id| !id.is_empty()) {
        Some(id) => format!("{id}.{sign}"),
        None => sign,
    }
}

/// A title with nothing under it is a clause after all.
fn settle(paper: &mut Paperwork, parent: Option<usize>) {
    let from = parent.unwrap_or(0);
    let noise: Vec<bool> = paper.nodes.iter().map(|node| node.role == SectionRole::Noise).collect();
    for node in paper.nodes.iter_mut().skip(from) {
        let heading = node.kind().is_some_and(LabelKind::is_heading);
        let alone = node.children.iter().all(|child| noise[*child]);
        if node.body.is_empty() && alone && !heading {
            node.body.extend(node.title.take().map(Body::Line));
        }
    }
}
