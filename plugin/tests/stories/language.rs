//! Who reads what in which language.

use std::time::Duration;

use odoo_plugin::subscription::Mode;
use odoo_stand_in::StandIn;
use serde_json::{Value, json};

use crate::watch::{create, first, follow_as, look, write};
use crate::world::World;

/// Where `ben` and the bot talk.
const DM: &str = "dm-ben-bot";

/// Everybody may search, and `ben` reads this locale.
fn world(locale: &str) -> World {
    let world = World::live().setting("allowservicereads", json!(true));
    world.change("ben", |person| person.locale = locale.into());
    world
}

fn asked_for_languages(world: &World) -> usize {
    world.desk().calls().iter().filter(|call| call.name() == "res.lang/search_read").count()
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
    world.desk().write("res.lang", 59, &json!({"active": true}));
    assert!(world.command("/odoo find partner azure").starts_with("**Partners**: “azure”\n"));
    assert_eq!(world.last_call().1["context"]["lang"], "pl_PL");
}

#[test]
fn odoo_is_not_asked_in_a_language_that_is_not_installed_there() {
    for major in [17, 18, 19] {
        let odoo = StandIn::demo().version(major).offline();
        let world = World::with_desk(odoo).setting("allowservicereads", json!(true));
        for (locale, lang) in [("pl", Value::Null), ("de-AT", json!("de_DE")), ("cs", json!("cs_CZ"))] {
            world.change("ben", |person| person.locale = locale.into());
            let answer = world.command("/odoo find partner azure");
            assert!(answer.contains("Azure Interior"), "{major} {locale}: {answer}");
            assert_eq!(world.last_call().1["context"]["lang"], lang, "{major} {locale}");
        }
        assert_eq!(asked_for_languages(&world), 1, "they are known for a day");
    }
}

#[test]
fn a_language_that_is_installed_later_counts_from_the_next_day() {
    let world = world("pl");
    world.command("/odoo find partner azure");
    world.desk().write("res.lang", 59, &json!({"active": true}));
    world.pass(Duration::from_secs(24 * 3600 + 1));
    world.command("/odoo find partner azure");
    assert_eq!(world.last_call().1["context"]["lang"], "pl_PL");
    assert_eq!(asked_for_languages(&world), 2);
}

