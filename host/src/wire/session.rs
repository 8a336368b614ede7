//! Sign-ins.

use mattermost::model::Session;

use crate::runtime::bindings::mattermost::plugin::sessions as wit;

/// What the server writes into a session's `type`; sessions of browsers have none.
const ACCESS_TOKEN: &str = "UserAccessToken";

impl From<Session> for wit::Session {
    fn from(session: Session) -> Self {
        let kind = match session.props.get("type").map(String::as_str) {
            _ if session.is_oauth => wit::SessionKind::Oauth,
            None | Some("") => wit::SessionKind::Browser,
            Some(ACCESS_TOKEN) => wit::SessionKind::AccessToken,
            Some(_) => wit::SessionKind::Other,
        };
        Self { user_id: session.user_id, kind, expires_at: session.expires_at }
    }
}

#[cfg(test)]
mod tests {
    use mattermost::model::Session;

    use crate::runtime::bindings::mattermost::plugin::sessions as wit;

    #[test]
    fn the_servers_props_tell_how_somebody_signed_in() {
        let kind = |session| wit::Session::from(session).kind;
        let of_type =
            |text: &str| Session { props: [("type".to_owned(), text.to_owned())].into(), ..Session::default() };
        assert_eq!(kind(Session::default()), wit::SessionKind::Browser);
        assert_eq!(kind(of_type("UserAccessToken")), wit::SessionKind::AccessToken);
        assert_eq!(kind(of_type("CloudKey")), wit::SessionKind::Other);
        assert_eq!(kind(Session { is_oauth: true, ..Session::default() }), wit::SessionKind::Oauth);
    }
}
