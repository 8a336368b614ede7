//! The contract as Rust types, generated from `wit/`.

#![allow(missing_docs, reason = "generated; the documentation is in wit/")]

wasmtime::component::bindgen!({
    path: "../wit",
    world: "plugin",
    imports: { default: async | trappable },
    exports: { default: async },
    with: { "mattermost:plugin/cache.turn": crate::turns::Turn },
    additional_derives: [PartialEq],
});
