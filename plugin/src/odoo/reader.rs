use serde_json::{Value, json};

/// Who reads what Odoo writes: its texts come in this language and its times of day in this zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    language: String,
    time_zone: String,
}

impl Reader {
    /// `locale` is Mattermost's, such as `en` or `pt-BR`; `time_zone` an IANA name.
    #[must_use]
    pub fn new(locale: &str, time_zone: &str) -> Self {
        Self { language: language(locale), time_zone: time_zone.into() }
    }

    /// The context of a call. A language that Odoo has not installed is English there, without an error.
    #[must_use]
    pub fn context(&self) -> Value {
        json!({"lang": self.language, "tz": self.time_zone})
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
        let languages = ["", "en", "en-AU", "de", "cs", "pt-BR", "zh-CN"]
            .map(|locale| Reader::new(locale, "UTC").context()["lang"].clone());
        assert_eq!(languages, ["en_US", "en_US", "en_AU", "de_DE", "cs_CZ", "pt_BR", "zh_CN"].map(|text| json!(text)));
    }
}
