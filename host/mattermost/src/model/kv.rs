//! Options of the key-value store.

use gob::Gob;

/// How `KVSetWithOptions` writes.
#[derive(Clone, Debug, Default, PartialEq, Gob)]
#[gob(rename = "PluginKVSetOptions")]
pub struct KvSetOptions {
    /// Writes only if the stored value is `old_value`; empty: only if there is none.
    pub atomic: bool,
    pub old_value: Vec<u8>,
    /// 0 keeps the value until it is deleted.
    pub expire_in_seconds: i64,
}
