//! The room through its public interface.

mod agreed;
mod amcache;
mod asked;
mod built;
mod corpus;
mod dice;
mod expected;
mod hive;
mod hostile;
mod linux;
mod launched;
mod list;
mod listing;
mod logs;
mod packer;
mod patch;
mod prefetch;
mod real;
mod regedit;
mod servers;
mod setup_log;
mod topics;
mod written;
