//! Names of files and folders that matter by themselves. Data: whoever knows another
//! adds it here; all in small letters. Programs are in `known.rs`.
//!
//! Not here: how they are looked for (`notice`).

/// Endings of what runs or installs a program.
pub(super) const PROGRAMS: &[&str] =
    &["exe", "msi", "msix", "bat", "cmd", "ps1", "vbs", "com", "scr", "dll", "zip", "rar", "7z", "iso"];

/// Endings of documents and pictures.
pub(super) const DOCUMENTS: &[&str] = &[
    "doc", "docx", "docm", "rtf", "xls", "xlsx", "xlsm", "ppt", "pptx", "pdf", "odt", "ods", "txt", "csv",
    "jpg", "jpeg", "png", "gif", "tif", "tiff", "bmp",
];

/// Endings that run, hidden behind a document's.
pub(super) const RUNS: &[&str] = &["exe", "scr", "com", "pif", "bat", "cmd", "vbs"];

/// Images of other computers' disks.
pub(super) const MACHINES: &[&str] = &["vmdk", "vdi", "vhd", "vhdx", "qcow2", "ova", "ovf", "vmx", "vbox"];

/// Endings that malware puts after a document's own when it encrypts it.
pub(super) const ENCRYPTED: &[&str] = &[
    "wncry",
    "wcry",
    "wncryt",
    "locky",
    "zepto",
    "odin",
    "cerber",
    "cerber3",
    "crypt",
    "crypted",
    "cryptolocker",
    "encrypted_backup",
    "lockbit",
    "abcd",
    "akira",
    "blackcat",
    "conti",
    "ryuk",
    "babuk",
    "babyk",
    "mallox",
    "phobos",
    "eking",
    "eight",
    "makop",
    "mkp",
    "devos",
    "faust",
    "elbie",
    "dharma",
    "wallet",
    "arena",
    "gandcrab",
    "krab",
    "grandcrab",
    "sodinokibi",
    "djvu",
    "djvuq",
    "stop",
    "hets",
    "nppp",
    "gero",
    "kodc",
    "mosk",
    "qlocker",
    "deadbolt",
    "hive",
    "medusa",
    "play",
    "royal",
    "rhysida",
    "trigona",
    "8base",
    "globeimposter",
    "rapid",
    "magniber",
    "snatch",
    "teslacrypt",
    "ecc",
    "ezz",
    "vvv",
    "xtbl",
    "petya",
    "wannacry",
    "onion",
    "osiris",
    "thor",
    "aesir",
];

/// Names of what such malware leaves for people to read: whole names first, then how
/// a name begins.
pub(super) const NOTES: &[&str] = &[
    "_readme.txt",
    "restore-my-files.txt",
    "akira_readme.txt",
    "ryukreadme.txt",
    "ryukreadme.html",
    "@please_read_me@.txt",
    "@wanadecryptor@.exe",
    "info.hta",
    "files_encrypted.txt",
    "conti_readme.txt",
    "read_me_mallox.txt",
    "how to back files.txt",
    "how to restore files.txt",
    "how to recover files.txt",
    "gandcrab-manual.txt",
    "krab-decrypt.txt",
    "!readme!.txt",
    "decrypt-files.txt",
    "recovery+.txt",
    "how to recover your files.txt",
    "recover-files.txt",
    "restore_files.txt",
    "readme_for_decrypt.txt",
];
pub(super) const NOTES_BEGIN: &[&str] = &[
    "how_to_decrypt",
    "how to decrypt",
    "how_to_recover",
    "how_to_restore",
    "how_to_back_files",
    "help_decrypt",
    "help_recover",
    "decrypt_instruction",
    "decrypt_my_files",
    "your_files_are_encrypted",
    "!!!read_me",
    "!!! read",
    "#decrypt",
    "_help_instructions",
    "recover_files",
    "+recover+",
    "-recover-",
    "!how_to",
];

/// Folders people's messages and what they sent are kept in: the folder's name, whose.
pub(super) const MESSENGER_FOLDERS: &[(&str, &str)] = &[
    ("zalo", "Zalo"),
    ("zalopc", "Zalo"),
    ("zalodata", "Zalo"),
    ("zalo received files", "Zalo"),
    ("telegram desktop", "Telegram"),
    ("viberpc", "Viber"),
    ("viberdownloads", "Viber"),
    ("whatsapp", "WhatsApp"),
    ("wechat files", "WeChat"),
    ("line received files", "LINE"),
    ("kakaotalk received files", "KakaoTalk"),
];

