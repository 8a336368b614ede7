//! Go's gob encoding: encoder, streaming decoder and a derive
