//! The look of every element of a paper: face, size, alignment and spacing by
//! Nghị định 30/2020/NĐ-CP, Phụ lục I. One table, read by all renderers; in DOCX
//! each entry is a Word style under the element's Vietnamese name.

use serde::Serialize;

use crate::fonts::Weight;

/// An element of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// Tên cơ quan, tổ chức chủ quản trực tiếp.
    Parent,
    /// Tên cơ quan, tổ chức ban hành.
    Issuer,
    /// Tên cơ quan cấp trên, văn bản của Đảng.
    PartyParent,
    /// Tên cơ quan ban hành, văn bản của Đảng.
    PartyIssuer,
    /// Tiêu đề "Đảng Cộng sản Việt Nam".
    PartyTitle,
    /// Quốc hiệu.
    Nation,
    /// Tiêu ngữ.
    Motto,
    /// Số, ký hiệu.
    Number,
    /// Trích yếu của công văn ("V/v …").
    About,
    /// Địa danh và thời gian ban hành.
    PlaceDate,
    /// Tên loại văn bản.
    TypeName,
    /// Trích yếu nội dung.
    Summary,
    /// Thẩm quyền ban hành của quyết định.
    DecidingAuthority,
    /// Nơi nhận 9a ("Kính gửi"), một cơ quan.
    Addressee,
    /// Nơi nhận 9a, mỗi dòng một cơ quan.
    AddresseeLine,
    /// Căn cứ ban hành.
    Basis,
    /// Phần, mục lớn (I, II, III).
    HeadingOne,
    /// Mục (1, 2, 3), điều.
    HeadingTwo,
    /// Điểm có tiêu đề (1.1, a).
    HeadingThree,
    /// Nội dung văn bản.
    Body,
    /// Dòng chú thích giữa trang, chữ nghiêng.
    Note,
    /// Tên bảng.
    Caption,
    /// Ô của bảng.
    Cell,
    /// Ô tiêu đề của bảng.
    CellHead,
    /// "Nơi nhận:".
    RecipientsHead,
    /// Dòng nơi nhận.
    Recipient,
    /// Quyền hạn, chức vụ người ký.
    Capacity,
    /// "(Ký, ghi rõ họ tên)".
    SigningNote,
    /// Khoảng trống để ký.
    SigningRoom,
    /// Họ và tên người ký.
    SignerName,
    /// "Phụ lục I".
    AnnexLabel,
    /// Tên phụ lục.
    AnnexTitle,
    /// "(Kèm theo …)".
    AnnexReference,
    /// Khoảng cách sau bảng.
    AfterTable,
    /// Số trang.
    PageNumber,
}

/// How lines stand between the margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    /// Flush left.
    Left,
    /// Centred.
    Center,
    /// Flush right.
    Right,
    /// Both margins.
    Justify,
}

/// What an element looks like. Lengths in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Look {
    /// The Word style's id.
    #[serde(skip)]
    pub id: &'static str,
    /// The Word style's name.
    #[serde(skip)]
    pub name: &'static str,
    /// Letter size.
    pub size: f64,
    /// Bold face.
    pub bold: bool,
    /// Italic face.
    pub italic: bool,
    /// Alignment.
    pub align: Align,
    /// Indent of the first line.
    pub first: f64,
    /// Space above.
    pub before: f64,
    /// Space below.
    pub after: f64,
    /// Line pitch as a multiple of the face's own.
    pub line: f64,
    /// Stays on the page of what follows.
    pub keep_next: bool,
    /// Level in the outline, from 1; 0 is none.
    pub outline: u8,
}

/// First-line indent of body text: 1,27 cm.
const INDENT: f64 = 36.0;
/// At least 6 points between paragraphs.
const BETWEEN: f64 = 6.0;
/// Between single and one and a half.
const BODY_LINE: f64 = 1.1;

impl Style {
    /// Every style, in the order of the Word style list.
    pub const ALL: [Self; 35] = [
        Self::Body,
        Self::HeadingOne,
        Self::HeadingTwo,
        Self::HeadingThree,
        Self::Parent,
        Self::Issuer,
        Self::PartyParent,
        Self::PartyIssuer,
        Self::PartyTitle,
        Self::Nation,
        Self::Motto,
        Self::Number,
        Self::About,
        Self::PlaceDate,
        Self::TypeName,
        Self::Summary,
        Self::DecidingAuthority,
        Self::Addressee,
        Self::AddresseeLine,
        Self::Basis,
        Self::Note,
        Self::Caption,
        Self::Cell,
        Self::CellHead,
        Self::RecipientsHead,
        Self::Recipient,
        Self::Capacity,
        Self::SigningNote,
        Self::SigningRoom,
        Self::SignerName,
        Self::AnnexLabel,
        Self::AnnexTitle,
        Self::AnnexReference,
        Self::AfterTable,
        Self::PageNumber,
    ];

