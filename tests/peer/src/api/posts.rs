//! Posts and reactions.

use std::sync::Arc;

use crate::model::*;
use crate::posts::Author;
use crate::users::page;
use crate::world::World;

pub(super) async fn create_post(world: &Arc<World>, post: Post) -> Result<Option<Post>, AppError> {
    Ok(Some(world.create_post(post, Author::Plugin).await?))
}

pub(super) async fn update_post(world: &Arc<World>, post: Post) -> Result<Option<Post>, AppError> {
    Ok(Some(world.update_post(post).await?))
}

pub(super) fn delete_post(world: &Arc<World>, post_id: String) -> Result<(), AppError> {
    world.delete_post(&post_id)
}

pub(super) fn get_post(world: &Arc<World>, post_id: String) -> Result<Option<Post>, AppError> {
    Ok(Some(world.state().post(&post_id)?.clone()))
}

pub(super) fn get_post_thread(world: &Arc<World>, post_id: String) -> Result<Option<PostList>, AppError> {
    let state = world.state();
    let asked = state.post(&post_id)?.clone();
    let root_id = if asked.root_id.is_empty() { asked.id.clone() } else { asked.root_id.clone() };
    let others = state
        .posts
        .iter()
        .filter(|post| (post.id == root_id || post.root_id == root_id) && post.id != asked.id && post.delete_at == 0);
    // The post that was asked for comes first, then the thread in the order of writing.
    let posts = std::iter::once(asked.clone()).chain(others.cloned()).collect();
    Ok(Some(post_list(posts)))
}

pub(super) fn get_posts_since(world: &Arc<World>, channel_id: String, time: i64) -> Result<Option<PostList>, AppError> {
    let state = world.state();
    let changed = state.posts.iter().rev().filter(|post| post.channel_id == channel_id && post.update_at > time);
    let posts = changed.cloned().collect();
    Ok(Some(post_list(posts)))
}

pub(super) fn get_posts_for_channel(
    world: &Arc<World>,
    channel_id: String,
    number: i64,
    per_page: i64,
) -> Result<Option<PostList>, AppError> {
    let posts = page(channel_posts(world, &channel_id), number, per_page);
    Ok(Some(post_list(posts)))
}

pub(super) fn get_posts_after(
    world: &Arc<World>,
    channel_id: String,
    post_id: String,
    number: i64,
    per_page: i64,
) -> Result<Option<PostList>, AppError> {
    let newer: Vec<Post> =
        channel_posts(world, &channel_id).into_iter().take_while(|post| post.id != post_id).collect();
    Ok(Some(post_list(page(newer, number, per_page))))
}

pub(super) fn get_posts_before(
    world: &Arc<World>,
    channel_id: String,
    post_id: String,
    number: i64,
    per_page: i64,
) -> Result<Option<PostList>, AppError> {
    let posts = channel_posts(world, &channel_id).into_iter();
    let older = posts.skip_while(|post| post.id != post_id).skip(1).collect();
    Ok(Some(post_list(page(older, number, per_page))))
}

pub(super) fn send_ephemeral_post(world: &Arc<World>, user_id: String, post: Post) -> Option<Post> {
    Some(world.send_ephemeral(&user_id, post))
}

pub(super) fn update_ephemeral_post(world: &Arc<World>, user_id: String, post: Post) -> Option<Post> {
    Some(world.update_ephemeral(&user_id, post))
}

pub(super) fn delete_ephemeral_post(world: &Arc<World>, user_id: String, post_id: String) {
    world.delete_ephemeral(&user_id, &post_id);
}

pub(super) fn add_reaction(world: &Arc<World>, reaction: Reaction) -> Result<Option<Reaction>, AppError> {
    Ok(Some(world.add_reaction(reaction)?))
}

pub(super) fn remove_reaction(world: &Arc<World>, reaction: Reaction) -> Result<(), AppError> {
    world.remove_reaction(reaction)
}

pub(super) fn get_reactions(world: &Arc<World>, post_id: String) -> Result<Vec<Reaction>, AppError> {
    let state = world.state();
    Ok(state.reactions.iter().filter(|reaction| reaction.post_id == post_id).cloned().collect())
}

fn post_list(posts: Vec<Post>) -> PostList {
    PostList {
        order: posts.iter().map(|post| post.id.clone()).collect(),
        posts: posts.into_iter().map(|post| (post.id.clone(), post)).collect(),
        ..PostList::default()
    }
}

/// The channel's posts that are not deleted, newest first.
fn channel_posts(world: &World, channel_id: &str) -> Vec<Post> {
    let state = world.state();
    let in_channel = |post: &&Post| post.channel_id == channel_id && post.delete_at == 0;
    state.posts.iter().rev().filter(in_channel).cloned().collect()
}
