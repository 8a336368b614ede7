//! Splits the text of a command at spaces that are not in quotes, and puts texts into quotes.

/// A piece of the command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Token {
    /// Without its quotes.
    pub(super) text: String,
    /// Bytes of `text` that stood outside quotes at its start: only there `--` and `=` mean something.
    pub(super) bare: usize,
}

/// A quote that nothing closes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OpenQuote;

/// Quotes open at the start of a token and behind `=`; elsewhere they are characters, as in `24"`. In quotes, `\"` and
/// `\\` stand for the second character. Curly quotes count too: phones put them in place of straight ones.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, OpenQuote> {
    let mut tokens = Vec::new();
    let mut characters = text.chars().peekable();
    while characters.peek().is_some() {
        if characters.next_if(|c| c.is_whitespace()).is_some() {
            continue;
        }
        let mut token = Token::default();
        let mut is_bare = true;
        while let Some(character) = characters.next_if(|c| !c.is_whitespace()) {
            let may_open = token.text.is_empty() || (is_bare && token.text.ends_with('='));
            if may_open && is_quote(character) {
                is_bare = false;
                read_quoted(&mut characters, &mut token.text)?;
            } else {
                token.text.push(character);
                if is_bare {
                    token.bare = token.text.len();
                }
            }
        }
        tokens.push(token);
    }
    Ok(tokens)
}

fn read_quoted(characters: &mut impl Iterator<Item = char>, text: &mut String) -> Result<(), OpenQuote> {
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some(escaped) if escaped == '\\' || is_quote(escaped) => text.push(escaped),
                Some(other) => text.extend(['\\', other]),
                None => break,
            },
            _ if is_quote(character) => return Ok(()),
            _ => text.push(character),
        }
    }
    Err(OpenQuote)
}

/// As one word of a command: [`tokens`] reads it back as it is, whatever stands in it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        if character == '\\' || is_quote(character) {
            quoted.push('\\');
        }
        quoted.push(character);
    }
    quoted.push('"');
    quoted
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '”' | '„' | '‟')
}

#[cfg(test)]
mod tests {
    use super::{OpenQuote, Token, quoted, tokens};

    fn texts(text: &str) -> Vec<String> {
        tokens(text).map(|tokens| tokens.into_iter().map(|token| token.text).collect()).unwrap_or_default()
    }

    #[test]
    fn spaces_split_and_quotes_hold_together() {
        assert_eq!(
            texts(r#"/odoo  find partner "azure interior" x"#),
            ["/odoo", "find", "partner", "azure interior", "x"]
        );
        assert_eq!(texts(r#"name="a b" --ref "c d""#), ["name=a b", "--ref", "c d"]);
        assert_eq!(texts("\u{201c}azure interior\u{201d}"), ["azure interior"]);
        assert_eq!(texts(r#""say \"hi\" \\ \n""#), [r#"say "hi" \ \n"#]);
    }

    #[test]
    fn a_quote_inside_a_word_is_a_character() {
        assert_eq!(texts(r#"monitor 24" O'Neil"#), ["monitor", "24\"", "O'Neil"]);
    }

    #[test]
    fn an_empty_text_in_quotes_is_a_token() {
        assert_eq!(tokens(r#""""#), Ok(vec![Token::default()]));
        assert_eq!(tokens("  "), Ok(vec![]));
    }

    #[test]
    fn what_is_quoted_is_told_apart() {
        assert_eq!(tokens(r#""--x""#), Ok(vec![Token { text: "--x".into(), bare: 0 }]));
        assert_eq!(tokens(r#"k="v""#), Ok(vec![Token { text: "k=v".into(), bare: 2 }]));
    }

    #[test]
    fn an_open_quote_is_told() {
        assert_eq!(tokens(r#"find "azure"#), Err(OpenQuote));
        assert_eq!(tokens(r#""a\"#), Err(OpenQuote));
    }

    #[test]
    fn quotes_and_backslashes_are_escaped() {
        assert_eq!(quoted("„x” \\"), "\"\\„x\\” \\\\\"");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_quoted_is_one_word_of_the_same_text(text in "[\"“”„‟\\\\ \n=a-]{0,12}|\\PC{0,20}", other in "\\PC{0,9}") {
            let token = |text: &str| Token { text: text.into(), bare: 0 };
            let typed = format!("{} {}", quoted(&text), quoted(&other));
            proptest::prop_assert_eq!(tokens(&typed), Ok(vec![token(&text), token(&other)]));
            let bare = Token { text: format!("--x={text}"), bare: 4 };
            proptest::prop_assert_eq!(tokens(&format!("--x={}", quoted(&text))), Ok(vec![bare]));
        }
    }
}
