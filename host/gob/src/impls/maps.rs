//! Maps. An empty one counts as Go's nil map; send `Some` of it to tell the peer that it is there and empty.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use crate::decoder::Wire;
use crate::{EncodeError, Fault, Gob, Input, Output, Shape, TypeRef, WireRef};

macro_rules! gob_map {
    ($map:ty, $($bounds:tt)*) => {
        impl<$($bounds)*> Gob for $map {
            fn gob_type() -> TypeRef {
                TypeRef::of::<Self>(|| Shape::Map(K::gob_type(), V::gob_type()))
            }

            fn is_gob_zero(&self) -> bool {
                self.is_empty()
            }

            fn encode_gob(&self, out: &mut Output<'_>) -> Result<(), EncodeError> {
                out.uint(self.len() as u64);
                out.nested(|out| {
                    self.iter().try_for_each(|(key, value)| {
                        key.encode_gob(out)?;
                        value.encode_gob(out)
                    })
                })
            }

            fn decode_gob(&mut self, wire: WireRef, input: &mut Input<'_>) -> Result<(), Fault> {
                let Wire::Map(key_wire, value_wire) = *input.wire(wire) else {
                    return Err(input.mismatch("map", wire));
                };
                *self = Self::default();
                let count = input.count()?;
                input.nested(|input| {
                    for _ in 0..count {
                        let (mut key, mut value) = (K::default(), V::default());
                        key.decode_gob(key_wire, input)?;
                        value.decode_gob(value_wire, input)?;
                        self.insert(key, value);
                    }
                    Ok(())
                })
            }
        }
    };
}

gob_map!(BTreeMap<K, V>, K: Gob + Ord, V: Gob);
gob_map!(HashMap<K, V, S>, K: Gob + Eq + Hash, V: Gob, S: BuildHasher + Default + 'static);
