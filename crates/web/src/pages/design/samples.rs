//! Fictional data for the design page: a campaign in tỉnh An Sơn.
//!
//! Not here: anything that a release shows.

use jiff::civil::date;

use super::Row;
use crate::form::{Choice, Field, Form, Kind, Label};
use crate::frame::Frame;
use crate::list::{Column, ListState, Table};
use crate::parts::badge::{Badge, Tone};
use crate::parts::chart::{Bar, Bars, Lines, Series};
use crate::parts::figures::{FigureCard, Figures};
use crate::parts::files::{FileLine, Files};
use crate::parts::found::{Found, FoundGroup, FoundRow};
use crate::parts::heat::{Heat, HeatCell, HeatRow};
use crate::parts::job::{Job, JobState};
use crate::parts::keys::{KeyChoice, KeyChoices};
use crate::parts::notices::{Notice, Notices};
use crate::parts::progress::Progress;
use crate::parts::remarks::{Remark, Remarks};
use crate::parts::steps::{Step, StepState, Steps};
use crate::parts::tabs::{Tab, Tabs};
use crate::parts::timeline::{Entry, Timeline};
use crate::parts::tree::{Branch, Tree};
use crate::words::Lang;

/// One word per tone, in the order of `Tone::ALL`.
pub(super) const STATES: [&str; 8] = [
    "Chưa bắt đầu",
    "Chờ duyệt",
    "Đang kiểm tra",
    "Đã khắc phục",
    "Sắp đến hạn",
    "Quá hạn",
    "Đã trả lại",
    "Không áp dụng",
];

const UNITS: [(&str, &str); 6] = [
    ("u1", "Ủy ban nhân dân phường Bến Cát"),
    ("u2", "Đảng ủy xã Đồng Tâm"),
    ("u3", "Ủy ban nhân dân xã Đồng Tâm"),
    ("u4", "Sở Khoa học và Công nghệ"),
    ("u5", "Ủy ban nhân dân xã Ổ Loan"),
    ("u6", "Trung tâm Phục vụ hành chính công tỉnh"),
];

pub(super) fn tabs(lang: Lang) -> Tabs {
    let tabs = vec![
        Tab::new("Đơn vị", "/campaigns/kh-2026-02").on(true).count(55),
        Tab::new("Lịch kiểm tra", "/campaigns/kh-2026-02/visits").count(12),
        Tab::new("Tồn tại", "/campaigns/kh-2026-02/findings").count(1_204),
        Tab::new("Văn bản", "/campaigns/kh-2026-02/papers"),
    ];
    Tabs { lang, label: "Các phần của đợt kiểm tra".to_owned(), tabs }
}

pub(super) fn figures(lang: Lang) -> Figures {
    let card = |label: &str, figure: u64, name: &str| {
        FigureCard::new(lang, label, figure, format!("/design?state={name}"))
    };
    Figures::new(
        "Số liệu của đợt kiểm tra",
        vec![
            card("Đơn vị được kiểm tra", 55, "all").note("năm trước 48"),
            card("Báo cáo chưa gửi", 9, "missing").tone(Tone::Waiting).note("hạn 27/11/2026").on(true),
            card("Đang kiểm tra", 4, "going").tone(Tone::Going),
            card("Tồn tại quá hạn", 17, "late").tone(Tone::Late).note("năm trước 31"),
            card("Đã khắc phục", 1_187, "done").tone(Tone::Done).note("98% tổng số"),
        ],
    )
}

