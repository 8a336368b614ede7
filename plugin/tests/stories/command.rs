mod about;
mod find;
mod help;
mod malformed;
mod propose;
mod status;
