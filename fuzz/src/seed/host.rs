//! Hives, lists of updates and files of patch knowledge.

use super::beside;
use crate::built::{Built, base, utf16};
use crate::part::joined;
use std::collections::BTreeMap;

/// Values by the path of their key: name, type, data.
type Keys<'a> = BTreeMap<&'a str, Vec<(&'a str, u32, Vec<u8>)>>;

/// The largest file of another program that is taken as a seed.
const LARGEST: usize = 96 << 10;

/// Keys that are examined, with names of values in them, by the hive they are in.
const HIVES: [&[(&str, &[&str])]; 6] = [
    &[
        (r"Select", &["Current"]),
        (r"ControlSet001\Control\ComputerName\ComputerName", &["ComputerName"]),
        (r"ControlSet001\Control\Lsa", &["NoLMHash", "LmCompatibilityLevel", "RunAsPPL"]),
        (r"ControlSet001\Control\TimeZoneInformation", &["TimeZoneKeyName", "ActiveTimeBias", "Bias"]),
        (r"ControlSet001\Control\Windows", &["ShutdownTime"]),
        (r"ControlSet001\Control\Terminal Server\WinStations\RDP-Tcp", &["PortNumber", "SecurityLayer"]),
        (r"ControlSet001\Control\Network\{4D36E972-E325-11CE-BFC1-08002BE10318}\{A}\Connection", &["Name"]),
        (
            r"ControlSet001\Control\Class\{4D36E972-E325-11CE-BFC1-08002BE10318}\0000",
            &["DriverDesc", "NetCfgInstanceId", "ComponentId"],
        ),
        (
            r"ControlSet001\Enum\USBSTOR\Disk&Ven_Kingston&Prod_DataTraveler_3.0&Rev_PMAP\E0D55EA573DCF450&0",
            &["FriendlyName", "ParentIdPrefix", "ContainerID", "HardwareID"],
        ),
        (
            r"ControlSet001\Enum\USBSTOR\Disk&Ven_Kingston&Prod_DataTraveler_3.0&Rev_PMAP\E0D55EA573DCF450&0\Properties\{83da6326-97a6-4088-9453-a1923f573b29}\0064",
            &["", "Data"],
        ),
        (r"ControlSet001\Enum\USB\VID_0951&PID_1666\E0D55EA573DCF450", &["Service", "DeviceDesc"]),
        (r"ControlSet001\Enum\SCSI\Disk&Ven_X\1", &["FriendlyName"]),
        (
            r"ControlSet001\Services\Tcpip\Parameters\Interfaces\{A}",
            &[
                "EnableDHCP",
                "DhcpIPAddress",
                "IPAddress",
                "LeaseObtainedTime",
                "DhcpGatewayHardware",
                "NameServer",
            ],
        ),
        (
            r"ControlSet001\Services\Tcpip\Parameters\Interfaces\{A}\1756e6",
            &["DhcpNetworkHint", "DhcpIPAddress"],
        ),
        (r"ControlSet001\Services\Tcpip\Parameters\PersistentRoutes", &["10.0.0.0,255.0.0.0,10.0.0.1,1"]),
        (r"ControlSet001\Services\LanmanServer\Shares", &["Chung", "ADMIN$"]),
        (
            r"ControlSet001\Services\LanmanServer\Parameters",
            &["NullSessionShares", "RequireSecuritySignature"],
        ),
        (
            r"ControlSet001\Services\UltraViewer_Service",
            &["ImagePath", "Start", "Type", "ObjectName", "DisplayName"],
        ),
        (r"MountedDevices", &[r"\DosDevices\E:", r"\??\Volume{4f6ea3a1-8f2e-11ee-a4b2-00155d012345}"]),
    ],
    &[
        (
            r"Microsoft\Windows NT\CurrentVersion",
            &["ProductName", "CurrentBuild", "UBR", "InstallDate", "DisplayVersion", "EditionID"],
        ),
        (
            r"Microsoft\Windows NT\CurrentVersion\NetworkList\Profiles\{0}",
            &[
                "ProfileName",
                "Description",
                "DateCreated",
                "DateLastConnected",
                "NameType",
                "Category",
                "Managed",
            ],
        ),
        (
            r"Microsoft\Windows NT\CurrentVersion\NetworkList\Signatures\Unmanaged\0101",
            &["ProfileGuid", "DefaultGatewayMac", "DnsSuffix", "FirstNetwork"],
        ),
        (r"Microsoft\Windows NT\CurrentVersion\NetworkList\Nla\Wireless\4361", &[""]),
        (
            r"Microsoft\Windows NT\CurrentVersion\ProfileList\S-1-5-21-1-2-3-1001",
            &["ProfileImagePath", "LocalProfileLoadTimeHigh", "LocalProfileLoadTimeLow", "State"],
        ),
        (
            r"Microsoft\Windows NT\CurrentVersion\EMDMgmt\_??_USBSTOR#Disk&Ven_X#1#_NHAN_1",
            &["LastTestedTime"],
        ),
        (
            r"Microsoft\Windows NT\CurrentVersion\Winlogon",
            &["Shell", "Userinit", "CachedLogonsCount", "AutoAdminLogon"],
        ),
        (r"Microsoft\Windows NT\CurrentVersion\SoftwareProtectionPlatform", &["KeyManagementServiceName"]),
        (r"Microsoft\Windows NT\CurrentVersion\Schedule\TaskCache\Tree\A", &["Id"]),
        (r"Microsoft\Windows NT\CurrentVersion\Image File Execution Options\sethc.exe", &["Debugger"]),
        (
            r"Microsoft\Windows Portable Devices\Devices\WPDBUSENUMROOT#UMB#2&37C186B&0&STORAGE#X",
            &["FriendlyName"],
        ),
        (
            r"Microsoft\Windows\CurrentVersion\Uninstall\A",
            &["DisplayName", "DisplayVersion", "Publisher", "InstallDate", "InstallLocation"],
        ),
        (r"Microsoft\Windows\CurrentVersion\Run", &["A"]),
        (
            r"Microsoft\Windows\CurrentVersion\Component Based Servicing\Packages\Package_for_RollupFix~31bf3856ad364e35~amd64~~19041.1.1",
            &["CurrentState", "InstallTimeHigh", "InstallTimeLow"],
        ),
        (r"Microsoft\Windows\CurrentVersion\Internet Settings\Connections", &["WinHttpSettings"]),
        (
            r"Microsoft\Windows Defender\Signature Updates",
            &["SignaturesLastUpdated", "AVSignatureApplied", "AVSignatureVersion"],
        ),
        (r"Microsoft\Windows Defender\Exclusions\Paths", &[r"C:\A"]),
        (r"Microsoft\Security Center\Provider\Av\{A}", &["DISPLAYNAME", "PRODUCTEXE", "STATE"]),
        (r"Microsoft\WZCSVC\Parameters\Interfaces\{C}", &["Static#0000", "ActiveSettings"]),
        (r"Microsoft\Wlansvc\Interfaces\{A}\Profiles\{B}\MetaData", &["Channel Hints"]),
        (r"Policies\Microsoft\Windows\WindowsUpdate\AU", &["AUOptions", "NoAutoUpdate"]),
    ],
    &[
        (r"SAM\Domains\Account", &["F", "V"]),
        (r"SAM\Domains\Account\Users\000001F4", &["F", "V", "InternetUserName"]),
        (r"SAM\Domains\Account\Users\Names\Administrator", &[""]),
        (r"SAM\Domains\Builtin\Aliases\00000220", &["C"]),
        (r"SAM\Domains\Builtin\Aliases\Members\S-1-5-21-1-2-3\000001F4", &[""]),
    ],
    &[
        (r"Policy\PolAdtEv", &[""]),
        (r"Policy\PolPrDmN", &[""]),
        (r"Policy\PolPrDmS", &[""]),
        (r"Policy\Accounts\S-1-5-32-544\ActSysAc", &[""]),
        (r"Policy\Accounts\S-1-5-32-544\Privilgs", &[""]),
    ],
    &[
        (r"Environment", &["TEMP"]),
        (r"Control Panel\Desktop", &["ScreenSaveActive", "ScreenSaveTimeOut", "ScreenSaverIsSecure"]),
        (r"Software\Microsoft\Windows\CurrentVersion\Explorer\Shell Folders", &["Desktop", "Personal"]),
        (
            r"Software\Microsoft\Windows\CurrentVersion\Explorer\MountPoints2\{4f6ea3a1-8f2e-11ee-a4b2-00155d012345}",
            &[""],
        ),
        (
            r"Software\Microsoft\Windows\CurrentVersion\Internet Settings",
            &["ProxyEnable", "ProxyServer", "ProxyOverride"],
        ),
        (
            r"Software\Microsoft\Windows\CurrentVersion\Internet Settings\Connections",
            &["DefaultConnectionSettings"],
        ),
        (r"Software\Microsoft\Internet Explorer\TypedURLs", &["url1"]),
        (r"Software\Microsoft\Internet Explorer\TypedURLsTime", &["url1"]),
        (r"Software\Microsoft\Terminal Server Client\Servers\10.0.0.9", &["UsernameHint"]),
        (r"Network\Z", &["RemotePath", "UserName", "ProviderName"]),
        (r"Software\Microsoft\Office\16.0\Word\Security", &["VBAWarnings"]),
    ],
    &[
        (
            r"Root\InventoryApplicationFile\a",
            &["LowerCaseLongPath", "Name", "Publisher", "FileId", "LinkDate", "Size"],
        ),
        (r"Root\InventoryApplication\a", &["Name", "Version", "RootDirPath", "Source", "InstallDate"]),
        (r"Root\InventoryDevicePnp\usbstor/disk&ven_x", &["Model", "ParentId", "ContainerId"]),
        (r"Root\File\{A}\1", &["1", "15", "101", "17"]),
        (r"Root\Programs\a", &["0", "1", "2", "a"]),
    ],
];

/// Registry hives, alone and with logs.
pub fn hives() -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for keys in HIVES {
        for turn in 0..3 {
            let hive = hive(&filled(keys, turn));
            found.push([&[0][..], &joined(&[(0, &hive)])].concat());
            if turn == 0 {
                found.push(with_logs(&hive));
            }
        }
    }
    found
}

