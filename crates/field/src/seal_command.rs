//! `rasoat-field seal`: results of scanners that were run on the spot, and bundles
//! made there, as one sealed bundle. All of them, or none: a file that is not read
//! is said, and nothing is sealed.
//!
//! Not here: the scanners' formats (`scanners`), what a bundle is (`evidence`).

use crate::clock;
use crate::progress::{Progress, say};
use crate::sealing::Sealing;
use crate::team_command::bytes;
use anyhow::{Context as _, Result, bail};
use evidence::Observation;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit code: something could not be read, and nothing was sealed.
const UNREAD: u8 = 3;
/// The largest file read, in bytes.
const LARGEST: u64 = 512 << 20;
/// How a bundle begins, whatever its version.
const BUNDLE: &[u8] = b"{\"format\":\"rasoat-evidence\"";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Tệp kết quả (Nmap, Nuclei, Lynis, HardeningKitty …) hoặc gói chứng cứ .rsb
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    sealing: Sealing,
}

pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match sealed(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("lỗi: {error:#}"));
            ExitCode::from(UNREAD)
        }
    }
}

fn sealed(arguments: &Arguments) -> Result<()> {
    let Some(mut package) = arguments.sealing.begin(clock::now())? else {
        bail!("cần --evidence FILE.rsb để ghi gói chứng cứ");
    };
    let mut progress = Progress::new();
    for (at, path) in arguments.files.iter().enumerate() {
        progress.show(|| format!("đang đọc tệp {}/{}", at + 1, arguments.files.len()));
        let read = read(path).with_context(|| path.display().to_string())?;
        progress.end();
        say(&format!("{}: {}", path.display(), read.words));
        read.observations.iter().try_for_each(|one| package.add(one))?;
    }
    package.seal()
}

/// What a file held, and how that is told.
struct Read {
    words: String,
    observations: Vec<Observation>,
}

fn read(path: &Path) -> Result<Read> {
    let bytes = bytes(path, LARGEST)?;
    if evidence::is_locked(&bytes) {
        bail!("gói đã khóa, mở bằng rasoat-field unlock trước");
    }
    if bytes.starts_with(BUNDLE) {
        let bundle =
            evidence::open(bytes.as_slice()).context("gói chứng cứ bị cắt, bị sửa hoặc chữ ký sai")?;
        let words = format!(
            "gói chứng cứ của {} {}, {} quan sát (khóa {})",
            bundle.header.maker,
            bundle.header.maker_version,
            bundle.observations.len(),
            bundle.key
        );
        return Ok(Read { words, observations: bundle.observations });
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let limits = scanners::Limits { bytes: LARGEST as usize, ..scanners::Limits::default() };
    let import = scanners::read(&name, &bytes, &limits).context("không nhận ra hoặc không đọc được")?;
    let words = format!("{} {}, {} kết quả", import.tool, import.version, import.outcomes.len());
    Ok(Read { words, observations: import.observations() })
}
