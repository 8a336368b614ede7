use crate::ports::Person;

/// People by username or user id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(Vec<String>);

impl Names {
    /// Reads what the admin typed: names with or without `@`, between commas or spaces.
    ///
    /// # Errors
    /// What would be right, as one sentence.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let words = text.split(|c: char| c.is_whitespace() || c == ',' || c == ';').filter(|word| !word.is_empty());
        let names: Vec<_> = words.map(|word| word.trim_start_matches('@').to_lowercase()).collect();
        let is_name =
            |name: &String| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
        if names.iter().all(is_name) { Ok(Self(names)) } else { Err("must be usernames such as `@anna, @ben`.".into()) }
    }

    /// Whether nobody is named.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the person is named.
    #[must_use]
    pub fn has(&self, person: &Person) -> bool {
        self.0.iter().any(|name| *name == person.username || *name == person.id)
    }

    /// Each as it is named.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::ports::Person;

    #[test]
    fn people_are_named_by_username_or_by_id() {
        let names = Names::parse("@Anna, ben;\n7x8y").unwrap_or_default();
        let person =
            |id: &str, username: &str| Person { id: id.into(), username: username.into(), ..Person::default() };
        assert!(names.has(&person("1", "anna")) && names.has(&person("2", "ben")) && names.has(&person("7x8y", "new")));
        assert!(!names.has(&person("3", "cara")) && !names.has(&Person::default()));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["anna@example.com", "@", "anna|ben", "role:admin"] {
            assert_eq!(Names::parse(text), Err("must be usernames such as `@anna, @ben`.".into()), "{text}");
        }
    }
}
