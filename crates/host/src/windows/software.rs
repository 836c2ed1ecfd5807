//! Programs that are installed, and which of them work against malware, let someone
//! elsewhere work on the computer, or lead around the network's edge.

use super::Role;
use super::look::Look;
use super::names::{ANTIVIRUS, REMOTE_CONTROL, TUNNELS, product};
use super::record::{Record, Spot};
use super::shape::Shape;
use crate::hive::filetime;
use evidence::{Sight, Value};
use jiff::Timestamp;
use std::collections::BTreeMap;

const UNINSTALL: &str = r"Microsoft\Windows\CurrentVersion\Uninstall";
/// The view of programs of 32 bits.
const OTHER_VIEW: &str = "WOW6432Node";
/// What kinds of product are looked for by name.
const KINDS: [(&str, &[(&str, &[&str])]); 3] =
    [("antivirus", ANTIVIRUS), ("remote_control", REMOTE_CONTROL), ("tunnel", TUNNELS)];

/// A product that was recognised, by all its traces.
struct Product<'a> {
    spot: Spot<'a>,
    traces: Vec<String>,
    version: Option<String>,
    running: Option<bool>,
}

pub(super) fn see(look: &mut Look<'_>) {
    let mut products = BTreeMap::new();
    installed(look, &mut products);
    by_services(look, &mut products);
    by_settings(look, &mut products);
    for ((kind, name), product) in products {
        let mut record = Record::of(&product.spot);
        record.put_text("name", name);
        record.put_texts("traces", product.traces);
        if let Some(version) = &product.version {
            record.put_text("version", version);
        }
        if let Some(running) = product.running {
            record.put("starts", Value::Flag(running));
        }
        look.record(kind, record, product.spot.key.written());
    }
    registered(look);
    defender(look);
    packages(look);
    updates(look);
}

type Products<'a> = BTreeMap<(&'static str, &'static str), Product<'a>>;

fn installed<'a>(look: &mut Look<'a>, products: &mut Products<'a>) {
    let views = [
        (Role::Software, UNINSTALL.to_owned(), "machine"),
        (Role::Software, format!(r"{OTHER_VIEW}\{UNINSTALL}"), "machine_32"),
        (Role::User, format!(r"Software\{UNINSTALL}"), "user"),
        (Role::User, format!(r"Software\{OTHER_VIEW}\{UNINSTALL}"), "user_32"),
    ];
    for (role, path, view) in views {
        // A computer of 32 bits has no second view; that says nothing of its programs.
        let spots = if view.ends_with("_32") {
            look.peek(role, &path, "software")
        } else {
            let mut attributes = vec!["software"];
            if role == Role::Software {
                attributes.extend(KINDS.map(|(kind, _)| kind));
            }
            look.open(role, &path, &attributes)
        };
        for parent in spots {
            for spot in look.children(&parent, "software") {
                let record = program(&spot, view);
                for (kind, _) in
                    recognise(products, &spot, &said(&spot), "installed", spot.text("DisplayVersion"))
                {
                    look.answered(kind, &spot);
                }
                look.record("software", record, spot.key.written());
            }
        }
    }
}

fn program<'a>(spot: &Spot<'a>, view: &str) -> Record<'a> {
    let mut record = Record::of(spot);
    record.put_text("key", &spot.name());
    record.put_text("view", view);
    record.take("name", "DisplayName", Shape::Text);
    record.take("version", "DisplayVersion", Shape::Text);
    record.take("publisher", "Publisher", Shape::Text);
    record.take("folder", "InstallLocation", Shape::Text);
    record.take("hidden", "SystemComponent", Shape::Flag);
    record.take("part_of", "ParentKeyName", Shape::Text);
    match spot.text("InstallDate").and_then(|text| day(&text)) {
        Some(day) => record.put("installed", Value::Day(day)),
        None => record.take("installed_text", "InstallDate", Shape::Text),
    }
    record
}

