//! Who came in, from where, and who tried to: failed log-ons in bursts, log-ons over
//! the network and by remote desktop, accounts in use; and to where this computer's
//! people went by remote desktop themselves.

use crate::events::address::{self, Whereabouts};
use crate::events::event::{Event, LONGEST};
use crate::events::out::{Fields, Out};
use crate::events::tally::{Apart, Burst, Tally};
use std::collections::BTreeSet;

/// Accounts remembered of one source, at most.
const MOST_ACCOUNTS: usize = 1_000;
/// Why a log-on failed: status codes (MS-ERREF 2.3).
const REASONS: [(u64, &str); 8] = [
    (0xC000_0064, "no_such_account"),
    (0xC000_006A, "wrong_password"),
    (0xC000_0072, "disabled"),
    (0xC000_0234, "locked_out"),
    (0xC000_0071, "password_expired"),
    (0xC000_006F, "outside_hours"),
    (0xC000_0193, "account_expired"),
    (0xC000_015B, "not_allowed"),
];

#[derive(Debug, Default)]
pub(super) struct Logons {
    failed: Apart<(String, String), Failed>,
    failures: Burst,
    failed_tally: Option<Tally>,
    sources: Apart<String, BTreeSet<String>>,
    remote: Apart<Way, BTreeSet<String>>,
    used: Apart<String, Used>,
    out: Apart<String, BTreeSet<String>>,
}

#[derive(Debug, Default)]
struct Failed {
    account: String,
    burst: Burst,
    reasons: BTreeSet<&'static str>,
    /// Failures in the hour before the account came in from there after all.
    tries_before_entry: u64,
}

/// One way in: how, who, from where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    via: &'static str,
    account: String,
    source: String,
}

#[derive(Debug, Default)]
struct Used {
    sid: String,
    ways: BTreeSet<&'static str>,
}

impl Logons {
    pub fn failed(&mut self, event: &Event<'_>) {
        let account = event.account("TargetUserName", "TargetDomainName").unwrap_or_default();
        let source = source(event);
        self.failures.add(event.at);
        match &mut self.failed_tally {
            Some(tally) => tally.add(event.at),
            none => *none = Some(Tally::of(event.at)),
        }
        if let Some(accounts) = self.sources.add(source.clone(), event.at)
            && accounts.len() < MOST_ACCOUNTS
        {
            accounts.insert(account.to_lowercase());
        }
        if let Some(failed) = self.failed.add((bare(&account), source), event.at) {
            failed.account = account;
            failed.burst.add(event.at);
            let codes = ["SubStatus", "Status"].iter().filter_map(|name| event.whole(name));
            failed.reasons.extend(codes.filter_map(reason));
        }
    }

    /// An account came in (4624).
    pub fn entered(&mut self, event: &Event<'_>) {
        let kind = event.whole("LogonType").unwrap_or_default();
        let sid = event.text("TargetUserSid").unwrap_or_default();
        let Some(account) = event.account("TargetUserName", "TargetDomainName") else { return };
        if is_of_the_system(&sid, &account) {
            return;
        }
        let source = source(event);
        if let Some(failed) = self.failed.known(&(bare(&account), source.clone())) {
            failed.tries_before_entry = failed.tries_before_entry.max(failed.burst.before(event.at));
        }
        let way = match kind {
            2 => "interactive",
            7 => "unlock",
            10 => "remote_desktop",
            11 => "cached",
            3 | 8 => "network",
            _ => return,
        };
        if way != "network"
            && let Some(used) = self.used.add(account.clone(), event.at)
        {
            used.sid = sid;
            used.ways.insert(way);
        }
        let from = address::of(&source);
        let remote = match way {
            "remote_desktop" => from != Whereabouts::Here,
            "network" => matches!(from, Whereabouts::Inside | Whereabouts::Outside),
            _ => false,
        };
        if remote {
            self.came(way, account, source, event);
        }
    }

    /// Sessions by remote desktop as their own services tell of them.
    pub fn remote(&mut self, event: &Event<'_>) {
        let (via, account, source) = match event.id {
            // Reached the log-on, which need not have let it in.
            1149 => ("remote_desktop_reached", event.account("Param1", "Param2"), event.text("Param3")),
            _ => ("remote_desktop", event.text("User"), event.text("Address")),
        };
        let source = source.unwrap_or_default();
        if matches!(address::of(&source), Whereabouts::Inside | Whereabouts::Outside) {
            self.came(via, account.unwrap_or_default(), source, event);
        }
    }

    fn came(&mut self, via: &'static str, account: String, source: String, event: &Event<'_>) {
        if let Some(events) = self.remote.add(Way { via, account, source }, event.at) {
            events.insert(event.id.to_string());
        }
    }

