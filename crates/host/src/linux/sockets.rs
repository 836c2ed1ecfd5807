//! Where the server listens, which addresses it has, whom it asks for names: what ss
//! says, else the kernel's own tables (proc(5)).

use super::look::{Look, Record, Text, several};
use evidence::Value;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The kernel's word for a socket that listens; of one that takes datagrams.
const LISTENS: &str = "0A";
const UNCONNECTED: &str = "07";

pub(super) fn see(look: &mut Look<'_>) {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6"];
    if look.texts("ss").is_empty() && tables.iter().any(|table| !look.texts(table).is_empty()) {
        let there: Vec<&str> = tables.into_iter().filter(|table| !look.texts(table).is_empty()).collect();
        for file in look.open(&there, &["network.listening"]) {
            for (at, line) in file.text.lines().enumerate().skip(1) {
                if let Some((protocol, address, port)) = kernel(&file, line) {
                    tell(look, &file, at + 1, protocol, &address, port, "");
                }
            }
        }
    } else {
        for file in look.open(&["ss"], &["network.listening"]) {
            for (at, line) in file.lines() {
                if let Some((protocol, address, port, program)) = listed(line) {
                    tell(look, &file, at, protocol, &address, port, &program);
                }
            }
        }
    }
    addresses(look);
    names(look);
}

fn tell(
    look: &mut Look<'_>,
    file: &Text<'_>,
    at: usize,
    protocol: &str,
    address: &str,
    port: u16,
    program: &str,
) {
    let bare = address.split('%').next().unwrap_or_default();
    let own = bare.starts_with("127.") || bare == "::1";
    let mut record = Record::new();
    record.text("protocol", protocol).text("address", address).whole("port", Some(i64::from(port)));
    record.text("program", program).flag("reachable", !own);
    look.record("network.listening", file, &file.at(at), record);
}

/// `tcp LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=1,fd=3))`
fn listed(line: &str) -> Option<(&str, String, u16, String)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let protocol = *words.first()?;
    if !matches!(words.get(1), Some(&("LISTEN" | "UNCONN"))) {
        return None;
    }
    let (address, port) = words.get(4)?.rsplit_once(':')?;
    let address = address.trim_matches(['[', ']']);
    let address = if address == "*" { "::" } else { address };
    let program = words.get(6..).unwrap_or_default().join(" ");
    let program = program.split('"').nth(1).unwrap_or_default();
    Some((protocol, address.to_owned(), port.parse().ok()?, program.to_owned()))
}

/// `0: 00000000:0016 00000000:0000 0A …`, addresses in the order of the machine.
fn kernel<'t>(file: &Text<'t>, line: &str) -> Option<(&'t str, String, u16)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let protocol = file.path.rsplit('/').next()?.trim_end_matches('6');
    let wanted = if protocol == "tcp" { LISTENS } else { UNCONNECTED };
    if *words.get(3)? != wanted {
        return None;
    }
    let (address, port) = words.get(1)?.split_once(':')?;
    let word = |text: &str| u32::from_str_radix(text, 16).ok().map(u32::swap_bytes);
    let address = match address.len() {
        8 => Ipv4Addr::from(word(address)?).to_string(),
        32 => {
            let mut all = 0u128;
            for at in 0..4 {
                all = all << 32 | u128::from(word(address.get(at * 8..at * 8 + 8)?)?);
            }
            Ipv6Addr::from(all).to_string()
        }
        _ => return None,
    };
    Some((protocol, address, u16::from_str_radix(port, 16).ok()?))
}

/// `2: eth0    inet 192.0.2.7/24 brd …`
fn addresses(look: &mut Look<'_>) {
    for file in look.open(&["ip-address"], &["network.address"]) {
        for (at, line) in file.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            if let (Some(connection), Some(&("inet" | "inet6")), Some(address)) =
                (words.get(1), words.get(2), words.get(3))
            {
                let bare = address.split('/').next().unwrap_or_default();
                let mut record = Record::new();
                record.text("connection", connection).text("address", address);
                record.put_some("outside", super::sessions::is_outside(bare).map(Value::Flag));
                look.record("network.address", &file, &file.at(at), record);
            }
        }
    }
}

fn names(look: &mut Look<'_>) {
    for file in look.open(&["/etc/resolv.conf"], &["network.name_server"]) {
        let servers: Vec<&str> =
            file.lines().filter_map(|(_, line)| line.strip_prefix("nameserver")).map(str::trim).collect();
        if !servers.is_empty() {
            look.seen("network.name_server", &file, file.path, several(&servers));
        }
    }
}
