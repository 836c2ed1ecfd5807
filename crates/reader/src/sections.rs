//! The section tree. Every line of the source hangs on exactly one node, in the
//! source's order, so that the nodes read one after the other give it back.
//!
//! Not here: what a section is about (`topic`), what it says (`nouns`).

mod tree;

pub(crate) use tree::plant;

use domain::plan::{Place, Section, SectionRole};

use crate::block::Block;
use crate::label::{Label, LabelKind};
use crate::line::Line;
use crate::repair::{self, Seam};
use crate::table::Table;
use crate::topic::Topic;
use crate::zones::{Paper, Zones};

/// A paragraph or a data table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Body {
    Line(Line),
    Table(Box<Table>),
}

/// A node of the tree in its arena; children come after their parent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Node {
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    pub level: u8,
    pub label: Option<Label>,
    /// The label as printed.
    pub label_line: Line,
    pub title: Option<Line>,
    pub body: Vec<Body>,
    pub role: SectionRole,
    pub id: String,
    pub topics: Vec<Topic>,
}

impl Node {
    pub fn kind(&self) -> Option<LabelKind> {
        self.label.as_ref().map(|label| label.kind)
    }

    /// Title and paragraphs, tables left out.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.title.iter().chain(self.body.iter().filter_map(|body| match body {
            Body::Line(line) => Some(line),
            Body::Table(_) => None,
        }))
    }

    pub fn paragraphs(&self) -> impl Iterator<Item = &Line> {
        self.body.iter().filter_map(|body| match body {
            Body::Line(line) => Some(line),
            Body::Table(_) => None,
        })
    }

    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.body.iter().filter_map(|body| match body {
            Body::Table(table) => Some(table.as_ref()),
            Body::Line(_) => None,
        })
    }

    /// The first line of the node, be it title or text.
    pub fn first_line(&self) -> Option<&Line> {
        self.lines().next()
    }

    pub fn place(&self) -> Place {
        let table = || self.tables().flat_map(|table| table.rows.iter().flatten().flatten()).next();
        if !self.label_line.is_empty() {
            let label = self.label_line.whole();
            let text = self.first_line().map(Line::whole).filter(|text| text.paragraph == label.paragraph);
            return Place { to: text.map_or(label.to, |text| text.to), ..label };
        }
        self.first_line().or_else(table).map(Line::whole).unwrap_or_default()
    }
}

/// An annex: its root node and title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Annex {
    pub root: usize,
    pub title: String,
}

/// The whole paper as an arena of nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Paperwork {
    pub nodes: Vec<Node>,
    pub roots: Vec<usize>,
    pub paper: Option<Paper>,
    /// The roots of the labelled body.
    pub body: Vec<usize>,
    pub header: Option<usize>,
    pub title: Option<usize>,
    pub preamble: Option<usize>,
    pub foot: Vec<Block>,
    pub annexes: Vec<Annex>,
    pub seams: Vec<Seam>,
}

impl Paperwork {
    /// A node and everything under it, in reading order.
    pub fn under(&self, root: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut stack = vec![root];
        while let Some(at) = stack.pop() {
            found.push(at);
            stack.extend(self.nodes[at].children.iter().rev());
        }
        found
    }

    /// All nodes of the labelled body, in reading order.
    pub fn body_nodes(&self) -> Vec<usize> {
        self.body.iter().flat_map(|root| self.under(*root)).collect()
    }

    /// Every node, in reading order.
    pub fn all(&self) -> Vec<usize> {
        self.roots.iter().flat_map(|root| self.under(*root)).collect()
    }

    pub fn ancestors(&self, at: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut next = self.nodes[at].parent;
        while let Some(parent) = next {
            found.push(parent);
            next = self.nodes[parent].parent;
        }
        found
    }

    /// A table's cells are lines too.
    pub fn every_line(&self, at: usize) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self.nodes[at].title.iter().collect();
        for body in &self.nodes[at].body {
            match body {
                Body::Line(line) => lines.push(line),
                Body::Table(table) => lines.extend(table.rows.iter().flatten().flatten()),
            }
        }
        lines
    }

    fn add(&mut self, parent: Option<usize>, node: Node) -> usize {
        let at = self.nodes.len();
        let level = parent.map_or(0, |parent| self.nodes[parent].level.saturating_add(1));
        self.nodes.push(Node { parent, level, ..node });
        match parent {
            Some(parent) => self.nodes[parent].children.push(at),
            None => self.roots.push(at),
        }
        at
    }
}

