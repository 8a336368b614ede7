use super::address::web_address;
use super::reader::Reader;
use super::{Secret, Words};
use crate::bot;

/// A secret that can be guessed is no secret; what the console shows for new hooks has 50.
const SECRET_RUNES_MIN: usize = 32;
const AGENT_NAME: &str = "agent";
const AGENT_CHANNEL: &str = "odoo-agent";

/// Whom messages of people are sent to; nobody unless an administrator says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services {
    /// What answers whoever mentions it.
    pub agent: Option<Agent>,
    /// What gets messages that begin with one of its words.
    pub endpoint: Option<CommandEndpoint>,
}

/// A service that answers questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agent {
    /// `AgentGatewayURL`.
    pub url: String,
    /// `AgentGatewaySecret`: signs what goes out and what comes back.
    pub secret: Secret,
    /// `AgentName`, without `@`, in lower case.
    pub name: String,
    /// `AgentChannel`: the name of the one channel of each team where it is asked.
    pub channel: String,
}

/// A controller, in Odoo most of the time, that takes messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandEndpoint {
    /// `CommandEndpointURL`.
    pub url: String,
    /// `CommandEndpointSecret`: signs what goes out.
    pub secret: Secret,
    /// `CommandEndpointWords`: what a message begins with.
    pub words: Words,
    /// `CommandEndpointChannels`: names or ids of channels; empty for all channels of teams.
    pub channels: Vec<String>,
}

impl Services {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self { agent: Agent::read(reader), endpoint: CommandEndpoint::read(reader) }
    }
}

impl Agent {
    fn read(reader: &mut Reader) -> Option<Self> {
        let service = service(reader, ["AgentGatewayURL", "AgentGatewaySecret", "AllowPrivateAgentGateway"]);
        let name = reader.parsed("AgentName", agent_name).unwrap_or_else(|| AGENT_NAME.into());
        let channel = reader.parsed("AgentChannel", channel).unwrap_or_else(|| AGENT_CHANNEL.into());
        service.map(|(url, secret)| Self { url, secret, name, channel })
    }
}

impl CommandEndpoint {
    fn read(reader: &mut Reader) -> Option<Self> {
        let service = service(reader, ["CommandEndpointURL", "CommandEndpointSecret", "AllowPrivateOdoo"]);
        let words = reader.parsed("CommandEndpointWords", Words::parse).unwrap_or_default();
        let channels = reader.text("CommandEndpointChannels");
        let names = channels.split(|c: char| c.is_whitespace() || c == ',').filter(|name| !name.is_empty());
        let channels = names.filter_map(|name| channel(name).ok()).collect();
        let (url, secret) = service?;
        if words.is_empty() {
            reader.refuse("CommandEndpointWords", "must name a word as long as `CommandEndpointURL` is set.");
        }
        Some(Self { url, secret, words, channels })
    }
}

/// Address and secret of a service; none while its address is empty. The settings are address, secret, and the switch that
/// admits private networks.
fn service(reader: &mut Reader, settings: [&'static str; 3]) -> Option<(String, Secret)> {
    let [address, secret, switch] = settings;
    let allow_private = reader.switch(switch);
    let url = reader.parsed(address, |text| service_address(text, allow_private, switch));
    let text = reader.text(secret);
    let url = url?;
    // What is not signed proves nothing to either side.
    if text.chars().count() < SECRET_RUNES_MIN {
        reader.refuse(
            secret,
            format!("must have at least {SECRET_RUNES_MIN} characters, as long as `{address}` is set."),
        );
    }
    Some((url, Secret::new(text)))
}

fn service_address(text: &str, allow_private: bool, switch: &str) -> Result<String, String> {
    let uri = web_address(text, allow_private, switch)?;
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return Err("must not contain a login: requests are signed with the secret.".into());
    }
    Ok(uri.to_string())
}

fn agent_name(text: &str) -> Result<String, String> {
    let name = text.trim_start_matches('@').to_lowercase();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if is_name && name != bot::USERNAME {
        Ok(name)
    } else {
        Err(format!("must be a name such as `@agent`, and not `@{}`.", bot::USERNAME))
    }
}

fn channel(text: &str) -> Result<String, String> {
    let name = text.trim_start_matches(['~', '#']).to_lowercase();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err("must be the name in the address of a channel, such as `odoo-agent`.".into());
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use serde_json::{Value, json};

    use super::{Agent, CommandEndpoint, Services};
    use crate::settings::{Secret, Settings, Words};

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn read(document: &Value) -> Result<Services, Vec<String>> {
        let problems = |problem: crate::settings::Problem| format!("{} {}", problem.setting, problem.text);
        let settings = Settings::parse(&document.to_string());
        settings.map(|settings| settings.services).map_err(|all| all.into_iter().map(problems).collect())
    }

    #[test]
    fn without_an_address_there_is_no_service() {
        let document = json!({"agentgatewaysecret": "short", "agentname": "@Helper", "commandendpointwords": "erp"});
        assert_eq!(read(&document), Ok(Services::default()));
    }

    #[test]
    fn both_services_are_read_with_their_defaults() {
        let document = json!({
            "agentgatewayurl": "https://agent.example.com/ask", "agentgatewaysecret": SECRET,
            "commandendpointurl": "https://erp.example.com/mattermost", "commandendpointsecret": SECRET,
            "commandendpointwords": "ERP:", "commandendpointchannels": "~Sales, town-square",
        });
        assert_eq!(
            read(&document),
            Ok(Services {
                agent: Some(Agent {
                    url: "https://agent.example.com/ask".into(),
                    secret: Secret::new(SECRET.into()),
                    name: "agent".into(),
                    channel: "odoo-agent".into(),
                }),
                endpoint: Some(CommandEndpoint {
                    url: "https://erp.example.com/mattermost".into(),
                    secret: Secret::new(SECRET.into()),
                    words: Words::parse("erp:").unwrap(),
                    channels: vec!["sales".into(), "town-square".into()],
                }),
            })
        );
    }

    #[test]
    fn a_service_without_its_secret_or_words_is_a_mistake() {
        let document = json!({
            "agentgatewayurl": "http://agent.example.com", "agentname": "odoo",
            "commandendpointurl": "https://me:pw@erp.example.com/mattermost",
        });
        assert_eq!(
            read(&document),
            Err(vec![
                "AgentGatewayURL must start with `https://`; `http://` needs the switch `AllowPrivateAgentGateway`."
                    .into(),
                "AgentName must be a name such as `@agent`, and not `@odoo`.".into(),
                "CommandEndpointURL must not contain a login: requests are signed with the secret.".into(),
            ])
        );
        let document = json!({
            "agentgatewayurl": "https://agent.example.com", "agentgatewaysecret": "short",
            "commandendpointurl": "https://erp.example.com", "commandendpointsecret": SECRET,
        });
        assert_eq!(
            read(&document),
            Err(vec![
                "AgentGatewaySecret must have at least 32 characters, as long as `AgentGatewayURL` is set.".into(),
                "CommandEndpointWords must name a word as long as `CommandEndpointURL` is set.".into(),
            ])
        );
    }
}
