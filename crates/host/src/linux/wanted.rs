//! What is taken of a server: files, listings of folders, outputs of commands it
//! already has. One list for collecting, for a mounted disk and for reading.
//!
//! Not here: taking them (`rasoat-field`). Every command only reads; each has a limit
//! of time and of size.

/// What of a file is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The file, if no larger than so many bytes.
    Whole(u64),
    /// Its last bytes, from the beginning of a line.
    End(u64),
    /// Its last bytes, whole records.
    Records(u64),
    /// The names in the folder, each with what it links to.
    Names,
    /// Only where a link leads.
    Link,
}

/// What is taken out of it before it goes anywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strip {
    /// Whatever looks like a hash of a password.
    Hashes,
    /// The second field of each line, but for what kind of thing it is.
    SecondField,
    /// Keys, but for their fingerprints; comments, but for a digest.
    Keys,
    /// Words of commands that may be a password.
    Commands,
    /// Empty records, by number.
    LastLogins,
    /// Nothing: records of bytes.
    Nothing,
}

/// Files by a pattern, in which `*` stands for any text within a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub pattern: &'static str,
    pub kind: Kind,
    pub strip: Strip,
}

/// The output of a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// What its output is called: `ss`.
    pub name: &'static str,
    pub program: &'static str,
    pub arguments: &'static [&'static str],
    pub seconds: u64,
    pub bytes: u64,
}

pub(super) const OS_RELEASE: &str = "/etc/os-release";
pub(super) const OS_RELEASE_LIB: &str = "/usr/lib/os-release";
pub(super) const REDHAT_RELEASE: &str = "/etc/redhat-release";
pub(super) const PASSWD: &str = "/etc/passwd";
pub(super) const GROUP: &str = "/etc/group";
/// Files that run with another's rights, found by walking the disk.
pub const PRIVILEGED: &str = "privileged-files";

const SMALL: u64 = 1 << 20;
const LARGE: u64 = 64 << 20;
const LOG: u64 = 16 << 20;

const fn text(pattern: &'static str) -> Wanted {
    Wanted { pattern, kind: Kind::Whole(SMALL), strip: Strip::Hashes }
}

const fn large(pattern: &'static str) -> Wanted {
    Wanted { pattern, kind: Kind::Whole(LARGE), strip: Strip::Hashes }
}

const fn log(pattern: &'static str) -> Wanted {
    Wanted { pattern, kind: Kind::End(LOG), strip: Strip::Hashes }
}

const fn names(pattern: &'static str) -> Wanted {
    Wanted { pattern, kind: Kind::Names, strip: Strip::Hashes }
}

const fn of(pattern: &'static str, kind: Kind, strip: Strip) -> Wanted {
    Wanted { pattern, kind, strip }
}

