//! What is secret taken out of a file before anything else is done with it, on the
//! server and once more when it is read: doing it twice changes nothing.
//!
//! Forms: shadow(5), crypt(5), sshd(8) on authorized_keys, lastlog of glibc.

use super::Strip;
use crate::little::u32_at;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_STANDARD_NO_PAD};
use evidence::hex;
use sha2::{Digest as _, Sha256};

/// What stands where something was taken out.
pub(super) const TAKEN_OUT: &str = "<removed>";
/// Bytes of a record of lastlog on glibc: time, line, host.
const LAST: usize = 4 + 32 + 256;
/// Characters of what is left of a key, at most.
const LONGEST_KEY: usize = 600;

/// The bytes without what is secret.
pub fn stripped(strip: Strip, bytes: Vec<u8>) -> Vec<u8> {
    match strip {
        Strip::Nothing => bytes,
        Strip::LastLogins => last_logins(&bytes),
        Strip::Hashes => hashes(bytes),
        Strip::SecondField => hashes(lines(&bytes, second_field)),
        Strip::Commands => lines(&hashes(bytes), masked),
        Strip::Keys => lines(&hashes(bytes), key),
    }
}

/// What a password field says of itself, and no more: `<yescrypt>`, `!<sha512crypt>`.
pub(super) fn scheme(field: &str) -> String {
    let locks = field.len() - field.trim_start_matches(['!', '*']).len();
    let (lock, hash) = field.split_at(locks);
    // Said already, or nothing there to hide.
    let said = hash.starts_with('<') && hash.ends_with('>') && hash.len() < 20;
    if hash.is_empty() || hash == "x" || said {
        return format!("{}{hash}", lock.chars().take(4).collect::<String>());
    }
    let name = match hash.strip_prefix('$').and_then(|rest| rest.split('$').next()) {
        Some("1") => "md5crypt",
        Some("2" | "2a" | "2b" | "2x" | "2y") => "bcrypt",
        Some("5") => "sha256crypt",
        Some("6") => "sha512crypt",
        Some("7") => "scrypt",
        Some("y") => "yescrypt",
        Some("gy") => "gost-yescrypt",
        Some("sha1") => "sha1crypt",
        Some("md5") => "sunmd5",
        Some(_) => "other",
        None if hash.starts_with('_') => "bsdicrypt",
        None if hash.len() == 13 => "descrypt",
        None if hash == "NP" || hash == "LK" => "none",
        None => "other",
    };
    format!("{}<{name}>", lock.chars().take(4).collect::<String>())
}

fn lines(bytes: &[u8], of: impl Fn(&str) -> String) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        out.push_str(&of(line.trim_end_matches('\r')));
        out.push('\n');
    }
    out.into_bytes()
}

fn second_field(line: &str) -> String {
    let mut fields = line.splitn(3, ':');
    match (fields.next(), fields.next(), fields.next()) {
        (Some(name), Some(field), rest) => {
            let rest = rest.map_or(String::new(), |rest| format!(":{rest}"));
            format!("{name}:{}{rest}", scheme(field))
        }
        _ => line.to_owned(),
    }
}

/// Whatever looks like a hash made by crypt(3), wherever it stands. What follows the
/// name of its scheme is of `./0-9A-Za-z` and a few marks.
fn hashes(bytes: Vec<u8>) -> Vec<u8> {
    const SCHEMES: [&str; 15] = [
        "$1$", "$2$", "$2a$", "$2b$", "$2x$", "$2y$", "$5$", "$6$", "$7$", "$y$", "$gy$", "$sha1$", "$md5$",
        "$apr1$", "$argon2",
    ];
    if !bytes.contains(&b'$') {
        return bytes;
    }
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.as_slice();
    while let Some(at) = rest.iter().position(|byte| *byte == b'$') {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let Some(scheme) = SCHEMES.iter().find(|scheme| rest.starts_with(scheme.as_bytes())) else {
            out.push(b'$');
            rest = &rest[1..];
            continue;
        };
        let of_hash = |byte: &&u8| byte.is_ascii_alphanumeric() || b"./$=,+-_".contains(byte);
        let length = rest.iter().take_while(of_hash).count();
        if length > scheme.len() + 8 {
            out.extend_from_slice(TAKEN_OUT.as_bytes());
        } else {
            out.extend_from_slice(&rest[..length]);
        }
        rest = &rest[length..];
    }
    out.extend_from_slice(rest);
    out
}

