//! The files of a Linux server: a folder that was collected there, or its disk.
//!
//! Not here: what they say (`host::linux`), collecting (`collect_command`).

use crate::host_command::Examined;
use crate::privileged;
use crate::progress::{Progress, say};
use crate::rooted::Root;
use crate::summary::{Told, first, seen};
use anyhow::{Context as _, Result, bail};
use evidence::{Observation, Unread, Value, hex};
use host::linux::{COMMANDS, FILES, FORMAT, Given, MANIFEST, Manifest, PRIVILEGED, Part, State, VERSION};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{ErrorKind, Read as _};
use std::path::{Component, Path};

/// Bytes of a manifest, and of one file it names.
const LARGEST_MANIFEST: u64 = 64 << 20;
const LARGEST: u64 = 128 << 20;
/// Entries of a manifest that are read.
const MOST: usize = 50_000;

/// What the files say; nothing, where they are not those of a Linux system.
pub(crate) fn examined(
    folder: &Path,
    machine: &str,
    now: Timestamp,
    progress: &mut Progress,
) -> Result<Option<Examined>> {
    let given = if folder.join(MANIFEST).is_file() {
        collected(folder, progress)?
    } else if is_root(folder) {
        mounted(folder, progress)
    } else {
        return Ok(None);
    };
    if !given.is_linux() {
        bail!("không thấy tệp nhận dạng hệ điều hành Linux trong {}", folder.display());
    }
    progress.show(|| "đang xem các tệp đã lấy".to_owned());
    let observations = host::linux::examine(&given, machine, Some(now));
    progress.end();
    Ok(Some(Examined { summary: summary(&observations), observations }))
}

fn is_root(folder: &Path) -> bool {
    let root = Root(folder.to_owned());
    let has = |path: &str| root.resolve(path).is_ok_and(|path| path.is_file());
    has("/etc/os-release")
        || has("/usr/lib/os-release")
        || has("/etc/redhat-release")
        || (has("/etc/passwd") && has("/etc/group"))
}

/// A folder with a manifest. A file that is not as the manifest says is unreadable.
fn collected(folder: &Path, progress: &mut Progress) -> Result<Given> {
    let path = folder.join(MANIFEST);
    let text = String::from_utf8(whole(&path, LARGEST_MANIFEST)?).context("bản kê không phải văn bản")?;
    let manifest: Manifest = serde_json::from_str(&text).context("không đọc được bản kê của thư mục")?;
    if manifest.format != FORMAT || manifest.version > VERSION {
        bail!("bản kê của phiên bản khác: {} {}", manifest.format, manifest.version);
    }
    let mut given = Given::new(Some(manifest.made_at), manifest.offset);
    let all = manifest.entries.len();
    for (at, entry) in manifest.entries.iter().take(MOST).enumerate() {
        progress.show(|| format!("đang đọc tệp {}/{all}", at + 1));
        let command = COMMANDS.iter().any(|command| command.name == entry.wanted);
        let content = match entry.state {
            State::Absent if command => continue,
            State::Absent => {
                given.note_absent(&entry.wanted);
                continue;
            }
            State::Denied => Err(Unread::Permission),
            State::TooLarge => Err(Unread::TooLarge),
            State::Timeout => Err(Unread::Timeout),
            State::Broken => Err(Unread::Corrupt),
            State::Taken | State::Cut => {
                let read = inside(folder, &entry.file).and_then(|path| whole(&path, LARGEST));
                match read {
                    Ok(bytes) if hex(&Sha256::digest(&bytes)) == entry.sha256 => Ok(bytes),
                    Ok(_) => {
                        say(&format!("  {} không còn như lúc thu thập", entry.file));
                        Err(Unread::Corrupt)
                    }
                    Err(error) => {
                        say(&format!("  không đọc được {}: {error:#}", entry.file));
                        Err(Unread::Corrupt)
                    }
                }
            }
        };
        let path = if entry.path.is_empty() { &entry.wanted } else { &entry.path };
        given.add(&entry.wanted, Part::new(path, content, entry.state == State::Cut));
    }
    progress.end();
    Ok(given)
}

