//! The modules that this process has read.

use std::sync::Arc;

use super::module::Module;

/// Bytes of code of all that are kept: reading one makes several times as much of it.
const BYTES_MAX: usize = 8 << 20;

/// What was used last is at the end.
#[derive(Debug, Default)]
pub(super) struct Kept(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    name: String,
    module: Arc<Module>,
    bytes: usize,
}

impl Kept {
    pub(super) fn get(&mut self, name: &str) -> Option<Arc<Module>> {
        let place = self.0.iter().position(|entry| entry.name == name)?;
        let entry = self.0.remove(place);
        let module = entry.module.clone();
        self.0.push(entry);
        Some(module)
    }

    /// Those that were not used for longest make room.
    pub(super) fn put(&mut self, name: String, module: Arc<Module>, bytes: usize) {
        self.0.retain(|entry| entry.name != name);
        self.0.push(Entry { name, module, bytes });
        while self.0.len() > 1 && self.0.iter().map(|entry| entry.bytes).sum::<usize>() > BYTES_MAX {
            self.0.remove(0);
        }
    }
}
