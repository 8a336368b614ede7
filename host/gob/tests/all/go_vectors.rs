//! Streams that Go wrote with `go-vectors.go`, one per line of `go-vectors.txt`.

use std::collections::BTreeMap;

use gob::{Gob, Interface, Time, Url, Value};

use crate::support::{decode, decode_all, encode_all, hex, received};

const VECTORS: &str = include_str!("../data/go-vectors.txt");

fn vector(name: &str) -> Vec<u8> {
    let line = VECTORS.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    hex(line.expect("a vector of that name"))
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Inner {
    name: String,
    count: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Kinds {
    flag: bool,
    small: i8,
    big: i64,
    wide: u64,
    half: f32,
    real: f64,
    text: String,
    raw: Vec<u8>,
    nested: Inner,
    list: Vec<Inner>,
    table: BTreeMap<String, i64>,
    pair: [i32; 2],
    present: Option<String>,
    absent: Option<String>,
    at: Time,
    link: Option<Url>,
    any: Interface,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Node {
    label: String,
    children: Vec<Node>,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Leaf {
    text: String,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Branch {
    before: String,
    inside: Interface,
    after: String,
}

#[derive(Clone, Debug, Default, PartialEq, Gob)]
struct Wide {
    leaves: Vec<Leaf>,
    links: BTreeMap<String, Branch>,
}

fn leaf(text: &str) -> Leaf {
    Leaf { text: text.to_owned() }
}

fn branch(before: &str, inside: Interface, after: &str) -> Branch {
    Branch { before: before.to_owned(), inside, after: after.to_owned() }
}

#[test]
fn scalars_of_every_kind() {
    let values = [
        Value::Bool(true),
        Value::Int(-129),
        Value::Int(i64::MIN),
        Value::Uint(u64::MAX),
        Value::Float(17.0),
        Value::Float(-0.5),
        Value::String("hooks".to_owned()),
        Value::Bytes(b"hello".to_vec()),
        Value::Bytes(Vec::new()),
        Value::Complex(1.0, -2.0),
        Value::String(String::new()),
    ];
    assert_eq!(decode_all(&mut received(&vector("scalars"))).unwrap(), values);
    assert_eq!(encode_all(&values), vector("scalars"));
}

#[test]
fn fields_of_every_kind() {
    let inner = |name: &str, count| Inner { name: name.to_owned(), count };
    let full = Kinds {
        flag: true,
        small: -128,
        big: i64::MAX,
        wide: 1 << 40,
        half: 1.5,
        real: -3.25,
        text: "text".to_owned(),
        raw: vec![0, 255],
        nested: inner("in", -1),
        list: vec![inner("a", 1), Inner::default()],
        table: [("k".to_owned(), 300)].into(),
        pair: [0, 7],
        present: Some("there".to_owned()),
        absent: None,
        at: Time { unix_s: 1_704_157_445, nanos: 6, offset_s: Some(7200) },
        link: Some(Url("/act?x=1".to_owned())),
        any: Interface::new("int32", Value::Int(5)),
    };
    assert_eq!(decode(&vector("kinds_full")), Ok(full));
    assert_eq!(decode(&vector("kinds_zero")), Ok(Kinds::default()));
}

#[test]
fn a_type_that_contains_itself() {
    let node = |label: &str, children| Node { label: label.to_owned(), children };
    let tree = node("root", vec![node("a", vec![]), node("b", vec![node("c", vec![])])]);
    assert_eq!(decode(&vector("recursive")), Ok(tree));
}

#[test]
fn a_zone_with_odd_seconds() {
    let time = Time { unix_s: -2_524_524_808, nanos: 0, offset_s: Some(3208) };
    assert_eq!(decode(&vector("time_odd_zone")), Ok(time));
}

#[test]
fn two_values_of_which_only_the_first_is_split() {
    let mut decoder = received(&vector("split_twice"));
    for (before, text, after) in [("1", "x", "2"), ("3", "y", "4")] {
        let expected = branch(before, Interface::of("leaf", &leaf(text)).unwrap(), after);
        assert_eq!(decoder.decode(), Ok(Some(expected)));
    }
    assert_eq!(decoder.decode::<Branch>(), Ok(None));
}

#[test]
fn interfaces_within_interfaces_are_split_at_every_level() {
    let mut decoder = received(&vector("split_nested"));
    let first: Branch = decoder.decode().unwrap().unwrap();
    let middle: Branch = first.inside.get("*branch").unwrap().unwrap();
    let wide: Wide = middle.inside.get("wide").unwrap().unwrap();
    let link = branch("b", Interface::string("s"), "");
    assert_eq!(wide, Wide { leaves: vec![leaf("l")], links: [("k".to_owned(), link)].into() });
    assert_eq!((&*middle.before, &*middle.after, &*first.before, &*first.after), ("2", "3", "1", "4"));
    let second: Branch = decoder.decode().unwrap().unwrap();
    assert_eq!(second, branch("5", Interface::of("wide", &Wide::default()).unwrap(), "6"));
}

#[test]
fn elements_of_a_list_are_split_one_by_one() {
    let mut decoder = received(&vector("split_in_list"));
    let value: Branch = decoder.decode().unwrap().unwrap();
    let wide = Wide { leaves: vec![leaf("z")], ..Wide::default() };
    let list = Interface::list([
        Interface::of("leaf", &leaf("x")).unwrap(),
        Interface::nil(),
        Interface::of("*branch", &branch("a", Interface::of("wide", &wide).unwrap(), "b")).unwrap(),
        Interface::int64(9),
        Interface::object([("m", Interface::of("leaf", &leaf("q")).unwrap())]),
    ]);
    assert_eq!(value, branch("1", list, "2"));
    assert_eq!(decoder.decode(), Ok(Some("end".to_owned())));
}

#[test]
fn empty_lists_and_objects() {
    let mut decoder = received(&vector("empty_typed"));
    let list: Branch = decoder.decode().unwrap().unwrap();
    let object: Branch = decoder.decode().unwrap().unwrap();
    assert_eq!(list, branch("1", Interface::list([]), "2"));
    assert_eq!(object, branch("1", Interface::object::<String>([]), "2"));
}

#[test]
fn every_vector_survives_being_sent_on() {
    for line in VECTORS.lines() {
        let (name, bytes) = line.split_once(' ').unwrap();
        let values = decode_all(&mut received(&hex(bytes))).unwrap();
        let again = decode_all(&mut received(&encode_all(&values))).unwrap();
        assert_eq!(again, values, "{name}");
    }
}

#[test]
fn every_vector_can_be_skipped() {
    for line in VECTORS.lines() {
        let (name, bytes) = line.split_once(' ').unwrap();
        let count = decode_all(&mut received(&hex(bytes))).unwrap().len();
        let mut decoder = received(&hex(bytes));
        for _ in 0..count {
            assert_eq!(decoder.skip(), Ok(Some(())), "{name}");
        }
        assert_eq!(decoder.skip(), Ok(None), "{name}");
    }
}
