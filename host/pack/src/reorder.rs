//! The functions of a component in an order that compresses well: alike ones next to each other, whatever crate they come from.

use std::convert::Infallible;

use anyhow::Context;
use wasm_encoder::reencode::{self, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef};

use crate::similar;

/// Of a section of a component: a core module.
const CORE_MODULE: u8 = 1;
/// What every module and component begins with: four bytes of magic, four of version.
const HEADER_BYTES: usize = 8;

/// The component with the functions of its modules in another order. It does the same.
///
/// # Errors
/// When it is no valid component.
pub fn component(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut made = wasm.get(..HEADER_BYTES).context("this is no component")?.to_vec();
    let mut rest = &wasm[HEADER_BYTES..];
    while let Some((&id, after)) = rest.split_first() {
        let (length, after) = leb128(after).context("a section has no length")?;
        let (content, after) = after.split_at_checked(length).context("a section ends too early")?;
        let moved = if id == CORE_MODULE { Some(module(content)?) } else { None };
        made.push(id);
        wasm_encoder::Encode::encode(moved.as_deref().unwrap_or(content), &mut made);
        rest = after;
    }
    Ok(made)
}

fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut value = 0;
    for (index, byte) in bytes.iter().enumerate().take(5) {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, &bytes[index + 1..]));
        }
    }
    None
}

fn module(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = similar::order(&bodies);
    let mut places = vec![0; order.len()];
    for (place, &index) in (0..).zip(&order) {
        places[index] = place;
    }
    let mut module = Module::new();
    Moved { imported, order, places }.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

struct Moved {
    /// Functions of others, which come first and stay.
    imported: u32,
    /// Which function stands at each place, and at which place each stands.
    order: Vec<usize>,
    places: Vec<u32>,
}

impl Reencode for Moved {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error> {
        let own = function.checked_sub(self.imported).and_then(|own| usize::try_from(own).ok());
        Ok(own.and_then(|own| self.places.get(own)).map_or(function, |place| self.imported + place))
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for &index in &self.order {
            functions.function(types[index]);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        let bodies = section.into_iter().collect::<Result<Vec<FunctionBody<'_>>, _>>()?;
        for index in self.order.clone() {
            utils::parse_function_body(self, code, bodies[index].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests fail by panicking")]

    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, ExportKind, ExportSection, Function, FunctionSection, Module,
        TableSection, TableType, TypeSection, ValType,
    };
    use wasmtime::{Engine, Instance, Store};

    use super::{component, module};

    /// Functions that give their number, some in two ways, and one that calls the second and, through a table, the third.
    fn numbers() -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for number in 0..6 {
            functions.function(0);
            let mut function = Function::new([]);
            if number % 2 == 0 {
                function.instructions().i32_const(7000).i32_const(number).i32_add().end();
            } else {
                function.instructions().i64_const(-3).drop().i64_const(-3).drop().i32_const(number).end();
            }
            code.function(&function);
        }
        functions.function(0);
        let mut asks = Function::new([]);
        asks.instructions().call(1).i32_const(100_000).i32_mul().i32_const(0).call_indirect(0, 0).i32_add().end();
        code.function(&asks);
        let mut tables = TableSection::new();
        let one = TableType {
            minimum: 1,
            maximum: None,
            element_type: wasm_encoder::RefType::FUNCREF,
            table64: false,
            shared: false,
        };
        tables.table(one);
        let mut exports = ExportSection::new();
        exports.export("asks", ExportKind::Func, 6);
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions([2_u32].as_slice().into()));
        let mut module = Module::new();
        module.section(&types).section(&functions).section(&tables).section(&exports).section(&elements).section(&code);
        module.finish()
    }

    fn asked(wasm: &[u8]) -> i32 {
        let engine = Engine::default();
        let mut store = Store::new(&engine, ());
        let instance = Instance::new(&mut store, &wasmtime::Module::new(&engine, wasm).unwrap(), &[]).unwrap();
        instance.get_typed_func::<(), i32>(&mut store, "asks").unwrap().call(&mut store, ()).unwrap()
    }

    #[test]
    fn functions_move_and_do_the_same() {
        let before = numbers();
        let after = module(&before).unwrap();
        assert_ne!(after, before);
        assert_eq!((asked(&before), asked(&after)), (107_002, 107_002));
    }

    #[test]
    fn the_modules_of_a_component_change_and_the_rest_stays() {
        let inner = numbers();
        let mut whole = b"\0asm\x0d\0\x01\0\x01".to_vec();
        wasm_encoder::Encode::encode(inner.as_slice(), &mut whole);
        let header = whole.len() - inner.len();
        let made = component(&whole).unwrap();
        assert_eq!((&made[..8], &made[header..]), (&whole[..8], module(&inner).unwrap().as_slice()));
    }

    #[test]
    fn what_ends_too_early_is_refused() {
        assert!(component(b"\0asm").is_err());
        assert!(component(b"\0asm\x0d\0\x01\0\x01\x18\0asm").is_err());
    }
}
