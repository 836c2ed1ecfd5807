//! Whom the paper goes to, and how it is filed ("Nơi nhận", "Lưu:").

use domain::plan::{Plan, Recipient, SectionRole};

use super::Paper;
use crate::letters::fold;
use crate::line::Line;

pub(crate) fn read(paper: &Paper, plan: &mut Plan) {
    let lines: Vec<&Line> = paper
        .work
        .roots
        .iter()
        .map(|at| &paper.work.nodes[*at])
        .filter(|node| node.role == SectionRole::Recipients)
        .flat_map(super::super::sections::Node::lines)
        .collect();
    let mut open = false;
    for line in lines {
        let folded = line.folded();
        if folded.starts_with("noi nhan") {
            plan.places.recipients = Some(line.whole());
            let rest = line.slice(9.min(line.len())..line.len());
            let rest = rest.trim_matches([':', ' ']);
            if !rest.is_empty() {
                items(rest, plan);
            }
            continue;
        }
        if is_file_code(line) {
            plan.file_code = Some(line.text().trim_start_matches(['-', ' ']).to_owned());
            open = false;
            continue;
        }
        let listed = folded.starts_with(['-', '+', '*']);
        // An item goes on where the one above had no end.
        if !listed
            && open
            && plan.filing.is_none()
            && let Some(Recipient(last)) = plan.recipients.last_mut()
        {
            last.push(' ');
            last.push_str(line.text().trim_end_matches([';', '.', ' ']));
            open = !folded.ends_with([';', '.']);
            continue;
        }
        if listed || !plan.recipients.is_empty() || folded.starts_with("luu") {
            let text = line.text();
            items(text.trim_start_matches(['-', '–', '—', '+', '*', '•', ' ']), plan);
            open = !folded.ends_with([';', '.']);
        }
    }
}

/// One line may hold several addressees parted by semicolons.
fn items(text: &str, plan: &mut Plan) {
    for part in text.split(';') {
        let part = part.trim_matches([' ', '-', '–', '.', ',']).trim_end_matches("./");
        if part.is_empty() {
            continue;
        }
        let folded = fold(part);
        if folded.starts_with("luu") {
            let after = part.chars().skip(3).collect::<String>();
            plan.filing = Some(after.trim_matches([':', ' ', '.']).to_owned());
        } else {
            plan.recipients.push(Recipient(part.to_owned()));
        }
    }
}

/// "HP_VP6_03.KH": a code of the drafting office.
fn is_file_code(line: &Line) -> bool {
    let text = line.text();
    let text = text.trim_start_matches(['-', ' ']);
    text.contains('_') && !text.contains(' ') && text.chars().any(char::is_alphanumeric)
}
