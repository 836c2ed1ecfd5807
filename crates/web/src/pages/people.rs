//! Accounts as the administrator keeps them: the list, one account with its
//! roles and sessions, a new one.
//!
//! Not here: one's own account (`account`).

use app::acts::people::{self, Account, Accounts, Filter, Held, NewUser, Seat, User};
use app::acts::unit;
use askama::Template;
use axum::Router;
use axum::extract::{OriginalUri, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::{GrantId, SessionId, UnitId, UserId};
use domain::policy::{Action, Role};
use jiff::Timestamp;

use crate::form::{Choice, Field, Form, Kind};
use crate::frame::Frame;
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::account::{self, SessionLine};
use crate::pages::plan::id;
use crate::pages::{self, Page, Samples};
use crate::parts::badge::{Badge, Tone};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

mod posts;

pub const PATH: &str = "/admin/users";
const PER_PAGE: u64 = 50;

/// The list of accounts.
#[derive(Debug, Template)]
#[template(path = "pages/people_list.html")]
pub struct PeopleList {
    f: Frame,
    table: Table,
    rows: Vec<PersonRow>,
}

#[derive(Debug)]
struct PersonRow {
    href: String,
    name: String,
    login: String,
    position: String,
    seats: Vec<String>,
    state: Badge,
}

/// One account.
#[derive(Debug, Template)]
#[template(path = "pages/person.html")]
pub struct PersonPage {
    f: Frame,
    id: String,
    login: String,
    state: Badge,
    locked: bool,
    disabled: bool,
    oneself: bool,
    seats: Vec<SeatLine>,
    sessions: Vec<SessionLine>,
    details: Form,
    seat: Form,
    password: Form,
}

#[derive(Debug)]
struct SeatLine {
    id: String,
    words: String,
    /// Roles in a team are given and taken by the team's roster.
    ends_here: bool,
}

/// The form for a new account.
#[derive(Debug, Template)]
#[template(path = "pages/person_new.html")]
pub struct PersonNew {
    f: Frame,
    form: Form,
}

/// The forms of one account's page, each as blank or as posted.
#[derive(Debug, Default)]
struct Forms {
    details: Option<Form>,
    seat: Option<Form>,
    password: Option<Form>,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(list))
        .route("/admin/users/new", get(blank).post(posts::add))
        .route("/admin/users/{id}", get(show).post(posts::correct))
        .route("/admin/users/{id}/seats", post(posts::seat))
        .route("/admin/users/{id}/seats/{grant}/end", post(posts::end_seat))
        .route("/admin/users/{id}/password", post(posts::password))
        .route("/admin/users/{id}/disable", post(posts::disable))
        .route("/admin/users/{id}/enable", post(posts::enable))
        .route("/admin/users/{id}/unlock", post(posts::unlock))
        .route("/admin/users/{id}/sessions/{session}/end", post(posts::end_session))
}

/// Roles an administrator gives; those of a team come with its roster.
fn given() -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(|role| !role.is_of_team())
}

fn role_words(lang: Lang, role: Role) -> String {
    lang.t(&format!("role-{}", role.code()))
}

fn seat_fields(lang: Lang, units: &[(UnitId, String)]) -> Vec<Field> {
    let roles = given().map(|role| Choice::new(role.code(), role_words(lang, role)));
    let units = units.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone()));
    vec![
        Field::new("role", "person-role", Kind::Select).required().choices(roles),
        Field::new("unit", "person-unit", Kind::Select).help("person-unit-help").choices(units),
    ]
}

fn password_fields() -> Vec<Field> {
    vec![
        Field::new("password", "person-password", Kind::Password { max: 256 })
            .required()
            .help("person-password-help")
            .autocomplete("new-password"),
    ]
}

fn new_fields(lang: Lang, units: &[(UnitId, String)]) -> Vec<Field> {
    let mut fields = vec![
        Field::new("login", "person-login", Kind::Text { max: 64 })
            .required()
            .help("person-login-help")
            .autocomplete("off"),
    ];
    fields.extend(account::fields());
    // Roles in a team come with its roster: an account may begin without any.
    fields.extend(seat_fields(lang, units).into_iter().map(|field| Field { required: false, ..field }));
    fields.extend(password_fields());
    fields
}

fn seat_of(form: &Form) -> Option<Seat> {
    let role = form.text("role").and_then(Role::from_code)?;
    Some(Seat { role, unit: form.text("unit").and_then(|unit| unit.parse().ok()) })
}

