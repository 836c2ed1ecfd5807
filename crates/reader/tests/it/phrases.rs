//! Phrases of administrative Vietnamese, each with the reading it must give.

use domain::deadline::Rule;
use domain::plan::{Plan, TargetPurpose, TeamRole};
use reader::{DoubtCode, Limits, read_plan};
use serde_json::json;

fn plan(body: &str) -> Plan {
    let text = format!(
        "UBND TỈNH AN SƠN\n\nSố: 10/KH-UBND\n\nAn Sơn, ngày 02 tháng 3 năm 2026\n\nKẾ HOẠCH\n\nKiểm tra an ninh mạng năm 2026\n\nUBND tỉnh An Sơn ban hành Kế hoạch như sau:\n\n{body}\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH\n\nNguyễn Văn Một\n"
    );
    read_plan("plan.txt", text.as_bytes(), &Limits::default()).expect("text opens").plan
}

fn rules(clause: &str) -> Vec<serde_json::Value> {
    let plan = plan(&format!("I. TỔ CHỨC THỰC HIỆN\n\n1. {clause}"));
    plan.deadlines.iter().map(|deadline| serde_json::to_value(&deadline.rule).expect("json")).collect()
}

#[test]
fn deadline_phrases_become_rules() {
    let cases = [
        (
            "Các đơn vị gửi báo cáo trước ngày 27/5/2026.",
            json!({"type":"absolute","date":"2026-05-27","inclusive":false}),
        ),
        (
            "Các đơn vị gửi báo cáo chậm nhất ngày 27 tháng 5 năm 2026.",
            json!({"type":"absolute","date":"2026-05-27","inclusive":true}),
        ),
        (
            "Các đơn vị gửi báo cáo trước 17 giờ ngày 27/5/2026.",
            json!({"type":"absolute","date":"2026-05-27","inclusive":true}),
        ),
        (
            "Các đơn vị gửi báo cáo trước 17h00, ngày 27/5/2026.",
            json!({"type":"absolute","date":"2026-05-27","inclusive":true}),
        ),
        ("Hạn gửi báo cáo: 27/5/2026.", json!({"type":"absolute","date":"2026-05-27","inclusive":true})),
        (
            "Các đơn vị hoàn thành trong quý III/2026.",
            json!({"type":"absolute","date":"2026-09-30","inclusive":true}),
        ),
        (
            "Các đơn vị hoàn thành trong tháng 6/2026.",
            json!({"type":"absolute","date":"2026-06-30","inclusive":true}),
        ),
        (
            "Các đơn vị hoàn thành trước tháng 7/2026.",
            json!({"type":"absolute","date":"2026-07-01","inclusive":false}),
        ),
        ("Các đơn vị báo cáo trước thời điểm kiểm tra 07 ngày.", json!({"type":"before_visit","days":7})),
        (
            "Các đơn vị gửi báo cáo chậm nhất 05 ngày làm việc trước ngày kiểm tra.",
            json!({"type":"before_visit","days":5,"working_days":true}),
        ),
        (
            "Các đơn vị gửi báo cáo trước khi Đoàn kiểm tra đến làm việc ít nhất 03 ngày.",
            json!({"type":"before_visit","days":3}),
        ),
        (
            "Đoàn kiểm tra thông báo lịch đến đơn vị ít nhất trước 03 ngày kể từ ngày bắt đầu kiểm tra.",
            json!({"type":"notice_before_visit","days":3}),
        ),
        (
            "Đoàn kiểm tra gửi lịch cho các đơn vị được kiểm tra trước 03 ngày.",
            json!({"type":"notice_before_visit","days":3}),
        ),
        (
            "Các đơn vị khắc phục chậm nhất sau 20 ngày kể từ ngày lập Biên bản.",
            json!({"type":"after","event":"minutes","days":20}),
        ),
        (
            "Đoàn kiểm tra báo cáo trong vòng 05 ngày làm việc sau khi kết thúc kiểm tra.",
            json!({"type":"after","event":"visit_end","days":5,"working_days":true}),
        ),
        (
            "Các đơn vị xây dựng kế hoạch trong thời hạn 15 ngày kể từ ngày Kế hoạch này được ban hành.",
            json!({"type":"after","event":"plan_issued","days":15}),
        ),
        (
            "Các đơn vị báo cáo trong thời hạn 10 ngày kể từ ngày nhận được thông báo kết quả.",
            json!({"type":"after","event":"notice","days":10}),
        ),
        (
            "Các đơn vị thực hiện trong vòng 30 ngày kể từ ngày có kết luận kiểm tra.",
            json!({"type":"after","event":"conclusion","days":30}),
        ),
        (
            "Các đơn vị cung cấp tài liệu không quá 02 ngày làm việc kể từ khi có yêu cầu.",
            json!({"type":"after","event":"request","days":2,"working_days":true}),
        ),
        (
            "Các đơn vị báo cáo sự cố trong 24 giờ kể từ khi phát hiện.",
            json!({"type":"hours","event":"detection","hours":24}),
        ),
        (
            "Các đơn vị báo cáo định kỳ trước ngày 15/10 hằng năm.",
            json!({"type":"yearly","month":10,"day":15,"inclusive":false}),
        ),
        (
            "Hằng năm, chậm nhất ngày 20 tháng 12, các đơn vị báo cáo.",
            json!({"type":"yearly","month":12,"day":20,"inclusive":true}),
        ),
        (
            "Hằng quý, trước ngày 25 của tháng cuối quý, các đơn vị báo cáo.",
            json!({"type":"quarterly","month_of_quarter":3,"day":25,"inclusive":false}),
        ),
        (
            "Các đơn vị báo cáo hằng tháng trước ngày 18.",
            json!({"type":"monthly","day":18,"inclusive":false}),
        ),
        (
            "Các đơn vị báo cáo trước ngày 18 hằng tháng.",
            json!({"type":"monthly","day":18,"inclusive":false}),
        ),
        (
            "Các đơn vị tối thiểu mỗi năm tổ chức 01 lần diễn tập.",
            json!({"type":"at_least","times":1,"per":"year"}),
        ),
        ("Các đơn vị diễn tập ít nhất 02 lần/năm.", json!({"type":"at_least","times":2,"per":"year"})),
        (
            "Các đơn vị mỗi quý tự kiểm tra ít nhất một lần.",
            json!({"type":"at_least","times":1,"per":"quarter"}),
        ),
    ];
    for (clause, expected) in cases {
        assert_eq!(rules(clause), [expected], "{clause}");
    }
}

