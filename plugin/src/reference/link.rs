use super::number;

/// Where an address of Odoo's web client leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Such as `res.partner`; none if the address names an action of which only Odoo knows the model.
    pub model: Option<String>,
    /// The record.
    pub id: i64,
}

/// The words of Odoo 18's addresses and of the portal that stand for a model.
const WORDS: [(&str, &str); 15] = [
    ("all-tasks", "project.task"),
    ("all-tickets", "helpdesk.ticket"),
    ("calendar", "calendar.event"),
    ("contacts", "res.partner"),
    ("crm", "crm.lead"),
    ("leads", "crm.lead"),
    ("my-tasks", "project.task"),
    ("my-tickets", "helpdesk.ticket"),
    ("opportunities", "crm.lead"),
    ("opportunity", "crm.lead"),
    ("project", "project.project"),
    ("projects", "project.project"),
    ("task", "project.task"),
    ("tasks", "project.task"),
    ("tickets", "helpdesk.ticket"),
];

impl Link {
    /// Reads what follows scheme, host and port, in the spellings of Odoo 16 to 19:
    ///
    /// - `/mail/view?model=res.partner&res_id=14`
    /// - `/web#id=14&model=res.partner&view_type=form`
    /// - `/odoo/contacts/14`, `/odoo/project/3/tasks/17`, `/odoo/res.partner/14`, `/odoo/m-x_visit/5`, `/odoo/action-318/14`
    /// - `/my/tasks/17`
    ///
    /// None if it leads to no single record.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        match parts.next() {
            Some("mail") if parts.next() == Some("view") => {
                Some(Self { model: Some(model(value(query, "model")?)?), id: number(value(query, "res_id")?)? })
            }
            Some("web") => {
                Some(Self { model: value(fragment, "model").and_then(model), id: number(value(fragment, "id")?)? })
            }
            Some("odoo" | "my") => from_words(&parts.collect::<Vec<_>>()),
            _ => None,
        }
    }
}

fn from_words(parts: &[&str]) -> Option<Link> {
    let [.., word, id] = parts else { return None };
    let known = WORDS.iter().find(|(known, _)| known == word).map(|(_, model)| (*model).to_owned());
    let spelled =
        || model(word.strip_prefix("m-").unwrap_or(word)).filter(|model| model.contains('.') || word.starts_with("m-"));
    Some(Link { model: known.or_else(spelled), id: number(id)? })
}

fn value<'a>(pairs: &'a str, name: &str) -> Option<&'a str> {
    pairs.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn model(text: &str) -> Option<String> {
    let is_model = !text.is_empty()
        && text.len() <= 64
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._".contains(&byte));
    is_model.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Link;

    #[test]
    fn every_spelling_names_model_and_id() {
        let links = [
            ("/mail/view?model=res.partner&res_id=14", Some("res.partner"), 14),
            ("/mail/view?res_id=17&model=project.task&access_token=x", Some("project.task"), 17),
            ("/web#id=14&cids=1&menu_id=113&action=160&model=res.partner&view_type=form", Some("res.partner"), 14),
            ("/web?debug=1#model=crm.lead&id=3", Some("crm.lead"), 3),
            ("/web#id=14&action=160", None, 14),
            ("/odoo/contacts/14", Some("res.partner"), 14),
            ("/odoo/crm/3?debug=assets#x", Some("crm.lead"), 3),
            ("/odoo/project/3/tasks/17/", Some("project.task"), 17),
            ("/odoo/project/3", Some("project.project"), 3),
            ("/odoo/res.partner/14", Some("res.partner"), 14),
            ("/odoo/m-x_visit/5", Some("x_visit"), 5),
            ("/odoo/action-318/14", None, 14),
            ("/odoo/action-crm.crm_lead_action_pipeline/3", None, 3),
            ("/my/tasks/17", Some("project.task"), 17),
            ("/my/projects/3/task/17", Some("project.task"), 17),
        ];
        for (path, model, id) in links {
            assert_eq!(Link::parse(path), Some(Link { model: model.map(Into::into), id }), "{path}");
        }
    }

    #[test]
    fn other_addresses_lead_to_no_record() {
        for path in [
            "",
            "/",
            "/web",
            "/web#model=res.partner",
            "/web#id=new&model=res.partner",
            "/odoo",
            "/odoo/contacts",
            "/odoo/contacts/new",
            "/odoo/discuss",
            "/mail/view?model=res.partner",
            "/mail/view?model=<script>&res_id=14",
            "/mail/view?message_id=14",
            "/shop/product/14",
        ] {
            assert_eq!(Link::parse(path), None, "{path}");
        }
    }
}
