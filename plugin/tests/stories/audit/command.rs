use odoo_plugin::audit::{self, Credential, Entry, Outcome, Who};
use serde_json::json;

use super::{record, recorded, tamper};
use crate::world::World;

#[test]
fn administrators_see_who_did_what() {
    let world = recorded(2).admin();
    let tool = Entry {
        who: Who::key("k1234567", "cara"),
        credential: Credential::ApiKey,
        action: "proposal.execute",
        object: "p/9",
        outcome: Outcome::Refused,
        detail: "person_required",
        ..Entry::default()
    };
    audit::record(&world.deps(), &tool);
    assert_eq!(
        world.command("/odoo audit"),
        "**Audit**, times in Europe/Madrid\n\n\
         | When | Who | What | Object | Outcome | Case |\n|:--|:--|:--|:--|:--|:--|\n\
         | 2026-11-23 10:30 | key k1234567 of cara | proposal.execute | p/9 | refused: person\\_required |  |\n\
         | 2026-11-22 10:30 | ben | proposal.approve | p/2 | done | CASE-7 |\n\
         | 2026-11-21 10:30 | ben | proposal.approve | p/1 | done | CASE-7 |\n"
    );
}

#[test]
fn entries_are_narrowed_by_time_person_and_reference() {
    let world = recorded(3).admin();
    let rows = |flags: &str| world.command(&format!("/odoo audit {flags}")).matches("proposal.approve").count();
    assert_eq!(rows("--since 2026-11-22"), 2);
    assert_eq!(rows("--since \"2026-11-22 10:31\""), 1);
    assert_eq!([rows("--user @ben"), rows("--user cara"), rows("--user k1234567")], [3, 0, 0]);
    assert_eq!([rows("--ref CASE-7"), rows("--ref p/2"), rows("--ref CASE")], [3, 1, 0]);
    assert_eq!(world.command("/odoo audit --ref CASE"), "No entry of the audit fits.");
    assert!(world.command("/odoo audit --since soon").starts_with("“soon” is no date."));
}

#[test]
fn others_read_who_may() {
    let world = recorded(1);
    for text in ["/odoo audit", "/odoo audit verify", "/odoo audit --csv"] {
        assert_eq!(
            world.command(text),
            "This is for Odoo administrators. A system administrator names them in the setting `OdooAdmins`."
        );
    }
    assert_eq!(world.files.borrow().len(), 0);
}

#[test]
fn many_entries_come_page_by_page() {
    let world = World::new().admin();
    for number in 0..12 {
        record(&world, &format!("p/{number}"));
    }
    assert_eq!(world.command("/odoo audit").matches("proposal.approve").count(), 10);
    world.press("ben");
    assert_eq!(world.shown.borrow()[1].text.matches("proposal.approve").count(), 12);
}

#[test]
fn a_file_comes_as_a_direct_message() {
    let world = recorded(1).admin();
    let entry = Entry { action: "apikey.new", case_id: Some("=HYPERLINK(\"x\")"), ..Entry::default() };
    audit::record(&world.deps(), &entry);
    assert_eq!(world.command("/odoo audit --csv"), "2 entries are in a direct message to you, as a file.");
    let files = world.files.borrow();
    let (channel, name, content) = &files[0];
    assert_eq!((channel.as_str(), name.as_str()), ("dm-ben-bot", "audit-2026-11-22.csv"));
    let hash = |key: &str| super::at(&world, key).hash;
    assert_eq!(
        String::from_utf8_lossy(content),
        format!(
            "number,at,user_id,key_id,odoo_user_id,credential,action,object,case_id,digest,outcome,detail,request_id,hash\r\n\
             2,2026-11-22T09:30:00Z,,,,session,apikey.new,,\"'=HYPERLINK(\"\"x\"\")\",,done,,,{}\r\n\
             1,2026-11-21T09:30:00Z,ben,,,session,proposal.approve,p/1,CASE-7,d1,done,,req,{}\r\n",
            hash("aud/2026-11-22/2"),
            hash("aud/2026-11-21/1")
        )
    );
    let post = world.last_post();
    assert_eq!((post.channel_id.as_str(), post.files.as_slice()), ("dm-ben-bot", &["file1".to_owned()][..]));
}

#[test]
fn a_check_says_that_the_chain_is_whole_or_where_it_is_not() {
    let world = recorded(3).admin();
    assert_eq!(world.command("/odoo audit verify"), "**The audit is whole**: 3 entries checked.");
    tamper(&world, "aud/2026-11-22/2", |entry| entry["user_id"] = json!("cara"));
    assert_eq!(
        world.command("/odoo audit verify"),
        "**The audit is broken.** The first broken entry is number 2, `aud/2026-11-22/2`: it was changed.\nEntries checked: 3, broken: 1."
    );
    assert_eq!(world.logged.borrow()[0], "Error The audit is broken key=aud/2026-11-22/2 broken=1");
    assert_eq!(world.command("/odoo audit verify --below 2"), "**The audit is whole**: 1 entry checked.");
    assert_eq!(World::new().admin().command("/odoo audit verify"), "**There is no entry to check.**");
}
