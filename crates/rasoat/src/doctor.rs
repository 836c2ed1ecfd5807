//! `rasoat doctor`: what is missing around the program.

use crate::settings::Record;
use crate::{serve, speak};
use anyhow::Result;
use app::acts::knowledge;
use app::mail::Mailer;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use store::Store;

/// How a look at one thing went.
enum Found {
    Good(String),
    /// Works, but less than it could; what to do.
    Weak(String),
    /// Does not work; what to do.
    Bad(String),
}

pub fn run(record: Record) -> Result<ExitCode> {
    serve::runtime()?.block_on(async {
        let looks = [
            ("Thư mục dữ liệu", folder(&record.data)),
            ("Chỗ trống trên đĩa", disk(&record.data)),
            ("Cơ sở dữ liệu", database(&record).await),
            ("Nội dung kèm theo", packs(&record)),
            ("Dữ liệu bản vá", patches(&record).await),
            ("Thư điện tử", mail(&record).await),
            ("Đồng hồ", clock(&record).await),
            ("Phông chữ", fonts()),
            ("Chuyển đổi tệp .doc", converter()),
        ];
        let mut bad = false;
        for (what, found) in looks {
            let (mark, words) = match found {
                Found::Good(words) => ("tốt ", words),
                Found::Weak(words) => ("yếu ", words),
                Found::Bad(words) => {
                    bad = true;
                    ("HỎNG", words)
                }
            };
            speak::data(&format!("[{mark}] {what}: {words}"));
        }
        Ok(if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    })
}

fn folder(path: &Path) -> Found {
    let probe = path.join(".doctor");
    let written = std::fs::create_dir_all(path).and_then(|()| std::fs::write(&probe, vec![0; 1 << 20]));
    let _ = std::fs::remove_file(probe);
    if let Err(error) = written {
        return Found::Bad(format!("không ghi được vào {}: {error}", path.display()));
    }
    Found::Good(format!("ghi được vào {}", path.display()))
}

/// Less than this and a deadline day may fill the disk.
const LITTLE: u64 = 2 * 1024 * 1024 * 1024;

fn disk(path: &Path) -> Found {
    let listed = started("df", &["-Pk", &path.to_string_lossy()]);
    let kilobytes = listed.as_deref().and_then(|text| {
        let line = text.lines().nth(1)?;
        line.split_whitespace().nth(3)?.parse::<u64>().ok()
    });
    let Some(free) = kilobytes.map(|kilobytes| kilobytes * 1024) else {
        return Found::Weak("không đo được (không có lệnh df)".into());
    };
    let words = format!("còn {:.1} GB", free as f64 / 1_000_000_000.0);
    if free < LITTLE {
        Found::Weak(format!("{words}: hãy dọn bớt hoặc thêm đĩa"))
    } else {
        Found::Good(words)
    }
}

async fn database(record: &Record) -> Found {
    match Store::open(&record.location()).await {
        Ok(store) => Found::Good(if store.is_server() {
            "PostgreSQL trả lời, lược đồ đã cập nhật".into()
        } else {
            "SQLite mở được, lược đồ đã cập nhật".into()
        }),
        Err(error) => Found::Bad(format!("không mở được: {error}")),
    }
}

fn packs(record: &Record) -> Found {
    match record.packs() {
        Ok(_) => Found::Good("đọc được".into()),
        Err(error) => Found::Bad(format!("{error:#}")),
    }
}

/// Updates come out monthly: older knowledge misses the last of them.
async fn patches(record: &Record) -> Found {
    const HOW: &str = "nạp bằng: rasoat knowledge import definitions.zip";
    let Ok(app) = record.open("").await else {
        return Found::Weak("không mở được cơ sở dữ liệu".into());
    };
    match knowledge::of(&app) {
        Ok(Some(known)) => {
            let head = known.head();
            let words =
                format!("ngày {}, {} ngày tuổi", head.date.strftime("%d/%m/%Y"), head.age(app.today()));
            let old = head.age(app.today()) > knowledge::OLD;
            if old { Found::Weak(format!("{words}: nên nạp bản mới")) } else { Found::Good(words) }
        }
        Ok(None) => Found::Weak(format!("chưa có, không biết máy thiếu bản vá nào; {HOW}")),
        Err(_) => Found::Bad(format!("hỏng; {HOW}")),
    }
}

async fn mail(record: &Record) -> Found {
    match record.mailer() {
        Ok(mailer @ Mailer::Smtp { .. }) => match mailer.reach().await {
            Ok(()) => Found::Good("máy chủ thư đã khai báo trả lời".into()),
            Err(error) => Found::Bad(format!("máy chủ thư đã khai báo không trả lời: {error}")),
        },
        Ok(_) => Found::Weak("chưa khai báo máy chủ thư (--smtp): thư được ghi vào thư mục dữ liệu".into()),
        Err(error) => Found::Bad(error.to_string()),
    }
}

/// A clock before this program was made is wrong, and so is one that stands
/// before the last act on the record.
async fn clock(record: &Record) -> Found {
    let now = app::Clock::system().now();
    let local = domain::moment::local(now);
    let words = local.strftime("%H:%M ngày %d/%m/%Y (giờ Việt Nam)").to_string();
    if local.date().year() < 2026 {
        return Found::Bad(format!("máy đang chỉ {words}: hãy chỉnh lại giờ"));
    }
    match last_act(record).await {
        Some(last) if last > now => {
            let last = domain::moment::local(last).strftime("%H:%M ngày %d/%m/%Y").to_string();
            Found::Bad(format!(
                "máy đang chỉ {words}, trước việc cuối trong nhật ký ({last}): hãy chỉnh lại giờ"
            ))
        }
        _ => Found::Good(words),
    }
}

async fn last_act(record: &Record) -> Option<jiff::Timestamp> {
    let store = Store::open(&record.location()).await.ok()?;
    let mut tx = store.read().await.ok()?;
    let lines = store::audit::newest(&mut tx, i64::MAX, "", "", 1).await.ok()?;
    lines.first()?.at.parse().ok()
}

fn fonts() -> Found {
    let listed = started("fc-list", &[":family=Times New Roman"]);
    match listed {
        Some(text) if !text.trim().is_empty() => Found::Good("có Times New Roman".into()),
        _ => Found::Good("không có Times New Roman: PDF dùng phông thay thế cùng cỡ chữ kèm sẵn".into()),
    }
}

fn converter() -> Found {
    match started("soffice", &["--version"]) {
        Some(_) => Found::Good("có LibreOffice".into()),
        None => {
            Found::Weak("không có LibreOffice: tệp .doc cũ phải lưu lại thành .docx trước khi tải lên".into())
        }
    }
}

fn started(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
