//! `/odoo find partner <text> [filters]`

use crate::access::{self, Action};
use crate::command::Call;
use crate::command::caller::Caller;
use crate::command::listing::{Listing, PAGE_ROWS, SCREEN_ROWS_MAX, TABLE_RUNES_MAX};
use crate::command::parse::Input;
use crate::command::table::{Argument, Audience, Choice, Command, Content, Place, Run, Value, Word};
use crate::odoo::partner::{self, Partner, Query};
use crate::ports::Deps;
use crate::settings::OdooAddress;
use crate::text::{Markdown, Table};

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
                value: Value::Text("text"),
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
            Argument {
                name: "limit",
                place: Place::Flag,
                value: Value::Number(1, SCREEN_ROWS_MAX as u32),
                help: "Rows at a time; 10 if absent",
            },
        ],
        notes: "Give a text, a filter or both; everything has to fit. Put quotes around values with spaces. Archived partners are not searched.",
        examples: &[
            "find partner azure",
            "find partner \"deco addict\" --company yes",
            "find partner --phone 355687",
            "find partner --email info@agrolait.com",
        ],
        run: Run::List(list),
    }),
};

fn list(deps: &Deps<'_>, call: &Call, input: &Input, rows: usize) -> Result<Listing, String> {
    let query = read_query(input)?;
    let caller = Caller::of(deps, call)?;
    let account = caller.account(deps)?;
    access::may(deps, &caller.current.settings, &caller.person, Action::Read)?;
    let limit = u32::try_from(rows).unwrap_or(u32::MAX).saturating_add(1);
    let partners = partner::find(&caller.connect(deps, account), &query, limit)
        .map_err(|error| caller.explain(deps, call, account, &error))?;
    if partners.is_empty() {
        return Err(nothing(&query));
    }
    let mut table = Table::new(&["Name", "E-mail", "Phone", "City", "Country"]);
    let shown = partners
        .iter()
        .take(rows)
        .take_while(|partner| table.push(&row(partner, &account.address), TABLE_RUNES_MAX))
        .count();
    Ok(Listing {
        title: format!("**Partners**: {}", describe(&query)),
        table,
        shown,
        has_more: shown < partners.len(),
        rows_next: if shown == rows { rows + input.number("limit").unwrap_or(PAGE_ROWS) } else { 0 },
    })
}

fn read_query(input: &Input) -> Result<Query, String> {
    let text = |name: &str| input.get(name).map(ToOwned::to_owned);
    let query = Query {
        text: text("text"),
        email: text("email"),
        phone: text("phone"),
        website: text("website"),
        is_company: input.get("company").map(|choice| choice == "yes"),
    };
    if query == Query::default() {
        return Err("What are you looking for? For example `/odoo find partner azure`. See `/odoo help find`.".into());
    }
    let digits = query.phone.as_deref().map(|phone| phone.chars().filter(char::is_ascii_digit).count());
    if digits.is_some_and(|digits| digits < PHONE_DIGITS_MIN) {
        return Err(format!("`--phone` needs at least {PHONE_DIGITS_MIN} digits."));
    }
    Ok(query)
}

fn row(partner: &Partner, address: &OdooAddress) -> [Markdown; 5] {
    let foreign = |text: &Option<String>| text.as_deref().map(Markdown::foreign).unwrap_or_default();
    [
        Markdown::link(&partner.name, &address.record(partner::MODEL, partner.id)),
        partner.email.as_deref().map(Markdown::email).unwrap_or_default(),
        foreign(&partner.phone),
        foreign(&partner.city),
        foreign(&partner.country),
    ]
}

fn nothing(query: &Query) -> String {
    let mut text = format!("No partner in Odoo fits: {}.", describe(query));
    if query.text.is_some() {
        text.push_str(" The text is looked for in names, e-mail addresses and websites of active partners: try a shorter part of it.");
    }
    text.push_str(" See `/odoo help find`.");
    text
}

fn describe(query: &Query) -> String {
    let quoted =
        |name: &str, text: &Option<String>| text.as_deref().map(|text| format!("{name}“{}”", Markdown::foreign(text)));
    let company = query.is_company.map(|is_company| if is_company { "companies" } else { "people" }.to_owned());
    let parts = [
        quoted("", &query.text),
        quoted("e-mail ", &query.email),
        quoted("phone ", &query.phone),
        quoted("website ", &query.website),
        company,
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
