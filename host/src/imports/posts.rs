//! `posts`.

use super::{Answer, answer, api, found};
use crate::runtime::State;
use crate::runtime::bindings::mattermost::plugin::posts::{Host, Post};

impl Host for State {
    async fn create(&mut self, post: Post) -> Answer<Post> {
        found(api!(self, |api| api.create_post(post.into()).await))
    }

    async fn get(&mut self, id: String) -> Answer<Post> {
        found(api!(self, |api| api.get_post(id).await))
    }

    async fn update(&mut self, post: Post) -> Answer<Post> {
        found(api!(self, |api| api.update_post(post.into()).await))
    }

    async fn delete(&mut self, id: String) -> Answer<()> {
        answer(api!(self, |api| api.delete_post(id).await), |()| ())
    }

    async fn thread(&mut self, id: String) -> Answer<Vec<Post>> {
        answer(api!(self, |api| api.get_post_thread(id).await), oldest_first)
    }

    async fn since(&mut self, channel_id: String, time: i64) -> Answer<Vec<Post>> {
        answer(api!(self, |api| api.get_posts_since(channel_id, time).await), oldest_first)
    }

    async fn send_ephemeral(&mut self, user_id: String, post: Post) -> Answer<Post> {
        found(api!(self, |api| api.send_ephemeral_post(user_id, post.into()).await))
    }

    async fn update_ephemeral(&mut self, user_id: String, post: Post) -> Answer<Post> {
        found(api!(self, |api| api.update_ephemeral_post(user_id, post.into()).await))
    }

    async fn delete_ephemeral(&mut self, user_id: String, post_id: String) -> Answer<()> {
        answer(api!(self, |api| api.delete_ephemeral_post(user_id, post_id).await), |()| ())
    }
}

/// The server lists posts newest first, and by id.
fn oldest_first(list: Option<mattermost::model::PostList>) -> Vec<Post> {
    let mut posts: Vec<Post> = list.unwrap_or_default().posts.into_values().map(Into::into).collect();
    posts.sort_by(|a, b| (a.create_at, &a.id).cmp(&(b.create_at, &b.id)));
    posts
}
