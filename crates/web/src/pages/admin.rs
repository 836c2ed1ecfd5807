//! The state of the program and its rules: what it stands on, which packs it
//! has, who may do what.
//!
//! Not here: accounts (`people`), the journal.

use app::acts::surroundings::{self, Knowledge, Mail, Surroundings};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use domain::policy::{Action, Reach, Role, reach};

use crate::frame::Frame;
use crate::nav::Nav;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

pub const PATH: &str = "/admin";

/// What the program stands on.
#[derive(Debug, Template)]
#[template(path = "pages/admin.html")]
pub struct Admin {
    f: Frame,
    looks: Vec<(String, Badge)>,
    packs: Vec<PackLine>,
}

#[derive(Debug)]
struct PackLine {
    kind: String,
    title: String,
    code: String,
    held: String,
}

/// The policy table.
#[derive(Debug, Template)]
#[template(path = "pages/policy.html")]
pub struct PolicyPage {
    f: Frame,
    roles: Vec<String>,
    /// The action, and for each role how far it reaches.
    rows: Vec<(String, Vec<String>)>,
}

pub fn routes() -> Router<Site> {
    Router::new().route(PATH, get(show)).route("/admin/policy", get(policy))
}

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let found = surroundings::look(site.app()?, visit.actor()?).await?;
    pages::show(&Admin::new(visit.frame(), &found))
}

async fn policy(visit: Visit) -> Result<Response, Refusal> {
    let who = visit.actor()?;
    who.scope(Action::UserManage).ok_or(app::Refusal::NotAllowed(Action::UserManage.code()))?;
    pages::show(&PolicyPage::new(visit.frame()))
}

fn action_words(lang: Lang, action: Action) -> String {
    let key = format!("policy-{}", action.code().replace(['.', '_'], "-"));
    if lang.knows(&key) { lang.t(&key) } else { action.code().to_owned() }
}

impl Admin {
    fn new(f: Frame, found: &Surroundings) -> Self {
        let lang = f.lang;
        let database = if found.server { "admin-look-server" } else { "admin-look-file" };
        let mail = match found.mail {
            Mail::Smtp => Badge::new(Tone::Done, f.t("admin-look-smtp")),
            Mail::Folder => Badge::new(Tone::Warning, f.t("admin-look-folder")),
            Mail::Off => Badge::new(Tone::Warning, f.t("admin-look-no-mail")),
        };
        let knowledge = match found.knowledge {
            Knowledge::Of { day, is_old } => {
                let words = f.t_with("admin-look-knowledge-of", &[("day", lang.date(day))]);
                Badge::new(if is_old { Tone::Warning } else { Tone::Done }, words)
            }
            Knowledge::None => Badge::new(Tone::Warning, f.t("admin-look-knowledge-none")),
            Knowledge::Damaged => Badge::new(Tone::Late, f.t("admin-look-knowledge-damaged")),
        };
        let queue = f.t_with("admin-look-queued", &[("count", found.queued)]);
        let accounts = f.t_with("admin-look-counted", &[("count", found.accounts)]);
        let looks = vec![
            (f.t("admin-look-database"), Badge::new(Tone::Done, f.t(database))),
            (f.t("admin-look-clock"), Badge::new(Tone::Done, lang.moment(found.clock))),
            (f.t("admin-look-mail"), mail),
            (
                f.t("admin-look-queue"),
                Badge::new(if found.queued > 0 { Tone::Going } else { Tone::Done }, queue),
            ),
            (f.t("admin-look-knowledge"), knowledge),
            (f.t("admin-look-accounts"), Badge::new(Tone::Done, accounts)),
        ];
        let packs = found
            .packs
            .iter()
            .map(|pack| PackLine {
                kind: f.t(&format!("admin-pack-{}", pack.kind)),
                title: match lang {
                    Lang::Vi => pack.title.vi.clone(),
                    Lang::En => pack.title.en.clone(),
                },
                code: pack.code.clone(),
                held: crate::pages::unit::span(lang, pack.from, pack.to),
            })
            .collect();
        let title = f.t("nav-admin");
        Admin { f: f.titled(title, Some(Nav::Admin)), looks, packs }
    }
}

impl PolicyPage {
    fn new(f: Frame) -> Self {
        let lang = f.lang;
        let cell = |role, action| match reach(role, action) {
            Some(Reach::Everything) => lang.t("admin-reach-all"),
            Some(Reach::Own) => lang.t("admin-reach-own"),
            None => "–".to_owned(),
        };
        let rows = Action::ALL
            .iter()
            .map(|action| {
                let cells = Role::ALL.into_iter().map(|role| cell(role, *action)).collect();
                (action_words(lang, *action), cells)
            })
            .collect();
        let (title, admin) = (f.t("admin-policy"), f.t("nav-admin"));
        let roles = Role::ALL.into_iter().map(|role| f.t(&format!("role-{}", role.code()))).collect();
        PolicyPage { f: f.titled(title, Some(Nav::Admin)).under(admin, PATH), roles, rows }
    }
}

impl Page for Admin {
    const NAME: &'static str = "admin";

    fn samples(frame: &Frame) -> Samples<Self> {
        let found = |server, mail, queued, packs| Surroundings {
            clock: frame.now,
            server,
            mail,
            queued,
            accounts: 12,
            knowledge: match queued {
                0 if server => Knowledge::Of { day: jiff::civil::date(2026, 11, 1), is_old: false },
                0 => Knowledge::Damaged,
                _ => Knowledge::None,
            },
            packs,
        };
        let pack = surroundings::Pack {
            kind: "outline",
            code: "self-inspection-2026".into(),
            title: domain::bilingual::Bilingual::new("Đề cương báo cáo", "Outline of reports"),
            from: Some(jiff::civil::date(2026, 1, 1)),
            to: None,
        };
        vec![
            ("quiet", Admin::new(frame.clone(), &found(true, Mail::Smtp, 0, vec![pack]))),
            ("without mail", Admin::new(frame.clone(), &found(false, Mail::Off, 3, Vec::new()))),
            ("folder", Admin::new(frame.clone(), &found(false, Mail::Folder, 0, Vec::new()))),
        ]
    }
}

impl Page for PolicyPage {
    const NAME: &'static str = "policy";

    fn samples(frame: &Frame) -> Samples<Self> {
        vec![("full", PolicyPage::new(frame.clone()))]
    }
}
