//! From where a request comes, as far as that can be known.
//!
//! Behind a proxy on this machine the proxy says it; from anywhere else what a
//! header says is not believed.

use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use std::convert::Infallible;

/// The address a request comes from; nothing where the server was not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer(pub Option<IpAddr>);

impl<S: Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let near = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|known| known.0.ip());
        // The last one: a proxy adds whom it saw itself behind what it was told.
        let told = parts.headers.get_all("x-forwarded-for").iter().next_back();
        let told = told.and_then(|value| value.to_str().ok()).and_then(|value| value.rsplit(',').next());
        let told = told.and_then(|value| value.trim().parse().ok());
        Ok(Peer(match near {
            Some(near) if near.is_loopback() => told.or(Some(near)),
            near => near,
        }))
    }
}
