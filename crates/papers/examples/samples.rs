//! Writes every sample paper in every format into a folder, for people to look at:
//! `cargo run -p rasoat-papers --example samples -- FOLDER`.
#![expect(
    clippy::print_stdout,
    reason = "an example speaks to the person who runs it"
)]

use std::error::Error;
use std::path::{Path, PathBuf};

use rasoat_papers::{Document, Format, Minutes, minutes};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .ok_or("name the folder to write to")?;
    std::fs::create_dir_all(&folder)?;
    for (name, paper) in papers() {
        write(&folder, name, &paper)?;
    }
    Ok(())
}

fn papers() -> Vec<(&'static str, Document)> {
    vec![("bien-ban-kiem-tra", minutes(&Minutes::sample()))]
}

fn write(folder: &Path, name: &str, paper: &Document) -> Result<(), Box<dyn Error>> {
    for format in [Format::Docx, Format::Pdf] {
        let file = folder.join(name).with_extension(format.extension());
        std::fs::write(&file, paper.render(format)?)?;
        println!("{}", file.display());
    }
    Ok(())
}