    /// Somebody here went to another computer by remote desktop.
    pub fn went_out(&mut self, event: &Event<'_>) {
        let Some(host) = event.text("Value") else { return };
        if let Some(people) = self.out.add(host, event.at) {
            people.extend(event.of_system("UserID").and_then(|sid| sid.text(LONGEST)));
        }
    }

    pub fn tell(self, out: &mut Out) {
        let most_accounts = |sources: &[(String, Tally, BTreeSet<String>)]| {
            sources.iter().map(|(_, _, accounts)| accounts.len()).max().unwrap_or_default()
        };
        let (pairs, left_out) = (self.failed.kinds(), self.failed.left_out);
        let sources = self.sources.all();
        if let Some(tally) = self.failed_tally {
            let fields = Fields::of(&tally)
                .whole("most_in_hour", self.failures.most())
                .whole("sources", sources.len() as u64)
                .whole("pairs", pairs as u64 + left_out)
                .whole("most_accounts_of_source", most_accounts(&sources) as u64);
            out.record("event.failed_logons", "", fields, tally.last);
        }
        let mut failed = self.failed.all();
        // What came to something first: not all can be told.
        failed.sort_by_key(|(_, _, failed)| std::cmp::Reverse(failed.tries_before_entry));
        out.left_out("event.failed_logon", left_out);
        for ((account, source), tally, failed) in failed {
            let fields = Fields::of(&tally)
                .text("account", &failed.account)
                .text("source", &source)
                .flag("outside", address::of(&source) == Whereabouts::Outside)
                .whole("most_in_hour", failed.burst.most())
                .whole("tries_before_entry", failed.tries_before_entry)
                .texts("reasons", &failed.reasons);
            out.record("event.failed_logon", &format!("{account} {source}"), fields, tally.last);
        }
        out.left_out("event.remote_logon", self.remote.left_out);
        for (way, tally, events) in self.remote.all() {
            let fields = Fields::of(&tally)
                .text("via", way.via)
                .text("account", &way.account)
                .text("source", &way.source)
                .flag("outside", address::of(&way.source) == Whereabouts::Outside)
                .texts("events", &events);
            let of = format!("{} {} {}", way.via, way.account, way.source);
            out.record("event.remote_logon", &of, fields, tally.last);
        }
        tell_used(self.used, out);
        for (host, tally, people) in self.out.all() {
            let fields = Fields::of(&tally)
                .text("host", &host)
                .flag("outside", address::of(&host) == Whereabouts::Outside)
                .texts("users", &people);
            out.record("event.remote_desktop_used", &host, fields, tally.last);
        }
    }
}

fn tell_used(used: Apart<String, Used>, out: &mut Out) {
    out.left_out("event.account_used", used.left_out);
    let used = used.all();
    if let Some(last) = used.iter().map(|(_, tally, _)| tally.last).max() {
        let number = i64::try_from(used.len()).unwrap_or(i64::MAX);
        out.value("event.accounts_used", evidence::Value::Whole(number), Some(last));
    }
    for (account, tally, used) in used {
        let fields = Fields::of(&tally)
            .text("account", &account)
            .text("sid", &used.sid)
            // The account every computer has from the beginning (MS-DTYP 2.4.2.4).
            .flag("built_in_administrator", used.sid.starts_with("S-1-5-21-") && used.sid.ends_with("-500"))
            .texts("ways", &used.ways);
        out.record("event.account_used", &account, fields, tally.last);
    }
}

/// Where an attempt came from: an address, else the name of a computer.
fn source(event: &Event<'_>) -> String {
    let address = event.text("IpAddress").filter(|text| address::of(text) != Whereabouts::Here);
    address.or_else(|| event.text("WorkstationName")).unwrap_or_else(|| "LOCAL".to_owned())
}

/// An account without its domain, in small letters: who fails to come in need not say
/// the domain, and who comes in has it.
fn bare(account: &str) -> String {
    account.rsplit('\\').next().unwrap_or(account).to_lowercase()
}

fn reason(code: u64) -> Option<&'static str> {
    REASONS.iter().find(|(known, _)| *known == code).map(|(_, reason)| *reason)
}

/// Accounts of the system itself, of computers, and of nobody.
fn is_of_the_system(sid: &str, account: &str) -> bool {
    let own = ["S-1-5-18", "S-1-5-19", "S-1-5-20", "S-1-5-7", "S-1-0-0"];
    own.contains(&sid)
        || sid.starts_with("S-1-5-90-")
        || sid.starts_with("S-1-5-96-")
        || account.ends_with('$')
}
