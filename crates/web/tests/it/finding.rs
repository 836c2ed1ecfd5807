//! Findings, notices and urging as browsers meet them, over a real record.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::identifier::UnitId;
use domain::policy::Role;
use domain::unit::UnitKind;
use rasoat_web::gate::record::Record;
use rasoat_web::{Settings, Site, csrf, router};
use testkit::campaign::Small;
use testkit::house::House;

use crate::requests::{Answer, send, token};

const PASSWORD: &str = "mot mat khau dai";

/// A record with one campaign of one unit, and sessions of two people.
pub struct Office {
    pub house: House,
    pub small: Small,
    pub unit: UnitId,
    pub office: String,
    pub focal: String,
}

async fn session(house: &House, login: &str, role: Role, unit: Option<UnitId>) -> String {
    use app::acts::people::{NewUser, Seat, add};
    let new = NewUser {
        login: login.into(),
        name: format!("Nguyễn Văn {login}"),
        email: None,
        phone: None,
        position: None,
        password: PASSWORD.into(),
        must_change: false,
        seats: vec![Seat { role, unit }],
    };
    add(&house.app, &app::Actor::program("test"), new).await.expect("an account");
    let origin = app::acts::sign_in::Origin { address: None, agent: None };
    let token = app::acts::sign_in::sign_in(&house.app, login, PASSWORD.into(), origin).await;
    token.expect("the record answers").unwrap_or_else(|_| panic!("{login} is let in")).0
}

pub async fn office() -> Office {
    let house = House::sqlite().await;
    let unit = house.unit("Sở Tài chính", UnitKind::Department).await;
    let small = house.campaign("self-inspection-2024", &[unit]).await;
    let office = session(&house, "thuongtruc", Role::StandingOffice, None).await;
    let focal = session(&house, "daumoi", Role::UnitFocal, Some(unit)).await;
    Office { house, small, unit, office, focal }
}

