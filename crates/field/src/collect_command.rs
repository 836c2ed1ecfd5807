//! `rasoat-field collect`: what an inspector takes of a Linux server that is examined,
//! into a folder. It reads, and runs what the system has to ask it; it changes nothing.
//! What is secret is taken out before it is written.
//!
//! Not here: what is taken (`host::linux`), what it says (`host`).

use crate::clock;
use crate::linux_folder::is_nothing;
use crate::privileged;
use crate::progress::{Progress, say};
use crate::rooted::Root;
use anyhow::{Context as _, Result, bail};
use evidence::hex;
use host::linux::{
    COMMANDS, Command as Asked, Entry, FILES, FORMAT, MANIFEST, Manifest, PRIVILEGED, State, Strip, VERSION,
    stripped,
};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// Exit code: nothing was collected.
const FAILED: u8 = 3;
/// How often a running command is looked after.
const OFTEN: Duration = Duration::from_millis(20);
/// What a command may say of its errors.
const LONGEST_ERROR: u64 = 64 << 10;
/// Bytes of all that is written.
const LARGEST: u64 = 1 << 30;
/// Where commands of the administrator stand, besides where the caller's do.
const PATHS: &str = "/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Thư mục mới để ghi những gì thu thập được
    #[arg(long, value_name = "FOLDER")]
    to: PathBuf,
}

/// All that is taken, for `--help`.
pub(crate) fn help() -> String {
    let mut text = "Chỉ đọc, không thay đổi gì trên máy chủ; không cần quyền root, nhưng thiếu quyền root thì một số mục không đọc được và được ghi rõ.\n\nTệp được lấy (mật khẩu băm, khóa được bỏ trước khi ghi):\n".to_owned();
    for wanted in FILES {
        let _ = writeln!(text, "  {}", wanted.pattern);
    }
    text.push_str("\nLệnh được chạy, mỗi lệnh có giới hạn thời gian:\n");
    for command in COMMANDS {
        let _ = writeln!(
            text,
            "  {} {} (tối đa {} giây)",
            command.program,
            command.arguments.join(" "),
            command.seconds
        );
    }
    text.push_str(
        "\nDuyệt ổ đĩa hệ thống để liệt kê tệp đặc quyền (SUID, SGID): chỉ tên, quyền, chủ sở hữu.\n",
    );
    text
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match collected(arguments, Path::new("/")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("lỗi: {error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

fn collected(arguments: &Arguments, root: &Path) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("lệnh này chạy trên máy chủ Linux; với Windows dùng: rasoat-field script");
    }
    let now = clock::now();
    let mut folder = Folder::make(&arguments.to)?;
    let mut progress = Progress::new();
    let steps = FILES.len() + COMMANDS.len() + 1;
    let rooted = Root(root.to_owned());
    for (at, wanted) in FILES.iter().enumerate() {
        progress.show(|| format!("thu thập {}/{steps}: {}", at + 1, wanted.pattern));
        folder.files(&rooted, wanted)?;
    }
    for (at, command) in COMMANDS.iter().enumerate() {
        progress.show(|| format!("thu thập {}/{steps}: {}", FILES.len() + at + 1, command.program));
        folder.command(command)?;
    }
    match privileged::walk(root, &mut progress) {
        Some(walked) => {
            let state = if walked.cut { State::Cut } else { State::Taken };
            folder.keep(PRIVILEGED, PRIVILEGED, "output", Strip::Hashes, walked.text.into_bytes(), state)?;
        }
        None => folder.note(PRIVILEGED, "", State::Broken),
    }
    progress.end();
    let offset = now.to_zoned(jiff::tz::TimeZone::system()).offset().seconds();
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        maker_version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now,
        offset: Some(offset),
        root: is_root(),
        entries: folder.entries,
    };
    let path = arguments.to.join(MANIFEST);
    write(&path, serde_json::to_string_pretty(&manifest)?.as_bytes())
        .with_context(|| format!("không ghi được {}", path.display()))?;
    summary(&arguments.to, &manifest)
}

fn is_root() -> bool {
    #[cfg(unix)]
    return rustix::process::geteuid().is_root();
    #[cfg(not(unix))]
    false
}

/// The folder that is filled.
struct Folder {
    path: PathBuf,
    entries: Vec<Entry>,
    files: BTreeSet<String>,
    bytes: u64,
}

