//! What a list of a machine's updates says: the output of `systeminfo`, of
//! `wmic qfe`, of `Get-HotFix`, in whatever language Windows wrote it. Labels
//! are translated, so nothing is found by its label: a version repeats its build
//! at the end of its line, an update is KB and digits, and so on.
//!
//! Not here: which product that is (`product`), what is missing (`verdict`).

use super::product::Product;
use super::text::{self, Encoding};
use std::collections::BTreeSet;
use std::fmt;

/// Largest list read. A real one, of 400 updates, has 60 kB in UTF-16.
pub const MAX_LIST_BYTES: usize = 4 << 20;

/// Most updates taken from one list.
const MAX_UPDATES: usize = 20_000;

/// How far behind a version its build is looked for again, in bytes.
const MAX_VERSION_TAIL: usize = 200;

/// The number of an article of Microsoft's knowledge base, by which an update
/// goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kb(pub u32);

impl Kb {
    /// By its name: `KB5034122`.
    pub fn of(name: &str) -> Option<Self> {
        name.strip_prefix("KB")?.parse().ok().map(Kb)
    }
}

impl fmt::Display for Kb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KB{}", self.0)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Architecture {
    X86,
    X64,
    Arm64,
    Itanium,
}

impl Architecture {
    pub fn code(self) -> &'static str {
        match self {
            Architecture::X86 => "x86",
            Architecture::X64 => "x64",
            Architecture::Arm64 => "arm64",
            Architecture::Itanium => "ia64",
        }
    }

    /// As the registry names the processor a system is made for.
    pub fn in_registry(self) -> &'static str {
        match self {
            Architecture::X86 => "x86",
            Architecture::X64 => "AMD64",
            Architecture::Arm64 => "ARM64",
            Architecture::Itanium => "IA64",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "x86" => Architecture::X86,
            "x64" | "amd64" => Architecture::X64,
            "arm64" => Architecture::Arm64,
            "ia64" | "itanium" => Architecture::Itanium,
            _ => return None,
        })
    }
}

/// What kind of list it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// The machine, its version, its updates.
    Systeminfo,
    /// Updates alone.
    Updates,
    /// Neither is recognised.
    Unknown,
}

/// A value, and the line it stands on, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    pub value: T,
    pub line: usize,
}

/// What a list says of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    pub form: Form,
    pub encoding: Encoding,
    /// The system's name as written: `Microsoft Windows 10 Pro`.
    pub name: Option<At<String>>,
    /// Major and minor version, and build.
    pub version: Option<At<(u32, u32, u32)>>,
    pub service_pack: Option<u32>,
    pub architecture: Option<At<Architecture>>,
    pub updates: BTreeSet<Kb>,
    /// The first and the last line that names an update.
    pub updates_on: Option<(usize, usize)>,
}

impl Stated {
    pub fn build(&self) -> Option<u32> {
        self.version.as_ref().map(|at| at.value.2)
    }

    /// Whether the name is a server's. It is written so in every language.
    pub fn is_server(&self) -> bool {
        self.named("server")
    }

    /// Whether the name bears a word, as a part of words too: consoles wrote the
    /// sign ® as a letter, `Serverr`.
    pub(super) fn named(&self, word: &str) -> bool {
        self.name.as_ref().is_some_and(|name| name.value.to_ascii_lowercase().contains(word))
    }
}

/// What the list leaves open. Each has its words where words are kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Doubt {
    #[error("neither systeminfo's output nor a list of updates is recognised in the file")]
    FormUnknown,
    #[error("the system is not named in the file")]
    NameMissing,
    #[error("the architecture is not stated; x64 is assumed")]
    ArchitectureAssumed,
    #[error("build {build} is not a known build of Windows")]
    BuildUnknown { build: u32 },
    #[error("no update is listed: the list may be cut off, or nothing was ever installed")]
    NoUpdates,
    #[error("line {line} says {said} updates are installed, {shown} are listed")]
    CutOff { line: usize, said: usize, shown: usize },
    #[error("more than {limit} updates are listed; the rest is left out")]
    TooManyUpdates { limit: usize },
    #[error("the file is in a code page it does not name; only its ASCII letters are read")]
    CodePage,
}

