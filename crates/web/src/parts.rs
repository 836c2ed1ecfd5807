//! Parts that many pages are built from, as views that paint themselves
//! (`{{ badge }}`); parts that wrap other content are macros in
//! `templates/parts/*.html`.
//!
//! Not here: the frame (`frame`), forms (`form`), tables (`list`), anything
//! only one page shows.

pub mod arithmetic;
pub mod badge;
pub mod chart;
pub mod due;
pub mod figures;
pub mod files;
pub mod found;
pub mod heat;
pub mod job;
pub mod keys;
pub mod notices;
pub mod paper;
pub mod progress;
pub mod remarks;
pub mod steps;
pub mod tabs;
pub mod timeline;
pub mod track;
pub mod tree;
