//! Header fields.

use std::collections::BTreeMap;

/// Values by name. Names are in Go's canonical form, such as `Content-Type`.
pub type Header = BTreeMap<String, Vec<String>>;

/// Go's canonical form of a field's name. A name that HTTP does not allow stays as it is.
pub(super) fn canonical(name: &str) -> String {
    if !name.bytes().all(is_token) {
        return name.to_owned();
    }
    let mut starts_word = true;
    let canonical = name.chars().map(|letter| {
        let letter = if starts_word { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
        starts_word = letter == '-';
        letter
    });
    canonical.collect()
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn names_get_capitals_after_hyphens() {
        let names = ["content-type", "X-DEMO-signature", "etag", "a b", ""].map(canonical);

        assert_eq!(names, ["Content-Type", "X-Demo-Signature", "Etag", "a b", ""]);
    }
}
