//! One's own account: details, password, sessions.
//!
//! Not here: other people's accounts (`people`), signing in (`sign_in`).

use app::acts::people::{Details, Session, User};
use app::acts::sign_in;
use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::SessionId;

use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::form::{Field, Form, Kind};
use crate::frame::{FlashKind, Frame};
use crate::pages::plan::id;
use crate::pages::unit::put_faults;
use crate::pages::{self, Page, Samples};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::visit::Visit;
use crate::words::Lang;

pub const PATH: &str = "/account";
/// Open even to those who must choose a new password first.
pub const PASSWORD: &str = "/account/password";

/// One's own account.
#[derive(Debug, Template)]
#[template(path = "pages/account.html")]
pub struct AccountPage {
    f: Frame,
    login: String,
    form: Form,
    sessions: Vec<SessionLine>,
}

/// The form that changes one's password.
#[derive(Debug, Template)]
#[template(path = "pages/account_password.html")]
pub struct PasswordPage {
    f: Frame,
    form: Form,
    /// Nothing else is open until this is done.
    forced: bool,
}

/// One place where someone is logged in.
#[derive(Debug)]
pub struct SessionLine {
    pub id: String,
    pub began: String,
    pub seen: String,
    pub from: String,
    pub current: bool,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route(PATH, get(show).post(correct))
        .route(PASSWORD, get(blank).post(change))
        .route("/account/sessions/{id}/end", post(end))
}

/// The fields of a person's details.
pub(crate) fn fields() -> Vec<Field> {
    vec![
        Field::new("name", "account-name", Kind::Text { max: 120 }).required().autocomplete("name"),
        Field::new("position", "account-position", Kind::Text { max: 120 }),
        Field::new("email", "account-email", Kind::Text { max: 200 })
            .help("account-email-help")
            .autocomplete("email"),
        Field::new("phone", "account-phone", Kind::Text { max: 40 }),
    ]
}

pub(crate) fn written(user: &User) -> Vec<(&'static str, String)> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        ("name", user.name.clone()),
        ("position", text(&user.position)),
        ("email", text(&user.email)),
        ("phone", text(&user.phone)),
    ]
}

pub(crate) fn details(form: &Form) -> Details {
    let said = |name| form.text(name).map(str::to_owned);
    Details {
        name: said("name").unwrap_or_default(),
        email: said("email"),
        phone: said("phone"),
        position: said("position"),
    }
}

fn password_fields() -> Vec<Field> {
    let password = |name, label| Field::new(name, label, Kind::Password { max: 256 }).required();
    vec![
        password("old", "account-old-password").autocomplete("current-password"),
        password("new", "account-new-password")
            .help("account-new-password-help")
            .autocomplete("new-password"),
        password("again", "account-new-password-again").autocomplete("new-password"),
    ]
}

async fn show(State(site): State<Site>, visit: Visit) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let sessions = sign_in::sessions(app, who).await?;
    let form = Form::filled(visit.lang, fields(), written(&who.user));
    pages::show(&AccountPage::new(visit.frame(), who.user.login.clone(), form, &sessions, who.session))
}

