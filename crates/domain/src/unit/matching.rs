//! Recognising registry units by the names that plans and sheets use.
//!
//! An exact name (folded, abbreviations written out) is a match; what is only
//! alike is offered to a person, never taken silently.

use super::{Unit, UnitKind};
use crate::identifier::UnitId;
use crate::text::fold;
use std::collections::HashMap;

/// How a name met the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// One unit bears exactly this name.
    One(UnitId),
    /// Several do, or some are alike: best first, a person decides.
    Doubtful(Vec<UnitId>),
    None,
}

/// The registry, prepared for looking names up.
#[derive(Debug, Clone, Default)]
pub struct Index {
    exact: HashMap<String, Vec<UnitId>>,
    /// By the names that lists under one heading use: see [`shortened`].
    listed: HashMap<String, Vec<UnitId>>,
    words: Vec<(UnitId, Vec<String>)>,
}

/// Folded short forms that administrative papers use, written out. Longest first
/// where one begins another.
const SHORT_FORMS: [(&str, &str); 26] = [
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("ubmttq", "uy ban mat tran to quoc"),
    ("mttq", "mat tran to quoc"),
    ("mttqvn", "mat tran to quoc viet nam"),
    ("ldld", "lien doan lao dong"),
    ("bch", "ban chi huy"),
    ("bchqs", "bo chi huy quan su"),
    ("bdbp", "bo doi bien phong"),
    ("ca", "cong an"),
    ("cax", "cong an xa"),
    ("vp", "van phong"),
    ("vpub", "van phong uy ban nhan dan"),
    ("skhcn", "so khoa hoc va cong nghe"),
    ("khcn", "khoa hoc va cong nghe"),
    ("tttt", "thong tin va truyen thong"),
    ("stttt", "so thong tin va truyen thong"),
    ("gddt", "giao duc va dao tao"),
    ("tnmt", "tai nguyen va moi truong"),
    ("nnmt", "nong nghiep va moi truong"),
    ("nnptnt", "nong nghiep va phat trien nong thon"),
    ("khdt", "ke hoach va dau tu"),
    ("gtvt", "giao thong van tai"),
    ("vhttdl", "van hoa the thao va du lich"),
    ("ptth", "phat thanh va truyen hinh"),
    ("tw", "trung uong"),
];

/// How alike two names must be to be offered, in percent of shared words.
const ALIKE: usize = 60;
/// How many alike units are offered.
const OFFERED: usize = 5;

