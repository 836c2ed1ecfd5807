//! The wording of every sample paper, for people to read in review.

use crate::{docx_reading, samples};

#[test]
fn the_wording_of_every_paper_is_on_record() {
    for sample in samples::all() {
        let docx = sample.paper.docx().expect("DOCX");
        let lines: Vec<String> =
            docx_reading::paragraphs(&docx).into_iter().filter(|line| !line.is_empty()).collect();
        insta::assert_snapshot!(sample.name, lines.join("\n"));
    }
}
