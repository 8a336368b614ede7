//! Reads and writes mean the same in every dialect and version; the stand-in is Odoo.

use chrono::NaiveDate;
use odoo_plugin::odoo::{
    Connection, Context, Filter, Note, OdooError, Operation, Reader, Search, Sight, Type, Values, When,
};
use odoo_plugin::ports::Timestamp;
use odoo_plugin::settings::{self, Account, Api, Secret, Settings};
use odoo_stand_in::{Fault, StandIn};
use serde_json::{Value, json};

use crate::world::World;

/// Runs a story with every Odoo there is.
fn everywhere(story: impl Fn(&World, &Connection<'_>)) {
    let odoos = [
        ("17 over JSON-RPC", StandIn::demo(), Api::JsonRpc),
        ("17 over XML-RPC", StandIn::demo().only_xmlrpc(), Api::XmlRpc),
        ("18", StandIn::demo().version(18), Api::JsonRpc),
        ("19", StandIn::demo().version(19), Api::Json2),
    ];
    for (name, odoo, api) in odoos {
        // Seen only when the story fails.
        eprintln!("Odoo {name}");
        let world = World::with_desk(odoo.offline()).setting("odooapi", json!("auto"));
        let account = account(&world);
        story(&world, &connect(&world, &account));
        let health = odoo_plugin::odoo::Health::of(&world.deps(), &account);
        assert_eq!(health.api, Some(api));
    }
}

fn account(world: &World) -> Account {
    match Settings::current(&world.deps()).settings.connection {
        settings::Connection::Account(account) => account,
        settings::Connection::Missing(missing) => panic!("{missing:?} are missing"),
    }
}

fn connect<'a>(world: &'a World, account: &'a Account) -> Connection<'a> {
    Connection::open(world.deps(), account, Reader::new("en", "Europe/Prague"))
}

/// How often a method arrived.
fn arrived(world: &World, call: &str) -> usize {
    world.desk().calls().iter().filter(|seen| seen.name() == call).count()
}

fn lead() -> Values {
    Values::new().text("name", "Fence <b>& gate</b>").text("type", "lead")
}

#[test]
fn records_are_searched_counted_and_read() {
    everywhere(|_, odoo| {
        let companies = Filter::All(vec![Filter::Flag("is_company", true), Filter::Contains("name", "azure".into())]);
        let rows = odoo
            .search_read(&Search {
                model: "res.partner",
                filter: &companies,
                fields: &["name", "country_id", "email", "write_date"],
                order: "name asc, id asc",
                limit: 5,
            })
            .unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].id(), rows[0].text("name")), (Some(14), Some("Azure Interior")));
        assert_eq!(rows[0].many2one("country_id").unwrap().label, "United States");
        assert!(rows[0].datetime("write_date").is_some());

        assert_eq!(odoo.search_count("res.partner", &companies), Ok(1));
        let found = odoo.name_search("res.partner", "azure int", &Filter::Flag("is_company", true), 5).unwrap();
        assert_eq!((found.len(), found[0].id, found[0].label.as_str()), (1, 14, "Azure Interior"));

        let read = odoo.read("res.partner", &[14, 999_999], &["name"]).unwrap();
        assert_eq!(read.iter().map(|row| row.text("name")).collect::<Vec<_>>(), [Some("Azure Interior")]);
        assert_eq!(odoo.read("res.partner", &[], &["name"]), Ok(vec![]));
    });
}

