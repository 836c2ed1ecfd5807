//! Linux servers: collected on the spot, or a mounted disk; what is left of secrets.

use crate::program::run;
use evidence::{Observation, Sight, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DEBIAN: &str = include_str!("../../../host/tests/servers/debian12.txt");

/// The disk of the fictional server.
fn disk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in DEBIAN.split("\n==== ").skip(1).filter_map(|part| part.split_once('\n')) {
        let listing = ["/boot", "/opt", "/var/log/journal"].contains(&path);
        if path.starts_with('/') && !listing {
            let file = folder.path().join(&path[1..]);
            fs::create_dir_all(file.parent().expect("a folder")).expect("made");
            fs::write(file, format!("{text}\n")).expect("written");
        }
    }
    folder
}

fn sealed(folder: &Path, name: &str) -> (Vec<Observation>, Vec<u8>) {
    let bytes = fs::read(folder.join(name)).expect("the bundle is there");
    (evidence::open(bytes.as_slice()).expect("it is whole").observations, bytes)
}

fn seen<'a>(observations: &'a [Observation], attribute: &str) -> Vec<&'a Value> {
    let of = observations.iter().filter(|one| one.attribute == attribute);
    of.filter_map(|one| if let Sight::Seen(value) = &one.sight { Some(value) } else { None }).collect()
}

/// Words of the server that nobody else may see.
fn secrets() -> Vec<&'static str> {
    let hashes = DEBIAN.split([':', ' ', '\n', '!']).filter(|word| word.starts_with('$') && word.len() > 20);
    let last = hashes.map(|hash| hash.rsplit('$').next().expect("a part"));
    last.chain(["M4tKhauDB", "AAAAC3NzaC1lZDI1NTE5"]).collect()
}

fn holds_none(bytes: &[u8], what: &str) {
    let text = String::from_utf8_lossy(bytes);
    for secret in secrets() {
        assert!(!text.contains(secret), "{what} holds {secret}");
    }
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() { files.extend(all_files(&path)) } else { files.push(path) }
    }
    files
}