/// A command without words that may be a password.
pub(super) fn masked(line: &str) -> String {
    const NAMES: [&str; 8] =
        ["password", "passwd", "passphrase", "secret", "token", "apikey", "api_key", "pwd"];
    let database = ["mysql", "mariadb", "mongo", "sshpass", "psql"].iter().any(|name| line.contains(name));
    let mut hide = false;
    let mut words = Vec::new();
    for word in line.split(' ') {
        let lower = word.to_ascii_lowercase();
        let named = NAMES.iter().find_map(|name| lower.find(name).map(|at| at + name.len()));
        let masked = if hide && !word.starts_with('-') && !word.is_empty() {
            TAKEN_OUT.to_owned()
        } else if let Some(sign) = word.find("://") {
            match word.rfind('@').filter(|at| *at > sign) {
                Some(at) => format!("{}{TAKEN_OUT}{}", &word[..sign + 3], &word[at..]),
                None => word.to_owned(),
            }
        } else if let Some(end) = named.filter(|end| word[*end..].starts_with(['=', ':'])) {
            format!("{}{TAKEN_OUT}", &word[..=end])
        } else if database && word.starts_with("-p") && word.len() > 2 && !word.contains('/') {
            format!("-p{TAKEN_OUT}")
        } else {
            word.to_owned()
        };
        // What follows may be the word itself.
        hide = masked == word
            && (named.is_some_and(|end| end == word.len()) || word == "--pass" || (database && word == "-p"));
        words.push(masked);
    }
    words.join(" ")
}

/// A line of authorized_keys as `options kind bits fingerprint comment`.
fn key(line: &str) -> String {
    const MARK: &str = "key ";
    if line.starts_with(MARK) || line.trim().is_empty() {
        return line.chars().take(LONGEST_KEY).collect();
    }
    if line.trim_start().starts_with('#') {
        return "#".to_owned();
    }
    let words: Vec<&str> = line.split_whitespace().take(200).collect();
    let at = words.iter().position(|word| {
        ["ssh-", "ecdsa-", "sk-ssh-", "sk-ecdsa-"].iter().any(|kind| word.starts_with(kind))
    });
    let Some(at) = at else { return format!("{MARK}unknown bits=0 fingerprint=- comment=- options=-") };
    let blob = words.get(at + 1).copied().unwrap_or_default();
    let (bits, fingerprint) = match BASE64_STANDARD.decode(blob) {
        Ok(bytes) => {
            let digest = BASE64_STANDARD_NO_PAD.encode(Sha256::digest(&bytes));
            (bits(words[at], &bytes), format!("SHA256:{digest}"))
        }
        Err(_) => (0, "-".to_owned()),
    };
    let comment = words.get(at + 2..).unwrap_or_default().join(" ");
    let comment = if comment.is_empty() {
        "-".to_owned()
    } else {
        hex(&Sha256::digest(comment.as_bytes())).chars().take(16).collect()
    };
    let options = options(&words[..at].join(" "));
    let said = format!(
        "{MARK}{} bits={bits} fingerprint={fingerprint} comment={comment} options={options}",
        words[at]
    );
    said.chars().take(LONGEST_KEY).collect()
}

/// The names of a key's options; their values may say much.
fn options(text: &str) -> String {
    let (mut names, mut quoted, mut name) = (Vec::new(), false, String::new());
    for c in text.chars().chain([',']) {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => {
                let known = name.split('=').next().unwrap_or_default().trim().to_owned();
                names.extend(Some(known).filter(|known| !known.is_empty()));
                name.clear();
            }
            c => name.push(c),
        }
    }
    if names.is_empty() { "-".to_owned() } else { names.join(",") }
}

/// How long a key is, by RFC 4253 §6.6 and RFC 5656 §3.1: texts with their length
/// before them; of RSA the third is the modulus.
fn bits(kind: &str, blob: &[u8]) -> usize {
    let mut rest = blob;
    let mut next = || {
        let length = rest.get(..4).map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]))?;
        let field = rest.get(4..4usize.checked_add(length as usize)?)?;
        rest = &rest[4 + field.len()..];
        Some(field)
    };
    match kind {
        "ssh-rsa" | "ssh-dss" => {
            let skipped = if kind == "ssh-rsa" { 2 } else { 1 };
            let number = (0..skipped).try_for_each(|_| next().map(|_| ())).and_then(|()| next());
            let number =
                number.map(|field| field.iter().skip_while(|byte| **byte == 0).copied().collect::<Vec<u8>>());
            number
                .filter(|number| !number.is_empty())
                .map_or(0, |number| number.len() * 8 - number[0].leading_zeros() as usize)
        }
        kind if kind.contains("ed25519") => 256,
        kind if kind.contains("nistp521") => 521,
        kind if kind.contains("nistp384") => 384,
        kind if kind.contains("nistp256") => 256,
        _ => 0,
    }
}

/// How the lines begin that stand for records of lastlog.
pub(super) const LAST_LINES: &str = "# uid\ttime\tline\thost\n";

