//! Whether a component and this host speak the same contract, said in words before linking.

use wasmtime::Engine;
use wasmtime::component::Component;

/// The contract's package.
pub const PACKAGE: &str = "mattermost:plugin";
/// The contract's version this host serves.
pub const VERSION: &str = "0.1.0";

/// Package and version, as the contract names itself.
#[must_use]
pub fn served() -> String {
    format!("{PACKAGE}@{VERSION}")
}

/// What keeps a component from running on this host.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContractError {
    /// The component was built for another version of the contract.
    #[error(
        "the component needs contract {PACKAGE} {wanted} ({item}); this host serves {VERSION}. \
         Install the host that came with the component, or rebuild the component against {VERSION}"
    )]
    Version {
        /// The version the component names.
        wanted: String,
        /// The first import or export that names it.
        item: String,
    },
    /// The component is no plugin at all.
    #[error("the component does not export {PACKAGE}/lifecycle-hook: it is not a Mattermost plugin component")]
    NotAPlugin,
}

/// Compares every import and export of the contract's package with the served version.
///
/// # Errors
/// `Version` for the first item of another version, `NotAPlugin` where the life-cycle hook is not exported.
pub fn check(engine: &Engine, component: &Component) -> Result<(), ContractError> {
    let shape = component.component_type();
    let imports: Vec<String> = shape.imports(engine).map(|(name, _)| name.to_owned()).collect();
    let exports: Vec<String> = shape.exports(engine).map(|(name, _)| name.to_owned()).collect();
    check_names(&imports, &exports)
}

fn check_names(imports: &[String], exports: &[String]) -> Result<(), ContractError> {
    for name in imports.iter().chain(exports) {
        if let Some((item, version)) = versioned(name)
            && !compatible(version)
        {
            return Err(ContractError::Version { wanted: version.to_owned(), item: item.to_owned() });
        }
    }
    let is_plugin = exports.iter().filter_map(|name| versioned(name)).any(|(item, _)| item == "lifecycle-hook");
    if is_plugin { Ok(()) } else { Err(ContractError::NotAPlugin) }
}

/// `mattermost:plugin/posts@0.1.0` → (`posts`, `0.1.0`); `None` for names of other packages.
fn versioned(name: &str) -> Option<(&str, &str)> {
    let (item, version) = name.strip_prefix(PACKAGE)?.strip_prefix('/')?.split_once('@')?;
    Some((item, version))
}

/// Before 1.0 a contract grows within one minor version: `0.1.x` components run on a `0.1.y` host with y ≥ x.
fn compatible(wanted: &str) -> bool {
    let parts = |version: &str| -> Option<[u64; 3]> {
        let mut numbers = version.splitn(3, '.').map(str::parse);
        Some([numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?])
    };
    match (parts(wanted), parts(VERSION)) {
        (Some(wanted), Some(served)) => wanted[..2] == served[..2] && wanted[2] <= served[2],
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::{ContractError, check_names};

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_component_of_the_served_version_is_accepted() {
        let imports = names(&["wasi:io/poll@0.2.6", "mattermost:plugin/posts@0.1.0"]);
        assert_eq!(check_names(&imports, &names(&["mattermost:plugin/lifecycle-hook@0.1.0"])), Ok(()));
    }

    #[test]
    fn a_newer_contract_is_named_with_the_way_out() {
        let error = check_names(&names(&["mattermost:plugin/posts@0.3.0"]), &[]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the component needs contract mattermost:plugin 0.3.0 (posts); this host serves 0.1.0. \
             Install the host that came with the component, or rebuild the component against 0.1.0"
        );
    }

    #[test]
    fn a_component_without_the_life_cycle_hook_is_no_plugin() {
        assert_eq!(check_names(&[], &names(&["wasi:cli/run@0.2.6"])), Err(ContractError::NotAPlugin));
    }
}
