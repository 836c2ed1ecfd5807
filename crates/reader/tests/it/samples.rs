//! Fictional papers in the manners other provinces write, each read whole.

use std::fs;
use std::path::PathBuf;

use reader::{Limits, read_plan};

use crate::brief::brief;
use crate::tree::same_words;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

#[test]
fn every_sample_reads_as_checked_by_eye() {
    let mut names: Vec<String> = fs::read_dir(folder())
        .expect("samples")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    names.sort();
    assert!(names.len() >= 8, "fewer samples than promised");
    for name in names {
        let bytes = fs::read(folder().join(&name)).expect("sample");
        let reading = read_plan(&name, &bytes, &Limits::default()).expect("a sample opens");
        insta::assert_snapshot!(name.replace('.', "_"), brief(&reading.plan));
        same_words(&reading);
    }
}