fn said(spot: &Spot<'_>) -> String {
    let values =
        ["DisplayName", "InstallLocation", "Publisher"].into_iter().filter_map(|name| spot.text(name));
    [spot.name()].into_iter().chain(values).collect::<Vec<_>>().join(" | ")
}

/// `20240315`, as installers write it.
fn day(text: &str) -> Option<jiff::civil::Date> {
    let text = text.trim();
    if text.len() != 8 || !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    let (month, day) = (i8::try_from(part(4, 6)?).ok()?, i8::try_from(part(6, 8)?).ok()?);
    jiff::civil::Date::new(part(0, 4)?, month, day).ok()
}

/// Services tell of programs that do not appear among the installed ones.
fn by_services<'a>(look: &mut Look<'a>, products: &mut Products<'a>) {
    let kinds: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
    for services in look.open(Role::System, r"CurrentControlSet\Services", &kinds) {
        for spot in look.children(&services, "antivirus") {
            let values = ["DisplayName", "ImagePath"].into_iter().filter_map(|name| spot.text(name));
            let said = [spot.name()].into_iter().chain(values).collect::<Vec<_>>().join(" | ");
            let starts = spot.whole("Start").map(|start| start <= 2);
            for (kind, product) in recognise(products, &spot, &said, "service", None) {
                product.running = product.running.max(starts);
                look.answered(kind, &spot);
            }
        }
    }
}

/// Programs that run without being installed still keep settings, and some of those
/// that are gone leave them.
fn by_settings<'a>(look: &mut Look<'a>, products: &mut Products<'a>) {
    for (role, path) in [(Role::Software, ""), (Role::Software, OTHER_VIEW), (Role::User, "Software")] {
        for parent in look.peek(role, path, "remote_control") {
            for spot in look.children(&parent, "remote_control") {
                for (kind, _) in recognise(products, &spot, &spot.name(), "settings", None) {
                    look.answered(kind, &spot);
                }
            }
        }
    }
}

/// Programs against malware that told the system of themselves, whoever made them. In
/// their state one digit says whether they work, another whether they are up to date
/// (WSC_SECURITY_PRODUCT_STATE, WSC_SECURITY_SIGNATURE_STATUS).
fn registered(look: &mut Look<'_>) {
    let path = r"Microsoft\Security Center\Provider\Av";
    for parent in look.open(Role::Software, path, &["antivirus.registered"]) {
        for spot in look.children(&parent, "antivirus.registered") {
            let mut record = Record::of(&spot);
            record.take("name", "DISPLAYNAME", Shape::Text);
            record.take("program", "PRODUCTEXE", Shape::Text);
            if let Some(state) = record.whole("STATE") {
                record.put("on", Value::Flag(state & 0xF000 == 0x1000));
                record.put("up_to_date", Value::Flag(state & 0x00F0 == 0));
            }
            look.record("antivirus.registered", record, spot.key.written());
        }
    }
}

fn recognise<'p, 'a>(
    products: &'p mut Products<'a>,
    spot: &Spot<'a>,
    said: &str,
    trace: &str,
    version: Option<String>,
) -> Vec<(&'static str, &'p mut Product<'a>)> {
    let found: Vec<(&'static str, &'static str)> =
        KINDS.into_iter().filter_map(|(kind, list)| Some((kind, product(list, said)?))).collect();
    for key in &found {
        let known = products.entry(*key).or_insert_with(|| Product {
            spot: spot.clone(),
            traces: Vec::new(),
            version: None,
            running: None,
        });
        known.traces.push(format!("{trace} {}", spot.name()));
        known.version = known.version.take().or_else(|| version.clone());
    }
    let found = products.iter_mut().filter(|(key, _)| found.contains(key));
    found.map(|((kind, _), product)| (*kind, product)).collect()
}

