//! Who may use the server: accounts, groups, and who may act as another (passwd(5),
//! shadow(5), group(5), sudoers(5)). Of a password only whether it is set, locked, by
//! which scheme and since when.

use super::look::{Look, Record, Text};
use evidence::Value;
use jiff::Span;
use jiff::civil::{Date, date};
use std::collections::{BTreeMap, BTreeSet};

/// Groups whose members act for the administrator.
const ADMINISTRATORS: [&str; 4] = ["sudo", "wheel", "admin", "root"];
/// Groups whose members can become it.
const AS_GOOD: [&str; 4] = ["docker", "lxd", "disk", "shadow"];
/// Shells nobody works in.
const NO_SHELLS: [&str; 4] = ["nologin", "false", "sync", "halt"];
/// Aliases of sudoers, and members they stand for, at most.
const MOST_ALIASES: usize = 1_000;

pub(super) fn see(look: &mut Look<'_>) {
    let groups = groups(look);
    let shadow = shadow(look);
    accounts(look, &groups, shadow.as_ref());
    last_logins(look);
    sudo(look);
}

/// Names of accounts, for other topics.
pub(super) fn names(look: &Look<'_>) -> BTreeSet<String> {
    let files = look.texts(super::wanted::PASSWD);
    files
        .iter()
        .flat_map(Text::lines)
        .filter_map(|(_, line)| Some(line.split_once(':')?.0.to_owned()))
        .collect()
}

#[derive(Debug, Clone)]
struct Group {
    name: String,
    gid: Option<i64>,
    members: Vec<String>,
}

fn groups(look: &mut Look<'_>) -> Vec<Group> {
    let mut groups = Vec::new();
    for file in look.open(&[super::wanted::GROUP], &["group"]) {
        for (at, line) in file.lines() {
            let fields: Vec<&str> = line.split(':').collect();
            let [name, _, gid, members] = fields[..] else { continue };
            let members: Vec<String> =
                members.split(',').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect();
            let group = Group { name: name.to_owned(), gid: gid.parse().ok(), members };
            let mut record = Record::new();
            record.text("name", name).whole("gid", group.gid).several("members", &group.members);
            look.record("group", &file, &file.at(at), record);
            groups.push(group);
        }
    }
    groups
}

/// What shadow says of one account.
#[derive(Debug, Clone)]
struct Shadow {
    field: String,
    days: [Option<i64>; 6],
}

fn shadow<'a>(look: &mut Look<'a>) -> Option<BTreeMap<String, (Shadow, Text<'a>, usize)>> {
    let files = look.open(&["/etc/shadow"], &["account.password"]);
    if files.is_empty() {
        return None;
    }
    let mut known = BTreeMap::new();
    for file in files {
        for (at, line) in file.lines() {
            let fields: Vec<&str> = line.split(':').collect();
            let (Some(name), Some(field)) = (fields.first(), fields.get(1)) else { continue };
            let day = |at: usize| fields.get(at).and_then(|text| text.parse().ok());
            let days = [day(2), day(3), day(4), day(5), day(6), day(7)];
            let shadow = Shadow { field: (*field).to_owned(), days };
            known.insert((*name).to_owned(), (shadow, file.clone(), at));
        }
    }
    Some(known)
}

impl Shadow {
    /// set, locked (there, and cannot be used), none (no password opens it), empty.
    fn state(&self) -> &'static str {
        let bare = self.field.trim_start_matches(['!', '*']);
        match (self.field.is_empty(), bare.len() < self.field.len(), bare.is_empty()) {
            (true, ..) => "empty",
            (_, true, true) => "none",
            (_, true, false) => "locked",
            _ if bare == "x" || bare == "<none>" => "none",
            _ => "set",
        }
    }

    fn scheme(&self) -> &str {
        let bare = self.field.trim_start_matches(['!', '*']);
        bare.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or_default()
    }
}

