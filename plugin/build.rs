//! Packs the catalogue of translations: a number in place of each English text, and one text for each language, in which alike
//! sentences are near each other. That is a quarter less in a bundle.

#![allow(clippy::print_stdout, reason = "a build script speaks to Cargo")]
#![allow(clippy::disallowed_methods, reason = "a build script is no component: it has files")]

#[path = "src/language/catalogue/number.rs"]
mod number;

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

const CATALOGUE: &str = "src/language/catalogue.txt";
const LANGUAGES: [&str; 4] = ["cs", "de", "es", "fr"];

fn main() -> Result<(), Box<dyn Error>> {
    for read in [CATALOGUE, "src/language/catalogue/number.rs"] {
        println!("cargo::rerun-if-changed={read}");
    }
    let catalogue = std::fs::read_to_string(CATALOGUE)?;
    let blocks: Vec<Vec<&str>> = catalogue.trim_end().split("\n\n").map(|block| block.lines().collect()).collect();
    let english = |block: &Vec<&str>| block.first().map_or(0, |text| number::number(text.chars()));
    let numbers: Vec<u32> = blocks.iter().map(english).collect();
    if numbers.iter().collect::<BTreeSet<_>>().len() < numbers.len() {
        return Err("two English texts have the same number: say one of them in other words".into());
    }
    let count = blocks.len();
    let mut code = format!("static NUMBERS: [u32; {count}] = {numbers:?};\n");
    writeln!(code, "static LANGUAGES: [(&str, &str); {}] = [", LANGUAGES.len())?;
    for language in LANGUAGES {
        let lines: Vec<_> = blocks.iter().map(|block| line(block, language)).collect();
        writeln!(code, "({language:?}, {:?}),", lines.join("\n"))?;
    }
    code.push_str("];\n");
    let out = std::env::var_os("OUT_DIR").ok_or("Cargo names no folder for what is made")?;
    std::fs::write(Path::new(&out).join("catalogue.rs"), code)?;
    Ok(())
}

/// What a block says in a language; nothing if it does not.
fn line<'a>(block: &[&'a str], language: &str) -> &'a str {
    let mut lines = block.iter().skip(1);
    lines.find_map(|line| line.strip_prefix(language)?.strip_prefix(' ')).unwrap_or_default()
}
