//! What kind of paper it is: its own name, then what its title is about.
//! "Kiểm tra" in a school plan is an examination, which is none of ours.

use domain::plan::{Plan, PlanKind};

use crate::letters::fold_words;
use crate::sections::Paperwork;
use crate::topic::Topic;
use crate::zones::Paper;

/// Words of school examinations.
const EXAMS: &[&str] = &[
    "hoc sinh",
    "de kiem tra",
    "ma tran de",
    "coi thi",
    "coi kiem tra",
    "cham thi",
    "cham bai",
    "hoc ky",
    "hoc ki",
    "phong thi",
    "mon thi",
    "bai kiem tra",
    "khoi lop",
    "giao vien bo mon",
    "thi sinh",
    "cuoi ky",
    "giua ky",
    "cuoi hoc ky",
    "giua hoc ky",
    "de thi",
    "ky thi",
    "khao sat chat luong",
    "thi thu",
];
/// Words of inspections.
const INSPECTIONS: &[&str] = &[
    "doan kiem tra",
    "doi tuong kiem tra",
    "don vi duoc kiem tra",
    "co quan duoc kiem tra",
    "noi dung kiem tra",
    "to kiem tra",
    "bien ban kiem tra",
    "kiem tra viec",
    "tu kiem tra",
    "chap hanh",
    "an ninh mang",
    "bi mat nha nuoc",
    "an toan thong tin",
];

pub(crate) fn read(work: &Paperwork, plan: &Plan) -> PlanKind {
    let title = fold_words(plan.title.as_deref().unwrap_or_default());
    let text = whole_text(work);
    match work.paper {
        Some(Paper::Plan | Paper::Programme) => of_plan(work, &title, &text),
        Some(Paper::Decision) => PlanKind::Decision,
        Some(Paper::Notice) => PlanKind::Notice,
        Some(Paper::Report) => PlanKind::Report,
        Some(Paper::Minutes) => PlanKind::Minutes,
        Some(Paper::Letter) if title.contains("thong bao") || title.contains("lich kiem tra") => {
            PlanKind::Notice
        }
        Some(Paper::Letter | Paper::Other) | None => PlanKind::Other,
    }
}

fn whole_text(work: &Paperwork) -> String {
    let mut text = String::new();
    for at in work.all() {
        for line in work.every_line(at) {
            text.push_str(&fold_words(line.folded()));
            text.push(' ');
        }
    }
    text
}

fn of_plan(work: &Paperwork, title: &str, text: &str) -> PlanKind {
    let count = |words: &[&str]| words.iter().map(|word| text.matches(word).count()).sum::<usize>();
    let exams = count(EXAMS);
    let inspections = count(INSPECTIONS);
    let exam_title = EXAMS.iter().any(|word| title.contains(word));
    if exams > inspections && (exam_title || exams >= 4) || exam_title && inspections * 2 < exams * 3 {
        return PlanKind::Other;
    }
    // A title that names another document ("thực hiện Quyết định … về …") is
    // about carrying it out, whatever that document is about.
    let own = own_words(title);
    let named = ["kiem tra", "thanh tra", "phuc tra", "ra soat danh gia", "giam sat"]
        .iter()
        .any(|word| own.contains(word));
    let has = |topic: Topic| work.body_nodes().iter().any(|at| work.nodes[*at].topics.contains(&topic));
    if named || title.is_empty() && has(Topic::Target) && has(Topic::Team) {
        return PlanKind::InspectionPlan;
    }
    if has(Topic::Target) && has(Topic::Team) && count(&["doan kiem tra"]) > 3 {
        return PlanKind::InspectionPlan;
    }
    if has(Topic::Tasks) || has(Topic::Content) || has(Topic::Duties) {
        PlanKind::ProgrammePlan
    } else {
        PlanKind::Other
    }
}

/// The title up to the first document it names.
fn own_words(title: &str) -> String {
    const DOCUMENTS: &[&str] = &[
        "quyet dinh so",
        "chi thi so",
        "nghi quyet so",
        "ke hoach so",
        "thong bao so",
        "nghi dinh so",
        "chuong trinh so",
        "ket luan so",
        "cong dien so",
    ];
    let end = DOCUMENTS.iter().filter_map(|word| title.find(word)).min().unwrap_or(title.len());
    title[..end].to_owned()
}
