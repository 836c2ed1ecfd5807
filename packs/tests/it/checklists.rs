//! The checklists, and which of them a plan's contents call for.

use domain::checklist::{Claim, Method, Subject, map, propose};
use domain::law::holding_during;
use domain::outline::{Answers, Cell, Value};
use jiff::civil::date;
use rasoat_packs::Packs;

#[test]
fn the_checklists_have_their_items() {
    let packs = Packs::embedded().unwrap();
    let sizes: Vec<(&str, usize)> =
        packs.checklists.values().map(|list| (list.code.as_str(), list.items.len())).collect();
    assert_eq!(
        sizes,
        [("anm-2023", 28), ("anm-attt-bmnn-2026", 61), ("anm-bmnn-2024", 61), ("tthc-dan-cu-2024", 32)]
    );
}

#[test]
fn every_theme_has_items_and_keywords() {
    for list in Packs::embedded().unwrap().checklists.values() {
        for theme in &list.themes {
            assert!(list.items_of(&theme.code).next().is_some(), "{} {}", list.code, theme.code);
            assert!(!theme.keywords.is_empty(), "{} {}", list.code, theme.code);
        }
    }
}

#[test]
fn every_item_with_grounds_has_one_in_its_checklists_own_time() {
    let packs = Packs::embedded().unwrap();
    for list in packs.checklists.values() {
        let from = list.valid_from.unwrap_or(date(2023, 1, 1));
        let to = list.valid_to.unwrap_or(date(2026, 12, 31));
        for item in list.items.iter().filter(|item| !item.bases.is_empty()) {
            let held = holding_during(&item.bases, from, to, &packs.library);
            assert!(!held.is_empty(), "{} {}", list.code, item.code);
        }
    }
}

#[test]
fn party_items_are_put_to_party_bodies_and_systems_to_systems() {
    let packs = Packs::embedded().unwrap();
    let with = |list: &str, subject: Subject| {
        packs.checklists[list].items.iter().filter(|item| item.subject == subject).count()
    };
    assert_eq!(with("anm-attt-bmnn-2026", Subject::PartyUnit), 2);
    assert!(with("tthc-dan-cu-2024", Subject::System) >= 14);
    assert!(with("tthc-dan-cu-2024", Subject::OneStopDesk) >= 15);
    let scans = packs.checklists["anm-2023"].items.iter().filter(|item| item.method == Method::RemoteScan);
    assert_eq!(scans.count(), 3);
}

/// Contents in the manner of the 2026 plan, with its scanning faults.
const CONTENTS_2026: [&str; 6] = [
    "Công tác quán triệt, triển khai các văn bản chỉ đạo về bảo đảm an ninh mạng, Chỉ thị số 41-CT/TW",
    "Việc bảo đảm an toàn hệ thống thông tin theo cấp độ",
    "Rà soát và cập nhật bản vá lỗi hỏng bảo mật",
    "Quản lý tài khoản quản trị các Trang/Cổng thông tin điện tử",
    "Khai thác, sử dụng kết nối cơ sở dữ liệu quốc gia về dân cư",
    "Kiểm tra công tác bảo vệ bí mật nhà nước trên không gian mạng",
];

#[test]
fn contents_of_2026_call_for_the_2026_checklist() {
    let packs = Packs::embedded().unwrap();
    let proposals = propose(&CONTENTS_2026, &packs.checklists(), Some(date(2026, 5, 12)));
    assert_eq!(proposals[0].checklist, "anm-attt-bmnn-2026");
    assert_eq!(proposals[0].covered, 6);
    for theme in ["quan_triet", "cap_do", "ban_va", "tai_khoan", "dan_cu", "bmnn_mang"] {
        assert!(proposals[0].themes.iter().any(|code| code == theme), "{theme}");
    }
    assert!(!proposals.iter().any(|p| p.checklist == "anm-bmnn-2024"), "not valid for a plan of 5/2026");
}

