//! The ways into the work, as the left navigation lists them.
//!
//! Not here: who sees which (the `app` room says it, as a list of codes), how
//! they are painted (`templates/layout/side.html`).

/// One way into the work. The order is the order on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nav {
    MyWork,
    Overview,
    Campaigns,
    SelfReports,
    Visits,
    Findings,
    Programmes,
    Units,
    Registers,
    Incidents,
    Tips,
    Evidence,
    Library,
    Summaries,
    Journal,
    Admin,
}

/// A heading of the navigation with its ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavGroup {
    pub key: &'static str,
    pub ways: Vec<Nav>,
}

impl Nav {
    pub const ALL: [Self; 16] = [
        Self::MyWork,
        Self::Overview,
        Self::Campaigns,
        Self::SelfReports,
        Self::Visits,
        Self::Findings,
        Self::Programmes,
        Self::Units,
        Self::Registers,
        Self::Incidents,
        Self::Tips,
        Self::Evidence,
        Self::Library,
        Self::Summaries,
        Self::Journal,
        Self::Admin,
    ];

    /// The name by which the `app` room speaks of it.
    pub fn code(self) -> &'static str {
        match self {
            Self::MyWork => "my-work",
            Self::Overview => "overview",
            Self::Campaigns => "campaigns",
            Self::SelfReports => "self-reports",
            Self::Visits => "visits",
            Self::Findings => "findings",
            Self::Programmes => "programmes",
            Self::Units => "units",
            Self::Registers => "registers",
            Self::Incidents => "incidents",
            Self::Tips => "tips",
            Self::Evidence => "evidence",
            Self::Library => "library",
            Self::Summaries => "summaries",
            Self::Journal => "journal",
            Self::Admin => "admin",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// The Fluent key of its name.
    pub fn key(self) -> String {
        format!("nav-{}", self.code())
    }

    pub fn path(self) -> &'static str {
        match self {
            Self::MyWork => "/",
            Self::Overview => "/overview",
            Self::Campaigns => "/campaigns",
            Self::SelfReports => "/self-reports",
            Self::Visits => "/visits",
            Self::Findings => "/findings",
            Self::Programmes => "/programmes",
            Self::Units => "/units",
            Self::Registers => "/registers",
            Self::Incidents => "/incidents",
            Self::Tips => "/tips",
            Self::Evidence => "/evidence",
            Self::Library => "/library",
            Self::Summaries => "/summaries",
            Self::Journal => "/journal",
            Self::Admin => "/admin",
        }
    }

    pub fn icon(self) -> &'static str {
        match self {
            Self::MyWork => "home-check",
            Self::Overview => "layout-dashboard",
            Self::Campaigns => "clipboard-list",
            Self::SelfReports => "file-check",
            Self::Visits => "calendar-event",
            Self::Findings => "alert-triangle",
            Self::Programmes => "list-check",
            Self::Units => "building",
            Self::Registers => "database",
            Self::Incidents => "flame",
            Self::Tips => "message-report",
            Self::Evidence => "microscope",
            Self::Library => "books",
            Self::Summaries => "report-analytics",
            Self::Journal => "history",
            Self::Admin => "settings",
        }
    }

    /// The Fluent key of the heading under which it stands.
    fn group(self) -> &'static str {
        match self {
            Self::MyWork | Self::Overview => "nav-group-daily",
            Self::Campaigns | Self::SelfReports | Self::Visits | Self::Findings | Self::Programmes => {
                "nav-group-inspection"
            }
            Self::Units | Self::Registers | Self::Incidents | Self::Tips | Self::Evidence => {
                "nav-group-records"
            }
            Self::Library | Self::Summaries | Self::Journal | Self::Admin => "nav-group-reference",
        }
    }

    /// The ways a person sees, under their headings, in the order of the page
    /// whatever the order they are given in.
    pub fn grouped(seen: &[Self]) -> Vec<NavGroup> {
        let mut groups: Vec<NavGroup> = Vec::new();
        for way in Self::ALL.into_iter().filter(|way| seen.contains(way)) {
            match groups.last_mut() {
                Some(group) if group.key == way.group() => group.ways.push(way),
                _ => groups.push(NavGroup { key: way.group(), ways: vec![way] }),
            }
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_sees_only_the_given_ways_in_the_order_of_the_page() {
        let groups = Nav::grouped(&[Nav::Library, Nav::Findings, Nav::MyWork]);
        let ways: Vec<_> = groups.iter().flat_map(|group| group.ways.clone()).collect();
        assert_eq!(ways, [Nav::MyWork, Nav::Findings, Nav::Library]);
        assert_eq!(groups.len(), 3);
    }

    #[test]
    fn codes_and_paths_are_each_used_once() {
        for way in Nav::ALL {
            assert_eq!(Nav::from_code(way.code()), Some(way));
            assert_eq!(Nav::ALL.iter().filter(|other| other.path() == way.path()).count(), 1);
        }
    }
}