impl Office {
    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let settings = Settings { secret: [7; 32], ..Settings::default() };
        send(router(Site::new(settings, Record(self.house.app.clone()))), request).await
    }

    pub async fn get(&self, session: &str, path: &str) -> Answer {
        let request = Request::get(path).header("cookie", format!("rasoat-session={session}"));
        self.ask(request.body(Body::empty()).expect("a request")).await
    }

    pub async fn post(&self, session: &str, path: &str, fields: &str) -> Answer {
        let request = Request::post(path)
            .header("cookie", format!("rasoat-session={session}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let body = format!("{}={}&{fields}", csrf::FIELD, token(session));
        self.ask(request.body(Body::from(body)).expect("a request")).await
    }

    /// A form with files: fields, and at most one file.
    pub async fn upload(
        &self,
        session: &str,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<(&str, &[u8])>,
    ) -> Answer {
        let mut body = Vec::new();
        let token = token(session);
        for (name, value) in std::iter::once(&(csrf::FIELD, token.as_str())).chain(fields) {
            body.extend(
                format!("--sep\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        if let Some((name, bytes)) = file {
            let head = format!(
                "--sep\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend(head.bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--sep--\r\n");
        let request = Request::post(path)
            .header("cookie", format!("rasoat-session={session}"))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=sep");
        self.ask(request.body(Body::from(body)).expect("a request")).await
    }

    /// Records a finding by hand and leads to it.
    pub async fn record(&self) -> String {
        let (campaign, unit) = (self.small.kept.campaign.id.to_string(), self.unit.to_string());
        let fields = [
            ("campaign", campaign.as_str()),
            ("unit", unit.as_str()),
            ("observed_on", "20/5/2026"),
            ("text", "Chưa có nội quy"),
            ("severity", "remedy"),
            ("theme", "A"),
            ("basis", "Điều 25 Luật Bảo vệ bí mật nhà nước"),
        ];
        let answer = self.upload(&self.office, "/findings/new", &fields, None).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        answer.header("location").to_owned()
    }
}

/// The version a step's form stands on.
pub fn version(page: &Answer) -> String {
    let at = page.body.find("name=\"version\" value=\"").expect("the form bears its version");
    page.body[at + 22..].split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_finding_is_recorded_asked_for_remedied_and_closed_on_its_pages() {
    let o = office().await;
    let campaign = o.small.kept.campaign.id.to_string();
    let wrong = o.upload(&o.office, "/findings/new", &[("campaign", &campaign)], None).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "problems stand beside their fields");
    assert!(wrong.body.contains("Còn") && wrong.body.contains("f-text-error"));
    let href = o.record().await;
    assert_eq!(o.get(&o.focal, &href).await.status, StatusCode::NOT_FOUND, "the unit sees nothing yet");

    let ask = o.get(&o.office, &format!("{href}/steps/request")).await;
    assert!(ask.body.contains("Đơn vị sẽ thấy tồn tại này"), "who will see it is said before the button");
    let fields = [("version", version(&ask)), ("due", "10/06/2026".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    let asked = o.upload(&o.office, &format!("{href}/steps/request"), &fields, None).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);

    let seen = o.get(&o.focal, &href).await;
    assert!(seen.body.contains("Báo cáo đã khắc phục") && !seen.body.contains("Rút tồn tại"));
    let form = o.get(&o.focal, &format!("{href}/steps/report_done")).await;
    let seen = version(&form);
    let fields = [("version", seen.as_str()), ("text", "Đã ban hành nội quy, kèm bản chụp.")];
    let step = format!("{href}/steps/report_done");
    let marked =
        o.upload(&o.focal, &step, &fields, Some(("mat.txt", "TỐI MẬT\n\nNội dung".as_bytes()))).await;
    assert_eq!(marked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(marked.body.contains("dấu độ mật") && marked.body.contains("Đã ban hành nội quy, kèm bản chụp."));
    let file = Some(("noi-quy.txt", "Nội quy bảo vệ bí mật nhà nước của Sở".as_bytes()));
    let done = o.upload(&o.focal, &step, &fields, file).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let stale = o.upload(&o.focal, &step, &fields, None).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "a second press does nothing twice");

    let page = o.get(&o.office, &href).await;
    assert!(page.body.contains("noi-quy.txt") && page.body.contains("SHA-256"));
    let at = page.body.find(&format!("{href}/files/")).expect("a link to the proof");
    let link = page.body[at..].split('"').next().unwrap_or_default();
    let proof = o.get(&o.office, link).await;
    assert!(proof.header("content-disposition").starts_with("attachment"));
    assert_eq!(proof.body, "Nội quy bảo vệ bí mật nhà nước của Sở");

    let verify = format!("{href}/steps/verify");
    let form = o.get(&o.office, &verify).await;
    let seen = version(&form);
    let odd = [("version", seen.as_str()), ("verdict", "not_fixed"), ("note", "Chưa ký"), ("after", "close")];
    let odd = o.upload(&o.office, &verify, &odd, None).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY, "what is not remedied is not closed");
    let good = [("version", seen.as_str()), ("verdict", "fixed"), ("after", "close")];
    let good = o.upload(&o.office, &verify, &good, None).await;
    assert_eq!(good.status, StatusCode::SEE_OTHER, "{}", good.body);
    let page = o.get(&o.focal, &href).await;
    assert!(page.body.contains("Đã kết thúc") && page.body.contains("Không còn việc phải làm."));
}

#[tokio::test]
async fn the_list_keeps_its_filters_in_the_address_and_goes_out_as_it_is_seen() {
    let o = office().await;
    let empty = o.get(&o.office, "/findings").await;
    assert!(empty.body.contains("Chưa có tồn tại nào"), "{}", empty.body);
    o.record().await;
    let campaign = o.small.kept.campaign.id;
    let found =
        o.get(&o.office, &format!("/findings?campaign={campaign}&q=noi+quy&sort=unit&dir=desc")).await;
    assert!(found.body.contains("Chưa có nội quy") && found.body.contains("Dòng 1–1 trong 1"));
    let none = o.get(&o.office, "/findings?severity=violation").await;
    assert!(none.body.contains("Không có tồn tại nào khớp"));
    let book = o.get(&o.office, "/findings/export/xlsx?q=noi+quy").await;
    assert_eq!(book.status, StatusCode::OK);
    assert!(book.header("content-type").contains("spreadsheetml") && book.body.starts_with("PK"));
    assert_eq!(o.get(&o.office, "/findings/export/exe").await.status, StatusCode::NOT_FOUND);
    let hidden = o.get(&o.focal, "/findings").await;
    assert!(!hidden.body.contains("Chưa có nội quy"), "not before it is asked for");
}

#[tokio::test]
async fn nobody_comes_in_without_a_session_or_beyond_their_right() {
    let o = office().await;
    let href = o.record().await;
    let campaign = o.small.kept.campaign.id;
    let paths = [
        "/findings".to_owned(),
        "/findings/new".to_owned(),
        "/findings/export/xlsx".to_owned(),
        format!("/findings/batch?campaign={campaign}&unit={}", o.unit),
        href.clone(),
        format!("{href}/edit"),
        format!("{href}/assign"),
        format!("{href}/steps/request"),
        "/notices".to_owned(),
        "/notices/bell".to_owned(),
        "/notices/log".to_owned(),
        format!("/campaigns/{campaign}/reminders"),
        format!("/campaigns/{campaign}/reminders/letter/docx"),
    ];
    for path in &paths {
        let answer = o.ask(Request::get(path).body(Body::empty()).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/sign-in"), "{path}");
    }
    let not_theirs = [
        "/findings/new".to_owned(),
        format!("{href}/edit"),
        format!("{href}/assign"),
        format!("{href}/steps/request"),
        format!("/findings/request/docx?campaign={campaign}&unit={}", o.unit),
        "/notices/log".to_owned(),
        format!("/campaigns/{campaign}/reminders"),
    ];
    for path in &not_theirs {
        let status = o.get(&o.focal, path).await.status;
        assert!(matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{path}: {status}");
    }
    for path in ["/notices/log/send", "/notices/read", &format!("/campaigns/{campaign}/reminders/send")] {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("cookie", "rasoat-visit=abc");
        let body = format!("{}={}", csrf::FIELD, token("abc"));
        let answer = o.ask(request.body(Body::from(body)).expect("a request")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let send = format!("/campaigns/{campaign}/reminders/send");
    let sent = o.post(&o.focal, &send, "until=20/06/2026&matter=reports").await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_office_urges_after_a_preview_and_the_unit_answers_from_the_bell() {
    let o = office().await;
    let href = o.record().await;
    let form = o.get(&o.office, &format!("{href}/steps/request")).await;
    let seen = version(&form);
    let fields = [("version", seen.as_str()), ("due", "25/05/2026")];
    let asked = o.upload(&o.office, &format!("{href}/steps/request"), &fields, None).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let page = format!("/campaigns/{}/reminders", o.small.kept.campaign.id);
    let board = o.get(&o.office, &format!("{page}?matter=remedies")).await;
    assert!(board.body.contains("Sở Tài chính") && board.body.contains("Tồn tại số 1"));
    let none = o.post(&o.office, &page, "matter=remedies&until=30/05/2026").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.body.contains("Chưa chọn đơn vị nào"));
    let chosen = format!("matter=remedies&until=30/05/2026&pick={}", o.unit);
    let preview = o.post(&o.office, &page, &chosen).await;
    assert!(preview.body.contains("Gửi đôn đốc tới 1 đơn vị?") && preview.body.contains("30/05/2026"));
    let log = o.get(&o.office, "/notices/log?kind=urging").await;
    assert!(log.body.contains("Không có thông báo nào trong sổ"), "looking sends nothing");
    let sent = o.post(&o.office, &format!("{page}/send"), &chosen).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let log = o.get(&o.office, "/notices/log?kind=urging").await;
    assert!(log.body.contains("Sở Tài chính") && log.body.contains("Đã gửi"));

    let bell = o.get(&o.focal, "/notices/bell").await;
    assert!(bell.body.contains("Đôn đốc khắc phục tồn tại số 1"), "{}", bell.body);
    let at = bell.body.find("action=\"/notices/").expect("it can be answered in place");
    let answer = bell.body[at + 8..].split('"').next().unwrap_or_default().to_owned();
    let confirmed = o.post(&o.focal, &answer, "").await;
    assert_eq!((confirmed.status, confirmed.header("location")), (StatusCode::SEE_OTHER, "/"));
    let list = o.get(&o.focal, "/notices").await;
    assert!(list.body.contains("đã xác nhận lúc"));
    assert_eq!(o.post(&o.focal, "/notices/read", "").await.status, StatusCode::SEE_OTHER);
    assert!(!o.get(&o.focal, "/").await.body.contains("bell-count"), "nothing is unread any more");
    let log = o.get(&o.office, "/notices/log?kind=urging").await;
    assert!(log.body.contains("đã xác nhận lúc"), "the office sees that it arrived");
}
