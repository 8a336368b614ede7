//! Names of functions in machine code: debuggers read them, the engine does not.

use anyhow::Context;
use object::elf::FileHeader64;
use object::read::elf::{FileHeader, SectionHeader};
use object::{Endianness, elf};

/// Overwrites the table of symbols and their names with zeros, which take no place in an archive. Everything else stays where
/// it is.
///
/// # Errors
/// When the code is no 64-bit ELF file, which is what the compiler writes for every platform.
pub fn erase(mut code: Vec<u8>) -> anyhow::Result<Vec<u8>> {
    for (start, length) in places(&code)? {
        code.get_mut(start..start + length).context("a section is outside of the file")?.fill(0);
    }
    Ok(code)
}

fn places(code: &[u8]) -> anyhow::Result<Vec<(usize, usize)>> {
    let header = FileHeader64::<Endianness>::parse(code)?;
    let endian = header.endian()?;
    let sections = header.section_headers(endian, code)?;
    let names_of_sections = usize::from(header.e_shstrndx(endian));
    let symbols = sections.iter().position(|section| section.sh_type(endian) == elf::SHT_SYMTAB);
    let Some(symbols) = symbols else { return Ok(Vec::new()) };
    let names = usize::try_from(sections[symbols].sh_link(endian))?;
    anyhow::ensure!(names != names_of_sections, "names of symbols and of sections are in one table");
    [symbols, names]
        .into_iter()
        .map(|index| {
            let section = sections.get(index).context("the names of the symbols are nowhere")?;
            Ok((usize::try_from(section.sh_offset(endian))?, usize::try_from(section.sh_size(endian))?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use wasmtime::Engine;

    use super::{erase, places};

    /// A component with one module, which has one function that does nothing.
    const COMPONENT: &[u8] =
        b"\0asm\x0d\0\x01\0\x01\x18\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a\x04\x01\x02\0\x0b";

    #[test]
    fn symbols_become_zeros_and_nothing_else_changes() {
        let engine = Engine::new(&engine::config()).unwrap();
        let code = engine.precompile_component(COMPONENT).unwrap();
        let places = places(&code).unwrap();
        let erased = erase(code.clone()).unwrap();
        assert_eq!((places.len(), erased.len()), (2, code.len()));
        for (index, (before, after)) in code.iter().zip(&erased).enumerate() {
            let is_symbol = places.iter().any(|(start, length)| (*start..start + length).contains(&index));
            assert_eq!(*after, if is_symbol { 0 } else { *before }, "byte {index}");
        }
        assert_ne!(code, erased);
    }

    #[test]
    fn what_is_no_machine_code_is_refused() {
        assert!(erase(COMPONENT.to_vec()).is_err());
    }
}