#[test]
fn a_new_record_has_the_values_that_were_given() {
    everywhere(|world, odoo| {
        let values = lead()
            .html("description", "first <line>\nsecond")
            .number("expected_revenue", 1200.5)
            .reference("partner_id", 14)
            .when("date_deadline", When::Day(NaiveDate::from_ymd_opt(2026, 12, 24).unwrap()));
        let ids = odoo.create("crm.lead", vec![values, lead()], &Context::new()).unwrap();
        assert_eq!(ids.len(), 2);
        let fields = ["name", "type", "description", "expected_revenue", "partner_id", "date_deadline", "user_id"];
        let row = odoo.read("crm.lead", &ids[..1], &fields).unwrap().remove(0);
        assert_eq!(row.text("name"), Some("Fence <b>& gate</b>"));
        assert_eq!(row.text("description"), Some("<p>first &lt;line&gt;<br>second</p>"));
        assert_eq!(row.number("expected_revenue"), Some(1200.5));
        assert_eq!(row.many2one("partner_id").map(|partner| partner.id), Some(14));
        assert_eq!(row.date("date_deadline"), NaiveDate::from_ymd_opt(2026, 12, 24));
        assert_eq!(arrived(world, "crm.lead/create"), 1);
    });
}

#[test]
fn a_record_is_changed_and_emptied() {
    everywhere(|_, odoo| {
        let start = When::Moment(Timestamp(1_795_770_000_000));
        let event = Values::new()
            .text("name", "Survey")
            .when("start", start)
            .when("stop", When::Moment(Timestamp(1_795_773_600_000)))
            .text("location", "Brno");
        let id = odoo.create("calendar.event", vec![event], &Context::new()).unwrap()[0];
        let change = Values::new().text("name", "Second survey").empty("location").link("partner_ids", 14);
        odoo.write("calendar.event", &[id], change, &Context::new()).unwrap();
        let row = odoo.read("calendar.event", &[id], &["name", "start", "location", "partner_ids"]).unwrap().remove(0);
        assert_eq!((row.text("name"), row.text("location")), (Some("Second survey"), None));
        assert_eq!(row.when("start"), Some(start));
        assert!(row.ids("partner_ids").contains(&14));
        odoo.write("calendar.event", &[id], Values::new().unlink("partner_ids", 14), &Context::new()).unwrap();
        let row = odoo.read("calendar.event", &[id], &["partner_ids"]).unwrap().remove(0);
        assert!(!row.ids("partner_ids").contains(&14));
    });
}

#[test]
fn a_message_is_for_colleagues_or_for_everybody_and_never_markup() {
    everywhere(|world, odoo| {
        for (sight, subtype) in [(Sight::Internal, "Note"), (Sight::Public, "Discussions")] {
            let note = Note { text: "Called <i>twice</i>\n& wrote", sight, attachment_ids: &[] };
            let id = odoo.message_post("crm.lead", 1, &note).unwrap();
            let message = world.desk().record("mail.message", id, &["body", "subtype_id", "model", "res_id"]).unwrap();
            assert_eq!(message["body"], "<p>Called &lt;i&gt;twice&lt;/i&gt;<br>&amp; wrote</p>");
            assert_eq!((&message["subtype_id"][1], &message["res_id"]), (&json!(subtype), &json!(1)));
        }
    });
}

#[test]
fn rows_with_the_same_external_id_are_the_same_record() {
    everywhere(|_, odoo| {
        let load = |name: &str| {
            let rows = vec![vec!["mattermost.lead_p7_1".to_owned(), name.to_owned(), "lead".to_owned()]];
            odoo.load("crm.lead", &["id", "name", "type"], rows, &Context::new())
        };
        let first = load("Fence").unwrap();
        assert_eq!(load("Fence and gate"), Ok(first.clone()));
        assert_eq!(odoo.read("crm.lead", &first, &["name"]).unwrap()[0].text("name"), Some("Fence and gate"));
        let refused =
            odoo.load("crm.lead", &["id", "type"], vec![vec!["mattermost.x".into(), "letter".into()]], &Context::new());
        assert!(matches!(&refused, Err(OdooError::Validation(fault)) if !fault.message.is_empty()), "{refused:?}");
    });
}

