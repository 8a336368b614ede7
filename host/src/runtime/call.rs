//! One call of a component: its deadline, and what is left when it fails.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use mattermost::log::Level;
use wasmtime::{Store, Trap};

use super::bindings::Plugin;
use super::{Runtime, State};
use crate::monitoring::CALL_SECONDS;

/// Milliseconds a call may take, waiting for an instance and for the server or the network included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline(Duration);

impl Deadline {
    /// A deadline of so many milliseconds from the start of the call.
    #[must_use]
    pub const fn millis(millis: u64) -> Self {
        Self(Duration::from_millis(millis))
    }
}

/// A call without an answer. The reference names the log line that says why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The component trapped or panicked.
    #[error("The plugin failed. Tell your admin this reference: {reference}")]
    Trapped {
        /// Finds the log line.
        reference: String,
    },
    /// The deadline passed.
    #[error("The plugin took too long and was stopped. Tell your admin this reference: {reference}")]
    Overdue {
        /// Finds the log line.
        reference: String,
    },
}

impl Runtime {
    /// Calls one export in an instance of its own and waits at most `deadline`.
    ///
    /// The outcome is logged where it fails: the hook's name, the reference, the trap and the panic's text.
    ///
    /// # Errors
    /// `Trapped` and `Overdue`; either way the instance is gone and the next call gets another one.
    pub async fn call<R, F>(&self, hook: &'static str, deadline: Deadline, export: F) -> Result<R, CallError>
    where
        F: for<'a> FnOnce(
            &'a Plugin,
            &'a mut Store<State>,
        ) -> Pin<Box<dyn Future<Output = wasmtime::Result<R>> + Send + 'a>>,
    {
        let _running = self.clock.enter();
        let (mut stderr, begin) = (String::new(), Instant::now());
        let attempt = async {
            let (_permit, mut instance) = self.take().await?;
            let answer = export(&instance.plugin, &mut instance.store).await;
            match answer {
                Ok(answer) => {
                    self.give_back(instance);
                    Ok(answer)
                }
                Err(error) => {
                    stderr = instance.store.data().stderr_text();
                    Err(error)
                }
            }
        };
        let ended = tokio::time::timeout(deadline.0, attempt).await;
        self.count(
            hook,
            begin,
            match &ended {
                Ok(Ok(_)) => "answered",
                Ok(Err(_)) => "trapped",
                Err(_) => "overdue",
            },
        );
        match ended {
            Ok(Ok(answer)) => {
                self.stats.answered.fetch_add(1, Ordering::Relaxed);
                Ok(answer)
            }
            Ok(Err(error)) => {
                self.stats.trapped.fetch_add(1, Ordering::Relaxed);
                let reference = self.host().new_reference();
                let trap = error.downcast_ref::<Trap>().map_or_else(|| format!("{error:#}"), ToString::to_string);
                self.host().log().write(
                    Level::Error,
                    "The component failed",
                    &[("hook", hook), ("reference", &reference), ("trap", &trap), ("stderr", &stderr)],
                );
                Err(CallError::Trapped { reference })
            }
            Err(_) => {
                self.stats.overdue.fetch_add(1, Ordering::Relaxed);
                let reference = self.host().new_reference();
                let limit = deadline.0.as_millis().to_string();
                self.host().log().write(
                    Level::Error,
                    "The component passed its deadline",
                    &[("hook", hook), ("reference", &reference), ("deadline_ms", &limit)],
                );
                Err(CallError::Overdue { reference })
            }
        }
    }

    fn count(&self, hook: &'static str, begin: Instant, outcome: &'static str) {
        let metrics = self.host().metrics();
        metrics.count("mattermost_plugin_calls_total", &[("hook", hook), ("outcome", outcome)], 1);
        metrics.observe(CALL_SECONDS, &[("hook", hook)], begin.elapsed().as_secs_f64());
    }
}