pub(super) fn table(f: &Frame) -> Table {
    let state = ListState::read("/design", Some("sort=name&state=missing&page=2"), 20);
    let filters = vec![
        state.filter(
            "state",
            "Báo cáo",
            [
                ("missing", "Chưa gửi".to_owned(), Some(9)),
                ("sent", "Đã gửi".to_owned(), Some(31)),
                ("returned", "Đã trả lại".to_owned(), Some(15)),
            ],
        ),
        state.filter(
            "kind",
            "Loại",
            [("commune", "Xã, phường".to_owned(), None), ("department", "Sở, ngành".to_owned(), None)],
        ),
    ];
    let columns = vec![
        Column::new("Đơn vị").sorted_by("name"),
        Column::new("Báo cáo").sorted_by("report"),
        Column::new("Kiểm tra"),
        Column::new("Tồn tại").sorted_by("findings").numeric(),
        Column::new("Đã trả lời"),
        Column::new("Hạn khắc phục").sorted_by("due"),
    ];
    Table::new(state, "Đơn vị của đợt kiểm tra", columns)
        .counting(55)
        .filtered(filters)
        .exported("Excel", "/design/units.xlsx", "file-spreadsheet")
        .exported(if f.lang == Lang::Vi { "In" } else { "Print" }, "/design/units.pdf", "printer")
        .picked()
}

pub(super) fn rows(lang: Lang) -> Vec<Row> {
    let answered = |done| Progress::new(lang, "câu đã trả lời", done, 60).small();
    let state = |place: usize| match place % 4 {
        0 => Badge::new(Tone::Waiting, "Chờ duyệt"),
        1 => Badge::new(Tone::Done, "Đã duyệt"),
        2 => Badge::new(Tone::Refused, "Đã trả lại"),
        _ => Badge::new(Tone::Idle, "Chưa gửi"),
    };
    let visit = |place: usize| match place % 3 {
        0 => Badge::new(Tone::Going, "Đang kiểm tra"),
        1 => Badge::new(Tone::Done, "Đã xong"),
        _ => Badge::new(Tone::Outside, "Chỉ tự kiểm tra"),
    };
    UNITS
        .into_iter()
        .enumerate()
        .map(|(place, (id, unit))| Row {
            id,
            unit,
            report: state(place),
            visit: visit(place),
            findings: [3, 0, 12, 7, 1, 1_024][place],
            answered: answered([60, 41, 7, 60, 0, 59][place]),
            due: [
                date(2026, 11, 18),
                date(2026, 11, 20),
                date(2026, 11, 22),
                date(2026, 12, 10),
                date(2026, 12, 11),
                date(2027, 1, 5),
            ][place],
        })
        .collect()
}

pub(super) fn nothing() -> Table {
    let columns = vec![Column::new("Số"), Column::new("Ngày")];
    Table::new(ListState::read("/design", None, 20), "Biên bản", columns)
}

pub(super) fn steps(lang: Lang) -> Steps {
    let steps = vec![
        Step::new("Quyết định", "05/11/2026", StepState::Done).to("/papers/12"),
        Step::new("Thông báo", "06/11/2026", StepState::Done).to("/papers/13"),
        Step::new("Công bố", "08:00 20/11/2026", StepState::Done),
        Step::new("Kiểm tra", "đang thực hiện", StepState::Now),
        Step::new("Biên bản", "20/11/2026", StepState::Next),
        Step::new("Kết quả", "25/11/2026", StepState::Next),
        Step::new("Khắc phục", "10/12/2026", StepState::Next),
    ];
    Steps { lang, label: "Các bước của cuộc kiểm tra".to_owned(), steps }
}

pub(super) fn bars(lang: Lang) -> Vec<Progress> {
    [(0, 60), (7, 60), (59, 60), (60, 60)]
        .map(|(done, total)| Progress::new(lang, "câu đã trả lời", done, total))
        .to_vec()
}

fn words(words: &str) -> Label {
    Label::Words(words.to_owned())
}

