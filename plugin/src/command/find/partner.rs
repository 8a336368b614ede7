//! `/odoo find partner <text> [filters]`

use super::conditions::{ARCHIVED, LIMIT};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::listing::Listing;
use crate::command::menu::Menu;
use crate::command::parse::Input;
use crate::command::reading::Reading;
use crate::command::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use crate::command::trouble::Trouble;
use crate::language::Language;
use crate::odoo::Listed;
use crate::odoo::partner::{self, Partner, Query};
use crate::ports::Deps;
use crate::text::Markdown;
use crate::{say, text};

const PHONE_DIGITS_MIN: usize = 3;

pub(super) const WORD: Word = Word {
    trigger: "partner",
    help: "Finds companies and people in Odoo",
    audience: Audience::Everybody,
    content: Content::Command(Command {
        arguments: &[
            Argument {
                name: "text",
                place: Place::Words,
                value: Value::Suggested { hint: "text", list: "partner-names" },
                help: "Part of the name, the e-mail address or the website",
            },
            Argument {
                name: "email",
                place: Place::Flag,
                value: Value::Text("address"),
                help: "The e-mail address, or a part of it",
            },
            Argument {
                name: "phone",
                place: Place::Flag,
                value: Value::Text("number"),
                help: "At least three digits of the phone number; spaces and signs do not matter",
            },
            Argument {
                name: "website",
                place: Place::Flag,
                value: Value::Text("address"),
                help: "Part of the website",
            },
            Argument {
                name: "company",
                place: Place::Flag,
                value: Value::Choice(&[
                    Choice { item: "yes", help: "Companies only" },
                    Choice { item: "no", help: "People only" },
                ]),
                help: "Companies only, or people only",
            },
            ARCHIVED,
            LIMIT,
        ],
        notes: "Give a text, a filter or both; everything has to fit. Put quotes around values with spaces. Archived partners are searched with `--archived` only.",
        examples: &[
            "find partner azure",
            "find partner \"deco addict\" --company yes",
            "find partner --phone 355687",
            "find partner --email info@agrolait.com",
        ],
        run: Run::List(list),
    }),
};

fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, Trouble> {
    let query = read_query(deps.language, input)?;
    let caller = Caller::of(deps, call)?;
    let reading = Reading::begin(deps, call, &caller)?;
    let limit = u32::try_from(rows).unwrap_or(u32::MAX).saturating_add(1);
    let partners = partner::find(&reading.connection, &query, limit).map_err(|error| reading.explain(&error))?;
    if partners.is_empty() {
        return Err(nothing(deps.language, &query).into());
    }
    let title = format!("**{}**: {}", say!(deps.language, "Partners"), describe(deps.language, &query));
    let columns = [text!("Name"), text!("E-mail"), text!("Phone"), text!("City"), text!("Country")];
    let listing = Listing::of(deps.language, title, &columns, &partners, rows, input, |partner| row(partner, &reading));
    let choice = |partner: &Partner| (partner.id, partner.name.clone());
    Ok(listing.with_menu(Menu::history(), &partners, choice).with_menu(
        reading.propose_menu("partner"),
        &partners,
        choice,
    ))
}

fn read_query(language: Language, input: &Input) -> Result<Query, String> {
    let text = |name: &str| input.get(name).map(ToOwned::to_owned);
    let query = Query {
        text: text("text"),
        email: text("email"),
        phone: text("phone"),
        website: text("website"),
        is_company: input.get("company").map(|choice| choice == "yes"),
        with_archived: input.has("archived"),
    };
    if query == (Query { with_archived: query.with_archived, ..Query::default() }) {
        return Err(say!(
            language,
            "What are you looking for? For example `/odoo find partner azure`. See `/odoo help find`."
        ));
    }
    let digits = query.phone.as_deref().map(|phone| phone.chars().filter(char::is_ascii_digit).count());
    if digits.is_some_and(|digits| digits < PHONE_DIGITS_MIN) {
        return Err(say!(language, "`--phone` needs at least {digits} digits.", digits = PHONE_DIGITS_MIN));
    }
    Ok(query)
}

fn row(partner: &Partner, reading: &Reading<'_>) -> Vec<Markdown> {
    vec![
        reading.link(&partner.name, Partner::MODEL, partner.id),
        partner.email.as_deref().map(Markdown::email).unwrap_or_default(),
        Markdown::some(partner.phone.as_deref()),
        Markdown::some(partner.city.as_deref()),
        Markdown::some(partner.country.as_deref()),
    ]
}

fn nothing(language: Language, query: &Query) -> String {
    let mut text = say!(language, "No partner in Odoo fits: {described}.", described = describe(language, query));
    if query.text.is_some() {
        text.push(' ');
        text.push_str(&say!(
            language,
            "The text is looked for in names, e-mail addresses and websites of active partners: try a shorter part of it."
        ));
    }
    format!("{text} {}", say!(language, "See `/odoo help find`."))
}

fn describe(language: Language, query: &Query) -> String {
    let quoted = |template: &str, text: &Option<String>| {
        text.as_deref().map(|text| language.say(template, &[("text", &Markdown::foreign(text))]))
    };
    let company = query.is_company.map(
        |is_company| {
            if is_company { say!(language, "companies") } else { say!(language, "people") }
        },
    );
    let parts = [
        quoted(text!("“{text}”"), &query.text),
        quoted(text!("e-mail “{text}”"), &query.email),
        quoted(text!("phone “{text}”"), &query.phone),
        quoted(text!("website “{text}”"), &query.website),
        company,
        query.with_archived.then(|| say!(language, "archived ones too")),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
