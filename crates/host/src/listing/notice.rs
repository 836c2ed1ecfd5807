//! Files and folders whose names matter, among all that go by.
//!
//! Most names are let go after one look at their ending. What is alike in one folder,
//! or everywhere, is one thing with a count. Not here: the names themselves (`names`,
//! `known`).

use super::line::Stamp;
use super::marked;
use super::names::{
    BROWSER_FOLDERS, CLOUD_FOLDERS, CLOUD_OWN, DOCUMENTS, ENCRYPTED, HIVE_COPIES, HIVE_FOLDER, MACHINES,
    MARKS, MESSENGER_FOLDERS, NOTES, NOTES_BEGIN, OWN_LOG, PASSWORDS, PROGRAMS, RUNS,
};
use super::place::{is_root, text, under};
use super::{MOST_OF_KIND, Notable};
use crate::known;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};
use domain::text::fold;
use jiff::civil::DateTime;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

/// Names kept of a drive's root, to compare programs with folders, at most.
const MOST_OF_ROOT: usize = 2_000;
/// Bytes of a program that is taken for one that passes itself off as a folder.
const MIMIC: u64 = 20 << 20;
/// Words a document's name has at most to be taken for a list of passwords: longer
/// names tell of rules about them.
const WORDS_OF_PASSWORDS: usize = 4;

/// Words of programs; what fits is looked at again, word by word. That they make an
/// automaton, a test sees.
static PROGRAM_WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = known::words().map(|word| word.trim_matches(['^', '|']));
    AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostFirst).build(words).ok()
});
/// Ways to write a marking.
static MARKED: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::new(MARKS).ok());

pub(super) struct Found<'l> {
    pub folder: &'l [u8],
    pub name: &'l [u8],
    pub size: Option<u64>,
    pub modified: Option<Stamp>,
}

/// One thing, before its moment can be told.
struct Noticed {
    notable: Notable,
    modified: Option<Stamp>,
}

pub(super) struct Notice {
    endings: HashMap<&'static [u8], Ending>,
    noticed: Vec<Noticed>,
    known: HashMap<(&'static str, String, String), usize>,
    counts: BTreeMap<&'static str, usize>,
    limited: bool,
    lower: Vec<u8>,
    folder: Folder,
}

/// The folder that is open.
#[derive(Default)]
struct Folder {
    under: &'static str,
    /// Within a folder that programs keep things in.
    of_programs: bool,
    /// Below a folder that is copied elsewhere: which thing that is, and its path.
    cloud: Option<(usize, Vec<u8>)>,
    root: bool,
    /// Names in a drive's root: of folders, and of programs without their ending.
    folders: HashSet<Vec<u8>>,
    programs: Vec<(Vec<u8>, String, Option<u64>, Option<Stamp>)>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Ending {
    program: bool,
    document: bool,
    runs: bool,
    machine: bool,
    encrypted: bool,
}

impl Notice {
    pub fn new() -> Self {
        let mut endings: HashMap<&'static [u8], Ending> = HashMap::new();
        let mut mark = |list: &[&'static str], set: fn(&mut Ending)| {
            for ending in list {
                set(endings.entry(ending.as_bytes()).or_default());
            }
        };
        mark(PROGRAMS, |ending| ending.program = true);
        mark(DOCUMENTS, |ending| ending.document = true);
        mark(RUNS, |ending| ending.runs = true);
        mark(MACHINES, |ending| ending.machine = true);
        mark(ENCRYPTED, |ending| ending.encrypted = true);
        mark(&["hta", "html"], |ending| ending.document = true);
        Notice {
            endings,
            noticed: Vec::new(),
            known: HashMap::new(),
            counts: BTreeMap::new(),
            limited: false,
            lower: Vec::new(),
            folder: Folder::default(),
        }
    }

