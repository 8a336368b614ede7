//! The derive macro of the gob crate

use proc_macro::TokenStream;
use proc_macro2::{Span, TokenStream as Tokens};
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, FieldsNamed, GenericParam, LitStr, Result, Type};

/// Derives `gob::Gob` for a struct. Needs `Default`.
///
/// A struct with named fields is a Go struct; the field `create_at` is `CreateAt` unless `#[gob(rename = "…")]` says
/// otherwise. A struct with a single unnamed field is that field, as a named type is in Go. A unit struct is the empty
/// struct.
#[proc_macro_derive(Gob, attributes(gob))]
pub fn derive_gob(input: TokenStream) -> TokenStream {
    let input = syn::parse_macro_input!(input as DeriveInput);
    expand(&input).unwrap_or_else(Error::into_compile_error).into()
}

fn expand(input: &DeriveInput) -> Result<Tokens> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(input, "gob has structs only"));
    };
    let methods = match &data.fields {
        Fields::Named(fields) => of_struct(input, fields)?,
        Fields::Unit => of_struct(input, &syn::parse_quote!({}))?,
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => of_newtype(&fields.unnamed[0].ty),
        Fields::Unnamed(fields) => {
            return Err(Error::new_spanned(fields, "gob needs field names, or exactly one field"));
        }
    };
    let mut generics = input.generics.clone();
    for param in &mut generics.params {
        if let GenericParam::Type(param) = param {
            param.bounds.push(syn::parse_quote!(::gob::Gob));
        }
    }
    let name = &input.ident;
    let (params, args, bounds) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #params ::gob::Gob for #name #args #bounds {
            #methods
        }
    })
}

fn of_struct(input: &DeriveInput, fields: &FieldsNamed) -> Result<Tokens> {
    let go_name = match rename(&input.attrs)? {
        Some(name) => name,
        None => LitStr::new(&input.ident.to_string(), input.ident.span()),
    };
    let mut names = Vec::new();
    let mut go_names = Vec::new();
    let mut types = Vec::new();
    for field in &fields.named {
        let Some(name) = &field.ident else { continue };
        go_names.push(match rename(&field.attrs)? {
            Some(go_name) => go_name,
            None => LitStr::new(&pascal_case(&name.to_string()), Span::call_site()),
        });
        names.push(name);
        types.push(&field.ty);
    }
    let indices: Vec<u16> = (0..names.len() as u16).collect();
    Ok(quote! {
        fn gob_type() -> ::gob::TypeRef {
            ::gob::TypeRef::of::<Self>(|| {
                ::gob::Shape::Struct(#go_name, ::std::vec![
                    #(::gob::Field { name: #go_names, ty: <#types as ::gob::Gob>::gob_type() },)*
                ])
            })
        }

        fn is_gob_zero(&self) -> bool {
            false
        }

        fn encode_gob(&self, out: &mut ::gob::Output<'_>) -> ::std::result::Result<(), ::gob::EncodeError> {
            out.structure(|fields| {
                #(fields.field(u64::from(#indices), &self.#names)?;)*
                ::std::result::Result::Ok(())
            })
        }

        fn decode_gob(
            &mut self,
            wire: ::gob::WireRef,
            input: &mut ::gob::Input<'_>,
        ) -> ::std::result::Result<(), ::gob::Fault> {
            let mut fields = input.fields(wire, <Self as ::gob::Gob>::gob_type(), #go_name)?;
            while let ::std::option::Option::Some((index, wire)) = input.next_field(&mut fields)? {
                let result = match index {
                    #(::std::option::Option::Some(#indices) => ::gob::Gob::decode_gob(&mut self.#names, wire, input),)*
                    _ => input.skip(wire),
                };
                result.map_err(|fault| input.at_field(&fields, fault))?;
            }
            ::std::result::Result::Ok(())
        }
    })
}

fn of_newtype(ty: &Type) -> Tokens {
    quote! {
        fn gob_type() -> ::gob::TypeRef {
            <#ty as ::gob::Gob>::gob_type()
        }

        fn is_gob_zero(&self) -> bool {
            ::gob::Gob::is_gob_zero(&self.0)
        }

        fn encode_gob(&self, out: &mut ::gob::Output<'_>) -> ::std::result::Result<(), ::gob::EncodeError> {
            ::gob::Gob::encode_gob(&self.0, out)
        }

        fn decode_gob(
            &mut self,
            wire: ::gob::WireRef,
            input: &mut ::gob::Input<'_>,
        ) -> ::std::result::Result<(), ::gob::Fault> {
            ::gob::Gob::decode_gob(&mut self.0, wire, input)
        }
    }
}

/// The text of `#[gob(rename = "…")]`.
fn rename(attributes: &[syn::Attribute]) -> Result<Option<LitStr>> {
    let mut name = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("gob")) {
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("rename") {
                return Err(meta.error("expected `rename = \"…\"`"));
            }
            name = Some(meta.value()?.parse()?);
            Ok(())
        })?;
    }
    Ok(name)
}

/// `create_at` → `CreateAt`
fn pascal_case(name: &str) -> String {
    let words = name.trim_start_matches("r#").split('_');
    words
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>()).unwrap_or_default()
        })
        .collect()
}
