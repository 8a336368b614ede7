//! PostgreSQL's LIKE: `%` is any text, `_` any one character, `\` takes the next character as it is.

/// Whether the whole text matches the pattern.
pub fn matches(text: &str, pattern: &str, ignore_case: bool) -> bool {
    let fold = |text: &str| if ignore_case { text.to_lowercase() } else { text.to_owned() };
    let text: Vec<char> = fold(text).chars().collect();
    let pattern = tokens(&fold(pattern));
    matches_tokens(&text, &pattern)
}

#[derive(Clone, Copy, PartialEq)]
enum Token {
    AnyText,
    AnyCharacter,
    Exactly(char),
}

fn tokens(pattern: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        tokens.push(match character {
            '%' => Token::AnyText,
            '_' => Token::AnyCharacter,
            '\\' => Token::Exactly(characters.next().unwrap_or('\\')),
            other => Token::Exactly(other),
        });
    }
    tokens
}

/// Greedy match that goes back to the last `%` only, so it is never worse than text times pattern.
fn matches_tokens(text: &[char], pattern: &[Token]) -> bool {
    let (mut at, mut token) = (0, 0);
    let mut resume: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(token) {
            Some(Token::AnyText) => {
                resume = Some((at, token));
                token += 1;
            }
            Some(Token::AnyCharacter) => {
                at += 1;
                token += 1;
            }
            Some(Token::Exactly(character)) if *character == text[at] => {
                at += 1;
                token += 1;
            }
            _ => match resume {
                Some((from, any_text)) => {
                    resume = Some((from + 1, any_text));
                    at = from + 1;
                    token = any_text + 1;
                }
                None => return false,
            },
        }
    }
    pattern[token..].iter().all(|rest| *rest == Token::AnyText)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_as_in_postgresql() {
        for (text, pattern, expected) in [
            ("Deco Addict", "%deco%", true),
            ("Deco Addict", "deco%", true),
            ("Deco Addict", "deco", false),
            ("abc", "a_c", true),
            ("abc", "a_", false),
            ("100%", "100\\%", true),
            ("1000", "100\\%", false),
            ("a_b", "a\\_b", true),
            ("axb", "a\\_b", false),
            ("C:\\x", "c:\\\\x", true),
            ("ÑANDÚ", "%ñandú%", true),
            ("Ñandú", "%nandu%", false),
            ("aXbXc", "%x%x%", true),
            ("", "%%", true),
        ] {
            assert_eq!(matches(text, pattern, true), expected, "{text} ilike {pattern}");
        }
    }

    #[test]
    fn case_counts_where_it_is_asked_to() {
        assert!(!matches("Deco", "%deco%", false));
    }
}
