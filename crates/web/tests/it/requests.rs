//! Requests as the whole site answers them: headers, forged posts, refusals,
//! signing in, preferences.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode};
use axum::routing::{get, post};
use rasoat_web::gate::rehearsal::{self, Rehearsal};
use rasoat_web::refusal::{Refusal, Trouble};
use rasoat_web::site::around;
use rasoat_web::{Settings, Site, Visit, csrf, router};
use tower::ServiceExt as _;

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    fn cookies(&self) -> Vec<&str> {
        self.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect()
    }
}

pub fn site() -> Site {
    Site::new(Settings { secret: [7; 32], body_limit: 300_000, ..Settings::default() }, Rehearsal)
}

/// A token as our page would have given it to this browser.
pub fn token(binding: &str) -> String {
    csrf::Key::new([7; 32]).token(&csrf::Binding(binding.to_owned()))
}

pub async fn send(router: Router, request: Request<Body>) -> Answer {
    let response: Response<Body> = router.oneshot(request).await.expect("an answer");
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, 10_000_000).await.expect("a body");
    let body = String::from_utf8_lossy(&body).into_owned();
    Answer { status: parts.status, headers: parts.headers, body }
}

async fn fetch(path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(router(site()), request.body(Body::empty()).expect("a request")).await
}

