//! Every route of the site, refused to whoever has no business there: to those
//! not logged in, to an account without roles, to another unit, to another team,
//! and every post without the form's token.
//!
//! The routes are asked of the router itself, so a new page is covered as soon
//! as it is merged. What its address needs is found by trying the things of
//! `testkit::province`; a route none of them opens must give the province a
//! sample.

mod forms;
mod known;

use std::collections::{BTreeMap, BTreeSet};

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use rasoat_web::gate::record::Record;
use rasoat_web::{Settings, Site, pages, router};
use testkit::house::House;
use testkit::province::{FILE_MARK, MARK};

use crate::requests::{Answer, send, token};
use forms::Filled;
use known::{Known, filled, things};

/// What a person reaches without logging in. This list may only shrink.
const PUBLIC: &[&str] = &[
    "/sign-in",
    "/sign-out",
    "/preferences/language",
    "/preferences/theme",
    "/preferences/campaign",
    // Calendar programs log in nowhere: the address itself is the secret.
    "/calendar/{file}",
];
/// What anyone who is logged in reaches, for it shows and changes only what is
/// theirs. This list may only shrink.
const ONES_OWN: &[&str] =
    &["/", "/account", "/account/password", "/notices/read", "/calendar/open", "/calendar/close"];
/// What every seat of every team reaches by the policy table, wherever it is.
const EVERY_TEAM: &[&str] = &["/plans", "/plans/{id}", "/units", "/units/{id}"];

/// Pages that open only with what a form sends along, so that no thing of the
/// province proves that they are there. This list may only shrink.
const UNPROVEN: &[&str] = &["/campaigns/{id}/reminders/letter/{form}", "/findings/batch", "/calendar/{file}"];
/// Addresses of such a page that are tried all the same.
const MOST_UNPROVEN: usize = 8;

/// One route with the methods it answers.
#[derive(Debug)]
struct Route {
    path: String,
    methods: Vec<Method>,
}

/// The paths the router itself knows.
fn paths() -> BTreeSet<String> {
    let shown = format!("{:?}", pages::routes());
    let mut paths = BTreeSet::new();
    for piece in shown.split("RouteId(").skip(1) {
        if let Some((_, rest)) = piece.split_once("): \"")
            && let Some((path, _)) = rest.split_once('"')
            && !path.contains("axum_fallback")
        {
            paths.insert(path.to_owned());
        }
    }
    paths
}

fn site(house: &House) -> Router {
    let settings = Settings { secret: [7; 32], ..Settings::default() };
    router(Site::new(settings, Record(house.app.clone())))
}

/// Someone at a browser: with their session, or only the browser's mark.
#[derive(Debug, Clone)]
struct Visitor {
    name: &'static str,
    session: Option<String>,
}

impl Visitor {
    async fn of(house: &House, name: &'static str, who: &app::Actor) -> Self {
        Self { name, session: Some(house.sign_in(who).await) }
    }

    fn cookie(&self) -> String {
        match &self.session {
            Some(session) => format!("rasoat-session={session}"),
            None => "rasoat-visit=abc".to_owned(),
        }
    }

    fn token(&self) -> String {
        token(self.session.as_deref().unwrap_or("abc"))
    }

    async fn get(&self, site: &Router, path: &str) -> Answer {
        let request = Request::get(path).header("cookie", self.cookie());
        send(site.clone(), request.body(Body::empty()).expect("a request")).await
    }

    async fn post(&self, site: &Router, path: &str, form: &Filled, token: Option<&str>) -> Answer {
        send(site.clone(), form.request(path, &self.cookie(), token)).await
    }
}

async fn routes(site: &Router) -> Vec<Route> {
    let mut routes = Vec::new();
    for path in paths() {
        let address = filled(&path, &[]);
        let request = Request::options(&address).body(Body::empty()).expect("a request");
        let answer = send(site.clone(), request).await;
        let allowed = answer.header("allow").to_owned();
        let methods: Vec<Method> = allowed
            .split(',')
            .filter_map(|name| name.trim().parse().ok())
            .filter(|method| *method != Method::HEAD)
            .collect();
        assert!(!methods.is_empty(), "{path} says no methods ({})", answer.status);
        for method in &methods {
            let known = [Method::GET, Method::POST].contains(method);
            assert!(known, "{method} {path}: pages work without scripts, by GET and POST alone");
        }
        routes.push(Route { path, methods });
    }
    routes
}

fn shows_marks(answer: &Answer) -> bool {
    answer.body.contains(MARK) || answer.body.contains(FILE_MARK)
}

fn leads_to_sign_in(answer: &Answer) -> bool {
    answer.status.is_redirection() && answer.header("location").starts_with("/sign-in")
}

fn signed_out(answer: &Answer) -> bool {
    leads_to_sign_in(answer) || [401, 403].contains(&answer.status.as_u16())
}

