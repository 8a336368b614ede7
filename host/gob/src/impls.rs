//! [`Gob`](crate::Gob) for what Rust brings.

mod bytes;
mod lists;
mod maps;
mod numbers;
mod pointers;
mod unit;
