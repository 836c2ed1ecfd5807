//! The program: thin commands over the rooms. Not here: rules, SQL, pages.

mod audit;
mod backup;
mod demo;
mod doctor;
mod evidence;
mod knowledge;
mod plan;
mod serve;
mod settings;
mod speak;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use settings::Record;

/// A fifth of the time of a save goes into allocations; this allocator gives
/// them out faster than the system's when many people write at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Debug, Parser)]
#[command(name = "rasoat", version, about = "Rà Soát: kiểm tra an ninh mạng và bảo vệ bí mật nhà nước")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Kế hoạch đã ban hành.
    #[command(subcommand)]
    Plan(plan::PlanCommand),
    /// Kết quả của các công cụ kiểm tra.
    #[command(subcommand)]
    Evidence(evidence::EvidenceCommand),
    /// Dữ liệu bản vá để biết máy còn thiếu bản vá nào.
    #[command(subcommand)]
    Knowledge(knowledge::KnowledgeCommand),
    /// Mở trang làm việc cho trình duyệt.
    Serve(serve::ServeArgs),
    /// Nạp một tỉnh giả định để dùng thử rồi mở trang làm việc.
    Demo(demo::DemoArgs),
    /// Tài khoản.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Nhật ký nối chuỗi băm.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Sao lưu toàn bộ dữ liệu vào một tệp trong khi mọi người vẫn làm việc.
    Backup(backup::BackupArgs),
    /// Nói những gì còn thiếu quanh chương trình: phông chữ, thư, đĩa, đồng hồ, cơ sở dữ liệu.
    Doctor(Record),
}

fn main() -> ExitCode {
    app::crash::keep_quiet();
    let outcome = match Cli::parse().command {
        Command::Plan(command) => {
            plan::run(command, &mut std::io::stdout(), &mut std::io::stderr()).map_err(Into::into)
        }
        Command::Evidence(command) => evidence::run(command),
        Command::Knowledge(command) => knowledge::run(command),
        Command::Serve(args) => serve::run(args),
        Command::Demo(args) => demo::run(args),
        Command::User(command) => user::run(command),
        Command::Audit(command) => audit::run(command),
        Command::Backup(args) => backup::run(args),
        Command::Doctor(record) => doctor::run(record),
    };
    outcome.unwrap_or_else(|error| {
        speak::trouble(&format!("{error:#}"));
        ExitCode::FAILURE
    })
}