/// How old Defender's knowledge is, and whether it was turned off.
fn defender(look: &mut Look<'_>) {
    let path = r"Microsoft\Windows Defender\Signature Updates";
    for spot in look.open(Role::Software, path, &["defender.signatures"]) {
        let mut record = Record::of(&spot);
        record.take("version", "AVSignatureVersion", Shape::Text);
        record.take("updated", "SignaturesLastUpdated", Shape::Instant);
        record.take("applied", "AVSignatureApplied", Shape::Instant);
        look.record("defender.signatures", record, None::<Timestamp>);
    }
    for path in ["Paths", "Processes", "Extensions"] {
        for spot in look.peek(
            Role::Software,
            &format!(r"Microsoft\Windows Defender\Exclusions\{path}"),
            "defender.exclusion",
        ) {
            for value in look.values(&spot, "defender.exclusion") {
                look.seen("defender.exclusion", &spot, Value::Text(value.name()));
            }
        }
    }
}

/// Updates that are installed, by the packages the servicing of components keeps: one
/// record a number in the knowledge base, or a package that has none.
fn packages(look: &mut Look<'_>) {
    let path = r"Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages";
    for parent in look.open(Role::Software, path, &["update.installed"]) {
        let mut updates = BTreeMap::new();
        for spot in look.children(&parent, "update.installed") {
            // 0x70 and 0x60: installed, and installed when it is next started.
            let installed = spot.whole("CurrentState").is_some_and(|state| state & 0xF0 >= 0x60);
            if let Some(name) = update(&spot.name()).filter(|_| installed) {
                let when = match (spot.whole("InstallTimeHigh"), spot.whole("InstallTimeLow")) {
                    (Some(high), Some(low)) => filetime((high as u64) << 32 | low as u64),
                    _ => None,
                };
                let known = updates.entry(name).or_insert((when, spot));
                known.0 = known.0.max(when);
            }
        }
        for (name, (when, spot)) in updates {
            let mut record = Record::of(&spot);
            record.put_text("name", &name);
            record.put_instant("installed", when);
            look.record("update.installed", record, when.or(spot.key.written()));
        }
    }
}

/// `Package_for_KB5034441~31bf3856ad364e35~amd64~~19041.3911.1.2` is KB5034441; of
/// `Package_for_RollupFix~…~19041.4291.1.9` the build matters.
fn update(package: &str) -> Option<String> {
    let rest = package.strip_prefix("Package_for_")?;
    let mut parts = rest.split('~');
    let name = parts.next()?;
    let number = name.split('_').next().filter(|name| {
        name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("KB"))
            && name.len() > 2
            && name[2..].bytes().all(|digit| digit.is_ascii_digit())
    });
    match number {
        Some(number) => Some(number.to_uppercase()),
        None if name.starts_with("RollupFix") || name.starts_with("ServicingStack") => {
            Some(format!("{name} {}", parts.next_back()?))
        }
        None => None,
    }
}

/// When Windows Update last succeeded, step by step. Windows 10 and newer keep the
/// instant elsewhere than in the registry. Times are UTC.
fn updates(look: &mut Look<'_>) {
    let path = r"Microsoft\Windows\CurrentVersion\WindowsUpdate\Auto Update\Results";
    for (step, attribute) in [
        ("Detect", "update.last_detected"),
        ("Download", "update.last_downloaded"),
        ("Install", "update.last_installed"),
    ] {
        for spot in look.open(Role::Software, &format!(r"{path}\{step}"), &[attribute]) {
            let text = spot.text("LastSuccessTime");
            let instant = text.as_deref().and_then(|text| {
                text.trim()
                    .replace(' ', "T")
                    .parse::<jiff::civil::DateTime>()
                    .ok()?
                    .to_zoned(jiff::tz::TimeZone::UTC)
                    .ok()
            });
            match instant {
                Some(zoned) => {
                    let sight = Sight::Seen(Value::Instant(zoned.timestamp()));
                    look.say(attribute, &spot, "LastSuccessTime", sight, spot.key.written());
                }
                None => look.value(attribute, &spot, "LastSuccessTime", Shape::Text),
            }
        }
    }
}
