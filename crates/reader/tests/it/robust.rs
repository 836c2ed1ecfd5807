//! No input makes the reader panic, and no word is lost on the way.

use proptest::prelude::*;
use reader::{Limits, read_plan};
use std::fs;
use std::path::Path;

use crate::tree::same_bag;

fn limits() -> Limits {
    Limits { paragraphs: 400, chars: 40_000, ..Limits::default() }
}

/// Inputs that once brought the reader down, found by fuzzing.
#[test]
fn what_was_found_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/found");
    let mut read = 0;
    for entry in fs::read_dir(folder).expect("the inputs").flatten() {
        let bytes = fs::read(entry.path()).expect("an input");
        let reading = read_plan("a.txt", &bytes, &Limits::default()).expect("it is read");
        same_bag(&reading);
        read += 1;
    }
    assert!(read > 0);
}

/// Pieces papers are made of, to be thrown together.
fn pieces() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "KẾ HOẠCH",
        "QUYẾT ĐỊNH",
        "Số: /KH-UBND",
        "Số: 12/KH-UBND",
        "An Sơn, ngày  tháng 4 năm 2026",
        "Căn cứ Luật An ninh mạng;",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "II. ĐỐI TƯỢNG KIỂM TRA",
        "1. Thời gian kiểm tra: Quý II/2026",
        "a) Sở Y tế; Sở Tư pháp và UBND xã Bình Minh",
        "- 05 đơn vị: A, B, C",
        "+ Trưởng đoàn: 01 đồng chí",
        "1.1. Nội dung",
        "Điều 1. Thành lập Đoàn kiểm tra gồm:",
        "1. Ông Nguyễn Văn A, Giám đốc - Trưởng đoàn;",
        "trước ngày 31/02/2026",
        "chậm nhất sau 20 ngày kể từ ngày lập Biên bản",
        "hằng quý, trước ngày 25 của tháng cuối quý",
        "STT",
        "TT  Họ và tên  Chức vụ",
        "| a | b |",
        "|---|---|",
        "Nơi nhận:",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "Nguyễn Văn B",
        "PHỤ LỤC",
        "(Kèm theo Kế hoạch số /KH-UBND)",
        "2",
        "theo Điều 21 Nghị định 85/2016/NĐ-CP",
        "((((",
        "…",
        "**",
        "(sau đây gọi tắt là các cơ quan)",
        "Từ ngày 01/7/2025 đến thời điểm kiểm tra.",
        "SĐT 0900.000.000",
        "đ) Đại diện",
        "Đơn vị chủ trì: Công an tỉnh.",
        "99/99/9999",
        "ngày 00 tháng 13 năm 0000",
    ]);
    prop_oneof![4 => fixed.prop_map(str::to_owned), 1 => "[ \\PC]{0,60}", 1 => "[a-zđ0-9.,;:()/ -]{0,40}"]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn papers_thrown_together_keep_their_words(lines in prop::collection::vec((pieces(), prop::sample::select(vec!["\n", "\n\n", " ", "\u{c}"])), 0..60)) {
        let text: String = lines.iter().map(|(line, end)| format!("{line}{end}")).collect();
        if let Ok(reading) = read_plan("a.txt", text.as_bytes(), &limits()) {
            same_bag(&reading);
        }
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,400}") {
        if let Ok(reading) = read_plan("a.txt", text.as_bytes(), &limits()) {
            same_bag(&reading);
        }
    }

    #[test]
    fn any_bytes_are_opened_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600), coat in prop::sample::select(vec![&b""[..], b"%PDF-1.5\n", b"PK\x03\x04"])) {
        let mut file = coat.to_vec();
        file.extend(bytes);
        let _ = read_plan("a", &file, &limits());
    }

    #[test]
    fn changed_pdfs_are_opened_or_refused(at in 9_usize..900, byte in any::<u8>()) {
        let mut file = crate::envelopes::tiny_pdf();
        let at = at % file.len();
        file[at] = byte;
        let _ = read_plan("a.pdf", &file, &limits());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20, ..ProptestConfig::default() })]

    #[test]
    fn seeds_with_holes_and_swaps_are_read(which in 0_usize..5, cut in 0.0_f64..1.0, length in 1_usize..400, swap in 0.0_f64..1.0) {
        let seeds = crate::seeds::seeds();
        let Some((name, bytes)) = seeds.get(which) else { return Ok(()) };
        let mut chars: Vec<char> = String::from_utf8_lossy(bytes).chars().collect();
        let at = (cut * chars.len() as f64) as usize;
        let end = (at + length).min(chars.len());
        chars.drain(at..end);
        let other = (swap * chars.len() as f64) as usize;
        if !chars.is_empty() {
            let (one, other) = (at.min(chars.len() - 1), other.min(chars.len() - 1));
            chars.swap(one, other);
        }
        let text: String = chars.into_iter().collect();
        let reading = read_plan(name, text.as_bytes(), &Limits::default()).expect("text opens");
        same_bag(&reading);
    }
}
