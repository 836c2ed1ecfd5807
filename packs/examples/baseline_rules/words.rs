//! Vietnamese titles of settings and what a failure is called in the catalogue.
//! Terms that have no settled Vietnamese name stay as Microsoft writes them.
//!
//! Not here: Internet Explorer (`explorer`).

use crate::{Row, explorer};

/// A title, and whether it is but the category and the term.
pub struct Title {
    pub vi: String,
    pub is_plain: bool,
}

/// The titles of settings known one by one.
const SETTINGS: &str = include_str!("settings.tsv");

pub fn title(row: &Row) -> Title {
    let name = row["Name"].as_str();
    let known =
        exact(name).map(str::to_owned).or_else(|| composed(row, name)).or_else(|| explorer::title(name));
    match known {
        Some(vi) => Title { vi, is_plain: false },
        None => Title { vi: format!("{}: “{name}”", category(&row["Category"])), is_plain: true },
    }
}

fn exact(name: &str) -> Option<&'static str> {
    SETTINGS
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .find(|(known, _)| *known == name)
        .map(|(_, vi)| vi)
}

fn composed(row: &Row, name: &str) -> Option<String> {
    match row["Category"].as_str() {
        "Windows Firewall" => firewall(name),
        "Advanced Audit Policy Configuration" => {
            Some(format!("Ghi nhật ký: {}", exact(&format!("audit {name}"))?))
        }
        "User Rights Assignment" => Some(format!("Quyền người dùng: {}", exact(&format!("right {name}"))?)),
        "Microsoft Defender Exploit Guard" => {
            let rule = name.strip_prefix("ASR: ")?.trim_end_matches(" (Policy)");
            Some(format!("Giảm bề mặt tấn công: {}", exact(&format!("asr {rule}"))?))
        }
        "System Services" => {
            let service = name.trim_end_matches(" (Service Startup type)");
            Some(format!("Tắt dịch vụ {service}"))
        }
        _ => None,
    }
}

fn firewall(name: &str) -> Option<String> {
    let (setting, profile) = name.strip_suffix(" Profile, Policy)")?.split_once(" (")?;
    let profile = match profile {
        "Domain" => "mạng miền",
        "Private" => "mạng riêng",
        "Public" => "mạng công cộng",
        _ => return None,
    };
    let setting = match setting {
        "EnableFirewall" => "bật tường lửa",
        "Inbound Connections" => "chặn kết nối đến theo mặc định",
        "Outbound Connections" => "kết nối đi theo mặc định",
        "Display a notification" => "thông báo khi chặn chương trình",
        "Apply local firewall rules" => "không dùng quy tắc tường lửa đặt tại máy",
        "Apply local connection security rules" => "không dùng quy tắc bảo mật kết nối đặt tại máy",
        "Log size limit" => "dung lượng tệp nhật ký",
        "Log dropped packets" => "ghi nhật ký gói tin bị chặn",
        "Log successful connections" => "ghi nhật ký kết nối thành công",
        _ => return None,
    };
    Some(format!("Tường lửa Windows, {profile}: {setting}"))
}

fn category(name: &str) -> &str {
    match name {
        "Account Policies" => "Chính sách tài khoản",
        "Security Options" => "Tùy chọn bảo mật",
        "User Rights Assignment" => "Quyền người dùng",
        "Advanced Audit Policy Configuration" => "Ghi nhật ký",
        "Windows Firewall" => "Tường lửa Windows",
        "MS Security Guide" => "Hướng dẫn an toàn của Microsoft",
        "MSS (Legacy)" => "Ngăn xếp mạng",
        "Administrative Templates: Network" => "Mạng",
        "Administrative Templates: Printers" => "Máy in",
        "Administrative Templates: System" => "Hệ thống",
        "Administrative Templates: Windows Components" => "Thành phần Windows",
        "Administrative Templates: Control Panel" => "Màn hình khóa",
        "Administrative Templates: LAPS" => "Mật khẩu quản trị tại chỗ (LAPS)",
        "Administrative Templates: Start Menu and Taskbar" => "Thanh tác vụ",
        "Microsoft Defender Antivirus" => "Phòng, chống mã độc Microsoft Defender",
        "Microsoft Defender Exploit Guard" => "Chống khai thác Microsoft Defender",
        "Microsoft Edge" => "Trình duyệt Microsoft Edge",
        "Internet Explorer" => "Internet Explorer",
        "PowerShell" => "PowerShell",
        "Scheduled Task" => "Tác vụ định kỳ",
        "System Services" => "Dịch vụ",
        other => other,
    }
}

/// The entry of the catalogue a failure comes under.
pub fn finding(row: &Row) -> &'static str {
    let name = row["Name"].as_str();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match row["Category"].as_str() {
        "Account Policies" => "F1",
        "Advanced Audit Policy Configuration" | "PowerShell" => "G5",
        "Windows Firewall" => "G1",
        "Microsoft Defender Antivirus" | "Microsoft Defender Exploit Guard" => "F6",
        _ if has(&["Log Service", "Audit: "]) => "G5",
        _ if has(&["AutoPlay", "Removable Data Drives", "removable"]) => "F9",
        _ if has(&["Remote Desktop", "Remote Assistance", "WinRM"]) => "F8",
        _ if has(&["inactivity limit", "lock screen", "when a computer wakes"]) => "F10",
        _ if has(&["passwords to be saved", "Password Manager", "auto-complete feature for user names"]) => {
            "F3"
        }
        _ if has(&["blank passwords", "LAN Manager", "WDigest", "LAPS", "local admin password"]) => "F1",
        // The nearest the catalogue has for settings that weaken a system.
        _ => "E3",
    }
}
