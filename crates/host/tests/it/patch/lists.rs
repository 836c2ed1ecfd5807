//! Lists of updates in the languages and shapes Windows gives them.

use evidence::{Kind, Sight, Subject, Unread, Value};
use rasoat_host::patch::{
    Architecture, Doubt, Encoding, Form, Kb, Product, Provenance, Stated, observations, read,
};

/// systeminfo's first lines, by language: labels, and what stands for "not
/// available" and "build".
const LANGUAGES: [(&str, [&str; 5]); 14] = [
    ("en", ["Host Name", "OS Name", "OS Version", "System Type", "N/A Build"]),
    ("vi", ["Tên Máy chủ", "Tên HĐH", "Phiên bản HĐH", "Loại Hệ thống", "Không có Bản dựng"]),
    (
        "fr",
        [
            "Nom de l’hôte",
            "Nom du système d’exploitation",
            "Version du système",
            "Type du système",
            "N/A version",
        ],
    ),
    (
        "de",
        ["Hostname", "Betriebssystemname", "Betriebssystemversion", "Systemtyp", "Nicht zutreffend Build"],
    ),
    ("ru", ["Имя узла", "Название ОС", "Версия ОС", "Тип системы", "Н/Д построение"]),
    (
        "es",
        [
            "Nombre de host",
            "Nombre del sistema operativo",
            "Versión del sistema operativo",
            "Tipo de sistema",
            "N/D Compilación",
        ],
    ),
    (
        "pt",
        [
            "Nome do host",
            "Nome do sistema operacional",
            "Versão do sistema operacional",
            "Tipo de sistema",
            "N/A compilação",
        ],
    ),
    ("it", ["Nome host", "Nome SO", "Versione SO", "Tipo sistema", "N/D build"]),
    (
        "pl",
        [
            "Nazwa hosta",
            "Nazwa systemu operacyjnego",
            "Wersja systemu operacyjnego",
            "Typ systemu",
            "N/D Kompilacja",
        ],
    ),
    (
        "cs",
        [
            "Název hostitele",
            "Název operačního systému",
            "Verze operačního systému",
            "Typ systému",
            "Není k dispozici sestavení",
        ],
    ),
    (
        "tr",
        ["Ana Bilgisayar Adı", "İşletim Sistemi Adı", "İşletim Sistemi Sürümü", "Sistem Türü", "Yok Derleme"],
    ),
    ("ja", ["ホスト名", "OS 名", "OS バージョン", "システムの種類", "N/A ビルド"]),
    ("ko", ["호스트 이름", "OS 이름", "OS 버전", "시스템 종류", "N/A 빌드"]),
    ("zh", ["主机名", "OS 名称", "OS 版本", "系统类型", "暂缺 Build"]),
];

fn systeminfo(labels: [&str; 5]) -> String {
    let [host, name, version, kind, build] = labels;
    format!(
        "\r\n{host}: KB999999\r\n{name}: Microsoft Windows 10 Pro\r\n{version}: 10.0.19045 {build} 19045\r\n{kind}: x64-based PC\r\n\
         Hotfix: 2\r\n   [01]: KB5011048\r\n   [02]: KB5015684\r\nNIC: 1\r\n   [01]: Intel(R) 82574L\r\n"
    )
}

fn stated(bytes: &[u8]) -> (Stated, Vec<Doubt>) {
    read(bytes).expect("a list of a fitting size")
}

fn utf16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn systeminfo_is_read_in_every_language_and_encoding() {
    for (language, labels) in LANGUAGES {
        let text = systeminfo(labels);
        // As a console's code page that the file does not name would have it.
        let oem: Vec<u8> =
            text.chars().map(|c| u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(0x8E)).collect();
        for bytes in [text.clone().into_bytes(), utf16(&text), oem] {
            let (stated, doubts) = stated(&bytes);
            assert_eq!(stated.form, Form::Systeminfo, "{language}");
            assert_eq!(stated.build(), Some(19045), "{language}");
            assert_eq!(
                stated.name.as_ref().map(|at| (at.value.as_str(), at.line)),
                Some(("Microsoft Windows 10 Pro", 3))
            );
            assert_eq!(stated.architecture.as_ref().map(|at| at.value), Some(Architecture::X64));
            assert_eq!(stated.updates.iter().copied().collect::<Vec<_>>(), [Kb(5_011_048), Kb(5_015_684)]);
            assert_eq!(stated.updates_on, Some((7, 8)));
            assert!(doubts.iter().all(|doubt| *doubt == Doubt::CodePage), "{language} {doubts:?}");
            assert_eq!(
                Product::of(&stated).expect("a product").name(),
                "Windows 10 Version 22H2 for x64-based Systems"
            );
        }
    }
}

