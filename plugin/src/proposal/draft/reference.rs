use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A record that a draft names: its id, or what a person calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Its id in Odoo.
    Id(i64),
    /// A name, an e-mail address, `@user`: looked up when the proposal is made.
    Name(String),
}

impl Reference {
    /// As somebody typed it: `14` and `#14` are ids.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let text = text.trim();
        match text.strip_prefix('#').unwrap_or(text).parse() {
            Ok(id) => Self::Id(id),
            Err(_) => Self::Name(text.to_owned()),
        }
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Name(name) if name.is_empty())
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(formatter, "{id}"),
            Self::Name(name) => formatter.write_str(name),
        }
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Id(id) => serializer.serialize_i64(*id),
            Self::Name(name) => serializer.serialize_str(name),
        }
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Given {
            Id(i64),
            Text(String),
        }
        Ok(match Given::deserialize(deserializer)? {
            Given::Id(id) => Self::Id(id),
            Given::Text(text) => Self::typed(&text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn numbers_are_ids_and_the_rest_are_names() {
        for (text, reference) in [
            (" 14 ", Reference::Id(14)),
            ("#14", Reference::Id(14)),
            ("Office Design", Reference::Name("Office Design".into())),
            ("14a", Reference::Name("14a".into())),
            ("@cara", Reference::Name("@cara".into())),
        ] {
            assert_eq!(Reference::typed(text), reference);
        }
        assert!(Reference::typed("  ").is_empty());
    }
}
