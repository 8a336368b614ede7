//! A command with gaps: `find task --project "{project:text}" --limit {rows:number}`.
//!
//! The gaps are in the values of a command that was read already, so what fills them never becomes a flag, a word or a
//! quote: the filled command is written anew with every value in quotes.

use crate::command::parse::{self, Typed, checked};
use crate::command::propose::BEGINNINGS;
use crate::command::table::{Argument, Place, Value};
use crate::command::token::quoted;
use crate::language::Language;
use crate::ports::Timestamp;
use crate::say;
use crate::text::{Markdown, Zone};

use super::gap::{Kind, Piece, pieces};
use super::given::Given;

const TEMPLATE_RUNES_MAX: usize = 1000;
/// More entries make no quick form.
const PARAMETERS_MAX: usize = 10;

/// A command with gaps.
pub(in crate::command) struct Template {
    typed: Typed,
    parameters: Vec<Parameter>,
}

/// What fills a gap, or several of the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::command) struct Parameter {
    /// Lower case.
    pub(in crate::command) name: String,
    pub(in crate::command) kind: Kind,
    /// Whether it may have several lines.
    pub(in crate::command) is_long: bool,
}

/// A value that does not fit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Of the parameter.
    pub(super) name: String,
    /// A sentence.
    pub(super) text: String,
}

impl Template {
    /// Reads what an administrator typed, with or without `/odoo` before it.
    ///
    /// # Errors
    /// Why it can be no quick action, as an answer.
    pub(in crate::command) fn parse(language: Language, text: &str) -> Result<Self, String> {
        let text = text.trim();
        let text = text.strip_prefix("/odoo ").unwrap_or(text).trim_start();
        if text.chars().count() > TEMPLATE_RUNES_MAX {
            return Err(say!(language, "A quick action has at most {max} characters.", max = TEMPLATE_RUNES_MAX));
        }
        let verb = text.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        if !["find", "propose"].contains(&verb.as_str()) {
            return Err(say!(
                language,
                "A quick action is a search (`find task …`) or a proposal (`propose lead …`), not `/odoo {verb}`.",
                verb = Markdown::foreign(&verb)
            ));
        }
        let typed = parse::read(language, &format!("/odoo {text}")).map_err(|misread| misread.say(language))?;
        if typed.path.len() < 3 {
            return Err(say!(
                language,
                "A quick action is a search (`find task …`) or a proposal (`propose lead …`): name the kind too, as in `propose lead`."
            ));
        }
        let parameters = parameters(language, &typed).map_err(|problem| typed.misread(problem).say(language))?;
        Ok(Self { typed, parameters })
    }

    pub(in crate::command) fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// How it is run: `/odoo quick newlead [title=text] [amount=number]`.
    pub(in crate::command) fn usage(&self, name: &str) -> String {
        let parameters = self.parameters.iter().map(|one| format!(" [{}={}]", one.name, one.kind.word()));
        format!("/odoo quick {name}{}", parameters.collect::<String>())
    }

    /// The command that somebody would have typed.
    ///
    /// # Errors
    /// The parameters that are missing or do not fit, each with a sentence.
    pub(super) fn fill(
        &self,
        language: Language,
        given: &Given,
        zone: Zone,
        now: Timestamp,
    ) -> Result<String, Vec<Wrong>> {
        let wrong: Vec<_> = self.parameters.iter().filter_map(|one| wrong(language, one, given, zone, now)).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let mut command = format!("/{}", self.typed.path.join(" "));
        let mut wrong = Vec::new();
        for (argument, value) in &self.typed.arguments {
            // What cannot be read was refused when the template was.
            let pieces = pieces(value).unwrap_or_default();
            let filled: String = pieces.iter().map(|piece| piece.filled(given)).collect();
            match (checked(language, argument, &filled), pieces.iter().find_map(Piece::name)) {
                (Err(text), Some(name)) => wrong.push(Wrong { name: name.to_owned(), text }),
                _ => push(&mut command, argument, &filled),
            }
        }
        if wrong.is_empty() { Ok(command) } else { Err(wrong) }
    }
}

