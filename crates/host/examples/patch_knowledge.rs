//! Makes a file of patch knowledge from wesng's definitions, at install time:
//!
//!     cargo run --release -p rasoat-host --example patch_knowledge -- definitions.zip patch.rsk
//!
//! With `--missing LIST`, says instead what a machine is missing by such a file:
//!
//!     cargo run --release -p rasoat-host --example patch_knowledge -- patch.rsk --missing systeminfo.txt

#![expect(clippy::print_stdout, reason = "a program speaks on its standard output")]

use rasoat_host::patch::{self, Knowledge, Product};
use std::env::args;
use std::error::Error;
use std::fs;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [file, "--missing", lists @ ..] if !lists.is_empty() => missing(file, lists),
        [zip, file] => convert(zip, file),
        _ => Err("definitions.zip and the file to make, or a file and --missing LIST…".into()),
    }
}

fn convert(zip: &str, file: &str) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let mut made = Vec::new();
    let converted = patch::convert(&fs::read(zip)?, &mut made)?;
    fs::write(file, made)?;
    println!("{converted:#?}\n{:?}", begun.elapsed());
    Ok(())
}

fn missing(file: &str, lists: &[&str]) -> Result<(), Box<dyn Error>> {
    let begun = Instant::now();
    let knowledge = Knowledge::load(fs::read(file)?)?;
    println!("knowledge of {}, loaded in {:?}", knowledge.head().date, begun.elapsed());
    for list in lists {
        let begun = Instant::now();
        let (stated, doubts) = patch::read(&fs::read(list)?)?;
        let product = Product::of(&stated).or_else(|| Product::as_wesng(&stated));
        let found = match &product {
            Some(product) => patch::missing(product, &stated.updates, &knowledge)?,
            None => Vec::new(),
        };
        let named = product.as_ref().map_or("not recognised", Product::name);
        println!(
            "{list}\t{named}\t{} updates\t{} missing\t{:?}\t{doubts:?}",
            stated.updates.len(),
            found.len(),
            begun.elapsed()
        );
    }
    Ok(())
}
