//! What a section is about, by the words its heading opens with.
//!
//! Not here: what the section says (`nouns`).

use crate::label::LabelKind;
use crate::letters::fold_words;
use crate::line::Line;
use crate::sections::{Node, Paperwork};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Topic {
    Purpose,
    Requirement,
    Content,
    Target,
    Time,
    Scope,
    Method,
    Team,
    /// Who must meet the team at the unit.
    Hosts,
    Duties,
    Tasks,
    Procedure,
    Means,
}

/// Heading words and what they announce. The longest match counts.
const WORDS: &[(&str, Topic)] = &[
    ("muc dich", Topic::Purpose),
    ("muc tieu", Topic::Purpose),
    ("yeu cau", Topic::Requirement),
    ("noi dung", Topic::Content),
    ("noi dung kiem tra", Topic::Content),
    ("trong tam kiem tra", Topic::Content),
    ("noi dung thuc hien", Topic::Tasks),
    ("noi dung cong viec", Topic::Tasks),
    ("noi dung nhiem vu", Topic::Tasks),
    ("nhiem vu trong tam", Topic::Tasks),
    ("nhiem vu cu the", Topic::Tasks),
    ("nhiem vu chu yeu", Topic::Tasks),
    ("nhiem vu", Topic::Tasks),
    ("giai phap", Topic::Tasks),
    ("cac nhiem vu", Topic::Tasks),
    ("noi dung va giai phap", Topic::Tasks),
    ("doi tuong", Topic::Target),
    ("don vi duoc kiem tra", Topic::Target),
    ("co quan duoc kiem tra", Topic::Target),
    ("co quan don vi duoc kiem tra", Topic::Target),
    ("danh sach don vi", Topic::Target),
    ("danh sach cac don vi", Topic::Target),
    ("danh sach co quan", Topic::Target),
    ("danh sach cac co quan", Topic::Target),
    ("don vi kiem tra", Topic::Target),
    ("thoi gian", Topic::Time),
    ("thoi diem", Topic::Time),
    ("thoi han kiem tra", Topic::Time),
    ("lich kiem tra", Topic::Time),
    ("lich trinh", Topic::Time),
    ("tien do", Topic::Time),
    ("ke hoach kiem tra", Topic::Time),
    ("thoi gian dia diem", Topic::Time),
    ("pham vi", Topic::Scope),
    ("thoi ky", Topic::Scope),
    ("nien do", Topic::Scope),
    ("moc thoi gian", Topic::Scope),
    ("thoi hieu", Topic::Scope),
    ("phuong phap", Topic::Method),
    ("phuong thuc", Topic::Method),
    ("hinh thuc", Topic::Method),
    ("cach thuc", Topic::Method),
    ("bien phap kiem tra", Topic::Method),
    ("thanh phan", Topic::Team),
    ("doan kiem tra", Topic::Team),
    ("to kiem tra", Topic::Team),
    ("thanh lap doan", Topic::Team),
    ("thanh lap to", Topic::Team),
    ("thanh vien", Topic::Team),
    ("nhan su", Topic::Team),
    ("danh sach doan", Topic::Team),
    ("danh sach thanh vien", Topic::Team),
    ("luc luong kiem tra", Topic::Team),
    ("thanh phan lam viec", Topic::Hosts),
    ("thanh phan don vi duoc kiem tra", Topic::Hosts),
    ("thanh phan co quan duoc kiem tra", Topic::Hosts),
    ("thanh phan cua don vi duoc kiem tra", Topic::Hosts),
    ("thanh phan tham du", Topic::Hosts),
    ("thanh phan du hop", Topic::Hosts),
    ("thanh phan cua co quan", Topic::Hosts),
    ("thanh phan cac don vi duoc kiem tra", Topic::Hosts),
    ("to chuc thuc hien", Topic::Duties),
    ("trach nhiem", Topic::Duties),
    ("phan cong", Topic::Duties),
    ("phan cong nhiem vu", Topic::Duties),
    ("nhiem vu cua", Topic::Duties),
    ("nhiem vu quyen han", Topic::Duties),
    ("che do bao cao", Topic::Duties),
    ("dieu khoan thi hanh", Topic::Duties),
    ("bao cao ket qua", Topic::Duties),
    ("che do thong tin", Topic::Duties),
    ("de nghi", Topic::Duties),
    ("yeu cau cac", Topic::Duties),
    ("yeu cau doi voi cac", Topic::Duties),
    ("yeu cau don vi", Topic::Duties),
    ("quy trinh", Topic::Procedure),
    ("trinh tu", Topic::Procedure),
    ("cac buoc", Topic::Procedure),
    ("kinh phi", Topic::Means),
    ("phuong tien", Topic::Means),
    ("bao dam kinh phi", Topic::Means),
    ("kinh phi thuc hien", Topic::Means),
];

/// Words that may follow without changing what a heading announces.
const TAILS: &[&str] = &[
    "",
    "kiem tra",
    "doan kiem tra",
    "to kiem tra",
    "thuc hien",
    "tien hanh",
    "duoc kiem tra",
    "cua doan",
    "du kien",
    "doan",
    "cu the",
    "tien hanh kiem tra",
    "kiem tra danh gia",
    "kiem tra du kien",
    "cua doan kiem tra",
    "tham gia doan kiem tra",
    "thanh tra",
    "cuoc kiem tra",
    "dot kiem tra",
    "tham gia",
    "doan kiem tra gom",
    "gom",
    "gom co",
    "kiem tra gom",
    "va",
];