/// Why a list was not read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatchError {
    #[error("the list is larger than {limit} bytes")]
    TooLarge { limit: usize },
}

/// Reads a list. What is not recognised is a doubt, never an error.
pub fn read(bytes: &[u8]) -> Result<(Stated, Vec<Doubt>), PatchError> {
    if bytes.len() > MAX_LIST_BYTES {
        return Err(PatchError::TooLarge { limit: MAX_LIST_BYTES });
    }
    let (text, encoding) = text::decode(bytes);
    let lines: Vec<Line<'_>> = (1..).zip(text.lines()).collect();
    let mut doubts = Vec::new();
    if encoding == Encoding::Oem {
        doubts.push(Doubt::CodePage);
    }
    let stated = match version(&lines) {
        Some(found) => systeminfo(&lines, found, encoding, &mut doubts),
        None => updates_alone(&lines, encoding, &mut doubts),
    };
    if let (Some(build), None) = (stated.build(), Product::of(&stated)) {
        doubts.push(Doubt::BuildUnknown { build });
    }
    Ok((stated, doubts))
}

/// A line, and its number counted from 1.
type Line<'a> = (usize, &'a str);

/// Where the version stands.
struct Found {
    line: usize,
    /// The line's place among the lines, and the version's within the line.
    at: usize,
    within: usize,
    version: (u32, u32, u32),
    service_pack: Option<u32>,
}

