// The page: who is here, which channel is open, and what arrives.

import {avatar, el} from './dom.js';
import * as api from './api.js';
import * as composer from './composer.js';
import * as dialog from './dialog.js';
import * as plugins from './plugins.js';
import * as posts from './posts.js';

const PEOPLE = ['anna', 'ben', 'cara'];

let me;
let team;
let channel;
let channels = [];
let people = new Map();
let socket;

/** The address names person and channel (`#anna/town-square`), so that a reload and a second window stay where they are. */
async function enter() {
  const [name, channelName] = location.hash.slice(1).split('/');
  const person = PEOPLE.includes(name) ? name : PEOPLE[0];
  if (me?.username !== person) await signIn(person);
  await openChannel(channels.find((one) => one.name === channelName) ?? channels[0]);
}

async function signIn(person) {
  socket?.close();
  api.actAs(person);
  me = await api.get('/users/me');
  [team] = await api.get('/users/me/teams');
  await listChannels();
  people = new Map((await api.get('/users')).map((user) => [user.id, user]));
  document.getElementById('team').textContent = team.display_name;
  document.getElementById('people').replaceChildren(...PEOPLE.map((one) => el('li', {},
    el('button', {'aria-current': String(one === person), onclick: () => go(one, channel?.name)}, avatar(one), one))));
  socket = api.listen(arrive);
}

async function openChannel(next) {
  channel = next;
  document.getElementById('channel-name').textContent = title(channel);
  document.getElementById('channel-purpose').textContent = channel.purpose;
  drawChannels();
  const {order, posts: byId} = await api.get(`/channels/${channel.id}/posts`);
  posts.showAll(order.map((id) => byId[id]).reverse(), people);
  composer.write({...channel, display_name: title(channel)}, send);
}

async function listChannels() {
  channels = await api.get(`/users/me/teams/${team.id}/channels`);
}

function drawChannels() {
  document.getElementById('channels').replaceChildren(...channels.map((one) => el('li', {id: `channel-${one.id}`},
    el('button', {'aria-current': String(one.id === channel.id), onclick: () => go(me.username, one.name)}, title(one)))));
}

/** A direct channel is called by the other person; its name is both ids. */
function title(one) {
  if (one.type !== 'D') return `# ${one.display_name}`;
  const other = one.name.split('__').find((id) => id !== me.id) ?? me.id;
  return `@${people.get(other)?.username ?? 'somebody'}`;
}

function go(person, channelName) {
  location.hash = `${person}/${channelName ?? ''}`;
}

async function send(text) {
  try {
    if (text.startsWith('/')) {
      await api.post('/commands/execute', {command: text, channel_id: channel.id, team_id: team.id});
    } else {
      await api.post('/posts', {message: text, channel_id: channel.id});
    }
  } catch (error) {
    note(error.message);
  }
}

async function arrive(event, data) {
  if (event === 'open_dialog') {
    dialog.open(JSON.parse(data.dialog), {channel_id: channel.id, team_id: team.id}, people);
    return;
  }
  if (!data.post) return;
  const post = JSON.parse(data.post);
  if (event === 'post_deleted') {
    posts.remove(post.id);
  } else if (post.channel_id === channel.id) {
    posts.show(post);
  } else {
    if (!channels.some((one) => one.id === post.channel_id)) {
      await listChannels(); // Somebody's first direct message.
      drawChannels();
    }
    document.getElementById(`channel-${post.channel_id}`)?.classList.add('unread');
  }
}

/** Says something to the person at the screen only, as the web client does when the server refuses. */
function note(message) {
  posts.show({id: crypto.randomUUID(), create_at: Date.now(), type: 'system_ephemeral', message, user_id: ''});
}

window.addEventListener('hashchange', enter);
await enter();
await plugins.load(() => ({
  channel,
  store: {entities: {channels: {currentChannelId: channel.id}, teams: {currentTeamId: team.id}}},
}));
await openChannel(channel); // Again, with the entries that the plugin's script added to the menus.