#[test]
fn products_are_named_by_build_architecture_and_kind() {
    for (name, version, kind, product) in [
        (
            "Microsoft Windows XP Professional",
            "5.1.2600 Service Pack 3 Build 2600",
            "X86",
            "Microsoft Windows XP Service Pack 3",
        ),
        (
            "Microsoft® Windows Vista™ Business",
            "6.0.6002 Service Pack 2 Build 6002",
            "X86",
            "Windows Vista Service Pack 2",
        ),
        (
            "Microsoft Windows 7 Professional",
            "6.1.7601 Service Pack 1 Build 7601",
            "X86",
            "Windows 7 for 32-bit Systems Service Pack 1",
        ),
        ("Microsoft Windows 8.1 Pro", "6.3.9600 N/A Build 9600", "x64", "Windows 8.1 for x64-based Systems"),
        (
            "Microsoft Windows 10 Home",
            "10.0.10240 N/A Build 10240",
            "x64",
            "Windows 10 for x64-based Systems",
        ),
        (
            "Microsoft Windows 11 Pro",
            "10.0.22000 N/A Build 22000",
            "ARM64",
            "Windows 11 version 21H2 for ARM64-based Systems",
        ),
        (
            "Microsoft Windows 11 Pro",
            "10.0.26200 N/A Build 26200",
            "x64",
            "Windows 11 Version 25H2 for x64-based Systems",
        ),
        (
            "Microsoft Windows 11 Pro",
            "10.0.28000 N/A Build 28000",
            "x64",
            "Windows 11 Version 26H1 for x64-based Systems",
        ),
        (
            "Microsoft Windows Server 2008 R2 Standard",
            "6.1.7601 Service Pack 1 Build 7601",
            "x64",
            "Windows Server 2008 R2 for x64-based Systems Service Pack 1",
        ),
        (
            "Microsoft Windows Server 2019 Standard",
            "10.0.17763 N/A Build 17763",
            "x64",
            "Windows Server 2019",
        ),
        (
            "Microsoft Windows Server 2025 Standard",
            "10.0.26100 N/A Build 26100",
            "x64",
            "Windows Server 2025",
        ),
    ] {
        let text = format!(
            "OS Name: {name}\nOS Version: {version}\nSystem Type: {kind}-based PC\n[01]: KB4480970\n"
        );
        let (stated, _) = stated(text.as_bytes());
        assert_eq!(
            Product::of(&stated).map(|product| product.name().to_owned()).as_deref(),
            Some(product),
            "{name}"
        );
    }
}

#[test]
fn an_entry_is_about_a_product_only_when_its_system_is_that_product() {
    let (server, _) =
        stated(b"OS Name: Microsoft Windows Server 2012 Standard\nOS Version: 6.2.9200 N/A Build 9200\n");
    let product = Product::of(&server).expect("a product");
    for (affected, is) in [
        ("Windows Server 2012", true),
        ("Windows Server 2012 (Server Core installation)", true),
        ("Internet Explorer 10 on Windows Server 2012", true),
        ("Windows Server 2012 R2", false),
        ("Internet Explorer 11 on Windows Server 2012 R2 (server core installation)", false),
    ] {
        assert_eq!(product.is_affected(affected), is, "{affected}");
        // wesng takes the one for the other.
        assert!(Product::containing("Windows Server 2012").is_affected(affected));
    }
}

