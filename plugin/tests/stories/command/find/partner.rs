use odoo_plugin::command::Answer;
use odoo_plugin::ports::HttpError;
use serde_json::json;

use crate::world::{World, call, login, partner_fields, partners, recorded, result};

fn azure() -> crate::world::Reply {
    result(json!([
        {
            "id": 14, "name": "Azure Interior", "display_name": "Azure Interior", "email": "vauxoo@yourcompany.example.com",
            "phone": "+58 212 681 0538", "mobile": false, "city": "Fremont", "country_id": [233, "United States"],
        },
        {
            "id": 26, "name": "Brandon Freeman", "display_name": "Azure Interior, Brandon Freeman", "email": false,
            "phone": false, "mobile": "(355)-687-3262", "city": false, "country_id": false,
        },
    ]))
}

#[test]
fn partners_are_a_table_with_links() {
    let world = World::new().admin().odoo([login(), partner_fields(), azure()]);
    assert_eq!(
        world.command("/odoo find partner azure"),
        "**Partners**: “azure”

| Name | E-mail | Phone | City | Country |
|:--|:--|:--|:--|:--|
| [Azure Interior](https://erp.example.com/mail/view?model=res.partner&res_id=14) | `vauxoo@yourcompany.example.com` | +58 212 681 0538 | Fremont | United States |
| [Brandon Freeman](https://erp.example.com/mail/view?model=res.partner&res_id=26) |  | (355)-687-3262 |  |  |
"
    );
    let shown = world.shown.borrow();
    assert_eq!((shown[0].author_id.as_str(), shown[0].channel_id.as_str()), ("bot", "town"));
    let names: Vec<_> = shown[0].buttons.iter().map(|button| button.name.as_str()).collect();
    assert_eq!(names, ["History…", "Use in proposal…"]);
}

#[test]
fn a_menu_shows_the_history_of_one_row() {
    let world = World::live().setting("allowservicereads", json!(true));
    world.command("/odoo find partner a --company yes");
    let mut button = world.shown.borrow()[0].buttons[0].clone();
    let azure = button.options.iter().find(|option| option.text == "Azure Interior").unwrap().clone();
    assert_eq!(azure.value, "14");
    button.context["selected_option"] = json!(azure.value);
    world.press_button("ben", "town", "ephemeral", &button);
    assert!(world.shown.borrow()[1].text.starts_with("**History of [Azure Interior]"));
}

#[test]
fn nobody_uses_the_menu_of_somebody_else_or_of_a_channel_they_left() {
    let world = World::live().setting("allowservicereads", json!(true));
    world.command("/odoo find partner azure");
    let button = world.shown.borrow()[0].buttons[0].clone();
    assert_eq!(world.press_button("cara", "town", "ephemeral", &button).status, 403);
    let refused = world.press_button("ben", "elsewhere", "ephemeral", &button);
    let body: serde_json::Value = serde_json::from_slice(&refused.body).unwrap();
    assert_eq!(body["ephemeral_text"], "You are not in that channel any more.");
    assert_eq!(world.shown.borrow().len(), 1);
}

#[test]
fn odoo_is_asked_in_the_readers_language_for_one_row_more_than_shown() {
    let world = World::new().admin().odoo([login(), partner_fields(), azure()]);
    world.command("/odoo find partner azure interior --company yes");
    let (args, kwargs) = world.last_call();
    assert_eq!(
        args,
        json!([[
            "&",
            ["is_company", "=", true],
            "|",
            "|",
            ["name", "ilike", "azure interior"],
            ["email", "ilike", "azure interior"],
            ["website", "ilike", "azure interior"]
        ]])
    );
    assert_eq!(
        kwargs,
        json!({
            "fields": ["name", "display_name", "email", "phone", "mobile", "city", "country_id"],
            "order": "name asc, id asc", "limit": 11, "context": {"lang": "en_US", "tz": "Europe/Madrid"},
        })
    );
}

#[test]
fn text_has_the_wildcards_of_sql_as_characters() {
    let world = World::new().admin().odoo([login(), partner_fields(), partners(0)]);
    world.command("/odoo find partner \"100% a_b\"");
    assert_eq!(world.last_call().0[0][2], json!(["name", "ilike", r"100\% a\_b"]));
}

#[test]
fn fields_that_this_odoo_does_not_have_are_not_asked_for() {
    let fields =
        json!({"name": {}, "email": {}, "phone": {}, "city": {}, "country_id": {}, "website": {}, "is_company": {}});
    let world = World::new().admin().odoo([login(), result(fields), partners(0)]);
    world.command("/odoo find partner --phone 355-687 --email info@agrolait.com");
    let (args, kwargs) = world.last_call();
    assert_eq!(args, json!([["&", ["email", "ilike", "info@agrolait.com"], ["phone", "ilike", "3%5%5%6%8%7"]]]));
    assert_eq!(kwargs["fields"], json!(["name", "email", "phone", "city", "country_id"]));
}

#[test]
fn the_second_command_needs_one_call_only() {
    let world = World::new().admin().odoo([login(), partner_fields(), azure(), azure()]);
    world.command("/odoo find partner azure");
    world.command("/odoo find partner azure");
    assert_eq!(world.methods(), ["authenticate", "fields_get", "search_read", "search_read"]);
}

#[test]
fn assignments_quotes_and_long_dashes_are_flags_too() {
    let spellings = [
        "/odoo find partner --email info@agrolait.com",
        "/odoo find partner --email=info@agrolait.com",
        "/odoo find partner email=\"info@agrolait.com\"",
        "/odoo find partner —email \u{201c}info@agrolait.com\u{201d}",
    ];
    for spelling in spellings {
        let world = World::new().admin().odoo([login(), partner_fields(), partners(0)]);
        world.command(spelling);
        assert_eq!(world.last_call().0, json!([[["email_normalized", "=", "info@agrolait.com"]]]), "{spelling}");
    }
}

#[test]
fn a_name_in_odoo_pings_nobody_and_formats_nothing() {
    let row = json!([{"id": 1, "name": "@channel | [x](http://evil.example)", "email": "a`b@all", "phone": "#1\u{202e}", "city": "~town", "country_id": false}]);
    let world = World::new().admin().odoo([login(), partner_fields(), result(row)]);
    let shown = world.command("/odoo find partner @all");
    assert_eq!(
        shown,
        "**Partners**: “@\u{2060}all”

| Name | E-mail | Phone | City | Country |
|:--|:--|:--|:--|:--|
| [@\u{2060}channel \\| \\[x\\](http:\u{2060}//evil.example)](https://erp.example.com/mail/view?model=res.partner&res_id=1) | a\\`b@\u{2060}all | #\u{2060}1 | ~\u{2060}town |  |
"
    );
}

#[test]
fn nothing_found_says_where_it_was_looked_for() {
    let world = World::new().admin().odoo([login(), partner_fields(), partners(0), partners(0)]);
    assert_eq!(
        world.command("/odoo find partner azzure --company no"),
        "No partner in Odoo fits: “azzure”, people. The text is looked for in names, e-mail addresses and websites of active partners: try a shorter part of it. See `/odoo help find`."
    );
    assert_eq!(
        world.command("/odoo find partner --website nowhere.example"),
        "No partner in Odoo fits: website “nowhere.example”. See `/odoo help find`."
    );
}

#[test]
fn more_rows_wait_behind_a_button() {
    let world = World::new().admin().odoo([login(), partner_fields(), partners(11)]);
    let text = world.command("/odoo find partner partner");
    assert_eq!(text.matches("res_id=").count(), 10);
    assert!(text.ends_with("\nThere are more."));
    let shown = world.shown.borrow();
    let button = &shown[0].buttons[0];
    assert_eq!((button.name.as_str(), button.url.as_str()), ("More", "/plugins/odoo/actions/v1/more"));
    assert_eq!(
        button.context,
        json!({
            "user_id": "ben", "command": "/odoo find partner partner", "rows": 20, "root_id": "",
            "created_at": 1_795_253_400_093_i64,
        })
    );
}

#[test]
fn rows_at_a_time_can_be_chosen() {
    let world = World::new().admin().odoo([login(), partner_fields(), partners(4)]);
    let text = world.command("/odoo find partner partner --limit 3");
    assert_eq!(text.matches("res_id=").count(), 3);
    assert_eq!(world.last_call().1["limit"], json!(4));
    assert_eq!(world.shown.borrow()[0].buttons[0].context["rows"], json!(6));
}

#[test]
fn a_full_screen_has_no_button() {
    let world = World::new().admin().odoo([login(), partner_fields(), partners(51)]);
    let text = world.command("/odoo find partner partner --limit 50");
    assert_eq!(text.matches("res_id=").count(), 50);
    assert!(text.ends_with("\nThere are more than fit here: narrow the search."));
    assert!(world.shown.borrow()[0].buttons.iter().all(|button| button.id != "more"));
}

#[test]
fn a_table_never_exceeds_a_post() {
    let long = "_".repeat(500);
    let rows: Vec<_> = (1..=51)
        .map(|id| json!({"id": id, "name": long, "email": long, "phone": long, "city": long, "country_id": [1, long]}))
        .collect();
    let world = World::new().admin().odoo([login(), partner_fields(), result(json!(rows))]);
    let text = world.command("/odoo find partner x --limit 50");
    assert!(text.chars().count() < 16_383);
    assert!(text.ends_with("\nThere are more than fit here: narrow the search."));
}

#[test]
fn without_the_bot_the_table_is_a_plain_answer() {
    let world = World::new().admin().without_bot().odoo([login(), partner_fields(), azure()]);
    let Answer::Text(text) = world.answer("/odoo find partner azure") else { panic!("the bot spoke") };
    assert!(text.starts_with("**Partners**: “azure”\n\n| Name |"));
    assert_eq!(
        *world.logged.borrow(),
        ["Warn The bot could not show a table; it goes out without a button request_id=req error=forbidden"]
    );
}

#[test]
fn a_table_appears_in_the_thread_of_its_command() {
    let world = World::new().admin().odoo([login(), partner_fields(), azure()]);
    let in_thread = odoo_plugin::command::Call { root_id: "root".into(), ..call("/odoo find partner azure") };
    assert_eq!(odoo_plugin::command::run(&world.deps(), &in_thread), Answer::Shown);
    assert_eq!(world.shown.borrow()[0].root_id, "root");
}

#[test]
fn ordinary_people_need_the_admins_permission() {
    let world = World::new();
    assert_eq!(
        world.command("/odoo find partner azure"),
        "Searching Odoo is open to people who connected their Odoo account. Connect yours with `/odoo connect`. An administrator can open it to everybody with the switch `AllowServiceReads` in the plugin's settings."
    );
    assert!(world.asked.borrow().is_empty());

    world.save("allowservicereads", json!(true));
    world.answers([login(), partner_fields(), azure()]);
    assert_eq!(world.answer("/odoo find partner azure"), Answer::Shown);
}

#[test]
fn an_unconfigured_plugin_tells_admins_what_to_fill_in() {
    assert_eq!(
        World::new().admin().unconfigured().command("/odoo find partner azure"),
        "Odoo is not connected yet. Please fill in `OdooURL`, `OdooDatabase`, `OdooLogin`, `OdooAPIKey` in [System Console → Plugins → Odoo](https://chat.example.com/admin_console/plugins/plugin_odoo)."
    );
}

#[test]
fn an_unconfigured_plugin_sends_members_to_an_admin_whatever_they_may_read() {
    for may_read in [true, false] {
        assert_eq!(
            World::new()
                .setting("allowservicereads", json!(may_read))
                .setting("odoologin", json!(""))
                .command("/odoo find partner azure"),
            "Odoo is not connected yet. Please ask a system administrator to set it up."
        );
    }
}

#[test]
fn an_odoo_that_is_down_is_told_with_its_last_good_answer() {
    let world = World::new().setting("allowservicereads", json!(true)).odoo([login(), partner_fields(), azure()]);
    world.command("/odoo find partner azure");
    world.pass(std::time::Duration::from_secs(720));
    world.answers(std::iter::repeat_n(Err(HttpError::Connect("connection refused".into())), 4));
    assert_eq!(
        world.command("/odoo find partner azure"),
        "Odoo cannot be reached at the moment. Try again in a minute. It answered last 2026-11-21 09:30 UTC (12 minutes ago).
Request `req`"
    );
    assert_eq!(
        world.logged.borrow().last().unwrap(),
        "Warn A call to Odoo failed request_id=req code=odoo_outage error=Odoo is not available: no connection: connection refused"
    );
}

#[test]
fn admins_read_odoos_own_words_and_nobody_its_traceback() {
    let world = World::new().admin().odoo([login(), partner_fields(), recorded("1-jsonrpc-access-error-model")]);
    assert_eq!(
        world.command("/odoo find partner azure"),
        "The Odoo account of this plugin is not allowed to see that.
Odoo refused access: odoo.exceptions.AccessError.
Odoo says: You are not allowed to create 'Project' (project.project) records. This operation is allowed for the following groups: - Project/Administrator Contact your administrator to request access if necessary.
Request `req`"
    );
    let world = World::new().setting("allowservicereads", json!(true)).odoo([
        login(),
        partner_fields(),
        recorded("1-jsonrpc-access-error-model"),
    ]);
    assert_eq!(
        world.command("/odoo find partner azure"),
        "The Odoo account of this plugin is not allowed to see that.\nRequest `req`"
    );
}

#[test]
fn a_caller_whom_mattermost_does_not_know_is_told_to_try_again() {
    assert_eq!(
        World::new().nobody().command("/odoo find partner azure"),
        "Mattermost did not tell this plugin who you are. Try again.\nRequest `req`"
    );
}

#[test]
fn the_stand_in_answers_as_the_recordings_do() {
    let world = World::live().setting("allowservicereads", json!(true));
    assert!(
        world
            .command("/odoo find partner azure")
            .contains("[Azure Interior](https://erp.example.com/mail/view?model=res.partner&res_id=14)")
    );
}