#[test]
fn dates_that_are_no_deadlines_give_none() {
    for clause in [
        "Thực hiện Nghị định số 85/2016/NĐ-CP ngày 01/7/2016 của Chính phủ.",
        "Số liệu từ ngày 01/01/2025 đến hết ngày 31/12/2025.",
        "Rà soát văn bản ban hành trước ngày 01/01/2019.",
        "Máy tính kết nối 24/7 phải có phần mềm bảo vệ.",
        "Kinh phí thực hiện theo quy định hiện hành.",
        "Nguồn chi thường xuyên hằng năm của đơn vị.",
    ] {
        assert_eq!(rules(clause), Vec::<serde_json::Value>::new(), "{clause}");
    }
}

#[test]
fn a_deadline_knows_whom_it_binds_and_what_is_due() {
    let plan = plan(
        "I. TỔ CHỨC THỰC HIỆN\n\n1. Công an tỉnh theo dõi, đôn đốc; báo cáo kết quả trước ngày 20/12/2026. Các sở, ban, ngành gửi báo cáo tự kiểm tra về Công an tỉnh trước ngày 10/4/2026.",
    );
    let found: Vec<(Option<&str>, &str)> =
        plan.deadlines.iter().map(|deadline| (deadline.who.as_deref(), deadline.what.as_str())).collect();
    assert_eq!(
        found,
        [
            (Some("Công an tỉnh"), "báo cáo kết quả"),
            (Some("Các sở, ban, ngành"), "gửi báo cáo tự kiểm tra về Công an tỉnh")
        ]
    );
}

