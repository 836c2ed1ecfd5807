//! The sheet of units: its columns, and what its rows would change.
//!
//! One sheet goes both ways: what is exported can be corrected and read in
//! again. An empty cell leaves things as they are. Not here: opening a workbook
//! (`reader::sheet`), keeping the outcome (`import`).

mod reading;

pub(crate) use reading::date;
pub use reading::{
    Addition, Changed, Difference, Foreseen, MOST_ROWS, Parent, Registry, Row, RowFault, foresee, rows_of,
};

/// The columns, in the order of the exported sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    Name,
    ShortName,
    Kind,
    Parent,
    Aliases,
    HeadName,
    HeadTitle,
    Email,
    ValidFrom,
    ValidTo,
    Focal,
    FocalPosition,
    FocalPhone,
    FocalEmail,
    /// The record's own identifier; blank for new units.
    Code,
}

impl Column {
    pub const ALL: [Column; 15] = [
        Column::Name,
        Column::ShortName,
        Column::Kind,
        Column::Parent,
        Column::Aliases,
        Column::HeadName,
        Column::HeadTitle,
        Column::Email,
        Column::ValidFrom,
        Column::ValidTo,
        Column::Focal,
        Column::FocalPosition,
        Column::FocalPhone,
        Column::FocalEmail,
        Column::Code,
    ];

    /// The heading in the sheet.
    pub fn heading(self) -> &'static str {
        match self {
            Column::Name => "Tên cơ quan, đơn vị",
            Column::ShortName => "Tên viết tắt",
            Column::Kind => "Loại",
            Column::Parent => "Cơ quan cấp trên",
            Column::Aliases => "Tên gọi khác",
            Column::HeadName => "Người đứng đầu",
            Column::HeadTitle => "Chức vụ người đứng đầu",
            Column::Email => "Thư điện tử",
            Column::ValidFrom => "Có từ ngày",
            Column::ValidTo => "Đến hết ngày",
            Column::Focal => "Đầu mối",
            Column::FocalPosition => "Chức vụ đầu mối",
            Column::FocalPhone => "Điện thoại đầu mối",
            Column::FocalEmail => "Thư điện tử đầu mối",
            Column::Code => "Mã trong phần mềm",
        }
    }

    /// Other headings lists of units use.
    fn also(self) -> &'static [&'static str] {
        match self {
            Column::Name => &["Tên đơn vị", "Đơn vị", "Cơ quan, đơn vị", "Tên cơ quan"],
            Column::ShortName => &["Viết tắt"],
            Column::Kind => &["Loại đơn vị", "Loại cơ quan, đơn vị"],
            Column::Parent => &["Đơn vị cấp trên", "Cấp trên", "Trực thuộc"],
            Column::Aliases => &["Tên khác"],
            Column::HeadName => &["Thủ trưởng"],
            Column::HeadTitle => &["Chức vụ"],
            Column::Email => &["Email", "Hộp thư"],
            Column::ValidFrom => &["Từ ngày"],
            Column::ValidTo => &["Đến ngày"],
            Column::Focal => &["Cán bộ đầu mối", "Họ tên đầu mối"],
            Column::FocalPhone => &["Số điện thoại", "Điện thoại"],
            Column::FocalEmail => &["Email đầu mối"],
            Column::FocalPosition => &[],
            Column::Code => &["Mã"],
        }
    }

    /// Stable name, as faults and the audit write it.
    pub fn code(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::ShortName => "short_name",
            Column::Kind => "kind",
            Column::Parent => "parent",
            Column::Aliases => "aliases",
            Column::HeadName => "head_name",
            Column::HeadTitle => "head_title",
            Column::Email => "email",
            Column::ValidFrom => "valid_from",
            Column::ValidTo => "valid_to",
            Column::Focal => "focal",
            Column::FocalPosition => "focal_position",
            Column::FocalPhone => "focal_phone",
            Column::FocalEmail => "focal_email",
            Column::Code => "code",
        }
    }

    fn of_heading(text: &str) -> Option<Self> {
        let wanted = domain::text::fold(text);
        Column::ALL.into_iter().find(|column| {
            std::iter::once(&column.heading())
                .chain(column.also())
                .any(|known| domain::text::fold(known) == wanted)
        })
    }
}
