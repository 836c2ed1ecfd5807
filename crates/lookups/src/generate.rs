//! Made-up logs of a province, for trying the audit out and for measuring it: most
//! lookups explained, and of every rule's misuse a little.
//!
//! Day by day, so that a hundred million rows fit in little memory: one thread makes the
//! rows of a day and puts them in order of time while another writes those before.

mod days;
mod defects;
mod dossiers;
mod misuse;
mod plan;
mod purpose;
mod random;
mod row;
mod staff;
mod table;
mod text;
mod work;
mod world;
mod written;

use anyhow::{Context as _, Result, bail, ensure};
use days::Days;
use dossiers::{Dossier, Flow};
use jiff::civil::Date;
use plan::Plan;
use random::Random;
use row::Row;
use serde_json::json;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use work::{Planted, Work, rhythm};
use world::World;
use written::{Dossiers, Lookups, Rows};

/// What is generated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipe {
    pub lookups: u64,
    pub dossiers: u64,
    pub accounts: u32,
    pub seed: u64,
    /// First and last day.
    pub from: Date,
    pub to: Date,
    pub format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Parquet,
    Csv,
    Jsonl,
}

impl Format {
    pub fn extension(self) -> &'static str {
        match self {
            Format::Parquet => "parquet",
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
        }
    }
}

impl std::str::FromStr for Format {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Format> {
        match text {
            "parquet" => Ok(Format::Parquet),
            "csv" => Ok(Format::Csv),
            "jsonl" => Ok(Format::Jsonl),
            _ => bail!("không có định dạng {text}: chỉ có parquet, csv, jsonl"),
        }
    }
}

impl Recipe {
    /// Accounts as a province has them for so many lookups.
    pub fn usual_accounts(lookups: u64) -> u32 {
        (lookups / 5000).clamp(40, 200_000) as u32
    }
}

/// Writes lookups, dossiers, accounts, watch, terminals, `calendar.toml` and
/// `planted.json` into `out`: the latter says, by rule, how often misuse was planted that
/// the rule must find. Same recipe, same bytes. The calendar is asked about the period
/// and a month to each side; `progress` is told how many lookups there are so far.
///
/// # Errors
/// When the recipe makes no sense or the files cannot be written.
pub fn generate(
    recipe: &Recipe,
    calendar: &dyn Fn(Date) -> bool,
    out: &Path,
    progress: &dyn Fn(u64),
) -> Result<()> {
    ensure!(recipe.accounts > 0, "cần ít nhất một tài khoản");
    ensure!(recipe.dossiers < 100_000_000, "nhiều nhất 100 triệu hồ sơ");
    let days = Days::of(recipe.from, recipe.to, calendar)?;
    std::fs::create_dir_all(out).with_context(|| format!("không tạo được thư mục {}", out.display()))?;
    let mut random = Random::new(recipe.seed);
    let world = World::of(recipe, &days, &mut random);
    world.write(recipe, out)?;
    days.write(&out.join("calendar.toml"))?;
    let mut plan = Plan::of(recipe, &days, &world, &mut random);
    let lookups = Lookups::create(&world, &days, recipe, out)?;
    let dossiers = Dossiers::create(&world, &days, recipe, out)?;

    let planted = std::thread::scope(|scope| {
        let (to_lookups, rows) = sync_channel(2);
        let (to_dossiers, opened) = sync_channel(2);
        let world = &world;
        let writing = [
            scope.spawn(move || write(lookups, world, &rows)),
            scope.spawn(move || write(dossiers, world, &opened)),
        ];
        let sinks = Sinks { lookups: to_lookups, dossiers: to_dossiers };
        let planted = work_through(recipe, &days, world, &mut plan, &mut random, &sinks, progress);
        drop(sinks);
        for writing in writing {
            match writing.join() {
                Ok(written) => written?,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        anyhow::Ok(planted)
    })?;
    let path = out.join("planted.json");
    let text = serde_json::to_string_pretty(&summary(recipe, &planted))?;
    std::fs::write(&path, text + "\n").with_context(|| format!("không ghi được {}", path.display()))
}

/// Where the rows of a day go.
struct Sinks {
    lookups: SyncSender<Vec<Row>>,
    dossiers: SyncSender<Vec<Dossier>>,
}

fn write<R, T: Rows<R>>(mut table: T, world: &World, days: &Receiver<Vec<R>>) -> Result<()> {
    for rows in days {
        for row in &rows {
            table.write(world, row)?;
        }
    }
    table.finish()
}

/// Makes day after day until all are made, or until nobody writes them any more.
fn work_through(
    recipe: &Recipe,
    days: &Days,
    world: &World,
    plan: &mut Plan,
    random: &mut Random,
    sinks: &Sinks,
    progress: &dyn Fn(u64),
) -> Planted {
    let mut planted = Planted::default();
    let mut flow = Flow::of(recipe.dossiers, days, world, recipe.seed);
    let rhythm = rhythm();
    let accounts = &world.staff.accounts;
    let mut last = vec![0; accounts.len() + world.staff.strangers.len()];
    let mut rows_so_far = 0;
    for day in days.from..=days.to {
        let at = (day - days.from) as usize;
        let dossiers = flow.go_to(day);
        let present: Vec<u32> =
            (0..accounts.len() as u32).filter(|account| accounts[*account as usize].is_there(day)).collect();
        let mut work = Work {
            world,
            days,
            flow: &flow,
            day,
            shares: plan.defects.shares(day, plan.ordinary[at]),
            present: &present,
            random,
            planted: &mut planted,
            rows: Vec::new(),
        };
        work.ordinary(plan.ordinary[at], &plan.events[at], &rhythm);
        for (misuse, times) in &plan.misuses[at] {
            for _ in 0..*times {
                work.plant(*misuse, &rhythm);
            }
        }
        for event in &plan.events[at] {
            work.happen(event, &last, &rhythm);
        }
        let mut rows = work.rows;
        rows.sort_by_key(|row| row.ts);
        plan.defects.number(day, &mut rows);
        for row in &rows {
            if !row.result.is_refused() {
                last[row.account as usize] = row.ts;
            }
        }
        rows_so_far += rows.len() as u64;
        if sinks.dossiers.send(dossiers).is_err() || sinks.lookups.send(rows).is_err() {
            break;
        }
        progress(rows_so_far);
    }
    for (rule, times) in plan.defects.planted() {
        planted.rules[rule] += times;
    }
    planted.rules[15] += world.staff.unsigned;
    planted
}

fn summary(recipe: &Recipe, planted: &Planted) -> serde_json::Value {
    let rules: serde_json::Map<String, serde_json::Value> =
        (1..planted.rules.len()).map(|rule| (format!("L{rule}"), planted.rules[rule].into())).collect();
    json!({
        "lookups": recipe.lookups,
        "dossiers": recipe.dossiers,
        "accounts": recipe.accounts,
        "seed": recipe.seed,
        "from": recipe.from.to_string(),
        "to": recipe.to.to_string(),
        "rules": rules,
        "edges": planted.edges,
    })
}

#[cfg(test)]
mod tests;
