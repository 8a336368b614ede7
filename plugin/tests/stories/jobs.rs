mod compact;
mod health;
mod seal;
