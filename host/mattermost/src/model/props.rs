//! The free part of posts and command answers.

use std::collections::BTreeMap;

use gob::{EncodeError, Fault, Gob, Input, Interface, Output, TypeRef, WireRef};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::attachment::MessageAttachment;
use super::json::Json;

const ATTACHMENTS: &str = "attachments";

/// The type of attachments in an interface; in the server's Go code they are called `MessageAttachment` since 11.
const ATTACHMENTS_TYPE: &str = "[]*model.SlackAttachment";

/// Properties of a post: its attachments, and other JSON.
///
/// Attachments arrive as structs in new posts and as JSON in posts from the database; they are sent as structs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Props {
    /// The property `attachments`.
    pub attachments: Vec<MessageAttachment>,
    /// All other properties, and an `attachments` that is no list of attachments.
    pub others: Map<String, Value>,
}

impl Props {
    /// Whether there are no properties.
    pub fn is_empty(&self) -> bool {
        self.attachments.is_empty() && self.others.is_empty()
    }
}

impl From<Map<String, Value>> for Props {
    fn from(mut others: Map<String, Value>) -> Self {
        let attachments = others.get(ATTACHMENTS).and_then(|json| Vec::deserialize(json).ok());
        if attachments.is_some() {
            others.remove(ATTACHMENTS);
        }
        Self { attachments: attachments.unwrap_or_default(), others }
    }
}

impl Serialize for Props {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let attachments = (!self.attachments.is_empty()).then_some(&self.attachments);
        Parts { attachments, others: &self.others }.serialize(serializer)
    }
}

#[derive(Serialize)]
struct Parts<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    attachments: Option<&'a Vec<MessageAttachment>>,
    #[serde(flatten)]
    others: &'a Map<String, Value>,
}

impl<'de> Deserialize<'de> for Props {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Map::deserialize(deserializer).map(Self::from)
    }
}

impl Gob for Props {
    fn gob_type() -> TypeRef {
        BTreeMap::<String, Prop>::gob_type()
    }

    fn is_gob_zero(&self) -> bool {
        self.is_empty()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        let others = self.others.iter().map(|(name, value)| (name.clone(), Prop::Other(value.clone().into())));
        let mut props: BTreeMap<_, _> = others.collect();
        if !self.attachments.is_empty() {
            props.insert(ATTACHMENTS.to_owned(), Prop::Attachments(self.attachments.clone()));
        }
        props.encode_gob(out)
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let mut props = BTreeMap::<String, Prop>::new();
        props.decode_gob(wire, input)?;
        let mut typed = Vec::new();
        let mut others = Map::new();
        for (name, prop) in props {
            match prop {
                Prop::Attachments(attachments) if name == ATTACHMENTS => typed = attachments,
                Prop::Attachments(attachments) => {
                    others.insert(name, serde_json::to_value(attachments).unwrap_or_default());
                }
                Prop::Other(json) => {
                    others.insert(name, json.0);
                }
            }
        }
        *self = Self::from(others);
        self.attachments.append(&mut typed);
        Ok(())
    }
}

/// One property as it travels.
enum Prop {
    Attachments(Vec<MessageAttachment>),
    Other(Json),
}

impl Default for Prop {
    fn default() -> Self {
        Self::Other(Json::default())
    }
}

impl Gob for Prop {
    fn gob_type() -> TypeRef {
        Interface::gob_type()
    }

    fn is_gob_zero(&self) -> bool {
        false
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        match self {
            Self::Attachments(attachments) => out.interface(ATTACHMENTS_TYPE, attachments),
            Self::Other(json) => json.encode_gob(out),
        }
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let prop = input.read_interface(wire, |name, wire, input| {
            if name == ATTACHMENTS_TYPE {
                let mut attachments = Vec::new();
                attachments.decode_gob(wire, input)?;
                Ok(Self::Attachments(attachments))
            } else {
                Json::read(name, wire, input).map(Self::Other)
            }
        })?;
        *self = prop.unwrap_or_default();
        Ok(())
    }
}
