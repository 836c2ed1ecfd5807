//! `rasoat-lookups`: who looked up whom, from the logs of systems that ask the National
//! Population Database (Thông tư 46/2022/TT-BCA Đ8).

mod ticker;

use anyhow::{Context as _, Result};
use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use rasoat_lookups::audit::{self, Audited};
use rasoat_lookups::input::Progress;
use rasoat_lookups::mapping::Mappings;
use rasoat_lookups::output::{self, evidence::Seal};
use rasoat_lookups::tables::Paths;
use rasoat_lookups::{calendar, clock, drill, explain, generate, ingest, rule};
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use ticker::Ticker;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(
    name = "rasoat-lookups",
    version,
    about = "Xét nhật ký tra cứu dữ liệu công dân: ai tra cứu ai, có hồ sơ hay không"
)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Đưa nhật ký vào kho theo ngày, để xét nhiều lần cho nhanh
    Ingest(Ingest),
    /// Xét nhật ký theo các quy tắc L1-L19
    Audit(Box<AuditTask>),
    /// Các dòng nhật ký đứng sau điều đã nêu về một tài khoản (CSV)
    Drill(Drill),
    /// Giải thích bằng lời những gì đã nêu về một tài khoản
    Explain {
        account: String,
        /// Thư mục kết quả của lệnh audit
        #[arg(long, value_name = "DIR")]
        audit: PathBuf,
    },
    /// Sinh nhật ký mẫu của một tỉnh không có thật
    Generate(Generate),
    /// Chạy bộ điều phối của cụm máy
    #[cfg(feature = "cluster")]
    Scheduler(rasoat_lookups::cluster::serve::SchedulerTask),
    /// Chạy một máy làm việc của cụm máy
    #[cfg(feature = "cluster")]
    Executor(rasoat_lookups::cluster::serve::ExecutorTask),
}

#[derive(Args)]
struct Common {
    /// Số luồng; mặc định theo số nhân của máy
    #[arg(long)]
    threads: Option<usize>,
    /// Không hiện tiến độ
    #[arg(long)]
    quiet: bool,
}

impl Common {
    fn threads(&self) -> usize {
        self.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from)).max(1)
    }
}

#[derive(Args)]
struct TablePaths {
    /// Hồ sơ thủ tục hành chính: dossier, citizen, unit, procedure, opened, closed, account
    #[arg(long, value_name = "PATH")]
    dossiers: PathBuf,
    /// Sổ tài khoản: account, holder, unit, enabled_from, disabled_at, left_at, commitment_signed
    #[arg(long, value_name = "PATH")]
    accounts: PathBuf,
    /// Danh sách cần bảo vệ, người thân: citizen, list
    #[arg(long, value_name = "PATH")]
    watch: Option<PathBuf>,
    /// Sổ máy tra cứu: terminal, unit, registered
    #[arg(long, value_name = "PATH")]
    terminals: Option<PathBuf>,
}

#[derive(Args)]
#[command(after_long_help = FILES)]
struct Ingest {
    /// Nhật ký: tệp CSV, JSON lines, Parquet (có thể nén gzip, zstd), hoặc thư mục
    #[arg(long, value_name = "PATH")]
    lookups: PathBuf,
    /// Tệp ánh xạ cột của hệ thống khác (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Thư mục kho
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    common: Common,
}

/// What stands in the files an audit is given, by example.
const FILES: &str = concat!(
    "Tệp ánh xạ (--mapping), ví dụ:\n\n",
    include_str!("../examples/mapping.toml"),
    "\nTệp lịch làm việc (--calendar), ví dụ:\n\n",
    include_str!("../examples/calendar.toml"),
    "\nTệp ngưỡng (--params): tên và giá trị đang dùng có trong parameters.json của kết quả, ví dụ:\n\n",
    "shared_seconds = 60\ndenied = 50\n"
);

