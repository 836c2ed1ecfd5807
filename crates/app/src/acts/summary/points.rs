//! Points of the report: written ones line by line; where the team has written
//! none, what the record itself shows most often.
//!
//! Not here: the wording around them (`papers`).

use super::Consolidated;
use std::collections::{BTreeMap, BTreeSet};

/// Points taken from the record, at most.
const MOST: usize = 8;

/// What is proposed, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Empty when the text names nobody.
    pub to: String,
    pub points: Vec<String>,
}

/// A text's lines as points, without dashes before them.
pub fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(|line| line.trim().trim_start_matches(['-', '–', '•', '+']).trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// A line that ends in a colon says to whom the following lines are put.
pub fn proposals(text: &str) -> Vec<Proposal> {
    let mut all: Vec<Proposal> = Vec::new();
    for line in lines(text) {
        if let Some(to) = line.strip_suffix(':') {
            let to = to.trim().trim_start_matches("Đối với ").to_owned();
            all.push(Proposal { to, points: Vec::new() });
            continue;
        }
        match all.last_mut() {
            Some(proposal) => proposal.points.push(line),
            None => all.push(Proposal { to: String::new(), points: vec![line] }),
        }
    }
    all
}

impl Consolidated {
    /// Written shortcomings, or those found at most units.
    pub fn shortcomings(&self) -> Vec<String> {
        let written = lines(&self.written.shortcomings);
        if !written.is_empty() {
            return written;
        }
        let mut units: BTreeMap<&str, BTreeSet<_>> = BTreeMap::new();
        for listed in &self.findings {
            units.entry(&listed.finding.words.text).or_default().insert(listed.finding.recorded_unit);
        }
        let mut counted: Vec<_> = units.into_iter().map(|(text, units)| (units.len(), text)).collect();
        counted.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        counted.into_iter().take(MOST).map(|(count, text)| papers::frequent(text, count)).collect()
    }

    /// Written causes, or those given most often for findings.
    pub fn causes(&self) -> Vec<String> {
        let written = lines(&self.written.causes);
        if !written.is_empty() {
            return written;
        }
        let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
        for listed in &self.findings {
            let cause = listed.finding.words.cause.trim();
            if !cause.is_empty() {
                *counted.entry(cause).or_default() += 1;
            }
        }
        let mut counted: Vec<_> = counted.into_iter().collect();
        counted.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        counted.into_iter().take(MOST).map(|(cause, _)| cause.to_owned()).collect()
    }

    pub fn strengths(&self) -> Vec<String> {
        lines(&self.written.strengths)
    }

    pub fn proposals(&self) -> Vec<Proposal> {
        proposals(&self.written.proposals)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_points_and_a_colon_names_whom_they_are_put_to() {
        assert_eq!(lines(" - một\n\n• hai "), ["một", "hai"]);
        let all = proposals(
            "Đối với Ủy ban nhân dân tỉnh:\n- bố trí kinh phí\nCác đơn vị:\nkhắc phục\ntự kiểm tra",
        );
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].to.as_str(), all[0].points.len()), ("Ủy ban nhân dân tỉnh", 1));
        assert_eq!((all[1].to.as_str(), all[1].points.len()), ("Các đơn vị", 2));
        assert_eq!(proposals("một điểm")[0].to, "");
    }
}