fn is_refused(answer: &Answer) -> bool {
    matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
}

/// Who has no business with the province, and where they have some after all.
struct Outsiders {
    signed_out: Visitor,
    nobody: Visitor,
    other_unit: Visitor,
    other_team: Visitor,
}

#[tokio::test]
async fn no_route_opens_to_whoever_has_no_business_there() {
    for house in House::each().await {
        let province = house.province().await;
        let site = site(&house);
        let everyone = Visitor::of(&house, "everyone", &province.everyone).await;
        let outsiders = Outsiders {
            signed_out: Visitor { name: "signed out", session: None },
            nobody: Visitor::of(&house, "without roles", &province.nobody).await,
            other_unit: Visitor::of(&house, "another unit", &province.other_unit).await,
            other_team: Visitor::of(&house, "another team", &province.other_team).await,
        };
        let routes = routes(&site).await;
        assert!(routes.len() >= 20, "the router names its routes: {routes:?}");
        let mut known = Known::new(&province);
        let opened = survey(&site, &everyone, &mut known, &routes).await;
        let (mut faults, mut unproven) = (Vec::new(), Vec::new());
        for route in routes.iter().filter(|route| route.methods.contains(&Method::GET)) {
            let mut addresses = opened.get(&route.path).cloned().unwrap_or_default();
            if addresses.is_empty() {
                let tries = known.tries(&route.path).into_iter().take(MOST_UNPROVEN);
                addresses.extend(tries.map(|values| filled(&route.path, &values)));
                if !UNPROVEN.contains(&route.path.as_str()) {
                    unproven.push(format!("GET {}", route.path));
                }
            }
            reading(&site, &outsiders, route, addresses, &mut faults).await;
        }
        let before = house.lines_told().await;
        for route in routes.iter().filter(|route| route.methods.contains(&Method::POST)) {
            if !known.knows(&route.path) && !UNPROVEN.contains(&route.path.as_str()) {
                unproven.push(format!("POST {}", route.path));
            }
            writing(&site, &everyone, &outsiders, route, &known, &mut faults).await;
        }
        if before != house.lines_told().await {
            faults.push("a refused post left a line in the audit".to_owned());
        }
        let engine = house.record.engine;
        assert!(faults.is_empty(), "on {engine}:\n{}", faults.join("\n"));
        assert!(unproven.is_empty(), "no sample of the province opens:\n{}", unproven.join("\n"));
    }
}

/// The addresses at which the person who may do everything gets an answer: with
/// the province's things filled in, and where links of opened pages lead.
async fn survey(
    site: &Router,
    everyone: &Visitor,
    known: &mut Known,
    routes: &[Route],
) -> BTreeMap<String, Vec<String>> {
    let mut opened: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut readable: Vec<&Route> =
        routes.iter().filter(|route| route.methods.contains(&Method::GET)).collect();
    readable.sort_by_key(|route| (route.path.matches('{').count(), route.path.len()));
    let mut tried = BTreeSet::new();
    // Twice: a page may be led to only by a page with a longer address.
    for pass in 0..2 {
        for route in &readable {
            let filled_in = if pass == 0 { known.tries(&route.path) } else { Vec::new() };
            let by_things = filled_in.into_iter().map(|values| (filled(&route.path, &values), values));
            let addresses: Vec<_> = by_things.chain(known.links_to(&route.path)).collect();
            for (address, values) in addresses {
                let plain = address.split('?').next().unwrap_or_default();
                let of_another = route.path != plain && routes.iter().any(|other| other.path == plain);
                if of_another || !tried.insert(address.clone()) {
                    continue;
                }
                let answer = everyone.get(site, &address).await;
                if is_refused(&answer) || answer.status == StatusCode::BAD_REQUEST {
                    continue;
                }
                assert!(!answer.status.is_server_error(), "GET {address}: {}", answer.status);
                if answer.header("content-type").starts_with("text/html") {
                    known.learn_page(&answer.body);
                }
                known.learn(&route.path, values);
                opened.entry(route.path.clone()).or_default().push(address);
            }
        }
    }
    opened
}

async fn reading(
    site: &Router,
    outsiders: &Outsiders,
    route: &Route,
    addresses: Vec<String>,
    faults: &mut Vec<String>,
) {
    let path = route.path.as_str();
    for address in &addresses {
        let mut look = async |who: &Visitor, fits: fn(&Answer) -> bool, free: bool| {
            let answer = who.get(site, address).await;
            if shows_marks(&answer) && !free {
                faults.push(format!("{}: GET {path} shows what is not theirs ({address})", who.name));
            } else if !fits(&answer) && !free {
                faults.push(format!("{}: GET {path} answers {} ({address})", who.name, answer.status));
            }
        };
        let public = PUBLIC.contains(&path);
        let own = public || ONES_OWN.contains(&path);
        look(&outsiders.signed_out, signed_out, public).await;
        look(&outsiders.nobody, is_refused, own).await;
        // A list of one's own things is one's own; a page about a thing is not.
        let own_list: fn(&Answer) -> bool = |answer| is_refused(answer) || answer.status.is_success();
        let plain = address.split('?').next().unwrap_or_default();
        let fits = if things(plain).next().is_some() { is_refused } else { own_list };
        look(&outsiders.other_unit, fits, own).await;
        look(&outsiders.other_team, fits, own || EVERY_TEAM.contains(&path)).await;
    }
}

