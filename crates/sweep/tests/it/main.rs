//! What the sweep sees, against other programs' files.

mod encodings;
mod hostile;
mod matrix;
mod ordinary;
mod secrecy;
mod writers;
