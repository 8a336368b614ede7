//! `cache`: memory of this process.

use std::time::{Duration, Instant};

use wasmtime::component::Resource;
use wasmtime_wasi::WasiView;

use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::cache::{Host, HostTurn};
use crate::turns::Turn;

impl Host for State {
    async fn get(&mut self, key: String) -> wasmtime::Result<Option<Vec<u8>>> {
        Ok(self.host.cache().get(&key, Instant::now()))
    }

    async fn set(&mut self, key: String, value: Vec<u8>, ttl_seconds: u32) -> wasmtime::Result<()> {
        self.host.cache().set(key, value, Duration::from_secs(ttl_seconds.into()), Instant::now());
        Ok(())
    }

    async fn add(&mut self, key: String, delta: i64, ttl_seconds: u32) -> wasmtime::Result<i64> {
        Ok(self.host.cache().add(key, delta, Duration::from_secs(ttl_seconds.into()), Instant::now()))
    }

    async fn delete(&mut self, key: String) -> wasmtime::Result<()> {
        self.host.cache().delete(&key);
        Ok(())
    }

    async fn take_turn(&mut self, name: String, wait_ms: u32) -> wasmtime::Result<Option<Resource<Turn>>> {
        let turn = self.host.turns().take(&name, Duration::from_millis(wait_ms.into())).await;
        Ok(turn.map(|turn| self.ctx().table.push(turn)).transpose()?)
    }
}

impl HostTurn for State {
    async fn drop(&mut self, turn: Resource<Turn>) -> wasmtime::Result<()> {
        self.ctx().table.delete(turn)?;
        Ok(())
    }
}