#[test]
fn what_the_account_is_and_may_do_is_told() {
    everywhere(|_, odoo| {
        assert_eq!(odoo.user_id().unwrap().0, 8);
        assert_eq!(odoo.may("crm.lead", Operation::Create), Ok(true));
        assert_eq!(odoo.may("project.project", Operation::Create), Ok(false));
        assert_eq!(odoo.may("helpdesk.ticket", Operation::Read).unwrap_err().code(), "odoo_not_installed");
        assert_eq!(odoo.xml_id("mail", "mail_activity_data_todo"), Ok(Some(("mail.activity.type".into(), 4))));
        assert_eq!(odoo.xml_id("mail", "no_such_thing"), Ok(None));
    });
}

#[test]
fn the_version_is_asked_once_a_day() {
    let versions = std::cell::RefCell::new(Vec::new());
    everywhere(|world, odoo| {
        for _ in 0..2 {
            versions.borrow_mut().push(odoo.release().unwrap().major());
        }
        assert!(arrived(world, "common/version") + arrived(world, "web/version") <= 2);
    });
    assert_eq!(versions.take(), [17, 17, 17, 17, 18, 18, 19, 19]);
}

#[test]
fn fields_are_described_with_their_types() {
    everywhere(|world, odoo| {
        let fields = odoo.describe("project.task").unwrap();
        let kind = |name: &str| fields.get(name).map(|field| field.kind.clone());
        assert_eq!(kind("name"), Some(Type::Text));
        assert!(fields.get("name").unwrap().is_required);
        assert_eq!(kind("description"), Some(Type::Html));
        assert_eq!(kind("project_id"), Some(Type::Many2One("project.project".into())));
        assert_eq!(kind("tag_ids"), Some(Type::Many("project.tags".into())));
        assert_eq!(kind("no_such_field"), None);
        let Some(Type::Selection(choices)) = kind("priority") else { panic!("a selection") };
        assert_eq!(choices.len(), if odoo.release().unwrap().major() >= 19 { 4 } else { 2 });
        assert_eq!(
            odoo.fields("project.task", &["name", "no_such_field", "is_closed"]).unwrap().contains(&"is_closed"),
            odoo.release().unwrap().has_closed_tasks()
        );
        assert_eq!(arrived(world, "project.task/fields_get"), 1);
    });
}

#[test]
fn refusals_have_the_same_type() {
    everywhere(|_, odoo| {
        let write = |model, id, values| odoo.write(model, &[id], values, &Context::new()).unwrap_err();
        assert_eq!(write("crm.lead", 999_999, Values::new().text("name", "x")).code(), "odoo_missing");
        let project = Values::new().text("name", "Not allowed");
        let refused = odoo.create("project.project", vec![project], &Context::new()).unwrap_err();
        assert_eq!((refused.code(), refused.outcome_is_unknown()), ("odoo_access", false));
        let recursive = write("res.partner", 14, Values::new().reference("parent_id", 14));
        assert_eq!((recursive.code(), recursive.outcome_is_unknown()), ("odoo_validation", false));
        assert_eq!(write("crm.lead", 1, Values::new().text("no_such_field", "x")).code(), "odoo_defect");
        assert_eq!(
            odoo.search_count("helpdesk.ticket", &Filter::All(vec![])).unwrap_err().code(),
            "odoo_not_installed"
        );
    });
}

#[test]
fn what_is_never_written_is_not_even_sent() {
    everywhere(|world, odoo| {
        odoo.user_id().unwrap();
        let before = world.desk().calls().len();
        let denied = [
            odoo.write("res.users", &[8], Values::new().text("name", "x"), &Context::new()).map(drop),
            odoo.write("res.partner", &[14], Values::new().links("group_ids", &[1]), &Context::new()).map(drop),
            odoo.create("ir.cron", vec![Values::new().text("name", "x")], &Context::new()).map(drop),
            odoo.load("res.partner", &["name", "user_ids/login"], vec![vec!["x".into(), "y".into()]], &Context::new())
                .map(drop),
        ];
        for (answer, what) in
            denied.into_iter().zip(["res.users", "res.partner.group_ids", "ir.cron", "res.partner.login"])
        {
            assert_eq!(answer, Err(OdooError::Denied(what.into())));
        }
        assert_eq!(world.desk().calls().len(), before);
    });
}

