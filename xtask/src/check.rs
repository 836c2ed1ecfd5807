//! Checks that need no running program.

use crate::{arrows, run};
use anyhow::Result;

pub fn all() -> Result<()> {
    arrows::check()?;
    run::cargo(&["fmt", "--all", "--check"])?;
    run::cargo(&["clippy", "--all-targets", "--quiet", "--", "-D", "warnings"])
}
