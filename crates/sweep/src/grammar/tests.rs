//! The rules of what counts, by short documents.

use super::judge;
use crate::marking::{Confidence, Level, Sign, Writing};
use crate::text::{Carrier, CellAt, Piece};

const HEAD: &str = "UBND TỈNH AN SƠN\nSố: 12/KH-UBND\nKẾ HOẠCH\ncủa các cơ quan trong tỉnh năm 2024\n";

fn body(text: &str) -> Vec<Piece> {
    vec![Piece::new(Carrier::Body, format!("{HEAD}{text}"))]
}

fn seen(text: &str) -> Option<(Level, Confidence)> {
    judge("a.txt", &body(text)).map(|marking| (marking.level, marking.confidence))
}

#[test]
fn a_level_alone_in_capitals_is_suspected_and_confirmed_by_a_second_sign() {
    assert_eq!(seen("TỐI MẬT\nNội dung"), Some((Level::ToiMat, Confidence::Suspected)));
    for sign in [
        "Bản số: 01",
        "BẢN SỐ 3",
        "Tài liệu thu hồi",
        "TÀI LIỆU THU HỒI SAU HỘI NGHỊ",
        "Chỉ người có tên mới được bóc bì",
        "Thời hạn bảo vệ: 10 năm",
        "Độ mật: Tối mật",
    ] {
        assert_eq!(
            seen(&format!("TỐI MẬT\n{sign}\nNội dung")),
            Some((Level::ToiMat, Confidence::Confirmed)),
            "{sign}"
        );
    }
    assert_eq!(seen("Độ mật: TUYỆT MẬT"), Some((Level::TuyetMat, Confidence::Confirmed)));
    assert_eq!(seen("TUYỆT MẬT - Bản số: 02"), Some((Level::TuyetMat, Confidence::Confirmed)));
}

#[test]
fn a_level_in_a_box_is_confirmed_by_itself() {
    let boxed = Piece::new(Carrier::TextBox, "MẬT").framed();
    let marking = judge("a.docx", &[boxed]).expect("it is marked");
    assert_eq!((marking.level, marking.confidence), (Level::Mat, Confidence::Confirmed));
    assert_eq!(marking.signs, [Sign::LevelLine, Sign::StampBox]);
    assert_eq!(marking.carriers, [Carrier::TextBox]);
}

#[test]
fn every_code_is_read() {
    for (text, writing) in [
        ("TỐI MẬT", Writing::UnicodeNfc),
        ("TÔ\u{301}I MÂ\u{323}T", Writing::UnicodeNfd),
        ("TO\u{302}\u{301}I MA\u{302}\u{323}T", Writing::UnicodeNfd),
        ("TèI MËT", Writing::Tcvn3),
        ("TOÁI MAÄT", Writing::Vni),
        ("TO^'I MA^.T", Writing::Viqr),
        ("TOI MAT", Writing::Unaccented),
        ("T?I M?T", Writing::Unaccented),
        ("T Ố I   M Ậ T", Writing::Spaced),
        ("TỐI M ẬT", Writing::Spaced),
        ("T.Ố.I M.Ậ.T", Writing::Spaced),
        ("T&#7888;I M&#7852;T", Writing::HtmlEntity),
        ("TỐI\nMẬT", Writing::Spaced),
        ("TỐI MẬ\nT", Writing::Spaced),
        ("TÔI MẬT", Writing::Unaccented),
        ("T\nỐ\nI\nM\nẬ\nT", Writing::Spaced),
    ] {
        let marking = judge("a.txt", &body(text)).unwrap_or_else(|| panic!("{text} is marked"));
        assert_eq!((marking.level, marking.confidence), (Level::ToiMat, Confidence::Suspected), "{text}");
        assert!(marking.encodings.contains(&writing), "{text}: {:?}", marking.encodings);
    }
}

#[test]
fn a_text_about_secrets_only_mentions_them() {
    for text in [
        "Tài liệu tối mật được bảo quản riêng.",
        "Các mức độ mật: TUYỆT MẬT, TỐI MẬT, MẬT.",
        "TUYỆT MẬT\nTỐI MẬT\nMẬT",
        "QUY ĐỊNH VỀ TÀI LIỆU TUYỆT MẬT",
        "TỐI MẬT\nLà bí mật nhà nước liên quan đến chính trị",
        "đóng dấu MẬT lên văn bản",
        "Độ mật: Mật/Tối mật/Tuyệt mật",
        "☐ TỐI MẬT",
        "Tối mật",
        "1. TUYỆT MẬT\n2. TỐI MẬT",
    ] {
        let found = seen(text);
        assert_eq!(found.map(|(_, confidence)| confidence), Some(Confidence::Mention), "{text}");
    }
}

