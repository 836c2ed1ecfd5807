//! Forms with files: the token first, sizes while reading, cleaned names.

use axum::Router;
use axum::body::Body;
use axum::extract::Multipart;
use axum::http::{Request, StatusCode};
use axum::routing::post;
use rasoat_web::csrf;
use rasoat_web::refusal::Refusal;
use rasoat_web::site::around;
use rasoat_web::upload::{Limits, Part, Upload};

use crate::requests::{Answer, send, site, token};

const LIMITS: Limits = Limits { file: 1_000, files: 2, field: 100, fields: 5 };

async fn receive(parts: Multipart) -> Result<String, Refusal> {
    let mut upload = Upload::new(parts, LIMITS);
    let mut said = Vec::new();
    while let Some(part) = upload.next().await? {
        match part {
            Part::Field { name, .. } if name == csrf::FIELD => {}
            Part::Field { name, value } => said.push(format!("{name}={value}")),
            Part::File(file) => {
                let file = file.whole().await?;
                said.push(format!("{}:{}:{}", file.name, file.bytes.len(), &file.sha256[..8]));
            }
        }
    }
    Ok(said.join(" "))
}

async fn upload(parts: &[(&str, Option<&str>, String)]) -> Answer {
    let mut body = String::new();
    for (name, file, value) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.push_str(&format!(
            "--sep\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        ));
    }
    body.push_str("--sep--\r\n");
    let request = Request::post("/files")
        .header("content-type", "multipart/form-data; boundary=sep")
        .header("cookie", "rasoat-visit=abc")
        .body(Body::from(body))
        .expect("a request");
    send(around(site(), Router::new().route("/files", post(receive))), request).await
}

#[tokio::test]
async fn a_form_with_files_is_read_whole_after_its_token() {
    let answer = upload(&[
        (csrf::FIELD, None, token("abc")),
        ("note", None, "ảnh phòng máy".to_owned()),
        ("file", Some("..\\anh.jpg"), "abc".to_owned()),
        ("more", Some(""), String::new()),
    ])
    .await;
    assert_eq!(answer.body, "note=ảnh phòng máy anh.jpg:3:ba7816bf more=");
}

#[tokio::test]
async fn files_without_a_token_before_them_are_not_read() {
    let late = [("file", Some("a.txt"), "abc".to_owned()), (csrf::FIELD, None, token("abc"))];
    let never = [("file", Some("a.txt"), "abc".to_owned())];
    assert_eq!(upload(&late).await.status, StatusCode::FORBIDDEN);
    assert_eq!(upload(&never).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_is_too_much_is_refused_while_it_comes() {
    let token = || (csrf::FIELD, None, token("abc"));
    let file = |size: usize| ("file", Some("a.txt"), "x".repeat(size));
    assert_eq!(upload(&[token(), file(1_000)]).await.status, StatusCode::OK);
    assert_eq!(upload(&[token(), file(1_001)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let three = [token(), file(1), file(1), file(1)];
    assert_eq!(upload(&three).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = [token(), ("note", None, "x".repeat(101))];
    assert_eq!(upload(&long).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}
