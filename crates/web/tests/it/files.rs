//! The crate's own files, read where the tests look at sources. Nothing else
//! may reach for paths.

use std::fs;
use std::path::{Path, PathBuf};

/// One file with its path inside the crate.
pub struct Source {
    pub path: String,
    pub text: String,
}

/// All files with this ending under a folder of the crate.
pub fn under(folder: &str, ending: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    walk(&root.join(folder), ending, &mut paths);
    paths.sort();
    paths
        .into_iter()
        .map(|path| Source {
            text: fs::read_to_string(&path).expect("a source file is text"),
            path: path.strip_prefix(root).expect("inside the crate").display().to_string(),
        })
        .collect()
}

fn walk(folder: &Path, ending: &str, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the crate") {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            walk(&path, ending, paths);
        } else if path.extension().is_some_and(|found| found == ending) {
            paths.push(path);
        }
    }
}

#[test]
fn no_template_holds_inline_style_or_script() {
    for source in under("templates", "html") {
        let text = source.text.to_lowercase();
        for banned in [" style=", "<style", "<script>", " onclick=", " onchange=", "javascript:", "hx-on"] {
            assert!(!text.contains(banned), "{} holds {banned}", source.path);
        }
    }
}

#[test]
fn every_page_is_in_the_list() {
    let list = under("src", "rs").into_iter().find(|source| source.path == "src/pages.rs");
    let list = list.expect("the list of pages").text;
    let mut pages = 0;
    for source in under("src", "rs") {
        for line in source.text.lines() {
            let Some(rest) = line.strip_prefix("impl Page for ") else {
                continue;
            };
            let view = rest.split([' ', '{']).next().unwrap_or("");
            pages += 1;
            assert!(
                list.contains(&format!("{view}>")),
                "{} has the page {view}, which src/pages.rs does not list",
                source.path
            );
        }
    }
    assert!(pages >= 2, "the search for pages finds them");
}

#[test]
fn every_page_template_has_its_view() {
    let sources = under("src", "rs");
    for template in under("templates/pages", "html") {
        let path = template.path.trim_start_matches("templates/").to_owned();
        let used = sources.iter().any(|source| source.text.contains(&format!("\"{path}\"")));
        assert!(used, "{path} is not used by any view");
    }
}

#[test]
fn every_source_says_what_lives_there() {
    for source in under("src", "rs").into_iter().chain(under("tests", "rs")) {
        assert!(source.text.starts_with("//! "), "{} has no opening comment", source.path);
        assert!(source.text.lines().count() <= 700, "{} is too long", source.path);
    }
}