impl Folder {
    /// A new folder, which only its owner reads.
    fn make(path: &Path) -> Result<Self> {
        let refuse = || format!("không tạo được {}", path.display());
        if fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some()) {
            bail!("{} đã có và không trống", path.display());
        }
        fs::create_dir_all(path).with_context(refuse)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // A stick's file system may know no owners.
            let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o700));
        }
        Ok(Folder { path: path.to_owned(), entries: Vec::new(), files: BTreeSet::new(), bytes: 0 })
    }

    fn note(&mut self, wanted: &str, path: &str, state: State) {
        let (wanted, path) = (wanted.to_owned(), path.to_owned());
        self.entries.push(Entry { wanted, path, state, file: String::new(), sha256: String::new() });
    }

    fn files(&mut self, root: &Root, wanted: &host::linux::Wanted) -> Result<()> {
        let paths = root.expand(wanted.pattern);
        if paths.is_empty() {
            self.note(wanted.pattern, "", State::Absent);
        }
        for path in paths {
            match root.read(&path, wanted.kind) {
                Ok(taken) => {
                    let state = if taken.cut { State::Cut } else { State::Taken };
                    self.keep(wanted.pattern, &path, "root", wanted.strip, taken.bytes, state)?;
                }
                Err(error) if is_nothing(&error) => self.note(wanted.pattern, "", State::Absent),
                Err(error) => self.note(wanted.pattern, &path, state(&error)),
            }
        }
        Ok(())
    }

    fn command(&mut self, asked: &Asked) -> Result<()> {
        match ask(asked) {
            Answer::Said(bytes, state) => {
                self.keep(asked.name, asked.name, "output", Strip::Hashes, bytes, state)
            }
            Answer::None(state) => {
                self.note(asked.name, "", state);
                Ok(())
            }
        }
    }

    /// Writes something that was taken, without what is secret.
    fn keep(
        &mut self,
        wanted: &str,
        path: &str,
        below: &str,
        strip: Strip,
        bytes: Vec<u8>,
        state: State,
    ) -> Result<()> {
        let bytes = stripped(strip, bytes);
        self.bytes += bytes.len() as u64;
        if self.bytes > LARGEST {
            self.note(wanted, path, State::TooLarge);
            return Ok(());
        }
        let safe = |c: char| if c.is_ascii_alphanumeric() || "/._@+-".contains(c) { c } else { '_' };
        let base: String = path.trim_start_matches('/').chars().map(safe).collect();
        let mut file = format!("{below}/{}.txt", base.replace("../", "_/"));
        // Names that differ by case alone are one on a stick.
        while !self.files.insert(file.to_lowercase()) {
            file.insert(file.len() - 4, '_');
        }
        let full = self.path.join(&file);
        let refuse = || format!("không ghi được {}", full.display());
        if let Some(parent) = full.parent() {
            fs::create_dir_all(parent).with_context(refuse)?;
        }
        write(&full, &bytes).with_context(refuse)?;
        let sha256 = hex(&Sha256::digest(&bytes));
        self.entries.push(Entry { wanted: wanted.to_owned(), path: path.to_owned(), state, file, sha256 });
        Ok(())
    }
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

fn state(error: &std::io::Error) -> State {
    match error.kind() {
        ErrorKind::PermissionDenied => State::Denied,
        ErrorKind::FileTooLarge => State::TooLarge,
        ErrorKind::TimedOut => State::Timeout,
        _ => State::Broken,
    }
}

enum Answer {
    Said(Vec<u8>, State),
    None(State),
}