#[test]
fn a_write_whose_answer_is_lost_is_unknown_and_not_repeated() {
    everywhere(|world, odoo| {
        odoo.user_id().unwrap();
        let before = world.desk().count("crm.lead", &json!([]));
        for (fault, is_done) in [(Fault::AnswerLost, true), (Fault::NoAnswer, false), (Fault::AnswerTooSlow, true)] {
            let count = world.desk().count("crm.lead", &json!([]));
            world.desk().fail_next("crm.lead/create", 1, fault);
            let account = account(world);
            let error = connect(world, &account).create("crm.lead", vec![lead()], &Context::new()).unwrap_err();
            assert!(error.outcome_is_unknown(), "{error}");
            assert_eq!(world.desk().count("crm.lead", &json!([])), count + usize::from(is_done));
        }
        assert_eq!(world.desk().count("crm.lead", &json!([])), before + 2);
        assert_eq!(arrived(world, "crm.lead/create"), 3);
    });
}

#[test]
fn each_call_says_whose_language_zone_and_companies_it_is_for() {
    everywhere(|world, _| {
        let account = account(world);
        let reader = Reader::new("cs", "Europe/Prague").in_companies(&[1]);
        let odoo = Connection::open(world.deps(), &account, reader);
        let context = Context::new().default_value("res_model", "crm.lead").quiet();
        odoo.create("crm.lead", vec![lead()], &context).unwrap();
        let call = world.desk().calls().into_iter().rev().find(|call| call.name() == "crm.lead/create").unwrap();
        assert_eq!(
            call.kwargs["context"],
            json!({
                "lang": "cs_CZ", "tz": "Europe/Prague", "allowed_company_ids": [1], "default_res_model": "crm.lead",
                "tracking_disable": true, "mail_create_nolog": true, "mail_create_nosubscribe": true,
            })
        );
    });
}

#[test]
fn a_person_writes_under_their_own_name() {
    everywhere(|world, odoo| {
        world.desk().give_key("admin", "ADMIN_KEY");
        let service = account(world);
        let personal = service.personal("admin".into(), Secret::new("ADMIN_KEY".into()));
        let id = connect(world, &personal).create("crm.lead", vec![lead()], &Context::new()).unwrap()[0];
        let record: Value = world.desk().record("crm.lead", id, &["create_uid"]).unwrap();
        assert_eq!(record["create_uid"][0], 2);
        assert_eq!(odoo.user_id().unwrap().0, 8);
    });
}

#[test]
fn a_real_login_finds_a_key_that_was_removed() {
    everywhere(|world, odoo| {
        assert_eq!(odoo.search_count("res.partner", &Filter::Is("id", 14)), Ok(1));
        assert_eq!(odoo.sign_in().unwrap().0, 8);
        world.desk().revoke_key("bridge");
        if odoo.release().unwrap().major() < 19 {
            assert_eq!(odoo.search_count("res.partner", &Filter::Is("id", 14)), Ok(1));
        }
        assert_eq!(odoo.sign_in(), Err(OdooError::Authentication));
    });
}

#[test]
fn one_refused_person_leaves_the_others_connected() {
    everywhere(|world, odoo| {
        let personal = account(world).personal("admin".into(), Secret::new("REVOKED".into()));
        for _ in 0..6 {
            connect(world, &personal).user_id().unwrap_err();
        }
        let resting = connect(world, &personal).user_id().unwrap_err();
        assert_eq!(resting.to_string(), "Odoo is not available: not asked: the next try is in 30 s");
        assert_eq!(odoo.search_count("res.partner", &Filter::Is("id", 14)), Ok(1));
    });
}