/// Values of every kind in turn: a few of each are what is looked for.
fn filled<'a>(keys: &[(&'a str, &[&'a str])], turn: usize) -> Keys<'a> {
    let mut filled = Keys::new();
    for (path, names) in keys {
        let values = names.iter().enumerate().map(|(at, name)| {
            let (kind, data) = match (at + turn) % 5 {
                0 => (1, utf16(r"C:\Users\canbo")),
                1 => (4, 1_u32.to_le_bytes().to_vec()),
                2 => (3, [&0x01DC_7F00_0000_0000_u64.to_le_bytes()[..], &[2; 72]].concat()),
                3 => (7, utf16("a\0b\0")),
                _ => (0xFFFF_0010, 0x01DC_7F00_0000_0000_u64.to_le_bytes().to_vec()),
            };
            (*name, kind, data)
        });
        filled.insert(*path, values.collect());
    }
    filled
}

/// A hive that was written half, with its newer pages in a log.
fn with_logs(hive: &[u8]) -> Vec<u8> {
    let size = hive.len() - 4096;
    let root = u32::from_le_bytes([hive[36], hive[37], hive[38], hive[39]]);
    let dirty = [base(2, 1, root, size as u32, 0), hive[4096..].to_vec()].concat();
    let page = &hive[4096..8192];
    let mut entry = b"HvLE".to_vec();
    let length = (40 + 8 + page.len()).next_multiple_of(512) as u32;
    for number in [length, 0, 1, size as u32, 1, 0, 0, 0, 0, 0, page.len() as u32] {
        entry.extend(number.to_le_bytes());
    }
    entry.extend(page);
    entry.resize(length as usize, 0);
    let log = [&base(1, 1, root, size as u32, 6)[..512], &entry].concat();
    let mut old = base(2, 2, root, size as u32, 1)[..512].to_vec();
    old.extend(b"DIRT");
    old.resize(516 + size / 4096, 0);
    old[516] = 1;
    old.resize(old.len().next_multiple_of(512), 0);
    old.extend(&hive[4096..4608]);
    [&[0][..], &joined(&[(0, &dirty), (1, &log), (2, &old)])].concat()
}

fn hive(keys: &Keys<'_>) -> Vec<u8> {
    let mut built = Built::new();
    let root = below(&mut built, "ROOT", "", keys);
    built.finish(root)
}

fn below(built: &mut Built, name: &str, path: &str, keys: &Keys<'_>) -> u32 {
    let mut names: Vec<&str> = keys
        .keys()
        .filter_map(
            |key| if path.is_empty() { Some(*key) } else { key.strip_prefix(path)?.strip_prefix('\\') },
        )
        .filter_map(|rest| rest.split('\\').next().filter(|name| !name.is_empty()))
        .collect();
    names.sort_unstable();
    names.dedup();
    let subkeys: Vec<u32> = names
        .iter()
        .map(|name| {
            let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}\\{name}") };
            below(built, name, &path, keys)
        })
        .collect();
    let values: Vec<u32> = keys
        .get(path)
        .into_iter()
        .flatten()
        .map(|(name, kind, data)| built.value(name, *kind, data))
        .collect();
    built.key(name, &subkeys, &values)
}