/// Runs a command that only asks, for no longer and to no more than it may.
fn ask(asked: &Asked) -> Answer {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = [PATHS.into(), path].join(std::ffi::OsStr::new(":"));
    // Looked for by ourselves: a folder of the path nobody may enter is no refusal.
    let Some(program) = find(asked.program, &path) else { return Answer::None(State::Absent) };
    let mut command = Command::new(program);
    command
        .args(asked.arguments)
        .env("LC_ALL", "C")
        .env("PATH", &path)
        .env("SYSTEMD_PAGER", "")
        .env("PAGER", "cat");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => return Answer::None(State::Absent),
        Err(error) => return Answer::None(state(&error)),
    };
    let output = child.stdout.take().map(|out| reading(out, asked.bytes));
    let errors = child.stderr.take().map(|out| reading(out, LONGEST_ERROR));
    let until = Instant::now() + Duration::from_secs(asked.seconds);
    let (mut late, mut ended) = (false, None);
    while ended.is_none() {
        match child.try_wait() {
            Ok(Some(status)) => ended = Some(status.success()),
            Ok(None) if Instant::now() < until => std::thread::sleep(OFTEN),
            _ => {
                late = true;
                let _ = child.kill();
                let _ = child.wait();
                ended = Some(false);
            }
        }
    }
    // A child of its own may hold the pipes open: what it wrote until now counts.
    let taken = |reading: Option<Reading>| reading.map(Reading::taken).unwrap_or_default();
    let (output, full) = taken(output);
    let (errors, _) = taken(errors);
    if late {
        return if output.is_empty() {
            Answer::None(State::Timeout)
        } else {
            Answer::Said(output, State::Cut)
        };
    }
    let said = String::from_utf8_lossy(&errors).to_lowercase();
    let denied = ["permission denied", "not permitted", "must be root", "need to be root", "you must be"];
    if ended == Some(false) && output.is_empty() && denied.iter().any(|word| said.contains(word)) {
        return Answer::None(State::Denied);
    }
    // `ssh -V` says it there; a command that failed has nothing to say.
    match (output.is_empty(), ended) {
        (true, Some(true)) if asked.name == "ssh-version" => Answer::Said(errors, State::Taken),
        (true, Some(false)) => Answer::None(State::Broken),
        _ => Answer::Said(output, if full { State::Cut } else { State::Taken }),
    }
}

/// Where a program stands.
fn find(program: &str, path: &std::ffi::OsStr) -> Option<PathBuf> {
    std::env::split_paths(path).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// A pipe that is read on a thread of its own, to a limit; what comes after is dropped.
struct Reading(std::sync::mpsc::Receiver<Vec<u8>>, usize);

/// How long a pipe may stay open after its command has ended.
const AFTER: Duration = Duration::from_secs(2);
/// Bytes read at once.
const PIECE: usize = 64 << 10;

fn reading(mut from: impl Read + Send + 'static, limit: u64) -> Reading {
    let (send, pieces) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut left = limit as usize;
        let mut piece = vec![0; PIECE];
        while let Ok(count) = from.read(&mut piece) {
            if count == 0 {
                return;
            }
            let kept = count.min(left);
            left -= kept;
            if kept > 0 && send.send(piece[..kept].to_vec()).is_err() {
                return;
            }
        }
    });
    Reading(pieces, limit as usize)
}

impl Reading {
    /// All that came, and whether there was more than that.
    fn taken(self) -> (Vec<u8>, bool) {
        let mut bytes = Vec::new();
        while let Ok(piece) = self.0.recv_timeout(AFTER) {
            bytes.extend(piece);
        }
        let full = bytes.len() >= self.1;
        (bytes, full)
    }
}

/// What came of it, and what could not be read.
fn summary(folder: &Path, manifest: &Manifest) -> Result<()> {
    let count = |wanted: State| manifest.entries.iter().filter(|entry| entry.state == wanted).count();
    let mut text = format!(
        "Đã thu thập vào {}: {} tệp ({} lấy một phần), {} mục không có trên máy.\n",
        folder.display(),
        count(State::Taken) + count(State::Cut),
        count(State::Cut),
        count(State::Absent)
    );
    for (state, what) in [
        (State::Denied, "Không đủ quyền đọc"),
        (State::TooLarge, "Quá lớn"),
        (State::Timeout, "Quá thời gian"),
        (State::Broken, "Không đọc được"),
    ] {
        let names: Vec<&str> = manifest
            .entries
            .iter()
            .filter(|entry| entry.state == state)
            .map(|entry| if entry.path.is_empty() { entry.wanted.as_str() } else { entry.path.as_str() })
            .collect();
        if !names.is_empty() {
            let _ = writeln!(text, "{what}: {}", names.join(", "));
        }
    }
    if !manifest.root {
        text.push_str("Chạy lại bằng quyền root (sudo) để lấy đủ các mục không đủ quyền.\n");
    }
    let _ = writeln!(text, "Tiếp theo: rasoat-field host {} --evidence TEN-MAY.rsb", folder.display());
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
