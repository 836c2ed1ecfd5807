//! Whom a plan's words for lead, coordinating and executing bodies mean: one
//! unit, every unit of a kind, or something only a person can say.
//!
//! Nothing doubtful is taken silently: an office's answer goes before any
//! reading. Not here: reading the words out of the paper (`reader`).

use domain::identifier::UnitId;
use domain::text::fold;
use domain::unit::matching::{Index, Match};
use domain::unit::{ChangeEvent, Unit, UnitKind, successors};
use jiff::civil::Date;
use packs::{GroupMeaning, UnitKinds};
use store::plan::Answer;

/// The beginning of the keys under which answers are kept.
const KEY: &str = "actor:";

/// What a name was read as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// One unit bears exactly this name and exists on the day.
    Unit(UnitId),
    /// Every unit of these kinds that exists on the day.
    Kinds(Vec<UnitKind>),
    /// A person must say; what comes nearest first.
    Ask { why: Why, offered: Vec<UnitId>, kinds: Vec<UnitKind> },
}

/// Why a person is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// Several units are called so, or only nearly so.
    Doubtful,
    /// No unit is called so.
    Unknown,
    /// The unit has ended by the day; its successors are offered.
    Ended,
    /// "có liên quan": which ones, the plan does not say.
    Concerned,
    /// The owners of information systems: a register must say.
    SystemOwners,
    /// A group that has no unit on the day (districts after 30/6/2025).
    Empty,
}

impl Why {
    pub fn code(self) -> &'static str {
        match self {
            Why::Doubtful => "doubtful",
            Why::Unknown => "unknown",
            Why::Ended => "ended",
            Why::Concerned => "concerned",
            Why::SystemOwners => "system-owners",
            Why::Empty => "empty",
        }
    }
}

/// What the office decided about a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    Units(Vec<UnitId>),
    Kinds(Vec<UnitKind>),
    /// The words stand in the tree and bind nobody.
    Nobody,
}

impl Choice {
    /// As it is kept with the plan's answers.
    pub fn text(&self) -> String {
        let joined = |parts: Vec<String>| parts.join(",");
        match self {
            Choice::Units(units) => {
                format!("units:{}", joined(units.iter().map(ToString::to_string).collect()))
            }
            Choice::Kinds(kinds) => {
                format!("kinds:{}", joined(kinds.iter().map(|kind| kind.code().to_owned()).collect()))
            }
            Choice::Nobody => "nobody".to_owned(),
        }
    }

    /// From the kept text; parts that mean nothing are left out.
    pub fn of(text: &str) -> Option<Self> {
        match text.split_once(':') {
            None if text == "nobody" => Some(Choice::Nobody),
            Some(("units", list)) => {
                Some(Choice::Units(list.split(',').filter_map(|id| id.parse().ok()).collect()))
            }
            Some(("kinds", list)) => {
                Some(Choice::Kinds(list.split(',').filter_map(UnitKind::from_code).collect()))
            }
            _ => None,
        }
    }
}

/// One name of the plan with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub words: String,
    /// Under which an answer is kept.
    pub key: String,
    pub reading: Reading,
    pub choice: Option<Choice>,
    /// The units it means, once that is certain.
    pub units: Option<Vec<UnitId>>,
    /// In how many tasks it stands.
    pub tasks: usize,
}

impl Name {
    /// Whether a person must still say whom it means.
    pub fn is_open(&self) -> bool {
        self.units.is_none()
    }
}

/// The key under which the answer about a name is kept.
pub fn name_key(words: &str) -> String {
    format!("{KEY}{}", fold(words))
}

/// What names are read against.
pub(super) struct Bodies<'a> {
    pub units: &'a [Unit],
    pub events: &'a [ChangeEvent],
    pub kinds: &'a UnitKinds,
    pub answers: &'a [Answer],
    pub day: Date,
    pub index: Index,
}