async fn correct(State(site): State<Site>, visit: Visit, Pairs(pairs): Pairs) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let mut form = Form::posted(visit.lang, fields(), pairs);
    if form.is_good() {
        match sign_in::correct_details(app, who, details(&form)).await {
            Ok(()) => {
                return Ok(
                    Tell::new(FlashKind::Done, "account-corrected").on(PATH, site.settings().behind_tls)
                );
            }
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    let sessions = sign_in::sessions(app, who).await?;
    let page = AccountPage::new(visit.frame(), who.user.login.clone(), form, &sessions, who.session);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn blank(visit: Visit) -> Result<Response, Refusal> {
    let forced = visit.actor()?.user.must_change;
    pages::show(&PasswordPage::new(visit.frame(), Form::blank(visit.lang, password_fields()), forced))
}

async fn change(State(site): State<Site>, visit: Visit, Pairs(pairs): Pairs) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let mut form = Form::posted(visit.lang, password_fields(), pairs);
    if form.is_good() && form.text("new") != form.text("again") {
        form.fail("again", "account-not-the-same");
    }
    if form.is_good() {
        let said = |name| form.text(name).unwrap_or_default().to_owned();
        match sign_in::change_password(app, who, said("old"), said("new")).await {
            Ok(()) => {
                return Ok(Tell::new(FlashKind::Done, "account-password-changed")
                    .on(PATH, site.settings().behind_tls));
            }
            Err(app::Refusal::Invalid(faults)) => put_faults(&mut form, faults),
            Err(other) => return Err(other.into()),
        }
    }
    let page = PasswordPage::new(visit.frame(), form, who.user.must_change);
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn end(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let session: SessionId = id(&text)?;
    sign_in::revoke(app, who, session).await?;
    Ok(Tell::new(FlashKind::Done, "account-session-ended").on(PATH, site.settings().behind_tls))
}

impl SessionLine {
    pub(crate) fn new(lang: Lang, session: &Session, current: Option<SessionId>) -> Self {
        let from = [session.agent.as_deref().map(browser), session.address.clone()];
        SessionLine {
            id: session.id.to_string(),
            began: lang.moment(session.created_at),
            seen: lang.moment(session.seen_at),
            from: from.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            current: Some(session.id) == current,
        }
    }
}

/// What a person calls the browser that names itself so at length.
fn browser(agent: &str) -> String {
    let named = |names: &[(&str, &str)]| {
        names.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| (*name).to_owned())
    };
    // Each of these also calls itself by the names after it.
    let browser = named(&[
        ("coc_coc", "Cốc Cốc"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = named(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => agent.to_owned(),
    }
}

impl AccountPage {
    fn new(f: Frame, login: String, form: Form, sessions: &[Session], current: Option<SessionId>) -> Self {
        let sessions = sessions.iter().map(|session| SessionLine::new(f.lang, session, current)).collect();
        let title = f.t("account-title");
        AccountPage { f: f.titled(title, None), login, form, sessions }
    }
}

impl PasswordPage {
    fn new(f: Frame, form: Form, forced: bool) -> Self {
        let (title, account) = (f.t("account-password"), f.t("account-title"));
        let mut f = f.titled(title, None);
        if !forced {
            f = f.under(account, PATH);
        }
        PasswordPage { f, form, forced }
    }
}

/// A session for samples.
pub(crate) fn sample_session(n: u128) -> Session {
    Session {
        id: SessionId(uuid::Uuid::from_u128(n)),
        user: domain::identifier::UserId(uuid::Uuid::nil()),
        created_at: jiff::Timestamp::UNIX_EPOCH,
        seen_at: jiff::Timestamp::UNIX_EPOCH,
        expires_at: jiff::Timestamp::UNIX_EPOCH,
        address: Some("192.0.2.7".into()),
        agent: Some("Firefox".into()),
    }
}

impl Page for AccountPage {
    const NAME: &'static str = "account";

    fn samples(frame: &Frame) -> Samples<Self> {
        let filled = Form::filled(
            frame.lang,
            fields(),
            [("name", "Nguyễn Văn An"), ("position", "Chuyên viên"), ("email", "an@anson.example")],
        );
        let sessions = [sample_session(1), sample_session(2)];
        let wrong = Form::posted(frame.lang, fields(), Vec::new());
        let login = || "an.nguyen".to_owned();
        vec![
            ("full", AccountPage::new(frame.clone(), login(), filled, &sessions, Some(sessions[0].id))),
            ("wrong", AccountPage::new(frame.clone(), login(), wrong, &sessions[..1], None)),
        ]
    }
}

impl Page for PasswordPage {
    const NAME: &'static str = "account_password";

    fn samples(frame: &Frame) -> Samples<Self> {
        let blank = || Form::blank(frame.lang, password_fields());
        let mut wrong = Form::posted(frame.lang, password_fields(), Vec::new());
        wrong.fail("new", "password-weak");
        vec![
            ("blank", PasswordPage::new(frame.clone(), blank(), false)),
            ("forced", PasswordPage::new(frame.clone(), blank(), true)),
            ("wrong", PasswordPage::new(frame.clone(), wrong, true)),
        ]
    }
}
