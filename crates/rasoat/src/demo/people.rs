//! The people of the demo province: one log-in for each part.

use anyhow::Result;
use app::acts::people::{self, NewUser, Seat};
use app::{Actor, App};
use domain::identifier::{UnitId, UserId};
use domain::policy::Role;

/// The password of every demo account.
pub const PASSWORD: &str = "an-son-dung-thu";

/// A log-in as printed when the demo starts.
#[derive(Debug, Clone, Copy)]
pub struct Login {
    pub name: &'static str,
    pub what: &'static str,
}

pub const LOGINS: [Login; 10] = [
    Login { name: "quantri", what: "quản trị hệ thống" },
    Login { name: "thuongtruc", what: "cơ quan thường trực (công an tỉnh)" },
    Login { name: "lanhdao", what: "lãnh đạo tỉnh" },
    Login { name: "truongdoan", what: "trưởng đoàn kiểm tra" },
    Login { name: "phodoan", what: "phó trưởng đoàn" },
    Login { name: "thanhvien", what: "thành viên đoàn" },
    Login { name: "thuky", what: "thư ký đoàn" },
    Login { name: "daumoi.yte", what: "đầu mối Sở Y tế" },
    Login { name: "giamdoc.yte", what: "thủ trưởng Sở Y tế" },
    Login { name: "quansat", what: "quan sát" },
];

/// Whether nobody has an account yet.
pub async fn is_empty(app: &App) -> Result<bool> {
    Ok(store::people::count(&mut app.store.read().await?).await? == 0)
}

/// Makes an account of the demo.
pub async fn add(
    app: &App,
    login: &str,
    name: &str,
    position: &str,
    seats: &[(Role, Option<UnitId>)],
) -> Result<UserId> {
    let new = NewUser {
        login: login.into(),
        name: name.into(),
        email: Some(format!("{login}@anson.example")),
        phone: None,
        position: Some(position.into()),
        password: PASSWORD.into(),
        must_change: false,
        seats: seats.iter().map(|(role, unit)| Seat { role: *role, unit: *unit }).collect(),
    };
    Ok(people::add(app, &Actor::program("rasoat demo"), new).await?)
}
