//! Which product of the knowledge a machine is, in the words Microsoft's own
//! bulletins use for it: `Windows 10 Version 22H2 for x64-based Systems`.
//!
//! Not here: reading what the machine says (`stated`).

use super::stated::{Architecture, Stated};

/// A product, and which entries of the knowledge are about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    name: String,
    covers: Covers,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Covers {
    /// The product under this or another of its names, and what stands on it.
    Named { also: Option<String> },
    /// Every entry whose product contains the name, as wesng 1.0.3 looks for it.
    Containing,
}

impl Product {
    /// By what the machine says; `None` for a build or a name that is not known.
    pub fn of(stated: &Stated) -> Option<Self> {
        named(stated).map(|name| Product::named(&name))
    }

    /// As wesng 1.0.3 names it. It knows builds up to 22000 and leaves the
    /// service pack of a server out, so for such machines it names another
    /// product; this is for comparing with it.
    pub fn as_wesng(stated: &Stated) -> Option<Self> {
        Some(Product { name: named_by_wesng(stated)?, covers: Covers::Containing })
    }

    /// By its name in the bulletins, as [`Product::of`] gave it.
    pub fn named(name: &str) -> Self {
        Product { name: name.to_owned(), covers: Covers::Named { also: also_named(name) } }
    }

    /// A product whose name is known, as wesng takes with `--os`.
    pub fn containing(name: &str) -> Self {
        Product { name: name.to_owned(), covers: Covers::Containing }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn is_server(&self) -> bool {
        self.name.contains("Windows Server")
    }

    /// Whether an entry of the knowledge about `affected` is about this product.
    pub fn is_affected(&self, affected: &str) -> bool {
        match &self.covers {
            Covers::Containing => {
                let packed = || affected.contains(&format!("{} Service Pack", self.name));
                affected.contains(&self.name) && (self.name.contains("Service Pack") || !packed())
            }
            Covers::Named { also } => {
                let platform = platform(affected);
                let same = |name: &str| platform == name.to_lowercase();
                same(&self.name) || also.as_deref().is_some_and(same)
            }
        }
    }
}

/// The system an entry is about: `Internet Explorer 11 on X (Server Core
/// installation)` is about X.
pub(super) fn platform(affected: &str) -> String {
    let name = affected.to_lowercase();
    let name = name.rsplit_once(" on ").map_or(name.as_str(), |(_, system)| system);
    let name = name.split_once(" (server core").map_or(name, |(system, _)| system);
    name.trim().to_owned()
}

/// Versions of Windows 10 and 11 by build, and of the server made of it.
const BUILDS: [(u32, &str, Option<&str>); 21] = [
    (10240, "Windows 10", None),
    (10586, "Windows 10 Version 1511", None),
    (14393, "Windows 10 Version 1607", Some("Windows Server 2016")),
    (15063, "Windows 10 Version 1703", None),
    (16299, "Windows 10 Version 1709", Some("Windows Server, version 1709")),
    (17134, "Windows 10 Version 1803", Some("Windows Server, version 1803")),
    (17763, "Windows 10 Version 1809", Some("Windows Server 2019")),
    (18362, "Windows 10 Version 1903", Some("Windows Server, version 1903")),
    (18363, "Windows 10 Version 1909", Some("Windows Server, version 1909")),
    (19041, "Windows 10 Version 2004", Some("Windows Server, version 2004")),
    (19042, "Windows 10 Version 20H2", Some("Windows Server, version 20H2")),
    (19043, "Windows 10 Version 21H1", None),
    (19044, "Windows 10 Version 21H2", None),
    (19045, "Windows 10 Version 22H2", None),
    (20348, "", Some("Windows Server 2022")),
    (22000, "Windows 11 version 21H2", None),
    (22621, "Windows 11 Version 22H2", None),
    (22631, "Windows 11 Version 23H2", None),
    (25398, "", Some("Windows Server 2022, 23H2 Edition")),
    (26100, "Windows 11 Version 24H2", Some("Windows Server 2025")),
    (26200, "Windows 11 Version 25H2", None),
];

/// Of the first half of 2026, beside the table: no server is made of it.
const BUILD_26H1: u32 = 28000;

/// Another name a product goes by in some bulletins.
fn also_named(name: &str) -> Option<String> {
    let (version, systems) = name.split_once(" for ")?;
    match (version, systems) {
        ("Windows 10", _) => Some(format!("Windows 10 Version 1507 for {systems}")),
        ("Windows 11 version 21H2", _) => Some(format!("Windows 11 for {systems}")),
        ("Windows 11 Version 25H2", "ARM64-based Systems") => Some(format!("{version} for ARM systems")),
        _ => None,
    }
}

/// The product's name.
fn named(stated: &Stated) -> Option<String> {
    let build = stated.build()?;
    let server = stated.is_server();
    let architecture = architecture(stated);
    if build < 10240 {
        return older(build, server, stated);
    }
    let of_26h1 = (BUILD_26H1, "Windows 11 Version 26H1", None);
    let (_, client, served) = BUILDS.into_iter().chain([of_26h1]).find(|(known, ..)| *known == build)?;
    if server {
        return served.map(str::to_owned);
    }
    (!client.is_empty()).then(|| format!("{client} for {} Systems", systems(architecture)))
}

/// Systems before Windows 10.
fn older(build: u32, server: bool, stated: &Stated) -> Option<String> {
    let architecture = architecture(stated);
    let edition = match architecture {
        Architecture::X86 | Architecture::Arm64 => "",
        Architecture::X64 => " x64 Edition",
        Architecture::Itanium => " for Itanium-based Systems",
    };
    let systems = format!(" for {} Systems", systems(architecture));
    let pack = stated.service_pack.filter(|pack| *pack > 0);
    let packed = |name: String| match pack {
        Some(pack) => format!("{name} Service Pack {pack}"),
        None => name,
    };
    Some(match (build, server) {
        (2600, false) => packed("Microsoft Windows XP".to_owned()),
        (3790, false) => packed(format!("Microsoft Windows XP Professional{edition}")),
        (3790, true) => packed(format!("Microsoft Windows Server 2003{edition}")),
        (6000..=6003, false) => packed(format!("Windows Vista{edition}")),
        // Server 2008 was released as service pack 1; its bulletins name none.
        (6001, true) => format!("Windows Server 2008{systems}"),
        (6002 | 6003, true) => format!("Windows Server 2008{systems} Service Pack 2"),
        (7600 | 7601, false) => packed(format!("Windows 7{systems}")),
        (7600 | 7601, true) => packed(format!("Windows Server 2008 R2{systems}")),
        (9200, false) => format!("Windows 8{systems}"),
        (9200, true) => "Windows Server 2012".to_owned(),
        (9600, false) => format!("Windows 8.1{systems}"),
        (9600, true) => "Windows Server 2012 R2".to_owned(),
        _ => return None,
    })
}

fn architecture(stated: &Stated) -> Architecture {
    stated.architecture.as_ref().map_or(Architecture::X64, |at| at.value)
}

fn systems(architecture: Architecture) -> &'static str {
    match architecture {
        Architecture::X86 => "32-bit",
        Architecture::X64 => "x64-based",
        Architecture::Arm64 => "ARM64-based",
        Architecture::Itanium => "Itanium-based",
    }
}

