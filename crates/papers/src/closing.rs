//! The end of a paper: who signs and in which capacity, and who receives it
//! (NĐ 30/2020 Phụ lục I Mục II khoản 7 and 9).

use serde::{Deserialize, Serialize};

use crate::document::{Paragraph, Run, Sides, SidesRow};
use crate::letterhead::HeaderForm;
use crate::page::TEXT_WIDTH;
use crate::style::Style;

/// In which capacity a paper is signed, outermost first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Capacity {
    /// TM. – on behalf of a body that decides together.
    OnBehalfOf(String),
    /// KT. – a deputy in place of the head.
    InPlaceOf(String),
    /// TL. – by order of the head.
    ByOrderOf(String),
    /// TUQ. – by written authority of the head.
    ByAuthorityOf(String),
}

/// Whether the signer holds the title or fills it for a time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tenure {
    /// Holds it.
    #[default]
    Full,
    /// Q. – acting.
    Acting,
}

/// A signature block.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    /// The capacities above the title, outermost first.
    pub capacities: Vec<Capacity>,
    /// The signer's title in the issuing body. Any case; printed in capitals.
    pub title: String,
    /// Full or acting.
    pub tenure: Tenure,
    /// The signer's title in the signer's own agency, when the issuer is a
    /// consultative body (two titles: NĐ 30/2020 Phụ lục I Mục II khoản 7b).
    pub office_title: Option<String>,
    /// Rank and full name; open while the paper waits for its signer.
    pub name: Option<String>,
}

/// Who receives the paper.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Recipients {
    /// One line each, without dash and semicolon: "Sở Y tế (để thực hiện)".
    pub lines: Vec<String>,
    /// Where it is filed: "VT, PA05".
    pub filing: String,
}

/// The left column's share of the closing.
const LEFT_SHARE: u16 = 480;
/// Between the text, or one pair of signatures, and the next.
const ROOM_ABOVE: f64 = 12.0;

impl Signature {
    /// A head of a body signing in the own title.
    pub fn head(title: impl Into<String>, name: impl Into<String>) -> Self {
        Self { title: title.into(), name: Some(name.into()), ..Self::default() }
    }

    fn lines(&self, form: HeaderForm, hint: Hint) -> Vec<Paragraph> {
        let mut lines: Vec<Paragraph> = self
            .capacities
            .iter()
            .map(|capacity| Paragraph::balanced(Style::Capacity, &capacity.line(form), signing_room()))
            .collect();
        let acting = match self.tenure {
            Tenure::Full => "",
            Tenure::Acting => "Q. ",
        };
        lines.push(Paragraph::balanced(
            Style::Capacity,
            &format!("{acting}{}", self.title.to_uppercase()),
            signing_room(),
        ));
        if let Some(hint) = hint.words() {
            lines.push(Paragraph::new(Style::SigningNote, hint));
        }
        lines.push(Paragraph::new(Style::SigningRoom, ""));
        if let Some(office_title) = &self.office_title {
            lines.push(Paragraph::balanced(Style::Capacity, &office_title.to_uppercase(), signing_room()));
        }
        lines.push(Paragraph::new(Style::SignerName, self.name.as_deref().unwrap_or_default()));
        lines
    }
}

impl Capacity {
    fn line(&self, form: HeaderForm) -> String {
        // The Party writes the abbreviations with a stroke: "T/M BAN THƯỜNG VỤ".
        let (state, party, of) = match self {
            Self::OnBehalfOf(body) => ("TM.", "T/M", body),
            Self::InPlaceOf(head) => ("KT.", "K/T", head),
            Self::ByOrderOf(head) => ("TL.", "T/L", head),
            Self::ByAuthorityOf(head) => ("TUQ.", "TUQ.", head),
        };
        let sign = match form {
            HeaderForm::State => state,
            HeaderForm::Party => party,
        };
        format!("{sign} {}", of.to_uppercase())
    }
}

impl Recipients {
    fn paragraphs(&self) -> Vec<Paragraph> {
        let head = Paragraph::new(Style::RecipientsHead, "Nơi nhận:");
        let lines = self.lines.iter().map(|line| Paragraph::new(Style::Recipient, format!("- {line};")));
        let filing = Paragraph::of(Style::Recipient, vec![Run::plain(format!("- Lưu: {}.", self.filing))]);
        std::iter::once(head).chain(lines).chain([filing]).collect()
    }
}

/// Whether a signature block says how to sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hint {
    None,
    SignAndName,
    Refused,
}

impl Hint {
    const fn words(self) -> Option<&'static str> {
        match self {
            Self::None => None,
            Self::SignAndName => Some("(Ký, ghi rõ họ tên)"),
            Self::Refused => Some("(Từ chối ký)"),
        }
    }
}

/// Recipients left, signature right.
pub(crate) fn recipients_and_signature(
    recipients: &Recipients,
    signature: &Signature,
    form: HeaderForm,
) -> Sides {
    sides(recipients.paragraphs(), signature.lines(form, Hint::None))
}

/// Recipients alone, below signatures that took both sides.
pub(crate) fn recipients_only(recipients: &Recipients) -> Sides {
    sides(recipients.paragraphs(), Vec::new())
}

/// Two signatures side by side, each with how to sign.
pub(crate) fn two_signatures(left: (&Signature, Hint), right: Option<&Signature>, form: HeaderForm) -> Sides {
    let (signature, hint) = left;
    sides(
        signature.lines(form, hint),
        right.map_or_else(Vec::new, |signature| signature.lines(form, Hint::SignAndName)),
    )
}

fn sides(left: Vec<Paragraph>, right: Vec<Paragraph>) -> Sides {
    Sides { left_share: LEFT_SHARE, before: ROOM_ABOVE, after: 0.0, rows: vec![SidesRow { left, right }] }
}

/// The width of the narrower column.
fn signing_room() -> f64 {
    TEXT_WIDTH * f64::from(LEFT_SHARE) / 1000.0
}
