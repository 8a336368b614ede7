//! The part of the server's configuration that plugins commonly ask for. The rest of it is not read.

use gob::Gob;

/// The server's configuration, in parts. `None` where the admin has set nothing.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct Config {
    pub service_settings: ServiceSettings,
    pub team_settings: TeamSettings,
    pub localization_settings: LocalizationSettings,
    pub file_settings: FileSettings,
}

/// The server itself.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct ServiceSettings {
    /// The address that people use, without a slash at the end.
    #[gob(rename = "SiteURL")]
    pub site_url: Option<String>,
    pub enable_post_username_override: Option<bool>,
    pub enable_post_icon_override: Option<bool>,
    /// Seconds that buttons and dialogs may take.
    pub outgoing_integration_requests_timeout: Option<i64>,
}

/// Teams.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct TeamSettings {
    pub site_name: Option<String>,
    /// `full_name`, `nickname_full_name` or `username`.
    pub teammate_name_display: Option<String>,
}

/// Languages.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct LocalizationSettings {
    /// Of texts that the server writes for everybody, such as `en`.
    pub default_server_locale: Option<String>,
    /// Of new users.
    pub default_client_locale: Option<String>,
}

/// Files.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct FileSettings {
    /// Bytes of one file.
    pub max_file_size: Option<i64>,
}
