//! The demo province "An Sơn": its bodies, people and work, all invented.

use crate::demo::people;
use anyhow::Result;
use app::clock::new_id;
use app::{Actor, App};
use domain::identifier::UnitId;
use domain::policy::Role;
use domain::unit::{Unit, UnitKind};

/// Bodies of the province: name, short name, kind.
const BODIES: [(&str, &str, UnitKind); 40] = [
    ("Văn phòng Tỉnh ủy An Sơn", "VP Tỉnh ủy", UnitKind::ProvincialParty),
    ("Ban Tổ chức Tỉnh ủy An Sơn", "Ban TC Tỉnh ủy", UnitKind::ProvincialParty),
    ("Ban Tuyên giáo và Dân vận Tỉnh ủy An Sơn", "Ban TG&DV", UnitKind::ProvincialParty),
    ("Ủy ban Kiểm tra Tỉnh ủy An Sơn", "UBKT Tỉnh ủy", UnitKind::ProvincialParty),
    (
        "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh An Sơn",
        "VP ĐĐBQH&HĐND",
        UnitKind::PeoplesCouncil,
    ),
    ("Ủy ban nhân dân tỉnh An Sơn", "UBND tỉnh", UnitKind::ProvincialGovernment),
    ("Văn phòng Ủy ban nhân dân tỉnh An Sơn", "VP UBND tỉnh", UnitKind::ProvincialGovernment),
    ("Sở Y tế", "SYT", UnitKind::Department),
    ("Sở Tư pháp", "STP", UnitKind::Department),
    ("Sở Tài chính", "STC", UnitKind::Department),
    ("Sở Xây dựng", "SXD", UnitKind::Department),
    ("Sở Nội vụ", "SNV", UnitKind::Department),
    ("Sở Công Thương", "SCT", UnitKind::Department),
    ("Sở Khoa học và Công nghệ", "Sở KH&CN", UnitKind::Department),
    ("Sở Giáo dục và Đào tạo", "Sở GD&ĐT", UnitKind::Department),
    ("Sở Nông nghiệp và Môi trường", "Sở NN&MT", UnitKind::Department),
    ("Sở Văn hóa và Thể thao", "Sở VH&TT", UnitKind::Department),
    ("Sở Du lịch", "SDL", UnitKind::Department),
    ("Thanh tra tỉnh An Sơn", "TTT", UnitKind::Department),
    ("Ban Quản lý các khu công nghiệp tỉnh An Sơn", "BQL KCN", UnitKind::Department),
    ("Báo và Đài Phát thanh, truyền hình An Sơn", "Báo và Đài PTTH", UnitKind::PublicServiceUnit),
    ("Trung tâm Phục vụ hành chính công tỉnh An Sơn", "TT PVHCC", UnitKind::PublicServiceUnit),
    ("Bệnh viện Đa khoa tỉnh An Sơn", "BVĐK tỉnh", UnitKind::PublicServiceUnit),
    ("Trường Cao đẳng Nghề An Sơn", "CĐ Nghề", UnitKind::PublicServiceUnit),
    ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh An Sơn", "UBMTTQ tỉnh", UnitKind::Front),
    ("Liên đoàn Lao động tỉnh An Sơn", "LĐLĐ tỉnh", UnitKind::MassOrganisation),
    ("Hội Liên hiệp Phụ nữ tỉnh An Sơn", "Hội LHPN tỉnh", UnitKind::MassOrganisation),
    ("Hội Nông dân tỉnh An Sơn", "HND tỉnh", UnitKind::MassOrganisation),
    ("Tỉnh đoàn An Sơn", "Tỉnh đoàn", UnitKind::MassOrganisation),
    ("Hội Cựu chiến binh tỉnh An Sơn", "HCCB tỉnh", UnitKind::MassOrganisation),
    ("Tòa án nhân dân tỉnh An Sơn", "TAND tỉnh", UnitKind::CentralBody),
    ("Viện kiểm sát nhân dân tỉnh An Sơn", "VKSND tỉnh", UnitKind::CentralBody),
    ("Thuế tỉnh An Sơn", "Thuế tỉnh", UnitKind::CentralBody),
    ("Kho bạc Nhà nước khu vực An Sơn", "KBNN", UnitKind::CentralBody),
    ("Công ty Điện lực An Sơn", "PC An Sơn", UnitKind::StateEnterprise),
    ("Công ty Cổ phần Cấp nước An Sơn", "Cấp nước An Sơn", UnitKind::StateEnterprise),
    ("Viễn thông An Sơn", "VT An Sơn", UnitKind::StateEnterprise),
    ("Công an tỉnh An Sơn", "CA tỉnh", UnitKind::Police),
    ("Bộ Chỉ huy Quân sự tỉnh An Sơn", "BCHQS tỉnh", UnitKind::Military),
    ("Tiểu ban An ninh mạng tỉnh An Sơn", "TB ANM", UnitKind::SteeringBody),
];

