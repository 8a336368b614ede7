//! Any value, in any pieces, arrives as it was sent.

use std::collections::BTreeMap;

use gob::{Decoder, Encoder, Gob, Interface, Limits, Time, Url, Value};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use crate::support::decode_all;

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Everything {
    flag: bool,
    tiny: i8,
    number: i64,
    count: u16,
    size: u64,
    ratio: f64,
    text: String,
    bytes: Vec<u8>,
    maybe: Option<String>,
    inner: Inner,
    inners: Vec<Inner>,
    table: BTreeMap<String, Vec<i32>>,
    pair: [i64; 2],
    time: Time,
    url: Url,
    any: Interface,
    anything: BTreeMap<String, Interface>,
    next: Option<Box<Everything>>,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Inner {
    id: u32,
    props: BTreeMap<String, Interface>,
}

fn interface() -> impl Strategy<Value = Interface> {
    let leaf = prop_oneof![
        Just(Interface::nil()),
        any::<bool>().prop_map(Interface::bool),
        any::<i64>().prop_map(Interface::int64),
        (-1e12..1e12).prop_map(Interface::float64),
        ".{0,12}".prop_map(Interface::string),
        any::<u64>().prop_map(|value| Interface::new("uint64", Value::Uint(value))),
        vec(any::<u8>(), 0..200).prop_map(|value| Interface::new("[]uint8", Value::Bytes(value))),
        vec(any::<i16>(), 0..4).prop_map(|value| Interface::of("[]int16", &value).unwrap()),
        any::<u32>().prop_map(|id| Interface::of("inner", &Inner { id, ..Inner::default() }).unwrap()),
    ];
    leaf.prop_recursive(4, 24, 6, |part| {
        prop_oneof![
            vec(part.clone(), 0..6).prop_map(Interface::list),
            btree_map("[a-z]{0,4}", part.clone(), 0..6).prop_map(Interface::object),
            vec((any::<u32>(), part), 0..3).prop_map(|inners| {
                let inner = |(id, prop)| Inner { id, props: [("p".to_owned(), prop)].into() };
                Interface::of("inners", &inners.into_iter().map(inner).collect::<Vec<_>>()).unwrap()
            }),
        ]
    })
}

fn inner() -> impl Strategy<Value = Inner> {
    (any::<u32>(), btree_map("[a-z]{0,4}", interface(), 0..3)).prop_map(|(id, props)| Inner { id, props })
}

fn everything() -> impl Strategy<Value = Everything> {
    let numbers = (any::<bool>(), any::<i8>(), any::<i64>(), any::<u16>(), any::<u64>(), -1e300..1e300);
    let texts = (".{0,40}", vec(any::<u8>(), 0..400), option::of(".{0,3}"), "[a-z/]{0,9}");
    let parts = (inner(), vec(inner(), 0..3), btree_map(".{0,3}", vec(any::<i32>(), 0..3), 0..3), any::<[i64; 2]>());
    let time = (any::<i32>(), 0..1_000_000_000_u32, option::of(-40_000..40_000_i32));
    let any = (interface(), btree_map(".{0,3}", interface(), 0..3));
    let one = (numbers, texts, parts, time, any).prop_map(
        |(
            (flag, tiny, number, count, size, ratio),
            (text, bytes, maybe, url),
            (inner, inners, table, pair),
            (unix_s, nanos, offset_s),
            (any, anything),
        )| {
            // One minute west of UTC is how Go marks UTC itself.
            let offset_s = offset_s.filter(|offset_s| offset_s / 60 != -1);
            let time = Time { unix_s: unix_s.into(), nanos, offset_s };
            let url = Url(url);
            Everything {
                flag,
                tiny,
                number,
                count,
                size,
                ratio,
                text,
                bytes,
                maybe,
                inner,
                inners,
                table,
                pair,
                time,
                url,
                any,
                anything,
                next: None,
            }
        },
    );
    one.prop_recursive(2, 3, 1, |next| {
        (next.clone(), next).prop_map(|(one, next)| Everything { next: Some(Box::new(next)), ..one })
    })
}

/// Feeds `bytes` in pieces of the sizes that `sizes` repeats, and decodes whenever it can.
fn decode_in_pieces<T: Gob>(bytes: &[u8], sizes: &[usize]) -> Vec<T> {
    let mut decoder = Decoder::new(Limits::default());
    let (mut rest, mut values) = (bytes, Vec::new());
    for size in sizes.iter().cycle() {
        let (piece, after) = rest.split_at((*size).min(rest.len()));
        decoder.feed(piece);
        while let Some(value) = decoder.decode().unwrap() {
            values.push(value);
        }
        rest = after;
        if rest.is_empty() {
            return values;
        }
    }
    values
}

#[test]
fn lists_of_lists_keep_the_type_of_the_innermost_elements() {
    let sent: Vec<Vec<BTreeMap<String, Vec<Vec<i64>>>>> =
        vec![vec![], vec![BTreeMap::new(), [("k".to_owned(), vec![vec![], vec![5]])].into()]];
    let mut bytes = Vec::new();
    Encoder::new().encode(&Interface::of("lists", &sent).map(|list| vec![list]).unwrap(), &mut bytes).unwrap();
    let received = decode_in_pieces::<Vec<Interface>>(&bytes, &[9]);
    assert_eq!(received[0][0].to(), Ok(sent));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn typed_values_arrive_as_sent(sent in vec(everything(), 1..4), sizes in vec(1_usize..300, 1..6)) {
        let (mut encoder, mut out) = (Encoder::new(), Vec::new());
        for value in &sent {
            encoder.encode(value, &mut out).unwrap();
        }
        prop_assert_eq!(decode_in_pieces::<Everything>(&out, &sizes), sent);
    }

    #[test]
    fn untyped_values_arrive_as_sent(sent in everything(), sizes in vec(1_usize..300, 1..6)) {
        let mut out = Vec::new();
        Encoder::new().encode(&sent, &mut out).unwrap();
        let values = decode_in_pieces::<Value>(&out, &sizes);
        out.clear();
        Encoder::new().encode(&values[0], &mut out).unwrap();
        prop_assert_eq!(decode_in_pieces::<Value>(&out, &sizes), values);
        prop_assert_eq!(decode_in_pieces::<Everything>(&out, &sizes), vec![sent]);
    }

    #[test]
    fn bytes_at_random_are_values_or_errors(bytes in vec(any::<u8>(), 0..400)) {
        let mut decoder = Decoder::new(Limits::default());
        decoder.feed(&bytes);
        let errors = decode_all(&mut decoder).err();
        prop_assert!(errors.is_none_or(|error| error.is_fatal()));
    }
}
