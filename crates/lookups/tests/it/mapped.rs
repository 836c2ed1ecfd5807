//! A log of another system, read by the examples that `--help` shows.

use crate::ran::{audit, path, summary, well};
use std::path::{Path, PathBuf};

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

#[test]
fn the_examples_of_the_help_hold() {
    let help = well(&["audit", "--help"]);
    for name in ["mapping.toml", "calendar.toml"] {
        let text = std::fs::read_to_string(example(name)).expect("an example");
        let lines = text.lines().filter(|line| !line.is_empty());
        lines.for_each(|line| assert!(help.contains(line.trim_end()), "{name}: {line}"));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let write = |name: &str, text: &str| -> PathBuf {
        std::fs::write(here.join(name), text).expect("written");
        here.join(name)
    };
    let log = write(
        "log.csv",
        "thoi_gian;nguoi_dung;may;so_dinh_danh;ma_ho_so;ket_qua\n\
         05/03/2024 08:00:00;a1;T1;001;H1;Thành công\n\
         05/03/2024 08:01:00;a1;T1;002;;Không có dữ liệu\n\
         09/02/2024 09:00:00;a1;T1;001;H1;Từ chối\n\
         05/03/2024 08:02:00;a1;T1;002;;ok nhưng lạ\n",
    );
    let dossiers = write("d.csv", "dossier,citizen,opened,closed\nH1,001,01/03/2024,06/03/2024\n");
    let accounts = write("a.csv", "account,holder,unit,commitment_signed\na1,h1,u1,2024-01-02\n");
    let (mapping, calendar) = (example("mapping.toml"), example("calendar.toml"));
    let tables: [(&str, &Path); 5] = [
        ("--lookups", &log),
        ("--dossiers", &dossiers),
        ("--accounts", &accounts),
        ("--mapping", &mapping),
        ("--calendar", &calendar),
    ];
    let output = audit(here, "out", &tables, &["--from", "2024-02-01", "--to", "2024-03-31"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let told = summary(&here.join("out"));
    assert_eq!((told["rows"].as_u64(), told["explained"]["count"].as_u64()), (Some(3), Some(1)));
    assert_eq!(told["rejected"]["by_reason"]["result"], 1);
    // Taken into a store, it is read by our own columns from then on.
    let store = here.join("store");
    let ingest = ["ingest", "--quiet", "--lookups", path(&log), "--mapping", path(&mapping)];
    well(&[&ingest[..], &["--out", path(&store)]].concat());
    let rows = well(&["drill", "--quiet", "--account", "a1", "--lookups", path(&store)]);
    assert!(rows.contains("2024-03-05T08:01:00+07:00,Một cửa phường Đông Mai,a1,T1"), "{rows}");
}
