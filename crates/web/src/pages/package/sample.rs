//! The page's samples: nothing yet, packages, texts to decide on, outside.

use app::acts::package::{Conflict, Listed, On, Package, Return, View};
use domain::identifier::{CampaignId, ConflictId, FindingId, PackageId, UserId, VisitId, VisitItemId};
use uuid::Uuid;

use super::PackagePage;
use crate::frame::Frame;
use crate::pages::{Page, Samples};

fn listed(name: &str, returns: usize, withdrawn: bool) -> Listed {
    let at = "2026-11-05T02:00:00Z".parse().expect("an instant");
    let one = Return {
        package: PackageId(Uuid::nil()),
        sha256: "5f".repeat(32),
        sealed_at: at,
        saved: 14,
        files: 2,
        refused: 1,
        merged_by: UserId(Uuid::nil()),
        merged_at: at,
    };
    Listed {
        package: Package {
            id: PackageId(Uuid::nil()),
            visit: VisitId(Uuid::nil()),
            user: UserId(Uuid::nil()),
            opens_with: String::new(),
            signed_with: String::new(),
            made_by: UserId(Uuid::nil()),
            made_at: at,
            withdrawn_at: withdrawn.then_some(at),
        },
        name: name.into(),
        returns: vec![one; returns],
    }
}

fn conflict(on: On, field: &str, stands: &str, brought: &str) -> Conflict {
    Conflict {
        id: ConflictId(Uuid::nil()),
        campaign: CampaignId(Uuid::nil()),
        on,
        number: "4.2".into(),
        about: "Máy tính có phần mềm phòng, chống mã độc không?".into(),
        about_en: "Do computers have anti-malware software?".into(),
        field: field.into(),
        stands: stands.into(),
        stands_by: "Lý Thị Phó".into(),
        brought: brought.into(),
        brought_by: "Hoàng Thị Viên".into(),
        brought_at: "2026-11-05T02:00:00Z".parse().expect("an instant"),
    }
}

impl Page for PackagePage {
    const NAME: &'static str = "package";

    fn samples(frame: &Frame) -> Samples<Self> {
        let view = View {
            visit: VisitId(Uuid::nil()),
            unit_name: "Sở Tài chính".into(),
            packages: vec![listed("Hoàng Thị Viên", 2, false), listed("Lý Thị Phó", 0, true)],
            conflicts: vec![
                conflict(On::Item(VisitItemId(Uuid::nil())), "verdict", "met", "not_met"),
                conflict(On::Item(VisitItemId(Uuid::nil())), "note", "", "Có 03 máy chưa cài phần mềm."),
                conflict(On::Finding(FindingId(Uuid::nil())), "recheck", "fixed", "partly\nCòn 01 máy."),
            ],
            may_take: true,
            may_merge: true,
            outside: false,
        };
        let nothing = View { packages: Vec::new(), conflicts: Vec::new(), ..view.clone() };
        let seen = View { may_take: false, may_merge: false, ..view.clone() };
        let outside = View { outside: true, ..nothing.clone() };
        let page = |view: &View, problem: Option<(&'static str, String)>| {
            PackagePage::new(frame.clone(), view, "kx7m-p2ha-w9dt-n4qs-c6vj".into(), problem, &|_| false)
        };
        vec![
            ("nothing", page(&nothing, None)),
            ("packages", page(&view, None)),
            ("seen", page(&seen, None)),
            ("outside", page(&outside, None)),
            ("short-code", page(&nothing, Some(("code", frame.t("package-code-short"))))),
            ("refused", page(&view, Some(("file", frame.t("package-fault-damaged"))))),
        ]
    }
}
