//! What we read, against programs others wrote: sshd, dpkg-query, last. Skipped, and
//! said so, where they are not installed.

use super::hostile::record;
use crate::servers::{given, lines, plain};
use evidence::Sight;
use rasoat_host::linux::examine;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).env("LC_ALL", "C").env("TZ", "UTC").output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Keywords of `sshd -T`, and what they are called here.
const SAME: [(&str, &str); 29] = [
    ("port", "ssh.port"),
    ("permitrootlogin", "ssh.permit_root_login"),
    ("passwordauthentication", "ssh.password_authentication"),
    ("permitemptypasswords", "ssh.permit_empty_passwords"),
    ("pubkeyauthentication", "ssh.pubkey_authentication"),
    ("kbdinteractiveauthentication", "ssh.interactive_authentication"),
    ("hostbasedauthentication", "ssh.hostbased_authentication"),
    ("usepam", "ssh.use_pam"),
    ("maxauthtries", "ssh.max_tries"),
    ("maxsessions", "ssh.max_sessions"),
    ("maxstartups", "ssh.max_startups"),
    ("logingracetime", "ssh.login_grace"),
    ("clientaliveinterval", "ssh.alive_interval"),
    ("clientalivecountmax", "ssh.alive_count"),
    ("ignorerhosts", "ssh.ignore_rhosts"),
    ("strictmodes", "ssh.strict_modes"),
    ("permituserenvironment", "ssh.user_environment"),
    ("x11forwarding", "ssh.x11_forwarding"),
    ("allowtcpforwarding", "ssh.tcp_forwarding"),
    ("allowagentforwarding", "ssh.agent_forwarding"),
    ("gatewayports", "ssh.gateway_ports"),
    ("permittunnel", "ssh.tunnel"),
    ("loglevel", "ssh.log_level"),
    ("usedns", "ssh.use_dns"),
    ("printlastlog", "ssh.print_last_log"),
    ("ciphers", "ssh.ciphers"),
    ("macs", "ssh.macs"),
    ("kexalgorithms", "ssh.key_exchanges"),
    ("allowusers", "ssh.allow_users"),
];

/// Lines a configuration is made of, each at its own place.
const LINES: [&str; 40] = [
    "PermitRootLogin yes",
    "PermitRootLogin no",
    "permitrootlogin without-password",
    "PermitRootLogin=forced-commands-only",
    "PasswordAuthentication no",
    "PasswordAuthentication yes # nội bộ",
    "ChallengeResponseAuthentication no",
    "KbdInteractiveAuthentication yes",
    "PermitEmptyPasswords yes",
    "PubkeyAuthentication no",
    "HostbasedAuthentication yes",
    "UsePAM yes",
    "MaxAuthTries 3",
    "MaxSessions 2",
    "MaxStartups 5:50:20",
    "LoginGraceTime 1m30s",
    "LoginGraceTime 0",
    "ClientAliveInterval 10m",
    "ClientAliveCountMax 0",
    "IgnoreRhosts no",
    "StrictModes no",
    "PermitUserEnvironment yes",
    "X11Forwarding yes",
    "AllowTcpForwarding local",
    "AllowTcpForwarding no",
    "AllowAgentForwarding no",
    "GatewayPorts clientspecified",
    "PermitTunnel point-to-point",
    "LogLevel VERBOSE",
    "UseDNS yes",
    "PrintLastLog no",
    "Port 2222",
    "Port\t2200",
    "Ciphers -aes*-ctr",
    "Ciphers aes256-gcm@openssh.com,aes128-cbc",
    "Ciphers +3des-cbc,aes256-cbc",
    "MACs ^hmac-sha2-512",
    "KexAlgorithms -diffie-*,ecdh-sha2-nistp384",
    "AllowUsers an \"binh\"",
    "AllowUsers cuong@10.0.0.*",
];

fn numbers(mut state: u64) -> impl FnMut(usize) -> usize {
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    }
}

