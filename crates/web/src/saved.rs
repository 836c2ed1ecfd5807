//! What the server answers when a field saves itself: the time it reached the
//! disk, a refusal in words, or the other person's text.
//!
//! The script sends `name`, `value`, `version` and the token; a handler checks
//! the version, keeps the value and answers with one of these.
//!
//! Not here: keeping the value (the page's act), telling it on the page
//! (`static/js/autosave.js`).

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::csrf::Pairs;
use crate::refusal::{Refusal, Trouble};

/// The longest text one field saves, in bytes.
pub const LONGEST: usize = 200_000;

/// One field on its way to the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub name: String,
    pub value: String,
    /// The version the text was written on.
    pub version: String,
}

/// How saving went. Say `Kept` only once the value is on disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Saved {
    /// `time` as `14:02:31` (`Lang::second`); `version` for the next save.
    Kept { time: String, version: String },
    /// Someone else saved first: their text, who, and from which version on.
    Conflict { theirs: String, by: String, version: String },
    /// The value cannot be taken; why, in words.
    Refused { reason: String },
}

impl Change {
    /// Reads what the script sent.
    pub fn read(pairs: Pairs) -> Result<Self, Refusal> {
        let mut change = Self { name: String::new(), value: String::new(), version: String::new() };
        for (name, value) in pairs.0 {
            match name.as_str() {
                "name" => change.name = value,
                "value" => change.value = value,
                "version" => change.version = value,
                _ => {}
            }
        }
        if change.value.len() > LONGEST {
            return Err(Refusal::of(Trouble::TooLarge));
        }
        if change.name.is_empty() {
            return Err(Refusal::of(Trouble::BadRequest).because("an autosave without a name"));
        }
        Ok(change)
    }
}

impl IntoResponse for Saved {
    fn into_response(self) -> Response {
        let status = match self {
            Self::Kept { .. } => StatusCode::OK,
            Self::Conflict { .. } => StatusCode::CONFLICT,
            Self::Refused { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        };
        (status, Json(self)).into_response()
    }
}
