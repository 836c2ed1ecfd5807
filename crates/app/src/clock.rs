//! The system clock and new identifiers: the one file that reads either.

use jiff::Timestamp;
use std::fmt;
use std::sync::Arc;
use uuid::Uuid;

/// Tells the time; tests hand in one that stands still.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the system clock")]
    pub fn system() -> Self {
        Clock(Arc::new(Timestamp::now))
    }

    pub fn from(tell: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Clock(Arc::new(tell))
    }

    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// A new identifier of the kind the caller expects.
#[expect(clippy::disallowed_methods, reason = "the one place that makes identifiers")]
pub fn new_id<T: From<Uuid>>() -> T {
    T::from(Uuid::now_v7())
}

/// `N` unguessable bytes, as hex.
pub fn secret<const N: usize>() -> Result<String, crate::Refusal> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes)
        .map_err(|_| crate::Refusal::Broken("no randomness from the system".into()))?;
    Ok(hex(&bytes))
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
