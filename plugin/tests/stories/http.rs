mod api;
mod autocomplete;
mod dialogs;
mod health;
mod more;
mod routes;
