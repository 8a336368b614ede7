//! What caused a hook call.

use gob::Gob;

/// Who and what caused a hook call.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
pub struct Context {
    /// Empty when there is no session.
    pub session_id: String,
    pub request_id: String,
    /// Of the client, by the server's rules for trusted proxies.
    #[gob(rename = "IPAddress")]
    pub ip_address: String,
    pub accept_language: String,
    pub user_agent: String,
}
