mod health;
mod more;
mod routes;