/// The files.
pub const FILES: &[Wanted] = &[
    text(OS_RELEASE),
    text(OS_RELEASE_LIB),
    text(REDHAT_RELEASE),
    text("/etc/debian_version"),
    text("/etc/alpine-release"),
    text("/etc/hostname"),
    text("/etc/timezone"),
    of("/etc/localtime", Kind::Link, Strip::Hashes),
    text("/proc/version"),
    text("/proc/uptime"),
    names("/boot"),
    large("/var/lib/dpkg/status"),
    large("/lib/apk/db/installed"),
    log("/var/log/apt/history.log"),
    log("/var/log/apt/history.log.1*"),
    log("/var/log/dpkg.log"),
    log("/var/log/dpkg.log.1"),
    log("/var/log/dnf.rpm.log"),
    log("/var/log/yum.log"),
    text("/etc/apt/apt.conf.d/*"),
    text("/etc/apt/sources.list"),
    text("/etc/apt/sources.list.d/*"),
    text("/etc/yum.repos.d/*.repo"),
    text("/etc/apk/repositories"),
    text("/etc/dnf/automatic.conf"),
    text("/run/reboot-required"),
    text("/etc/ssh/sshd_config"),
    text("/etc/ssh/sshd_config.d/*"),
    text("/etc/crypto-policies/back-ends/opensshserver.config"),
    of(PASSWD, Kind::Whole(SMALL), Strip::SecondField),
    of("/etc/shadow", Kind::Whole(SMALL), Strip::SecondField),
    of(GROUP, Kind::Whole(SMALL), Strip::SecondField),
    of("/etc/sudoers", Kind::Whole(SMALL), Strip::Hashes),
    of("/etc/sudoers.d/*", Kind::Whole(SMALL), Strip::Hashes),
    text("/etc/login.defs"),
    text("/etc/security/pwquality.conf"),
    text("/etc/security/pwquality.conf.d/*.conf"),
    text("/etc/security/faillock.conf"),
    text("/etc/pam.d/common-password"),
    text("/etc/pam.d/common-auth"),
    text("/etc/pam.d/system-auth"),
    text("/etc/pam.d/password-auth"),
    text("/etc/pam.d/base-password"),
    text("/etc/pam.d/base-auth"),
    text("/etc/pam.d/sshd"),
    text("/etc/pam.d/su"),
    of("/root/.ssh/authorized_keys*", Kind::Whole(SMALL), Strip::Keys),
    of("/home/*/.ssh/authorized_keys*", Kind::Whole(SMALL), Strip::Keys),
    of("/etc/ssh/authorized_keys/*", Kind::Whole(SMALL), Strip::Keys),
    log("/var/log/auth.log"),
    log("/var/log/auth.log.*"),
    log("/var/log/secure"),
    log("/var/log/secure-*"),
    log("/var/log/messages"),
    of("/var/log/wtmp", Kind::Records(SMALL * 8), Strip::Nothing),
    of("/var/log/wtmp.1", Kind::Records(SMALL * 8), Strip::Nothing),
    of("/var/log/btmp", Kind::Records(SMALL * 8), Strip::Nothing),
    of("/var/log/btmp.1", Kind::Records(SMALL * 8), Strip::Nothing),
    of("/var/log/lastlog", Kind::Whole(LARGE), Strip::LastLogins),
    text("/proc/net/tcp"),
    text("/proc/net/tcp6"),
    text("/proc/net/udp"),
    text("/proc/net/udp6"),
    text("/etc/ufw/ufw.conf"),
    text("/etc/nftables.conf"),
    text("/etc/iptables/rules.v4"),
    text("/etc/sysconfig/iptables"),
    text("/etc/firewalld/firewalld.conf"),
    text("/etc/hosts.allow"),
    text("/etc/hosts.deny"),
    of("/etc/crontab", Kind::Whole(SMALL), Strip::Commands),
    of("/etc/cron.d/*", Kind::Whole(SMALL), Strip::Commands),
    of("/var/spool/cron/crontabs/*", Kind::Whole(SMALL), Strip::Commands),
    of("/var/spool/cron/*", Kind::Whole(SMALL), Strip::Commands),
    of("/etc/crontabs/*", Kind::Whole(SMALL), Strip::Commands),
    names("/etc/cron.hourly"),
    names("/etc/cron.daily"),
    names("/etc/cron.weekly"),
    names("/etc/cron.monthly"),
    names("/etc/systemd/system/*.wants"),
    names("/etc/systemd/system"),
    names("/etc/runlevels/*"),
    names("/etc/rc3.d"),
    text("/etc/rc.local"),
    text("/etc/sysctl.conf"),
    text("/etc/sysctl.d/*.conf"),
    text("/usr/lib/sysctl.d/*.conf"),
    text("/proc/mounts"),
    of("/etc/fstab", Kind::Whole(SMALL), Strip::Commands),
    text("/etc/resolv.conf"),
    text("/etc/chrony.conf"),
    text("/etc/chrony/chrony.conf"),
    text("/etc/ntp.conf"),
    text("/etc/systemd/timesyncd.conf"),
    text("/etc/audit/auditd.conf"),
    text("/etc/audit/rules.d/*.rules"),
    text("/etc/audit/audit.rules"),
    text("/etc/rsyslog.conf"),
    text("/etc/rsyslog.d/*.conf"),
    text("/etc/syslog-ng/syslog-ng.conf"),
    text("/etc/systemd/journald.conf"),
    names("/var/log/journal"),
    text("/etc/logrotate.conf"),
    text("/etc/logrotate.d/rsyslog"),
    text("/etc/logrotate.d/syslog"),
    text("/etc/selinux/config"),
    text("/sys/kernel/security/lsm"),
    text("/etc/docker/daemon.json"),
    names("/opt"),
    names("/usr/local/bin"),
    names("/usr/local/sbin"),
    names("/var/lib/docker/containers"),
];

