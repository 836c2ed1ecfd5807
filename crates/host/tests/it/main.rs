//! The room through its public interface.

mod agreed;
mod asked;
mod built;
mod corpus;
mod events;
mod expected;
mod hive;
mod hostile;
mod list;
mod logs;
mod patch;
mod real;
mod regedit;
mod topics;
mod written;
