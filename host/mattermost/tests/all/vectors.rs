//! Values that Go has encoded both ways: with gob, and as JSON.

use gob::{Decoder, Encoder, Gob, Limits};
use mattermost::model::{Command, MessageAttachment, Post, PostAction, PostActionIntegration, Props};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::session::{bytes, recorded};

/// The argument of a call with one parameter.
#[derive(Debug, Default, PartialEq, Gob)]
struct Argument<T> {
    #[gob(rename = "A")]
    value: T,
}

fn decoded<T: Gob>(gob: &[u8]) -> T {
    let mut decoder = Decoder::new(Limits::default());
    decoder.feed(gob);
    decoder.decode::<Argument<T>>().unwrap().unwrap().value
}

fn encoded<T: Gob>(value: T) -> Vec<u8> {
    let mut gob = Vec::new();
    Encoder::new().encode(&Argument { value }, &mut gob).unwrap();
    gob
}

fn gos_json(name: &str) -> Value {
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn from_json<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(gos_json(name)).unwrap()
}

/// Whether `ours` says everything that `gos` says; null is as good as empty.
fn covers(ours: &Value, gos: &Value) -> bool {
    match (ours, gos) {
        (Value::Object(ours), Value::Object(gos)) => {
            gos.iter().all(|(name, value)| covers(ours.get(name).unwrap_or(&Value::Null), value))
        }
        (Value::Array(ours), Value::Array(gos)) => {
            ours.len() == gos.len() && ours.iter().zip(gos).all(|(ours, gos)| covers(ours, gos))
        }
        (ours, Value::Null) => *ours == json!(null) || *ours == json!([]) || *ours == json!({}),
        (ours, gos) => ours == gos,
    }
}

#[test]
fn a_post_is_the_same_by_gob_and_by_json() {
    let by_gob: Post = decoded(&recorded("post")[0]);

    assert_eq!(by_gob, from_json("post"));
    assert!(covers(&serde_json::to_value(&by_gob).unwrap(), &gos_json("post")), "{by_gob:?}");
}

#[test]
fn a_command_is_the_same_by_gob_and_by_json() {
    let by_gob: Command = decoded(&recorded("command")[0]);

    assert_eq!(by_gob, from_json("command"));
    assert!(covers(&serde_json::to_value(&by_gob).unwrap(), &gos_json("command")), "{by_gob:?}");
}

#[test]
fn posts_and_commands_survive_a_round_trip() {
    let (post, command): (Post, Command) = (from_json("post"), from_json("command"));

    assert_eq!(decoded::<Post>(&encoded(post.clone())), post);
    assert_eq!(decoded::<Command>(&encoded(command.clone())), command);
}

