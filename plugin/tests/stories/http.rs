mod api;
mod autocomplete;
mod health;
mod more;
mod routes;
