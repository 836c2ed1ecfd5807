//! What people leave around the province's things: a view they keep, a sheet of
//! units under preview, what is said of a programme, log-ins, last year's open finding.

use super::{FILE_MARK, MARK, OUTLINE, Province};
use crate::house::House;
use app::acts::file::Upload;
use app::acts::finding::{self, New, Source};
use app::acts::programme::report::{self, Key, Written};
use app::acts::programme::{self, Said};
use app::acts::{register, saved_view, sign_in, unit};
use domain::finding::Severity;
use domain::identifier::{EntryId, ObligationId, ProgrammeId};
use domain::policy::Action;
use domain::programme::Work;
use domain::register::{Book, Entry};
use store::finding::Words;
use store::unit::Filter;

impl House {
    /// What the unit says of its share and of the year, each with a file.
    pub(super) async fn reported_on(
        &self,
        province: &mut Province,
        made: ProgrammeId,
        (share, version): (ObligationId, i64),
    ) {
        let (app, who) = (&self.app, &province.everyone);
        let picture =
            || Upload { name: format!("{FILE_MARK}.png"), bytes: b"\x89PNG\r\n\x1A\n....".to_vec() };
        let said = Said {
            work: Work::Underway,
            percent: 40,
            day: app.today(),
            period: None,
            text: format!("{MARK} đã làm một phần"),
        };
        programme::respond(app, who, share, version, said, vec![picture()]).await.expect("it is said");
        let sheet = programme::obligation(app, who, share).await.expect("the share");
        let of = programme::of_unit(app, who, made, province.unit).await.expect("the unit's part");
        let yearly = of.reports.iter().find(|report| report.kind == report::YEARLY).expect("a yearly report");
        let key = Key {
            programme: made,
            unit: province.unit,
            kind: yearly.kind.clone(),
            period: yearly.period.clone(),
        };
        let written = Written { text: format!("{MARK} báo cáo"), ..Written::default() };
        report::save(app, who, &key, yearly.version, written, vec![picture()]).await.expect("it is kept");
        let opened = report::get(app, who, &key).await.expect("the report");
        let files = sheet.evidence.iter().chain(&opened.papers);
        province.samples.extend(files.map(|attached| attached.file.id.to_string()));
    }

    pub(super) async fn left_around(&self, province: &mut Province) {
        let (app, who) = (&self.app, &province.everyone);
        let path = format!("/campaigns/{}", province.campaign());
        saved_view::save(app, who, Action::CampaignRead, &path, MARK, "status=sent").await.expect("a view");
        let views = saved_view::of(app, who, &path).await.expect("the views");
        let book = unit::export(app, who, &Filter::default()).await.expect("the registry");
        let sheet = Upload { name: book.name, bytes: book.bytes };
        let sheet = unit::import::preview(app, who, sheet).await.expect("a preview");
        let mut account = Entry::new(EntryId(uuid::Uuid::nil()), province.unit, Book::Accounts);
        account.name = format!("{MARK}.01");
        account.holder = "CB-01".into();
        let account = register::add(app, who, account).await.expect("an account");
        let accounts =
            Upload { name: "so.csv".into(), bytes: b"account,holder\r\nhai.02,CB-02\r\n".to_vec() };
        let accounts = register::import::preview(app, who, province.unit, Book::Accounts, accounts).await;
        let accounts = accounts.expect("a preview");
        let words = [Book::Accounts.code().to_owned(), account.to_string(), accounts.file.to_string()];
        province.samples.extend(words);
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