#[test]
fn the_ssh_server_itself_says_the_same_of_its_settings() {
    let program =
        ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].into_iter().find(|path| Path::new(path).exists());
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("key");
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    let (Some(program), true) = (program, made.is_ok_and(|made| made.success())) else {
        eprintln!("skipped: sshd is not installed");
        return;
    };
    let version = Command::new("ssh").arg("-V").output().expect("ssh says its version").stderr;
    let mut number = numbers(2026);
    let (mut compared, mut configurations, mut wrong) = (0, 0, Vec::new());
    for _ in 0..60 {
        // Two files: the first takes in the second somewhere among its own lines.
        let pick = |number: &mut dyn FnMut(usize) -> usize| {
            (0..=number(12)).map(|_| LINES[number(LINES.len())]).collect::<Vec<_>>()
        };
        let (mut first, mut second) = (pick(&mut number), pick(&mut number));
        if number(3) == 0 {
            second.extend(["Match all", "  X11Forwarding yes"]);
        }
        if number(3) == 0 {
            second.extend(["Match User nobody", "  PermitRootLogin yes", "  AllowTcpForwarding no"]);
        }
        let included = folder.path().join("so.conf");
        let include = format!("Include {}", included.display());
        first.insert(number(first.len() + 1), &include);
        if number(4) == 0 {
            first.extend(["Match Address 192.0.2.0/24", "  PasswordAuthentication yes", "  MaxAuthTries 1"]);
        }
        let (main, second) = (first.join("\n") + "\n", second.join("\n") + "\n");
        let path = folder.path().join("sshd_config");
        std::fs::write(&path, &main).expect("written");
        std::fs::write(&included, &second).expect("written");
        let output = Command::new(program)
            .args(["-T", "-C", "user=khach,host=mau.example,addr=198.51.100.4", "-h"])
            .arg(&key)
            .arg("-f")
            .arg(&path)
            .output()
            .expect("it runs");
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr).into_owned();
            if why.contains("privilege separation") {
                eprintln!("skipped: sshd has no folder of its own here");
                return;
            }
            panic!("{why}\n{main}\n{second}");
        }
        configurations += 1;
        let theirs = theirs(&told);
        let ours = ours(&main, &second, &include, &version);
        for (keyword, attribute) in SAME {
            compared += 1;
            let (theirs, ours) = (theirs.get(keyword), ours.get(attribute));
            if theirs != ours {
                wrong.push(format!("{keyword}: {theirs:?} but {ours:?}\n{main}---\n{second}"));
            }
        }
    }
    println!("{configurations} configurations, {compared} settings compared");
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong[..wrong.len().min(3)].join("\n\n"));
}

/// A configuration's settings by sshd, in our words.
fn theirs(told: &str) -> BTreeMap<&str, String> {
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    for (name, value) in told.lines().filter_map(|line| line.split_once(' ')) {
        let value = match (name, value) {
            ("port" | "allowusers", value) => {
                let before = known
                    .get(name)
                    .map_or(String::new(), |known| format!("{} ", known.trim_matches(['[', ']'])));
                format!("[{before}{value}]")
            }
            ("ciphers" | "macs" | "kexalgorithms", value) => format!("[{}]", value.replace(',', " ")),
            ("permitrootlogin", "without-password") => "prohibit-password".to_owned(),
            (
                "permituserenvironment"
                | "ignorerhosts"
                | "allowtcpforwarding"
                | "gatewayports"
                | "permittunnel"
                | "permitrootlogin",
                value,
            ) => value.to_owned(),
            (_, "yes") => "true".to_owned(),
            (_, "no") => "false".to_owned(),
            ("loglevel", value) => value.to_lowercase(),
            (_, value) => value.to_owned(),
        };
        known.insert(name, value);
    }
    known
}

fn ours(main: &str, second: &str, include: &str, version: &[u8]) -> BTreeMap<String, String> {
    let main = main.replace(include, "Include /etc/ssh/sshd_config.d/so.conf");
    let files = [
        ("/etc/ssh/sshd_config", main.into_bytes()),
        ("/etc/ssh/sshd_config.d/so.conf", second.as_bytes().to_vec()),
        ("ssh-version", version.to_vec()),
    ];
    let seen = examine(&given(&files), "MC-01", None);
    let values = seen.iter().filter_map(|one| match &one.sight {
        Sight::Seen(value) => Some((one.attribute.clone(), plain(value))),
        _ => None,
    });
    values.collect()
}