/// Sets every node's topics: its own heading's, else those it stands under.
pub(crate) fn assign(paper: &mut Paperwork) {
    for at in 0..paper.nodes.len() {
        let inherited =
            paper.nodes[at].parent.map(|parent| paper.nodes[parent].topics.clone()).unwrap_or_default();
        let own = own_topics(&paper.nodes[at], &inherited);
        paper.nodes[at].topics = if own.is_empty() { inherited } else { own };
    }
    // A heading over several topics passes none of them to children that speak
    // for themselves; one whose children all speak keeps its own for its text.
}

/// The words before a colon, or the whole title.
pub(crate) fn heading(node: &Node) -> Option<String> {
    if let Some(title) = &node.title {
        return Some(fold_words(&title.text()));
    }
    let line = node.paragraphs().next()?;
    run_in(line).map(|end| fold_words(&line.slice(0..end)))
}

/// Where a heading run into its clause ends ("Thời gian kiểm tra: …").
pub(crate) fn run_in(line: &Line) -> Option<usize> {
    let colon = line.folded().find(':')?;
    (colon <= 140).then_some(colon)
}

fn own_topics(node: &Node, inherited: &[Topic]) -> Vec<Topic> {
    if node.kind() == Some(LabelKind::Article) && node.title.is_none() {
        return article_topics(node);
    }
    let Some(heading) = heading(node) else {
        return article_topics(node);
    };
    let title = node.title.is_some();
    let top = node.kind().is_some_and(LabelKind::is_heading);
    let found = topics_of(&heading, node);
    if top {
        return if found.is_empty() { article_topics(node) } else { found };
    }
    let bullet = node.kind().is_none_or(LabelKind::is_bullet);
    match inherited {
        // Under a settled topic only a plain heading of another one counts.
        [Topic::Team] if found == [Topic::Hosts] => found,
        [single] => {
            let settled = matches!(single, Topic::Duties | Topic::Tasks);
            let plain = is_plain(&heading);
            if plain && !settled && (!bullet || title) { found } else { Vec::new() }
        }
        _ => {
            if bullet && !title && !is_plain(&heading) {
                Vec::new()
            } else {
                found
            }
        }
    }
}

/// Every topic a heading names, part by part.
fn topics_of(heading: &str, node: &Node) -> Vec<Topic> {
    let mut found: Vec<Topic> = Vec::new();
    let spoken =
        node.title.as_ref().or_else(|| node.paragraphs().next()).map(Line::folded).unwrap_or_default();
    let parts: Vec<String> = split_heading(spoken, heading);
    for part in parts {
        if let Some(topic) = topic_of(&part)
            && !found.contains(&topic)
        {
            found.push(topic);
        }
    }
    found
}

fn split_heading(folded: &str, heading: &str) -> Vec<String> {
    let end = folded.find(':').unwrap_or(folded.len());
    let head = if folded.len() >= heading.len() { &folded[..end] } else { heading };
    head.replace(" va ", ",")
        .replace(" - ", ",")
        .split([',', ';', '.', '/', '&'])
        .map(fold_words)
        .filter(|part| !part.is_empty())
        .collect()
}

fn topic_of(part: &str) -> Option<Topic> {
    let bare = part
        .strip_prefix("cac ")
        .or_else(|| part.strip_prefix("ve "))
        .or_else(|| part.strip_prefix("mot so "))
        .unwrap_or(part);
    let found = WORDS
        .iter()
        .filter(|(word, _)| {
            bare.starts_with(word) && bare.as_bytes().get(word.len()).is_none_or(|next| *next == b' ')
        })
        .max_by_key(|(word, _)| word.len())
        .map(|(_, topic)| *topic)?;
    // "Thành phần … làm việc với Đoàn kiểm tra" are the hosts.
    if found == Topic::Team
        && (bare.contains("lam viec voi") || bare.contains("duoc kiem tra") || bare.contains("tiep doan"))
    {
        return Some(Topic::Hosts);
    }
    if found == Topic::Requirement && bare.contains("bao cao") {
        return None;
    }
    Some(found)
}

/// The heading says nothing but its topic.
fn is_plain(heading: &str) -> bool {
    let bare = heading.strip_prefix("ve ").or_else(|| heading.strip_prefix("cac ")).unwrap_or(heading);
    WORDS.iter().any(|(word, _)| {
        bare.strip_prefix(word).is_some_and(|tail| {
            let tail = tail.trim();
            TAILS.contains(&tail)
                || WORDS.iter().any(|(other, _)| tail.trim_start_matches("va ").starts_with(other))
        })
    })
}

/// Articles of decisions speak in sentences.
fn article_topics(node: &Node) -> Vec<Topic> {
    if node.kind() != Some(LabelKind::Article) {
        return Vec::new();
    }
    let Some(line) = node.first_line() else {
        return Vec::new();
    };
    let folded = line.folded();
    let head = &folded[..folded.len().min(400)];
    if head.starts_with("thanh lap") || head.starts_with("cu ") || head.starts_with("phe duyet danh sach") {
        return vec![Topic::Team];
    }
    let listed = folded.ends_with(':') || head.contains("sau day") || head.contains(" sau:");
    let inspects = head.contains("kiem tra") && (head.contains(" tai ") || head.contains("doi voi"));
    let mut found = Vec::new();
    let carried = head.contains("tien hanh kiem tra") || head.contains("thuc hien kiem tra");
    if head.starts_with("tien hanh kiem tra")
        || head.starts_with("kiem tra")
        || inspects && (listed || carried)
    {
        found.push(Topic::Target);
    }
    let duty = ["nhiem vu", "trach nhiem", "giao ", "to chuc thuc hien", "thi hanh", "hieu luc"];
    if duty.iter().any(|word| head.contains(word)) {
        found.push(Topic::Duties);
    }
    if found.is_empty() {
        let named = run_in(line).unwrap_or(head.len().min(200));
        found.extend(topic_of(&fold_words(&line.slice(0..named))));
    }
    found
}
