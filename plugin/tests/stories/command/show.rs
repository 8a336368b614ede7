mod history;
mod record;
