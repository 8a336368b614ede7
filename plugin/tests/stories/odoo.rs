mod bad_answers;
mod connection;
mod recordings;
