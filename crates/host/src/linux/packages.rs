//! The packages that are installed: dpkg's status, what rpm lists, apk's database.

use super::look::{Look, Record, Text};
use evidence::Value;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Packages of a server, at most.
const MOST: usize = 20_000;

/// One package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Package {
    pub name: String,
    pub version: String,
    pub architecture: String,
    pub manager: &'static str,
    pub installed: Option<Timestamp>,
}

const SOURCES: [&str; 3] = ["/var/lib/dpkg/status", "rpm", "/lib/apk/db/installed"];

pub(super) fn see(look: &mut Look<'_>) {
    // One of them is enough: which is for the system to choose.
    let there: Vec<&str> = SOURCES.into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    let wanted = if there.is_empty() { SOURCES.to_vec() } else { there };
    for file in look.open(&wanted, &["software"]) {
        for package in all_of(&file) {
            let mut record = Record::new();
            record.text("name", &package.name).text("version", &package.version);
            record.text("architecture", &package.architecture).text("manager", package.manager);
            record.put_some("installed", package.installed.map(Value::Instant));
            look.record("software", &file, file.path, record);
        }
    }
}

/// All packages, for other topics.
pub(super) fn all(look: &Look<'_>) -> Vec<Package> {
    SOURCES.iter().flat_map(|wanted| look.texts(wanted)).flat_map(|file| all_of(&file)).collect()
}

/// Packages by their names.
pub(super) fn by_name(look: &Look<'_>) -> BTreeMap<String, Package> {
    all(look).into_iter().map(|package| (package.name.clone(), package)).collect()
}

/// The packages of one list.
pub(super) fn all_of(file: &Text<'_>) -> Vec<Package> {
    let mut packages = match file.path {
        "rpm" => rpm(&file.text),
        "/lib/apk/db/installed" => apk(&file.text),
        _ => dpkg(&file.text),
    };
    packages.truncate(MOST);
    packages
}

/// Paragraphs of `Field: value`, of which those count whose status ends so
/// (deb-control(5), dpkg(1)).
fn dpkg(text: &str) -> Vec<Package> {
    let mut packages = Vec::new();
    for paragraph in text.split("\n\n") {
        let field = |name: &str| {
            paragraph.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ").map(str::trim))
        };
        let installed = field("Status").is_some_and(|status| {
            matches!(
                status.rsplit(' ').next(),
                Some("installed" | "triggers-awaited" | "triggers-pending" | "unpacked" | "half-configured")
            )
        });
        if let (true, Some(name), Some(version)) = (installed, field("Package"), field("Version")) {
            packages.push(Package {
                name: name.to_owned(),
                version: version.to_owned(),
                architecture: field("Architecture").unwrap_or_default().to_owned(),
                manager: "dpkg",
                installed: None,
            });
        }
    }
    packages
}

/// Lines as we ask rpm for them: name, epoch and version, architecture, seconds.
fn rpm(text: &str) -> Vec<Package> {
    let line = |line: &str| {
        let mut cells = line.split('\t');
        let (name, version) = (cells.next()?, cells.next()?);
        if name.is_empty() || name.contains(' ') {
            return None;
        }
        let architecture = cells.next().unwrap_or_default();
        let seconds = cells.next().and_then(|seconds| seconds.trim().parse().ok());
        Some(Package {
            name: name.to_owned(),
            version: version.trim_start_matches("(none):").to_owned(),
            architecture: architecture.replace("(none)", ""),
            manager: "rpm",
            installed: seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()),
        })
    };
    text.lines().filter_map(line).collect()
}

/// Paragraphs of `P:name`, `V:version`, `A:architecture` (apk's database).
fn apk(text: &str) -> Vec<Package> {
    let mut packages = Vec::new();
    for paragraph in text.split("\n\n") {
        let field =
            |mark: &str| paragraph.lines().find_map(|line| line.strip_prefix(mark)).map(str::to_owned);
        if let (Some(name), Some(version)) = (field("P:"), field("V:")) {
            let architecture = field("A:").unwrap_or_default();
            packages.push(Package { name, version, architecture, manager: "apk", installed: None });
        }
    }
    packages
}