    pub fn folder(&mut self, path: &[u8]) {
        self.mimics();
        let lower = path.to_ascii_lowercase();
        let folder = &mut self.folder;
        folder.under = under(&lower);
        let holds = |part: &[u8]| memchr::memmem::find(&lower, part).is_some();
        folder.of_programs = matches!(folder.under, "windows" | "program_files")
            || holds(br"\appdata\")
            || holds(br":\programdata")
            || holds(br"\node_modules\");
        folder.root = is_root(path);
        if !folder.cloud.as_ref().is_some_and(|(_, root)| lower.starts_with(root)) {
            folder.cloud = None;
        }
        let last = lower.rsplit(|byte| *byte == b'\\' || *byte == b'/').next().unwrap_or_default();
        self.named_folder(path, &lower, last);
    }

    fn named_folder(&mut self, path: &[u8], lower: &[u8], last: &[u8]) {
        if let Some((_, product)) = MESSENGER_FOLDERS.iter().find(|(name, _)| name.as_bytes() == last) {
            self.whole_folder("messenger", product, path);
        }
        if let Some((_, product)) = BROWSER_FOLDERS.iter().find(|(end, _)| lower.ends_with(end.as_bytes())) {
            self.whole_folder("browser", product, path);
        }
        if self.folder.cloud.is_none()
            && self.folder.under != "windows"
            && self.folder.under != "program_files"
        {
            let of = |name: &str| {
                last.strip_prefix(name.as_bytes())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(b" - "))
            };
            if let Some((_, product)) = CLOUD_FOLDERS.iter().find(|(name, _)| of(name))
                && let Some(at) = self.whole_folder("cloud", product, path)
            {
                self.folder.cloud = Some((at, [lower, br"\"].concat()));
            }
        }
        if names_program(last) {
            let name = text(last);
            let tool = known::program(&name).filter(|(kind, _)| *kind == known::LICENCE_TOOL);
            if let Some((kind, product)) = tool.or_else(|| known::renamed(&name)) {
                self.whole_folder(kind, product, path);
            }
        }
    }

    /// A folder, however often it is come back to. One for copies elsewhere counts the
    /// files in it, and is nothing without any.
    fn whole_folder(&mut self, kind: &'static str, product: &str, path: &[u8]) -> Option<usize> {
        let key = (kind, product.to_owned(), text(path).to_lowercase());
        if let Some(at) = self.known.get(&key) {
            return Some(*at);
        }
        let at = self.put(kind, Some(product.to_owned()), tidy(text(path)), None, None)?;
        self.noticed[at].notable.count = u64::from(kind != "cloud");
        self.known.insert(key, at);
        Some(at)
    }

    /// A folder within the open one.
    pub fn subfolder(&mut self, name: &[u8]) {
        if self.folder.root && self.folder.folders.len() < MOST_OF_ROOT {
            self.folder.folders.insert(name.to_ascii_lowercase());
        }
    }

    pub fn file(&mut self, found: &Found<'_>) {
        let mut lower = std::mem::take(&mut self.lower);
        lower.clear();
        lower.extend(found.name.iter().map(u8::to_ascii_lowercase));
        self.lowered(found, &lower);
        self.lower = lower;
    }

    fn lowered(&mut self, found: &Found<'_>, lower: &[u8]) {
        if let Some((at, root)) = &self.folder.cloud {
            let inside = found.folder.len() + 1 >= root.len();
            if inside && !CLOUD_OWN.iter().any(|own| own.as_bytes() == lower) {
                let notable = &mut self.noticed[*at].notable;
                notable.count += 1;
                notable.bytes = notable.bytes.saturating_add(found.size.unwrap_or_default());
            }
        }
        let dot = memchr::memrchr(b'.', lower);
        let ending = self.ending_of(lower);
        let stem = &lower[..dot.unwrap_or(lower.len())];
        if self.folder.root && lower == b"autorun.inf" {
            self.single("autorun", None, found);
        }
        if ending.program && names_program(lower) {
            let name = text(lower);
            let known = known::program(&name);
            // A library of a browser or of Office is none of people's own doing.
            if let Some((kind, product)) =
                known.filter(|(kind, _)| !(*kind == "browser" && ends_with(lower, b"dll")))
            {
                self.alike_file(kind, product, found);
            }
        }
        if ending.runs {
            self.disguised(found, lower, stem);
        }
        if ending.machine && self.folder.under != "windows" {
            self.single("virtual_machine", None, found);
        }
        if ending.encrypted && self.ending_of(stem).document {
            let ending = text(&lower[stem.len() + 1..]);
            self.everywhere("encrypted_ending", &ending, found);
        }
        if ending.document || ending.runs {
            self.note(found, lower);
        }
        if ending.document {
            self.document(found, stem);
        }
        self.hive_copy(found, lower);
    }

    /// A program with a document's ending before its own, with room between them, or
    /// with a letter that turns the reading about.
    fn disguised(&mut self, found: &Found<'_>, lower: &[u8], stem: &[u8]) {
        const TURNED: &[u8] = "\u{202E}".as_bytes();
        let inner = stem.trim_ascii_end();
        let document = self.ending_of(inner).document;
        let turned = memchr::memmem::find(found.name, TURNED).is_some();
        let spaced = memchr::memmem::find(stem, b"          ").is_some();
        if (document && !self.folder.of_programs) || turned || spaced {
            self.single("double_ending", None, found);
        }
        if self.folder.root && ends_with(lower, b"exe") && self.folder.programs.len() < MOST_OF_ROOT {
            let path = joined(found.folder, found.name);
            self.folder.programs.push((inner.to_vec(), path, found.size, found.modified));
        }
    }

    /// Programs in a drive's root that are called like a folder beside them.
    fn mimics(&mut self) {
        let folders = std::mem::take(&mut self.folder.folders);
        for (stem, path, size, modified) in std::mem::take(&mut self.folder.programs) {
            if folders.contains(&stem) && size.is_none_or(|size| size < MIMIC) {
                self.put("folder_mimic", None, path, size, modified);
            }
        }
    }

    fn note(&mut self, found: &Found<'_>, lower: &[u8]) {
        let whole = NOTES.iter().find(|name| name.as_bytes() == lower);
        let begun = || NOTES_BEGIN.iter().find(|name| lower.starts_with(name.as_bytes()));
        if let Some(name) = whole.or_else(begun) {
            self.everywhere("ransom_note", name, found);
        }
    }

    fn document(&mut self, found: &Found<'_>, stem: &[u8]) {
        if self.folder.of_programs {
            return;
        }
        let has_mark = MARKED.as_ref().is_some_and(|marks| marks.is_match(stem));
        if has_mark && let Some(level) = marked::level(&text(&found.name[..stem.len()])) {
            self.single("marked_name", Some(level), found);
        }
        if has_mark || memchr::memmem::find(stem, b"pass").is_some() {
            let folded = fold(&text(stem));
            let few = folded.split(' ').count() <= WORDS_OF_PASSWORDS;
            let joined = folded.replace("mat khau", "matkhau");
            let one = |word: &str| joined.split(' ').any(|one| one == word);
            let listed =
                PASSWORDS.iter().any(|word| one(word) || (word.contains(' ') && joined.contains(word)));
            if few && listed {
                self.single("password_list", None, found);
            }
        }
    }

    fn hive_copy(&mut self, found: &Found<'_>, lower: &[u8]) {
        if lower == OWN_LOG.as_bytes() {
            // Our own collection: what lies there was just taken.
            let folder = text(found.folder);
            let own = |one: &&mut Noticed| {
                one.notable.kind == "hive_copy"
                    && one.notable.path.rsplit_once('\\').is_some_and(|(of, _)| of == folder)
            };
            self.noticed.iter_mut().filter(own).for_each(|one| one.notable.count = 0);
        } else if self.folder.under != "windows" && HIVE_COPIES.iter().any(|name| name.as_bytes() == lower) {
            let folder = found.folder.to_ascii_lowercase();
            if memchr::memmem::find(&folder, HIVE_FOLDER.as_bytes()).is_none() {
                self.single("hive_copy", None, found);
            }
        }
    }

    fn ending_of(&self, lower: &[u8]) -> Ending {
        let dot = memchr::memrchr(b'.', lower);
        dot.and_then(|dot| self.endings.get(&lower[dot + 1..])).copied().unwrap_or_default()
    }

    fn single(&mut self, kind: &'static str, product: Option<&str>, found: &Found<'_>) {
        let path = joined(found.folder, found.name);
        self.put(kind, product.map(str::to_owned), path, found.size, found.modified);
    }

    fn alike_file(&mut self, kind: &'static str, product: &str, found: &Found<'_>) {
        let path = [found.folder, br"\", found.name].concat();
        self.alike(kind, product, found.folder, &path, found.size, found.modified);
    }

    fn everywhere(&mut self, kind: &'static str, product: &str, found: &Found<'_>) {
        let path = [found.folder, br"\", found.name].concat();
        self.alike(kind, product, b"", &path, found.size, found.modified);
    }

    /// One thing for all that are alike below a place.
    fn alike(
        &mut self,
        kind: &'static str,
        product: &str,
        within: &[u8],
        path: &[u8],
        size: Option<u64>,
        modified: Option<Stamp>,
    ) {
        let key = (kind, product.to_owned(), text(within).to_lowercase());
        if let Some(at) = self.known.get(&key) {
            let notable = &mut self.noticed[*at].notable;
            notable.count += 1;
            notable.bytes = notable.bytes.saturating_add(size.unwrap_or_default());
        } else if let Some(at) = self.put(kind, Some(product.to_owned()), tidy(text(path)), size, modified) {
            self.known.insert(key, at);
        }
    }

    fn put(
        &mut self,
        kind: &'static str,
        product: Option<String>,
        path: String,
        size: Option<u64>,
        modified: Option<Stamp>,
    ) -> Option<usize> {
        let count = self.counts.entry(kind).or_default();
        *count += 1;
        if *count > MOST_OF_KIND {
            self.limited = true;
            return None;
        }
        let bytes = size.unwrap_or_default();
        let notable =
            Notable { kind, product, path, size, modified: None, under: self.folder.under, count: 1, bytes };
        self.noticed.push(Noticed { notable, modified });
        Some(self.noticed.len() - 1)
    }

    /// All of it that came to something.
    pub fn take(&mut self, moment: impl Fn(Stamp) -> Option<DateTime>) -> (Vec<Notable>, bool) {
        self.mimics();
        let noticed = std::mem::take(&mut self.noticed).into_iter().filter(|one| one.notable.count > 0);
        let notable = noticed.map(|one| Notable { modified: one.modified.and_then(&moment), ..one.notable });
        (notable.collect(), self.limited)
    }
}

fn names_program(lower: &[u8]) -> bool {
    PROGRAM_WORDS.as_ref().is_some_and(|programs| programs.is_match(lower))
}

fn joined(folder: &[u8], name: &[u8]) -> String {
    tidy(text(&[folder, br"\", name].concat()))
}

/// One backslash after a drive; a Unix has none.
fn tidy(path: String) -> String {
    if path.starts_with('/') {
        path.replace('\\', "/").replace("//", "/")
    } else {
        path.replace(r":\\", r":\")
    }
}

fn ends_with(lower: &[u8], ending: &[u8]) -> bool {
    lower.ends_with(ending)
}
