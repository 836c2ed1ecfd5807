//! What the office takes in, and requests to its site.

use super::{CODE, HEADER, OBSERVATIONS};
use crate::part::joined;

/// Files for each door of the office.
pub fn taken_in() -> Vec<Vec<u8>> {
    let units = "Tên cơ quan, đơn vị;Tên viết tắt;Loại;Cơ quan cấp trên;Tên gọi khác;Thư điện tử;Có từ ngày;Đầu mối;Điện thoại đầu mối;Mã trong phần mềm\nSở Y tế;SYT;department;;;a@example.org;01/02/2026;A;0900000000;\nXã Bình Minh;;commune;Sở Y tế;a|b;;2026-01-01;;;\n";
    let mark = "_\nrasoat-report-1;00000000-0000-0000-0000-000000000000\na;1;b\n";
    let sheet = "A\na;x;1\n#b;x;2025;2026\nb/1;x;2;3\n";
    let outward = r#"{"format":"rasoat-visit","version":1,"schema":1,"package":"00000000-0000-0000-0000-000000000000","visit":"00000000-0000-0000-0000-000000000000","user":"00000000-0000-0000-0000-000000000000","unit":"a","made_at":"1970-01-01T00:00:00Z","address":"age1","signing":"00","rows":[{"table":"unit","rows":[{"id":"a","name":1}]}]}"#;
    let homeward = r#"{"format":"rasoat-visit-answers","version":1,"package":"00000000-0000-0000-0000-000000000000","visit":"00000000-0000-0000-0000-000000000000","sealed_at":"1970-01-01T00:00:00Z","items":[{"campaign":"00000000-0000-0000-0000-000000000000","item":"00000000-0000-0000-0000-000000000000","at":"1970-01-01T00:00:00Z","fields":{"note":{"text":"a","over":["b"]}}}],"findings":[],"files":[{"campaign":"00000000-0000-0000-0000-000000000000","item":"00000000-0000-0000-0000-000000000000","name":"a","note":"","sha256":"00","bytes":"YQ=="}]}"#;
    let package = crate::build::package([("word/document.xml", b"<a/>".as_slice())]);
    let locked = evidence::lock_with_code(outward.as_bytes(), CODE).expect("it is closed");
    vec![
        [&[0][..], HEADER.as_bytes(), b"\n", OBSERVATIONS.as_bytes()].concat(),
        [&[0][..], &locked].concat(),
        [&[1][..], units.as_bytes()].concat(),
        [&[2][..], &joined(&[(0, mark.as_bytes()), (0, sheet.as_bytes())])].concat(),
        [&[3][..], outward.as_bytes()].concat(),
        [&[4][..], homeward.as_bytes()].concat(),
        [&[5][..], &package].concat(),
        [&[5][..], b"RIFF\0\0\0\0WEBP"].concat(),
    ]
}

/// Requests, each a line, headers and a body.
pub fn requests() -> Vec<Vec<u8>> {
    const FORM: &str = "content-type: application/x-www-form-urlencoded";
    let texts = [
        "GET /\naccept-language: en;q=0.5, vi-VN;q=0.9\naccept-encoding: gzip;q=0, br".to_owned(),
        "GET /units?q=An+S%C6%A1n&sort=name&direction=desc&page=4&kind=x\ncookie: rasoat-theme=dark; rasoat-language=en; rasoat-flash=kind%3Ddone%26key%3Dform-cancel%26%24days%3D3".to_owned(),
        format!("POST /sign-in?next=%2Funits\n{FORM}\n\nname=an.nguyen&password=a"),
        format!("POST /preferences\n{FORM}\nreferer: /units\n\nlanguage=vi&theme=dark&next=/units"),
        "POST /units/import\ncontent-type: multipart/form-data; boundary=x\n\n--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\na\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\nContent-Type: text/plain\r\n\r\nabc\r\n--x--\r\n".to_owned(),
        "GET /units/00000000-0000-0000-0000-000000000000\nx-forwarded-for: 10.0.0.1, ::1\nif-none-match: \"a\"\nrange: bytes=0-1".to_owned(),
        format!("POST /plans/00000000-0000-0000-0000-000000000000/edit\n{FORM}\nx-saved: 1\n\nname=a&value=b&version=1&date=31/02/2026&pick=a&pick=b"),
        "GET /static/app.css\naccept-encoding: gzip".to_owned(),
        "GET /calendar/a.ics".to_owned(),
        "GET /search?q=%E1%BA%ADt".to_owned(),
        "GET /audit?from=2026-01-01&to=x&line=99999999999999999999".to_owned(),
    ];
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}
