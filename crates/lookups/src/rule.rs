//! The rules by their numbers, and what is marked of a row.

/// Rules, L1 to L19.
pub const COUNT: usize = 19;

/// What of a rule's flags the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// `ts, system, account, terminal, citizen, dossier`.
    Lookup,
    System,
    SystemMonth,
    SystemDay,
    Account,
    AccountDay,
    Pair,
    Citizen,
}

/// What the flags of rule `number` (from 1) are of.
pub const fn of(number: usize) -> Of {
    match number {
        1 => Of::SystemMonth,
        2 => Of::SystemDay,
        3 | 19 => Of::System,
        9 => Of::Pair,
        10 | 18 => Of::AccountDay,
        11 => Of::Citizen,
        13 | 15 => Of::Account,
        _ => Of::Lookup,
    }
}

/// Rules whose flags are lookups.
pub const OF_LOOKUPS: [usize; 9] = [4, 5, 6, 7, 8, 12, 14, 16, 17];

/// A short name in Vietnamese, as lists and reports say it.
pub const fn name(number: usize) -> &'static str {
    match number {
        1 => "tháng không có nhật ký",
        2 => "ngày làm việc không có lượt tra cứu",
        3 => "số thứ tự nhật ký đứt quãng, lặp hoặc thời gian lùi",
        4 => "không ghi số hồ sơ",
        5 => "số hồ sơ không tồn tại",
        6 => "công dân không thuộc hồ sơ",
        7 => "ngoài thời gian giải quyết hồ sơ",
        8 => "ngoài giờ làm việc",
        9 => "hai máy dùng một tài khoản cùng lúc",
        10 => "số lượt trong ngày tăng đột biến",
        11 => "công dân bị nhiều tài khoản của nhiều đơn vị tra cứu",
        12 => "người cần bảo vệ, người thân của chủ tài khoản",
        13 => "dùng lại sau thời gian dài không dùng",
        14 => "tài khoản chưa mở, đã khóa hoặc người dùng đã nghỉ",
        15 => "chưa ký cam kết",
        16 => "máy chưa đăng ký hoặc của đơn vị khác",
        17 => "tài khoản không có trong sổ",
        18 => "nhiều lượt bị từ chối, báo lỗi trong ngày",
        _ => "nhật ký dừng trước khi kết thúc kỳ",
    }
}

/// What a rule's flags are counted in.
pub const fn counted(number: usize) -> &'static str {
    match of(number) {
        Of::Lookup => "lượt",
        Of::System => "hệ thống",
        Of::SystemMonth => "tháng",
        Of::SystemDay | Of::AccountDay => "ngày",
        Of::Account => "tài khoản",
        Of::Pair => "cặp lượt",
        Of::Citizen => "công dân",
    }
}

/// The bit of rule `number` in a row's mark.
pub const fn bit(number: usize) -> u32 {
    1 << number
}

/// The row is a lookup: its result is `ok` or `not_found`.
pub const LOOKUP: u32 = 1;
/// A lookup its dossier explains.
pub const EXPLAINED: u32 = 1 << 30;

/// Marks of rules a row can be flagged by.
pub const ROW_RULES: u32 = {
    let mut mask = 0;
    let mut at = 0;
    while at < OF_LOOKUPS.len() {
        mask |= bit(OF_LOOKUPS[at]);
        at += 1;
    }
    mask
};

/// Whether the texts of a row so marked are kept: it is flagged, or it is a lookup
/// nothing explains.
pub const fn keeps_texts(mark: u32) -> bool {
    mark & ROW_RULES != 0 || mark & (LOOKUP | EXPLAINED) == LOOKUP
}

/// What a rule flags, with its thresholds, in one sentence.
pub fn definition(number: usize, p: &crate::parameters::Parameters) -> String {
    let n = number_told;
    match number {
        1 => "Tháng trong kỳ mà hệ thống không có bản ghi nào, trong khi tháng sau đó có.".into(),
        2 => format!(
            "Ngày làm việc không có lượt tra cứu nào từ {} đến trước {} giờ, ở hệ thống có trung vị từ {} lượt mỗi ngày làm việc trở lên.",
            n(p.silence_from_hour), n(p.silence_to_hour), n(p.silence_median)
        ),
        3 => format!(
            "Số thứ tự bị đứt quãng, bị lặp, hoặc thời gian lùi quá {} giây so với bản ghi ngay trước.",
            n(p.step_back_seconds)
        ),
        4 => "Lượt tra cứu không ghi số hồ sơ.".into(),
        5 => "Số hồ sơ ghi trong lượt tra cứu không có trên hệ thống giải quyết thủ tục hành chính.".into(),
        6 => "Công dân được tra cứu không phải là người của hồ sơ.".into(),
        7 => format!(
            "Đúng công dân của hồ sơ nhưng sớm hơn {} giờ trước khi mở hoặc muộn hơn {} ngày sau khi đóng hồ sơ.",
            n(p.before_opened_hours), n(p.after_closed_days)
        ),
        8 => format!("Ngoài khoảng từ {} đến trước {} giờ của ngày làm việc.", n(p.hours_from), n(p.hours_to)),
        9 => format!(
            "Hai lượt liền nhau của một tài khoản trên hai máy khác nhau, cách nhau không quá {} giây.",
            n(p.shared_seconds)
        ),
        10 => format!(
            "Ngày có từ {} lượt trở lên và vượt trung vị cộng {} lần độ lệch tuyệt đối trung vị (ít nhất {}) của các ngày có tra cứu, khi tài khoản có từ {} ngày như vậy.",
            p.volume_lookups, n(p.volume_factor), n(p.volume_least_deviation), p.volume_active_days
        ),
        11 => format!(
            "Công dân bị tra cứu không có hồ sơ giải thích bởi từ {} tài khoản của từ {} đơn vị trở lên trong {} ngày.",
            p.breadth_accounts, p.breadth_units, n(p.breadth_days)
        ),
        12 => "Người trong danh sách cần bảo vệ bị tra cứu không có hồ sơ giải thích; người thân của chủ tài khoản bị tra cứu, dù có hồ sơ.".into(),
        13 => format!("Tài khoản được dùng lại sau từ {} ngày không dùng trở lên.", n(p.dormant_days)),
        14 => "Lượt tra cứu trước ngày mở tài khoản, sau khi khóa tài khoản hoặc sau khi người dùng nghỉ, chuyển công tác.".into(),
        15 => "Tài khoản có tra cứu nhưng sổ tài khoản không ghi ngày ký cam kết.".into(),
        16 => "Lượt tra cứu trên máy không có trong sổ, chưa đăng ký, hoặc đăng ký cho đơn vị khác.".into(),
        17 => "Lượt tra cứu của tài khoản không có trong sổ tài khoản.".into(),
        18 => format!("Ngày có từ {} lượt bị từ chối hoặc báo lỗi trở lên.", p.denied),
        _ => format!("Bản ghi cuối cùng của hệ thống sớm hơn {} ngày trước khi kết thúc kỳ.", n(p.ended_days)),
    }
}

/// A number as Vietnamese writes it.
fn number_told(number: f64) -> String {
    number.to_string().replace('.', ",")
}
