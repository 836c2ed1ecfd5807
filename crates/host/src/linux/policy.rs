//! What is asked of passwords, and what happens after wrong ones: login.defs(5),
//! pwquality.conf(5), faillock.conf(5) and the modules of PAM (pam.conf(5)).

use super::look::{Look, Record, Text};
use evidence::{Sight, Value};

const PASSWORD_STACKS: [&str; 4] = [
    "/etc/pam.d/common-password",
    "/etc/pam.d/system-auth",
    "/etc/pam.d/password-auth",
    "/etc/pam.d/base-password",
];
const LOGIN_STACKS: [&str; 5] = [
    "/etc/pam.d/common-auth",
    "/etc/pam.d/system-auth",
    "/etc/pam.d/password-auth",
    "/etc/pam.d/base-auth",
    "/etc/pam.d/sshd",
];
const DAY: i64 = 86_400;

pub(super) fn see(look: &mut Look<'_>) {
    definitions(look);
    quality(look);
    lockout(look);
}

/// Settings for accounts that will be made; ages in seconds, as on other systems.
fn definitions(look: &mut Look<'_>) {
    let attributes =
        ["password.maximum_age", "password.minimum_age", "password.warned", "password.scheme", "login.umask"];
    for file in look.open(&["/etc/login.defs"], &attributes) {
        for (at, line) in file.lines() {
            let mut words = line.split_whitespace();
            let (Some(name), Some(value)) = (words.next(), words.next()) else { continue };
            let days = || value.parse::<i64>().ok().map(|days| Value::Whole(days.saturating_mul(DAY)));
            let (attribute, value) = match name {
                "PASS_MAX_DAYS" => ("password.maximum_age", days()),
                "PASS_MIN_DAYS" => ("password.minimum_age", days()),
                "PASS_WARN_AGE" => ("password.warned", days()),
                "ENCRYPT_METHOD" => {
                    ("password.scheme", Some(Value::Text(super::look::cut(&value.to_lowercase()))))
                }
                "UMASK" => ("login.umask", Some(Value::Text(super::look::cut(value)))),
                _ => continue,
            };
            if let Some(value) = value {
                look.seen(attribute, &file, &file.at(at), value);
            }
        }
    }
}

/// A module in a stack: its name and arguments.
struct Module<'a, 'b> {
    file: &'b Text<'a>,
    at: usize,
    name: String,
    arguments: Vec<String>,
}

impl Module<'_, '_> {
    fn number(&self, name: &str) -> Option<i64> {
        self.arguments.iter().find_map(|one| one.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
    }

    fn place(&self) -> String {
        self.file.at(self.at)
    }
}

/// `password [control] pam_unix.so arguments…`
fn modules<'a, 'b>(files: &'b [Text<'a>], kind: &str) -> Vec<Module<'a, 'b>> {
    let mut found = Vec::new();
    for file in files {
        for (at, line) in file.lines() {
            let mut words = line.trim_start_matches('-').split_whitespace();
            if words.next() != Some(kind) {
                continue;
            }
            let mut words = words.skip_while(|word| !word.contains("pam_"));
            let Some(name) = words.next() else { continue };
            let name = name.rsplit('/').next().unwrap_or(name).trim_end_matches(".so").to_owned();
            found.push(Module { file, at, name, arguments: words.map(str::to_owned).collect() });
        }
    }
    found
}

