//! What a plan mentions or needs and does not hold.

use std::sync::LazyLock;

use domain::plan::{Doubt, DoubtCode, Place, Plan, PlanKind, SectionRole};
use regex::Regex;

use crate::letters::{fold, fold_words};
use crate::line::Line;
use crate::nouns::{Paper, doubt};

static ATTACHED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<k>de cuong|danh sach|phu luc|bieu mau|mau bao cao|mau bien ban|bang tong hop|lich kiem tra)\b[^.;:]{0,60}?\b(?:kem theo|dinh kem|gui kem|gui khi|gui sau)",
        r"|theo\s+(?P<d>de cuong|bieu mau|mau bao cao)\b",
        r"|(?:theo|tai|chi tiet)\s+(?P<p>phu luc)(?:\s+(?:so\s+)?[ivx\d]+)?\b"
    ))
    .ok()
});

/// What an annex may be called that answers a mention.
const ANSWERS: &[(&str, &[&str])] = &[
    ("de cuong", &["de cuong", "bao cao", "phu luc"]),
    ("danh sach", &["danh sach", "phu luc", "thanh vien", "thanh phan"]),
    ("phu luc", &["phu luc", "danh sach", "bieu", "mau", "lich", "noi dung", "de cuong"]),
    ("bieu mau", &["bieu", "mau", "phu luc", "de cuong"]),
    ("mau bao cao", &["mau", "de cuong", "phu luc", "bao cao"]),
    ("mau bien ban", &["mau", "bien ban", "phu luc"]),
    ("bang tong hop", &["bang", "phu luc", "bieu"]),
    ("lich kiem tra", &["lich", "phu luc"]),
];

pub(super) fn read(paper: &Paper, plan: &Plan, doubts: &mut Vec<Doubt>) {
    annexes(paper, doubts);
    if plan.kind == PlanKind::InspectionPlan {
        deadline(paper, plan, doubts);
        let place = plan.places.title.unwrap_or_default();
        if plan.targets.is_empty() {
            doubts.push(doubt(DoubtCode::MissingTargets, place, "Không tìm thấy đối tượng kiểm tra."));
        }
        if plan.team.is_empty() {
            doubts.push(doubt(DoubtCode::MissingTeam, place, "Không tìm thấy thành phần Đoàn kiểm tra."));
        }
    }
    let signed = plan.signatory.as_ref().is_some_and(|signatory| signatory.name.is_some());
    if !signed && plan.kind != PlanKind::Other && !plan.sections.is_empty() {
        let last = paper.work.roots.last().map(|at| paper.work.nodes[*at].place()).unwrap_or_default();
        let place = plan.places.recipients.unwrap_or(last);
        doubts.push(doubt(DoubtCode::MissingSignatory, place, "Không tìm thấy người ký."));
    }
}

fn annexes(paper: &Paper, doubts: &mut Vec<Doubt>) {
    let Some(pattern) = ATTACHED.as_ref() else {
        return;
    };
    let titles: Vec<String> = paper.work.annexes.iter().map(|annex| fold_words(&annex.title)).collect();
    let mut told: Vec<String> = Vec::new();
    for at in paper.work.all() {
        let node = &paper.work.nodes[at];
        if !matches!(node.role, SectionRole::Body | SectionRole::Preamble) {
            continue;
        }
        for line in node.lines() {
            for captures in pattern.captures_iter(line.folded()) {
                let (Some(whole), Some(kind)) =
                    (captures.get(0), captures.name("k").or(captures.name("d")).or(captures.name("p")))
                else {
                    continue;
                };
                let kind = kind.as_str();
                let answers =
                    ANSWERS.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, answers)| answers);
                let answered = titles.iter().any(|title| answers.iter().any(|answer| title.contains(answer)));
                if answered || told.iter().any(|known| known == kind) {
                    continue;
                }
                told.push(kind.to_owned());
                let name = line.slice(whole.range());
                let later = whole.as_str().contains("gui khi") || whole.as_str().contains("gui sau");
                let message = if later {
                    format!("“{name}”: tài liệu gửi sau, chưa có trong tệp.")
                } else {
                    format!("Nhắc đến “{name}” nhưng tệp không có tài liệu kèm theo này.")
                };
                doubts.push(doubt(DoubtCode::MissingAnnex, line.place(whole.range()), message));
            }
        }
    }
}

/// A report is asked for, and no day by which.
fn deadline(paper: &Paper, plan: &Plan, doubts: &mut Vec<Doubt>) {
    let dated = plan.deadlines.iter().any(|deadline| {
        let what = fold(&format!("{} {}", deadline.what, deadline.text));
        what.contains("bao cao") || what.contains("gui")
    });
    if dated {
        return;
    }
    let asked = asked(paper);
    let message = "Yêu cầu báo cáo nhưng không nêu thời hạn gửi.";
    match asked {
        Some(place) => doubts.push(doubt(DoubtCode::MissingDeadline, place, message)),
        None if plan.deadlines.is_empty() => {
            let place = plan.places.title.unwrap_or_default();
            doubts.push(doubt(DoubtCode::MissingDeadline, place, "Kế hoạch không nêu thời hạn nào."));
        }
        None => {}
    }
}

fn asked(paper: &Paper) -> Option<Place> {
    let words = [
        "xay dung bao cao",
        "gui bao cao",
        "chuan bi bao cao",
        "bao cao tu kiem tra",
        "bao cao bang van ban",
        "bao cao ket qua trien khai",
    ];
    let nodes = paper.work.body_nodes();
    let mut lines = nodes.iter().flat_map(|at| paper.work.nodes[*at].lines());
    lines.find_map(|line: &Line| {
        let at = words.iter().find_map(|word| line.folded().find(word).map(|at| (at, word.len())))?;
        Some(line.place(at.0..at.0 + at.1))
    })
}