    /// The style's look.
    pub const fn look(self) -> Look {
        match self {
            Self::Parent => centred("CoQuanChuQuan", "Cơ quan chủ quản", 12.0),
            Self::Issuer => centred("CoQuanBanHanh", "Cơ quan ban hành", 12.0).bold(),
            Self::PartyParent => centred("DangCapTren", "Đảng - Cơ quan cấp trên", 14.0),
            Self::PartyIssuer => centred("DangCoQuanBanHanh", "Đảng - Cơ quan ban hành", 14.0).bold(),
            Self::PartyTitle => centred("DangTieuDe", "Đảng - Tiêu đề", 15.0).bold(),
            Self::Nation => centred("QuocHieu", "Quốc hiệu", 12.0).bold(),
            Self::Motto => centred("TieuNgu", "Tiêu ngữ", 13.0).bold(),
            Self::Number => centred("SoKyHieu", "Số ký hiệu", 13.0).spaced(BETWEEN, 0.0),
            Self::About => centred("TrichYeuCongVan", "Trích yếu công văn", 12.0).spaced(BETWEEN, 0.0),
            Self::PlaceDate => {
                centred("DiaDanhThoiGian", "Địa danh, thời gian", 13.0).italic().spaced(BETWEEN, 0.0)
            }
            Self::TypeName => {
                centred("TenLoaiVanBan", "Tên loại văn bản", 14.0).bold().spaced(18.0, 0.0).kept()
            }
            Self::Summary => centred("TrichYeu", "Trích yếu", 14.0).bold().kept(),
            Self::DecidingAuthority => {
                centred("ThamQuyenBanHanh", "Thẩm quyền ban hành", 14.0).bold().spaced(12.0, 12.0).kept()
            }
            Self::Addressee => centred("KinhGui", "Kính gửi", 14.0).spaced(12.0, 12.0),
            Self::AddresseeLine => plain("KinhGuiDong", "Kính gửi - dòng", 14.0),
            Self::Basis => running("CanCu", "Căn cứ").italic(),
            Self::HeadingOne => heading("Heading1", "heading 1").outlined(1),
            Self::HeadingTwo => heading("Heading2", "heading 2").outlined(2),
            Self::HeadingThree => heading("Heading3", "heading 3").italic().outlined(3),
            Self::Body => running("NoiDung", "Nội dung"),
            Self::Note => centred("ChuThich", "Chú thích", 13.0).italic().spaced(0.0, BETWEEN),
            Self::Caption => centred("TenBang", "Tên bảng", 13.0).bold().spaced(BETWEEN, BETWEEN).kept(),
            Self::Cell => plain("OBang", "Ô bảng", 12.0),
            Self::CellHead => centred("OTieuDe", "Ô tiêu đề", 12.0).bold(),
            Self::RecipientsHead => plain("NoiNhanTieuDe", "Nơi nhận - tiêu đề", 12.0).bold().italic(),
            Self::Recipient => plain("NoiNhan", "Nơi nhận", 11.0),
            Self::Capacity => centred("QuyenHanChucVu", "Quyền hạn, chức vụ", 14.0).bold().kept(),
            Self::SigningNote => centred("HuongDanKy", "Hướng dẫn ký", 13.0).italic().kept(),
            Self::SigningRoom => centred("ChoKy", "Chỗ ký", 14.0).spaced(54.0, 0.0).kept(),
            Self::SignerName => centred("HoTenNguoiKy", "Họ tên người ký", 14.0).bold(),
            Self::AnnexLabel => centred("PhuLuc", "Phụ lục", 14.0).bold().kept().outlined(1),
            Self::AnnexTitle => centred("TenPhuLuc", "Tên phụ lục", 14.0).bold().kept(),
            Self::AnnexReference => centred("KemTheo", "Kèm theo", 14.0).italic().spaced(0.0, 12.0).kept(),
            Self::AfterTable => plain("SauBang", "Sau bảng", 6.0),
            Self::PageNumber => centred("SoTrang", "Số trang", 13.0),
        }
    }
}

impl Look {
    /// The face that the look is set in, for measuring.
    pub const fn weight(&self) -> Weight {
        if self.bold { Weight::Bold } else { Weight::Regular }
    }

    const fn bold(mut self) -> Self {
        self.bold = true;
        self
    }

    const fn italic(mut self) -> Self {
        self.italic = true;
        self
    }

    const fn spaced(mut self, before: f64, after: f64) -> Self {
        self.before = before;
        self.after = after;
        self
    }

    const fn kept(mut self) -> Self {
        self.keep_next = true;
        self
    }

    const fn outlined(mut self, level: u8) -> Self {
        self.outline = level;
        self.keep_next = true;
        self
    }
}

const fn plain(id: &'static str, name: &'static str, size: f64) -> Look {
    Look {
        id,
        name,
        size,
        bold: false,
        italic: false,
        align: Align::Left,
        first: 0.0,
        before: 0.0,
        after: 0.0,
        line: 1.0,
        keep_next: false,
        outline: 0,
    }
}

const fn centred(id: &'static str, name: &'static str, size: f64) -> Look {
    let mut look = plain(id, name, size);
    look.align = Align::Center;
    look
}

const fn running(id: &'static str, name: &'static str) -> Look {
    let mut look = plain(id, name, 14.0).spaced(0.0, BETWEEN);
    look.align = Align::Justify;
    look.first = INDENT;
    look.line = BODY_LINE;
    look
}

const fn heading(id: &'static str, name: &'static str) -> Look {
    let mut look = running(id, name).bold();
    look.align = Align::Left;
    look
}