/// A file the manifest names, which is below the folder and no link.
fn inside(folder: &Path, file: &str) -> Result<std::path::PathBuf> {
    let relative = Path::new(file);
    if file.is_empty() || !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        bail!("đường dẫn ngoài thư mục");
    }
    let mut path = folder.to_owned();
    for part in relative.components() {
        path.push(part);
        if fs::symlink_metadata(&path)?.file_type().is_symlink() {
            bail!("là liên kết");
        }
    }
    Ok(path)
}

fn whole(path: &Path, largest: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(largest + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > largest {
        bail!("lớn hơn {} MB", largest >> 20);
    }
    Ok(bytes)
}

/// A disk of a server that does not run: what commands would say is not collected.
fn mounted(folder: &Path, progress: &mut Progress) -> Given {
    let root = Root(folder.to_owned());
    let mut given = Given::default();
    for (at, wanted) in FILES.iter().enumerate() {
        // What only a running system has.
        if ["/proc/", "/sys/", "/run/"].iter().any(|start| wanted.pattern.starts_with(start)) {
            continue;
        }
        progress.show(|| format!("đang đọc mục {}/{}", at + 1, FILES.len()));
        let paths = root.expand(wanted.pattern);
        if paths.is_empty() {
            given.note_absent(wanted.pattern);
        }
        for path in paths {
            match root.read(&path, wanted.kind) {
                Ok(taken) => given.add(wanted.pattern, Part::new(path, Ok(taken.bytes), taken.cut)),
                Err(error) if is_nothing(&error) => given.note_absent(wanted.pattern),
                Err(error) => given.add(wanted.pattern, Part::new(path, Err(unread(&error)), false)),
            }
        }
    }
    if let Some(walked) = privileged::walk(folder, progress) {
        given.add(PRIVILEGED, Part::new(PRIVILEGED, Ok(walked.text.into_bytes()), walked.cut));
    }
    progress.end();
    given
}

/// A folder where a file was wanted, a file where a link was, and the like.
pub(crate) fn is_nothing(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::Unsupported | ErrorKind::InvalidInput
    )
}

fn unread(error: &std::io::Error) -> Unread {
    match error.kind() {
        ErrorKind::PermissionDenied => Unread::Permission,
        ErrorKind::FileTooLarge => Unread::TooLarge,
        _ => Unread::Corrupt,
    }
}

/// What is told of the server on the spot; the office judges.
fn summary(observations: &[Observation]) -> String {
    let mut text = Told::of(observations);
    text.line(format!(
        "Hệ điều hành: {} (nhân {})",
        first(observations, "os.product"),
        first(observations, "os.kernel")
    ));
    let left = seen(observations, "os.support_left").find_map(|value| match value {
        Value::Whole(days) => Some(*days),
        _ => None,
    });
    text.line(match left {
        Some(days) if days < 0 => format!("Hết hỗ trợ: {} ngày trước", -days),
        Some(days) => format!("Còn hỗ trợ: {days} ngày"),
        None => "Thời hạn hỗ trợ: không rõ".to_owned(),
    });
    text.line(format!("Gói phần mềm: {}", seen(observations, "software").count()));
    for (attribute, what) in [
        ("account", "Tài khoản"),
        ("network.listening", "Cổng đang mở"),
        ("server", "Máy chủ dịch vụ"),
        ("antivirus", "Phòng, chống mã độc"),
        ("remote_control", "Điều khiển từ xa"),
        ("auth.failed", "Nguồn đăng nhập sai"),
        ("auth.accepted", "Đăng nhập được ghi nhận"),
        ("ssh.authorized_key", "Khóa SSH được phép"),
    ] {
        text.listed(attribute, what);
    }
    text.counted()
}
