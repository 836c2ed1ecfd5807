//! A label with what belongs to it, and whom to call: small things that several
//! papers say the same way.

use serde::{Deserialize, Serialize};

/// A label and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// The label.
    pub label: String,
    /// What is said under it.
    pub text: String,
}

/// Whom to turn to with questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Rank or form of address, and full name.
    pub name: String,
    /// Position and agency.
    pub position: String,
    /// Telephone.
    pub phone: Option<String>,
    /// Electronic mail.
    pub email: Option<String>,
}

impl Contact {
    /// "Thiếu tá …, Phó Trưởng phòng …, điện thoại …, thư điện tử …".
    pub(crate) fn line(&self) -> String {
        let mut line = format!("{}, {}", self.name, self.position);
        if let Some(phone) = &self.phone {
            line.push_str(&format!(", điện thoại {phone}"));
        }
        if let Some(email) = &self.email {
            line.push_str(&format!(", thư điện tử {email}"));
        }
        line
    }
}
