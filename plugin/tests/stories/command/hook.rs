use std::collections::BTreeSet;

use odoo_plugin::event::Severity;
use odoo_plugin::hook::{self, Kind, Target};
use odoo_plugin::ports::Chat;
use serde_json::json;

use crate::event::{titles, work};
use crate::world::World;

/// Ben runs the integration.
fn run_by_ben() -> World {
    World::new().setting("odooadmins", json!("@ben"))
}

const ADMINS_ONLY: &str =
    "This is for Odoo administrators. A system administrator names them in the setting `OdooAdmins`.";

#[test]
fn a_hook_is_made_for_channels_whose_ids_are_kept() {
    let world = run_by_ben();
    assert_eq!(
        world.command(
            "/odoo hook new CRM --team acme --channels town,~Deals --types notify --default-channel deals --min-severity warning --max-per-hour 60 --only-failures"
        ),
        "The hook `crm` for ~town, ~deals is made. The bot sent you its address and secret in a direct message, once."
    );
    let made = hook::get(&world.deps(), "crm").unwrap().unwrap();
    let target = |name: &str| Target { id: name.into(), name: name.into() };
    assert_eq!(
        (made.team_id.as_str(), &made.channels, made.default_channel_id.as_deref(), &made.kinds),
        ("team", &vec![target("town"), target("deals")], Some("deals"), &vec![Kind::Notify])
    );
    assert_eq!(
        (made.severity_min, made.shown_per_hour_max, made.has_only_failures, made.has_members, made.owner_id.as_str()),
        (Severity::Warning, Some(60), true, false, "ben")
    );
    assert!(world.channel_member("deals", "bot").is_ok());
    let audit = world.command("/odoo audit");
    assert!(audit.contains("hook.create | crm | done"), "{audit}");
}

#[test]
fn the_message_has_address_secret_and_a_line_for_the_shell() {
    let world = run_by_ben();
    world.command("/odoo hook new ci --channels town");
    let told = world.told("ben").pop().unwrap();
    let secret = told.lines().find(|line| line.starts_with("whsec_")).unwrap();
    let expected = r#"The hook `ci` for ~town is made. This is the only time that its secret is shown:
```
SECRET
```
Its address: `https://chat.example.com/plugins/odoo/hooks/v1/ci`

Try it:
```sh
secret='SECRET' body='{"text":"Hello from the shell"}' time=$(date +%s) id=hello-$(date +%s)
signature=$(printf '%s' "$time.$id.$body" | openssl dgst -sha256 -hmac "$secret" | sed 's/.*= //')
curl -sS 'https://chat.example.com/plugins/odoo/hooks/v1/ci' -H 'Content-Type: application/json' -H "X-Odoo-Timestamp: $time" -H "X-Odoo-Event-Id: $id" -H "X-Odoo-Signature: v1=$signature" --data-raw "$body"
```
For the action *Send Webhook Notification* of Odoo itself, which cannot sign, there is a doorbell that says which record to look at. Its address is a secret as well: `https://chat.example.com/plugins/odoo/doorbell/v1/ci/CAPABILITY`
What an event may say: `/odoo hook types`."#;
    let capability = told.split("/doorbell/v1/ci/").nth(1).and_then(|rest| rest.split('`').next()).unwrap();
    assert_eq!(capability.len(), 43);
    assert_eq!(told, expected.replace("SECRET", secret).replace("CAPABILITY", capability));
}