#[test]
fn lists_of_updates_alone_are_read_from_wmic_and_powershell() {
    let wmic = "Caption  CSName  Description      HotFixID   InstalledOn\r\r\n\
                http://support.microsoft.com/?kbid=5011048  PC  Update  KB5011048  3/2/2019\r\r\n\
                \x20        PC  Windows Installer 3.1 (KB893803)  KB893803v2\r\r\n";
    let shell = "\nSource  Description      HotFixID      InstalledBy          InstalledOn\n\
                 ------  -----------      --------      -----------          -----------\n\
                 PC      Security Update  KB5015684     NT AUTHORITY\\SYSTEM  7/13/2022 12:00:00 AM\n";
    let csv = "\"Source\",\"Description\",\"HotFixID\"\n\"PC\",\"Update\",\"KB5011048\"\n";
    for (text, updates) in
        [(wmic, vec![Kb(893_803), Kb(5_011_048)]), (shell, vec![Kb(5_015_684)]), (csv, vec![Kb(5_011_048)])]
    {
        let (stated, doubts) = stated(&utf16(text));
        assert_eq!((stated.form, stated.encoding, doubts), (Form::Updates, Encoding::Utf16, vec![]));
        assert_eq!(stated.updates.into_iter().collect::<Vec<_>>(), updates);
    }
}

#[test]
fn a_list_of_missing_updates_is_not_taken_for_one_of_installed_ones() {
    let (stated, doubts) = stated(b"KB4100347: 2018-10 Update for Windows 10 Version 1803 (KB4100347)\r\n");
    assert_eq!((stated.form, doubts), (Form::Unknown, vec![Doubt::FormUnknown]));
    assert!(stated.updates.is_empty());
}

#[test]
fn a_list_that_was_cut_off_says_so_and_is_no_list_of_what_is_installed() {
    let text = systeminfo(LANGUAGES[0].1).replace("Hotfix: 2", "Hotfix(s): 352 Hotfix(s) Installed.");
    let (stated, doubts) = stated(text.as_bytes());
    assert_eq!(doubts, [Doubt::CutOff { line: 6, said: 352, shown: 2 }]);
    let sights = sights(&stated, &doubts);
    assert_eq!(sights["patch.installed"], Sight::Unreadable(Unread::Corrupt));
}

fn sights(stated: &Stated, doubts: &[Doubt]) -> std::collections::BTreeMap<String, Sight> {
    let from = Provenance {
        subject: Subject::new(Kind::Machine, "PC-01"),
        file: "systeminfo.txt".into(),
        sha256: "0".repeat(64),
        taken_at: None,
    };
    observations(stated, doubts, &from).into_iter().map(|seen| (seen.attribute, seen.sight)).collect()
}

#[test]
fn what_a_list_says_becomes_observations_and_what_it_does_not_say_is_said_so() {
    let (list, doubts) = stated(systeminfo(LANGUAGES[1].1).as_bytes());
    let seen = sights(&list, &doubts);
    let text = |text: &str| Sight::Seen(Value::Text(text.into()));
    assert_eq!(seen["os.product"], text("Microsoft Windows 10 Pro"));
    assert_eq!(seen["patch.product"], text("Windows 10 Version 22H2 for x64-based Systems"));
    assert_eq!(seen["os.build"], text("19045"));
    assert_eq!(seen["os.architecture"], text("AMD64"));
    assert_eq!(seen["os.service_pack"], Sight::Absent);
    assert_eq!(
        seen["patch.installed"],
        Sight::Seen(Value::Several(vec!["KB5011048".into(), "KB5015684".into()]))
    );
    let (list, doubts) = stated(b"HotFixID\nKB5011048\n");
    let seen = sights(&list, &doubts);
    assert_eq!(seen["patch.product"], Sight::NotCollected);
    assert!(matches!(seen["patch.installed"], Sight::Seen(_)));
    let (list, doubts) = stated(b"nothing of the kind");
    assert!(sights(&list, &doubts).values().all(|sight| *sight == Sight::Unreadable(Unread::Unsupported)));
    let (list, doubts) = stated(b"OS Name: Microsoft Windows 12\nOS Version: 10.0.99999 N/A Build 99999\n");
    assert_eq!(
        doubts.iter().filter(|doubt| matches!(doubt, Doubt::BuildUnknown { build: 99999 })).count(),
        1
    );
    assert_eq!(sights(&list, &doubts)["patch.product"], Sight::Unreadable(Unread::Unsupported));
}