/// `10.0.17763 N/A Build 17763`: the first version whose build is said again
/// after it. Nothing else in the output has that shape.
fn version(lines: &[Line<'_>]) -> Option<Found> {
    lines.iter().enumerate().find_map(|(at, (line, text))| {
        words(text).find_map(|(within, word)| {
            let version = version_of(word)?;
            let rest = &text[within + word.len()..];
            let rest = &rest[..rest.floor_char_boundary(MAX_VERSION_TAIL)];
            let again = digits(rest).find(|(_, number)| *number == version.2)?;
            let between = &rest[..again.0];
            Some(Found { line: *line, at, within, version, service_pack: service_pack(between) })
        })
    })
}

/// Words of digits, letters and dots, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    text.split(move |c| !part(c))
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn version_of(word: &str) -> Option<(u32, u32, u32)> {
    let mut parts = word.split('.').map(|part| part.parse::<u32>().ok());
    let version = (parts.next()??, parts.next()??, parts.next()??);
    (parts.next().is_none() && version.0 < 100 && version.2 >= 1000).then_some(version)
}

fn digits(text: &str) -> impl Iterator<Item = (usize, u32)> {
    words(text).filter_map(|(at, word)| Some((at, word.parse().ok()?)))
}

fn service_pack(between: &str) -> Option<u32> {
    let (_, after) = between.split_once("Service Pack ")?;
    digits(after).next().map(|(_, number)| number).filter(|number| *number < 10)
}

fn systeminfo(lines: &[Line<'_>], found: Found, encoding: Encoding, doubts: &mut Vec<Doubt>) -> Stated {
    let name = name(lines, &found);
    if name.is_none() {
        doubts.push(Doubt::NameMissing);
    }
    let architecture = architecture(&lines[found.at..]);
    if architecture.is_none() {
        doubts.push(Doubt::ArchitectureAssumed);
    }
    let after = &lines[found.at..];
    let (updates, updates_on) = updates(after, doubts);
    doubts.extend(cut_off(after));
    if updates.is_empty() {
        doubts.push(Doubt::NoUpdates);
    }
    Stated {
        form: Form::Systeminfo,
        encoding,
        name,
        version: Some(At { value: found.version, line: found.line }),
        service_pack: found.service_pack,
        architecture,
        updates,
        updates_on,
    }
}

/// The last field before the version that names Windows; the machine's own name,
/// which may do so too, stands before it.
fn name(lines: &[Line<'_>], found: &Found) -> Option<At<String>> {
    let (line, last) = lines[found.at];
    let before = lines[..found.at].iter().copied().chain([(line, &last[..found.within])]);
    before.collect::<Vec<_>>().into_iter().rev().find_map(|(line, text)| {
        let at = text.rfind("Windows")?;
        let start = text[..at].rfind(['"', ':', '=', '\t']).map_or(0, |sign| sign + 1);
        let end = text[at..].find(['"', '\t']).map_or(text.len(), |sign| at + sign);
        Some(At { value: text[start..end].trim().to_owned(), line })
    })
}

/// `x64-based PC`; translated, `x64-basierter PC`, `PC à base de x64`. Members of
/// lists (`[01]: x64 Family 6 …`) are processors, and say another thing.
fn architecture(lines: &[Line<'_>]) -> Option<At<Architecture>> {
    let of = |joined: bool| {
        lines.iter().filter(|(_, text)| !text.trim_start().starts_with('[')).find_map(|(line, text)| {
            words(text).find_map(|(at, word)| {
                let value = Architecture::of(word)?;
                let after = &text[at + word.len()..];
                (!joined || after.starts_with("-ba")).then_some(At { value, line: *line })
            })
        })
    };
    of(true).or_else(|| of(false))
}

/// Updates alone: under the heading of `wmic qfe` and `Get-HotFix`, which is not
/// translated. Without it a list of KB numbers may as well be of those missing.
fn updates_alone(lines: &[Line<'_>], encoding: Encoding, doubts: &mut Vec<Doubt>) -> Stated {
    let heading = lines.iter().position(|(_, text)| text.to_ascii_lowercase().contains("hotfixid"));
    let (updates, updates_on) = heading.map_or_else(Default::default, |at| updates(&lines[at..], doubts));
    let form = if heading.is_some() { Form::Updates } else { Form::Unknown };
    if heading.is_none() {
        doubts.push(Doubt::FormUnknown);
    } else if updates.is_empty() {
        doubts.push(Doubt::NoUpdates);
    }
    Stated {
        form,
        encoding,
        name: None,
        version: None,
        service_pack: None,
        architecture: None,
        updates,
        updates_on,
    }
}

type Listed = (BTreeSet<Kb>, Option<(usize, usize)>);

fn updates(lines: &[Line<'_>], doubts: &mut Vec<Doubt>) -> Listed {
    let mut updates = BTreeSet::new();
    let mut on: Option<(usize, usize)> = None;
    for (line, text) in lines {
        for kb in words(text).filter_map(|(_, word)| kb(word)) {
            if updates.len() == MAX_UPDATES {
                doubts.push(Doubt::TooManyUpdates { limit: MAX_UPDATES });
                return (updates, on);
            }
            updates.insert(kb);
            on = Some((on.map_or(*line, |(first, _)| first), *line));
        }
    }
    (updates, on)
}

/// `KB893803v2`: the letters KB, digits, and perhaps which edition of it.
fn kb(word: &str) -> Option<Kb> {
    let (letters, rest) = word.split_at_checked(2)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let fits = letters.eq_ignore_ascii_case("kb") && (4..=8).contains(&end);
    fits.then(|| rest[..end].parse().ok().map(Kb)).flatten()
}

/// A heading that says how many there are, above fewer members: systeminfo of
/// older systems breaks its list off.
fn cut_off(lines: &[Line<'_>]) -> Option<Doubt> {
    let member = |text: &str| text.trim_start().starts_with('[');
    let first =
        lines.iter().position(|(_, text)| member(text) && words(text).any(|(_, word)| kb(word).is_some()))?;
    let heading = lines[..first].iter().rposition(|(_, text)| !text.trim().is_empty() && !member(text))?;
    let (line, text) = lines[heading];
    let mut numbers = digits(text);
    let said = usize::try_from(numbers.next()?.1).ok().filter(|_| numbers.next().is_none())?;
    let under = lines[heading + 1..].iter().map(|(_, text)| *text).filter(|text| !text.trim().is_empty());
    let shown = under.take_while(|text| member(text)).count();
    (said > shown).then_some(Doubt::CutOff { line, said, shown })
}
