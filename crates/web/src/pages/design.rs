//! One page with every part in every state, to look at and to test; it is not
//! part of a release and has no route in the product.
//!
//! Not here: the parts themselves (`parts`, `list`, `form`).
use askama::Template;
use jiff::civil::date;

use crate::frame::Frame;
use crate::list::{Column, ListState, Table};
use crate::nav::Nav;
use crate::pages::{Page, Samples};
use crate::parts::badge::{Badge, Tone};

#[derive(Debug, Template)]
#[template(path = "pages/design.html")]
pub struct Design {
    f: Frame,
    badges: Vec<Badge>,
    table: Table,
}

impl Page for Design {
    const NAME: &'static str = "design";
    fn samples(frame: &Frame) -> Samples<Self> {
        let f = frame
            .clone()
            .titled("Bảng thành phần", Some(Nav::Campaigns))
            .under("Kế hoạch và đợt kiểm tra", "/campaigns");
        let table = Table::new(
            ListState::read("/design", Some("sort=name"), 20),
            "Đơn vị",
            vec![Column::new("Đơn vị").sorted_by("name"), Column::new("Hạn")],
        )
        .counting(55);
        let badges = Tone::ALL.map(|tone| Badge::new(tone, tone.code())).to_vec();
        let _ = date(2026, 1, 1);
        vec![("all", Self { f, badges, table })]
    }
}