pub(super) fn fields() -> Vec<Field> {
    let choice = |value: &'static str, label: &str| Choice::new(value, words(label));
    vec![
        Field::new("leader", words("Trưởng đoàn"), Kind::Text { max: 120 }).required(),
        Field::new("start", words("Ngày bắt đầu"), Kind::Date).required(),
        Field::new("machines", words("Số máy tính kết nối Internet"), Kind::Number { min: 0, max: 100_000 })
            .required()
            .unit(words("máy"))
            .help(words("Tính cả máy xách tay. Năm trước: 1.250.")),
        Field::new("form", words("Hình thức"), Kind::Select)
            .choices([choice("regular", "Định kỳ"), choice("sudden", "Đột xuất")]),
        Field::new("verdict", words("Kết luận"), Kind::Radio).required().choices([
            choice("met", "Đạt").help(words("Đủ căn cứ, có tài liệu kèm theo.")),
            choice("unmet", "Không đạt"),
        ]),
        Field::new("themes", words("Nội dung kiểm tra"), Kind::Checks)
            .choices([choice("net", "An ninh mạng"), choice("secret", "Bảo vệ bí mật nhà nước")]),
        Field::new("note", words("Ghi chú"), Kind::LongText { max: 2_000, rows: 3 })
            .help(words("Không ghi nội dung bí mật nhà nước.")),
        Field::new("evidence", words("Tài liệu"), Kind::File { accept: ".pdf,.docx,.jpg", many: true })
            .help(words("PDF, DOCX hoặc ảnh; mỗi tệp không quá 25 MB.")),
        Field::new("sure", words("Tôi chịu trách nhiệm về số liệu đã nhập"), Kind::Check).required(),
    ]
}

fn renamed(prefix: &str, fields: Vec<Field>) -> Vec<Field> {
    let rename = |mut field: Field| {
        field.name = format!("{prefix}{}", field.name).into();
        field
    };
    fields.into_iter().map(rename).collect()
}

