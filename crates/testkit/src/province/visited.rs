//! The province's visit: under way in its fieldwork, with a request answered, an
//! item's evidence, and a scan beside its minutes.

use super::{FILE_MARK, MARK, Province};
use crate::house::House;
use app::acts::file::{self, About, Upload};
use app::acts::visit::{self, Answered, Asked, Kind};
use app::acts::{examination, package};
use app::clock::new_id;
use domain::policy::Action;
use domain::visit::{Agenda, Days, Route, Visit};
use store::campaign::Item;
use store::minutes::object_of;

impl House {
    /// A visit of today, scheduled, with one item to look at.
    pub(super) async fn visited(&self, province: &mut Province) {
        let now = self.clock.now();
        let day = domain::moment::day(now);
        let place = format!("Trụ sở {MARK}");
        let rules = Visit::planned(Route::Periodic).schedule(Days { from: day, to: day }).expect("a day");
        let new = store::visit::New {
            id: province.visit,
            unit: province.unit,
            kind: "periodic",
            occasion: None,
            reason: None,
            exception: None,
            times: Some(store::visit::Times { starts_at: now, ends_at: now, day, last_day: day }),
            place: &place,
            state: rules.code(),
            state_data: serde_json::to_string(&rules).expect("as JSON"),
            by: province.everyone.user.id,
            now,
        };
        let item = Item {
            id: new_id(),
            code: "III.2".into(),
            content: None,
            theme: "B".into(),
            method: "look".into(),
            question: format!("Có nội quy của {MARK} không?"),
            question_en: format!("Is there a rule of {MARK}?"),
            guidance: String::new(),
            guidance_en: String::new(),
            basis: String::new(),
            catalogue: "B3".into(),
            outline_field: None,
        };
        let (campaign, target) = (province.campaign(), province.small.targets[0]);
        let mut tx = self.app.store.change().await.expect("a turn");
        store::visit::add(&mut tx, &new).await.expect("a visit");
        store::visit::add_part(&mut tx, province.visit, campaign, target, province.team)
            .await
            .expect("its part");
        store::campaign::add_item(&mut tx, campaign, &item, 1).await.expect("an item");
        tx.keep().await.expect("it is kept");
        province.item = item.id;
        province.samples.push(item.id.to_string());
    }

    /// The visit's first four steps, and what is filed on them.
    pub(super) async fn looked_at(&self, province: &mut Province) {
        let (who, id, of) = (&province.everyone, province.visit, province.campaign());
        for step in [Agenda::Announce, Agenda::SelfReport, Agenda::Clarify, Agenda::Fieldwork] {
            let version = visit::view(&self.app, who, id).await.expect("it is in sight").kept.version;
            visit::begin(&self.app, who, id, version, step, None).await.expect("the next step begins");
        }
        let text = format!("Sổ theo dõi của {MARK}");
        let asked = Asked { kind: Kind::Document, text: &text, to: "" };
        let request = visit::ask(&self.app, who, id, of, asked).await.expect("it is asked");
        let scan = format!(
            r#"<nmaprun><host><address addr="10.0.0.9" addrtype="ipv4"/><ports><port protocol="tcp" portid="80">
            <state state="open"/><service name="{MARK}"/></port></ports></host></nmaprun>"#
        );
        let scan = Upload { name: format!("{FILE_MARK}-quet.xml"), bytes: scan.into_bytes() };
        examination::take(&self.app, who, id, scan, false).await.expect("results are taken in");
        // Taken along by one, and a text of it that met another.
        let (_, _) = package::take_along(&self.app, who, id, "mã mở gói thử").await.expect("it is made");
        let made = package::view(&self.app, who, id).await.expect("the packages").packages[0].package.id;
        let met = store::package::Conflict {
            id: new_id(),
            package: made,
            visit: id,
            campaign: of,
            on: store::package::On::Item(province.item),
            field: "note".into(),
            brought: format!("{MARK} mang về"),
            brought_at: self.clock.now(),
        };
        let mut tx = self.app.store.change().await.expect("a turn");
        store::package::meet(&mut tx, &met).await.expect("it is noted");
        tx.keep().await.expect("it is kept");
        province.samples.extend([made.to_string(), met.id.to_string()]);
        let paper = |name: &str| Upload {
            name: format!("{FILE_MARK}-{name}.png"),
            bytes: b"\x89PNG\r\n\x1A\n....".to_vec(),
        };
        let answered = Answered { text: format!("{MARK} gửi kèm"), files: vec![paper("so")] };
        visit::answer(&self.app, who, id, &request, answered).await.expect("it is answered");
        let papers = visit::view(&self.app, who, id).await.expect("the visit").papers;
        let evidence = visit::attach(&self.app, who, id, of, province.item, paper("anh"), "").await;
        let about = About::new("minutes", object_of(id, of));
        let scan = file::take_in(&self.app, who, Action::MinutesSign, &about, paper("bien-ban")).await;
        let mut act = self.app.act(who).await.expect("a turn");
        let scan = file::keep(&mut act, scan.expect("a scan"), &about, "scan", None).await.expect("a file");
        act.tell("minutes.file_scan", "visit", id, ()).await.expect("it is told");
        act.done().await.expect("it is kept");
        province.samples.extend([
            request,
            papers[0].file.to_string(),
            evidence.expect("evidence").to_string(),
            scan.id.to_string(),
        ]);
    }
}
