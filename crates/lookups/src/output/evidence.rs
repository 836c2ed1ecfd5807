//! `evidence.rsb`: what an audit found, as observations for the office. Accounts stand
//! by name, citizens by a keyed hash: the same key gives the same citizen the same name.

use crate::audit::Audited;
use crate::local;
use crate::rule;
use ::evidence::{Header, Kind, Observation, Sealer, Sight, Source, Subject, Value, Writer};
use anyhow::{Context as _, Result};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::Path;

/// The tool, as rules know it.
const TOOL: &str = "rasoat-lookups";
const COUNTED: &str = "lookups.counted";
/// Hexadecimal signs of a citizen's hash.
const SIGNS: usize = 32;

/// With what a bundle is sealed, and for which visit.
#[derive(Debug, Clone)]
pub struct Seal {
    pub secret: [u8; 32],
    pub visit: String,
    pub made_at: Timestamp,
}

/// Says what was seen.
struct Teller<'a> {
    audited: &'a Audited,
    seen: Vec<Observation>,
}

/// How often, from when to when, and why.
#[derive(Default)]
struct Count {
    count: u64,
    between: Option<(i64, i64)>,
    why: String,
}

impl Count {
    fn of(count: u64) -> Self {
        Count { count, ..Count::default() }
    }
}

/// Writes the bundle; gives how many observations it has.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, audited: &Audited, seal: &Seal) -> Result<usize> {
    let seen = observations(audited, &citizen_key(&seal.secret));
    let header = Header::new(TOOL, env!("CARGO_PKG_VERSION"), seal.made_at, seal.visit.as_str());
    super::whole(path, |file| {
        let mut writer = Writer::new(file, &header)?;
        for one in &seen {
            writer.add(one)?;
        }
        writer.seal(&Sealer::new(&seal.secret))?;
        Ok(())
    })?;
    Ok(seen.len())
}

/// What citizens are hashed with: not the key itself, which signs.
fn citizen_key(secret: &[u8; 32]) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(b"rasoat-lookups citizens 1 ");
    digest.update(secret);
    digest.finalize().into()
}

fn hashed(key: &[u8; 32], citizen: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(citizen.as_bytes());
    let mut hash = ::evidence::hex(&mac.finalize().into_bytes());
    hash.truncate(SIGNS);
    hash
}

fn observations(audited: &Audited, key: &[u8; 32]) -> Vec<Observation> {
    let (span, found) = (&audited.span, &audited.found);
    let mut teller = Teller { audited, seen: Vec::new() };
    let log = audited.log.name.clone();
    let rejected = audited.summary.rejected.count;
    for (what, count) in [
        ("rows", span.rows),
        ("lookups", span.lookups),
        ("explained", span.explained),
        ("rejected", rejected),
    ] {
        teller.count(Kind::Log, &log, what, Count::of(count));
    }
    for (attribute, there) in [("lookups.l12", found.has_watch), ("lookups.l16", found.has_terminals)] {
        let sight = if there { Sight::Seen(Value::Flag(true)) } else { Sight::NotCollected };
        teller.see(Kind::Log, &log, attribute, attribute, sight);
    }
    systems(&mut teller);
    for account in &audited.ranked {
        teller.count(Kind::Account, &account.account, "lookups", Count::of(account.lookups));
        teller.count(Kind::Account, &account.account, "unexplained", Count::of(account.unexplained()));
        for reason in &account.reasons {
            let between = Some((reason.first, reason.last));
            let count = Count { count: reason.count, between, why: rule::name(reason.rule).to_owned() };
            teller.count(Kind::Account, &account.account, &format!("L{}", reason.rule), count);
        }
    }
    for flag in &found.breadth {
        let name = hashed(key, span.citizen(flag.citizen));
        let between = Some((flag.from, flag.to));
        teller.count(Kind::Citizen, &name, "accounts", Count::of(flag.accounts));
        let why = format!("{} tài khoản của {} đơn vị", flag.accounts, flag.units);
        teller.count(Kind::Citizen, &name, "L11", Count { count: 1, between, why });
    }
    teller.seen
}

