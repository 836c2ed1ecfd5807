//! What the state machines of the work share: the answer to an act whose time
//! has not come, or has passed.
//!
//! Not here: any machine (`report`, `visit`, `finding`, `programme`).

/// The act cannot be done in this state. Both are stable snake_case codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{step} is not possible in state {state}")]
pub struct NotNow {
    pub state: &'static str,
    pub step: &'static str,
}