#[test]
fn a_deadline_may_stand_for_the_one_before() {
    let plan = plan(
        "I. TỔ CHỨC THỰC HIỆN\n\n1. Các đơn vị gửi báo cáo trước ngày 10/4/2026. Riêng các đơn vị đã kiểm tra năm 2025 gửi báo cáo khắc phục theo thời gian trên.",
    );
    assert_eq!(plan.deadlines.len(), 2);
    assert_eq!(plan.deadlines[0].rule, plan.deadlines[1].rule);
    assert!(matches!(plan.deadlines[1].rule, Rule::Absolute { .. }));
}

fn targets(list: &str) -> Vec<String> {
    plan(&format!("I. ĐỐI TƯỢNG KIỂM TRA\n\n{list}")).targets.into_iter().map(|target| target.name).collect()
}

#[test]
fn lists_of_units_fall_apart_at_names_only() {
    let cases: [(&str, &[&str]); 9] = [
        (
            "1. Sở Văn hóa, Thể thao và Du lịch, Sở Khoa học và Công nghệ và Sở Y tế.",
            &["Sở Văn hóa, Thể thao và Du lịch", "Sở Khoa học và Công nghệ", "Sở Y tế"],
        ),
        (
            "1. Các sở: Y tế, Tư pháp, Văn hóa, Thể thao và Du lịch.",
            &["Sở Y tế", "Sở Tư pháp", "Sở Văn hóa, Thể thao và Du lịch"],
        ),
        (
            "1. UBND các xã: Hòa Bình, Tân Lập và Phú Mỹ.",
            &["UBND xã Hòa Bình", "UBND xã Tân Lập", "UBND xã Phú Mỹ"],
        ),
        (
            "1. UBND các xã Hòa Bình, Tân Lập; UBND phường Kim Sơn.",
            &["UBND xã Hòa Bình", "UBND xã Tân Lập", "UBND phường Kim Sơn"],
        ),
        ("1. Đảng ủy, UBND xã Bình Minh.", &["Đảng ủy xã Bình Minh", "UBND xã Bình Minh"]),
        (
            "1. 02 xã (bao gồm Đảng ủy và UBND): Bình Minh, Tân Hòa.",
            &["Đảng ủy Bình Minh", "UBND Bình Minh", "Đảng ủy Tân Hòa", "UBND Tân Hòa"],
        ),
        (
            "1. Báo và Đài Phát thanh truyền hình An Sơn; Liên đoàn Lao động tỉnh.",
            &["Báo và Đài Phát thanh truyền hình An Sơn", "Liên đoàn Lao động tỉnh"],
        ),
        (
            "- Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao, Công an tỉnh;\n- Ban Quản lý các khu công nghiệp.",
            &[
                "Phòng An ninh mạng và phòng, chống tội phạm sử dụng công nghệ cao, Công an tỉnh",
                "Ban Quản lý các khu công nghiệp",
            ],
        ),
        (
            "1. Các sở, ban, ngành; UBND các xã, phường trên địa bàn tỉnh.",
            &["Các sở, ban, ngành", "UBND các xã, phường trên địa bàn tỉnh"],
        ),
    ];
    for (list, expected) in cases {
        assert_eq!(targets(list), expected, "{list}");
    }
}

