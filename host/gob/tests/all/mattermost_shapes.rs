//! The most intricate message of the first user of this crate: a post with a button, as Go accepted it.

use std::collections::BTreeMap;

use gob::{Gob, Interface, Time, Url};

use crate::support::{decode, encode, hex, received, to_hex};

const POST_WITH_BUTTON: &str = "
    13 ff 8b 03 01 02 ff 8c 00 01 01 01 01 41 01 ff 8e 00 00 00
    3c ff 8d 03 01 02 ff 8e 00 01 04 01 07 4d 65 73 73 61 67 65 01 0c 00 01 09 43 68 61 6e 6e 65 6c 49 64 01 0c 00
       01 06 55 73 65 72 49 64 01 0c 00 01 05 50 72 6f 70 73 01 ff 90 00 00 00
    0e ff 8f 04 01 02 ff 90 00 01 0c 01 10 00 00
    0d ff 91 02 01 02 ff 92 00 01 ff 94 00 00
    30 ff 93 03 01 02 ff 94 00 01 03 01 04 54 65 78 74 01 0c 00 01 07 41 63 74 69 6f 6e 73 01 ff 96 00
       01 09 54 69 6d 65 73 74 61 6d 70 01 10 00 00 00
    0d ff 95 02 01 02 ff 96 00 01 ff 98 00 00
    36 ff 97 03 01 02 ff 98 00 01 04 01 02 49 64 01 0c 00 01 04 4e 61 6d 65 01 0c 00 01 04 54 79 70 65 01 0c 00
       01 0b 49 6e 74 65 67 72 61 74 69 6f 6e 01 ff 9a 00 00 00
    21 ff 99 03 01 02 ff 9a 00 01 02 01 03 55 52 4c 01 0c 00 01 07 43 6f 6e 74 65 78 74 01 ff 90 00 00 00
    0c ff 9b 02 01 02 ff 9c 00 01 10 00 00
    ff a2 ff 8c 01 01 02 68 69 01 02 63 68 01 03 62 6f 74 01 04 0b 61 74 74 61 63 68 6d 65 6e 74 73
       18 5b 5d 2a 6d 6f 64 65 6c 2e 53 6c 61 63 6b 41 74 74 61 63 68 6d 65 6e 74 ff 92 46 00 01 01 01 54 01 01
       01 02 61 31 01 02 47 6f 01 06 62 75 74 74 6f 6e 01 01 0c 2f 70 6c 75 67 69 6e 73 2f 78 2f 79 01 01
       01 6b 07 66 6c 6f 61 74 36 34 08 04 00 fe f0 3f 00 00 01 05 69 6e 74 36 34 04 02 00 0a 00
       01 6e 07 66 6c 6f 61 74 36 34 08 04 00 fe 31 40 01 62 04 62 6f 6f 6c 02 02 00 01 03 6e 69 6c 00 00 00";

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct CreatePostArgs {
    a: Option<Post>,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Post {
    message: String,
    channel_id: String,
    user_id: String,
    props: BTreeMap<String, Interface>,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Attachment {
    text: String,
    actions: Vec<Option<Action>>,
    timestamp: Interface,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Action {
    id: String,
    name: String,
    r#type: String,
    integration: Option<Integration>,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Integration {
    #[gob(rename = "URL")]
    url: String,
    context: BTreeMap<String, Interface>,
}

fn post_with_button() -> CreatePostArgs {
    let attachment = Attachment {
        text: "T".to_owned(),
        actions: vec![Some(Action {
            id: "a1".to_owned(),
            name: "Go".to_owned(),
            r#type: "button".to_owned(),
            integration: Some(Integration {
                url: "/plugins/x/y".to_owned(),
                context: [("k".to_owned(), Interface::float64(1.0))].into(),
            }),
        })],
        timestamp: Interface::int64(5),
    };
    let props = [
        ("attachments".to_owned(), Interface::of("[]*model.SlackAttachment", &vec![attachment]).unwrap()),
        ("b".to_owned(), Interface::bool(true)),
        ("n".to_owned(), Interface::float64(17.0)),
        ("nil".to_owned(), Interface::nil()),
    ];
    CreatePostArgs {
        a: Some(Post {
            message: "hi".to_owned(),
            channel_id: "ch".to_owned(),
            user_id: "bot".to_owned(),
            props: props.into(),
        }),
    }
}

/// Struct names do not matter, and there are none in the recorded message.
fn attachments(post: &CreatePostArgs) -> Vec<Attachment> {
    post.a.as_ref().unwrap().props["attachments"].to().unwrap()
}

#[test]
fn a_post_with_a_button_arrives_as_go_takes_it() {
    let received: CreatePostArgs = decode(&hex(POST_WITH_BUTTON)).unwrap();
    let sent = post_with_button();
    assert_eq!(attachments(&received), attachments(&sent));
    let without_attachments = |mut args: CreatePostArgs| {
        args.a.as_mut().unwrap().props.remove("attachments");
        args
    };
    assert_eq!(without_attachments(received), without_attachments(sent));
}

#[test]
fn a_post_with_a_button_survives_being_sent_on() {
    let received: CreatePostArgs = decode(&hex(POST_WITH_BUTTON)).unwrap();
    assert_eq!(decode(&encode(&received)), Ok(received));
    assert_eq!(decode(&encode(&post_with_button())), Ok(post_with_button()));
}

#[test]
fn times_are_fifteen_bytes() {
    let definition = "10 ff8f 05 01 01 04 54696d65 01 ff90 00 00 00";
    let utc = Time { unix_s: 1_704_164_645, nanos: 6, offset_s: None };
    let value = "13 ff90 00 0f 01 0000000edd257425 00000006 ffff";
    assert_eq!(decode(&hex(&format!("{definition} {value}"))), Ok(utc));
    assert_eq!(
        to_hex(&encode(&utc)),
        to_hex(&hex(&format!("0f 7f 05 01 01 04 54696d65 01 ff80 00 00 00 {}", value.replace("ff90", "ff80"))))
    );
    let plus_two = Time { unix_s: 1_704_157_445, nanos: 6, offset_s: Some(7200) };
    assert_eq!(decode(&hex(&format!("{definition} 13 ff90 00 0f 01 0000000edd255805 00000006 0078"))), Ok(plus_two));
    let odd = Time { offset_s: Some(-3208), ..utc };
    assert_eq!(decode(&encode(&odd)), Ok(odd));
}

#[test]
fn addresses_are_their_text() {
    let url = Url("/act?x=1".to_owned());
    let recorded = "0c fe0109 06 01 02 fe010e 00 00 00 0d fe010a 00 08 2f6163743f783d31";
    assert_eq!(decode(&hex(recorded)), Ok(url.clone()));
    assert_eq!(decode(&encode(&url)), Ok(url));
}

#[test]
fn the_type_of_the_next_value_can_be_seen_without_taking_it() {
    let mut decoder = received(&hex(POST_WITH_BUTTON));
    let shape = decoder.peek_type().unwrap().unwrap();
    assert!(shape.is_struct("", &["A"]));
    assert_eq!((shape.kind(), shape.name(), shape.field_names().collect::<Vec<_>>()), ("struct", "", vec!["A"]));
    assert!(decoder.decode::<CreatePostArgs>().unwrap().is_some());
    assert!(decoder.peek_type().unwrap().is_none());
}
