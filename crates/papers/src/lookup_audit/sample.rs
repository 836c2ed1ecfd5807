//! A sample audit from the invented province An Sơn. Names and numbers are invented.

use jiff::civil::{Date, DateTime, date};

use super::{AuditedRule, Flagged, LookupAudit, RankedAccount, RejectedLines, Step, TimeCount, UnitCount};

/// Codes with names, what they flag, how many of what.
const RULES: [(&str, &str, &str, u64, &str); 19] = [
    ("L1", "tháng không có nhật ký", "Tháng trong kỳ mà hệ thống không có bản ghi nào.", 1, "tháng"),
    (
        "L2",
        "ngày làm việc không có lượt tra cứu",
        "Ngày làm việc không có lượt tra cứu nào từ 8 giờ.",
        1,
        "ngày",
    ),
    (
        "L3",
        "số thứ tự nhật ký đứt quãng",
        "Số thứ tự bị đứt quãng, bị lặp hoặc thời gian lùi.",
        1,
        "hệ thống",
    ),
    ("L4", "không ghi số hồ sơ", "Lượt tra cứu không ghi số hồ sơ.", 1_204, "lượt"),
    ("L5", "số hồ sơ không tồn tại", "Số hồ sơ không có trên hệ thống giải quyết thủ tục.", 0, "lượt"),
    ("L6", "công dân không thuộc hồ sơ", "Công dân được tra cứu không phải là người của hồ sơ.", 1, "lượt"),
    ("L7", "ngoài thời gian giải quyết hồ sơ", "Đúng công dân của hồ sơ nhưng sớm hoặc muộn.", 0, "lượt"),
    ("L8", "ngoài giờ làm việc", "Ngoài khoảng từ 7 đến trước 18 giờ của ngày làm việc.", 0, "lượt"),
    (
        "L9",
        "hai máy dùng một tài khoản cùng lúc",
        "Hai lượt liền nhau trên hai máy khác nhau.",
        1,
        "cặp lượt",
    ),
    ("L10", "số lượt trong ngày tăng đột biến", "Ngày có từ 50 lượt trở lên và vượt ngưỡng.", 1, "ngày"),
    ("L11", "công dân bị nhiều tài khoản tra cứu", "Công dân bị từ 5 tài khoản tra cứu.", 1, "công dân"),
    ("L12", "người cần bảo vệ", "Người trong danh sách cần bảo vệ bị tra cứu.", 0, "lượt"),
    ("L13", "dùng lại sau thời gian dài", "Tài khoản được dùng lại sau từ 60 ngày.", 1, "tài khoản"),
    ("L14", "tài khoản đã khóa", "Lượt tra cứu sau khi khóa tài khoản.", 0, "lượt"),
    ("L15", "chưa ký cam kết", "Sổ tài khoản không ghi ngày ký cam kết.", 1, "tài khoản"),
    ("L16", "máy chưa đăng ký", "Lượt tra cứu trên máy không có trong sổ.", 0, "lượt"),
    ("L17", "tài khoản không có trong sổ", "Tài khoản không có trong sổ tài khoản.", 0, "lượt"),
    ("L18", "nhiều lượt bị từ chối trong ngày", "Ngày có từ 20 lượt bị từ chối trở lên.", 1, "ngày"),
    ("L19", "nhật ký dừng trước khi kết thúc kỳ", "Bản ghi cuối sớm hơn 7 ngày.", 1, "hệ thống"),
];

impl LookupAudit {
    /// Half a year of lookups of three units.
    pub fn sample() -> Self {
        Self {
            drawn_up: date(2026, 9, 18),
            from: date(2026, 1, 1),
            to: date(2026, 6, 30),
            log: "nhat-ky-csdldc-2026.parquet".to_owned(),
            sha256: "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef".to_owned(),
            calendar: "lịch làm việc Việt Nam 2026".to_owned(),
            rows: 48_310,
            lookups: 47_902,
            explained: 46_611,
            before_opened_hours: 1.0,
            after_closed_days: 15.0,
            step: Step::Month,
            over_time: months(),
            hours: hours(),
            units: vec![
                unit("Sở Tư pháp", 18_020, 902),
                unit("Ủy ban nhân dân phường An Trung", 21_377, 298),
                unit("Ủy ban nhân dân xã Đồng Khê", 8_505, 91),
            ],
            rules: rules(),
            accounts: vec![
                RankedAccount {
                    account: "stp.hotich03".to_owned(),
                    holder: "CB-0417".to_owned(),
                    unit: "Sở Tư pháp".to_owned(),
                    lookups: 3_120,
                    unexplained: 611,
                    why: [
                        "không ghi số hồ sơ: 611 lượt, từ 02/02/2026 đến 30/04/2026",
                        "số lượt trong ngày tăng đột biến: 1 ngày, ngày 14/04/2026",
                        "nhiều lượt bị từ chối trong ngày: 1 ngày, ngày 15/04/2026",
                    ]
                    .map(str::to_owned)
                    .to_vec(),
                },
                RankedAccount {
                    account: "an-trung.motcua".to_owned(),
                    holder: "CB-0533".to_owned(),
                    unit: "Ủy ban nhân dân phường An Trung".to_owned(),
                    lookups: 5_044,
                    unexplained: 120,
                    why: vec!["hai máy dùng một tài khoản cùng lúc: 1 lần, ngày 05/03/2026".to_owned()],
                },
                RankedAccount {
                    account: "dong-khe.01".to_owned(),
                    holder: String::new(),
                    unit: String::new(),
                    lookups: 77,
                    unexplained: 0,
                    why: Vec::new(),
                },
            ],
            all_accounts: 214,
            rejected: vec![
                RejectedLines {
                    table: "Nhật ký".to_owned(),
                    reason: "thiếu cột, thừa cột".to_owned(),
                    count: 12,
                },
                RejectedLines {
                    table: "Hồ sơ".to_owned(),
                    reason: "không đúng thời gian".to_owned(),
                    count: 3,
                },
            ],
        }
    }
}