#[test]
fn dpkg_itself_lists_the_same_packages() {
    let format = "${Package}\t${Version}\t${Architecture}\t${db:Status-Status}\n";
    let (Some(theirs), Ok(status)) =
        (said("dpkg-query", &["-W", "-f", format]), std::fs::read("/var/lib/dpkg/status"))
    else {
        eprintln!("skipped: dpkg is not here");
        return;
    };
    let theirs: BTreeSet<String> = theirs
        .lines()
        .filter(|line| {
            !line.ends_with("\tnot-installed")
                && !line.ends_with("\tconfig-files")
                && !line.ends_with("\thalf-installed")
        })
        .filter_map(|line| Some(line.rsplit_once('\t')?.0.to_owned()))
        .collect();
    let seen = lines(&examine(&given(&[("/var/lib/dpkg/status", status)]), "MC-01", None));
    let ours: BTreeSet<String> = seen
        .iter()
        .filter_map(|line| line.strip_prefix("software "))
        .map(|line| {
            let field = |name: &str| {
                line.split("; ").find_map(|part| part.strip_prefix(name)).unwrap_or_default().to_owned()
            };
            format!("{}\t{}\t{}", field("name="), field("version="), field("architecture="))
        })
        .collect();
    println!("{} packages", theirs.len());
    assert_eq!(ours, theirs);
    assert!(theirs.len() > 50);
}

#[test]
fn last_itself_reads_the_same_log_ins() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("wtmp");
    let mut bytes = Vec::new();
    let mut number = numbers(5);
    let mut now = 1_700_000_000;
    bytes.extend(record(2, "~", "reboot", "6.1.0", now));
    for at in 0..400 {
        now += 60 + number(4_000) as u32;
        let line = format!("pts/{}", number(6));
        let user = ["an", "binh", "root"][number(3)];
        bytes.extend(match number(12) {
            0 => record(2, "~", "reboot", "6.1.0", now),
            1..=4 => record(8, &line, "", "", now),
            _ => record(7, &line, user, &format!("203.0.113.{}", at % 250), now),
        });
    }
    std::fs::write(&path, &bytes).expect("written");
    let Some(theirs) = said("last", &["-F", "-w", "-f", &path.to_string_lossy()]) else {
        eprintln!("skipped: last is not here");
        return;
    };
    let seen = lines(&examine(&given(&[("/var/log/wtmp", bytes)]), "MC-01", None));
    let stamp = |words: &[&str]| -> String {
        let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let number = month.iter().position(|name| *name == words[1]).expect("a month") + 1;
        format!("{}-{number:02}-{:0>2}T{}Z", words[4], words[2], words[3])
    };
    let (mut theirs_all, mut begins) = (BTreeSet::new(), 0);
    for line in theirs.lines().filter(|line| line.contains("pts/")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        theirs_all.insert(format!(
            "began={}; line={}; source={}; user={}",
            stamp(&words[3..8]),
            words[1],
            words[2],
            words[0]
        ));
        begins += 1;
    }
    let ours: BTreeSet<String> = seen
        .iter()
        .filter_map(|line| line.strip_prefix("session "))
        .map(|line| {
            let field = |name: &str| {
                line.split("; ").find_map(|part| part.strip_prefix(name)).unwrap_or_default().to_owned()
            };
            let mut told = String::new();
            let _ = write!(
                told,
                "began={}; line={}; source={}; user={}",
                field("began="),
                field("line="),
                field("source="),
                field("user=")
            );
            told
        })
        .collect();
    println!("{begins} sessions");
    assert_eq!(ours, theirs_all);
    // Where it says when a session ended, and that it did so by itself, so do we.
    let mut ends = 0;
    for line in theirs.lines().filter(|line| {
        line.contains("pts/") && line.contains(" - ") && !line.contains("crash") && !line.contains("down")
    }) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.len() < 14 {
            continue;
        }
        let (began, ended) = (stamp(&words[3..8]), stamp(&words[9..14]));
        let ours = seen.iter().find(|seen| {
            seen.contains(&format!("began={began}")) && seen.contains(&format!("line={}", words[1]))
        });
        assert!(ours.is_some_and(|ours| ours.contains(&format!("ended={ended}"))), "{line}\n{ours:?}");
        ends += 1;
    }
    println!("{ends} ends");
}
