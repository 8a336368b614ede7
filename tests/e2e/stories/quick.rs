//! `/odoo quick`: a search that an administrator prepared.

use e2e::World;

pub async fn a_prepared_search_finds_what_the_typed_one_finds(world: &World) {
    let name = format!("e2e-{}", world.member.username.to_lowercase());
    let made = world
        .answer_to(&world.admin, &format!("/odoo admin quick new {name} 'find partner \"{{text:text}}\" --limit 3'"))
        .await;
    assert_eq!(made, format!("The quick action `{name}` is made. It is run with `/odoo quick {name} [text=text]`."));

    let typed = world.answer_to(&world.member, "/odoo find partner azure --limit 3").await;
    let run = world.answer_to(&world.member, &format!("/odoo quick {name} text=azure")).await;
    let offered = world.member.suggestions(&world.team_id, &world.channel_id, &format!("/odoo quick {name} --t")).await;
    let refused = world.answer_to(&world.member, &format!("/odoo admin quick delete {name}")).await;
    let deleted = world.answer_to(&world.admin, &format!("/odoo admin quick delete {name}")).await;

    assert!(typed.contains("Azure Interior"), "{typed}");
    assert_eq!(run, typed);
    assert_eq!(offered, ["--text"]);
    assert_eq!(refused, "This is for system administrators. Ask one of them.");
    assert_eq!(deleted, format!("The quick action `{name}` is gone."));
}
