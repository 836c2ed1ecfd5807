//! HardeningKitty's lists of Microsoft's security baselines → packs of rules.
//! Their checks become rules over observations; the Vietnamese wording is ours.
//!
//!     cargo run -p rasoat-packs --example baseline_rules -- ../shared/data/hardeningkitty/lists packs/rules
//!
//! Run again when Microsoft publishes a newer baseline: change [`PACKS`] first.
//! Not in the packs: attack surface reduction as Defender reports it itself
//! (`MpPreferenceAsr`), for the policy of the same rule is; and sending files of
//! the machine to Microsoft for analysis.

#![expect(clippy::print_stdout, reason = "a program speaks on its standard output")]

mod explorer;
mod place;
mod words;
mod write;

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;

/// A pack: its code, the lists it is made of, of which builds it is asked,
/// whether these are servers, and its titles.
pub struct Source {
    pub code: &'static str,
    pub lists: &'static [&'static str],
    /// As a test of the build has it.
    pub builds: &'static str,
    pub servers: Servers,
    pub vi: &'static str,
    pub en: &'static str,
    pub caveat: Option<(&'static str, &'static str)>,
}

/// Clients and servers of one build are told apart by their product's name.
pub enum Servers {
    Only,
    No,
}

/// Of the lists, by the last change to them.
pub const DATE: &str = "2024-12-23";
pub const COMMIT: &str = "92b8ef7d6a00b08dab92b3ca8b3a067c346ff74b";

const PACKS: [Source; 4] = [
    Source {
        code: "msft-win10-22h2",
        lists: &["windows_10_22h2_machine", "windows_10_22h2_user"],
        builds: "{ is: within, value: [10240, 19045] }",
        servers: Servers::No,
        vi: "Thiết lập an toàn Windows 10 theo khuyến nghị của Microsoft (22H2)",
        en: "Microsoft security baseline for Windows 10 (22H2)",
        caveat: None,
    },
    Source {
        code: "msft-win11-24h2",
        lists: &["windows_11_24h2_machine", "windows_11_24h2_user"],
        builds: "{ is: at_least, value: 22000 }",
        servers: Servers::No,
        vi: "Thiết lập an toàn Windows 11 theo khuyến nghị của Microsoft (24H2)",
        en: "Microsoft security baseline for Windows 11 (24H2)",
        caveat: None,
    },
    Source {
        code: "msft-server-2022-member",
        lists: &["windows_server_2022_21h2_member_machine"],
        builds: "{ is: equals, value: 20348 }",
        servers: Servers::Only,
        vi: "Thiết lập an toàn Windows Server 2022, máy chủ thành viên, theo khuyến nghị của Microsoft (21H2)",
        en: "Microsoft security baseline for Windows Server 2022, member server (21H2)",
        caveat: None,
    },
    Source {
        code: "msft-server-2004-member",
        lists: &["windows_server_2004_member_machine"],
        builds: "{ is: one_of, value: [14393, 16299, 17134, 17763, 18362, 18363, 19041, 19042] }",
        servers: Servers::Only,
        vi: "Thiết lập an toàn Windows Server 2016, 2019, máy chủ thành viên, theo khuyến nghị của Microsoft cho bản 2004",
        en: "Microsoft security baseline for Windows Server, version 2004, member server, asked of 2016 and 2019",
        caveat: Some((
            "Nguồn không có danh mục riêng cho Windows Server 2016 và 2019; đây là danh mục cũ nhất cho máy chủ. Một số thiết lập chỉ có từ bản 1903 trở đi.",
            "The source has no list of its own for Windows Server 2016 and 2019; this is its oldest for servers. Some settings exist only since version 1903.",
        )),
    },
];

/// A row of a list: cells by the names of their columns.
pub type Row = BTreeMap<String, String>;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [lists, packs] = words.as_slice() else {
        return Err("the folder of the lists, and the folder of the packs".into());
    };
    for source in &PACKS {
        let mut rows = Vec::new();
        for list in source.lists {
            let name = format!("finding_list_msft_security_baseline_{list}.csv");
            let mut read = read(&Path::new(lists).join(name))?;
            // Lists for users count their settings from the same number again.
            for id in read.iter_mut().filter_map(|row| row.get_mut("ID")).filter(|_| list.ends_with("_user"))
            {
                id.insert(0, 'u');
            }
            rows.append(&mut read);
        }
        let (text, report) = write::pack(source, &rows);
        std::fs::write(Path::new(packs).join(format!("{}.yaml", source.code)), text)?;
        println!("{}: {} rows; {report}", source.code, rows.len());
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut table = csv::ReaderBuilder::new().flexible(true).from_path(file)?;
    let heading = table.headers()?.clone();
    let name = |cell: &str| cell.trim_start_matches('\u{FEFF}').to_owned();
    let mut rows = Vec::new();
    for record in table.records() {
        let record = record?;
        let cells = heading.iter().zip(&record);
        rows.push(cells.map(|(column, cell)| (name(column), cell.trim().to_owned())).collect());
    }
    Ok(rows)
}