const fn run(name: &'static str, program: &'static str, arguments: &'static [&'static str]) -> Command {
    Command { name, program, arguments, seconds: 20, bytes: 16 << 20 }
}

/// The commands.
pub const COMMANDS: &[Command] = &[
    run("uname", "uname", &["-srvm"]),
    run("ss", "ss", &["-H", "-tulpn"]),
    run("ip-address", "ip", &["-o", "address"]),
    Command {
        name: "rpm",
        program: "rpm",
        arguments: &["-qa", "--qf", "%{NAME}\\t%{EPOCH}:%{VERSION}-%{RELEASE}\\t%{ARCH}\\t%{INSTALLTIME}\\n"],
        seconds: 60,
        bytes: 32 << 20,
    },
    run("nft", "nft", &["list", "ruleset"]),
    run("iptables", "iptables-save", &[]),
    run("ip6tables", "ip6tables-save", &[]),
    run("ufw", "ufw", &["status", "verbose"]),
    run("firewall-cmd", "firewall-cmd", &["--state"]),
    run("unit-files", "systemctl", &["list-unit-files", "--no-legend", "--no-pager"]),
    run(
        "units",
        "systemctl",
        &["list-units", "--type=service", "--all", "--no-legend", "--no-pager", "--plain"],
    ),
    run("timedatectl", "timedatectl", &["show"]),
    Command {
        name: "journal",
        program: "journalctl",
        arguments: &[
            "--no-pager",
            "-o",
            "short-iso",
            "-n",
            "100000",
            "_COMM=sshd",
            "+",
            "_COMM=sshd-session",
            "+",
            "_COMM=sudo",
            "+",
            "_COMM=su",
        ],
        seconds: 60,
        bytes: 16 << 20,
    },
    run("processes", "ps", &["-eo", "user:32,comm"]),
    run("ssh-version", "ssh", &["-V"]),
    run("docker-version", "docker", &["version", "--format", "{{.Server.Version}}"]),
    run(
        "docker-containers",
        "docker",
        &["ps", "-a", "--format", "{{.Names}}\\t{{.Image}}\\t{{.Ports}}\\t{{.Status}}"],
    ),
    run("sysctl", "sysctl", &["-a"]),
    run("aa-status", "aa-status", &["--enabled"]),
    run("getenforce", "getenforce", &[]),
];

/// What is taken out of something wanted.
pub(super) fn strip_of(wanted: &str) -> Strip {
    FILES.iter().find(|one| one.pattern == wanted).map_or(Strip::Hashes, |one| one.strip)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn everything_is_wanted_once_and_no_place_of_secrets_is() {
        let wanted: Vec<&str> =
            FILES.iter().map(|one| one.pattern).chain(COMMANDS.iter().map(|one| one.name)).collect();
        assert_eq!(wanted.iter().collect::<BTreeSet<_>>().len(), wanted.len());
        for secret in [
            "gshadow",
            "opasswd",
            "id_rsa",
            "id_ed25519",
            "ssh_host",
            "history.txt",
            ".bash_history",
            "shadow-",
        ] {
            assert!(!wanted.iter().any(|one| one.contains(secret)), "{secret}");
        }
    }
}
