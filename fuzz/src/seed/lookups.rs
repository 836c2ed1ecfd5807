//! Logs of lookups, their tables, and a state that was kept.

use crate::part::joined;
use lookups::generate::{Format, Recipe, generate};
use std::io::Write as _;

/// The tables an input brings none of its own for.
pub const TABLES: [(&str, &str); 4] = [
    (
        "dossiers.csv",
        "dossier,citizen,unit,procedure,opened,closed,account\nH1,001,u1,P1,2024-03-01,,a1\nH2,002,u1,P1,2024-03-04T08:00:00+07:00,2024-03-06,\n",
    ),
    (
        "accounts.csv",
        "account,holder,unit,enabled_from,disabled_at,left_at,commitment_signed\na1,h1,u1,2024-01-01,,,2024-01-01\na2,h2,u2,,2024-03-10,,\na3,h3,u3,,,2024-03-05,\n",
    ),
    ("watch.csv", "citizen,list\n003,protected\n002,relative_of:a2\n"),
    ("terminals.csv", "terminal,unit,registered\nT1,u1,1\nT2,u2,\n"),
];

const LOG: &str = "ts,system,account,terminal,ip,citizen,dossier,purpose,result,seq
2024-03-05T08:00:00+07:00,S1,a1,T1,10.0.0.1,001,H1,p,ok,1
2024-03-05T08:00:40+07:00,S1,a1,T2,10.0.0.2,002,,\"p, q\",ok,2
2024-03-06T19:30:00Z,S1,a2,T1,10.0.0.1,003,H9,p,ok,4
2024-03-07T19:31:00.5+07:00,S2,a3,,10.0.0.1,003,H2,p,denied,
";
const LINES: &str = r#"{"ts":"2024-03-05T01:00:00Z","system":"S","account":"a1","terminal":null,"citizen":"001","dossier":"H1","result":"ok","seq":1}
{"ts":"2024-03-05T02:00:00Z","system":"S","account":"a2","citizen":"002","result":"failed","seq":"2","more":[1]}
"#;
const MAPPING: &str = "[lookups]\nzone = \"+07:00\"\ntime_format = \"%d/%m/%Y %H:%M:%S\"\ndelimiter = \";\"\n[lookups.columns]\nts = \"t\"\ncitizen = \"c\"\n[lookups.constants]\nsystem = \"A\"\naccount = \"a1\"\n[lookups.values.result]\n\"1\" = \"ok\"\n";
const MAPPED: &str = "t;c;dossier;result\n05/03/2024 08:00:00;001;H1;1\n05/03/2024 08:01:00;002;;0\n";
const PARAMETERS: &str = "shared_seconds = 90.5\nbreadth_accounts = 1\nbreadth_units = 1\ndormant_days = 1\nsilence_median = 0\nvolume_active_days = 1\nvolume_lookups = 1\ndenied = 1\n";
pub const CALENDAR: &str = "weekend = [\"saturday\", \"sunday\"]\n[covers]\nfrom = 2024-01-01\nto = \"2024-12-31\"\n[[holiday]]\nname = \"a\"\ndays = [2024-03-05]\n[[working]]\nname = \"b\"\ndays = [2024-03-09]\n";
const STATE: &[u8] = include_bytes!("../../../crates/lookups/tests/golden/day-1.state");
/// Before the body of a state stands its digest.
const DIGEST: usize = 16;

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    writer.write_all(bytes).expect("memory takes it");
    writer.finish().expect("memory takes it")
}

pub fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("memory takes it")
}

/// Logs in every form, with every table and file that says how to read them.
pub fn lookups() -> Vec<Vec<u8>> {
    let tables: Vec<&[u8]> = TABLES.iter().map(|(_, text)| text.as_bytes()).collect();
    let mut seeds = vec![
        joined(&[(0, LOG.as_bytes())]),
        joined(&[(0, LOG.as_bytes()), (6, PARAMETERS.as_bytes()), (7, CALENDAR.as_bytes())]),
        joined(&[(0x10, LINES.as_bytes())]),
        joined(&[(0, MAPPED.as_bytes()), (5, MAPPING.as_bytes())]),
        joined(&[(0x30, &gzip(LOG.as_bytes()))]),
        joined(&[(0x40, &zstandard(LINES.as_bytes()))]),
        joined(&[(0x50, LOG.as_bytes())]),
        joined(&[(0x60, LINES.as_bytes())]),
        joined(&[(0, LOG.as_bytes()), (1, tables[0]), (2, tables[1]), (3, tables[2]), (4, tables[3])]),
        joined(&[(8, &STATE[DIGEST..])]),
        joined(&[(8, &STATE[DIGEST..]), (8, &STATE[DIGEST..])]),
    ];
    let folder = std::env::temp_dir().join(format!("rasoat-fuzz-seeds-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let recipe = Recipe {
        lookups: 40,
        dossiers: 10,
        accounts: 4,
        seed: 1,
        from: jiff::civil::date(2024, 3, 1),
        to: jiff::civil::date(2024, 3, 31),
        format: Format::Parquet,
    };
    generate(&recipe, &|_| true, &folder, &|_| {}).expect("a province");
    for (kind, name) in [(0x20, "lookups"), (0x21, "dossiers"), (0x22, "accounts")] {
        let table = std::fs::read(folder.join(format!("{name}.parquet"))).expect("a table");
        seeds.push(joined(&[(kind, &table), (if kind == 0x20 { 6 } else { 0 }, PARAMETERS.as_bytes())]));
    }
    let _ = std::fs::remove_dir_all(&folder);
    seeds
}