/// The first of several that is there decides where to look.
fn stacks<'a>(look: &mut Look<'a>, wanted: &[&'static str], attributes: &[&str]) -> Vec<Text<'a>> {
    let there: Vec<&str> = wanted.iter().copied().filter(|one| !look.texts(one).is_empty()).collect();
    if there.is_empty() { look.open(wanted, attributes) } else { look.open(&there, attributes) }
}

fn quality(look: &mut Look<'_>) {
    let attributes = ["password.minimum_length", "password.complex", "password.history", "password.quality"];
    let files = stacks(look, &PASSWORD_STACKS, &attributes);
    let Some(first) = files.first() else { return };
    let modules = modules(&files, "password");
    let judge = modules
        .iter()
        .find(|module| ["pam_pwquality", "pam_cracklib", "pam_passwdqc"].contains(&module.name.as_str()));
    let (place, of) = judge.map_or((first.path.to_owned(), first), |module| (module.place(), module.file));
    look.seen("password.complex", of, &place, Value::Flag(judge.is_some()));
    let mut configured = look.texts("/etc/security/pwquality.conf");
    configured.extend(look.texts("/etc/security/pwquality.conf.d/*.conf"));
    let set = |name: &str| -> Option<(i64, String, Text<'_>)> {
        let said = configured.iter().rev().find_map(|file| {
            let (at, value) = file
                .lines()
                .filter_map(|(at, line)| {
                    let (key, value) = line.split_once('=')?;
                    Some((at, value.trim().parse().ok()?)).filter(|_| key.trim() == name)
                })
                .last()?;
            Some((value, file.at(at), file.clone()))
        });
        // What the module is given outweighs its file.
        let given =
            judge.and_then(|module| Some((module.number(name)?, module.place(), module.file.clone())));
        given.or(said.filter(|_| judge.is_some_and(|module| module.name == "pam_pwquality")))
    };
    let unix = modules.iter().find(|module| module.name == "pam_unix");
    let least = match judge {
        // By itself it asks for eight; of cracklib nine.
        Some(module) => set("minlen").or_else(|| {
            let known = if module.name == "pam_pwquality" { 8 } else { 9 };
            Some((known, module.place(), module.file.clone()))
        }),
        None => {
            unix.map(|module| (module.number("minlen").unwrap_or(6), module.place(), module.file.clone()))
        }
    };
    if let Some((number, place, file)) = least {
        look.seen("password.minimum_length", &file, &place, Value::Whole(number));
    }
    let mut record = Record::new();
    for name in
        ["minlen", "minclass", "dcredit", "ucredit", "lcredit", "ocredit", "difok", "maxrepeat", "retry"]
    {
        record.whole(name, set(name).map(|(number, ..)| number));
    }
    if record != Record::new() {
        look.record("password.quality", of, &place, record);
    }
    let history = modules.iter().find_map(|module| Some((module.number("remember")?, module)));
    if let Some((number, module)) = history {
        look.seen("password.history", module.file, &module.place(), Value::Whole(number));
    }
}

fn lockout(look: &mut Look<'_>) {
    let attributes = ["lockout.threshold", "lockout.duration", "lockout.window"];
    let files = stacks(look, &LOGIN_STACKS, &attributes);
    let modules = modules(&files, "auth");
    let counting = modules
        .iter()
        .find(|module| ["pam_faillock", "pam_tally2", "pam_tally"].contains(&module.name.as_str()));
    let Some(module) = counting else {
        if let Some(first) = files.first() {
            for attribute in attributes {
                look.say(attribute, first, first.path, Sight::Absent);
            }
        }
        return;
    };
    let configured = look.texts("/etc/security/faillock.conf");
    let all: Vec<&Module<'_, '_>> = modules.iter().filter(|other| other.name == module.name).collect();
    // faillock(8): three failures, ten minutes, within fifteen.
    let by_itself = module.name == "pam_faillock";
    for (attribute, name, known) in [
        ("lockout.threshold", "deny", by_itself.then_some(3)),
        ("lockout.duration", "unlock_time", by_itself.then_some(600)),
        ("lockout.window", "fail_interval", by_itself.then_some(900)),
    ] {
        let given =
            all.iter().find_map(|module| Some((module.number(name)?, module.place(), module.file.clone())));
        let said = configured.iter().filter(|_| by_itself).find_map(|file| {
            let said = file.lines().find_map(|(at, line)| {
                let (key, value) = line.split_once('=')?;
                Some((value.trim().parse().ok()?, file.at(at))).filter(|_| key.trim() == name)
            });
            said.map(|(number, place)| (number, place, file.clone()))
        });
        let known = known.map(|number| (number, module.place(), module.file.clone()));
        match given.or(said).or(known) {
            Some((number, place, file)) => look.seen(attribute, &file, &place, Value::Whole(number)),
            None => look.say(attribute, module.file, &module.place(), Sight::Absent),
        }
    }
}
