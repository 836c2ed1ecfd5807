//! A visit taken along: made into a file for someone who works without the
//! network, brought back, and what met another text decided on. In the record
//! outside the same page seals the answers.
//!
//! Not here: what travels and how it is merged (`app`).

mod sample;

use app::acts::package::{self as acts, Conflict, Listed, On, View};
use askama::Template;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use domain::identifier::{ConflictId, PackageId, VisitId};

use super::visit::{PATH, answer, value};
use crate::csrf::Pairs;
use crate::flash::Tell;
use crate::frame::{FlashKind, Frame};
use crate::nav::Nav;
use crate::pages::{self, plan::id};
use crate::refusal::Refusal;
use crate::site::Site;
use crate::upload::{self, Limits};
use crate::visit::Visit;
use crate::words::Lang;

/// What a file that travels is called on the way.
const MEDIA: &str = "application/octet-stream";

#[derive(Debug, Template)]
#[template(path = "pages/package.html")]
pub struct PackagePage {
    f: Frame,
    href: String,
    outside: bool,
    may_take: bool,
    may_bring: bool,
    may_merge: bool,
    /// A code to close the package under, and how short it may be.
    code: String,
    shortest: usize,
    /// What is wrong with the request, by field.
    problem: Option<(&'static str, String)>,
    packages: Vec<PackageLine>,
    conflicts: Vec<ConflictLine>,
}

#[derive(Debug)]
struct PackageLine {
    name: String,
    made: String,
    returns: Vec<String>,
    /// The way to withdraw it; none when it may not or was.
    withdraw: Option<String>,
    withdrawn: bool,
}

#[derive(Debug)]
struct ConflictLine {
    number: String,
    about: String,
    field: String,
    stands: String,
    stands_by: String,
    brought: String,
    brought_by: String,
    decide: String,
}

pub fn routes() -> Router<Site> {
    Router::new()
        .route("/visits/{id}/package", get(show))
        .route("/visits/{id}/package/take", post(take))
        .route("/visits/{id}/package/seal", post(seal))
        .route(
            "/visits/{id}/package/bring",
            post(bring).layer(DefaultBodyLimit::max(acts::LARGEST + (1 << 20))),
        )
        .route("/visits/{id}/package/{package}/withdraw", post(withdraw))
        .route("/visits/{id}/package/conflicts/{conflict}", post(decide))
}

fn address(id: VisitId) -> String {
    format!("{PATH}/{id}/package")
}

async fn show(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    visit.actor()?;
    pages::show(&page(&site, &visit, id::<VisitId>(&text)?, None).await?)
}

async fn page(
    site: &Site,
    visit: &Visit,
    id: VisitId,
    problem: Option<(&'static str, String)>,
) -> Result<PackagePage, Refusal> {
    let view = acts::view(site.app()?, visit.actor()?, id).await?;
    let own = visit.actor()?.user.id;
    let code = acts::proposed_code().map_err(Refusal::from)?;
    let mine = |listed: &Listed| listed.package.user == own;
    Ok(PackagePage::new(visit.frame(), &view, code, problem, &mine))
}

/// A file when the act was done; its page with the reason when the input was wrong.
async fn handed_out(
    site: &Site,
    visit: &Visit,
    id: VisitId,
    field: &'static str,
    outcome: Result<(String, Vec<u8>), app::Refusal>,
) -> Result<Response, Refusal> {
    match outcome {
        Ok((name, bytes)) => Ok(pages::download(&name, MEDIA, bytes)),
        Err(refusal) => refused(site, visit, id, field, refusal).await,
    }
}

/// The page again, with what is wrong beside its field.
async fn refused(
    site: &Site,
    visit: &Visit,
    id: VisitId,
    field: &'static str,
    refusal: app::Refusal,
) -> Result<Response, Refusal> {
    let app::Refusal::Invalid(faults) = refusal else {
        return answer(site, visit.lang, Err(refusal), "", &address(id));
    };
    let words = faults.first().map(|fault| visit.lang.t_with(fault.key, &fault.args));
    let page = page(site, visit, id, Some((field, words.unwrap_or_default()))).await?;
    pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn take(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let outcome = acts::take_along(app, who, id, value(&pairs, "code")).await;
    handed_out(&site, &visit, id, "code", outcome).await
}

async fn seal(State(site): State<Site>, visit: Visit, Path(text): Path<String>) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    let outcome = acts::seal(app, who, id).await;
    handed_out(&site, &visit, id, "seal", outcome).await
}

async fn bring(
    State(site): State<Site>,
    visit: Visit,
    Path(text): Path<String>,
    parts: Multipart,
) -> Result<Response, Refusal> {
    let (app, who, id) = (site.app()?, visit.actor()?, id::<VisitId>(&text)?);
    // Only whoever sees the team's work is told what is wrong with the form.
    acts::view(app, who, id).await?;
    let limits = Limits { file: acts::LARGEST as u64, files: 1, ..Limits::default() };
    let (_, files) = upload::read_all(parts, limits).await?;
    let Some(file) = files.into_iter().find(|file| !file.bytes.is_empty()) else {
        let none = visit.lang.t("package-no-file");
        let page = page(&site, &visit, id, Some(("file", none))).await?;
        return pages::show_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    match acts::bring_back(app, who, id, file.bytes).await {
        Ok(brought) => {
            let key = if brought.already { "package-known" } else { "package-brought" };
            let waits = brought.refused > 0 || brought.turned_away > 0;
            Ok(Tell::new(if waits { FlashKind::Warning } else { FlashKind::Done }, key)
                .with("name", brought.name)
                .with("saved", brought.saved)
                .with("files", brought.files)
                .with("refused", brought.refused)
                .with("away", brought.turned_away)
                .on(&address(id), site.settings().behind_tls))
        }
        Err(refusal) => refused(&site, &visit, id, "file", refusal).await,
    }
}

async fn withdraw(
    State(site): State<Site>,
    visit: Visit,
    Path((text, package)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (id, package) = (id::<VisitId>(&text)?, id::<PackageId>(&package)?);
    let outcome = acts::withdraw(app, who, id, package).await;
    answer(&site, visit.lang, outcome, "package-withdrawn", &address(id))
}

async fn decide(
    State(site): State<Site>,
    visit: Visit,
    Path((text, conflict)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Response, Refusal> {
    let (app, who) = (site.app()?, visit.actor()?);
    let (id, conflict) = (id::<VisitId>(&text)?, id::<ConflictId>(&conflict)?);
    let outcome = acts::decide(app, who, id, conflict, value(&pairs, "take") == "brought").await;
    answer(&site, visit.lang, outcome, "package-decided", &address(id))
}

/// A text as its field shows it: codes in words.
fn shown(lang: Lang, on: On, field: &str, text: &str) -> String {
    match (on, field) {
        (On::Finding(_), _) => {
            let (code, note) = text.split_once('\n').unwrap_or((text, ""));
            let verdict = if code.is_empty() {
                lang.t("package-nothing")
            } else {
                lang.t(&format!("fieldwork-recheck-{}", code.replace('_', "-")))
            };
            if note.is_empty() { verdict } else { format!("{verdict}\n{note}") }
        }
        (_, _) if text.is_empty() => lang.t("package-nothing"),
        (_, "verdict") => lang.t(&format!("fieldwork-verdict-{}", text.replace('_', "-"))),
        _ => text.to_owned(),
    }
}

impl PackagePage {
    fn new(
        f: Frame,
        view: &View,
        code: String,
        problem: Option<(&'static str, String)>,
        mine: &dyn Fn(&Listed) -> bool,
    ) -> Self {
        let lang = f.lang;
        let href = address(view.visit);
        let title = f.t(if view.outside { "package-seal-title" } else { "package-title" });
        let visit_href = format!("{PATH}/{}", view.visit);
        PackagePage {
            outside: view.outside,
            may_take: view.may_take && !view.outside,
            may_bring: view.may_take && !view.outside && !view.packages.is_empty(),
            may_merge: view.may_merge && !view.outside,
            code,
            shortest: acts::SHORTEST_CODE,
            problem,
            packages: view
                .packages
                .iter()
                .map(|listed| PackageLine::new(lang, &href, listed, view.may_merge || mine(listed)))
                .collect(),
            conflicts: view.conflicts.iter().map(|one| ConflictLine::new(lang, &href, one)).collect(),
            f: f.titled(title, Some(Nav::Visits))
                .under(lang.t("nav-visits"), PATH)
                .under(view.unit_name.clone(), visit_href),
            href,
        }
    }

    fn problem_of(&self, field: &str) -> Option<&str> {
        self.problem.as_ref().filter(|(of, _)| *of == field).map(|(_, words)| words.as_str())
    }
}

impl PackageLine {
    fn new(lang: Lang, href: &str, listed: &Listed, may_withdraw: bool) -> Self {
        let package = &listed.package;
        let returns = listed
            .returns
            .iter()
            .map(|one| {
                let counts = [
                    ("moment", lang.moment(one.merged_at)),
                    ("saved", lang.number(one.saved)),
                    ("files", lang.number(one.files)),
                    ("refused", lang.number(one.refused)),
                ];
                lang.t_with("package-return", &counts)
            })
            .collect();
        let withdrawn = package.withdrawn_at.is_some();
        PackageLine {
            name: listed.name.clone(),
            made: lang.moment(package.made_at),
            returns,
            withdraw: (may_withdraw && !withdrawn).then(|| format!("{href}/{}/withdraw", package.id)),
            withdrawn,
        }
    }
}

impl ConflictLine {
    fn new(lang: Lang, href: &str, one: &Conflict) -> Self {
        let label = match one.on {
            On::Item(_) => lang.t(&format!("fieldwork-{}", one.field)),
            On::Finding(_) => lang.t("fieldwork-recheck"),
        };
        ConflictLine {
            number: one.number.clone(),
            about: if lang == Lang::En { one.about_en.clone() } else { one.about.clone() },
            field: label,
            stands: shown(lang, one.on, &one.field, &one.stands),
            stands_by: one.stands_by.clone(),
            brought: shown(lang, one.on, &one.field, &one.brought),
            brought_by: lang.t_with(
                "package-brought-by",
                &[("name", one.brought_by.clone()), ("moment", lang.moment(one.brought_at))],
            ),
            decide: format!("{href}/conflicts/{}", one.id),
        }
    }
}