fn accounts(
    look: &mut Look<'_>,
    groups: &[Group],
    shadow: Option<&BTreeMap<String, (Shadow, Text<'_>, usize)>>,
) {
    for file in look.open(&[super::wanted::PASSWD], &["account"]) {
        for (at, line) in file.lines() {
            let fields: Vec<&str> = line.split(':').collect();
            let [name, password, uid, gid, comment, home, shell] = fields[..] else { continue };
            let (uid, gid): (Option<i64>, Option<i64>) = (uid.parse().ok(), gid.parse().ok());
            let of = |group: &&Group| group.gid == gid || group.members.iter().any(|one| one == name);
            let member: Vec<&str> = groups.iter().filter(of).map(|group| group.name.as_str()).collect();
            let is_in = |some: &[&str]| member.iter().any(|one| some.contains(one));
            let mut record = Record::new();
            record.text("name", name).whole("uid", uid).whole("gid", gid).text("full_name", comment);
            record.text("home", home).text("shell", shell).several("groups", &member);
            let works = !shell.is_empty() && !NO_SHELLS.iter().any(|none| shell.ends_with(none));
            record.flag("shell_works", works || shell.is_empty());
            record.flag("administrator", uid == Some(0) || is_in(&ADMINISTRATORS));
            record.flag("as_administrator", is_in(&AS_GOOD));
            // A password that stands here can be read by everyone.
            let here = Shadow { field: password.to_owned(), days: [None; 6] };
            if password != "x" {
                record.text("password_in_passwd", here.state());
            }
            match shadow.and_then(|known| known.get(name)) {
                Some((shadow, ..)) => record.text("password", shadow.state()),
                None if password != "x" => record.text("password", here.state()),
                None => &mut record,
            };
            look.record("account", &file, &file.at(at), record);
        }
    }
    for (name, (shadow, file, at)) in shadow.into_iter().flatten() {
        let mut record = Record::new();
        record.text("name", name).text("state", shadow.state()).text("scheme", shadow.scheme());
        let [changed, least, most, warned, inactive, expires] = shadow.days;
        record.put_some("changed", changed.filter(|days| *days > 0).and_then(day).map(Value::Day));
        record.flag("must_change", changed == Some(0));
        for (field, days) in
            [("minimum_age", least), ("maximum_age", most), ("warned", warned), ("inactive", inactive)]
        {
            record.whole(field, days);
        }
        record.put_some("expires", expires.and_then(day).map(Value::Day));
        look.record("account.password", file, &file.at(*at), record);
    }
}

/// Days since 1970; none for more than any date has.
fn day(days: i64) -> Option<Date> {
    date(1970, 1, 1).checked_add(Span::new().try_days(days).ok()?).ok()
}

/// The last time each account was used, as lastlog keeps it.
fn last_logins(look: &mut Look<'_>) {
    let names: BTreeMap<i64, String> = look
        .texts(super::wanted::PASSWD)
        .iter()
        .flat_map(Text::lines)
        .filter_map(|(_, line)| {
            let fields: Vec<&str> = line.split(':').collect();
            Some((fields.get(2)?.parse().ok()?, (*fields.first()?).to_owned()))
        })
        .collect();
    for file in look.open(&["/var/log/lastlog"], &["account.last_login"]) {
        for (at, line) in file.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let [uid, time, terminal, host] = cells[..] else { continue };
            let uid: Option<i64> = uid.parse().ok();
            let time = time.parse().ok().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            let mut record = Record::new();
            record.whole("uid", uid).text("line", terminal).text("host", host);
            record.text("name", uid.and_then(|uid| names.get(&uid)).map_or("", String::as_str));
            record.put_some("at", time.map(Value::Instant));
            look.record("account.last_login", &file, &file.at(at), record);
        }
    }
}

/// Who may act as whom: `who hosts=(as) TAGS: commands`.
fn sudo(look: &mut Look<'_>) {
    let files = look.open(&["/etc/sudoers"], &["sudo.rule", "sudo.option"]);
    if files.is_empty() {
        return;
    }
    let mut all = files;
    all.extend(look.texts("/etc/sudoers.d/*"));
    let lines: Vec<(usize, usize, String)> = all
        .iter()
        .enumerate()
        .flat_map(|(number, file)| joined(file).into_iter().map(move |(at, line)| (number, at, line)))
        .collect();
    let aliases: BTreeMap<&str, &str> = lines
        .iter()
        .filter_map(|(_, _, line)| line.strip_prefix("User_Alias")?.trim().split_once('='))
        .map(|(name, members)| (name.trim(), members.trim()))
        .take(MOST_ALIASES)
        .collect();
    for (number, at, line) in &lines {
        let file = &all[*number];
        if let Some(rest) = line.strip_prefix("Defaults") {
            let option = rest.trim();
            look.seen("sudo.option", file, &file.at(*at), Value::Text(super::look::cut(option)));
            continue;
        }
        let Some((who, rest)) = line.split_once(char::is_whitespace) else { continue };
        let Some((hosts, what)) = rest.split_once('=').filter(|_| !who.ends_with("_Alias")) else { continue };
        let mut record = Record::new();
        record.text("who", who).text("hosts", hosts.trim());
        if let Some(members) = aliases.get(who) {
            record.text("members", members);
        }
        let what = what.trim();
        let (whom, commands) = match what.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            Some((whom, commands)) => (whom, commands.trim()),
            None => ("root", what),
        };
        record.text("as", whom).flag("without_password", commands.contains("NOPASSWD:"));
        let bare = commands
            .rsplit_once(':')
            .map_or(commands, |(tags, rest)| if tags.contains('/') { commands } else { rest })
            .trim();
        record.text("commands", bare).flag("everything", bare == "ALL");
        look.record("sudo.rule", file, &file.at(*at), record);
    }
}

/// Lines, those that end with `\` with the next one.
fn joined(file: &Text<'_>) -> Vec<(usize, String)> {
    let (mut out, mut held): (Vec<(usize, String)>, Option<(usize, String)>) = (Vec::new(), None);
    for (at, line) in file.text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())) {
        let (from, mut text) = held.take().unwrap_or((at, String::new()));
        if let Some(more) = line.strip_suffix('\\') {
            text.push_str(more);
            held = Some((from, text));
            continue;
        }
        text.push_str(line);
        // `#includedir` and `@includedir` are read as files of their own.
        if !text.is_empty() && !text.starts_with(['#', '@']) {
            out.push((from, text));
        }
    }
    out
}
