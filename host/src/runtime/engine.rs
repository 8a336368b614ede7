//! The engine: the shared settings of `host/engine` plus what only running needs.

use wasmtime::{Engine, InstanceAllocationStrategy, PoolingAllocationConfig};

use super::Limits;

/// Core instances inside one component: the module itself and the shims that `wit-component` adds.
const CORE_INSTANCES_PER_COMPONENT: u32 = 8;

/// Bytes of a free slot that stay mapped: a slot is reused only when an instance is replaced, so little is gained by
/// holding more.
const KEEP_RESIDENT_BYTES: usize = 64 << 10;

/// Builds the engine. Where the address space is too small for the pool (32-bit limits, `ulimit -v`), instances
/// are allocated one by one: slower, and nothing else changes.
pub(super) fn build(limits: &Limits) -> wasmtime::Result<Engine> {
    let mut pooled = engine::config();
    pooled.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(limits)));
    Engine::new(&pooled).or_else(|_| Engine::new(&engine::config()))
}

fn pool(limits: &Limits) -> PoolingAllocationConfig {
    // One above the limit: an instance that failed is dropped while its successor already starts.
    let components = limits.instances_max + 1;
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(components)
        .total_core_instances(components * CORE_INSTANCES_PER_COMPONENT)
        .max_core_instances_per_component(CORE_INSTANCES_PER_COMPONENT)
        .max_memories_per_component(1)
        .total_memories(components)
        .max_tables_per_component(CORE_INSTANCES_PER_COMPONENT)
        .total_tables(components * CORE_INSTANCES_PER_COMPONENT)
        .total_stacks(components)
        .max_memory_size(engine::MEMORY_BYTES_MAX)
        .linear_memory_keep_resident(KEEP_RESIDENT_BYTES)
        .max_unused_warm_slots(limits.instances_idle_max);
    pool
}
