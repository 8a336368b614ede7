//! `/odoo about`

use super::Call;
use super::parse::Input;
use super::table::{Audience, Command, Content, Run, Word};
use crate::ports::Deps;
use crate::say;
use crate::settings::{Connection, Settings};

/// The package of `wit/` that this component implements.
pub(super) const CONTRACT: &str = "mattermost:plugin@0.1.0";

pub(super) const WORD: Word = Word {
    trigger: "about",
    help: "Says what this is and in which version",
    audience: Audience::Everybody,
    content: Content::Command(Command { arguments: &[], notes: "", examples: &["about"], run: Run::Answer(run) }),
};

fn run(deps: &Deps<'_>, _: &Call, _: &Input) -> String {
    let server = deps.config.server();
    let language = deps.language;
    let mut text = format!("**Odoo for Mattermost** {}\n", server.plugin_version);
    text.push_str(&say!(
        language,
        "Finds Odoo's records from every channel. Its logic is a WebAssembly component.\n\n- Contract `{contract}`, Mattermost {version}\n",
        contract = CONTRACT,
        version = server.version
    ));
    if let Connection::Account(account) = Settings::current(deps).settings.connection {
        text.push_str(&say!(language, "- Your Odoo: {address}\n", address = account.address));
    }
    text.push_str(&say!(language, "- Licence: Apache-2.0\n- Commands: `/odoo help`"));
    text
}

#[cfg(test)]
mod tests {
    use super::CONTRACT;

    #[test]
    fn the_contract_is_the_one_in_wit() {
        assert!(include_str!("../../../wit/world.wit").contains(&format!("\npackage {CONTRACT};\n")));
    }
}
