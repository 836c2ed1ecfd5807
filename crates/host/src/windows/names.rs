//! What numbers and marks in the registry mean, and lists of products by name.

/// `NameType` of a network profile (the interface types of IANA and of Windows).
pub(super) fn network(number: i64) -> &'static str {
    match number {
        6 => "wired",
        23 | 25 => "vpn",
        71 => "wireless",
        243 | 244 => "mobile",
        _ => "other",
    }
}

/// `Category` of a network profile.
pub(crate) fn category(number: i64) -> &'static str {
    match number {
        0 => "public",
        1 => "private",
        2 => "domain",
        _ => "other",
    }
}

/// `Start` of a service.
pub(super) fn start(number: i64) -> &'static str {
    match number {
        0 => "boot",
        1 => "system",
        2 => "automatic",
        3 => "manual",
        4 => "disabled",
        _ => "other",
    }
}

/// `Type` of a service: a bit mask whose low bits tell what it is.
pub(super) fn service(number: i64) -> &'static str {
    match number {
        number if number & 0x3 != 0 => "driver",
        number if number & 0x30 != 0 => "service",
        _ => "other",
    }
}

/// Whether an adapter is a telephone that shares its connection: Remote NDIS, and
/// Apple's own driver.
pub(crate) fn is_tethering(said: &str) -> bool {
    let said = said.to_lowercase();
    ["rndis", "remote ndis", "class_e0&subclass_01&prot_03", "apple mobile device ethernet", "netaapl"]
        .iter()
        .any(|mark| said.contains(mark))
}

