//! Hostile and broken requests over a real record, each with the answer it
//! gets. The table of them is kept in `docs/hostile-requests.md`.
//!
//! Not here: broken files (the reader room's tests).

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use axum::body::Body;
use axum::http::Request;
use rasoat_web::csrf;

use crate::finding::{Office, office, version};
use crate::requests::{Answer, token};

const FORM: &str = "application/x-www-form-urlencoded";
const PLAN: &str = "KẾ HOẠCH\n\nKiểm tra công tác an ninh mạng năm 2026\n";

/// The rows so far, each what was sent and what came back.
#[derive(Default)]
struct Table(Vec<(&'static str, String)>);

impl Table {
    fn row(&mut self, sent: &'static str, answer: &Answer, more: &str) {
        let place = answer.header("location");
        let kept = answer.headers.values().all(|value| !value.as_bytes().contains(&b'\n'));
        assert!(kept && !answer.headers.contains_key("x-evil"), "{sent}: no header is put in");
        for inner in ["panicked", "sqlite", "SELECT ", "crates/", "/root/"] {
            assert!(!answer.body.contains(inner), "{sent}: the answer shows the inside: {inner}");
        }
        assert!(answer.status.as_u16() < 500, "{sent}: {} {}", answer.status, answer.body);
        let mut said = answer.status.as_u16().to_string();
        if place.starts_with("/sign-in") {
            said.push_str(" → đăng nhập");
        } else if place == "/" {
            said.push_str(" → trang đầu");
        } else if !place.is_empty() {
            said.push_str(" → trang của việc");
        }
        if !more.is_empty() {
            let _ = write!(said, "; {more}");
        }
        self.0.push((sent, said));
    }
}

/// A word for whether something holds, so that the table says it.
fn told(holds: bool, yes: &'static str, no: &'static str) -> &'static str {
    if holds { yes } else { no }
}

async fn raw(o: &Office, session: &str, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", format!("rasoat-session={session}"))
        .header("content-type", kind);
    o.ask(request.body(Body::from(body)).expect("a request")).await
}

async fn form(o: &Office, path: &str, body: String) -> Answer {
    raw(o, &o.office, "POST", path, FORM, body.into_bytes()).await
}

fn signed(o: &Office, fields: &str) -> String {
    format!("{}={}&{fields}", csrf::FIELD, token(&o.office))
}

/// Tokens, sessions and methods.
async fn doors(o: &Office, plan: &str, table: &mut Table) {
    let answer = format!("{plan}/answer");
    let said = form(o, &answer, "about=read:target&decision=accepted".into()).await;
    table.row("Gửi biểu mẫu không có mã chống giả mạo", &said, "");
    let wrong = format!("{}={}&about=x", csrf::FIELD, token("phien-khac"));
    table.row("Mã chống giả mạo của phiên khác", &form(o, &answer, wrong).await, "");
    let broken = format!("{}=%00%ff.zz&about=x", csrf::FIELD);
    table.row("Mã chống giả mạo toàn byte hỏng", &form(o, &answer, broken).await, "");
    let request = Request::post(&answer)
        .header("cookie", format!("rasoat-session={}", o.office))
        .header("sec-fetch-site", "cross-site")
        .header("content-type", FORM)
        .body(Body::from(signed(o, "about=x&decision=left")))
        .expect("a request");
    table.row("Gửi từ trang khác với mã đúng", &o.ask(request).await, "");
    let json = raw(o, &o.office, "POST", &answer, "application/json", b"{\"about\":\"x\"}".to_vec()).await;
    table.row("Gửi JSON vào chỗ của biểu mẫu", &json, "");
    let mut cookie = Request::get(plan).body(Body::empty()).expect("a request");
    let value = axum::http::HeaderValue::from_bytes(b"rasoat-session=\xff\xfe%%%;;==;\"").expect("a value");
    cookie.headers_mut().insert("cookie", value);
    table.row("Cookie phiên toàn byte hỏng", &o.ask(cookie).await, "");
    let long = raw(o, &"a".repeat(60_000), "GET", plan, FORM, Vec::new()).await;
    table.row("Cookie phiên dài 60.000 ký tự", &long, "");
    for (sent, method) in
        [("Phương thức DELETE trên kế hoạch", "DELETE"), ("Phương thức PUT trên kế hoạch", "PUT")]
    {
        let request = Request::builder()
            .method(method)
            .uri(plan)
            .header("cookie", format!("rasoat-session={}", o.office))
            .header(csrf::HEADER, token(&o.office));
        let said = o.ask(request.body(Body::empty()).expect("a request")).await;
        table.row(sent, &said, "");
    }
    table.row("GET vào địa chỉ chỉ nhận POST", &o.get(&o.office, &answer).await, "");
}

/// Addresses that lead nowhere or try to lead elsewhere.
async fn addresses(o: &Office, plan: &str, table: &mut Table) {
    let other = "/plans/01920000-0000-7000-8000-000000000000";
    table.row("Kế hoạch không có thật", &o.get(&o.office, other).await, "");
    table.row("Mã kế hoạch là lệnh SQL", &o.get(&o.office, "/plans/1'%20OR%20'1'='1").await, "");
    table.row("Mã kế hoạch có byte NUL", &o.get(&o.office, "/plans/%00").await, "");
    table.row("Mã kế hoạch không phải UTF-8", &o.get(&o.office, "/plans/%ff%fe").await, "");
    table.row("Leo thư mục trong địa chỉ", &o.get(&o.office, "/assets/..%2f..%2fetc/passwd").await, "");
    let entry = format!("{plan}/edit/target/18446744073709551616");
    table.row("Số mục lớn hơn 64 bit", &o.get(&o.office, &entry).await, "");
    let entry = format!("{plan}/edit/khong-co/new");
    table.row("Loại mục không có thật", &o.get(&o.office, &entry).await, "");
    let query = format!("/findings?q={}", "a".repeat(60_000));
    table.row("Tìm kiếm dài 60.000 ký tự", &o.get(&o.office, &query).await, "");
    let query = "/findings?page=99999999999999999999&sort=%3Cscript%3E&dir=x&severity=%27%3B--";
    let said = o.get(&o.office, query).await;
    table.row(
        "Trang thứ 10^20, cột sắp xếp là thẻ script",
        &said,
        told(said.body.contains("<script>"), "thẻ nằm trong trang", "thẻ không nằm trong trang"),
    );
    for (sent, back) in [
        ("Chuyển hướng ra trang khác", "%2F%2Fevil.example"),
        ("Xuống dòng trong địa chỉ chuyển hướng", "%2Fx%0D%0AX-Evil%3A+1"),
    ] {
        let fields = signed(o, &format!("language=vi&back={back}"));
        table.row(sent, &form(o, "/preferences/language", fields).await, "");
    }
}

/// Uploads that are cut, too large or badly named.
async fn uploads(o: &Office, table: &mut Table) {
    let to = "/plans/new";
    let multipart = "multipart/form-data; boundary=sep";
    let head = format!(
        "--sep\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n",
        csrf::FIELD,
        token(&o.office)
    );
    let cut =
        format!("{head}--sep\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nKẾ");
    table.row(
        "Tệp gửi lên bị cắt giữa chừng",
        &raw(o, &o.office, "POST", to, multipart, cut.into_bytes()).await,
        "",
    );
    let none = raw(o, &o.office, "POST", to, "multipart/form-data", head.clone().into_bytes()).await;
    table.row("Tệp gửi lên không ghi ranh giới", &none, "");
    let large = vec![b'a'; (25 << 20) + 1];
    table.row("Tệp lớn hơn 25 MB một byte", &o.upload(&o.office, to, &[], Some(("a.txt", &large))).await, "");
    let empty = o.upload(&o.office, to, &[], None).await;
    table.row(
        "Không chọn tệp",
        &empty,
        told(empty.body.contains("f-file-error"), "lỗi nằm cạnh ô", "không nói lỗi"),
    );
    // The same file twice is one plan: each of these is another.
    let plan = |more: &str| format!("{PLAN}{more}\n").into_bytes();
    let said = o.upload(&o.office, to, &[], Some(("..\\..\\..\\etc\\passwd.txt", &plan("Một")))).await;
    let page = kept(o, &said).await;
    let clean = page.body.contains("passwd.txt") && !page.body.contains("..\\");
    table.row("Tên tệp leo thư mục", &said, told(clean, "chỉ giữ tên cuối", "giữ nguyên đường dẫn"));
    let said = o.upload(&o.office, to, &[], Some(("ke\u{202E}xod.txt", &plan("Hai")))).await;
    let page = kept(o, &said).await;
    let clean = !page.body.contains('\u{202E}');
    table.row("Tên tệp có ký tự đảo chiều", &said, told(clean, "ký tự ẩn bị bỏ", "ký tự ẩn còn lại"));
    let said = o.upload(&o.office, to, &[], Some(("ke.\u{7}txt", &plan("Ba")))).await;
    table.row("Tên tệp có ký tự điều khiển", &said, "");
    let marked = o.upload(&o.office, to, &[], Some(("a.txt", "TỐI MẬT\n\nKẾ HOẠCH\n".as_bytes()))).await;
    table.row(
        "Kế hoạch mang dấu độ mật",
        &marked,
        told(marked.body.contains("dấu độ mật"), "nói rõ lý do", "không nói lý do"),
    );
    let body = signed(o, &"a=b&".repeat(600_000));
    table.row("Biểu mẫu lớn hơn 2 MB", &form(o, "/preferences/language", body).await, "");
}

/// The page that an upload led to.
async fn kept(o: &Office, said: &Answer) -> Answer {
    let place = said.header("location");
    assert!(!place.is_empty(), "nothing was kept: {} {}", said.status, said.body);
    o.get(&o.office, place).await
}

/// Values in fields.
async fn values(o: &Office, plan: &str, table: &mut Table) {
    let new = format!("{plan}/edit/target/new");
    let on = version(&o.get(&o.office, &new).await);
    let name = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%E2%80%AE%00";
    let fields = signed(o, &format!("name={name}&purpose=inspection&version={on}"));
    let said = form(o, &new, fields.clone()).await;
    let page = o.get(&o.office, plan).await;
    let clean = page.body.contains("&#60;script&#62;alert")
        && !page.body.contains("<script>alert")
        && !page.body.contains('\u{202E}');
    table.row(
        "Tên có thẻ script, ký tự đảo chiều và NUL",
        &said,
        told(clean, "hiện thành chữ, ký tự ẩn bị bỏ", "thành mã"),
    );
    let twice = form(o, &new, fields).await;
    let once = o.get(&o.office, plan).await.body.matches("aria-label=\"Sửa: &#60;script").count() == 1;
    table.row(
        "Bấm Lưu hai lần (phiên bản cũ)",
        &twice,
        told(once, "chỉ lưu một lần, chữ đã gõ còn nguyên", "lưu hai lần"),
    );
    let odd = signed(o, "name=X&purpose=inspection&version=99999999999999999999");
    table.row("Số phiên bản lớn hơn 64 bit", &form(o, &new, odd).await, "");
    let on = version(&o.get(&o.office, &new).await);
    let odd = signed(o, &format!("name=X&purpose=khong-co&version={on}"));
    table.row("Lựa chọn không có trong danh sách", &form(o, &new, odd).await, "");
    let long = signed(o, &format!("name={}&purpose=inspection&version={on}", "a".repeat(301)));
    table.row("Tên dài quá 300 ký tự", &form(o, &new, long).await, "");
    let day = signed(o, &format!("what=X&day=31%2F02%2F2026&version={on}"));
    table.row(
        "Ngày không có thật (31/02/2026)",
        &form(o, &format!("{plan}/edit/deadline/new"), day).await,
        "",
    );
    let day = signed(o, &format!("what=X&day=01%2F01%2F99999999&version={on}"));
    table.row("Năm tám chữ số", &form(o, &format!("{plan}/edit/deadline/new"), day).await, "");
    let odd = signed(o, "about=doubt:x&decision=xoa-het");
    table.row("Quyết định không có thật", &form(o, &format!("{plan}/answer"), odd).await, "");
    let unit = o.unit.to_string();
    let campaign = o.small.kept.campaign.id.to_string();
    let fields = [
        ("campaign", campaign.as_str()),
        ("unit", unit.as_str()),
        ("observed_on", "20/5/2026"),
        ("text", "=HYPERLINK(\"http://evil.example\")"),
        ("severity", "remedy"),
        ("theme", "A"),
        ("basis", "+SUM(1)"),
    ];
    let said = o.upload(&o.office, "/findings/new", &fields, None).await;
    let book = o.get(&o.office, "/findings/export/xlsx").await;
    let kept = book.header("content-disposition").starts_with("attachment");
    let kept = kept && book.header("x-content-type-options") == "nosniff" && book.body.starts_with("PK");
    table.row(
        "Nội dung tồn tại là công thức Excel",
        &said,
        told(kept, "sổ xuất ra tải về như tệp đính kèm", "sổ mở trong trang"),
    );
    let csv = o.get(&o.office, "/findings/export/csv").await;
    table.row("Xuất danh sách thành kiểu không có", &csv, "");
}

#[tokio::test]
async fn every_hostile_request_gets_the_answer_written_down() {
    let o = office().await;
    let taken = o.upload(&o.office, "/plans/new", &[], Some(("ke-hoach.txt", PLAN.as_bytes()))).await;
    let plan = taken.header("location").to_owned();
    assert!(!plan.is_empty(), "the plan was not taken: {} {}", taken.status, taken.body);
    let mut table = Table::default();
    doors(&o, &plan, &mut table).await;
    addresses(&o, &plan, &mut table).await;
    uploads(&o, &mut table).await;
    values(&o, &plan, &mut table).await;
    assert!(table.0.len() >= 25, "fewer than promised");
    let mut part = HEAD.to_owned();
    for (nth, (sent, said)) in table.0.iter().enumerate() {
        let _ = writeln!(part, "| {} | {sent} | {said} |", nth + 1);
    }
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/hostile-requests.md");
    let written = fs::read_to_string(&kept).unwrap_or_default();
    if written != part {
        let new = kept.with_extension("md.new");
        fs::write(&new, &part).expect("the new table is written");
        panic!("answers changed: compare {} with the table beside it", new.display());
    }
}

const HEAD: &str = "# Yêu cầu hỏng và yêu cầu có ý đồ xấu\n\nMỗi dòng là một yêu cầu gửi vào giao diện web trên một hồ sơ thật và câu trả lời nó nhận được. Không câu trả lời nào là lỗi hệ thống, làm lộ bên trong hay thêm được dòng đầu thư HTTP. Bảng do phép thử `hostile` của phần web giữ đúng.\n\n| # | Yêu cầu | Trả lời |\n|---|---|---|\n";
