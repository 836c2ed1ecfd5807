//! `rasoat-field sweep`: documents that bear a secrecy marking. What it prints
//! has paths and levels, never what a document says.

use crate::clock;
use crate::progress::{Progress, say, spoken};
use crate::sealing::{Package, Sealing};
use anyhow::{Context as _, Result};
use std::ffi::OsString;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;
use sweep::{Account, Found, Limits, Observer, Options, Summary, SweepError, line, path_text};

/// What the worker's command is called.
pub(crate) const WORKER: &str = "sweep-worker";

/// Exit codes: something is marked; the sweep could not finish.
const MARKED: u8 = 1;
const UNFINISHED: u8 = 3;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Tệp, thư mục hoặc ổ đĩa cần rà soát
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Ghi kết quả dạng JSON, mỗi dòng một tệp; "-" là màn hình
    #[arg(long, value_name = "FILE|-")]
    json: Option<PathBuf>,
    #[command(flatten)]
    sealing: Sealing,
    /// Tên máy được rà soát; mặc định là tên máy đang chạy
    #[arg(long, value_name = "NAME", env = "COMPUTERNAME", default_value = "")]
    machine: String,
    /// Số tiến trình chạy cùng lúc
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    jobs: Option<u16>,
    /// Kích thước lớn nhất của một tệp (byte, hoặc 64K, 256M, 2G)
    #[arg(long, value_name = "BYTES", default_value = "256M", value_parser = bytes)]
    max_bytes: u64,
    /// Thời gian tối đa cho một tệp (10s, 500ms, 2m)
    #[arg(long, value_name = "TIME", default_value = "10s", value_parser = duration)]
    timeout_per_file: Duration,
}

fn bytes(text: &str) -> Result<u64, String> {
    let text = text.trim().trim_end_matches(['b', 'B']).trim_end_matches('i');
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let factor: u64 = match unit.to_ascii_uppercase().as_str() {
        "" => 1,
        "K" => 1 << 10,
        "M" => 1 << 20,
        "G" => 1 << 30,
        _ => return Err(format!("không hiểu kích thước {text}")),
    };
    let number: u64 = digits.parse().map_err(|_| format!("không hiểu kích thước {text}"))?;
    number.checked_mul(factor).filter(|bytes| *bytes > 0).ok_or_else(|| "kích thước không hợp lệ".to_owned())
}

fn duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let (digits, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(text.len()));
    let factor = match unit {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" => 60.0,
        _ => return Err(format!("không hiểu thời gian {text}")),
    };
    let number: f64 = digits.trim().parse().map_err(|_| format!("không hiểu thời gian {text}"))?;
    let seconds = number * factor;
    if (0.01..=86_400.0).contains(&seconds) {
        Ok(Duration::from_secs_f64(seconds))
    } else {
        Err("thời gian không hợp lệ".to_owned())
    }
}

/// The limits of a worker.
pub(crate) fn limits(max_bytes: u64) -> Limits {
    let known = Limits::default();
    Limits { file_bytes: max_bytes, unpacked_bytes: known.unpacked_bytes.max(max_bytes), ..known }
}

pub(crate) fn run(arguments: Arguments) -> ExitCode {
    match swept(arguments) {
        Ok(code) => code,
        Err(error) => {
            say(&format!("lỗi: {error:#}"));
            ExitCode::from(UNFINISHED)
        }
    }
}

fn swept(arguments: Arguments) -> Result<ExitCode> {
    let program = std::env::current_exe().context("không biết đường dẫn của chương trình")?;
    let worker: Vec<OsString> =
        vec![program.into(), WORKER.into(), "--max-bytes".into(), arguments.max_bytes.to_string().into()];
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let options = Options {
        roots: arguments.paths.clone(),
        jobs: arguments.jobs.map_or(cores, usize::from),
        time_limit: arguments.timeout_per_file,
        worker,
    };
    let mut lines = lines(arguments.json.as_deref())?;
    let mut bundle = Bundle::begin(&arguments)?;
    let mut shown = Progress::new();
    let mut found = Vec::new();
    let swept = sweep::sweep(
        &options,
        &mut |file, account| {
            if let Some(lines) = &mut lines {
                tell(lines, file, account)?;
            }
            if let Some(bundle) = &mut bundle {
                bundle.add(file, account).map_err(std::io::Error::other)?;
            }
            if found.len() < MOST_LISTED {
                found.extend(listed(file, account));
            }
            Ok(())
        },
        &mut |progress| shown.show(|| far(progress)),
    );
    shown.end();
    if let Some(lines) = &mut lines {
        writeln!(lines, "{}", swept.summary.line())?;
        lines.flush()?;
    }
    if let Some(bundle) = bundle {
        bundle.seal(&options.roots, &swept.summary)?;
    }
    let quiet = arguments.json.as_deref() == Some(Path::new("-"));
    summary(&swept.summary, &found, quiet)?;
    for error in &swept.errors {
        say(&format!("lỗi: {}", told(error)));
    }
    Ok(match (swept.errors.is_empty(), swept.summary.marked) {
        (false, _) => ExitCode::from(UNFINISHED),
        (true, 0) => ExitCode::SUCCESS,
        (true, _) => ExitCode::from(MARKED),
    })
}

/// Marked files listed in the summary for people.
const MOST_LISTED: usize = 200;