#[test]
fn who_reads_english_does_not_make_odoo_list_its_languages() {
    let world = world("en");
    world.command("/odoo find partner azure");
    assert_eq!(asked_for_languages(&world), 0);
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

#[test]
fn who_proposes_reads_their_own_language_and_the_channel_reads_the_servers() {
    let world = world("cs").setting("proposers", json!("@ben")).setting("language", json!("de"));
    world.change("cara", |person| person.locale = "fr".into());
    let answer = world.command(r#"/odoo propose note record="lead 63" text="Zavolat""#);
    let code = answer.split('`').nth(1).unwrap().to_owned();
    assert_eq!(answer, format!("Návrh `{code}` je v tomto kanálu."));

    let card = world.last_post();
    assert_eq!(card.text, format!("Vorschlag `{code}` wartet auf Genehmigung."));
    let titles: Vec<_> = card.cards[0].fields.iter().map(|field| field.title.as_str()).collect();
    assert_eq!(titles, ["Datensatz", "Notiz", "Vorgeschlagen von", "Geschrieben", "Braucht", "Läuft ab"]);
    let buttons: Vec<_> = card.cards[0].buttons.iter().map(|button| button.name.as_str()).collect();
    assert_eq!(buttons, ["Genehmigen", "Ablehnen…", "Bearbeiten…", "Zurückziehen…"]);

    let refused = String::from_utf8(world.press_on("cara", &card.id, "Zurückziehen…").body).unwrap();
    assert!(refused.contains("Une proposition est retirée par qui l'a faite ou par un administrateur."), "{refused}");
    world.press_on("ben", &card.id, "Genehmigen");
    let card = world.post_of(&card.id);
    assert_eq!(card.text, format!("Vorschlag `{code}` ist in Odoo."));
    assert!(card.cards[0].text.contains("In Odoo geschrieben: 1 Notiz."), "{}", card.cards[0].text);
}

#[test]
fn every_form_of_a_proposal_fits_in_every_language() {
    for locale in ["cs", "de", "es", "fr"] {
        for kind in [
            "partner",
            "lead",
            "project",
            "task",
            "tasks",
            "activity",
            "finish",
            "reschedule",
            "event",
            "note",
            "document",
        ] {
            let world = world(locale).setting("proposers", json!("@ben"));
            world.command(&format!("/odoo propose {kind}"));
            let dialog = world.dialogs.borrow().last().unwrap().clone();
            assert!(dialog.title.chars().count() <= 24, "{}", dialog.title);
            assert_ne!(dialog.introduction, "Nothing is written to Odoo before it is approved.");
        }
    }
}

#[test]
fn who_follows_in_direct_messages_reads_in_their_own_language_and_odoos_words_are_those_of_all() {
    let world = world("cs").setting("language", json!("de"));
    for (channel_id, mode) in [("town", Mode::Cards), (DM, Mode::Cards)] {
        follow_as(&world, channel_id, mode, 1_000);
    }
    look(&world);
    let id = create(&world, "Měřit");
    look(&world);
    let begun = ["town", DM].map(|channel_id| first(&world, channel_id).cards.remove(0).text);
    assert!(begun[0].starts_with("Neu: Aufgabe\n") && begun[1].starts_with("Nový záznam: úkol\n"), "{begun:?}");
    write(&world, id, &json!({"priority": "1"}));
    look(&world);
    let read = |channel_id: &str| {
        let reply = world.posts.borrow().iter().rfind(|post| post.channel_id == channel_id).unwrap().text.clone();
        [first(&world, channel_id).cards.remove(0).title, reply]
    };
    assert_eq!(
        read("town"),
        [
            format!("Aufgabe #\u{2060}{id}: Měřit"),
            "**Priority**: Low → High\n*2026-11-21 09:30 von Mitchell Admin*".into()
        ]
    );
    assert_eq!(
        read(DM),
        [format!("úkol #\u{2060}{id}: Měřit"), "**Priority**: Low → High\n*2026-11-21 09:30, Mitchell Admin*".into()]
    );
}

#[test]
fn what_waited_for_the_end_of_quiet_hours_is_in_the_language_of_its_reader() {
    let world = world("cs").setting("language", json!("de"));
    follow_as(&world, DM, Mode::Cards, 1_000);
    look(&world);
    world.command("/odoo settings quiet 9-11");
    let id = create(&world, "Měřit");
    look(&world);
    world.pass(Duration::from_secs(2 * 3600));
    look(&world);
    look(&world);
    let card = first(&world, DM).cards.remove(0);
    let expected = format!("úkol #\u{2060}{id}: Měřit");
    assert_eq!((card.title.as_str(), card.text), ("Co se dělo v tichých hodinách", expected));
}

#[test]
fn a_channel_reads_of_records_in_the_language_of_all_and_its_members_are_answered_in_theirs() {
    let world = world("cs").setting("language", json!("de"));
    let made = world.command_as("anna", "town", "/odoo subscribe task --events create");
    assert!(made.starts_with("This channel follows tasks from now on: new records."), "{made}");
    assert_eq!(
        world.command("/odoo settings quiet"),
        "Nemáte žádné tiché hodiny. Nastaví je `/odoo settings quiet 22-07`."
    );

    look(&world);
    create(&world, "Měřit");
    look(&world);
    let card = first(&world, "town").cards.remove(0);
    assert!(card.title.starts_with("Aufgabe #"), "{}", card.title);
    assert!(card.text.starts_with("Neu: Aufgabe\n"), "{}", card.text);
}
