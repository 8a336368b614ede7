//! One line per method: from it follow the client's function, the service's function and the dispatch between them.

/// Declares one side's methods.
///
/// ```text
/// service Service; client Client; names Name;
/// KVGet => kv_get(key: String) -> (Option<Vec<u8>>) or AppError;
/// ```
/// `KVGet` is Go's name. Arguments travel as fields `A`, `B`, … of a struct; so do the results in parentheses, with the
/// error behind them.
macro_rules! methods {
    (
        $(#[$service_doc:meta])* service $Service:ident;
        $(#[$client_doc:meta])* client $Client:ident;
        $(#[$name_doc:meta])* names $Name:ident;
        $($Method:ident => $function:ident($($argument:ident: $Argument:ty),* $(,)?) -> ($($Value:ty),*) $(or $Error:ty)?;)*
    ) => {
        $(#[$service_doc])*
        pub trait $Service: Send + Sync + 'static {
            $(
                #[doc = concat!("Answers `", stringify!($Method), "`.")]
                fn $function(
                    &self,
                    $($argument: $Argument),*
                ) -> impl Future<Output = Result<($($Value),*), $crate::Refused<$crate::table::error!($($Error)?)>>> + Send {
                    $(let _ = $argument;)*
                    async { Err($crate::Refused::NoSuchMethod) }
                }
            )*
        }
    };
}

/// The error type of a table line.
macro_rules! error {
    () => { $crate::NoError };
    ($Error:ty) => { $Error };
}

pub(crate) use {error, methods};