#[test]
fn a_count_that_does_not_hold_is_doubted() {
    let short = plan("I. ĐỐI TƯỢNG KIỂM TRA\n\n- 04 đơn vị: Sở Y tế; Sở Tư pháp; Sở Nội vụ.");
    assert!(short.doubts.iter().any(|doubt| doubt.code == DoubtCode::CountMismatch));
    let right = plan("I. ĐỐI TƯỢNG KIỂM TRA\n\n- 03 đơn vị: Sở Y tế; Sở Tư pháp; Sở Nội vụ.");
    assert!(right.doubts.iter().all(|doubt| doubt.code != DoubtCode::CountMismatch));
    let unlisted = plan("I. ĐỐI TƯỢNG KIỂM TRA\n\n1. Bộ phận Một cửa thuộc UBND 12 xã.");
    assert!(unlisted.doubts.iter().any(|doubt| doubt.code == DoubtCode::CountUnlisted));
}

#[test]
fn units_checked_for_earlier_findings_are_told_apart() {
    let plan = plan(
        "I. ĐỐI TƯỢNG KIỂM TRA\n\n- Kiểm tra kết quả khắc phục tồn tại năm 2025: Sở Y tế.\n- Kiểm tra định kỳ: Sở Tư pháp.",
    );
    let found: Vec<TargetPurpose> = plan.targets.iter().map(|target| target.purpose).collect();
    assert_eq!(found, [TargetPurpose::RemediationCheck, TargetPurpose::Inspection]);
}

#[test]
fn those_who_only_check_themselves_are_no_targets() {
    let plan = plan(
        "I. ĐỐI TƯỢNG KIỂM TRA\n\n1. Sở Y tế.\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. Đối với các đơn vị còn lại: tự kiểm tra, báo cáo trước ngày 20/6/2026.",
    );
    assert_eq!(plan.targets.len(), 1);
    assert_eq!(plan.deadlines[0].who.as_deref(), Some("các đơn vị còn lại"));
    assert!(plan.duties.iter().any(|duty| duty.who.as_deref() == Some("các đơn vị còn lại")));
}

fn team(list: &str) -> Vec<(TeamRole, Option<String>, String)> {
    plan(&format!("I. THÀNH PHẦN ĐOÀN KIỂM TRA\n\n{list}"))
        .team
        .into_iter()
        .map(|row| (row.role, row.name, row.organisation))
        .collect()
}

#[test]
fn rosters_are_read_whatever_comes_first() {
    let name = |name: &str| Some(name.to_owned());
    let cases = [
        (
            "1. Đ/c Đại tá Nguyễn Văn Một, Phó Giám đốc Công an tỉnh - Trưởng đoàn;",
            (TeamRole::Lead, name("Nguyễn Văn Một"), "Công an tỉnh"),
        ),
        (
            "1. Trưởng đoàn: Ông Nguyễn Văn Một - Phó Giám đốc Sở Nội vụ;",
            (TeamRole::Lead, name("Nguyễn Văn Một"), "Sở Nội vụ"),
        ),
        (
            "1. Bà Lê Thị Hai, Phó Chánh Văn phòng UBND tỉnh: Phó Trưởng đoàn.",
            (TeamRole::Deputy, name("Lê Thị Hai"), "Văn phòng UBND tỉnh"),
        ),
        (
            "1. Đại diện Phòng Tham mưu, Công an tỉnh: Thành viên, kiêm Thư ký.",
            (TeamRole::MemberSecretary, None, "Phòng Tham mưu, Công an tỉnh"),
        ),
        (
            "1. Mời đồng chí Phạm Văn Ba, Chánh Văn phòng Tỉnh ủy làm Thành viên;",
            (TeamRole::Member, name("Phạm Văn Ba"), "Văn phòng Tỉnh ủy"),
        ),
        (
            "- Thư ký đoàn: Đồng chí Trung úy Vũ Bốn, cán bộ Phòng PA03, Công an tỉnh.",
            (TeamRole::Secretary, name("Vũ Bốn"), "Phòng PA03, Công an tỉnh"),
        ),
    ];
    for (list, (role, name, organisation)) in cases {
        assert_eq!(team(list), [(role, name, organisation.to_owned())], "{list}");
    }
}

