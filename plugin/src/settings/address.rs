use std::fmt;

/// Odoo's base address: scheme, host and port, without trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OdooAddress(String);

impl OdooAddress {
    /// Reads what the admin typed. `allow_private` admits `http`, which only a private network may use.
    ///
    /// # Errors
    /// What would be right, as one sentence.
    pub fn parse(text: &str, allow_private: bool) -> Result<Self, String> {
        let uri = web_address(text, allow_private, "AllowPrivateOdoo")?;
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return Err(no_address()) };
        if authority.as_str().contains('@') {
            return Err("must not contain a login; use `OdooLogin` and `OdooAPIKey`.".into());
        }
        if uri.path_and_query().is_some_and(|rest| rest != "/") {
            return Err(format!(
                "must be the address alone, without `{}`.",
                uri.path_and_query().map_or("", |rest| rest.as_str())
            ));
        }
        Ok(Self(format!("{scheme}://{}", authority.as_str().to_ascii_lowercase())))
    }

    /// The address of a record for people.
    #[must_use]
    pub fn record(&self, model: &str, id: i64) -> String {
        format!("{}/mail/view?model={model}&res_id={id}", self.0)
    }

    /// The address of a file for people.
    #[must_use]
    pub fn file(&self, id: i64) -> String {
        format!("{}/web/content/{id}?download=true", self.0)
    }

    /// What follows scheme, host and port of an address at this Odoo; none if it leads elsewhere. `http` and `https` count
    /// as the same: people copy what their browser shows.
    #[must_use]
    pub fn path_of<'a>(&self, link: &'a str) -> Option<&'a str> {
        let host = self.0.split_once("://").map_or("", |(_, host)| host);
        let (scheme, rest) = link.split_once("://")?;
        let is_web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        let is_here = rest.get(..host.len())?.eq_ignore_ascii_case(host);
        let path = &rest[host.len()..];
        (is_web && is_here && (path.is_empty() || path.starts_with(['/', '?', '#']))).then_some(path)
    }
}

impl fmt::Display for OdooAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An address of the web with all of its parts; `http` is for private networks, which the setting `switch` admits.
pub(super) fn web_address(text: &str, allow_private: bool, switch: &str) -> Result<http::Uri, String> {
    let uri: http::Uri = text.parse().map_err(|_| no_address())?;
    match (uri.scheme_str(), uri.authority()) {
        (Some("https"), Some(_)) => Ok(uri),
        (Some("http"), Some(_)) if allow_private => Ok(uri),
        (Some("http"), Some(_)) => Err(format!("must start with `https://`; `http://` needs the switch `{switch}`.")),
        _ => Err(no_address()),
    }
}

fn no_address() -> String {
    "must be an address such as `https://erp.example.com`.".into()
}

#[cfg(test)]
mod tests {
    use super::OdooAddress;

    fn parsed(text: &str, allow_private: bool) -> Result<String, String> {
        OdooAddress::parse(text, allow_private).map(|address| address.to_string())
    }

    #[test]
    fn an_address_is_kept_without_its_slash() {
        assert_eq!(parsed("https://ERP.example.com/", false), Ok("https://erp.example.com".into()));
        assert_eq!(parsed("http://127.0.0.1:8069", true), Ok("http://127.0.0.1:8069".into()));
    }

    #[test]
    fn links_lead_here_or_elsewhere() {
        let path = |address: &str, link| OdooAddress::parse(address, true).ok()?.path_of(link);
        let here = "https://erp.example.com";
        assert_eq!(path(here, "https://erp.example.com/odoo/crm/3"), Some("/odoo/crm/3"));
        assert_eq!(path(here, "HTTP://Erp.Example.com"), Some(""));
        assert_eq!(path("http://127.0.0.1:8069", "http://127.0.0.1:8069/web#id=1"), Some("/web#id=1"));
        for link in [
            "https://erp.example.com.evil.example/odoo",
            "https://erp.example.com@evil.example/odoo",
            "https://erp.example.com:8069/odoo",
            "ftp://erp.example.com/odoo",
            "erp.example.com/odoo",
            "https://erp",
        ] {
            assert_eq!(path(here, link), None, "{link}");
        }
    }

    #[test]
    fn other_texts_are_told_apart() {
        let errors = [
            parsed("erp.example.com", false),
            parsed("ftp://erp.example.com", true),
            parsed("https://", false),
            parsed("http://erp.example.com", false),
            parsed("https://admin:pw@erp.example.com", false),
            parsed("https://erp.example.com/odoo?debug=1", false),
        ]
        .map(|parsed| parsed.err().unwrap_or_default());
        assert_eq!(
            errors,
            [
                "must be an address such as `https://erp.example.com`.",
                "must be an address such as `https://erp.example.com`.",
                "must be an address such as `https://erp.example.com`.",
                "must start with `https://`; `http://` needs the switch `AllowPrivateOdoo`.",
                "must not contain a login; use `OdooLogin` and `OdooAPIKey`.",
                "must be the address alone, without `/odoo?debug=1`.",
            ]
        );
    }
}
