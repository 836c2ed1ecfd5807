//! The grammar of names of offices: what a name begins with, what kind of
//! office it is, how a list of them falls apart, and where an actor's name ends
//! and what it must do begins.
//!
//! Not here: which offices exist (a register's business).

mod actor;
mod list;

pub(crate) use actor::{actor_end, starts_verb, strip_charge};
pub(crate) use list::{clauses, split_list};

use domain::plan::TargetKind;

/// Folded words an office's name begins with, and what it then is. Longer ones
/// are tried first.
const HEADS: &[(&str, TargetKind)] = &[
    ("so", TargetKind::Department),
    ("thanh tra", TargetKind::Department),
    ("ban dan toc", TargetKind::Department),
    ("ban quan ly", TargetKind::Department),
    ("van phong ubnd", TargetKind::ProvincialOffice),
    ("van phong uy ban nhan dan", TargetKind::ProvincialOffice),
    ("van phong hdnd", TargetKind::ProvincialOffice),
    ("van phong doan dbqh", TargetKind::ProvincialOffice),
    ("van phong doan dai bieu quoc hoi", TargetKind::ProvincialOffice),
    ("van phong tinh uy", TargetKind::PartyBody),
    ("van phong thanh uy", TargetKind::PartyBody),
    ("van phong", TargetKind::ProvincialOffice),
    ("hdnd", TargetKind::PeoplesCommittee),
    ("hoi dong nhan dan", TargetKind::PeoplesCommittee),
    ("ban to chuc", TargetKind::PartyBody),
    ("ban tuyen giao", TargetKind::PartyBody),
    ("ban tuyen giao va dan van", TargetKind::PartyBody),
    ("ban noi chinh", TargetKind::PartyBody),
    ("ban dan van", TargetKind::PartyBody),
    ("uy ban kiem tra", TargetKind::PartyBody),
    ("ubkt", TargetKind::PartyBody),
    ("dang uy", TargetKind::PartyBody),
    ("dang bo", TargetKind::PartyBody),
    ("chi bo", TargetKind::PartyBody),
    ("dang doan", TargetKind::PartyBody),
    ("ban can su dang", TargetKind::PartyBody),
    ("tinh uy", TargetKind::PartyBody),
    ("thanh uy", TargetKind::PartyBody),
    ("huyen uy", TargetKind::PartyBody),
    ("thi uy", TargetKind::PartyBody),
    ("quan uy", TargetKind::PartyBody),
    ("truong chinh tri", TargetKind::School),
    ("ubnd", TargetKind::PeoplesCommittee),
    ("uy ban nhan dan", TargetKind::PeoplesCommittee),
    ("ubnd xa", TargetKind::PeoplesCommittee),
    ("xa", TargetKind::Commune),
    ("phuong", TargetKind::Ward),
    ("thi tran", TargetKind::Township),
    ("dac khu", TargetKind::SpecialZone),
    ("huyen", TargetKind::District),
    ("thanh pho", TargetKind::District),
    ("thi xa", TargetKind::District),
    ("quan", TargetKind::District),
    ("tp", TargetKind::District),
    ("cong an", TargetKind::Police),
    ("bo chi huy", TargetKind::Military),
    ("bo tu lenh", TargetKind::Military),
    ("bch quan su", TargetKind::Military),
    ("bch bo doi", TargetKind::Military),
    ("ban chi huy quan su", TargetKind::Military),
    ("bo doi bien phong", TargetKind::Military),
    ("uy ban mat tran to quoc", TargetKind::Front),
    ("uy ban mttq", TargetKind::Front),
    ("ubmttq", TargetKind::Front),
    ("mat tran to quoc", TargetKind::Front),
    ("mttq", TargetKind::Front),
    ("lien doan", TargetKind::MassOrganisation),
    ("tinh doan", TargetKind::MassOrganisation),
    ("thanh doan", TargetKind::MassOrganisation),
    ("huyen doan", TargetKind::MassOrganisation),
    ("doan thanh nien", TargetKind::MassOrganisation),
    ("hoi", TargetKind::MassOrganisation),
    ("lien hiep", TargetKind::MassOrganisation),
    ("lien minh", TargetKind::MassOrganisation),
    ("cong doan", TargetKind::MassOrganisation),
    ("cac to chuc chinh tri", TargetKind::Group),
    ("trung tam", TargetKind::PublicService),
    ("dai", TargetKind::PublicService),
    ("bao", TargetKind::PublicService),
    ("bao va dai", TargetKind::PublicService),
    ("thu vien", TargetKind::PublicService),
    ("bao tang", TargetKind::PublicService),
    ("quy", TargetKind::PublicService),
    ("vien", TargetKind::PublicService),
    ("chi cuc", TargetKind::Department),
    ("tong cuc", TargetKind::CentralBody),
    ("cuc", TargetKind::CentralBody),
    ("kho bac", TargetKind::CentralBody),
    ("ngan hang nha nuoc", TargetKind::CentralBody),
    ("bao hiem xa hoi", TargetKind::CentralBody),
    ("bhxh", TargetKind::CentralBody),
    ("thue", TargetKind::CentralBody),
    ("cuc thue", TargetKind::CentralBody),
    ("hai quan", TargetKind::CentralBody),
    ("thong ke", TargetKind::CentralBody),
    ("thi hanh an dan su", TargetKind::CentralBody),
    ("vien kiem sat", TargetKind::Court),
    ("toa an", TargetKind::Court),
    ("tand", TargetKind::Court),
    ("vksnd", TargetKind::Court),
    ("cong ty", TargetKind::Enterprise),
    ("tong cong ty", TargetKind::Enterprise),
    ("tap doan", TargetKind::Enterprise),
    ("doanh nghiep", TargetKind::Enterprise),
    ("ngan hang", TargetKind::Enterprise),
    ("vnpt", TargetKind::Enterprise),
    ("viettel", TargetKind::Enterprise),
    ("mobifone", TargetKind::Enterprise),
    ("buu dien", TargetKind::Enterprise),
    ("vien thong", TargetKind::Enterprise),
    ("dien luc", TargetKind::Enterprise),
    ("agribank", TargetKind::Enterprise),
    ("truong", TargetKind::School),
    ("dai hoc", TargetKind::School),
    ("hoc vien", TargetKind::School),
    ("benh vien", TargetKind::Hospital),
    ("tram y te", TargetKind::Hospital),
    ("bo phan mot cua", TargetKind::OneStop),
    ("bo phan tiep nhan", TargetKind::OneStop),
    ("trung tam phuc vu hanh chinh cong", TargetKind::OneStop),
    ("bo phan", TargetKind::Department),
    ("phong", TargetKind::Department),
    ("doi", TargetKind::Department),
    ("to", TargetKind::Department),
    ("ban", TargetKind::Department),
    ("bo", TargetKind::CentralBody),
    ("tieu ban", TargetKind::ProvincialOffice),
    ("ban chi dao", TargetKind::ProvincialOffice),
    ("to cong tac", TargetKind::ProvincialOffice),
    ("van phong bo", TargetKind::CentralBody),
];

