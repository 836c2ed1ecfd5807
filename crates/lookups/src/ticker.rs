//! How far the work is, told on standard error while it goes on: what is done, rows a
//! second, time left.

use anyhow::Result;
use rasoat_lookups::input::Progress;
use std::io::{IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often a terminal's line is written anew, and a line where there is no terminal.
const OFTEN: Duration = Duration::from_millis(250);
const SELDOM: Duration = Duration::from_secs(10);

pub struct Ticker;

impl Ticker {
    /// Does the work and tells of it meanwhile.
    pub fn beside<T>(quiet: bool, work: impl FnOnce(&Progress) -> Result<T>) -> Result<T> {
        let progress = Progress::default();
        if quiet {
            return work(&progress);
        }
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| tick(&progress, &over));
            let done = work(&progress);
            over.store(true, Ordering::Release);
            done
        })
    }
}

fn tick(progress: &Progress, over: &AtomicBool) {
    let terminal = std::io::stderr().is_terminal();
    let mut width = 0;
    let mut stage = String::new();
    let mut begun = Instant::now();
    let mut told = Instant::now();
    while !over.load(Ordering::Acquire) {
        std::thread::sleep(OFTEN.min(Duration::from_millis(50)));
        let now = progress.stage.lock().map(|stage| stage.clone()).unwrap_or_default();
        if now != stage {
            stage = now;
            begun = Instant::now();
        }
        if told.elapsed() < if terminal { OFTEN } else { SELDOM } {
            continue;
        }
        told = Instant::now();
        let text = line(&stage, progress, begun.elapsed());
        let mut out = std::io::stderr();
        // Nobody may be looking.
        let _ = if terminal {
            let rest = width_left(&mut width, &text);
            write!(out, "\r{text}{:rest$}", "")
        } else {
            writeln!(out, "{text}")
        };
    }
    if terminal && width > 0 {
        let _ = write!(std::io::stderr(), "\r{:width$}\r", "");
    }
}

fn width_left(width: &mut usize, text: &str) -> usize {
    let now = text.chars().count();
    let rest = width.saturating_sub(now);
    *width = now;
    rest
}

fn line(stage: &str, progress: &Progress, elapsed: Duration) -> String {
    let (done, all) = (progress.done.load(Ordering::Relaxed), progress.all.load(Ordering::Relaxed));
    let rows = progress.rows.load(Ordering::Relaxed);
    let mut text = stage.to_owned();
    if all > 0 {
        let share = (done as f64 / all as f64).min(1.0);
        text += &format!(": {:.0} %", share * 100.0);
        if share > 0.01 {
            let left = elapsed.mul_f64((1.0 - share) / share);
            text += &format!(", còn khoảng {}", spoken(left));
        }
    }
    if rows > 0 {
        let rate = rows as f64 / elapsed.as_secs_f64().max(0.001);
        text += &format!(", {rows} dòng, {rate:.0} dòng/giây");
    }
    text
}

fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{seconds} giây")
    } else {
        format!("{} phút {} giây", seconds / 60, seconds % 60)
    }
}