async fn list(
    State(site): State<Site>,
    visit: Visit,
    OriginalUri(uri): OriginalUri,
) -> Result<Response, Refusal> {
    let state = ListState::read(PATH, uri.query(), PER_PAGE);
    let filter = Filter {
        words: state.search().to_owned(),
        role: state.value("role").and_then(Role::from_code),
        closed: state.value("closed").map(|closed| closed == "yes"),
        limit: PER_PAGE as u32,
        offset: u32::try_from(state.offset()).unwrap_or(u32::MAX),
    };
    let accounts = people::list(site.app()?, visit.actor()?, &filter).await?;
    pages::show(&PeopleList::new(visit.frame(), state, &accounts))
}

async fn blank(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let who = visit.actor()?;
    who.scope(Action::UserManage).ok_or(app::Refusal::NotAllowed(Action::UserManage.code()))?;
    let units = unit::names(site.app()?).await?;
    pages::show(&PersonNew::new(visit.frame(), Form::blank(visit.lang, new_fields(visit.lang, &units))))
}

async fn show(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    page(&site, &visit, id(&text)?, Forms::default(), StatusCode::OK).await
}

/// One account's page, with the forms that were just posted in place of fresh
/// ones.
async fn page(
    site: &Site,
    visit: &Visit,
    id: UserId,
    forms: Forms,
    status: StatusCode,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let account = people::get(app, who, id).await?;
    let units = unit::names(app).await?;
    let page = PersonPage::new(visit.frame(), &account, &units, forms, (who.user.id, who.session));
    pages::show_with(status, &page)
}

fn state_badge(lang: Lang, user: &User, now: Timestamp) -> Badge {
    if user.disabled_at.is_some() {
        return Badge::new(Tone::Refused, lang.t("person-closed"));
    }
    if user.locked_until.is_some_and(|until| until > now) {
        return Badge::new(Tone::Warning, lang.t("person-locked"));
    }
    if user.must_change {
        return Badge::new(Tone::Waiting, lang.t("person-must-change"));
    }
    Badge::new(Tone::Done, lang.t("person-open"))
}

fn seat_words(lang: Lang, held: &Held) -> String {
    let role = role_words(lang, held.grant.role);
    match held.unit_name.as_ref().or(held.campaign_title.as_ref()) {
        Some(of) => format!("{role}: {of}"),
        None => role,
    }
}

impl PeopleList {
    fn new(f: Frame, state: ListState, accounts: &Accounts) -> Self {
        let (lang, now) = (f.lang, f.now);
        let roles = Role::ALL.into_iter().map(|role| (role.code(), role_words(lang, role), None));
        let closed = [("no", f.t("person-open"), None), ("yes", f.t("person-closed"), None)];
        let filters = vec![
            state.filter("role", f.t("person-role"), roles),
            state.filter("closed", f.t("person-state"), closed),
        ];
        let columns = ["account-name", "person-login", "account-position", "person-seats", "person-state"];
        let columns = columns.into_iter().map(|key| Column::new(f.t(key))).collect();
        let title = f.t("person-list");
        let rows = accounts
            .accounts
            .iter()
            .map(|(user, held)| PersonRow {
                href: format!("{PATH}/{}", user.id),
                name: user.name.clone(),
                login: user.login.clone(),
                position: user.position.clone().unwrap_or_default(),
                seats: held.iter().map(|held| seat_words(lang, held)).collect(),
                state: state_badge(lang, user, now),
            })
            .collect();
        let table = Table::new(state, title.clone(), columns)
            .counting(accounts.count.unsigned_abs())
            .filtered(filters);
        let admin = f.t("nav-admin");
        PeopleList { f: f.titled(title, Some(Nav::Admin)).under(admin, "/admin"), table, rows }
    }
}

impl PersonPage {
    fn new(
        f: Frame,
        account: &Account,
        units: &[(UnitId, String)],
        forms: Forms,
        me: (UserId, Option<SessionId>),
    ) -> Self {
        let (lang, now, user) = (f.lang, f.now, &account.user);
        let seats = account
            .held
            .iter()
            .map(|held| SeatLine {
                id: held.grant.id.to_string(),
                words: seat_words(lang, held),
                ends_here: !held.grant.role.is_of_team(),
            })
            .collect();
        let (list, admin) = (f.t("person-list"), f.t("nav-admin"));
        PersonPage {
            id: user.id.to_string(),
            login: user.login.clone(),
            state: state_badge(lang, user, now),
            locked: user.locked_until.is_some_and(|until| until > now),
            disabled: user.disabled_at.is_some(),
            oneself: user.id == me.0,
            seats,
            sessions: account.sessions.iter().map(|session| SessionLine::new(lang, session, me.1)).collect(),
            details: forms
                .details
                .unwrap_or_else(|| Form::filled(lang, account::fields(), account::written(user))),
            seat: forms.seat.unwrap_or_else(|| Form::blank(lang, seat_fields(lang, units))),
            password: forms.password.unwrap_or_else(|| Form::blank(lang, password_fields())),
            f: f.titled(user.name.clone(), Some(Nav::Admin)).under(admin, "/admin").under(list, PATH),
        }
    }
}

