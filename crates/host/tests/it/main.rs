//! The room through its public interface.

mod agreed;
mod asked;
mod built;
mod corpus;
mod expected;
mod hive;
mod hostile;
mod linux;
mod list;
mod logs;
mod patch;
mod real;
mod regedit;
mod servers;
mod topics;
mod written;