/// The part of a model's name that begins with a mark in small letters:
/// `Disk&Ven_SanDisk&Prod_Cruzer&Rev_1.20`.
pub(crate) fn model_part(name: &str, mark: &str) -> Option<String> {
    let begins = |part: &&str| part.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    let part = name.split('&').find(begins)?;
    let text = part[mark.len()..].replace('_', " ").trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Six bytes of an adapter's address.
pub(super) fn mac(bytes: &[u8]) -> Option<String> {
    let six: [u8; 6] = bytes.get(..6)?.try_into().ok()?;
    Some(six.map(|byte| format!("{byte:02x}")).join(":"))
}

/// A Wi-Fi network's name from the hint DHCP keeps: hexadecimal digits, the two of
/// each byte changed about.
pub(super) fn ssid_of_hint(hint: &str) -> Option<String> {
    let digits: Vec<u32> = hint.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    if digits.is_empty() || digits.len() > 64 || !digits.len().is_multiple_of(2) {
        return None;
    }
    let bytes: Vec<u8> =
        digits.chunks_exact(2).filter_map(|pair| u8::try_from(pair[1] << 4 | pair[0]).ok()).collect();
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Programs against malware, by words of their products' and services' names.
pub(super) const ANTIVIRUS: &[(&str, &[&str])] = &[
    ("BKAV", &["bkav", "bluepro"]),
    ("CMC", &["cmc antivirus", "cmc internet security", "cmc endpoint", "cmcav", "cmc cist"]),
    ("Kaspersky", &["kaspersky", "avp21|", "avp.exe", "klif|"]),
    (
        "Microsoft Defender",
        &["windefend", "windows defender", "microsoft security essentials", "msmpsvc", "sense|"],
    ),
    ("ESET", &["eset ", "ekrn|", "nod32"]),
    ("Symantec", &["symantec", "norton", "sepmasterservice", "ccsvchst"]),
    ("Trend Micro", &["trend micro", "ntrtscan", "tmlisten", "tmccsf", "apex one", "officescan"]),
    ("McAfee", &["mcafee", "mcshield", "trellix", "mfemms", "mfevtp"]),
    ("Avast", &["avast"]),
    ("AVG", &["avg antivirus", "avg internet security", "avgsvc", "avgwd"]),
    ("Avira", &["avira", "antivirservice"]),
    ("Bitdefender", &["bitdefender", "vsserv", "epsecurityservice"]),
    ("Sophos", &["sophos", "savservice"]),
    ("Malwarebytes", &["malwarebytes", "mbamservice"]),
    ("Panda", &["panda security", "panda endpoint", "panda dome"]),
    ("F-Secure", &["f-secure", "withsecure"]),
    ("360 Total Security", &["360 total security", "qhactivedefense"]),
    ("CrowdStrike", &["crowdstrike", "csfalconservice"]),
    ("SentinelOne", &["sentinelone", "sentinela"]),
    ("Viettel", &["viettel endpoint", "viettel antivirus", "vcs-ajiant", "ajiant"]),
    ("FPT", &["fpt eagleeye", "eagleeye endpoint"]),
    ("Comodo", &["comodo"]),
    ("Smadav", &["smadav"]),
    ("D2 Antivirus", &["d2 antivirus", "d2com"]),
];

/// Programs by which someone elsewhere can work on the computer.
pub(crate) const REMOTE_CONTROL: &[(&str, &[&str])] = &[
    ("UltraViewer", &["ultraviewer"]),
    ("TeamViewer", &["teamviewer"]),
    ("AnyDesk", &["anydesk"]),
    ("RustDesk", &["rustdesk"]),
    (
        "VNC",
        &[
            "vncserver",
            "realvnc",
            "tightvnc",
            "tvnserver",
            "ultravnc",
            "uvnc_service",
            "tigervnc",
            "vnc server",
        ],
    ),
    ("Chrome Remote Desktop", &["chrome remote desktop", "chromoting"]),
    ("Splashtop", &["splashtop"]),
    ("LogMeIn", &["logmein", "gotomypc", "goto resolve"]),
    ("Radmin", &["radmin", "rserver3"]),
    ("Ammyy", &["ammyy"]),
    ("Supremo", &["supremo"]),
    ("DWService", &["dwservice", "dwag"]),
    ("ScreenConnect", &["screenconnect", "connectwise control"]),
    ("Atera", &["atera"]),
    ("Zoho Assist", &["zoho assist", "zohomeeting", "zaservice"]),
    ("NoMachine", &["nomachine", "nxservice"]),
    ("Parsec", &["parsec"]),
    ("AweSun / Sunlogin", &["awesun", "sunlogin", "oray|"]),
    ("ToDesk", &["todesk"]),
    ("DameWare", &["dameware"]),
    ("NetSupport", &["netsupport", "client32"]),
    ("Remote Utilities", &["remote utilities", "rutserv", "remote manipulator"]),
    ("AeroAdmin", &["aeroadmin"]),
    ("ISL Light", &["isl light", "isl alwayson"]),
];

/// Virtual private networks and ways around a network's edge.
pub(crate) const TUNNELS: &[(&str, &[&str])] = &[
    ("OpenVPN", &["openvpn"]),
    ("WireGuard", &["wireguard"]),
    ("Tailscale", &["tailscale"]),
    ("ZeroTier", &["zerotier"]),
    ("Radmin VPN", &["radmin vpn", "rvpn"]),
    ("Hamachi", &["hamachi"]),
    ("SoftEther", &["softether", "sevpnclient"]),
    ("FortiClient", &["forticlient"]),
    ("Cisco AnyConnect", &["anyconnect", "cisco secure client"]),
    ("Pulse Secure", &["pulse secure"]),
    ("NordVPN", &["nordvpn"]),
    ("ExpressVPN", &["expressvpn"]),
    ("Cloudflare WARP", &["cloudflare warp", "cloudflarewarp"]),
    ("ngrok", &["ngrok"]),
    ("Ultrasurf", &["ultrasurf"]),
    ("Psiphon", &["psiphon"]),
    ("Tor", &["tor browser"]),
];

/// Programs that get round the licence of Windows or Office, by names of their
/// services, tasks and files.
pub(crate) const LICENCE_TOOLS: &[&str] = &[
    "kmsauto",
    "kmspico",
    "service_kms",
    "kms-r@1n",
    "kms server emulator",
    "kmseldi",
    "kms_vl_all",
    "autokms",
    "aact|",
    "autopico",
    "kms38",
    "hwidgen",
    "re-loader",
    "microsoft toolkit",
    "gvlk|",
    "ratiborus",
    "vlmcsd",
    "kmsconnectionmonitor",
    "sppextcomobjhook",
    "activation-renewal",
    "activation-run_once",
];

/// The product whose words a name holds.
pub(crate) fn product(list: &[(&'static str, &[&str])], name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    list.iter().find(|(_, words)| words.iter().any(|word| is_in(&name, word))).map(|(product, _)| *product)
}

/// Whether a name holds a word, not within a longer one's end: "sense|" is a service,
/// "license" is none. A word that ends with `|` is the whole of its word.
pub(crate) fn is_in(name: &str, word: &str) -> bool {
    let (word, whole) = word.strip_suffix('|').map_or((word, false), |word| (word, true));
    let letter = |letter: char| letter.is_alphanumeric();
    name.match_indices(word).any(|(at, _)| {
        let after = name[at + word.len()..].starts_with(letter);
        !name[..at].ends_with(letter) && (!whole || !after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_known_by_whole_words() {
        assert_eq!(product(ANTIVIRUS, "Bkav Home Plus"), Some("BKAV"));
        assert_eq!(product(ANTIVIRUS, "Kaspersky Endpoint Security"), Some("Kaspersky"));
        assert_eq!(product(ANTIVIRUS, "Software License Manager"), None);
        assert_eq!(product(ANTIVIRUS, "Sensor Service"), None);
        assert_eq!(product(ANTIVIRUS, "Sense"), Some("Microsoft Defender"));
        assert_eq!(product(REMOTE_CONTROL, "UltraViewer_Service"), Some("UltraViewer"));
        assert_eq!(product(REMOTE_CONTROL, "Microsoft Word"), None);
    }

    #[test]
    fn a_hint_gives_the_name_of_the_network() {
        assert_eq!(ssid_of_hint("65676E6").as_deref(), None);
        assert_eq!(ssid_of_hint("36166656").as_deref(), Some("cafe"));
    }
}