#[derive(Args)]
#[command(after_long_help = FILES)]
struct AuditTask {
    /// Nhật ký: tệp, thư mục, hoặc kho do lệnh ingest tạo
    #[arg(long, value_name = "PATH")]
    lookups: PathBuf,
    #[command(flatten)]
    tables: TablePaths,
    /// Tệp ánh xạ cột của hệ thống khác (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Tệp ngưỡng của các quy tắc (TOML)
    #[arg(long, value_name = "FILE")]
    params: Option<PathBuf>,
    /// Lịch làm việc (TOML); mặc định theo lịch kèm chương trình
    #[arg(long, value_name = "FILE")]
    calendar: Option<PathBuf>,
    /// Ngày đầu của kỳ (yyyy-mm-dd)
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Ngày cuối của kỳ (yyyy-mm-dd)
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// Thư mục ghi kết quả
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// In tóm tắt dạng JSON
    #[arg(long)]
    json: bool,
    /// Tệp khóa niêm phong gói chứng cứ (được tạo nếu chưa có)
    #[arg(long, value_name = "FILE", default_value = "rasoat-lookups.key")]
    key: PathBuf,
    /// Mã cuộc kiểm tra ghi vào gói chứng cứ
    #[arg(long, value_name = "ID", default_value = "")]
    visit: String,
    /// Xét trên cụm máy, ví dụ df://127.0.0.1:50050
    #[cfg(feature = "cluster")]
    #[arg(long, value_name = "URL")]
    cluster: Option<String>,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
struct Drill {
    /// Tài khoản
    #[arg(long)]
    account: String,
    /// Nhật ký: tệp, thư mục, hoặc kho
    #[arg(long, value_name = "PATH")]
    lookups: PathBuf,
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Thư mục kết quả của lệnh audit, khi nêu --rule
    #[arg(long, value_name = "DIR")]
    audit: Option<PathBuf>,
    /// Chỉ các dòng mà quy tắc này nêu, ví dụ L4
    #[arg(long, value_name = "L1…L19", value_parser = number, requires = "audit")]
    rule: Option<usize>,
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    #[command(flatten)]
    common: Common,
}

fn number(text: &str) -> Result<usize, String> {
    let digits = text.strip_prefix(['L', 'l']).unwrap_or(text);
    digits
        .parse()
        .ok()
        .filter(|number| (1..=rule::COUNT).contains(number))
        .ok_or_else(|| format!("{text} không phải là quy tắc; có L1 đến L{}", rule::COUNT))
}

#[derive(Args)]
struct Generate {
    #[arg(long, default_value_t = 1_000_000)]
    lookups: u64,
    #[arg(long, default_value_t = 250_000)]
    dossiers: u64,
    /// Số tài khoản; mặc định theo số lượt
    #[arg(long)]
    accounts: Option<u32>,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    #[arg(long, default_value = "2024-01-01")]
    from: Date,
    #[arg(long, default_value = "2025-12-31")]
    to: Date,
    /// parquet, csv hoặc jsonl
    #[arg(long, default_value = "parquet", value_parser = format)]
    format: generate::Format,
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    common: Common,
}

fn format(text: &str) -> Result<generate::Format, String> {
    match text {
        "parquet" => Ok(generate::Format::Parquet),
        "csv" => Ok(generate::Format::Csv),
        "jsonl" => Ok(generate::Format::Jsonl),
        _ => Err("chỉ có parquet, csv, jsonl".into()),
    }
}

/// Something asked for, on standard output. Who stops reading (`… | head`) has seen
/// enough, and the work goes on.
fn say(text: &str) -> Result<()> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

fn main() -> ExitCode {
    evidence::crash::keep_quiet();
    let outcome = match Cli::parse().task {
        Task::Ingest(task) => take_in(&task),
        Task::Audit(task) => run_audit(&task),
        Task::Drill(task) => run_drill(&task),
        Task::Explain { account, audit } => explain::explain(&audit, &account).and_then(|text| say(&text)),
        Task::Generate(task) => run_generate(&task),
        #[cfg(feature = "cluster")]
        Task::Scheduler(task) => rasoat_lookups::cluster::serve::scheduler(&task),
        #[cfg(feature = "cluster")]
        Task::Executor(task) => rasoat_lookups::cluster::serve::executor(&task),
    };
    let Err(error) = outcome else { return ExitCode::SUCCESS };
    // Nobody may be looking.
    let _ = writeln!(std::io::stderr(), "lỗi: {error:#}");
    ExitCode::FAILURE
}

fn take_in(task: &Ingest) -> Result<()> {
    let mappings = Mappings::read(task.mapping.as_deref())?;
    let taken = Ticker::beside(task.common.quiet, |progress| {
        ingest::ingest(&task.lookups, &mappings, &task.out, task.common.threads(), progress)
    })?;
    let mut text = String::new();
    for name in &taken.known {
        let _ = writeln!(text, "{name}: đã có trong kho, bỏ qua");
    }
    let _ = writeln!(text, "Đã đưa {} dòng của {} ngày vào {}", taken.rows, taken.days, task.out.display());
    for (reason, count) in &taken.rejected.0 {
        let _ = writeln!(text, "  không đọc được ({}): {count}", reason.code());
    }
    say(&text)
}

fn run_audit(task: &AuditTask) -> Result<()> {
    let request = audit::Request {
        lookups: task.lookups.clone(),
        paths: Paths {
            dossiers: task.tables.dossiers.clone(),
            accounts: task.tables.accounts.clone(),
            watch: task.tables.watch.clone(),
            terminals: task.tables.terminals.clone(),
        },
        mapping: task.mapping.clone(),
        parameters: task.params.clone(),
        calendar: task.calendar.clone(),
        from: task.from,
        to: task.to,
        out: task.out.clone(),
        threads: task.common.threads(),
    };
    // What would go wrong at the end, goes wrong before the work is done.
    let secret = output::evidence::secret(&task.key)?;
    let audited = Ticker::beside(task.common.quiet, |progress| {
        #[cfg(feature = "cluster")]
        let audited = match &task.cluster {
            Some(url) => rasoat_lookups::cluster::audit(&request, url, progress)?,
            None => audit::audit(&request, progress)?,
        };
        #[cfg(not(feature = "cluster"))]
        let audited = audit::audit(&request, progress)?;
        let seal = Seal { secret, visit: task.visit.clone(), made_at: clock::now() };
        output::evidence::write(&task.out.join(output::EVIDENCE), &audited, &seal)?;
        output::report::write(&task.out, &audited, seal.made_at)?;
        audited.conclude(&task.out)?;
        Ok(audited)
    })?;
    if task.json {
        say(&(serde_json::to_string_pretty(&audited.summary)? + "\n"))
    } else {
        say(&format!("{}Kết quả: {}\n", told(&audited), task.out.display()))
    }
}

/// The summary for people.
fn told(audited: &Audited) -> String {
    let summary = &audited.summary;
    let mut text = String::new();
    let _ = writeln!(
        text,
        "Kỳ từ {} đến {}: {} dòng, {} lượt tra cứu, {:.2} % có hồ sơ giải thích",
        summary.period.from,
        summary.period.to,
        summary.rows,
        summary.explained.of,
        summary.explained.share * 100.0
    );
    for number in 1..=rule::COUNT {
        let of = summary.rules.0[number - 1];
        let count = if of.run { of.flagged.to_string() } else { "không xét (thiếu bảng)".to_owned() };
        let _ = writeln!(text, "  L{number:<2} {count:>10}  {}", rule::name(number));
    }
    if summary.rejected.count > 0 {
        let _ = writeln!(text, "Không đọc được {} dòng: xem thư mục rejected", summary.rejected.count);
    }
    for one in audited.ranked.iter().filter(|one| !one.reasons.is_empty()).take(10) {
        let _ = writeln!(text, "  {}: {}", one.account, one.why());
    }
    text
}

fn run_drill(task: &Drill) -> Result<()> {
    let request = drill::Request {
        account: task.account.clone(),
        lookups: task.lookups.clone(),
        mapping: task.mapping.clone(),
        audit: task.audit.clone(),
        rule: task.rule,
        from: task.from,
        to: task.to,
        threads: task.common.threads(),
    };
    let rows = Ticker::beside(task.common.quiet, |progress| drill::rows(&request, progress))?;
    let mut table = Vec::new();
    drill::write(&rows, &mut table)?;
    say(&String::from_utf8(table)?)
}

fn run_generate(task: &Generate) -> Result<()> {
    let calendar = calendar::Calendar::read(None)?;
    let accounts = task.accounts.unwrap_or((task.lookups / 5_000).clamp(40, 4_000) as u32);
    let recipe = generate::Recipe {
        lookups: task.lookups,
        dossiers: task.dossiers,
        accounts,
        seed: task.seed,
        from: task.from,
        to: task.to,
        format: task.format,
    };
    std::fs::create_dir_all(&task.out).with_context(|| task.out.display().to_string())?;
    Ticker::beside(task.common.quiet, |progress: &Progress| {
        progress.begin("Sinh nhật ký", task.lookups);
        let working = |date: Date| {
            let day = rasoat_lookups::local::Day::from_date(date);
            if calendar.covers(day) {
                calendar.is_working(day)
            } else {
                date.weekday().to_monday_one_offset() < 6
            }
        };
        generate::generate(&recipe, &working, &task.out, &|rows| {
            progress.done.store(rows, std::sync::atomic::Ordering::Relaxed);
            progress.rows.store(rows, std::sync::atomic::Ordering::Relaxed);
        })
    })
}
