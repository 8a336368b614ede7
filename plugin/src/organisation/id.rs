use std::fmt;

use crate::odoo::Fence;

/// An organisation by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Organisation {
    /// A company of Odoo: `company:3`.
    Company(i64),
    /// A partner with its contacts: `partner:7`.
    Partner(i64),
    /// A project: `project:9`.
    Project(i64),
    /// What another platform calls it.
    Outside(String),
}

const CHARACTERS_MAX: usize = 64;

impl Organisation {
    /// Reads an id as somebody wrote it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((word, id)) = text.split_once(':') {
            let id = id.parse().ok().filter(|id| *id > 0)?;
            return match word {
                "company" => Some(Self::Company(id)),
                "partner" => Some(Self::Partner(id)),
                "project" => Some(Self::Project(id)),
                _ => None,
            };
        }
        let is_fine = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        let is_id = (1..=CHARACTERS_MAX).contains(&text.len()) && text.chars().all(is_fine);
        is_id.then(|| Self::Outside(text.to_owned()))
    }

    /// What those who belong to it may read in Odoo.
    #[must_use]
    pub fn fence(&self) -> Fence {
        match self {
            Self::Company(id) => Fence::Company(*id),
            Self::Partner(id) => Fence::Partner(*id),
            Self::Project(id) => Fence::Project(*id),
            Self::Outside(_) => Fence::Nothing,
        }
    }

    /// The record that it is in Odoo.
    #[must_use]
    pub fn record(&self) -> Option<(&'static str, i64)> {
        match self {
            Self::Company(id) => Some(("res.company", *id)),
            Self::Partner(id) => Some(("res.partner", *id)),
            Self::Project(id) => Some(("project.project", *id)),
            Self::Outside(_) => None,
        }
    }
}

impl fmt::Display for Organisation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Company(id) => write!(formatter, "company:{id}"),
            Self::Partner(id) => write!(formatter, "partner:{id}"),
            Self::Project(id) => write!(formatter, "project:{id}"),
            Self::Outside(id) => formatter.write_str(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Organisation;

    #[test]
    fn an_id_is_written_as_it_is_read() {
        let long = "x".repeat(64);
        for text in ["company:3", "partner:7", "project:9", "acme", "Acme-2_b.c", "42", &long] {
            assert_eq!(Organisation::parse(text).map(|id| id.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn what_is_no_id_is_none() {
        let long = "x".repeat(65);
        let texts =
            ["", "company:", "company:0", "company:-3", "company:x", "team:3", "a b", "a/b", "žluť", "a:b", &long];
        for text in texts {
            assert_eq!(Organisation::parse(text), None, "{text}");
        }
    }
}
