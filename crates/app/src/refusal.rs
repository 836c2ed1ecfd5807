//! Why an act was not done. Every refusal says which; none leaves anything
//! half-done.

use store::StoreError;

/// A field that must be corrected: its name in the form, and the key of the
/// words that say what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub field: String,
    pub key: &'static str,
    pub args: Vec<(&'static str, String)>,
}

impl Fault {
    pub fn new(field: impl Into<String>, key: &'static str) -> Self {
        Fault { field: field.into(), key, args: Vec::new() }
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The role does not grant it.
    #[error("not allowed: {0}")]
    NotAllowed(&'static str),
    /// It does not exist, or not for this person.
    #[error("not found")]
    NotFound,
    /// Someone else changed it meanwhile; nothing was overwritten.
    #[error("changed meanwhile")]
    Conflict,
    /// The state it is in does not allow the step.
    #[error("not now: {step} while {state}")]
    NotNow { state: String, step: String },
    #[error("invalid input")]
    Invalid(Vec<Fault>),
    /// A paper or file bears a secrecy marking and was not taken in.
    #[error("bears a secrecy marking")]
    Marked,
    /// A file could not be opened: the reader's one clear line.
    #[error("{0}")]
    Unreadable(String),
    /// It can be done at the office only, not in a record that was taken along.
    #[error("only at the office")]
    Outside,
    #[error("too many attempts")]
    TooMany,
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A fault of the program or its surroundings.
    #[error("{0}")]
    Broken(String),
}

impl Refusal {
    pub fn invalid(field: impl Into<String>, key: &'static str) -> Self {
        Refusal::Invalid(vec![Fault::new(field, key)])
    }

    pub fn not_now(state: impl ToString, step: impl ToString) -> Self {
        Refusal::NotNow { state: state.to_string(), step: step.to_string() }
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Refusal::Broken(format!("an object could not be written as JSON: {error}"))
    }
}
