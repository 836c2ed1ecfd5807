//! The secrecy guard alarms on markings and on nothing else.

use reader::marking::{Level, Sign, find_marking};
use reader::{Limits, read_words};

use crate::office::{docx, p};

fn marked(text: &str) -> Option<(Level, Sign)> {
    let source = read_words("a.txt", text.as_bytes(), &Limits::default()).expect("opens");
    find_marking(&source).map(|marking| (marking.level, marking.sign))
}

#[test]
fn a_level_alone_on_a_line_is_a_stamp() {
    for (text, level) in [
        ("UBND TỈNH AN SƠN\nMẬT\nKẾ HOẠCH", Level::Secret),
        ("**TỐI MẬT**", Level::TopSecret),
        ("[ TUYỆT   MẬT ]", Level::AbsoluteSecret),
        ("T U Y Ệ T  M Ậ T", Level::AbsoluteSecret),
        ("Độ mật: không\nM Ậ T", Level::Secret),
        ("MA\u{302}\u{323}T", Level::Secret),
    ] {
        assert_eq!(marked(text), Some((level, Sign::Stamp)), "{text}");
    }
}

#[test]
fn a_level_in_the_number_is_a_marking() {
    for (text, level) in [
        ("Số: 12/BC-UBND(M)", Level::Secret),
        ("Số: 03/KH-CAT-M", Level::Secret),
        ("Số: 7/TB-BCĐ-TM", Level::TopSecret),
        ("Số 15-BC/TU (M)", Level::Secret),
    ] {
        assert_eq!(marked(text), Some((level, Sign::Number)), "{text}");
    }
}

#[test]
fn texts_about_secrecy_do_not_alarm() {
    for text in [
        "Công tác bảo vệ bí mật nhà nước; tài liệu mật, tối mật, tuyệt mật.",
        "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "MẶT TRẬN TỔ QUỐC",
        "Mật",
        "MẤT",
        "Số: 12/KH-UBND",
        "Số: 45/QĐ-TTM",
        "Danh mục tài liệu MẬT",
        "DẤU MẬT MÃ",
        "KẾ HOẠCH",
    ] {
        assert_eq!(marked(text), None, "{text}");
    }
}

#[test]
fn headers_and_text_boxes_are_looked_at() {
    let header = format!(r#"<?xml version="1.0"?><w:hdr xmlns:w="x">{}</w:hdr>"#, p("MẬT"));
    let in_header = docx(&p("Nội dung"), &[("word/header1.xml", &header)]);
    let boxed = docx(
        &format!(
            "<w:p><w:r><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:r></w:p>",
            p("TUYỆT MẬT")
        ),
        &[],
    );
    for (bytes, level) in [(in_header, Level::Secret), (boxed, Level::AbsoluteSecret)] {
        let source = read_words("a.docx", &bytes, &Limits::default()).expect("opens");
        assert_eq!(find_marking(&source).map(|marking| marking.level), Some(level));
    }
}

#[test]
fn the_seeds_do_not_alarm() {
    for (name, bytes) in crate::seeds::seeds() {
        let source = read_words(&name, &bytes, &Limits::default()).expect("opens");
        assert_eq!(find_marking(&source), None, "{name}");
    }
}
