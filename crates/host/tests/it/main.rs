//! The room through its public interface.

mod agreed;
mod amcache;
mod asked;
mod built;
mod corpus;
mod dice;
mod events;
mod expected;
mod hive;
mod hostile;
mod launched;
mod linux;
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