impl PersonNew {
    fn new(f: Frame, form: Form) -> Self {
        let (title, list, admin) = (f.t("person-new"), f.t("person-list"), f.t("nav-admin"));
        PersonNew { f: f.titled(title, Some(Nav::Admin)).under(admin, "/admin").under(list, PATH), form }
    }
}

fn sample_account(disabled: bool) -> Account {
    use app::acts::people::Grant;
    let user = User {
        id: UserId(uuid::Uuid::from_u128(5)),
        login: "binh.tran".into(),
        name: "Trần Thị Bình".into(),
        email: Some("binh@anson.example".into()),
        phone: None,
        position: Some("Chuyên viên".into()),
        must_change: !disabled,
        locked_until: None,
        disabled_at: disabled.then_some(Timestamp::UNIX_EPOCH),
    };
    let held = |n, role, unit: Option<&str>, campaign: Option<&str>| Held {
        user: user.id,
        grant: Grant { id: GrantId(uuid::Uuid::from_u128(n)), role, unit: None, team: None },
        unit_name: unit.map(str::to_owned),
        campaign_title: campaign.map(str::to_owned),
    };
    Account {
        held: if disabled {
            Vec::new()
        } else {
            vec![
                held(1, Role::UnitFocal, Some("Sở Y tế"), None),
                held(2, Role::TeamMember, None, Some("Kiểm tra an ninh mạng năm 2026")),
            ]
        },
        sessions: if disabled { Vec::new() } else { vec![account::sample_session(1)] },
        user,
    }
}

impl Page for PeopleList {
    const NAME: &'static str = "people_list";

    fn samples(frame: &Frame) -> Samples<Self> {
        let list = |query| ListState::read(PATH, query, PER_PAGE);
        let accounts = |accounts: Vec<Account>| Accounts {
            count: i64::try_from(accounts.len()).unwrap_or_default(),
            accounts: accounts.into_iter().map(|account| (account.user, account.held)).collect(),
        };
        let full = accounts(vec![sample_account(false), sample_account(true)]);
        vec![
            ("nothing found", PeopleList::new(frame.clone(), list(Some("q=x")), &accounts(Vec::new()))),
            ("full", PeopleList::new(frame.clone(), list(None), &full)),
        ]
    }
}

impl Page for PersonPage {
    const NAME: &'static str = "person";

    fn samples(frame: &Frame) -> Samples<Self> {
        let me = (UserId(uuid::Uuid::nil()), None);
        let mut password = Form::posted(frame.lang, password_fields(), Vec::new());
        password.fail("password", "password-weak");
        let wrong = Forms { password: Some(password), ..Forms::default() };
        vec![
            ("full", PersonPage::new(frame.clone(), &sample_account(false), &[], Forms::default(), me)),
            ("closed", PersonPage::new(frame.clone(), &sample_account(true), &[], Forms::default(), me)),
            ("wrong", PersonPage::new(frame.clone(), &sample_account(false), &[], wrong, me)),
        ]
    }
}

impl Page for PersonNew {
    const NAME: &'static str = "person_new";

    fn samples(frame: &Frame) -> Samples<Self> {
        let wrong = Form::posted(frame.lang, new_fields(frame.lang, &[]), Vec::new());
        vec![
            ("blank", PersonNew::new(frame.clone(), Form::blank(frame.lang, new_fields(frame.lang, &[])))),
            ("wrong", PersonNew::new(frame.clone(), wrong)),
        ]
    }
}

/// What a new account's form says.
fn new_user(form: &Form) -> NewUser {
    let details = account::details(form);
    NewUser {
        login: form.text("login").unwrap_or_default().to_owned(),
        name: details.name,
        email: details.email,
        phone: details.phone,
        position: details.position,
        password: form.text("password").unwrap_or_default().to_owned(),
        must_change: true,
        seats: seat_of(form).into_iter().collect(),
    }
}
