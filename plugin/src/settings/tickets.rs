use super::reader::Reader;

const PREFIX: &str = "TICKET";
const PREFIX_CHARACTERS_MAX: usize = 16;

/// What counts as a ticket, and how one is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tickets {
    /// `TicketProjects`: tasks of these projects are tickets; none means that there are no tickets.
    pub projects: Vec<ProjectChoice>,
    /// `TicketPrefix`, as in `[TICKET-#17]`.
    pub prefix: String,
}

/// A project as an administrator names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProjectChoice {
    /// By its number in Odoo.
    Id(i64),
    /// By its whole name.
    Name(String),
}

impl Tickets {
    pub(super) fn read(reader: &mut Reader) -> Self {
        Self {
            projects: projects(&reader.text("TicketProjects")),
            prefix: reader.parsed("TicketPrefix", prefix).unwrap_or_else(|| PREFIX.into()),
        }
    }
}

impl Default for Tickets {
    fn default() -> Self {
        Self { projects: Vec::new(), prefix: PREFIX.into() }
    }
}

fn projects(text: &str) -> Vec<ProjectChoice> {
    let names = text.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty());
    names
        .map(|name| match name.trim_start_matches('#').parse() {
            Ok(id) if id > 0 => ProjectChoice::Id(id),
            _ => ProjectChoice::Name(name.into()),
        })
        .collect()
}

fn prefix(text: &str) -> Result<String, String> {
    if text.len() <= PREFIX_CHARACTERS_MAX && text.chars().all(|c| c.is_ascii_alphanumeric()) {
        Ok(text.into())
    } else {
        Err(format!("must be at most {PREFIX_CHARACTERS_MAX} letters and digits, such as `TICKET`."))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::{ProjectChoice, Reader, Tickets};

    fn read(document: &str) -> Result<Tickets, String> {
        let mut reader = Reader::new(document);
        let tickets = Tickets::read(&mut reader);
        reader.finish(tickets).map_err(|problems| format!("{} {}", problems[0].setting, problems[0].text))
    }

    #[test]
    fn projects_are_named_or_numbered() {
        let name = |name: &str| ProjectChoice::Name(name.into());
        assert_eq!(
            read(r#"{"ticketprojects": "After-Sales Services, #3, 9 ,,0", "ticketprefix": "HELP"}"#),
            Ok(Tickets {
                projects: vec![name("After-Sales Services"), ProjectChoice::Id(3), ProjectChoice::Id(9), name("0")],
                prefix: "HELP".into(),
            })
        );
        assert_eq!(read("{}"), Ok(Tickets::default()));
    }

    #[test]
    fn a_prefix_is_one_word() {
        assert_eq!(
            read(r#"{"ticketprefix": "MY-#"}"#),
            Err("TicketPrefix must be at most 16 letters and digits, such as `TICKET`.".into())
        );
    }
}
