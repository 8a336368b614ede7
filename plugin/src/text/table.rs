use super::Markdown;

/// Of a table that fills a post: a post holds 16,383 runes, the rest is for title and footer.
pub const TABLE_RUNES_MAX: usize = 15_000;

/// A Markdown table whose size is known while it grows.
#[derive(Clone, Debug)]
pub struct Table {
    columns: usize,
    text: String,
    runes: usize,
}

impl Table {
    /// The head of a table.
    #[must_use]
    pub fn new(columns: &[&str]) -> Self {
        let text = format!("| {} |\n|{}\n", columns.join(" | "), ":--|".repeat(columns.len()));
        Self { columns: columns.len(), runes: text.chars().count(), text }
    }

    /// Adds a row if the table stays within `runes_max` then; tells whether it did. Missing cells are empty.
    pub fn push(&mut self, cells: &[Markdown], runes_max: usize) -> bool {
        let mut row = String::from("|");
        for column in 0..self.columns {
            let cell = cells.get(column).map(ToString::to_string).unwrap_or_default();
            row.push_str(&format!(" {cell} |"));
        }
        row.push('\n');
        let runes = self.runes + row.chars().count();
        if runes > runes_max {
            return false;
        }
        self.text.push_str(&row);
        self.runes = runes;
        true
    }

    /// The table, with a newline at its end.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::{Markdown, Table};

    #[test]
    fn pipes_in_cells_stay_in_their_cell() {
        let mut table = Table::new(&["Name", "City"]);
        assert!(table.push(&[Markdown::foreign("a|b")], 1000));
        assert_eq!(table.into_text(), "| Name | City |\n|:--|:--|\n| a\\|b |  |\n");
    }

    #[test]
    fn a_row_too_many_is_left_out() {
        let mut table = Table::new(&["Name"]);
        assert!(table.push(&[Markdown::foreign("a")], 24));
        assert!(!table.push(&[Markdown::foreign("b")], 24));
        assert_eq!(table.into_text(), "| Name |\n|:--|\n| a |\n");
    }
}
