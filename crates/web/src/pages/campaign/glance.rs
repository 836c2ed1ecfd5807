//! What stands around a campaign's list of targets: the line of time, findings
//! by theme, the views a person keeps.
//!
//! Not here: the list itself (`campaign`), files of it (`listing`).

use app::acts::campaign::{Glance, Kept};
use app::acts::saved_view::SavedView;
use domain::campaign::CampaignState;

use super::PATH;
use crate::frame::Frame;
use crate::list::ListState;
use crate::pages::overview;
use crate::parts::chart::Bars;
use crate::parts::track::{Lane, Mark, Track};

/// Around the list.
#[derive(Debug)]
pub struct Around {
    pub track: Track,
    pub themes: Bars,
    pub views: Vec<ViewLink>,
    /// The query of what is seen now; empty when there is nothing to keep.
    pub query: String,
    /// Findings past their day, with their list.
    pub overdue: String,
    pub overdue_href: String,
    pub summary_href: String,
}

#[derive(Debug)]
pub struct ViewLink {
    pub id: String,
    pub name: String,
    pub href: String,
    pub current: bool,
}

impl Around {
    pub fn new(f: &Frame, state: &ListState, kept: &Kept, glance: &Glance, views: &[SavedView]) -> Self {
        let id = kept.campaign.id.to_string();
        let whole = state.href("page", None);
        let query = whole.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
        Around {
            track: track(f, kept, glance, &id),
            themes: overview::themes(f, &glance.themes, None, &id),
            views: views
                .iter()
                .map(|view| ViewLink {
                    id: view.id.to_string(),
                    name: view.name.clone(),
                    href: format!("{PATH}/{id}?{}", view.query),
                    current: view.query == query,
                })
                .collect(),
            overdue: if glance.overdue == 0 {
                String::new()
            } else {
                f.t_with("campaign-overdue-findings", &[("count", glance.overdue.unsigned_abs())])
            },
            overdue_href: format!("/findings?campaign={id}&due=overdue"),
            summary_href: if kept.campaign.state == CampaignState::Draft {
                String::new()
            } else {
                format!("/summaries/{id}")
            },
            query,
        }
    }
}

fn track(f: &Frame, kept: &Kept, glance: &Glance, id: &str) -> Track {
    let lane = |code: &'static str, label: &str| {
        let days = glance.days.iter().filter(|day| day.kind == code);
        let marks = days.map(|on| Mark {
            day: on.day,
            count: on.count.unsigned_abs(),
            words: f.t_with(&format!("overview-day-{code}"), &[("count", on.count.unsigned_abs())]),
            href: match code {
                "visit" => format!("{PATH}/{id}?visit_on={}", on.day),
                "report" => format!("{PATH}/{id}?report_due={}", on.day),
                _ => format!("/findings?campaign={id}"),
            },
        });
        Lane { code, label: f.t(label), marks: marks.collect() }
    };
    let issued = kept.issued_on.map(|day| Mark {
        day,
        count: 1,
        words: f.t("campaign-track-issued"),
        href: String::new(),
    });
    let mut lanes = vec![
        Lane { code: "issued", label: f.t("campaign-track-issued"), marks: issued.into_iter().collect() },
        lane("report", "campaign-track-report"),
        lane("visit", "campaign-track-visit"),
        lane("finding", "campaign-track-finding"),
    ];
    lanes.retain(|lane| !lane.marks.is_empty());
    let window = kept.campaign.window_from.zip(kept.campaign.window_to);
    Track {
        lang: f.lang,
        caption: f.t("campaign-track"),
        today: f.today(),
        window: window
            .filter(|(from, to)| from <= to)
            .map(|(from, to)| (from, to, f.t("campaign-track-window"))),
        lanes,
    }
}

/// What the samples show.
pub fn sample() -> Glance {
    use app::acts::overview::{OnDay, Theme};
    use domain::bilingual::Bilingual;
    use jiff::civil::date;
    let on = |kind: &str, day, count| OnDay { kind: kind.into(), day, count };
    Glance {
        days: vec![
            on("report", date(2026, 10, 5), 12),
            on("visit", date(2026, 10, 12), 2),
            on("visit", date(2026, 11, 23), 3),
            on("finding", date(2026, 12, 2), 7),
        ],
        themes: vec![Theme {
            code: "ban_va".into(),
            title: Bilingual::new("Cập nhật bản vá", "Patches"),
            total: 9,
            open: 4,
            before: None,
        }],
        overdue: 2,
    }
}
