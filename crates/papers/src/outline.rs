//! The outline of a report that a unit is asked for: sections, what to say under
//! each, tables to fill in. Sent along with a notice.

use serde::{Deserialize, Serialize};

use crate::flow::Flow;
use crate::style::Style;
use crate::table::Table;

/// Sections deeper than this are written at this depth.
pub(crate) const MAX_DEPTH: usize = 8;

/// An outline of a report.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Outline {
    /// The title: "Đề cương báo cáo kết quả tự kiểm tra".
    pub title: String,
    /// What holds for all sections.
    pub introduction: Vec<String>,
    /// The sections.
    pub sections: Vec<OutlineSection>,
}

/// A section of an [`Outline`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OutlineSection {
    /// The number: "I", "1", "2.1".
    pub number: String,
    /// The title.
    pub title: String,
    /// What to say.
    pub guidance: Vec<String>,
    /// Tables to fill in.
    pub forms: Vec<Form>,
    /// Sections below.
    pub sections: Vec<OutlineSection>,
}

/// A table to fill in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Form {
    /// What it counts.
    pub title: String,
    /// Its columns and rows.
    pub table: Table,
}

impl Outline {
    pub(crate) fn write(&self, flow: &mut Flow) {
        for line in &self.introduction {
            flow.body(line);
        }
        for section in &self.sections {
            section.write(flow, 0);
        }
    }
}

impl OutlineSection {
    fn write(&self, flow: &mut Flow, depth: usize) {
        flow.line(heading_style(depth), heading(&self.number, &self.title));
        flow.items(self.guidance.iter().cloned());
        for form in &self.forms {
            flow.caption(&form.title).table(&form.table);
        }
        if depth < MAX_DEPTH {
            for section in &self.sections {
                section.write(flow, depth + 1);
            }
        }
    }
}

/// The heading's style at a depth of a tree of sections.
pub(crate) fn heading_style(depth: usize) -> Style {
    match depth {
        0 => Style::HeadingOne,
        1 => Style::HeadingTwo,
        _ => Style::HeadingThree,
    }
}

/// "2.1. Công tác …", or the title alone.
pub(crate) fn heading(number: &str, title: &str) -> String {
    if number.is_empty() { title.to_owned() } else { format!("{}. {title}", number.trim_end_matches('.')) }
}
