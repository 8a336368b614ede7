use super::{Action, Role, Standing};
use crate::settings::{Settings, SubscribePolicy};
use crate::text;

/// What somebody can do who may not.
pub(super) fn refusal(standing: &Standing, settings: &Settings, action: Action) -> &'static str {
    if standing.has(Role::Tool) {
        return tool(action);
    }
    let people = &settings.people;
    match action {
        Action::Ask | Action::Connect | Action::OwnSettings => CONNECT_FIRST,
        Action::Read => READ,
        Action::Propose if people.proposers.is_empty() => CONNECT_FIRST,
        Action::Propose => {
            text!("Changes are proposed by the people whom an administrator names in the setting `Proposers`.")
        }
        Action::Decide => text!("This is for others to decide: the approval policy does not name you here."),
        Action::Tickets => text!("Tickets are for agents. An administrator names them in the setting `Agents`."),
        Action::Subscribe => match people.subscribe_policy {
            SubscribePolicy::ChannelAdmin => {
                text!("Subscriptions are made by administrators of the channel. Ask one of them.")
            }
            SubscribePolicy::Member => {
                text!(
                    "Subscriptions are made by members of the channel who connected their Odoo account, with `/odoo connect`."
                )
            }
            SubscribePolicy::SystemAdmin => text!("Subscriptions are made by system administrators. Ask one of them."),
        },
        Action::Previews => text!("Link previews are switched by administrators of the channel. Ask one of them."),
        Action::ManageProposals
        | Action::Hooks
        | Action::Organisations
        | Action::Sync
        | Action::ApiKeys
        | Action::Modules
        | Action::Outbox
        | Action::Audit
        | Action::Doctor => {
            text!("This is for Odoo administrators. A system administrator names them in the setting `OdooAdmins`.")
        }
        Action::Provision | Action::GrantProvision | Action::Administer | Action::Freeze | Action::Purge => {
            text!("This is for system administrators. Ask one of them.")
        }
    }
}

const CONNECT_FIRST: &str =
    text!("This is for people who connected their Odoo account. Connect yours with `/odoo connect`.");
const READ: &str = text!(
    "Searching Odoo is open to people who connected their Odoo account. Connect yours with `/odoo connect`. An administrator can open it to everybody with the switch `AllowServiceReads` in the plugin's settings."
);

fn tool(action: Action) -> &'static str {
    match action {
        Action::Decide => text!("A tool never approves or executes: a person has to."),
        Action::Read => text!("This account or key may not read: it needs the scope `read`."),
        Action::Propose => text!("This account or key may not propose: it needs the scope `propose`."),
        Action::Provision => text!("This key may not provision: it needs the scope `provision`."),
        _ => text!("This is for people, not for tools."),
    }
}
