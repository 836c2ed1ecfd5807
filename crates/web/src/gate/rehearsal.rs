//! A gate without a record behind it, for tests and for the design page: one
//! fictional person, one clock that stands still.
//!
//! Not here: anything a release needs.

use app::acts::sign_in::Origin;
use jiff::Timestamp;

use crate::frame::{CampaignChoice, Flash, FlashKind, Frame, Who};
use crate::gate::{Answer, Gate, Person, SignedIn};
use crate::nav::Nav;
use crate::refusal::Refusal;
use crate::theme::Theme;
use crate::words::Lang;

/// The name and password that open, the session they give, and a name that is
/// locked.
pub const NAME: &str = "an.nguyen";
pub const PASSWORD: &str = "mật khẩu thử";
pub const SESSION: &str = "phien-thu";
pub const LOCKED: &str = "binh.tran";

#[derive(Debug, Clone, Copy, Default)]
pub struct Rehearsal;

impl Gate for Rehearsal {
    fn now(&self) -> Timestamp {
        now()
    }

    fn person<'a>(&'a self, session: &'a str, lang: Lang) -> Answer<'a, Result<Option<Person>, Refusal>> {
        Box::pin(async move { Ok((session == SESSION).then(|| person(lang))) })
    }

    fn sign_in<'a>(
        &'a self,
        name: &'a str,
        password: &'a str,
        _: Origin,
    ) -> Answer<'a, Result<SignedIn, Refusal>> {
        Box::pin(async move {
            Ok(match (name, password) {
                (NAME, PASSWORD) => SignedIn::Yes { session: SESSION.to_owned() },
                (LOCKED, _) => SignedIn::Locked { until: now() },
                _ => SignedIn::No,
            })
        })
    }

    fn sign_out<'a>(&'a self, _session: &'a str) -> Answer<'a, ()> {
        Box::pin(async {})
    }
}

/// 09:30 on 20/11/2026 in Viet Nam.
pub fn now() -> Timestamp {
    Timestamp::constant(1_795_141_800, 0)
}

/// The frame that samples are rendered in: a person who sees everything.
pub fn frame(lang: Lang, theme: Theme) -> Frame {
    let person = person(lang);
    let mut frame = Frame::new(lang, theme, now());
    "token-thu".clone_into(&mut frame.csrf);
    frame.who = Some(person.who);
    frame.nav = person.nav;
    frame.bell = person.bell;
    frame.campaigns = person.campaigns;
    let words = match lang {
        Lang::Vi => "Đã gửi thông báo lịch kiểm tra tới 12 đơn vị.",
        Lang::En => "The visit notice was sent to 12 units.",
    };
    frame.flash = vec![Flash::new(FlashKind::Done, words)];
    frame
}

fn person(lang: Lang) -> Person {
    let (role, unit) = match lang {
        Lang::Vi => ("Trưởng đoàn", "Công an tỉnh An Sơn"),
        Lang::En => ("Head of team", "An Sơn provincial police"),
    };
    Person {
        who: Who { name: "Nguyễn Văn An".to_owned(), roles: vec![role.to_owned()], unit: unit.to_owned() },
        nav: Nav::ALL.to_vec(),
        actor: None,
        outside: None,
        bell: 3,
        campaigns: vec![
            CampaignChoice {
                id: "kh-2026-02".to_owned(),
                name: "An ninh mạng 2026, đợt 2".to_owned(),
                current: true,
            },
            CampaignChoice {
                id: "kh-2026-01".to_owned(),
                name: "Bảo vệ bí mật nhà nước 2026".to_owned(),
                current: false,
            },
        ],
    }
}
