//! The review of an issued plan as browsers meet it, over a real record:
//! readings corrected one by one, and what the campaign draft makes of them.

use axum::http::StatusCode;

use crate::finding::{Office, office, version};

const PLAN: &str = include_str!("../../../reader/tests/issued/01-bang-chi-tieu.txt");

/// Uploads the plan and leads to its review.
pub async fn review(o: &Office) -> String {
    let file = Some(("ke-hoach.txt", PLAN.as_bytes()));
    let answer = o.upload(&o.office, "/plans/new", &[], file).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.header("location").to_owned()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Where the entry whose label is `label` can be corrected.
fn entry(page: &str, label: &str) -> String {
    let at = page.find(&format!("aria-label=\"Sửa: {label}\"")).unwrap_or_else(|| panic!("{label}: {page}"));
    let before = &page[..at];
    let from = before.rfind("href=\"").expect("a link") + 6;
    before[from..].split('"').next().unwrap_or_default().to_owned()
}

/// How many of how many readings are confirmed, as the bar says it.
fn seen(page: &str) -> (u64, u64) {
    let bar = page.find("Nội dung đã đối chiếu với văn bản").expect("the bar");
    let figures = page[bar..].split("<b class=\"num\">").nth(1).and_then(|rest| rest.split('<').next());
    let (done, total) = figures.and_then(|f| f.split_once('/')).expect("figures");
    (done.parse().expect("a figure"), total.parse().expect("a figure"))
}

#[tokio::test]
async fn a_target_is_renamed_added_and_removed_and_the_draft_follows() {
    let o = office().await;
    let href = review(&o).await;
    let page = o.get(&o.office, &href).await.body;
    let (none, all) = seen(&page);
    assert_eq!(none, 0, "nothing is confirmed before a person looked");

    let edit = entry(&page, "Sở Nông nghiệp và Môi trường");
    let form = o.get(&o.office, &edit).await;
    assert!(
        form.body.contains("Văn bản ghi") && form.body.contains("value=\"Sở Nông nghiệp và Môi trường\"")
    );
    let stale = version(&form);
    let fields = |name: &str, version: &str| {
        encoded(&[("name", name), ("group", "Sở"), ("purpose", "inspection"), ("version", version)])
    };
    let saved = o.post(&o.office, &edit, &fields("Sở Công Thương An Sơn", &stale)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let late = o.post(&o.office, &edit, &fields("Sở Của Người Đến Sau", &stale)).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Sở Của Người Đến Sau"), "what was typed is kept");

    let new = format!("{href}/edit/target/new");
    let seen_version = version(&o.get(&o.office, &new).await);
    let blank = o.post(&o.office, &new, &fields("", &seen_version)).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(blank.body.contains("f-name-error"));
    let added = o.post(&o.office, &new, &fields("Ban Quản lý Khu kinh tế An Sơn", &seen_version)).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);

    let page = o.get(&o.office, &href).await.body;
    assert_eq!(seen(&page), (2, all + 1), "what a person typed needs no second look");
    let edit = entry(&page, "Ủy ban nhân dân phường Kim Sơn");
    let on = version(&o.get(&o.office, &edit).await);
    let removed = o.post(&o.office, &edit, &encoded(&[("act", "remove"), ("version", &on)])).await;
    assert_eq!(removed.status, StatusCode::SEE_OTHER, "{}", removed.body);
    let last = format!("{href}/edit/target/4");
    let gone = o.post(&o.office, &last, &fields("Trường Cao đẳng An Sơn", &on)).await;
    assert_eq!(gone.status, StatusCode::CONFLICT, "the entry went away under the person's hands");
    assert!(gone.body.contains("Trường Cao đẳng An Sơn"));

    let page = o.get(&o.office, &href).await.body;
    let panel = page.split("id=\"read-target\"").nth(1).and_then(|rest| rest.split("</section>").next());
    let panel = panel.expect("the targets");
    assert!(panel.contains("Sở Công Thương An Sơn") && panel.contains("Ban Quản lý Khu kinh tế An Sơn"));
    assert!(!panel.contains("phường Kim Sơn") && !panel.contains("Sở Nông nghiệp"));
    let draft = o.get(&o.office, &format!("{href}/campaign")).await.body;
    assert!(draft.contains("Sở Công Thương An Sơn") && draft.contains("Ban Quản lý Khu kinh tế An Sơn"));
    assert!(!draft.contains("phường Kim Sơn") && !draft.contains("Sở Nông nghiệp"), "{draft}");
    let denied = o.get(&o.focal, &last).await.status;
    assert!(matches!(denied, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{denied}");
}

#[tokio::test]
async fn a_deadline_s_bearer_and_day_are_corrected_with_the_arithmetic_in_sight() {
    let o = office().await;
    let href = review(&o).await;
    let page = o.get(&o.office, &href).await.body;
    let deadlines =
        page.split("id=\"read-deadline\"").nth(1).and_then(|rest| rest.split("</section>").next());
    let deadlines = deadlines.expect("the deadlines").to_owned();
    assert!(deadlines.contains("05/05/2026"), "a fixed day is counted: {deadlines}");
    let (mut fixed, mut counted) = (None, None);
    for at in 0..deadlines.matches("/edit/deadline/").count() - 1 {
        let edit = format!("{href}/edit/deadline/{at}");
        let form = o.get(&o.office, &edit).await;
        if form.body.contains("value=\"05/05/2026\"") {
            fixed = Some((edit, form));
        } else if form.body.contains("name=\"days\"") {
            counted = Some((edit, form));
        }
    }
    let (edit, form) = fixed.expect("the report's deadline");
    assert!(form.body.contains("Cách tính hiện nay"));
    let on = version(&form);
    let fields = [
        ("what", "gửi báo cáo tự kiểm tra"),
        ("who", "Các đơn vị còn lại"),
        ("day", "12/05/2026"),
        ("version", on.as_str()),
    ];
    let wrong = o.post(&o.office, &edit, &encoded(&fields).replace("12%2F05", "32%2F13")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "no such day");
    assert!(wrong.body.contains("value=\"32/13/2026\""), "what was typed is kept");
    let saved = o.post(&o.office, &edit, &encoded(&fields)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let page = o.get(&o.office, &href).await.body;
    assert!(page.contains("Trước ngày 12/05/2026: ngày cuối cùng là 11/05/2026"));
    let draft = o.get(&o.office, &format!("{href}/campaign")).await.body;
    assert!(draft.contains("Đơn vị tự kiểm tra"), "those left over are bound now: {draft}");
    assert!(draft.contains("ngày cuối cùng là 11/05/2026"));

    let (edit, _) = counted.expect("a deadline that counts days");
    let form = o.get(&o.office, &edit).await;
    assert!(form.body.contains("value=\"30\"") && form.body.contains("+ 30 ngày"), "{}", form.body);
    let on = version(&form);
    let fields = [("what", "khắc phục tồn tại"), ("days", "15"), ("working", "on"), ("version", &on)];
    let saved = o.post(&o.office, &edit, &encoded(&fields)).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(o.get(&o.office, &edit).await.body.contains("+ 15 ngày làm việc"));
}

#[tokio::test]
async fn readings_compared_with_the_paper_are_counted_and_can_be_opened_again() {
    let o = office().await;
    let href = review(&o).await;
    let targets = "about=read%3Atarget&decision=";
    let answer = format!("{href}/answer");
    let kept = o.post(&o.office, &answer, &format!("{targets}accepted")).await;
    assert_eq!(kept.header("location"), format!("{href}#read-target"));
    let page = o.get(&o.office, &href).await.body;
    assert_eq!(seen(&page).0, 4, "the four targets");
    assert!(page.contains("Đã đối chiếu với văn bản."));
    o.post(&o.office, &answer, &format!("{targets}open")).await;
    assert_eq!(seen(&o.get(&o.office, &href).await.body).0, 0);
}
