use serde_json::json;

use super::{known_world, last_domain, open_world};

#[test]
fn meetings_are_in_the_readers_time_zone() {
    let world = open_world();
    assert_eq!(
        world.command("/odoo find event --with azure --from 2026-11-01"),
        "**Meetings**: with “azure”, from “2026-11-01”. Times are those of Europe/Madrid.

| When | Meeting | With | Where |
|:--|:--|:--|:--|
| 2026-11-18 03:00 to 11:30 | [Presentation for new Services](https://erp.example.com/mail/view?model=calendar.event&res_id=6) | Azure Interior, Ready Mat, Wood Corner |  |
| 2026-11-22, all day | [Changes in Designing](https://erp.example.com/mail/view?model=calendar.event&res_id=5) | Azure Interior, YourCompany, Mitchell Admin |  |
"
    );
    world.change("ben", |person| person.time_zone = "Asia/Kolkata".into());
    let shown = world.command("/odoo find event presentation --from 2026-11-01");
    assert!(shown.contains("| 2026-11-18 07:30 to 16:00 |"), "{shown}");
}

#[test]
fn past_meetings_are_left_out_unless_they_are_asked_for() {
    let world = open_world();
    assert_eq!(
        world.command("/odoo find event presentation"),
        "No meeting in Odoo fits: “presentation”. Past meetings need `--from`. See `/odoo help find`."
    );
    assert_eq!(
        last_domain(&world, "calendar.event"),
        json!([
            "&",
            ["stop", ">=", "2026-11-20 23:00:00"],
            "|",
            ["name", "ilike", "presentation"],
            ["location", "ilike", "presentation"],
        ])
    );
}

#[test]
fn the_last_day_counts_as_a_whole() {
    let world = open_world();
    world.command("/odoo find event --from \"tomorrow 09:00\" --to friday");
    assert_eq!(
        last_domain(&world, "calendar.event"),
        json!(["&", ["stop", ">=", "2026-11-22 08:00:00"], ["start", "<", "2026-11-27 23:00:00"]])
    );
}

#[test]
fn mine_are_those_that_i_organise_or_go_to() {
    let world = known_world();
    let shown = world.command("/odoo find event --mine --limit 2");
    assert_eq!(
        shown,
        "**Meetings**: mine. Times are those of Europe/Madrid.

| When | Meeting | With | Where |
|:--|:--|:--|:--|
| 2026-11-30 10:00 to 11:00 | [Visit Mesa Norte](https://erp.example.com/mail/view?model=calendar.event&res_id=34) | Bridge, Mesa Norte SL, Ana Ruiz | Madrid |
| 2026-12-02 16:00 to 16:30 | [Lead meeting](https://erp.example.com/mail/view?model=calendar.event&res_id=35) | Mesa Norte SL, Ana Ruiz |  |

There are more."
    );
}
