//! Vietnamese titles of Internet Explorer's settings, which its zones repeat.
//!
//! Not here: other settings (`words`).

const ZONES: [(&str, &str); 11] = [
    ("Internet Zone", "vùng Internet"),
    ("Intranet Zone", "vùng mạng nội bộ"),
    ("Local Machine Zone", "vùng máy tại chỗ"),
    ("Restricted Sites Zone", "vùng trang bị hạn chế"),
    ("Trusted Sites Zone", "vùng trang tin cậy"),
    ("Locked-Down Internet Zone", "vùng Internet đã khóa"),
    ("Locked-Down Intranet Zone", "vùng mạng nội bộ đã khóa"),
    ("Locked-Down Local Machine Zone", "vùng máy tại chỗ đã khóa"),
    ("Locked-Down Restricted Sites Zone", "vùng trang bị hạn chế đã khóa"),
    ("Locked-Down Trusted Sites Zone", "vùng trang tin cậy đã khóa"),
    ("Intranet Sites", "trang mạng nội bộ"),
];

const SETTINGS: [(&str, &str); 49] = [
    ("Access data sources across domains", "truy cập nguồn dữ liệu khác tên miền"),
    ("Allow active scripting", "chạy mã kịch bản"),
    ("Allow binary and script behaviors", "hành vi nhị phân và kịch bản"),
    ("Allow cut, copy or paste operations from the clipboard via script", "mã kịch bản đọc, ghi bộ nhớ tạm"),
    ("Allow drag and drop or copy and paste files", "kéo thả, sao chép tệp"),
    ("Allow file downloads", "tải tệp về"),
    ("Allow loading of XAML files", "nạp tệp XAML"),
    ("Allow META REFRESH", "tự chuyển trang bằng META REFRESH"),
    (
        "Allow only approved domains to use ActiveX controls without prompt",
        "chỉ tên miền được duyệt dùng ActiveX không hỏi",
    ),
    (
        "Allow only approved domains to use the TDC ActiveX control",
        "chỉ tên miền được duyệt dùng ActiveX TDC",
    ),
    ("Allow scripting of Internet Explorer WebBrowser controls", "mã kịch bản điều khiển WebBrowser"),
    (
        "Allow script-initiated windows without size or position constraints",
        "mã kịch bản mở cửa sổ không giới hạn",
    ),
    ("Allow scriptlets", "đoạn mã nhúng (scriptlet)"),
    ("Allow updates to status bar via script", "mã kịch bản sửa thanh trạng thái"),
    ("Allow VBScript to run in Internet Explorer", "chạy VBScript"),
    ("Automatic prompting for file downloads", "tự hỏi tải tệp"),
    ("Don't run antimalware programs against ActiveX controls", "bỏ quét mã độc đối với ActiveX"),
    ("Download signed ActiveX controls", "tải ActiveX có chữ ký"),
    ("Download unsigned ActiveX controls", "tải ActiveX không có chữ ký"),
    (
        "Enable dragging of content from different domains across windows",
        "kéo nội dung khác tên miền giữa các cửa sổ",
    ),
    (
        "Enable dragging of content from different domains within a window",
        "kéo nội dung khác tên miền trong một cửa sổ",
    ),
    ("Include all network paths (UNCs)", "coi mọi đường dẫn mạng (UNC) là nội bộ"),
    (
        "Include local path when user is uploading files to a server",
        "gửi kèm đường dẫn trên máy khi tải tệp lên",
    ),
    ("Initialize and script ActiveX controls not marked as safe", "chạy ActiveX không được đánh dấu an toàn"),
    ("Java permissions", "quyền của Java"),
    ("Launching applications and files in an IFRAME", "mở ứng dụng, tệp trong khung IFRAME"),
    ("Logon options", "cách đăng nhập"),
    ("Navigate windows and frames across different domains", "điều hướng khung khác tên miền"),
    (
        "Run .NET Framework-reliant components not signed with Authenticode",
        "chạy thành phần .NET không có chữ ký",
    ),
    ("Run .NET Framework-reliant components signed with Authenticode", "chạy thành phần .NET có chữ ký"),
    ("Run ActiveX controls and plugins", "chạy ActiveX và phần bổ trợ"),
    ("Script ActiveX controls marked safe for scripting", "mã kịch bản gọi ActiveX được đánh dấu an toàn"),
    ("Scripting of Java applets", "mã kịch bản gọi Java"),
    ("Show security warning for potentially unsafe files", "cảnh báo tệp có thể không an toàn"),
    ("Turn on Cross-Site Scripting Filter", "bộ lọc mã kịch bản chéo trang"),
    ("Turn on Protected Mode", "chế độ bảo vệ"),
    ("Turn on SmartScreen Filter scan", "quét bằng SmartScreen"),
    ("Use Pop-up Blocker", "chặn cửa sổ bật lên"),
    ("Userdata persistence", "lưu dữ liệu người dùng"),
    (
        "Web sites in less privileged Web content zones can navigate into this zone",
        "trang ở vùng kém tin cậy hơn chuyển vào vùng này",
    ),
    ("Turn on certificate address mismatch warning", "cảnh báo khi chứng thư không khớp địa chỉ"),
    ("Prevent ignoring certificate errors", "không cho bỏ qua lỗi chứng thư"),
    (
        "Allow software to run or install even if the signature is invalid",
        "chạy, cài phần mềm có chữ ký không hợp lệ",
    ),
    ("Check for server certificate revocation", "kiểm tra chứng thư máy chủ bị thu hồi"),
    ("Check for signatures on downloaded programs", "kiểm tra chữ ký của chương trình tải về"),
    (
        "Do not allow ActiveX controls to run in Protected Mode when Enhanced Protected Mode is enabled",
        "không chạy ActiveX trong chế độ bảo vệ khi đã bật chế độ bảo vệ nâng cao",
    ),
    ("Turn off encryption support", "giao thức mã hóa được dùng"),
    (
        "Turn on 64-bit tab processes when running in Enhanced Protected Mode on 64-bit versions of Windows",
        "tiến trình 64 bit trong chế độ bảo vệ nâng cao",
    ),
    ("Turn on Enhanced Protected Mode", "chế độ bảo vệ nâng cao"),
];

