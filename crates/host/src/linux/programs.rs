//! Programs an inspector asks for: against malware, for control from afar, tunnels,
//! servers of web and databases with their versions, containers. By packages, services,
//! and names in `/opt` and `/usr/local`.

use super::look::{Look, Record, Text};
use super::{packages, schedule};

use std::collections::{BTreeMap, BTreeSet};

/// What it is called, and how its packages, services or files begin.
type Known = (&'static str, &'static [&'static str]);

const ANTIVIRUS: &[Known] = &[
    ("ClamAV", &["clamav", "clamd", "freshclam"]),
    ("Kaspersky Endpoint Security", &["kesl", "klnagent", "kaspersky"]),
    ("BKAV", &["bkav"]),
    ("CMC", &["cmcav", "cmc-antivirus", "cmc_"]),
    ("Viettel Endpoint Detection", &["viettel", "vcs-ajiant", "ajiant"]),
    ("ESET", &["eset", "esets", "eea", "efs"]),
    ("Trend Micro Deep Security", &["ds_agent", "ds-agent", "tmxbc"]),
    ("Symantec", &["sep-agent", "sdcss", "savinstpkg"]),
    ("Sophos", &["sav-protect", "sophos"]),
    ("Microsoft Defender", &["mdatp"]),
    ("CrowdStrike Falcon", &["falcon-sensor"]),
    ("SentinelOne", &["sentinelagent", "sentinelone"]),
    ("Bitdefender", &["bitdefender", "bdsec"]),
    ("McAfee", &["mcafee", "mfetp", "isectp"]),
    ("Wazuh", &["wazuh-agent"]),
    ("rkhunter", &["rkhunter"]),
    ("chkrootkit", &["chkrootkit"]),
    ("maldet", &["maldet", "maldetect"]),
];

const REMOTE_CONTROL: &[Known] = &[
    ("TeamViewer", &["teamviewer"]),
    ("AnyDesk", &["anydesk"]),
    ("RustDesk", &["rustdesk"]),
    ("UltraViewer", &["ultraviewer"]),
    ("VNC", &["tigervnc", "tightvnc", "vncserver", "x11vnc", "realvnc", "vino", "xvnc"]),
    ("XRDP", &["xrdp"]),
    ("NoMachine", &["nomachine", "nxserver"]),
    ("Chrome Remote Desktop", &["chrome-remote-desktop"]),
    ("Splashtop", &["splashtop"]),
    ("MeshCentral", &["meshagent"]),
    ("Webmin", &["webmin"]),
    ("Cockpit", &["cockpit-ws", "cockpit.socket"]),
    ("Telnet", &["telnetd", "telnet-server", "inetutils-telnetd"]),
    ("rsh", &["rsh-server", "rlogin", "rexec"]),
];

const TUNNEL: &[Known] = &[
    ("OpenVPN", &["openvpn"]),
    ("WireGuard", &["wireguard-tools", "wg-quick"]),
    ("Tailscale", &["tailscale"]),
    ("ZeroTier", &["zerotier"]),
    ("Cloudflare Tunnel", &["cloudflared"]),
    ("ngrok", &["ngrok"]),
    ("frp", &["frpc", "frps"]),
    ("strongSwan", &["strongswan", "libreswan"]),
    ("SoftEther", &["softether", "vpnserver", "vpnclient"]),
    ("Tor", &["tor"]),
    ("Shadowsocks", &["shadowsocks", "v2ray", "xray"]),
];

/// Servers by kind; packages by their whole name, or up to a digit or hyphen.
const SERVERS: &[(&str, &str, &[&str])] = &[
    ("Apache HTTP Server", "web", &["apache2", "httpd"]),
    ("nginx", "web", &["nginx", "nginx-core", "nginx-full", "nginx-light"]),
    ("lighttpd", "web", &["lighttpd"]),
    ("Caddy", "web", &["caddy"]),
    ("Tomcat", "web", &["tomcat", "tomcat7", "tomcat8", "tomcat9", "tomcat10"]),
    ("HAProxy", "web", &["haproxy"]),
    ("PHP", "web", &["php", "php7", "php8", "php-fpm", "php-common", "php7.4", "php8.1", "php8.2", "php8.3"]),
    ("Node.js", "web", &["nodejs"]),
    (
        "MySQL",
        "database",
        &["mysql-server", "mysql-community-server", "mysql-server-8.0", "mysql-server-5.7"],
    ),
    ("MariaDB", "database", &["mariadb-server", "mariadb", "mariadb-server-10.3"]),
    (
        "PostgreSQL",
        "database",
        &[
            "postgresql",
            "postgresql-server",
            "postgresql-12",
            "postgresql-13",
            "postgresql-14",
            "postgresql-15",
            "postgresql-16",
            "postgresql15",
            "postgresql16",
        ],
    ),
    ("MongoDB", "database", &["mongodb-org-server", "mongodb-server", "mongodb"]),
    ("Redis", "database", &["redis", "redis-server"]),
    ("SQL Server", "database", &["mssql-server"]),
    ("Elasticsearch", "database", &["elasticsearch", "opensearch"]),
    ("Postfix", "mail", &["postfix"]),
    ("Exim", "mail", &["exim4-daemon-light", "exim4-daemon-heavy", "exim"]),
    ("Dovecot", "mail", &["dovecot-core", "dovecot"]),
    ("Samba", "file", &["samba"]),
    ("NFS", "file", &["nfs-kernel-server", "nfs-server"]),
    ("vsftpd", "file", &["vsftpd"]),
    ("ProFTPD", "file", &["proftpd-basic", "proftpd", "proftpd-core"]),
    ("BIND", "name", &["bind9", "bind"]),
    ("dnsmasq", "name", &["dnsmasq"]),
    ("OpenLDAP", "directory", &["slapd", "openldap-servers"]),
    ("CUPS", "print", &["cups-daemon", "cups"]),
];

const ENGINES: &[(&str, &[&str])] = &[
    ("Docker", &["docker-ce", "docker.io", "docker", "docker-engine", "moby-engine"]),
    ("Podman", &["podman"]),
    ("containerd", &["containerd", "containerd.io"]),
    ("LXC", &["lxc", "lxd"]),
    ("Kubernetes", &["kubelet", "k3s"]),
];

/// Lists of programs; one is enough to say what is not among them.
const LISTS: [&str; 6] =
    ["/var/lib/dpkg/status", "rpm", "/lib/apk/db/installed", "unit-files", "processes", "/opt"];

pub(super) fn see(look: &mut Look<'_>) {
    let attributes = ["antivirus", "remote_control", "tunnel", "server", "container.engine"];
    let there: Vec<&str> = LISTS.into_iter().filter(|one| !look.texts(one).is_empty()).collect();
    // Of what is installed a list of packages answers, not one of folders.
    let enough = LISTS[..3].iter().any(|one| there.contains(one));
    let files = look.open(if enough { &there } else { &LISTS[..3] }, &attributes);
    if let Some(first) = files.first() {
        let packages = packages::by_name(look);
        let names = names(look);
        for (attribute, known) in
            [("antivirus", ANTIVIRUS), ("remote_control", REMOTE_CONTROL), ("tunnel", TUNNEL)]
        {
            for program in known {
                if let Some(record) = traced(program, &packages, &names) {
                    look.record(attribute, first, first.path, record);
                }
            }
        }
        installed(look, first, &packages);
    }
    containers(look);
}

/// Names of services, processes and what was put beside packages, with where.
fn names(look: &Look<'_>) -> Vec<(String, String)> {
    let mut names: Vec<(String, String)> =
        schedule::started(look).into_iter().map(|name| (name.to_lowercase(), "service".to_owned())).collect();
    for wanted in ["/opt", "/usr/local/bin", "/usr/local/sbin"] {
        for file in look.texts(wanted) {
            let entries = file.text.lines().filter_map(|line| line.split('\t').next());
            names.extend(entries.map(|name| (name.to_lowercase(), wanted.to_owned())));
        }
    }
    names
}

/// Whether a name is one of these: up to its end, a digit, or a mark.
fn begins(name: &str, known: &str) -> bool {
    name.strip_prefix(known).is_some_and(|rest| {
        !rest.starts_with(|c: char| c.is_ascii_alphabetic()) || known.ends_with('_') || known.len() > 6
    })
}

fn traced(
    (title, known): &Known,
    packages: &BTreeMap<String, packages::Package>,
    names: &[(String, String)],
) -> Option<Record> {
    let fits = |name: &str| known.iter().any(|known| begins(name, known));
    let package = packages.values().find(|package| fits(&package.name));
    let mut traces: BTreeSet<String> = packages
        .values()
        .filter(|package| fits(&package.name))
        .map(|package| format!("package {}", package.name))
        .collect();
    traces.extend(names.iter().filter(|(name, _)| fits(name)).map(|(name, place)| format!("{place} {name}")));
    if traces.is_empty() {
        return None;
    }
    let mut record = Record::new();
    record.text("name", title).text("version", package.map_or("", |package| &package.version));
    record.flag("starts", traces.iter().any(|trace| trace.starts_with("service ")));
    record.several("traces", &traces.iter().collect::<Vec<_>>());
    Some(record)
}

fn installed(look: &mut Look<'_>, file: &Text<'_>, packages: &BTreeMap<String, packages::Package>) {
    let started = schedule::started(look);
    for (title, kind, known) in SERVERS {
        if let Some(package) = known.iter().find_map(|name| packages.get(*name)) {
            let runs = known.iter().any(|name| started.iter().any(|one| one.starts_with(name)));
            let mut record = Record::new();
            record.text("name", title).text("kind", kind).text("package", &package.name);
            record.text("version", &package.version).flag("starts", runs);
            look.record("server", file, file.path, record);
        }
    }
    for (title, known) in ENGINES {
        if let Some(package) = known.iter().find_map(|name| packages.get(*name)) {
            let mut record = Record::new();
            record.text("name", title).text("version", &package.version);
            look.record("container.engine", file, file.path, record);
        }
    }
}

/// Containers, and settings of Docker that open it to others.
fn containers(look: &mut Look<'_>) {
    for file in look.open(&["docker-containers"], &["container"]) {
        for (at, line) in file.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let mut record = Record::new();
            for (field, cell) in ["name", "image", "ports", "status"].into_iter().zip(cells) {
                record.text(field, cell);
            }
            look.record("container", &file, &file.at(at), record);
        }
    }
    for file in look.open(&["/etc/docker/daemon.json"], &["container.hosts"]) {
        let read: Option<serde_json::Value> = serde_json::from_str(&file.text).ok();
        let hosts = read.as_ref().and_then(|read| read.get("hosts")).and_then(|hosts| hosts.as_array());
        let hosts: Vec<String> =
            hosts.into_iter().flatten().filter_map(|host| host.as_str().map(str::to_owned)).collect();
        if !hosts.is_empty() {
            look.seen("container.hosts", &file, file.path, super::settings::listed(&hosts));
        } else if read.is_none() {
            look.say(
                "container.hosts",
                &file,
                file.path,
                evidence::Sight::Unreadable(evidence::Unread::Corrupt),
            );
        }
    }
}
