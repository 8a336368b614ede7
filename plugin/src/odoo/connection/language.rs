use super::Connection;
use crate::odoo::line::one;
use crate::odoo::{Call, Context, Filter, Method, OdooError, Row};

/// How long a language that was installed meanwhile may have to wait.
const KEPT_SECONDS: u32 = 24 * 3600;
/// Odoo has about ninety.
const LANGUAGES_MAX: u32 = 200;
/// Odoo takes it whatever is installed.
const ENGLISH: &str = "en_US";

impl Connection<'_> {
    /// The circumstances of every call. From version 18 on Odoo refuses calls in a language that is not installed there.
    pub(super) fn context(&self) -> Result<Context, OdooError> {
        Ok(self.reader.context(self.language()?.as_deref()))
    }

    /// The reader's language if Odoo has it, else one that differs by its country only; none if there is neither.
    fn language(&self) -> Result<Option<String>, OdooError> {
        let wanted = self.reader.language();
        if wanted == ENGLISH {
            return Ok(Some(wanted.to_owned()));
        }
        let installed = self.installed_languages()?;
        let word = |code: &str| code.split('_').next().map(ToOwned::to_owned);
        let is_wanted = |code: &&String| code.as_str() == wanted;
        let is_near = |code: &&String| word(code) == word(wanted);
        Ok(installed.iter().find(is_wanted).or_else(|| installed.iter().find(is_near)).cloned())
    }

    fn installed_languages(&self) -> Result<Vec<String>, OdooError> {
        let (cache, key) = (self.line.deps.cache, &self.line.keys.languages);
        if let Some(known) = cache.get(key).and_then(|bytes| serde_json::from_slice(&bytes).ok()) {
            return Ok(known);
        }
        // Those that are not installed are archived.
        let ask = Call::new("res.lang", Method::SearchRead)
            .with("domain", Filter::All(Vec::new()).to_domain())
            .with("fields", ["code"])
            .with("order", "id asc")
            .with("limit", LANGUAGES_MAX);
        let languages: Vec<String> = match one(self.line.execute(vec![ask])) {
            Ok(answer) => Row::list(answer)?.iter().filter_map(|row| Some(row.text("code")?.to_owned())).collect(),
            // What the account may not read it cannot ask for.
            Err(OdooError::Access(_)) => Vec::new(),
            Err(error) => return Err(error.before_sending()),
        };
        if let Ok(bytes) = serde_json::to_vec(&languages) {
            cache.set(key, &bytes, KEPT_SECONDS);
        }
        Ok(languages)
    }
}
