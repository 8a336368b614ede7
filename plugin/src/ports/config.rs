/// Settings and what the server says of itself.
pub trait Config {
    /// The plugin's settings as one JSON object with keys in lower case.
    fn settings(&self) -> String;
    /// Saves one of the plugin's settings as an admin would; `key` is the manifest's. All others stay as saved.
    fn set(&self, key: &str, value: &serde_json::Value) -> Result<(), super::ChatError>;
    /// The server and this plugin.
    fn server(&self) -> Server;
}

/// The server and this plugin on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// Such as `11.6.0`.
    pub version: String,
    /// Without trailing slash; empty if the admin has set none.
    pub site_url: String,
    /// The server's language, such as `en`.
    pub locale: String,
    /// The id under which the plugin's routes live.
    pub plugin_id: String,
    /// The bundle's version.
    pub plugin_version: String,
}
