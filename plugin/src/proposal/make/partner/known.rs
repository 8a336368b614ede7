use super::wanted::{Wanted, plain_vat};
use crate::language::Language;
use crate::odoo::{Filter, Row};
use crate::proposal::ProposeError;
use crate::proposal::draft::{PartnerDraft, Reference};
use crate::proposal::make::check;
use crate::proposal::make::context::Context;
use crate::proposal::make::lookup::{Found, Lookup, Target, several};
use crate::proposal::make::questions::{Answers, Question, Questions};
use crate::say;
use crate::text;

const MODEL: &str = "res.partner";
/// All that a change may touch or a match may ask for; those that Odoo has.
const FIELDS: [&str; 15] = [
    "display_name",
    "name",
    "email",
    "email_normalized",
    "phone",
    "website",
    "is_company",
    "street",
    "city",
    "country_id",
    "vat",
    "comment",
    "parent_id",
    "commercial_partner_id",
    "write_date",
];
/// Partners that a search for one may find.
const MATCHES_MAX: u32 = 40;

/// The search for the partner that a draft means.
pub(super) enum Known {
    /// It is named.
    Named(Lookup),
    /// It is known by what is said of it.
    Described { question: Question, vat: Option<String>, email: Option<String>, domain: Option<String> },
    /// Nothing says which it is, or somebody says that it is a new one.
    New,
}

/// How it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    Named,
    Vat,
    Email,
    Website,
}

impl Match {
    /// Behind the partner's name.
    pub(super) fn words(self, language: Language) -> String {
        match self {
            Self::Named => String::new(),
            Self::Vat => say!(language, ", known by its tax number"),
            Self::Email => say!(language, ", known by its e-mail address"),
            Self::Website => say!(language, ", known by its website"),
        }
    }
}

impl Known {
    pub(super) fn ask(
        context: &Context<'_>,
        questions: &mut Questions,
        draft: &PartnerDraft,
        wanted: &Wanted,
    ) -> Result<Self, ProposeError> {
        let fields = context.odoo.fields(MODEL, &FIELDS)?;
        match &draft.partner_id {
            Some(reference) if is_new(reference) => return Ok(Self::New),
            Some(reference) if !reference.is_empty() => {
                let lookup = Lookup::new(context, questions, Target::Partner, "partner_id", reference, &fields)?;
                return Ok(Self::Named(lookup));
            }
            _ => {}
        }
        let (vat, email, domain) = (wanted.vat.clone(), wanted.email.clone(), wanted.domain.clone());
        let by_vat = vat.as_deref().map(|vat| Filter::Among("vat", vec![vat.to_owned(), plain_vat(vat)]));
        let by_email = email.as_deref().map(|email| Filter::Equals("email_normalized", email.to_lowercase()));
        let by_website = domain.as_deref().map(|domain| Filter::Contains("website", domain.to_owned()));
        let filters: Vec<_> = [by_vat, by_email, by_website].into_iter().flatten().collect();
        if filters.is_empty() {
            return Ok(Self::New);
        }
        let question = questions.find(MODEL, &Filter::Any(filters), &fields, MATCHES_MAX);
        Ok(Self::Described { question, vat, email, domain })
    }

    /// The one partner that is meant, if Odoo knows it.
    pub(super) fn found(&self, language: Language, answers: &Answers) -> Result<Option<(Found, Match)>, ProposeError> {
        let (question, vat, email, domain) = match self {
            Self::New => return Ok(None),
            Self::Named(lookup) => return Ok(Some((lookup.found(answers)?, Match::Named))),
            Self::Described { question, vat, email, domain } => (question, vat, email, domain),
        };
        let rows = answers.rows(*question)?;
        let how = |row: &Row| {
            let is_vat = |vat: &String| row.text("vat").is_some_and(|other| plain_vat(other) == plain_vat(vat));
            let is_email = |email: &String| row.text("email_normalized") == Some(email.to_lowercase().as_str());
            let is_domain =
                |domain: &String| row.text("website").and_then(check::domain).is_some_and(|other| other == *domain);
            // Contacts carry the tax number of their company without being it.
            if vat.as_ref().is_some_and(is_vat) && row.many2one("parent_id").is_none() {
                Some(Match::Vat)
            } else if email.as_ref().is_some_and(is_email) {
                Some(Match::Email)
            } else if domain.as_ref().is_some_and(is_domain) {
                Some(Match::Website)
            } else {
                None
            }
        };
        let matches = rows.into_iter().filter_map(|row| {
            let by = how(&row)?;
            let id = row.id()?;
            let name = row.text("display_name").or_else(|| row.text("name")).unwrap_or_default().to_owned();
            Some((Found { id, name, row }, by))
        });
        let mut matches: Vec<_> = matches.collect();
        if matches.len() > 1 {
            let found = matches.into_iter().map(|(found, _)| found).collect();
            return Err(several(language, "partner_id", MODEL, text!("partner, or `new` for a new one"), found));
        }
        Ok(matches.pop())
    }
}

/// Whoever proposes says that there is no such partner yet.
pub(super) fn is_new(reference: &Reference) -> bool {
    matches!(reference, Reference::Name(name) if name.eq_ignore_ascii_case("new"))
}
