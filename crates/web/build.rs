//! Gathers what the program serves and says without a file system: the
//! front-end packages from `assets/node_modules`, our own style sheets and
//! scripts, one sprite of the named icons, and the Fluent files.
//!
//! Not here: serving them (`src/assets.rs`), finding words (`src/words.rs`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

const FONT: &str = "@fontsource/be-vietnam-pro";
const FONT_SUBSETS: [&str; 3] = ["latin", "latin-ext", "vietnamese"];
const FONT_WEIGHTS: [&str; 4] = ["400", "500", "600", "700"];

/// Our style sheets, in the order in which they are joined into `app.css`.
const STYLES: &[&str] =
    &["tokens", "base", "frame", "controls", "forms", "tables", "parts", "work", "overview", "print"];

/// Our scripts, in the order in which they are joined into `app.js`; each is
/// one function that runs by itself.
const SCRIPTS: &[&str] =
    &["core", "preferences", "palette", "autosave", "keys", "upload", "dialog", "pick", "review"];

/// One file to serve, by its plain name; `hash` is what makes its address.
struct Served {
    media: &'static str,
    bytes: Vec<u8>,
    hash: String,
}

struct Shelf {
    files: BTreeMap<String, Served>,
}

impl Shelf {
    fn put(&mut self, name: &str, media: &'static str, bytes: Vec<u8>) {
        let hash = Sha256::digest(&bytes).iter().take(6).fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        self.files.insert(name.to_owned(), Served { media, bytes, hash });
    }

    fn address(&self, name: &str) -> String {
        let file = self.files.get(name).unwrap_or_else(|| panic!("no asset is called {name}"));
        format!("/assets/{}/{name}", file.hash)
    }
}

fn main() {
    let here = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo names OUT_DIR"));
    let packages = here.join("../../assets/node_modules");
    for watched in ["build.rs", "static", "words", "../../assets/package-lock.json"] {
        println!("cargo::rerun-if-changed={}", here.join(watched).display());
    }
    if !packages.join("@tabler/core").is_dir() {
        println!(
            "cargo::error=the front-end packages are missing (assets/node_modules); \
             run: cargo xtask assets (or: npm ci --prefix assets)"
        );
        return;
    }
    assets(&here, &packages, &out);
    words(&here, &out);
}

fn assets(here: &Path, packages: &Path, out: &Path) {
    let mut shelf = Shelf { files: BTreeMap::new() };
    for subset in FONT_SUBSETS {
        for weight in FONT_WEIGHTS {
            let name = format!("be-vietnam-pro-{subset}-{weight}-normal.woff2");
            let bytes = read(&packages.join(FONT).join("files").join(&name));
            shelf.put(&name, "font/woff2", bytes);
        }
    }
    let tabler = text(&packages.join("@tabler/core/dist/css/tabler.min.css"));
    shelf.put("tabler.css", "text/css; charset=utf-8", without_map(&tabler).into_bytes());
    let htmx = text(&packages.join("htmx.org/dist/htmx.min.js"));
    shelf.put("htmx.js", "text/javascript; charset=utf-8", htmx.into_bytes());
    for entry in list(&here.join("static/img")) {
        let name = file_name(&entry);
        let media = match entry.extension().and_then(|end| end.to_str()) {
            Some("svg") => "image/svg+xml",
            Some("png") => "image/png",
            other => panic!("static/img holds {name}: what media type is {other:?}?"),
        };
        shelf.put(&name, media, read(&entry));
    }
    shelf.put("icons.svg", "image/svg+xml", sprite(here, packages).into_bytes());
    shelf.put("app.css", "text/css; charset=utf-8", style(here, packages, &shelf).into_bytes());
    shelf.put("app.js", "text/javascript; charset=utf-8", script(here).into_bytes());

    let folder = out.join("assets");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder for the assets");
    let mut table = String::from("pub const ASSETS: &[Asset] = &[\n");
    for (name, file) in &shelf.files {
        let plain = folder.join(name);
        fs::write(&plain, &file.bytes).expect("an asset is written");
        let squeezed = squeeze(&file.bytes);
        // A file that gzip does not shrink by a tenth (fonts) is served as it is.
        let gzip = if squeezed.len() * 10 < file.bytes.len() * 9 {
            let path = folder.join(format!("{name}.gz"));
            fs::write(&path, squeezed).expect("an asset is written");
            format!("Some(include_bytes!({}))", quoted(&path))
        } else {
            "None".to_owned()
        };
        let _ = writeln!(
            table,
            "    Asset {{ name: {name:?}, hash: {:?}, address: {:?}, media: {:?}, plain: include_bytes!({}), gzip: {gzip} }},",
            file.hash,
            shelf.address(name),
            file.media,
            quoted(&plain),
        );
    }
    table.push_str("];\n");
    let _ = writeln!(table, "pub const ICONS: &[&str] = &{:?};", icon_names(here));
    fs::write(out.join("assets.rs"), table).expect("the list of assets is written");
}

