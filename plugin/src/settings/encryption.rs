use super::Secret;
use super::reader::Reader;

/// The server's generator makes 32; fewer were typed by hand.
const KEY_CHARACTERS_MIN: usize = 32;

/// What secrets at rest are sealed under, see [`crate::seal`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Encryption {
    /// `EncryptionKey`; none until an admin generated it.
    pub current: Option<Secret>,
    /// `PreviousEncryptionKey`: opens what was sealed before the last change.
    pub previous: Option<Secret>,
}

impl Encryption {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self { current: reader.parsed("EncryptionKey", key), previous: reader.parsed("PreviousEncryptionKey", key) }
    }
}

fn key(text: &str) -> Result<Secret, String> {
    if text.chars().count() >= KEY_CHARACTERS_MIN {
        Ok(Secret::new(text.to_owned()))
    } else {
        Err("is too short to protect anything: press Regenerate.".into())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::{Encryption, Secret};
    use crate::settings::Settings;

    #[test]
    fn a_key_that_was_typed_by_hand_is_refused() {
        let problems = Settings::parse(r#"{"encryptionkey": "hunter2"}"#).unwrap_err();
        assert_eq!(problems[0].text, "is too short to protect anything: press Regenerate.");
    }

    #[test]
    fn both_keys_are_read_and_do_not_print() {
        let (current, previous) = ("c".repeat(32), "p".repeat(32));
        let document = format!(r#"{{"encryptionkey": "{current}", "previousencryptionkey": "{previous}"}}"#);
        let encryption = Settings::parse(&document).unwrap_or_default().encryption;
        let keys = [&current, &previous].map(|key| Some(Secret::new(key.clone())));
        assert_eq!([&encryption.current, &encryption.previous], [&keys[0], &keys[1]]);
        assert_eq!(format!("{encryption:?}"), "Encryption { current: Some(Secret), previous: Some(Secret) }");
        assert_eq!(Encryption::default().current, None);
    }
}