/// Folders that are copied to a server elsewhere; one whose name begins so and goes on
/// with ` - ` belongs to an organisation.
pub(super) const CLOUD_FOLDERS: &[(&str, &str)] = &[
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("dropbox", "Dropbox"),
    ("iclouddrive", "iCloud"),
    ("megasync", "MEGA"),
    ("pclouddrive", "pCloud"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("yandexdisk", "Yandex Disk"),
    ("box sync", "Box"),
];
/// What a folder of these has before anybody puts anything there.
pub(super) const CLOUD_OWN: &[&str] = &["desktop.ini", ".dropbox", ".849c9593-d756-4e56-8d6e-42412f2a707b"];

/// Where browsers keep what people did: the end of the folder's path, whose.
pub(super) const BROWSER_FOLDERS: &[(&str, &str)] = &[
    (r"google\chrome\user data", "Google Chrome"),
    (r"coccoc\browser\user data", "Cốc Cốc"),
    (r"mozilla\firefox\profiles", "Mozilla Firefox"),
    (r"microsoft\edge\user data", "Microsoft Edge"),
    (r"opera software\opera stable", "Opera"),
    (r"bravesoftware\brave-browser\user data", "Brave"),
    (r"vivaldi\user data", "Vivaldi"),
    (r"yandex\yandexbrowser\user data", "Yandex Browser"),
    (r"tor browser\browser", "Tor Browser"),
];

/// Copies of the parts of a registry that hold digests of passwords.
pub(super) const HIVE_COPIES: &[&str] = &[
    "sam",
    "sam.bak",
    "sam.old",
    "sam.sav",
    "sam.save",
    "sam.hiv",
    "sam.hive",
    "security",
    "security.bak",
    "security.hiv",
    "security.hive",
    "security.save",
    "system.hiv",
    "system.hive",
    "system.save",
    "ntds.dit",
];
/// Where the system keeps them itself, also in what an upgrade left behind.
pub(super) const HIVE_FOLDER: &str = r"\system32\config";
/// What the script of `rasoat-field script` leaves beside the hives it saved.
pub(super) const OWN_LOG: &str = "thu-thap.log";

/// Words of a document's name that say it lists passwords, without marks.
pub(super) const PASSWORDS: &[&str] = &["matkhau", "password", "passwords", "passwd", "pass wifi"];

/// `mat` and `mật` in small Latin letters, as bytes of every way to write it: one letter,
/// a letter and its marks in either order, code page 1258. A name without any of them
/// is let go.
pub(super) const MARKS: &[&[u8]] = &[
    b"mat",
    b"m\xE1\xBA\xADt",
    b"m\xE1\xBA\xACt",
    b"m\xC3\xA2\xCC\xA3t",
    b"m\xC3\x82\xCC\xA3t",
    b"m\xE1\xBA\xA1\xCC\x82t",
    b"m\xE1\xBA\xA0\xCC\x82t",
    b"ma\xCC\x82\xCC\xA3t",
    b"ma\xCC\xA3\xCC\x82t",
    b"m\xE2\xF2t",
    b"m\xC2\xF2t",
];

/// What makes of `mật` another word: before it, after it.
pub(super) const BEFORE_MARK: &[&str] =
    &["bao", "bi", "co", "than", "khuon", "be", "rua", "tui", "hoa", "tien", "ngot"];
pub(super) const AFTER_MARK: &[&str] = &[
    "khau", "ma", "do", "ong", "thu", "vu", "bao", "danh", "bang", "tien", "tran", "hang", "na", "troi",
    "trang", "duong", "phang", "sau", "truoc", "ngoai", "nuoc", "dat", "cat", "kinh", "gau", "mia", "mong",
    "xanh",
];
/// Short names of kinds of documents: `MAT_CV 12.docx` is marked, `mat_bang.doc` is not.
pub(super) const KINDS_OF_DOCUMENT: &[&str] = &["cv", "bc", "kh", "tb", "tt", "qd", "to", "bb", "vb", "ct"];
