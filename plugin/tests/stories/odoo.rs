mod bad_answers;
mod connection;
mod probe;
mod recordings;
mod xml_recordings;
