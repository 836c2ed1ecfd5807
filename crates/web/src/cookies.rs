//! The cookies we keep: read from a request, written for a response.
//!
//! Not here: what they mean (`visit`, `flash`, `pages::sign_in`).

use std::fmt::Write as _;

use axum::http::{HeaderMap, HeaderValue, header};

/// The signed-in session; its value is known to the `app` room only.
pub const SESSION: Cookie = Cookie { name: "rasoat-session", reach: Reach::Server };
/// A browser's own random mark, so that forms can be bound before signing in.
pub const VISIT: Cookie = Cookie { name: "rasoat-visit", reach: Reach::Server };
/// What the next page shall say once.
pub const FLASH: Cookie = Cookie { name: "rasoat-flash", reach: Reach::Server };
pub const LANGUAGE: Cookie = Cookie { name: "rasoat-language", reach: Reach::Server };
/// Written by our script as well, when the theme is turned without a reload.
pub const THEME: Cookie = Cookie { name: "rasoat-theme", reach: Reach::Script };
pub const CAMPAIGN: Cookie = Cookie { name: "rasoat-campaign", reach: Reach::Server };

/// How long a choice of language or theme is kept, in seconds: a year.
pub const YEAR: u32 = 31_536_000;

/// The longest value that is believed.
const LONGEST: usize = 2_000;

#[derive(Debug, Clone, Copy)]
pub struct Cookie {
    name: &'static str,
    reach: Reach,
}

/// Who may read a cookie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Server,
    Script,
}

/// How long a cookie lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// Until the browser is closed.
    Session,
    Seconds(u32),
    /// Taken back now.
    Over,
}

impl Cookie {
    /// Its name on the wire. Behind TLS the `__Host-` prefix keeps other hosts
    /// of the same domain from planting it.
    fn wire_name(self, secure: bool) -> String {
        if secure && self.reach == Reach::Server {
            format!("__Host-{}", self.name)
        } else {
            self.name.to_owned()
        }
    }

    /// The value a request carries.
    pub fn read(self, headers: &HeaderMap, secure: bool) -> Option<String> {
        let name = self.wire_name(secure);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';').take(64))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(found, value)| *found == name && value.len() <= LONGEST)
            .map(|(_, value)| value.to_owned())
    }

    /// The `Set-Cookie` line. Values are ours: hex, codes or percent-encoded.
    pub fn write(self, value: &str, life: Life, secure: bool) -> HeaderValue {
        let mut line = format!("{}={value}; Path=/; SameSite=Lax", self.wire_name(secure));
        match life {
            Life::Session => {}
            Life::Seconds(seconds) => {
                let _ = write!(line, "; Max-Age={seconds}");
            }
            Life::Over => line.push_str("; Max-Age=0"),
        }
        if self.reach == Reach::Server {
            line.push_str("; HttpOnly");
        }
        if secure {
            line.push_str("; Secure");
        }
        HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn behind_tls_a_cookie_is_bound_to_this_host() {
        let line = SESSION.write("abc", Life::Session, true);
        assert_eq!(line, "__Host-rasoat-session=abc; Path=/; SameSite=Lax; HttpOnly; Secure");
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=b; rasoat-session=planted"));
        assert_eq!(SESSION.read(&headers, true), None);
        assert_eq!(SESSION.read(&headers, false).as_deref(), Some("planted"));
    }

    #[test]
    fn the_script_may_turn_the_theme() {
        let line = THEME.write("dark", Life::Seconds(YEAR), false);
        assert_eq!(line, "rasoat-theme=dark; Path=/; SameSite=Lax; Max-Age=31536000");
    }
}