/// The newest version wesng 1.0.3 knows at or below a build.
fn version_by_wesng(build: u32) -> Option<&'static str> {
    const KNOWN: [(u32, &str); 15] = [
        (10240, "1507"),
        (10586, "1511"),
        (14393, "1607"),
        (15063, "1703"),
        (16299, "1709"),
        (17134, "1803"),
        (17763, "1809"),
        (18362, "1903"),
        (18363, "1909"),
        (19041, "2004"),
        (19042, "20H2"),
        (19043, "21H1"),
        (19044, "21H2"),
        (20348, "21H2"),
        (22000, "21H2"),
    ];
    KNOWN.into_iter().rev().find(|(known, _)| *known <= build).map(|(_, version)| version)
}

fn named_by_wesng(stated: &Stated) -> Option<String> {
    let build = stated.build()?;
    // It looks for the maker's name before the system's.
    if !stated.named("microsoft") {
        return None;
    }
    let architecture = architecture(stated);
    let systems = systems(architecture);
    let version = version_by_wesng(build);
    let pack = stated.service_pack.map(|pack| format!(" Service Pack {pack}")).unwrap_or_default();
    let edition = match architecture {
        Architecture::X86 => String::new(),
        other => format!(" {} Edition", other.code()),
    };
    let year = |year: &str| stated.named(year) && stated.is_server();
    Some(if stated.named(" xp") {
        let professional = if edition.is_empty() { "" } else { " Professional" };
        format!("Microsoft Windows XP{professional}{edition}{pack}")
    } else if stated.named("vista") {
        // It compares with a small x: 32-bit Vista is an X86 edition to it.
        let edition = if edition.is_empty() { " X86 Edition".to_owned() } else { edition };
        format!("Windows Vista{edition}{pack}")
    } else if year("2003") {
        format!("Microsoft Windows Server 2003{edition}")
    } else if year("2008 r2") {
        format!("Windows Server 2008 R2 for {systems} Systems")
    } else if year("2008") {
        format!("Windows Server 2008 for {systems} Systems")
    } else if let Some(found) =
        ["2012 R2", "2012", "2016", "2019", "2022"].into_iter().find(|name| year(&name.to_lowercase()))
    {
        format!("Windows Server {found}")
    } else if stated.is_server() {
        return None;
    } else {
        match build {
            22000.. => format!("Windows 11 for {systems} Systems"),
            10240.. => format!("Windows 10 Version {} for {systems} Systems", version?),
            9600 => format!("Windows 8.1 for {systems} Systems"),
            9200 => format!("Windows 8 for {systems} Systems"),
            7600 | 7601 => format!("Windows 7 for {systems} Systems{pack}"),
            _ => return None,
        }
    })
}
