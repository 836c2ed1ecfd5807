//! The reader of hives and what hives say, through the public interface.

mod agreed;
mod asked;
mod built;
mod corpus;
mod expected;
mod hive;
mod hostile;
mod list;
mod logs;
mod real;
mod regedit;
mod topics;
mod written;
