//! The header of a paper: who issues it, its number and series, place and date,
//! in the State form (NĐ 30/2020 Phụ lục I Mục II khoản 1–4) or the Party form.
//! The paper's type name and summary are not part of it.

use serde::{Deserialize, Serialize};

use crate::dates::{BLANK, PaperDate};
use crate::document::{Block, Paragraph, Sides, SidesRow};
use crate::page::TEXT_WIDTH;
use crate::style::Style;

/// Which header a paper bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum HeaderForm {
    /// Quốc hiệu and Tiêu ngữ: agencies of the State.
    State,
    /// Tiêu đề "Đảng Cộng sản Việt Nam": committees and agencies of the Party.
    Party,
}

/// Who issues a paper, under which number, where and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Letterhead {
    /// State or Party.
    pub form: HeaderForm,
    /// The agency directly above the issuer, if the form shows one.
    pub parent: Option<String>,
    /// The issuer. Any case; it is printed in capitals.
    pub issuer: String,
    /// The number in the issuer's own series; open while the paper is a draft.
    pub number: Option<u32>,
    /// The sign behind the number: "BB-ĐKT", "QĐ-UBND", for the Party "BC/ĐU".
    pub series: String,
    /// Where the paper is issued, as in the date line.
    pub place: String,
    /// When it is issued.
    pub date: PaperDate,
}

/// The left column's share: the national title in 12-point bold capitals needs the rest.
const LEFT_SHARE: u16 = 430;
/// The rule below the issuer is a third to a half of the line (Phụ lục I).
const ISSUER_RULE: f64 = 0.4;

impl Letterhead {
    /// "07/BB-ĐKT", for the Party "07-BC/ĐU"; room for the number while it is open.
    pub fn number_and_series(&self) -> String {
        let number = self.number.map_or_else(|| BLANK.to_owned(), |number| format!("{number:02}"));
        match self.form {
            HeaderForm::State => format!("{number}/{}", self.series),
            HeaderForm::Party => format!("{number}-{}", self.series),
        }
    }

    /// "Biên bản số 07/BB-ĐKT ngày 14/9/2026 của …", to refer to this paper.
    pub fn reference(&self, kind: &str) -> String {
        format!("{kind} số {} {} của {}", self.number_and_series(), self.date.long(), self.issuer)
    }

    /// The header of a paper that names its type below.
    pub(crate) fn block(&self) -> Block {
        self.with(None, Dated::Yes)
    }

    /// The header of minutes (mẫu 1.9): place and time stand in the text.
    pub(crate) fn undated_block(&self) -> Block {
        self.with(None, Dated::No)
    }

    /// The header of an official letter: "V/v …" stands below the number.
    pub(crate) fn letter_block(&self, about: &str) -> Block {
        self.with(Some(about), Dated::Yes)
    }

    fn with(&self, about: Option<&str>, dated: Dated) -> Block {
        let left_room = TEXT_WIDTH * f64::from(LEFT_SHARE) / 1000.0;
        let right_room = TEXT_WIDTH - left_room;
        let (mut left, right, number) = match self.form {
            HeaderForm::State => (
                self.agencies(Style::Parent, Style::Issuer, left_room),
                vec![
                    Paragraph::new(Style::Nation, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
                    Paragraph::new(Style::Motto, "Độc lập - Tự do - Hạnh phúc").ruled(1.0, right_room),
                ],
                format!("Số: {}", self.number_and_series()),
            ),
            HeaderForm::Party => (
                self.agencies(Style::PartyParent, Style::PartyIssuer, left_room),
                vec![Paragraph::new(Style::PartyTitle, "ĐẢNG CỘNG SẢN VIỆT NAM").ruled(1.0, right_room)],
                format!("Số {}", self.number_and_series()),
            ),
        };
        match self.form {
            HeaderForm::State => {
                if let Some(issuer) = left.pop() {
                    left.push(issuer.ruled(ISSUER_RULE, left_room));
                }
            }
            // The Party's form parts issuer and number by a star, not by a rule.
            HeaderForm::Party => left.push(Paragraph::new(Style::PartyIssuer, "*")),
        }
        let mut below = vec![Paragraph::new(Style::Number, number)];
        if let Some(about) = about {
            below.push(Paragraph::balanced(Style::About, &format!("V/v {about}"), left_room));
        }
        let date_line = match dated {
            Dated::Yes => {
                vec![Paragraph::new(Style::PlaceDate, format!("{}, {}", self.place, self.date.long()))]
            }
            Dated::No => Vec::new(),
        };
        Block::Sides(Sides {
            left_share: LEFT_SHARE,
            before: 0.0,
            after: 0.0,
            rows: vec![SidesRow { left, right }, SidesRow { left: below, right: date_line }],
        })
    }

    fn agencies(&self, parent: Style, issuer: Style, room: f64) -> Vec<Paragraph> {
        let mut lines = Vec::new();
        if let Some(name) = &self.parent {
            lines.push(Paragraph::balanced(parent, &name.to_uppercase(), room));
        }
        lines.push(Paragraph::balanced(issuer, &self.issuer.to_uppercase(), room));
        lines
    }
}

/// Whether the place-and-date line stands in the header.
#[derive(Debug, Clone, Copy)]
enum Dated {
    Yes,
    No,
}
