/// Mattermost's key-value store for this plugin: shared by all nodes, kept in the server's database.
///
/// Keys have 1 to 150 characters, values are never empty. State changes by compare-and-set only, so that every node may
/// serve every event. [`crate::store`] keeps typed values in it.
pub trait Kv {
    /// What is kept there. It may come from a replica and lag behind; the next two run on the primary.
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, KvError>;
    /// Writes if the stored value is `old` (`None`: if there is none); false if it is not. Absent `expire_in_seconds`
    /// keeps the value until it is deleted.
    fn compare_and_set(
        &self,
        key: &str,
        old: Option<&[u8]>,
        new: &[u8],
        expire_in_seconds: Option<u32>,
    ) -> Result<bool, KvError>;
    /// Deletes if the stored value is `old`; false if it is not.
    fn compare_and_delete(&self, key: &str, old: &[u8]) -> Result<bool, KvError>;
    /// All keys in the database's order; 0-based page.
    fn list(&self, page: u32, per_page: u32) -> Result<Vec<String>, KvError>;
}

/// The store did not do what was asked; after a write its effect is unknown. The text is for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key-value store failed: {0}")]
pub struct KvError(pub String);
