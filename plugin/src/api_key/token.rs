use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::ports::Secrets;
use crate::settings::Secret;
use crate::text::hexadecimal;

const PREFIX: &str = "odk_";
const ID_CHARACTERS: usize = 8;
/// Base64 of 256 bits.
const SECRET_CHARACTERS: usize = 43;
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What a tool sends: a public id and a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    id: String,
    secret: Secret,
}

impl Token {
    /// A new one.
    #[must_use]
    pub fn new(secrets: &dyn Secrets) -> Self {
        let id =
            secrets.bytes().into_iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).take(ID_CHARACTERS);
        Self { id: id.collect(), secret: Secret::new(URL_SAFE_NO_PAD.encode(secrets.bytes())) }
    }

    /// `odk_<id>_<secret>`; none for any other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, secret) = text.trim().strip_prefix(PREFIX)?.split_once('_')?;
        let is_id = id.len() == ID_CHARACTERS && id.bytes().all(|byte| ALPHABET.contains(&byte));
        let is_secret = secret.len() == SECRET_CHARACTERS
            && secret.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        (is_id && is_secret).then(|| Self { id: id.to_owned(), secret: Secret::new(secret.to_owned()) })
    }

    /// The public part.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The whole, for its owner's eyes.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}_{}", self.id, self.secret.expose())
    }

    /// What is kept of the secret. It is random: a slow hash would protect it no better.
    pub(super) fn hash(&self) -> String {
        hexadecimal(&Sha256::digest(self.secret.expose()))
    }

    /// Whether that is kept of this secret; takes as long whatever it is.
    pub(super) fn fits(&self, hash: &str) -> bool {
        self.hash().as_bytes().ct_eq(hash.as_bytes()).into()
    }
}

impl fmt::Display for Token {
    /// Without the secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{PREFIX}{}_…", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::Token;
    use crate::ports::Secrets;

    struct Fixed(u8);

    impl Secrets for Fixed {
        fn bytes(&self) -> [u8; 32] {
            [self.0; 32]
        }
    }

    #[test]
    fn a_token_is_read_as_it_is_written() {
        let token = Token::new(&Fixed(0xff));
        assert_eq!(token.expose(), "odk_99999999___________________________________________8");
        assert_eq!(Token::parse(&token.expose()), Some(token.clone()));
        assert_eq!(token.to_string(), "odk_99999999_…");
        assert!(!format!("{token:?}").contains("____"));
    }

    #[test]
    fn a_secret_fits_its_own_hash_only() {
        let (token, other) = (Token::new(&Fixed(1)), Token::new(&Fixed(2)));
        assert!(token.fits(&token.hash()));
        assert!(!token.fits(&other.hash()) && !token.fits(""));
        assert!(!token.hash().contains(&token.expose()[13..]));
    }

    #[test]
    fn other_texts_are_no_tokens() {
        let good = Token::new(&Fixed(3)).expose();
        let texts =
            [&good[1..], &good[..good.len() - 1], &format!("{good}x"), &good.to_uppercase(), "", "odk_", "odk__"];
        for text in texts {
            assert_eq!(Token::parse(text), None, "{text}");
        }
    }
}
