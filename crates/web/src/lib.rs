//! HTTP and HTML for what the `app` room does: the frame of the pages, the
//! parts they are built from, forms, words in two languages, and the care
//! around every request.
//!
//! Not here: SQL (`store`), rules (`domain`), rights and acts (`app`), official
//! wording of papers (`papers`).

pub mod assets;
pub mod cookies;
pub mod csrf;
pub mod flash;
pub mod form;
pub mod frame;
pub mod gate;
pub mod list;
pub mod nav;
pub mod pages;
pub mod parts;
mod peer;
pub mod rate;
pub mod reference;
pub mod refusal;
pub mod saved;
pub mod security;
pub mod site;
pub mod theme;
pub mod upload;
pub mod visit;
pub mod words;

pub use frame::Frame;
pub use refusal::Refusal;
pub use site::{Settings, Site, router};
pub use theme::Theme;
pub use visit::Visit;
pub use words::Lang;