fn wrong(language: Language, parameter: &Parameter, given: &Given, zone: Zone, now: Timestamp) -> Option<Wrong> {
    let Parameter { name, kind, .. } = parameter;
    let problem = match given.get(name) {
        "" => Some(say!(language, "`{name}` is missing.", name)),
        value => kind.check(language, name, value, zone, now).err(),
    };
    problem.map(|text| Wrong { name: name.clone(), text })
}

fn push(command: &mut String, argument: &Argument, value: &str) {
    match argument.place {
        Place::Switch => command.push_str(&format!(" --{}", argument.name)),
        Place::Flag => command.push_str(&format!(" --{} {}", argument.name, quoted(value))),
        Place::Word | Place::Words | Place::Each | Place::Rest => command.push_str(&format!(" {}", quoted(value))),
    }
}

/// What the gaps ask for, in their order. A value without gaps has to be right already.
fn parameters(language: Language, typed: &Typed) -> Result<Vec<Parameter>, String> {
    let mut found: Vec<Parameter> = Vec::new();
    for (argument, value) in &typed.arguments {
        if BEGINNINGS.contains(&argument.name) {
            return Err(say!(
                language,
                "`--{name}` opens a form: a quick action cannot hold it.",
                name = argument.name
            ));
        }
        let pieces = pieces(value).map_err(|text| language.tell(text))?;
        if pieces.iter().all(|piece| piece.name().is_none()) {
            checked(language, argument, value)?;
        }
        let is_long = matches!(argument.value, Value::Long(_));
        for piece in pieces {
            let Piece::Gap(name, kind) = piece else { continue };
            match found.iter_mut().find(|known| known.name == name) {
                Some(known) if known.kind != kind => return Err(say!(language, "`{name}` has two types.", name)),
                Some(known) => known.is_long |= is_long,
                None => found.push(Parameter { name: name.to_owned(), kind, is_long }),
            }
        }
    }
    if found.len() > PARAMETERS_MAX {
        return Err(say!(language, "A quick action has at most {max} parameters.", max = PARAMETERS_MAX));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::super::gap::NO_GAP;
    use super::{Given, Kind, Parameter, Template};
    use crate::command::parse::parse;
    use crate::language::Language;
    use crate::ports::Timestamp;
    use crate::text::Zone;

    fn filled(template: &str, values: &[(&str, &str)]) -> Result<String, Vec<String>> {
        let template = Template::parse(Language::En, template).unwrap();
        let mut given = Given::default();
        values.iter().for_each(|(name, value)| given.put(name, value));
        let filled = template.fill(Language::En, &given, Zone::named("UTC").unwrap(), Timestamp(1_795_253_400_000));
        filled.map_err(|wrong| wrong.into_iter().map(|wrong| format!("{}: {}", wrong.name, wrong.text)).collect())
    }

    fn refused(template: &str) -> String {
        let problem = Template::parse(Language::En, template).err().unwrap();
        problem.lines().next().unwrap_or_default().to_owned()
    }

    #[test]
    fn gaps_are_parameters_in_their_order() {
        let template = r#"propose lead name="{title:text} for {who:text}" expected_revenue={amount:number} description="{title:text}""#;
        let parameter = |name: &str, kind, is_long| Parameter { name: name.into(), kind, is_long };
        assert_eq!(
            Template::parse(Language::En, template).unwrap().parameters(),
            [
                parameter("title", Kind::Text, true),
                parameter("who", Kind::Text, false),
                parameter("amount", Kind::Number, false)
            ]
        );
    }

    #[test]
    fn a_filled_template_is_the_command_that_one_would_type() {
        assert_eq!(filled("find task --overdue --mine", &[]), Ok("/odoo find task --overdue --mine".into()));
        assert_eq!(
            filled("/odoo Find event visit {who:text} --from {day:date}", &[("who", "azure"), ("day", "+2d")]),
            Ok(r#"/odoo find event --from "+2d" "visit azure""#.into())
        );
    }

    #[test]
    fn what_does_not_fit_is_told_by_parameter() {
        let template = "find lead {who:text} --from {day:date} --limit {rows:number}";
        assert_eq!(
            filled("find event --from {day:date} --limit {rows:number}", &[("day", "soon"), ("rows", "1e3")]),
            Err(vec![
                "day: `day`: “soon” is no date. Write `today`, `tomorrow 10:00`, `friday`, `+2d`, `+1w`, `2026-12-24` or `2026-12-24 10:00`.".into(),
                "rows: `rows` must be a number, such as 1200 or 5400.50, not “1e3”.".into(),
            ])
        );
        assert_eq!(
            filled("find task {who:text} --limit {rows:number}", &[("rows", "900")]),
            Err(vec!["who: `who` is missing.".into()])
        );
        assert_eq!(
            filled("find task {who:text} --limit {rows:number}", &[("who", "x"), ("rows", "900")]),
            Err(vec!["rows: `--limit` must be a number from 1 to 50, not “900”.".into()])
        );
        assert!(Template::parse(Language::En, template).is_err(), "leads have no --from");
    }

    #[test]
    fn only_searches_and_proposals_can_be_kept() {
        let only = "A quick action is a search (`find task …`) or a proposal (`propose lead …`)";
        for (template, problem) in [
            ("", format!("{only}, not `/odoo `.")),
            ("unlink res.partner 3", format!("{only}, not `/odoo unlink`.")),
            ("confirm P-1", format!("{only}, not `/odoo confirm`.")),
            ("quick other", format!("{only}, not `/odoo quick`.")),
            ("propose", format!("{only}: name the kind too, as in `propose lead`.")),
            ("find", "`/odoo find` needs one more word.".into()),
            ("find {kind:text} x", "There is no “{kind:\u{2060}text}” here.".into()),
            ("find task --nosuch x", "There is no flag “--nosuch”.".into()),
            ("find task --{flag:text} x", "There is no flag “--{flag:\u{2060}text}”.".into()),
            ("find task --limit 900", "`--limit` must be a number from 1 to 50, not “900”.".into()),
            ("find task --mine={x:text}", "`--mine` takes no value.".into()),
            (r#"find task "{x:text}"#, "There is a quote without its end.".into()),
            ("find task {x:text} --project {x:number}", "`x` has two types.".into()),
            (
                "propose lead name={title:text} --about \"partner 14\"",
                "`--about` opens a form: a quick action cannot hold it.".into(),
            ),
            ("find task {}", NO_GAP.into()),
        ] {
            assert_eq!(refused(template), problem, "{template}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_fills_a_gap_stays_in_its_value(text in "[\"“”„‟'\\\\ \\n=a{}:-]{1,20}|--mine|\" --mine \"|\\PC{1,30}") {
            proptest::prop_assume!(!text.trim().is_empty());
            let values = [("x", text.as_str())];
            for template in [r#"propose lead name="{x:text}" ref=C-1"#, "propose lead --name {x:text} --ref C-1"] {
                let command = filled(template, &values).unwrap();
                let input = parse(Language::En, &command).map_err(|misread| misread.say(Language::En)).unwrap().input;
                let given: Vec<_> = input.given().collect();
                proptest::prop_assert_eq!(given, vec![("name", text.trim()), ("ref", "C-1")]);
            }
            let command = filled("find task {x:text} --mine", &values).unwrap();
            let input = parse(Language::En, &command).map_err(|misread| misread.say(Language::En)).unwrap().input;
            proptest::prop_assert_eq!(input.given().collect::<Vec<_>>(), vec![("mine", ""), ("text", text.trim())]);
        }
    }
}