impl Bodies<'_> {
    pub fn name(&self, words: &str) -> Name {
        let key = name_key(words);
        let said = self.answers.iter().find(|answer| answer.about == key);
        let choice = said.and_then(|answer| answer.value.as_deref()).and_then(Choice::of);
        let reading = self.read(words);
        let units = match (&choice, &reading) {
            (Some(Choice::Nobody), _) => Some(Vec::new()),
            (Some(Choice::Units(units)), _) => Some(self.known(units)),
            (Some(Choice::Kinds(kinds)), _) | (None, Reading::Kinds(kinds)) => Some(self.of_kinds(kinds)),
            (None, Reading::Unit(unit)) => Some(vec![*unit]),
            (None, Reading::Ask { .. }) => None,
        };
        Name { words: words.to_owned(), key, reading, choice, units, tasks: 0 }
    }

    fn known(&self, ids: &[UnitId]) -> Vec<UnitId> {
        ids.iter().copied().filter(|id| self.units.iter().any(|unit| unit.id == *id)).collect()
    }

    fn of_kinds(&self, kinds: &[UnitKind]) -> Vec<UnitId> {
        let meant = self.units.iter().filter(|unit| kinds.contains(&unit.kind) && unit.exists_on(self.day));
        meant.map(|unit| unit.id).collect()
    }

    fn read(&self, words: &str) -> Reading {
        if let Some(group) = self.kinds.group(words) {
            return self.group(group.meaning, &group.kinds);
        }
        // "các sở, ban, ngành liên quan" names a group of which some are meant.
        if let Some(kinds) = self.concerned(words) {
            return Reading::Ask { why: Why::Concerned, offered: Vec::new(), kinds };
        }
        match self.index.find(words) {
            Match::One(id) => self.one(id),
            Match::Doubtful(offered) => {
                let there: Vec<UnitId> = offered.iter().copied().filter(|id| self.exists(*id)).collect();
                // Of several bearers of one name, only one may still be there.
                match (there.as_slice(), self.bears(words, &offered)) {
                    ([one], true) => Reading::Unit(*one),
                    _ => Reading::Ask { why: Why::Doubtful, offered, kinds: Vec::new() },
                }
            }
            Match::None => Reading::Ask { why: Why::Unknown, offered: Vec::new(), kinds: Vec::new() },
        }
    }

    fn group(&self, meaning: GroupMeaning, kinds: &[UnitKind]) -> Reading {
        let ask = |why| Reading::Ask { why, offered: Vec::new(), kinds: kinds.to_vec() };
        match meaning {
            GroupMeaning::Kinds if self.of_kinds(kinds).is_empty() => ask(Why::Empty),
            GroupMeaning::Kinds => Reading::Kinds(kinds.to_vec()),
            GroupMeaning::SystemOwners => ask(Why::SystemOwners),
            GroupMeaning::Remaining | GroupMeaning::Document => ask(Why::Concerned),
        }
    }

    /// The kinds behind "… (có) liên quan"; none when the words name no group
    /// without it.
    fn concerned(&self, words: &str) -> Option<Vec<UnitKind>> {
        let folded = fold(words);
        let bare = folded.strip_suffix(" lien quan")?;
        let bare = bare.strip_suffix(" co").unwrap_or(bare);
        let kinds = self.kinds.group(bare).map(|group| group.kinds.clone()).unwrap_or_default();
        Some(kinds)
    }

    fn one(&self, id: UnitId) -> Reading {
        if self.exists(id) {
            return Reading::Unit(id);
        }
        let offered = successors(id, self.day, self.units, self.events);
        Reading::Ask { why: Why::Ended, offered, kinds: Vec::new() }
    }

    fn exists(&self, id: UnitId) -> bool {
        self.units.iter().any(|unit| unit.id == id && unit.exists_on(self.day))
    }

    /// Whether all offered bear exactly the name: namesakes at different times.
    fn bears(&self, words: &str, offered: &[UnitId]) -> bool {
        use domain::unit::matching::key;
        let wanted = key(words);
        self.units.iter().filter(|unit| offered.contains(&unit.id)).all(|unit| {
            std::iter::once(&unit.name)
                .chain(&unit.short_name)
                .chain(&unit.aliases)
                .any(|name| key(name) == wanted)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    fn id(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    fn unit(n: u128, name: &str, kind: UnitKind, valid_to: Option<Date>) -> Unit {
        Unit {
            id: id(n),
            name: name.into(),
            short_name: None,
            kind,
            parent: None,
            aliases: vec![],
            head_name: None,
            head_title: None,
            email: None,
            valid_from: None,
            valid_to,
        }
    }

    fn read(words: &str, day: Date, answers: &[Answer]) -> Name {
        let ended = Some(date(2025, 6, 30));
        let mut again = unit(6, "Ủy ban nhân dân xã An Khê", UnitKind::Commune, None);
        again.valid_from = Some(date(2025, 7, 1));
        let units = [
            unit(1, "Công an tỉnh", UnitKind::Police, None),
            unit(2, "Sở Nội vụ", UnitKind::Department, None),
            unit(3, "Sở Thông tin và Truyền thông", UnitKind::Department, ended),
            unit(4, "Ủy ban nhân dân huyện Trung Sơn", UnitKind::District, ended),
            unit(5, "Ủy ban nhân dân xã An Khê", UnitKind::Commune, ended),
            again,
            unit(7, "Sở Khoa học và Công nghệ", UnitKind::Department, None),
        ];
        let events = [ChangeEvent {
            id: domain::identifier::ChangeId(Uuid::from_u128(1)),
            date: date(2025, 7, 1),
            kind: domain::unit::ChangeKind::Merge,
            basis: None,
            originals: vec![id(3)],
            resulting: vec![id(7)],
        }];
        let packs = packs::Packs::embedded().expect("the packs are whole");
        let bodies = Bodies {
            units: &units,
            events: &events,
            kinds: &packs.unit_kinds,
            answers,
            day,
            index: Index::new(&units),
        };
        bodies.name(words)
    }

    const THEN: Date = date(2023, 4, 1);
    const NOW: Date = date(2026, 5, 20);

    fn asked(name: &Name) -> (Why, &[UnitId], &[UnitKind]) {
        match &name.reading {
            Reading::Ask { why, offered, kinds } if name.is_open() => (*why, offered, kinds),
            other => panic!("not asked: {other:?}"),
        }
    }

    #[test]
    fn one_unit_is_one_unit_and_a_group_is_every_unit_of_its_kinds_on_the_day() {
        assert_eq!(read("Công an tỉnh", NOW, &[]).units, Some(vec![id(1)]));
        assert_eq!(read("Các sở, ban, ngành", THEN, &[]).units, Some(vec![id(2), id(3), id(7)]));
        assert_eq!(read("các sở, ban, ngành", NOW, &[]).units, Some(vec![id(2), id(7)]));
        assert_eq!(read("UBND các huyện, thành phố", THEN, &[]).units, Some(vec![id(4)]));
    }

    #[test]
    fn of_two_units_that_bore_a_name_the_one_of_the_day_is_meant() {
        assert_eq!(read("UBND xã An Khê", THEN, &[]).units, Some(vec![id(5)]));
        assert_eq!(read("UBND xã An Khê", NOW, &[]).units, Some(vec![id(6)]));
    }

    #[test]
    fn what_only_a_person_can_say_is_asked() {
        assert_eq!(asked(&read("Chủ quản hệ thống thông tin", NOW, &[])).0, Why::SystemOwners);
        assert_eq!(asked(&read("các đơn vị có liên quan", NOW, &[])).0, Why::Concerned);
        let some = read("các sở, ban, ngành liên quan", NOW, &[]);
        let kinds = [UnitKind::Department, UnitKind::ProvincialGovernment];
        assert_eq!(asked(&some), (Why::Concerned, [].as_slice(), kinds.as_slice()));
        assert_eq!(asked(&read("UBND các huyện, thành phố", NOW, &[])).0, Why::Empty);
        assert_eq!(asked(&read("Ban Tôn giáo", NOW, &[])).0, Why::Unknown);
        assert_eq!(
            asked(&read("Sở Thông tin và Truyền thông", NOW, &[])),
            (Why::Ended, [id(7)].as_slice(), [].as_slice())
        );
    }

    #[test]
    fn an_answer_goes_before_any_reading() {
        let answer = |words: &str, choice: &Choice| Answer {
            about: name_key(words),
            decision: "corrected".into(),
            value: Some(choice.text()),
        };
        let owners = [answer("chủ quản hệ thống thông tin", &Choice::Units(vec![id(2), id(99)]))];
        assert_eq!(read("Chủ quản hệ thống thông tin", NOW, &owners).units, Some(vec![id(2)]));
        let districts = [answer("UBND các huyện, thành phố", &Choice::Kinds(vec![UnitKind::Commune]))];
        assert_eq!(read("UBND các huyện, thành phố", NOW, &districts).units, Some(vec![id(6)]));
        let nobody = [answer("Công an tỉnh", &Choice::Nobody)];
        assert_eq!(read("Công an tỉnh", NOW, &nobody).units, Some(vec![]));
        assert_eq!(Choice::of("whatever"), None);
    }
}