/// What `systeminfo`, `wmic qfe` and `Get-HotFix` say.
pub fn patch_lists() -> Vec<Vec<u8>> {
    const SYSTEMINFO: &str = "Host Name:                 MAY-01\r\nOS Name:                   Microsoft Windows 10 Pro\r\nOS Version:                10.0.19045 N/A Build 19045\r\nSystem Type:               x64-based PC\r\nHotfix(s):                 2 Hotfix(s) Installed.\r\n                           [01]: KB5031356\r\n                           [02]: KB5011048\r\n";
    const QFE: &str =
        "Caption  CSName  Description  HotFixID  InstalledOn\r\n  MAY-01  Update  KB5031356  11/20/2025\r\n";
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(SYSTEMINFO.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let mut found = vec![SYSTEMINFO.as_bytes().to_vec(), QFE.as_bytes().to_vec(), wide];
    found.extend(beside("wesng/validation", LARGEST).into_iter().map(|(_, bytes)| bytes));
    found
}

/// Definitions, and the file that is made of them, whole and in its blocks.
pub fn patch_knowledge() -> Vec<Vec<u8>> {
    const TABLE: &str = "\"DatePosted\",\"CVE\",\"BulletinKB\",\"Title\",\"AffectedProduct\",\"AffectedComponent\",\"Severity\",\"Impact\",\"Supersedes\",\"Exploits\"\n\"20260609\",\"CVE-1\",\"4000001\",\"T\",\"Windows Server 2019\",\"C\",\"Critical\",\"Spoofing\",\"\",\"\"\n\"20260609\",\"CVE-2\",\"4000002\",\"T\",\"Windows Server 2019 (Server Core installation)\",\"C\",\"Important\",\"Remote Code Execution\",\"4000001;3999999\",\"x\"\n\"20260610\",\"CVE-3\",\"4000003\",\"T\",\"Windows 10 Version 22H2 for x64-based Systems\",\"C\",\"Low\",\"Tampering\",\"4000002\",\"\"\n";
    let heading = TABLE.lines().next().unwrap_or_default();
    let zip = crate::build::package([
        ("CVEs_20260628.csv", TABLE.as_bytes()),
        ("Custom_20190321.csv", heading.as_bytes()),
    ]);
    let mut made = Vec::new();
    host::patch::convert(&zip, &mut made).expect("definitions of our own");
    let blocks = joined(&blocks(&made).iter().map(|block| (0, block.as_slice())).collect::<Vec<_>>());
    vec![
        [&[0][..], &made].concat(),
        [&[1][..], &blocks].concat(),
        [&[2][..], TABLE.as_bytes()].concat(),
        [&[3][..], &zip].concat(),
    ]
}

/// The head and the unpacked blocks of a file of patch knowledge.
fn blocks(file: &[u8]) -> Vec<Vec<u8>> {
    let number =
        |at: usize| u32::from_le_bytes([file[at], file[at + 1], file[at + 2], file[at + 3]]) as usize;
    let mut at = 14 + number(10);
    let mut found = vec![file[14..at].to_vec()];
    while at + 8 <= file.len() {
        let packed = number(at);
        let mut plain = Vec::new();
        let block = &file[at + 8..at + 8 + packed];
        std::io::Read::read_to_end(&mut flate2::read::ZlibDecoder::new(block), &mut plain).expect("our own");
        found.push(plain);
        at += 8 + packed;
    }
    found
}
