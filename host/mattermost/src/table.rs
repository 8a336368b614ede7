//! One line per method: from it follow the trait of the side that answers and the functions of the side that calls.

/// Declares the methods of one side.
///
/// ```text
/// KVGet => kv_get(key: String) -> (Vec<u8>) or AppError;
/// ```
/// `KVGet` is Go's name. Arguments travel as fields `A`, `B`, … of a struct; so do the results in parentheses, and the
/// error behind them. Methods in the list `also` are written by hand.
macro_rules! methods {
    (
        $(#[$name_doc:meta])* names $Name:ident also $($Also:ident),*;
        $(#[$service_doc:meta])* service $Service:ident { $($by_hand:tt)* }
        $(#[$client_doc:meta])* client $Client:ident;
        $(
            $(#[$method_doc:meta])*
            $Method:ident => $function:ident($($argument:ident: $Argument:ty),*)
                -> ($($Value:ty),*) $(or $Error:ty)?;
        )*
    ) => {
        $(#[$name_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Name {
            $(#[doc = concat!("`", stringify!($Also), "`")] $Also,)*
            $(#[doc = concat!("`", stringify!($Method), "`")] $Method,)*
        }

        impl $Name {
            /// Every one of them.
            pub const ALL: &[Self] = &[$(Self::$Also,)* $(Self::$Method,)*];

            /// The name on the wire, without `Plugin.`.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$Also => stringify!($Also),)*
                    $(Self::$Method => stringify!($Method),)*
                }
            }
        }

        $(#[$service_doc])*
        pub trait $Service: Send + Sync + 'static {
            $($by_hand)*

            $(
                #[doc = concat!("Answers `", stringify!($Method), "`.")]
                ///
                $(#[$method_doc])*
                #[allow(unused_parens, reason = "some methods have one result")]
                fn $function(
                    &self,
                    $($argument: $Argument),*
                ) -> impl Future<Output = Result<($($Value),*), Refused<error!($($Error)?)>>> + Send {
                    $(let _ = $argument;)*
                    async { Err(Refused::NoSuchMethod) }
                }
            )*
        }

        /// Decodes the arguments, runs the method in a task of its own and sends its result.
        async fn dispatch<S: $Service>(service: &Arc<S>, call: Call<'_>) -> rpc::Answer {
            match call.method() {
                $(concat!("Plugin.", stringify!($Method)) => {
                    let service = Arc::clone(service);
                    call.answer(move |Fields(($($argument,)*)): Fields<($($Argument,)*)>| async move {
                        let result = service.$function($($argument),*).await;
                        reply::<Answer<($($Value,)*), error!($($Error)?)>>(stringify!($Method), result)
                    })
                    .await
                })*
                _ => call.no_such_method().await,
            }
        }

        $(#[$client_doc])*
        impl $Client {
            $(
                #[doc = concat!("Calls `", stringify!($Method), "`.")]
                ///
                $(#[$method_doc])*
                ///
                /// # Errors
                /// See [`CallError`].
                #[allow(unused_parens, reason = "some methods have one result")]
                pub async fn $function(&self, $($argument: $Argument),*) -> Result<($($Value),*), CallError> {
                    let arguments = Fields(($($argument,)*));
                    let reply = call(&self.rpc, stringify!($Method), &arguments);
                    <Answer<($($Value,)*), error!($($Error)?)>>::from_reply(reply.await?)
                }
            )*
        }
    };
}

/// The error type of a line.
macro_rules! error {
    () => {
        NoError
    };
    ($Error:ty) => {
        $Error
    };
}

pub(crate) use {error, methods};