#[test]
fn the_default_channel_is_the_only_one_or_left_to_the_setting() {
    let world = run_by_ben().setting("defaultchannel", json!("deals"));
    world.command("/odoo hook new one --channels town");
    world.command("/odoo hook new two --channels town,deals");
    assert_eq!(
        world.command("/odoo hook new none"),
        "The hook `none` for ~deals (`DefaultChannel`) is made. The bot sent you its address and secret in a direct message, once."
    );
    world.command("/odoo hook new people --channels @members");
    let default = |name: &str| hook::get(&world.deps(), name).unwrap().unwrap().default_channel_id;
    assert_eq!(["one", "two", "none", "people"].map(default), [Some("town".into()), None, None, None]);
    let list = world.command("/odoo hook list");
    for row in [
        "| one | town (default) |",
        "| two | town, deals, deals (DefaultChannel) |",
        "| none | deals (DefaultChannel) |",
    ] {
        assert!(list.contains(row), "{list}");
    }
    assert!(hook::get(&world.deps(), "people").unwrap().unwrap().has_members);
    world.save("defaultchannel", json!("nowhere"));
    assert_eq!(world.command("/odoo hook new lost"), "You are in no channel “nowhere” of this team.");
}

#[test]
fn what_a_hook_cannot_be_is_told() {
    let world = run_by_ben();
    world.command("/odoo hook new ci --channels town");
    let answers = [
        "",
        "a/b --channels town",
        "x",
        "x --channels nowhere",
        "x --channels town --team other",
        "x --channels town --types write",
        "CI --channels town",
    ]
    .map(|arguments| world.command(&format!("/odoo hook new {arguments}")));
    let answers = answers.map(|answer| answer.lines().next().unwrap().to_owned());
    let name = "The hook needs a name of letters, digits, `.`, `-` and `_`, at most 40 of them.";
    assert_eq!(
        answers,
        [
            name,
            name,
            "Where may it write? Say so with `--channels`.",
            "You are in no channel “nowhere” of this team.",
            "You are in no team “other”.",
            "`--types` must be `notify` or `record` or `notify,record`, not “write”.",
            "There is a hook `ci` already. Choose another name, or give it another secret: `/odoo hook rotate ci`.",
        ]
    );
}

#[test]
fn a_secret_that_cannot_be_handed_over_changes_nothing() {
    let world = run_by_ben();
    world.command("/odoo hook new ci --channels town");
    let before = hook::get(&world.deps(), "ci").unwrap();
    world.restart();
    let world = world.without_bot();
    assert_eq!(
        world.command("/odoo hook rotate ci"),
        "The bot could not send you the secret, so the one before stays. Try again.\nRequest `req`"
    );
    assert_eq!(hook::get(&world.deps(), "ci").unwrap(), before);
    let world = run_by_ben().without_bot();
    assert_eq!(
        world.command("/odoo hook new lost --channels @members"),
        "The bot could not send you the secret, so the hook was not made. Try again.\nRequest `req`"
    );
    assert_eq!(world.command("/odoo hook list"), "There are no hooks. `/odoo hook new` makes one.");
}

#[test]
fn hooks_are_listed_with_what_came_of_them() {
    let world = run_by_ben();
    world.command("/odoo hook new ci --channels town,deals --default-channel town");
    world.command(
        "/odoo hook new crm --channels @members --types notify,record --min-severity error --max-per-hour 5 --only-failures --names --from 10.0.0.0/8,2001:db8::1",
    );
    world.command("/odoo hook test ci");
    world.request("POST", "/hooks/v1/ci", None, b"{}");
    world.command("/odoo hook disable crm");
    assert_eq!(
        world.command("/odoo hook list"),
        "| Name | Channels | Settings | Owner | Last use | Secret | Accepted | Rejected | Duplicates | State |
|:--|:--|:--|:--|:--|:--|:--|:--|:--|:--|
| crm | people | `--team acme --types notify,record --min-severity error --max-per-hour 5 --only-failures --names --from 10.0.0.0/8,2001:db8::1` | ben | never | 2026-11-21 10:30 | 0 | 0 | 0 | disabled |
| ci | town (default), deals | `--team acme` | ben | 2026-11-21 10:30 | 2026-11-21 10:30 | 1 | 1 | 0 | on |
"
    );
}

