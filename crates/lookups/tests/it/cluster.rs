//! A scheduler and two executors on this machine: the same bytes as without them.

use crate::ran::{Province, audit, path, program, same, well};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// A cluster; it ends with its owner.
struct Cluster {
    scheduler: Child,
    executors: Vec<Child>,
    url: String,
}

fn free() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address").port()
}

impl Cluster {
    fn start(folder: &Path, executors: usize) -> Cluster {
        let port = free();
        let quiet = || Stdio::null();
        let scheduler = program()
            .args(["scheduler", "--port", &port.to_string()])
            .stdout(quiet())
            .stderr(quiet())
            .spawn()
            .expect("a scheduler");
        let address = format!("127.0.0.1:{port}");
        reached(&address);
        let executors = (0..executors)
            .map(|number| {
                let (port, grpc) = (free(), free());
                let work = folder.join(format!("executor-{number}"));
                std::fs::create_dir_all(&work).expect("a folder");
                let child = program()
                    .args(["executor", "--scheduler", &address, "--port", &port.to_string(), "--grpc-port"])
                    .args([&grpc.to_string(), "--work", path(&work)])
                    .stdout(quiet())
                    .stderr(quiet())
                    .spawn()
                    .expect("an executor");
                reached(&format!("127.0.0.1:{port}"));
                child
            })
            .collect();
        Cluster { scheduler, executors, url: format!("df://{address}") }
    }
}

fn reached(address: &str) {
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(begun.elapsed() < Duration::from_mins(1), "{address} does not answer");
        std::thread::sleep(Duration::from_millis(100));
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for child in self.executors.iter_mut().chain([&mut self.scheduler]) {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Whether an executor wrote something for others: a folder of a job, beside its own
/// temporary ones.
fn worked(folder: &Path, number: usize) -> bool {
    let mut entries = std::fs::read_dir(folder.join(format!("executor-{number}"))).expect("a folder");
    entries.any(|entry| !entry.expect("an entry").file_name().to_string_lossy().starts_with("datafusion-"))
}

#[test]
fn two_executors_give_the_same_bytes_from_logs_and_from_a_store() {
    let province = Province::of(100_000, 21, "parquet");
    let folder = province.folder.path();
    let store = folder.join("store");
    well(&["ingest", "--quiet", "--lookups", path(&province.table("lookups")), "--out", path(&store)]);
    // A folder of several files, one of them with lines that cannot be read.
    let csv = Province::of(30_000, 22, "csv");
    let logs = folder.join("logs");
    std::fs::create_dir(&logs).expect("a folder");
    std::fs::copy(province.table("lookups"), logs.join("a.parquet")).expect("copied");
    let text = std::fs::read_to_string(csv.table("lookups")).expect("a log");
    std::fs::write(logs.join("b.csv"), text + "bad line\n,,,\n").expect("written");
    let cluster = Cluster::start(folder, 2);
    for (name, lookups) in [("logs", &logs), ("store", &store)] {
        let alone = province.audit(lookups, &format!("{name}-alone"), &[]);
        let together = province.audit(lookups, &format!("{name}-together"), &["--cluster", &cluster.url]);
        same(&alone, &together, &[]);
    }
    assert!(worked(folder, 0) && worked(folder, 1), "one executor had nothing to do");
}

#[test]
fn an_executor_that_dies_half_way_changes_nothing() {
    let province = Province::of(400_000, 23, "csv");
    let folder = province.folder.path();
    let store = folder.join("store");
    well(&["ingest", "--quiet", "--lookups", path(&province.table("lookups")), "--out", path(&store)]);
    let alone = province.audit(&store, "alone", &[]);
    let mut cluster = Cluster::start(folder, 2);
    let url = cluster.url.clone();
    let together = std::thread::scope(|scope| {
        let run = scope.spawn(|| province.audit(&store, "together", &["--cluster", &url]));
        half_way(folder);
        assert!(!run.is_finished(), "it was over before the executor died");
        cluster.executors[1].kill().expect("killed");
        run.join().expect("the run ends")
    });
    same(&alone, &together, &[]);
}

/// Waits until the second executor has work.
fn half_way(folder: &Path) {
    let begun = Instant::now();
    while !worked(folder, 1) {
        assert!(begun.elapsed() < Duration::from_mins(2), "the second executor gets no work");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_cluster_that_is_lost_half_way_is_said_and_there_is_no_audit() {
    let province = Province::of(200_000, 25, "csv");
    let folder = province.folder.path();
    let store = folder.join("store");
    well(&["ingest", "--quiet", "--lookups", path(&province.table("lookups")), "--out", path(&store)]);
    let mut cluster = Cluster::start(folder, 2);
    let url = cluster.url.clone();
    let (dossiers, accounts) = (province.table("dossiers"), province.table("accounts"));
    let tables: [(&str, &Path); 3] =
        [("--lookups", &store), ("--dossiers", &dossiers), ("--accounts", &accounts)];
    let calendar = province.data().join("calendar.toml");
    let more = ["--from", "2024-01-01", "--calendar", path(&calendar), "--cluster", &url];
    let output = std::thread::scope(|scope| {
        let run = scope.spawn(|| audit(folder, "out", &tables, &more));
        half_way(folder);
        for child in cluster.executors.iter_mut().chain([&mut cluster.scheduler]) {
            child.kill().expect("killed");
        }
        run.join().expect("the run ends")
    });
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("cụm máy không hoàn thành việc xét"), "{said}");
    assert!(!folder.join("out/summary.json").exists());
}

#[test]
fn no_cluster_is_said_and_nothing_is_written() {
    let province = Province::of(20_000, 24, "csv");
    let url = format!("df://127.0.0.1:{}", free());
    let (log, dossiers, accounts) =
        (province.table("lookups"), province.table("dossiers"), province.table("accounts"));
    let tables: [(&str, &Path); 3] =
        [("--lookups", &log), ("--dossiers", &dossiers), ("--accounts", &accounts)];
    let output = audit(province.folder.path(), "out", &tables, &["--cluster", &url]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && said.contains("không kết nối được bộ điều phối"), "{said}");
    assert!(!province.folder.path().join("out/summary.json").exists());
}
