//! How the result of a call travels: fields `A`, `B`, … of a struct, the error last.

use std::marker::PhantomData;

use gob::Gob;

use crate::call::CallError;
use crate::fields::Fields;
use crate::model::{AppError, ErrorValue};

/// The signature of a method's result: a tuple of values, and [`AppError`], [`ErrorValue`] or [`NoError`].
pub(crate) struct Answer<T, E>(PhantomData<(T, E)>);

/// The two forms of a result: what Rust code sees, and the struct on the wire.
pub(crate) trait Outcome {
    type Value;
    type Error;
    type Reply: Gob + Send;

    fn into_reply(result: Result<Self::Value, Self::Error>) -> Self::Reply;
    fn from_reply(reply: Self::Reply) -> Result<Self::Value, CallError>;
}

/// The error of methods that cannot fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoError {}

/// An error that has a field in the reply.
pub(crate) trait GoError: Gob + Send + Into<CallError> {}

impl GoError for AppError {}
impl GoError for ErrorValue {}

macro_rules! outcome {
    ($Value:ty, $values:tt: $($T:ident $value:ident),*) => {
        impl<$($T: Gob + Send),*> Outcome for Answer<($($T,)*), NoError> {
            type Value = $Value;
            type Error = NoError;
            type Reply = Fields<($($T,)*)>;

            fn into_reply(result: Result<Self::Value, NoError>) -> Self::Reply {
                let Ok($values) = result;
                Fields(($($value,)*))
            }

            fn from_reply(reply: Self::Reply) -> Result<Self::Value, CallError> {
                let Fields(($($value,)*)) = reply;
                Ok($values)
            }
        }

        impl<$($T: Gob + Send,)* E: GoError> Outcome for Answer<($($T,)*), E> {
            type Value = $Value;
            type Error = E;
            type Reply = Fields<($($T,)* Option<E>,)>;

            fn into_reply(result: Result<Self::Value, E>) -> Self::Reply {
                match result {
                    Ok($values) => Fields(($($value,)* None,)),
                    Err(error) => Fields(($($T::default(),)* Some(error),)),
                }
            }

            fn from_reply(reply: Self::Reply) -> Result<Self::Value, CallError> {
                let Fields(($($value,)* error,)) = reply;
                match error {
                    None => Ok($values),
                    Some(error) => Err(error.into()),
                }
            }
        }
    };
}

outcome!((), (): );
outcome!(A, a: A a);
outcome!((A, B), (a, b): A a, B b);
