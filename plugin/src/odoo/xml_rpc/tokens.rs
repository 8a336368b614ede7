use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use crate::odoo::Outage;

/// What XML is made of, as far as XML-RPC uses it.
#[derive(Debug, PartialEq)]
pub(super) enum Token {
    Open(String),
    Close,
    Text(String),
    End,
}

/// The tokens of a document, one after another.
pub(super) struct Tokens<'x> {
    reader: Reader<&'x [u8]>,
    /// Read already, to see what comes.
    peeked: Option<Token>,
}

impl<'x> Tokens<'x> {
    pub(super) fn of(xml: &'x str) -> Self {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, peeked: None }
    }

    /// The start of this element.
    pub(super) fn expect(&mut self, name: &str) -> Result<(), Outage> {
        if self.open()? == name { Ok(()) } else { Err(Outage::Malformed) }
    }

    /// The start of any element.
    pub(super) fn open(&mut self) -> Result<String, Outage> {
        match self.next_tag()? {
            Token::Open(name) => Ok(name),
            _ => Err(Outage::Malformed),
        }
    }

    /// The end of an element.
    pub(super) fn close(&mut self) -> Result<(), Outage> {
        if self.next_tag()? == Token::Close { Ok(()) } else { Err(Outage::Malformed) }
    }

    /// All characters until the next tag.
    pub(super) fn text(&mut self) -> Result<String, Outage> {
        let mut text = String::new();
        loop {
            match self.next()? {
                Token::Text(part) => text.push_str(&part),
                token => {
                    self.peeked = Some(token);
                    return Ok(text);
                }
            }
        }
    }

    /// The next tag; only blanks may stand before it.
    pub(super) fn next_tag(&mut self) -> Result<Token, Outage> {
        loop {
            match self.next()? {
                Token::Text(text) if text.trim().is_empty() => {}
                Token::Text(_) => return Err(Outage::Malformed),
                token => return Ok(token),
            }
        }
    }

    /// Comes again next.
    pub(super) fn put_back(&mut self, token: Token) {
        self.peeked = Some(token);
    }

    pub(super) fn next(&mut self) -> Result<Token, Outage> {
        if let Some(token) = self.peeked.take() {
            return Ok(token);
        }
        loop {
            let token = match self.reader.read_event().map_err(|_| Outage::Malformed)? {
                Event::Start(tag) | Event::Empty(tag) => Token::Open(tag.name().into_inner().into()),
                Event::End(_) => Token::Close,
                Event::Text(text) => Token::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Token::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => match reference.resolve_char_ref().map_err(|_| Outage::Malformed)? {
                    Some(character) => Token::Text(character.into()),
                    None => Token::Text(resolve_predefined_entity(&reference).ok_or(Outage::Malformed)?.into()),
                },
                Event::Decl(_) | Event::Comment(_) | Event::PI(_) => continue,
                // Odoo has none, and its entities could grow without end.
                Event::DocType(_) => return Err(Outage::Malformed),
                Event::Eof => Token::End,
            };
            return Ok(token);
        }
    }
}
