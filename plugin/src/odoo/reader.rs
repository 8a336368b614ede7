use super::{Context, Fence};

/// Who reads what Odoo writes: its texts come in this language and its times of day in this zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    language: String,
    time_zone: String,
    companies: Vec<i64>,
    fence: Option<Fence>,
}

impl Reader {
    /// `locale` is Mattermost's, such as `en` or `pt-BR`; `time_zone` an IANA name.
    #[must_use]
    pub fn new(locale: &str, time_zone: &str) -> Self {
        Self { language: language(locale), time_zone: time_zone.into(), companies: Vec::new(), fence: None }
    }

    /// Only records of these companies, and of none, are seen. Odoo refuses companies that the account is not in.
    #[must_use]
    pub fn in_companies(self, companies: &[i64]) -> Self {
        Self { companies: companies.into(), ..self }
    }

    /// Only what lies inside is seen; without a fence, whatever the account sees.
    #[must_use]
    pub fn within(self, fence: Option<Fence>) -> Self {
        Self { fence, ..self }
    }

    pub(super) fn fence(&self) -> Option<Fence> {
        self.fence
    }

    pub(super) fn language(&self) -> &str {
        &self.language
    }

    /// The context of a call, in a language that Odoo has; without one it answers in English.
    pub(super) fn context(&self, language: Option<&str>) -> Context {
        let context = Context::new().with("tz", self.time_zone.as_str());
        let context = language.into_iter().fold(context, |context, language| context.with("lang", language));
        if self.companies.is_empty() { context } else { context.with("allowed_company_ids", self.companies.clone()) }
    }
}

/// Odoo's languages have a country: `cs` → `cs_CZ`, `pt-BR` → `pt_BR`.
fn language(locale: &str) -> String {
    let locale = locale.replace('-', "_");
    match locale.as_str() {
        "" | "en" => "en_US".into(),
        "cs" => "cs_CZ".into(),
        "ja" => "ja_JP".into(),
        "ko" => "ko_KR".into(),
        "sv" => "sv_SE".into(),
        "uk" => "uk_UA".into(),
        "vi" => "vi_VN".into(),
        "fa" => "fa_IR".into(),
        short if short.len() == 2 => format!("{short}_{}", short.to_ascii_uppercase()),
        _ => locale,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Reader;

    #[test]
    fn locales_become_languages_of_odoo() {
        let languages =
            ["", "en", "en-AU", "de", "cs", "pt-BR", "zh-CN"].map(|locale| Reader::new(locale, "UTC").language);
        assert_eq!(languages, ["en_US", "en_US", "en_AU", "de_DE", "cs_CZ", "pt_BR", "zh_CN"]);
    }

    #[test]
    fn companies_are_named_only_where_there_are_some() {
        let reader = Reader::new("de", "Europe/Berlin");
        assert_eq!(reader.context(Some("de_DE")).around(None), json!({"lang": "de_DE", "tz": "Europe/Berlin"}));
        assert_eq!(
            reader.in_companies(&[1, 3]).context(None).around(None),
            json!({"tz": "Europe/Berlin", "allowed_company_ids": [1, 3]})
        );
    }
}
