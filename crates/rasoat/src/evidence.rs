//! `rasoat evidence`: results of other tools, read from their files and taken in
//! for a visit.
//!
//! Not here: the formats (`scanners`), comparing (`app`).

use crate::settings::Record;
use crate::{serve, speak};
use anyhow::{Context, Result};
use app::acts::examination::{self, Bundle, Gravity, Held, Taken};
use app::acts::file::Upload;
use app::{Actor, Refusal};
use clap::{Args, Subcommand};
use domain::identifier::VisitId;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    /// Đọc tệp kết quả của công cụ rà quét mà không lưu gì: có gì trong tệp.
    Read(ReadArgs),
    /// Nhập tệp kết quả vào một cuộc kiểm tra; nhập lại cùng tệp không đổi gì.
    Import(ImportArgs),
}

#[derive(Debug, Args)]
pub struct ReadArgs {
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Mỗi kết quả một dòng JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(flatten)]
    record: Record,
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Mã của cuộc kiểm tra, trong địa chỉ trang của nó.
    #[arg(long, value_name = "ID")]
    visit: VisitId,
    /// Lần quét bao trùm toàn bộ đơn vị: kết quả cũ mà tệp không nêu coi là không còn.
    #[arg(long)]
    whole: bool,
}

pub fn run(command: EvidenceCommand) -> Result<ExitCode> {
    match command {
        EvidenceCommand::Read(args) => read(&args),
        EvidenceCommand::Import(args) => import(args),
    }
}

/// A file larger than is taken in is not read into memory.
fn open(path: &Path) -> Result<Upload> {
    let said = || format!("không mở được {}", path.display());
    let file = std::fs::File::open(path).with_context(said)?;
    let mut bytes = Vec::new();
    file.take(examination::LARGEST as u64 + 1).read_to_end(&mut bytes).with_context(said)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Upload { name, bytes })
}

fn read(args: &ReadArgs) -> Result<ExitCode> {
    let mut failed = false;
    for path in &args.files {
        let upload = open(path)?;
        let import = match examination::read(&upload) {
            Ok(Held::Results(import)) => import,
            Ok(Held::Bundle(bundle)) => {
                told(&upload.name, &bundle, args.json)?;
                continue;
            }
            Err(error) => {
                failed = true;
                speak::trouble(&format!("{}: {}", path.display(), said(examination::fault(&error))));
                continue;
            }
        };
        if args.json {
            for observation in import.observations() {
                speak::data(&serde_json::to_string(&observation)?);
            }
            continue;
        }
        let count =
            |gravity: Gravity| import.outcomes.iter().filter(|one| one.reported.severity == gravity).count();
        let figures: Vec<String> =
            Gravity::ALL.into_iter().rev().map(|one| format!("{} {}", gravity(one), count(one))).collect();
        speak::data(&format!(
            "{}: {} {}, {} đối tượng, {} kết quả ({})",
            import.file,
            import.tool,
            import.version,
            import.subjects.len(),
            import.outcomes.len(),
            figures.join(", ")
        ));
    }
    Ok(if failed { ExitCode::from(2) } else { ExitCode::SUCCESS })
}

/// What a bundle holds; it was verified when it was read.
fn told(name: &str, bundle: &Bundle, json: bool) -> Result<()> {
    if json {
        for observation in &bundle.observations {
            speak::data(&serde_json::to_string(observation)?);
        }
        return Ok(());
    }
    let subjects: BTreeSet<_> = bundle.observations.iter().map(|seen| &seen.subject).collect();
    speak::data(&format!(
        "{name}: gói chứng cứ của {} {}, {} đối tượng, {} quan sát, chữ ký đúng (khóa {})",
        bundle.header.maker,
        bundle.header.maker_version,
        subjects.len(),
        bundle.observations.len(),
        bundle.key
    ));
    Ok(())
}

fn import(args: ImportArgs) -> Result<ExitCode> {
    serve::runtime()?.block_on(async {
        let app = args.record.open("").await?;
        let who = Actor::program("rasoat evidence import");
        let mut failed = false;
        for path in &args.files {
            let name = path.display();
            match examination::take(&app, &who, args.visit, open(path)?, args.whole).await {
                Ok(taken) => speak::data(&format!("{name}: {}", changed(&taken))),
                Err(Refusal::Invalid(faults)) => {
                    failed = true;
                    let key = faults.first().map_or("", |fault| fault.key);
                    speak::trouble(&format!("{name}: {}", said(key)));
                }
                Err(Refusal::Marked) => {
                    failed = true;
                    speak::trouble(&format!("{name}: tệp mang dấu độ mật nên không được nhận"));
                }
                Err(Refusal::NotFound) => anyhow::bail!("không có cuộc kiểm tra {}", args.visit),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(if failed { ExitCode::from(2) } else { ExitCode::SUCCESS })
    })
}

fn changed(taken: &Taken) -> String {
    if taken.already {
        return format!("đã nhập từ trước ({} kết quả), không đổi gì", taken.results);
    }
    format!(
        "{}: {} kết quả, {} mới, {} đổi, {} không còn, {} quy tắc đạt",
        taken.tool, taken.results, taken.fresh, taken.changed, taken.gone, taken.passed
    )
}

fn gravity(gravity: Gravity) -> &'static str {
    match gravity {
        Gravity::Critical => "nghiêm trọng",
        Gravity::High => "cao",
        Gravity::Medium => "trung bình",
        Gravity::Low => "thấp",
        Gravity::Info => "thông tin",
    }
}

/// The same reasons as on the page, said at the command line.
fn said(key: &str) -> &str {
    match key {
        "examination-fault-too-large" => "tệp lớn hơn 128 MB",
        "examination-fault-empty" => "tệp trống",
        "examination-fault-unknown" => "không nhận ra kết quả của công cụ nào trong tệp",
        "examination-fault-encoding" => "tệp không phải văn bản UTF-8 hay UTF-16",
        "examination-fault-entities" => "tệp XML tự khai báo thực thể",
        "examination-fault-depth" => "tệp lồng quá nhiều lớp hoặc có bản ghi quá lớn",
        "examination-fault-too-many" => "tệp có quá nhiều kết quả",
        "examination-fault-locked" => "tệp được khóa cho người khác",
        "examination-fault-newer" => "gói chứng cứ do phiên bản mới hơn của chương trình tạo",
        "examination-fault-bundle" => "gói chứng cứ bị cắt, bị sửa hoặc chữ ký không đúng",
        "examination-fault-broken" => "tệp hỏng hoặc bị cắt giữa chừng",
        "examination-fault-older" => "tệp cũ hơn lần quét đã nhập của cùng công cụ trên cùng máy",
        other => other,
    }
}
