//! The short code by which a person can speak of one request, and by which the
//! journal of the program finds it again.
//!
//! Not here: what happened (`refusal`).

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

/// Letters and figures that are not mistaken for each other when read aloud.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

pub const HEADER: &str = "x-request-id";

/// One request's code, such as `K7M2-9QX4`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference(pub String);

impl Reference {
    fn fresh() -> Self {
        let bytes: [u8; 8] = random();
        let mut code: String =
            bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        code.insert(4, '-');
        Self(code)
    }
}

/// Random bytes from the system; without them nothing here is safe to go on.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system gives random bytes");
    bytes
}

/// Bytes as lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        text
    })
}

/// Gives each request its code, for the handlers, the journal and the answer.
pub async fn layer(mut request: Request, next: Next) -> Response {
    let reference = Reference::fresh();
    let span = tracing::info_span!(
        "request",
        reference = reference.0,
        method = %request.method(),
        path = request.uri().path(),
    );
    request.extensions_mut().insert(reference.clone());
    let mut response = next.run(request).instrument(span).await;
    if let Ok(value) = HeaderValue::from_str(&reference.0) {
        response.headers_mut().insert(HEADER, value);
    }
    response
}
