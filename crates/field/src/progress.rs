//! How far a command is, told on standard error while it works.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Seconds between lines of progress where there is no terminal.
const SELDOM: u64 = 10;
/// How often a terminal's line is written anew.
const OFTEN: Duration = Duration::from_millis(200);

/// A line that is written anew on a terminal; elsewhere, a line now and then.
pub(crate) struct Progress {
    terminal: bool,
    started: Instant,
    last: Option<Duration>,
}

impl Progress {
    pub fn new() -> Self {
        Progress { terminal: std::io::stderr().is_terminal(), started: Instant::now(), last: None }
    }

    pub fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Tells, unless it was told a moment ago.
    pub fn show(&mut self, text: impl FnOnce() -> String) {
        let now = self.elapsed();
        let due = match self.last {
            _ if !self.terminal => now.as_secs() / SELDOM > self.last.unwrap_or_default().as_secs() / SELDOM,
            None => true,
            Some(last) => now >= last + OFTEN,
        };
        if !due {
            return;
        }
        self.last = Some(now);
        let mut out = std::io::stderr();
        // Nobody may be looking.
        let _ = if self.terminal { write!(out, "\r\x1b[K{}", text()) } else { writeln!(out, "{}", text()) };
    }

    /// Done of all, with the time left by the share that is done: of bytes, where
    /// parts differ in size.
    pub fn count(&mut self, what: &str, done: (usize, usize), bytes: (u64, u64)) {
        let left = left(self.elapsed(), bytes.0, bytes.1);
        self.show(|| {
            let left = left.map_or(String::new(), |left| format!(", còn khoảng {}", spoken(left)));
            let (read, all) = (bytes.0 as f64 / 1e6, bytes.1 as f64 / 1e6);
            format!("{what} {}/{} ({read:.0}/{all:.0} MB){left}", done.0, done.1)
        });
    }

    /// Takes the line away again.
    pub fn end(&self) {
        if self.terminal && self.last.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

fn left(elapsed: Duration, done: u64, all: u64) -> Option<Duration> {
    let share = done as f64 / all.max(1) as f64;
    (done > 0).then(|| elapsed.mul_f64(((1.0 - share) / share).clamp(0.0, 1e6)))
}

pub(crate) fn spoken(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{seconds} giây")
    } else {
        format!("{} phút {} giây", seconds / 60, seconds % 60)
    }
}

/// A line for people, beside what the command gives.
pub(crate) fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_follows_from_the_share_that_is_done() {
        let second = Duration::from_secs(1);
        assert_eq!(left(second, 0, 100), None);
        assert_eq!(left(second, 50, 100), Some(second));
        assert_eq!(left(second, 100, 100), Some(Duration::ZERO));
        assert_eq!(left(second, 200, 100), Some(Duration::ZERO));
        assert_eq!(spoken(Duration::from_secs(75)), "1 phút 15 giây");
    }
}
