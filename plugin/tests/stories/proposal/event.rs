use odoo_plugin::identity::{How, Link, connect};
use odoo_plugin::ports::Clock;
use serde_json::json;

use super::{effects, make, read, refusal, world};

#[test]
fn a_meeting_is_shown_in_its_zone_and_kept_in_utc_with_its_organiser() {
    let world = world();
    let proposal = make(
        &world,
        "event",
        json!({
            "name": "Visit Mesa Norte", "start": "2026-11-30 10:00", "stop": "11:30",
            "partner_ids": [72, "hola@mesanorte.example.com", 60, 72, 9], "location": "Madrid",
            "description": "Bring samples",
        }),
    )
    .unwrap();
    assert_eq!(
        json!(proposal.operations),
        json!([{
            "op": "create_calendar_event", "model": "calendar.event",
            "effect": {"method": "create", "values": [{
                "name": "Visit Mesa Norte", "start": "2026-11-30 09:00:00", "stop": "2026-11-30 10:30:00",
                "partner_ids": [[6, 0, [60, 72, 71, 9]]], "location": "Madrid", "description": "Bring samples",
            }]},
        }])
    );
    assert_eq!(
        read(&world.last_post()),
        format!(
            "Proposal `{}` waits for approval.
New meeting Visit Mesa Norte
:warning: 3 people will be mailed an invitation.
Name: Visit Mesa Norte
When: 2026-11-30 10:00 to 11:30 Europe/Madrid
Organiser: Bridge (60)
Invited: Mesa Norte SL, Ana Ruiz (72), Mesa Norte SL (71), Wood Corner (9)
Place: Madrid
Description: Bring samples
Proposed by: @⁀ben
Written: as the plugin's account
Needs: 1 approval, also by who proposed it
Expires: 2026-11-24 09:30 UTC",
            proposal.code
        )
    );
}

#[test]
fn the_organiser_is_the_proposer_who_is_known_in_odoo() {
    let world = world();
    let link = Link { odoo_uid: 6, how: How::Email, matched_at: world.now(), sealed: None, refused_at: None };
    connect(&world.deps(), "ben", &link).unwrap();
    let proposal = make(&world, "event", json!({"name": "A", "start": "tomorrow 9:00", "duration": "45m"})).unwrap();
    assert_eq!(
        effects(&proposal),
        [json!({"method": "create", "values": [{
            "name": "A", "start": "2026-11-22 08:00:00", "stop": "2026-11-22 08:45:00", "user_id": 6,
            "partner_ids": [[6, 0, [7]]],
        }]})]
    );
    assert_eq!(proposal.warnings, [""; 0]);
}

#[test]
fn whole_days_are_days_in_nobodys_zone() {
    let world = world();
    let proposal = make(&world, "event", json!({"name": "Fair", "start": "2026-12-07", "stop": "2026-12-08"})).unwrap();
    assert_eq!(
        effects(&proposal),
        [json!({"method": "create", "values": [{
            "name": "Fair", "allday": true, "start_date": "2026-12-07", "stop_date": "2026-12-08",
            "start": "2026-12-07 00:00:00", "stop": "2026-12-08 00:00:00", "partner_ids": [[6, 0, [60]]],
        }]})]
    );
    assert_eq!(proposal.shown[1].new, "2026-12-07 to 2026-12-08, whole days");
    let one_day = make(&world, "event", json!({"name": "Fair", "start": "2026-12-07"})).unwrap();
    assert_eq!(one_day.shown[1].new, "2026-12-07, the whole day");
}

#[test]
fn an_end_without_a_day_is_on_the_day_of_the_start() {
    let world = world();
    let when = |stop: &str| {
        let draft = json!({"name": "A", "start": "2026-12-07 22:00", "stop": stop});
        make(&world, "event", draft).unwrap().shown[1].new.clone()
    };
    assert_eq!(when("23:15"), "2026-12-07 22:00 to 23:15 Europe/Madrid");
    assert_eq!(when("2026-12-08 01:00"), "2026-12-07 22:00 to 2026-12-08 01:00 Europe/Madrid");
    assert_eq!(when("2026-12-07T22:30:00Z"), "2026-12-07 22:00 to 23:30 Europe/Madrid");
}

#[test]
fn a_meeting_in_the_past_is_a_warning() {
    let world = world();
    let proposal =
        make(&world, "event", json!({"name": "A", "start": "yesterday 9:00", "duration": 1, "partner_ids": [72]}));
    assert_eq!(proposal.unwrap().warnings, ["The meeting is in the past.", "1 person will be mailed an invitation."]);
}

#[test]
fn wrong_values_are_told_by_field() {
    let world = world();
    let field = |draft| {
        let (field, code, _) = refusal(&world, "event", draft);
        format!("{field}: {code}")
    };
    let start = "2026-11-30 10:00";
    assert_eq!(field(json!({"start": start, "duration": 1})), "name: required");
    assert_eq!(field(json!({"name": "A", "duration": 1})), "start: required");
    assert_eq!(field(json!({"name": "A", "start": start})), "stop: required");
    assert_eq!(field(json!({"name": "A", "start": start, "stop": "9:00"})), "stop: malformed");
    assert_eq!(field(json!({"name": "A", "start": start, "stop": "2026-12-01"})), "stop: malformed");
    assert_eq!(field(json!({"name": "A", "start": start, "stop": "11:00", "duration": 1})), "duration: malformed");
    assert_eq!(field(json!({"name": "A", "start": start, "duration": 0})), "duration: malformed");
    assert_eq!(field(json!({"name": "A", "start": start, "duration": 1e12})), "duration: malformed");
    assert_eq!(field(json!({"name": "A", "start": "2026-12-07", "duration": 8})), "duration: malformed");
    assert_eq!(field(json!({"name": "A", "start": "2026-12-07", "stop": "2026-12-06"})), "stop: malformed");
    assert_eq!(
        field(json!({"name": "A", "start": start, "duration": 1, "partner_ids": [9999]})),
        "partner_ids: not_found"
    );
    let many: Vec<_> = (1..=51).collect();
    assert_eq!(
        field(json!({"name": "A", "start": start, "duration": 1, "partner_ids": many})),
        "partner_ids: too_many"
    );
}
