//! The samples of these pages, with fictional entries.

use app::acts::register::import::Preview;
use app::acts::register::{Added, Changed, Foreseen, Kept, RowFault};
use app::refusal::Fault;
use domain::identifier::{EntryId, FileId, UnitId};
use domain::register::{Book, Entry};
use jiff::civil::date;
use uuid::Uuid;

use super::entry::written;
use super::{
    Listed, PATH, PER_PAGE, RegisterForm, RegisterImport, RegisterPage, RegisterPreview, RegisterWithdraw,
};
use crate::form::Form;
use crate::frame::Frame;
use crate::list::ListState;
use crate::pages::{Page, Samples};

const UNIT: &str = "Ủy ban nhân dân xã Hòa Bình";

fn kept(book: Book, n: u128, name: &str) -> Kept {
    let mut entry = Entry::new(EntryId(Uuid::from_u128(n)), UnitId(Uuid::nil()), book);
    entry.name = name.into();
    entry.from = Some(date(2026, 1, 5));
    match book {
        Book::Accounts => {
            entry.holder = format!("CB-{n:04}");
            entry.system = "Hệ thống một cửa".into();
            entry.note = "Tra cứu".into();
            entry.committed = (n != 2).then(|| date(2026, 1, 4));
        }
        Book::Terminals => entry.note = "Quầy tiếp nhận số 1".into(),
    }
    Kept { entry, version: 1, unit_name: UNIT.into(), withdrawn: None }
}

fn accounts() -> Vec<Kept> {
    let mut all: Vec<Kept> =
        (1..=3).map(|n| kept(Book::Accounts, n, &format!("tccd.hoabinh.{n:02}"))).collect();
    all[1].entry.left = Some(date(2026, 3, 31));
    all[2].withdrawn = Some(("Ghi nhầm đơn vị".into(), "2026-04-01T02:00:00Z".parse().expect("an instant")));
    all
}

fn listed(book: Book, kept: Vec<Kept>, unit: bool) -> Listed {
    let count = kept.len() as i64;
    Listed { book, kept, count, unit: unit.then_some(UnitId(Uuid::nil())), shown: unit.then(|| UNIT.into()) }
}

impl Page for RegisterPage {
    const NAME: &'static str = "register";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page = |query, listed: &Listed, may| {
            RegisterPage::new(frame.clone(), ListState::read(PATH, query, PER_PAGE), listed, may)
        };
        let of_unit = format!("unit={}", Uuid::nil());
        vec![
            ("empty", page(Some(&of_unit), &listed(Book::Accounts, Vec::new(), true), true)),
            ("none", page(None, &listed(Book::Accounts, Vec::new(), false), false)),
            ("choose", page(None, &listed(Book::Terminals, Vec::new(), false), true)),
            ("accounts", page(Some(&of_unit), &listed(Book::Accounts, accounts(), true), true)),
            (
                "terminals",
                page(
                    Some("book=terminals"),
                    &listed(Book::Terminals, vec![kept(Book::Terminals, 1, "MAY-TN-01")], false),
                    false,
                ),
            ),
            ("not-found", page(Some("q=khong+co"), &listed(Book::Accounts, Vec::new(), false), true)),
        ]
    }
}

impl Page for RegisterForm {
    const NAME: &'static str = "register_form";

    fn samples(frame: &Frame) -> Samples<Self> {
        let lang = frame.lang;
        let blank = |book| RegisterForm::blank(frame.clone(), book, Form::blank(lang, Self::fields(book)));
        let of = |kept: &Kept| {
            let form = Form::filled(lang, Self::fields(kept.entry.book), written(lang, kept));
            RegisterForm::of(frame.clone(), form, kept)
        };
        let wrong = Form::posted(lang, Self::fields(Book::Accounts), Vec::new());
        let all = accounts();
        vec![
            ("account", blank(Book::Accounts)),
            ("terminal", blank(Book::Terminals)),
            ("wrong", RegisterForm::blank(frame.clone(), Book::Accounts, wrong)),
            ("filled", of(&all[0])),
            ("withdrawn", of(&all[2])),
        ]
    }
}

impl Page for RegisterWithdraw {
    const NAME: &'static str = "register_withdraw";

    fn samples(frame: &Frame) -> Samples<Self> {
        let form = Form::blank(frame.lang, Self::fields());
        let wrong = Form::posted(frame.lang, Self::fields(), Vec::new());
        let kept = kept(Book::Accounts, 1, "tccd.hoabinh.01");
        vec![
            ("blank", RegisterWithdraw::new(frame.clone(), form, &kept)),
            ("wrong", RegisterWithdraw::new(frame.clone(), wrong, &kept)),
        ]
    }
}

impl Page for RegisterImport {
    const NAME: &'static str = "register_import";

    fn samples(frame: &Frame) -> Samples<Self> {
        let blank = || Form::blank(frame.lang, Self::fields());
        let mut wrong = blank();
        wrong.fail("file", "register-no-headings");
        let page = |book, form| RegisterImport::new(frame.clone(), book, (UnitId(Uuid::nil()), UNIT), form);
        vec![("blank", page(Book::Accounts, blank())), ("wrong", page(Book::Terminals, wrong))]
    }
}

impl Page for RegisterPreview {
    const NAME: &'static str = "register_preview";

    fn samples(frame: &Frame) -> Samples<Self> {
        let page = |foreseen| {
            let preview = Preview {
                unit: UnitId(Uuid::nil()),
                unit_name: UNIT.into(),
                book: Book::Accounts,
                file: FileId(Uuid::nil()),
                file_name: "so-tai-khoan.xlsx".into(),
                foreseen,
                fingerprint: "00".into(),
            };
            RegisterPreview::new(frame.clone(), &preview)
        };
        let before = kept(Book::Accounts, 1, "tccd.hoabinh.01");
        let mut entry = before.entry.clone();
        entry.left = Some(date(2026, 6, 30));
        let good = Foreseen {
            added: vec![Added { row: 2, entry: kept(Book::Accounts, 4, "tccd.hoabinh.04").entry }],
            changed: vec![Changed { row: 3, before, entry }],
            same: 5,
            ..Foreseen::default()
        };
        let fault = |row, field, key| RowFault { row, fault: Fault::new(field, key) };
        let mut bad = good.clone();
        bad.faults =
            vec![fault(4, "holder", "register-like-a-name"), fault(6, "unit", "register-of-another")];
        bad.cut = true;
        let only_bad = Foreseen { added: Vec::new(), changed: Vec::new(), same: 0, ..bad.clone() };
        vec![
            ("nothing", page(Foreseen { same: 3, ..Foreseen::default() })),
            ("good", page(good)),
            ("faults", page(bad)),
            ("only-faults", page(only_bad)),
        ]
    }
}
