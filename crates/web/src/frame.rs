//! What every page is set into: language and theme, who is asking and what
//! they may enter, the title with its trail, messages, and the token of forms.
//!
//! Not here: how it is painted (`templates/layout`), how it is filled for a
//! request (`visit`), the parts pages are built from (`parts`).

use jiff::Timestamp;
use jiff::civil::Date;

use crate::nav::{Nav, NavGroup};
use crate::theme::Theme;
use crate::words::{self, Lang, Value};

/// The frame of one page; every page's view holds it as `f`.
#[derive(Debug, Clone)]
pub struct Frame {
    pub lang: Lang,
    pub theme: Theme,
    pub now: Timestamp,
    /// The address of this page, to come back to it after a change of language.
    pub path: String,
    pub title: String,
    /// The trail above the title, without the page itself.
    pub crumbs: Vec<Crumb>,
    pub active: Option<Nav>,
    pub who: Option<Who>,
    pub nav: Vec<Nav>,
    pub campaigns: Vec<CampaignChoice>,
    /// How many notices wait unread.
    pub bell: u32,
    pub flash: Vec<Flash>,
    pub csrf: String,
    /// In a record that was taken along: the unit, and the way to seal its results.
    pub outside: Option<Crumb>,
}

/// The person signed in, as the top bar names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub name: String,
    /// Their roles, already in words of the page's language.
    pub roles: Vec<String>,
    pub unit: String,
}

/// One step of the trail above the title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crumb {
    pub words: String,
    pub href: String,
}

/// A campaign in the switch of the top bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignChoice {
    pub id: String,
    pub name: String,
    pub current: bool,
}

/// What just happened, said once at the top of the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    pub kind: FlashKind,
    pub words: String,
    /// How to take it back: the word on the button and where it posts.
    pub undo: Option<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlashKind {
    Done,
    Notice,
    Warning,
    Failed,
}

impl Frame {
    pub fn new(lang: Lang, theme: Theme, now: Timestamp) -> Self {
        Self {
            lang,
            theme,
            now,
            path: "/".to_owned(),
            title: String::new(),
            crumbs: Vec::new(),
            active: None,
            who: None,
            nav: Vec::new(),
            campaigns: Vec::new(),
            bell: 0,
            flash: Vec::new(),
            csrf: String::new(),
            outside: None,
        }
    }

    /// Names the page: its title in words, and the way of the navigation to mark.
    pub fn titled(mut self, title: impl Into<String>, active: Option<Nav>) -> Self {
        self.title = title.into();
        self.active = active;
        self
    }

    /// Adds a step to the trail above the title.
    pub fn under(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.crumbs.push(Crumb { words: words.into(), href: href.into() });
        self
    }

    pub fn t(&self, key: &str) -> String {
        self.lang.t(key)
    }

    pub fn t_with<'a, V>(&self, key: &str, values: &[(&'a str, V)]) -> String
    where
        V: Clone + Into<Value<'a>>,
    {
        self.lang.t_with(key, values)
    }

    /// Today in Viet Nam.
    pub fn today(&self) -> Date {
        words::date::local(self.now).date()
    }

    pub fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    pub fn nav_groups(&self) -> Vec<NavGroup> {
        Nav::grouped(&self.nav)
    }

    /// The first ways, for the bar at the foot of a phone's screen.
    pub fn nav_foot(&self) -> Vec<Nav> {
        Nav::ALL.into_iter().filter(|way| self.nav.contains(way)).take(4).collect()
    }

    pub fn campaign(&self) -> Option<&CampaignChoice> {
        self.campaigns.iter().find(|campaign| campaign.current)
    }

    /// The count on the bell: past two figures nobody counts on.
    pub fn bell_shown(&self) -> String {
        if self.bell > 99 { "99+".to_owned() } else { self.lang.number(self.bell) }
    }

    /// The date of printing, for the line above a printed page.
    pub fn printed(&self) -> String {
        self.lang.moment(self.now)
    }

    /// The words the scripts say, as JSON for a `<meta>` that they read.
    pub fn script_words(&self) -> String {
        let words: std::collections::BTreeMap<_, _> =
            SCRIPT_WORDS.iter().map(|key| (&key["js-".len()..], self.t(key))).collect();
        serde_json::to_string(&words).unwrap_or_default()
    }
}

impl Who {
    /// The first letter of the given name, which in Vietnamese comes last.
    pub fn initial(&self) -> String {
        let given = self.name.split_whitespace().last().unwrap_or("?");
        given.chars().next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default()
    }
}

impl Flash {
    pub fn new(kind: FlashKind, words: impl Into<String>) -> Self {
        Self { kind, words: words.into(), undo: None }
    }

    pub fn with_undo(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.undo = Some((words.into(), href.into()));
        self
    }
}

impl FlashKind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Failed => "failed",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            Self::Done => "circle-check",
            Self::Notice => "info-circle",
            Self::Warning => "alert-triangle",
            Self::Failed => "alert-octagon",
        }
    }

    /// What a screen reader says before the message.
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "flash-done",
            Self::Notice => "flash-notice",
            Self::Warning => "flash-warning",
            Self::Failed => "flash-failed",
        }
    }
}

/// Every key the scripts ask for. What stands between `%` in these messages is
/// filled by the script.
const SCRIPT_WORDS: &[&str] = &[
    "js-saving",
    "js-saved",
    "js-save-failed",
    "js-save-offline",
    "js-save-refused",
    "js-kept-found",
    "js-kept-use",
    "js-kept-drop",
    "js-conflict-title",
    "js-conflict-help",
    "js-conflict-mine",
    "js-conflict-theirs",
    "js-conflict-keep-mine",
    "js-conflict-take-theirs",
    "js-picked",
    "js-upload-progress",
    "js-upload-failed",
    "js-net-away",
    "js-drop-here",
    "js-palette-empty",
    "js-palette-offline",
    "js-close",
];
