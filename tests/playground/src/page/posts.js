// The posts of the open channel.

import {avatar, el, markdown, safe} from './dom.js';
import * as api from './api.js';

const list = document.getElementById('posts');
const COLORS = {good: '--good', warning: '--warning', danger: '--danger', success: '--good', primary: '--link'};

/** Entries that the plugin's own script adds to the menu of a post: `{text, action}`. */
export const menuEntries = [];

let people = new Map();

/** Shows exactly these posts, oldest first; `users` answers ids with people. */
export function showAll(posts, users) {
  people = users;
  list.replaceChildren();
  posts.forEach(show);
}

/** Shows a post, or replaces it if it is shown already. */
export function show(post) {
  const element = draw(post);
  const old = document.getElementById(post.id);
  if (old) {
    old.replaceWith(element);
    return;
  }
  const next = [...list.children].find((other) => Number(other.dataset.time) > post.create_at);
  list.insertBefore(element, next ?? null);
}

export function remove(id) {
  document.getElementById(id)?.remove();
}

function draw(post) {
  const author = people.get(post.user_id) ?? {};
  const ephemeral = post.type === 'system_ephemeral';
  // What the server answers in a person's name, the web client shows as its own.
  const name = ephemeral && !author.is_bot ? 'System' : post.props?.override_username ?? author.username ?? 'Somebody';
  const head = el('div', {class: 'head'},
    el('span', {class: 'name'}, name),
    author.is_bot && el('span', {class: 'tag'}, 'BOT'),
    el('time', {}, new Date(post.create_at).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit'})),
    post.edit_at > 0 && el('span', {class: 'note'}, '(edited)'),
    ephemeral && el('span', {class: 'note'}, '(Only visible to you)'),
    ephemeral && el('button', {class: 'plain', onclick: () => remove(post.id)}, 'Dismiss'));
  const body = el('div', {}, head,
    post.message && markdown(post.message),
    ...(post.props?.attachments ?? []).map((attachment) => drawAttachment(post, attachment)));
  const menu = el('div', {class: 'menu'},
    ...(ephemeral ? [] : menuEntries).map(({text, action}) =>
      el('button', {class: 'plain', onclick: () => action(post.id)}, text)));
  return el('li', {
    id: post.id,
    class: `post${ephemeral ? ' ephemeral' : ''}${post.root_id ? ' reply' : ''}`,
    'data-time': String(post.create_at),
  }, avatar(name), body, menu);
}

function drawAttachment(post, attachment) {
  const {color, title, title_link: link, author_name: author, text, fields, image_url: image, footer, actions} = attachment;
  const box = el('div', {class: 'attachment', style: color && `border-left-color: ${colorOf(color)}`},
    author && el('div', {class: 'author'}, author),
    title && el('div', {class: 'title'}, safe(link) ? el('a', {href: link, target: '_blank', rel: 'noopener'}, title) : title),
    text && markdown(text),
    fields?.length && el('div', {class: 'fields'}, ...fields.map((field) =>
      el('div', {class: field.short ? 'short' : ''}, el('b', {}, field.title), markdown(String(field.value))))),
    safe(image) && el('img', {src: image, alt: ''}),
    footer && el('div', {class: 'footer'}, footer),
    actions?.length && el('div', {class: 'actions'}, ...actions.map((action) => drawAction(post, action))));
  return attachment.pretext ? el('div', {}, markdown(attachment.pretext), box) : box;
}

function drawAction(post, action) {
  if (action.type !== 'select') {
    return el('button', {
      disabled: Boolean(action.disabled),
      title: action.tooltip,
      style: action.style && action.style !== 'default' && `--action: ${colorOf(action.style)}`,
      onclick: ({target}) => press(target, post, action),
    }, action.name);
  }
  const select = el('select', {
    disabled: Boolean(action.disabled),
    onchange: ({target}) => press(target, post, action, target.value),
  }, el('option', {value: '', disabled: true, selected: !action.default_option}, action.name));
  options(action, people).then((choices) => select.append(...choices.map(({text, value}) =>
    el('option', {value, selected: value === action.default_option}, text))));
  return select;
}

/** The choices of a select of a post or a dialog: its own, or all people or channels. */
export async function options({data_source: source, options: own}, users) {
  if (source === 'users') return [...users.values()].map((user) => ({text: `@${user.username}`, value: user.id}));
  if (source === 'channels') {
    const [team] = await api.get('/users/me/teams');
    const channels = await api.get(`/users/me/teams/${team.id}/channels`);
    return channels.map((channel) => ({text: channel.display_name, value: channel.id}));
  }
  return own ?? [];
}

async function press(control, post, action, selected) {
  control.disabled = true;
  try {
    await api.post(`/posts/${post.id}/actions/${action.id}`, {selected_option: selected, cookie: action.cookie});
  } catch (error) {
    control.parentElement.append(el('span', {class: 'error'}, error.message));
  }
  control.disabled = false;
}

function colorOf(name) {
  if (/^#[0-9a-f]{3,8}$/i.test(name)) return name;
  return COLORS[name] ? `var(${COLORS[name]})` : 'var(--line)';
}