#[test]
fn contents_of_2024_and_of_the_desks_call_for_their_own_checklists() {
    let packs = Packs::embedded().unwrap();
    let secrets = [
        "Xác định BMNN và độ mật của BMNN; soạn thảo, phát hành văn bản",
        "Thực hiện giải mật, giảm mật, tăng mật tài liệu",
        "Việc trang bị 04 mẫu sổ và 18 mẫu dấu",
        "Công tác xử lý vụ việc lộ, mất BMNN",
    ];
    let best = &propose(&secrets, &packs.checklists(), Some(date(2024, 8, 1)))[0];
    assert_eq!((best.checklist.as_str(), best.covered), ("anm-bmnn-2024", 4));
    let desks = [
        "Trách nhiệm của đơn vị vận hành hệ thống thông tin",
        "Triển khai API khai thác thông tin dân cư đúng mục đích, phạm vi",
        "Lưu trữ nhật ký kết nối, chia sẻ, khai thác thông tin",
        "Lập các sổ quản lý, hồ sơ về các máy tính",
        "Sử dụng tài khoản tra cứu, xác thực thông tin công dân",
    ];
    let best = &propose(&desks, &packs.checklists(), Some(date(2024, 10, 1)))[0];
    assert_eq!((best.checklist.as_str(), best.covered), ("tthc-dan-cu-2024", 5));
}

#[test]
fn accents_and_case_do_not_hide_a_keyword_but_parts_of_words_do_not_make_one() {
    let packs = Packs::embedded().unwrap();
    let themes = |text: &str| -> Vec<String> {
        map(&[text], [&packs.checklists["anm-bmnn-2024"]]).into_iter().map(|hit| hit.theme).collect()
    };
    assert!(themes("CONG TAC GIAI MAT, GIAM MAT").contains(&"giai_mat".to_owned()));
    assert!(themes("dự toánviên").is_empty(), "a keyword is a whole word");
    assert!(themes("Kiểm tra học kỳ môn Toán").is_empty());
}

#[test]
fn the_units_own_answer_becomes_a_claim() {
    let packs = Packs::embedded().unwrap();
    let item = packs.checklists["anm-bmnn-2024"]
        .items
        .iter()
        .find(|item| item.findings == ["D1", "D5"])
        .unwrap()
        .clone();
    let compared = item.compared_with.unwrap();
    let said = |machines| Answers::new([2024]).with(Cell::of("pc_standalone"), Value::Number(machines));
    assert_eq!(compared.claim(&Answers::new([2024])), Claim::Silent);
    assert_eq!(compared.claim(&said(2)), Claim::Complies { figure: Some(2) });
    assert_eq!(compared.claim(&said(0)), Claim::DoesNotComply { figure: Some(0) });
}

/// The lines of an issued plan between two of its headings.
fn lines_between(file: &str, from: &str, to: &str) -> Option<Vec<String>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/seeds").join(file);
    let text = std::fs::read_to_string(path).ok()?;
    let start = text.find(from)?;
    let end = start + text[start..].find(to)?;
    let lines = text[start..end].lines().map(str::trim).filter(|line| line.len() > 30);
    Some(lines.skip(1).map(str::to_owned).collect())
}

#[test]
fn the_issued_plans_call_for_the_checklists_drawn_from_them() {
    let packs = Packs::embedded().unwrap();
    let plans = [
        ("000_cecc554491f8b1b3.txt", "1. Nội dung", "2. Quy trình", date(2023, 12, 20), "anm-2023"),
        (
            "001_5d9f10f790c5978b.txt",
            "2. Nội dung kiểm tra",
            "3. Thành phần",
            date(2024, 8, 1),
            "anm-bmnn-2024",
        ),
        (
            "003_96919e891dee3053.txt",
            "II. NỘI DUNG",
            "III. THỜI GIAN",
            date(2026, 5, 12),
            "anm-attt-bmnn-2026",
        ),
        (
            "004_c98da08cf9963b0e.txt",
            "1. Nội dung kiểm tra",
            "2. Thời gian",
            date(2024, 10, 1),
            "tthc-dan-cu-2024",
        ),
    ];
    for (file, from, to, issued, expected) in plans {
        let Some(lines) = lines_between(file, from, to) else {
            println!("skipped: {file} is not at hand");
            continue;
        };
        let contents: Vec<&str> = lines.iter().map(String::as_str).collect();
        let best = &propose(&contents, &packs.checklists(), Some(issued))[0];
        assert_eq!(best.checklist, expected, "{file}");
        let mapped = map(&contents, [&packs.checklists[expected]]);
        let missed: Vec<&&str> = contents
            .iter()
            .zip(0..)
            .filter(|(_, n)| !mapped.iter().any(|m| m.content == *n))
            .map(|(c, _)| c)
            .collect();
        assert!(best.covered * 10 >= contents.len() * 8, "{file}: {missed:#?}");
    }
}
