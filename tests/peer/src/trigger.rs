//! Trigger ids: the server's leave to open a dialog for a user, for half a minute.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::app_error;
use crate::model::AppError;
use crate::world::World;

/// `ServiceSettings.OutgoingIntegrationRequestsTimeout`, in milliseconds.
const LIFE_MS: i64 = 30_000;

impl World {
    /// What the client gets and what the plugin gets.
    pub(crate) fn new_trigger_id(&self, user_id: &str) -> (String, String) {
        let client_id = self.ids.next();
        let data = format!("{client_id}:{user_id}:{}:", self.now_ms());
        let trigger_id = STANDARD.encode(format!("{data}{}", signature(&data)));
        (client_id, trigger_id)
    }

    /// The client's part and the user of a plugin's trigger id.
    ///
    /// # Errors
    /// 400 in the server's words when it is malformed, forged or older than 30 s.
    pub(crate) fn verify_trigger_id(&self, trigger_id: &str) -> Result<(String, String), AppError> {
        let refuse = |reason: &str| {
            app_error("DecodeAndVerifyTriggerId", &format!("interactive_message.decode_trigger_id.{reason}"), 400)
        };
        let bytes = STANDARD.decode(trigger_id).map_err(|_not_base64| refuse("base64_decode_failed"))?;
        let text = String::from_utf8(bytes).map_err(|_not_text| refuse("missing_data"))?;
        let parts: Vec<&str> = text.split(':').collect();
        let [client_id, user_id, issued_ms, signed] = parts[..] else { return Err(refuse("missing_data")) };
        let age_ms = self.now_ms() - issued_ms.parse::<i64>().unwrap_or(0);
        if age_ms > LIFE_MS {
            return Err(refuse("expired"));
        }
        if signature(&format!("{client_id}:{user_id}:{issued_ms}:")) != signed {
            return Err(refuse("verify_signature_failed"));
        }
        Ok((client_id.to_owned(), user_id.to_owned()))
    }
}

/// Stands for the server's ECDSA signature; plugins cannot read either.
fn signature(data: &str) -> String {
    let mut hasher = DefaultHasher::new();
    ("a test server's secret", data).hash(&mut hasher);
    STANDARD.encode(hasher.finish().to_be_bytes())
}