/// Words of which the folded form is also a common word; the accented form
/// must agree.
const ACCENTED: &[(&str, &str)] = &[
    ("so", "sở"),
    ("xa", "xã"),
    ("quan", "quận"),
    ("hoi", "hội"),
    ("bao", "báo"),
    ("dai", "đài"),
    ("vien", "viện"),
    ("cuc", "cục"),
    ("to", "tổ"),
    ("ban", "ban"),
    ("bo", "bộ"),
    ("doi", "đội"),
    ("truong", "trường"),
    ("phong", "phòng"),
    ("phuong", "phường"),
    ("thue", "thuế"),
    ("quy", "quỹ"),
    ("bo phan", "bộ phận"),
    ("thong ke", "thống kê"),
];

/// Head and next word that together are no office: "tổ chức", "ban hành".
const NOT_OFFICES: &[(&str, &[&str])] = &[
    ("to", &["chuc", "giac", "cao"]),
    ("ban", &["hanh", "giao", "do", "sao", "dau", "bac"]),
    ("bao", &["cao", "dam", "mat", "gom", "ve", "quan", "tri", "hanh", "chi"]),
    ("phong", &["ngua", "chong", "tranh", "trao", "ve"]),
    ("hoi", &["nghi", "thao", "dap", "y"]),
    ("so", &["huu", "bo", "luong", "lieu"]),
    ("doi", &["ngu", "voi", "tuong", "chieu", "moi", "tac"]),
    ("bo", &["sung", "tri", "nhiem", "luat", "truong"]),
    ("truong", &["hop", "doan", "phong", "ban"]),
    ("dai", &["dien", "bieu", "hoi"]),
    ("quy", &["trinh", "dinh", "che", "mo"]),
    ("vien", &["chuc", "thong"]),
    ("cuc", &["bo", "dien"]),
    ("van phong", &["pham"]),
    ("thong ke", &["so", "cac", "day", "viec", "va"]),
    ("thanh tra", &["viec", "kiem", "cac", "cong", "vien"]),
    ("doanh nghiep", &["co", "cung"]),
];

