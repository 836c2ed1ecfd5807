//! What people leave around the province's things: a view they keep, a sheet of
//! units under preview, log-ins, last year's open finding.

use super::{MARK, OUTLINE, Province};
use crate::house::House;
use app::acts::file::Upload;
use app::acts::finding::{self, New, Source};
use app::acts::{saved_view, sign_in, unit};
use domain::finding::Severity;
use domain::policy::Action;
use store::finding::Words;
use store::unit::Filter;

impl House {
    pub(super) async fn left_around(&self, province: &mut Province) {
        let (app, who) = (&self.app, &province.everyone);
        let path = format!("/campaigns/{}", province.campaign());
        saved_view::save(app, who, Action::CampaignRead, &path, MARK, "status=sent").await.expect("a view");
        let views = saved_view::of(app, who, &path).await.expect("the views");
        let book = unit::export(app, who, &Filter::default()).await.expect("the registry");
        let sheet = Upload { name: book.name, bytes: book.bytes };
        let sheet = unit::import::preview(app, who, sheet).await.expect("a preview");
        let last_year = self.campaign_of(2025, OUTLINE, &[province.unit]).await;
        let new = New {
            campaign: last_year.kept.campaign.id,
            unit: province.unit,
            source: Source::Hand,
            words: Words {
                code: Some("B3".into()),
                basis: "Điều 23".into(),
                text: format!("{MARK} chưa vá máy chủ"),
                request: format!("{MARK} vá máy chủ"),
                ..Words::default()
            },
            severity: Severity::Remedy,
            fixed_on_the_spot: false,
            observed_on: self.app.today(),
            repeats: None,
        };
        let earlier = finding::record(app, who, new, Vec::new()).await.expect("last year's finding");
        self.sign_in(who).await;
        self.enter(&who.user.login).await;
        let sessions = sign_in::sessions(app, who).await.expect("the log-ins");
        province.samples.extend([views[0].id.to_string(), sheet.file.to_string(), earlier.to_string()]);
        province.samples.extend(sessions.iter().map(|session| session.id.to_string()));
    }
}