async fn writing(
    site: &Router,
    everyone: &Visitor,
    outsiders: &Outsiders,
    route: &Route,
    known: &Known,
    faults: &mut Vec<String>,
) {
    let path = route.path.as_str();
    for values in known.tries(path) {
        let address = filled(path, &values);
        let by_script = [Filled::by_script(), Filled::by_script().with_file()];
        let learnt = known.forms_to(&address);
        let forms = if learnt.is_empty() { &by_script[..] } else { learnt };
        for who in [everyone, &outsiders.signed_out] {
            for token in [None, Some("x.y"), Some(&*token("someone else"))] {
                let answer = who.post(site, &address, &forms[0], token).await;
                if answer.status != StatusCode::FORBIDDEN {
                    let name = who.name;
                    faults.push(format!("{name}: POST {path} without its token answers {}", answer.status));
                }
            }
        }
        for form in forms {
            let mut send = async |who: &Visitor, fits: fn(&Answer) -> bool| {
                let answer = who.post(site, &address, form, Some(&who.token())).await;
                // What a script sends is guessed here; a form of the page is not.
                let unread = learnt.is_empty() && [400, 415, 422].contains(&answer.status.as_u16());
                if (!fits(&answer) && !unread) || shows_marks(&answer) {
                    faults.push(format!("{}: POST {path} answers {} to {form:?}", who.name, answer.status));
                }
            };
            if PUBLIC.contains(&path) {
                continue;
            }
            send(&outsiders.signed_out, signed_out).await;
            if ONES_OWN.contains(&path) {
                continue;
            }
            send(&outsiders.nobody, is_refused).await;
            // Several of one's own things at once: others' are passed over, and
            // the audit shows that nothing was done.
            let own_things: fn(&Answer) -> bool =
                |answer| is_refused(answer) || [303, 422].contains(&answer.status.as_u16());
            let fits = if things(&address).next().is_some() { is_refused } else { own_things };
            for who in [&outsiders.other_unit, &outsiders.other_team] {
                send(who, fits).await;
            }
        }
    }
}

#[tokio::test]
async fn no_page_asks_more_of_the_record_when_there_is_more_in_it() {
    for house in House::each().await {
        let province = house.province().await;
        let site = site(&house);
        let everyone = Visitor::of(&house, "everyone", &province.everyone).await;
        let routes = routes(&site).await;
        let mut known = Known::new(&province);
        let opened = survey(&site, &everyone, &mut known, &routes).await;
        let addresses: Vec<&String> = opened.values().filter_map(|addresses| addresses.first()).collect();
        let mut costs = Vec::new();
        for address in &addresses {
            costs.push(cost(&house, &site, &everyone, address).await);
        }
        house.grow(&province, MORE).await;
        let mut dearer = Vec::new();
        for (address, before) in addresses.iter().zip(costs) {
            let after = cost(&house, &site, &everyone, address).await;
            if after > before {
                dearer.push(format!("{address}: {before} queries, then {after}"));
            }
        }
        assert!(dearer.is_empty(), "{}", dearer.join("\n"));
    }
}

/// How much the record grows.
const MORE: usize = 20;

async fn cost(house: &House, site: &Router, who: &Visitor, address: &str) -> u64 {
    let before = house.app.store.queries();
    who.get(site, address).await;
    house.app.store.queries() - before
}

#[tokio::test]
async fn the_lists_of_open_doors_name_only_what_is_there() {
    let paths = paths();
    for path in PUBLIC.iter().chain(ONES_OWN).chain(EVERY_TEAM).chain(UNPROVEN) {
        assert!(paths.contains(*path), "{path} is no route any more: take it off its list");
    }
    let sources = crate::files::under("src", "rs");
    let written: usize = sources.iter().map(|source| source.text.matches(".route(").count()).sum();
    // One of them, the assets', stands outside the pages.
    assert!(paths.len() + 1 >= written - design_routes(), "{} of {written} routes are seen", paths.len());
}

/// Routes of the design page, which no release has.
fn design_routes() -> usize {
    let sources = crate::files::under("src/pages", "rs");
    let design = sources.iter().filter(|source| source.path.contains("design"));
    design.map(|source| source.text.matches(".route(").count()).sum()
}
