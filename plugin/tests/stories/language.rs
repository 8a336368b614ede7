//! Who reads what in which language.

use serde_json::json;

use crate::world::World;

/// Everybody may search, and `ben` reads this locale.
fn world(locale: &str) -> World {
    let world = World::live().setting("allowservicereads", json!(true));
    world.change("ben", |person| person.locale = locale.into());
    world
}

#[test]
fn a_czech_user_is_answered_in_czech() {
    let world = world("cs");
    assert_eq!(
        world.command("/odoo find partner azure"),
        "**Kontakty**: „azure“

| Název | E-mail | Telefon | Město | Země |
|:--|:--|:--|:--|:--|
| [Azure Interior](https://erp.example.com/mail/view?model=res.partner&res_id=14) | `vauxoo@yourcompany.example.com` | +58 212 681 0538 | Fremont | United States |
"
    );
    assert_eq!(
        world.command("/odoo find lead 60m²"),
        "V Odoo neodpovídá žádný lead: „60m²“. Ztracené leady se hledají pomocí `--lost`. Viz `/odoo help find`."
    );
    assert_eq!(world.shown.borrow().last().unwrap().buttons[0].name, "Historie");
}

#[test]
fn help_and_mistakes_are_explained_in_the_readers_language_and_the_grammar_stays() {
    let world = world("cs");
    let help = world.command("/odoo help find partner");
    let lines: Vec<_> = help.lines().take(4).collect();
    assert_eq!(
        lines,
        [
            "**Najde firmy a lidi v Odoo**",
            "`/odoo find partner [text] [--email address] [--phone number] [--website address] [--company yes/no] [--archived] [--limit number]`",
            "",
            "- `text` – Část názvu, e-mailové adresy nebo webu",
        ]
    );
    assert_eq!(world.command("/odoo fnid lead"), "„fnid“ tu není. Měli jste na mysli `/odoo find`?\nViz `/odoo help`.");
    assert_eq!(
        world.command("/odoo find task --limit 900"),
        "`--limit` musí být číslo od 1 do 50, ne „900“.
Použití: `/odoo find task [text] [--project project] [--partner customer] [--stage stage] [--mine] [--overdue] [--archived] [--limit number]`
Viz `/odoo help`."
    );
}

#[test]
fn each_catalogue_has_its_readers() {
    let answers = ["de-AT", "es", "fr"].map(|locale| world(locale).command("/odoo whoami"));
    assert_eq!(
        answers,
        [
            "In Mattermost: **ben**.\nIn Odoo: nicht verbunden. `/odoo connect` verbindet Sie mit Ihrem Benutzer dort.",
            "En Mattermost: **ben**.\nEn Odoo: sin conectar. `/odoo connect` le conecta con su usuario allí.",
            "Dans Mattermost\u{a0}: **ben**.\nDans Odoo\u{a0}: non connecté. `/odoo connect` vous relie à votre utilisateur là-bas.",
        ]
    );
}

#[test]
fn a_language_without_a_catalogue_is_english_here_and_itself_in_odoo() {
    let world = world("pl");
    assert!(world.command("/odoo find partner azure").starts_with("**Partners**: “azure”\n"));
    assert_eq!(world.last_call().1["context"]["lang"], "pl_PL");
}

#[test]
fn odoo_is_asked_in_the_language_of_the_answer() {
    for (locale, lang) in [("cs", "cs_CZ"), ("de", "de_DE"), ("es", "es_ES"), ("fr", "fr_FR"), ("en", "en_US")] {
        let world = world(locale);
        world.command("/odoo find partner azure");
        assert_eq!(world.last_call().1["context"]["lang"], lang, "{locale}");
    }
}

#[test]
fn who_has_no_language_reads_that_of_the_setting() {
    let world = world("").setting("language", json!("de"));
    assert_eq!(
        world.command("/odoo help nothing"),
        "Zu „nothing“ gibt es nichts. Versuchen Sie ".to_owned()
            + world.command("/odoo help nothing").split("Versuchen Sie ").nth(1).unwrap()
    );
}

#[test]
fn another_language_counts_from_the_second_command_at_the_latest() {
    let world = world("cs");
    assert!(world.command("/odoo whoami").starts_with("V Mattermostu: "));
    world.change("ben", |person| person.locale = "fr".into());
    world.command("/odoo whoami");
    assert!(world.command("/odoo whoami").starts_with("Dans Mattermost"));
}

#[test]
fn the_command_is_registered_once_in_the_language_of_all() {
    let world = World::new().setting("language", json!("de"));
    world.activate().unwrap();
    let registered = world.registered.borrow();
    assert_eq!(registered[0].description, "Findet Datensätze aus Odoo und zeigt sie hier");
    assert_eq!(registered[0].words[1].help, "Durchsucht Odoo");
}

#[test]
fn the_form_for_a_key_fits_in_every_language() {
    for (locale, title) in [
        ("cs", "Propojit s Odoo"),
        ("de", "Mit Odoo verbinden"),
        ("es", "Conectar con Odoo"),
        ("fr", "Se connecter à Odoo"),
    ] {
        let world = world(locale);
        world.command("/odoo connect");
        let dialog = world.dialogs.borrow().last().unwrap().clone();
        assert_eq!(dialog.title, title);
        assert!(
            dialog.title.chars().count() <= 24 && dialog.elements.iter().all(|one| one.label.chars().count() <= 24)
        );
        let response = world.submit("ben", "town", json!({"login": "", "key": ""}));
        let body = String::from_utf8(response.body).unwrap();
        assert!(!body.contains("Type in"), "{body}");
    }
}

#[test]
fn programs_read_english() {
    let world = world("cs");
    let response = world.request("GET", "/api/v1/partners", Some("ben"), b"");
    assert!(String::from_utf8(response.body).unwrap().contains("There is nothing here."));
}