const FEATURES: [(&str, &str); 8] = [
    ("Consistent Mime Handling", "xử lý kiểu tệp nhất quán"),
    ("Mime Sniffing Safety Feature", "chặn đoán sai kiểu tệp"),
    ("MK Protocol Security Restriction", "chặn giao thức MK"),
    ("Notification bar", "thanh thông báo"),
    ("Protection From Zone Elevation", "chặn nâng quyền vùng"),
    ("Restrict ActiveX Install", "hạn chế cài ActiveX"),
    ("Restrict File Download", "hạn chế tải tệp"),
    ("Scripted Window Security Restrictions", "hạn chế cửa sổ do mã kịch bản mở"),
];

fn of<'a>(table: &[(&str, &'a str)], name: &str) -> Option<&'a str> {
    table.iter().find(|(known, _)| *known == name).map(|(_, vi)| *vi)
}

/// The title of a setting of Internet Explorer by its parts.
pub fn title(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.split(": ").collect();
    Some(match parts.as_slice() {
        ["Internet Control Panel", "Security Page", zone, setting] => {
            format!("Internet Explorer, {}: {}", of(&ZONES, zone)?, of(&SETTINGS, setting)?)
        }
        ["Internet Control Panel", .., setting] => format!("Internet Explorer: {}", of(&SETTINGS, setting)?),
        ["Security Features", feature, process] => {
            let process = process.strip_prefix("Internet Explorer Processes ")?;
            format!("Internet Explorer: {}, tiến trình {process}", of(&FEATURES, feature)?)
        }
        _ => return None,
    })
}