fn form(path: &str, body: &str) -> Request<Body> {
    Request::post(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("cookie", "rasoat-visit=abc")
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

async fn submit(path: &str, fields: &str) -> Answer {
    let body = format!("{}={}&{fields}", csrf::FIELD, token("abc"));
    send(router(site()), form(path, &body)).await
}

/// Routes that only tests need, inside all the layers.
fn tried(routes: Router<Site>) -> Router {
    around(site(), routes)
}

#[tokio::test]
async fn every_answer_forbids_the_browser_what_no_page_needs() {
    for path in ["/sign-in", "/no-such-page", "/assets/x/y"] {
        let answer = fetch(path, &[]).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("strict-transport-security"), "", "only behind TLS");
        assert_eq!(answer.header("x-request-id").len(), 9);
    }
    let behind = Settings { behind_tls: true, ..Settings::default() };
    let request = Request::get("/sign-in").body(Body::empty()).expect("a request");
    let answer = send(router(Site::new(behind, Rehearsal)), request).await;
    assert!(answer.header("strict-transport-security").starts_with("max-age=63072000"));
    assert!(answer.cookies().iter().all(|line| line.starts_with("__Host-") && line.ends_with("Secure")));
}

#[tokio::test]
async fn a_page_is_not_kept_by_the_browser() {
    assert_eq!(fetch("/sign-in", &[]).await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_browser_gets_its_mark_once() {
    let first = fetch("/sign-in", &[]).await;
    assert!(first.cookies()[0].starts_with("rasoat-visit="), "{:?}", first.cookies());
    let second = fetch("/sign-in", &[("cookie", "rasoat-visit=abc")]).await;
    assert!(second.cookies().is_empty());
}

#[tokio::test]
async fn a_post_without_a_fitting_token_changes_nothing() {
    let right = format!("name=an&password=x&{}={}", csrf::FIELD, token("abc"));
    let wrong = format!("name=an&password=x&{}={}", csrf::FIELD, token("other"));
    let answer = send(router(site()), form("/sign-in", &right)).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "the token let it through");
    for body in ["name=an&password=x", &wrong] {
        let answer = send(router(site()), form("/sign-in", body)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.body.contains("Biểu mẫu đã hết hiệu lực"));
    }
}

#[tokio::test]
async fn a_post_from_another_site_is_refused_even_with_a_token() {
    let mut request = form("/sign-in", &format!("{}={}", csrf::FIELD, token("abc")));
    request.headers_mut().insert("sec-fetch-site", "cross-site".parse().expect("a value"));
    assert_eq!(send(router(site()), request).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_post_of_an_unknown_kind_needs_its_token_in_the_header() {
    let routes = || tried(Router::new().route("/x", post(|| async { "done" })));
    let request = |token: Option<String>| {
        let mut request = Request::post("/x").header("cookie", "rasoat-visit=abc");
        if let Some(token) = token {
            request = request.header(csrf::HEADER, token);
        }
        request.body(Body::from("{}")).expect("a request")
    };
    assert_eq!(send(routes(), request(None)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(send(routes(), request(Some(token("abc")))).await.body, "done");
}

#[tokio::test]
async fn signing_in_gives_a_session_and_leads_on() {
    let password = "m%E1%BA%ADt+kh%E1%BA%A9u+th%E1%BB%AD";
    let fields = format!("name=an.nguyen&password={password}&next=%2Ffindings%3Fpage%3D2");
    let answer = submit("/sign-in", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/findings?page=2");
    assert!(answer.cookies()[0].starts_with("rasoat-session=phien-thu; "), "{:?}", answer.cookies());
    let away = submit("/sign-in", &fields.replace("%2Ffindings", "%2F%2Fevil.example")).await;
    assert_eq!(away.header("location"), "/");
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_forgets_the_password() {
    let answer = submit("/sign-in", "name=an.nguyen&password=hunter2").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("value=\"an.nguyen\"") && !answer.body.contains("hunter2"));
    assert!(answer.body.contains("chưa đúng"));
    let locked = submit("/sign-in", &format!("name={}&password=x", rehearsal::LOCKED)).await;
    assert!(locked.body.contains("tạm khóa") && locked.body.contains("(GMT+7)"));
}

#[tokio::test]
async fn many_tries_on_one_name_must_wait() {
    let site = site();
    let body = format!("{}={}&name=an.nguyen&password=x", csrf::FIELD, token("abc"));
    for _ in 0..10 {
        let answer = send(router(site.clone()), form("/sign-in", &body)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let answer = send(router(site), form("/sign-in", &body)).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "15");
    assert!(answer.body.contains("15 giây"));
}

#[tokio::test]
async fn many_names_from_one_address_must_wait_wherever_it_says_to_be() {
    let site = site();
    let try_name = async |at: u32, from: [u8; 4], says: &str| {
        let body = format!("{}={}&name=ten.{at}&password=x", csrf::FIELD, token("abc"));
        let mut request = form("/sign-in", &body);
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 4_000))));
        request.headers_mut().insert("x-forwarded-for", says.parse().expect("a value"));
        send(router(site.clone()), request).await.status
    };
    for at in 0..100 {
        let status = try_name(at, [203, 0, 113, 7], &format!("198.51.100.{at}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "try {at}");
    }
    assert_eq!(try_name(100, [203, 0, 113, 7], "198.51.100.200").await, StatusCode::TOO_MANY_REQUESTS);
    // What a proxy on this machine says is believed.
    let proxied = try_name(101, [127, 0, 0, 1], "10.0.0.9, 198.51.100.1").await;
    assert_eq!(proxied, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(try_name(102, [127, 0, 0, 1], "203.0.113.7").await, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_says_so() {
    let body = format!("{}={}", csrf::FIELD, token(rehearsal::SESSION));
    let mut request = form("/sign-out", &body);
    let session = format!("rasoat-session={}", rehearsal::SESSION);
    request.headers_mut().insert("cookie", session.parse().expect("a value"));
    let answer = send(router(site()), request).await;
    assert_eq!(answer.header("location"), "/sign-in");
    let cookies = answer.cookies().join("\n");
    assert!(cookies.contains("rasoat-session=; Path=/; SameSite=Lax; Max-Age=0"), "{cookies}");
    let flash = cookies.split("rasoat-flash=").nth(1).and_then(|rest| rest.split(';').next());
    let flash = format!("rasoat-visit=abc; rasoat-flash={}", flash.expect("a message"));
    let next = fetch("/sign-in", &[("cookie", &flash)]).await;
    assert!(next.body.contains("Đã đăng xuất."));
    assert!(next.cookies()[0].starts_with("rasoat-flash=; "), "the message is told once");
}

#[tokio::test]
async fn a_choice_of_language_and_theme_is_kept_and_leads_back() {
    let answer = submit("/preferences/language", "language=en&back=%2Fsign-in%3Fnext%3D%2Funits").await;
    assert_eq!(answer.header("location"), "/sign-in?next=/units");
    assert!(answer.cookies()[0].starts_with("rasoat-language=en; "));
    let page = fetch("/sign-in", &[("cookie", "rasoat-language=en; rasoat-theme=dark")]).await;
    assert!(page.body.contains("<html lang=\"en\" data-bs-theme=\"dark\">"));
    let odd = submit("/preferences/theme", "theme=pink&back=/").await;
    assert_eq!(odd.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_browser_that_says_nothing_gets_vietnamese_and_light() {
    assert!(fetch("/sign-in", &[]).await.body.contains("<html lang=\"vi\" data-bs-theme=\"light\">"));
    let dark = fetch("/sign-in", &[("sec-ch-prefers-color-scheme", "\"dark\"")]).await;
    assert!(dark.body.contains("data-bs-theme=\"dark\""));
}

#[tokio::test]
async fn a_missing_page_is_worded_in_the_readers_language() {
    let answer = fetch("/no-such-page", &[("accept-language", "en")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("There is no such page"));
    assert!(answer.body.contains(answer.header("x-request-id")), "the reference is on the page");
    let script = fetch("/no-such-page", &[("accept", "application/json")]).await;
    assert!(script.body.starts_with("{\"error\":"), "{}", script.body);
}

#[tokio::test]
async fn a_handler_s_refusal_and_panic_become_pages() {
    let routes = Router::new()
        .route("/conflict", get(|| async { Refusal::of(Trouble::Conflict) }))
        .route(
            "/panic",
            get(|| async {
                assert_eq!(1, 2, "sums");
            }),
        )
        .route("/visit", get(|visit: Visit| async move { visit.lang.code() }));
    let get = |path: &str| Request::get(path).body(Body::empty()).expect("a request");
    let conflict = send(tried(routes.clone()), get("/conflict")).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.body.contains("Người khác vừa sửa"));
    let panic = send(tried(routes.clone()), get("/panic")).await;
    assert_eq!(panic.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(panic.body.contains("Hệ thống gặp lỗi") && !panic.body.contains("sums"));
    assert_eq!(send(tried(routes), get("/visit")).await.body, "vi");
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_in_words() {
    let answer = submit("/sign-in", &"a=b&".repeat(100_000)).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("Nội dung gửi lên quá lớn"));
}

#[tokio::test]
async fn a_request_without_end_is_given_up_in_words() {
    let settings = Settings { timeout: std::time::Duration::ZERO, ..Settings::default() };
    let routes = Router::new().route("/slow", get(std::future::pending::<&str>));
    let request = Request::get("/slow").body(Body::empty()).expect("a request");
    let answer = send(around(Site::new(settings, Rehearsal), routes), request).await;
    assert_eq!(answer.status, StatusCode::GATEWAY_TIMEOUT);
    assert!(answer.body.contains("Xử lý quá lâu"));
}

#[tokio::test]
async fn reading_never_needs_a_token_and_the_wrong_method_is_said() {
    let answer = fetch("/sign-out", &[]).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("allow"), "POST");
}
