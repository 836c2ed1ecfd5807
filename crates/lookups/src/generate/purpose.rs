//! What dossiers are for, and what people say they look somebody up for.

/// Code and name of procedures, the frequent ones first.
pub const PROCEDURES: [(&str, &str); 14] = [
    ("2.000815", "Chứng thực bản sao từ bản chính"),
    ("1.004222", "Đăng ký thường trú"),
    ("1.004194", "Đăng ký tạm trú"),
    ("1.001193", "Đăng ký khai sinh"),
    ("1.004873", "Cấp giấy xác nhận tình trạng hôn nhân"),
    ("1.000894", "Đăng ký kết hôn"),
    ("1.000656", "Đăng ký khai tử"),
    ("2.000635", "Cấp bản sao trích lục hộ tịch"),
    ("1.004859", "Thay đổi, cải chính hộ tịch"),
    ("1.004238", "Đăng ký biến động quyền sử dụng đất"),
    ("2.001623", "Cấp giấy chứng nhận đăng ký hộ kinh doanh"),
    ("1.001776", "Trợ cấp xã hội hằng tháng"),
    ("1.002755", "Cấp thẻ bảo hiểm y tế"),
    ("1.010833", "Cấp giấy xác nhận thân nhân của người có công"),
];

/// What is said without a dossier; often nothing.
const VAGUE: [&str; 5] = ["", "Xác minh thông tin", "Tra cứu", "Theo yêu cầu lãnh đạo", ""];

/// The number of something vague, picked by any number.
pub fn vague(pick: u64) -> u8 {
    (PROCEDURES.len() as u64 + pick % VAGUE.len() as u64) as u8
}

/// All purposes by their numbers: first those of procedures.
pub fn purposes() -> Vec<String> {
    let said = PROCEDURES.iter().map(|(code, name)| format!("Giải quyết hồ sơ: {name} ({code})"));
    said.chain(VAGUE.iter().map(|text| (*text).to_owned())).collect()
}