/// Go takes this encoding for a post with one attachment and a button.
#[test]
fn the_shortest_post_with_a_button_is_read() {
    let gob = bytes(
        "13 ff 8b 03 01 02 ff 8c 00 01 01 01 01 41 01 ff 8e 00 00 00 \
         3c ff 8d 03 01 02 ff 8e 00 01 04 01 07 4d 65 73 73 61 67 65 01 0c 00 01 09 43 68 61 6e 6e 65 6c 49 64 01 0c 00 \
         01 06 55 73 65 72 49 64 01 0c 00 01 05 50 72 6f 70 73 01 ff 90 00 00 00 \
         0e ff 8f 04 01 02 ff 90 00 01 0c 01 10 00 00 \
         0d ff 91 02 01 02 ff 92 00 01 ff 94 00 00 \
         30 ff 93 03 01 02 ff 94 00 01 03 01 04 54 65 78 74 01 0c 00 01 07 41 63 74 69 6f 6e 73 01 ff 96 00 01 09 54 69 \
         6d 65 73 74 61 6d 70 01 10 00 00 00 \
         0d ff 95 02 01 02 ff 96 00 01 ff 98 00 00 \
         36 ff 97 03 01 02 ff 98 00 01 04 01 02 49 64 01 0c 00 01 04 4e 61 6d 65 01 0c 00 01 04 54 79 70 65 01 0c 00 01 \
         0b 49 6e 74 65 67 72 61 74 69 6f 6e 01 ff 9a 00 00 00 \
         21 ff 99 03 01 02 ff 9a 00 01 02 01 03 55 52 4c 01 0c 00 01 07 43 6f 6e 74 65 78 74 01 ff 90 00 00 00 \
         0c ff 9b 02 01 02 ff 9c 00 01 10 00 00 \
         ff a2 ff 8c 01 01 02 68 69 01 02 63 68 01 03 62 6f 74 01 04 0b 61 74 74 61 63 68 6d 65 6e 74 73 18 5b 5d 2a 6d \
         6f 64 65 6c 2e 53 6c 61 63 6b 41 74 74 61 63 68 6d 65 6e 74 ff 92 46 00 01 01 01 54 01 01 01 02 61 31 01 02 47 \
         6f 01 06 62 75 74 74 6f 6e 01 01 0c 2f 70 6c 75 67 69 6e 73 2f 78 2f 79 01 01 01 6b 07 66 6c 6f 61 74 36 34 08 \
         04 00 fe f0 3f 00 00 01 05 69 6e 74 36 34 04 02 00 0a 00 01 6e 07 66 6c 6f 61 74 36 34 08 04 00 fe 31 40 01 62 \
         04 62 6f 6f 6c 02 02 00 01 03 6e 69 6c 00 00 00",
    );

    let integration =
        PostActionIntegration { url: "/plugins/x/y".into(), context: [("k", json!(1))].into_iter().collect() };
    let action = PostAction {
        id: "a1".into(),
        name: "Go".into(),
        kind: "button".into(),
        integration: Some(integration),
        ..PostAction::default()
    };
    let attachment = MessageAttachment {
        text: "T".into(),
        actions: vec![action],
        timestamp: 5.into(),
        ..MessageAttachment::default()
    };
    let others = json!({"n": 17, "b": true, "nil": null}).as_object().unwrap().clone();
    let post = Post {
        message: "hi".into(),
        channel_id: "ch".into(),
        user_id: "bot".into(),
        props: Props { attachments: vec![attachment], others },
        ..Post::default()
    };
    assert_eq!(decoded::<Post>(&gob), post);
}

#[test]
fn attachments_that_came_as_json_are_read_and_sent_as_structs() {
    #[derive(Default, Gob)]
    struct Untyped {
        props: mattermost::model::JsonMap,
    }
    let mut gob = Vec::new();
    let props = [("attachments", json!([{"text": "T", "fields": null}])), ("n", json!(1))].into_iter().collect();
    Encoder::new().encode(&Argument { value: Untyped { props } }, &mut gob).unwrap();

    let post: Post = decoded(&gob);

    let attachment = MessageAttachment { text: "T".into(), ..MessageAttachment::default() };
    let others = json!({"n": 1}).as_object().unwrap().clone();
    assert_eq!(post.props, Props { attachments: vec![attachment], others });
    let name = b"[]*model.SlackAttachment";
    assert!(encoded(post).windows(name.len()).any(|window| window == name));
}

#[test]
fn attachments_that_are_none_stay_as_they_are() {
    for odd in [json!("text"), json!({"text": "T"}), json!([1])] {
        let props = Props::from(json!({"attachments": odd}).as_object().unwrap().clone());

        assert_eq!(props.attachments, []);
        assert_eq!(serde_json::to_value(props).unwrap(), json!({"attachments": odd}));
    }
}

#[test]
fn the_peer_learns_one_type_for_all_attachments() {
    let mut encoder = Encoder::new();
    let lengths = [0b01, 0b10, 0b11, 0b01].map(|set: u8| {
        let text = |bit: u8| if set & bit == 0 { String::new() } else { "x".to_owned() };
        let attachment = MessageAttachment { title: text(0b01), footer: text(0b10), ..MessageAttachment::default() };
        let props = Props { attachments: vec![attachment], ..Props::default() };
        let mut gob = Vec::new();
        encoder.encode(&Argument { value: Post { props, ..Post::default() } }, &mut gob).unwrap();
        gob.len()
    });

    let [first, second, third, fourth] = lengths;
    assert!(first > 1000, "{first} bytes with the definitions");
    assert_eq!([second, third, fourth], [54, 57, 54]);
}
