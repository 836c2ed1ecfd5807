//! Charts in a DOCX: a file each, named in the envelope and in the text, with its
//! numbers inside.

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::{docx_reading, samples};

const CHARTS: usize = 3;

#[test]
fn every_chart_has_its_file_its_type_and_its_words() {
    let docx = samples::of("lookup_audit").docx().expect("DOCX");
    let file = |name: &str| docx_reading::file(&docx, name);
    let (text, types, links) =
        (file("word/document.xml"), file("[Content_Types].xml"), file("word/_rels/document.xml.rels"));
    assert_eq!(text.matches("<c:chart ").count(), CHARTS);
    assert_eq!(text.matches(" descr=\"Biểu đồ ").count(), CHARTS, "each is told to those who do not see it");
    for number in 1..=CHARTS {
        let name = format!("charts/chart{number}.xml");
        assert!(types.contains(&format!("PartName=\"/word/{name}\"")));
        assert!(links.contains(&format!("Target=\"{name}\"")));
        assert!(text.contains(&format!("r:id=\"rIdChart{number}\"")));
        let chart = file(&format!("word/{name}"));
        assert!(!chart.contains("externalData"), "no workbook has to come along");
        let mut reader = Reader::from_str(&chart);
        let mut values = 0;
        loop {
            match reader.read_event().expect("well-formed XML") {
                Event::Start(tag) if tag.name().as_ref() == "c:pt" => values += 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert!(values > 2, "{name} has {values} values");
    }
}

#[test]
fn a_paper_without_charts_has_no_trace_of_them() {
    let docx = samples::of("reminder").docx().expect("DOCX");
    assert!(!docx_reading::file(&docx, "[Content_Types].xml").contains("chart"));
    assert!(!docx_reading::file(&docx, "word/_rels/document.xml.rels").contains("chart"));
}
