//! The field program: tools that look at machines and files on the spot, offline.
//!
//! Thin commands only. Not here: what the tools see (their own rooms), what is
//! made of it (the office).

mod clock;
mod collect_command;
mod events;
mod files;
mod host_command;
mod key;
mod linux_folder;
mod privileged;
mod progress;
mod rooted;
mod seal_command;
mod sealing;
mod summary;
mod sweep_command;
mod team_command;
mod walk;
mod windows_folder;

use clap::{Parser, Subcommand};
use std::io::Write as _;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "rasoat-field", version, about = "Công cụ kiểm tra tại chỗ, không cần mạng")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Thu thập dữ liệu của máy chủ Linux đang chạy vào một thư mục (chỉ đọc)
    #[command(after_long_help = collect_command::help())]
    Collect(collect_command::Arguments),
    /// Xem một máy Windows hoặc Linux qua các tệp đã thu thập hoặc ổ đĩa đã gắn
    Host(host_command::Arguments),
    /// In tập lệnh thu thập dữ liệu của một máy Windows, lưu thành thu-thap.cmd
    Script,
    /// Niêm phong kết quả của công cụ khác và các gói chứng cứ thành một gói
    Seal(seal_command::Arguments),
    /// Tạo khóa của đoàn: tệp khóa giữ ở cơ quan, địa chỉ đem theo để khóa gói chứng cứ
    TeamKey(team_command::MakeArguments),
    /// Mở gói chứng cứ đã khóa bằng khóa của đoàn
    Unlock(team_command::UnlockArguments),
    /// Tìm tài liệu có dấu chỉ độ mật trong tệp, thư mục, ổ đĩa
    Sweep(sweep_command::Arguments),
    #[command(name = sweep_command::WORKER, hide = true)]
    Worker {
        #[arg(long)]
        max_bytes: u64,
    },
}

/// What is run on the computer that is examined, with what its system has.
const SCRIPT: &[u8] = include_bytes!("../collect/thu-thap.cmd");

fn main() -> ExitCode {
    evidence::crash::keep_quiet();
    // Clap answers a misuse itself, with 2.
    match Arguments::parse().command {
        Command::Collect(arguments) => collect_command::run(&arguments),
        Command::Host(arguments) => host_command::run(&arguments),
        Command::Script => match std::io::stdout().write_all(SCRIPT) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Command::Seal(arguments) => seal_command::run(&arguments),
        Command::TeamKey(arguments) => team_command::make(&arguments),
        Command::Unlock(arguments) => team_command::unlock(&arguments),
        Command::Sweep(arguments) => sweep_command::run(arguments),
        Command::Worker { max_bytes } => match sweep::serve(sweep_command::limits(max_bytes)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
    }
}
