mod bad_answers;
mod connection;
mod dialects;
mod probe;
mod recordings;
mod xml_recordings;
