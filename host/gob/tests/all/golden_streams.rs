//! A recorded session between a server and a plugin: every net/rpc stream of it, in both directions.

use std::collections::BTreeMap;

use gob::{Decoder, Encoder, Gob, Interface, Limits, Value};

use crate::support::{decode_all, encode_all, hex, received};

/// Lines of direction and hex, cut as they went over the socket.
const RECORDING: &str = include_str!("../data/golden-streams.txt");

/// What a recorded frame header needs of yamux: type 0 is data, and streams from 5 on start with a four-byte id.
const HEADER_BYTES: usize = 12;

/// The gob streams by direction and yamux stream id.
pub fn gob_streams() -> BTreeMap<(char, u32), Vec<u8>> {
    let mut sent: BTreeMap<char, Vec<u8>> = BTreeMap::new();
    for line in RECORDING.lines() {
        let (direction, bytes) = line.split_once(' ').unwrap();
        sent.entry(direction.chars().next().unwrap()).or_default().extend(hex(bytes));
    }
    let mut streams: BTreeMap<(char, u32), Vec<u8>> = BTreeMap::new();
    for (direction, bytes) in sent {
        let mut rest = &bytes[..];
        while let Some((header, after)) = rest.split_first_chunk::<HEADER_BYTES>() {
            let number = |at: usize| u32::from_be_bytes(header[at..at + 4].try_into().unwrap());
            let is_data = header[1] == 0;
            let length = if is_data { number(8) as usize } else { 0 };
            if is_data {
                streams.entry((direction, number(4))).or_default().extend(&after[..length]);
            }
            rest = &after[length..];
        }
        assert!(rest.is_empty());
    }
    // 3 and 5 carry the plugin's output and 8 a request body.
    streams.retain(|(_, id), _| ![3, 5, 8].contains(id));
    for ((_, id), bytes) in &mut streams {
        if *id != 1 {
            bytes.drain(..4);
        }
    }
    // The database stream was opened and never used.
    streams.retain(|_, bytes| !bytes.is_empty());
    streams
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Request {
    service_method: String,
    seq: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Response {
    service_method: String,
    seq: u64,
    error: String,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
#[gob(rename = "Z_KVSetArgs")]
struct KvSetArgs {
    a: String,
    b: Vec<u8>,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
#[gob(rename = "ErrorString")]
struct ErrorString {
    code: i64,
    err: String,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct ErrorReturns {
    a: Interface,
}

/// The methods of the calls and of the replies on a stream, which is left at its end.
fn methods(decoder: &mut Decoder, replies: bool) -> Vec<String> {
    let mut methods = Vec::new();
    loop {
        let method = if replies {
            decoder.decode::<Response>().unwrap().map(|header| header.service_method)
        } else {
            decoder.decode::<Request>().unwrap().map(|header| header.service_method)
        };
        let Some(method) = method else { return methods };
        methods.push(method);
        assert_eq!(decoder.skip(), Ok(Some(())));
    }
}

#[test]
fn every_call_has_its_reply() {
    let streams = gob_streams();
    for (stream, caller, callee) in [(1, 'S', 'P'), (7, 'S', 'P'), (2, 'P', 'S'), (6, 'P', 'S')] {
        let mut calls = methods(&mut received(&streams[&(caller, stream)]), false);
        let mut replies = methods(&mut received(&streams[&(callee, stream)]), true);
        assert!(!calls.is_empty());
        calls.sort();
        replies.sort();
        assert_eq!(calls, replies, "stream {stream}");
    }
}

#[test]
fn every_value_survives_being_sent_on() {
    for (stream, bytes) in gob_streams() {
        let values = decode_all(&mut received(&bytes)).unwrap();
        assert!(!values.is_empty());
        let again = decode_all(&mut received(&encode_all(&values))).unwrap();
        assert_eq!(again, values, "{stream:?}");
    }
}

#[test]
fn pieces_of_any_size_make_the_same_values() {
    for (stream, bytes) in gob_streams() {
        let whole = decode_all(&mut received(&bytes)).unwrap();
        for size in [2, 3, 7, 64, 1000] {
            let mut decoder = Decoder::new(Limits::default());
            let mut values = Vec::new();
            for piece in bytes.chunks(size) {
                decoder.feed(piece);
                values.extend(decode_all(&mut decoder).unwrap());
            }
            assert_eq!(values, whole, "{stream:?} in pieces of {size}");
        }
    }
}

#[test]
fn our_requests_are_the_bytes_that_go_sends() {
    let streams = gob_streams();
    let recorded = &streams[&('S', 1)];
    let (mut encoder, mut out) = (Encoder::new(), Vec::new());
    let request = |method: &str, seq| Request { service_method: method.to_owned(), seq };
    encoder.encode(&request("Dispenser.Dispense", 0), &mut out).unwrap();
    encoder.encode(&"hooks".to_owned(), &mut out).unwrap();
    encoder.encode(&request("Control.Ping", 1), &mut out).unwrap();
    encoder.encode(&true, &mut out).unwrap();
    encoder.encode(&request("Control.Quit", 2), &mut out).unwrap();
    encoder.encode(&true, &mut out).unwrap();
    assert_eq!(out, *recorded);
}

#[test]
fn typed_arguments_are_found_by_name() {
    let streams = gob_streams();
    let mut decoder = received(&streams[&('P', 2)]);
    while let Some(request) = decoder.decode::<Request>().unwrap() {
        if request.service_method == "Plugin.KVSet" {
            let args: KvSetArgs = decoder.decode().unwrap().unwrap();
            assert_eq!(args, KvSetArgs { a: "k".to_owned(), b: b"v1".to_vec() });
            return;
        }
        decoder.skip().unwrap();
    }
    panic!("no such call");
}

#[test]
fn an_error_from_go_is_a_typed_interface() {
    let streams = gob_streams();
    let mut decoder = received(&streams[&('P', 7)]);
    while let Some(response) = decoder.decode::<Response>().unwrap() {
        if response.service_method == "Plugin.OnDeactivate" {
            let returns: ErrorReturns = decoder.decode().unwrap().unwrap();
            let error: ErrorString = returns.a.get("*plugin.ErrorString").unwrap().unwrap();
            assert_eq!(error, ErrorString { code: 0, err: "boom".to_owned() });
            return;
        }
        decoder.skip().unwrap();
    }
    panic!("no such reply");
}

#[test]
fn a_stray_request_header_shows_before_it_is_taken_for_an_argument() {
    let streams = gob_streams();
    let mut decoder = received(&streams[&('S', 1)]);
    assert!(decoder.peek_type().unwrap().unwrap().is_struct("Request", &["ServiceMethod", "Seq"]));
    decoder.skip().unwrap();
    assert_eq!(decoder.peek_type().unwrap().unwrap().kind(), "string");
}

#[test]
fn a_stream_cut_anywhere_gives_its_whole_values_and_waits_for_the_rest() {
    for (stream, bytes) in gob_streams() {
        let whole = decode_all(&mut received(&bytes)).unwrap();
        let mut decoder = Decoder::new(Limits::default());
        let mut values = Vec::new();
        let (last, all_but_one) = bytes.split_last().unwrap();
        for byte in all_but_one {
            decoder.feed(&[*byte]);
            values.extend(decode_all(&mut decoder).unwrap());
        }
        assert_eq!(values, whole[..whole.len() - 1], "{stream:?}");
        decoder.feed(&[*last]);
        assert_eq!(decoder.decode(), Ok(whole.last().cloned()), "{stream:?}");
    }
}

#[test]
fn values_have_the_fields_of_the_recorded_post() {
    let streams = gob_streams();
    let values = decode_all(&mut received(&streams[&('P', 2)])).unwrap();
    let posts: Vec<&Value> = values.iter().filter_map(|value| value.get("A")?.get("Props").map(|_| value)).collect();
    assert!(!posts.is_empty());
    assert!(posts.iter().all(|post| matches!(post.get("A"), Some(Value::Struct(_)))));
}
