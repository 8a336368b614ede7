use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Connection;
use crate::odoo::OdooError;

impl Connection<'_> {
    /// What `ask` answers; for so many seconds what it answered before. `name` tells apart what is kept, for this account,
    /// language and fence.
    ///
    /// # Errors
    /// Those of `ask`.
    pub fn remembered<T: Serialize + DeserializeOwned>(
        &self,
        name: &str,
        seconds: u32,
        ask: impl FnOnce() -> Result<T, OdooError>,
    ) -> Result<T, OdooError> {
        let name = match self.reader.fence() {
            None => name.to_owned(),
            Some(fence) => format!("in/{fence}/{name}"),
        };
        self.kept(&name, seconds, ask)
    }

    /// The same for what no fence changes.
    pub(super) fn kept<T: Serialize + DeserializeOwned>(
        &self,
        name: &str,
        seconds: u32,
        ask: impl FnOnce() -> Result<T, OdooError>,
    ) -> Result<T, OdooError> {
        let cache = self.line.deps.cache;
        let key = format!("{}/{name}/{}", self.line.keys.account, self.reader.language());
        if let Some(known) = cache.get(&key).and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
            return Ok(known);
        }
        let answer = ask()?;
        if let Ok(bytes) = serde_json::to_vec(&answer) {
            cache.set(&key, &bytes, seconds);
        }
        Ok(answer)
    }
}
