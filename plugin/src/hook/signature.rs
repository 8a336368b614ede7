//! Who sent a request: `HMAC-SHA256` over the bytes as they came, in one of two spellings (requirement 6.1).

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{Hook, Key};
use crate::ports::{Deps, Timestamp};
use crate::seal::Seal;
use crate::text::hexadecimal;

/// How far a sender's clock may be off, either way.
const SKEW: Duration = Duration::from_secs(300);
const ID_BYTES_MAX: usize = 128;
/// What a token is made of, besides the secret.
const TOKEN: &[u8] = b"token";
/// While a secret is rotated there are two.
const SIGNATURES_MAX: usize = 8;

/// What the headers of a request say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed<'a> {
    /// The sender's id of the event.
    pub id: &'a str,
    /// As sent: it is a part of what was signed.
    timestamp: &'a str,
    spelling: Spelling,
    signatures: Vec<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    /// `X-Odoo-…`: `v1=<hex>`, made with the secret's text.
    Own,
    /// Standard Webhooks: `v1,<base64>`, several with spaces between them, made with the secret's bytes.
    Standard,
}

/// Which secret a request was signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The current one.
    Current,
    /// The one before.
    Previous,
}

impl<'a> Signed<'a> {
    /// Reads the headers; none if one is missing or says nothing, or if the request is too old or of the future.
    #[must_use]
    pub fn read(headers: &'a [(String, String)], now: Timestamp) -> Option<Self> {
        let header = |name: &str| {
            headers.iter().find(|(given, _)| given.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
        };
        let signed = match header("X-Odoo-Signature") {
            Some(signature) => Self {
                id: header("X-Odoo-Event-Id")?,
                timestamp: header("X-Odoo-Timestamp")?,
                spelling: Spelling::Own,
                signatures: signature.trim().strip_prefix("v1=").and_then(of_hex).into_iter().collect(),
            },
            None => Self {
                id: header("Webhook-Id")?,
                timestamp: header("Webhook-Timestamp")?,
                spelling: Spelling::Standard,
                signatures: of_list(header("Webhook-Signature")?),
            },
        };
        let is_id =
            (1..=ID_BYTES_MAX).contains(&signed.id.len()) && signed.id.bytes().all(|byte| byte.is_ascii_graphic());
        let seconds: i64 = signed.timestamp.parse().ok()?;
        let skew = now.0.abs_diff(seconds.checked_mul(1000)?);
        (is_id && !signed.signatures.is_empty() && u128::from(skew) <= SKEW.as_millis()).then_some(signed)
    }

    /// Whose signature of the body that is; none if it is nobody's. A hook that is not there, or takes nothing at present,
    /// costs the same work as one with a wrong signature.
    #[must_use]
    pub fn sender(&self, deps: &Deps<'_>, seal: &Seal, hook: Option<&Hook>, body: &[u8]) -> Option<Sender> {
        let now = deps.clock.now();
        let current = hook.and_then(|hook| hook.key(seal).ok());
        let previous = hook.and_then(|hook| hook.previous_key(seal, now).ok().flatten());
        // A secret that nobody has: the time tells nothing about what is there.
        let nobody = Key::new(deps.secret);
        let fits = [&current, &previous].map(|key| {
            let fits = self.fits(key.as_ref().unwrap_or(&nobody), body);
            fits && key.is_some()
        });
        match fits {
            _ if hook.is_none_or(|hook| hook.is_disabled) => None,
            [true, _] => Some(Sender::Current),
            [false, true] => Some(Sender::Previous),
            [false, false] => None,
        }
    }

    /// Whether that is the signature of the body by who has the key; nobody's if there is none, which takes as long.
    #[must_use]
    pub fn is_of(&self, deps: &Deps<'_>, key: Option<&Key>, body: &[u8]) -> bool {
        let fits = self.fits(key.unwrap_or(&Key::new(deps.secret)), body);
        fits && key.is_some()
    }

    fn fits(&self, key: &Key, body: &[u8]) -> bool {
        let Some(mac) = self.spelling.mac(key, self.timestamp, self.id, body) else { return false };
        // `verify_slice` takes as long whatever the signature is; all of them are looked at.
        self.signatures.iter().fold(false, |fits, signature| mac.clone().verify_slice(signature).is_ok() | fits)
    }
}

impl Spelling {
    fn mac(self, key: &Key, timestamp: &str, id: &str, body: &[u8]) -> Option<Hmac<Sha256>> {
        let (key, first, second) = match self {
            Self::Own => (key.text().to_vec(), timestamp, id),
            Self::Standard => (key.bytes(), id, timestamp),
        };
        let mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
        Some([first.as_bytes(), b".", second.as_bytes(), b".", body].into_iter().fold(mac, Mac::chain_update))
    }
}

impl Key {
    /// The headers of a request with this body, in the plugin's own spelling.
    #[must_use]
    pub fn sign(&self, now: Timestamp, id: &str, body: &[u8]) -> Vec<(String, String)> {
        self.headers(now, id, body).into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// The same for a request of the plugin.
    #[must_use]
    pub fn headers(&self, now: Timestamp, id: &str, body: &[u8]) -> [(&'static str, String); 4] {
        let timestamp = now.0.div_euclid(1000).to_string();
        let mac = Spelling::Own.mac(self, &timestamp, id, body).map(|mac| mac.finalize().into_bytes());
        let hex = hexadecimal(&mac.unwrap_or_default());
        [
            ("X-Odoo-Timestamp", timestamp),
            ("X-Odoo-Event-Id", id.to_owned()),
            ("X-Odoo-Signature", format!("v1={hex}")),
            ("Content-Type", "application/json".to_owned()),
        ]
    }

    /// Says who sends to receivers that compare a token and know no signatures: made of the secret, it does not lead back to it.
    #[must_use]
    pub fn token(&self) -> String {
        let mac =
            Hmac::<Sha256>::new_from_slice(self.text()).map(|mac| mac.chain_update(TOKEN).finalize().into_bytes());
        hexadecimal(&mac.unwrap_or_default())
    }
}

fn of_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<_> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let byte = |pair: &[u32]| u8::try_from(pair[0] * 16 + pair[1]).ok();
    if digits.len() % 2 == 0 { digits.chunks_exact(2).map(byte).collect() } else { None }
}

/// Signatures of other versions are passed over.
fn of_list(text: &str) -> Vec<Vec<u8>> {
    let signatures = text.split_whitespace().filter_map(|signature| signature.strip_prefix("v1,"));
    signatures.filter_map(|signature| STANDARD.decode(signature).ok()).take(SIGNATURES_MAX).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::fmt::Write;

    use hmac::Mac;

    use super::{Signed, Spelling};
    use crate::hook::Key;
    use crate::ports::{Secrets, Timestamp};

    struct Fixed;

    impl Secrets for Fixed {
        fn bytes(&self) -> [u8; 32] {
            *b"0123456789abcdef0123456789abcdef"
        }
    }

    fn headers(headers: &[(&str, &str)]) -> Vec<(String, String)> {
        headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    /// Made by `openssl dgst -sha256 -hmac "$secret"` and by Python's `hmac`.
    #[test]
    fn both_spellings_are_what_other_programs_make() {
        let key = Key::new(&Fixed);
        assert_eq!(key.expose(), "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        let mac = |spelling: Spelling| {
            let mac = spelling.mac(&key, "1795253400", "build-7", br#"{"text":"hi"}"#).unwrap();
            mac.finalize().into_bytes().iter().fold(String::new(), |mut text, byte| {
                write!(text, "{byte:02x}").unwrap();
                text
            })
        };
        assert_eq!(mac(Spelling::Own), "d29962cfb9196844d59d10ae6330ea04ef1b89b4c867c073712703bb6945d99b");
        assert_eq!(mac(Spelling::Standard), "be733a7bbf4c742cb92927a6c336a0fc514c77c64cede6c43ce73f89ae27b2a3");
    }

    #[test]
    fn headers_that_are_missing_or_say_nothing_are_no_signature() {
        let now = Timestamp(1_795_253_400_000);
        let id = "x".repeat(128);
        let good = [("X-Odoo-Timestamp", "1795253400"), ("X-Odoo-Event-Id", &id), ("X-Odoo-Signature", "v1=00ff")];
        assert!(Signed::read(&headers(&good), now).is_some());
        for missing in 0..3 {
            let rest: Vec<_> = good.iter().enumerate().filter(|(n, _)| *n != missing).map(|(_, h)| *h).collect();
            assert_eq!(Signed::read(&headers(&rest), now), None);
        }
        let long = "x".repeat(129);
        let bad = [
            (0, ""),
            (0, "soon"),
            (0, "1795253400.5"),
            (1, ""),
            (1, &long),
            (1, "a b"),
            (2, "00ff"),
            (2, "v1=0"),
            (2, "v1=zz"),
            (2, "v2=00"),
        ];
        for (position, value) in bad {
            let mut changed = good;
            changed[position].1 = value;
            assert_eq!(Signed::read(&headers(&changed), now), None, "{value}");
        }
    }

    #[test]
    fn five_minutes_either_way_are_fresh() {
        let at = |seconds: i64| {
            let now = Timestamp(1_795_253_400_000 + seconds * 1000);
            let list = [
                ("Webhook-Timestamp", "1795253400"),
                ("Webhook-Id", "7"),
                ("Webhook-Signature", "v1a,AA== v1,AA== v1,AAE="),
            ];
            Signed::read(&headers(&list), now).map(|signed| signed.signatures.len())
        };
        assert_eq!([-301, -300, 0, 300, 301].map(at), [None, Some(2), Some(2), Some(2), None]);
    }
}