/// Of each system: its days, and what its log lacks.
fn systems(teller: &mut Teller<'_>) {
    let (span, found) = (&teller.audited.span, &teller.audited.found);
    let mut systems: Vec<_> = span.systems.iter().collect();
    systems.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    for system in systems {
        let name = &*system.name;
        teller.count(Kind::System, name, "days", Count::of(system.days));
        let months: Vec<String> =
            found.months.iter().filter(|flag| flag.0 == name).map(|flag| flag.1.to_string()).collect();
        let silent: Vec<_> = found.silent.iter().filter(|flag| flag.0 == name).map(|flag| flag.1).collect();
        if !months.is_empty() {
            let why = format!("không có bản ghi tháng {}", listed(&months));
            teller.count(Kind::System, name, "L1", Count { count: months.len() as u64, between: None, why });
        }
        if let (Some(first), Some(last)) = (silent.first(), silent.last()) {
            let days: Vec<String> =
                silent.iter().map(|day| day.date().strftime("%d/%m/%Y").to_string()).collect();
            let why = format!("không có lượt tra cứu ngày {}", listed(&days));
            let between = Some((first.begins(), last.begins()));
            teller.count(Kind::System, name, "L2", Count { count: silent.len() as u64, between, why });
        }
        if let Some(flag) = found.sequences.iter().find(|flag| flag.system == name) {
            let why = format!(
                "{} chỗ đứt quãng ({} số thiếu), {} số lặp, {} lần thời gian lùi",
                flag.gaps, flag.missing, flag.repeats, flag.back
            );
            let count = flag.gaps + flag.repeats + flag.back;
            teller.count(Kind::System, name, "L3", Count { count, between: None, why });
        }
        if let Some((_, last)) = found.ended.iter().find(|flag| flag.0 == name) {
            let why = format!("bản ghi cuối lúc {}", local::spoken(*last));
            teller.count(Kind::System, name, "L19", Count { count: 1, between: Some((*last, *last)), why });
        }
    }
}

/// The first of a list, and how many more.
fn listed(all: &[String]) -> String {
    const FIRST: usize = 5;
    let first = all.iter().take(FIRST).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > FIRST { format!("{first} và {} nữa", all.len() - FIRST) } else { first }
}

impl Teller<'_> {
    fn count(&mut self, kind: Kind, subject: &str, what: &str, count: Count) {
        let mut fields: BTreeMap<String, Value> = BTreeMap::new();
        fields.insert("what".into(), Value::Text(what.into()));
        fields.insert("count".into(), Value::Whole(count.count as i64));
        if let Some((first, last)) = count.between {
            for (name, at) in [("first", first), ("last", last)] {
                if let Ok(at) = Timestamp::from_microsecond(at) {
                    fields.insert(name.into(), Value::Instant(at));
                }
            }
        }
        if !count.why.is_empty() {
            fields.insert("why".into(), Value::Text(count.why));
        }
        self.see(kind, subject, COUNTED, what, Sight::Seen(Value::Record(fields)));
    }

    fn see(&mut self, kind: Kind, subject: &str, attribute: &str, place: &str, sight: Sight) {
        let log = &self.audited.log;
        self.seen.push(Observation {
            subject: Subject::new(kind, subject),
            attribute: attribute.into(),
            sight,
            source: Source {
                tool: TOOL.into(),
                version: env!("CARGO_PKG_VERSION").into(),
                file: log.name.clone(),
                sha256: log.sha256.clone(),
                place: place.into(),
            },
            seen_at: None,
            valid_at: None,
        });
    }
}

/// The secret of a key file, which is made when it is missing.
///
/// # Errors
/// When it cannot be read or made.
pub fn secret(path: &Path) -> Result<[u8; 32]> {
    ::evidence::key_file(path).with_context(|| format!("tệp khóa {}", path.display()))
}
