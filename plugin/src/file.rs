//! Files on their way between Mattermost and Odoo (requirement 7.13): what they are called and how large they may be.

use crate::ports::Deps;
use crate::settings::Settings;
use crate::text::printable;

/// Bytes that the host hands over: more would not fit into a component's memory several times over.
pub const BYTES_MAX: u64 = 8 << 20;
/// Bytes of a file that Odoo hands over: as base64 in an answer of 8 MiB.
const FROM_ODOO_BYTES_MAX: u64 = 6_000_000;
/// Of one message, also by Mattermost's own limit.
pub const FILES_MAX: usize = 10;
const NAME_RUNES_MAX: usize = 200;
/// Where nothing is left of a name.
const NAMELESS: &str = "file";
const UNITS: [&str; 3] = ["KB", "MB", "GB"];

/// Bytes of a file that may go to Odoo.
#[must_use]
pub fn to_odoo_max(settings: &Settings) -> u64 {
    settings.limits.attachment_bytes_max
}

/// Bytes of a file that may come from Odoo: none while the server does not say what it takes.
#[must_use]
pub fn from_odoo_max(deps: &Deps<'_>, settings: &Settings) -> u64 {
    let server = deps.chat.file_bytes_max().unwrap_or(0);
    settings.limits.attachment_bytes_max.min(FROM_ODOO_BYTES_MAX).min(server)
}

/// A file's name as it goes on: without a path, and without what nobody can see, such as marks that turn an ending around.
#[must_use]
pub fn name(text: &str) -> String {
    let shown = printable(text.rsplit(['/', '\\']).next().unwrap_or_default());
    if shown.chars().all(|c| c == '.') {
        return NAMELESS.into();
    }
    let runes = shown.chars().count();
    if runes <= NAME_RUNES_MAX {
        return shown;
    }
    // The ending says what it is.
    let start: String = shown.chars().take(NAME_RUNES_MAX / 2).collect();
    let end: String = shown.chars().skip(runes - NAME_RUNES_MAX / 2 + 1).collect();
    format!("{start}…{end}")
}

/// `812 B`, `12.3 KB`, `8 MB`, the same in every language.
#[must_use]
pub fn size(bytes: u64) -> String {
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let (mut scale, mut unit) = (1024_u64, 0);
    while bytes / scale >= 1024 && unit + 1 < UNITS.len() {
        scale *= 1024;
        unit += 1;
    }
    // What is larger than a limit by little must not read as the limit.
    let tenths = bytes.saturating_mul(10).div_ceil(scale);
    match tenths % 10 {
        0 => format!("{} {}", tenths / 10, UNITS[unit]),
        rest => format!("{}.{rest} {}", tenths / 10, UNITS[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::{name, size};

    #[test]
    fn a_name_is_kept_without_what_could_deceive() {
        for (given, kept) in [
            ("Angebot für Müller & Söhne.pdf", "Angebot für Müller & Söhne.pdf"),
            ("חשבונית.pdf", "חשבונית.pdf"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("../../etc/passwd", "passwd"),
            (r"C:\Users\ben\a.txt", "a.txt"),
            ("a\u{0}\nb.txt", "a b.txt"),
            ("..", "file"),
            ("", "file"),
            ("x/", "file"),
        ] {
            assert_eq!(name(given), kept, "{given:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let kept = name(&format!("{}.pdf", "ž".repeat(500)));
        assert_eq!(kept.chars().count(), 200);
        assert!(kept.starts_with("žž") && kept.ends_with("ž.pdf"), "{kept}");
    }

    #[test]
    fn sizes_read_as_people_say_them() {
        let sizes = [0, 1, 1023, 1024, 12_590, 8 << 20, (8 << 20) + 1, 6_000_000, 3 << 30].map(size);
        assert_eq!(sizes, ["0 B", "1 B", "1023 B", "1 KB", "12.3 KB", "8 MB", "8.1 MB", "5.8 MB", "3 GB"]);
    }
}