#[test]
fn a_mounted_disk_is_known_by_itself_and_summed_up() {
    let disk = disk();
    let output = run(disk.path(), &["host", ".", "--evidence", "a.rsb", "--key", "k.key"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    for line in [
        "Máy: mc-hoso-01",
        "Hệ điều hành: Debian GNU/Linux 12 (bookworm)",
        "Tài khoản: 6 – an",
        "Còn hỗ trợ:",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let (observations, bytes) = sealed(disk.path(), "a.rsb");
    holds_none(&bytes, "the bundle");
    assert_eq!(seen(&observations, "ssh.permit_root_login"), [&Value::Text("no".into())]);
    let listening: Vec<&Observation> =
        observations.iter().filter(|one| one.attribute == "network.listening").collect();
    assert!(listening.iter().all(|one| one.sight == Sight::NotCollected), "a disk does not listen");
}

#[cfg(unix)]
#[test]
fn links_of_a_disk_lead_where_they_would_lead_there_and_never_out_of_it() {
    let disk = disk();
    let etc = disk.path().join("etc");
    fs::create_dir_all(disk.path().join("usr/lib")).expect("made");
    fs::rename(etc.join("os-release"), disk.path().join("usr/lib/os-release")).expect("moved");
    std::os::unix::fs::symlink("../usr/lib/os-release", etc.join("os-release")).expect("a link");
    fs::remove_file(etc.join("timezone")).expect("removed");
    std::os::unix::fs::symlink("/usr/share/zoneinfo/Asia/Ho_Chi_Minh", etc.join("localtime"))
        .expect("a link");
    // Out of the root and round in a circle.
    let secret = tempfile::tempdir().expect("a folder");
    fs::write(secret.path().join("login.defs"), "UMASK 000\n").expect("written");
    fs::remove_file(etc.join("login.defs")).expect("removed");
    std::os::unix::fs::symlink(secret.path().join("login.defs"), etc.join("login.defs")).expect("a link");
    std::os::unix::fs::symlink("hosts.deny", etc.join("hosts.deny")).expect("a link");
    let pipe = Command::new("mkfifo").arg(etc.join("crypttab")).arg(etc.join("rc.local")).status();
    assert!(pipe.is_ok());
    let output = run(disk.path(), &["host", ".", "--json"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("bookworm") && said.contains("\"Asia/Ho_Chi_Minh\""));
    assert!(!said.contains("\"000\""), "it was read from outside");
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_collected_here_is_read_back_and_a_changed_file_is_said_to_be() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = run(folder.path(), &["collect", "--to", "may"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Đã thu thập vào may"));
    assert_eq!(run(folder.path(), &["collect", "--to", "may"]).status.code(), Some(3), "it is not empty");
    let output = run(folder.path(), &["host", "may", "--evidence", "a.rsb", "--key", "k.key"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let (observations, bundle) = sealed(folder.path(), "a.rsb");
    assert!(!seen(&observations, "account").is_empty() && !seen(&observations, "os.kernel").is_empty());
    // Whatever hashes this machine has, none is in what was collected or sealed.
    let own = fs::read_to_string("/etc/shadow").unwrap_or_default();
    let hashes = own.lines().filter_map(|line| line.split(':').nth(1)).filter(|field| field.len() > 12);
    let hashes: Vec<&str> = hashes.map(|field| field.trim_start_matches('!')).collect();
    for path in all_files(&folder.path().join("may")) {
        let bytes = fs::read(&path).expect("it is read");
        let text = String::from_utf8_lossy(&bytes);
        for hash in &hashes {
            assert!(!text.contains(hash), "{}", path.display());
        }
    }
    assert!(hashes.iter().all(|hash| !String::from_utf8_lossy(&bundle).contains(hash)));
    let passwd = folder.path().join("may/root/etc/passwd.txt");
    fs::write(&passwd, "root:x:0:0::/:/bin/sh\n").expect("written");
    let output = run(folder.path(), &["host", "may", "--json"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("không còn như lúc thu thập"));
    let account = String::from_utf8_lossy(&output.stdout)
        .lines()
        .find(|line| line.contains("\"attribute\":\"account\""))
        .map(str::to_owned);
    assert!(account.is_some_and(|line| line.contains("\"unreadable\":\"corrupt\"")));
}

#[test]
fn a_manifest_that_names_files_elsewhere_is_not_followed() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("ngoai.txt"), "ID=debian\n").expect("written");
    let may = folder.path().join("may");
    fs::create_dir(&may).expect("made");
    fs::write(may.join("os.txt"), "ID=debian\nPRETTY_NAME=X\n").expect("written");
    for file in ["../ngoai.txt", "/etc/passwd", "a/../../ngoai.txt"] {
        let manifest = format!(
            r#"{{"format":"rasoat-collection","version":1,"maker_version":"0","made_at":"2026-05-12T08:00:00Z","offset":null,"root":true,
            "entries":[{{"wanted":"/etc/os-release","path":"/etc/os-release","state":"taken","file":"{file}","sha256":"00"}},
            {{"wanted":"/etc/hostname","state":"absent"}}]}}"#
        );
        fs::write(may.join("rasoat-manifest.json"), manifest).expect("written");
        let output = run(folder.path(), &["host", "may", "--json"]);
        assert!(String::from_utf8_lossy(&output.stderr).contains("đường dẫn ngoài thư mục"), "{file}");
        assert!(!String::from_utf8_lossy(&output.stdout).contains("debian"));
    }
    fs::write(may.join("rasoat-manifest.json"), "{\"format\":\"khac\"").expect("written");
    assert_eq!(run(folder.path(), &["host", "may"]).status.code(), Some(3));
}

#[test]
fn help_names_all_that_is_taken() {
    let output = run(Path::new("."), &["collect", "--help"]);
    let said = String::from_utf8_lossy(&output.stdout);
    for taken in ["/etc/shadow", "/var/log/auth.log", "ss -H -tulpn", "SUID"] {
        assert!(said.contains(taken), "{taken}");
    }
}

/// Another examiner of servers, run on this machine, against what we collect of it.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "takes minutes, where lynis is installed"]
fn lynis_itself_says_the_same_of_this_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("none")).expect("made");
    let report = folder.path().join("report.dat");
    let ran = Command::new("lynis")
        .args(["audit", "system", "--quiet", "--no-colors", "--no-log", "--tests", "KRNL-5677 AUTH-9328"])
        .args(["--plugindir", "none", "--report-file"])
        .arg(&report)
        .current_dir(folder.path())
        .output();
    let Some(text) = ran.ok().and_then(|_| fs::read_to_string(&report).ok()) else {
        eprintln!("skipped: lynis is not installed");
        return;
    };
    let theirs = |name: &str| {
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        value.unwrap_or_default().trim().to_owned()
    };
    assert!(run(folder.path(), &["collect", "--to", "may"]).status.success());
    let output = run(folder.path(), &["host", "may", "--json"]);
    let ours: Vec<Observation> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str(line).expect("an observation"))
        .collect();
    let mut compared = 0;
    for (name, attribute) in [
        ("os_fullname", "os.product"),
        ("os_version", "os.version"),
        ("hostname", "computer.name"),
        ("os_kernel_version_full", "os.kernel"),
    ] {
        if seen(&ours, attribute).is_empty() {
            continue;
        }
        assert_eq!(seen(&ours, attribute), [&Value::Text(theirs(name))], "{name}");
        compared += 1;
    }
    let privileged: Vec<String> = seen(&ours, "file.privileged")
        .into_iter()
        .filter_map(|value| match value {
            Value::Record(fields) => match fields.get("path") {
                Some(Value::Text(path)) => Some(path.clone()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    for path in theirs("binaries_suid_count").split(' ').chain(theirs("binaries_sgid_count").split(' ')) {
        // It follows links: `sg` is one to `newgrp`.
        let Ok(path) = fs::canonicalize(path) else { continue };
        let path = path.to_string_lossy();
        assert!(privileged.iter().any(|known| *known == path), "{path}");
        compared += 1;
    }
    println!("{compared} facts compared");
    assert!(compared > 3);
}