fn lines(path: Option<&Path>) -> Result<Option<Box<dyn Write>>> {
    Ok(match path {
        None => None,
        Some(path) if path == Path::new("-") => Some(Box::new(std::io::stdout())),
        Some(path) => {
            let file = File::create(path).with_context(|| format!("không ghi được {}", path.display()))?;
            Some(Box::new(BufWriter::new(file)))
        }
    })
}

fn tell(out: &mut impl Write, found: &Found, account: &Account) -> std::io::Result<()> {
    match line(&path_text(&found.path), found.modified, account) {
        Some(line) => writeln!(out, "{line}").and_then(|()| out.flush()),
        None => Ok(()),
    }
}

/// What the computer is called: as given, else as it calls itself.
fn machine(given: &str) -> String {
    let own = || std::fs::read_to_string("/etc/hostname").unwrap_or_default();
    let name = if given.trim().is_empty() { own() } else { given.to_owned() };
    name.trim().to_owned()
}

/// The bundle that is being written, and who writes what was seen into it.
struct Bundle {
    package: Package,
    observer: Observer,
}

impl Bundle {
    fn begin(arguments: &Arguments) -> Result<Option<Self>> {
        let now = clock::now();
        let Some(package) = arguments.sealing.begin(now)? else { return Ok(None) };
        let observer = Observer {
            machine: machine(&arguments.machine),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            seen_at: Some(now),
        };
        Ok(Some(Bundle { package, observer }))
    }

    fn add(&mut self, found: &Found, account: &Account) -> Result<()> {
        let observations = self.observer.observe(&path_text(&found.path), found.modified, account);
        observations.iter().try_for_each(|one| self.package.add(one))
    }

    fn seal(mut self, roots: &[PathBuf], summary: &Summary) -> Result<()> {
        let roots: Vec<String> = roots.iter().map(|root| path_text(root)).collect();
        let sums = self.observer.sum(&roots.join("; "), summary);
        sums.iter().try_for_each(|one| self.package.add(one))?;
        self.package.seal()
    }
}

/// A line of the list for people.
fn listed(found: &Found, account: &Account) -> Option<String> {
    let sweep::Outcome::Marked(marking) = &account.outcome else { return None };
    let sure = match marking.confidence {
        sweep::Confidence::Confirmed => "khẳng định",
        sweep::Confidence::Suspected => "nghi ngờ",
        sweep::Confidence::Mention => return None,
    };
    let level = match marking.level {
        sweep::Level::Mat => "Mật",
        sweep::Level::ToiMat => "Tối mật",
        sweep::Level::TuyetMat => "Tuyệt mật",
    };
    let lifted = if marking.declassified { ", đã giải mật" } else { "" };
    let names: Vec<String> =
        std::iter::once(path_text(&found.path)).chain(account.inside.iter().cloned()).collect();
    Some(format!("  {level} ({sure}{lifted}): {}", names.join(" › ")))
}

fn summary(summary: &Summary, found: &[String], quiet: bool) -> Result<()> {
    let mut text = String::new();
    if !found.is_empty() {
        text.push_str("Tài liệu có dấu chỉ độ mật:\n");
        text.push_str(&found.join("\n"));
        text.push('\n');
        if summary.marked > found.len() as u64 {
            text.push_str(&format!("  … và {} tài liệu khác\n", summary.marked - found.len() as u64));
        }
    }
    text.push_str(&format!(
        "Đã xem {} tệp ({:.1} MB) trong {:.1} giây: {} không có dấu, {} có dấu, {} chỉ nhắc đến, {} chưa đọc được.\n",
        summary.seen,
        summary.bytes as f64 / 1e6,
        summary.seconds,
        summary.clean,
        summary.marked,
        summary.mention,
        summary.unread,
    ));
    if quiet {
        say(text.trim_end());
    } else {
        std::io::stdout().write_all(text.as_bytes())?;
    }
    Ok(())
}

fn told(error: &SweepError) -> String {
    match error {
        SweepError::Root { path, reason } => format!("không duyệt được {path}: {reason}"),
        SweepError::Worker(reason) => format!("không khởi động được tiến trình đọc: {reason}"),
        SweepError::Told(reason) => format!("không ghi được kết quả: {reason}"),
        other => other.to_string(),
    }
}

/// How far a sweep is, in words.
fn far(progress: &sweep::Progress) -> String {
    let of = if progress.counted { format!("/{}", progress.of_files) } else { String::new() };
    let left = progress.left().map_or(String::new(), |left| format!(", còn khoảng {}", spoken(left)));
    let summary = progress.summary;
    format!(
        "{}{of} tệp, {} có dấu, {} chưa đọc được, đã {}{left}",
        progress.files,
        summary.marked,
        summary.unread,
        spoken(progress.elapsed),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_times_are_understood() {
        assert_eq!(bytes("64K"), Ok(65_536));
        assert_eq!(bytes("1048576"), Ok(1 << 20));
        assert_eq!(bytes("2GB"), Ok(2 << 30));
        assert!(bytes("0").is_err() && bytes("x").is_err() && bytes("").is_err());
        assert_eq!(duration("10s"), Ok(Duration::from_secs(10)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert!(duration("-1s").is_err() && duration("1h").is_err());
    }
}
