//! People.

use mattermost::model::User;

use crate::runtime::bindings::mattermost::plugin::types as wit;

impl From<User> for wit::User {
    fn from(user: User) -> Self {
        let timezone = timezone(&user);
        Self {
            id: user.id,
            username: user.username,
            email: user.email,
            email_verified: user.email_verified,
            nickname: user.nickname,
            first_name: user.first_name,
            last_name: user.last_name,
            roles: user.roles.split_whitespace().map(Into::into).collect(),
            locale: user.locale,
            timezone,
            is_bot: user.is_bot,
            delete_at: user.delete_at,
        }
    }
}

/// What the user chose, or what the client found out.
fn timezone(user: &User) -> String {
    let automatic = user.timezone.get("useAutomaticTimezone").is_none_or(|switch| switch == "true");
    let key = if automatic { "automaticTimezone" } else { "manualTimezone" };
    user.timezone.get(key).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use mattermost::model::User;

    use crate::runtime::bindings::mattermost::plugin::types as wit;

    fn zone(settings: &[(&str, &str)]) -> String {
        let timezone: BTreeMap<_, _> =
            settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        wit::User::from(User { timezone, ..User::default() }).timezone
    }

    #[test]
    fn the_chosen_zone_counts_only_when_the_automatic_one_is_off() {
        let both = [("automaticTimezone", "Europe/Madrid"), ("manualTimezone", "Asia/Tokyo")];
        assert_eq!(zone(&both), "Europe/Madrid");
        let manual = [both[0], both[1], ("useAutomaticTimezone", "false")];
        assert_eq!(zone(&manual), "Asia/Tokyo");
        assert_eq!(zone(&[]), "");
    }
}
