//! Who signs in which capacity (NĐ 30/2020 Phụ lục I Mục II khoản 7), and the header
//! of the Party.

use rasoat_papers::{Capacity, HeaderForm, Reminder, SelfReport, Signature, Tenure, reminder, self_report};

use crate::docx_reading::{paragraphs, text};

#[test]
fn each_capacity_has_its_abbreviation() {
    let mut data = Reminder::sample();
    data.signature = Signature {
        capacities: vec![
            Capacity::OnBehalfOf("Ủy ban nhân dân".to_owned()),
            Capacity::InPlaceOf("Chủ tịch".to_owned()),
            Capacity::ByOrderOf("Giám đốc".to_owned()),
            Capacity::ByAuthorityOf("Cục trưởng".to_owned()),
        ],
        title: "Trưởng phòng".to_owned(),
        tenure: Tenure::Acting,
        office_title: Some("Phó Giám đốc Sở".to_owned()),
        name: Some("Trần Văn Mẫu".to_owned()),
    };
    let lines = paragraphs(&reminder(&data).docx().expect("DOCX"));
    let first = lines.iter().position(|line| line == "TM. ỦY BAN NHÂN DÂN").expect("TM.");
    assert_eq!(
        &lines[first..first + 8],
        [
            "TM. ỦY BAN NHÂN DÂN",
            "KT. CHỦ TỊCH",
            "TL. GIÁM ĐỐC",
            "TUQ. CỤC TRƯỞNG",
            "Q. TRƯỞNG PHÒNG",
            "",
            "PHÓ GIÁM ĐỐC SỞ",
            "Trần Văn Mẫu",
        ]
    );
}

#[test]
fn the_party_has_its_own_header_number_and_abbreviations() {
    let data = SelfReport::party_sample();
    assert_eq!(data.letterhead.form, HeaderForm::Party);
    let said = text(&self_report(&data).docx().expect("DOCX"));
    assert!(said.contains("ĐẢNG CỘNG SẢN VIỆT NAM"));
    assert!(said.contains("Số 34-BC/ĐU"));
    assert!(said.contains("T/M BAN THƯỜNG VỤ PHÓ BÍ THƯ"));
    assert!(!said.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
}

#[test]
fn recipients_stand_before_the_signature_with_the_filing_last() {
    let lines = paragraphs(&reminder(&Reminder::sample()).docx().expect("DOCX"));
    let place = |text: &str| lines.iter().position(|line| line.starts_with(text)).expect("the line");
    assert!(place("Nơi nhận:") < place("- Như trên;"));
    assert!(place("- Như trên;") < place("- Lưu: VT, PA05."));
    assert!(place("- Lưu:") < place("TL. GIÁM ĐỐC"));
}

#[test]
fn the_running_text_ends_with_the_end_mark_once() {
    for sample in crate::samples::all().iter().filter(|sample| sample.name != "target_list") {
        let said = text(&sample.paper.docx().expect("DOCX"));
        assert_eq!(said.matches("./.").count(), 1, "{}", sample.name);
    }
}
