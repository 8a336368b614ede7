//! The body of incoming webhooks: `text`, `channel`, `attachments`. Its senders change address and headers only.

use super::common::wanted;
use super::fields::{Fields, kept};
use super::{Invalid, Said};
use crate::event::{Face, Field, Notice, Severity};

/// What no canonical body has.
const MARKS: [&str; 5] = ["attachments", "username", "icon_url", "icon_emoji", "props"];

pub(super) fn is_one(fields: &Fields<'_>) -> bool {
    MARKS.iter().any(|name| fields.has(name))
}

pub(super) fn read(fields: &mut Fields<'_>, has_names: bool) -> Result<Said, Invalid> {
    let mut notice = Notice::default();
    let face = if has_names { Some(face(fields)?) } else { None };
    let mut said = Said { wanted: wanted(fields)?, face, ..Said::default() };
    let mut lines = vec![fields.text("text")?];
    for attachment in fields.objects("attachments")? {
        read_attachment(attachment, &mut notice, &mut lines, &mut said)?;
    }
    let mut props = fields.object("props")?;
    lines.push(props.text("card")?);
    said.ignored.extend(props.ignored());
    said.warnings.append(&mut props.warnings);
    lines.retain(|line| !line.is_empty());
    notice.text = kept(&lines.join("\n")).to_owned();
    Ok(Said { notice, ..said })
}

fn face(fields: &mut Fields<'_>) -> Result<Face, Invalid> {
    Ok(Face {
        name: fields.short("username")?,
        icon_url: fields.link("icon_url")?,
        icon_emoji: fields.short("icon_emoji")?,
    })
}

/// The first title is that of the notice; what follows goes below.
fn read_attachment(
    mut attachment: Fields<'_>,
    notice: &mut Notice,
    lines: &mut Vec<String>,
    said: &mut Said,
) -> Result<(), Invalid> {
    lines.push(attachment.text("pretext")?);
    let (title, link) = (attachment.short("title")?, attachment.link("title_link")?);
    if notice.title.is_empty() {
        (notice.title, notice.link) = (title, link);
    } else {
        lines.push(title);
    }
    let text = attachment.text("text")?;
    let fallback = attachment.text("fallback")?;
    lines.push(if text.is_empty() && notice.title.is_empty() { fallback } else { text });
    notice.severity = notice.severity.max(severity(&attachment.short("color")?));
    for mut field in attachment.objects("fields")? {
        if notice.fields.len() < FIELDS_MAX {
            notice.fields.push(Field {
                title: field.short("title")?,
                value: field.printed("value")?,
                short: field.value("short").is_some_and(|short| short == true),
            });
        }
        said.ignored.extend(field.ignored());
        said.warnings.append(&mut field.warnings);
    }
    let footer = attachment.short("footer")?;
    if notice.footer.is_empty() {
        notice.footer = footer;
    }
    said.ignored.extend(attachment.ignored());
    said.warnings.append(&mut attachment.warnings);
    Ok(())
}

/// Of all attachments together.
const FIELDS_MAX: usize = 25;

/// The three colours that have names say how bad it is; any other is only a colour.
fn severity(color: &str) -> Severity {
    match color {
        "warning" => Severity::Warning,
        "danger" => Severity::Error,
        _ => Severity::Info,
    }
}
