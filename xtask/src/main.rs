//! `cargo xtask …`: what people do with the source tree. Not shipped.

#![expect(clippy::print_stdout, reason = "a command-line tool speaks on its standard output")]

mod arrows;
mod assets;
mod check;
mod field;
mod fuzz;
mod lookups;
mod needs;
mod postgres;
mod run;
mod test;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Build, try, test and check Rà Soát")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build, load the demo province, serve it on 127.0.0.1, print the log-ins.
    Demo {
        /// The folder of the demo's record; made anew unless it exists.
        #[arg(long, default_value = "demo-data")]
        data: String,
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Build with all optimisations (takes several minutes longer).
        #[arg(long)]
        release: bool,
    },
    /// Every test there is; installs and starts what they need.
    Test {
        /// Only the tests of crates and journeys whose name contains this.
        filter: Option<String>,
        /// Skip the browser journeys.
        #[arg(long)]
        no_journeys: bool,
    },
    /// Formatting, lints, and the arrows between the rooms.
    Check,
    /// Install the front-end packages and fonts that the build embeds.
    Assets,
    /// Build the field program for Linux and Windows into target/stick.
    Field,
    /// Lints and tests of the audit of lookups (DataFusion: some ten minutes the first time).
    Lookups {
        /// Without what shares work among machines, which is what takes the time.
        #[arg(long)]
        quick: bool,
    },
    /// The measurements, side by side with their peers.
    Bench { filter: Option<String> },
    /// Run the fuzz targets, one after the other (`fuzz/README.md`).
    Fuzz(fuzz::Arguments),
}

fn main() -> Result<()> {
    match Cli::parse().task {
        Task::Demo { data, port, release } => {
            assets::install()?;
            let port = port.to_string();
            let mut words = vec!["run", "--package", "rasoat"];
            if release {
                words.push("--release");
            }
            words.extend(["--", "demo", "--data", &data, "--port", &port]);
            run::cargo(&words)
        }
        Task::Test { filter, no_journeys } => {
            assets::install()?;
            needs::install_for_tests()?;
            test::all(filter.as_deref(), no_journeys)
        }
        Task::Check => {
            assets::install()?;
            check::all()
        }
        Task::Assets => assets::install(),
        Task::Field => field::stick(),
        Task::Lookups { quick } => lookups::all(quick),
        Task::Bench { filter } => {
            assets::install()?;
            test::benches(filter.as_deref())
        }
        Task::Fuzz(arguments) => fuzz::all(&arguments),
    }
}
