//! The same data gives the same bytes, in one process and on any day.

use crate::samples;

#[test]
fn the_same_paper_gives_the_same_bytes() {
    for (first, second) in samples::all().into_iter().zip(samples::all()) {
        assert!(
            first.paper.docx().expect("DOCX") == second.paper.docx().expect("DOCX"),
            "{} DOCX",
            first.name
        );
        assert!(first.paper.pdf().expect("PDF") == second.paper.pdf().expect("PDF"), "{} PDF", first.name);
    }
}