/// Builds the tree of a paper.
pub(crate) fn paperwork(zones: Zones, wrap: repair::Wrap) -> Paperwork {
    let mut paper = Paperwork { paper: zones.paper, ..Paperwork::default() };
    let mut seams = Vec::new();
    paper.header = flat(&mut paper, zones.header, SectionRole::Header);
    paper.title = flat(&mut paper, zones.title, SectionRole::Title);
    let preamble = repair::join(zones.preamble, wrap, &mut seams);
    paper.preamble = flat(&mut paper, preamble, SectionRole::Preamble);
    let before = paper.roots.len();
    let body = repair::join(zones.body, wrap, &mut seams);
    plant(&mut paper, None, body, SectionRole::Body);
    paper.body = paper.roots[before..].to_vec();
    paper.foot.clone_from(&zones.foot);
    feet(&mut paper, zones.foot);
    for annex in zones.annexes {
        let title = title_text(&annex.head);
        let Some(root) = flat(&mut paper, annex.head, SectionRole::Annex) else {
            continue;
        };
        let body = repair::join(annex.body, wrap, &mut seams);
        plant(&mut paper, Some(root), body, SectionRole::Annex);
        paper.annexes.push(Annex { root, title });
    }
    paper.seams = seams;
    crate::topic::assign(&mut paper);
    paper
}

/// The words of a title, joined over line breaks, rules and notes left out.
pub(crate) fn title_text(blocks: &[Block]) -> String {
    let lines = blocks.iter().filter_map(Block::piece).map(|piece| &piece.line);
    let spoken = lines.filter(|line| !repair::is_rule(line) && !crate::zones::is_attached_note(line));
    let mut words: Vec<String> = Vec::new();
    for line in spoken {
        if line.folded().starts_with('(')
            || !words.is_empty() && line.folded().ends_with(')') && !line.folded().contains('(')
        {
            break;
        }
        words.push(line.text());
    }
    words.join(" ")
}

/// A zone without labels becomes one node of plain lines.
fn flat(paper: &mut Paperwork, blocks: Vec<Block>, role: SectionRole) -> Option<usize> {
    if blocks.is_empty() {
        return None;
    }
    let body = blocks
        .into_iter()
        .map(|block| match block {
            Block::Piece(piece) => Body::Line(piece.line),
            Block::Table(table) => Body::Table(table),
        })
        .collect();
    Some(paper.add(None, Node { body, role, ..Node::default() }))
}

/// The foot: one node for addressees, one for the signature, as they alternate.
fn feet(paper: &mut Paperwork, blocks: Vec<Block>) {
    let mut current: Option<(SectionRole, usize)> = None;
    for block in blocks {
        let role = match &block {
            Block::Piece(piece) => {
                let folded = piece.line.folded();
                let listed = folded.starts_with(['-', '+', '*']) || folded.starts_with("noi nhan");
                if listed {
                    SectionRole::Recipients
                } else if piece.line.is_capitals() && !folded.contains('_') {
                    SectionRole::Signature
                } else {
                    current.map_or(SectionRole::Recipients, |(role, _)| role)
                }
            }
            Block::Table(_) => SectionRole::Recipients,
        };
        let body = match block {
            Block::Piece(piece) => Body::Line(piece.line),
            Block::Table(table) => Body::Table(table),
        };
        match current {
            Some((same, at)) if same == role => paper.nodes[at].body.push(body),
            _ => {
                let node = Node { role, body: vec![body], ..Node::default() };
                current = Some((role, paper.add(None, node)));
            }
        }
    }
}

/// The tree as the plan shows it.
pub(crate) fn shown(paper: &Paperwork) -> Vec<Section> {
    paper.roots.iter().map(|root| shown_node(paper, *root)).collect()
}

fn shown_node(paper: &Paperwork, at: usize) -> Section {
    let node = &paper.nodes[at];
    let mut text = String::new();
    for body in &node.body {
        if !text.is_empty() {
            text.push('\n');
        }
        match body {
            Body::Line(line) => text.push_str(&line.text()),
            Body::Table(table) => text.push_str(&table_text(table)),
        }
    }
    Section {
        label: node.label_line.text(),
        level: node.level,
        title: node.title.as_ref().map(Line::text),
        text,
        id: node.id.clone(),
        role: node.role,
        place: node.place(),
        children: node.children.iter().map(|child| shown_node(paper, *child)).collect(),
    }
}

fn table_text(table: &Table) -> String {
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().map(|cell| cell.iter().map(Line::text).collect::<Vec<_>>().join(" "));
        cells.collect::<Vec<_>>().join(" | ")
    });
    rows.collect::<Vec<_>>().join("\n")
}
