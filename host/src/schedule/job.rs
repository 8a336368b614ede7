//! One timer per job: it waits, holds the lease if the job needs one, and runs the component.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use mattermost::log::Level;
use mattermost::model::KvSetOptions;
use mattermost::{Api, CallError};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::lease::{Lease, LeaseStore, Moment, RENEW};
use crate::monitoring::now_ms;
use crate::runtime::bindings::exports::mattermost::plugin::lifecycle_hook::Job;
use crate::runtime::bindings::exports::mattermost::plugin::schedule_hook::Run;
use crate::runtime::{Deadline, Runtime};

/// The running timers.
#[derive(Debug)]
pub struct Schedule {
    stop: watch::Sender<bool>,
    timers: JoinSet<()>,
}

impl Schedule {
    /// Starts a timer per job. A job starts again only after its last run ended.
    #[must_use]
    pub fn start(runtime: &Arc<Runtime>, jobs: &[Job]) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut timers = JoinSet::new();
        for job in jobs {
            timers.spawn(timer(runtime.clone(), job.clone(), stopped.clone()));
        }
        Self { stop, timers }
    }

    /// Lets no new run start, waits for the running ones and for the leases to be given back.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.timers.join_next().await.is_some() {}
    }
}

async fn timer(runtime: Arc<Runtime>, job: Job, mut stopped: watch::Receiver<bool>) {
    let bell = runtime.host().wakes().bell(&job.name);
    let mut lease = job.leased.then(|| Lease::new(&job.name, runtime.host().node_id()));
    loop {
        match &mut lease {
            None => run(&runtime, &job, 0).await,
            Some(lease) => run_leased(&runtime, &job, lease).await,
        }
        tokio::select! {
            () = sleep(Duration::from_secs(job.period_seconds.max(1).into())) => {}
            () = bell.notified() => {}
            _ = stopped.wait_for(|stop| *stop) => break,
        }
    }
    if let (Some(mut lease), Some(api)) = (lease, runtime.host().api()) {
        let _ = lease.release(api, now()).await;
    }
}

/// Runs a job if this node holds the lease, and stops it when the lease is lost: another node runs it then.
async fn run_leased(runtime: &Runtime, job: &Job, lease: &mut Lease) {
    let Some(api) = runtime.host().api() else { return };
    let fence = match lease.hold(api, now()).await {
        Ok(Some(fence)) => fence,
        Ok(None) => return runtime.host().jobs().forget(&job.name),
        Err(error) => {
            runtime.host().log().write(
                Level::Warn,
                "A job's lease could not be read",
                &[("job", &job.name), ("error", &error.to_string())],
            );
            return;
        }
    };
    tokio::select! {
        () = run(runtime, job, fence) => {}
        () = until_lost(api, lease, fence) => {
            runtime.host().jobs().forget(&job.name);
            runtime.host().log().write(Level::Warn, "A job lost its lease and was stopped", &[("job", &job.name)]);
        }
    }
}

async fn until_lost(api: &Api, lease: &mut Lease, fence: u64) {
    loop {
        sleep(RENEW).await;
        match lease.hold(api, now()).await {
            Ok(Some(held)) if held == fence => {}
            // An error is no loss: the lease outlives two failed renewals.
            Err(_) => {}
            Ok(_) => return,
        }
    }
}

async fn run(runtime: &Runtime, job: &Job, fence: u64) {
    let order = Run { job: job.name.clone(), fence };
    let deadline = Deadline::millis(job.deadline_ms.into());
    let done = runtime
        .call("tick", deadline, move |plugin, store| {
            Box::pin(async move { plugin.mattermost_plugin_schedule_hook().call_tick(store, &order).await })
        })
        .await;
    let (host, is_good) = (runtime.host(), matches!(done, Ok(Ok(()))));
    host.jobs().note(&job.name, job.period_seconds, is_good, now_ms());
    let outcome = if is_good { "done" } else { "failed" };
    host.metrics().count("mattermost_plugin_job_runs_total", &[("job", &job.name), ("outcome", outcome)], 1);
    // Traps and passed deadlines are logged where they happen.
    if let Ok(Err(text)) = done {
        runtime.host().log().write(Level::Warn, "A job failed", &[("job", &job.name), ("error", &text)]);
    }
}

fn now() -> Moment {
    let unix_millis =
        SystemTime::UNIX_EPOCH.elapsed().map_or(0, |elapsed| u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX));
    Moment { instant: Instant::now(), unix_millis }
}

impl LeaseStore for Api {
    type Error = CallError;

    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, CallError> {
        let value = self.kv_get(key.to_owned()).await?;
        Ok((!value.is_empty()).then_some(value))
    }

    fn compare_and_set(
        &self,
        key: &str,
        old: Option<&[u8]>,
        new: &[u8],
    ) -> impl Future<Output = Result<bool, CallError>> + Send {
        let options = KvSetOptions { atomic: true, old_value: old.unwrap_or_default().into(), expire_in_seconds: 0 };
        self.kv_set_with_options(key.to_owned(), new.into(), options)
    }
}