#[test]
fn a_test_goes_the_whole_way() {
    let world = run_by_ben();
    world.command("/odoo hook new ci --channels town --min-severity critical --only-failures");
    let answer = world.command("/odoo hook test ci");
    let id = answer.split("/odoo trace ").nth(1).unwrap().split('`').next().unwrap().to_owned();
    assert_eq!(answer, format!("The hook `ci` took it.\n`/odoo trace {id}` tells how far it is."));
    work(&world);
    assert_eq!(titles(&world, "town"), ["Test of the hook ci"]);
    assert!(world.command(&format!("/odoo trace {id}")).starts_with(&format!("**Event `{id}`**: done\n")));
    world.command("/odoo hook disable ci");
    assert_eq!(
        world.command("/odoo hook test ci"),
        "The hook `ci` is disabled. `/odoo hook disable ci --undo` takes that back."
    );
}

#[test]
fn a_hook_is_disabled_and_enabled() {
    let world = run_by_ben();
    world.command("/odoo hook new ci --channels town");
    let answers = ["disable ci", "disable ci --undo", "disable nothing", "rotate nothing", "test"]
        .map(|command| world.command(&format!("/odoo hook {command}")));
    assert_eq!(
        answers,
        [
            "The hook `ci` takes nothing any more. `/odoo hook disable ci --undo` takes that back.",
            "The hook `ci` takes events again.",
            "There is no hook “nothing”. `/odoo hook list` shows them.",
            "There is no hook “nothing”. `/odoo hook list` shows them.",
            "Which hook? `/odoo hook list` shows them.",
        ]
    );
    let audit = world.command("/odoo audit");
    assert!(audit.contains("hook.disable") && audit.contains("hook.enable"), "{audit}");
}

#[test]
fn from_where_a_hook_takes_requests_is_said_and_taken_back() {
    let world = run_by_ben();
    world.command("/odoo hook new ci --channels town");
    let answers = ["ci", "ci 10.0.0.0/8, ::ffff:192.0.2.7", "ci", "ci anywhere", "nothing 10.0.0.0/8"]
        .map(|arguments| world.command(&format!("/odoo hook from {arguments}")));
    let anywhere = "The hook `ci` takes requests from anywhere.";
    let two = "The hook `ci` takes requests from `10.0.0.0/8,192.0.2.7` only.";
    let nothing = "There is no hook “nothing”. `/odoo hook list` shows them.";
    assert_eq!(answers, [anywhere, two, two, anywhere, nothing]);
    let audit = world.command("/odoo audit");
    assert_eq!(audit.matches("hook.from | ci | done").count(), 2, "{audit}");
}

#[test]
fn an_address_that_does_not_fit_is_named_and_nothing_changes() {
    let world = run_by_ben();
    world.command("/odoo hook new ci --channels town --from 192.0.2.7");
    let answers = ["10.0.0.0/8,erp.@all", "10.0.0.0/33", "10.1.2.3/8", ","]
        .map(|list| world.command(&format!("/odoo hook from ci {list}")));
    let how = "Write `192.0.2.7` or `10.0.0.0/8`, with commas between them, or `anywhere`.";
    assert_eq!(
        answers,
        [
            format!("“erp.@\u{2060}all” is neither an address nor a network. {how}"),
            "“10.0.0.0/33” has to end in a number from 0 to 32, or without `/`.".into(),
            "“10.1.2.3/8” is an address within the network `10.0.0.0/8`. Write the network, or the address without `/`."
                .into(),
            format!("“,” is neither an address nor a network. {how}"),
        ]
    );
    assert_eq!(
        world.command("/odoo hook new other --channels town --from 10.0.0.0/33"),
        "“10.0.0.0/33” has to end in a number from 0 to 32, or without `/`."
    );
    let kept = hook::get(&world.deps(), "ci").unwrap().unwrap().sources;
    assert_eq!(kept.to_string(), "192.0.2.7");
    assert_eq!(hook::get(&world.deps(), "other").unwrap(), None);
}