/// The records of lastlog that say something, as lines.
fn last_logins(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(LAST_LINES.as_bytes()) {
        return bytes.to_vec();
    }
    let mut out = LAST_LINES.to_owned();
    for (uid, record) in bytes.chunks_exact(LAST).enumerate() {
        let Some(time) = u32_at(record, 0).filter(|time| *time != 0) else { continue };
        let word = |from: usize, to: usize| {
            let bytes: Vec<u8> =
                record[from..to].iter().copied().take_while(|byte| *byte > b' ' && *byte < 127).collect();
            String::from_utf8_lossy(&bytes).into_owned()
        };
        out.push_str(&format!("{uid}\t{time}\t{}\t{}\n", word(4, 36), word(36, LAST)));
    }
    out.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(strip: Strip, text: &str) -> String {
        String::from_utf8(stripped(strip, text.as_bytes().to_vec())).expect("text")
    }

    #[test]
    fn of_a_password_field_the_scheme_is_left() {
        for (field, left) in [
            ("$6$abcdefgh$KqJWpanXZHKq2BOB43TSaYhEWsQ1Lr5QNyPCDH/Tp.6", "<sha512crypt>"),
            ("!$y$j9T$abc$def0123456789", "!<yescrypt>"),
            ("!!", "!!"),
            ("*", "*"),
            ("!", "!"),
            ("", ""),
            ("x", "x"),
            ("ab0123456789x", "<descrypt>"),
            ("matkhauro", "<other>"),
            ("<yescrypt>", "<yescrypt>"),
        ] {
            assert_eq!(scheme(field), left, "{field}");
            assert_eq!(scheme(&scheme(field)), left);
        }
        let line = "root:$6$abcdefgh$KqJWpanXZHKq2BOB43TSaYhEWsQ1Lr5QNyPCDH/Tp.6:19000:0:99999:7:::";
        assert_eq!(
            of(Strip::SecondField, line),
            "root:<removed>:19000:0:99999:7:::\n".replace("<removed>", "<sha512crypt>")
        );
    }

    #[test]
    fn words_that_may_be_passwords_go() {
        for (line, left) in [
            (
                "0 1 * * * root mysqldump -uroot -pTh4nhc0ng db > /b.sql",
                "0 1 * * * root mysqldump -uroot -p<removed> db > /b.sql",
            ),
            ("curl https://an:bimat@mau.example/x", "curl https://<removed>@mau.example/x"),
            ("run --password=abc", "run --password=<removed>"),
            ("run --password abc", "run --password <removed>"),
            ("PGPASSWORD=abc psql", "PGPASSWORD=<removed> psql"),
            ("//nas/x /mnt cifs user=a,password=b 0 0", "//nas/x /mnt cifs user=a,password=<removed> 0 0"),
            ("mkdir -p /var/x", "mkdir -p /var/x"),
        ] {
            assert_eq!(masked(line), left);
            assert_eq!(masked(left), left);
        }
        assert_eq!(of(Strip::Hashes, "usermod -p $6$abc$0123456789 an"), "usermod -p <removed> an");
        assert_eq!(of(Strip::Hashes, "echo $1 $PATH $2"), "echo $1 $PATH $2");
    }

    #[test]
    fn of_a_key_its_fingerprint_is_left() {
        // ssh-keygen -l says so of this key.
        let line = "from=\"10.0.0.1,10.0.0.2\",no-pty ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJd5RzBV1n4b+cUKjbJYpwUzEH+XG6FrbJ6F0r0l7y0P an@mau";
        let left = of(Strip::Keys, line);
        assert!(left.starts_with("key ssh-ed25519 bits=256 fingerprint=SHA256:"), "{left}");
        assert!(left.contains(" options=from,no-pty") && !left.contains("AAAA") && !left.contains("an@mau"));
        assert_eq!(of(Strip::Keys, &left), left);
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_doing_it_twice_changes_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            for strip in [Strip::Hashes, Strip::SecondField, Strip::Keys, Strip::Commands, Strip::LastLogins] {
                let once = stripped(strip, bytes.clone());
                prop_assert_eq!(&stripped(strip, once.clone()), &once);
            }
        }

        #[test]
        fn no_hash_stays(salt in "[./0-9A-Za-z]{8}", hash in "[./0-9A-Za-z]{20,86}", scheme in "[1567y]") {
            let secret = format!("${scheme}${salt}${hash}");
            for text in [format!("an:{secret}:1::::::"), format!("x {secret} y"), format!("{secret}{secret}")] {
                for strip in [Strip::Hashes, Strip::SecondField, Strip::Commands] {
                    prop_assert!(!of(strip, &text).contains(&hash));
                }
            }
        }
    }
}
