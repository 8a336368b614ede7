use crate::world::World;

#[test]
fn about_names_versions_and_odoo() {
    assert_eq!(
        World::new().command("/odoo about"),
        "**Odoo for Mattermost** 0.1.0
Finds Odoo's records from every channel. Its logic is a WebAssembly component.

- Contract `mattermost:plugin@0.1.0`, Mattermost 11.6.0
- Your Odoo: https://erp.example.com
- Licence: Apache-2.0
- Commands: `/odoo help`"
    );
}

#[test]
fn about_works_before_the_configuration() {
    assert_eq!(
        World::new().unconfigured().command("/odoo about"),
        "**Odoo for Mattermost** 0.1.0
Finds Odoo's records from every channel. Its logic is a WebAssembly component.

- Contract `mattermost:plugin@0.1.0`, Mattermost 11.6.0
- Licence: Apache-2.0
- Commands: `/odoo help`"
    );
}
