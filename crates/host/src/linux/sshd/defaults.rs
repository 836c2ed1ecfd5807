//! The settings of sshd that are looked at, and what each is where nothing is said, by
//! the version (the manuals and release notes of OpenSSH 5.3 to 10).
//!
//! Distributions build some of it otherwise; what their own files say is read from these.

/// What a setting is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Flag,
    /// One of a few words, in lower case.
    Word,
    Text,
    Whole,
    /// Seconds.
    Time,
    /// Every line adds to those before.
    All,
    /// Names with commas, perhaps as a change of the version's own.
    Algorithms,
}

/// One setting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub attribute: &'static str,
    /// Keywords in lower case, the newest first.
    pub names: &'static [&'static str],
    pub shape: Shape,
    default: Default,
}

#[derive(Debug, Clone, Copy)]
enum Default {
    None,
    Is(&'static str),
    /// Before and from a version.
    From((u32, u32), &'static str, &'static str),
    Ciphers,
    Macs,
    Exchanges,
}

impl Setting {
    /// What the version does by itself.
    pub fn default(&self, version: (u32, u32)) -> Option<String> {
        Some(match self.default {
            Default::None => return None,
            Default::Is(text) => text.to_owned(),
            Default::From(since, before, after) => (if version < since { before } else { after }).to_owned(),
            Default::Ciphers => ciphers(version).to_owned(),
            Default::Macs => macs(version).to_owned(),
            Default::Exchanges => exchanges(version),
        })
    }
}

const fn new(
    attribute: &'static str,
    names: &'static [&'static str],
    shape: Shape,
    default: &'static str,
) -> Setting {
    Setting { attribute, names, shape, default: Default::Is(default) }
}

const fn unset(attribute: &'static str, names: &'static [&'static str], shape: Shape) -> Setting {
    Setting { attribute, names, shape, default: Default::None }
}

const fn by(
    attribute: &'static str,
    names: &'static [&'static str],
    shape: Shape,
    default: Default,
) -> Setting {
    Setting { attribute, names, shape, default }
}

pub(super) const SETTINGS: &[Setting] = &[
    new("ssh.port", &["port"], Shape::All, "22"),
    unset("ssh.listen_address", &["listenaddress"], Shape::All),
    by(
        "ssh.permit_root_login",
        &["permitrootlogin"],
        Shape::Word,
        Default::From((7, 0), "yes", "prohibit-password"),
    ),
    new("ssh.password_authentication", &["passwordauthentication"], Shape::Flag, "yes"),
    new("ssh.permit_empty_passwords", &["permitemptypasswords"], Shape::Flag, "no"),
    new("ssh.pubkey_authentication", &["pubkeyauthentication"], Shape::Flag, "yes"),
    new(
        "ssh.interactive_authentication",
        &["kbdinteractiveauthentication", "challengeresponseauthentication", "skeyauthentication"],
        Shape::Flag,
        "yes",
    ),
    new("ssh.hostbased_authentication", &["hostbasedauthentication"], Shape::Flag, "no"),
    new("ssh.gssapi_authentication", &["gssapiauthentication"], Shape::Flag, "no"),
    new("ssh.authentication_methods", &["authenticationmethods"], Shape::Text, "any"),
    new("ssh.use_pam", &["usepam"], Shape::Flag, "no"),
    new("ssh.max_tries", &["maxauthtries"], Shape::Whole, "6"),
    new("ssh.max_sessions", &["maxsessions"], Shape::Whole, "10"),
    new("ssh.max_startups", &["maxstartups"], Shape::Text, "10:30:100"),
    new("ssh.login_grace", &["logingracetime"], Shape::Time, "120"),
    new("ssh.alive_interval", &["clientaliveinterval"], Shape::Time, "0"),
    new("ssh.alive_count", &["clientalivecountmax"], Shape::Whole, "3"),
    new("ssh.ignore_rhosts", &["ignorerhosts"], Shape::Word, "yes"),
    new("ssh.strict_modes", &["strictmodes"], Shape::Flag, "yes"),
    new("ssh.user_environment", &["permituserenvironment"], Shape::Word, "no"),
    new("ssh.x11_forwarding", &["x11forwarding"], Shape::Flag, "no"),
    new("ssh.tcp_forwarding", &["allowtcpforwarding"], Shape::Word, "yes"),
    new("ssh.agent_forwarding", &["allowagentforwarding"], Shape::Flag, "yes"),
    new("ssh.gateway_ports", &["gatewayports"], Shape::Word, "no"),
    new("ssh.tunnel", &["permittunnel"], Shape::Word, "no"),
    new("ssh.log_level", &["loglevel"], Shape::Word, "info"),
    new("ssh.banner", &["banner"], Shape::Text, "none"),
    by("ssh.use_dns", &["usedns"], Shape::Flag, Default::From((6, 8), "yes", "no")),
    new("ssh.print_last_log", &["printlastlog"], Shape::Flag, "yes"),
    new(
        "ssh.authorized_keys_file",
        &["authorizedkeysfile"],
        Shape::Text,
        ".ssh/authorized_keys .ssh/authorized_keys2",
    ),
    unset("ssh.allow_users", &["allowusers"], Shape::All),
    unset("ssh.allow_groups", &["allowgroups"], Shape::All),
    unset("ssh.deny_users", &["denyusers"], Shape::All),
    unset("ssh.deny_groups", &["denygroups"], Shape::All),
    // Version 1 went with 7.6; before 7.0 it had to be asked for.
    new("ssh.protocol", &["protocol"], Shape::Text, "2"),
    by("ssh.ciphers", &["ciphers"], Shape::Algorithms, Default::Ciphers),
    by("ssh.macs", &["macs"], Shape::Algorithms, Default::Macs),
    by("ssh.key_exchanges", &["kexalgorithms"], Shape::Algorithms, Default::Exchanges),
];

