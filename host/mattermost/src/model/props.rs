//! The free part of posts and command answers.

use std::collections::BTreeMap;

use gob::{EncodeError, Fault, Gob, Input, Interface, Output, TypeRef, WireRef};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::attachment::MessageAttachment;
use super::json::{from_interface, to_interface};

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
        BTreeMap::<String, Interface>::gob_type()
    }

    fn is_gob_zero(&self) -> bool {
        self.is_empty()
    }

    fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
        let mut props: BTreeMap<_, _> =
            self.others.iter().map(|(name, value)| (name.clone(), to_interface(value))).collect();
        if !self.attachments.is_empty() {
            props.insert(ATTACHMENTS.to_owned(), Interface::of(ATTACHMENTS_TYPE, &self.attachments)?);
        }
        props.encode_gob(out)
    }

    fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
        let mut props = BTreeMap::<String, Interface>::new();
        props.decode_gob(wire, input)?;
        let typed = match props.get(ATTACHMENTS) {
            Some(interface) => interface.get(ATTACHMENTS_TYPE)?,
            None => None,
        };
        if typed.is_some() {
            props.remove(ATTACHMENTS);
        }
        *self =
            Self::from(props.iter().map(|(name, value)| (name.clone(), from_interface(value))).collect::<Map<_, _>>());
        if let Some(attachments) = typed {
            self.attachments = attachments;
        }
        Ok(())
    }
}