fn style(here: &Path, packages: &Path, shelf: &Shelf) -> String {
    let mut joined = String::new();
    for weight in FONT_WEIGHTS {
        for subset in FONT_SUBSETS {
            let range = subset_range(packages, subset, weight);
            let address = shelf.address(&format!("be-vietnam-pro-{subset}-{weight}-normal.woff2"));
            let _ = writeln!(
                joined,
                "@font-face{{font-family:'Be Vietnam Pro';font-style:normal;font-display:swap;\
                 font-weight:{weight};src:url({address}) format('woff2');unicode-range:{range}}}"
            );
        }
    }
    for name in STYLES {
        joined.push_str(&text(&here.join(format!("static/css/{name}.css"))));
        joined.push('\n');
    }
    joined
}

/// The unicode range of a subset, from the sheet that holds all subsets.
fn subset_range(packages: &Path, subset: &str, weight: &str) -> String {
    let all = text(&packages.join(FONT).join(format!("{weight}.css")));
    let mark = format!("/* be-vietnam-pro-{subset}-{weight}-normal */");
    all.split_once(&mark)
        .and_then(|(_, rest)| rest.split_once("unicode-range:"))
        .and_then(|(_, rest)| rest.split(';').next())
        .unwrap_or_else(|| panic!("{FONT} gives no unicode range for {subset} {weight}"))
        .trim()
        .to_owned()
}

fn script(here: &Path) -> String {
    let mut joined = String::from("'use strict';\n");
    for name in SCRIPTS {
        joined.push_str(&text(&here.join(format!("static/js/{name}.js"))));
        joined.push('\n');
    }
    joined
}

fn icon_names(here: &Path) -> Vec<String> {
    text(&here.join("static/icons.txt"))
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// One SVG that holds each named icon as a symbol.
fn sprite(here: &Path, packages: &Path) -> String {
    let mut sprite = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">\n");
    for name in icon_names(here) {
        let path = packages.join(format!("@tabler/icons/icons/outline/{name}.svg"));
        let icon = text(&path);
        let drawing = icon
            .split_once("<svg")
            .and_then(|(_, rest)| rest.split_once('>'))
            .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
            .map_or_else(|| panic!("{name}.svg is not an icon"), |(inside, _)| inside);
        let drawing = drawing.replace("<path stroke=\"none\" d=\"M0 0h24v24H0z\" fill=\"none\" />", "");
        let drawing = drawing.split_whitespace().collect::<Vec<_>>().join(" ");
        let _ = writeln!(
            sprite,
            "<symbol id=\"{name}\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" \
             stroke-width=\"1.75\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{drawing}</symbol>"
        );
    }
    sprite.push_str("</svg>\n");
    sprite
}

fn words(here: &Path, out: &Path) {
    let mut table = String::new();
    for lang in ["vi", "en"] {
        let _ = writeln!(table, "const {}: &[(&str, &str)] = &[", lang.to_uppercase());
        for path in list(&here.join("words").join(lang)) {
            let _ = writeln!(table, "    ({:?}, include_str!({})),", file_name(&path), quoted(&path));
        }
        table.push_str("];\n");
    }
    fs::write(out.join("words.rs"), table).expect("the list of words is written");
}

fn squeeze(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("memory takes the bytes");
    encoder.finish().expect("memory takes the bytes")
}

fn without_map(style: &str) -> String {
    style.lines().filter(|line| !line.starts_with("/*# sourceMappingURL")).collect::<Vec<_>>().join("\n")
}

fn list(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a folder's entry can be read").path())
        .collect();
    paths.sort();
    paths
}

/// A path as a Rust literal.
fn quoted(path: &Path) -> String {
    format!("{:?}", path.to_string_lossy())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn text(path: &Path) -> String {
    String::from_utf8(read(path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