fn months() -> Vec<TimeCount> {
    (1..=6_i8)
        .zip([(7_011, 96), (5_830, 310), (8_702, 288), (8_114, 401), (8_033, 99), (8_921, 97)])
        .map(|(month, (explained, unexplained))| TimeCount {
            from: date(2026, month, 1),
            explained,
            unexplained,
        })
        .collect()
}

fn hours() -> Vec<u64> {
    vec![2, 0, 0, 0, 0, 1, 4, 60, 166, 181, 170, 98, 22, 81, 170, 161, 98, 40, 12, 9, 7, 4, 3, 2]
}

fn unit(name: &str, lookups: u64, unexplained: u64) -> UnitCount {
    UnitCount { unit: name.to_owned(), lookups, unexplained }
}

fn rules() -> Vec<AuditedRule> {
    RULES
        .iter()
        .enumerate()
        .map(|(place, (code, name, definition, count, counted))| AuditedRule {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            definition: (*definition).to_owned(),
            not_asked: (*code == "L12").then(|| "không có danh sách cần bảo vệ".to_owned()),
            count: *count,
            counted: (*counted).to_owned(),
            flagged: flagged(place + 1),
        })
        .collect()
}

fn at(day: Date, hour: i8, minute: i8) -> DateTime {
    day.at(hour, minute, 5, 0)
}

fn flagged(rule: usize) -> Vec<Flagged> {
    let system = || "Hộ tịch điện tử".to_owned();
    let account = || "stp.hotich03".to_owned();
    let one = match rule {
        1 => Flagged::Month { system: system(), month: date(2026, 2, 1) },
        2 => Flagged::Day { system: system(), day: date(2026, 3, 12) },
        3 => Flagged::Sequence { system: system(), gaps: 2, missing: 45, repeats: 1, back: 3 },
        4 => {
            let lookup = |hour: i8, citizen: &str| Flagged::Lookup {
                at: at(date(2026, 2, 2), hour, 15),
                account: account(),
                citizen: citizen.to_owned(),
                system: system(),
                terminal: "STP-PC07".to_owned(),
                dossier: String::new(),
            };
            return vec![
                lookup(8, "001185009871"),
                lookup(9, "036099012345"),
                lookup(14, "a3f5e0c9b27d4418"),
            ];
        }
        6 => Flagged::Lookup {
            at: at(date(2026, 5, 20), 10, 40),
            account: "an-trung.motcua".to_owned(),
            citizen: "034201007766".to_owned(),
            system: "Cổng dịch vụ công".to_owned(),
            terminal: String::new(),
            dossier: "H05.034201007766.0003".to_owned(),
        },
        9 => Flagged::Pair {
            account: "an-trung.motcua".to_owned(),
            first: at(date(2026, 3, 5), 8, 30),
            first_terminal: "AT-PC01".to_owned(),
            second: at(date(2026, 3, 5), 8, 31),
            second_terminal: "AT-PC09".to_owned(),
        },
        10 => Flagged::Volume {
            account: account(),
            day: date(2026, 4, 14),
            count: 187,
            median: 31.5,
            limit: 61.5,
        },
        11 => Flagged::Breadth {
            citizen: "079090001122".to_owned(),
            accounts: 6,
            units: 3,
            from: at(date(2026, 4, 2), 8, 10),
            to: at(date(2026, 4, 27), 16, 20),
        },
        13 => Flagged::Dormant {
            account: "dong-khe.01".to_owned(),
            times: 1,
            before: at(date(2026, 1, 8), 9, 0),
            after: at(date(2026, 5, 4), 7, 50),
        },
        15 => Flagged::Unsigned { account: "dong-khe.01".to_owned(), lookups: 77 },
        18 => Flagged::Denied { account: account(), day: date(2026, 4, 15), count: 26 },
        19 => Flagged::Ended {
            system: "Cổng dịch vụ công".to_owned(), last: at(date(2026, 6, 11), 16, 55)
        },
        _ => return Vec::new(),
    };
    vec![one]
}
