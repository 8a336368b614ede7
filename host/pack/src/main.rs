//! Precompiles a component and packs a Mattermost plugin bundle

fn main() {}
