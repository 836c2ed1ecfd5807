//! The room through its public interface.

mod patch;