#[test]
fn one_role_may_hold_several_offices() {
    let found = team(
        "- Thành viên: Đại diện các phòng chuyên môn thuộc Sở Thông tin và Truyền thông, Công an tỉnh (PC06; PA05), Trung tâm Phục vụ hành chính công tỉnh.",
    );
    let offices: Vec<&str> = found.iter().map(|(.., office)| office.as_str()).collect();
    assert_eq!(
        offices,
        [
            "các phòng chuyên môn thuộc Sở Thông tin và Truyền thông",
            "Công an tỉnh (PC06; PA05)",
            "Trung tâm Phục vụ hành chính công tỉnh"
        ]
    );
}

#[test]
fn hosts_are_no_team() {
    let plan = plan(
        "I. THÀNH PHẦN\n\n1. Đoàn kiểm tra\n\n- Lãnh đạo Công an tỉnh - Trưởng đoàn.\n\n2. Thành phần làm việc với Đoàn kiểm tra\n\n- Lãnh đạo đơn vị và bộ phận liên quan.",
    );
    assert_eq!(plan.team.len(), 1);
}

fn bases(sentence: &str) -> Vec<(String, Option<String>, Option<String>)> {
    let plan = plan(&format!("I. MỤC ĐÍCH\n\n1. {sentence}"));
    plan.bases.into_iter().map(|basis| (basis.r#type, basis.number, basis.issuer)).collect()
}

#[test]
fn citations_are_found_in_every_coat() {
    let some = |text: &str| Some(text.to_owned());
    let cases: [(&str, Vec<(&str, Option<String>, Option<String>)>); 10] = [
        (
            "Theo Quyết định 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ về Đề án.",
            vec![("Quyết định", some("06/QĐ-TTg"), some("Thủ tướng Chính phủ"))],
        ),
        (
            "Theo Thông tư số 46/2022/TT-BCA, ngày 04/11/2022 của Bộ trưởng Bộ Công an quy định về kết nối.",
            vec![("Thông tư", some("46/2022/TT-BCA"), some("Bộ trưởng Bộ Công an"))],
        ),
        (
            "Theo Nghị quyết số 30-NQ/TW và Quy định số 133-QĐ/TU.",
            vec![("Nghị quyết", some("30-NQ/TW"), None), ("Quy định", some("133-QĐ/TU"), None)],
        ),
        ("Theo Luật An ninh mạng và các văn bản hướng dẫn.", vec![("Luật", None, None)]),
        (
            "Theo Luật An ninh mạng số 24/2018/QH14; Luật An ninh mạng quy định rõ.",
            vec![("Luật", some("24/2018/QH14"), None)],
        ),
        (
            "Theo Nghị định số 85/2016/NĐ-CP; thực hiện Điều 9 Nghị định 85/2016/NÐ-CP ngày 01/7/2016 của Chính phủ.",
            vec![("Nghị định", some("85/2016/NĐ-CP"), some("Chính phủ"))],
        ),
        (
            "Theo Công văn 2761/BCA-QLHCTTXH ngày 15/08/2024 của Bộ Công an gửi UBND các tỉnh.",
            vec![("Công văn", some("2761/BCA-QLHCTTXH"), some("Bộ Công an"))],
        ),
        (
            "Theo tiêu chuẩn TCVN 11930:2017 về yêu cầu cơ bản.",
            vec![("Tiêu chuẩn", some("TCVN 11930:2017"), None)],
        ),
        ("Các quy định của pháp luật về an ninh mạng; kỷ luật, quy luật.", vec![]),
        ("Thực hiện Kế hoạch số 10/KH-UBND này và Kế hoạch số      /KH-UBND.", vec![]),
    ];
    for (sentence, expected) in cases {
        let expected: Vec<_> =
            expected.into_iter().map(|(kind, number, issuer)| (kind.to_owned(), number, issuer)).collect();
        assert_eq!(bases(sentence), expected, "{sentence}");
    }
}

fn doubts(sentence: &str) -> Vec<DoubtCode> {
    plan(&format!("I. MỤC ĐÍCH\n\n1. {sentence}")).doubts.into_iter().map(|doubt| doubt.code).collect()
}

#[test]
fn wrong_citations_are_doubted_with_the_right_one() {
    assert!(
        doubts("Theo Thông tư số 110/2012/TT-BTC ngày 14/8/2013 của Bộ Tài chính.")
            .contains(&DoubtCode::CitationNumberYear)
    );
    assert!(
        doubts("Theo Nghị định số 69/2024/NĐ-CP ngày 26/5/2024 của Chính phủ.")
            .contains(&DoubtCode::CitationDate)
    );
    assert!(
        doubts("Trách nhiệm của đơn vị vận hành quy định tại Điều 21 Nghị định 85/2016/NĐ-CP.")
            .contains(&DoubtCode::CitationArticle)
    );
    assert!(
        !doubts("Trách nhiệm của đơn vị vận hành quy định tại Điều 22 Nghị định 85/2016/NĐ-CP.")
            .contains(&DoubtCode::CitationArticle)
    );
    assert!(
        doubts("Theo Thông tư số 24/2020/TT-BCA ngày 10/3/2020 của Bộ Công an.")
            .contains(&DoubtCode::CitationSuperseded)
    );
    assert!(
        !doubts("Theo Chỉ thị số 14/CT-TTg ngày 07/6/2019 của Thủ tướng Chính phủ.")
            .contains(&DoubtCode::CitationDate)
    );
    assert!(doubts("Hoàn thành trước ngày 31/6/2026.").contains(&DoubtCode::DateImpossible));
}

#[test]
fn short_forms_are_resolved_in_actors() {
    let text = "II. NHIỆM VỤ, GIẢI PHÁP\n\n1. Việc một\n\na) Làm việc A.\n\n- Đơn vị chủ trì: Các sở, ban, ngành; UBND các xã (sau đây gọi tắt là các cơ quan, đơn vị).\n\nb) Làm việc B.\n\n- Đơn vị thực hiện: Công an tỉnh chủ trì, các cơ quan, đơn vị phối hợp.";
    let text = format!(
        "KẾ HOẠCH\n\nTriển khai Chiến lược năm 2026\n\nUBND tỉnh ban hành Kế hoạch:\n\nI. MỤC ĐÍCH\n\n1. Triển khai.\n\n{text}"
    );
    let plan = read_plan("a.txt", text.as_bytes(), &Limits::default()).expect("opens").plan;
    assert_eq!(plan.tasks[0].lead, ["Các sở, ban, ngành", "UBND các xã"]);
    assert_eq!(plan.tasks[1].lead, ["Công an tỉnh"]);
    assert_eq!(plan.tasks[1].coordinating, ["Các sở, ban, ngành", "UBND các xã"]);
    assert_eq!(plan.tasks[1].actors[1].words, "các cơ quan, đơn vị");
}

#[test]
fn letters_that_only_look_right_are_read() {
    // Cyrillic letters and NFD, as scans and old keyboards leave them.
    let text = "KẾ HOẠCH\n\nKiểm trа аn ninh mạng nа\u{306}m 2026\n";
    let reading = read_plan("a.txt", text.as_bytes(), &Limits::default()).expect("opens");
    assert_eq!(reading.plan.title.as_deref(), Some("Kiểm tra an ninh mạng năm 2026"));
}

#[test]
fn look_alike_letters_in_plain_text_are_doubted() {
    let text = "KẾ HOẠCH\n\nKiểm trа an ninh mạng năm 2026\n";
    let reading = read_plan("a.txt", text.as_bytes(), &Limits::default()).expect("opens");
    assert!(reading.plan.doubts.iter().any(|doubt| doubt.code == DoubtCode::Noise));
}
