//! What Typst may see while it sets a paper: the template, the paper's data, four
//! faces. Nothing else exists for it.

use std::sync::OnceLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts;

const TEMPLATE: &str = include_str!("paper.typ");

/// One paper being set.
pub struct PaperWorld {
    shared: &'static Shared,
    paper: Bytes,
}

/// What all papers share.
struct Shared {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    template: Source,
    paper: FileId,
}

impl PaperWorld {
    /// A world with `paper` as its data.
    pub fn new(paper: Vec<u8>) -> Self {
        Self { shared: shared(), paper: Bytes::new(paper) }
    }
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shared.book
    }

    fn main(&self) -> FileId {
        self.shared.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.shared.template.id() {
            return Ok(self.shared.template.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.shared.paper {
            return Ok(self.paper.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        fonts::faces().get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn shared() -> &'static Shared {
    static SHARED: OnceLock<Shared> = OnceLock::new();
    SHARED.get_or_init(|| Shared {
        library: LazyHash::new(Library::default()),
        book: LazyHash::new(FontBook::from_fonts(fonts::faces())),
        template: Source::new(file("paper.typ"), TEMPLATE.to_owned()),
        paper: file("paper.json"),
    })
}

/// The id of a file that exists only here. Both names are plain, so neither path
/// can be refused.
fn file(name: &str) -> FileId {
    let path = VirtualPath::new(name).unwrap_or_else(|_| unreachable!("a plain file name"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}
