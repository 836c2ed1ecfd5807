//! The built program as its users meet it: over HTTP, at the command line, on a
//! full disk, without its database, killed at any moment.

mod backup;
mod doctor;
mod evidence;
mod full_disk;
mod lost_database;
mod one_file;
mod program;
mod secrecy;
mod sigkill;