/// A name folded for comparison: accents, case and joining words dropped,
/// abbreviations written out.
pub fn key(name: &str) -> String {
    // "KH&CN", "LĐ-TB&XH" are one abbreviation each.
    let joined = name.replace(['&', '/'], "");
    let words: Vec<String> = fold(&joined)
        .split(' ')
        .map(|word| {
            SHORT_FORMS.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| long).to_owned()
        })
        .collect();
    words
        .join(" ")
        .split(' ')
        .filter(|word| !matches!(*word, "va" | "cua" | "tai" | "cac"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn put(names: &mut HashMap<String, Vec<UnitId>>, key: String, unit: UnitId) {
    let named = names.entry(key).or_default();
    if !named.contains(&unit) {
        named.push(unit);
    }
}

/// The name by which a list calls a unit where its heading says the rest: a
/// commune without its level ("13 đơn vị xã, phường: Đông Mai, …"), a body of the
/// province without the province's name ("Ban Tổ chức Tỉnh ủy").
fn shortened(kind: UnitKind, key: &str) -> Option<String> {
    if matches!(kind, UnitKind::Commune | UnitKind::CommuneParty) {
        return ["xa ", "phuong ", "dac khu ", "thi tran "].into_iter().find_map(|level| {
            let (body, place) = key.split_once(level)?;
            (body.ends_with(' ') && !place.is_empty()).then(|| format!("{body}{place}"))
        });
    }
    ["tinh uy ", "thanh uy ", "tinh ", "thanh pho "].into_iter().find_map(|level| {
        let (body, province) = key.rsplit_once(level)?;
        (body.ends_with(' ') && (1..=4).contains(&province.split(' ').count()))
            .then(|| format!("{body}{}", level.trim_end()))
    })
}

impl Index {
    /// Over units, by every name they bear. Units that have ended are matched
    /// too: old papers name them.
    pub fn new(units: &[Unit]) -> Self {
        let mut index = Index::default();
        for unit in units {
            let names = std::iter::once(&unit.name).chain(&unit.short_name).chain(&unit.aliases);
            for name in names {
                let key = key(name);
                index.words.push((unit.id, key.split(' ').map(str::to_owned).collect()));
                if let Some(short) = shortened(unit.kind, &key) {
                    put(&mut index.listed, short, unit.id);
                }
                put(&mut index.exact, key, unit.id);
            }
        }
        index
    }

    /// Looks a name up.
    pub fn find(&self, name: &str) -> Match {
        let key = key(name);
        if key.is_empty() {
            return Match::None;
        }
        match self.exact.get(&key).or_else(|| self.listed.get(&key)).map(Vec::as_slice) {
            Some([one]) => return Match::One(*one),
            Some(several) => return Match::Doubtful(several.iter().copied().take(OFFERED).collect()),
            None => {}
        }
        let words: Vec<&str> = key.split(' ').collect();
        let mut alike: Vec<(usize, UnitId)> = self
            .words
            .iter()
            .filter_map(|(unit, other)| {
                let shared = words.iter().filter(|word| other.iter().any(|o| o == *word)).count();
                let percent = 200 * shared / (words.len() + other.len());
                (percent >= ALIKE).then_some((percent, *unit))
            })
            .collect();
        alike.sort_unstable_by(|a, b| b.cmp(a));
        let mut offered: Vec<UnitId> = Vec::new();
        for (_, unit) in alike {
            if !offered.contains(&unit) && offered.len() < OFFERED {
                offered.push(unit);
            }
        }
        if offered.is_empty() { Match::None } else { Match::Doubtful(offered) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn of_kind(n: u128, name: &str, kind: UnitKind) -> Unit {
        Unit { kind, ..unit(n, name, &[]) }
    }

    #[test]
    fn lists_leave_out_what_their_heading_says() {
        let id = |n| UnitId(Uuid::from_u128(n));
        let index = Index::new(&[
            of_kind(1, "Ủy ban nhân dân phường Đông Mai", UnitKind::Commune),
            of_kind(2, "Đảng ủy phường Đông Mai", UnitKind::CommuneParty),
            of_kind(3, "Ủy ban nhân dân xã Đồng Tâm", UnitKind::Commune),
            of_kind(4, "Ủy ban nhân dân phường Đồng Tâm", UnitKind::Commune),
            of_kind(5, "Ban Tổ chức Tỉnh ủy An Sơn", UnitKind::ProvincialParty),
            of_kind(6, "Liên đoàn Lao động tỉnh An Sơn", UnitKind::MassOrganisation),
            of_kind(7, "Sở Văn hóa và Thể thao", UnitKind::Department),
        ]);
        assert_eq!(index.find("UBND Đông Mai"), Match::One(id(1)));
        assert_eq!(index.find("Đảng ủy Đông Mai"), Match::One(id(2)));
        assert!(matches!(index.find("UBND Đồng Tâm"), Match::Doubtful(units) if units.len() == 2));
        assert_eq!(index.find("UBND xã Đồng Tâm"), Match::One(id(3)));
        assert_eq!(index.find("Ban Tổ chức Tỉnh ủy"), Match::One(id(5)));
        assert_eq!(index.find("Liên đoàn Lao động tỉnh"), Match::One(id(6)));
        assert!(!matches!(index.find("Sở Văn hóa"), Match::One(_)), "what is only alike is asked");
    }

    fn unit(n: u128, name: &str, aliases: &[&str]) -> Unit {
        Unit {
            id: UnitId(Uuid::from_u128(n)),
            name: name.into(),
            short_name: None,
            kind: UnitKind::Department,
            parent: None,
            aliases: aliases.iter().map(|&a| a.into()).collect(),
            head_name: None,
            head_title: None,
            email: None,
            valid_from: None,
            valid_to: None,
        }
    }

    #[test]
    fn names_match_through_accents_abbreviations_and_joining_words() {
        let index = Index::new(&[
            unit(1, "Ủy ban nhân dân xã Hoà Bình", &[]),
            unit(2, "Sở Khoa học và Công nghệ", &[]),
            unit(3, "Đảng ủy xã Hòa Bình", &[]),
        ]);
        assert_eq!(index.find("UBND xã Hòa Bình"), Match::One(UnitId(Uuid::from_u128(1))));
        assert_eq!(index.find("Sở KH&CN"), Match::One(UnitId(Uuid::from_u128(2))));
        assert_eq!(index.find("sở khoa học - công nghệ"), Match::One(UnitId(Uuid::from_u128(2))));
        assert!(matches!(index.find("xã Hòa Bình"), Match::Doubtful(units) if units.len() == 2));
        assert_eq!(index.find("Ngân hàng Nhà nước"), Match::None);
    }
}
