//! How much memory one run may have.

use wasmi::ResourceLimiter;
use wasmi::errors::{MemoryError, TableError};
use wasmi_core::LimiterError;

/// References in each table, and tables.
const TABLE_ELEMENTS_MAX: usize = 20_000;
const TABLES_MAX: usize = 4;

/// Refuses what is too much, and remembers that it did.
#[derive(Debug)]
pub(super) struct Memory {
    bytes_max: usize,
    pub(super) has_refused: bool,
}

impl Memory {
    pub(super) fn new(bytes_max: usize) -> Self {
        Self { bytes_max, has_refused: false }
    }

    /// The run ends where it is refused: modules seldom expect it.
    fn grow(&mut self, desired: usize, maximum: usize) -> Result<bool, LimiterError> {
        if desired <= maximum {
            return Ok(true);
        }
        self.has_refused = true;
        Err(LimiterError::ResourceLimiterDeniedAllocation)
    }
}

impl ResourceLimiter for Memory {
    fn memory_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> Result<bool, LimiterError> {
        self.grow(desired, self.bytes_max)
    }

    fn table_growing(&mut self, _: usize, desired: usize, _: Option<usize>) -> Result<bool, LimiterError> {
        self.grow(desired, TABLE_ELEMENTS_MAX)
    }

    /// Among others when the fuel of the moment is not enough, after which it goes on.
    fn memory_grow_failed(&mut self, _: &MemoryError) -> Result<(), LimiterError> {
        Ok(())
    }

    fn table_grow_failed(&mut self, _: &TableError) -> Result<(), LimiterError> {
        Ok(())
    }

    fn instances(&self) -> usize {
        1
    }

    fn tables(&self) -> usize {
        TABLES_MAX
    }

    fn memories(&self) -> usize {
        1
    }
}
