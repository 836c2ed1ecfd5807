//! Parts that many pages are built from, as views that paint themselves
//! (`{{ badge }}`); parts that wrap other content are macros in
//! `templates/parts/*.html`.
//!
//! Not here: the frame (`frame`), forms (`form`), tables (`list`), anything
//! only one page shows.

pub mod badge;
pub mod due;
