//! Programs known by the names of their files, and what they are for. Data: whoever
//! knows another name adds it here.
//!
//! Names of services, settings and installed programs are recognised by the same
//! words (`windows/names.rs`). Not here: whether such a program may be there (rules).

use crate::windows::names::{LICENCE_TOOLS, REMOTE_CONTROL, TUNNELS, is_in, product};

/// Products by words of their names: one that ends with `|` is the whole of its word,
/// one that begins with `^` stands at the beginning of the name.
pub(crate) type Products = &'static [(&'static str, &'static [&'static str])];

pub(crate) const LICENCE_TOOL: &str = "licence_tool";

/// Ways around a network's edge that need no installation.
pub(crate) const PORTABLE_TUNNELS: Products = &[
    ("Cloudflare Tunnel", &["cloudflared"]),
    ("frp", &["frpc|", "frps|"]),
    ("Chisel", &["^chisel|"]),
    ("GOST", &["^gost|"]),
    ("LocalToNet", &["localtonet"]),
    ("PageKite", &["pagekite"]),
    ("zrok", &["^zrok|"]),
    ("playit.gg", &["^playit|", "playit-agent"]),
    ("Lantern", &["lantern-installer", "^lantern|"]),
    ("Shadowsocks", &["shadowsocks"]),
    ("V2Ray", &["v2ray", "v2rayn"]),
    ("Clash", &["clash for windows", "clash-verge"]),
    ("Freegate", &["freegate"]),
    ("Tor", &["^tor|", "torbrowser", "tor-browser"]),
];

/// Programs that copy folders to servers elsewhere.
pub(crate) const CLOUDS: Products = &[
    ("OneDrive", &["onedrive"]),
    ("Google Drive", &["googledrivefs", "googledrivesync", "googledrivesetup", "backupandsync"]),
    ("Dropbox", &["dropbox"]),
    ("iCloud", &["icloud"]),
    ("MEGA", &["megasync"]),
    ("pCloud", &["pcloud"]),
    ("Nextcloud", &["nextcloud"]),
    ("ownCloud", &["owncloud"]),
    ("Box", &["boxdrive", "boxsync"]),
    ("Yandex Disk", &["yandexdisk"]),
    ("Baidu", &["baidunetdisk"]),
    ("Fshare", &["fsharetool", "fshare tool"]),
];

/// Programs people write to each other and send files with.
pub(crate) const MESSENGERS: Products = &[
    ("Zalo", &["^zalo|", "zalosetup", "zalo-setup", "zalopc", "zalocall"]),
    ("Telegram", &["telegram", "tsetup", "tportable", "unigram"]),
    ("Viber", &["^viber|", "vibersetup", "viber setup"]),
    ("Facebook Messenger", &["^messenger|", "messengersetup"]),
    ("WhatsApp", &["whatsapp"]),
    ("Skype", &["skype"]),
    ("WeChat", &["wechat", "weixin"]),
    ("LINE", &["lineinst", "^line|", "linelauncher"]),
    ("Signal", &["signal-desktop", "^signal|"]),
    ("Discord", &["discord"]),
    ("KakaoTalk", &["kakaotalk"]),
    ("QQ", &["^qq|", "qqnt"]),
    ("Lotus Chat", &["lotus chat", "lotuschat"]),
    ("Gapo", &["gapowork"]),
];

pub(crate) const BROWSERS: Products = &[
    ("Google Chrome", &["^chrome|"]),
    ("Cốc Cốc", &["coccoc"]),
    ("Mozilla Firefox", &["firefox"]),
    ("Microsoft Edge", &["^msedge|"]),
    ("Internet Explorer", &["^iexplore|"]),
    ("Opera", &["^opera|", "operasetup"]),
    ("Brave", &["^brave|", "bravebrowser"]),
    ("Vivaldi", &["vivaldi"]),
    ("UC Browser", &["ucbrowser"]),
    ("Yandex Browser", &["yandexbrowser"]),
];

/// What a program is for, and its products; the first that fits counts.
pub(crate) const PURPOSES: [(&str, Products); 6] = [
    ("remote_control", REMOTE_CONTROL),
    ("tunnel", TUNNELS),
    ("tunnel", PORTABLE_TUNNELS),
    ("cloud", CLOUDS),
    ("messenger", MESSENGERS),
    ("browser", BROWSERS),
];

/// What a program is for, and which it is, by a name in small letters of its file.
pub(crate) fn program(name: &str) -> Option<(&'static str, &'static str)> {
    if let Some(tool) = LICENCE_TOOLS.iter().find(|word| is_in(name, word)) {
        return Some((LICENCE_TOOL, tool.trim_end_matches('|')));
    }
    let named = |products: Products| {
        let fits = |words: &&[&str]| words.iter().any(|word| fits(name, word));
        products.iter().find(|(_, words)| fits(words)).map(|(product, _)| *product)
    };
    PURPOSES.iter().find_map(|(purpose, products)| Some((*purpose, named(products)?)))
}

/// The same by what a file says of itself, whatever it is called: only words that mean
/// one product wherever they stand.
pub(crate) fn renamed(said: &str) -> Option<(&'static str, &'static str)> {
    let lists = [("remote_control", REMOTE_CONTROL), ("tunnel", TUNNELS)];
    lists.into_iter().find_map(|(purpose, products)| Some((purpose, product(products, said)?)))
}

fn fits(name: &str, word: &str) -> bool {
    match word.strip_prefix('^') {
        Some(word) => name.starts_with(word.trim_end_matches('|')) && is_in(name, word),
        None => is_in(name, word),
    }
}

/// Every word that names a program.
pub(crate) fn words() -> impl Iterator<Item = &'static str> {
    let products = PURPOSES.into_iter().flat_map(|(_, products)| products).flat_map(|(_, words)| *words);
    LICENCE_TOOLS.iter().chain(products).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_their_files() {
        for (file, wanted) in [
            ("ultraviewer_desktop.exe", Some(("remote_control", "UltraViewer"))),
            ("kmsauto net.exe", Some(("licence_tool", "kmsauto"))),
            ("zalo.exe", Some(("messenger", "Zalo"))),
            ("zalosetup-24.9.1.exe", Some(("messenger", "Zalo"))),
            ("chrome.exe", Some(("browser", "Google Chrome"))),
            ("tor.exe", Some(("tunnel", "Tor"))),
            ("cloudflared-windows-amd64.exe", Some(("tunnel", "Cloudflare Tunnel"))),
            ("winword.exe", None),
            ("torque.exe", None),
            ("monitor.exe", None),
            ("command-line.exe", None),
        ] {
            assert_eq!(program(file), wanted, "{file}");
        }
    }
}