#[test]
fn other_words_are_nothing() {
    for text in [
        "Đổi mật khẩu, bảo mật hệ thống, mật độ dân số, mật ong, quan hệ mật thiết",
        "bí mật kinh doanh, bí mật đời tư, cơ mật viện",
        "MẶT TRẬN TỔ QUỐC",
        "MẤT",
        "MẬT KHẨU",
        "BẢO MẬT",
        "BÍ MẬT",
        "BẢO VỆ BÍ MẬT NHÀ NƯỚC",
        "Bộ phim Hồ sơ tuyệt mật được chiếu tối nay",
        "Số: 45/QĐ-M",
        "Số: 45/QĐ-TTM",
    ] {
        assert_eq!(seen(text), None, "{text}");
    }
    assert_eq!(judge("TM-12.txt", &body("x")), None);
    assert_eq!(judge("mat.txt", &body("x")), None);
}

#[test]
fn a_file_name_with_the_whole_words_is_suspected() {
    for name in [
        "BC TỐI MẬT.docx",
        "bc_toi_mat_01.docx",
        "KH-TuyetMat.pdf",
        "tuyệt mật.txt",
        "BC TO\u{302}\u{301}I MA\u{302}\u{323}T.doc",
    ] {
        let marking = judge(name, &[]).unwrap_or_else(|| panic!("{name} is marked"));
        assert_eq!(
            (marking.confidence, &marking.carriers[..]),
            (Confidence::Suspected, &[Carrier::FileName][..])
        );
    }
    for name in ["tôi mất ngủ.txt", "tomato.txt", "mật.txt", "automat.doc"] {
        assert_eq!(judge(name, &[]), None, "{name}");
    }
}

#[test]
fn the_highest_marking_counts_and_a_mention_does_not_raise_it() {
    let both = vec![
        Piece::new(Carrier::Header, "MẬT"),
        Piece::new(Carrier::Body, format!("{HEAD}TỐI MẬT\nNội dung\n")),
    ];
    assert_eq!(judge("a", &both).map(|marking| marking.level), Some(Level::ToiMat));
    assert_eq!(seen("MẬT\nNội dung nói về tài liệu tuyệt mật."), Some((Level::Mat, Confidence::Suspected)));
}

#[test]
fn a_stamp_above_a_list_of_levels_still_marks() {
    let list =
        "Nội dung thứ nhất\nNội dung thứ hai\nNội dung thứ ba\nCác độ mật gồm có:\nTUYỆT MẬT\nTỐI MẬT\nMẬT\n";
    assert_eq!(seen(&format!("TỐI MẬT\n{list}")), Some((Level::ToiMat, Confidence::Suspected)));
    assert_eq!(seen("TỐI MẬT\nLa Gi, ngày 1 tháng 2"), Some((Level::ToiMat, Confidence::Suspected)));
    let chapters =
        "TUYỆT MẬT\nnội dung\nnội dung\nnội dung\nTỐI MẬT\nnội dung\nnội dung\nnội dung\nMẬT\nnội dung";
    assert_eq!(seen(chapters).map(|(_, sure)| sure), Some(Confidence::Mention));
}

#[test]
fn a_declassified_document_is_still_told() {
    let marking = judge("a", &body("TỐI MẬT\nĐÃ GIẢI MẬT\nngày 1/2/2024")).expect("it is told");
    assert!(marking.declassified);
    assert_eq!(marking.level, Level::ToiMat);
    let spoken = judge("a", &body("MẬT\nDanh mục tài liệu đã giải mật của cơ quan trong năm qua."))
        .expect("it is told");
    assert!(!spoken.declassified);
}

fn table(rows: &[&[&str]]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            let cell = Some(CellAt { table: 1, row: row as u32 + 1, column: column as u32 + 1 });
            pieces.push(Piece { cell, ..Piece::new(Carrier::Cell, *text) });
        }
    }
    pieces
}

#[test]
fn a_column_of_a_register_marks_nothing_and_a_cell_by_itself_does() {
    let register = table(&[
        &["STT", "Tên văn bản", "Độ mật", "Ghi chú"],
        &["1", "Kế hoạch", "TỐI MẬT", ""],
        &["2", "Báo cáo", "MẬT", "x"],
    ]);
    assert_eq!(judge("a.xlsx", &register).map(|marking| marking.confidence), Some(Confidence::Mention));
    let counts = table(&[&["Năm", "TUYỆT MẬT", "TỐI MẬT", "MẬT"], &["2024", "1", "2", "3"]]);
    assert_eq!(judge("a.xlsx", &counts).map(|marking| marking.confidence), Some(Confidence::Mention));
    let alone = table(&[&["UBND TỈNH", "TỐI MẬT"], &["Kế hoạch"]]);
    assert_eq!(judge("a.xlsx", &alone).map(|marking| marking.confidence), Some(Confidence::Suspected));
    let form = table(&[&["Độ mật:", "TỐI MẬT"], &["Trích yếu", "Kế hoạch"]]);
    assert_eq!(judge("a.xlsx", &form).map(|marking| marking.confidence), Some(Confidence::Confirmed));
}