/// Plural words in front of a class of offices.
const PLURALS: &[&str] = &["cac", "nhung", "mot so", "toan bo", "tat ca", "toan the"];

/// What the name of one office begins with; none when it is not one.
pub(crate) fn unit_kind(name: &str) -> Option<TargetKind> {
    let folded = crate::letters::fold(name);
    let folded = folded.trim_start();
    let lower = crate::letters::lower(name.trim_start());
    let found = HEADS
        .iter()
        .filter(|(head, _)| {
            folded.starts_with(head)
                && !folded.as_bytes().get(head.len()).is_some_and(u8::is_ascii_alphanumeric)
        })
        .max_by_key(|(head, _)| head.len())?;
    let next = folded[found.0.len()..]
        .trim_start_matches([' ', ','])
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    if NOT_OFFICES.iter().any(|(head, words)| *head == found.0 && words.contains(&next)) {
        return None;
    }
    if let Some((_, accented)) = ACCENTED.iter().find(|(head, _)| *head == found.0) {
        let agrees = lower.starts_with(accented) || !crate::letters::has_marks(&lower);
        if !agrees {
            return None;
        }
    }
    Some(found.1)
}

/// Whether a name begins as an office's does, with a capital letter.
pub(crate) fn starts_unit(name: &str) -> bool {
    let first = name.trim_start().chars().next();
    unit_kind(name).is_some() && (first.is_some_and(char::is_uppercase) || starts_lower_unit(name))
}

/// Communes and districts are often written small: "phường Quang Trung".
fn starts_lower_unit(name: &str) -> bool {
    let mut words = name.split_whitespace();
    let kind = unit_kind(name);
    let place = matches!(
        kind,
        Some(
            TargetKind::Commune
                | TargetKind::Ward
                | TargetKind::Township
                | TargetKind::District
                | TargetKind::SpecialZone
        )
    );
    let _ = words.next();
    place && words.any(|word| word.chars().next().is_some_and(char::is_uppercase))
}

/// Whether a name means a class of offices rather than one.
pub(crate) fn is_class(name: &str) -> bool {
    let folded = crate::letters::fold_words(name);
    let plural = PLURALS
        .iter()
        .any(|plural| folded.starts_with(plural) && folded.as_bytes().get(plural.len()) == Some(&b' '));
    let listed = [
        "so ban nganh",
        "so nganh",
        "ban so nganh",
        "co quan don vi",
        "don vi dia phuong",
        "sở, ban",
        "co quan dia phuong",
    ];
    plural
        || listed.iter().any(|list| folded.starts_with(list))
        || folded.contains("co lien quan")
        || folded.contains("con lai")
}

/// The bare name behind the kind word: "Quang Trung" of "phường Quang Trung".
pub(crate) fn level_of(name: &str) -> Option<u8> {
    match unit_kind(name)? {
        TargetKind::Commune | TargetKind::Ward | TargetKind::Township | TargetKind::SpecialZone => Some(1),
        TargetKind::District => Some(2),
        _ if crate::letters::fold_words(name).starts_with("tinh ") => Some(3),
        _ => None,
    }
}
