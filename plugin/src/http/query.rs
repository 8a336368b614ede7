//! The query of a request, as forms encode it.

use super::Request;

/// All parameters, decoded, in their order.
pub(super) fn parameters(request: &Request) -> impl Iterator<Item = (String, String)> {
    let pairs = request.query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value))
    })
}

/// The value of a parameter, decoded; none if it is not there.
pub(super) fn parameter(request: &Request, name: &str) -> Option<String> {
    let pairs = request.query.split('&');
    pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(given, _)| decoded(given) == name)
        .map(|(_, value)| decoded(value))
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escaped = (*byte == b'%').then(|| hex(after)).flatten();
        bytes.push(match (byte, escaped) {
            (_, Some(escaped)) => escaped,
            (b'+', None) => b' ',
            (byte, None) => *byte,
        });
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::parameter;
    use crate::http::Request;

    fn of(query: &str, name: &str) -> Option<String> {
        parameter(&Request { query: query.into(), ..Request::default() }, name)
    }

    #[test]
    fn values_are_decoded() {
        let query = "parsed=odoo+find+&user_input=odoo%20find%20%C3%BCber%26&empty=&bad=%zz%4";
        assert_eq!(of(query, "parsed"), Some("odoo find ".into()));
        assert_eq!(of(query, "user_input"), Some("odoo find über&".into()));
        assert_eq!(of(query, "empty"), Some(String::new()));
        assert_eq!(of(query, "bad"), Some("%zz%4".into()));
        assert_eq!(of(query, "other"), None);
    }
}