fn ciphers(version: (u32, u32)) -> &'static str {
    match version {
        (..=5, _) | (6, ..=6) => {
            "aes128-ctr,aes192-ctr,aes256-ctr,arcfour256,arcfour128,aes128-cbc,3des-cbc,blowfish-cbc,cast128-cbc,\
             aes192-cbc,aes256-cbc,arcfour"
        }
        (6..=9, _) => {
            "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,\
             aes256-gcm@openssh.com"
        }
        _ => {
            "chacha20-poly1305@openssh.com,aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,\
             aes256-ctr"
        }
    }
}

fn macs(version: (u32, u32)) -> &'static str {
    match version {
        (..=5, _) | (6, ..=6) => {
            "hmac-md5,hmac-sha1,umac-64@openssh.com,hmac-sha2-256,hmac-sha2-512,hmac-ripemd160,hmac-sha1-96,hmac-md5-96"
        }
        _ => {
            "umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,\
             hmac-sha2-512-etm@openssh.com,hmac-sha1-etm@openssh.com,umac-64@openssh.com,umac-128@openssh.com,\
             hmac-sha2-256,hmac-sha2-512,hmac-sha1"
        }
    }
}

fn exchanges(version: (u32, u32)) -> String {
    const CURVES: &str = "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521";
    const FIELDS: &str = "diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,\
                          diffie-hellman-group18-sha512,diffie-hellman-group14-sha256";
    const OLD: &str = "diffie-hellman-group-exchange-sha256,diffie-hellman-group-exchange-sha1,\
                       diffie-hellman-group14-sha1,diffie-hellman-group1-sha1";
    match version {
        (..=5, _) => OLD.to_owned(),
        (6, ..=6) => format!(
            "curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,{OLD}"
        ),
        (6, _) | (7, ..=2) => {
            "curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,\
             diffie-hellman-group-exchange-sha256,diffie-hellman-group14-sha1"
                .to_owned()
        }
        (7, _) | (8, ..=1) => format!("{CURVES},{FIELDS},diffie-hellman-group14-sha1"),
        (8, _) => format!("{CURVES},{FIELDS}"),
        // The name without its maker's is of 9.9, and in Debian's 9.2.
        (9, 2) => format!("sntrup761x25519-sha512,sntrup761x25519-sha512@openssh.com,{CURVES},{FIELDS}"),
        (9, ..=8) => format!("sntrup761x25519-sha512@openssh.com,{CURVES},{FIELDS}"),
        (9, _) => {
            format!(
                "sntrup761x25519-sha512,sntrup761x25519-sha512@openssh.com,mlkem768x25519-sha256,{CURVES},{FIELDS}"
            )
        }
        _ => format!(
            "mlkem768x25519-sha256,sntrup761x25519-sha512,sntrup761x25519-sha512@openssh.com,{CURVES}"
        ),
    }
}