/// Communes and wards; each has a Party committee and a People's Committee.
const COMMUNES: [(&str, &str); 70] = [
    ("phường", "Đông Mai"),
    ("phường", "Tây Hà"),
    ("phường", "Nam Khê"),
    ("phường", "Bắc Lộc"),
    ("phường", "Trung Hậu"),
    ("phường", "Hoa Lâm"),
    ("phường", "Thanh Bình"),
    ("phường", "Quang Vinh"),
    ("phường", "Phú Thịnh"),
    ("phường", "Tân Lập"),
    ("xã", "An Khê"),
    ("xã", "Bình Sơn"),
    ("xã", "Cẩm Giang"),
    ("xã", "Châu Phong"),
    ("xã", "Chí Tân"),
    ("xã", "Diên Hồng"),
    ("xã", "Đại Đồng"),
    ("xã", "Đan Hội"),
    ("xã", "Đồng Tâm"),
    ("xã", "Đức Thắng"),
    ("xã", "Gia Lương"),
    ("xã", "Giao Hòa"),
    ("xã", "Hà Trung"),
    ("xã", "Hải Lý"),
    ("xã", "Hiệp Cường"),
    ("xã", "Hòa Lạc"),
    ("xã", "Hồng Phong"),
    ("xã", "Hưng Đạo"),
    ("xã", "Khánh Nhạc"),
    ("xã", "Kim Lan"),
    ("xã", "Lạc Viên"),
    ("xã", "Lâm Sơn"),
    ("xã", "Liên Hà"),
    ("xã", "Long Hưng"),
    ("xã", "Lương Tài"),
    ("xã", "Mai Lâm"),
    ("xã", "Minh Tân"),
    ("xã", "Mỹ Hương"),
    ("xã", "Nam Phong"),
    ("xã", "Nga Sơn"),
    ("xã", "Nghĩa Hòa"),
    ("xã", "Ngọc Liên"),
    ("xã", "Nhân Mỹ"),
    ("xã", "Ninh Xá"),
    ("xã", "Phong Châu"),
    ("xã", "Phù Lưu"),
    ("xã", "Phúc Khánh"),
    ("xã", "Quảng Yên"),
    ("xã", "Quế Nham"),
    ("xã", "Quỳnh Lâm"),
    ("xã", "Sơn Đông"),
    ("xã", "Tam Hợp"),
    ("xã", "Tân Hưng"),
    ("xã", "Thái Hòa"),
    ("xã", "Thạch Bàn"),
    ("xã", "Thượng Vũ"),
    ("xã", "Tiên Lữ"),
    ("xã", "Tràng An"),
    ("xã", "Trực Ninh"),
    ("xã", "Tứ Kỳ"),
    ("xã", "Vạn Xuân"),
    ("xã", "Văn Giang"),
    ("xã", "Vân Hà"),
    ("xã", "Việt Lâm"),
    ("xã", "Vĩnh Lộc"),
    ("xã", "Vũ Lăng"),
    ("xã", "Xuân Trường"),
    ("xã", "Yên Định"),
    ("xã", "Yên Mỹ"),
    ("xã", "Yên Thủy"),
];

/// The bodies and the people who look after the whole.
pub async fn load(app: &App) -> Result<()> {
    let office = Actor::program("rasoat demo");
    let mut health = None;
    for (name, short, kind) in BODIES {
        let id = add_unit(app, &office, name.into(), Some(short.into()), kind, Vec::new()).await?;
        if name == HEALTH {
            health = Some(id);
        }
    }
    for (level, name) in COMMUNES {
        add_unit(app, &office, format!("Đảng ủy {level} {name}"), None, UnitKind::CommuneParty, Vec::new())
            .await?;
        let full = format!("Ủy ban nhân dân {level} {name}");
        add_unit(app, &office, full, Some(format!("UBND {level} {name}")), UnitKind::Commune, Vec::new())
            .await?;
    }
    for (login, name, position, role) in PEOPLE {
        let seats: Vec<_> = role.into_iter().map(|role| (role, None)).collect();
        people::add(app, login, name, position, &seats).await?;
    }
    people::add(app, FOCAL, "Ngô Thị Đầu", "Chuyên viên Văn phòng Sở", &[(Role::UnitFocal, health)]).await?;
    people::add(app, HEAD, "Bùi Văn Đứng", "Giám đốc Sở", &[(Role::UnitHead, health)]).await?;
    Ok(())
}

/// The unit whose people the demo prints log-ins for.
pub const HEALTH: &str = "Sở Y tế";
pub const FOCAL: &str = "daumoi.yte";
pub const HEAD: &str = "giamdoc.yte";

/// Log-in, name, position, and the part held over the whole.
const PEOPLE: [(&str, &str, &str, Option<Role>); 8] = [
    ("quantri", "Lê Thị Quản Trị", "Quản trị viên", Some(Role::Administrator)),
    ("thuongtruc", "Trần Văn Thường", "Cán bộ Phòng An ninh mạng", Some(Role::StandingOffice)),
    ("lanhdao", "Phạm Thị Lãnh", "Phó Chủ tịch UBND tỉnh", Some(Role::Leader)),
    ("quansat", "Đỗ Văn Quan", "Chuyên viên Văn phòng UBND tỉnh", Some(Role::Observer)),
    ("truongdoan", "Vũ Văn Trưởng", "Phó Giám đốc Công an tỉnh", None),
    ("phodoan", "Lý Thị Phó", "Phó Giám đốc Sở KH&CN", None),
    ("thanhvien", "Hoàng Thị Viên", "Chuyên viên Sở KH&CN", None),
    ("thuky", "Đặng Văn Thư", "Cán bộ Phòng An ninh mạng", None),
];

async fn add_unit(
    app: &App,
    who: &Actor,
    name: String,
    short_name: Option<String>,
    kind: UnitKind,
    aliases: Vec<String>,
) -> Result<UnitId> {
    let unit = Unit {
        id: new_id(),
        name,
        short_name,
        kind,
        parent: None,
        aliases,
        head_name: None,
        head_title: None,
        email: None,
        valid_from: None,
        valid_to: None,
    };
    Ok(app::acts::unit::add(app, who, unit).await?)
}
