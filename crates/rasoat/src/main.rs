//! The program: thin commands over the rooms. Not here: rules, SQL, pages.

mod plan;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(
    name = "rasoat",
    about = "Rà Soát: kiểm tra an ninh mạng và bảo vệ bí mật nhà nước"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Kế hoạch đã ban hành.
    #[command(subcommand)]
    Plan(plan::PlanCommand),
}

fn main() -> anyhow::Result<ExitCode> {
    match Cli::parse().command {
        Command::Plan(command) => Ok(plan::run(
            command,
            &mut std::io::stdout(),
            &mut std::io::stderr(),
        )?),
    }
}
