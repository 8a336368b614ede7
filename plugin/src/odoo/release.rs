//! What differs between Odoo's versions, as far as reading the fields that exist does not settle it.

use std::fmt;

/// Odoo's version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    text: String,
    major: u16,
}

impl Release {
    /// Reads what Odoo says of itself, such as `17.0`, `18.0+e-20250101` or, on Odoo Online, `saas~18.4`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.strip_prefix("saas~").unwrap_or(text);
        let major = number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
        Some(Self { text: text.into(), major })
    }

    /// The first number.
    #[must_use]
    pub fn major(&self) -> u16 {
        self.major
    }

    /// The field of users that holds their groups.
    #[must_use]
    pub fn groups_field(&self) -> &'static str {
        if self.major >= 19 { "group_ids" } else { "groups_id" }
    }

    /// The field of users that holds their groups with those that these imply.
    #[must_use]
    pub fn held_groups_field(&self) -> &'static str {
        if self.major >= 19 { "all_group_ids" } else { "groups_id" }
    }

    /// The fields of partners that hold numbers, the best first.
    #[must_use]
    pub fn phone_fields(&self) -> &'static [&'static str] {
        if self.major >= 19 { &["phone"] } else { &["phone", "mobile"] }
    }

    /// Whether tasks have `is_closed`; before, their `state` tells.
    #[must_use]
    pub fn has_closed_tasks(&self) -> bool {
        self.major >= 18
    }

    /// The highest priority of a task; the lowest is 0.
    #[must_use]
    pub fn task_priority_max(&self) -> u8 {
        if self.major >= 19 { 3 } else { 1 }
    }

    /// Whether activities that are done stay as archived ones; before, they are deleted unless their type keeps them.
    #[must_use]
    pub fn archives_done_activities(&self) -> bool {
        self.major >= 19
    }

    /// Whether `load` is known to make nothing twice under one external id, see `docs/decisions/`.
    #[must_use]
    pub fn keeps_external_ids(&self) -> bool {
        self.major >= 17
    }

    /// Whether a model is asked for rights by `has_access`, and not by `check_access_rights`.
    #[must_use]
    pub(super) fn has_access_method(&self) -> bool {
        self.major >= 18
    }

    /// Whether `message_post` takes a body for text unless it is told otherwise; before, it is always html.
    #[must_use]
    pub(super) fn asks_whether_a_body_is_html(&self) -> bool {
        self.major >= 17
    }
}

impl fmt::Display for Release {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::Release;

    #[test]
    fn versions_are_read_in_every_spelling() {
        let majors = ["16.0", "17.0+e-20240101", "18.0-20250101", "saas~18.4", "19.0", "20.0alpha1"]
            .map(|text| Release::parse(text).unwrap().major());
        assert_eq!(majors, [16, 17, 18, 18, 19, 20]);
        assert_eq!(["", "master", "saas~", "v17"].map(Release::parse), [None, None, None, None]);
    }

    #[test]
    fn each_version_has_its_words() {
        let rows = ["16.0", "17.0", "18.0", "19.0"].map(|text| {
            let release = Release::parse(text).unwrap();
            (
                release.groups_field(),
                release.held_groups_field(),
                release.phone_fields().len(),
                release.task_priority_max(),
                [
                    release.asks_whether_a_body_is_html(),
                    release.has_access_method(),
                    release.has_closed_tasks(),
                    release.archives_done_activities(),
                ],
            )
        });
        assert_eq!(
            rows,
            [
                ("groups_id", "groups_id", 2, 1, [false, false, false, false]),
                ("groups_id", "groups_id", 2, 1, [true, false, false, false]),
                ("groups_id", "groups_id", 2, 1, [true, true, true, false]),
                ("group_ids", "all_group_ids", 1, 3, [true, true, true, true]),
            ]
        );
    }
}
