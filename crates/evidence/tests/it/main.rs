//! The room through its public interface.

mod bundle;
mod rule;
