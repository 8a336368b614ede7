/// `40,000.00` without cents that are none, with the currency behind it: `40,000 USD`, `1,250.50 EUR`.
#[must_use]
pub fn money(value: f64, currency: Option<&str>) -> String {
    let rounded = format!("{:.2}", value.abs());
    let (whole, cents) = rounded.split_once('.').unwrap_or((&rounded, "00"));
    let mut text = String::with_capacity(whole.len() * 2);
    if value < 0.0 && (whole, cents) != ("0", "00") {
        text.push('-');
    }
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if cents != "00" {
        text.push_str(&format!(".{cents}"));
    }
    match currency {
        Some(currency) => format!("{text} {currency}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::money;

    #[test]
    fn amounts_are_grouped_and_rounded() {
        let amounts = [0.0, 7.0, 999.999, 1250.5, 40_000.0, -1_234_567.891, -0.001];
        assert_eq!(
            amounts.map(|amount| money(amount, None)),
            ["0", "7", "1,000", "1,250.50", "40,000", "-1,234,567.89", "0"]
        );
        assert_eq!(money(40_000.0, Some("USD")), "40,000 USD");
    }
}