#[test]
fn a_hook_is_deleted_when_its_name_is_typed_twice() {
    let world = World::live().setting("odooadmins", json!("@ben"));
    world.command("/odoo hook new ci --channels town");
    world.command("/odoo hook test ci");
    let meant =
        "The hook `ci` and its secret would be gone for good. If that is meant: `/odoo hook delete ci --confirm ci`.";
    let answers = ["ci", "ci --confirm crm", "ci --confirm CI", "ci --confirm ci", ""]
        .map(|arguments| world.command(&format!("/odoo hook delete {arguments}")));
    assert_eq!(
        answers,
        [
            meant,
            meant,
            "The hook `ci` is gone. Whoever sends to it is answered with 401. Whether an automation rule in Odoo still rings it could not be read; its name would begin with “Mattermost doorbell ci”.",
            "There is no hook “ci”. `/odoo hook list` shows them.",
            "Which hook? `/odoo hook list` shows them.",
        ]
    );
    assert_eq!(world.command("/odoo hook list"), "There are no hooks. `/odoo hook new` makes one.");
    work(&world);
    assert_eq!(titles(&world, "town"), ["Test of the hook ci"], "what was accepted is shown");
    assert!(!world.kv.borrow().keys().any(|key| key.starts_with("hook/")));
    assert!(world.command("/odoo audit").contains("hook.delete | ci | done"));
    world.command("/odoo hook new ci --channels town");
    assert!(world.command("/odoo hook list").contains("| ci | town (default) | `--team acme` | ben | never |"));
}

#[test]
fn types_tells_what_an_event_may_say() {
    let types = run_by_ben().command("/odoo hook types");
    for word in ["`notify`", "`ci`", "`test-report`", "`expense.submitted`", "`finance_task.overdue`", "`next_step`"] {
        assert!(types.contains(word), "{word}");
    }
}

#[test]
fn types_are_told_in_the_language_of_who_asks_and_named_as_they_are_sent() {
    let world = run_by_ben();
    let english = world.command("/odoo hook types");
    world.change("ben", |person| person.locale = "cs".into());
    world.pass(std::time::Duration::from_secs(3600));
    let czech = world.command("/odoo hook types");
    assert!(czech.starts_with("**Co smí událost říkat**\n\nKaždá událost: `channel` / "), "{czech}");
    assert!(czech.contains("- `ci` – Konec sestavení. `status` (`success`, "), "{czech}");
    let named = |text: &str| text.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(named(&czech), named(&english));
}

#[test]
fn others_neither_make_nor_see_nor_change_hooks() {
    let world = World::new();
    for command in ["new x --channels town", "list", "from x", "rotate x", "disable x", "delete x", "test x", "types"] {
        assert_eq!(world.command(&format!("/odoo hook {command}")), ADMINS_ONLY, "{command}");
    }
    for command in ["outbox list", "outbox show x", "outbox retry x", "outbox drop x", "trace x"] {
        assert_eq!(world.command(&format!("/odoo {command}")), ADMINS_ONLY, "{command}");
    }
}

#[test]
fn names_and_lists_of_channels_complete() {
    let world = run_by_ben();
    world.command("/odoo hook new ci --channels town");
    let suggested = |user_id: &str, list: &str, before: &str, typed: &str| {
        let before = before.replace(' ', "+");
        let target =
            format!("/autocomplete/v1/{list}?parsed={before}&user_input={before}{typed}&channel_id=town&team_id=team");
        let body: serde_json::Value =
            serde_json::from_slice(&world.request("GET", &target, Some(user_id), b"").body).unwrap();
        body.as_array().unwrap().iter().map(|item| item["Item"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(suggested("ben", "hooks", "odoo hook rotate ", "c"), ["ci"]);
    assert_eq!(suggested("ben", "hooks", "odoo hook delete ci --confirm ", ""), ["ci"]);
    assert_eq!(suggested("cara", "hooks", "odoo hook rotate ", "c"), Vec::<String>::new());
    let new = "odoo hook new x --channels ";
    assert_eq!(suggested("ben", "channel-lists", new, ""), ["deals", "town"]);
    assert_eq!(suggested("ben", "channel-lists", new, "town,"), ["town,deals"]);
    assert_eq!(suggested("ben", "channel-lists", new, "town,x"), Vec::<String>::new());
}
