//! Long work that goes on by itself: how far it is, how long it may still take,
//! what came out. The page asks again every two seconds; without scripts a link
//! does.
//!
//! Not here: doing the work (the `app` room's worker).

use askama::Template;
use askama::filters::HtmlSafe;

use super::progress::Progress;
use crate::words::{Count, Lang};

#[derive(Debug, Clone, Template)]
#[template(path = "parts/job.html")]
pub struct Job {
    pub lang: Lang,
    /// Used once on a page; names the element.
    pub id: String,
    pub title: String,
    pub done: u64,
    pub total: u64,
    pub state: JobState,
    /// The address that answers with this part alone, for asking again.
    pub href: String,
    /// The page on which the part stands, to refresh it without scripts.
    pub page: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    Waiting,
    Going {
        seconds_left: Option<u64>,
    },
    /// What came out: words and where to see it.
    Done {
        words: String,
        href: String,
    },
    /// Stopped; what was done is kept. Why, and how many are left.
    Failed {
        why: String,
    },
}

impl HtmlSafe for Job {}

impl Job {
    fn is_over(&self) -> bool {
        matches!(self.state, JobState::Done { .. } | JobState::Failed { .. })
    }

    fn progress(&self) -> Progress {
        Progress::new(self.lang, self.lang.t("part-job-done-of"), self.done, self.total)
    }

    fn time_left(&self, seconds: impl Into<Count>) -> String {
        let Count(seconds) = seconds.into();
        if seconds < 60 {
            self.lang.t_with("part-job-seconds-left", &[("seconds", seconds)])
        } else {
            self.lang.t_with("part-job-minutes-left", &[("minutes", seconds / 60 + 1)])
        }
    }
}
