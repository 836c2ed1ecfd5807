//! The web room's tests through its outer doors: pages as they render, words as
//! they stand in their files, requests as they are answered.

mod assets;
mod doors;
mod files;
mod finding;
mod hostile;
mod plan;
mod requests;
mod samples;
mod uploads;
mod words;