pub(super) fn wrong(lang: Lang) -> Form {
    let pairs = [("w-leader", "Nguyễn Văn An"), ("w-start", "31/02/2026"), ("w-machines", "một nghìn")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    Form::posted(lang, renamed("w-", fields()), pairs)
}

pub(super) fn saving(lang: Lang) -> Form {
    let field = Field::new(
        "lock",
        words("Phòng máy chủ có khóa và sổ ra vào không?"),
        Kind::LongText { max: 2_000, rows: 3 },
    )
    .help(words("Thử 409, 422, 500 để thấy các câu trả lời khác."))
    .autosave("/design/save", "7");
    Form::filled(lang, vec![field], [("lock", "Có khóa; chưa có sổ ra vào.")])
}

pub(super) fn timeline() -> Timeline {
    let entries = vec![
        Entry::new(
            Tone::Late,
            "Phát hiện: máy soạn thảo văn bản mật có kết nối Internet",
            "09:40 20/10/2026",
        )
        .by("Trần Thị Bình, thành viên đoàn")
        .to("/evidence/31"),
        Entry::new(Tone::Waiting, "Yêu cầu khắc phục trong 20 ngày", "16:00 20/10/2026")
            .by("Nguyễn Văn An, trưởng đoàn")
            .detail("Tháo kết nối, thay ổ cứng, bố trí máy riêng."),
        Entry::new(Tone::Done, "Đơn vị gửi kế hoạch khắc phục", "08:15 24/10/2026").by("Lê Văn Cường"),
        Entry::new(Tone::Warning, "Gia hạn 5 ngày: chờ mua sắm", "10:02 08/11/2026").by("Nguyễn Văn An"),
        Entry::new(Tone::Going, "Kiểm tra lại tại đơn vị", "đến 25/11/2026").to_come(),
    ];
    Timeline { label: "Diễn biến của tồn tại".to_owned(), entries }
}

pub(super) fn remarks() -> Remarks {
    let remark = |who: &str, role: &str, when: &str, words: &str, own| Remark {
        who: who.to_owned(),
        role: role.to_owned(),
        when: when.to_owned(),
        words: words.to_owned(),
        own,
    };
    Remarks {
        label: "Trao đổi về mục 2.3".to_owned(),
        remarks: vec![
            remark(
                "Trần Thị Bình",
                "Thành viên",
                "14:02 20/11/2026",
                "Số máy ở biên bản là 42, báo cáo ghi 40.\n\nĐề nghị đơn vị giải thích chênh lệch.",
                false,
            ),
            remark(
                "Nguyễn Văn An",
                "Trưởng đoàn",
                "14:20 20/11/2026",
                "Đã hỏi: 2 máy mới nhận ngày 15/11.",
                true,
            ),
        ],
    }
}

pub(super) fn remark_fields() -> Vec<Field> {
    vec![Field::new("remark", words("Ý kiến của bạn"), Kind::LongText { max: 2_000, rows: 2 }).required()]
}

pub(super) fn files(lang: Lang) -> Files {
    let file = |name: &str, bytes, note: &str| FileLine {
        name: name.to_owned(),
        href: "/files/1".to_owned(),
        bytes,
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        when: "09:41 20/11/2026".to_owned(),
        who: "Trần Thị Bình".to_owned(),
        note: note.to_owned(),
    };
    Files {
        lang,
        label: "Bằng chứng".to_owned(),
        files: vec![
            file("Ảnh phòng máy chủ.jpg", 3_412_000, "Trước khắc phục"),
            file("Sổ đăng ký máy tính.xlsx", 48_200, ""),
            file("Biên bản niêm phong.pdf", 912_000, "Sau khắc phục"),
        ],
    }
}

pub(super) fn tree() -> Tree {
    let item = |words: &str, tone, said: &str| Branch::new(words).to("/design").tone(tone, said);
    Tree {
        label: "Mục kiểm tra".to_owned(),
        branches: vec![
            Branch::new("1. Tổ chức và phân công").count("3/3").over(vec![
                item("1.1 Quyết định phân công", Tone::Done, "Đạt"),
                item("1.2 Quy chế bảo đảm an ninh mạng", Tone::Late, "Không đạt"),
                item("1.3 Tập huấn", Tone::Outside, "Không áp dụng"),
            ]),
            Branch::new("2. Máy tính và mạng nội bộ").count("1/4").over(vec![
                item("2.1 Tường lửa", Tone::Done, "Đạt"),
                item("2.2 Tài khoản quản trị", Tone::Idle, "Chưa kiểm tra").on(true),
                Branch::new("2.3 Máy soạn thảo văn bản mật").count("0/2").over(vec![
                    item("2.3.1 Tách khỏi Internet", Tone::Idle, "Chưa kiểm tra"),
                    item("2.3.2 Sổ theo dõi thiết bị lưu trữ", Tone::Idle, "Chưa kiểm tra"),
                ]),
            ]),
        ],
    }
}

pub(super) fn verdicts() -> KeyChoices {
    let choice = |value, label: &str, tone, on| KeyChoice { value, label: label.to_owned(), tone, on };
    KeyChoices {
        label: "Kết luận của mục 2.2".to_owned(),
        name: "verdict",
        choices: vec![
            choice("met", "Đạt", Tone::Done, false),
            choice("unmet", "Không đạt", Tone::Late, true),
            choice("partly", "Đạt một phần", Tone::Warning, false),
            choice("outside", "Không áp dụng", Tone::Outside, false),
        ],
    }
}

pub(super) fn heat(lang: Lang) -> Heat {
    let row = |label: &str, counts: [Option<u64>; 5]| HeatRow {
        label: label.to_owned(),
        href: "/units/1".to_owned(),
        cells: counts
            .map(|count| {
                count.map_or_else(HeatCell::default, |count| HeatCell::of(lang, count, 25).to("/findings"))
            })
            .to_vec(),
    };
    Heat {
        lang,
        caption: "Tồn tại theo đơn vị và nội dung".to_owned(),
        corner: "Đơn vị".to_owned(),
        columns: ["Tổ chức", "Máy tính", "Tài khoản", "Văn bản mật", "Sự cố"].map(str::to_owned).to_vec(),
        rows: vec![
            row("Phường Bến Cát", [Some(0), Some(12), Some(25), Some(3), Some(1)]),
            row("Xã Đồng Tâm", [Some(2), Some(7), Some(9), None, Some(0)]),
            row("Sở Khoa học và Công nghệ", [Some(0), Some(18), Some(14), Some(5), None]),
        ],
    }
}

pub(super) fn chart(lang: Lang) -> Bars {
    let bar = |label: &str, count, before| Bar {
        label: label.to_owned(),
        href: Some("/findings".to_owned()),
        count,
        before: Some(before),
    };
    Bars {
        lang,
        caption: "Tồn tại theo nội dung, so với năm trước".to_owned(),
        corner: "Nội dung".to_owned(),
        counted: "Năm nay".to_owned(),
        before: "Năm trước".to_owned(),
        rows: vec![
            bar("Quản lý tài khoản", 412, 530),
            bar("Máy soạn thảo văn bản mật", 96, 61),
            bar("Ghi và giữ nhật ký", 250, 0),
            bar("Đào tạo", 3, 40),
        ],
    }
}

pub(super) fn lines(lang: Lang) -> Lines {
    Lines {
        lang,
        caption: "Tồn tại phát hiện và khắc phục theo tháng".to_owned(),
        corner: "Tháng".to_owned(),
        periods: (1..=10).map(|month| format!("{month:02}")).collect(),
        series: vec![
            Series {
                label: "Phát hiện".to_owned(),
                counts: [3, 12, 40, 88, 61, 35, 20, 44, 12, 6].map(Some).to_vec(),
            },
            Series {
                label: "Khắc phục".to_owned(),
                counts: vec![
                    Some(0),
                    Some(2),
                    Some(15),
                    None,
                    Some(70),
                    Some(52),
                    Some(40),
                    Some(31),
                    Some(22),
                    Some(9),
                ],
            },
        ],
    }
}

pub(super) fn jobs(lang: Lang) -> Vec<Job> {
    let job = |id: &str, title: &str, done, state| Job {
        lang,
        id: id.to_owned(),
        title: title.to_owned(),
        done,
        total: 1_000,
        state,
        href: format!("/jobs/{id}"),
        page: "/design".to_owned(),
    };
    vec![
        job("open", "Mở đợt kiểm tra cho 1.000 đơn vị", 384, JobState::Going { seconds_left: Some(95) }),
        job(
            "print",
            "In 1.000 biên bản",
            1_000,
            JobState::Done { words: "Tải tệp nén (42,0 MB)".to_owned(), href: "/files/9".to_owned() },
        ),
        job("mail", "Gửi thông báo", 612, JobState::Failed { why: "Máy chủ thư không trả lời.".to_owned() }),
    ]
}

pub(super) fn notices(f: &Frame) -> Notices {
    let notice = |tone, words: &str, why: &str, act: Option<(&str, &str)>, read| Notice {
        tone,
        words: words.to_owned(),
        why: why.to_owned(),
        when: "07:30 20/11/2026".to_owned(),
        href: "/findings/7".to_owned(),
        act: act.map(|(words, href)| (words.to_owned(), href.to_owned())),
        read,
    };
    Notices {
        f: f.clone(),
        label: "Thông báo".to_owned(),
        notices: vec![
            notice(
                Tone::Waiting,
                "UBND xã Đồng Tâm đề nghị gia hạn 5 ngày cho tồn tại 7",
                "Bạn là trưởng đoàn",
                Some(("Đồng ý", "/findings/7/extend")),
                false,
            ),
            notice(
                Tone::Late,
                "Báo cáo của UBND xã Ổ Loan quá hạn 2 ngày",
                "Mục III.2 của Kế hoạch",
                Some(("Đôn đốc", "/reports/5/remind")),
                false,
            ),
            notice(Tone::Done, "Sở Khoa học và Công nghệ đã khắc phục xong tồn tại 3", "", None, true),
        ],
    }
}

pub(super) fn found() -> Found {
    let row = |label: &str, beside: &str| FoundRow {
        label: label.to_owned(),
        beside: beside.to_owned(),
        href: "/units/3".to_owned(),
    };
    Found {
        groups: vec![
            FoundGroup {
                label: "Đơn vị".to_owned(),
                icon: "building",
                rows: vec![row("Ủy ban nhân dân xã Đồng Tâm", "Xã"), row("Đảng ủy xã Đồng Tâm", "Xã")],
            },
            FoundGroup {
                label: "Tồn tại".to_owned(),
                icon: "alert-triangle",
                rows: vec![row("Máy soạn thảo văn bản mật có kết nối Internet", "An ninh mạng 2026, đợt 2")],
            },
        ],
    }
}
