use std::path::PathBuf;

/// The folder with what was built for the stories: `BUNDLES`, or where `make bundle` and `make sample` put it.
pub fn bundles() -> PathBuf {
    let built = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/bundle");
    std::env::var_os("BUNDLES").map_or_else(built, PathBuf::from)
}
